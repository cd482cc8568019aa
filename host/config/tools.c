/* tools - the lines under `tools:`. */
#include "host/config/tools.h"

#include <stdio.h>

#include "host/config/paths.h"

struct tool_line {
	int32_t enabled;
	const char *path;
	mcp_int fresh;
	mcp_int keep;
};

static const mcp_field line_rows[] = {
	MCP_BOOL(struct tool_line, enabled, "Whether the tool is offered.", .preset = "true"),
	MCP_TEXT(struct tool_line, path, "Its shared object; empty: NAME.so in plugin_dir."),
	MCP_INT(struct tool_line, fresh, "As cache.fresh, for this tool; empty: the tool's own.",
		.range = "0..86400", .unit = "s"),
	MCP_INT(struct tool_line, keep, "As cache.keep, for this tool; empty: the tool's own.",
		.range = "0..86400", .unit = "s"),
};

const mcp_table tool_line_table = MCP_TABLE(struct tool_line, line_rows);

/* What holds without a file: the same as config/mcp-volume-ranking.yaml. */
static const struct yaml built_in_off = { .kind = YAML_TEXT, .name = "enabled", .text = "false" };
static const struct yaml built_in_threshold = {
	.kind = YAML_TEXT,
	.name = "threshold",
	.text = "200",
};
static const struct yaml built_in_tools[] = {
	{ .kind = YAML_EMPTY, .name = "volume", .next = &built_in_tools[1] },
	{ .kind = YAML_EMPTY, .name = "change", .next = &built_in_tools[2] },
	{ .kind = YAML_EMPTY, .name = "investor", .next = &built_in_tools[3] },
	{ .kind = YAML_EMPTY, .name = "sector", .next = &built_in_tools[4] },
	{ .kind = YAML_EMPTY, .name = "mcap", .next = &built_in_tools[5] },
	{ .kind = YAML_MAP,
		.name = "unusual",
		.first = &built_in_threshold,
		.next = &built_in_tools[6] },
	{ .kind = YAML_EMPTY, .name = "find", .next = &built_in_tools[7] },
	{ .kind = YAML_EMPTY, .name = "stocks", .next = &built_in_tools[8] },
	{ .kind = YAML_EMPTY, .name = "status", .next = &built_in_tools[9] },
	{ .kind = YAML_EMPTY, .name = "briefing", .next = &built_in_tools[10] },
	{ .kind = YAML_MAP, .name = "hello", .first = &built_in_off },
};
static const struct yaml built_in = { .kind = YAML_MAP, .first = built_in_tools };

/* A name becomes a file's name, so nothing else may be in it. */
static bool is_tool_name(const char *name)
{
	size_t len = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_-");

	return name[len] == '\0' && len >= 1 && len <= 32;
}

static mcp_status no_memory(struct loader *l)
{
	return fault_set(l->fault, MCP_E_MEMORY, "out of memory while reading the tools' settings");
}

static uint32_t count_items(const struct yaml *map)
{
	uint32_t n = 0;

	for (const struct yaml *item = map->first; item; item = item->next)
		n++;
	return n;
}

static mcp_status add_value(
	struct loader *l, struct tool_setting *t, struct tool_value *values, struct tool_value v)
{
	v.text = arena_copy(&l->config->arena, v.text, strlen(v.text));
	v.name = arena_copy(&l->config->arena, v.name, strlen(v.name));
	if (!v.text || !v.name)
		return no_memory(l);

	values[t->value_count++] = v;
	return MCP_OK;
}

/* The tool's own keys of its line; one that a variable sets comes from there. */
static mcp_status read_own_key(struct loader *l, struct tool_setting *t, struct tool_value *values,
	const struct fill *line, const struct yaml *key)
{
	struct tool_value v = { .name = key->name, .line = key->line };
	char path[160];
	mcp_status s;

	if (field_find(&tool_line_table, span_of(key->name)).name)
		return MCP_OK;
	if (section_override(l, line->name, key->name))
		return MCP_OK;

	(void)snprintf(path, sizeof path, "%s.%s", line->name, key->name);
	s = section_expand(l, key, path);
	if (s < 0 || l->value.len == 0)
		return s;

	v.has_variable = key->kind == YAML_TEXT && strchr(key->text, '$') != NULL;
	v.text = buf_text(&l->value);
	return v.text ? add_value(l, t, values, v) : no_memory(l);
}

static mcp_status read_own_keys(struct loader *l, const struct fill *line, struct tool_setting *t)
{
	uint32_t room = line->map ? count_items(line->map) : 0;
	struct tool_value *values;
	const char *key;

	for (uint32_t i = 0; section_override_key(line->name, i); i++)
		room++;
	values = arena_alloc(&l->config->arena, (room + 1) * sizeof *values);
	if (!values)
		return no_memory(l);

	t->values = values;
	for (const struct yaml *k = line->map ? line->map->first : NULL; k; k = k->next) {
		mcp_status s = read_own_key(l, t, values, line, k);

		if (s < 0)
			return s;
	}
	for (uint32_t i = 0; (key = section_override_key(line->name, i)) != NULL; i++) {
		struct tool_value v = { .name = key, .text = section_override(l, line->name, key) };
		mcp_status s = v.text ? add_value(l, t, values, v) : MCP_OK;

		if (s < 0)
			return s;
	}
	return MCP_OK;
}

static mcp_status read_host_keys(struct loader *l, const struct fill *line, struct tool_setting *t)
{
	struct arena *a = &l->config->arena;
	const struct tool_line *keys = line->ret;
	mcp_status s = section_fill(l, line);

	if (s < 0)
		return s;

	if (keys->fresh.known && keys->keep.known && keys->keep.value < keys->fresh.value)
		return origin_fault(origin_of(l, yaml_get(line->map, "keep")), l->fault,
			"%s.keep is %lld s, less than its fresh of %lld s; "
			"make it as long or longer",
			line->name, (long long)keys->keep.value, (long long)keys->fresh.value);

	t->enabled = keys->enabled;
	t->fresh = keys->fresh.known ? keys->fresh.value : -1;
	t->keep = keys->keep.known ? keys->keep.value : -1;
	t->path = keys->path ? paths_absolute(l->folder, keys->path, a)
	                     : arena_printf(a, "%s/%s.so", l->config->host.plugin_dir, t->name);
	return t->path ? MCP_OK : no_memory(l);
}

/* `volume: {…}`, `volume:` or `volume: false`, which is short for {enabled: false}. */
static mcp_status read_tool(struct loader *l, const struct yaml *node, struct tool_setting *ret)
{
	struct yaml enabled = { .kind = YAML_TEXT, .line = node->line, .name = "enabled" };
	struct yaml map = { .kind = YAML_MAP, .line = node->line, .first = &enabled };
	struct tool_line keys = { 0 };
	char name[64];
	struct fill line = { .table = &tool_line_table, .ret = &keys };
	struct tool_setting t = { .line = node->line };
	mcp_status s;

	if (!is_tool_name(node->name))
		return origin_fault(origin_of(l, node), l->fault,
			"\"%s\" is no tool's name; use 1 to 32 of a-z, 0-9, _ and -", node->name);
	(void)snprintf(name, sizeof name, "tools.%s", node->name);
	if (node->kind == YAML_LIST)
		return origin_fault(origin_of(l, node), l->fault,
			"%s is a list; write true, false or its keys", name);

	enabled.text = node->text;
	line.name = name;
	line.map = node->kind == YAML_TEXT ? &map : node;
	t.name = arena_copy(&l->config->arena, node->name, strlen(node->name));
	if (!t.name)
		return no_memory(l);

	s = read_host_keys(l, &line, &t);
	if (s < 0)
		return s;

	if (node->kind == YAML_TEXT)
		line.map = NULL;
	s = read_own_keys(l, &line, &t);
	if (s < 0)
		return s;

	*ret = t;
	return MCP_OK;
}

mcp_status tools_load(struct loader *l)
{
	const struct yaml *map = yaml_get(l->root, "tools");
	struct tool_setting *tools;
	uint32_t n = 0;

	if (!map)
		map = &built_in;
	if (map->kind == YAML_TEXT || map->kind == YAML_LIST)
		return origin_fault(origin_of(l, map), l->fault,
			"%s is no group of keys; write its keys below it, indented", "tools");

	tools = arena_alloc(&l->config->arena, (count_items(map) + 1) * sizeof *tools);
	if (!tools)
		return no_memory(l);

	for (const struct yaml *node = map->first; node; node = node->next) {
		mcp_status s = read_tool(l, node, &tools[n]);

		if (s < 0)
			return s;
		n++;
	}
	l->config->tools = tools;
	l->config->tool_count = n;
	return MCP_OK;
}
