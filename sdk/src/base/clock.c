/* clock - time comes from here only, so that tests set it. */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define KST_MS (INT64_C(9) * 3600 * 1000)
#define DAY_MS (INT64_C(24) * 3600 * 1000)
/* What is told apart: 0001-01-01 to 9999-12-31. Beyond, the nearest of both. */
#define DAY_FIRST INT64_C(-719162)
#define DAY_LAST INT64_C(2932896)

static int64_t read_ms(clockid_t id)
{
	struct timespec t = { 0 };

	(void)clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t real_wall_ms(void *self)
{
	(void)self;
	return read_ms(CLOCK_REALTIME);
}

/* A laptop that slept has aged: this one counts on meanwhile. */
static int64_t real_mono_ms(void *self)
{
	(void)self;
	return read_ms(CLOCK_BOOTTIME);
}

const struct clock clock_real = { .wall_ms = real_wall_ms, .mono_ms = real_mono_ms };

/* The offset stands in the pointer itself, so a clock can be copied and never ends. */
_Static_assert(sizeof(intptr_t) >= sizeof(int64_t), "an offset in ms fits a pointer");

static int64_t shifted_wall_ms(void *self)
{
	return read_ms(CLOCK_REALTIME) + (int64_t)(intptr_t)self;
}

struct clock clock_shifted(int64_t wall_ms)
{
	const int64_t offset_ms = wall_ms - read_ms(CLOCK_REALTIME);

	return (struct clock){
		.wall_ms = shifted_wall_ms,
		.mono_ms = real_mono_ms,
		.self = (void *)(intptr_t)offset_ms,
	};
}

static int64_t within(int64_t n, int64_t least, int64_t most)
{
	if (n < least)
		return least;
	return n < most ? n : most;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/*
 * Days since 1970-01-01 of a date, and back. Years begin in March here, so the leap day is the
 * last of its year; 400 of them are 146097 days.
 */
static int64_t days_of(int32_t date)
{
	const int64_t day = date % 100;
	const int64_t month = date / 100 % 100;
	const int64_t year = date / 10000 - (month <= 2);
	const int64_t era = floor_div(year, 400);
	const int64_t year_of_era = year - era * 400;
	const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
	       day_of_year - 719468;
}

static void set_date(struct kst *t, int64_t any_day)
{
	const int64_t days = within(any_day, DAY_FIRST, DAY_LAST);
	const int64_t shifted = days + 719468;
	const int64_t era = floor_div(shifted, 146097);
	const int64_t day = shifted - era * 146097;
	const int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	const int64_t day_of_year = day - (365 * year + year / 4 - year / 100);
	const int64_t month = (5 * day_of_year + 2) / 153;

	t->day = (int32_t)(day_of_year - (153 * month + 2) / 5 + 1);
	t->month = (int32_t)(month < 10 ? month + 3 : month - 9);
	t->year = (int32_t)(year + era * 400 + (t->month <= 2));
	t->weekday = (int32_t)(days + 4 - floor_div(days + 4, 7) * 7);
	t->date = t->year * 10000 + t->month * 100 + t->day;
}

struct kst kst_from_ms(int64_t wall_ms)
{
	const int64_t local = within(wall_ms, DAY_FIRST * DAY_MS, DAY_LAST * DAY_MS) + KST_MS;
	const int64_t days = floor_div(local, DAY_MS);
	const int32_t ms = (int32_t)(local - days * DAY_MS);
	struct kst ret = {
		.hour = ms / 3600000,
		.minute = ms / 60000 % 60,
		.second = ms / 1000 % 60,
		.ms = ms % 1000,
	};

	set_date(&ret, days);
	return ret;
}

int64_t kst_to_ms(int32_t date, int32_t hour, int32_t minute, int32_t second)
{
	const int64_t seconds = ((int64_t)hour * 60 + minute) * 60 + second;

	return days_of(date) * DAY_MS + seconds * 1000 - KST_MS;
}

int32_t kst_date_add(int32_t date, int32_t days)
{
	struct kst t = { 0 };

	set_date(&t, days_of(date) + days);
	return t.date;
}

void kst_text(int64_t wall_ms, char *ret)
{
	const struct kst t = kst_from_ms(wall_ms);

	(void)snprintf(ret, 32, "%04d-%02d-%02dT%02d:%02d:%02d+09:00", t.year, t.month, t.day,
		t.hour, t.minute, t.second);
}

bool kst_from_text(const char *text, int64_t *ret_wall_ms)
{
	int n[6];
	char back[32];
	int64_t wall_ms;

	/* A time is right when it reads back as it was written. */
	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d", &n[0], &n[1], &n[2], &n[3], &n[4], &n[5]) != 6)
		return false;
	wall_ms = kst_to_ms(n[0] * 10000 + n[1] * 100 + n[2], n[3], n[4], n[5]);
	kst_text(wall_ms, back);
	if (strcmp(text, back) != 0)
		return false;
	*ret_wall_ms = wall_ms;
	return true;
}
