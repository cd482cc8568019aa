/* declare - a declaration as the core reads it: nothing in it is believed. */
#include "data/declare.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/declare_json.h"
#include "data/declare_members.h"
#include "data/declare_rules.h"

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
		{ "task", &tool->task },
	};
	mcp_status s = members_known(p, object,
		"name|title|help|hints|fresh_s|keep_s|deadline_s|args|result|args_schema|"
		"result_schema|icons|meta|task");

	if (s < 0)
		return s;
	s = members_texts(p, object, texts, COUNT_OF(texts));
	if (s < 0)
		return s;
	s = members_numbers(p, object, numbers, COUNT_OF(numbers));
	if (s < 0)
		return s;
	s = members_table(p, object, "args", &tool->args);
	if (s == MCP_OK)
		s = members_table(p, object, "result", &tool->result);
	if (s == MCP_OK)
		s = members_json(p, object, "args_schema", SCAN_OBJECT, &tool->args_schema);
	if (s == MCP_OK)
		s = members_json(p, object, "result_schema", SCAN_OBJECT, &tool->result_schema);
	return s;
}

static mcp_status check_schemas(const struct parse *p, const mcp_tool *tool)
{
	char what[DECLARE_SUBJECT];
	mcp_status s = MCP_OK;

	if (tool->args_schema) {
		(void)snprintf(what, sizeof what, phrase("tool \"%s\", arguments"), tool->name);
		s = declare_check_schema(span_of(tool->args_schema), true, what, p->f);
	}
	if (s == MCP_OK && tool->result_schema) {
		(void)snprintf(what, sizeof what, phrase("tool \"%s\", result"), tool->name);
		s = declare_check_schema(span_of(tool->result_schema), false, what, p->f);
	}
	return s;
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
		.args_schema = tool->args_schema,
		.result_schema = tool->result_schema,
		.task = tool->task,
	};
}

/* Tool number `i` of `tools`, into *ret. */
static mcp_status take_tool(const struct parse *p, struct span object, mcp_tool *tools, uint32_t i,
	struct declared_tool *ret)
{
	char what[DECLARE_SUBJECT];
	mcp_status s = read_tool(p, object, &tools[i]);

	if (s < 0)
		return s;
	s = declare_check_tool(tools, i, false, p->f);
	if (s < 0)
		return s;
	s = check_schemas(p, &tools[i]);
	if (s < 0)
		return s;

	*ret = as_declared(&tools[i]);
	(void)snprintf(what, sizeof what, phrase("tool \"%.64s\""), ret->name);
	return declare_read_extras(
		p, object, what, &(struct extras){ .icons = &ret->icons, .meta = &ret->meta });
}

static mcp_status read_tools(const struct parse *p, struct span list, struct declared *d)
{
	struct scan_iter it = scan_iter(list);
	mcp_status s = MCP_OK;
	struct span object;
	mcp_tool *tools;

	if (!members_count(list, DECLARE_TOOLS_MAX, &d->tool_count))
		return members_wrong(p, "tools");
	tools = arena_alloc(p->a, (d->tool_count + 1) * sizeof *tools);
	d->tools = arena_alloc(p->a, (d->tool_count + 1) * sizeof *d->tools);
	if (!tools || !d->tools)
		return members_no_memory(p);
	for (uint32_t i = 0; s == MCP_OK && i < d->tool_count && scan_item(&it, &object); i++)
		s = take_tool(p, object, tools, i, &d->tools[i]);
	return s;
}

/* ---- The whole. ---- */

static mcp_status read_needs(const struct parse *p, struct span list, struct declared *d)
{
	struct scan_iter it = scan_iter(list);
	mcp_status s = MCP_OK;
	const char **needs;
	struct span item;

	if (!members_count(list, DECLARE_NEEDS_MAX, &d->need_count))
		return members_wrong(p, "needs");
	needs = arena_alloc(p->a, (d->need_count + 1) * sizeof *needs);
	if (!needs)
		return members_no_memory(p);
	for (uint32_t i = 0; s == MCP_OK && i < d->need_count && scan_item(&it, &item); i++) {
		needs[i] = scan_text_copy(item, p->a);
		s = declare_check_need(needs[i], p->f);
	}
	d->needs = needs;
	return s;
}

static mcp_status read_offers(const struct parse *p, struct span json, struct declared *d)
{
	mcp_status s = read_tools(p, scan_get(json, "tools"), d);

	if (s == MCP_OK)
		s = declare_read_prompts(p, scan_get(json, "prompts"), d);
	if (s == MCP_OK)
		s = declare_read_resources(p, scan_get(json, "resources"), d);
	if (s == MCP_OK && d->tool_count + d->prompt_count + d->resource_count == 0)
		s = fault_set(p->f, MCP_E_CONFIG,
			"the declaration offers nothing; it needs a tool, prompt or resource");
	return s;
}

static mcp_status read_plugin(const struct parse *p, struct span json, struct declared *d)
{
	const struct text_rule texts[] = {
		{ "name", 32, &d->name },
		{ "version", 64, &d->version },
		{ "license", 128, &d->license },
	};
	mcp_status s =
		members_known(p, json, "name|version|license|needs|config|tools|prompts|resources");

	if (s < 0)
		return s;
	s = members_texts(p, json, texts, COUNT_OF(texts));
	if (s < 0)
		return s;
	s = declare_check_plugin_name(d->name, p->f);
	if (s < 0)
		return s;
	s = read_needs(p, scan_get(json, "needs"), d);
	if (s < 0)
		return s;
	s = members_table(p, json, "config", &d->config);
	if (s < 0)
		return s;
	s = declare_check_config(&d->config, false, p->f);
	return s < 0 ? s : read_offers(p, json, d);
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
