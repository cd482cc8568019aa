/* hours - the market's hours written down a second time, for this test alone. */
#include "soak/hours.h"

#include <stdlib.h>
#include <time.h>

#define KOREA_S (9 * 3600)

struct hour {
	int32_t hms;
	int32_t first_day; /* of the year; 0: as usual */
	int32_t exam_day;
	const char *name;
};

static const struct hour krx[] = {
	{ 83000, 93000, 93000, "pre_open" },
	{ 90000, 100000, 100000, "regular" },
	{ 152000, 0, 162000, "closing_auction" },
	{ 153000, 0, 163000, "post_close" },
	{ 160000, 0, 170000, "after_market" },
	{ 200000, 0, 210000, "closed" },
	{ 0 },
};

static const struct hour nxt[] = {
	{ 80000, 90000, 90000, "pre_market" },
	{ 85000, 95000, 95000, "pre_open" },
	{ 90030, 100030, 100030, "regular" },
	{ 152000, 0, 162000, "post_close" },
	{ 154000, 0, 164000, "after_market" },
	{ 200000, 0, 210000, "closed" },
	{ 0 },
};

static const struct hour unified[] = {
	{ 80000, 90000, 90000, "pre_market" },
	{ 85000, 95000, 95000, "pre_open" },
	{ 90000, 100000, 100000, "regular" },
	{ 152000, 0, 162000, "closing_auction" },
	{ 153000, 0, 163000, "post_close" },
	{ 154000, 0, 164000, "after_market" },
	{ 200000, 0, 210000, "closed" },
	{ 0 },
};

static const struct hour *const hours[VENUES] = { krx, nxt, unified };

/* Weekdays without trading. */
static const int32_t closed[] = {
	20260924, /* Chuseok */
	20260925,
	20261005, /* for the third of October */
	20261009, /* Hangul day */
	20261225, /* Christmas */
	20261231, /* the year's last day */
	20270101,
	0,
};

#define EXAM_DAY 20261119
#define FIRST_DAY 20270104

/* ---- Days, by the C library. ---- */

static struct tm split(int32_t date)
{
	return (struct tm){
		.tm_year = date / 10000 - 1900,
		.tm_mon = date / 100 % 100 - 1,
		.tm_mday = date % 100,
	};
}

static int32_t join(const struct tm *t)
{
	return (t->tm_year + 1900) * 10000 + (t->tm_mon + 1) * 100 + t->tm_mday;
}

int64_t hours_ms(int32_t date, int32_t hms)
{
	struct tm t = split(date);

	t.tm_hour = hms / 10000;
	t.tm_min = hms / 100 % 100;
	t.tm_sec = hms % 100;
	return ((int64_t)timegm(&t) - KOREA_S) * 1000;
}

static int32_t move(int32_t date, int days)
{
	struct tm t = split(date);

	t.tm_mday += days;
	(void)timegm(&t);
	return join(&t);
}

int32_t hours_tomorrow(int32_t date)
{
	return move(date, 1);
}

bool hours_is_open(int32_t date)
{
	struct tm t = split(date);

	(void)timegm(&t);
	if (t.tm_wday == 0 || t.tm_wday == 6)
		return false;
	for (int i = 0; closed[i]; i++)
		if (closed[i] == date)
			return false;
	return true;
}

int32_t hours_before(int32_t date)
{
	do
		date = move(date, -1);
	while (!hours_is_open(date));
	return date;
}

static int32_t today_of(int64_t wall_ms)
{
	const time_t local = (time_t)(wall_ms / 1000) + KOREA_S;
	struct tm t;

	(void)gmtime_r(&local, &t);
	return join(&t);
}

/* ---- Hours. ---- */

static int64_t begin_of(const struct hour *h, int32_t date)
{
	if (date == EXAM_DAY)
		return hours_ms(date, h->exam_day);
	if (date == FIRST_DAY && h->first_day)
		return hours_ms(date, h->first_day);
	return hours_ms(date, h->hms);
}

static int64_t end_of(enum venue v, int32_t date)
{
	const struct hour *h = hours[v];

	while (h[1].name)
		h++;
	return begin_of(h, date);
}

static int64_t first_after(enum venue v, int64_t wall_ms)
{
	int32_t date = today_of(wall_ms);

	while (!hours_is_open(date) || begin_of(hours[v], date) <= wall_ms)
		date = move(date, 1);
	return begin_of(hours[v], date);
}

struct standing hours_at(enum venue v, int64_t wall_ms)
{
	const int32_t today = today_of(wall_ms);
	const int64_t midnight = hours_ms(move(today, 1), 0);
	const struct hour *h = hours[v];
	struct standing s = { .name = "closed", .is_open_day = hours_is_open(today) };

	s.begin_ms = first_after(v, wall_ms);
	s.next_ms = s.begin_ms < midnight ? s.begin_ms : midnight;
	s.date = today;
	if (!s.is_open_day || wall_ms < begin_of(h, today))
		s.date = hours_before(today);
	s.end_ms = end_of(v, s.date);
	if (s.date != today)
		return s;
	while (h[1].name && wall_ms >= begin_of(h + 1, today))
		h++;
	s.name = h->name;
	s.provisional = h[1].name;
	if (h[1].name)
		s.next_ms = begin_of(h + 1, today);
	return s;
}

static int compare(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a;
	const int64_t y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

int hours_boundaries(int32_t date, int64_t ret[16])
{
	int64_t all[VENUES * 8];
	int count = 0;
	int n = 0;

	for (int v = 0; v < VENUES && hours_is_open(date); v++)
		for (const struct hour *h = hours[v]; h->name; h++)
			all[count++] = begin_of(h, date);
	qsort(all, (size_t)count, sizeof all[0], compare);
	for (int i = 0; i < count; i++)
		if (n == 0 || ret[n - 1] != all[i])
			ret[n++] = all[i];
	return n;
}
