/* market_calendar - which session the Korean market is in: the clock, the list of closed days
 * shipped with the program, and what chk-holiday has said since.
 */
#ifndef SERVICE_MARKET_CALENDAR_H
#define SERVICE_MARKET_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "service/service.h"

#define CALENDAR_LEARNT_MAX 400

/* Where NULL is given for a calendar, the shipped list alone holds. */
struct calendar {
	uint32_t learnt_count;
	struct {
		int32_t date;
		bool is_open;
	} learnt[CALENDAR_LEARNT_MAX]; /* ascending */
};

/* From now on upstream's word holds for that day (chk-holiday opnd_yn). When full, the oldest day
 * is forgotten. */
void calendar_learn(struct calendar *c, int32_t date, bool is_open);
/* The last day upstream has spoken of, 0: none. */
int32_t calendar_known_until(const struct calendar *c);

/* True on a weekday that is not closed. */
bool calendar_is_open_day(const struct calendar *c, int32_t date);
/* The open day before `date`, and after it. */
int32_t calendar_previous_day(const struct calendar *c, int32_t date);
int32_t calendar_next_day(const struct calendar *c, int32_t date);
/* The `count` open days before `date`, the newest first. */
void calendar_days_before(const struct calendar *c, int32_t date, int32_t *ret, uint32_t count);

/* When the last trade of an open day is over: 20:00, an hour later on the exam day. */
int64_t calendar_end_of(int32_t date);

struct market_session {
	const char *name; /* pre_market pre_open regular closing_auction post_close after_market
	                     closed */
	int32_t date;     /* of the session whose figures hold now, YYYYMMDD */
	int64_t figures_end_ms; /* the figures' time is now, but never after this (20:00 of date) */
	int64_t next_change_ms; /* wall clock of the next boundary, or midnight KST if sooner */
	bool provisional;       /* figures of `date` may still change */
};

/* The session whose figures an answer received at `wall_ms` holds, by the venue's hours.
 *
 * KRX: 08:30 pre_open, 09:00 regular, 15:20 closing_auction, 15:30 post_close, 16:00 after_market,
 * 20:00 closed. NXT: 08:00 pre_market, 08:50 pre_open, 09:00:30 regular, 15:20 post_close, 15:40
 * after_market, 20:00 closed. UNIFIED: NXT's pre_market before KRX's day. Before the first of them
 * the last session's figures hold. The first open day of a year starts at 10:00; on the exam day
 * everything shifts by an hour. */
struct market_session market_session(const struct calendar *c, enum basis basis, int64_t wall_ms);

enum closed_why { CLOSED_NOT, CLOSED_WEEKEND, CLOSED_HOLIDAY, CLOSED_HOURS };
/* Why the market is closed at `wall_ms`. */
enum closed_why calendar_closed_why(const struct calendar *c, enum basis basis, int64_t wall_ms);

#endif
