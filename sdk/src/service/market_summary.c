/* market_summary - "summary": the markets' totals, the share of the five largest, how the figures
 * stand. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/json.h"
#include "service/market_part.h"
#include "service/rank.h"

#define MILLION INT64_C(1000000)

static mcp_int sum_of(mcp_int a, mcp_int b)
{
	int64_t sum;

	if (!a.known || !b.known || __builtin_add_overflow(a.value, b.value, &sum))
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(sum);
}

static mcp_int asked_total(const struct job *j)
{
	if (j->query.scope == SCOPE_ALL)
		return sum_of(j->total[EXCHANGE_KOSPI], j->total[EXCHANGE_KOSDAQ]);
	return j->total[j->query.scope == SCOPE_KOSPI ? EXCHANGE_KOSPI : EXCHANGE_KOSDAQ];
}

static mcp_int top5(const struct job *j)
{
	mcp_int total = asked_total(j);
	int64_t values[MARKET_LEADERS];
	int64_t ratio;
	uint32_t count = 0;

	if (!j->result || !total.known)
		return (mcp_int){ 0 };
	while (count < MARKET_LEADERS && count < j->result->count) {
		values[count] = j->result->stocks[count].value.value;
		count++;
	}
	if (count < MARKET_LEADERS || !rank_concentration(values, count, total.value, &ratio) ||
		ratio > 10000)
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(ratio);
}

/* How the figures stand, in the reader's language: "장중 10:24 기준". */
static void write_standing(const struct job *j, struct buf *b)
{
	struct kst at = kst_from_ms(j->from.as_of_ms);
	const char *session = j->from.session;
	char clock[16];
	char date[16];
	char text[128];

	(void)snprintf(clock, sizeof clock, "%02d:%02d", at.hour % 24, at.minute % 60);
	market_date_text(at.date, date);
	if (!session || str_same(session, "closed"))
		(void)snprintf(text, sizeof text, phrase("close of %s"), date);
	else if (str_same(session, "pre_open"))
		(void)snprintf(text, sizeof text, phrase("before the open, as of %s"), clock);
	else if (str_same(session, "post_close") || str_same(session, "after_market"))
		(void)snprintf(text, sizeof text, phrase("after the close, as of %s"), clock);
	else
		(void)snprintf(text, sizeof text, phrase("in session, as of %s"), clock);
	json_cstr(b, text);
}

static void write_as_of(const struct job *j, struct buf *b)
{
	char text[32];

	kst_text(j->from.as_of_ms, text);
	json_cstr(b, text);
}

static void write_row(const struct job *j, uint32_t row, struct buf *b)
{
	const mcp_int sum = sum_of(j->total[EXCHANGE_KOSPI], j->total[EXCHANGE_KOSDAQ]);

	(void)row;
	for (uint32_t i = 0; i < j->query.column_count; i++) {
		uint8_t column = j->query.columns[i];

		if (i > 0)
			buf_char(b, ',');
		if (j->query.omitted >> column & 1)
			buf_puts(b, "null");
		else if (column == SUMMARY_TOTAL)
			write_whole(sum, b);
		else if (column == SUMMARY_TOP5)
			write_hundredths(top5(j), b);
		else if (column == SUMMARY_AS_OF)
			write_as_of(j, b);
		else if (column == SUMMARY_STANDING)
			write_standing(j, b);
		else
			write_whole(j->total[column == SUMMARY_KOSPI ? EXCHANGE_KOSPI
								     : EXCHANGE_KOSDAQ],
				b);
	}
}

static bool wants_totals(const struct job *j)
{
	return market_query_wants(&j->query, SUMMARY_TOTAL) ||
	       market_query_wants(&j->query, SUMMARY_KOSPI) ||
	       market_query_wants(&j->query, SUMMARY_KOSDAQ) ||
	       market_query_wants(&j->query, SUMMARY_TOP5);
}

static void note_totals(struct job *j)
{
	for (int x = 0; x < EXCHANGES; x++)
		if (!j->total[x].known)
			provenance_note(&j->from, "the trading value of %s is not known: %s",
				exchange_name((enum exchange)x), j->totals_fault[x].text);
	if (market_query_wants(&j->query, SUMMARY_TOP5) && asked_total(j).known && !top5(j).known)
		provenance_note(&j->from,
			"the share of the five largest is not known: their values and the total "
			"do not fit or are missing");
	if (!j->total[EXCHANGE_KOSPI].known || !j->total[EXCHANGE_KOSDAQ].known ||
		(market_query_wants(&j->query, SUMMARY_TOP5) && !top5(j).known))
		j->from.complete = false;
}

static void end_part(struct job *j)
{
	if (--j->parts > 0)
		return;
	if (wants_totals(j) && j->query.basis == BASIS_NXT)
		provenance_note(&j->from, "totals are null: index totals are KRX figures, not NXT");
	else if (wants_totals(j))
		note_totals(j);
	/* Nothing was asked: the clock alone says how things stand. */
	if (!j->from.used)
		market_stamp(
			j->market, j->query.basis, clock_wall(&j->market->env->clock), &j->from);
	job_answer(j, write_row, 1);
}

/* ---- Index totals. ---- */

static mcp_int read_total(struct span body)
{
	struct kis_rows rows;
	struct span row;
	int64_t index;
	int64_t million;
	int64_t won;

	if (!kis_rows(body, "output", &rows) || !kis_rows_next(&rows, &row))
		return (mcp_int){ 0 };
	/* A wrong question is answered with zeros: an index is never 0. */
	if (!kis_hundredths(row, "bstp_nmix_prpr", &index) || index <= 0)
		return (mcp_int){ 0 };
	if (!kis_int(row, "acml_tr_pbmn", &million) || million < 0)
		return (mcp_int){ 0 };
	if (__builtin_mul_overflow(million, MILLION, &won))
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(won);
}

static void on_total(void *self, uint32_t index, const struct kis_answer *answer)
{
	struct job *j = self;

	j->from.upstream_calls += answer->calls;
	j->totals_fault[index] = answer->fault;
	if (answer->fault.status < 0)
		return;
	j->total[index] = read_total(answer->body);
	if (!j->total[index].known)
		(void)fault_set(&j->totals_fault[index], MCP_E_UPSTREAM,
			"inquire-index-price holds no figures; try again later");
	market_stamp(j->market, j->query.basis, answer->at_ms, &j->from);
}

static void on_totals_end(void *self)
{
	end_part(self);
}

static void ask_totals(struct job *j)
{
	static const char *const codes[EXCHANGES] = { "0001", "1001" };

	j->totals = (struct batch){
		.kis = j->market->kis,
		.lane = j->lane,
		.deadline_mono_ms = j->deadline_mono_ms,
		.answer = on_total,
		.end = on_totals_end,
		.self = j,
	};
	batch_begin(&j->totals);
	for (int x = 0; x < EXCHANGES; x++) {
		const mcp_kis_param params[] = {
			{ "FID_COND_MRKT_DIV_CODE", "U" },
			{ "FID_INPUT_ISCD", codes[x] },
		};

		batch_call(&j->totals, "inquire-index-price", params, COUNT_OF(params));
	}
	batch_commit(&j->totals);
}

/* ---- The five largest. ---- */

static void on_ranking(void *self, const struct fault *f, const struct ranking_result *result)
{
	struct job *j = self;

	provenance_merge(&j->from, &result->from);
	if (f)
		provenance_note(&j->from, "the five largest are not known: %s", f->text);
	else
		*j->result = *result;
	end_part(j);
}

/* The ranking the caller has just been given costs nothing more, and has the same time. */
static bool use_kept(struct job *j)
{
	const struct ranking_result *kept =
		market_kept(j->market, j->query.basis, j->query.scope, SORT_VALUE);

	if (!kept || kept->count < MARKET_LEADERS)
		return false;
	*j->result = *kept;
	j->result->from.upstream_calls = 0;
	provenance_merge(&j->from, &j->result->from);
	return true;
}

static void ask_leaders(struct job *j)
{
	struct ranking_spec spec = {
		.basis = j->query.basis,
		.scope = j->query.scope,
		.sort = SORT_VALUE,
		.want = MARKET_LEADERS,
		.lane = j->lane,
		.deadline_mono_ms = j->deadline_mono_ms,
	};

	j->ranking = ranking_new(j->market, &spec, on_ranking, j);
	if (j->ranking)
		ranking_start(j->ranking);
	else
		end_part(j);
}

void summary_start(struct job *j)
{
	bool krx = j->query.basis == BASIS_KRX;

	j->result = calloc(1, sizeof *j->result);
	j->parts = 1; /* this start */
	if (krx && wants_totals(j)) {
		j->parts++;
		ask_totals(j);
	}
	if (krx && j->result && market_query_wants(&j->query, SUMMARY_TOP5) && !use_kept(j)) {
		j->parts++;
		ask_leaders(j);
	}
	end_part(j);
}
