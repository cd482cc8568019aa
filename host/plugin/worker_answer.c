/* worker_answer - what content/1 gathered, as members of the "done" frame. */
#include "data/json.h"
#include "host/plugin/worker_call.h"

/* The readable text comes last, unless the tool gave a text itself. */
static void put_last_text(struct call *c, struct buf *b)
{
	const struct content *content = &c->content;
	bool has_reply = c->text_given || c->text.len > 0;

	if (content->has_text || (!has_reply && content->structured.len == 0))
		return;
	if (content->count > 0)
		buf_char(b, ',');
	buf_puts(b, "{\"type\":\"text\",\"text\":");
	json_text(b, buf_as_span(has_reply ? &c->text : &content->structured));
	buf_char(b, '}');
}

static void write_tool(struct call *c, struct buf *b)
{
	const struct content *content = &c->content;

	if (content->count == 0 && content->structured.len == 0 && !content->is_failure)
		return;
	json_name(b, "content");
	buf_char(b, '[');
	buf_span(b, buf_as_span(&content->blocks));
	if (content->count > 0)
		buf_char(b, '}');
	put_last_text(c, b);
	buf_char(b, ']');
	if (content->structured.len > 0) {
		json_name(b, "structured");
		buf_span(b, buf_as_span(&content->structured));
	}
	json_name(b, "is_error");
	json_bool(b, content->is_failure);
}

static void write_prompt(const struct content *content, struct buf *b)
{
	if (content->description.len > 0) {
		json_name(b, "description");
		buf_span(b, buf_as_span(&content->description));
	}
	json_name(b, "messages");
	buf_char(b, '[');
	buf_span(b, buf_as_span(&content->blocks));
	buf_puts(b, content->count > 0 ? "}}]" : "]");
}

static void write_resource(const struct content *content, struct buf *b)
{
	json_name(b, "contents");
	buf_char(b, '[');
	buf_span(b, buf_as_span(&content->blocks));
	buf_puts(b, content->count > 0 ? "}]" : "]");
}

static void write_values(const struct content *content, struct buf *b)
{
	int64_t total = content->total < content->count ? content->count : content->total;

	json_name(b, "values");
	buf_char(b, '[');
	buf_span(b, buf_as_span(&content->blocks));
	buf_char(b, ']');
	json_name(b, "total");
	json_int(b, total);
}

void content_write(struct call *c, struct buf *b)
{
	if (c->kind == RUN_TOOL) {
		write_tool(c, b);
		return;
	}
	json_name(b, "body");
	buf_char(b, '{');
	if (c->kind == RUN_PROMPT)
		write_prompt(&c->content, b);
	else if (c->kind == RUN_RESOURCE)
		write_resource(&c->content, b);
	else
		write_values(&c->content, b);
	buf_char(b, '}');
}
