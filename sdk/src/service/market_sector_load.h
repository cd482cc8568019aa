/* market_sector_load - fetches the file of sectors' names once a day. */
#ifndef SERVICE_MARKET_SECTOR_LOAD_H
#define SERVICE_MARKET_SECTOR_LOAD_H

#include "service/kis_client.h"
#include "service/market_sector_names.h"

struct sector_load {
	struct sector_names table;
	int32_t day;   /* the table was fetched; 0: no table */
	bool fetching; /* `done` will come */
	/* Its own business. */
	int32_t wanted_day;
	uint64_t call;
	int64_t tried_ms;
	/* Set by the owner of a zeroed one. */
	const struct env *env;
	struct kis *kis;
	void (*done)(void *self); /* it came, or did not */
	void *self;
};

/* Sees to it that the names of that day are there or on their way, but tries only once an hour. */
void sector_load_want(struct sector_load *l, int32_t day, enum lane lane);
void sector_load_done(struct sector_load *l); /* ends its call */

#endif
