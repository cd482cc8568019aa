/* header - values of HTTP headers that repeat what a request's body says. */
#include "host/proto/header.h"

#include "base/cleanup.h"
#include "data/scan.h"

#define OPEN "=?base64?"
#define CLOSE "?="
#define OPEN_LEN (sizeof OPEN - 1)
#define CLOSE_LEN (sizeof CLOSE - 1)
#define TEXT_MAX ((size_t)64 * 1024)

/* The six bits of a letter of the alphabet, or -1. */
static int bits_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Four letters; `pads` of them are '=' at the end, whose unused bits must be zero. */
static bool decode_four(const char *at, size_t pads, struct buf *ret)
{
	unsigned whole = 0;
	char bytes[3];

	for (size_t i = 0; i < 4; i++) {
		int bits = i < 4 - pads ? bits_of(at[i]) : 0;

		if (bits < 0)
			return false;
		whole = whole << 6 | (unsigned)bits;
	}
	if ((pads == 1 && (whole & 0xffU)) || (pads == 2 && (whole & 0xffffU)))
		return false;
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(unsigned char)(whole >> (16 - 8 * i) & 0xffU);
	buf_put(ret, bytes, 3 - pads);
	return true;
}

static bool decode(struct span letters, struct buf *ret)
{
	if (letters.len % 4 != 0)
		return false;
	for (size_t i = 0; i < letters.len; i += 4) {
		bool is_last = i + 4 == letters.len;
		size_t pads = !is_last || letters.at[i + 3] != '=' ? 0
		              : letters.at[i + 2] == '='           ? 2
		                                                   : 1;

		if (!decode_four(letters.at + i, pads, ret))
			return false;
	}
	return true;
}

static bool is_encoded(struct span value)
{
	return value.len >= OPEN_LEN + CLOSE_LEN && memcmp(value.at, OPEN, OPEN_LEN) == 0 &&
	       memcmp(value.at + value.len - CLOSE_LEN, CLOSE, CLOSE_LEN) == 0;
}

static bool is_plain(struct span value)
{
	for (size_t i = 0; i < value.len; i++)
		if ((value.at[i] < ' ' && value.at[i] != '\t') || value.at[i] > '~')
			return false;
	return true;
}

bool header_text(struct span value, struct buf *ret)
{
	size_t start = ret->len;
	struct span inner;

	if (!is_encoded(value)) {
		buf_span(ret, value);
		return is_plain(value) && !ret->failed;
	}
	inner.at = value.at + OPEN_LEN;
	inner.len = value.len - OPEN_LEN - CLOSE_LEN;
	if (!decode(inner, ret) || ret->failed)
		return false;
	return ret->len == start || utf8_valid((struct span){ ret->at + start, ret->len - start });
}

static bool same_number(struct span text, struct span json)
{
	int64_t whole[2];
	double real[2];

	if (!scan_check(text, NULL) || scan_kind(scan_value(text)) != SCAN_NUMBER)
		return false;
	text = scan_value(text);
	if (scan_int(text, &whole[0]) && scan_int(json, &whole[1]))
		return whole[0] == whole[1];
	return scan_real(text, &real[0]) && scan_real(json, &real[1]) && real[0] == real[1];
}

/* The usual case: what is between the quotes, letter by letter. */
static bool same_bytes(struct span value, struct span json)
{
	return json.len == value.len + 2 && memcmp(json.at + 1, value.at, value.len) == 0 &&
	       memchr(value.at, '\\', value.len) == NULL && is_plain(value) && !is_encoded(value);
}

bool header_same(struct span value, struct span json)
{
	CLEANUP(buf_done) struct buf said = { 0 };
	CLEANUP(buf_done) struct buf meant = { 0 };
	enum scan_kind kind = scan_kind(json);

	if (kind == SCAN_TEXT && value.len > 0 && same_bytes(value, json))
		return true;
	buf_init(&said, TEXT_MAX);
	if (!header_text(value, &said))
		return false;
	if (kind == SCAN_TEXT) {
		buf_init(&meant, TEXT_MAX);
		return scan_text(json, &meant) &&
		       span_same(buf_as_span(&said), buf_as_span(&meant));
	}
	if (kind == SCAN_NUMBER)
		return same_number(buf_as_span(&said), json);
	return (kind == SCAN_TRUE && span_is(buf_as_span(&said), "true")) ||
	       (kind == SCAN_FALSE && span_is(buf_as_span(&said), "false"));
}
