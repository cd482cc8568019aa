/* referee - the tools the official suite calls that ask nobody: content, steps, errors, schemas.
 *
 * Names and texts are the suite's. `test_simple_text` stands first: the suite calls the first
 * listed tool without arguments.
 */
#include "referee.h"

#include <mcp/content.h>

static const unsigned char wav[] = { 0x52, 0x49, 0x46, 0x46, 0x2c, 0x00, 0x00, 0x00, 0x57, 0x41,
	0x56, 0x45, 0x66, 0x6d, 0x74, 0x20, 0x10, 0x00, 0x00, 0x00, 0x01, 0x00, 0x01, 0x00, 0x40,
	0x1f, 0x00, 0x00, 0x40, 0x1f, 0x00, 0x00, 0x01, 0x00, 0x08, 0x00, 0x64, 0x61, 0x74, 0x61,
	0x08, 0x00, 0x00, 0x00, 0x80, 0xc0, 0x80, 0x40, 0x80, 0xc0, 0x80, 0x40 };

/* ---- Content. ---- */

static mcp_status simple_text(mcp_ctx *ctx, const void *args)
{
	(void)args;
	return mcp_reply_text(ctx, "This is a simple text response for testing.");
}

static mcp_status image(mcp_ctx *ctx, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");

	(void)args;
	if (!content)
		return MCP_E_UNSUPPORTED;
	return content->image(ctx, referee_png, sizeof referee_png, "image/png");
}

static mcp_status audio(mcp_ctx *ctx, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");

	(void)args;
	if (!content)
		return MCP_E_UNSUPPORTED;
	return content->audio(ctx, wav, sizeof wav, "audio/wav");
}

static mcp_status embedded(mcp_ctx *ctx, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");

	(void)args;
	if (!content)
		return MCP_E_UNSUPPORTED;
	return content->resource_text(ctx, "test://embedded-resource", "text/plain",
		"This is an embedded resource content.");
}

static mcp_status mixed(mcp_ctx *ctx, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	mcp_status s;

	(void)args;
	if (!content)
		return MCP_E_UNSUPPORTED;
	s = content->text(ctx, "Multiple content types test:");
	if (s < 0)
		return s;
	s = content->image(ctx, referee_png, sizeof referee_png, "image/png");
	if (s < 0)
		return s;
	return content->resource_text(ctx, "test://mixed-content-resource", "application/json",
		"{\"test\":\"data\",\"value\":123}");
}

/* ---- Steps on the way to an answer. ---- */

static mcp_status with_logging(mcp_ctx *ctx, const void *args)
{
	static const char *const lines[] = { "Tool execution started", "Tool processing data",
		"Tool execution completed" };

	(void)args;
	for (int i = 0; i < 3; i++) {
		mcp_status s = i > 0 ? referee_work(ctx, 50) : MCP_OK;

		if (s < 0)
			return s;
		mcp_log(ctx, MCP_LOG_INFO, "%s", lines[i]);
	}
	return mcp_reply_text(ctx, "The tool logged three lines.");
}

/* The answer does not follow at once: clients may forget a report that comes together with it. */
static mcp_status with_progress(mcp_ctx *ctx, const void *args)
{
	(void)args;
	for (int i = 0; i < 3; i++) {
		mcp_status s;

		mcp_progress(ctx, i * 50, 100, NULL);
		s = referee_work(ctx, 120);
		if (s < 0)
			return s;
	}
	return mcp_reply_text(ctx, "The tool reported its progress three times.");
}

/* Says something at once, so that the answer is a stream, and goes on when that is dropped. */
static mcp_status reconnection(mcp_ctx *ctx, const void *args)
{
	mcp_status s;

	(void)args;
	mcp_log(ctx, MCP_LOG_INFO, "The connection may be dropped now");
	s = referee_work(ctx, 900);
	return s < 0 ? s : mcp_reply_text(ctx, "The answer came after the connection was dropped.");
}

static mcp_status logging(mcp_ctx *ctx, const void *args)
{
	(void)args;
	mcp_log(ctx, MCP_LOG_INFO, "The logging tool runs");
	return mcp_reply_text(ctx, "The tool logged one line.");
}

static mcp_status error(mcp_ctx *ctx, const void *args)
{
	(void)args;
	return mcp_fail(
		ctx, MCP_E_UPSTREAM, "This tool intentionally returns an error for testing");
}

/* ---- Changes. ---- */

static mcp_status change_tools(mcp_ctx *ctx, const void *args)
{
	(void)args;
	mcp_changed(ctx, MCP_CHANGED_TOOLS, NULL);
	return mcp_reply_text(ctx, "Who listens is told that the tools changed.");
}

static mcp_status change_prompts(mcp_ctx *ctx, const void *args)
{
	(void)args;
	mcp_changed(ctx, MCP_CHANGED_PROMPTS, NULL);
	return mcp_reply_text(ctx, "Who listens is told that the prompts changed.");
}

/* ---- Arguments. ---- */

static const char schema_2020_12[] =
	"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\","
	"\"$defs\":{\"address\":{\"$anchor\":\"addressDef\",\"type\":\"object\",\"properties\":{"
	"\"street\":{\"type\":\"string\"},\"city\":{\"type\":\"string\"}}}},"
	"\"properties\":{\"name\":{\"type\":\"string\"},\"address\":{\"$ref\":\"#/$defs/address\"},"
	"\"contactMethod\":{\"type\":\"string\",\"enum\":[\"phone\",\"email\"]},"
	"\"phone\":{\"type\":\"string\"},\"email\":{\"type\":\"string\"}},"
	"\"allOf\":[{\"anyOf\":[{\"required\":[\"phone\"]},{\"required\":[\"email\"]}]}],"
	"\"if\":{\"properties\":{\"contactMethod\":{\"const\":\"phone\"}},"
	"\"required\":[\"contactMethod\"]},\"then\":{\"required\":[\"phone\"]},"
	"\"else\":{\"required\":[\"email\"]},\"additionalProperties\":false}";

static mcp_status show_raw(mcp_ctx *ctx, const void *args)
{
	const mcp_raw *raw = args;

	return mcp_reply_text(ctx, "The arguments: %s", raw->json);
}

struct place {
	const char *region;
	const char *query;
};

static const mcp_field place_fields[] = {
	MCP_TEXT(struct place, region, "Where the query runs.", .flags = MCP_F_REQUIRED,
		.header = "Region"),
	MCP_TEXT(struct place, query, "What is asked there."),
};

static mcp_status query(mcp_ctx *ctx, const void *args)
{
	const struct place *place = args;

	return mcp_reply_text(
		ctx, "region=%s query=%s", place->region, place->query ? place->query : "(none)");
}

/* ---- Declarations. ---- */

REFEREE_TOOL(tool_simple, "test_simple_text", simple_text, "Answers with a text.",
	.hints = MCP_READ_ONLY);
REFEREE_TOOL(tool_image, "test_image_content", image, "Answers with a picture.");
REFEREE_TOOL(tool_audio, "test_audio_content", audio, "Answers with a sound.");
REFEREE_TOOL(tool_embedded, "test_embedded_resource", embedded, "Answers with a resource.");
REFEREE_TOOL(tool_mixed, "test_multiple_content_types", mixed, "Answers with several kinds.");
REFEREE_TOOL(tool_steps, "test_tool_with_logging", with_logging, "Logs three lines.");
REFEREE_TOOL(tool_progress, "test_tool_with_progress", with_progress, "Reports progress.");
REFEREE_TOOL(tool_reconnection, "test_reconnection", reconnection, "Outlasts its connection.");
REFEREE_TOOL(tool_logging, "test_logging_tool", logging, "Logs one line.");
REFEREE_TOOL(tool_error, "test_error_handling", error, "Answers with a failure.");
REFEREE_TOOL(tool_tools, "test_trigger_tool_change", change_tools, "Says the tools changed.");
REFEREE_TOOL(
	tool_prompts, "test_trigger_prompt_change", change_prompts, "Says the prompts changed.");
REFEREE_TOOL(tool_schema, "json_schema_2020_12_tool", show_raw,
	"Tool with JSON Schema 2020-12 features.", .args_schema = schema_2020_12);
REFEREE_TOOL(tool_header, "test_x_mcp_header", query, "Has an argument that routers may see.",
	.args = MCP_TABLE(struct place, place_fields));

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "referee",
	.tools = MCP_LIST(&tool_simple, &tool_image, &tool_audio, &tool_embedded, &tool_mixed,
		&tool_steps, &tool_progress, &tool_reconnection, &tool_logging, &tool_error,
		&tool_tools, &tool_prompts, &tool_schema, &tool_header),
	.needs = MCP_NEEDS("content/1"),
};
