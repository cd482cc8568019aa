/* market_investor - "top" by what a class of investors bought and sold, and which way leads there:
 * every share on the last completed day; net figures of the day while the market trades; or the
 * most traded shares until a day is complete. */
#include "service/market_investor.h"

/* New and delisted shares come and go: a day is whole without the last few. */
#define WHOLE_PERCENT 98
#define FIRST_FOREIGN 930 /* hour and minute of the day's first live figures */
#define FIRST_INSTITUTION 1000
#define SOON_MS 10000

bool investor_day_is_whole(const struct job *j, int32_t date)
{
	const struct master_entry *roster;
	const uint32_t total = master_roster(j->market->master, &roster);
	const uint32_t there = flows_count(j->market->flows, date, investor_of(j));

	return total > 0 && (uint64_t)there * 100 >= (uint64_t)total * WHOLE_PERCENT;
}

/* The newest day that every share should have by now. */
static int32_t awaited_day(const struct job *j)
{
	struct fill_state st;

	fill_state(j->market->fill, investor_kind(j), &st);
	return st.day;
}

static void note_day(struct job *j, int32_t date)
{
	char text[16];

	if (date == market_now(j->market, BASIS_KRX).date)
		return;
	market_date_text(date, text);
	if (date >= awaited_day(j))
		provenance_note(&j->from, "buys and sells are of %s, the last completed day", text);
	else
		provenance_note(&j->from,
			"buys and sells are of %s: those of newer days are not there yet", text);
}

/* What beside the flows is shown is of the session: prices, values, what follows from them. */
static bool shows_session(const struct job *j)
{
	for (uint32_t c = 0; c < TOP_BUY_AMOUNT; c++)
		if (market_query_wants(&j->query, c))
			return true;
	return false;
}

void investor_stamp_day(struct job *j, int32_t date)
{
	if (!shows_session(j))
		market_stamp_day(j->market, date, &j->from);
	note_day(j, date);
}

/* The newest whole day up to the session's; 0: none. */
static int32_t whole_day(const struct job *j)
{
	int32_t date = market_now(j->market, BASIS_KRX).date;

	for (int i = 0; i < FLOW_DAYS; i++) {
		if (investor_day_is_whole(j, date))
			return date;
		date = calendar_previous_day(j->market->calendar, date);
	}
	return 0;
}

/* The demo exchange knows no limit. */
static bool is_soon(const struct job *j, const struct fill_state *st)
{
	return kis_environment(j->market->kis) == ENVIRONMENT_DEMO || job_left_ms(j, st) < SOON_MS;
}

static void rank_day(struct job *j, int32_t date)
{
	j->result->flow_date = date;
	j->result->flow_from = FLOW_FROM_DAY;
	investor_stamp_day(j, date);
	top_pick(j);
}

/* Live figures exist from their first hour until the day is whole. */
static bool has_live_figures(const struct job *j)
{
	const struct market_session now = market_now(j->market, BASIS_KRX);
	const struct kst at = kst_from_ms(clock_wall(&j->market->env->clock));
	const int32_t late = kst_from_ms(now.figures_end_ms).hour - 20; /* the exam day's hour */
	const int32_t first =
		investor_of(j) == INVESTOR_FOREIGN ? FIRST_FOREIGN : FIRST_INSTITUTION;

	if (!now.provisional || j->query.key != TOP_NET_AMOUNT)
		return false;
	if (investor_of(j) != INVESTOR_FOREIGN && investor_of(j) != INVESTOR_INSTITUTION)
		return false;
	return (at.hour - late) * 100 + at.minute >= first;
}

void investor_quote_day(struct job *j)
{
	const int32_t date = whole_day(j);

	j->result->flow_date = date;
	if (date)
		note_day(j, date);
	else
		provenance_note(&j->from,
			"buys and sells are not known: a completed day of every share is not there "
			"yet");
}

bool investor_rank_older(struct job *j)
{
	const int32_t date = whole_day(j);

	if (date == 0)
		return false;
	rank_day(j, date);
	return true;
}

static bool may_be_live(const struct job *j)
{
	return has_live_figures(j) && !j->query.sector[0] && j->query.filter_count == 0 &&
	       !j->offline;
}

static void rank_whole_day(struct job *j)
{
	rank_day(j, whole_day(j));
}

/* What was traded that day: of the session's own the snapshot knows it. */
static bool lacks_values(const struct job *j, int32_t date)
{
	struct fill_state st;

	if (date == market_now(j->market, BASIS_KRX).date || j->offline ||
		!market_query_wants(&j->query, TOP_IMPACT))
		return false;
	fill_start(j->market->fill, FILL_BARS);
	fill_state(j->market->fill, FILL_BARS, &st);
	return !st.ready && job_can_wait(j, &st) && is_soon(j, &st);
}

static void rank_what_is_there(struct job *j)
{
	const int32_t date = whole_day(j);

	/* The most traded shares of a newer day before all of an older one. */
	if (date == 0 || (date < awaited_day(j) && !j->offline))
		candidates_start(j);
	else if (lacks_values(j, date))
		job_need(j, NEED_BARS, rank_whole_day);
	else
		rank_day(j, date);
}

/* A day of every share is worth a short wait: longer, and the most traded shares answer first. */
static bool is_soon_whole(const struct job *j)
{
	struct fill_state st;

	fill_state(j->market->fill, investor_kind(j), &st);
	return !st.ready && job_can_wait(j, &st) && is_soon(j, &st);
}

static void on_market(struct job *j)
{
	if (!job_take_snapshot(j))
		return;
	if (whole_day(j) < awaited_day(j) && !j->offline && is_soon_whole(j))
		job_need(j, investor_kind(j) == FILL_PROGRAMS ? NEED_PROGRAMS : NEED_INVESTORS,
			rank_what_is_there);
	else
		rank_what_is_there(j);
}

void investor_start_day(struct job *j)
{
	job_need(j, NEED_MASTER | NEED_SNAPSHOT, on_market);
}

void investor_start(struct job *j)
{
	if (!j->offline)
		fill_start(j->market->fill, investor_kind(j));
	if (may_be_live(j) && !investor_day_is_whole(j, market_now(j->market, BASIS_KRX).date))
		job_need(j, NEED_MASTER, live_start);
	else
		investor_start_day(j);
}
