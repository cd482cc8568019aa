/* str - spans of bytes, numbers in text, and the nearest known word. */
#include "base/str.h"

#include <float.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/random.h>

#define NUMBER_MAX 512
#define WORD_MAX 64

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct span span_trim(struct span s)
{
	while (s.len > 0 && is_blank(s.at[0]))
		s = (struct span){ s.at + 1, s.len - 1 };
	while (s.len > 0 && is_blank(s.at[s.len - 1]))
		s.len--;
	return s;
}

bool str_same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

bool span_split(struct span *rest, char separator, struct span *ret)
{
	const char *end;

	if (!rest->at)
		return false;
	end = rest->len ? memchr(rest->at, separator, rest->len) : NULL;
	if (!end) {
		*ret = *rest;
		*rest = (struct span){ 0 };
		return true;
	}

	*ret = (struct span){ rest->at, (size_t)(end - rest->at) };
	*rest = (struct span){ end + 1, rest->len - ret->len - 1 };
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static struct span skip_sign(struct span s)
{
	if (s.len > 0 && (s.at[0] == '-' || s.at[0] == '+'))
		return (struct span){ s.at + 1, s.len - 1 };
	return s;
}

/* Takes digits off the front of *s; returns how many. */
static size_t skip_digits(struct span *s)
{
	size_t n = 0;

	while (n < s->len && is_digit(s->at[n]))
		n++;
	if (n > 0)
		*s = (struct span){ s->at + n, s->len - n };
	return n;
}

bool span_int(struct span s, int64_t *ret)
{
	const bool negative = s.len > 0 && s.at[0] == '-';
	struct span digits = skip_sign(s);
	int64_t n = 0;
	size_t i;

	if (digits.len == 0)
		return false;
	for (i = 0; i < digits.len; i++) {
		int digit = digits.at[i] - '0';

		/* Counted below zero: the smallest number has no positive twin. */
		if (!is_digit(digits.at[i]) || __builtin_mul_overflow(n, 10, &n) ||
			__builtin_sub_overflow(n, digit, &n))
			return false;
	}
	if (!negative && n == INT64_MIN)
		return false;

	*ret = negative ? n : -n;
	return true;
}

/* Sign, digits, fraction, exponent: what strtod reads, less its hexadecimals, names and locale. */
static bool is_decimal(struct span s)
{
	size_t digits;

	s = skip_sign(s);
	digits = skip_digits(&s);
	if (s.len > 0 && s.at[0] == '.') {
		size_t fraction;

		s = (struct span){ s.at + 1, s.len - 1 };
		fraction = skip_digits(&s);
		if (fraction == 0)
			return false;
		digits += fraction;
	}
	if (digits == 0 || s.len == 0)
		return digits > 0;
	if (s.at[0] != 'e' && s.at[0] != 'E')
		return false;
	s = skip_sign((struct span){ s.at + 1, s.len - 1 });
	return skip_digits(&s) > 0 && s.len == 0;
}

bool span_real(struct span s, double *ret)
{
	char text[NUMBER_MAX];
	double value;

	if (s.len >= sizeof text || !is_decimal(s))
		return false;
	memcpy(text, s.at, s.len);
	text[s.len] = '\0';
	/* The program never leaves the C locale, so the point is a point. */
	value = strtod(text, NULL);
	if (!isfinite(value))
		return false;

	*ret = value;
	return true;
}

size_t str_from_real(double value, char *ret)
{
	int digits = fabs(value) < DBL_MIN ? 1 : DBL_DIG;
	int len;

	if (!isfinite(value))
		return (size_t)snprintf(ret, 32, "null");
	do
		len = snprintf(ret, 32, "%.*g", digits++, value);
	while (digits <= DBL_DECIMAL_DIG && strtod(ret, NULL) != value);
	return (size_t)len;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Letters to insert, drop, change or swap with their neighbour until `a` is `b`; in any case. */
static size_t edit_distance(const char *a, const char *b)
{
	size_t rows[3][WORD_MAX + 1];
	const size_t width = strlen(b);
	size_t i;
	size_t j;

	for (j = 0; j <= width; j++)
		rows[0][j] = j;
	for (i = 1; a[i - 1]; i++) {
		const size_t *above = rows[(i - 1) % 3];
		const size_t *higher = rows[(i + 1) % 3];
		size_t *row = rows[i % 3];

		row[0] = i;
		for (j = 1; j <= width; j++) {
			size_t change = lower(a[i - 1]) != lower(b[j - 1]);

			row[j] = smallest(row[j - 1] + 1, above[j] + 1, above[j - 1] + change);
			if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
				lower(a[i - 2]) == lower(b[j - 1]))
				row[j] = smallest(row[j], row[j], higher[j - 2] + 1);
		}
	}
	return rows[(i - 1) % 3][width];
}

const char *str_nearest(const char *seen, const char *const *words, size_t count)
{
	const size_t len = strlen(seen);
	size_t least = len >= 6 ? len / 3 + 1 : 2;
	const char *ret = NULL;
	size_t i;

	if (len > WORD_MAX)
		return NULL;
	/* One letter says nothing about another: something must stay. */
	if (least > len)
		least = len;
	for (i = 0; i < count; i++) {
		size_t distance;

		if (strlen(words[i]) > WORD_MAX)
			continue;
		distance = edit_distance(seen, words[i]);
		if (distance < least) {
			least = distance;
			ret = words[i];
		}
	}
	return ret;
}

static uint64_t hash_key[4];
static pthread_once_t hash_key_once = PTHREAD_ONCE_INIT;

static void draw_hash_key(void)
{
	/* Where the call is forbidden, the sixteen random bytes the kernel gives each process. */
	if (getrandom(hash_key, sizeof hash_key, 0) != (ssize_t)sizeof hash_key)
		memcpy(hash_key, (const void *)getauxval(AT_RANDOM), 16); // NOLINT
}

static uint64_t mix(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Up to eight bytes; missing ones are zero, which the length in the hash tells apart. */
static uint64_t word_at(const char *at, size_t left)
{
	uint64_t ret = 0;

	if (left >= sizeof ret) /* a size the compiler knows: one load */
		memcpy(&ret, at, sizeof ret);
	else
		memcpy(&ret, at, left);
	return ret;
}

uint64_t span_hash(struct span s)
{
	uint64_t hash;
	size_t i;

	(void)pthread_once(&hash_key_once, draw_hash_key);
	hash = hash_key[0] ^ s.len;
	for (i = 0; i + 8 < s.len; i += 16)
		hash = mix(word_at(s.at + i, s.len - i) ^ hash_key[1],
			word_at(s.at + i + 8, s.len - i - 8) ^ hash);
	if (i < s.len)
		hash = mix(word_at(s.at + i, s.len - i) ^ hash_key[1], hash_key[2] ^ hash);
	return mix(hash ^ hash_key[2], hash_key[3] ^ s.len);
}
