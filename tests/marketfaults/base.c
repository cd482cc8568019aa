/* base - worlds that are ready to be asked. */
#include <stdio.h>

#include "truth.h"

#define FILL_MS (20 * INT64_C(60000))

bool base_teach(struct base *b, struct world *w)
{
	const struct wrong none = { 0 };
	/* Any share: its weight takes the whole market. */
	const struct world_call any = {
		.op = "quotes",
		.body = "{\"codes\":\"600010\",\"columns\":[\"weight_in_index\"]}",
	};
	struct outcome o;

	/* Thousands of bodies nobody asks for again. */
	bourse_remember(b->bourse, false);
	market_fill_behind(w->market);
	world_run(w, FILL_MS);
	bourse_remember(b->bourse, true);
	w->wrong = none;
	world_go_to(w, b->times.moments[0]);
	w->moments[0] = b->times.moments[0];
	w->moments[1] = b->times.moments[1];
	world_ask(w, &any, &o);
	if (o.fault.status < 0)
		printf("# %s\n", o.fault.text);
	outcome_done(&o);
	return o.fault.status == MCP_OK;
}

static bool start(struct base *b, struct world *w, int64_t at_ms)
{
	return world_init(w, b->bourse, at_ms);
}

bool base_make(struct base *b, const struct times *times)
{
	*b = (struct base){ .bourse = bourse_new(), .times = *times };
	if (!b->bourse || !start(b, &b->cold, times->cold_ms) ||
		!start(b, &b->untaught, times->fill_ms) || !start(b, &b->taught, times->fill_ms))
		return false;
	b->cold.moments[0] = times->moments[0];
	b->cold.moments[1] = times->moments[1];
	return base_teach(b, &b->taught);
}

struct world *base_world(struct base *b, enum state state)
{
	if (state == STATE_COLD)
		return &b->cold;
	if (state == STATE_STALE)
		world_go_to(&b->taught, b->times.moments[1]);
	return &b->taught;
}

void base_done(struct base *b)
{
	world_done(&b->cold);
	world_done(&b->taught);
	world_done(&b->untaught);
	bourse_free(b->bourse);
}
