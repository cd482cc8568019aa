/* chatty - a plugin that prints: when it is loaded, and when it runs. */
#include <stdio.h>

#include <mcp/tool.h>

__attribute__((constructor)) static void boast(void)
{
	(void)puts("{\"jsonrpc\":\"2.0\",\"method\":\"chatty\"}");
	(void)fflush(stdout);
}

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	(void)data;
	(void)puts("I run!");
	(void)fflush(stdout);
	return mcp_reply_text(ctx, "chatty");
}

static const mcp_tool tool = { MCP_TOOL_HEAD, .name = "chatty", .title = "Chatty",
	.help = "Prints.", .run = run };

const mcp_plugin mcp_plugin_v1 = { MCP_PLUGIN_HEAD, .name = "chatty", .tools = MCP_LIST(&tool) };
