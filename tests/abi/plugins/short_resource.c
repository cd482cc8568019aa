/* short_resource - a resource whose size leaves out what it must have. */
#include <mcp/tool.h>

static mcp_status read(mcp_ctx *ctx, const char *uri, const void *args)
{
	(void)ctx;
	(void)uri;
	(void)args;
	return MCP_E_UNSUPPORTED;
}

static const mcp_resource resource = {
	.size = offsetof(mcp_resource, read),
	.uri = "short://resource",
	.read = read,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "short_resource",
	.resources = MCP_RESOURCES(&resource),
};
