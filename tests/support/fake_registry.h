/* fake_registry - a registry without processes: the test ends each call itself.
 *
 * Include it in one test file; it defines the functions of host/plugin/registry.h. Tools: "rank"
 * (read-only, fresh 60 s, keep 300 s, argument `count`) and "act" (private). With `offers` there
 * are the prompt "brief" (argument `topic`) and the resources "fake://status" and
 * "fake://stocks/{code}" too.
 */
#ifndef TESTS_SUPPORT_FAKE_REGISTRY_H
#define TESTS_SUPPORT_FAKE_REGISTRY_H

#include "base/phrase.h"
#include "data/uri_template.h"
#include "host/plugin/registry.h"

#define FAKE_CALLS 64

struct fake_call {
	uint64_t id;
	enum call_kind kind;
	const struct tool *tool;
	const struct prompt *prompt;
	const struct resource *resource;
	char args[512];
	char inputs[512]; /* "": none */
	char kept[512];
	uint32_t client;
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
	bool offers;   /* prompts and resources */
	bool asks;     /* its tools may ask the client */
	bool started;
	bool marked;  /* offers tools whose arguments are repeated in headers */
	uint32_t job; /* MCP_TASK_… of the tool "job", which is not listed; 0: there is none */
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

/* Only with fake_registry.marked: their arguments are repeated in headers. */
static const mcp_field fake_marked_fields[] = {
	{ .name = "region", .type = MCP_T_TEXT, .help = "Where.", .header = "Region" },
	{ .name = "count", .type = MCP_T_INT64, .help = "How many.", .header = "Count" },
	{ .name = "full", .type = MCP_T_BOOL, .help = "All.", .header = "Full" },
};

static const struct declared_tool fake_declared_marked[] = {
	{
		.name = "marked",
		.title = "Marked",
		.help = "Routes.",
		.hints = MCP_READ_ONLY,
		.args = { fake_marked_fields, 3, sizeof(mcp_field), 24, 0 },
	},
	{
		.name = "raw",
		.title = "Raw",
		.help = "Takes anything.",
		.args_schema = "{\"type\": \"object\", \"properties\":{\"where\":{\"type\":"
			       "\"object\",\"properties\":{\"city\":{\"type\":\"string\","
			       "\"x-mcp-header\":\"City\"}}}}, \"$anchor\":\"a\"}",
		.result_schema = "{\"type\":\"array\"}",
		.icons = "[{\"src\":\"data:image/png;base64,AA==\"}]",
		.meta = "{\"a/b\":1}",
	},
};

static const struct tool fake_tools[] = {
	{ .declared = &fake_declared[0], .fresh_ms = 60000, .keep_ms = 300000, .key = 7 },
	{ .declared = &fake_declared[1], .key = 8 },
};

static const struct tool fake_marked_tools[] = {
	{ .declared = &fake_declared_marked[0], .fresh_ms = 60000, .keep_ms = 300000, .key = 9 },
	{ .declared = &fake_declared_marked[1], .key = 10 },
};

static struct declared_tool fake_job_declared = {
	.name = "job",
	.title = "Job",
	.help = "Works.",
	.args = { fake_arg_fields, 1, sizeof(mcp_field), 8, 0 },
	.result = { fake_result_fields, 1, sizeof(mcp_field), 8, 0 },
};
static const struct tool fake_job = { .declared = &fake_job_declared, .key = 11 };

static const mcp_field fake_topic_fields[] = {
	{ .name = "topic", .type = MCP_T_TEXT, .help = "Of what.", .flags = MCP_F_REQUIRED },
};

static const mcp_field fake_code_fields[] = {
	{ .name = "code", .type = MCP_T_TEXT, .help = "Which.", .flags = MCP_F_REQUIRED },
};

static const struct declared_prompt fake_declared_prompt = {
	.name = "brief",
	.title = "Brief",
	.help = "Briefs.",
	.args = { fake_topic_fields, 1, sizeof(mcp_field), 8, 0 },
	.completes = true,
};

static const struct declared_resource fake_declared_resources[] = {
	{
		.uri = "fake://status",
		.name = "status",
		.title = "Status",
		.help = "How it stands.",
		.mime = "application/json",
		.listed = true,
		.ttl_s = 5,
	},
	{
		.uri = "fake://stocks/{code}",
		.name = "stock",
		.title = "Stock",
		.help = "One stock.",
		.args = { fake_code_fields, 1, sizeof(mcp_field), 8, 0 },
		.is_template = true,
		.listed = true,
		.completes = true,
	},
};

static const struct prompt fake_prompt = { .declared = &fake_declared_prompt };
static const struct resource fake_resources[] = {
	{ .declared = &fake_declared_resources[0] },
	{ .declared = &fake_declared_resources[1] },
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
	fake_config.limits.task_ttl = 600;
	phrase_locale("en");
}

static inline void fake_copy(char *ret, size_t room, struct span text)
{
	assert_true(text.len < room);
	if (text.len > 0)
		memcpy(ret, text.at, text.len);
	ret[text.len] = '\0';
}

uint64_t registry_call(struct registry *r, const struct call_order *order,
	const struct call_events *events, struct fault *f)
{
	struct fake_call *c = &r->calls[r->call_count];

	if (r->full || r->call_count == FAKE_CALLS) {
		(void)fault_set(f, MCP_E_BUSY, "too many calls are waiting; try again later");
		return 0;
	}
	c->id = ++r->call_count;
	c->kind = order->kind;
	c->tool = order->tool;
	c->prompt = order->prompt;
	c->resource = order->resource;
	c->client = order->client;
	c->lane = order->lane;
	c->events = *events;
	fake_copy(c->args, sizeof c->args, order->args);
	fake_copy(c->inputs, sizeof c->inputs, order->inputs);
	fake_copy(c->kept, sizeof c->kept, order->kept);
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
	return r->starting ? 0 : r->marked ? 4 : 2;
}

const struct tool *registry_tool_at(const struct registry *r, uint32_t i)
{
	(void)r;
	return i < 2 ? &fake_tools[i] : &fake_marked_tools[i - 2];
}

const struct tool *registry_tool(const struct registry *r, struct span name)
{
	for (uint32_t i = 0; i < registry_tool_count(r); i++)
		if (span_is(name, registry_tool_at(r, i)->declared->name))
			return registry_tool_at(r, i);
	fake_job_declared.task = r->job;
	if (r->job && span_is(name, "job"))
		return &fake_job;
	return NULL;
}

bool registry_tool_asks(const struct tool *t)
{
	(void)t;
	return fake_registry.asks;
}

uint32_t registry_prompt_count(const struct registry *r)
{
	return r->offers && !r->starting ? 1 : 0;
}

const struct prompt *registry_prompt_at(const struct registry *r, uint32_t i)
{
	return i < registry_prompt_count(r) ? &fake_prompt : NULL;
}

const struct prompt *registry_prompt(const struct registry *r, struct span name)
{
	return span_is(name, "brief") ? registry_prompt_at(r, 0) : NULL;
}

uint32_t registry_resource_count(const struct registry *r)
{
	return r->offers && !r->starting ? 2 : 0;
}

const struct resource *registry_resource_at(const struct registry *r, uint32_t i)
{
	return i < registry_resource_count(r) ? &fake_resources[i] : NULL;
}

const struct resource *registry_resource_for(
	const struct registry *r, struct span uri, struct buf *ret_variables)
{
	if (registry_resource_count(r) == 0)
		return NULL;
	if (uri_template_match(fake_declared_resources[1].uri, uri, ret_variables))
		return &fake_resources[1];
	if (!span_is(uri, fake_declared_resources[0].uri))
		return NULL;
	buf_puts(ret_variables, "{}");
	return &fake_resources[0];
}

const struct resource *registry_template(const struct registry *r, struct span uri_template)
{
	return span_is(uri_template, fake_declared_resources[1].uri) ? registry_resource_at(r, 1)
	                                                             : NULL;
}

#endif
