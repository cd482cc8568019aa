/* store_thread - the thread that serves a store.
 *
 * A process without the writer's lock looks once a second whether another one has committed, and
 * tries for the lock when it has something to save.
 */
#include "upstream/store_thread.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "base/log.h"
#include "upstream/store_fault.h"

#define LOOK_S 1

mcp_status store_other_writes(struct fault *f)
{
	return fault_set(f, MCP_E_CONFIG,
		"another process writes the history database; this one reads it, and writes when the "
		"other has ended");
}

mcp_status store_try_lock(struct store *s)
{
	return s->lock_fd >= 0 ? MCP_OK : file_lock(s->lock_path, 0, &s->lock_fd, NULL);
}

static bool holds_lock(struct store *s)
{
	bool ret;

	(void)pthread_mutex_lock(&s->lock);
	ret = s->lock_fd >= 0;
	(void)pthread_mutex_unlock(&s->lock);
	return ret;
}

static mcp_status want_lock(struct store *s, struct fault *f)
{
	mcp_status status;
	int error;

	(void)pthread_mutex_lock(&s->lock);
	status = store_try_lock(s);
	error = errno;
	(void)pthread_mutex_unlock(&s->lock);
	if (status == MCP_E_BUSY)
		return store_other_writes(f);
	return status == MCP_OK ? status : store_refused(error, "lock", f);
}

static void tell(struct store *s)
{
	if (s->o.wake)
		s->o.wake(s->o.self);
}

/* A file was set aside: that is said before what was asked. Under `lock`. */
static void pass_renewed(struct store *s)
{
	if (s->db.renewed.status < 0)
		s->renewed = s->db.renewed;
	s->db.renewed.status = MCP_OK;
}

static void save_request(struct store *s, struct request *r)
{
	struct store_event *e = &r->event;
	mcp_status status = want_lock(s, &e->fault);

	if (status == MCP_OK)
		status = db_save(&s->db, &r->batch, &e->fault);
	e->kind = status == MCP_OK ? STORE_SAVED : STORE_FAULT;
	free(r->at);
	r->at = NULL;
}

static void load_request(struct store *s, struct request *r)
{
	struct store_event *e = &r->event;
	mcp_status status = db_load(&s->db, holds_lock(s), r->from, e, &e->fault);

	e->kind = status == MCP_OK ? STORE_LOADED : STORE_FAULT;
}

static void serve(struct store *s, struct request *r)
{
	if (r->saves)
		save_request(s, r);
	else
		load_request(s, r);

	(void)pthread_mutex_lock(&s->lock);
	pass_renewed(s);
	s->queued_bytes -= r->bytes;
	queue_push(&s->done, r);
	(void)pthread_mutex_unlock(&s->lock);
	tell(s);
}

/* Early, so that a file that is not sound is known before it is needed. Why it cannot be opened
 * is said to the first who asks for something. */
static void settle(struct store *s)
{
	bool writes = s->o.may_write && want_lock(s, NULL) == MCP_OK;
	bool renewed;

	(void)db_open(&s->db, writes, NULL);
	(void)pthread_mutex_lock(&s->lock);
	pass_renewed(s);
	renewed = s->renewed.status < 0;
	s->settled = true;
	(void)pthread_mutex_unlock(&s->lock);
	log_debug("history database opened writer=%d sound=%d", writes, s->db.sqlite != NULL);
	if (renewed)
		tell(s);
}

static void look_for_changes(struct store *s)
{
	if (!db_has_changed(&s->db))
		return;
	(void)pthread_mutex_lock(&s->lock);
	s->changed = true;
	(void)pthread_mutex_unlock(&s->lock);
	tell(s);
}

static struct timespec look_time(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += LOOK_S;
	return t;
}

/* The next request; NULL: time to look what another process has done. False: the end. */
static bool next_request(struct store *s, struct timespec *look_at, struct request **ret)
{
	int late = 0;
	bool goes_on;

	(void)pthread_mutex_lock(&s->lock);
	while (!s->todo.first && !s->stopping && late == 0) {
		if (s->lock_fd >= 0)
			(void)pthread_cond_wait(&s->asked, &s->lock);
		else
			late = pthread_cond_timedwait(&s->asked, &s->lock, look_at);
	}
	*ret = queue_pop(&s->todo);
	goes_on = *ret || !s->stopping;
	/* What is not going to be taken need not be read. */
	while (*ret && s->stopping && !(*ret)->saves) {
		request_freep(ret);
		*ret = queue_pop(&s->todo);
	}
	(void)pthread_mutex_unlock(&s->lock);
	return goes_on;
}

static void *run(void *self)
{
	struct store *s = self;
	struct timespec look_at;
	struct request *r;

	settle(s);
	look_at = look_time();
	while (next_request(s, &look_at, &r)) {
		if (r) {
			serve(s, r);
			continue;
		}
		if (!holds_lock(s))
			look_for_changes(s);
		look_at = look_time();
	}
	db_close(&s->db);
	return NULL;
}

/* Signals are for the thread that waits for them; a file that may not grow is an error here, no
 * reason to end. */
bool store_thread_start(struct store *s)
{
	sigset_t none;
	sigset_t before;
	bool started;

	(void)sigfillset(&none);
	(void)sigdelset(&none, SIGSEGV);
	(void)sigdelset(&none, SIGBUS);
	(void)sigdelset(&none, SIGFPE);
	(void)sigdelset(&none, SIGILL);
	(void)sigdelset(&none, SIGABRT);
	(void)pthread_sigmask(SIG_SETMASK, &none, &before);
	started = pthread_create(&s->thread, NULL, run, s) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}
