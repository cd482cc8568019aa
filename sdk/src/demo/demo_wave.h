/* demo_wave - how prices and volumes drift from day to day. */
#ifndef DEMO_DEMO_WAVE_H
#define DEMO_DEMO_WAVE_H

#include "demo/demo_market.h"

/* News of an issue: on day `day` of its block the price jumps, then calms down until the block
 * ends. */
struct demo_jump {
	int64_t day; /* number of the day; the block may have none: before its first */
	double size; /* logarithm */
	bool to_limit;
};

/* The jump of the block that holds the day. */
struct demo_jump demo_jump_in(const struct demo_issue *i, int64_t day);

/* The market's own move. */
double demo_wave_tide(const struct demo *d, int64_t day);
/* Logarithm of a day's close over the base price. */
double demo_wave_price(const struct demo_issue *i, int64_t day, double tide);
/* A day's volume over the base volume. */
double demo_wave_volume(const struct demo_issue *i, int64_t day);

#endif
