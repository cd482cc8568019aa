/* check - JSON against a table: arguments made canonical, results held to their promise. */
#include "data/check.h"

#include <stdio.h>

#include "base/phrase.h"
#include "data/json.h"
#include "data/scan.h"
#include "data/scan_text.h"
#include "data/value.h"

#define LIST_MAX 65536 /* elements of one list */

struct check {
	const struct check_context *context;
	struct buf *ret;
	struct fault *f;
};

/* An object on its way: its table and what precedes its members' names in a sentence. */
struct place {
	const mcp_table *table;
	const char *prefix;
};

/* ---- Names. ---- */

/* "market, count, sort_by", cut when it is very long. */
static void list_names(const mcp_table *table, char *ret, size_t room)
{
	size_t len = 0;

	ret[0] = '\0';
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field field = field_at(table, i);

		if (len + strlen(field.name) + 3 > room)
			return;
		len += (size_t)snprintf(ret + len, room - len, "%s%s", len ? ", " : "", field.name);
	}
}

static mcp_status unknown_member(const struct check *c, const struct place *at, struct span name)
{
	const char *known[FIELD_MAX];
	char seen[VALUE_SEEN];
	char plain[80];
	char names[240];
	const char *near = NULL;

	for (uint32_t i = 0; i < at->table->count; i++)
		known[i] = value_row_name(at->table, i);
	if (scan_text_into(name, plain, sizeof plain))
		near = str_nearest(plain, known, at->table->count);
	value_seen_json(name, seen);
	if (near)
		return fault_set(c->f, MCP_E_ARGUMENT,
			"unknown argument %s; did you mean \"%s%s\"?", seen, at->prefix, near);
	if (at->table->count == 0)
		return fault_set(c->f, MCP_E_ARGUMENT,
			"unknown argument %s; the tool takes no arguments", seen);
	list_names(at->table, names, sizeof names);
	return fault_set(c->f, MCP_E_ARGUMENT, "unknown argument %s; known are %s", seen, names);
}

/* The row a member's name (with quotes) belongs to; false when there is none. */
static bool find_row(const mcp_table *table, struct span name, uint32_t *ret)
{
	for (uint32_t i = 0; i < table->count; i++) {
		if (!scan_name_is(name, value_row_name(table, i)))
			continue;
		*ret = i;
		return true;
	}
	return false;
}

/* ---- Scalars. ---- */

static mcp_status wrong_type(const struct check *c, const struct value_rule *r, struct span value)
{
	char seen[VALUE_SEEN];

	value_seen_json(value, seen);
	return value_wrong_type(r, seen, c->f);
}

static mcp_status put_int(const struct check *c, const struct value_rule *r, struct span value)
{
	char text[40];
	int64_t n;
	bool good = scan_kind(value) == SCAN_TEXT ? scan_text_into(value, text, sizeof text) &&
	                                                    span_int(span_of(text), &n)
	                                          : scan_int(value, &n);

	return good ? value_put_int(r, n, c->ret, c->f) : wrong_type(c, r, value);
}

static mcp_status put_real(const struct check *c, const struct value_rule *r, struct span value)
{
	char text[64];
	double n;
	bool good = scan_kind(value) == SCAN_TEXT ? scan_text_into(value, text, sizeof text) &&
	                                                    span_real(span_of(text), &n)
	                                          : scan_real(value, &n);

	return good ? value_put_real(r, n, c->ret, c->f) : wrong_type(c, r, value);
}

static mcp_status put_bool(const struct check *c, const struct value_rule *r, struct span value)
{
	enum scan_kind kind = scan_kind(value);
	bool is_true = kind == SCAN_TRUE;
	char text[8];

	if (kind == SCAN_TEXT && (!scan_text_into(value, text, sizeof text) ||
					 !value_word_bool(span_of(text), &is_true)))
		return wrong_type(c, r, value);
	if (kind != SCAN_TEXT && kind != SCAN_TRUE && kind != SCAN_FALSE)
		return wrong_type(c, r, value);
	json_bool(c->ret, is_true);
	return MCP_OK;
}

/* Written again, so that one text has one spelling whatever was escaped. */
static mcp_status put_text(const struct check *c, const struct value_rule *r, struct span value)
{
	struct scan_pieces it;
	struct span piece;

	if (!scan_pieces(value, &it))
		return wrong_type(c, r, value);
	buf_char(c->ret, '"');
	while (scan_piece(&it, &piece)) {
		if (memchr(piece.at, '\0', piece.len))
			return wrong_type(c, r, value);
		json_part(c->ret, piece);
	}
	buf_char(c->ret, '"');
	return MCP_OK;
}

static mcp_status put_choice(const struct check *c, const struct value_rule *r, struct span value)
{
	struct span all = scan_value(value);
	char word[160];

	if (scan_kind(all) != SCAN_TEXT)
		return wrong_type(c, r, value);
	/* What does not fit is none of the choices; the sentence shows its beginning. */
	if (!scan_text_into(all, word, sizeof word))
		return value_put_choice(r, (struct span){ all.at + 1, all.len - 2 }, c->ret, c->f);
	return value_put_choice(r, span_of(word), c->ret, c->f);
}

static mcp_status put_texts(const struct check *c, const struct value_rule *r, struct span value)
{
	struct scan_iter it = scan_iter(value);
	struct span item;
	mcp_status s = MCP_OK;

	if (scan_kind(value) != SCAN_ARRAY)
		return wrong_type(c, r, value);
	buf_char(c->ret, '[');
	while (s == MCP_OK && scan_item(&it, &item)) {
		json_next(c->ret);
		s = r->field->choices ? put_choice(c, r, item) : put_text(c, r, item);
	}
	buf_char(c->ret, ']');
	return s;
}

/* ---- Objects. ---- */

static mcp_status put_object(const struct check *c, const struct place *at, struct span object);

static mcp_status put_inner(const struct check *c, const struct value_rule *r, struct span value)
{
	char prefix[VALUE_NAME];
	struct place inner = { r->field->table, prefix };

	if (scan_kind(value) != SCAN_OBJECT)
		return wrong_type(c, r, value);
	(void)snprintf(prefix, sizeof prefix, "%s%s.", r->prefix, r->field->name);
	return put_object(c, &inner, value);
}

static mcp_status put_rows(const struct check *c, const struct value_rule *r, struct span value)
{
	struct scan_iter it = scan_iter(value);
	char prefix[VALUE_NAME];
	struct place inner = { r->field->table, prefix };
	struct span item;
	uint32_t i = 0;
	mcp_status s = MCP_OK;

	if (scan_kind(value) != SCAN_ARRAY)
		return wrong_type(c, r, value);
	buf_char(c->ret, '[');
	while (s == MCP_OK && scan_item(&it, &item)) {
		if (scan_kind(item) != SCAN_OBJECT || i == LIST_MAX)
			return wrong_type(c, r, item);
		(void)snprintf(prefix, sizeof prefix, "%s%s[%u].", r->prefix, r->field->name, i++);
		json_next(c->ret);
		s = put_object(c, &inner, item);
	}
	buf_char(c->ret, ']');
	return s;
}

static mcp_status put_given(const struct check *c, const struct value_rule *r, struct span value)
{
	switch (r->field->type) {
	case MCP_T_INT64:
	case MCP_T_INT:
		return put_int(c, r, value);
	case MCP_T_REAL64:
	case MCP_T_REAL:
		return put_real(c, r, value);
	case MCP_T_FLAG:
	case MCP_T_BOOL:
		return put_bool(c, r, value);
	case MCP_T_TEXT:
		return put_text(c, r, value);
	case MCP_T_CHOICE:
		return put_choice(c, r, value);
	case MCP_T_TEXTS:
		return put_texts(c, r, value);
	case MCP_T_OBJECT:
		return put_inner(c, r, value);
	default:
		return put_rows(c, r, value);
	}
}

static mcp_status put_field(const struct check *c, const struct value_rule *r, struct span value)
{
	if (value.at && scan_kind(value) != SCAN_NULL)
		return put_given(c, r, value);
	if (r->field->flags & MCP_F_REQUIRED)
		return value_missing(r, c->f);
	if (r->field->preset)
		return value_put_preset(r, c->ret, c->f);
	buf_puts(c->ret, "null");
	return MCP_OK;
}

/* Finds the row of each member, so that the object is walked once. */
static mcp_status sort_members(
	const struct check *c, const struct place *at, struct span object, struct span *ret)
{
	struct scan_iter it = scan_iter(object);
	struct span name;
	struct span value;
	uint32_t row;

	while (scan_member(&it, &name, &value)) {
		if (!find_row(at->table, name, &row))
			return unknown_member(c, at, name);
		ret[row] = value;
	}
	return MCP_OK;
}

static mcp_status put_object(const struct check *c, const struct place *at, struct span object)
{
	struct span given[FIELD_MAX] = { { NULL, 0 } };
	mcp_status s = sort_members(c, at, object, given);

	if (s < 0)
		return s;
	buf_char(c->ret, '{');
	for (uint32_t i = 0; i < at->table->count; i++) {
		mcp_field field = field_at(at->table, i);
		struct value_rule rule = { .field = &field, .prefix = at->prefix };

		if (!field_range(&field, c->context ? c->context->lookup : NULL,
			    c->context ? c->context->self : NULL, &rule.range))
			return fault_set(c->f, MCP_E_CONFIG,
				"the range \"%s\" of %s cannot be read; correct the setting it names",
				field.range, field.name);
		json_name(c->ret, field.name);
		s = put_field(c, &rule, given[i]);
		if (s < 0)
			return s;
	}
	buf_char(c->ret, '}');
	return MCP_OK;
}

mcp_status check_args(const mcp_table *table, struct span args, const struct check_context *c,
	struct buf *ret, struct fault *f)
{
	struct check check = { c, ret, f };
	struct place top = { table, "" };
	size_t before = ret->len;
	mcp_status s;

	if (args.at && scan_kind(args) != SCAN_OBJECT)
		return fault_set(
			f, MCP_E_ARGUMENT, "the arguments are no object; give {\"name\": value}");
	if (table->count > FIELD_MAX)
		return fault_set(f, MCP_E_INTERNAL, "the table has %u rows; at most %d are allowed",
			table->count, FIELD_MAX);
	s = put_object(&check, &top, args);
	if (s == MCP_OK && ret->failed)
		s = fault_set(f, MCP_E_ARGUMENT, "the arguments are too long; give less");
	if (s < 0)
		ret->len = before;
	return s;
}
