/* market_totals - sums over a market: what the indices traded, what a class of investors did. */
#include "service/market_totals.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"

#define MILLION INT64_C(1000000)
/* Five amounts, each rounded to a million by itself. */
#define ROUNDING_MAX (3 * MILLION)
#define MEAN_FROM_WON (1000 * MILLION) /* of less the mean price is too rough */
#define MEAN_LEAST 100                 /* won a share, of a whole market or sector */
#define MEAN_MOST 2000000

mcp_int sum_of(mcp_int a, mcp_int b)
{
	int64_t sum;

	if (!a.known || !b.known || __builtin_add_overflow(a.value, b.value, &sum))
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(sum);
}

mcp_int read_million(struct kis_row *row, const char *field)
{
	int64_t n;
	int64_t won;

	if (!kis_int(row, field, &n) || __builtin_mul_overflow(n, MILLION, &won))
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(won);
}

/* Zeros in every field mean that upstream does not know the pair. */
bool investor_body_is_empty(struct kis_row *row)
{
	static const char *const fields[] = { "frgn_seln_tr_pbmn", "frgn_shnu_tr_pbmn",
		"prsn_seln_tr_pbmn", "prsn_shnu_tr_pbmn", "orgn_seln_tr_pbmn",
		"orgn_shnu_tr_pbmn" };

	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		int64_t n;

		if (kis_int(row, fields[i], &n) && n != 0)
			return false;
	}
	return true;
}

bool totals_cover(const struct job *j, enum exchange x)
{
	return j->query.scope == SCOPE_ALL ||
	       (j->query.scope == SCOPE_KOSPI) == (x == EXCHANGE_KOSPI);
}

/* ---- Live. ---- */

static const char *const prefixes[] = {
	[INVESTOR_FOREIGN] = "frgn",
	[INVESTOR_INSTITUTION] = "orgn",
	[INVESTOR_INDIVIDUAL] = "prsn",
};

static mcp_int read_field(struct kis_row *row, const char *prefix, const char *end)
{
	char field[32];

	(void)snprintf(field, sizeof field, "%s%s", prefix, end);
	return read_million(row, field);
}

/* 백만원 and 천주: a mean price no market has is another unit. Small ones are too rounded to tell. */
static bool mean_is_sound(struct kis_row *row, const char *shares, mcp_int won)
{
	int64_t thousands;
	int64_t mean;

	if (!won.known || won.value < MEAN_FROM_WON || !kis_int(row, shares, &thousands))
		return true;
	if (thousands <= 0)
		return false;
	mean = won.value / 1000 / thousands;
	return mean >= MEAN_LEAST && mean <= MEAN_MOST;
}

static bool side_is_sound(struct kis_row *row, const char *prefix, const char *side, mcp_int won)
{
	char field[32];

	(void)snprintf(field, sizeof field, "%s_%s_vol", prefix, side);
	return mean_is_sound(row, field, won);
}

/* Bought and sold are never below zero, and the net is their difference. */
static bool fit(mcp_int buy, mcp_int sell, mcp_int net)
{
	int64_t off;

	if (!buy.known || !sell.known || !net.known || buy.value < 0 || sell.value < 0)
		return false;
	off = buy.value - sell.value;
	return !__builtin_sub_overflow(off, net.value, &off) && off <= ROUNDING_MAX &&
	       off >= -ROUNDING_MAX;
}

bool investor_read(struct kis_row *row, const char *prefix, struct investor_sums *ret)
{
	const struct investor_sums sums = {
		.buy = read_field(row, prefix, "_shnu_tr_pbmn"),
		.sell = read_field(row, prefix, "_seln_tr_pbmn"),
		.net = read_field(row, prefix, "_ntby_tr_pbmn"),
	};

	if (!fit(sums.buy, sums.sell, sums.net) || !side_is_sound(row, prefix, "shnu", sums.buy) ||
		!side_is_sound(row, prefix, "seln", sums.sell))
		return false;
	*ret = sums;
	return true;
}

static bool add_flow(struct totals *t, mcp_int buy, mcp_int sell, mcp_int net)
{
	if (!fit(buy, sell, net))
		return false;
	t->buy = t->flows_seen ? sum_of(t->buy, buy) : buy;
	t->sell = t->flows_seen ? sum_of(t->sell, sell) : sell;
	t->net = t->flows_seen ? sum_of(t->net, net) : net;
	t->flows_seen++;
	return true;
}

static mcp_int read_amount(struct kis_row *row, const char *field)
{
	const mcp_int won = read_million(row, field);

	return won.known && won.value >= 0 ? won : (mcp_int){ 0 };
}

/* Programs: arbitrage and the rest. */
static bool take_program(struct totals *t, struct kis_row *row)
{
	const mcp_int buy = sum_of(read_amount(row, "arbt_smtn_shnu_tr_pbmn"),
		read_amount(row, "nabt_smtn_shnu_tr_pbmn"));
	const mcp_int sell = sum_of(read_amount(row, "arbt_smtn_seln_tr_pbmn"),
		read_amount(row, "nabt_smtn_seln_tr_pbmn"));

	/* Zeros say that there is no figure. */
	if (buy.value == 0 && sell.value == 0)
		return false;
	return add_flow(t, buy, sell, read_million(row, "whol_smtn_ntby_tr_pbmn"));
}

static bool take_class(const struct job *j, struct kis_row *row)
{
	struct investor_sums sums;

	return !investor_body_is_empty(row) &&
	       investor_read(row, prefixes[j->query.investor], &sums) &&
	       add_flow(j->own, sums.buy, sums.sell, sums.net);
}

/* One row of a market; of programs a row a minute, the newest the day's total so far. */
static bool find_flows(struct span body, struct kis_row *ret)
{
	struct kis_rows rows;
	struct kis_row row;
	int64_t newest = -1;
	bool found = false;

	if (!kis_rows(body, "output", &rows))
		return false;
	while (kis_rows_next(&rows, &row)) {
		int64_t hour = -1;

		(void)kis_int(&row, "bsop_hour", &hour);
		if (found && hour <= newest)
			continue;
		kis_row_init(ret, row.text);
		newest = hour;
		found = true;
	}
	return found;
}

static void take_flows(struct job *j, const struct kis_answer *answer)
{
	struct totals *t = j->own;
	struct kis_row row;
	bool good = false;

	if (find_flows(answer->body, &row)) {
		market_stamp(j->market, BASIS_KRX, answer->at_ms, &j->from);
		good = j->query.investor == INVESTOR_PROGRAM ? take_program(t, &row)
		                                             : take_class(j, &row);
	}
	if (!good) {
		batch_doubt(&j->batch);
		(void)fault_set(&t->flow_fault, MCP_E_UPSTREAM,
			"the market's buys and sells hold no figures; try again later");
	}
}

/* ---- Index totals. ---- */

static mcp_int read_value(struct span body)
{
	struct kis_rows rows;
	struct kis_row row;
	int64_t index;
	mcp_int won;

	if (!kis_rows(body, "output", &rows) || !kis_rows_next(&rows, &row))
		return (mcp_int){ 0 };
	/* A wrong question is answered with zeros: an index is never 0. */
	if (!kis_hundredths(&row, "bstp_nmix_prpr", &index) || index <= 0)
		return (mcp_int){ 0 };
	won = read_million(&row, "acml_tr_pbmn");
	return won.known && won.value >= 0 && mean_is_sound(&row, "acml_vol", won) ? won
	                                                                           : (mcp_int){ 0 };
}

static void take_value(struct job *j, enum exchange x, const struct kis_answer *answer)
{
	struct totals *t = j->own;

	t->value_fault[x] = answer->fault;
	if (answer->fault.status < 0)
		return;
	t->value[x] = read_value(answer->body);
	if (!t->value[x].known) {
		batch_doubt(&j->batch);
		(void)fault_set(&t->value_fault[x], MCP_E_UPSTREAM,
			"inquire-index-price holds no figures; try again later");
	}
	market_stamp(j->market, j->query.basis, answer->at_ms, &j->from);
}

/* ---- Asking. ---- */

#define FLOW_CALL 8 /* added to the exchange in job->rows */

static void on_answer(void *self, uint32_t index, const struct kis_answer *answer)
{
	struct job *j = self;
	struct totals *t = j->own;

	j->from.upstream_calls += answer->calls;
	if (j->rows[index] < FLOW_CALL)
		take_value(j, (enum exchange)j->rows[index], answer);
	else if (answer->fault.status < 0)
		t->flow_fault = answer->fault;
	else
		take_flows(j, answer);
}

/* What a market traded, where the flows' day is the session's. */
static void settle_flows(struct job *j)
{
	struct totals *t = j->own;
	const uint32_t wanted = j->query.scope == SCOPE_ALL ? 2 : 1;

	if (t->flows_seen != wanted)
		t->buy = t->sell = t->net = (mcp_int){ 0 };
	if (j->query.scope == SCOPE_ALL)
		t->flow_value = sum_of(t->value[EXCHANGE_KOSPI], t->value[EXCHANGE_KOSDAQ]);
	else
		t->flow_value =
			t->value[j->query.scope == SCOPE_KOSPI ? EXCHANGE_KOSPI : EXCHANGE_KOSDAQ];
}

/* Two markets never trade the same to the million: one answer is the other market's. */
static void doubt_twins(struct totals *t)
{
	const mcp_int *value = t->value;

	if (!value[EXCHANGE_KOSPI].known || !value[EXCHANGE_KOSDAQ].known ||
		value[EXCHANGE_KOSPI].value == 0 ||
		value[EXCHANGE_KOSPI].value != value[EXCHANGE_KOSDAQ].value)
		return;
	for (int x = 0; x < EXCHANGES; x++) {
		t->value[x] = (mcp_int){ 0 };
		(void)fault_set(&t->value_fault[x], MCP_E_UPSTREAM,
			"inquire-index-price gave both markets the same figures; try again later");
	}
}

static void on_end(void *self)
{
	struct job *j = self;
	struct totals *t = j->own;

	doubt_twins(t);
	if (t->asks_flows)
		settle_flows(j);
	/* The market's own totals are gone when the next day's are not there yet. */
	if (t->with_flows && !t->net.known && j->result->flow_from == FLOW_FROM_DAY)
		totals_sum_day(j);
	t->then(j);
}

static void ask_value(struct job *j, enum exchange x)
{
	const mcp_kis_param params[] = {
		{ "FID_COND_MRKT_DIV_CODE", "U" },
		{ "FID_INPUT_ISCD", x == EXCHANGE_KOSPI ? "0001" : "1001" },
	};

	j->rows[j->batch.count] = x;
	batch_call(&j->batch, "inquire-index-price", params, COUNT_OF(params));
}

static void ask_programs(struct job *j, enum exchange x)
{
	const mcp_kis_param params[] = {
		{ "FID_COND_MRKT_DIV_CODE", "J" },
		{ "FID_MRKT_CLS_CODE", x == EXCHANGE_KOSPI ? "K" : "Q" },
		{ "FID_SCTN_CLS_CODE", "" },
		{ "FID_INPUT_ISCD", "" },
		{ "FID_COND_MRKT_DIV_CODE1", "" },
		{ "FID_INPUT_HOUR_1", "" },
	};

	batch_call(&j->batch, "comp-program-trade-today", params, COUNT_OF(params));
}

static void ask_flows(struct job *j, enum exchange x)
{
	const mcp_kis_param params[] = {
		{ "FID_INPUT_ISCD", x == EXCHANGE_KOSPI ? "KSP" : "KSQ" },
		{ "FID_INPUT_ISCD_2", x == EXCHANGE_KOSPI ? "0001" : "1001" },
	};

	if (!totals_cover(j, x))
		return;
	j->rows[j->batch.count] = FLOW_CALL + (uint32_t)x;
	if (j->query.investor == INVESTOR_PROGRAM)
		ask_programs(j, x);
	else
		batch_call(&j->batch, "inquire-investor-time-by-market", params, COUNT_OF(params));
}

/* The market's own flows are of the session's day only. */
static bool are_of_today(const struct job *j)
{
	return j->result->flow_date != 0 &&
	       j->result->flow_date == market_now(j->market, BASIS_KRX).date;
}

void totals_start(struct job *j, bool with_values, bool with_flows, void (*then)(struct job *j))
{
	struct totals *t = j->own;
	const bool live = with_flows && are_of_today(j) && !j->offline;

	t->then = then;
	t->with_flows = with_flows;
	t->asks_flows = live;
	j->batch = (struct batch){
		.kis = j->market->kis,
		.recall = j->market->recall,
		.lane = j->lane,
		/* What is known still leaves in time. */
		.deadline_mono_ms = j->deadline_mono_ms - 1000,
		.answer = on_answer,
		.end = on_end,
		.self = j,
	};
	batch_begin(&j->batch);
	for (int x = 0; x < EXCHANGES && !j->offline; x++) {
		if (with_values || (live && totals_cover(j, (enum exchange)x)))
			ask_value(j, (enum exchange)x);
		if (live)
			ask_flows(j, (enum exchange)x);
	}
	batch_commit(&j->batch);
}
