/* market_sweep - one walk over the market, or a few shares of it: every share of the roster, 30
 * codes a call, becomes a snapshot.
 *
 * Few calls are under way at a time, more are sent as answers come. What was not answered is asked
 * once more at the end. When none of the first calls is answered, the rest is not asked. What
 * upstream says of a few shares is only taken when nothing contradicts the master file: only most
 * of a market tells whose word is wrong.
 */
#ifndef SERVICE_MARKET_SWEEP_H
#define SERVICE_MARKET_SWEEP_H

#include "service/market_snapshot.h"

struct sweep;

struct sweep_spec {
	const struct env *env;
	struct kis *kis;
	const struct calendar *calendar;
	enum basis basis;
	enum lane lane;
	int64_t deadline_mono_ms; /* of each call; 0: the sweep's own patience */
	bool is_part;             /* a few shares that somebody asked for, not the market */
	const struct master_entry *roster; /* copied */
	uint32_t count;
	/* A call has ended; not called from sweep_start, must not free the sweep. */
	void (*progress)(void *self, uint32_t done, uint32_t total);
	/* All has ended: sweep_take. May free the sweep; nothing touches it afterwards. */
	void (*end)(void *self);
	void *self;
};

struct sweep *sweep_new(const struct sweep_spec *spec); /* NULL: out of memory */
void sweep_free(struct sweep *w);                       /* accepts NULL; cancels its calls */
/* `end` comes from here when nothing could be sent. */
void sweep_start(struct sweep *w);
/* What was seen, given away with one reference; or NULL and why. Once, after `end`. */
struct snapshot *sweep_take(struct sweep *w, struct fault *f);

#endif
