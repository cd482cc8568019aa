/* market_enrich - what the chosen rows still lack: details, treasury shares, counts of news,
 * reasons; then the answer. */
#include <stdlib.h>

#include "base/phrase.h"
#include "service/market_top.h"

#define NEWS_BUDGET_MS 2000
#define DART_BUDGET_MS 15000

/* Of an earlier day it stands on that day's bars. */
static void note_impact(struct job *j)
{
	uint32_t unknown = 0;

	if (j->query.investor < 0 || !market_query_wants(&j->query, TOP_IMPACT))
		return;
	for (uint32_t i = 0; i < top_rows_shown(j); i++)
		unknown += j->result->stocks[i].fig[TOP_NET_AMOUNT].known &&
		           !j->result->stocks[i].fig[TOP_IMPACT].known;
	if (unknown)
		provenance_note(&j->from,
			"the impact of %u shares is not known: what they traded that day is not there "
			"yet",
			unknown);
}

static bool lacks_days(const struct job *j, const struct stock *s)
{
	for (uint32_t c = TOP_PREVIOUS_VALUE; c <= TOP_STREAK; c++)
		if (market_query_wants(&j->query, c) && !s->fig[c].known)
			return true;
	return false;
}

/* A list against the day before says of itself what it lacks. */
static void note_days(struct job *j)
{
	uint32_t lacking = 0;

	for (uint32_t i = 0; i < top_rows_shown(j) && j->snapshot; i++)
		lacking += lacks_days(j, &j->result->stocks[i]);
	if (lacking)
		provenance_note(&j->from,
			"what %u shares are compared with is not known: a completed day is not there "
			"or without trades, or a split lies between",
			lacking);
}

static void answer(struct job *j)
{
	note_impact(j);
	note_days(j);
	if (j->query.basis != j->asked_basis)
		provenance_note(
			&j->from, "completed days and flows are KRX figures: all of this is KRX");
	stock_note_doubts(j->result->stocks, j->result->count, &j->from);
	/* No totals can be made of a few shares. */
	if (!j->is_few)
		market_keep(j->market, j);
	job_answer(j, top_write_row, top_rows_shown(j));
}

/* ---- Counts of news. ---- */

static int64_t until(const struct job *j, int64_t budget_ms)
{
	const int64_t now = clock_mono(&j->market->env->clock);
	const int64_t last = j->deadline_mono_ms - 1000;

	return now + budget_ms < last ? now + budget_ms : last;
}

static bool wants_reasons(const struct job *j)
{
	return market_query_wants(&j->query, TOP_REASONS) ||
	       market_query_wants(&j->query, TOP_REASON_DETAILS);
}

static bool wants_counts(const struct job *j)
{
	return market_query_wants(&j->query, TOP_NEWS) ||
	       market_query_wants(&j->query, TOP_DISCLOSURES) || wants_reasons(j);
}

/* 1D: the session's day. Else from the first compared day on. */
static struct news_window window_of(const struct job *j)
{
	const int32_t date = market_now(j->market, BASIS_KRX).date;
	int32_t days[20];

	if (j->query.period <= 1)
		return (struct news_window){ date, date };
	calendar_days_before(j->market->calendar, date, days, j->query.period);
	return (struct news_window){ days[j->query.period - 1], date };
}

static void take_counts(struct job *j)
{
	const struct news_window window = window_of(j);
	const uint32_t shown = top_rows_shown(j);
	uint32_t unknown = 0;

	for (uint32_t i = 0; i < shown; i++) {
		struct stock *s = &j->result->stocks[i];
		struct news_count c = news_get(j->market->news, s->code, window);

		if (!c.known) {
			unknown++;
			continue;
		}
		s->fig[TOP_NEWS] = MCP_KNOWN_INT(c.news);
		s->fig[TOP_DISCLOSURES] = MCP_KNOWN_INT(c.disclosures);
		s->at_least = MCP_KNOWN_BOOL(c.at_least);
	}
	if (unknown)
		provenance_note(&j->from,
			"news of %u shares is not counted yet: it is counted in the background, "
			"ask again later",
			unknown);
	j->from.upstream_calls += news_take_calls(j->market->news);
}

static void on_counts(void *self)
{
	struct job *j = self;

	job_end_phase(j);
	take_counts(j);
	if (wants_reasons(j) && !j->offline)
		reasons_start(j, answer);
	else
		answer(j);
}

static void list_codes(const struct job *j, char (*ret)[8])
{
	for (uint32_t i = 0; i < top_rows_shown(j); i++)
		memcpy(ret[i], j->result->stocks[i].code, 8);
}

static void count_news(struct job *j)
{
	char codes[MARKET_ROWS_MAX][8];

	if (!wants_counts(j)) {
		answer(j);
		return;
	}
	if (j->offline) {
		on_counts(j);
		return;
	}
	list_codes(j, codes);
	(void)news_take_calls(j->market->news);
	j->for_news = (struct news_waiter){ .ready = on_counts, .self = j };
	if (news_want(j->market->news,
		    &(struct news_query){
			    .codes = (const char(*)[8])codes,
			    .count = top_rows_shown(j),
			    .window = window_of(j),
			    .until_mono_ms = until(j, NEWS_BUDGET_MS),
		    },
		    &j->for_news))
		on_counts(j);
}

/* ---- Treasury shares. ---- */

static void take_treasury(struct job *j)
{
	const char *why = NULL;
	uint32_t unknown = 0;

	for (uint32_t i = 0; i < top_rows_shown(j); i++) {
		struct stock *s = &j->result->stocks[i];
		int64_t ratio;

		if (dart_treasury(j->market->dart, s->code, &ratio, &why))
			s->fig[TOP_TREASURY] = MCP_KNOWN_INT(ratio);
		else
			unknown++;
	}
	if (unknown && why)
		provenance_note(
			&j->from, "treasury shares of %u shares are not known: %s", unknown, why);
	j->from.upstream_calls += dart_take_calls(j->market->dart);
}

static void on_treasury(void *self)
{
	struct job *j = self;

	job_end_phase(j);
	take_treasury(j);
	count_news(j);
}

static void ask_treasury(struct job *j)
{
	char codes[MARKET_ROWS_MAX][8];

	if (!market_query_wants(&j->query, TOP_TREASURY)) {
		count_news(j);
		return;
	}
	list_codes(j, codes);
	(void)dart_take_calls(j->market->dart);
	j->for_dart = (struct dart_waiter){ .ready = on_treasury, .self = j };
	if (j->offline || !dart_is_set(j->market->dart) ||
		dart_want_treasury(j->market->dart, (const char(*)[8])codes, top_rows_shown(j),
			until(j, DART_BUDGET_MS), &j->for_dart))
		on_treasury(j);
}

/* ---- Details. ---- */

bool top_wants_details(const struct job *j)
{
	return market_query_wants(&j->query, TOP_FOREIGN) ||
	       market_query_wants(&j->query, TOP_PER) || market_query_wants(&j->query, TOP_PBR);
}

static int by_cap(const void *a, const void *b)
{
	const struct stock *x = a;
	const struct stock *y = b;

	if (x->fig[TOP_CAP].value != y->fig[TOP_CAP].value)
		return x->fig[TOP_CAP].value < y->fig[TOP_CAP].value ? 1 : -1;
	return strcmp(x->code, y->code);
}

/* Exact share counts may have moved neighbours. */
static void settle_caps(struct job *j)
{
	struct ranking_result *r = j->result;

	if (j->query.key == TOP_CAP && j->query.op == OP_TOP && !j->query.ascending)
		qsort(r->stocks, r->count, sizeof *r->stocks, by_cap);
	if (j->query.op == OP_TOP && r->count > j->query.count && j->snapshot)
		r->count = j->query.count;
}

/* Counts of the master file end in three zeros. */
static void note_rounded(struct job *j)
{
	uint32_t rounded = 0;

	if (!market_query_wants(&j->query, TOP_CAP) && !market_query_wants(&j->query, TOP_LISTED))
		return;
	for (uint32_t i = 0; i < top_rows_shown(j); i++)
		rounded +=
			j->result->stocks[i].fig[TOP_LISTED].known && !j->result->stocks[i].exact;
	if (rounded)
		provenance_note(&j->from,
			"market cap of %u shares counts listed shares in thousands", rounded);
}

static void after_details(struct job *j)
{
	job_end_phase(j);
	settle_caps(j);
	note_rounded(j);
	ask_treasury(j);
}

static void on_details(void *self)
{
	after_details(self);
}

static void on_progress(void *self, uint32_t done, uint32_t total)
{
	job_progress(self, done, total);
}

void top_enrich(struct job *j)
{
	struct details_spec spec = {
		.stocks = j->result->stocks,
		.count = j->snapshot ? j->result->count : top_rows_shown(j),
		.basis = j->query.basis,
		.lane = j->lane,
		.deadline_mono_ms = j->deadline_mono_ms,
		.offline = j->offline,
		.from = &j->from,
		.progress = on_progress,
		.done = on_details,
		.self = j,
	};

	if (!top_wants_details(j)) {
		after_details(j);
		return;
	}
	if (j->query.basis != BASIS_KRX)
		provenance_note(&j->from, "foreign ratio and PER are KRX figures");
	j->details = details_new(j->market, &spec);
	if (j->details)
		details_start(j->details);
	else
		job_refuse_memory(j);
}
