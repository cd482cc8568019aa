/* demo_sector - the exchange's sectors and which scope of a query covers which. */
#ifndef DEMO_DEMO_SECTOR_H
#define DEMO_DEMO_SECTOR_H

#include <stdbool.h>
#include <stdint.h>

#include "demo/demo_issue.h"

struct demo_sector {
	uint16_t code;
	uint16_t parent; /* 0: none */
	uint8_t market;
	uint8_t weight; /* companies in it, of 100; 0: none directly */
	const char *name;
	const char *endings; /* of company names, "|" between them */
};

/* All rows, those of a market together, ascending by code. */
const struct demo_sector *demo_sector_all(uint32_t *ret_count);
/* NULL when there is none. */
const struct demo_sector *demo_sector_find(int code);
/* A sector of the market for `part` of 1, by weight. */
const struct demo_sector *demo_sector_draw(enum demo_market market, double part);

/* True when the text is a scope the exchange knows: "0000", "0001", "2001", a sector. */
bool demo_scope_parse(const char *text, int *ret);
/* Whether the scope covers the issue. Scopes of a market cover its ETF and ETN, too. */
bool demo_scope_covers(int scope, const struct demo_issue *issue);

#endif
