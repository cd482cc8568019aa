/* hello - greets someone: the smallest complete tool. */
#include <mcp/tool.h>

struct args {
	const char *name;
	int64_t times;
};

static const mcp_field arg_fields[] = {
	MCP_TEXT(struct args, name, "Who to greet.", .flags = MCP_F_REQUIRED),
	MCP_INT(struct args, times, "How often.", .preset = "1", .range = "1..5"),
};

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	const struct args *a = data;

	if (a->name[0] == '\0')
		return mcp_fail(ctx, MCP_E_ARGUMENT, "name is empty; give a name to greet");
	return mcp_reply_text(ctx, "Hello, %s! (x%lld)", a->name, (long long)a->times);
}

static const mcp_tool greet = {
	MCP_TOOL_HEAD,
	.name = "hello",
	.title = "Greeting",
	.help = "Greets someone by name.",
	.hints = MCP_READ_ONLY | MCP_IDEMPOTENT,
	.args = MCP_TABLE(struct args, arg_fields),
	.run = run,
};

static const mcp_phrase phrases[] = {
	{ "Greeting", "인사" },
	{ "Greets someone by name.", "이름을 불러 인사합니다." },
	{ "Who to greet.", "인사할 사람." },
	{ "How often.", "인사할 횟수." },
	{ "name is empty; give a name to greet", "name이 비어 있습니다. 인사할 이름을 적으세요" },
	{ "Hello, %s! (x%lld)", "안녕하세요, %s! (x%lld)" },
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "hello",
	.version = "1.0.0",
	.license = "MIT",
	.tools = MCP_LIST(&greet),
	.phrases = MCP_PHRASES(phrases),
};
