/* store - the history database on a thread of its own: requests in, events out.
 *
 * Every request holds the room for its event, so that none can get lost for want of memory.
 */
#include "upstream/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "upstream/store_thread.h"

#define PENDING_MAX 256
#define QUEUED_BYTES_MAX ((size_t)32 * 1024 * 1024)
#define PATH_MAX_BYTES 3900
#define LOCK_ENDING ".lock"

static void store_free(struct store *s)
{
	if (!s)
		return;
	if (s->lock_fd >= 0)
		(void)close(s->lock_fd);
	queue_done(&s->todo);
	queue_done(&s->done);
	(void)pthread_cond_destroy(&s->asked);
	(void)pthread_mutex_destroy(&s->lock);
	free(s->lock_path);
	free(s->path);
	free(s);
}

static struct store *store_new(const struct store_options *o)
{
	struct store *s = calloc(1, sizeof *s);
	const size_t len = strlen(o->path);
	pthread_condattr_t monotonic;

	if (!s)
		return NULL;
	s->o = *o;
	s->lock_fd = -1;
	queue_init(&s->todo);
	queue_init(&s->done);
	(void)pthread_mutex_init(&s->lock, NULL);
	(void)pthread_condattr_init(&monotonic);
	(void)pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&s->asked, &monotonic);
	(void)pthread_condattr_destroy(&monotonic);
	s->path = strdup(o->path);
	s->lock_path = malloc(len + sizeof LOCK_ENDING);
	if (!s->path || !s->lock_path) {
		store_free(s);
		return NULL;
	}
	(void)snprintf(s->lock_path, len + sizeof LOCK_ENDING, "%s" LOCK_ENDING, o->path);
	db_init(&s->db, s->path);
	return s;
}

static mcp_status store_open(const struct store_options *o, struct store **ret, struct fault *f)
{
	struct store *s;

	phrase_locale(o->locale);
	if (strlen(o->path) > PATH_MAX_BYTES)
		return fault_set(f, MCP_E_CONFIG,
			"the state folder's path is too long; choose a shorter one");
	s = store_new(o);
	if (!s || !store_thread_start(s)) {
		store_free(s);
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	}
	*ret = s;
	return MCP_OK;
}

static void store_close(struct store *s)
{
	if (!s)
		return;
	(void)pthread_mutex_lock(&s->lock);
	s->stopping = true;
	(void)pthread_cond_signal(&s->asked);
	(void)pthread_mutex_unlock(&s->lock);
	(void)pthread_join(s->thread, NULL);
	store_free(s);
}

/* Under `lock`. A batch that is too large for the queue passes when nothing else waits. */
static bool has_room(const struct store *s, size_t bytes)
{
	if (s->pending >= PENDING_MAX)
		return false;
	return s->queued_bytes == 0 || s->queued_bytes + bytes <= QUEUED_BYTES_MAX;
}

/* Under `lock`. */
static void ask(struct store *s, struct request *r)
{
	s->pending++;
	s->queued_bytes += r->bytes;
	queue_push(&s->todo, r);
	(void)pthread_cond_signal(&s->asked);
}

static mcp_status store_load(struct store *s, int32_t bars_from, int32_t flows_from)
{
	CLEANUP(request_freep) struct request *r = request_load(bars_from, flows_from);
	mcp_status status = MCP_E_BUSY;

	if (!r)
		return MCP_E_MEMORY;
	(void)pthread_mutex_lock(&s->lock);
	if (has_room(s, 0)) {
		ask(s, TAKE(r));
		status = MCP_OK;
	}
	(void)pthread_mutex_unlock(&s->lock);
	return status;
}

/* Under `lock`. */
static mcp_status may_save(struct store *s, size_t bytes, struct fault *f)
{
	if (!s->o.may_write)
		return fault_set(f, MCP_E_CONFIG,
			"this process only reads the history database; start it so that it may "
			"write");
	/* Anything but another writer comes back as the batch's own fault. */
	if (s->settled && store_try_lock(s) == MCP_E_BUSY)
		return store_other_writes(f);
	if (!has_room(s, bytes))
		return fault_set(f, MCP_E_BUSY,
			"too much waits to be written into the history database; try again later");
	return MCP_OK;
}

static mcp_status store_save(
	struct store *s, const struct store_batch *b, uint64_t *ret_ticket, struct fault *f)
{
	CLEANUP(request_freep) struct request *r = request_save(b);
	mcp_status status;

	if (!r)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	(void)pthread_mutex_lock(&s->lock);
	status = may_save(s, r->bytes, f);
	if (status == MCP_OK) {
		r->event.ticket = ++s->last_ticket;
		*ret_ticket = r->event.ticket;
		ask(s, TAKE(r));
	}
	(void)pthread_mutex_unlock(&s->lock);
	return status;
}

/* Under `lock`. */
static bool take_next(struct store *s, struct store_event *ret, struct request **ret_empty)
{
	*ret = (struct store_event){ 0 };
	if (s->renewed.status < 0) {
		ret->kind = STORE_FAULT;
		ret->fault = s->renewed;
		s->renewed.status = MCP_OK;
		return true;
	}
	*ret_empty = queue_pop(&s->done);
	if (*ret_empty) {
		*ret = (*ret_empty)->event;
		s->pending--;
		return true;
	}
	if (!s->changed)
		return false;
	ret->kind = STORE_CHANGED;
	s->changed = false;
	return true;
}

static bool store_take(struct store *s, struct store_event *ret)
{
	struct request *empty = NULL;
	bool taken;

	(void)pthread_mutex_lock(&s->lock);
	taken = take_next(s, ret, &empty);
	(void)pthread_mutex_unlock(&s->lock);
	free(empty);
	return taken;
}

static bool is_writer(struct store *s)
{
	bool ret;

	(void)pthread_mutex_lock(&s->lock);
	ret = s->lock_fd >= 0;
	(void)pthread_mutex_unlock(&s->lock);
	return ret;
}

const struct store_ops store_ops = {
	.open = store_open,
	.close = store_close,
	.is_writer = is_writer,
	.load = store_load,
	.save = store_save,
	.take = store_take,
};
