/* format - readable text of values, tables and results. */
#include "service/format.h"

#include <math.h>
#include <string.h>

#include "data/decode.h"
#include "service/format_value.h"

#define TEXT_MAX (256 * 1024)
#define GAP "  "

static bool is_plain(const mcp_field *field)
{
	return field->type != MCP_T_OBJECT && field->type != MCP_T_ROWS &&
	       !(field->flags & MCP_F_QUIET);
}

static bool is_cell(const mcp_field *field)
{
	return is_plain(field) || (field->type == MCP_T_ROWS && !(field->flags & MCP_F_QUIET));
}

static bool is_number(const mcp_field *field)
{
	return field->type >= MCP_T_INT64 && field->type <= MCP_T_REAL;
}

/* ---- Tables. ---- */

struct sheet {
	const struct reader *reader;
	const mcp_table *table;
	const mcp_rows *rows;
	uint32_t widths[FIELD_MAX]; /* 0: left out */
	struct buf cell;
};

static const void *row_at(const mcp_rows *rows, uint32_t i)
{
	return (const char *)rows->at + (size_t)i * rows->stride;
}

/* Columns the widest cell takes; 0 when nothing in the column is known. */
static uint32_t column_width(struct sheet *sheet, const mcp_field *field)
{
	uint32_t least = utf8_columns(span_of(format_heading(sheet->reader, field)));
	uint32_t width = 0;

	for (uint32_t i = 0; i < sheet->rows->count; i++) {
		uint32_t columns;

		buf_clear(&sheet->cell);
		(void)format_value(sheet->reader, field, row_at(sheet->rows, i), &sheet->cell);
		columns = utf8_columns(buf_as_span(&sheet->cell));
		if (columns > width)
			width = columns;
	}
	return width > 0 && width < least ? least : width;
}

static void put_padded(struct span text, uint32_t width, bool to_the_right, struct buf *ret)
{
	uint32_t columns = utf8_columns(text);

	if (!to_the_right)
		buf_span(ret, text);
	for (uint32_t i = columns; i < width; i++)
		buf_char(ret, ' ');
	if (to_the_right)
		buf_span(ret, text);
}

static void end_line(struct buf *ret)
{
	while (ret->len > 0 && ret->at[ret->len - 1] == ' ')
		ret->len--;
	buf_char(ret, '\n');
}

/* Row `i` as a line; the heading when `i` is the count. */
static void put_line(struct sheet *sheet, uint32_t i, struct buf *ret)
{
	bool first = true;

	for (uint32_t k = 0; k < sheet->table->count && k < FIELD_MAX; k++) {
		mcp_field field = field_at(sheet->table, k);

		if (sheet->widths[k] == 0)
			continue;
		buf_clear(&sheet->cell);
		if (i == sheet->rows->count)
			buf_puts(&sheet->cell, format_heading(sheet->reader, &field));
		else if (!format_value(sheet->reader, &field, row_at(sheet->rows, i), &sheet->cell))
			buf_char(&sheet->cell, '-');
		if (!first)
			buf_puts(ret, GAP);
		first = false;
		put_padded(buf_as_span(&sheet->cell), sheet->widths[k], is_number(&field), ret);
	}
	end_line(ret);
}

static void put_table(
	const struct reader *r, const mcp_table *table, const mcp_rows *rows, struct buf *ret)
{
	struct sheet sheet = { .reader = r, .table = table, .rows = rows };
	bool is_known = false;

	if (!rows->at || rows->count == 0)
		return;
	buf_init(&sheet.cell, TEXT_MAX);
	for (uint32_t k = 0; k < table->count && k < FIELD_MAX; k++) {
		mcp_field field = field_at(table, k);

		if (is_cell(&field))
			sheet.widths[k] = column_width(&sheet, &field);
		is_known = is_known || sheet.widths[k] > 0;
	}
	if (is_known)
		put_line(&sheet, rows->count, ret);
	for (uint32_t i = 0; is_known && i < rows->count; i++)
		put_line(&sheet, i, ret);
	buf_done(&sheet.cell);
}

/* ---- Results. ---- */

/* "Title: value", each on a line, or all on one with dots between. */
static void put_scalars(const struct reader *r, const mcp_table *table, const void *data,
	bool on_one_line, struct buf *ret)
{
	size_t start = ret->len;

	for (uint32_t i = 0; i < table->count && i < FIELD_MAX; i++) {
		mcp_field field = field_at(table, i);

		if (!is_plain(&field))
			continue;
		if (on_one_line && ret->len > start)
			buf_puts(ret, " · ");
		buf_puts(ret, format_heading(r, &field));
		buf_puts(ret, on_one_line ? " " : ": ");
		if (!format_value(r, &field, data, ret))
			buf_char(ret, '-');
		if (!on_one_line)
			buf_char(ret, '\n');
	}
	if (on_one_line)
		buf_char(ret, '\n');
}

static void put_object(
	const struct reader *r, const mcp_field *field, const void *data, struct buf *ret)
{
	const void *inner;

	memcpy(&inner, (const char *)data + field->offset, sizeof inner);
	buf_puts(ret, format_heading(r, field));
	buf_puts(ret, ": ");
	if (inner)
		put_scalars(r, field->table, inner, true, ret);
	else
		buf_puts(ret, "-\n");
}

static void put_rows(
	const struct reader *r, const mcp_field *field, const void *data, struct buf *ret)
{
	mcp_rows rows;

	memcpy(&rows, (const char *)data + field->offset, sizeof rows);
	buf_printf(ret, "\n%s (%u)\n", format_heading(r, field), rows.at ? rows.count : 0);
	put_table(r, field->table, &rows, ret);
}

/* Objects first, then rows: totals stand above the long lists. */
static void put_nested(const struct reader *r, const mcp_table *table, const void *data,
	uint32_t type, struct buf *ret)
{
	for (uint32_t i = 0; i < table->count && i < FIELD_MAX; i++) {
		mcp_field field = field_at(table, i);

		if (field.type != type || !field.table || field.flags & MCP_F_QUIET)
			continue;
		if (type == MCP_T_OBJECT)
			put_object(r, &field, data, ret);
		else
			put_rows(r, &field, data, ret);
	}
}

void format_result(const mcp_table *table, const void *result, const char *locale,
	const mcp_list *phrases, struct buf *ret)
{
	struct reader r = { .is_korean = str_same(locale, "ko"), .phrases = phrases };

	put_scalars(&r, table, result, false, ret);
	put_nested(&r, table, result, MCP_T_OBJECT, ret);
	put_nested(&r, table, result, MCP_T_ROWS, ret);
}

/* ---- The service. ---- */

static bool is_korean(const mcp_ctx *ctx)
{
	return str_same(ctx->locale, "ko");
}

/* The buf's text as the call's own; `otherwise` when memory is out. Ends the buf. */
static const char *give(mcp_ctx *ctx, struct buf *b, const char *otherwise)
{
	char *text = b->failed ? NULL : mcp_alloc(ctx, b->len + 1);

	if (text && b->len > 0)
		memcpy(text, b->at, b->len);
	buf_done(b);
	return text ? text : otherwise;
}

static const char *won_text(mcp_ctx *ctx, mcp_int n)
{
	struct buf b;

	if (!n.known)
		return "-";
	buf_init(&b, TEXT_MAX);
	format_won(n.value, is_korean(ctx), false, &b);
	return give(ctx, &b, "-");
}

static const char *count_text(mcp_ctx *ctx, mcp_int n)
{
	struct buf b;

	if (!n.known)
		return "-";
	buf_init(&b, TEXT_MAX);
	format_grouped(n.value, false, &b);
	return give(ctx, &b, "-");
}

static const char *percent_text(mcp_ctx *ctx, mcp_real n, int32_t is_signed)
{
	struct buf b;

	if (!n.known || !isfinite(n.value))
		return "-";
	buf_init(&b, TEXT_MAX);
	format_percent(n.value, is_signed, &b);
	return give(ctx, &b, "-");
}

static const char *table_text(mcp_ctx *ctx, const mcp_table *row, mcp_rows rows)
{
	struct reader r = { .is_korean = is_korean(ctx), .ctx = ctx };
	struct buf b;

	buf_init(&b, TEXT_MAX);
	put_table(&r, row, &rows, &b);
	return give(ctx, &b, "");
}

static const char *json_of(mcp_ctx *ctx, const mcp_table *table, const void *data)
{
	struct fault f = { 0 };
	const char *text;
	mcp_status s;
	struct buf b;

	s = field_check_table(table, "format/1", &f);
	buf_init(&b, TEXT_MAX);
	if (s == MCP_OK)
		s = encode_object(table, data, &b, &f);
	if (s == MCP_OK && b.failed)
		s = fault_set(&f, MCP_E_MEMORY, "the JSON text is too large; give less");
	text = s == MCP_OK ? give(ctx, &b, NULL) : NULL;
	buf_done(&b);
	if (s < 0)
		(void)mcp_fail(ctx, s, "%s", f.text);
	else if (!text)
		(void)mcp_fail(ctx, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	return text;
}

const mcp_format_v1 format_v1_functions = {
	.size = sizeof(mcp_format_v1),
	.won = won_text,
	.count = count_text,
	.percent = percent_text,
	.table = table_text,
	.json = json_of,
};
