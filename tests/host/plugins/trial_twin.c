/* trial_twin - another plugin whose tool has the name of trial's. */
#include <mcp/tool.h>

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	(void)data;
	return mcp_reply_text(ctx, "twin");
}

static const mcp_tool trial = { MCP_TOOL_HEAD, .name = "trial", .title = "Twin", .help = "Twin.",
	.run = run };

const mcp_plugin mcp_plugin_v1 = { MCP_PLUGIN_HEAD, .name = "trial_twin",
	.tools = MCP_LIST(&trial) };
