/* check_result - whether a result keeps the promise of its table. */
#include "data/check.h"

#include <stdio.h>

#include "base/phrase.h"
#include "data/scan.h"
#include "data/scan_text.h"
#include "data/value.h"

struct place {
	const mcp_table *table;
	const char *prefix;
	struct fault *f;
};

static mcp_status lie(const struct place *at, const mcp_field *field, const char *what)
{
	return fault_set(at->f, MCP_E_INTERNAL, "the tool's result is not as declared: %s%s %s",
		at->prefix, field->name, phrase(what));
}

static bool is_text(struct span value)
{
	return scan_kind(value) == SCAN_TEXT && value.len <= VALUE_TEXT_MAX * 6;
}

static bool is_choice(const mcp_field *field, struct span value)
{
	struct span rest = span_of(field->choices);
	char word[160];
	struct span choice;

	if (scan_kind(value) != SCAN_TEXT || !scan_text_into(value, word, sizeof word))
		return false;
	while (span_split(&rest, '|', &choice))
		if (span_is(choice, word))
			return true;
	return false;
}

static bool are_texts(const mcp_field *field, struct span value)
{
	struct scan_iter it = scan_iter(value);
	struct span item;

	if (scan_kind(value) != SCAN_ARRAY)
		return false;
	while (scan_item(&it, &item))
		if (!is_text(item) || (field->choices && !is_choice(field, item)))
			return false;
	return true;
}

static bool is_scalar(const mcp_field *field, struct span value)
{
	enum scan_kind kind = scan_kind(value);
	int64_t n;
	double d;

	switch (field->type) {
	case MCP_T_INT64:
	case MCP_T_INT:
		return scan_int(value, &n);
	case MCP_T_REAL64:
	case MCP_T_REAL:
		return scan_real(value, &d);
	case MCP_T_FLAG:
	case MCP_T_BOOL:
		return kind == SCAN_TRUE || kind == SCAN_FALSE;
	case MCP_T_CHOICE:
		return is_choice(field, value);
	case MCP_T_TEXTS:
		return are_texts(field, value);
	default:
		return is_text(value);
	}
}

static mcp_status check_object(const struct place *at, struct span object);

static mcp_status check_inner(const struct place *at, const mcp_field *field, struct span value)
{
	char prefix[VALUE_NAME];
	struct place inner = { field->table, prefix, at->f };

	if (scan_kind(value) != SCAN_OBJECT)
		return lie(at, field, "has the wrong type");
	(void)snprintf(prefix, sizeof prefix, "%s%s.", at->prefix, field->name);
	return check_object(&inner, value);
}

static mcp_status check_rows(const struct place *at, const mcp_field *field, struct span value)
{
	struct scan_iter it = scan_iter(value);
	char prefix[VALUE_NAME];
	struct place inner = { field->table, prefix, at->f };
	struct span item;
	uint32_t i = 0;
	mcp_status s = MCP_OK;

	if (scan_kind(value) != SCAN_ARRAY)
		return lie(at, field, "has the wrong type");
	while (s == MCP_OK && scan_item(&it, &item)) {
		if (scan_kind(item) != SCAN_OBJECT)
			return lie(at, field, "has a row that is no object");
		(void)snprintf(prefix, sizeof prefix, "%s%s[%u].", at->prefix, field->name, i++);
		s = check_object(&inner, item);
	}
	return s;
}

static mcp_status check_value(const struct place *at, const mcp_field *field, struct span value)
{
	enum scan_kind kind = scan_kind(value);

	if (kind == SCAN_ABSENT)
		return lie(at, field, "is missing");
	if (kind == SCAN_NULL && ((field->flags & MCP_F_REQUIRED) || value_never_null(field->type)))
		return lie(at, field, "is null");
	if (kind == SCAN_NULL)
		return MCP_OK;
	if (field->type == MCP_T_OBJECT)
		return check_inner(at, field, value);
	if (field->type == MCP_T_ROWS)
		return check_rows(at, field, value);
	return is_scalar(field, value) ? MCP_OK : lie(at, field, "has the wrong type");
}

/* The row a member belongs to, mostly the next one: results are written in the table's order. */
static bool find_row(const mcp_table *table, struct span name, uint32_t *row)
{
	for (uint32_t i = 0; i < table->count; i++, (*row)++) {
		if (*row >= table->count)
			*row = 0;
		if (scan_name_is(name, value_row_name(table, *row)))
			return true;
	}
	return false;
}

static mcp_status check_object(const struct place *at, struct span object)
{
	struct span given[FIELD_MAX] = { { NULL, 0 } };
	struct scan_iter it = scan_iter(object);
	mcp_status s = MCP_OK;
	struct span name;
	struct span value;
	uint32_t row = 0;

	while (scan_member(&it, &name, &value)) {
		char seen[VALUE_SEEN];

		if (!find_row(at->table, name, &row)) {
			value_seen_json(name, seen);
			return fault_set(at->f, MCP_E_INTERNAL,
				"the tool's result is not as declared: it has a member %s", seen);
		}
		given[row] = value;
	}
	for (uint32_t i = 0; s == MCP_OK && i < at->table->count; i++) {
		mcp_field field = field_at(at->table, i);

		s = check_value(at, &field, given[i]);
	}
	return s;
}

mcp_status check_result(const mcp_table *table, struct span object, struct fault *f)
{
	struct place top = { table, "", f };

	if (scan_kind(object) != SCAN_OBJECT)
		return fault_set(f, MCP_E_INTERNAL, "the tool's result is no object");
	if (table->count > FIELD_MAX)
		return fault_set(f, MCP_E_INTERNAL, "the table has %u rows; at most %d are allowed",
			table->count, FIELD_MAX);
	return check_object(&top, object);
}
