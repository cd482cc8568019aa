/* referee_offers - the prompts and resources the official suite asks for. */
#include "referee.h"

#include <mcp/content.h>

#include <stdio.h>
#include <string.h>

/* ---- Prompts. ---- */

static mcp_status simple(mcp_ctx *ctx, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");

	(void)args;
	if (!content)
		return MCP_E_UNSUPPORTED;
	return content->text(ctx, "This is a simple prompt for testing.");
}

struct two {
	const char *arg1;
	const char *arg2;
};

static const mcp_field two_fields[] = {
	MCP_TEXT(struct two, arg1, "First test argument.", .flags = MCP_F_REQUIRED),
	MCP_TEXT(struct two, arg2, "Second test argument.", .flags = MCP_F_REQUIRED),
};

static mcp_status with_arguments(mcp_ctx *ctx, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	const struct two *two = args;
	char text[1024];

	if (!content)
		return MCP_E_UNSUPPORTED;
	(void)snprintf(text, sizeof text, "Prompt with arguments: arg1='%s', arg2='%s'", two->arg1,
		two->arg2);
	return content->text(ctx, text);
}

/* Values that begin as what was typed. */
static mcp_status complete(mcp_ctx *ctx, const char *argument, const char *value)
{
	static const char *const known[] = { "testValue1", "testValue2", "tessera", "other" };
	const mcp_content *content = mcp_service(ctx, "content/1");
	mcp_status s = MCP_OK;

	(void)argument;
	if (!content)
		return MCP_E_UNSUPPORTED;
	for (size_t i = 0; s >= 0 && i < sizeof known / sizeof *known; i++)
		if (strncmp(known[i], value, strlen(value)) == 0)
			s = content->value(ctx, known[i]);
	return s;
}

struct embedded {
	const char *resourceUri;
};

static const mcp_field embedded_fields[] = {
	MCP_TEXT(struct embedded, resourceUri, "Which resource to embed.", .flags = MCP_F_REQUIRED),
};

static mcp_status with_resource(mcp_ctx *ctx, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	const struct embedded *embedded = args;
	mcp_status s;

	if (!content)
		return MCP_E_UNSUPPORTED;
	s = content->resource_text(
		ctx, embedded->resourceUri, "text/plain", "Embedded resource content for testing.");
	return s < 0 ? s : content->text(ctx, "Please process the embedded resource above.");
}

static mcp_status with_image(mcp_ctx *ctx, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	mcp_status s;

	(void)args;
	if (!content)
		return MCP_E_UNSUPPORTED;
	s = content->image(ctx, referee_png, sizeof referee_png, "image/png");
	return s < 0 ? s : content->text(ctx, "Please analyze the image above.");
}

static const mcp_prompt prompt_simple = {
	MCP_PROMPT_HEAD,
	.name = "test_simple_prompt",
	.title = "Simple",
	.help = "A prompt without arguments.",
	.get = simple,
};

static const mcp_prompt prompt_arguments = {
	MCP_PROMPT_HEAD,
	.name = "test_prompt_with_arguments",
	.title = "Arguments",
	.help = "A prompt with two arguments.",
	.args = MCP_TABLE(struct two, two_fields),
	.get = with_arguments,
	.complete = complete,
};

static const mcp_prompt prompt_resource = {
	MCP_PROMPT_HEAD,
	.name = "test_prompt_with_embedded_resource",
	.title = "Resource",
	.help = "A prompt that embeds a resource.",
	.args = MCP_TABLE(struct embedded, embedded_fields),
	.get = with_resource,
};

static const mcp_prompt prompt_image = {
	MCP_PROMPT_HEAD,
	.name = "test_prompt_with_image",
	.title = "Picture",
	.help = "A prompt with a picture.",
	.get = with_image,
};

/* ---- Resources. ---- */

static mcp_status read_text(mcp_ctx *ctx, const char *uri, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");

	(void)args;
	if (!content)
		return MCP_E_UNSUPPORTED;
	return content->resource_text(
		ctx, uri, "text/plain", "This is the content of the static text resource.");
}

static mcp_status read_binary(mcp_ctx *ctx, const char *uri, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");

	(void)args;
	if (!content)
		return MCP_E_UNSUPPORTED;
	return content->resource_bytes(ctx, uri, "image/png", referee_png, sizeof referee_png);
}

struct item {
	const char *id;
};

static const mcp_field item_fields[] = {
	MCP_TEXT(struct item, id, "Which one.", .flags = MCP_F_REQUIRED),
};

/* The id goes into JSON text as it is: letters, digits, - and _ only. */
static mcp_status read_item(mcp_ctx *ctx, const char *uri, const void *args)
{
	const mcp_content *content = mcp_service(ctx, "content/1");
	const struct item *item = args;
	const char *letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
	char text[256];

	if (!content)
		return MCP_E_UNSUPPORTED;
	if (strlen(item->id) > 64 || item->id[strspn(item->id, letters)])
		return mcp_fail(ctx, MCP_E_ARGUMENT, "there is nothing at %s", uri);
	(void)snprintf(text, sizeof text,
		"{\"id\":\"%s\",\"templateTest\":true,\"data\":\"Data for ID: %s\"}", item->id,
		item->id);
	return content->resource_text(ctx, uri, "application/json", text);
}

static const mcp_resource resource_text = {
	MCP_RESOURCE_HEAD,
	.uri = "test://static-text",
	.name = "static-text",
	.title = "Text",
	.help = "A text that never changes.",
	.mime = "text/plain",
	.read = read_text,
	.ttl_s = 60,
};

static const mcp_resource resource_binary = {
	MCP_RESOURCE_HEAD,
	.uri = "test://static-binary",
	.name = "static-binary",
	.title = "Picture",
	.help = "A picture that never changes.",
	.mime = "image/png",
	.bytes = sizeof referee_png,
	.read = read_binary,
	.flags = MCP_RESOURCE_PUBLIC,
	.ttl_s = 60,
};

static const mcp_resource resource_watched = {
	MCP_RESOURCE_HEAD,
	.uri = "test://watched-resource",
	.name = "watched-resource",
	.title = "Watched",
	.help = "A text one may subscribe to.",
	.mime = "text/plain",
	.read = read_text,
};

static const mcp_resource resource_item = {
	MCP_RESOURCE_HEAD,
	.uri = "test://template/{id}/data",
	.name = "template",
	.title = "Item",
	.help = "An item by its id.",
	.mime = "application/json",
	.args = MCP_TABLE(struct item, item_fields),
	.read = read_item,
	.complete = complete,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "referee_offers",
	.needs = MCP_NEEDS("content/1"),
	.prompts = MCP_PROMPTS(&prompt_simple, &prompt_arguments, &prompt_resource, &prompt_image),
	.resources =
		MCP_RESOURCES(&resource_text, &resource_binary, &resource_watched, &resource_item),
};
