/* referee_rounds - what the official suite asks in rounds, and what is remembered between. */
#include "referee.h"

#include <mcp/ask.h>
#include <mcp/content.h>

#include <stdio.h>

#define CAPITAL \
	"{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\"," \
	"\"text\":\"What is the capital of France?\"}}],\"maxTokens\":100}"

struct who {
	const char *name;
};

struct colour {
	const char *color;
};

struct yes {
	int32_t ok;
};

struct background {
	const char *context;
};

static const mcp_field who_fields[] = {
	MCP_TEXT(struct who, name, "A name.", .flags = MCP_F_REQUIRED),
};

static const mcp_field colour_fields[] = {
	MCP_TEXT(struct colour, color, "A colour.", .flags = MCP_F_REQUIRED),
};

static const mcp_field yes_fields[] = {
	MCP_BOOL(struct yes, ok, "Whether it is well.", .flags = MCP_F_REQUIRED),
};

static const mcp_field background_fields[] = {
	MCP_TEXT(struct background, context, "The background.", .flags = MCP_F_REQUIRED),
};

static const mcp_table who_table = MCP_TABLE(struct who, who_fields);
static const mcp_table colour_table = MCP_TABLE(struct colour, colour_fields);
static const mcp_table yes_table = MCP_TABLE(struct yes, yes_fields);
static const mcp_table background_table = MCP_TABLE(struct background, background_fields);

/* Of two outcomes the one to end with: a failure before questions, those before success. */
static mcp_status worse(mcp_status a, mcp_status b)
{
	if (a < 0 && a != MCP_E_NEEDS_INPUT)
		return a;
	return b < 0 ? b : a;
}

/* A name that was given, or what stands for it when the person refused. */
static const char *given(const char *name)
{
	return name ? name : "whoever you are";
}

static mcp_status ask_name(mcp_ctx *ctx, const mcp_ask *ask, const char *key, struct who *ret)
{
	mcp_answer answer = { .size = sizeof answer };

	return ask->form(ctx, key, "What is your name?", &who_table, ret, &answer);
}

/* ---- One question. ---- */

static mcp_status run_elicitation(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	struct who who = { 0 };
	mcp_status s;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = ask_name(ctx, ask, "user_name", &who);
	return s < 0 ? s : mcp_reply_text(ctx, "Hello, %s!", given(who.name));
}

static mcp_status run_sampling(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	mcp_answer answer = { .size = sizeof answer };
	mcp_status s;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = ask->sample(ctx, "capital_question", CAPITAL, &answer);
	return s < 0 ? s : mcp_reply_text(ctx, "The model answered: %s", answer.json);
}

static mcp_status run_roots(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	mcp_answer answer = { .size = sizeof answer };
	mcp_status s;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = ask->roots(ctx, "client_roots", &answer);
	return s < 0 ? s : mcp_reply_text(ctx, "The folders: %s", answer.json);
}

/* ---- What is remembered between rounds. ---- */

static mcp_status run_state(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	mcp_answer answer = { .size = sizeof answer };
	struct yes yes = { 0 };
	char seen[8] = "";
	uint64_t length = 0;
	int32_t knows;
	mcp_status s;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	knows = ask->recall(ctx, "seen", seen, sizeof seen, &length) == MCP_OK;
	s = ask->remember(ctx, "seen", "once", sizeof "once");
	if (s < 0)
		return s;
	s = ask->form(ctx, "confirm", "Please confirm", &yes_table, &yes, &answer);
	if (s < 0)
		return s;
	return mcp_reply_text(ctx, "state-%s ok=%s", knows ? "ok" : "lost", yes.ok ? "yes" : "no");
}

static mcp_status run_multi_round(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	mcp_answer answer = { .size = sizeof answer };
	struct colour colour = { 0 };
	struct who who = { 0 };
	mcp_status s;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = ask->remember(ctx, "step", "1", 1);
	if (s < 0)
		return s;
	s = ask_name(ctx, ask, "step1", &who);
	if (s < 0)
		return s;
	s = ask->remember(ctx, "step", "2", 1);
	if (s < 0)
		return s;
	s = ask->form(
		ctx, "step2", "What is your favorite color?", &colour_table, &colour, &answer);
	if (s < 0)
		return s;
	return mcp_reply_text(
		ctx, "%s likes %s", given(who.name), colour.color ? colour.color : "no colour");
}

/* ---- Several questions at once. ---- */

static mcp_status run_multiple(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	mcp_answer greeting = { .size = sizeof greeting };
	mcp_answer roots = { .size = sizeof roots };
	struct who who = { 0 };
	mcp_status s;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = ask->remember(ctx, "asked", "three", sizeof "three");
	s = worse(s, ask_name(ctx, ask, "user_name", &who));
	s = worse(s, ask->sample(ctx, "greeting", CAPITAL, &greeting));
	s = worse(s, ask->roots(ctx, "client_roots", &roots));
	if (s < 0)
		return s;
	return mcp_reply_text(ctx, "%s: %s in %s", given(who.name), greeting.json, roots.json);
}

/* Asks what this client can be asked, and nothing else. */
static mcp_status run_capabilities(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	uint32_t can = mcp_client(ctx);
	mcp_answer answer = { .size = sizeof answer };
	struct who who = { 0 };
	mcp_status s = MCP_OK;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	if (can & MCP_CAN_FORM)
		s = worse(s, ask_name(ctx, ask, "name", &who));
	if (can & MCP_CAN_SAMPLE)
		s = worse(s, ask->sample(ctx, "capital", CAPITAL, &answer));
	if (can & MCP_CAN_ROOTS)
		s = worse(s, ask->roots(ctx, "roots", &answer));
	return s < 0 ? s : mcp_reply_text(ctx, "asked as %u allows", (unsigned)can);
}

/* ---- A prompt that asks. ---- */

static mcp_status get_prompt(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	const mcp_content *content = mcp_service(ctx, "content/1");
	mcp_answer answer = { .size = sizeof answer };
	struct background background = { 0 };
	char text[512];
	mcp_status s;

	(void)args;
	if (!ask || !content)
		return MCP_E_UNSUPPORTED;
	s = ask->form(ctx, "user_context", "What context should the prompt use?", &background_table,
		&background, &answer);
	if (s < 0)
		return s;
	(void)snprintf(text, sizeof text, "Use this context: %s",
		background.context ? background.context : "none");
	return content->text(ctx, text);
}

/* ---- Declarations. ---- */

#define ROUNDS(name) "test_input_required_result_" name

REFEREE_TOOL(tool_elicitation, ROUNDS("elicitation"), run_elicitation, "Asks for a name.");
REFEREE_TOOL(tool_sampling, ROUNDS("sampling"), run_sampling, "Asks the model.");
REFEREE_TOOL(tool_roots, ROUNDS("list_roots"), run_roots, "Asks for folders.");
REFEREE_TOOL(tool_state, ROUNDS("request_state"), run_state, "Remembers between rounds.");
REFEREE_TOOL(tool_multiple, ROUNDS("multiple_inputs"), run_multiple, "Asks three things.");
REFEREE_TOOL(tool_rounds, ROUNDS("multi_round"), run_multi_round, "Asks twice.");
REFEREE_TOOL(tool_tampered, ROUNDS("tampered_state"), run_state, "Remembers, to be tampered with.");
REFEREE_TOOL(tool_capabilities, ROUNDS("capabilities"), run_capabilities,
	"Asks what the client can be asked.");

static const mcp_prompt prompt = {
	MCP_PROMPT_HEAD,
	.name = ROUNDS("prompt"),
	.title = "Asking",
	.help = "A prompt that asks for its context.",
	.get = get_prompt,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "referee_rounds",
	.tools = MCP_LIST(&tool_elicitation, &tool_sampling, &tool_roots, &tool_state,
		&tool_multiple, &tool_rounds, &tool_tampered, &tool_capabilities),
	.needs = MCP_NEEDS("ask/1", "content/1"),
	.prompts = MCP_PROMPTS(&prompt),
};
