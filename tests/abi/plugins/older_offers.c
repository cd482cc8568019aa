/* older_offers - a prompt and a resource whose structs end where they began to be useful: with
 * `complete`. */
#include <stddef.h>

#include "../services_v0_2.h"

static const mcp_content *content_of(mcp_ctx *ctx)
{
	return ctx->host->service(ctx, "content/1");
}

static mcp_status get(mcp_ctx *ctx, const void *args)
{
	(void)args;
	return content_of(ctx)->text(ctx, "older prompt");
}

static mcp_status read(mcp_ctx *ctx, const char *uri, const void *args)
{
	(void)args;
	return content_of(ctx)->resource_text(ctx, uri, NULL, "older resource");
}

/* No icons, meta, deadline. */
struct older_prompt {
	uint32_t size;
	uint32_t flags;
	const char *name;
	const char *title;
	const char *help;
	mcp_table args;
	mcp_status (*get)(mcp_ctx *ctx, const void *args);
	mcp_status (*complete)(mcp_ctx *ctx, const char *argument, const char *value);
};

/* No icons, meta, annotations, bytes, times. */
struct older_resource {
	uint32_t size;
	uint32_t flags;
	const char *uri;
	const char *name;
	const char *title;
	const char *help;
	const char *mime;
	mcp_table args;
	mcp_status (*read)(mcp_ctx *ctx, const char *uri, const void *args);
	mcp_status (*complete)(mcp_ctx *ctx, const char *argument, const char *value);
};

static const struct older_prompt prompt = {
	.size = sizeof prompt, .name = "older_prompt", .get = get
};
static const struct older_resource resource = {
	.size = sizeof resource, .uri = "older://resource", .read = read
};

static const struct older_prompt *const prompts[] = { &prompt };
static const struct older_resource *const resources[] = { &resource };
static const char *const needs[] = { "content/1" };

const mcp_plugin mcp_plugin_v1 = {
	.magic = MCP_ABI_MAGIC,
	.size = sizeof mcp_plugin_v1,
	.major = 0,
	.minor = 2,
	.name = "older_offers",
	.needs = { .at = needs, .count = 1, .stride = sizeof *needs },
	.prompts = { .at = prompts, .count = 1, .stride = sizeof *prompts },
	.resources = { .at = resources, .count = 1, .stride = sizeof *resources },
};
