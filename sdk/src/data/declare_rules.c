/* declare_rules - what every declaration must keep, on both sides of the frame. */
#include "data/declare_rules.h"

#include <stdio.h>

#include "base/phrase.h"
#include "data/declare_json.h"
#include "data/field.h"
#include "data/uri_template.h"
#include "data/value.h"

#define TOOL_NAME "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-"
#define PLUGIN_NAME "abcdefghijklmnopqrstuvwxyz0123456789_-"

static bool is_name(const char *name, const char *letters, size_t max)
{
	size_t length = name ? strnlen(name, max + 1) : 0;

	return length > 0 && length <= max && strspn(name, letters) == length;
}

mcp_status declare_check_plugin_name(const char *name, struct fault *f)
{
	if (is_name(name, PLUGIN_NAME, 32))
		return MCP_OK;
	return fault_set(
		f, MCP_E_CONFIG, "the plugin needs a name of 1 to 32 of a-z, 0-9, _ and -");
}

mcp_status declare_check_need(const char *need, struct fault *f)
{
	size_t name = need ? strspn(need, "abcdefghijklmnopqrstuvwxyz0123456789_") : 0;
	size_t major = name > 0 && name <= 32 && need[name] == '/'
	                       ? strspn(need + name + 1, "0123456789")
	                       : 0;
	const char *end = major > 0 && major <= 4 ? need + name + 1 + major : NULL;

	if (end && (str_same(end, "") || str_same(end, "?")))
		return MCP_OK;
	return fault_set(
		f, MCP_E_CONFIG, "a need of the plugin is no service; write it like market/1");
}

static mcp_status check_table(
	const mcp_table *table, const char *what, bool has_struct, struct fault *f)
{
	return has_struct ? field_check_table(table, what, f) : field_check_rows(table, what, f);
}

mcp_status declare_check_config(const mcp_table *config, bool has_struct, struct fault *f)
{
	const char *what = phrase("the plugin's config");
	mcp_status s = check_table(config, what, has_struct, f);

	return s < 0 ? s : field_check_input(config, what, f);
}

static mcp_status check_name(const mcp_tool *tools, uint32_t i, struct fault *f)
{
	if (!is_name(tools[i].name, TOOL_NAME, 64))
		return fault_set(f, MCP_E_CONFIG,
			"tool number %u needs a name of 1 to 64 of A-Z, a-z, 0-9, _, . and -",
			i + 1);
	for (uint32_t before = 0; before < i; before++)
		if (str_same(tools[before].name, tools[i].name))
			return fault_set(f, MCP_E_CONFIG, "two tools are named \"%s\"; rename one",
				tools[i].name);
	return MCP_OK;
}

static mcp_status check_hints(const mcp_tool *tool, struct fault *f)
{
	if (tool->hints & ~MCP_HINT_ALL)
		return fault_set(f, MCP_E_CONFIG, "tool \"%s\" has a hint this host does not know",
			tool->name);
	if (tool->task > MCP_TASK_AFTER_ASKING)
		return fault_set(f, MCP_E_CONFIG,
			"tool \"%s\" has a task this host does not know; give MCP_TASK_…",
			tool->name);
	if (tool->fresh_s > 0 && !(tool->hints & MCP_READ_ONLY))
		return fault_set(f, MCP_E_CONFIG,
			"tool \"%s\" wants its answers shared and is not MCP_READ_ONLY; drop one",
			tool->name);
	return MCP_OK;
}

/* ---- Headers: at flat values of arguments only. ---- */

static bool may_have_header(uint32_t type)
{
	return value_is_int(type) || type == MCP_T_FLAG || type == MCP_T_BOOL ||
	       type == MCP_T_TEXT || type == MCP_T_CHOICE;
}

/* `names` NULL: no header may be here. Checked tables are nested FIELD_TABLE_DEPTH deep at most. */
static mcp_status check_headers(
	const mcp_table *table, struct header_names *names, const char *what, struct fault *f)
{
	mcp_status s = MCP_OK;

	for (uint32_t i = 0; s == MCP_OK && i < table->count; i++) {
		mcp_field field = field_at(table, i);

		if (field.header && (!names || !may_have_header(field.type) ||
					    !header_names_add(names, span_of(field.header))))
			return fault_set(f, MCP_E_CONFIG,
				"%s: field \"%s\" has a header that is none, stands twice, or "
				"stands where none may",
				what, field.name);
		if (value_has_table(field.type))
			s = check_headers(
				field.table, field.type == MCP_T_OBJECT ? names : NULL, what, f);
	}
	return s;
}

static mcp_status check_args(const mcp_tool *tool, bool has_struct, struct fault *f)
{
	char what[DECLARE_SUBJECT];
	mcp_status s;

	(void)snprintf(what, sizeof what, phrase("tool \"%s\", arguments"), tool->name);
	if (tool->args_schema && tool->args.count > 0)
		return fault_set(
			f, MCP_E_CONFIG, "%s: there are both a table and a schema; drop one", what);
	s = check_table(&tool->args, what, has_struct, f);
	if (s < 0)
		return s;
	s = check_headers(&tool->args, &(struct header_names){ .count = 0 }, what, f);
	return s < 0 ? s : field_check_input(&tool->args, what, f);
}

static mcp_status check_result(const mcp_tool *tool, bool has_struct, struct fault *f)
{
	char what[DECLARE_SUBJECT];
	mcp_status s;

	(void)snprintf(what, sizeof what, phrase("tool \"%s\", result"), tool->name);
	if (tool->result_schema && tool->result.count > 0)
		return fault_set(
			f, MCP_E_CONFIG, "%s: there are both a table and a schema; drop one", what);
	s = check_table(&tool->result, what, has_struct, f);
	if (s < 0)
		return s;
	s = check_headers(&tool->result, NULL, what, f);
	if (s < 0)
		return s;
	if (field_find(&tool->result, SPAN("source")).name)
		return fault_set(f, MCP_E_CONFIG,
			"%s: \"source\" is the host's own member; rename the field", what);
	return MCP_OK;
}

mcp_status declare_check_tool(const mcp_tool *tools, uint32_t i, bool has_struct, struct fault *f)
{
	mcp_status s = check_name(tools, i, f);

	if (s < 0)
		return s;
	s = check_hints(&tools[i], f);
	if (s < 0)
		return s;
	s = check_args(&tools[i], has_struct, f);
	return s < 0 ? s : check_result(&tools[i], has_struct, f);
}

/* ---- Prompts and resources. ---- */

/* Arguments that come as text: a client has nothing else to give. */
static mcp_status check_texts(
	const mcp_table *table, const char *what, bool has_struct, struct fault *f)
{
	mcp_status s = check_table(table, what, has_struct, f);

	if (s < 0)
		return s;
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field field = field_at(table, i);

		if (field.type != MCP_T_TEXT)
			return fault_set(f, MCP_E_CONFIG,
				"%s: field \"%s\" is no text; make it MCP_TEXT", what, field.name);
	}
	return check_headers(table, NULL, what, f);
}

mcp_status declare_check_prompt(
	const mcp_prompt *prompts, uint32_t i, bool has_struct, struct fault *f)
{
	const mcp_prompt *prompt = &prompts[i];
	char what[DECLARE_SUBJECT];

	if (!is_name(prompt->name, TOOL_NAME, 64))
		return fault_set(f, MCP_E_CONFIG,
			"prompt number %u needs a name of 1 to 64 of A-Z, a-z, 0-9, _, . and -",
			i + 1);
	for (uint32_t before = 0; before < i; before++)
		if (str_same(prompts[before].name, prompt->name))
			return fault_set(f, MCP_E_CONFIG,
				"two prompts are named \"%s\"; rename one", prompt->name);
	(void)snprintf(what, sizeof what, phrase("prompt \"%.64s\""), prompt->name);
	return check_texts(&prompt->args, what, has_struct, f);
}

/* Each variable has its field, and each field its variable. */
static bool are_variables(const char *uri, const mcp_table *table)
{
	struct span rest = span_of(uri);
	struct span name;
	uint32_t count = 0;

	for (; uri_template_variable(&rest, &name); count++)
		if (!field_find(table, name).name)
			return false;
	return count == table->count;
}

mcp_status declare_check_resource(
	const mcp_resource *resources, uint32_t i, bool has_struct, struct fault *f)
{
	const mcp_resource *resource = &resources[i];
	char what[DECLARE_SUBJECT];
	mcp_status s;

	if (!resource->uri || !uri_template_is_sound(resource->uri))
		return fault_set(f, MCP_E_CONFIG,
			"resource number %u needs a URI like demo://status or demo://stocks/{code}",
			i + 1);
	for (uint32_t before = 0; before < i; before++)
		if (str_same(resources[before].uri, resource->uri))
			return fault_set(f, MCP_E_CONFIG, "two resources have the URI %s; drop one",
				resource->uri);
	(void)snprintf(what, sizeof what, phrase("resource \"%.64s\""), resource->uri);
	s = check_texts(&resource->args, what, has_struct, f);
	if (s < 0)
		return s;
	if ((resource->flags & ~MCP_RESOURCE_ALL) || resource->bytes < 0)
		return fault_set(f, MCP_E_CONFIG, "%s has wrong flags or bytes", what);
	if (!are_variables(resource->uri, &resource->args))
		return fault_set(f, MCP_E_CONFIG,
			"%s: its args must have one field for each variable", what);
	return MCP_OK;
}
