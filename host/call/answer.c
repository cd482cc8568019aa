/* answer - the bytes of one finished call, ready to be spliced into any client's reply. */
#include "host/call/answer.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/call/blocks.h"
#include "host/call/source.h"
#include "host/call/trim.h"

#define CONTENT_MAX ((size_t)8 * 1024 * 1024) /* bytes of blocks and a value of the tool's own */
#define OVERHEAD 2048 /* bytes of an answer that are neither text nor result */

static struct answer *with_bytes(struct span bytes)
{
	struct answer *a = calloc(1, sizeof *a + bytes.len);

	if (!a)
		return NULL;
	a->refs = 1;
	a->len = bytes.len;
	if (bytes.len > 0)
		memcpy(a->bytes, bytes.at, bytes.len);
	return a;
}

static struct answer *failure(const struct call_end *end)
{
	struct answer *a = with_bytes((struct span){ NULL, 0 });

	if (!a)
		return NULL;
	a->failed = true;
	a->broken = end->crashed || end->fault.status == MCP_E_INTERNAL ||
	            end->fault.status == MCP_E_PROTOCOL;
	a->fault = end->fault;
	return a;
}

/* No rows to leave out, and far more than an answer may have. */
static struct answer *too_large(void)
{
	struct call_end end = { 0 };

	(void)fault_set(&end.fault, MCP_E_MEMORY, "the answer is too large; ask for less");
	return failure(&end);
}

/* The result itself, where a tool gave no text. */
static void write_result_as_text(struct span result, size_t max, struct buf *ret)
{
	struct buf plain;

	buf_init(&plain, max * 2 + OVERHEAD);
	json_text(&plain, result);
	trim_text(plain.failed ? SPAN("\"…\"") : buf_as_span(&plain), max, ret);
	buf_done(&plain);
}

/* Puts how the figures stand inside the JSON string that ends at the buf's end. */
static void write_footer(const struct provenance *from, size_t max, struct buf *ret)
{
	struct buf plain;

	buf_init(&plain, max);
	source_footer(from, &plain);
	if (!ret->failed && plain.len > 0) {
		ret->len--; /* the closing quote */
		json_part(ret, buf_as_span(&plain));
		buf_char(ret, '"');
	}
	buf_done(&plain);
}

/* The tool's text as a JSON string: the banner first when the figures are not real, how they stand
 * at the end. */
static void write_text(struct span text, const struct provenance *from, const char *banner,
	size_t max, struct buf *ret)
{
	if (banner && text.len >= 2) {
		size_t start = ret->len;

		json_cstr(ret, banner);
		ret->len = ret->failed ? start : ret->len - 1; /* the closing quote */
		buf_puts(ret, "\\n");
		text = (struct span){ text.at + 1, text.len - 1 };
	}
	trim_text(text, max, ret);
	write_footer(from, OVERHEAD, ret);
}

static void note_the_cut(struct provenance *from, struct trimmed cut)
{
	from->complete = false;
	provenance_note(from, "the answer was too long: %u of %u rows are shown; ask for fewer",
		cut.rows, cut.rows_were);
}

/* `"structuredContent":{…,"source":{…` without the closing braces. */
static void write_result(struct span result, struct provenance *from, size_t max, struct buf *ret)
{
	size_t start;
	struct trimmed cut;

	buf_puts(ret, ",\"structuredContent\":");
	start = ret->len;
	cut = trim_result(result, max, ret);
	if (cut.rows != cut.rows_were)
		note_the_cut(from, cut);
	if (ret->failed || ret->len <= start)
		return;

	ret->len--; /* the closing brace: source comes inside */
	json_next(ret);
	source_write(from, ret);
}

/* No answer crosses midnight KST, even without data: a tool may have asked for the time. */
static int64_t next_midnight(int64_t wall_ms)
{
	return kst_to_ms(kst_date_add(kst_from_ms(wall_ms).date, 1), 0, 0, 0);
}

/* Text, and what the result table holds, cut to size. */
static struct answer *plain_answer(
	const struct call_end *end, const struct answer_options *options, struct provenance *from)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	size_t room = options->bytes_max > 2 * OVERHEAD ? options->bytes_max - OVERHEAD : OVERHEAD;
	size_t text_max = end->result.at ? room / 3 : room;

	buf_init(&b, options->bytes_max * 2 + 2 * OVERHEAD);
	buf_puts(&b, "\"content\":[{\"type\":\"text\",\"text\":");
	if (end->text.at)
		write_text(end->text, from, source_banner(from, options->locale), text_max, &b);
	else
		write_result_as_text(end->result, text_max, &b);
	buf_puts(&b, "}]");
	if (end->result.at)
		write_result(end->result, from, room > b.len ? room - b.len : 0, &b);
	return b.failed ? too_large() : with_bytes(buf_as_span(&b));
}

/* Blocks and values of the tool's own go out as they are. */
static struct answer *rich_answer(
	const struct call_end *end, const struct answer_options *options, struct provenance *from)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct answer *a;
	uint32_t special;

	buf_init(&b, CONTENT_MAX);
	special = blocks_write(end, from, options, &b);
	if (end->structured.at) {
		buf_puts(&b, ",\"structuredContent\":");
		buf_span(&b, end->structured);
		if (options->wraps || scan_kind(end->structured) != SCAN_OBJECT)
			special |= ANSWER_HAS_VALUE;
	} else if (end->result.at && !end->is_error) {
		write_result(end->result, from, options->bytes_max, &b);
	}
	if (end->is_error)
		buf_puts(&b, ",\"isError\":true");
	a = b.failed ? too_large() : with_bytes(buf_as_span(&b));
	if (a)
		a->special = special;
	return a;
}

bool answer_wraps(const struct declared_tool *d)
{
	return d->result_schema &&
	       !scan_text_is(scan_get(span_of(d->result_schema), "type"), "object");
}

static struct answer *new_answer(const struct call_end *end, const struct answer_options *options)
{
	CLEANUP(freep) struct provenance *from = NULL;
	bool is_rich = end->content.at || end->structured.at || end->is_error;

	if (end->fault.status != MCP_OK)
		return failure(end);
	from = malloc(sizeof *from);
	if (!from)
		return NULL;
	*from = end->from;
	return is_rich ? rich_answer(end, options, from) : plain_answer(end, options, from);
}

struct answer *answer_new(const struct call_end *end, const struct answer_options *options)
{
	struct answer *a = new_answer(end, options);

	if (!a)
		return NULL;
	a->has_source =
		end->result.at != NULL && !a->failed && !end->is_error && !end->structured.at;
	a->complete = end->from.complete;
	a->began_mono_ms = options->began_mono_ms;
	a->as_of_ms = end->from.used ? end->from.as_of_ms : 0;
	a->valid_until_ms =
		end->from.used ? end->from.fresh_until_ms : next_midnight(options->wall_ms);
	return a;
}

struct answer *answer_ref(struct answer *a)
{
	a->refs++;
	return a;
}

void answer_unref(void *answer)
{
	struct answer *a = answer;

	if (a && --a->refs == 0)
		free(a);
}

/* Digits of a number that is not negative, before `end`; returns where they start. */
static char *digits_before(char *end, int64_t n)
{
	do {
		*--end = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	return end;
}

struct span answer_tail(const struct answer *a, int64_t wall_ms, bool stale, char *ret)
{
	static const char age_head[] = ",\"age_s\":";
	const char *end = stale ? ",\"stale\":true}}" : ",\"stale\":false}}";
	int64_t age_s = a->as_of_ms && wall_ms > a->as_of_ms ? (wall_ms - a->as_of_ms) / 1000 : 0;
	char room[24];
	char *digits = digits_before(room + sizeof room, age_s);
	size_t digit_count = (size_t)(room + sizeof room - digits);
	size_t len = sizeof age_head - 1;
	size_t end_len = strlen(end);

	if (!a->has_source)
		return (struct span){ ret, 0 };
	memcpy(ret, age_head, len);
	memcpy(ret + len, digits, digit_count);
	memcpy(ret + len + digit_count, end, end_len);
	return (struct span){ ret, len + digit_count + end_len };
}
