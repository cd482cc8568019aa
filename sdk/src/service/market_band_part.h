/* market_band_part - what asking for a ranking and noting its doubts share. */
#ifndef SERVICE_MARKET_BAND_PART_H
#define SERVICE_MARKET_BAND_PART_H

#include "service/market_body.h"
#include "service/market_part.h"

struct scope {
	const char *iscd;
	enum exchange exchange;
	bool mixed; /* asked for all markets: the master tells which rows are ours */
};

struct ranking {
	struct market *market;
	struct ranking_spec spec;
	void (*done)(void *self, const struct fault *f, const struct ranking_result *result);
	void *self;
	struct master_waiter waiter;
	bool master_ready;
	bool round_ended;
	struct batch batch;
	struct rank_band *asked[BATCH_MAX];
	uint32_t asked_count;
	struct scope scopes[RANK_SCOPES_MAX];
	uint32_t scope_count;
	uint32_t takes; /* how often the whole was begun */
	uint32_t bands_used;
	uint32_t bands_failed;
	uint32_t elsewhere; /* rows of the wrong market */
	uint32_t homeless;  /* rows of all markets that no table knows */
	uint32_t calls;
	int64_t first_ms;
	int64_t last_ms;
	struct fault fault;                 /* of the last call that failed */
	struct body bodies[RANK_CALLS_MAX]; /* beside the plan's bands */
	struct rank_plan plan;
	struct ranking_result result;
};

/* Adds to the result's notes what speaks against it, and clears `complete` where that matters. */
void ranking_note(struct ranking *r, enum rank_verdict verdict);
/* True when the first and the last answer are of different sessions. */
bool ranking_crossed(const struct ranking *r);
/* True on a day when upstream was seen to ignore price bounds: splitting is no use then. */
bool ranking_bands_refused(const struct ranking *r);

#endif
