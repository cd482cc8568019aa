/* wrong_magic - its magic is not the contract's. */
#include <mcp/tool.h>

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	(void)data;
	return mcp_reply_text(ctx, "wrong_magic");
}

static const mcp_tool tool = { MCP_TOOL_HEAD, .name = "wrong_magic", .title = "Broken",
	.help = "Is broken.", .run = run };

const mcp_plugin mcp_plugin_v1 = {
	.magic = 0x12345678,
	.size = sizeof(mcp_plugin),
	.name = "wrong_magic",
	.tools = MCP_LIST(&tool),
};
