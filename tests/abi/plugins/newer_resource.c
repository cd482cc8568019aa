/* newer_resource - a resource of the next minor version that uses what is new in it. */
#include <mcp/tool.h>

static mcp_status read(mcp_ctx *ctx, const char *uri, const void *args)
{
	(void)ctx;
	(void)uri;
	(void)args;
	return MCP_E_UNSUPPORTED;
}

struct newer_resource {
	mcp_resource known;
	uint64_t unknown;
};

static const struct newer_resource resource = {
	.known = { .size = sizeof resource, .uri = "newer://resource", .read = read },
	.unknown = 1,
};

const mcp_plugin mcp_plugin_v1 = {
	.magic = MCP_ABI_MAGIC,
	.size = sizeof mcp_plugin_v1,
	.major = MCP_ABI_MAJOR,
	.minor = MCP_ABI_MINOR + 1,
	.name = "newer_resource",
	.resources = MCP_RESOURCES(&resource.known),
};
