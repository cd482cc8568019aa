/* demo_day - which days the exchange opens, and how far a day is. */
#include "demo/demo_day.h"

#include <stddef.h>

#include "base/cleanup.h"
#include "base/clock.h"

#define DAY_MS 86400000LL
#define KST_MS 32400000LL
#define FIRST_DAY 10957 /* 2000-01-01 as a day since 1970; a Saturday */

/* The exchange keeps its own list: what a client believes is checked against it. Weekdays only. */
static const int32_t closed_days[] = { 20260101, 20260216, 20260217, 20260218, 20260302, 20260501,
	20260505, 20260525, 20260603, 20260717, 20260817, 20260924, 20260925, 20261005, 20261009,
	20261225, 20261231, 20270101, 20270208, 20270209, 20270301, 20270503, 20270505, 20270513,
	20270719, 20270816, 20270914, 20270915, 20270916, 20271004, 20271011, 20271227, 20271231 };

/* On the day of the college entrance exam everything is an hour later. */
#define EXAM_DAY 20261119

static const int knot_minutes[DEMO_KNOTS] = { 0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165,
	180, 195, 210, 225, 240, 255, 270, 285, 300, 315, 330, 345, 360, 375, 380, 390, 420, 480,
	540, 600, 660 };

static int64_t days_since_1970(int32_t date)
{
	return (kst_to_ms(date, 0, 0, 0) + KST_MS) / DAY_MS;
}

bool demo_day_is_open(int32_t date)
{
	const int64_t weekday = (days_since_1970(date) + 4) % 7;

	if (weekday == 0 || weekday == 6)
		return false;
	for (size_t i = 0; i < COUNT_OF(closed_days); i++) {
		if (closed_days[i] == date)
			return false;
	}
	return true;
}

int32_t demo_day_before(int32_t date)
{
	do
		date = kst_date_add(date, -1);
	while (!demo_day_is_open(date));
	return date;
}

int64_t demo_day_number(int32_t date)
{
	const int64_t days = days_since_1970(date) - FIRST_DAY;
	const int64_t rest = days % 7; /* 0 is a Saturday, 1 a Sunday */
	int64_t number = days / 7 * 5 + (rest > 2 ? rest - 2 : 0);

	for (size_t i = 0; i < COUNT_OF(closed_days) && closed_days[i] < date; i++)
		number--;
	return number;
}

/* The list of issues is made at 07:35, however late the day opens. */
#define LISTED_MINUTE (7 * 60 + 35)

/* A day is busy at both ends: the integral of 0.5 + 1.5 (2x - 1)^2. */
static double busy_ends(double x)
{
	const double y = 2.0 * x - 1.0;

	return 0.5 * x + 0.25 * (y * y * y + 1.0);
}

static double flow_at(int profile, double minute)
{
	const double x = minute < 0 ? 0 : minute > 380 ? 1 : minute / 380;

	if (minute >= 390)
		return 1.0;
	if (profile == 0)
		return 0.03 + 0.90 * busy_ends(x);
	return 0.05 + 0.91 * (1.0 - (1.0 - x) * (1.0 - x));
}

static double after_at(double minute)
{
	return minute <= 420 ? 0 : minute >= 660 ? 1 : (minute - 420) / 240;
}

double demo_knot_flow(int profile, int knot)
{
	return flow_at(profile, knot_minutes[knot]);
}

double demo_knot_after(int knot)
{
	return after_at(knot_minutes[knot]);
}

static int32_t opening_minute(int32_t date)
{
	const bool first_of_year = demo_day_before(date) / 10000 != date / 10000;

	return date == EXAM_DAY || first_of_year ? 600 : 540;
}

/* The first day of a year begins late and ends as usual: its early knots are simply passed at
 * once. */
static int32_t shift_minutes(int32_t date)
{
	return date == EXAM_DAY ? 60 : 0;
}

int64_t demo_day_time_ms(int32_t date, int32_t hour, int32_t minute)
{
	return kst_to_ms(date, hour, minute, 0) + shift_minutes(date) * 60000LL;
}

int32_t demo_knot_time(const struct demo_moment *m, int knot)
{
	int32_t minute = 540 + shift_minutes(m->date) + (knot < 0 ? 0 : knot_minutes[knot]);

	if (minute < m->opens)
		minute = m->opens;
	return minute / 60 * 10000 + minute % 60 * 100;
}

static struct demo_moment moment_of(int32_t date, double minute)
{
	struct demo_moment m = {
		.date = date,
		.day = demo_day_number(date),
		.knot = -1,
		.opens = opening_minute(date),
	};

	if (minute + 540 + shift_minutes(date) < m.opens)
		return m;
	while (m.knot + 1 < DEMO_KNOTS && knot_minutes[m.knot + 1] <= minute)
		m.knot++;
	if (m.knot >= 0 && m.knot + 1 < DEMO_KNOTS)
		m.part = (minute - knot_minutes[m.knot]) /
		         (knot_minutes[m.knot + 1] - knot_minutes[m.knot]);
	for (int i = 0; i < DEMO_PROFILES; i++)
		m.flow[i] = flow_at(i, minute);
	m.after = after_at(minute);
	return m;
}

struct demo_moment demo_moment_end(int32_t date)
{
	struct demo_moment m = moment_of(date, knot_minutes[DEMO_KNOTS - 1]);

	m.wall_ms = demo_day_time_ms(date, 20, 0);
	return m;
}

struct demo_moment demo_moment_at(int64_t wall_ms)
{
	const int32_t today = kst_from_ms(wall_ms).date;
	const int64_t since = wall_ms - kst_to_ms(today, 0, 0, 0);
	struct demo_moment m;

	if (!demo_day_is_open(today) || since < (opening_minute(today) - 30) * 60000LL) {
		m = demo_moment_end(demo_day_before(today));
	} else {
		m = moment_of(today, (double)since / 60000.0 - 540.0 - shift_minutes(today));
	}
	m.wall_ms = wall_ms;
	return m;
}

struct demo_moment demo_moment_early(const struct demo_moment *at, int minutes)
{
	struct demo_moment soon = demo_moment_at(at->wall_ms + minutes * 60000LL);

	if (soon.date <= at->date)
		return *at;
	soon.wall_ms = at->wall_ms;
	return soon;
}

struct demo_moment demo_moment_listed(const struct demo_moment *at)
{
	const int32_t today = kst_from_ms(at->wall_ms).date;

	return demo_moment_early(at, opening_minute(today) - 30 - LISTED_MINUTE);
}
