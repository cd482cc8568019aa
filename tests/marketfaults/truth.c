/* truth - what an undisturbed exchange leads to, made once and shared with forked processes. */
#include "truth.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"

#define SETTLE_ROUNDS 2
#define SETTLE_MS 120000
#define WIDE 50

const char *state_name(enum state state)
{
	static const char *const names[STATES] = { "cold", "fresh", "stale" };

	return names[state];
}

/* ---- Shared memory. ---- */

/* The bytes behind `used` belong to bodies; children add to it one after the other. */
struct room {
	size_t used;
	char bytes[];
};

static struct room *room;
static bool room_is_sealed; /* children work side by side now: what they keep is their own */

struct truth *truth_new(void)
{
	void *at = mmap(NULL, RUN_ROOM, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	void *truth = mmap(NULL, sizeof(struct truth), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (at == MAP_FAILED || truth == MAP_FAILED)
		return NULL;
	room = at;
	room_is_sealed = false;
	return truth;
}

void truth_free(struct truth *t)
{
	if (t)
		(void)munmap(t, sizeof *t);
	if (room)
		(void)munmap(room, RUN_ROOM);
	room = NULL;
}

struct span truth_keep(struct span bytes)
{
	char *at = room_is_sealed ? malloc(bytes.len + 1) : room->bytes + room->used;

	if (!at || !bytes.at || bytes.len > RUN_ROOM - sizeof *room - room->used)
		return (struct span){ 0 };
	memcpy(at, bytes.at, bytes.len);
	room->used += room_is_sealed ? 0 : bytes.len;
	return (struct span){ at, bytes.len };
}

bool in_child(void (*work)(void *self), void *self)
{
	int status = -1;
	pid_t pid;

	(void)fflush(stdout);
	pid = fork();
	if (pid == 0) {
		work(self);
		_exit(0);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

/* ---- Asking as a tool does. ---- */

static void take(struct outcome *o, struct reply *r, struct span *ret_body)
{
	r->late = r->late || o->late;
	r->twice = r->twice || o->completions > 1;
	r->took_ms += o->took_ms;
	*ret_body = truth_keep((struct span){ o->body, o->len });
	if (r->fault.status == MCP_OK)
		r->fault = o->fault;
	provenance_merge(&r->from, &o->from);
	outcome_done(o);
}

void reply_ask(struct world *w, const struct question *q, uint32_t count, struct reply *ret)
{
	struct world_call call = { .run = w->last_request + 1, .begun_mono_ms = w->mono_ms };
	struct outcome o;
	struct buf b;

	*ret = (struct reply){ 0 };
	provenance_init(&ret->from);
	memset(w->asked, 0, sizeof w->asked);
	buf_init(&b, 65536);
	question_rows(q, count, &b);
	call.op = question_op(q);
	call.body = buf_text(&b);
	world_ask(w, &call, &o);
	ret->rows_as_of_ms = o.from.as_of_ms;
	take(&o, ret, &ret->rows);
	if (ret->fault.status == MCP_OK && !ret->late) {
		question_summary(q, &b);
		call.op = "summary";
		call.body = buf_text(&b);
		world_ask(w, &call, &o);
		take(&o, ret, &ret->summary);
	}
	memcpy(ret->asked, w->asked, sizeof ret->asked);
	buf_done(&b);
}

struct one {
	struct base *b;
	enum state state;
	bool holds; /* the exchange stands still while news titles are counted */
	const struct question *q;
	uint32_t count;
	struct reply *ret;
};

static void ask_one(void *self)
{
	const struct one *o = self;
	struct world *w = base_world(o->b, o->state);

	if (o->holds)
		w->moments[o->state == STATE_STALE ? 0 : 1] = 0;
	for (uint32_t i = 0; i < SETTLE_ROUNDS && o->holds; i++) {
		reply_ask(w, o->q, o->count, o->ret);
		world_run(w, SETTLE_MS);
	}
	reply_ask(w, o->q, o->count, o->ret);
}

static bool ask_in_child(struct one o)
{
	return in_child(ask_one, &o);
}

static bool ask_day(struct truth *t, struct base *b, uint32_t i)
{
	struct question q = questions[i];
	bool good = true;

	q.query = q.day_query;
	for (int s = 0; s < STATES; s++) {
		const enum state state = (enum state)s;

		good = good &&
		       ask_in_child((struct one){ b, state, false, &q, 0, &t->day[s][i] }) &&
		       ask_in_child((struct one){ b, state, false, &q, WIDE, &t->wide_day[s][i] });
	}
	return good;
}

static bool ask_all(struct truth *t, struct base *b, uint32_t i)
{
	const struct question *q = &questions[i];
	bool good = true;

	for (int s = 0; s < STATES; s++) {
		const enum state state = (enum state)s;

		good = good &&
		       ask_in_child((struct one){ b, state, false, q, 0, &t->plain[s][i] }) &&
		       ask_in_child((struct one){ b, state, false, q, WIDE, &t->wide[s][i] });
	}
	if (q->day_query)
		return good && ask_day(t, b, i);
	if ((q->tool != TOOL_CHANGE && q->tool != TOOL_UNUSUAL) || base_is_edge(b))
		return good;
	for (uint32_t m = 0; m < MOMENTS; m++)
		good = good && ask_in_child((struct one){ b, m ? STATE_STALE : STATE_FRESH, true, q,
				       WIDE, &t->settled[m][i] });
	return good;
}

/* ---- All of it. ---- */

struct sheets {
	struct truth *t;
	struct base *b;
	uint32_t moment;
};

static void fill_sheets(void *self)
{
	const struct sheets *s = self;
	struct world *w = base_world(s->b, s->moment ? STATE_STALE : STATE_FRESH);

	if (s->moment == 0)
		w->moments[1] = 0;
	for (int sheet = SHEETS - 1; sheet >= 0; sheet--)
		sheet_fill(s->t->sheets[s->moment][sheet], w, (enum sheet)sheet);
}

bool truth_make(struct truth *t, struct base *b)
{
	bool good = true;

	for (uint32_t m = 0; m < MOMENTS; m++)
		good = good && in_child(fill_sheets, &(struct sheets){ t, b, m });
	for (uint32_t i = 0; i < QUESTIONS; i++)
		good = good && ask_all(t, b, i);
	room_is_sealed = true;
	return good;
}
