/* short_size - its size ends before its name. */
#include <mcp/tool.h>

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	(void)data;
	return mcp_reply_text(ctx, "short_size");
}

static const mcp_tool tool = { MCP_TOOL_HEAD, .name = "short_size", .title = "Broken",
	.help = "Is broken.", .run = run };

const mcp_plugin mcp_plugin_v1 = {
	.magic = MCP_ABI_MAGIC,
	.size = 8,
	.name = "short_size",
	.tools = MCP_LIST(&tool),
};
