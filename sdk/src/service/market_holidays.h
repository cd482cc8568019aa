/* market_holidays - which days the exchange opens, asked of upstream once a day.
 *
 * Nobody waits for it: until it has answered, the list shipped with the program holds. The day's
 * answer is kept in the state folder, so that a process that starts anew does not ask again.
 */
#ifndef SERVICE_MARKET_HOLIDAYS_H
#define SERVICE_MARKET_HOLIDAYS_H

#include "base/fault.h"
#include "service/kis_client.h"
#include "service/market_calendar.h"

#define HOLIDAYS_PAGE 64 /* days read of one body; KIS gives 24 */

struct holiday {
	int32_t date;
	bool is_open;
};

/* Days of a chk-holiday body that was asked from `from` on (opnd_yn), ascending. MCP_E_UPSTREAM
 * when it has none, begins on another day, has a day twice or backwards, names a wrong weekday, is
 * open on a weekend, or closed for ten days in a row. */
mcp_status holidays_read(struct span body, int32_t from, struct holiday ret[HOLIDAYS_PAGE],
	uint32_t *ret_count, struct fault *f);

struct holidays;

/* NULL: out of memory. The parts outlive it. */
struct holidays *holidays_new(const struct env *env, struct kis *kis, struct calendar *calendar);
void holidays_free(struct holidays *h); /* accepts NULL; ends its call */

/* Sees to it that the calendar has learnt the days from today on: asks with the first wish of a day
 * (lane BACKGROUND), again an hour after a failure. */
void holidays_want(struct holidays *h);
/* Days learnt since the last call, for who keeps them: at most `room`, the rest comes with the next
 * call. Returns how many. */
uint32_t holidays_take(struct holidays *h, struct holiday *ret, uint32_t room);

#endif
