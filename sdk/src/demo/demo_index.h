/* demo_index - sums over a sector's or market's shares. */
#ifndef DEMO_DEMO_INDEX_H
#define DEMO_DEMO_INDEX_H

#include "demo/demo_reply.h"

struct demo_index {
	int64_t volume; /* shares */
	int64_t value;  /* won */
	int64_t volume_before;
	int64_t value_before;
	int64_t level; /* hundredths of a point */
	int64_t level_before;
	int64_t level_open;
	int32_t up;
	int32_t down;
	int32_t flat;
	int32_t upper;
	int32_t lower;
};

struct demo_year {
	int64_t high; /* hundredths of a point */
	int64_t low;
	char date[16]; /* of both */
};

#define DEMO_INDICES 64

/* Sums of all sectors at once, in the order of demo_sector_all. KRX only; ETF, ETN and SPAC are
 * outside. Nothing of the day before but its volume. `ret` has room for DEMO_INDICES. */
void demo_index_all(const struct demo_call *c, struct demo_index *ret);
/* One scope: a sector, a market, an index such as 2001. */
void demo_index_of(const struct demo_call *c, int scope, struct demo_index *ret);
/* What is said of the year. */
struct demo_year demo_index_year(const struct demo_call *c, const struct demo_index *x);

#endif
