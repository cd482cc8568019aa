/* twin_tools - two of its tools have one name. */
#include <mcp/tool.h>

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	(void)data;
	return mcp_reply_text(ctx, "twin_tools");
}

static const mcp_tool tool = { MCP_TOOL_HEAD, .name = "twin_tools", .title = "Broken",
	.help = "Is broken.", .run = run };

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "twin_tools",
	.tools = MCP_LIST(&tool, &tool),
};
