/* demo_traits - what an issue is like: how large, in which state, since when. */
#ifndef DEMO_DEMO_TRAITS_H
#define DEMO_DEMO_TRAITS_H

#include "demo/demo_issue.h"

static inline double demo_bounded(double x, double low, double high)
{
	return x < low ? low : x > high ? high : x;
}

/* Shares and turnover from a capitalisation and what is traded of it on an ordinary day, in won.
 * The price is set before. */
void demo_traits_size(struct demo_issue *i, double cap, double value);
/* Size class and indices by its rank. */
void demo_traits_standing(struct demo_issue *i);
/* Flags and warnings; the size class is set before. */
void demo_traits_state(struct demo_issue *i);
/* The state is set before. */
void demo_traits_margin(struct demo_issue *i);
void demo_traits_listing_day(struct demo_issue *i);

#endif
