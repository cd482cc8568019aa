/* market_candidates - an investor's ranking among the most traded shares, one call each, until a
 * day of every share is there. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "service/market_investor.h"

#define CANDIDATES 100
#define SETTLED_BEFORE_END_MS (INT64_C(4) * 3600000 + INT64_C(20) * 60000) /* 15:40 */

/* The newest day whose figures are out: those of classes from 15:40 on; those of programs at
 * once. */
static int32_t settled_day(const struct job *j)
{
	const struct market_session now = market_now(j->market, BASIS_KRX);
	const int64_t settled_ms = now.figures_end_ms - SETTLED_BEFORE_END_MS;

	if (investor_of(j) == INVESTOR_PROGRAM || clock_wall(&j->market->env->clock) >= settled_ms)
		return now.date;
	return calendar_previous_day(j->market->calendar, now.date);
}

/* ---- Who takes part. ---- */

struct traded {
	int64_t value;
	uint32_t row;
};

static int by_value(const void *a, const void *b)
{
	const struct traded *x = a;
	const struct traded *y = b;

	if (x->value != y->value)
		return x->value < y->value ? 1 : -1;
	return (x->row > y->row) - (x->row < y->row);
}

/* The scope's rows that have a trading value; returns how many. */
static uint32_t list_traded(const struct job *j, const struct view *v, struct traded *ret)
{
	const struct snapshot *s = j->snapshot;
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->count; i++) {
		if (!view_in_scope(v, i, j->query.scope) || !(s->known[i] & SNAPSHOT_VALUE))
			continue;
		ret[n++] = (struct traded){ .value = s->value[i], .row = i };
	}
	return n;
}

/* Marks the most traded rows in j->own. False: refused. */
static bool mark(struct job *j)
{
	const uint32_t count = j->snapshot->count;
	struct view *v = job_view(j);
	CLEANUP(freep) struct traded *all = NULL;
	bool *only;
	uint32_t n;

	if (!v)
		return false;
	all = calloc(count + 1, sizeof *all);
	only = calloc(count + 1, sizeof *only);
	free(j->own);
	j->own = only;
	if (!all || !only) {
		job_refuse_memory(j);
		return false;
	}
	n = list_traded(j, v, all);
	qsort(all, n, sizeof *all, by_value);
	for (uint32_t i = 0; i < n && i < CANDIDATES; i++)
		only[all[i].row] = true;
	return true;
}

/* ---- Ranking. ---- */

static uint32_t count_on(const struct job *j, int32_t date)
{
	const struct snapshot *s = j->snapshot;
	const bool *only = j->own;
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->count; i++)
		n += only[i] && flows_get(j->market->flows, s->shares[i].row.code, date,
					investor_of(j))
		             ? 1
		             : 0;
	return n;
}

static void refuse_empty(struct job *j)
{
	struct fault f = j->batch_fault;

	if (j->offline)
		job_say_not_kept(&f);
	else if (f.status == MCP_OK)
		(void)fault_set(&f, MCP_E_UPSTREAM,
			"no share has buys and sells of a completed day; try again later");
	job_refuse(j, &f);
}

static void rank_on(struct job *j, int32_t date)
{
	j->result->flow_date = date;
	j->result->flow_from = FLOW_FROM_CANDIDATES;
	investor_stamp_day(j, date);
	j->from.complete = false;
	provenance_note(&j->from,
		"only among the %d most traded shares: the day of every share is not there yet",
		CANDIDATES);
	top_pick(j);
}

/* Ranks the candidates that are known. */
static void rank_known(struct job *j)
{
	const int32_t wanted = settled_day(j);
	const int32_t before = calendar_previous_day(j->market->calendar, wanted);
	const int32_t date = count_on(j, wanted) >= count_on(j, before) ? wanted : before;

	if (count_on(j, date) > 0) {
		rank_on(j, date);
		return;
	}
	/* They no longer choose the rows. */
	free(j->own);
	j->own = NULL;
	if (!investor_rank_older(j))
		refuse_empty(j);
}

/* ---- Asking. ---- */

/* Each day of a body is worth keeping. */
static void take_body(struct job *j, const char *code, struct span body)
{
	struct flow_row rows[FLOW_DAYS + 1];
	uint32_t count;

	if (!flow_read(body, investor_kind(j), rows, COUNT_OF(rows), &count)) {
		batch_doubt(&j->batch);
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		for (int w = 0; w < INVESTORS && !flow_row_is_blank(&rows[i]); w++)
			if (rows[i].flow[w].known)
				(void)flows_put(j->market->flows, code, rows[i].date,
					(enum investor)w, &rows[i].flow[w]);
}

static void on_answer(void *self, uint32_t index, const struct kis_answer *answer)
{
	struct job *j = self;

	j->from.upstream_calls += answer->calls;
	if (answer->fault.status < 0)
		j->batch_fault = answer->fault;
	else
		take_body(j, j->snapshot->shares[j->rows[index]].row.code, answer->body);
	job_progress(j, ++j->parts, j->batch.count);
}

static void on_end(void *self)
{
	struct job *j = self;

	job_end_phase(j);
	rank_known(j);
}

static void ask_share(struct job *j, const char *code)
{
	const bool program = investor_of(j) == INVESTOR_PROGRAM;
	const mcp_kis_param params[] = {
		{ "FID_COND_MRKT_DIV_CODE", "J" },
		{ "FID_INPUT_ISCD", code },
		{ "FID_INPUT_DATE_1", "" },
	};

	batch_call(&j->batch, program ? "program-trade-by-stock-daily" : "inquire-investor", params,
		program ? 3 : 2);
}

/* Those of programs may be from the middle of the day; settled ones do not grow old. */
static bool is_needed(const struct job *j, const char *code)
{
	return investor_of(j) == INVESTOR_PROGRAM ||
	       !flows_get(j->market->flows, code, settled_day(j), investor_of(j));
}

static void ask_all(struct job *j)
{
	const bool *only = j->own;

	j->parts = 0;
	j->batch = (struct batch){
		.kis = j->market->kis,
		.recall = j->market->recall,
		.lane = j->lane,
		.deadline_mono_ms = j->deadline_mono_ms - 2000,
		.answer = on_answer,
		.end = on_end,
		.self = j,
	};
	batch_begin(&j->batch);
	for (uint32_t i = 0; i < j->snapshot->count && j->batch.count < BATCH_MAX; i++) {
		const char *code = j->snapshot->shares[i].row.code;

		if (!only[i] || !is_needed(j, code))
			continue;
		j->rows[j->batch.count] = i;
		ask_share(j, code);
	}
	batch_commit(&j->batch);
}

void candidates_start(struct job *j)
{
	if (!mark(j))
		return;
	if (j->offline)
		rank_known(j);
	else
		ask_all(j);
}
