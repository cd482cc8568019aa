/* registry_answer_fuzz - what a hostile worker answers: refused with a sentence, or nothing but
 * what its kind of call may give. */
#include <assert.h>
#include <stdint.h>

#include <mcp/tool.h>

#include "base/base64.h"
#include "data/scan.h"
#include "host/plugin/registry_inner.h"

#define ROOM ((size_t)1024 * 1024)

struct result {
	int64_t n;
	mcp_texts list;
};

static const mcp_field result_fields[] = {
	MCP_INT(struct result, n, "A number.", .range = "0..9"),
	MCP_TEXTS(struct result, list, "Texts."),
};

static const struct declared_tool declared[] = {
	{ .name = "by_text" },
	{ .name = "by_table", .result = MCP_TABLE(struct result, result_fields) },
	{ .name = "by_schema", .result_schema = "{}" },
};

/* ---- What was let through. ---- */

static bool is_inside(struct span part, struct span frame)
{
	return !part.at || (part.at >= frame.at && part.at + part.len <= frame.at + frame.len &&
				   scan_check(part, NULL));
}

static void decode(struct span value)
{
	struct buf bytes;

	if (!value.at)
		return;
	assert(scan_kind(value) == SCAN_TEXT);
	buf_init(&bytes, ROOM);
	assert(base64_decode((struct span){ value.at + 1, value.len - 2 }, &bytes));
	buf_done(&bytes);
}

static void look_at_block(struct span block)
{
	assert(scan_kind(scan_get(block, "type")) == SCAN_TEXT);
	decode(scan_get(block, "data"));
	decode(scan_get2(block, "resource", "blob"));
	/* Names that belong to the message around it. */
	assert(!scan_get(block, "_meta").at && !scan_get(block, "isError").at);
}

static void look_at_body(const struct call *c)
{
	struct scan_iter messages = scan_iter(scan_get(c->end.body, "messages"));
	struct scan_iter contents = scan_iter(scan_get(c->end.body, "contents"));
	struct span item;

	assert(scan_kind(c->end.body) == SCAN_OBJECT);
	while (scan_item(&messages, &item))
		look_at_block(scan_get(item, "content"));
	while (scan_item(&contents, &item)) {
		assert(scan_kind(scan_get(item, "uri")) == SCAN_TEXT);
		decode(scan_get(item, "blob"));
	}
}

static void look_at_tool(const struct call *c)
{
	struct scan_iter blocks = scan_iter(c->end.content);
	struct span block;

	assert(c->end.content.at || c->end.text.at || c->end.result.at);
	assert(!c->end.content.at || scan_kind(c->end.content) == SCAN_ARRAY);
	assert(!c->end.text.at || scan_kind(c->end.text) == SCAN_TEXT);
	assert(!c->end.result.at || scan_kind(c->end.result) == SCAN_OBJECT);
	assert(!(c->end.result.at && c->end.structured.at));
	while (scan_item(&blocks, &block))
		look_at_block(block);
}

static void look_at_questions(const struct call *c)
{
	struct scan_iter it = scan_iter(c->end.requests);
	struct span name;
	struct span value;

	assert(c->order.kind != CALL_COMPLETE && scan_kind(c->end.requests) == SCAN_OBJECT);
	while (scan_member(&it, &name, &value))
		assert(scan_kind(scan_get(value, "method")) == SCAN_TEXT &&
			scan_kind(scan_get(value, "params")) == SCAN_OBJECT);
	it = scan_iter(c->end.kept);
	while (scan_member(&it, &name, &value))
		decode(value);
}

/* Nothing of a lie is left. */
static void look_at_lie(const struct call *c)
{
	assert(c->end.fault.status == MCP_E_INTERNAL && c->end.fault.text[0]);
	assert(!c->end.content.at && !c->end.structured.at && !c->end.body.at && !c->end.is_error);
	assert(!c->end.requests.at && !c->end.kept.at);
}

/* ---- Trying. ---- */

static void look_at(const struct call *c, struct span frame, bool asked)
{
	assert(is_inside(c->end.text, frame) && is_inside(c->end.result, frame));
	assert(is_inside(c->end.content, frame) && is_inside(c->end.structured, frame));
	assert(is_inside(c->end.body, frame) && is_inside(c->end.requests, frame));
	assert(is_inside(c->end.kept, frame));
	if (c->end.crashed)
		look_at_lie(c);
	else if (asked)
		look_at_questions(c);
	else if (c->order.kind == CALL_TOOL)
		look_at_tool(c);
	else
		look_at_body(c);
}

static void answer(const struct call_order *order, struct span frame)
{
	struct call c = { .order = *order, .subject = "tool fuzz" };

	answer_read(&c, frame);
	look_at(&c, frame, false);
	c = (struct call){ .order = *order, .subject = "tool fuzz" };
	answer_read_questions(&c, frame);
	look_at(&c, frame, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span frame = { (const char *)data, size };
	struct call_order order = { .kind = CALL_TOOL };

	if (size > ROOM || !scan_check(frame, NULL) || scan_kind(scan_value(frame)) != SCAN_OBJECT)
		return 0;
	for (size_t i = 0; i < sizeof declared / sizeof *declared; i++) {
		struct tool tool = { .declared = &declared[i] };

		order.tool = &tool;
		answer(&order, frame);
	}
	order.tool = NULL;
	for (enum call_kind kind = CALL_PROMPT; kind <= CALL_COMPLETE; kind++) {
		order.kind = kind;
		answer(&order, frame);
	}
	return 0;
}
