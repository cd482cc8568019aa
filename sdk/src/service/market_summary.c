/* market_summary - "summary": totals of the market, shares of the largest, how the figures stand. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/json.h"
#include "service/market_pick.h"
#include "service/market_summary_caps.h"
#include "service/market_totals.h"
#include "service/rank.h"
#include "service/rank_figure.h"

/* ---- Trading value. ---- */

static const struct totals *totals_of(const struct job *j)
{
	return j->own;
}

static mcp_int asked_value(const struct job *j)
{
	const struct totals *t = totals_of(j);

	if (j->query.scope == SCOPE_ALL)
		return sum_of(t->value[EXCHANGE_KOSPI], t->value[EXCHANGE_KOSDAQ]);
	return t->value[j->query.scope == SCOPE_KOSPI ? EXCHANGE_KOSPI : EXCHANGE_KOSDAQ];
}

/* The five largest by trading value: of the ranking itself, or of the snapshot it came from. */
static uint32_t list_leaders(const struct job *j, int64_t *ret)
{
	const struct ranking_result *r = j->result;
	uint32_t n = 0;

	while (n < MARKET_LEADERS && n < r->leader_count) {
		ret[n] = r->leaders[n];
		n++;
	}
	return n;
}

static mcp_int top5(const struct job *j)
{
	mcp_int total = asked_value(j);
	int64_t values[MARKET_LEADERS];
	int64_t ratio;

	if (!total.known || list_leaders(j, values) < MARKET_LEADERS)
		return (mcp_int){ 0 };
	if (!rank_concentration(values, MARKET_LEADERS, total.value, &ratio) || ratio > 10000)
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(ratio);
}

/* ---- Shown rows, and what was bought and sold. ---- */

/* Of the rows shown: those that have one. */
static mcp_int average_of(const struct job *j, enum top_column column)
{
	int64_t sum = 0;
	uint32_t n = 0;

	for (uint32_t i = 0; i < j->result->count; i++) {
		const mcp_int figure = j->result->stocks[i].fig[column];

		if (!figure.known)
			continue;
		sum += figure.value;
		n++;
	}
	return n ? MCP_KNOWN_INT(rank_mean(sum, n)) : (mcp_int){ 0 };
}

static mcp_int impact(const struct job *j)
{
	const struct totals *t = totals_of(j);
	int64_t ratio;

	if (!t->net.known || !t->flow_value.known ||
		!rank_impact(t->net.value, t->flow_value.value, &ratio))
		return (mcp_int){ 0 };
	return MCP_KNOWN_INT(ratio);
}

/* ---- Writing. ---- */

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
	else if (str_same(session, "pre_open") || str_same(session, "pre_market"))
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

static void write_flow_date(const struct job *j, struct buf *b)
{
	char text[16];

	market_date_text(j->result->flow_date, text);
	json_cstr(b, j->result->flow_date ? text : NULL);
}

static struct view *view_of(const struct job *j)
{
	return j->snapshot ? j->market->views[j->snapshot->basis] : NULL;
}

static mcp_int figure(const struct job *j, uint8_t column)
{
	const struct totals *t = totals_of(j);
	const struct view *v = view_of(j);

	switch (column) {
	case SUMMARY_TOTAL:
		return sum_of(t->value[EXCHANGE_KOSPI], t->value[EXCHANGE_KOSDAQ]);
	case SUMMARY_KOSPI:
		return t->value[EXCHANGE_KOSPI];
	case SUMMARY_KOSDAQ:
		return t->value[EXCHANGE_KOSDAQ];
	case SUMMARY_TOP5:
		return top5(j);
	case SUMMARY_CAP:
		return v ? summary_cap(j, v) : (mcp_int){ 0 };
	case SUMMARY_TOP10:
		return v ? summary_top10(j, v) : (mcp_int){ 0 };
	case SUMMARY_PER:
		return average_of(j, TOP_PER);
	case SUMMARY_PBR:
		return average_of(j, TOP_PBR);
	case SUMMARY_MATCHED:
		return j->result->matched;
	case SUMMARY_COMPARED:
		return j->result->compared_days;
	case SUMMARY_BUY:
		return t->buy;
	case SUMMARY_SELL:
		return t->sell;
	case SUMMARY_NET:
		return t->net;
	default:
		return impact(j);
	}
}

static void write_row(const struct job *j, uint32_t row, struct buf *b)
{
	uint32_t count;
	const struct column *columns = columns_of(OP_SUMMARY, &count);

	(void)row;
	for (uint32_t i = 0; i < j->query.column_count; i++) {
		const uint8_t column = j->query.columns[i].column;

		json_next(b);
		if (column == SUMMARY_AS_OF)
			write_as_of(j, b);
		else if (column == SUMMARY_STANDING)
			write_standing(j, b);
		else if (column == SUMMARY_FLOW_DATE)
			write_flow_date(j, b);
		else if (columns[column].kind == COLUMN_RATE)
			write_hundredths(figure(j, column), b);
		else
			write_whole(figure(j, column), b);
	}
}

/* ---- Notes. ---- */

static bool wants_any(const struct job *j, uint32_t first, uint32_t last)
{
	for (uint32_t c = first; c <= last; c++)
		if (market_query_wants(&j->query, c))
			return true;
	return false;
}

static bool wants_values(const struct job *j)
{
	return wants_any(j, SUMMARY_TOTAL, SUMMARY_TOP5);
}

static bool wants_caps(const struct job *j)
{
	return wants_any(j, SUMMARY_CAP, SUMMARY_TOP10);
}

static bool wants_flows(const struct job *j)
{
	return j->query.investor >= 0 && wants_any(j, SUMMARY_BUY, SUMMARY_IMPACT);
}

static void note_values(struct job *j)
{
	const struct totals *t = totals_of(j);
	const bool lacks_top5 = market_query_wants(&j->query, SUMMARY_TOP5) && !top5(j).known;

	for (int x = 0; x < EXCHANGES; x++)
		if (!t->value[x].known)
			provenance_note(&j->from, "the trading value of %s is not known: %s",
				exchange_name((enum exchange)x),
				j->offline ? phrase("nothing is asked while the market is closed")
					   : t->value_fault[x].text);
	if (lacks_top5 && asked_value(j).known)
		provenance_note(&j->from,
			"the share of the five largest is not known: their values and the total "
			"do not fit or are missing");
	if (!t->value[EXCHANGE_KOSPI].known || !t->value[EXCHANGE_KOSDAQ].known || lacks_top5)
		j->from.complete = false;
}

static void note_flows(struct job *j)
{
	const struct totals *t = totals_of(j);

	if (t->net.known && !t->flow_value.known)
		provenance_note(&j->from,
			"market_impact is not known: what the market traded that day is not there yet");
	if (t->net.known)
		return;
	j->from.complete = false;
	if (t->flow_fault.status < 0)
		provenance_note(
			&j->from, "totals of the market are not known: %s", t->flow_fault.text);
	else
		provenance_note(&j->from,
			"totals of the market are not known: upstream has them for the session's "
			"day only");
}

static void answer(struct job *j)
{
	/* Another job may have looked at a newer snapshot since. */
	if (j->snapshot && !job_view(j))
		return;
	if (wants_values(j) && j->query.basis != BASIS_KRX)
		provenance_note(&j->from,
			"totals are null: index totals are KRX figures, not those of %s",
			j->query.basis == BASIS_NXT ? "NXT" : "UNIFIED");
	else if (wants_values(j))
		note_values(j);
	if (wants_flows(j))
		note_flows(j);
	/* Nothing was asked: the clock alone says how things stand. */
	if (!j->from.used)
		market_stamp(
			j->market, j->query.basis, clock_wall(&j->market->env->clock), &j->from);
	job_answer(j, write_row, 1);
}

/* ---- The start. ---- */

static void ask_totals(struct job *j)
{
	totals_start(j, wants_values(j) && j->query.basis == BASIS_KRX, wants_flows(j), answer);
}

static void on_ranking(void *self, const struct fault *f, const struct ranking_result *result)
{
	struct job *j = self;

	provenance_merge(&j->from, &result->from);
	if (f)
		provenance_note(&j->from, "the five largest are not known: %s", f->text);
	else
		*j->result = *result;
	ask_totals(j);
}

/* The five largest, when no ranking of the run knows them. */
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
		job_refuse_memory(j);
}

static void take_leaders(struct job *j)
{
	const struct view *v = job_view(j);

	if (v)
		view_leaders(v, j->query.scope, j->result);
}

static void on_market(struct job *j)
{
	if (!job_take_snapshot(j) || !job_view(j))
		return;
	take_leaders(j);
	ask_totals(j);
}

static void go_on(struct job *j)
{
	const bool lacks_leaders = market_query_wants(&j->query, SUMMARY_TOP5) &&
	                           j->query.basis == BASIS_KRX && !j->result->leader_count;

	const bool lacks_caps = !j->snapshot && wants_caps(j);
	const bool is_short = lacks_leaders && !lacks_caps && !j->offline &&
	                      !snapshots_fresh(j->market->snapshots, j->query.basis);

	if (is_short)
		ask_leaders(j);
	else if (lacks_caps || lacks_leaders)
		job_need(j, NEED_MASTER | NEED_SNAPSHOT, on_market);
	else
		ask_totals(j);
}

void summary_start(struct job *j)
{
	const struct ranking_result *kept;
	const struct snapshot *moment = NULL;

	if (!job_make_result(j))
		return;
	j->own = calloc(1, sizeof(struct totals));
	if (!j->own) {
		job_refuse_memory(j);
		return;
	}
	/* The ranking the run has just been given costs nothing more, and is of the same moment. */
	kept = market_kept(j->market, j, &moment);
	if (kept) {
		*j->result = *kept;
		j->result->from.upstream_calls = 0;
		provenance_merge(&j->from, &j->result->from);
		j->snapshot = snapshot_hold(moment);
	}
	/* What only KRX could answer was answered by KRX. */
	if (kept && j->from.used)
		j->query.basis = j->from.basis;
	else if (j->query.investor >= 0)
		j->query.basis = BASIS_KRX;
	go_on(j);
}
