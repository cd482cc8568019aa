/* questions - a plugin that asks in every way ask/1 has; `what` says which. */
#include <string.h>

#include <mcp/ask.h>

struct args {
	const char *what;
};

static const mcp_field arg_fields[] = {
	MCP_TEXT(struct args, what, "What to ask.", .flags = MCP_F_REQUIRED),
};

static mcp_status tell(mcp_ctx *ctx, mcp_status s, const mcp_answer *answer)
{
	if (s < 0)
		return s;
	return mcp_reply_text(
		ctx, "%u %s", (unsigned)answer->action, answer->json ? answer->json : "nothing");
}

static mcp_status ask_form_json(mcp_ctx *ctx, const mcp_ask *ask, mcp_answer *answer)
{
	return ask->form_json(ctx, "k", "Which?",
		"{\"type\":\"object\",\n\"properties\":{\"a\":{\"type\":\"string\",\"enumNames\":"
		"[\"x\"]}}}",
		answer);
}

static mcp_status ask_url(mcp_ctx *ctx, const mcp_ask *ask, mcp_answer *answer)
{
	return ask->url(ctx, "k", "Please sign in.", "https://example.com/sign?in=1", answer);
}

static mcp_status ask_sample(mcp_ctx *ctx, const mcp_ask *ask, mcp_answer *answer)
{
	return ask->sample(ctx, "k", "{\"messages\":[],\n\"maxTokens\":9}", answer);
}

static mcp_status ask_roots(mcp_ctx *ctx, const mcp_ask *ask, mcp_answer *answer)
{
	return ask->roots(ctx, "k", answer);
}

/* The same key again is the same question. */
static mcp_status ask_twice(mcp_ctx *ctx, const mcp_ask *ask, mcp_answer *answer)
{
	(void)ask->roots(ctx, "k", answer);
	return ask->roots(ctx, "k", answer);
}

static mcp_status ask_wrongly(mcp_ctx *ctx, const mcp_ask *ask, mcp_answer *answer)
{
	const mcp_status all[] = {
		ask->roots(ctx, "", answer),
		ask->roots(ctx, "a key", answer),
		ask->roots(ctx, NULL, answer),
		ask->roots(ctx, "k", NULL),
		ask->form_json(ctx, "k", NULL, "{}", answer),
		ask->form_json(ctx, "k", "Which?", "[]", answer),
		ask->form_json(ctx, "k", "Which?", "{", answer),
		ask->form(ctx, "k", "Which?", NULL, NULL, answer),
		ask->url(ctx, "k", "Sign in.", "no address", answer),
		ask->url(ctx, "k", NULL, "https://example.com", answer),
		ask->sample(ctx, "k", "7", answer),
		ask->remember(ctx, "a name", "x", 1),
		ask->remember(ctx, "name", NULL, 1),
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i] != MCP_E_ARGUMENT)
			return mcp_fail(ctx, MCP_E_INTERNAL, "number %d was taken", (int)i);
	return mcp_fail(ctx, MCP_E_UNSUPPORTED, "all refused");
}

/* What a form can't show: a row of rows. */
static mcp_status ask_deeply(mcp_ctx *ctx, const mcp_ask *ask, mcp_answer *answer)
{
	struct deep {
		mcp_rows rows;
	} deep = { { NULL, 0, 0 } };
	static const mcp_table row_table = MCP_TABLE(struct args, arg_fields);
	static const mcp_field fields[] = { MCP_ROWS(struct deep, rows, "Rows.", row_table) };
	static const mcp_table table = MCP_TABLE(struct deep, fields);

	return ask->form(ctx, "k", "Which?", &table, &deep, answer);
}

static mcp_status remember_much(mcp_ctx *ctx, const mcp_ask *ask, mcp_answer *answer)
{
	static const char zeros[MCP_ASK_REMEMBER];

	if (ask->remember(ctx, "n", zeros, sizeof zeros - 1) != MCP_OK)
		return mcp_fail(ctx, MCP_E_INTERNAL, "what fits was not taken");
	/* The same name again takes the room of the old bytes. */
	if (ask->remember(ctx, "n", zeros, sizeof zeros - 2) != MCP_OK)
		return mcp_fail(ctx, MCP_E_INTERNAL, "the same name was not replaced");
	if (ask->remember(ctx, "m", NULL, 0) != MCP_OK)
		return mcp_fail(ctx, MCP_E_INTERNAL, "an empty memory was not taken");
	(void)answer;
	return ask->remember(ctx, "o", "x", 1);
}

static mcp_status recall_little(mcp_ctx *ctx, const mcp_ask *ask, mcp_answer *answer)
{
	char two[2] = "";
	uint64_t len = 9;

	(void)answer;
	if (ask->recall(ctx, "other", two, sizeof two, &len) != MCP_E_ARGUMENT)
		return mcp_fail(ctx, MCP_E_INTERNAL, "something was remembered");
	if (ask->recall(ctx, "word", two, 1, &len) != MCP_E_MEMORY || len != 9)
		return mcp_fail(ctx, MCP_E_INTERNAL, "too little room was enough");
	if (ask->recall(ctx, "word", two, sizeof two, &len) != MCP_OK)
		return mcp_fail(ctx, MCP_E_INTERNAL, "nothing was remembered");
	return mcp_fail(ctx, MCP_E_UNSUPPORTED, "%.2s %u", two, (unsigned)len);
}

static mcp_status only_remember(mcp_ctx *ctx, const mcp_ask *ask, mcp_answer *answer)
{
	mcp_status s = ask->remember(ctx, "n", "x", 1);

	(void)answer;
	return s < 0 ? s : MCP_E_NEEDS_INPUT;
}

static const struct {
	const char *what;
	mcp_status (*act)(mcp_ctx *ctx, const mcp_ask *ask, mcp_answer *answer);
} acts[] = {
	{ "form_json", ask_form_json },
	{ "url", ask_url },
	{ "sample", ask_sample },
	{ "roots", ask_roots },
	{ "twice", ask_twice },
	{ "wrongly", ask_wrongly },
	{ "deeply", ask_deeply },
	{ "much", remember_much },
	{ "little", recall_little },
	{ "only", only_remember },
};

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	const struct args *a = data;
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	mcp_answer answer = { .size = sizeof answer };

	if (!ask)
		return MCP_E_UNSUPPORTED;
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (strcmp(a->what, acts[i].what) == 0)
			return tell(ctx, acts[i].act(ctx, ask, &answer), &answer);
	return mcp_fail(ctx, MCP_E_ARGUMENT, "there is no such question");
}

/* A handler older than `json`: it is given no more than it has room for. */
static mcp_status get(mcp_ctx *ctx, const void *data)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	struct {
		mcp_answer known;
		char guard[8];
	} answer = { .known = { .size = 8 }, .guard = "guarded" };
	mcp_status s;

	(void)data;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = ask->roots(ctx, "k", &answer.known);
	if (s < 0)
		return s;
	return mcp_fail(ctx, MCP_E_UNSUPPORTED, "%u %s %s", (unsigned)answer.known.action,
		answer.known.json ? "touched" : "untouched", answer.guard);
}

static mcp_status complete(mcp_ctx *ctx, const char *argument, const char *value)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	mcp_answer answer = { .size = sizeof answer };

	(void)argument;
	(void)value;
	return ask ? ask->roots(ctx, "k", &answer) : MCP_E_UNSUPPORTED;
}

static const mcp_phrase phrases[] = {
	{ "Which?", "어느 것인가요?" },
	{ "Please sign in.", "로그인해 주세요." },
};

static const mcp_tool questions = {
	MCP_TOOL_HEAD,
	.name = "questions",
	.title = "Questions",
	.help = "Asks.",
	.args = MCP_TABLE(struct args, arg_fields),
	.run = run,
};

static const mcp_prompt young = {
	MCP_PROMPT_HEAD,
	.name = "young",
	.args = MCP_TABLE(struct args, arg_fields),
	.get = get,
	.complete = complete,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "questions",
	.tools = MCP_LIST(&questions),
	.needs = MCP_NEEDS("ask/1"),
	.phrases = MCP_PHRASES(phrases),
	.prompts = MCP_PROMPTS(&young),
};
