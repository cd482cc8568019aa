/* json - writing JSON into a buf: one line, UTF-8, nothing escaped that need not be. */
#include "data/json.h"

#include <math.h>

#include "data/plain.h"

/* Writes the one character at `at` that is not plain and returns how many bytes it took. */
static size_t put_special(struct buf *b, const char *at, size_t left)
{
	static const char known[] = "\"\\\b\f\n\r\t";
	static const char letters[] = "\"\\bfnrt";
	const char *found = *at == '\0' ? NULL : strchr(known, *at);
	size_t length = utf8_length(at, left);

	if (found) {
		buf_char(b, '\\');
		buf_char(b, letters[found - known]);
	} else if ((unsigned char)*at < 0x20) {
		buf_printf(b, "\\u%04x", (unsigned)*at);
	} else if (length == 0) {
		buf_puts(b, "\xef\xbf\xbd");
	} else {
		buf_put(b, at, length);
	}
	return length == 0 ? 1 : length;
}

void json_part(struct buf *b, struct span text)
{
	const char *at = text.at;
	const char *end = text.at ? text.at + text.len : text.at;

	while (at < end) {
		const char *stop = plain_end(at, end);

		buf_put(b, at, (size_t)(stop - at));
		at = stop;
		if (at < end)
			at += put_special(b, at, (size_t)(end - at));
	}
}

void json_text(struct buf *b, struct span text)
{
	buf_char(b, '"');
	json_part(b, text);
	buf_char(b, '"');
}

void json_cstr(struct buf *b, const char *text)
{
	if (text)
		json_text(b, span_of(text));
	else
		buf_puts(b, "null");
}

void json_int(struct buf *b, int64_t n)
{
	buf_int(b, n);
}

void json_real(struct buf *b, double value)
{
	char text[32];

	if (isfinite(value))
		buf_put(b, text, str_from_real(value, text));
	else
		buf_puts(b, "null");
}

void json_bool(struct buf *b, bool value)
{
	buf_puts(b, value ? "true" : "false");
}

void json_next(struct buf *b)
{
	if (b->len > 0 && b->at[b->len - 1] != '{' && b->at[b->len - 1] != '[')
		buf_char(b, ',');
}

void json_name(struct buf *b, const char *name)
{
	json_next(b);
	buf_char(b, '"');
	buf_puts(b, name);
	buf_puts(b, "\":");
}
