/* clock - time comes from here only, so that tests set it. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct clock {
	int64_t (*wall_ms)(void *self); /* since 1970, UTC */
	int64_t (*mono_ms)(void *self); /* since the machine started; shared by all processes */
	void *self;
};

/* The machine's clocks. */
extern const struct clock clock_real;
/* The machine's clocks with the wall clock moved so that it showed `wall_ms` at this call. */
struct clock clock_shifted(int64_t wall_ms);

static inline int64_t clock_wall(const struct clock *c)
{
	return c->wall_ms(c->self);
}

static inline int64_t clock_mono(const struct clock *c)
{
	return c->mono_ms(c->self);
}

/* Korean time (UTC+9, no daylight saving). */
struct kst {
	int32_t year;
	int32_t month;   /* 1–12 */
	int32_t day;     /* 1–31 */
	int32_t weekday; /* 0 Sunday … 6 */
	int32_t hour;
	int32_t minute;
	int32_t second;
	int32_t ms;
	int32_t date; /* 20261123 */
};

struct kst kst_from_ms(int64_t wall_ms);
int64_t kst_to_ms(int32_t date, int32_t hour, int32_t minute, int32_t second);
/* The date `days` later (or earlier, negative). */
int32_t kst_date_add(int32_t date, int32_t days);
/* "2026-11-23T10:24:05+09:00" into ret[32]. */
void kst_text(int64_t wall_ms, char *ret);
/* The other way round: exactly that form, a real date and time of day; false otherwise. */
bool kst_from_text(const char *text, int64_t *ret_wall_ms);

#endif
