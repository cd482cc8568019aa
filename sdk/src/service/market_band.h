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

#define STOCKS_MAX 64 /* some may be left over when exact figures reorder them */

/* Why the volume is what it is: what each reason saw, in the reader's language. */
enum reason {
	REASON_DISCLOSURE,
	REASON_NEWS,
	REASON_BREAKOUT,
	REASON_LIMIT,
	REASON_VI,
	REASON_SECTOR,
	REASON_ACTION,
	REASON_NEW,
	REASON_PROGRAM,
	REASON_WARNING,
	REASONS,
};

struct reasons {
	bool known;              /* it was looked at */
	char seen[REASONS][120]; /* empty: not a reason */
};

/* Whose figures an investor's ranking stands on. */
enum flow_from {
	FLOW_FROM_NONE,
	FLOW_FROM_DAY,        /* every share, a completed day */
	FLOW_FROM_CANDIDATES, /* the most traded shares only */
	FLOW_FROM_LIVE,       /* provisional net figures of the day */
};

struct ranking_result {
	uint32_t count;
	struct stock stocks[STOCKS_MAX];
	struct reasons reasons[MARKET_ROWS_MAX]; /* of the first rows */
	mcp_int matched;                         /* rows that passed the filters */
	/* The largest trading values of the asked market, whatever the rows are sorted by. */
	uint32_t leader_count;
	int64_t leaders[MARKET_LEADERS];
	mcp_int compared_days; /* completed days its key stands on */
	enum flow_from flow_from;
	int32_t flow_date;      /* 0: no flows */
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
