/* market_band - a ranking that is exact beyond KIS's 30 rows: calls by price bands, merged and
 * verified. */
#ifndef SERVICE_MARKET_BAND_H
#define SERVICE_MARKET_BAND_H

#include "service/market_query.h"
#include "service/market_stock.h"

struct market;

struct ranking_spec {
	enum basis basis;
	enum market_scope scope;
	enum market_sort sort;
	uint32_t want;
	enum lane lane;
	int64_t deadline_mono_ms;
};

struct ranking_result {
	uint32_t count;
	struct stock stocks[MARKET_ROWS_MAX];
	struct provenance from; /* complete false: a note says why */
};

struct ranking;

/* `done` comes once, possibly from inside ranking_start, and may free the ranking. `f` is NULL when
 * it worked; if not, only result->from holds. */
struct ranking *ranking_new(struct market *m, const struct ranking_spec *spec,
	void (*done)(void *self, const struct fault *f, const struct ranking_result *result),
	void *self);
void ranking_start(struct ranking *r);
void ranking_free(struct ranking *r); /* ends its calls; accepts NULL */

#endif
