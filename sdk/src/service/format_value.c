/* format_value - one value of a struct as text. */
#include "service/format_value.h"

#include <math.h>
#include <string.h>

#include "base/phrase.h"

#define CELL_MAX 512
#define NESTED_SHOWN 2 /* rows of a list inside a cell */

static const char *say(const struct reader *r, const char *text)
{
	if (r->phrases)
		return phrase_in(r->phrases, text);
	return r->ctx ? mcp_say(r->ctx, text) : text;
}

const char *format_heading(const struct reader *r, const mcp_field *field)
{
	return field->title ? say(r, field->title) : field->name;
}

static bool read_int(const mcp_field *field, const void *at, int64_t *ret)
{
	mcp_int n = { 0 };

	if (field->type == MCP_T_INT64) {
		memcpy(ret, at, sizeof *ret);
		return true;
	}
	memcpy(&n, at, sizeof n);
	*ret = n.value;
	return n.known;
}

static bool read_real(const mcp_field *field, const void *at, double *ret)
{
	mcp_real n = { 0 };

	if (field->type == MCP_T_REAL64) {
		memcpy(&n.value, at, sizeof n.value);
		n.known = 1;
	} else {
		memcpy(&n, at, sizeof n);
	}
	*ret = n.value;
	return n.known && isfinite(n.value);
}

static bool read_bool(const mcp_field *field, const void *at, bool *ret)
{
	mcp_bool b = { .known = 1 };

	if (field->type == MCP_T_FLAG)
		memcpy(&b.value, at, sizeof b.value);
	else
		memcpy(&b, at, sizeof b);
	*ret = b.value != 0;
	return b.known;
}

static bool put_int(const struct reader *r, const mcp_field *field, const void *at, struct buf *ret)
{
	bool is_signed = field->flags & MCP_F_SIGNED;
	int64_t n;

	if (!read_int(field, at, &n))
		return false;
	if (str_same(field->unit, "KRW")) {
		format_won(n, r->is_korean, is_signed, ret);
		return true;
	}
	format_grouped(n, is_signed, ret);
	if (str_same(field->unit, "KRW/share") && r->is_korean)
		buf_puts(ret, "원");
	return true;
}

static bool put_real(
	const struct reader *r, const mcp_field *field, const void *at, struct buf *ret)
{
	bool is_signed = field->flags & MCP_F_SIGNED;
	char text[32];
	double n;

	if (!read_real(field, at, &n))
		return false;
	if (str_same(field->unit, "%")) {
		format_percent(n, is_signed, ret);
	} else if (str_same(field->unit, "x")) {
		buf_printf(ret, r->is_korean ? "%.2f배" : "%.2fx", n);
	} else {
		if (is_signed && n > 0)
			buf_char(ret, '+');
		buf_put(ret, text, str_from_real(n, text));
	}
	return true;
}

static void put_clean(const char *text, struct buf *ret)
{
	char clean[CELL_MAX + 1];

	buf_put(ret, clean, utf8_clean(span_of(text), clean, CELL_MAX));
}

static bool put_text(const void *at, struct buf *ret)
{
	const char *text;

	memcpy(&text, at, sizeof text);
	if (text)
		put_clean(text, ret);
	return text;
}

/* A word of a list is the tool's or the host's own, so it is said in the reader's language. */
static bool put_texts(const struct reader *r, const void *at, struct buf *ret)
{
	mcp_texts list;

	memcpy(&list, at, sizeof list);
	for (uint32_t i = 0; list.at && i < list.count; i++) {
		const char *text;

		memcpy(&text, (const char *)list.at + (size_t)i * list.stride, sizeof text);
		if (i > 0)
			buf_char(ret, ',');
		if (text)
			put_clean(say(r, text), ret);
	}
	return list.at;
}

/* What a row inside a cell shows: its values with blanks between. */
static void put_inner_row(
	const struct reader *r, const mcp_table *table, const void *data, struct buf *ret)
{
	size_t start = ret->len;

	for (uint32_t i = 0; i < table->count && i < FIELD_MAX; i++) {
		mcp_field field = field_at(table, i);
		size_t before = ret->len;

		if (field.flags & MCP_F_QUIET || field.type == MCP_T_ROWS)
			continue;
		if (before > start)
			buf_char(ret, ' ');
		if (!format_value(r, &field, data, ret))
			ret->len = before;
	}
}

static bool put_inner_rows(
	const struct reader *r, const mcp_field *field, const void *at, struct buf *ret)
{
	mcp_rows rows;

	memcpy(&rows, at, sizeof rows);
	for (uint32_t i = 0; rows.at && field->table && i < rows.count && i < NESTED_SHOWN; i++) {
		if (i > 0)
			buf_puts(ret, ", ");
		put_inner_row(
			r, field->table, (const char *)rows.at + (size_t)i * rows.stride, ret);
	}
	return rows.at;
}

bool format_value(const struct reader *r, const mcp_field *field, const void *data, struct buf *ret)
{
	const void *at = (const char *)data + field->offset;
	bool holds;

	switch (field->type) {
	case MCP_T_INT64:
	case MCP_T_INT:
		return put_int(r, field, at, ret);
	case MCP_T_REAL64:
	case MCP_T_REAL:
		return put_real(r, field, at, ret);
	case MCP_T_FLAG:
	case MCP_T_BOOL:
		if (!read_bool(field, at, &holds))
			return false;
		buf_puts(ret, holds ? phrase("yes") : phrase("no"));
		return true;
	case MCP_T_TEXT:
	case MCP_T_CHOICE:
		return put_text(at, ret);
	case MCP_T_TEXTS:
		return put_texts(r, at, ret);
	case MCP_T_ROWS:
		return put_inner_rows(r, field, at, ret);
	default:
		return false;
	}
}
