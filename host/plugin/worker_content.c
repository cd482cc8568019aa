/* worker_content - service content/1: blocks of an answer, gathered as JSON. */
#include <string.h>

#include <mcp/content.h>

#include "base/base64.h"
#include "base/phrase.h"
#include "data/declare_json.h"
#include "data/json.h"
#include "data/scan.h"
#include "data/uri_template.h"
#include "host/plugin/frames.h"
#include "host/plugin/worker_call.h"

#define CONTENT_MAX (FRAME_MAX - 64 * 1024) /* of all blocks together */
#define VALUES_MAX 100
#define DESCRIPTION_MAX (16 * 1024)

#define FOR_TOOL (1u << RUN_TOOL)
#define FOR_PROMPT (1u << RUN_PROMPT)
#define FOR_RESOURCE (1u << RUN_RESOURCE)
#define FOR_COMPLETE (1u << RUN_COMPLETE)
#define FOR_BLOCKS (FOR_TOOL | FOR_PROMPT)

void content_init(struct content *c)
{
	*c = (struct content){ .role = "user", .total = -1 };
	buf_init(&c->blocks, CONTENT_MAX);
	buf_init(&c->structured, CONTENT_MAX);
	buf_init(&c->description, DESCRIPTION_MAX);
}

void content_done(struct content *c)
{
	buf_done(&c->description);
	buf_done(&c->structured);
	buf_done(&c->blocks);
}

bool content_is_full(const struct content *c)
{
	return c->blocks.failed || c->structured.failed || c->description.failed;
}

/* ---- What is refused. ---- */

static mcp_status check_kind(struct call *c, unsigned kinds)
{
	if (kinds & 1u << c->kind)
		return MCP_OK;
	return fault_set(&c->fault, MCP_E_UNSUPPORTED,
		"%s uses a function of content/1 that is not for it; tell its author", c->subject);
}

static mcp_status wrong(struct call *c, const char *what)
{
	return fault_set(&c->fault, MCP_E_ARGUMENT,
		"%s gives content with a wrong %s; tell its author", c->subject, what);
}

static bool is_text(const char *text)
{
	return text && utf8_valid(span_of(text));
}

static bool is_mime(const char *mime)
{
	size_t len = mime ? strlen(mime) : 0;

	if (len < 3 || len > 128 || !strchr(mime, '/'))
		return false;
	for (; *mime; mime++)
		if (*mime <= 0x20 || *mime >= 0x7f)
			return false;
	return true;
}

static bool is_uri(const char *uri)
{
	return uri && uri_is_sound(span_of(uri));
}

/* JSON, on one line. */
static bool put_json(struct buf *b, const char *json)
{
	size_t start = b->len;

	if (!json || !scan_check(span_of(json), NULL))
		return false;
	buf_puts(b, json);
	for (size_t i = start; i < b->len; i++)
		if (b->at[i] == '\n' || b->at[i] == '\r')
			b->at[i] = ' ';
	return true;
}

static mcp_status filled(struct call *c)
{
	if (!content_is_full(&c->content))
		return MCP_OK;
	return fault_set(
		&c->fault, MCP_E_MEMORY, "the answer of %s is too large; ask for less", c->name);
}

/* ---- Blocks. ---- */

/* The last block stays open for annotations. */
static void close_block(struct call *c)
{
	struct content *content = &c->content;

	if (content->count > 0)
		buf_puts(&content->blocks, c->kind == RUN_PROMPT ? "}}" : "}");
}

/* Begins a block up to its own members. */
static struct buf *begin_block(struct call *c, const char *type)
{
	struct content *content = &c->content;
	struct buf *b = &content->blocks;

	close_block(c);
	if (content->count++ > 0)
		buf_char(b, ',');
	content->is_annotated = false;
	if (c->kind == RUN_PROMPT) {
		buf_puts(b, "{\"role\":");
		json_cstr(b, content->role);
		buf_puts(b, ",\"content\":");
	}
	buf_char(b, '{');
	if (type) {
		buf_puts(b, "\"type\":");
		json_cstr(b, type);
	}
	return b;
}

static void put_text(struct buf *b, const char *name, const char *text)
{
	if (!text)
		return;
	json_name(b, name);
	json_cstr(b, text);
}

static mcp_status content_text(mcp_ctx *ctx, const char *text)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_kind(c, FOR_BLOCKS);

	if (s < 0)
		return s;
	if (!is_text(text))
		return wrong(c, "text");
	put_text(begin_block(c, "text"), "text", text);
	c->content.has_text = true;
	return filled(c);
}

static mcp_status put_media(struct call *c, const char *type, struct span bytes, const char *mime)
{
	mcp_status s = check_kind(c, FOR_BLOCKS);
	struct buf *b;

	if (s < 0)
		return s;
	if (!bytes.at && bytes.len > 0)
		return wrong(c, "data");
	if (!is_mime(mime))
		return wrong(c, "mimeType");
	b = begin_block(c, type);
	buf_puts(b, ",\"data\":\"");
	base64_put(bytes.at, bytes.len, b);
	buf_char(b, '"');
	put_text(b, "mimeType", mime);
	return filled(c);
}

static mcp_status content_image(mcp_ctx *ctx, const void *bytes, uint64_t len, const char *mime)
{
	return put_media(call_of(ctx), "image", (struct span){ bytes, (size_t)len }, mime);
}

static mcp_status content_audio(mcp_ctx *ctx, const void *bytes, uint64_t len, const char *mime)
{
	return put_media(call_of(ctx), "audio", (struct span){ bytes, (size_t)len }, mime);
}

static mcp_status content_link(mcp_ctx *ctx, const char *uri, const char *name, const char *mime)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_kind(c, FOR_BLOCKS);
	struct buf *b;

	if (s < 0)
		return s;
	if (!is_uri(uri))
		return wrong(c, "uri");
	if (name && !is_text(name))
		return wrong(c, "name");
	if (mime && !is_mime(mime))
		return wrong(c, "mimeType");
	b = begin_block(c, "resource_link");
	put_text(b, "uri", uri);
	put_text(b, "name", name ? name : uri);
	put_text(b, "mimeType", mime);
	return filled(c);
}

/* A resource inside an answer, or one of a resource's contents: up to its own member. */
static mcp_status begin_resource(
	struct call *c, const char *uri, const char *mime, struct buf **ret)
{
	mcp_status s = check_kind(c, FOR_BLOCKS | FOR_RESOURCE);
	struct buf *b;

	if (s < 0)
		return s;
	if (!is_uri(uri))
		return wrong(c, "uri");
	if (mime && !is_mime(mime))
		return wrong(c, "mimeType");
	b = begin_block(c, c->kind == RUN_RESOURCE ? NULL : "resource");
	if (c->kind != RUN_RESOURCE)
		buf_puts(b, ",\"resource\":{");
	put_text(b, "uri", uri);
	put_text(b, "mimeType", mime);
	*ret = b;
	return MCP_OK;
}

static mcp_status end_resource(struct call *c, struct buf *b)
{
	if (c->kind != RUN_RESOURCE)
		buf_char(b, '}');
	return filled(c);
}

static mcp_status content_resource_text(
	mcp_ctx *ctx, const char *uri, const char *mime, const char *text)
{
	struct call *c = call_of(ctx);
	struct buf *b;
	mcp_status s;

	if (!is_text(text))
		return wrong(c, "text");
	s = begin_resource(c, uri, mime, &b);
	if (s < 0)
		return s;
	put_text(b, "text", text);
	return end_resource(c, b);
}

static mcp_status content_resource_bytes(
	mcp_ctx *ctx, const char *uri, const char *mime, const void *bytes, uint64_t len)
{
	struct call *c = call_of(ctx);
	struct buf *b;
	mcp_status s;

	if (!bytes && len > 0)
		return wrong(c, "blob");
	s = begin_resource(c, uri, mime, &b);
	if (s < 0)
		return s;
	buf_puts(b, ",\"blob\":\"");
	base64_put(bytes, (size_t)len, b);
	buf_char(b, '"');
	return end_resource(c, b);
}

static mcp_status content_annotate(mcp_ctx *ctx, const char *json)
{
	struct call *c = call_of(ctx);
	struct content *content = &c->content;
	mcp_status s = check_kind(c, FOR_BLOCKS);

	if (s < 0)
		return s;
	if (content->count == 0 || content->is_annotated || !json ||
		!scan_check(span_of(json), NULL) ||
		!declare_are_annotations(scan_value(span_of(json))))
		return wrong(c, "annotation");
	buf_puts(&content->blocks, ",\"annotations\":");
	(void)put_json(&content->blocks, json);
	content->is_annotated = true;
	return filled(c);
}

/* ---- Of one kind only. ---- */

static mcp_status content_structured(mcp_ctx *ctx, const char *json)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_kind(c, FOR_TOOL);

	if (s < 0)
		return s;
	if (c->tool->result.count > 0)
		return fault_set(&c->fault, MCP_E_UNSUPPORTED,
			"%s declares a result and gives another; tell its author", c->subject);
	buf_clear(&c->content.structured);
	if (!put_json(&c->content.structured, json))
		return wrong(c, "structured");
	return filled(c);
}

static mcp_status content_failed(mcp_ctx *ctx)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_kind(c, FOR_TOOL);

	if (s == MCP_OK)
		c->content.is_failure = true;
	return s;
}

static mcp_status content_role(mcp_ctx *ctx, const char *role)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_kind(c, FOR_PROMPT);

	if (s < 0)
		return s;
	if (str_same(role, "user"))
		c->content.role = "user";
	else if (str_same(role, "assistant"))
		c->content.role = "assistant";
	else
		return wrong(c, "role");
	return MCP_OK;
}

static mcp_status content_describe(mcp_ctx *ctx, const char *text)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_kind(c, FOR_PROMPT);

	if (s < 0)
		return s;
	if (!is_text(text))
		return wrong(c, "description");
	buf_clear(&c->content.description);
	json_cstr(&c->content.description, text);
	return filled(c);
}

static mcp_status content_value(mcp_ctx *ctx, const char *text)
{
	struct call *c = call_of(ctx);
	struct content *content = &c->content;
	mcp_status s = check_kind(c, FOR_COMPLETE);

	if (s < 0)
		return s;
	if (!is_text(text))
		return wrong(c, "value");
	if (content->count++ >= VALUES_MAX)
		return MCP_OK;
	if (content->count > 1)
		buf_char(&content->blocks, ',');
	json_cstr(&content->blocks, text);
	return filled(c);
}

static mcp_status content_total(mcp_ctx *ctx, int64_t total)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_kind(c, FOR_COMPLETE);

	if (s < 0)
		return s;
	if (total < 0)
		return wrong(c, "total");
	c->content.total = total;
	return MCP_OK;
}

const mcp_content worker_content = {
	.size = sizeof(mcp_content),
	.text = content_text,
	.image = content_image,
	.audio = content_audio,
	.link = content_link,
	.resource_text = content_resource_text,
	.resource_bytes = content_resource_bytes,
	.annotate = content_annotate,
	.structured = content_structured,
	.failed = content_failed,
	.role = content_role,
	.describe = content_describe,
	.value = content_value,
	.total = content_total,
};
