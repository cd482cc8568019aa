/* twin_prompt - another plugin whose prompt has the name of one of offers. */
#include <mcp/tool.h>

static mcp_status get(mcp_ctx *ctx, const void *args)
{
	(void)ctx;
	(void)args;
	return MCP_E_UNSUPPORTED;
}

static const mcp_prompt brief = { MCP_PROMPT_HEAD, .name = "brief", .get = get };

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "twin_prompt",
	.prompts = MCP_PROMPTS(&brief),
};
