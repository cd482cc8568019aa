/* referee_ask - tools that ask the client, as the official suite wants them, in both eras. */
#include "referee.h"

#include <mcp/ask.h>

#include <stdio.h>
#include <string.h>

/* `text` as a JSON string, in memory of the call; NULL: there is none left. */
static const char *quote(mcp_ctx *ctx, const char *text)
{
	size_t room = strlen(text) * 6 + 3;
	char *out = mcp_alloc(ctx, room);
	char *at = out;

	if (!out)
		return NULL;
	*at++ = '"';
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			*at++ = '\\';
		if (c < 0x20)
			at += snprintf(at, 7, "\\u%04x", c);
		else
			*at++ = (char)c;
	}
	*at++ = '"';
	*at = '\0';
	return out;
}

/* The model's words in a sampling result, escapes as they stand; "": there are none. */
static const char *words(mcp_ctx *ctx, const char *json)
{
	const char *at = json ? strstr(json, "\"text\":") : NULL;
	const char *end;
	char *out;

	if (!at)
		return "";
	at += strlen("\"text\":");
	at += strspn(at, " ");
	if (*at++ != '"')
		return "";
	for (end = at; *end && *end != '"'; end++)
		if (*end == '\\' && end[1])
			end++;
	out = mcp_alloc(ctx, (uint64_t)(end - at) + 1);
	return out ? memcpy(out, at, (size_t)(end - at)) : "";
}

static mcp_status sample(
	mcp_ctx *ctx, const mcp_ask *ask, const char *key, const char *prompt, mcp_answer *ret)
{
	const char *text = quote(ctx, prompt);
	char *params = text ? mcp_alloc(ctx, strlen(text) + 128) : NULL;

	if (!params)
		return mcp_fail(ctx, MCP_E_MEMORY, "there is no memory for the question");
	(void)snprintf(params, strlen(text) + 128,
		"{\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":%s}}],"
		"\"maxTokens\":100}",
		text);
	return ask->sample(ctx, key, params, ret);
}

/* ---- Asking the model. ---- */

struct prompt {
	const char *prompt;
};

static const mcp_field prompt_fields[] = {
	MCP_TEXT(struct prompt, prompt, "What to ask the model.", .flags = MCP_F_REQUIRED),
};

static mcp_status run_sampling(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	const struct prompt *prompt = args;
	mcp_answer answer = { .size = sizeof answer };
	mcp_status s;

	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = sample(ctx, ask, "sampling", prompt->prompt, &answer);
	return s < 0 ? s : mcp_reply_text(ctx, "LLM response: %s", words(ctx, answer.json));
}

static mcp_status run_missing(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	mcp_answer answer = { .size = sizeof answer };
	mcp_status s;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = sample(ctx, ask, "needed", "This tool cannot do without you.", &answer);
	return s < 0 ? s : mcp_reply_text(ctx, "The model said: %s", words(ctx, answer.json));
}

/* ---- Asking the person. ---- */

static const char *action(const mcp_answer *answer)
{
	switch (answer->action) {
	case MCP_ANSWER_ACCEPT:
		return "accept";
	case MCP_ANSWER_DECLINE:
		return "decline";
	default:
		return "cancel";
	}
}

static mcp_status say_answer(mcp_ctx *ctx, const char *what, const mcp_answer *answer)
{
	return mcp_reply_text(ctx, "%s: action=%s, content=%s", what, action(answer),
		answer->json ? answer->json : "{}");
}

struct message {
	const char *message;
};

static const mcp_field message_fields[] = {
	MCP_TEXT(struct message, message, "What to say to the person.", .flags = MCP_F_REQUIRED),
};

struct user {
	const char *username;
	const char *email;
};

static const mcp_field user_fields[] = {
	MCP_TEXT(struct user, username, "User's response", .flags = MCP_F_REQUIRED),
	MCP_TEXT(struct user, email, "User's email address", .flags = MCP_F_REQUIRED),
};

static const mcp_table user_table = MCP_TABLE(struct user, user_fields);

static mcp_status run_elicitation(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	const struct message *message = args;
	struct user user = { 0 };
	mcp_answer answer = { .size = sizeof answer };
	mcp_status s;

	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = ask->form(ctx, "user", message->message, &user_table, &user, &answer);
	return s < 0 ? s : say_answer(ctx, "User response", &answer);
}

struct profile {
	const char *name;
	int64_t age;
	double score;
	const char *status;
	int32_t verified;
};

static const mcp_field profile_fields[] = {
	MCP_TEXT(struct profile, name, "User name", .preset = "John Doe"),
	MCP_INT(struct profile, age, "User age", .preset = "30"),
	MCP_REAL(struct profile, score, "User score", .preset = "95.5"),
	MCP_CHOICE(struct profile, status, "User status", "active|inactive|pending",
		.preset = "active"),
	MCP_BOOL(struct profile, verified, "Verification status", .preset = "true"),
};

static const mcp_table profile_table = MCP_TABLE(struct profile, profile_fields);

static mcp_status run_defaults(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	struct profile profile = { 0 };
	mcp_answer answer = { .size = sizeof answer };
	mcp_status s;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = ask->form(
		ctx, "profile", "Please look at your profile", &profile_table, &profile, &answer);
	return s < 0 ? s : say_answer(ctx, "Elicitation completed", &answer);
}

static const char enums[] =
	"{\"type\":\"object\",\"properties\":{"
	"\"untitledSingle\":{\"type\":\"string\",\"enum\":[\"option1\",\"option2\",\"option3\"]},"
	"\"titledSingle\":{\"type\":\"string\",\"oneOf\":["
	"{\"const\":\"value1\",\"title\":\"First Option\"},"
	"{\"const\":\"value2\",\"title\":\"Second Option\"},"
	"{\"const\":\"value3\",\"title\":\"Third Option\"}]},"
	"\"legacyEnum\":{\"type\":\"string\",\"enum\":[\"opt1\",\"opt2\",\"opt3\"],"
	"\"enumNames\":[\"Option One\",\"Option Two\",\"Option Three\"]},"
	"\"untitledMulti\":{\"type\":\"array\",\"items\":{\"type\":\"string\","
	"\"enum\":[\"option1\",\"option2\",\"option3\"]}},"
	"\"titledMulti\":{\"type\":\"array\",\"items\":{\"anyOf\":["
	"{\"const\":\"value1\",\"title\":\"First Choice\"},"
	"{\"const\":\"value2\",\"title\":\"Second Choice\"},"
	"{\"const\":\"value3\",\"title\":\"Third Choice\"}]}}}}";

static mcp_status run_enums(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	mcp_answer answer = { .size = sizeof answer };
	mcp_status s;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	s = ask->form_json(ctx, "choices", "Please choose", enums, &answer);
	return s < 0 ? s : say_answer(ctx, "Elicitation completed", &answer);
}

static mcp_status run_streaming(mcp_ctx *ctx, const void *args)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	struct user user = { 0 };
	mcp_answer answer = { .size = sizeof answer };
	mcp_status s;

	(void)args;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	mcp_log(ctx, MCP_LOG_INFO, "The person is asked now");
	s = ask->form(ctx, "user", "Who are you?", &user_table, &user, &answer);
	return s < 0 ? s : say_answer(ctx, "User response", &answer);
}

/* ---- Declarations. ---- */

REFEREE_TOOL(tool_sampling, "test_sampling", run_sampling, "Asks the model.",
	.args = MCP_TABLE(struct prompt, prompt_fields));
REFEREE_TOOL(tool_missing, "test_missing_capability", run_missing,
	"Cannot do without the client's model.");
REFEREE_TOOL(tool_elicitation, "test_elicitation", run_elicitation, "Asks the person.",
	.args = MCP_TABLE(struct message, message_fields));
REFEREE_TOOL(tool_defaults, "test_elicitation_sep1034_defaults", run_defaults,
	"Asks the person by a form with defaults.");
REFEREE_TOOL(tool_enums, "test_elicitation_sep1330_enums", run_enums,
	"Asks the person by a form with choices.");
REFEREE_TOOL(
	tool_streaming, "test_streaming_elicitation", run_streaming, "Logs, then asks the person.");

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "referee_ask",
	.tools = MCP_LIST(&tool_sampling, &tool_missing, &tool_elicitation, &tool_defaults,
		&tool_enums, &tool_streaming),
	.needs = MCP_NEEDS("ask/1"),
};
