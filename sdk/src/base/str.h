/* str - spans of bytes, UTF-8, numbers in text, and the nearest known word. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Bytes somebody else owns. `at` NULL: absent. */
struct span {
	const char *at;
	size_t len;
};

#define SPAN(literal) ((struct span){ ("" literal), sizeof(literal) - 1 })

static inline struct span span_of(const char *text)
{
	return (struct span){ text, text ? strlen(text) : 0 };
}

static inline bool span_same(struct span a, struct span b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline bool span_is(struct span s, const char *text)
{
	return span_same(s, span_of(text));
}

struct span span_trim(struct span s); /* ASCII blanks off both ends */

bool str_same(const char *a, const char *b); /* NULL equals NULL only */

/* Takes the text up to `separator` off the front of *rest: for "ALL|KOSPI|KOSDAQ". False at the
 * end. */
bool span_split(struct span *rest, char separator, struct span *ret);

/* A decimal integer, whole span, optional sign; false on anything else or overflow. */
bool span_int(struct span s, int64_t *ret);
/* A finite decimal number, whole span, under 512 bytes; independent of the locale. */
bool span_real(struct span s, double *ret);
/* Shortest text that reads back as the same double ("null" when not finite); at most 32 bytes with
 * NUL. Returns its length. */
size_t str_from_real(double value, char *ret);

/* Length of the valid UTF-8 sequence at `at` (1–4), or 0. Surrogates and overlong forms are not
 * valid. */
size_t utf8_length(const char *at, size_t left);
bool utf8_valid(struct span s);
/* Code point of a valid sequence; *ret_length gets its bytes (0 when it is not valid). */
uint32_t utf8_decode(const char *at, size_t left, size_t *ret_length);
/* Control and bidirectional characters and line separators: never shown. */
bool utf8_harmful(uint32_t point);
/* Columns of a terminal: Hangul, CJK and full-width forms take two, combining marks none. */
uint32_t utf8_columns(struct span s);
/* Copies valid text without control and bidirectional characters, cut to `max` bytes at a
 * character's end; NUL-ended. `ret` has room for max + 1. Returns its length. Invalid bytes become
 * '?'. */
size_t utf8_clean(struct span s, char *ret, size_t max);

/* The word of `words` nearest to `seen` (edit distance up to a third of its length, case set
 * aside), or NULL. */
const char *str_nearest(const char *seen, const char *const *words, size_t count);

/* 64-bit hash for tables in memory; keyed once per process, so outsiders can't make collisions. */
uint64_t span_hash(struct span s);

#endif
