/* fake_content - content/1 for testing one prompt, resource or completion. */
#include "support/fake_content.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"

/* A test program has one at a time. */
static struct fake_content *content;

static mcp_status refuse(mcp_ctx *ctx)
{
	return mcp_fail(ctx, content->status, "the answer grows too large");
}

static void keep(char *ret, size_t room, const char *text)
{
	assert_non_null(text);
	assert_true(utf8_valid(span_of(text)));
	assert_true(strlen(text) < room);
	(void)snprintf(ret, room, "%s", text);
}

static mcp_status take_text(mcp_ctx *ctx, const char *text)
{
	const size_t used = strlen(content->text);

	if (content->status < 0)
		return refuse(ctx);
	keep(content->text + used, sizeof content->text - used - 1, text);
	(void)snprintf(content->text + strlen(content->text), 2, "\n");
	content->text_count++;
	return MCP_OK;
}

static mcp_status take_resource(mcp_ctx *ctx, const char *uri, const char *mime, const char *text)
{
	if (content->status < 0)
		return refuse(ctx);
	keep(content->uri, sizeof content->uri, uri);
	keep(content->mime, sizeof content->mime, mime ? mime : "");
	keep(content->body, sizeof content->body, text);
	content->body_count++;
	return MCP_OK;
}

static mcp_status take_description(mcp_ctx *ctx, const char *text)
{
	if (content->status < 0)
		return refuse(ctx);
	keep(content->description, sizeof content->description, text);
	return MCP_OK;
}

static mcp_status take_value(mcp_ctx *ctx, const char *text)
{
	if (content->status < 0)
		return refuse(ctx);
	assert_true(content->value_count < FAKE_VALUES);
	keep(content->values[content->value_count++], sizeof content->values[0], text);
	return MCP_OK;
}

static mcp_status take_total(mcp_ctx *ctx, int64_t total)
{
	if (content->status < 0)
		return refuse(ctx);
	content->total = total;
	return MCP_OK;
}

/* What is not here ends the test that uses it. */
static const mcp_content functions = {
	.size = sizeof functions,
	.text = take_text,
	.resource_text = take_resource,
	.describe = take_description,
	.value = take_value,
	.total = take_total,
};

void fake_content_start(struct fake_host *host, struct fake_content *c)
{
	*c = (struct fake_content){ .total = -1 };
	content = c;
	fake_host_service(host, "content/1", &functions);
}
