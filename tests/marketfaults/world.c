/* world - the market service on the real KIS client, on a line that can be made to fail. */
#include "world.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "line.h"

#define HOUR_MS INT64_C(3600000)
#define GRACE_MS 2000 /* beyond its time, to see that nothing comes at all */

uint32_t endpoint_index(const struct kis_endpoint *e)
{
	uint32_t count;
	const struct kis_endpoint *all = kis_endpoint_all(&count);

	return e ? (uint32_t)(e - all) : ENDPOINTS_MAX - 1;
}

void outcome_done(struct outcome *o)
{
	free(o->body);
	o->body = NULL;
}

static int64_t wall_ms(void *self)
{
	return ((struct world *)self)->wall_ms;
}

static int64_t mono_ms(void *self)
{
	return ((struct world *)self)->mono_ms;
}

static void complete(void *self, const struct service_reply *reply)
{
	struct world *w = self;
	struct outcome *o = w->waits;

	if (reply->more)
		return;
	if (!o || reply->id != w->last_request || ++o->completions > 1) {
		free(reply->body);
		return;
	}
	o->fault = reply->fault;
	o->body = reply->body;
	o->len = reply->body_len;
	o->from = reply->from;
}

static bool open_services(struct world *w)
{
	w->kis = kis_new(&(struct kis_options){
		.env = &w->env,
		.settings = &w->kis_settings,
		.environment = ENVIRONMENT_REAL,
		.wire = &w->wire,
	});
	if (w->kis)
		w->market = market_new(&(struct market_options){
			.env = &w->env,
			.kis = w->kis,
			.settings = &w->market_settings,
			.hours = &w->hours,
		});
	return w->market;
}

bool world_init(struct world *w, struct bourse *x, int64_t at_ms)
{
	*w = (struct world){
		.wire = { .ops = &line_ops },
		.clock = { .wall_ms = wall_ms, .mono_ms = mono_ms, .self = w },
		.wall_ms = at_ms,
		.mono_ms = HOUR_MS,
		.moments = { at_ms },
		.bourse = x,
		.kis_settings = {
			.environment = "real",
			.app_key = "PSTESTKEYabcdefghijklmnopqrstuvwx012",
			.app_secret = "TESTSECRETzyxwvutsrqponmlkjihgfedcba9876543210+/=",
			.requests_per_second = 15,
			.deadline = 10,
			.body_max = 4194304,
			.base_url = "https://openapi.koreainvestment.com:9443",
			.master_url = "https://new.real.download.dws.co.kr",
		},
		.market_settings = { .basis = "KRX" },
		.hours = { .closed = "last_session" },
	};
	w->env = (struct env){
		.clock = w->clock,
		.counters = &w->counters,
		.complete = complete,
		.self = w,
	};
	return open_services(w);
}

void world_done(struct world *w)
{
	market_free(w->market);
	kis_free(w->kis);
	w->market = NULL;
	w->kis = NULL;
}

void world_go_to(struct world *w, int64_t at_ms)
{
	w->mono_ms += at_ms - w->wall_ms;
	w->wall_ms = at_ms;
}

/* One turn of the upstream thread, at most until `until_mono_ms`. */
static void turn(struct world *w, int64_t until_mono_ms)
{
	int64_t wait = market_step(w->market);

	if (wait > until_mono_ms - w->mono_ms)
		wait = until_mono_ms - w->mono_ms;
	kis_step(w->kis, wait > 0 ? (int)wait : 0);
}

void world_run(struct world *w, int64_t ms)
{
	const int64_t until = w->mono_ms + ms;

	while (w->mono_ms < until)
		turn(w, until);
}

void world_ask(struct world *w, const struct world_call *call, struct outcome *ret)
{
	const int64_t began = w->mono_ms;
	const int64_t deadline = (call->begun_mono_ms ? call->begun_mono_ms : began) + CALL_MS;
	const struct service_request request = {
		.id = ++w->last_request,
		.run = call->run,
		.plugin = "test",
		.service = "market/1",
		.op = call->op,
		.body = span_of(call->body),
		.lane = LANE_USER,
		.deadline_mono_ms = deadline,
	};

	*ret = (struct outcome){ 0 };
	w->waits = ret;
	market_start(w->market, &request);
	while (ret->completions == 0 && w->mono_ms < deadline)
		turn(w, deadline);
	ret->took_ms = w->mono_ms - began;
	ret->late = ret->completions == 0;
	if (ret->late)
		market_cancel(w->market, request.id);
	/* A second completion would come now. */
	if (ret->completions == 1 && w->mono_ms + GRACE_MS < deadline)
		world_run(w, LATENCY_MS);
	w->waits = NULL;
}
