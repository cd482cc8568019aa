/* demo_rank - what the rankings share: which issues take part, and the first thirty of them. */
#ifndef DEMO_DEMO_RANK_H
#define DEMO_DEMO_RANK_H

#include "demo/demo_reply.h"
#include "demo/demo_sector.h"

#define DEMO_RANK_MAX 30

struct demo_filter {
	int scope;
	int64_t day; /* number of the figures' day */
	enum demo_venue venue;
	int kind; /* 0 all, 1 common, 2 preferred */
	int64_t price_low;
	int64_t price_high;
	int64_t volume_low;
	char leave_out[16]; /* ten flags of FID_TRGT_EXLS_CLS_CODE */
	char margins[16];   /* nine flags of FID_TRGT_CLS_CODE */
};

/* Reads the filter. False when the answer has no rows: another screen than `screen`, an unknown
 * scope, a venue the rankings do not serve. */
bool demo_filter_read(const struct demo_call *c, const char *screen, struct demo_filter *ret);
/* What needs no quote. */
bool demo_filter_admits(const struct demo_filter *f, const struct demo_issue *i);
/* Price bounds are inclusive and act before the cut to thirty. */
bool demo_filter_prices(const struct demo_filter *f, const struct demo_quote *q);

struct demo_ranked {
	int64_t key;
	const struct demo_issue *issue;
	struct demo_quote quote;
};

/* The thirty largest keys, largest first; equal keys by code. */
struct demo_top {
	int count;
	struct demo_ranked rows[DEMO_RANK_MAX];
};

void demo_top_offer(
	struct demo_top *t, int64_t key, const struct demo_issue *i, const struct demo_quote *q);

#endif
