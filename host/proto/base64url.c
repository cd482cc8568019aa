/* base64url - bytes as letters that need no escape: RFC 4648 §5 without padding. */
#include "host/proto/base64url.h"

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void base64url_write(struct buf *ret, struct span bytes)
{
	uint32_t bits = 0;
	uint32_t count = 0;

	for (size_t i = 0; i < bytes.len; i++) {
		bits = (bits << 8 | (unsigned char)bytes.at[i]) & 0xffff;
		for (count += 8; count >= 6; count -= 6)
			buf_char(ret, letters[bits >> (count - 6) & 63]);
	}
	if (count > 0)
		buf_char(ret, letters[bits << (6 - count) & 63]);
}

/* 0–63, or 64 for a foreign letter. */
static uint32_t value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (uint32_t)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (uint32_t)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 52;
	return c == '-' ? 62 : c == '_' ? 63 : 64;
}

bool base64url_read(struct span text, struct buf *ret)
{
	uint32_t bits = 0;
	uint32_t count = 0;

	for (size_t i = 0; i < text.len; i++) {
		uint32_t value = value_of(text.at[i]);

		if (value > 63)
			return false;
		bits = (bits << 6 | value) & 0x3fff;
		count += 6;
		if (count < 8)
			continue;
		count -= 8;
		buf_char(ret, (char)(bits >> count & 255));
	}
	return !ret->failed && count < 6 && (bits & ((1U << count) - 1)) == 0;
}
