/* world - a market service over the demo exchange on a clock of its own. */
#include "soak/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "service/wires.h"

#define PATIENCE_MS 60000 /* of one question */
#define SEED 1

static const struct kis_settings kis_settings = {
	.environment = "demo",
	.requests_per_second = 15,
	.deadline = 10,
	.body_max = 8 * 1024 * 1024,
	.base_url = "https://kis.test:9443",
	.master_url = "https://master.test",
};
static const struct market_settings market_settings = { .basis = "KRX" };
static const struct market_hours_settings hours = { .closed = "last_session" };
/* OpenDART is asked, too: of the demo exchange. */
static const struct source_settings sources = {
	.opendart = { .api_key = "soak-key-of-nobody", .base_url = "https://dart.test" },
	.krx = { .base_url = "https://krx.test" },
};

/* ---- The clock. ---- */

static int64_t wall_ms(void *self)
{
	const struct world *w = self;

	return w->wall_ms;
}

static int64_t mono_ms(void *self)
{
	const struct world *w = self;

	return 3600000 + w->wall_ms - w->start_ms;
}

static int64_t within(int64_t n, int64_t most)
{
	return n < most ? n : most;
}

static void pass(struct world *w, int64_t ms)
{
	w->wall_ms += ms > 0 ? ms : 0;
}

/* ---- The wire. ---- */

static struct world *world_of(struct wire *w)
{
	return (struct world *)w;
}

/* The last part of the path. */
static void count_call(struct world *w, const char *url)
{
	const size_t whole = strcspn(url, "?");
	size_t from = whole;
	uint32_t i = 0;

	while (from > 0 && url[from - 1] != '/')
		from--;
	while (i < WORLD_ENDPOINTS - 1 && w->calls[i].count > 0 &&
		(strlen(w->calls[i].endpoint) != whole - from ||
			strncmp(w->calls[i].endpoint, url + from, whole - from) != 0))
		i++;
	if (w->calls[i].count++ == 0)
		(void)snprintf(w->calls[i].endpoint, sizeof w->calls[i].endpoint, "%.*s",
			(int)(whole - from), url + from);
	w->call_count++;
}

static mcp_status start(
	struct wire *wire, const struct wire_request *r, uint64_t *ret_id, struct fault *f)
{
	struct world *w = world_of(wire);

	count_call(w, r->url);
	w->asked++;
	return w->inner->ops->start(w->inner, r, ret_id, f);
}

static void cancel(struct wire *wire, uint64_t id)
{
	struct world *w = world_of(wire);

	w->inner->ops->cancel(w->inner, id);
}

/* Nobody else wakes this thread: what would be waited for is answered, or time passes. */
static void poll_wire(struct wire *wire, int timeout_ms)
{
	struct world *w = world_of(wire);
	const uint32_t asked = w->asked;
	const bool woken = w->woken;

	w->asked = 0;
	w->woken = false;
	if (asked > 0) {
		pass(w, asked * w->pace_ms);
		w->inner->ops->poll(w->inner, 0);
	} else if (!woken) {
		pass(w, within(timeout_ms, w->until_ms - w->wall_ms));
	}
}

static void wakeup(struct wire *wire)
{
	world_of(wire)->woken = true;
}

static void close_wire(struct wire *wire)
{
	struct world *w = world_of(wire);

	w->inner->ops->close(w->inner);
}

static int64_t at_ms(struct wire *wire)
{
	struct world *w = world_of(wire);

	return w->inner->ops->at_ms(w->inner);
}

static const struct wire_ops ops = {
	.start = start,
	.cancel = cancel,
	.poll = poll_wire,
	.wakeup = wakeup,
	.close = close_wire,
	.at_ms = at_ms,
};

/* ---- Completions. ---- */

static void complete(void *self, const struct service_reply *reply)
{
	struct world *w = self;

	if (reply->more)
		return;
	if (reply->id != w->answer.id) {
		free(reply->body);
		return;
	}
	w->answer.ends++;
	w->answer.is_over = true;
	w->answer.fault = reply->fault;
	free(w->answer.body);
	w->answer.body = reply->body;
	w->answer.from = reply->from;
}

/* ---- Beginning and end. ---- */

bool world_open(struct world *w, int64_t at, bool fills)
{
	struct fault f;

	*w = (struct world){ .wire.ops = &ops, .wall_ms = at, .start_ms = at, .until_ms = at };
	w->env = (struct env){
		.clock = { .wall_ms = wall_ms, .mono_ms = mono_ms, .self = w },
		.counters = &w->counters,
		.complete = complete,
		.self = w,
	};
	if (wire_demo_open(SEED, &w->env.clock, &w->inner, &f) < 0)
		return false;
	w->kis = kis_new(&(struct kis_options){
		.env = &w->env,
		.settings = &kis_settings,
		.sources = &sources,
		.environment = ENVIRONMENT_DEMO,
		.wire = &w->wire,
	});
	if (!w->kis) {
		close_wire(&w->wire);
		return false;
	}
	w->market = market_new(&(struct market_options){
		.env = &w->env,
		.kis = w->kis,
		.settings = &market_settings,
		.hours = &hours,
		.sources = &sources,
	});
	if (!w->market) {
		world_close(w);
		return false;
	}
	if (fills)
		market_fill_behind(w->market);
	return true;
}

void world_close(struct world *w)
{
	market_free(w->market);
	kis_free(w->kis);
	free(w->answer.body);
	*w = (struct world){ .kis = NULL };
}

/* ---- Time. ---- */

static void step(struct world *w)
{
	kis_step(w->kis, (int)within(market_step(w->market), 60000));
}

void world_run(struct world *w, int64_t at)
{
	w->until_ms = at;
	while (w->wall_ms < at)
		step(w);
	/* What is due now begins. */
	step(w);
}

const struct world_answer *world_ask(
	struct world *w, uint64_t run, const char *op, const char *body)
{
	const struct service_request request = {
		.id = ++w->last_id,
		.run = run,
		.plugin = "soak",
		.service = "market/1",
		.op = op,
		.body = span_of(body),
		.lane = LANE_USER,
		.deadline_mono_ms = clock_mono(&w->env.clock) + PATIENCE_MS,
	};
	const int64_t late_ms = w->wall_ms + PATIENCE_MS;

	free(w->answer.body);
	w->answer = (struct world_answer){ .id = request.id };
	w->questions++;
	w->until_ms = late_ms;
	market_start(w->market, &request);
	while (!w->answer.is_over && w->wall_ms < late_ms)
		step(w);
	return &w->answer;
}
