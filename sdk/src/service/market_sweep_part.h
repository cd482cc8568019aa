/* market_sweep_part - what the files of a sweep share: asking and matching, and what it amounts to.
 */
#ifndef SERVICE_MARKET_SWEEP_PART_H
#define SERVICE_MARKET_SWEEP_PART_H

#include "service/market_multprice.h"
#include "service/market_sweep.h"

#define SWEEP_CALLS 16 /* under way at a time */

struct sweep_call {
	struct sweep *sweep;
	uint64_t id;
	bool is_open;
	uint32_t count;
	uint32_t rows[MULTPRICE_CODES]; /* of the snapshot */
};

/* What is remembered of a row until the end. */
struct sweep_mark {
	uint8_t doubts; /* bit per enum doubt */
	uint8_t market; /* enum multprice_market */
};

struct sweep {
	struct sweep_spec spec;
	struct snapshot *made; /* NULL: given away */
	int64_t *figures[MULTPRICE_FIGURES];
	uint32_t *known;
	struct sweep_mark *marks;
	uint32_t *todo; /* rows to ask in this pass */
	uint32_t todo_count;
	uint32_t next; /* of todo */
	bool is_again; /* the second pass */

	struct sweep_call calls[SWEEP_CALLS];
	uint32_t open;
	uint32_t done; /* calls that have ended, of `total` */
	uint32_t total;
	uint32_t answered;
	uint32_t exchanges;
	int64_t begun_ms;   /* wall clock; 0: not known (recorded answers) */
	struct fault fault; /* of the last call that failed */

	uint32_t strangers; /* rows that nobody asked for */
	bool has_doubles;
};

/* Takes the rows of a body that are what the call asked. False when none is. */
bool sweep_match(struct sweep *w, const struct sweep_call *c, struct span body);
/* Counts, stamps and notes what was seen; false when it is too little, with the reason. */
bool sweep_conclude(struct sweep *w, struct fault *f);

#endif
