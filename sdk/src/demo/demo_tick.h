/* demo_tick - price steps (호가단위) and the day's limits. */
#ifndef DEMO_DEMO_TICK_H
#define DEMO_DEMO_TICK_H

#include <stdint.h>

#include "demo/demo_issue.h"

/* The step a price moves by. */
int64_t demo_tick_unit(const struct demo_issue *i, int64_t price);
/* The nearest price of the issue's steps, at least one step. */
int64_t demo_tick_round(const struct demo_issue *i, double price);
/* 30 % of the reference price, cut to its step: the limits are so far from it, cut to theirs. */
int64_t demo_tick_width(const struct demo_issue *i, int64_t reference);
int64_t demo_tick_upper(const struct demo_issue *i, int64_t reference);
int64_t demo_tick_lower(const struct demo_issue *i, int64_t reference);

#endif
