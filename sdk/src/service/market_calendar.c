/* market_calendar - which session the Korean market is in. */
#include "service/market_calendar.h"

#include "base/cleanup.h"
#include "base/clock.h"

#include <stddef.h>
#include <string.h>

/* Weekdays on which KRX is closed. 2027 is the early list; 0503 and 0719 are expected stand-ins. */
static const int32_t closed_days[] = {
	20260101,
	20260216,
	20260217,
	20260218,
	20260302,
	20260501,
	20260505,
	20260525,
	20260603,
	20260717,
	20260817,
	20260924,
	20260925,
	20261005,
	20261009,
	20261225,
	20261231,
	20270101,
	20270208,
	20270209,
	20270301,
	20270503,
	20270505,
	20270513,
	20270719,
	20270816,
	20270914,
	20270915,
	20270916,
	20271004,
	20271011,
	20271227,
	20271231,
};

/* College entrance exam: the whole day is an hour later. */
static const int32_t exam_days[] = { 20261119 };

static bool is_listed(const int32_t *days, size_t count, int32_t date)
{
	for (size_t i = 0; i < count; i++)
		if (days[i] == date)
			return true;
	return false;
}

/* ---- What upstream said. ---- */

/* Where the date stands, or would stand. */
static uint32_t learnt_place(const struct calendar *c, int32_t date)
{
	uint32_t at = 0;

	while (at < c->learnt_count && c->learnt[at].date < date)
		at++;
	return at;
}

void calendar_learn(struct calendar *c, int32_t date, bool is_open)
{
	uint32_t at = learnt_place(c, date);
	const bool known = at < c->learnt_count && c->learnt[at].date == date;

	if (!known && c->learnt_count == CALENDAR_LEARNT_MAX) {
		if (at == 0)
			return;
		memmove(c->learnt, c->learnt + 1, (--c->learnt_count) * sizeof *c->learnt);
		at--;
	}
	if (!known) {
		memmove(c->learnt + at + 1, c->learnt + at,
			(c->learnt_count - at) * sizeof *c->learnt);
		c->learnt_count++;
	}
	c->learnt[at].date = date;
	c->learnt[at].is_open = is_open;
}

int32_t calendar_known_until(const struct calendar *c)
{
	return c->learnt_count ? c->learnt[c->learnt_count - 1].date : 0;
}

/* ---- Days. ---- */

static bool is_weekend(int32_t date)
{
	const int32_t weekday = kst_from_ms(kst_to_ms(date, 12, 0, 0)).weekday;

	return weekday == 0 || weekday == 6;
}

bool calendar_is_open_day(const struct calendar *c, int32_t date)
{
	if (is_weekend(date))
		return false;
	if (c) {
		const uint32_t at = learnt_place(c, date);

		if (at < c->learnt_count && c->learnt[at].date == date)
			return c->learnt[at].is_open;
	}
	return !is_listed(closed_days, COUNT_OF(closed_days), date);
}

int32_t calendar_previous_day(const struct calendar *c, int32_t date)
{
	do
		date = kst_date_add(date, -1);
	while (!calendar_is_open_day(c, date));
	return date;
}

int32_t calendar_next_day(const struct calendar *c, int32_t date)
{
	do
		date = kst_date_add(date, 1);
	while (!calendar_is_open_day(c, date));
	return date;
}

void calendar_days_before(const struct calendar *c, int32_t date, int32_t *ret, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		ret[i] = date = calendar_previous_day(c, date);
}

/* ---- The hours of a day. ---- */

struct phase {
	const char *name;
	int32_t hour;
	int32_t minute;
	int32_t second;
	bool early; /* begins an hour later on the year's first day, which ends as usual */
};

static const struct phase krx_day[] = {
	{ "pre_open", 8, 30, 0, true },
	{ "regular", 9, 0, 0, true },
	{ "closing_auction", 15, 20, 0, false },
	{ "post_close", 15, 30, 0, false },
	{ "after_market", 16, 0, 0, false },
	{ "closed", 20, 0, 0, false },
};

static const struct phase nxt_day[] = {
	{ "pre_market", 8, 0, 0, true },
	{ "pre_open", 8, 50, 0, true },
	{ "regular", 9, 0, 30, true },
	{ "post_close", 15, 20, 0, false },
	{ "after_market", 15, 40, 0, false },
	{ "closed", 20, 0, 0, false },
};

/* Whoever trades first and last. */
static const struct phase unified_day[] = {
	{ "pre_market", 8, 0, 0, true },
	{ "pre_open", 8, 50, 0, true },
	{ "regular", 9, 0, 0, true },
	{ "closing_auction", 15, 20, 0, false },
	{ "post_close", 15, 30, 0, false },
	{ "after_market", 15, 40, 0, false },
	{ "closed", 20, 0, 0, false },
};

struct venue_day {
	const struct phase *phases;
	int count;
};

static struct venue_day day_of(enum basis basis)
{
	switch (basis) {
	case BASIS_NXT:
		return (struct venue_day){ nxt_day, (int)COUNT_OF(nxt_day) };
	case BASIS_UNIFIED:
		return (struct venue_day){ unified_day, (int)COUNT_OF(unified_day) };
	default:
		return (struct venue_day){ krx_day, (int)COUNT_OF(krx_day) };
	}
}

static bool begins_year(const struct calendar *c, int32_t date)
{
	return calendar_previous_day(c, date) / 10000 != date / 10000;
}

static int64_t phase_begin(const struct calendar *c, int32_t date, const struct phase *p)
{
	const bool exam = is_listed(exam_days, COUNT_OF(exam_days), date);
	const int32_t later = exam || (p->early && begins_year(c, date)) ? 1 : 0;

	return kst_to_ms(date, p->hour + later, p->minute, p->second);
}

int64_t calendar_end_of(int32_t date)
{
	return phase_begin(NULL, date, &krx_day[COUNT_OF(krx_day) - 1]);
}

static struct market_session between_sessions(
	const struct calendar *c, const struct venue_day *day, int32_t today, int64_t next_ms)
{
	int32_t date = calendar_previous_day(c, today);

	return (struct market_session){
		.name = "closed",
		.date = date,
		.figures_end_ms = phase_begin(c, date, &day->phases[day->count - 1]),
		.next_change_ms = next_ms,
	};
}

struct market_session market_session(const struct calendar *c, enum basis basis, int64_t wall_ms)
{
	const struct venue_day day = day_of(basis);
	const int last = day.count - 1;
	int32_t today = kst_from_ms(wall_ms).date;
	int64_t midnight = kst_to_ms(kst_date_add(today, 1), 0, 0, 0);
	int now = last;

	if (!calendar_is_open_day(c, today))
		return between_sessions(c, &day, today, midnight);
	if (wall_ms < phase_begin(c, today, &day.phases[0]))
		return between_sessions(c, &day, today, phase_begin(c, today, &day.phases[0]));
	while (wall_ms < phase_begin(c, today, &day.phases[now]))
		now--;
	return (struct market_session){
		.name = day.phases[now].name,
		.date = today,
		.figures_end_ms = phase_begin(c, today, &day.phases[last]),
		.next_change_ms =
			now < last ? phase_begin(c, today, &day.phases[now + 1]) : midnight,
		.provisional = now < last,
	};
}

enum closed_why calendar_closed_why(const struct calendar *c, enum basis basis, int64_t wall_ms)
{
	const int32_t today = kst_from_ms(wall_ms).date;

	if (!str_same(market_session(c, basis, wall_ms).name, "closed"))
		return CLOSED_NOT;
	if (is_weekend(today))
		return CLOSED_WEEKEND;
	return calendar_is_open_day(c, today) ? CLOSED_HOURS : CLOSED_HOLIDAY;
}
