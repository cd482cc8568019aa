/* market_sync - "sync": fills what the store lacks and says how far it is, one kind after the other.
 */
#include <stdlib.h>

#include "data/json.h"
#include "service/market_part.h"

/* What is waited for: a kind, or in the end (FILL_KINDS) what is not saved yet. */
struct sync {
	int at;
};

static const char *const kinds[FILL_KINDS] = { "bars", "investors", "programs" };

static bool wants(const struct job *j, int kind)
{
	const bool all = j->query.sync_bars == j->query.sync_investors;

	return all || (kind == FILL_BARS ? j->query.sync_bars : j->query.sync_investors);
}

/* ---- Rows: one a kind. ---- */

static int kind_of_row(const struct job *j, uint32_t row)
{
	int kind = 0;

	while (!wants(j, kind) || row-- > 0)
		kind++;
	return kind;
}

static void write_row(const struct job *j, uint32_t row, struct buf *b)
{
	const int kind = kind_of_row(j, row);
	struct fill_state state;

	fill_state(j->market->fill, (enum fill_kind)kind, &state);
	for (uint32_t i = 0; i < j->query.column_count; i++) {
		const uint32_t numbers[SYNC_COLUMNS] = {
			[SYNC_DONE] = state.done,
			[SYNC_TOTAL] = state.total,
			[SYNC_SKIPPED] = state.skipped,
		};
		const uint8_t column = j->query.columns[i].column;

		json_next(b);
		if (column == SYNC_KIND)
			json_cstr(b, kinds[kind]);
		else
			buf_int(b, numbers[column]);
	}
}

static void answer(struct job *j)
{
	uint32_t rows = 0;

	for (int k = 0; k < FILL_KINDS; k++)
		rows += wants(j, k);
	job_answer(j, write_row, rows);
}

/* ---- Refusals. Each ends the job. ---- */

static bool refuse_reader(struct job *j)
{
	struct fault f;

	if (!fill_is_reader(j->market->fill))
		return false;
	(void)fault_set(&f, MCP_E_ARGUMENT,
		"another process fills the history already; end it, or wait until it is done");
	job_refuse(j, &f);
	return true;
}

/* Filling what is gone with the process would help nobody. */
static bool refuse_forgetful(struct job *j)
{
	struct fault f = fill_store_fault(j->market->fill);

	if (fill_keeps(j->market->fill))
		return false;
	if (kis_environment(j->market->kis) == ENVIRONMENT_REPLAY)
		(void)fault_set(&f, MCP_E_UNSUPPORTED,
			"recorded answers hold no history; use the real market or the demo");
	else if (f.status == MCP_OK)
		(void)fault_set(&f, MCP_E_CONFIG,
			"history cannot be kept: the state folder cannot be used; see "
			"mcp-volume-ranking check");
	job_refuse(j, &f);
	return true;
}

/* ---- One kind after the other. ---- */

static struct sync *sync_of(struct job *j)
{
	return j->own;
}

static void on_progress(void *self, uint32_t part, uint32_t of)
{
	struct job *j = self;
	double done = 0;
	double total = 0;

	(void)part;
	(void)of;
	if (refuse_forgetful(j) || refuse_reader(j))
		return;
	for (int k = 0; k < FILL_KINDS; k++) {
		struct fill_state state;

		if (!wants(j, k))
			continue;
		fill_state(j->market->fill, (enum fill_kind)k, &state);
		done += state.done;
		total += state.total;
	}
	job_progress(j, done, total);
}

/* True when what was waited for is there. Otherwise the job has ended. */
static bool is_there(struct job *j)
{
	const int at = sync_of(j)->at;
	struct fill_state state = { .ready = false };
	struct fault why = fill_store_fault(j->market->fill);

	if (refuse_forgetful(j) || refuse_reader(j))
		return false;
	if (at < FILL_KINDS) {
		fill_state(j->market->fill, (enum fill_kind)at, &state);
		why = state.fault;
	}
	if (state.ready || why.status == MCP_OK)
		return true;
	job_refuse(j, &why);
	return false;
}

static void go_on(struct job *j)
{
	struct sync *s = sync_of(j);

	for (; s->at <= FILL_KINDS; s->at++) {
		if (s->at < FILL_KINDS && !wants(j, s->at))
			continue;
		if (!fill_wait(j->market->fill, (enum fill_kind)s->at, &j->for_fill))
			return;
		if (!is_there(j))
			return;
	}
	answer(j);
}

static void on_ready(void *self)
{
	struct job *j = self;

	if (!is_there(j))
		return;
	sync_of(j)->at++;
	go_on(j);
}

void sync_start(struct job *j)
{
	j->own = calloc(1, sizeof(struct sync));
	if (!j->own) {
		job_refuse_memory(j);
		return;
	}
	j->for_fill = (struct fill_waiter){
		.ready = on_ready,
		.progress = on_progress,
		.self = j,
	};
	for (int k = 0; k < FILL_KINDS; k++)
		if (wants(j, k))
			fill_start(j->market->fill, (enum fill_kind)k);
	if (!refuse_forgetful(j))
		go_on(j);
}
