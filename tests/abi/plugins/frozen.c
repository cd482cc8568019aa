/* frozen - a tool built against the contract as it was at 0.1. */
#include <stddef.h>

#include "../abi_v0_1.h"

struct args {
	const char *word;
};

static const mcp_field arg_fields[] = {
	{ .name = "word",
		.type = MCP_T_TEXT,
		.offset = offsetof(struct args, word),
		.preset = "frozen" },
};

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	const struct args *a = data;

	return ctx->host->reply_text(ctx, "%s", a->word);
}

static const mcp_tool tool = {
	.size = sizeof tool,
	.name = "frozen",
	.title = "Frozen",
	.help = "Says its word.",
	.args = { .at = arg_fields,
		.count = 1,
		.stride = sizeof *arg_fields,
		.struct_size = sizeof(struct args) },
	.run = run,
};

static const mcp_tool *const tools[] = { &tool };

const mcp_plugin mcp_plugin_v1 = {
	.magic = MCP_ABI_MAGIC,
	.size = sizeof mcp_plugin_v1,
	.major = 0,
	.minor = 1,
	.name = "frozen",
	.tools = { .at = tools, .count = 1, .stride = sizeof *tools },
};
