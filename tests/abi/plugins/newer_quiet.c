/* newer_quiet - a tool of the next minor version that uses nothing new. */
#include <mcp/tool.h>

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	(void)data;
	return mcp_reply_text(ctx, "newer_quiet");
}

static const mcp_tool tool = { MCP_TOOL_HEAD, .name = "newer_quiet", .title = "Newer",
	.help = "Is newer.", .run = run };

struct newer_plugin {
	mcp_plugin known;
	uint64_t unknown;
};

MCP_EXPORT extern const struct newer_plugin newer_symbol __asm__("mcp_plugin_v1");

const struct newer_plugin newer_symbol = {
	.known = {
		.magic = MCP_ABI_MAGIC,
		.size = sizeof newer_symbol,
		.major = MCP_ABI_MAJOR,
		.minor = MCP_ABI_MINOR + 1,
		.name = "newer_quiet",
		.tools = MCP_LIST(&tool),
	},
	.unknown = 0,
};
