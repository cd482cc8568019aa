/* fake_registry - a registry without processes: the test ends each call itself.
 *
 * Include it in one test file; it defines the functions of host/plugin/registry.h. Tools: "rank"
 * (read-only, fresh 60 s, keep 300 s, argument `count`) and "act" (private).
 */
#ifndef TESTS_SUPPORT_FAKE_REGISTRY_H
#define TESTS_SUPPORT_FAKE_REGISTRY_H

#include "base/phrase.h"
#include "host/plugin/registry.h"

#define FAKE_CALLS 64

struct fake_call {
	uint64_t id;
	const struct tool *tool;
	char args[512];
	enum lane lane;
	struct call_events events;
	bool cancelled;
	bool ended;
};

struct registry {
	struct fake_call calls[FAKE_CALLS];
	uint32_t call_count;
	bool full;     /* refuses calls */
	bool starting; /* plugins have not declared themselves yet */
	bool started;
};

static struct registry fake_registry;
static int64_t fake_mono_ms;
static int64_t fake_wall_ms;

static const mcp_field fake_arg_fields[] = {
	{ .name = "count",
		.type = MCP_T_INT64,
		.help = "How many.",
		.preset = "20",
		.range = "1..50" },
};

static const mcp_field fake_result_fields[] = {
	{ .name = "n", .type = MCP_T_INT64, .help = "A number." },
};

static const struct declared_tool fake_declared[] = {
	{
		.name = "rank",
		.title = "Ranking",
		.help = "Ranks.",
		.hints = MCP_READ_ONLY,
		.args = { fake_arg_fields, 1, sizeof(mcp_field), 8, 0 },
		.result = { fake_result_fields, 1, sizeof(mcp_field), 8, 0 },
	},
	{
		.name = "act",
		.title = "Act",
		.help = "Acts.",
		.args = { fake_arg_fields, 1, sizeof(mcp_field), 8, 0 },
	},
};

static const struct tool fake_tools[] = {
	{ .declared = &fake_declared[0], .fresh_ms = 60000, .keep_ms = 300000, .key = 7 },
	{ .declared = &fake_declared[1], .key = 8 },
};

static int64_t fake_mono(void *self)
{
	(void)self;
	return fake_mono_ms;
}

static int64_t fake_wall(void *self)
{
	(void)self;
	return fake_wall_ms;
}

static struct counters fake_counters;
static struct env fake_env = {
	.clock = { .wall_ms = fake_wall, .mono_ms = fake_mono },
	.counters = &fake_counters,
};
static struct config fake_config;

/* A fresh start for each test. */
static inline void fake_registry_reset(void)
{
	fake_registry = (struct registry){ 0 };
	fake_counters = (struct counters){ 0 };
	fake_mono_ms = 1000000;
	fake_wall_ms = kst_to_ms(20261123, 10, 24, 0);
	fake_config = (struct config){ 0 };
	fake_config.host.locale = "en";
	fake_config.cache.memory = 1024 * 1024;
	fake_config.cache.entries = 100;
	fake_config.limits.answer_bytes = 32 * 1024;
	fake_config.limits.line_bytes = 1024 * 1024;
	fake_config.limits.calls = 64;
	phrase_locale("en");
}

uint64_t registry_call(struct registry *r, const struct tool *tool, struct span args,
	enum lane lane, const struct call_events *events, struct fault *f)
{
	struct fake_call *c = &r->calls[r->call_count];

	if (r->full || r->call_count == FAKE_CALLS) {
		(void)fault_set(f, MCP_E_BUSY, "too many calls are waiting; try again later");
		return 0;
	}
	c->id = ++r->call_count;
	c->tool = tool;
	c->lane = lane;
	c->events = *events;
	memcpy(c->args, args.at, args.len);
	c->args[args.len] = '\0';
	return c->id;
}

void registry_cancel(struct registry *r, uint64_t call)
{
	r->calls[call - 1].cancelled = true;
}

/* Ends call number `i` (from 0) with a result {"n":N}, text "n is N". */
static inline void fake_end(uint32_t i, int n, void (*change)(struct call_end *end))
{
	struct fake_call *c = &fake_registry.calls[i];
	char result[32];
	char text[32];
	struct call_end end = { 0 };

	(void)snprintf(result, sizeof result, "{\"n\":%d}", n);
	(void)snprintf(text, sizeof text, "\"n is %d\"", n);
	end.result = span_of(result);
	end.text = span_of(text);
	end.from.used = true;
	end.from.complete = true;
	end.from.session = "regular";
	end.from.as_of_ms = fake_wall_ms;
	if (change)
		change(&end);
	c->ended = true;
	c->events.done(c->events.self, &end);
}

/* The run was told to stop: it ends as a worker would end it. */
static inline void fake_end_cancelled(uint32_t i)
{
	struct fake_call *c = &fake_registry.calls[i];
	struct call_end end = { .fault = { .status = MCP_E_CANCELLED } };

	c->ended = true;
	c->events.done(c->events.self, &end);
}

void registry_start(struct registry *r)
{
	r->started = true;
}

bool registry_settled(const struct registry *r)
{
	return !r->starting;
}

uint32_t registry_tool_count(const struct registry *r)
{
	return r->starting ? 0 : 2;
}

const struct tool *registry_tool_at(const struct registry *r, uint32_t i)
{
	(void)r;
	return &fake_tools[i];
}

const struct tool *registry_tool(const struct registry *r, struct span name)
{
	for (uint32_t i = 0; i < registry_tool_count(r); i++)
		if (span_is(name, fake_declared[i].name))
			return &fake_tools[i];
	return NULL;
}

#endif
