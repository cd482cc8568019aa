/* market_surge - the day's volume against the day before, by KIS's own list (volume-rank sorted by
 * vol_inrt): thirty rows a market, until completed days of every share are there. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "service/market_top.h"
#include "service/rank.h"
#include "service/rank_figure.h"

struct surge_seen {
	uint32_t scanty;  /* markets that gave fewer rows than they give */
	uint32_t keyless; /* rows without both volumes */
	uint32_t elsewhere;
	uint32_t failed;
	uint32_t acted; /* shares whose count or par value changes today */
};

/* ---- Rows. ---- */

/* Shares against shares: a day before, not a mean, and not won. */
static bool read_row(const struct job *j, struct kis_row *row, struct stock *s)
{
	int64_t before;
	int64_t ratio;

	stock_read(row, s);
	if (s->code[0] == '\0' || !s->fig[TOP_VOLUME].known || !kis_int(row, "prdy_vol", &before) ||
		before <= 0 || !rank_ratio(s->fig[TOP_VOLUME].value, before, 1, &ratio))
		return false;
	s->fig[TOP_VOLUME_RATIO] = MCP_KNOWN_INT(ratio);
	s->fig[TOP_PERIOD_CHANGE] = s->fig[TOP_CHANGE_RATE];
	if (j->query.key == TOP_VALUE_CHANGE)
		s->fig[TOP_VALUE_CHANGE] = MCP_KNOWN_INT(ratio - 10000);
	else
		s->fig[TOP_AVERAGE_VOLUME] = MCP_KNOWN_INT(before);
	return true;
}

static bool is_there(const struct ranking_result *r, const char *code)
{
	for (uint32_t i = 0; i < r->count; i++)
		if (strcmp(r->stocks[i].code, code) == 0)
			return true;
	return false;
}

/* The day before was traded in other units then. */
static bool is_changing(const struct job *j, const char *code)
{
	const struct master_row *row = master_find(j->market->master, code, NULL);

	return row && (row->par_change || row->capital_increase);
}

static void take_row(struct job *j, enum exchange asked, struct kis_row *row)
{
	struct ranking_result *r = j->result;
	struct surge_seen *seen = j->own;
	struct stock *s = &r->stocks[r->count];
	enum stock_verdict verdict;

	if (r->count + 1 >= STOCKS_MAX)
		return;
	if (!read_row(j, row, s)) {
		seen->keyless++;
		return;
	}
	verdict = stock_judge(s, j->market->master, asked);
	if (verdict == STOCK_ELSEWHERE)
		seen->elsewhere++;
	if (verdict != STOCK_IN || is_there(r, s->code))
		return;
	if (is_changing(j, s->code)) {
		seen->acted++;
		return;
	}
	stock_make_name(s);
	r->count++;
}

static int by_ratio(const void *a, const void *b)
{
	const struct stock *x = a;
	const struct stock *y = b;
	const int64_t left = x->fig[TOP_VOLUME_RATIO].value;
	const int64_t right = y->fig[TOP_VOLUME_RATIO].value;

	if (left != right)
		return left < right ? 1 : -1;
	return strcmp(x->code, y->code);
}

static bool passes(const struct job *j, const struct stock *s)
{
	for (uint32_t i = 0; i < j->query.filter_count; i++) {
		const struct market_filter *f = &j->query.filters[i];
		const mcp_int n = s->fig[f->column];

		if (!n.known || (f->has_min && n.value < f->min) ||
			(f->has_max && n.value > f->max))
			return false;
	}
	return true;
}

static void filter_rows(struct job *j)
{
	struct ranking_result *r = j->result;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < r->count; i++)
		if (passes(j, &r->stocks[i]))
			r->stocks[kept++] = r->stocks[i];
	r->count = kept < j->query.count ? kept : j->query.count;
}

/* ---- The answer. ---- */

static void note_surge(struct job *j)
{
	const struct surge_seen *seen = j->own;
	struct provenance *p = &j->from;

	p->complete = false;
	provenance_note(p,
		"completed days are still being fetched: compared with the volume of the day before "
		"only, at most 30 rows a market");
	if (j->query.key == TOP_VALUE_CHANGE)
		provenance_note(p,
			"the change is of shares traded, not of won: the value of the day "
			"before is not known yet");
	if (seen->keyless)
		provenance_note(
			p, "%u rows without a usable code or figure are left out", seen->keyless);
	if (seen->elsewhere)
		provenance_note(p,
			"%u rows are left out: the master file has them in the other market",
			seen->elsewhere);
	if (seen->acted)
		provenance_note(
			p, "%u shares are left out: a split or a changed share count", seen->acted);
	if (seen->scanty)
		provenance_note(
			p, "fewer rows came than the 30 an answer has: shares may be missing");
	if (seen->failed)
		provenance_note(p, "%u of the calls for this ranking failed: shares may be missing",
			seen->failed);
}

static void on_end(void *self)
{
	struct job *j = self;
	const struct surge_seen *seen = j->own;

	if (seen->failed == j->batch.count) {
		job_refuse(j, &j->batch_fault);
		return;
	}
	qsort(j->result->stocks, j->result->count, sizeof *j->result->stocks, by_ratio);
	filter_rows(j);
	j->result->compared_days = MCP_KNOWN_INT(1);
	note_surge(j);
	top_enrich(j);
}

static void on_answer(void *self, uint32_t index, const struct kis_answer *answer)
{
	struct job *j = self;
	struct surge_seen *seen = j->own;
	struct kis_rows rows;
	struct kis_row row;
	uint32_t received = 0;

	j->from.upstream_calls += answer->calls;
	if (answer->fault.status < 0 || !kis_rows(answer->body, "output", &rows)) {
		seen->failed++;
		batch_doubt(&j->batch);
		j->batch_fault = answer->fault;
		if (answer->fault.status == MCP_OK)
			(void)fault_set(&j->batch_fault, MCP_E_UPSTREAM,
				"the answer of volume-rank has no rows in \"output\"; try again "
				"later");
		return;
	}
	market_stamp(j->market, BASIS_KRX, answer->at_ms, &j->from);
	while (kis_rows_next(&rows, &row)) {
		received++;
		take_row(j, (enum exchange)j->rows[index], &row);
	}
	seen->scanty += received < RANK_FULL;
}

static void ask_market(struct job *j, enum exchange x)
{
	const mcp_kis_param params[] = {
		{ "FID_COND_MRKT_DIV_CODE", "J" },
		{ "FID_COND_SCR_DIV_CODE", "20171" },
		{ "FID_INPUT_ISCD", x == EXCHANGE_KOSPI ? "0001" : "1001" },
		{ "FID_DIV_CLS_CODE", "0" },
		{ "FID_BLNG_CLS_CODE", "1" },
		{ "FID_TRGT_CLS_CODE", "111111111" },
		{ "FID_TRGT_EXLS_CLS_CODE", "0000001101" },
		{ "FID_INPUT_PRICE_1", "" },
		{ "FID_INPUT_PRICE_2", "" },
		{ "FID_VOL_CNT", "" },
		{ "FID_INPUT_DATE_1", "" },
	};

	j->rows[j->batch.count] = x;
	batch_call(&j->batch, "volume-rank", params, COUNT_OF(params));
}

void surge_start(struct job *j)
{
	struct surge_seen *seen = calloc(1, sizeof *seen);

	free(j->own);
	j->own = seen;
	/* The list is newer than the snapshot that led here, and stands alone. */
	snapshot_drop(j->snapshot);
	j->snapshot = NULL;
	if (!seen) {
		job_refuse_memory(j);
		return;
	}
	j->batch = (struct batch){
		.kis = j->market->kis,
		.recall = j->market->recall,
		.lane = j->lane,
		.deadline_mono_ms = j->deadline_mono_ms,
		.answer = on_answer,
		.end = on_end,
		.self = j,
	};
	batch_begin(&j->batch);
	if (j->query.scope != SCOPE_KOSDAQ)
		ask_market(j, EXCHANGE_KOSPI);
	if (j->query.scope != SCOPE_KOSPI)
		ask_market(j, EXCHANGE_KOSDAQ);
	batch_commit(&j->batch);
}
