/* market_calendar - which session the Korean market is in. */
#include "service/market_calendar.h"

#include "base/cleanup.h"
#include "base/clock.h"

#include <stddef.h>

#define HALF_HOUR_MS (30 * 60 * 1000)

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

bool calendar_is_open_day(int32_t date)
{
	struct kst day = kst_from_ms(kst_to_ms(date, 12, 0, 0));

	return day.weekday != 0 && day.weekday != 6 &&
	       !is_listed(closed_days, COUNT_OF(closed_days), date);
}

int32_t calendar_previous_day(int32_t date)
{
	do
		date = kst_date_add(date, -1);
	while (!calendar_is_open_day(date));
	return date;
}

struct phase {
	const char *name;
	int32_t hour;
	int32_t minute;
};

#define PHASES 6

static const struct phase usual_day[PHASES] = {
	{ "pre_open", 8, 30 },
	{ "regular", 9, 0 },
	{ "closing_auction", 15, 20 },
	{ "post_close", 15, 30 },
	{ "after_market", 16, 0 },
	{ "closed", 20, 0 },
};

/* When phase `i` of an open day begins. */
static int64_t phase_begin(int32_t date, int i)
{
	int32_t later = 0;

	if (is_listed(exam_days, COUNT_OF(exam_days), date))
		later = 1;
	/* The first day of a year begins an hour later and ends as usual. */
	if (i < 2 && calendar_previous_day(date) / 10000 != date / 10000)
		later = 1;
	return kst_to_ms(date, usual_day[i].hour + later, usual_day[i].minute, 0);
}

static struct market_session between_sessions(int32_t today, int64_t next_ms)
{
	int32_t date = calendar_previous_day(today);

	return (struct market_session){
		.name = "closed",
		.date = date,
		.figures_end_ms = phase_begin(date, PHASES - 1),
		.next_change_ms = next_ms,
	};
}

struct market_session calendar_session(int64_t wall_ms)
{
	int32_t today = kst_from_ms(wall_ms).date;
	int64_t midnight = kst_to_ms(kst_date_add(today, 1), 0, 0, 0);
	int now = PHASES - 1;

	if (!calendar_is_open_day(today))
		return between_sessions(today, midnight);
	if (wall_ms < phase_begin(today, 0))
		return between_sessions(today, phase_begin(today, 0));
	while (wall_ms < phase_begin(today, now))
		now--;
	return (struct market_session){
		.name = usual_day[now].name,
		.date = today,
		.figures_end_ms = phase_begin(today, PHASES - 1),
		.next_change_ms = now < PHASES - 1 ? phase_begin(today, now + 1) : midnight,
		.provisional = now < PHASES - 1,
	};
}

static bool is_pre_open(const struct market_session *s)
{
	return str_same(s->name, "pre_open");
}

struct market_session market_session(enum basis basis, int64_t wall_ms)
{
	struct market_session s = calendar_session(wall_ms);
	struct market_session soon = calendar_session(wall_ms + HALF_HOUR_MS);
	struct market_session next = calendar_session(s.next_change_ms);

	if (basis == BASIS_KRX || !str_same(s.name, "closed"))
		return s;
	if (is_pre_open(&soon)) {
		soon.next_change_ms = s.next_change_ms;
		return soon;
	}
	if (is_pre_open(&next))
		s.next_change_ms -= HALF_HOUR_MS;
	return s;
}
