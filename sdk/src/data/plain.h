/* plain - how far text needs no look at its bytes one by one; shared by scan and json. */
#ifndef DATA_PLAIN_H
#define DATA_PLAIN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PLAIN_ONES UINT64_C(0x0101010101010101)
#define PLAIN_HIGHS UINT64_C(0x8080808080808080)

/* Marks the bytes of eight that are a quote, a backslash, a control character or not ASCII. Behind
 * the first (in memory, little endian) marks may be wrong: a borrow runs upward. */
static inline uint64_t plain_special(uint64_t bytes)
{
	uint64_t quote = bytes ^ (PLAIN_ONES * '"');
	uint64_t slash = bytes ^ (PLAIN_ONES * '\\');

	return ((quote - PLAIN_ONES) | (slash - PLAIN_ONES) | (bytes - PLAIN_ONES * 0x20) | bytes) &
	       PLAIN_HIGHS;
}

static inline int plain_byte(unsigned char c)
{
	return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* The first byte at or behind `at` that a JSON string cannot hold as it is or that is not ASCII;
 * `end` when there is none. */
static inline const char *plain_end(const char *at, const char *end)
{
	while (end - at >= 8) {
		uint64_t bytes;
		uint64_t special;

		memcpy(&bytes, at, sizeof bytes);
		special = plain_special(bytes);
		if (special && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
			return at + (__builtin_ctzll(special) >> 3);
		if (special)
			break;
		at += 8;
	}
	while (at < end && plain_byte((unsigned char)*at))
		at++;
	return at;
}

#endif
