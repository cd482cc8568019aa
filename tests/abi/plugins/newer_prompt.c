/* newer_prompt - a prompt of the next minor version that uses what is new in it. */
#include <mcp/tool.h>

static mcp_status get(mcp_ctx *ctx, const void *args)
{
	(void)ctx;
	(void)args;
	return MCP_E_UNSUPPORTED;
}

struct newer_prompt {
	mcp_prompt known;
	uint64_t unknown;
};

static const struct newer_prompt prompt = {
	.known = { .size = sizeof prompt, .name = "newer_prompt", .get = get },
	.unknown = 1,
};

const mcp_plugin mcp_plugin_v1 = {
	.magic = MCP_ABI_MAGIC,
	.size = sizeof mcp_plugin_v1,
	.major = MCP_ABI_MAJOR,
	.minor = MCP_ABI_MINOR + 1,
	.name = "newer_prompt",
	.prompts = MCP_PROMPTS(&prompt.known),
};
