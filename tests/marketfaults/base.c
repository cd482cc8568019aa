/* base - worlds that are ready to be asked. */
#include <stdio.h>

#include "truth.h"

#define FILL_MS (20 * INT64_C(60000))

bool base_teach(struct base *b, struct world *w)
{
	const struct wrong none = { 0 };
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
	world_ask(w, "quotes", "{\"codes\":\"600010\",\"columns\":[\"code\"]}", 0, w->mono_ms, &o);
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
	struct world *cold = &b->worlds[STATE_COLD];
	bool good;

	*b = (struct base){ .bourse = bourse_new(), .times = *times };
	if (!b->bourse)
		return false;
	good = start(b, cold, times->cold_ms) && start(b, &b->untaught, times->fill_ms);
	cold->moments[0] = times->moments[0];
	cold->moments[1] = times->moments[1];
	for (int s = STATE_FRESH; good && s < STATES; s++)
		good = start(b, &b->worlds[s], times->fill_ms) && base_teach(b, &b->worlds[s]);
	if (good)
		world_go_to(&b->worlds[STATE_STALE], times->moments[1]);
	return good;
}

void base_done(struct base *b)
{
	for (int s = 0; s < STATES; s++)
		world_done(&b->worlds[s]);
	world_done(&b->untaught);
	bourse_free(b->bourse);
}
