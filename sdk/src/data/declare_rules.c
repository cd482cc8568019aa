/* declare_rules - what every declaration must keep, on both sides of the frame. */
#include "data/declare_rules.h"

#include <stdio.h>

#include "base/phrase.h"
#include "data/field.h"

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
	if (tool->fresh_s > 0 && !(tool->hints & MCP_READ_ONLY))
		return fault_set(f, MCP_E_CONFIG,
			"tool \"%s\" wants its answers shared and is not MCP_READ_ONLY; drop one",
			tool->name);
	return MCP_OK;
}

static mcp_status check_args(const mcp_tool *tool, bool has_struct, struct fault *f)
{
	char what[DECLARE_SUBJECT];
	mcp_status s;

	(void)snprintf(what, sizeof what, phrase("tool \"%s\", arguments"), tool->name);
	s = check_table(&tool->args, what, has_struct, f);
	return s < 0 ? s : field_check_input(&tool->args, what, f);
}

static mcp_status check_result(const mcp_tool *tool, bool has_struct, struct fault *f)
{
	char what[DECLARE_SUBJECT];
	mcp_status s;

	(void)snprintf(what, sizeof what, phrase("tool \"%s\", result"), tool->name);
	s = check_table(&tool->result, what, has_struct, f);
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
