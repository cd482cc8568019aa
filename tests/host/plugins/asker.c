/* asker - a plugin that asks: once, twice, inside a task, before a task. */
#include <mcp/ask.h>
#include <mcp/content.h>

#include <time.h>

struct person {
	const char *name;
};

static const mcp_field person_fields[] = {
	MCP_TEXT(struct person, name, "A name.", .flags = MCP_F_REQUIRED),
};

static const mcp_table person_table = MCP_TABLE(struct person, person_fields);

/* Asks by `key`; MCP_OK: *ret is filled unless the person declined. */
static mcp_status ask_name(mcp_ctx *ctx, const char *key, struct person *ret)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	mcp_answer answer = { .size = sizeof answer };

	if (!ask)
		return MCP_E_UNSUPPORTED;
	return ask->form(ctx, key, "Who is it?", &person_table, ret, &answer);
}

static const char *name_of(const struct person *p)
{
	return p->name ? p->name : "nobody";
}

static mcp_status once(mcp_ctx *ctx, const void *args)
{
	struct person person = { 0 };
	mcp_status s = ask_name(ctx, "who", &person);

	(void)args;
	return s < 0 ? s : mcp_reply_text(ctx, "Hello, %s!", name_of(&person));
}

/* The second question comes after the first answer; between them it remembers a number. */
static mcp_status twice(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	struct person first = { 0 };
	struct person second = { 0 };
	int32_t rounds = 0;
	uint64_t len = 0;
	mcp_status s;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	(void)ask->recall(ctx, "rounds", &rounds, sizeof rounds, &len);
	rounds++;
	s = ask->remember(ctx, "rounds", &rounds, sizeof rounds);
	if (s == MCP_OK)
		s = ask_name(ctx, "first", &first);
	if (s == MCP_OK)
		s = ask_name(ctx, "second", &second);
	return s < 0 ? s
	             : mcp_reply_text(ctx, "%s and %s in %d rounds", name_of(&first),
			       name_of(&second), rounds);
}

static mcp_status wait(mcp_ctx *ctx, const void *args)
{
	const struct timespec pause = { .tv_nsec = 5000000 };

	(void)args;
	while (!mcp_cancelled(ctx))
		(void)nanosleep(&pause, NULL);
	return mcp_fail(ctx, MCP_E_CANCELLED, "cancelled");
}

static mcp_status break_off(mcp_ctx *ctx, const void *args)
{
	(void)args;
	return mcp_fail(ctx, MCP_E_PROTOCOL, "broken on purpose");
}

static mcp_status get(mcp_ctx *ctx, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	struct person person = { 0 };
	mcp_status s = ask_name(ctx, "who", &person);

	(void)args;
	if (!content)
		return MCP_E_UNSUPPORTED;
	return s < 0 ? s : content->text(ctx, name_of(&person));
}

static const mcp_tool asks_once = {
	MCP_TOOL_HEAD,
	.name = "once",
	.help = "Asks once.",
	.run = once,
};
static const mcp_tool asks_twice = {
	MCP_TOOL_HEAD,
	.name = "twice",
	.help = "Asks twice.",
	.run = twice,
};
static const mcp_tool job = {
	MCP_TOOL_HEAD,
	.name = "job",
	.help = "Asks inside a task.",
	.run = twice,
	.task = MCP_TASK_REQUIRED,
};
static const mcp_tool later = {
	MCP_TOOL_HEAD,
	.name = "later",
	.help = "Asks before it is a task.",
	.run = once,
	.task = MCP_TASK_AFTER_ASKING,
};
static const mcp_tool waits = {
	MCP_TOOL_HEAD,
	.name = "waits",
	.help = "Waits to be cancelled.",
	.run = wait,
	.task = MCP_TASK_OPTIONAL,
};
static const mcp_tool breaks = {
	MCP_TOOL_HEAD,
	.name = "breaks",
	.help = "Breaks off.",
	.run = break_off,
	.task = MCP_TASK_REQUIRED,
};
static const mcp_prompt prompt = {
	MCP_PROMPT_HEAD,
	.name = "hello",
	.help = "Asks for a name.",
	.get = get,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "asker",
	.version = "1",
	.license = "MIT",
	.tools = MCP_LIST(&asks_once, &asks_twice, &job, &later, &waits, &breaks),
	.needs = MCP_NEEDS("ask/1", "content/1"),
	.prompts = MCP_PROMPTS(&prompt),
};
