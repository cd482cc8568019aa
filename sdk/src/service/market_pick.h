/* market_pick - the rows of the whole market that a query asks for: filtered, sorted, cut. */
#ifndef SERVICE_MARKET_PICK_H
#define SERVICE_MARKET_PICK_H

#include "service/market_view.h"

struct pick {
	uint32_t count;            /* of rows */
	uint32_t rows[STOCKS_MAX]; /* of the snapshot, best first */
	uint32_t matched;          /* rows that pass, before the cut */
	uint32_t too_short;        /* left out: a completed day is missing or without trades */
	uint32_t acted;            /* left out: a split or a changed share count */
	uint32_t unknown;          /* left out: without the figure to rank by, for another reason */
};

struct pick_spec {
	struct view *view;
	const struct view_ask *ask;
	const struct market_query *query;
	const bool *only; /* rows that take part; NULL: all */
	uint32_t room;    /* rows wanted, at most STOCKS_MAX */
};

/* Completed days that the query's key stands on; 0: none. */
uint32_t pick_key_days(const struct market_query *q);
/* False when memory is out. */
bool pick_rows(const struct pick_spec *spec, struct pick *ret);

#endif
