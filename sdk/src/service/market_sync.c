/* market_sync - "sync": fills what the store lacks and says how far it is, one kind after the other.
 */
#include <stdlib.h>

#include "data/json.h"
#include "service/market_fill.h"
#include "service/market_part.h"

#define BODY_MAX 4096

struct sync {
	struct job *job;
	struct fill *fill;
	bool wanted[FILL_KINDS];
	int at; /* the kind that is waited for; FILL_KINDS: what is not saved yet */
	struct fill_waiter waiter;
};

static const char *const kinds[FILL_KINDS] = { "bars", "investors", "programs" };

void sync_free(struct sync *s)
{
	if (!s)
		return;
	fill_forget(s->fill, &s->waiter);
	free(s);
}

/* ---- Ends. ---- */

static void write_row(const struct sync *s, int kind, struct buf *b)
{
	struct fill_state state;

	fill_state(s->fill, (enum fill_kind)kind, &state);
	json_next(b);
	buf_printf(b, "[\"%s\",%u,%u,%u]", kinds[kind], state.done, state.total, state.skipped);
}

static void answer(struct sync *s)
{
	struct service_reply reply = { 0 };
	struct buf b;

	buf_init(&b, BODY_MAX);
	buf_puts(&b, "{\"columns\":[\"kind\",\"done\",\"total\",\"skipped\"],\"rows\":[");
	for (int k = 0; k < FILL_KINDS; k++)
		if (s->wanted[k])
			write_row(s, k, &b);
	buf_puts(&b, "]}");
	reply.body = buf_take(&b, &reply.body_len);
	if (!reply.body)
		(void)fault_set(
			&reply.fault, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	buf_done(&b);
	job_complete(s->job, &reply);
}

static bool refuse_reader(struct sync *s)
{
	struct fault f;

	if (!fill_is_reader(s->fill))
		return false;
	(void)fault_set(&f, MCP_E_ARGUMENT,
		"another process fills the history already; end it, or wait until it is done");
	job_refuse(s->job, &f);
	return true;
}

/* Filling what is gone with the process would help nobody. */
static bool refuse_forgetful(struct sync *s)
{
	struct fault f = fill_store_fault(s->fill);

	if (fill_keeps(s->fill))
		return false;
	if (kis_environment(s->job->market->kis) == ENVIRONMENT_REPLAY)
		(void)fault_set(&f, MCP_E_UNSUPPORTED,
			"recorded answers hold no history; use the real market or the demo");
	else if (f.status == MCP_OK)
		(void)fault_set(&f, MCP_E_CONFIG,
			"history cannot be kept: the state folder cannot be used; see "
			"mcp-volume-ranking check");
	job_refuse(s->job, &f);
	return true;
}

/* ---- One kind after the other. ---- */

static void count_all(const struct sync *s, double *ret_done, double *ret_total)
{
	*ret_done = 0;
	*ret_total = 0;
	for (int k = 0; k < FILL_KINDS; k++) {
		struct fill_state state;

		if (!s->wanted[k])
			continue;
		fill_state(s->fill, (enum fill_kind)k, &state);
		*ret_done += state.done;
		*ret_total += state.total;
	}
}

static void on_progress(void *self, uint32_t part, uint32_t of)
{
	struct sync *s = self;
	double done;
	double total;

	(void)part;
	(void)of;
	if (refuse_forgetful(s) || refuse_reader(s))
		return;
	count_all(s, &done, &total);
	job_progress(s->job, done, total);
}

/* True when it is there. Otherwise the job has ended. */
static bool is_there(struct sync *s)
{
	struct fill_state state;
	struct fault why;

	if (refuse_forgetful(s) || refuse_reader(s))
		return false;
	if (s->at == FILL_KINDS) {
		why = fill_store_fault(s->fill);
	} else {
		fill_state(s->fill, (enum fill_kind)s->at, &state);
		why = state.fault;
		if (state.ready)
			return true;
	}
	if (why.status == MCP_OK)
		return true;
	job_refuse(s->job, &why);
	return false;
}

static void go_on(struct sync *s)
{
	while (s->at <= FILL_KINDS) {
		bool wanted = s->at == FILL_KINDS || s->wanted[s->at];

		if (wanted && !fill_wait(s->fill, (enum fill_kind)s->at, &s->waiter))
			return;
		if (wanted && !is_there(s))
			return;
		s->at++;
	}
	answer(s);
}

static void on_ready(void *self)
{
	struct sync *s = self;

	if (!is_there(s))
		return;
	s->at++;
	go_on(s);
}

/* ---- The start. ---- */

void sync_start(struct job *j)
{
	const bool bars = j->query.sync_bars;
	const bool investors = j->query.sync_investors;
	struct sync *s;

	s = calloc(1, sizeof *s);
	if (!s) {
		job_refuse_memory(j);
		return;
	}
	s->job = j;
	s->fill = j->market->fill;
	s->wanted[FILL_BARS] = bars || !investors;
	s->wanted[FILL_INVESTORS] = investors || !bars;
	s->wanted[FILL_PROGRAMS] = investors || !bars;
	s->waiter = (struct fill_waiter){ .ready = on_ready, .progress = on_progress, .self = s };
	j->sync = s;
	if (!refuse_forgetful(s))
		go_on(s);
}
