/* market_investor - what the ways to an investor's ranking share. */
#ifndef SERVICE_MARKET_INVESTOR_H
#define SERVICE_MARKET_INVESTOR_H

#include "service/market_top.h"

static inline enum investor investor_of(const struct job *j)
{
	return (enum investor)j->query.investor;
}

static inline enum fill_kind investor_kind(const struct job *j)
{
	return investor_of(j) == INVESTOR_PROGRAM ? FILL_PROGRAMS : FILL_INVESTORS;
}

/* The answer stands on that day, as far as flows are all it shows; says so when it is not the
 * session's. */
void investor_stamp_day(struct job *j, int32_t date);
/* Chooses the day of the flows beside quotes, and says which it is. */
void investor_quote_day(struct job *j);
/* Ranks the newest day that every share has, however old. False: there is none. */
bool investor_rank_older(struct job *j);
/* True when the day has flows of as good as every share. */
bool investor_day_is_whole(const struct job *j, int32_t date);
/* Ranks the last completed day. */
void investor_start_day(struct job *j);

#endif
