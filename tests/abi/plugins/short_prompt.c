/* short_prompt - a prompt whose size leaves out what it must have. */
#include <mcp/tool.h>

static mcp_status get(mcp_ctx *ctx, const void *args)
{
	(void)ctx;
	(void)args;
	return MCP_E_UNSUPPORTED;
}

static const mcp_prompt prompt = {
	.size = offsetof(mcp_prompt, get),
	.name = "short_prompt",
	.get = get,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "short_prompt",
	.prompts = MCP_PROMPTS(&prompt),
};
