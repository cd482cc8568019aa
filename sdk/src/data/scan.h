/* scan - strict JSON (RFC 8259) without a tree: check once, then walk spans of the text.
 *
 * Refused: anything but one value and white space; invalid UTF-8; raw control characters and lone
 * surrogate escapes in strings; duplicate members; leading zeros, NaN, Infinity; more depth or
 * members than allowed.
 */
#ifndef DATA_SCAN_H
#define DATA_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

enum scan_kind {
	SCAN_ABSENT, /* span.at is NULL */
	SCAN_NULL,
	SCAN_FALSE,
	SCAN_TRUE,
	SCAN_NUMBER,
	SCAN_TEXT,
	SCAN_ARRAY,
	SCAN_OBJECT,
};

#define SCAN_DEPTH_MAX 64

struct scan_fault {
	size_t at;        /* byte where it was seen */
	const char *what; /* a short phrase, English: "duplicate member" */
};

/* True when `text` is exactly one JSON value as above. Allocates only for objects with more than
 * 64 members. *ret may be NULL. */
bool scan_check(struct span text, struct scan_fault *ret);

/* The functions below take spans of text that scan_check accepted. Surrounding white space is cut
 * off the spans they give. */

struct span scan_value(struct span text); /* the text without white space around it */
enum scan_kind scan_kind(struct span value);

struct scan_iter {
	const char *at;
	const char *end;
};

/* Walks the members of an object, or the items of an array: empty when `value` is neither. */
struct scan_iter scan_iter(struct span value);
/* `ret_name` includes its quotes. False at the end. */
bool scan_member(struct scan_iter *it, struct span *ret_name, struct span *ret_value);
bool scan_item(struct scan_iter *it, struct span *ret_value);

/* A member by its (unescaped ASCII) name; absent when there is none or `object` is no object. */
struct span scan_get(struct span object, const char *name);
/* A member of a member; absent when either is. */
struct span scan_get2(struct span object, const char *name, const char *inner);

/* True when `text` is the JSON string of `plain` (escapes in `text` are decoded). */
bool scan_text_is(struct span text, const char *plain);
/* Appends the decoded string to `ret`. False when `text` is no string or does not fit. */
bool scan_text(struct span text, struct buf *ret);
/* The decoded string, NUL-ended, in the arena; NULL when `text` is no string, holds U+0000, or
 * memory is out. */
const char *scan_text_copy(struct span text, struct arena *a);
/* The decoded string into ret[room], NUL-ended; false when it is no string or does not fit. */
bool scan_text_into(struct span text, char *ret, size_t room);

/* A number that is a whole int64: 20, 20.0 and 2e1 are; 20.5 and 1e30 are not. */
bool scan_int(struct span number, int64_t *ret);
bool scan_real(struct span number, double *ret); /* finite only */

#endif
