/* decode_rows - what a service answered, columns and rows, into structs of the tool's table. */
#include "data/decode.h"

#include <strings.h>

#include "base/phrase.h"
#include "data/json.h"
#include "data/scan.h"
#include "data/store.h"
#include "data/value.h"

#define COLUMNS_MAX 256

/* Where each row of the table finds its value. */
struct rows_decode {
	const mcp_table *table;
	struct arena *a;
	struct fault *f;
	uint32_t column_of[FIELD_MAX];
	struct span inside[FIELD_MAX]; /* the columns of a nested list */
	uint32_t column_count;
	uint32_t depth;
	uint32_t row; /* being decoded, for sentences */
};

static const char *column_name(const mcp_field *field)
{
	return field->source ? field->source : field->name;
}

/* ---- Cells. ---- */

static mcp_status wrong_cell(
	const struct rows_decode *d, const mcp_field *field, struct span cell, const char *expected)
{
	char seen[VALUE_SEEN];

	value_seen_json(cell, seen);
	return fault_set(d->f, MCP_E_UPSTREAM, "column \"%s\" holds %s in row %u; %s was expected",
		column_name(field), seen, d->row + 1, expected);
}

/* A cell as trimmed text: a number as it stands, a short string decoded. */
static bool cell_text(struct span cell, char *room, size_t size, struct span *ret)
{
	if (scan_kind(cell) == SCAN_TEXT) {
		if (!scan_text_into(cell, room, size))
			return false;
		*ret = span_trim(span_of(room));
		return true;
	}
	*ret = scan_value(cell);
	return scan_kind(cell) == SCAN_NUMBER;
}

/* "1234", "+12", "0001234", and "1234.00" as well. */
static bool text_int(struct span text, int64_t *ret)
{
	return span_int(text, ret) || (scan_check(text, NULL) && scan_int(text, ret));
}

static bool word_flag(struct span word, bool *ret)
{
	if (value_word_bool(word, ret))
		return true;
	*ret = span_is(word, "Y") || span_is(word, "1");
	return *ret || span_is(word, "N") || span_is(word, "0");
}

/* Puts a trimmed cell that is not empty. */
static mcp_status put_plain(
	const struct rows_decode *d, const mcp_field *field, struct span cell, void *base)
{
	char room[128];
	struct span text = { NULL, 0 };
	bool good = cell_text(cell, room, sizeof room, &text);
	int64_t n;
	double real;

	if (value_is_int(field->type)) {
		if (!good || !text_int(text, &n))
			return wrong_cell(d, field, cell, phrase("a whole number"));
		store_int(field, base, n);
		return MCP_OK;
	}
	if (!good || !span_real(text, &real))
		return wrong_cell(d, field, cell, phrase("a number"));
	store_real(field, base, real);
	return MCP_OK;
}

static mcp_status put_flag(
	const struct rows_decode *d, const mcp_field *field, struct span cell, void *base)
{
	enum scan_kind kind = scan_kind(cell);
	bool value = kind == SCAN_TRUE;
	char room[16];
	struct span text;

	if (kind != SCAN_TRUE && kind != SCAN_FALSE &&
		(!cell_text(cell, room, sizeof room, &text) || !word_flag(text, &value)))
		return wrong_cell(d, field, cell, phrase("true or false"));
	store_bool(field, base, value);
	return MCP_OK;
}

static mcp_status put_text(
	const struct rows_decode *d, const mcp_field *field, struct span cell, void *base)
{
	struct span value = scan_value(cell);
	const char *text = NULL;
	struct span choice;

	if (scan_kind(value) == SCAN_TEXT)
		text = scan_text_copy(value, d->a);
	else if (scan_kind(value) == SCAN_NUMBER)
		text = arena_copy(d->a, value.at, value.len);
	if (!text)
		return wrong_cell(d, field, cell, phrase("a text"));
	if (field->type == MCP_T_CHOICE) {
		if (!field_choice(field->choices, span_trim(span_of(text)), &choice))
			return wrong_cell(d, field, cell, field->choices);
		text = arena_copy(d->a, choice.at, choice.len);
	}
	store_at(field, base, &text, sizeof text);
	return MCP_OK;
}

static mcp_status put_texts(
	const struct rows_decode *d, const mcp_field *field, struct span cell, void *base)
{
	struct scan_iter it = scan_iter(cell);
	struct scan_iter counter = it;
	uint32_t count = 0;
	struct span item;
	const char **at;
	mcp_texts texts;

	if (scan_kind(cell) != SCAN_ARRAY)
		return wrong_cell(d, field, cell, phrase("a list of texts"));
	while (scan_item(&counter, &item))
		count++;
	at = arena_alloc(d->a, ((size_t)count + 1) * sizeof *at);
	for (uint32_t i = 0; at && i < count && scan_item(&it, &item); i++) {
		at[i] = scan_text_copy(item, d->a);
		if (!at[i])
			return wrong_cell(d, field, cell, phrase("a list of texts"));
	}
	if (!at)
		return fault_set(
			d->f, MCP_E_MEMORY, "the rows need more memory than the call may use");
	texts = (mcp_texts){ at, count, sizeof *at };
	store_at(field, base, &texts, sizeof texts);
	return MCP_OK;
}

/* Absent, null and blank text are null. */
static bool is_empty(struct span cell)
{
	enum scan_kind kind = scan_kind(cell);
	struct span inside = scan_value(cell);

	if (kind != SCAN_TEXT)
		return kind == SCAN_ABSENT || kind == SCAN_NULL;
	return span_trim((struct span){ inside.at + 1, inside.len - 2 }).len == 0;
}

static mcp_status put_nested(const struct rows_decode *d, const mcp_field *field,
	struct span inside, struct span cell, void *base);

static mcp_status put_cell(
	const struct rows_decode *d, const mcp_field *field, struct span cell, void *base)
{
	if (is_empty(cell) && value_never_null(field->type))
		return fault_set(d->f, MCP_E_UPSTREAM,
			"column \"%s\" is not known in row %u; make the member %s one that may be null",
			column_name(field), d->row + 1, field->name);
	if (is_empty(cell))
		return MCP_OK;
	if (value_is_int(field->type) || value_is_real(field->type))
		return put_plain(d, field, cell, base);
	if (field->type == MCP_T_FLAG || field->type == MCP_T_BOOL)
		return put_flag(d, field, cell, base);
	if (field->type == MCP_T_TEXTS)
		return put_texts(d, field, cell, base);
	return put_text(d, field, cell, base);
}

/* ---- Rows. ---- */

static mcp_status put_row(const struct rows_decode *d, struct span row, void *base)
{
	struct span cells[COLUMNS_MAX];
	struct scan_iter it = scan_iter(row);
	uint32_t count = 0;
	struct span cell;
	mcp_status s = MCP_OK;

	while (count < d->column_count && scan_item(&it, &cell))
		cells[count++] = cell;
	if (scan_kind(row) != SCAN_ARRAY || count < d->column_count || scan_item(&it, &cell))
		return fault_set(d->f, MCP_E_UPSTREAM,
			"row %u does not have the %u values of its columns", d->row + 1,
			d->column_count);
	for (uint32_t i = 0; s == MCP_OK && i < d->table->count; i++) {
		mcp_field field = field_at(d->table, i);
		struct span cell_i = cells[d->column_of[i]];

		s = field.type == MCP_T_ROWS ? put_nested(d, &field, d->inside[i], cell_i, base)
		                             : put_cell(d, &field, cell_i, base);
	}
	return s;
}

static mcp_status find_column(struct rows_decode *d, uint32_t i, struct span columns)
{
	mcp_field field = field_at(d->table, i);
	struct scan_iter it = scan_iter(columns);
	struct span name;

	if (field.type == MCP_T_OBJECT)
		return fault_set(d->f, MCP_E_ARGUMENT,
			"%s is no single value; a column cannot fill it", field.name);
	for (uint32_t at = 0; scan_item(&it, &name); at++) {
		const bool nested = scan_kind(name) == SCAN_OBJECT;

		d->inside[i] = scan_get(name, "columns");
		if (nested != (field.type == MCP_T_ROWS))
			continue;
		if (!scan_text_is(nested ? scan_get(name, "name") : name, column_name(&field)))
			continue;
		d->column_of[i] = at;
		return MCP_OK;
	}
	return fault_set(d->f, MCP_E_ARGUMENT, "column \"%s\" is unknown; use one the service has",
		column_name(&field));
}

static uint32_t count_items(struct span array)
{
	struct scan_iter it = scan_iter(array);
	struct span item;
	uint32_t n = 0;

	while (scan_item(&it, &item))
		n++;
	return n;
}

static mcp_status find_columns(struct rows_decode *d, struct span columns)
{
	mcp_status s = MCP_OK;

	d->column_count = count_items(columns);
	if (scan_kind(columns) != SCAN_ARRAY || d->column_count > COLUMNS_MAX)
		return fault_set(d->f, MCP_E_UPSTREAM, "the answer has no list of columns");
	if (d->table->count > FIELD_MAX)
		return fault_set(d->f, MCP_E_INTERNAL,
			"the table has %u rows; at most %d are allowed", d->table->count,
			FIELD_MAX);
	for (uint32_t i = 0; s == MCP_OK && i < d->table->count; i++)
		s = find_column(d, i, columns);
	return s;
}

/* What decode_rows was given, as one thing. */
struct rows_body {
	struct span columns;
	struct span rows;
};

static mcp_status decode_list(struct rows_decode *d, const struct rows_body *body, mcp_rows *ret)
{
	struct scan_iter it = scan_iter(body->rows);
	uint32_t count = count_items(body->rows);
	size_t size = d->table->struct_size;
	mcp_status s = find_columns(d, body->columns);
	struct span row;
	char *at;

	if (s < 0)
		return s;
	if (scan_kind(body->rows) != SCAN_ARRAY)
		return fault_set(d->f, MCP_E_UPSTREAM, "the answer has no list of rows");
	at = arena_alloc(d->a, ((size_t)count + 1) * size);
	if (!at)
		return fault_set(
			d->f, MCP_E_MEMORY, "the rows need more memory than the call may use");
	for (; s == MCP_OK && scan_item(&it, &row); d->row++)
		s = put_row(d, row, at + d->row * size);
	if (s == MCP_OK)
		*ret = (mcp_rows){ at, count, (uint32_t)size };
	return s;
}

/* A list in a cell: rows of its own columns. */
static mcp_status put_nested(const struct rows_decode *d, const mcp_field *field,
	struct span inside, struct span cell, void *base)
{
	struct rows_decode nested = {
		.table = field->table, .a = d->a, .f = d->f, .depth = d->depth + 1
	};
	mcp_rows rows;
	mcp_status s;

	if (is_empty(cell))
		return MCP_OK;
	if (nested.depth >= FIELD_TABLE_DEPTH)
		return fault_set(d->f, MCP_E_ARGUMENT,
			"%s is no single value; a column cannot fill it", field->name);
	s = decode_list(&nested, &(struct rows_body){ inside, cell }, &rows);
	if (s == MCP_OK)
		store_at(field, base, &rows, sizeof rows);
	return s;
}

/* Six parameters: a struct for columns and rows alone would be made for this one call. */
// NOLINTNEXTLINE(readability-function-size)
mcp_status decode_rows(const mcp_table *table, struct span columns, struct span rows,
	struct arena *a, mcp_rows *ret, struct fault *f)
{
	struct rows_decode d = { .table = table, .a = a, .f = f };

	return decode_list(&d, &(struct rows_body){ columns, rows }, ret);
}

static void write_columns(const mcp_table *table, uint32_t depth, struct buf *ret)
{
	buf_char(ret, '[');
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field field = field_at(table, i);

		json_next(ret);
		if (field.type != MCP_T_ROWS || depth >= FIELD_TABLE_DEPTH) {
			json_cstr(ret, column_name(&field));
			continue;
		}
		buf_puts(ret, "{\"name\":");
		json_cstr(ret, column_name(&field));
		buf_puts(ret, ",\"columns\":");
		write_columns(field.table, depth + 1, ret);
		buf_char(ret, '}');
	}
	buf_char(ret, ']');
}

void decode_columns(const mcp_table *table, struct buf *ret)
{
	write_columns(table, 1, ret);
}
