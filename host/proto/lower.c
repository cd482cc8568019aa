/* lower - results of today for clients of yesterday.
 *
 * Members a revision does not know do no harm. Kinds of content do: they become text.
 */
#include "host/proto/lower.h"

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/call/answer.h"

#define KNOWS_LINKS VERSION_2025_06_18
#define KNOWS_AUDIO VERSION_2025_03_26
#define NOTE_MAX ((size_t)64 * 1024)

bool lower_must(uint32_t special, enum version v)
{
	return ((special & ANSWER_HAS_LINK) && v < KNOWS_LINKS) ||
	       ((special & ANSWER_HAS_AUDIO) && v < KNOWS_AUDIO) ||
	       ((special & ANSWER_HAS_VALUE) && !version_is_modern(v));
}

static void write_note(struct span text, struct buf *ret)
{
	buf_puts(ret, "{\"type\":\"text\",\"text\":");
	json_text(ret, text);
	buf_char(ret, '}');
}

/* "name: uri", so that the reader can still ask for it. */
static void write_link(struct span block, struct buf *ret)
{
	CLEANUP(buf_done) struct buf text = { 0 };

	buf_init(&text, NOTE_MAX);
	if (scan_text(scan_get(block, "name"), &text) && text.len > 0)
		buf_puts(&text, ": ");
	(void)scan_text(scan_get(block, "uri"), &text);
	write_note(buf_as_span(&text), ret);
}

static void write_block(struct span block, enum version v, struct buf *ret)
{
	struct span type = scan_get(block, "type");

	if (v < KNOWS_LINKS && scan_text_is(type, "resource_link"))
		write_link(block, ret);
	else if (v < KNOWS_AUDIO && scan_text_is(type, "audio"))
		write_note(SPAN("[audio, which this version of the protocol cannot carry]"), ret);
	else
		buf_span(ret, block);
}

static void write_blocks(struct span array, enum version v, struct buf *ret)
{
	struct scan_iter it = scan_iter(array);
	struct span block;

	buf_char(ret, '[');
	while (scan_item(&it, &block)) {
		json_next(ret);
		write_block(block, v, ret);
	}
	buf_char(ret, ']');
}

static void open_member(struct span name, struct buf *ret)
{
	if (ret->len > 0)
		buf_char(ret, ',');
	buf_span(ret, name);
	buf_char(ret, ':');
}

void lower_result(struct span object, uint32_t special, enum version v, struct buf *ret)
{
	bool has_value = (special & ANSWER_HAS_VALUE) && !version_is_modern(v);
	struct scan_iter it = scan_iter(object);
	struct span name;
	struct span value;

	while (scan_member(&it, &name, &value)) {
		bool wraps = has_value && scan_text_is(name, "structuredContent");

		open_member(name, ret);
		if (wraps)
			buf_puts(ret, "{\"result\":");
		if (scan_text_is(name, "content"))
			write_blocks(value, v, ret);
		else
			buf_span(ret, value);
		if (wraps)
			buf_char(ret, '}');
	}
}

/* Members of a message; its content is one block. */
static void write_message(struct span message, enum version v, struct buf *ret)
{
	struct scan_iter it = scan_iter(message);
	struct span name;
	struct span value;

	buf_char(ret, '{');
	while (scan_member(&it, &name, &value)) {
		json_next(ret);
		buf_span(ret, name);
		buf_char(ret, ':');
		if (scan_text_is(name, "content"))
			write_block(value, v, ret);
		else
			buf_span(ret, value);
	}
	buf_char(ret, '}');
}

void lower_prompt(struct span object, enum version v, struct buf *ret)
{
	struct span description = scan_get(object, "description");
	struct scan_iter it = scan_iter(scan_get(object, "messages"));
	struct span message;

	if (scan_kind(description) == SCAN_TEXT) {
		open_member(SPAN("\"description\""), ret);
		buf_span(ret, description);
	}
	open_member(SPAN("\"messages\""), ret);
	buf_char(ret, '[');
	while (scan_item(&it, &message)) {
		json_next(ret);
		write_message(message, v, ret);
	}
	buf_char(ret, ']');
}
