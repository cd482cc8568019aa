/* field_table - a table as hostile input: whether its rows can be trusted. */
#include "data/field.h"

#include "base/phrase.h"
#include "data/value.h"

#define CHOICES_MAX 64
#define ROW_MIN offsetof(mcp_field, help) /* the oldest row: name, type, offset, flags */

/* One table being checked; nested ones come with a longer depth. */
struct table_check {
	const mcp_table *table;
	const char *what;
	bool has_struct;
	uint32_t depth;
	struct fault *f;
};

static bool is_name(const char *name)
{
	const char *letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_";
	size_t length = strnlen(name, 65);

	return length > 0 && length <= 64 && strspn(name, letters) == length;
}

struct shape {
	uint32_t size;
	uint32_t align;
};

#define SHAPE(type) \
	{ \
		sizeof(type), _Alignof(type) \
	}

static struct shape shape_of(uint32_t type)
{
	static const struct shape shapes[MCP_T_LAST + 1] = {
		[MCP_T_INT64] = SHAPE(int64_t),
		[MCP_T_INT] = SHAPE(mcp_int),
		[MCP_T_REAL64] = SHAPE(double),
		[MCP_T_REAL] = SHAPE(mcp_real),
		[MCP_T_FLAG] = SHAPE(int32_t),
		[MCP_T_BOOL] = SHAPE(mcp_bool),
		[MCP_T_TEXT] = SHAPE(const char *),
		[MCP_T_CHOICE] = SHAPE(const char *),
		[MCP_T_TEXTS] = SHAPE(mcp_texts),
		[MCP_T_OBJECT] = SHAPE(const void *),
		[MCP_T_ROWS] = SHAPE(mcp_rows),
	};

	return shapes[type];
}

size_t field_size(uint32_t type)
{
	return shape_of(type).size;
}

static mcp_status refuse(const struct table_check *c, const mcp_field *field, const char *why)
{
	return fault_set(
		c->f, MCP_E_CONFIG, "%s: field \"%s\" %s", c->what, field->name, phrase(why));
}

/* ---- The parts of a row. ---- */

static mcp_status check_place(const struct table_check *c, const mcp_field *field)
{
	struct shape shape = shape_of(field->type);

	if (!c->has_struct)
		return MCP_OK;
	if (field->offset > c->table->struct_size ||
		c->table->struct_size - field->offset < shape.size)
		return refuse(c, field, "lies outside its struct");
	if (field->offset % shape.align != 0)
		return refuse(c, field, "has an offset its type cannot have");
	return MCP_OK;
}

static bool are_choices(const char *choices)
{
	struct span rest = span_of(choices);
	struct span word;
	struct span first;
	uint32_t count = 0;

	if (!utf8_valid(rest))
		return false;
	while (span_split(&rest, '|', &word)) {
		/* The first word alike must be this very one. */
		if (word.len == 0 || word.len > 64 || ++count > CHOICES_MAX)
			return false;
		if (!field_choice(choices, word, &first) || first.at != word.at)
			return false;
	}
	return count > 0;
}

static mcp_status check_rules(const struct table_check *c, const mcp_field *field)
{
	bool is_number = value_is_int(field->type) || value_is_real(field->type);
	struct field_range range;

	if (field->range && !is_number)
		return refuse(c, field, "has a range and is no number");
	if (!field_range(field, NULL, NULL, &range))
		return refuse(c, field, "has a range that cannot be read; write it like 1..50");
	if (field->type == MCP_T_CHOICE && (!field->choices || !are_choices(field->choices)))
		return refuse(c, field, "needs choices like ALL|KOSPI, none empty or twice");
	if (field->type == MCP_T_TEXTS && field->choices && !are_choices(field->choices))
		return refuse(c, field, "needs choices like ALL|KOSPI, none empty or twice");
	if (field->type != MCP_T_CHOICE && field->type != MCP_T_TEXTS && field->choices)
		return refuse(c, field, "has choices and is no choice");
	return MCP_OK;
}

static mcp_status check_preset(const struct table_check *c, const mcp_field *field)
{
	struct fault why = { .status = MCP_OK };
	struct buf scratch;
	mcp_status s;

	if (!field->preset)
		return MCP_OK;
	buf_init(&scratch, VALUE_TEXT_MAX);
	s = field_text_to_json(field, span_of(field->preset), &scratch, &why);
	if (scratch.failed)
		s = MCP_E_CONFIG;
	buf_done(&scratch);
	if (s < 0)
		return fault_set(c->f, MCP_E_CONFIG, "%s: field \"%s\" has a wrong preset: %s",
			c->what, field->name, why.text);
	return MCP_OK;
}

static mcp_status check_table(const struct table_check *c);

static mcp_status check_nested(const struct table_check *c, const mcp_field *field)
{
	struct table_check inner = *c;

	if (!value_has_table(field->type))
		return MCP_OK;
	if (!field->table || field->table->count == 0)
		return refuse(c, field, "needs a table with rows");
	if (c->depth + 1 >= FIELD_TABLE_DEPTH)
		return refuse(c, field, "is nested too deep");
	inner.table = field->table;
	inner.depth++;
	return check_table(&inner);
}

/* ---- Rows and tables. ---- */

static mcp_status check_row(const struct table_check *c, uint32_t i)
{
	mcp_field field = field_at(c->table, i);
	mcp_status s;

	if (!field.name || !is_name(field.name))
		return fault_set(c->f, MCP_E_CONFIG,
			"%s: row %u needs a name of 1 to 64 of A-Z, a-z, 0-9 and _", c->what,
			i + 1);
	if (field.type == 0 || field.type > MCP_T_LAST)
		return fault_set(c->f, MCP_E_CONFIG,
			"%s: field \"%s\" has type %u; known are 1 to %d", c->what, field.name,
			field.type, MCP_T_LAST);
	if (field.flags & ~MCP_F_ALL)
		return refuse(c, &field, "has a flag this host does not know");

	s = check_place(c, &field);
	if (s < 0)
		return s;
	s = check_rules(c, &field);
	if (s < 0)
		return s;
	s = check_preset(c, &field);
	if (s < 0)
		return s;
	return check_nested(c, &field);
}

static mcp_status check_shape(const struct table_check *c)
{
	const mcp_table *t = c->table;

	if (t->count > FIELD_MAX)
		return fault_set(c->f, MCP_E_CONFIG,
			"%s: the table has %u rows; at most %d are allowed", c->what, t->count,
			FIELD_MAX);
	if (t->count > 0 && !t->at)
		return fault_set(
			c->f, MCP_E_CONFIG, "%s: the table has a count and no rows", c->what);
	if (t->count > 0 && t->stride < ROW_MIN)
		return fault_set(c->f, MCP_E_CONFIG,
			"%s: the table's rows are too short (stride %u)", c->what, t->stride);
	return MCP_OK;
}

static mcp_status check_unique(const struct table_check *c)
{
	const mcp_table *t = c->table;

	for (uint32_t i = 0; i < t->count; i++) {
		mcp_table before = *t;
		mcp_field field = field_at(t, i);

		before.count = i;
		if (field_find(&before, span_of(field.name)).name)
			return refuse(c, &field, "stands there twice");
	}
	return MCP_OK;
}

static mcp_status check_table(const struct table_check *c)
{
	mcp_status s = check_shape(c);

	for (uint32_t i = 0; s == MCP_OK && i < c->table->count; i++)
		s = check_row(c, i);
	return s < 0 ? s : check_unique(c);
}

mcp_status field_check_table(const mcp_table *table, const char *what, struct fault *f)
{
	return check_table(&(struct table_check){
		.table = table,
		.what = what,
		.has_struct = true,
		.f = f,
	});
}

mcp_status field_check_rows(const mcp_table *table, const char *what, struct fault *f)
{
	return check_table(&(struct table_check){ .table = table, .what = what, .f = f });
}

mcp_status field_check_input(const mcp_table *table, const char *what, struct fault *f)
{
	struct table_check c = { .table = table, .what = what, .f = f };
	mcp_status s = MCP_OK;

	for (uint32_t i = 0; s == MCP_OK && i < table->count; i++) {
		mcp_field field = field_at(table, i);

		if (value_never_null(field.type) && !field.preset &&
			!(field.flags & MCP_F_REQUIRED))
			s = refuse(&c, &field, "is never null: give it a preset or MCP_F_REQUIRED");
		else if (value_has_table(field.type))
			s = field_check_input(field.table, what, f);
	}
	return s;
}
