/* scan_walk - walking spans of checked JSON: values, members, items, numbers. */
#include "data/scan.h"

#include "data/plain.h"
#include "data/scan_text.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static const char *past_text(const char *at, const char *end)
{
	at++;
	while (at < end && *at != '"') {
		at = plain_end(at, end);
		if (at < end && *at == '\\')
			at += end - at > 1 ? 2 : 1;
		else if (at < end && *at != '"')
			at++;
	}
	return at < end ? at + 1 : end;
}

static const char *past_scalar(const char *at, const char *end)
{
	if (*at == '"')
		return past_text(at, end);
	while (at < end && !is_blank(*at) && *at != ',' && *at != ']' && *at != '}' && *at != ':')
		at++;
	return at;
}

/* Behind the value at `at`, which is no blank. */
static const char *past_value(const char *at, const char *end)
{
	int depth = 0;

	while (at < end) {
		if (*at == '{' || *at == '[') {
			depth++;
			at++;
		} else if (*at == '}' || *at == ']') {
			depth--;
			at++;
		} else if (*at == ',' || *at == ':' || is_blank(*at)) {
			at++;
		} else {
			at = past_scalar(at, end);
		}
		if (depth <= 0)
			return at;
	}
	return end;
}

struct span scan_value(struct span text)
{
	if (!text.at)
		return text;
	while (text.len > 0 && is_blank(text.at[0])) {
		text.at++;
		text.len--;
	}
	while (text.len > 0 && is_blank(text.at[text.len - 1]))
		text.len--;
	return text;
}

enum scan_kind scan_kind(struct span value)
{
	value = scan_value(value);
	if (!value.at || value.len == 0)
		return SCAN_ABSENT;
	switch (value.at[0]) {
	case '{':
		return SCAN_OBJECT;
	case '[':
		return SCAN_ARRAY;
	case '"':
		return SCAN_TEXT;
	case 't':
		return SCAN_TRUE;
	case 'f':
		return SCAN_FALSE;
	case 'n':
		return SCAN_NULL;
	default:
		return SCAN_NUMBER;
	}
}

struct scan_iter scan_iter(struct span value)
{
	enum scan_kind kind = scan_kind(value);

	value = scan_value(value);
	if ((kind != SCAN_OBJECT && kind != SCAN_ARRAY) || value.len < 2)
		return (struct scan_iter){ NULL, NULL };
	return (struct scan_iter){ value.at + 1, value.at + value.len - 1 };
}

/* Moves to the next value; false at the end. */
static bool to_value(struct scan_iter *it)
{
	while (it->at < it->end && (is_blank(*it->at) || *it->at == ',' || *it->at == ':'))
		it->at++;
	return it->at < it->end;
}

bool scan_item(struct scan_iter *it, struct span *ret_value)
{
	const char *first;

	if (!to_value(it))
		return false;
	first = it->at;
	it->at = past_value(first, it->end);
	*ret_value = (struct span){ first, (size_t)(it->at - first) };
	return true;
}

bool scan_member(struct scan_iter *it, struct span *ret_name, struct span *ret_value)
{
	struct scan_iter next = *it;
	struct span name;
	struct span value;

	if (!scan_item(&next, &name) || !scan_item(&next, &value))
		return false;
	*it = next;
	*ret_name = name;
	*ret_value = value;
	return true;
}

struct span scan_get(struct span object, const char *name)
{
	struct scan_iter it = scan_iter(object);
	struct span seen;
	struct span value;

	if (scan_kind(object) != SCAN_OBJECT)
		return (struct span){ NULL, 0 };
	while (scan_member(&it, &seen, &value))
		if (scan_name_is(seen, name))
			return value;
	return (struct span){ NULL, 0 };
}

struct span scan_get2(struct span object, const char *name, const char *inner)
{
	return scan_get(scan_get(object, name), inner);
}

/* ---- Numbers. ---- */

/* Significant digits so far, as a negative integer: that side has the larger range. */
struct whole {
	int64_t negated;
	int64_t zeros;    /* behind them, not yet multiplied in: a point may stand before */
	int64_t fraction; /* digits behind the point */
};

/* False when it does not fit: nothing that follows can mend that. */
static bool add_digit(struct whole *w, int digit)
{
	if (digit == 0) {
		w->zeros += w->negated != 0;
		return true;
	}
	for (; w->zeros > 0; w->zeros--)
		if (__builtin_mul_overflow(w->negated, 10, &w->negated))
			return false;
	return !__builtin_mul_overflow(w->negated, 10, &w->negated) &&
	       !__builtin_sub_overflow(w->negated, digit, &w->negated);
}

/* The exponent, cut to what no text of digits can outweigh. */
static int64_t read_exponent(const char *at, const char *end)
{
	int64_t exponent = 0;
	bool minus;

	if (at == end)
		return 0;
	at++;
	minus = at < end && *at == '-';
	if (at < end && (*at == '-' || *at == '+'))
		at++;
	for (; at < end && exponent < INT64_C(1000000000000); at++)
		exponent = exponent * 10 + (*at - '0');
	return minus ? -exponent : exponent;
}

static bool finish(struct whole *w, int64_t exponent, bool minus, int64_t *ret)
{
	int64_t scale = exponent - w->fraction + w->zeros;
	int64_t value = w->negated;

	if (value == 0)
		scale = 0;
	if (scale < 0)
		return false;
	for (; scale > 0; scale--)
		if (__builtin_mul_overflow(value, 10, &value))
			return false;
	if (!minus && __builtin_sub_overflow(0, value, &value))
		return false;
	*ret = value;
	return true;
}

bool scan_int(struct span number, int64_t *ret)
{
	struct span text = scan_value(number);
	struct whole w = { 0, 0, 0 };
	bool behind_point = false;
	const char *at = text.at;
	const char *end;
	bool minus;

	/* An absent one has no end either. */
	if (scan_kind(text) != SCAN_NUMBER)
		return false;
	end = at + text.len;
	minus = *at == '-';
	for (at += minus; at < end && *at != 'e' && *at != 'E'; at++) {
		if (*at == '.') {
			behind_point = true;
			continue;
		}
		if (!add_digit(&w, *at - '0'))
			return false;
		w.fraction += behind_point;
	}
	return finish(&w, read_exponent(at, end), minus, ret);
}

bool scan_real(struct span number, double *ret)
{
	struct span text = scan_value(number);

	return scan_kind(text) == SCAN_NUMBER && span_real(text, ret);
}
