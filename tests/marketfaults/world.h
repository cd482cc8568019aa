/* world - the market service on the real KIS client, on a line to the demo exchange that can be
 * made to fail, on clocks that jump when nothing can happen. One thread, no waiting.
 */
#ifndef MARKETFAULTS_WORLD_H
#define MARKETFAULTS_WORLD_H

#include "bourse.h"
#include "service/market.h"
#include "wrong.h"

#define CALL_MS 60000 /* what the host gives one call of a tool */
#define LATENCY_MS 40 /* of the line */
#define ENDPOINTS_MAX 80
#define MOMENTS 2
#define NOTES_MAX (3 * PROVENANCE_NOTES)

/* How one question ended. */
struct outcome {
	struct fault fault;
	char *body; /* {"columns":[…],"rows":[[…],…]}; NULL when it failed */
	size_t len;
	struct provenance from;
	uint32_t completions; /* final ones; more than one is a bug */
	bool late;            /* not ended within the call's time */
	int64_t took_ms;
};

void outcome_done(struct outcome *o);

struct pending;

struct world {
	struct wire wire;
	struct clock clock;
	int64_t wall_ms;
	int64_t mono_ms;
	/* The exchange stands still between these; the last one that has come holds. */
	int64_t moments[MOMENTS];
	struct bourse *bourse;
	struct pending *pending;
	uint64_t last_id;

	struct wrong wrong;
	uint32_t asked[ENDPOINTS_MAX]; /* calls to each endpoint */
	uint32_t token_number;         /* of the token given last */
	uint32_t token_dead;           /* tokens up to this one are refused */

	struct env env;
	struct counters counters;
	struct kis_settings kis_settings;
	struct market_settings market_settings;
	struct market_hours_settings hours;
	struct kis *kis;
	struct market *market;

	uint64_t last_request;
	struct outcome *waits; /* the question under way */
};

/* A world at `wall_ms`, its services new. False: memory is out. */
bool world_init(struct world *w, struct bourse *x, int64_t wall_ms);
void world_done(struct world *w);

/* Moves both clocks to `wall_ms`. */
void world_go_to(struct world *w, int64_t wall_ms);
/* Lets `ms` pass, doing what time brings. */
void world_run(struct world *w, int64_t ms);
/* A question to market/1. */
struct world_call {
	const char *op;
	const char *body;
	uint64_t run;
	int64_t begun_mono_ms; /* when the call's time began; 0: now */
};

/* Asks and runs until it ends, or until the call's time is over. */
void world_ask(struct world *w, const struct world_call *call, struct outcome *ret);

uint32_t endpoint_index(const struct kis_endpoint *e);

#endif
