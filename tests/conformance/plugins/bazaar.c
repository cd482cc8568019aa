/* bazaar - one of everything that is no plain tool: content, schemas of its own, prompts,
 * resources, completion, changes. */
#include <mcp/content.h>
#include <mcp/tool.h>

#include <stdio.h>
#include <string.h>

static const unsigned char bytes[] = { 0x00, 0xff, 0x10, 0x80 };
static const mcp_icon icons[] = { { "data:image/png;base64,iVBORw0KGgo=", "image/png", "48x48",
	"light" } };

struct nothing {
	int64_t unused;
};

static const mcp_field nothing_fields[] = {
	MCP_INT(struct nothing, unused, "Not used.", .preset = "0"),
};

#define NEEDS_CONTENT(ctx, name) \
	const mcp_content *name = mcp_service(ctx, "content/1"); \
\
	if (!(name)) \
	return MCP_E_UNSUPPORTED

/* ---- Tools. ---- */

static mcp_status run_blocks(mcp_ctx *ctx, const void *args)
{
	NEEDS_CONTENT(ctx, c);

	(void)args;
	(void)c->text(ctx, "some text");
	(void)c->annotate(ctx, "{\"audience\":[\"user\"],\"priority\":0.5}");
	(void)c->image(ctx, bytes, sizeof bytes, "image/png");
	(void)c->audio(ctx, bytes, sizeof bytes, "audio/wav");
	(void)c->link(ctx, "bazaar://item/7", "item", "text/plain");
	(void)c->resource_text(ctx, "bazaar://text", "text/plain", "inside");
	return c->resource_bytes(
		ctx, "bazaar://bytes", "application/octet-stream", bytes, sizeof bytes);
}

static mcp_status run_fail(mcp_ctx *ctx, const void *args)
{
	NEEDS_CONTENT(ctx, c);

	(void)args;
	(void)c->text(ctx, "it went wrong");
	return c->failed(ctx);
}

/* Answers with the arguments it was given, in a list. */
static mcp_status run_raw(mcp_ctx *ctx, const void *args)
{
	NEEDS_CONTENT(ctx, c);
	const mcp_raw *raw = args;
	char json[512];

	(void)snprintf(json, sizeof json, "[%s]", raw->json);
	return c->structured(ctx, json);
}

static mcp_status run_change(mcp_ctx *ctx, const void *args)
{
	(void)args;
	mcp_changed(ctx, MCP_CHANGED_TOOLS, NULL);
	mcp_changed(ctx, MCP_CHANGED_PROMPTS, NULL);
	mcp_changed(ctx, MCP_CHANGED_RESOURCES, NULL);
	mcp_changed(ctx, MCP_CHANGED_RESOURCE, "bazaar://text");
	mcp_changed(ctx, MCP_CHANGED_RESOURCE, "bazaar://bytes");
	return mcp_reply_text(ctx, "changed");
}

#define OFFER(function, text) \
	{ \
		MCP_TOOL_HEAD, .name = "bazaar_" #function, .title = "Offer", .help = text, \
			       .args = MCP_TABLE(struct nothing, nothing_fields), \
			       .run = run_##function, \
	}

static const mcp_tool blocks = OFFER(blocks, "Answers with every kind of block.");
static const mcp_tool fails = OFFER(fail, "Fails in its own words.");
static const mcp_tool changes = OFFER(change, "Says that everything changed.");
static const mcp_tool raws = {
	MCP_TOOL_HEAD,
	.name = "bazaar_raw",
	.title = "Offer",
	.help = "Takes and gives by schemas of its own.",
	.args_schema = "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\", \"type\":"
		       "\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"x-mcp-header\":"
		       "\"City\"}},\"if\":{\"required\":[\"city\"]},\"then\":{}}",
	.result_schema = "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}",
	.icons = MCP_ICONS(icons),
	.meta = "{\"com.example/kind\":\"raw\"}",
	.run = run_raw,
};

/* ---- Prompts. ---- */

struct topic {
	const char *topic;
	const char *tone;
};

static const mcp_field topic_fields[] = {
	MCP_TEXT(struct topic, topic, "Of what.", .flags = MCP_F_REQUIRED),
	MCP_TEXT(struct topic, tone, "In which tone."),
};

static mcp_status get_talk(mcp_ctx *ctx, const void *args)
{
	NEEDS_CONTENT(ctx, c);
	const struct topic *t = args;

	(void)c->describe(ctx, "A talk.");
	(void)c->text(ctx, t->topic);
	(void)c->role(ctx, "assistant");
	(void)c->link(ctx, "bazaar://item/7", "item", NULL);
	(void)c->audio(ctx, bytes, sizeof bytes, "audio/wav");
	return c->resource_text(ctx, "bazaar://text", "text/plain", "inside");
}

static mcp_status complete_talk(mcp_ctx *ctx, const char *argument, const char *value)
{
	static const char *const known[] = { "value", "volume", "volatility" };
	NEEDS_CONTENT(ctx, c);

	if (strcmp(argument, "topic") != 0)
		return MCP_OK;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strncmp(known[i], value, strlen(value)) == 0)
			(void)c->value(ctx, known[i]);
	return c->total(ctx, 300);
}

static const mcp_prompt talk = {
	MCP_PROMPT_HEAD,
	.name = "bazaar_talk",
	.title = "Talk",
	.help = "Talks of something.",
	.args = MCP_TABLE(struct topic, topic_fields),
	.get = get_talk,
	.complete = complete_talk,
	.icons = MCP_ICONS(icons),
	.meta = "{\"com.example/kind\":\"talk\"}",
};

/* ---- Resources. ---- */

static mcp_status read_text(mcp_ctx *ctx, const char *uri, const void *args)
{
	NEEDS_CONTENT(ctx, c);

	(void)args;
	mcp_progress(ctx, 1, 2, "half");
	mcp_log(ctx, MCP_LOG_WARN, "reading");
	return c->resource_text(ctx, uri, "text/plain", "hello");
}

static mcp_status read_bytes(mcp_ctx *ctx, const char *uri, const void *args)
{
	NEEDS_CONTENT(ctx, c);

	(void)args;
	return c->resource_bytes(ctx, uri, "application/octet-stream", bytes, sizeof bytes);
}

struct item {
	const char *id;
};

static const mcp_field item_fields[] = {
	MCP_TEXT(struct item, id, "Which.", .flags = MCP_F_REQUIRED),
};

static mcp_status read_item(mcp_ctx *ctx, const char *uri, const void *args)
{
	NEEDS_CONTENT(ctx, c);
	const struct item *item = args;

	if (strcmp(item->id, "0") == 0)
		return mcp_fail(ctx, MCP_E_ARGUMENT, "there is no item 0");
	return c->resource_text(ctx, uri, "text/plain", item->id);
}

static mcp_status complete_item(mcp_ctx *ctx, const char *argument, const char *value)
{
	NEEDS_CONTENT(ctx, c);

	(void)argument;
	return c->value(ctx, value[0] ? value : "7");
}

static const mcp_resource text = {
	MCP_RESOURCE_HEAD,
	.flags = MCP_RESOURCE_PUBLIC,
	.uri = "bazaar://text",
	.name = "text",
	.title = "Text",
	.help = "A text.",
	.mime = "text/plain",
	.read = read_text,
	.icons = MCP_ICONS(icons),
	.annotations = "{\"audience\":[\"assistant\"],\"priority\":1}",
	.bytes = 5,
	.ttl_s = 60,
};
static const mcp_resource binary = {
	MCP_RESOURCE_HEAD,
	.uri = "bazaar://bytes",
	.name = "bytes",
	.help = "Bytes.",
	.mime = "application/octet-stream",
	.read = read_bytes,
};
static const mcp_resource item = {
	MCP_RESOURCE_HEAD,
	.uri = "bazaar://item/{id}",
	.name = "item",
	.title = "Item",
	.help = "An item.",
	.mime = "text/plain",
	.args = MCP_TABLE(struct item, item_fields),
	.read = read_item,
	.complete = complete_item,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "bazaar",
	.tools = MCP_LIST(&blocks, &fails, &changes, &raws),
	.needs = MCP_NEEDS("content/1"),
	.prompts = MCP_PROMPTS(&talk),
	.resources = MCP_RESOURCES(&text, &binary, &item),
};
