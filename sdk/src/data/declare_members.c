/* declare_members - the members of a declaration, each with its rule. */
#include "data/declare_members.h"

#include "base/cleanup.h"
#include "data/field.h"
#include "data/value.h"

mcp_status members_no_memory(const struct parse *p)
{
	return fault_set(p->f, MCP_E_MEMORY, "the declaration needs more memory than allowed");
}

mcp_status members_wrong(const struct parse *p, const char *name)
{
	return fault_set(p->f, MCP_E_CONFIG, "the declaration's member \"%s\" is wrong", name);
}

/* ---- Members. ---- */

static bool is_clean(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < 0x20 && *text != '\n' && *text != '\t')
			return false;
	return true;
}

static mcp_status read_text(const struct parse *p, struct span object, const struct text_rule *rule)
{
	struct span value = scan_get(object, rule->name);
	const char *text;

	*rule->ret = NULL;
	if (!value.at)
		return MCP_OK;
	text = value.len <= rule->max * 6 + 2 ? scan_text_copy(value, p->a) : NULL;
	if (!text || strlen(text) > rule->max || !is_clean(text))
		return members_wrong(p, rule->name);
	*rule->ret = text;
	return MCP_OK;
}

mcp_status members_texts(
	const struct parse *p, struct span object, const struct text_rule *rules, size_t count)
{
	mcp_status s = MCP_OK;

	for (size_t i = 0; s == MCP_OK && i < count; i++)
		s = read_text(p, object, &rules[i]);
	return s;
}

mcp_status members_numbers(
	const struct parse *p, struct span object, const struct number_rule *rules, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct span value = scan_get(object, rules[i].name);
		int64_t n = 0;

		if (value.at && (!scan_int(value, &n) || n < 0 || n > UINT32_MAX))
			return members_wrong(p, rules[i].name);
		*rules[i].ret = (uint32_t)n;
	}
	return MCP_OK;
}

/* Every member is one of `names` ("name|type|…"). */
mcp_status members_known(const struct parse *p, struct span object, const char *names)
{
	struct scan_iter it = scan_iter(object);
	struct span name;
	struct span value;
	struct span found;

	if (scan_kind(object) != SCAN_OBJECT)
		return fault_set(
			p->f, MCP_E_CONFIG, "the declaration holds something that is no object");
	while (scan_member(&it, &name, &value)) {
		char seen[VALUE_SEEN];
		struct span inside = { name.at + 1, name.len - 2 };

		if (field_choice(names, inside, &found) && span_same(found, inside))
			continue;
		value_seen_json(name, seen);
		return fault_set(
			p->f, MCP_E_CONFIG, "the declaration has an unknown member %s", seen);
	}
	return MCP_OK;
}

/* The list `name`, or an empty one; false when it is something else or too long. */
bool members_count(struct span list, uint32_t max, uint32_t *ret)
{
	struct scan_iter it = scan_iter(list);
	struct span item;

	*ret = 0;
	if (list.at && scan_kind(list) != SCAN_ARRAY)
		return false;
	while (scan_item(&it, &item))
		if (++*ret > max)
			return false;
	return true;
}

/* ---- Tables. ---- */

static mcp_status read_rows(
	const struct parse *p, struct span rows, uint32_t depth, mcp_table *ret);

static mcp_status read_field(
	const struct parse *p, struct span object, uint32_t depth, mcp_field *field)
{
	const struct text_rule texts[] = {
		{ "name", 64, &field->name },
		{ "help", 2000, &field->help },
		{ "title", 200, &field->title },
		{ "preset", 1000, &field->preset },
		{ "range", 200, &field->range },
		{ "choices", 2000, &field->choices },
		{ "source", 200, &field->source },
		{ "unit", 32, &field->unit },
		{ "header", 64, &field->header },
	};
	const struct number_rule numbers[] = {
		{ "type", &field->type },
		{ "flags", &field->flags },
	};
	struct span rows = scan_get(object, "table");
	mcp_table *table;
	mcp_status s = members_known(p, object,
		"name|type|flags|help|title|preset|range|choices|source|unit|header|table");

	if (s < 0)
		return s;
	s = members_texts(p, object, texts, COUNT_OF(texts));
	if (s < 0)
		return s;
	s = members_numbers(p, object, numbers, COUNT_OF(numbers));
	if (s < 0 || !rows.at)
		return s;
	table = arena_alloc(p->a, sizeof *table);
	if (!table)
		return members_no_memory(p);
	field->table = table;
	return read_rows(p, rows, depth + 1, table);
}

static mcp_status read_rows(const struct parse *p, struct span rows, uint32_t depth, mcp_table *ret)
{
	struct scan_iter it = scan_iter(rows);
	mcp_status s = MCP_OK;
	struct span object;
	mcp_field *fields;
	uint32_t count;

	*ret = (mcp_table){ .at = NULL };
	if (depth >= FIELD_TABLE_DEPTH || !members_count(rows, FIELD_MAX, &count))
		return fault_set(p->f, MCP_E_CONFIG,
			"the declaration has a table that is no list, too long or too deep");
	if (count == 0)
		return MCP_OK;
	fields = arena_alloc(p->a, count * sizeof *fields);
	if (!fields)
		return members_no_memory(p);
	for (uint32_t i = 0; s == MCP_OK && i < count && scan_item(&it, &object); i++)
		s = read_field(p, object, depth, &fields[i]);
	*ret = (mcp_table){ .at = fields, .count = count, .stride = sizeof *fields };
	return s;
}

mcp_status members_table(
	const struct parse *p, struct span object, const char *name, mcp_table *ret)
{
	return read_rows(p, scan_get(object, name), 0, ret);
}

/* ---- JSON that is passed on as it is. ---- */

mcp_status members_json(const struct parse *p, struct span object, const char *name,
	enum scan_kind kind, const char **ret)
{
	struct span value = scan_get(object, name);
	char *copy;

	*ret = NULL;
	if (!value.at)
		return MCP_OK;
	if (scan_kind(value) != kind)
		return members_wrong(p, name);
	copy = arena_copy(p->a, value.at, value.len);
	if (!copy)
		return members_no_memory(p);
	/* Between values only: a message is one line. */
	for (char *c = copy; *c; c++)
		if (*c == '\n' || *c == '\r')
			*c = ' ';
	*ret = copy;
	return MCP_OK;
}
