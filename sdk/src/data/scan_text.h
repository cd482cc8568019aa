/* scan_text - the inside of JSON strings, piece by piece; private to scan. */
#ifndef DATA_SCAN_TEXT_H
#define DATA_SCAN_TEXT_H

#include "base/str.h"

struct scan_pieces {
	const char *at;
	const char *end;
	char small[4]; /* what an escape stands for */
};

/* Walks a JSON string with its quotes: pieces as they stand, or decoded escapes. False when `text`
 * is no string. */
bool scan_pieces(struct span text, struct scan_pieces *ret);
bool scan_piece(struct scan_pieces *it, struct span *ret);

/* The same for equal names, however they are escaped. `raw` includes the quotes. */
uint64_t scan_name_hash(struct span raw);

/* As scan_text_is, quick where nothing is escaped. `raw` includes the quotes. */
bool scan_name_is(struct span raw, const char *plain);

/* The four hex digits at `at` as a UTF-16 unit, or -1. */
int32_t scan_hex_unit(const char *at, const char *end);

static inline bool scan_is_high(int32_t unit)
{
	return unit >= 0xd800 && unit < 0xdc00;
}

static inline bool scan_is_low(int32_t unit)
{
	return unit >= 0xdc00 && unit < 0xe000;
}

#endif
