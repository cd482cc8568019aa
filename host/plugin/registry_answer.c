/* registry_answer - what a worker answers, held against what its kind of call may give. */
#include <string.h>

#include "base/base64.h"
#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/declare_json.h"
#include "data/scan.h"
#include "data/uri_template.h"
#include "host/plugin/registry_inner.h"

#define REQUESTS_MAX 32
#define KEPT_MAX (16 * 1024) /* 4 KiB of bytes, and their names */
#define VALUES_MAX 100

/* ---- Blocks. ---- */

static bool is_text(struct span value)
{
	return scan_kind(value) == SCAN_TEXT;
}

static bool is_text_or_absent(struct span value)
{
	return !value.at || is_text(value);
}

static bool is_base64(struct span value)
{
	return is_text(value) && base64_is_sound((struct span){ value.at + 1, value.len - 2 });
}

static bool is_uri(struct span value)
{
	char plain[URI_MAX + 1];

	return scan_text_into(value, plain, sizeof plain) && uri_is_sound(span_of(plain));
}

/* No member but these ("type|text"). */
static bool has_only(struct span object, const char *names)
{
	struct scan_iter it = scan_iter(object);
	struct span name;
	struct span value;
	struct span found;

	if (scan_kind(object) != SCAN_OBJECT)
		return false;
	while (scan_member(&it, &name, &value)) {
		struct span inside = { name.at + 1, name.len - 2 };

		if (!field_choice(names, inside, &found) || !span_same(found, inside))
			return false;
	}
	return true;
}

static bool is_contents(struct span item)
{
	struct span text = scan_get(item, "text");
	struct span blob = scan_get(item, "blob");

	return has_only(item, "uri|mimeType|text|blob") && is_uri(scan_get(item, "uri")) &&
	       is_text_or_absent(scan_get(item, "mimeType")) &&
	       (text.at ? is_text(text) && !blob.at : is_base64(blob));
}

static bool is_media(struct span block)
{
	return has_only(block, "type|data|mimeType|annotations") &&
	       is_base64(scan_get(block, "data")) && is_text(scan_get(block, "mimeType"));
}

static bool is_link(struct span block)
{
	return has_only(block, "type|uri|name|mimeType|annotations") &&
	       is_uri(scan_get(block, "uri")) && is_text(scan_get(block, "name")) &&
	       is_text_or_absent(scan_get(block, "mimeType"));
}

static bool is_block(struct span block)
{
	struct span type = scan_get(block, "type");
	struct span annotations = scan_get(block, "annotations");

	if (annotations.at && !declare_are_annotations(annotations))
		return false;
	if (scan_text_is(type, "text"))
		return has_only(block, "type|text|annotations") && is_text(scan_get(block, "text"));
	if (scan_text_is(type, "image") || scan_text_is(type, "audio"))
		return is_media(block);
	if (scan_text_is(type, "resource_link"))
		return is_link(block);
	return scan_text_is(type, "resource") && has_only(block, "type|resource|annotations") &&
	       is_contents(scan_get(block, "resource"));
}

static bool is_message(struct span message)
{
	struct span role = scan_get(message, "role");

	return has_only(message, "role|content") &&
	       (scan_text_is(role, "user") || scan_text_is(role, "assistant")) &&
	       is_block(scan_get(message, "content"));
}

/* An array of up to `max` (0: any number) items that all are. */
static bool are_all(struct span list, bool (*is)(struct span item), uint32_t max)
{
	struct scan_iter it = scan_iter(list);
	struct span item;
	uint32_t count = 0;

	if (scan_kind(list) != SCAN_ARRAY)
		return false;
	while (scan_item(&it, &item))
		if (!is(item) || (++count > max && max > 0))
			return false;
	return true;
}

/* ---- Bodies. ---- */

static bool is_prompt_body(struct span body)
{
	return has_only(body, "description|messages") &&
	       is_text_or_absent(scan_get(body, "description")) &&
	       are_all(scan_get(body, "messages"), is_message, 0);
}

static bool is_resource_body(struct span body)
{
	struct span contents = scan_get(body, "contents");
	struct scan_iter it = scan_iter(contents);
	struct span first;

	return has_only(body, "contents") && are_all(contents, is_contents, 0) &&
	       scan_item(&it, &first);
}

static bool is_values(struct span body)
{
	int64_t total;

	return has_only(body, "values|total") &&
	       are_all(scan_get(body, "values"), is_text, VALUES_MAX) &&
	       scan_int(scan_get(body, "total"), &total) && total >= 0;
}

static bool read_body(struct call *c, struct span frame)
{
	struct span body = scan_get(frame, "body");
	bool is_sound = c->order.kind == CALL_PROMPT     ? is_prompt_body(body)
	                : c->order.kind == CALL_RESOURCE ? is_resource_body(body)
	                                                 : is_values(body);

	if (is_sound)
		c->end.body = body;
	return is_sound;
}

/* ---- Tools. ---- */

/* The result a tool promised: by its table, by its schema, or none. */
static bool read_result(struct call *c, struct span frame, struct fault *f)
{
	const struct declared_tool *declared = c->order.tool->declared;
	struct span result = scan_get(frame, "result");
	struct span structured = scan_get(frame, "structured");

	if (declared->result.count > 0) {
		if (structured.at || check_result(&declared->result, result, f) < 0)
			return false;
		c->end.result = result;
		return true;
	}
	c->end.structured = structured;
	return structured.at || !declared->result_schema;
}

static bool read_tool(struct call *c, struct span frame, struct fault *f)
{
	struct span text = scan_get(frame, "text");
	struct span content = scan_get(frame, "content");

	c->end.is_error = scan_kind(scan_get(frame, "is_error")) == SCAN_TRUE;
	if (content.at && !are_all(content, is_block, 0))
		return false;
	if (!c->end.is_error && !read_result(c, frame, f))
		return false;
	c->end.content = content;
	if (is_text(text))
		c->end.text = text;
	return content.at || c->end.text.at || c->end.result.at;
}

/* Success must keep what was declared. */
void answer_read(struct call *c, struct span frame)
{
	struct fault f = { 0 };

	if (c->order.kind == CALL_TOOL ? read_tool(c, frame, &f) : read_body(c, frame))
		return;
	c->end.content = (struct span){ NULL, 0 };
	c->end.structured = (struct span){ NULL, 0 };
	c->end.is_error = false;
	c->end.crashed = true;
	(void)fault_set(&c->end.fault, MCP_E_INTERNAL,
		"%s gave an answer it does not declare (%s); tell its author", c->subject,
		f.text[0] ? f.text : phrase("no text"));
}

/* ---- Questions. ---- */

static bool is_request(struct span request)
{
	struct span method = scan_get(request, "method");

	return has_only(request, "method|params") &&
	       scan_kind(scan_get(request, "params")) == SCAN_OBJECT &&
	       (scan_text_is(method, "elicitation/create") ||
		       scan_text_is(method, "sampling/createMessage") ||
		       scan_text_is(method, "roots/list"));
}

/* An object of up to `max` members that all are. */
static bool are_members(struct span object, bool (*is)(struct span value), uint32_t max)
{
	struct scan_iter it = scan_iter(object);
	struct span name;
	struct span value;
	uint32_t count = 0;

	if (scan_kind(object) != SCAN_OBJECT)
		return false;
	while (scan_member(&it, &name, &value))
		if (!is(value) || ++count > max || name.len > 66)
			return false;
	return true;
}

static bool is_empty(struct span object)
{
	struct scan_iter it = scan_iter(object);
	struct span name;
	struct span value;

	return !scan_member(&it, &name, &value);
}

void answer_read_questions(struct call *c, struct span frame)
{
	struct span requests = scan_get(frame, "requests");
	struct span kept = scan_get(frame, "kept");

	if (c->order.kind == CALL_COMPLETE || !are_members(requests, is_request, REQUESTS_MAX) ||
		!are_members(kept, is_base64, KEPT_MAX) || kept.len > KEPT_MAX ||
		(is_empty(requests) && is_empty(kept))) {
		c->end.crashed = true;
		(void)fault_set(&c->end.fault, MCP_E_INTERNAL,
			"%s needs answers and asks nothing; tell its author", c->subject);
		return;
	}
	(void)fault_set(&c->end.fault, MCP_E_NEEDS_INPUT, "%s asks the client", c->subject);
	c->end.requests = requests;
	if (!is_empty(kept))
		c->end.kept = kept;
}
