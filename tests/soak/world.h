/* world - a market service over the demo exchange on a clock of its own: time passes only while the
 * service waits. */
#ifndef SOAK_WORLD_H
#define SOAK_WORLD_H

#include "base/counters.h"
#include "service/market.h"
#include "service/wire.h"

#define WORLD_ENDPOINTS 64

struct world_calls {
	char endpoint[48];
	uint64_t count;
};

/* The last answer. */
struct world_answer {
	uint64_t id;
	bool is_over;
	uint32_t ends; /* how often it was completed */
	struct fault fault;
	char *body; /* owned */
	struct provenance from;
};

struct world {
	struct wire wire; /* first: the wire is the world; stands before the demo exchange's */
	struct wire *inner;
	int64_t wall_ms;
	int64_t until_ms; /* wall clock: time does not pass beyond it */
	int64_t start_ms;
	int64_t pace_ms; /* what one call takes */
	uint32_t asked;  /* exchanges not answered yet */
	bool woken;
	struct world_calls calls[WORLD_ENDPOINTS];
	uint64_t call_count;

	struct counters counters;
	struct env env;
	struct kis *kis;
	struct market *market;
	uint64_t last_id;
	uint64_t questions;
	struct world_answer answer;
};

/* The service begins at `wall_ms`; it fetches completed days behind the questions when `fills`.
 * False: memory is out. */
bool world_open(struct world *w, int64_t wall_ms, bool fills);
void world_close(struct world *w);

/* Lets time pass as the upstream thread does, until the wall clock shows `wall_ms`. */
void world_run(struct world *w, int64_t wall_ms);
/* Asks for `op` and waits for its end, at most as long as the program lets a call take. `run`: the
 * tool's run. The answer is lent until the next question. */
const struct world_answer *world_ask(
	struct world *w, uint64_t run, const char *op, const char *body);

#endif
