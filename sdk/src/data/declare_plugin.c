/* declare_plugin - a plugin's structs as they lie in its file, older or newer than this host.
 *
 * Older: what it does not have reads as zero. Newer: it loads as long as every byte beyond what
 * this host knows is zero and it uses no type, flag or hint that is unknown here.
 */
#include <stdio.h>

#include "base/phrase.h"
#include "data/declare.h"
#include "data/declare_rules.h"
#include "data/field.h"
#include "data/value.h"

#define PLUGIN_MIN offsetof(mcp_plugin, config)
#define TOOL_MIN offsetof(mcp_tool, fresh_s)
#define ROW_MIN offsetof(mcp_field, help)
#define SIZE_MOST 4096u /* larger is no struct of any contract */
#define PHRASES_MAX 1024u

struct reader {
	const mcp_plugin *plugin;
	const char *subject; /* `tool "x"`: of what is being read */
	struct arena *a;
	struct fault *f;
};

/* ---- Age. ---- */

/* Copies what both sides know. False when a byte beyond is set. */
static bool copy_known(void *ret, size_t known, const void *from, size_t size)
{
	const char *bytes = from;

	memset(ret, 0, known);
	memcpy(ret, from, size < known ? size : known);
	for (size_t i = known; i < size; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

static mcp_status too_new(const struct reader *r, const char *what)
{
	return fault_set(r->f, MCP_E_CONFIG,
		"%s is built for contract %u.%u and uses %s; this host speaks %d.%d: update the host "
		"or rebuild the tool",
		r->subject, r->plugin->major, r->plugin->minor, what, MCP_ABI_MAJOR, MCP_ABI_MINOR);
}

static mcp_status unknown_bytes(const struct reader *r)
{
	return too_new(r, phrase("members this host does not know"));
}

static mcp_status unknown_number(const struct reader *r, const char *fmt, uint32_t number)
{
	char what[80];

	(void)snprintf(what, sizeof what, phrase(fmt), number); // NOLINT: fmt is one of ours
	return too_new(r, what);
}

/* ---- Lists. ---- */

static const void *element(const mcp_list *list, uint32_t i)
{
	return (const char *)list->at + (size_t)i * list->stride;
}

/* That the list can be walked, and holds nothing beyond `known` bytes an element. */
static mcp_status check_list(
	const struct reader *r, const mcp_list *list, size_t known, uint32_t max)
{
	char scratch[64];

	if (list->count > max)
		return fault_set(r->f, MCP_E_CONFIG, "%s has a list of %u; at most %u are allowed",
			r->subject, list->count, max);
	if (list->count > 0 && (!list->at || list->stride < known || list->stride > SIZE_MOST))
		return fault_set(r->f, MCP_E_CONFIG,
			"%s has a list without memory or with a wrong stride; rebuild it",
			r->subject);
	for (uint32_t i = 0; i < list->count; i++)
		if (!copy_known(scratch, known, element(list, i), list->stride))
			return unknown_bytes(r);
	return MCP_OK;
}

/* ---- Tables: only what tells their age; field_check_table looks at the rest. ---- */

static mcp_status check_age(const struct reader *r, const mcp_table *table, uint32_t depth);

static mcp_status check_row_age(
	const struct reader *r, const mcp_table *table, uint32_t i, uint32_t depth)
{
	const char *at = (const char *)table->at + (size_t)i * table->stride;
	mcp_field field;

	if (!copy_known(&field, sizeof field, at, table->stride))
		return unknown_bytes(r);
	if (field.type > MCP_T_LAST)
		return unknown_number(r, "field type %u", field.type);
	if (field.flags & ~MCP_F_ALL)
		return unknown_number(r, "field flags 0x%x", field.flags & ~MCP_F_ALL);
	if (!value_has_table(field.type) || !field.table)
		return MCP_OK;
	return check_age(r, field.table, depth + 1);
}

static mcp_status check_age(const struct reader *r, const mcp_table *table, uint32_t depth)
{
	mcp_status s = MCP_OK;

	if (!table->at || table->stride < ROW_MIN || table->count > FIELD_MAX ||
		depth >= FIELD_TABLE_DEPTH)
		return MCP_OK;
	if (table->stride > SIZE_MOST)
		return fault_set(r->f, MCP_E_CONFIG,
			"%s has a table with a wrong stride; rebuild it", r->subject);
	for (uint32_t i = 0; s == MCP_OK && i < table->count; i++)
		s = check_row_age(r, table, i, depth);
	return s;
}

/* ---- Tools. ---- */

static mcp_status read_tool(const struct reader *r, uint32_t i, mcp_tool *tools)
{
	char subject[DECLARE_SUBJECT];
	struct reader inner = *r;
	const mcp_tool *from;
	bool is_known = false;

	memcpy(&from, element(&r->plugin->tools, i), sizeof(void *));
	if (!from)
		return fault_set(
			r->f, MCP_E_CONFIG, "tool number %u is NULL; take it off the list", i + 1);
	if (from->size < TOOL_MIN || from->size > SIZE_MOST)
		return fault_set(r->f, MCP_E_CONFIG,
			"tool number %u has size %u; begin it with MCP_TOOL_HEAD", i + 1,
			from->size);
	is_known = copy_known(&tools[i], sizeof tools[i], from, from->size);

	(void)snprintf(subject, sizeof subject, phrase("tool \"%.64s\""),
		tools[i].name ? tools[i].name : "");
	inner.subject = subject;
	if (!is_known)
		return unknown_bytes(&inner);
	if (tools[i].hints & ~MCP_HINT_ALL)
		return unknown_number(&inner, "hints 0x%x", tools[i].hints & ~MCP_HINT_ALL);
	if (check_age(&inner, &tools[i].args, 0) < 0 || check_age(&inner, &tools[i].result, 0) < 0)
		return MCP_E_CONFIG;
	if (!tools[i].run)
		return fault_set(r->f, MCP_E_CONFIG, "%s has no run function", subject);
	return declare_check_tool(tools, i, true, r->f);
}

static mcp_status read_tools(const struct reader *r, mcp_tool **ret)
{
	const mcp_list *list = &r->plugin->tools;
	mcp_status s = check_list(r, list, sizeof(void *), DECLARE_TOOLS_MAX);
	mcp_tool *tools;

	if (s < 0)
		return s;
	if (list->count == 0)
		return fault_set(
			r->f, MCP_E_CONFIG, "%s has no tools; name them in .tools", r->subject);
	tools = arena_alloc(r->a, list->count * sizeof *tools);
	if (!tools)
		return fault_set(
			r->f, MCP_E_MEMORY, "the declaration needs more memory than allowed");
	for (uint32_t i = 0; s == MCP_OK && i < list->count; i++)
		s = read_tool(r, i, tools);
	if (s == MCP_OK)
		*ret = tools;
	return s;
}

/* ---- The plugin. ---- */

static mcp_status check_needs(const struct reader *r)
{
	const mcp_list *list = &r->plugin->needs;
	mcp_status s = check_list(r, list, sizeof(void *), DECLARE_NEEDS_MAX);
	const char *need;

	for (uint32_t i = 0; s == MCP_OK && i < list->count; i++) {
		memcpy(&need, element(list, i), sizeof need);
		s = declare_check_need(need, r->f);
	}
	return s;
}

static mcp_status check_phrases(const struct reader *r)
{
	const mcp_list *list = &r->plugin->phrases;
	mcp_status s = check_list(r, list, sizeof(mcp_phrase), PHRASES_MAX);
	mcp_phrase row;

	for (uint32_t i = 0; s == MCP_OK && i < list->count; i++) {
		memcpy(&row, element(list, i), sizeof row);
		if (!row.en || !row.ko)
			return fault_set(r->f, MCP_E_CONFIG,
				"%s: phrase number %u lacks a language", r->subject, i + 1);
		if (!phrase_agrees(row.en, row.ko))
			return fault_set(r->f, MCP_E_CONFIG,
				"%s: the Korean of \"%.80s\" takes other values; make the %% "
				"specifiers agree",
				r->subject, row.en);
	}
	return s;
}

/* The head says how far one may read: so it is read step by step. */
static mcp_status read_head(const void *symbol, mcp_plugin *ret, bool *ret_known, struct fault *f)
{
	const mcp_plugin *from = symbol;

	if (from->magic != MCP_ABI_MAGIC)
		return fault_set(f, MCP_E_CONFIG, "is not an mcp tool (magic %08x, not %08x)",
			from->magic, MCP_ABI_MAGIC);
	if (from->size >= offsetof(mcp_plugin, name) && from->major != MCP_ABI_MAJOR)
		return fault_set(f, MCP_E_CONFIG,
			"the plugin is built for contract %u.%u; this host speaks %d.%d: update the host "
			"or rebuild the tool",
			from->major, from->minor, MCP_ABI_MAJOR, MCP_ABI_MINOR);
	if (from->size < PLUGIN_MIN || from->size > SIZE_MOST)
		return fault_set(f, MCP_E_CONFIG,
			"the plugin has size %u; begin it with MCP_PLUGIN_HEAD", from->size);
	*ret_known = copy_known(ret, sizeof *ret, from, from->size);
	return MCP_OK;
}

static mcp_status check_plugin(const struct reader *r, bool is_known)
{
	mcp_status s;

	if (!is_known)
		return unknown_bytes(r);
	s = check_age(r, &r->plugin->config, 0);
	if (s < 0)
		return s;
	s = declare_check_config(&r->plugin->config, true, r->f);
	if (s < 0)
		return s;
	s = check_needs(r);
	return s < 0 ? s : check_phrases(r);
}

mcp_status declare_read_plugin(
	const void *symbol, struct arena *a, mcp_plugin *ret, mcp_tool **ret_tools, struct fault *f)
{
	char subject[DECLARE_SUBJECT];
	mcp_plugin plugin;
	struct reader r = { &plugin, subject, a, f };
	bool is_known = false;
	mcp_status s = read_head(symbol, &plugin, &is_known, f);

	if (s < 0)
		return s;
	s = declare_check_plugin_name(plugin.name, f);
	if (s < 0)
		return s;
	(void)snprintf(subject, sizeof subject, phrase("plugin \"%s\""), plugin.name);
	s = check_plugin(&r, is_known);
	if (s < 0)
		return s;
	s = read_tools(&r, ret_tools);
	if (s == MCP_OK)
		*ret = plugin;
	return s;
}
