/* bad_row - a row of its table has a type nobody knows. */
#include <mcp/tool.h>

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	(void)data;
	return mcp_reply_text(ctx, "bad_row");
}

static const mcp_field fields[] = { { .name = "n", .type = 99 } };

static const mcp_tool tool = { MCP_TOOL_HEAD, .name = "bad_row", .title = "Broken",
	.help = "Is broken.", .args = { fields, 1, sizeof *fields, 8, 0 }, .run = run };

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "bad_row",
	.tools = MCP_LIST(&tool),
};
