/* newer_need - a tool that asks for a service of the future. */
#include <mcp/tool.h>

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	(void)data;
	return mcp_reply_text(ctx, "newer_need");
}

static const mcp_tool tool = { MCP_TOOL_HEAD, .name = "newer_need", .title = "Newer need",
	.help = "Needs a service nobody has.", .run = run };

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "newer_need",
	.tools = MCP_LIST(&tool),
	.needs = MCP_NEEDS("weather/7?", "weather/8"),
};
