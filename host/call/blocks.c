/* blocks - a tool's own content blocks, with what every answer must say beside them. */
#include "host/call/blocks.h"

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/call/source.h"

#define FOOTER_MAX 4096

static void open_text(struct buf *b)
{
	json_next(b);
	buf_puts(b, "{\"type\":\"text\",\"text\":");
}

static void text_of_json(struct span json, struct buf *b)
{
	open_text(b);
	json_text(b, json);
	buf_char(b, '}');
}

/* How the figures stand, as a block of its own. */
static void footer(const struct provenance *from, struct buf *b)
{
	CLEANUP(buf_done) struct buf plain = { 0 };

	buf_init(&plain, FOOTER_MAX);
	source_footer(from, &plain);
	if (!plain.failed && plain.len > 1)
		text_of_json((struct span){ plain.at + 1, plain.len - 1 }, b); /* no line feed */
}

static uint32_t special_of(struct span type)
{
	return scan_text_is(type, "resource_link") ? ANSWER_HAS_LINK
	       : scan_text_is(type, "audio")       ? ANSWER_HAS_AUDIO
	                                           : 0;
}

uint32_t blocks_write(const struct call_end *end, const struct provenance *from,
	const struct answer_options *options, struct buf *b)
{
	const char *banner = source_banner(from, options->locale);
	struct scan_iter it = scan_iter(end->content);
	struct span block;
	uint32_t special = 0;
	bool has_text = false;

	buf_puts(b, "\"content\":[");
	if (banner)
		text_of_json(span_of(banner), b);
	while (scan_item(&it, &block)) {
		struct span type = scan_get(block, "type");

		special |= special_of(type);
		has_text = has_text || scan_text_is(type, "text");
		json_next(b);
		buf_span(b, block);
	}
	if (!has_text && end->text.at) {
		open_text(b);
		buf_span(b, end->text);
		buf_char(b, '}');
	} else if (!has_text && end->structured.at) {
		text_of_json(end->structured, b);
	} else if (!has_text && end->result.at) {
		text_of_json(end->result, b);
	}
	footer(from, b);
	buf_char(b, ']');
	return special;
}
