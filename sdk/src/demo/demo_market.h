/* demo_market - the table of issues behind struct demo. */
#ifndef DEMO_DEMO_MARKET_H
#define DEMO_DEMO_MARKET_H

#include <stddef.h>

#include "demo/demo.h"
#include "demo/demo_issue.h"

struct demo {
	uint64_t key;
	size_t count;
	struct demo_issue *issues; /* ascending by code */
};

/* Fills the table; false when memory is out. */
bool demo_market_make(struct demo *d);
/* NULL when there is none. */
const struct demo_issue *demo_market_find(const struct demo *d, const char *code);

#endif
