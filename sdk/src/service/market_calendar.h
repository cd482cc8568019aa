/* market_calendar - which session the Korean market is in, from the clock and the list of closed
 * days shipped with the program. Pure functions of the time. */
#ifndef SERVICE_MARKET_CALENDAR_H
#define SERVICE_MARKET_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "service/service.h"

/* True on a weekday that is not on the list of closed days. */
bool calendar_is_open_day(int32_t date);
/* The open day before `date`. */
int32_t calendar_previous_day(int32_t date);

struct market_session {
	const char *name; /* pre_open regular closing_auction post_close after_market closed */
	int32_t date;     /* of the session whose figures hold now, YYYYMMDD */
	int64_t figures_end_ms; /* the figures' time is now, but never after this (20:00 of date) */
	int64_t next_change_ms; /* wall clock of the next boundary, or midnight KST if sooner */
	bool provisional;       /* figures of `date` may still change */
};

/* KRX hours: 08:30 pre_open, 09:00 regular, 15:20 closing_auction, 15:30 post_close, 16:00
 * after_market, 20:00 closed. Before 08:30 the last session's figures hold. The first open day of
 * a year starts at 10:00; on the exam day everything shifts by an hour. */
struct market_session calendar_session(int64_t wall_ms);
/* The session whose figures an answer received at `wall_ms` holds, by the venue's hours: NXT's
 * pre-market begins half an hour before KRX's. */
struct market_session market_session(enum basis basis, int64_t wall_ms);

#endif
