/* declare_plugin_test - plugins older and newer than this host, and broken ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "sdk/declare_sample.h"

/* The sentence about a plugin. */
static const char *refused(struct world *w, const void *symbol)
{
	assert_int_equal(read_it(w, symbol), MCP_E_CONFIG);
	return w->fault.text;
}

/* The sentence about a plugin with this one tool. */
static const char *refused_tool(struct world *w, mcp_tool tool)
{
	mcp_plugin plugin = good_plugin;
	const mcp_tool *const list[] = { &tool };

	plugin.tools = (mcp_list){ list, 1, sizeof *list };
	return refused(w, &plugin);
}

static mcp_tool tool_with_args(const mcp_field *rows, uint32_t count, uint32_t stride)
{
	mcp_tool tool = good_tool;

	tool.args = (mcp_table){ rows, count, stride, sizeof(struct args), 0 };
	return tool;
}

static void reads_a_plugin_of_this_age(void **state)
{
	struct world *w = *state;

	assert_int_equal(read_it(w, &good_plugin), MCP_OK);

	assert_string_equal(w->by.plugin.name, "volume");
	assert_int_equal(w->by.plugin.tools.count, 2);
	assert_string_equal(w->by.tools[0].name, "rank");
	assert_ptr_equal(w->by.tools[1].run, run);
}

/* ---- Older and newer plugins. ---- */

static void reads_an_older_plugin_with_zeros_for_the_rest(void **state)
{
	struct world *w = *state;
	mcp_tool old_tool = good_tool;
	const mcp_tool *const list[] = { &old_tool };
	mcp_plugin old = good_plugin;

	old_tool.size = offsetof(mcp_tool, fresh_s);
	old.tools = (mcp_list){ list, 1, sizeof *list };
	old.size = offsetof(mcp_plugin, config);

	assert_int_equal(read_it(w, &old), MCP_OK);
	assert_int_equal(w->by.tools[0].fresh_s, 0);
	assert_int_equal(w->by.plugin.config.count, 0);
	assert_int_equal(w->by.plugin.phrases.count, 0);
}

struct newer_plugin {
	mcp_plugin base;
	uint64_t more;
};

static void reads_a_newer_plugin_that_uses_nothing_new(void **state)
{
	struct world *w = *state;
	struct newer_plugin newer = { good_plugin, 0 };

	newer.base.size = sizeof newer;
	newer.base.minor = 9;

	assert_int_equal(read_it(w, &newer), MCP_OK);
}

#define AGE "; this host speaks 0.2: update the host or rebuild the tool"

static void refuses_a_newer_plugin_by_name(void **state)
{
	struct world *w = *state;
	struct newer_plugin newer = { good_plugin, 1 };

	newer.base.size = sizeof newer;
	newer.base.minor = 9;

	assert_string_equal(refused(w, &newer),
		"plugin \"volume\" is built for contract 0.9 and uses members this host does not "
		"know" AGE);
}

static void refuses_another_major(void **state)
{
	struct world *w = *state;
	mcp_plugin other = good_plugin;

	other.major = 2;
	other.minor = 3;
	other.name = (const char *)1;

	assert_string_equal(refused(w, &other), "the plugin is built for contract 2.3" AGE);
}

struct newer_tool {
	mcp_tool base;
	uint64_t more;
};

static void refuses_a_newer_tool_by_name(void **state)
{
	struct world *w = *state;
	struct newer_tool newer = { good_tool, 7 };
	const mcp_tool *const list[] = { &newer.base };
	mcp_plugin plugin = good_plugin;

	newer.base.size = sizeof newer;
	plugin.minor = 9;
	plugin.tools = (mcp_list){ list, 1, sizeof *list };

	assert_string_equal(refused(w, &plugin),
		"tool \"rank\" is built for contract 0.9 and uses members this host does not know" AGE);
}

static void refuses_unknown_types_flags_and_hints_by_name(void **state)
{
	const mcp_field type[] = { { .name = "a", .type = 37 } };
	const mcp_field flag[] = { { .name = "a", .type = MCP_T_INT, .flags = 0x40 } };
	struct world *w = *state;
	mcp_tool hinted = good_tool;

	hinted.hints = 0x100 | MCP_READ_ONLY;

	assert_string_equal(refused_tool(w, tool_with_args(type, 1, sizeof *type)),
		"tool \"rank\" is built for contract 0.2 and uses field type 37" AGE);
	assert_string_equal(refused_tool(w, tool_with_args(flag, 1, sizeof *flag)),
		"tool \"rank\" is built for contract 0.2 and uses field flags 0x40" AGE);
	assert_string_equal(refused_tool(w, hinted),
		"tool \"rank\" is built for contract 0.2 and uses hints 0x100" AGE);
}

struct newer_field {
	mcp_field base;
	uint64_t more;
};

static void walks_longer_rows_by_their_stride(void **state)
{
	struct newer_field rows[] = { { arg_fields[0], 0 }, { arg_fields[1], 0 } };
	const struct newer_field used[] = { { arg_fields[0], 0 }, { arg_fields[1], 5 } };
	struct world *w = *state;
	mcp_tool tool = tool_with_args(&rows[0].base, 2, sizeof *rows);
	const mcp_tool *const list[] = { &tool };
	mcp_plugin plugin = good_plugin;

	plugin.tools = (mcp_list){ list, 1, sizeof *list };
	assert_int_equal(read_it(w, &plugin), MCP_OK);
	assert_string_equal(field_at(&w->by.tools[0].args, 1).name, "market");

	assert_string_equal(refused_tool(w, tool_with_args(&used[0].base, 2, sizeof *used)),
		"tool \"rank\" is built for contract 0.2 and uses members this host does not know" AGE);
}

/* ---- Broken plugins. ---- */

static void refuses_what_is_no_plugin(void **state)
{
	struct world *w = *state;
	mcp_plugin other = good_plugin;

	other.magic = 0x12345678;
	assert_string_equal(
		refused(w, &other), "is not an mcp tool (magic 12345678, not 4d435031)");
	other = good_plugin;
	other.size = 24;
	assert_string_equal(
		refused(w, &other), "the plugin has size 24; begin it with MCP_PLUGIN_HEAD");
	other.size = 1u << 30;
	assert_string_equal(refused(w, &other),
		"the plugin has size 1073741824; begin it with MCP_PLUGIN_HEAD");
}

static void refuses_wrong_plugin_names(void **state)
{
	struct world *w = *state;
	mcp_plugin other = good_plugin;

	other.name = NULL;
	assert_string_equal(
		refused(w, &other), "the plugin needs a name of 1 to 32 of a-z, 0-9, _ and -");
	other.name = "Volume";
	assert_string_equal(
		refused(w, &other), "the plugin needs a name of 1 to 32 of a-z, 0-9, _ and -");
}

static void refuses_wrong_lists(void **state)
{
	struct world *w = *state;
	mcp_plugin other = good_plugin;

	other.tools.count = 0;
	assert_string_equal(
		refused(w, &other), "plugin \"volume\" has no tools; name them in .tools");
	other.tools.count = 65;
	assert_string_equal(
		refused(w, &other), "plugin \"volume\" has a list of 65; at most 64 are allowed");
	other.tools = (mcp_list){ NULL, 1, 8 };
	assert_string_equal(refused(w, &other),
		"plugin \"volume\" has a list without memory or with a wrong stride; rebuild it");
	other.tools = (mcp_list){ &good_tool, 1, 4 };
	assert_string_equal(refused(w, &other),
		"plugin \"volume\" has a list without memory or with a wrong stride; rebuild it");
}

static void refuses_missing_and_short_tools(void **state)
{
	static const mcp_tool *const none[] = { NULL };
	struct world *w = *state;
	mcp_plugin plugin = good_plugin;
	mcp_tool tool = good_tool;

	plugin.tools = (mcp_list){ none, 1, sizeof *none };
	assert_string_equal(refused(w, &plugin), "tool number 1 is NULL; take it off the list");
	tool.size = 16;
	assert_string_equal(
		refused_tool(w, tool), "tool number 1 has size 16; begin it with MCP_TOOL_HEAD");
	tool = good_tool;
	tool.run = NULL;
	assert_string_equal(refused_tool(w, tool), "tool \"rank\" has no run function");
}

static void refuses_wrong_tool_names(void **state)
{
	const char *sentence = "tool number 1 needs a name of 1 to 64 of A-Z, a-z, 0-9, _, . and -";
	struct world *w = *state;
	mcp_tool tool = good_tool;

	tool.name = NULL;
	assert_string_equal(refused_tool(w, tool), sentence);
	tool.name = "";
	assert_string_equal(refused_tool(w, tool), sentence);
	tool.name = "get ranking";
	assert_string_equal(refused_tool(w, tool), sentence);
}

static void refuses_two_tools_of_one_name(void **state)
{
	static const mcp_tool *const twins[] = { &good_tool, &good_tool };
	struct world *w = *state;
	mcp_plugin plugin = good_plugin;

	plugin.tools = (mcp_list){ twins, 2, sizeof *twins };
	assert_string_equal(refused(w, &plugin), "two tools are named \"rank\"; rename one");
}

static void refuses_bad_rows(void **state)
{
	const mcp_field nameless[] = { { .type = MCP_T_INT } };
	const mcp_field bare[] = { { .name = "count", .type = MCP_T_INT64 } };
	const mcp_field source[] = { MCP_ROWS(struct answer, ranking, "Rows.", row_table) };
	struct world *w = *state;
	mcp_field taken = source[0];
	mcp_tool tool = good_tool;

	assert_string_equal(refused_tool(w, tool_with_args(nameless, 1, sizeof *nameless)),
		"tool \"rank\", arguments: row 1 needs a name of 1 to 64 of A-Z, a-z, 0-9 and _");
	assert_string_equal(refused_tool(w, tool_with_args(bare, 1, sizeof *bare)),
		"tool \"rank\", arguments: field \"count\" is never null: give it a preset or "
		"MCP_F_REQUIRED");
	assert_string_equal(refused_tool(w, tool_with_args(NULL, 1, sizeof *bare)),
		"tool \"rank\", arguments: the table has a count and no rows");
	taken.name = "source";
	tool.result = (mcp_table){ &taken, 1, sizeof taken, sizeof(struct answer), 0 };
	assert_string_equal(refused_tool(w, tool),
		"tool \"rank\", result: \"source\" is the host's own member; rename the field");
}

static void refuses_sharing_what_is_not_read_only(void **state)
{
	struct world *w = *state;
	mcp_tool tool = good_tool;

	tool.hints = 0;
	assert_string_equal(refused_tool(w, tool),
		"tool \"rank\" wants its answers shared and is not MCP_READ_ONLY; drop one");
}

static void refuses_wrong_needs(void **state)
{
	static const char *const wrong[] = { "market" };
	static const char *const none[] = { NULL };
	const char *sentence = "a need of the plugin is no service; write it like market/1";
	struct world *w = *state;
	mcp_plugin plugin = good_plugin;

	plugin.needs = (mcp_list){ wrong, 1, sizeof *wrong };
	assert_string_equal(refused(w, &plugin), sentence);
	plugin.needs = (mcp_list){ none, 1, sizeof *none };
	assert_string_equal(refused(w, &plugin), sentence);
}

static void refuses_phrases_that_disagree(void **state)
{
	static const mcp_phrase wrong[] = { { "%s has %lld", "%lld: %s" } };
	static const mcp_phrase half[] = { { "Ranks.", NULL } };
	struct world *w = *state;
	mcp_plugin plugin = good_plugin;

	plugin.phrases = (mcp_list)MCP_PHRASES(wrong);
	assert_string_equal(refused(w, &plugin),
		"plugin \"volume\": the Korean of \"%s has %lld\" takes other values; make the % "
		"specifiers agree");
	plugin.phrases = (mcp_list)MCP_PHRASES(half);
	assert_string_equal(
		refused(w, &plugin), "plugin \"volume\": phrase number 1 lacks a language");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(reads_a_plugin_of_this_age),
		CASE(reads_an_older_plugin_with_zeros_for_the_rest),
		CASE(reads_a_newer_plugin_that_uses_nothing_new),
		CASE(refuses_a_newer_plugin_by_name),
		CASE(refuses_another_major),
		CASE(refuses_a_newer_tool_by_name),
		CASE(refuses_unknown_types_flags_and_hints_by_name),
		CASE(walks_longer_rows_by_their_stride),
		CASE(refuses_what_is_no_plugin),
		CASE(refuses_wrong_plugin_names),
		CASE(refuses_wrong_lists),
		CASE(refuses_missing_and_short_tools),
		CASE(refuses_wrong_tool_names),
		CASE(refuses_two_tools_of_one_name),
		CASE(refuses_bad_rows),
		CASE(refuses_sharing_what_is_not_read_only),
		CASE(refuses_wrong_needs),
		CASE(refuses_phrases_that_disagree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
