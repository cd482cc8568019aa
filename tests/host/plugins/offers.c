/* offers - a plugin with everything of contract 0.2: content, questions, prompts, resources. */
#include <string.h>
#include <unistd.h>

#include <mcp/ask.h>
#include <mcp/content.h>

static const unsigned char bytes[] = { 0, 1, 2, 255 };

/* ---- A tool with a schema of its own, that does what `what` says. ---- */

static const mcp_content *content_of(mcp_ctx *ctx)
{
	return mcp_service(ctx, "content/1");
}

static mcp_status give_blocks(mcp_ctx *ctx, const mcp_content *content)
{
	mcp_status s = content->text(ctx, "said \"so\"");

	if (s == MCP_OK)
		s = content->annotate(ctx, "{\"audience\":[\"user\"],\n\"priority\":0.5}");
	if (s == MCP_OK)
		s = content->image(ctx, bytes, sizeof bytes, "image/png");
	if (s == MCP_OK)
		s = content->audio(ctx, bytes, 1, "audio/wav");
	if (s == MCP_OK)
		s = content->link(ctx, "demo://status", NULL, "text/plain");
	if (s == MCP_OK)
		s = content->resource_text(ctx, "demo://a", "text/plain", "inside");
	if (s == MCP_OK)
		s = content->resource_bytes(ctx, "demo://b", NULL, bytes, 2);
	return s;
}

static mcp_status give_structured(mcp_ctx *ctx, const mcp_content *content)
{
	return content->structured(ctx, "{\"n\": 1,\n \"list\": [true]}");
}

static mcp_status give_reply_and_image(mcp_ctx *ctx, const mcp_content *content)
{
	mcp_status s = mcp_reply_text(ctx, "in words");

	return s < 0 ? s : content->image(ctx, bytes, 1, "image/png");
}

static mcp_status give_failure(mcp_ctx *ctx, const mcp_content *content)
{
	mcp_status s = content->text(ctx, "it went wrong");

	return s < 0 ? s : content->failed(ctx);
}

static mcp_status give_wrong(mcp_ctx *ctx, const mcp_content *content)
{
	const mcp_status all[] = {
		content->text(ctx, NULL),
		content->text(ctx, "\xff"),
		content->image(ctx, bytes, 1, "png"),
		content->link(ctx, "no uri", NULL, NULL),
		content->resource_text(ctx, "demo://a", "text/plain", NULL),
		content->annotate(ctx, "{}"),
		content->structured(ctx, "{"),
	};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i] != MCP_E_ARGUMENT)
			return mcp_reply_text(ctx, "number %d was taken", (int)i);
	if (content->role(ctx, "user") != MCP_E_UNSUPPORTED ||
		content->value(ctx, "x") != MCP_E_UNSUPPORTED)
		return mcp_reply_text(ctx, "a function of another kind was taken");
	return mcp_reply_text(ctx, "all refused");
}

static mcp_status say_changed(mcp_ctx *ctx, const mcp_content *content)
{
	(void)content;
	mcp_changed(ctx, MCP_CHANGED_RESOURCE, "demo://status");
	mcp_changed(ctx, 99, NULL);
	if (mcp_chosen(ctx, "market"))
		return mcp_reply_text(ctx, "something was chosen for a tool");
	return mcp_reply_text(ctx, "client %u", (unsigned)mcp_client(ctx));
}

static mcp_status end_by_protocol(mcp_ctx *ctx, const mcp_content *content)
{
	(void)content;
	return mcp_fail(ctx, MCP_E_PROTOCOL, "as asked");
}

static mcp_status need_nothing(mcp_ctx *ctx, const mcp_content *content)
{
	(void)ctx;
	(void)content;
	return MCP_E_NEEDS_INPUT;
}

static mcp_status write_frame(mcp_ctx *ctx, const char *frame, size_t len);

static mcp_status lie_about_blocks(mcp_ctx *ctx, const mcp_content *content)
{
	static const char frame[] =
		"{\"t\":\"done\",\"status\":\"ok\",\"content\":[{\"type\":\"video\"}"
		"],\"is_error\":false,\"notes\":[]}";

	(void)content;
	return write_frame(ctx, frame, sizeof frame - 1);
}

static mcp_status lie_about_bytes(mcp_ctx *ctx, const mcp_content *content)
{
	static const char frame[] =
		"{\"t\":\"done\",\"status\":\"ok\",\"content\":[{\"type\":\"image\",\"data\":"
		"\"****\",\"mimeType\":\"image/png\"}],\"is_error\":false,\"notes\":[]}";

	(void)content;
	return write_frame(ctx, frame, sizeof frame - 1);
}

static mcp_status lie_about_questions(mcp_ctx *ctx, const mcp_content *content)
{
	static const char frame[] =
		"{\"t\":\"done\",\"status\":\"needs_input\",\"requests\":{\"k\":{"
		"\"method\":\"tools/call\",\"params\":{}}},\"kept\":{}}";

	(void)content;
	return write_frame(ctx, frame, sizeof frame - 1);
}

static const struct {
	const char *what;
	mcp_status (*act)(mcp_ctx *ctx, const mcp_content *content);
} acts[] = {
	{ "blocks", give_blocks },
	{ "structured", give_structured },
	{ "mixed", give_reply_and_image },
	{ "failure", give_failure },
	{ "wrong", give_wrong },
	{ "changed", say_changed },
	{ "protocol", end_by_protocol },
	{ "nothing", need_nothing },
	{ "video", lie_about_blocks },
	{ "stars", lie_about_bytes },
	{ "method", lie_about_questions },
};

static mcp_status run_show(mcp_ctx *ctx, const void *data)
{
	const mcp_raw *raw = data;
	const mcp_content *content = content_of(ctx);

	if (!content)
		return MCP_E_UNSUPPORTED;
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (strstr(raw->json, acts[i].what))
			return acts[i].act(ctx, content);
	return mcp_reply_text(ctx, "%s", raw->json);
}

static const mcp_icon icons[] = { { .src = "https://example.com/i.png", .sizes = "48x48 any" } };

static const mcp_tool show = {
	MCP_TOOL_HEAD,
	.name = "show",
	.title = "Show",
	.help = "Shows content.",
	.args_schema =
		"{ \"type\": \"object\",\n\"properties\": {\"region\": {\"type\": \"string\","
		"\"x-mcp-header\": \"Region\"}} }",
	.icons = MCP_ICONS(icons),
	.meta = "{\"k\":1}",
	.run = run_show,
	.task = MCP_TASK_OPTIONAL,
};

/* ---- A tool that asks in two rounds. ---- */

struct who {
	const char *name;
	int64_t age;
	mcp_texts likes;
};

static const mcp_field who_fields[] = {
	MCP_TEXT(struct who, name, "Your name.", .title = "Name", .flags = MCP_F_REQUIRED),
	MCP_INT(struct who, age, "Your age.", .preset = "30", .range = "0..150"),
	MCP_TEXTS(struct who, likes, "What you like.", .choices = "tea|coffee"),
};
static const mcp_table who_table = MCP_TABLE(struct who, who_fields);

static const char *first_like(const struct who *who)
{
	return who->likes.count > 0 ? who->likes.at[0] : "nothing";
}

static mcp_status run_greet(mcp_ctx *ctx, const void *data)
{
	const mcp_ask *ask = mcp_service(ctx, "ask/1");
	mcp_answer answer = { .size = sizeof answer };
	mcp_answer model = { .size = sizeof model };
	struct who who = { 0 };
	char round[8] = "";
	uint64_t len = 0;
	mcp_status s;

	(void)data;
	if (!ask)
		return MCP_E_UNSUPPORTED;
	if (ask->recall(ctx, "round", round, sizeof round, &len) == MCP_E_ARGUMENT)
		s = ask->remember(ctx, "round", "two", 4);
	else
		s = MCP_OK;
	if (s < 0)
		return s;
	s = ask->form(ctx, "who", "Who are you?", &who_table, &who, &answer);
	if (s == MCP_OK && answer.action != MCP_ANSWER_ACCEPT)
		return mcp_reply_text(ctx, "nobody");
	if (ask->sample(ctx, "model", "{\"messages\":[],\"maxTokens\":1}", &model) < 0 || s < 0)
		return MCP_E_NEEDS_INPUT;
	return mcp_reply_text(
		ctx, "%s, %d, likes %s, round %s", who.name, (int)who.age, first_like(&who), round);
}

static const mcp_tool greet = {
	MCP_TOOL_HEAD,
	.name = "greet",
	.title = "Greet",
	.help = "Asks and greets.",
	.run = run_greet,
};

/* Writes to the core behind the host's back. */
static mcp_status write_frame(mcp_ctx *ctx, const char *frame, size_t len)
{
	unsigned char head[4] = { (unsigned char)(len & 255), (unsigned char)(len >> 8 & 255), 0,
		0 };

	if (write(3, head, 4) < 0 || write(3, frame, len) < 0)
		return MCP_E_INTERNAL;
	while (!mcp_cancelled(ctx))
		continue;
	return MCP_E_CANCELLED;
}

/* ---- A prompt. ---- */

struct topic {
	const char *topic;
};

static const mcp_field topic_fields[] = {
	MCP_TEXT(struct topic, topic, "Of what.", .flags = MCP_F_REQUIRED),
};

static mcp_status get_brief(mcp_ctx *ctx, const void *data)
{
	const struct topic *t = data;
	const mcp_content *content = content_of(ctx);
	mcp_status s;

	if (!content)
		return MCP_E_UNSUPPORTED;
	if (strcmp(t->topic, "none") == 0)
		return mcp_fail(ctx, MCP_E_ARGUMENT, "there is no topic none");
	s = content->describe(ctx, "A brief.");
	if (s == MCP_OK)
		s = content->text(ctx, t->topic);
	if (s == MCP_OK)
		s = content->role(ctx, "assistant");
	if (s == MCP_OK)
		s = content->text(ctx, "Yes?");
	return s;
}

static mcp_status complete_topic(mcp_ctx *ctx, const char *argument, const char *value)
{
	const mcp_content *content = content_of(ctx);
	const char *chosen = mcp_chosen(ctx, "market");
	mcp_status s = content->value(ctx, argument);

	if (s == MCP_OK)
		s = content->value(ctx, value);
	if (s == MCP_OK && chosen)
		s = content->value(ctx, chosen);
	return s < 0 ? s : content->total(ctx, 7);
}

static const mcp_prompt brief = {
	MCP_PROMPT_HEAD,
	.name = "brief",
	.title = "Brief",
	.help = "Briefs.",
	.args = MCP_TABLE(struct topic, topic_fields),
	.get = get_brief,
	.complete = complete_topic,
};

/* ---- Resources. ---- */

static mcp_status read_status(mcp_ctx *ctx, const char *uri, const void *data)
{
	const mcp_content *content = content_of(ctx);

	(void)data;
	return content->resource_text(ctx, uri, "text/plain", "fine");
}

struct code {
	const char *code;
};

static const mcp_field code_fields[] = { MCP_TEXT(struct code, code, "Which.") };

static mcp_status read_stock(mcp_ctx *ctx, const char *uri, const void *data)
{
	const struct code *c = data;
	const mcp_content *content = content_of(ctx);

	if (strcmp(c->code, "000000") == 0)
		return mcp_fail(ctx, MCP_E_ARGUMENT, "there is no stock 000000");
	if (strcmp(c->code, "empty") == 0)
		return MCP_OK;
	return content->resource_bytes(ctx, uri, NULL, c->code, strlen(c->code));
}

static const mcp_resource status = {
	MCP_RESOURCE_HEAD,
	.flags = MCP_RESOURCE_PUBLIC,
	.uri = "demo://status",
	.name = "status",
	.mime = "text/plain",
	.annotations = "{\"priority\":1}",
	.read = read_status,
	.ttl_s = 5,
	.bytes = 4,
};

static const mcp_resource stock = {
	MCP_RESOURCE_HEAD,
	.uri = "demo://stocks/{code}",
	.name = "stock",
	.args = MCP_TABLE(struct code, code_fields),
	.read = read_stock,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "offers",
	.tools = MCP_LIST(&show, &greet),
	.needs = MCP_NEEDS("content/1", "ask/1"),
	.prompts = MCP_PROMPTS(&brief),
	.resources = MCP_RESOURCES(&status, &stock),
};
