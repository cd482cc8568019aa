/* base64 - standard base64 with padding (RFC 4648 §4). */
#include "base/base64.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_put(const void *bytes, size_t len, struct buf *ret)
{
	const unsigned char *from = bytes;
	char *to = buf_reserve(ret, (len + 2) / 3 * 4 + 1);
	size_t n = 0;

	if (!to)
		return;
	for (size_t i = 0; i < len; i += 3) {
		size_t left = len - i;
		unsigned group = (unsigned)from[i] << 16;

		if (left > 1)
			group |= (unsigned)from[i + 1] << 8;
		if (left > 2)
			group |= from[i + 2];
		to[n++] = letters[group >> 18];
		to[n++] = letters[group >> 12 & 63];
		to[n++] = left > 1 ? letters[group >> 6 & 63] : '=';
		to[n++] = left > 2 ? letters[group & 63] : '=';
	}
	ret->len += n;
}

static int value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

static size_t padding(struct span text)
{
	if (text.len == 0 || text.at[text.len - 1] != '=')
		return 0;
	return text.at[text.len - 2] == '=' ? 2 : 1;
}

bool base64_is_sound(struct span text)
{
	size_t pad;
	int last = 0;

	if (text.len % 4 != 0)
		return false;
	pad = padding(text);
	for (size_t i = 0; i < text.len - pad; i++) {
		last = value_of(text.at[i]);
		if (last < 0)
			return false;
	}
	/* Bits that stand for nothing are zero. */
	return pad == 0 || (last & (pad == 2 ? 15 : 3)) == 0;
}

bool base64_decode(struct span text, struct buf *ret)
{
	size_t pad;
	char *to;
	size_t n = 0;

	if (!base64_is_sound(text))
		return false;
	pad = padding(text);
	to = buf_reserve(ret, text.len / 4 * 3 + 1);
	if (!to)
		return false;
	for (size_t i = 0; i < text.len; i += 4) {
		unsigned group = 0;

		for (size_t j = 0; j < 4; j++) {
			char c = text.at[i + j];

			group = group << 6 | (c == '=' ? 0u : (unsigned)value_of(c));
		}
		to[n++] = (char)(group >> 16 & 255);
		to[n++] = (char)(group >> 8 & 255);
		to[n++] = (char)(group & 255);
	}
	ret->len += n - pad;
	return true;
}
