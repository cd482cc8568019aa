/* demo_day - the exchange's days, and the moment of a day that figures are asked for. */
#ifndef DEMO_DEMO_DAY_H
#define DEMO_DEMO_DAY_H

#include <stdbool.h>
#include <stdint.h>

bool demo_day_is_open(int32_t date);
int32_t demo_day_before(int32_t date); /* the open day before */
/* Open days since the first of 2000: neighbours differ by one. */
int64_t demo_day_number(int32_t date);

/* Places on a day's path where prices are fixed: each quarter of an hour of the regular session,
 * its two auctions, each hour of the after-market. */
#define DEMO_KNOTS 33
#define DEMO_KNOT_AUCTION 26 /* 15:20: no trade until the close */
#define DEMO_KNOT_CLOSE 27   /* 15:30 */
#define DEMO_KNOT_AFTER 28   /* 16:00 */

#define DEMO_PROFILES 2

struct demo_moment {
	int32_t date;               /* of the session whose figures hold */
	int64_t day;                /* demo_day_number(date) */
	int knot;                   /* the last one passed; -1: nothing was traded yet */
	double part;                /* of the way to the next knot, 0 to 1 */
	double flow[DEMO_PROFILES]; /* share of the regular session's volume so far */
	double after;               /* share of the after-market's volume so far */
	int32_t opens;              /* minutes after midnight */
	int64_t wall_ms;
};

/* What holds at `wall_ms`: today's session from 08:30 on, before that the last one's end. */
struct demo_moment demo_moment_at(int64_t wall_ms);
/* The same moment, seen by who begins the next session's day `minutes` before the exchange. */
struct demo_moment demo_moment_early(const struct demo_moment *at, int minutes);
/* The same, seen by who makes the list of issues in the morning. */
struct demo_moment demo_moment_listed(const struct demo_moment *at);
/* The end of an open day. */
struct demo_moment demo_moment_end(int32_t date);

/* A time of that day's own clock, which the exam day shifts: when 15:40 comes, and the like. */
int64_t demo_day_time_ms(int32_t date, int32_t hour, int32_t minute);

/* Share of the regular session's volume done at a knot, by profile. */
double demo_knot_flow(int profile, int knot);
/* Share of the after-market's volume done at a knot. */
double demo_knot_after(int knot);
/* HHMMSS of a knot on that day. */
int32_t demo_knot_time(const struct demo_moment *m, int knot);

#endif
