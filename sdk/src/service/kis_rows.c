/* kis_rows - reading what KIS answers: rows of an output, values written as texts. */
#include "service/kis_client.h"

#include <string.h>

#define NUMBER_ROOM 64

bool kis_rows(struct span body, const char *output, struct kis_rows *ret)
{
	struct span rows = scan_get(body, output);
	enum scan_kind kind = scan_kind(rows);

	if (kind != SCAN_ARRAY && kind != SCAN_OBJECT)
		return false;
	if (kind == SCAN_OBJECT) {
		*ret = (struct kis_rows){ .rest = rows, .single = true };
		return true;
	}
	struct scan_iter it = scan_iter(rows);

	*ret = (struct kis_rows){ .rest = { it.at, (size_t)(it.end - it.at) } };
	return true;
}

static bool next_item(struct kis_rows *rows, struct span *ret_item)
{
	struct scan_iter it;

	if (!rows->rest.at)
		return false;
	it = (struct scan_iter){ rows->rest.at, rows->rest.at + rows->rest.len };
	if (!scan_item(&it, ret_item))
		return false;
	rows->rest = (struct span){ it.at, (size_t)(it.end - it.at) };
	return true;
}

void kis_row_init(struct kis_row *ret, struct span object)
{
	ret->text = object;
	ret->rest = (struct scan_iter){ NULL, NULL };
	ret->count = 0;
	if (scan_kind(object) == SCAN_OBJECT)
		ret->rest = scan_iter(object);
}

bool kis_rows_next(struct kis_rows *rows, struct kis_row *ret)
{
	struct span item;

	if (rows->single) {
		kis_row_init(ret, rows->rest);
		*rows = (struct kis_rows){ 0 };
		return true;
	}
	/* What is no object is no row. */
	while (next_item(rows, &item)) {
		if (scan_kind(item) == SCAN_OBJECT) {
			kis_row_init(ret, item);
			return true;
		}
	}
	return false;
}

static bool is_named(const struct kis_member *m, const char *field, size_t length)
{
	if (m->escaped)
		return scan_text_is((struct span){ m->name.at - 1, m->name.len + 2 }, field);
	return m->name.len == length && memcmp(m->name.at, field, length) == 0;
}

static bool next_member(struct scan_iter *it, struct kis_member *ret)
{
	struct span name;

	if (!scan_member(it, &name, &ret->value))
		return false;
	ret->name = (struct span){ name.at + 1, name.len - 2 };
	ret->escaped = memchr(ret->name.at, '\\', ret->name.len) != NULL;
	return true;
}

/* Looks at members that are not kept yet, and keeps them while there is room. */
static struct span find_in_rest(struct kis_row *row, const char *field, size_t length)
{
	struct scan_iter it = row->rest;
	struct kis_member m;

	while (next_member(&it, &m)) {
		if (row->count < KIS_ROW_KEPT) {
			row->members[row->count++] = m;
			row->rest = it;
		}
		if (is_named(&m, field, length))
			return m.value;
	}
	return (struct span){ NULL, 0 };
}

struct span kis_value(struct kis_row *row, const char *field)
{
	const size_t length = strlen(field);

	for (uint32_t i = 0; i < row->count; i++)
		if (is_named(&row->members[i], field, length))
			return row->members[i].value;
	return find_in_rest(row, field, length);
}

static bool cut_blanks(char *text)
{
	struct span trimmed = span_trim(span_of(text));

	memmove(text, trimmed.at, trimmed.len);
	text[trimmed.len] = '\0';
	return trimmed.len > 0;
}

static bool copy_number(struct span value, char *ret, size_t room)
{
	if (value.len >= room)
		return false;
	memcpy(ret, value.at, value.len);
	ret[value.len] = '\0';
	return true;
}

bool kis_text(struct kis_row *row, const char *field, char *ret, size_t room)
{
	struct span value = kis_value(row, field);

	switch (scan_kind(value)) {
	case SCAN_TEXT:
		return scan_text_into(value, ret, room) && cut_blanks(ret);
	case SCAN_NUMBER: /* One report of plain numbers. */
		return copy_number(value, ret, room);
	default:
		return false;
	}
}

bool kis_int(struct kis_row *row, const char *field, int64_t *ret)
{
	char text[NUMBER_ROOM];

	return kis_text(row, field, text, sizeof text) && span_int(span_of(text), ret);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Reads digits into *total as long as at most `max` of them come; returns how many. */
static size_t take_digits(const char *at, size_t max, int64_t *total)
{
	size_t n = 0;

	while (n < max && is_digit(at[n])) {
		*total = *total * 10 + (at[n] - '0');
		n++;
	}
	return n;
}

static bool read_hundredths(const char *at, int64_t *ret)
{
	bool negative = *at == '-';
	int64_t total = 0;
	size_t whole;
	size_t part = 0;
	bool up = false;

	at += *at == '-' || *at == '+';
	/* 16 digits and two more stay inside int64. */
	whole = take_digits(at, 16, &total);
	at += whole;
	if (*at == '.') {
		part = take_digits(at + 1, 2, &total);
		at += 1 + part;
		up = part == 2 && *at >= '5' && *at <= '9';
		while (is_digit(*at))
			at++;
	}
	if (*at != '\0' || whole + part == 0)
		return false;

	for (; part < 2; part++)
		total *= 10;
	total += up;
	*ret = negative ? -total : total;
	return true;
}

bool kis_hundredths(struct kis_row *row, const char *field, int64_t *ret)
{
	char text[NUMBER_ROOM];

	return kis_text(row, field, text, sizeof text) && read_hundredths(text, ret);
}
