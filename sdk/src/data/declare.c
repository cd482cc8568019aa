/* declare - a declaration as the core reads it: nothing in it is believed. */
#include "data/declare.h"

#include "base/cleanup.h"
#include "data/declare_rules.h"
#include "data/field.h"
#include "data/scan.h"
#include "data/value.h"

struct parse {
	struct arena *a;
	struct fault *f;
};

/* A text member and how long it may be. */
struct text_rule {
	const char *name;
	size_t max;
	const char **ret;
};

/* A whole number member. */
struct number_rule {
	const char *name;
	uint32_t *ret;
};

static mcp_status no_memory(const struct parse *p)
{
	return fault_set(p->f, MCP_E_MEMORY, "the declaration needs more memory than allowed");
}

static mcp_status wrong_member(const struct parse *p, const char *name)
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
		return wrong_member(p, rule->name);
	*rule->ret = text;
	return MCP_OK;
}

static mcp_status read_texts(
	const struct parse *p, struct span object, const struct text_rule *rules, size_t count)
{
	mcp_status s = MCP_OK;

	for (size_t i = 0; s == MCP_OK && i < count; i++)
		s = read_text(p, object, &rules[i]);
	return s;
}

static mcp_status read_numbers(
	const struct parse *p, struct span object, const struct number_rule *rules, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct span value = scan_get(object, rules[i].name);
		int64_t n = 0;

		if (value.at && (!scan_int(value, &n) || n < 0 || n > UINT32_MAX))
			return wrong_member(p, rules[i].name);
		*rules[i].ret = (uint32_t)n;
	}
	return MCP_OK;
}

/* Every member is one of `names` ("name|type|…"). */
static mcp_status check_members(const struct parse *p, struct span object, const char *names)
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
static bool count_list(struct span list, uint32_t max, uint32_t *ret)
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

static mcp_status read_table(
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
	};
	const struct number_rule numbers[] = {
		{ "type", &field->type },
		{ "flags", &field->flags },
	};
	struct span rows = scan_get(object, "table");
	mcp_table *table;
	mcp_status s = check_members(
		p, object, "name|type|flags|help|title|preset|range|choices|source|unit|table");

	if (s < 0)
		return s;
	s = read_texts(p, object, texts, COUNT_OF(texts));
	if (s < 0)
		return s;
	s = read_numbers(p, object, numbers, COUNT_OF(numbers));
	if (s < 0 || !rows.at)
		return s;
	table = arena_alloc(p->a, sizeof *table);
	if (!table)
		return no_memory(p);
	field->table = table;
	return read_table(p, rows, depth + 1, table);
}

static mcp_status read_table(
	const struct parse *p, struct span rows, uint32_t depth, mcp_table *ret)
{
	struct scan_iter it = scan_iter(rows);
	mcp_status s = MCP_OK;
	struct span object;
	mcp_field *fields;
	uint32_t count;

	*ret = (mcp_table){ .at = NULL };
	if (depth >= FIELD_TABLE_DEPTH || !count_list(rows, FIELD_MAX, &count))
		return fault_set(p->f, MCP_E_CONFIG,
			"the declaration has a table that is no list, too long or too deep");
	if (count == 0)
		return MCP_OK;
	fields = arena_alloc(p->a, count * sizeof *fields);
	if (!fields)
		return no_memory(p);
	for (uint32_t i = 0; s == MCP_OK && i < count && scan_item(&it, &object); i++)
		s = read_field(p, object, depth, &fields[i]);
	*ret = (mcp_table){ .at = fields, .count = count, .stride = sizeof *fields };
	return s;
}

/* ---- Tools. ---- */

static mcp_status read_tool(const struct parse *p, struct span object, mcp_tool *tool)
{
	const struct text_rule texts[] = {
		{ "name", 64, &tool->name },
		{ "title", 200, &tool->title },
		{ "help", 8000, &tool->help },
	};
	const struct number_rule numbers[] = {
		{ "hints", &tool->hints },
		{ "fresh_s", &tool->fresh_s },
		{ "keep_s", &tool->keep_s },
		{ "deadline_s", &tool->deadline_s },
	};
	mcp_status s = check_members(
		p, object, "name|title|help|hints|fresh_s|keep_s|deadline_s|args|result");

	if (s < 0)
		return s;
	s = read_texts(p, object, texts, COUNT_OF(texts));
	if (s < 0)
		return s;
	s = read_numbers(p, object, numbers, COUNT_OF(numbers));
	if (s < 0)
		return s;
	s = read_table(p, scan_get(object, "args"), 0, &tool->args);
	return s < 0 ? s : read_table(p, scan_get(object, "result"), 0, &tool->result);
}

static struct declared_tool as_declared(const mcp_tool *tool)
{
	return (struct declared_tool){
		.name = tool->name,
		.title = tool->title ? tool->title : tool->name,
		.help = tool->help ? tool->help : "",
		.hints = tool->hints,
		.fresh_s = tool->fresh_s,
		.keep_s = tool->keep_s,
		.deadline_s = tool->deadline_s,
		.args = tool->args,
		.result = tool->result,
	};
}

static mcp_status read_tools(const struct parse *p, struct span list, struct declared *d)
{
	struct scan_iter it = scan_iter(list);
	mcp_status s = MCP_OK;
	struct span object;
	mcp_tool *tools;

	if (!count_list(list, DECLARE_TOOLS_MAX, &d->tool_count) || d->tool_count == 0)
		return fault_set(p->f, MCP_E_CONFIG, "the declaration must have 1 to %d tools",
			DECLARE_TOOLS_MAX);
	tools = arena_alloc(p->a, d->tool_count * sizeof *tools);
	d->tools = arena_alloc(p->a, d->tool_count * sizeof *d->tools);
	if (!tools || !d->tools)
		return no_memory(p);
	for (uint32_t i = 0; i < d->tool_count && scan_item(&it, &object); i++) {
		s = read_tool(p, object, &tools[i]);
		if (s < 0)
			return s;
		s = declare_check_tool(tools, i, false, p->f);
		if (s < 0)
			return s;
		d->tools[i] = as_declared(&tools[i]);
	}
	return s;
}

/* ---- The whole. ---- */

static mcp_status read_needs(const struct parse *p, struct span list, struct declared *d)
{
	struct scan_iter it = scan_iter(list);
	mcp_status s = MCP_OK;
	const char **needs;
	struct span item;

	if (!count_list(list, DECLARE_NEEDS_MAX, &d->need_count))
		return wrong_member(p, "needs");
	needs = arena_alloc(p->a, (d->need_count + 1) * sizeof *needs);
	if (!needs)
		return no_memory(p);
	for (uint32_t i = 0; s == MCP_OK && i < d->need_count && scan_item(&it, &item); i++) {
		needs[i] = scan_text_copy(item, p->a);
		s = declare_check_need(needs[i], p->f);
	}
	d->needs = needs;
	return s;
}

static mcp_status read_plugin(const struct parse *p, struct span json, struct declared *d)
{
	const struct text_rule texts[] = {
		{ "name", 32, &d->name },
		{ "version", 64, &d->version },
		{ "license", 128, &d->license },
	};
	mcp_status s = check_members(p, json, "name|version|license|needs|config|tools");

	if (s < 0)
		return s;
	s = read_texts(p, json, texts, COUNT_OF(texts));
	if (s < 0)
		return s;
	s = declare_check_plugin_name(d->name, p->f);
	if (s < 0)
		return s;
	s = read_needs(p, scan_get(json, "needs"), d);
	if (s < 0)
		return s;
	s = read_table(p, scan_get(json, "config"), 0, &d->config);
	if (s < 0)
		return s;
	s = declare_check_config(&d->config, false, p->f);
	return s < 0 ? s : read_tools(p, scan_get(json, "tools"), d);
}

mcp_status declare_parse(struct span json, struct arena *a, struct declared *ret, struct fault *f)
{
	struct parse p = { a, f };
	struct scan_fault why = { 0, "" };
	struct declared d = { .name = NULL };
	mcp_status s;

	if (json.len > DECLARE_MAX)
		return fault_set(f, MCP_E_CONFIG,
			"the declaration has %zu bytes; at most %zu are allowed", json.len,
			DECLARE_MAX);
	if (!scan_check(json, &why))
		return fault_set(f, MCP_E_CONFIG, "the declaration is not JSON at byte %zu: %s",
			why.at, why.what);
	s = read_plugin(&p, json, &d);
	if (s == MCP_OK)
		*ret = d;
	return s;
}
