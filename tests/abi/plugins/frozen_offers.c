/* frozen_offers - a tool that asks, a prompt and a resource built against the contract of 0.2. */
#include <stddef.h>

#include "../services_v0_2.h"

static const mcp_content *content_of(mcp_ctx *ctx)
{
	return ctx->host->service(ctx, "content/1");
}

/* ---- The tool. ---- */

struct who {
	const char *name;
};

static const mcp_field who_fields[] = {
	{ .name = "name",
		.type = MCP_T_TEXT,
		.offset = offsetof(struct who, name),
		.flags = MCP_F_REQUIRED },
};
static const mcp_table who_table = { .at = who_fields,
	.count = 1,
	.stride = sizeof *who_fields,
	.struct_size = sizeof(struct who) };

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	const mcp_ask *ask = ctx->host->service(ctx, "ask/1");
	const mcp_raw *raw = data;
	mcp_answer answer = { .size = sizeof answer };
	struct who who = { .name = NULL };
	char round = 1;
	uint64_t len = 0;
	mcp_status s;

	(void)ask->recall(ctx, "round", &round, sizeof round, &len);
	s = ask->form(ctx, "who", "Who?", &who_table, &who, &answer);
	if (s == MCP_E_NEEDS_INPUT) {
		round++;
		(void)ask->remember(ctx, "round", &round, sizeof round);
	}
	if (s < 0)
		return s;
	s = content_of(ctx)->image(ctx, "\1", 1, "image/png");
	return s < 0 ? s
	             : ctx->host->reply_text(
			       ctx, "%s, %s, round %d", raw->json, who.name, (int)round);
}

static const mcp_icon icons[] = { { .src = "https://example.com/i.png", .mime = "image/png" } };

static const mcp_tool tool = {
	.size = sizeof tool,
	.name = "frozen_ask",
	.title = "Frozen",
	.help = "Asks who.",
	.run = run,
	.args_schema = "{\"type\":\"object\"}",
	.icons = { .at = icons, .count = 1, .stride = sizeof *icons },
	.meta = "{\"k\":1}",
	.task = MCP_TASK_OPTIONAL,
};

/* ---- The prompt. ---- */

static mcp_status get(mcp_ctx *ctx, const void *data)
{
	const struct who *who = data;
	const mcp_content *content = content_of(ctx);
	mcp_status s = content->role(ctx, "assistant");

	return s < 0 ? s : content->text(ctx, who->name);
}

static mcp_status complete(mcp_ctx *ctx, const char *argument, const char *value)
{
	const char *chosen = ctx->host->chosen(ctx, "other");
	mcp_status s = content_of(ctx)->value(ctx, argument);

	if (s == MCP_OK)
		s = content_of(ctx)->value(ctx, value);
	return s < 0 ? s : content_of(ctx)->value(ctx, chosen ? chosen : "none");
}

static const mcp_prompt prompt = {
	.size = sizeof prompt,
	.name = "frozen_prompt",
	.title = "Frozen",
	.help = "Says a name.",
	.args = { .at = who_fields,
		.count = 1,
		.stride = sizeof *who_fields,
		.struct_size = sizeof(struct who) },
	.get = get,
	.complete = complete,
	.deadline_s = 3,
};

/* ---- The resource. ---- */

static mcp_status read(mcp_ctx *ctx, const char *uri, const void *data)
{
	const struct who *who = data;

	ctx->host->changed(ctx, MCP_CHANGED_RESOURCE, uri);
	return content_of(ctx)->resource_text(ctx, uri, "text/plain", who->name);
}

static const mcp_resource resource = {
	.size = sizeof resource,
	.flags = MCP_RESOURCE_PUBLIC,
	.uri = "frozen://{name}",
	.name = "frozen",
	.mime = "text/plain",
	.args = { .at = who_fields,
		.count = 1,
		.stride = sizeof *who_fields,
		.struct_size = sizeof(struct who) },
	.read = read,
	.annotations = "{\"priority\":1}",
	.bytes = 6,
	.ttl_s = 7,
	.deadline_s = 8,
};

static const mcp_tool *const tools[] = { &tool };
static const mcp_prompt *const prompts[] = { &prompt };
static const mcp_resource *const resources[] = { &resource };
static const char *const needs[] = { "content/1", "ask/1" };

const mcp_plugin mcp_plugin_v1 = {
	.magic = MCP_ABI_MAGIC,
	.size = sizeof mcp_plugin_v1,
	.major = 0,
	.minor = 2,
	.name = "frozen_offers",
	.tools = { .at = tools, .count = 1, .stride = sizeof *tools },
	.needs = { .at = needs, .count = 2, .stride = sizeof *needs },
	.prompts = { .at = prompts, .count = 1, .stride = sizeof *prompts },
	.resources = { .at = resources, .count = 1, .stride = sizeof *resources },
};
