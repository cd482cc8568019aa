/* canon - one text for all ways to write the same JSON value. */
#include "host/proto/canon.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"

struct member {
	struct span name; /* decoded */
	size_t at;        /* where that is in `names` */
	struct span value;
};

struct members {
	struct member *at;
	size_t count;
	size_t room;
	struct buf names;
};

static void write_value(struct buf *ret, struct span value);

static void members_done(struct members *m)
{
	free(m->at);
	buf_done(&m->names);
}

static bool add(struct members *m, struct span name, struct span value)
{
	size_t start = m->names.len;

	if (m->count == m->room) {
		size_t room = m->room ? m->room * 2 : 16;
		struct member *grown = realloc(m->at, room * sizeof *grown);

		if (!grown)
			return false;
		m->at = grown;
		m->room = room;
	}
	if (!scan_text(name, &m->names))
		return false;
	m->at[m->count++] = (struct member){
		.name = { NULL, m->names.len - start }, .at = start, .value = value
	};
	return true;
}

static int by_name(const void *left, const void *right)
{
	const struct member *a = left;
	const struct member *b = right;
	size_t len = a->name.len < b->name.len ? a->name.len : b->name.len;
	int order = len > 0 ? memcmp(a->name.at, b->name.at, len) : 0;

	return order != 0 ? order : (a->name.len > b->name.len) - (a->name.len < b->name.len);
}

static void write_object(struct buf *ret, struct span value)
{
	CLEANUP(members_done) struct members m = { 0 };
	struct scan_iter it = scan_iter(value);
	struct span name;
	struct span inner;

	buf_init(&m.names, ret->max);
	while (!ret->failed && scan_member(&it, &name, &inner))
		ret->failed = !add(&m, name, inner);
	for (size_t i = 0; i < m.count; i++)
		m.at[i].name.at = m.names.at + m.at[i].at;
	if (m.count > 1)
		qsort(m.at, m.count, sizeof *m.at, by_name);
	buf_char(ret, '{');
	for (size_t i = 0; i < m.count && !ret->failed; i++) {
		json_next(ret);
		json_text(ret, m.at[i].name);
		buf_char(ret, ':');
		write_value(ret, m.at[i].value);
	}
	buf_char(ret, '}');
}

static void write_array(struct buf *ret, struct span value)
{
	struct scan_iter it = scan_iter(value);
	struct span item;

	buf_char(ret, '[');
	while (!ret->failed && scan_item(&it, &item)) {
		json_next(ret);
		write_value(ret, item);
	}
	buf_char(ret, ']');
}

static void write_text(struct buf *ret, struct span value)
{
	CLEANUP(buf_done) struct buf plain = { 0 };

	buf_init(&plain, ret->max);
	ret->failed |= !scan_text(value, &plain);
	json_text(ret, buf_as_span(&plain));
}

/* 2, 2.0 and 2e0 are one number; beyond what a double holds the digits count. */
static void write_number(struct buf *ret, struct span value)
{
	char text[32];
	int64_t whole;
	double real;

	/* The shortest text of a real may be a whole number. */
	if (!scan_int(value, &whole) && scan_real(value, &real))
		value = (struct span){ text, str_from_real(real, text) };
	if (scan_int(value, &whole))
		json_int(ret, whole);
	else
		buf_span(ret, value);
}

static void write_value(struct buf *ret, struct span value)
{
	enum scan_kind kind = scan_kind(value);

	if (kind == SCAN_OBJECT)
		write_object(ret, value);
	else if (kind == SCAN_ARRAY)
		write_array(ret, value);
	else if (kind == SCAN_TEXT)
		write_text(ret, value);
	else if (kind == SCAN_NUMBER)
		write_number(ret, value);
	else
		buf_span(ret, value);
}

void canon_json(struct buf *ret, struct span value)
{
	write_value(ret, value);
}
