/* market_sector_load - fetches the file of sectors' names once a day. */
#include "service/market_sector_load.h"

#include "base/log.h"

#define FETCH_MS 10000
#define AGAIN_MS 3600000

static void take_names(struct sector_load *l, const struct kis_answer *answer)
{
	struct sector_names table;
	struct fault f = answer->fault;

	if (f.status == MCP_OK)
		(void)sector_names_parse(answer->body, &table, &f);
	if (f.status < 0) {
		log_info("sector names not loaded reason=\"%s\"", f.text);
		return;
	}
	sector_names_done(&l->table);
	l->table = table;
	l->day = l->wanted_day;
}

static void on_answer(void *self, const struct kis_answer *answer)
{
	struct sector_load *l = self;

	l->fetching = false;
	take_names(l, answer);
	l->done(l->self);
}

void sector_load_want(struct sector_load *l, int32_t day, enum lane lane)
{
	const int64_t now = clock_mono(&l->env->clock);
	const struct kis_call call = {
		.endpoint = "master-idxcode",
		.lane = lane,
		.deadline_mono_ms = now + FETCH_MS,
		.done = on_answer,
		.self = l,
	};

	if (l->fetching || l->day == day)
		return;
	if (l->tried_ms != 0 && now - l->tried_ms < AGAIN_MS)
		return;
	l->tried_ms = now;
	l->wanted_day = day;
	l->fetching = kis_send(l->kis, &call, &l->call, NULL) == MCP_OK;
}

void sector_load_done(struct sector_load *l)
{
	if (l->fetching)
		kis_cancel(l->kis, l->call);
	sector_names_done(&l->table);
}
