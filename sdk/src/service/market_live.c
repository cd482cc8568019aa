/* market_live - net buying of foreigners and institutions while the market trades: KIS's
 * provisional list of thirty (foreign-institution-total). */
#include <stdlib.h>

#include "base/cleanup.h"
#include "service/market_investor.h"
#include "service/market_totals.h"
#include "service/rank.h"
#include "service/rank_figure.h"

#define ROUNDED_WON INT64_C(100000000) /* amounts in millions are exact to 1 % from here on */

/* What speaks against the answer. */
struct live_seen {
	uint32_t received;
	uint32_t keyless;
	bool doubled;
	bool unsorted;
};

/* ---- Rows. ---- */

static mcp_int read_shares(struct kis_row *row, const char *field)
{
	int64_t n;

	return kis_int(row, field, &n) ? MCP_KNOWN_INT(n) : (mcp_int){ 0 };
}

/* Nobody buys or sells more than is traded. A net amount over a net quantity is no mean price: the
 * two may even have different signs. */
static bool fits_trading(const struct stock *s)
{
	const mcp_int traded = s->fig[TOP_VOLUME];
	const mcp_int price = s->fig[TOP_PRICE];
	const mcp_int volume = s->fig[TOP_NET_VOLUME];
	const mcp_int amount = s->fig[TOP_NET_AMOUNT];
	int64_t most;

	if (!traded.known || !price.known)
		return true;
	if (volume.known && llabs(volume.value) > traded.value)
		return false;
	/* No price of a day is further from another than its limits are, 30 % either way. */
	if (__builtin_mul_overflow(traded.value, price.value * 2, &most))
		return true;
	return !amount.known || llabs(amount.value) - ROUNDED_WON <= most;
}

static void read_row(const struct job *j, struct kis_row *row, struct stock *s)
{
	const bool foreign = investor_of(j) == INVESTOR_FOREIGN;
	int64_t impact;

	stock_read(row, s);
	s->fig[TOP_NET_AMOUNT] =
		read_million(row, foreign ? "frgn_ntby_tr_pbmn" : "orgn_ntby_tr_pbmn");
	s->fig[TOP_NET_VOLUME] = read_shares(row, foreign ? "frgn_ntby_qty" : "orgn_ntby_qty");
	if (!fits_trading(s))
		s->fig[TOP_NET_AMOUNT] = s->fig[TOP_NET_VOLUME] = (mcp_int){ 0 };
	/* The list has no trading value: shares over shares. */
	if (s->fig[TOP_NET_VOLUME].known && s->fig[TOP_VOLUME].known &&
		rank_impact(s->fig[TOP_NET_VOLUME].value, s->fig[TOP_VOLUME].value, &impact))
		s->fig[TOP_IMPACT] = MCP_KNOWN_INT(impact);
}

static bool is_there(const struct ranking_result *r, const char *code)
{
	for (uint32_t i = 0; i < r->count; i++)
		if (strcmp(r->stocks[i].code, code) == 0)
			return true;
	return false;
}

/* Of the asked market, by the master file: the list is not always pure. */
static bool is_ours(const struct job *j, struct stock *s)
{
	const enum exchange asked =
		j->query.scope == SCOPE_KOSDAQ ? EXCHANGE_KOSDAQ : EXCHANGE_KOSPI;
	const enum stock_verdict verdict = stock_judge(s, j->market->master, asked);

	return verdict == STOCK_IN || (verdict == STOCK_ELSEWHERE && j->query.scope == SCOPE_ALL);
}

static void take_row(struct job *j, struct kis_row *row, struct live_seen *seen)
{
	struct ranking_result *r = j->result;
	struct stock *s = &r->stocks[r->count];

	read_row(j, row, s);
	if (!s->fig[TOP_NET_AMOUNT].known || s->doubts >> DOUBT_KEY & 1)
		seen->keyless++;
	else if (is_there(r, s->code))
		seen->doubled = true;
	else if (is_ours(j, s)) {
		stock_make_name(s);
		r->count++;
	}
}

static bool goes_before(const struct job *j, const struct stock *a, const struct stock *b)
{
	const int64_t x = a->fig[TOP_NET_AMOUNT].value;
	const int64_t y = b->fig[TOP_NET_AMOUNT].value;

	if (x != y)
		return j->query.ascending ? x < y : x > y;
	return strcmp(a->code, b->code) < 0;
}

/* Thirty rows: insertion keeps it plain, and sees whether they came sorted. */
static void sort_rows(struct job *j, struct live_seen *seen)
{
	struct stock *rows = j->result->stocks;

	for (uint32_t i = 1; i < j->result->count; i++) {
		const struct stock moving = rows[i];
		uint32_t at = i;

		while (at > 0 && goes_before(j, &moving, &rows[at - 1])) {
			seen->unsorted =
				seen->unsorted || moving.fig[TOP_NET_AMOUNT].value !=
							  rows[at - 1].fig[TOP_NET_AMOUNT].value;
			rows[at] = rows[at - 1];
			at--;
		}
		rows[at] = moving;
	}
}

/* ---- The answer. ---- */

static void note_seen(struct job *j, const struct live_seen *seen)
{
	struct provenance *p = &j->from;

	provenance_note(p,
		"provisional net figures entered by brokers a few times a day; buys and sells apart "
		"come after the close");
	if (seen->unsorted)
		provenance_note(p, "rows did not come in the asked order: sorted here");
	if (seen->doubled)
		provenance_note(p, "a share came twice in one answer: counted once");
	if (seen->received < RANK_FULL)
		provenance_note(
			p, "fewer rows came than the 30 an answer has: shares may be missing");
	if (seen->received > RANK_FULL)
		provenance_note(p, "more rows came than the 30 an answer has: the order is not "
				   "proven");
	if (seen->keyless)
		provenance_note(
			p, "%u rows without a usable code or figure are left out", seen->keyless);
	if (seen->unsorted || seen->doubled || seen->received != RANK_FULL || seen->keyless)
		p->complete = false;
	if (j->result->count < j->query.count) {
		p->complete = false;
		provenance_note(p, "only %u of the %u wanted rows were found", j->result->count,
			j->query.count);
	}
}

/* The list goes from buyers to sellers: past its turning point it is another ranking. */
static void cut_other_side(struct job *j)
{
	struct ranking_result *r = j->result;

	while (r->count > 0) {
		const int64_t net = r->stocks[r->count - 1].fig[TOP_NET_AMOUNT].value;

		if (j->query.ascending ? net < 0 : net > 0)
			return;
		r->count--;
	}
}

static void finish(struct job *j, struct live_seen *seen)
{
	sort_rows(j, seen);
	cut_other_side(j);
	/* Brokers are late, or the day began late. */
	if (j->result->count == 0) {
		investor_start_day(j);
		return;
	}
	j->result->flow_from = FLOW_FROM_LIVE;
	j->result->flow_date = market_now(j->market, BASIS_KRX).date;
	j->from.provisional = true;
	note_seen(j, seen);
	if (j->result->count > j->query.count)
		j->result->count = j->query.count;
	top_enrich(j);
}

static void on_answer(void *self, uint32_t index, const struct kis_answer *answer)
{
	struct job *j = self;
	struct live_seen seen = { 0 };
	struct kis_rows rows;
	struct kis_row row;

	(void)index;
	j->from.upstream_calls += answer->calls;
	j->batch_fault = answer->fault;
	if (answer->fault.status < 0)
		return;
	market_stamp(j->market, BASIS_KRX, answer->at_ms, &j->from);
	if (!kis_rows(answer->body, "output", &rows)) {
		batch_doubt(&j->batch);
		(void)fault_set(&j->batch_fault, MCP_E_UPSTREAM,
			"foreign-institution-total holds no figures of the day; try again later");
		return;
	}
	while (j->result->count + 1 < STOCKS_MAX && kis_rows_next(&rows, &row)) {
		seen.received++;
		take_row(j, &row, &seen);
	}
	if (j->result->count == 0)
		batch_doubt(&j->batch);
	j->own = malloc(sizeof seen);
	if (j->own)
		memcpy(j->own, &seen, sizeof seen);
}

static void on_end(void *self)
{
	struct job *j = self;
	struct live_seen seen = { 0 };

	if (j->batch_fault.status < 0) {
		job_refuse(j, &j->batch_fault);
		return;
	}
	if (j->own)
		memcpy(&seen, j->own, sizeof seen);
	free(j->own);
	j->own = NULL;
	finish(j, &seen);
}

void live_start(struct job *j)
{
	static const char *const scopes[SCOPES] = { "0000", "0001", "1001" };
	const mcp_kis_param params[] = {
		{ "FID_COND_MRKT_DIV_CODE", "V" },
		{ "FID_COND_SCR_DIV_CODE", "16449" },
		{ "FID_INPUT_ISCD", scopes[j->query.scope] },
		{ "FID_DIV_CLS_CODE", "1" },
		{ "FID_RANK_SORT_CLS_CODE", j->query.ascending ? "1" : "0" },
		{ "FID_ETC_CLS_CODE", investor_of(j) == INVESTOR_FOREIGN ? "1" : "2" },
	};

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
	batch_call(&j->batch, "foreign-institution-total", params, COUNT_OF(params));
	batch_commit(&j->batch);
}
