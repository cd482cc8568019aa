/* no_name - it has no name. */
#include <mcp/tool.h>

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	(void)data;
	return mcp_reply_text(ctx, "no_name");
}

static const mcp_tool tool = { MCP_TOOL_HEAD, .name = "no_name", .title = "Broken",
	.help = "Is broken.", .run = run };

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.tools = MCP_LIST(&tool),
};
