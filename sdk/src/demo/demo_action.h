/* demo_action - what befalls an issue besides trading: it is listed, split, merged, enlarged,
 * halted for some days. Each is befallen once at most.
 *
 * Prices and shares of a day are in the units of that day. `listed`, base_price and base_volume of
 * an issue are in those before its action.
 */
#ifndef DEMO_DEMO_ACTION_H
#define DEMO_DEMO_ACTION_H

#include "demo/demo_market.h"

/* Chooses who is befallen when, all through 2026 and 2027. The issues are in their order. */
void demo_action_assign(struct demo *d);

static inline bool demo_issue_is_listed(const struct demo_issue *i, int64_t day)
{
	return day >= i->first_day;
}

/* Nothing is traded on that day. */
static inline bool demo_issue_is_halted(const struct demo_issue *i, int64_t day)
{
	return (i->flags & DEMO_HALTED) || (day >= i->halt_day && day < i->halt_day + i->halt_days);
}

/* The action that takes effect on that day. */
static inline enum demo_action demo_action_on(const struct demo_issue *i, int64_t day)
{
	return i->action_day == day ? (enum demo_action)i->action : DEMO_NO_ACTION;
}

/* Shares listed on that day. */
int64_t demo_issue_listed(const struct demo_issue *i, int64_t day);
/* A day's price over what it would be without any action. */
double demo_action_unit(const struct demo_issue *i, int64_t day);
/* The same of shares traded: only split and merge. */
double demo_action_volume_unit(const struct demo_issue *i, int64_t day);
/* What a day's change counts from, by the close before. */
int64_t demo_action_reference(const struct demo_issue *i, int64_t day, int64_t close_before);
/* A price of `day` in the units of `now`: split and merge only, rounded to a won. */
int64_t demo_action_adjust(const struct demo_issue *i, int64_t price, int64_t day, int64_t now);

#endif
