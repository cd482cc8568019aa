/* market_detail - foreign ratio, PER and PBR: one call a share, remembered for the session. PER and
 * PBR follow the price, by what the company earned and owns per share. */
#ifndef SERVICE_MARKET_DETAIL_H
#define SERVICE_MARKET_DETAIL_H

#include "base/lru.h"
#include "service/market_stock.h"

struct market;
struct details;

struct lru *detail_cache_new(void);

struct details_spec {
	struct stock *stocks; /* filled in place; outlive the work */
	uint32_t count;
	enum basis basis; /* of their prices */
	enum lane lane;
	int64_t deadline_mono_ms;
	bool offline;            /* only what is remembered */
	struct provenance *from; /* calls and notes are added */
	void (*progress)(void *self, uint32_t done, uint32_t total);
	void (*done)(void *self); /* once, possibly from inside details_start */
	void *self;
};

struct details *details_new(struct market *m, const struct details_spec *spec);
void details_start(struct details *d);
void details_free(struct details *d); /* ends its calls; accepts NULL */

#endif
