/* older - a tool from before: its structs end where an earlier contract ended. */
#include <stddef.h>

#include "../abi_v0_1.h"

struct args {
	const char *word;
};

/* No help, title, preset … yet. */
struct older_field {
	const char *name;
	uint32_t type;
	uint32_t offset;
	uint32_t flags;
	uint32_t pad;
};

static const struct older_field arg_fields[] = {
	{ .name = "word",
		.type = MCP_T_TEXT,
		.offset = offsetof(struct args, word),
		.flags = MCP_F_REQUIRED },
};

/* Ends with `run`. */
struct older_tool {
	uint32_t size;
	uint32_t hints;
	const char *name;
	const char *title;
	const char *help;
	mcp_table args;
	mcp_table result;
	mcp_status (*run)(mcp_ctx *ctx, const void *args);
};

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	const struct args *a = data;

	return ctx->host->reply_text(ctx, "older %s", a->word);
}

static const struct older_tool tool = {
	.size = sizeof tool,
	.name = "older",
	.title = "Older",
	.help = "Says your word.",
	.args = { .at = (const mcp_field *)(const void *)arg_fields,
		.count = 1,
		.stride = sizeof *arg_fields,
		.struct_size = sizeof(struct args) },
	.run = run,
};

static const struct older_tool *const tools[] = { &tool };

/* Ends with `tools`: no config, needs, phrases. */
struct older_plugin {
	uint32_t magic;
	uint32_t size;
	uint32_t major;
	uint32_t minor;
	const char *name;
	const char *version;
	const char *license;
	mcp_list tools;
};

MCP_EXPORT extern const struct older_plugin older_symbol __asm__("mcp_plugin_v1");

const struct older_plugin older_symbol = {
	.magic = MCP_ABI_MAGIC,
	.size = sizeof older_symbol,
	.major = 0,
	.minor = 0,
	.name = "older",
	.tools = { .at = tools, .count = 1, .stride = sizeof *tools },
};
