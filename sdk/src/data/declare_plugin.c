/* declare_plugin - a plugin's structs as they lie in its file, older or newer than this host.
 *
 * Older: what it does not have reads as zero. Newer: it loads as long as every byte beyond what
 * this host knows is zero and it uses no type, flag or hint that is unknown here.
 */
#include <stdio.h>

#include "base/phrase.h"
#include "data/declare.h"
#include "data/declare_reader.h"
#include "data/declare_rules.h"
#include "data/scan.h"

#define PLUGIN_MIN offsetof(mcp_plugin, config)
#define PHRASES_MAX 1024u
#define ICONS_MAX 16u

/* ---- What is passed on as JSON. ---- */

static mcp_status check_json(const struct reader *r, const char *json, const char *member)
{
	struct scan_fault why = { 0, "" };

	if (!json || scan_check(span_of(json), &why))
		return MCP_OK;
	return fault_set(r->f, MCP_E_CONFIG, "%s: its %s is not JSON at byte %zu: %s", r->subject,
		member, why.at, why.what);
}

static mcp_status check_extras(const struct reader *r, const mcp_list *icons, const char *meta)
{
	mcp_status s = reader_check_list(r, icons, sizeof(mcp_icon), ICONS_MAX);

	return s < 0 ? s : check_json(r, meta, "meta");
}

/* ---- Tools, prompts, resources: each a list of pointers to structs that know their size. ---- */

/* What is alike in all three. */
struct offer_kind {
	const char *word;
	const char *subject; /* format */
	const char *head;
	size_t min;
	size_t known;
	size_t name; /* offset of what names it */
};

/* Copies number `i` of the list into *ret, and makes it the reader's subject. */
static mcp_status read_offer(struct reader *r, const struct offer_kind *kind, const mcp_list *list,
	uint32_t i, void *ret)
{
	const char *name;
	const void *from;
	uint32_t size;
	bool is_known;

	memcpy(&from, reader_element(list, i), sizeof(void *));
	if (!from)
		return fault_set(r->f, MCP_E_CONFIG, "%s number %u is NULL; take it off the list",
			phrase(kind->word), i + 1);
	memcpy(&size, from, sizeof size);
	if (size < kind->min || size > READER_SIZE_MOST)
		return fault_set(r->f, MCP_E_CONFIG, "%s number %u has size %u; begin it with %s",
			phrase(kind->word), i + 1, size, kind->head);
	is_known = reader_copy(ret, kind->known, from, size);

	memcpy(&name, (const char *)ret + kind->name, sizeof name);
	/* NOLINTNEXTLINE(clang-diagnostic-format-nonliteral): one of ours */
	(void)snprintf(r->room, sizeof r->room, phrase(kind->subject), name ? name : "");
	r->subject = r->room;
	return is_known ? MCP_OK : reader_unknown_bytes(r);
}

static mcp_status read_tool(const struct reader *outer, uint32_t i, void *array)
{
	static const struct offer_kind kind = { "tool", "tool \"%.64s\"", "MCP_TOOL_HEAD",
		offsetof(mcp_tool, fresh_s), sizeof(mcp_tool), offsetof(mcp_tool, name) };
	struct reader r = *outer;
	mcp_tool *tools = array;
	mcp_tool *tool = &tools[i];
	mcp_status s = read_offer(&r, &kind, &r.plugin->tools, i, tool);

	if (s < 0)
		return s;
	if (tool->hints & ~MCP_HINT_ALL)
		return reader_unknown_number(&r, "hints 0x%x", tool->hints & ~MCP_HINT_ALL);
	if (reader_check_age(&r, &tool->args, 0) < 0 || reader_check_age(&r, &tool->result, 0) < 0)
		return MCP_E_CONFIG;
	if (!tool->run)
		return fault_set(r.f, MCP_E_CONFIG, "%s has no run function", r.subject);
	s = check_extras(&r, &tool->icons, tool->meta);
	if (s == MCP_OK)
		s = check_json(&r, tool->args_schema, "args_schema");
	if (s == MCP_OK)
		s = check_json(&r, tool->result_schema, "result_schema");
	return s < 0 ? s : declare_check_tool(tools, i, true, r.f);
}

static mcp_status read_prompt(const struct reader *outer, uint32_t i, void *array)
{
	static const struct offer_kind kind = { "prompt", "prompt \"%.64s\"", "MCP_PROMPT_HEAD",
		offsetof(mcp_prompt, icons), sizeof(mcp_prompt), offsetof(mcp_prompt, name) };
	struct reader r = *outer;
	mcp_prompt *prompts = array;
	mcp_prompt *prompt = &prompts[i];
	mcp_status s = read_offer(&r, &kind, &r.plugin->prompts, i, prompt);

	if (s < 0)
		return s;
	if (prompt->flags != 0)
		return reader_unknown_number(&r, "flags 0x%x", prompt->flags);
	if (reader_check_age(&r, &prompt->args, 0) < 0)
		return MCP_E_CONFIG;
	if (!prompt->get)
		return fault_set(r.f, MCP_E_CONFIG, "%s has no get function", r.subject);
	s = check_extras(&r, &prompt->icons, prompt->meta);
	return s < 0 ? s : declare_check_prompt(prompts, i, true, r.f);
}

static mcp_status read_resource(const struct reader *outer, uint32_t i, void *array)
{
	static const struct offer_kind kind = { "resource", "resource \"%.64s\"",
		"MCP_RESOURCE_HEAD", offsetof(mcp_resource, icons), sizeof(mcp_resource),
		offsetof(mcp_resource, uri) };
	struct reader r = *outer;
	mcp_resource *resources = array;
	mcp_resource *resource = &resources[i];
	mcp_status s = read_offer(&r, &kind, &r.plugin->resources, i, resource);

	if (s < 0)
		return s;
	if (resource->flags & ~MCP_RESOURCE_ALL)
		return reader_unknown_number(&r, "flags 0x%x", resource->flags & ~MCP_RESOURCE_ALL);
	if (reader_check_age(&r, &resource->args, 0) < 0)
		return MCP_E_CONFIG;
	if (!resource->read)
		return fault_set(r.f, MCP_E_CONFIG, "%s has no read function", r.subject);
	s = check_extras(&r, &resource->icons, resource->meta);
	if (s == MCP_OK)
		s = check_json(&r, resource->annotations, "annotations");
	return s < 0 ? s : declare_check_resource(resources, i, true, r.f);
}

/* A list and what reads one of it. */
struct offer_list {
	const mcp_list *list;
	uint32_t max;
	size_t size;
	mcp_status (*read)(const struct reader *r, uint32_t i, void *array);
};

static mcp_status read_list(const struct reader *r, const struct offer_list *l, void **ret)
{
	mcp_status s = reader_check_list(r, l->list, sizeof(void *), l->max);
	void *array;

	if (s < 0)
		return s;
	array = arena_alloc(r->a, (l->list->count + 1) * l->size);
	if (!array)
		return fault_set(
			r->f, MCP_E_MEMORY, "the declaration needs more memory than allowed");
	for (uint32_t i = 0; s == MCP_OK && i < l->list->count; i++)
		s = l->read(r, i, array);
	*ret = array;
	return s;
}

static mcp_status read_offers(const struct reader *r, struct declared_by *d)
{
	const struct offer_list tools = { &d->plugin.tools, DECLARE_TOOLS_MAX, sizeof(mcp_tool),
		read_tool };
	const struct offer_list prompts = { &d->plugin.prompts, DECLARE_PROMPTS_MAX,
		sizeof(mcp_prompt), read_prompt };
	const struct offer_list resources = { &d->plugin.resources, DECLARE_RESOURCES_MAX,
		sizeof(mcp_resource), read_resource };
	void *arrays[3] = { NULL };
	mcp_status s;

	if (d->plugin.tools.count + d->plugin.prompts.count + d->plugin.resources.count == 0)
		return fault_set(
			r->f, MCP_E_CONFIG, "%s has no tools; name them in .tools", r->subject);
	s = read_list(r, &tools, &arrays[0]);
	if (s == MCP_OK)
		s = read_list(r, &prompts, &arrays[1]);
	if (s == MCP_OK)
		s = read_list(r, &resources, &arrays[2]);
	d->tools = arrays[0];
	d->prompts = arrays[1];
	d->resources = arrays[2];
	return s;
}

/* ---- The plugin. ---- */

static mcp_status check_needs(const struct reader *r)
{
	const mcp_list *list = &r->plugin->needs;
	mcp_status s = reader_check_list(r, list, sizeof(void *), DECLARE_NEEDS_MAX);
	const char *need;

	for (uint32_t i = 0; s == MCP_OK && i < list->count; i++) {
		memcpy(&need, reader_element(list, i), sizeof need);
		s = declare_check_need(need, r->f);
	}
	return s;
}

static mcp_status check_phrases(const struct reader *r)
{
	const mcp_list *list = &r->plugin->phrases;
	mcp_status s = reader_check_list(r, list, sizeof(mcp_phrase), PHRASES_MAX);
	mcp_phrase row;

	for (uint32_t i = 0; s == MCP_OK && i < list->count; i++) {
		memcpy(&row, reader_element(list, i), sizeof row);
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
	if (from->size < PLUGIN_MIN || from->size > READER_SIZE_MOST)
		return fault_set(f, MCP_E_CONFIG,
			"the plugin has size %u; begin it with MCP_PLUGIN_HEAD", from->size);
	*ret_known = reader_copy(ret, sizeof *ret, from, from->size);
	return MCP_OK;
}

static mcp_status check_plugin(const struct reader *r, bool is_known)
{
	mcp_status s;

	if (!is_known)
		return reader_unknown_bytes(r);
	s = reader_check_age(r, &r->plugin->config, 0);
	if (s < 0)
		return s;
	s = declare_check_config(&r->plugin->config, true, r->f);
	if (s < 0)
		return s;
	s = check_needs(r);
	return s < 0 ? s : check_phrases(r);
}

mcp_status declare_read_plugin(
	const void *symbol, struct arena *a, struct declared_by *ret, struct fault *f)
{
	struct declared_by d = { .tools = NULL };
	struct reader r = { .plugin = &d.plugin, .a = a, .f = f };
	bool is_known = false;
	mcp_status s = read_head(symbol, &d.plugin, &is_known, f);

	if (s < 0)
		return s;
	s = declare_check_plugin_name(d.plugin.name, f);
	if (s < 0)
		return s;
	(void)snprintf(r.room, sizeof r.room, phrase("plugin \"%s\""), d.plugin.name);
	r.subject = r.room;
	s = check_plugin(&r, is_known);
	if (s < 0)
		return s;
	s = read_offers(&r, &d);
	if (s == MCP_OK)
		*ret = d;
	return s;
}
