/* hours - the market's hours written down a second time, for this test alone: from the exchanges'
 * published hours, nothing shared with the program. Days from September 2026 to January 2027. */
#ifndef SOAK_HOURS_H
#define SOAK_HOURS_H

#include <stdbool.h>
#include <stdint.h>

enum venue { VENUE_KRX, VENUE_NXT, VENUE_UNIFIED, VENUES };

/* Where a moment stands. */
struct standing {
	const char *name;
	int32_t date;     /* of the session whose figures hold */
	bool is_open_day; /* today */
	bool provisional;
	int64_t end_ms;   /* the last trade of `date` */
	int64_t next_ms;  /* the next boundary, or midnight */
	int64_t begin_ms; /* when the next session begins, of a closed market */
};

struct standing hours_at(enum venue v, int64_t wall_ms);
/* The open day before that of `date`. */
int32_t hours_before(int32_t date);
bool hours_is_open(int32_t date);
/* The calendar day after it. */
int32_t hours_tomorrow(int32_t date);
/* Korean wall clock of a date: `hms` is 153000 for half past three. */
int64_t hours_ms(int32_t date, int32_t hms);
/* Boundaries of any venue on that day, ascending; at most 16. Returns how many. */
int hours_boundaries(int32_t date, int64_t ret[16]);

#endif
