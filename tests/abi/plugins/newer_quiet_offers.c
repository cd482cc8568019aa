/* newer_quiet_offers - a prompt and a resource of the next minor version that use nothing new. */
#include <mcp/content.h>

static mcp_status get(mcp_ctx *ctx, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");

	(void)args;
	return content->text(ctx, "newer prompt");
}

static mcp_status read(mcp_ctx *ctx, const char *uri, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");

	(void)args;
	return content->resource_text(ctx, uri, NULL, "newer resource");
}

struct newer_prompt {
	mcp_prompt known;
	uint64_t unknown;
};

struct newer_resource {
	mcp_resource known;
	uint64_t unknown;
};

static const struct newer_prompt prompt = {
	.known = { .size = sizeof prompt, .name = "newer_quiet_prompt", .get = get },
	.unknown = 0,
};
static const struct newer_resource resource = {
	.known = { .size = sizeof resource, .uri = "newer://quiet", .read = read },
	.unknown = 0,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "newer_quiet_offers",
	.needs = MCP_NEEDS("content/1"),
	.prompts = MCP_PROMPTS(&prompt.known),
	.resources = MCP_RESOURCES(&resource.known),
};
