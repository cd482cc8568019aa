/* config_tools_test - the lines of tools, and what their workers get. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/temp_config.h"
#include "support/temp_folder.h"

/* ---- Tools. ---- */

static void takes_the_short_forms_of_a_tools_line(void **state)
{
	struct config *c = loaded(state, "tools:\n  a:\n  b: true\n  c: false\n  d: {}\n");

	assert_int_equal(c->tool_count, 4);
	assert_true(c->tools[0].enabled);
	assert_true(c->tools[1].enabled);
	assert_false(c->tools[2].enabled);
	assert_true(c->tools[3].enabled);
	assert_int_equal(c->tools[3].line, 5);
}

static void offers_nothing_when_tools_is_empty(void **state)
{
	assert_int_equal(loaded(state, "tools:\n")->tool_count, 0);
}

static void reads_a_tools_periods(void **state)
{
	struct config *c = loaded(state, "tools: {volume: {fresh: 2m, keep: 10m}}\n");

	assert_int_equal(c->tools[0].fresh, 120);
	assert_int_equal(c->tools[0].keep, 600);
	assert_int_equal(c->tools[0].value_count, 0);
}

static void keeps_a_tools_own_keys_with_their_lines(void **state)
{
	const struct tool_setting *t;

	set_variable("WHO=Kim");
	t = loaded(state, "tools:\n  hello:\n    enabled: true\n    who: ${WHO}\n    none:\n")
	            ->tools;
	assert_int_equal(t->value_count, 1);
	assert_string_equal(t->values[0].name, "who");
	assert_string_equal(t->values[0].text, "Kim");
	assert_int_equal(t->values[0].line, 4);
}

static void refuses_a_tools_keep_shorter_than_its_fresh(void **state)
{
	refuses(state, "tools:\n  volume: {fresh: 60s, keep: 30s}\n",
		"host.yaml:2: tools.volume.keep is 30 s, less than its fresh of 60 s; "
		"make it as long or longer");
}

static void refuses_a_tools_name_that_is_a_path(void **state)
{
	refuses(state, "tools: {../x: {}}\n",
		"host.yaml:1: \"../x\" is no tool's name; use 1 to 32 of a-z, 0-9, _ and -");
}

static void refuses_a_tools_line_that_is_a_list(void **state)
{
	refuses(state, "tools:\n  volume: [true]\n",
		"host.yaml:2: tools.volume is a list; write true, false or its keys");
}

static void refuses_a_tools_line_that_is_a_word(void **state)
{
	assert_int_equal(load_text(state, "tools:\n  volume: perhaps\n"), MCP_E_CONFIG);
	assert_non_null(strstr(fault.text, "host.yaml:2: "));
	assert_non_null(strstr(fault.text, "perhaps"));
}

static void refuses_tools_that_are_a_word(void **state)
{
	refuses(state, "tools: all\n",
		"host.yaml:1: tools is no group of keys; write its keys below it, indented");
}

/* ---- A tool's own keys as JSON. ---- */

struct own {
	int64_t limit;
	const char *who;
	mcp_bool loud;
	int64_t rows;
	mcp_int threshold;
};

static const mcp_field own_rows[] = {
	MCP_INT(struct own, limit, "How many.", .preset = "3", .range = "1..9"),
	MCP_TEXT(struct own, who, "Whom.", .preset = "all"),
	MCP_BOOL(struct own, loud, "How."),
	MCP_INT(struct own, rows, "Rows.", .source = "limits.ranking_count"),
	MCP_INT(struct own, threshold, "From where on.", .range = "1.."),
};

static const mcp_table own_table = MCP_TABLE(struct own, own_rows);

static const char *tool_json(const mcp_table *table, mcp_status want)
{
	static char ret[1024];
	struct buf json;

	buf_init(&json, sizeof ret - 1);
	fault = (struct fault){ 0 };
	assert_int_equal(config_tool_json(config, config->tools, table, &json, &fault), want);
	(void)snprintf(ret, sizeof ret, "%.*s", (int)json.len, json.at ? json.at : "");
	buf_done(&json);
	return ret;
}

static void gives_a_tool_its_presets_and_the_hosts_settings(void **state)
{
	(void)loaded(state, "limits: {ranking_count: 20}\ntools: {hello: }\n");
	assert_string_equal(tool_json(&own_table, MCP_OK),
		"{\"limit\":3,\"who\":\"all\",\"loud\":null,\"rows\":20,\"threshold\":null}");
}

static void lets_the_line_win_over_presets_and_settings(void **state)
{
	(void)loaded(state, "tools: {hello: {limit: 9, who: Kim, loud: true, rows: 5}}\n");
	assert_string_equal(tool_json(&own_table, MCP_OK),
		"{\"limit\":9,\"who\":\"Kim\",\"loud\":true,\"rows\":5,\"threshold\":null}");
}

static void refuses_a_tools_unknown_key(void **state)
{
	(void)loaded(state, "tools:\n  hello:\n    limt: 9\n");
	assert_string_equal(tool_json(&own_table, MCP_E_CONFIG), "");
	assert_string_equal(without_folder(*state, fault.text),
		"host.yaml:3: hello has no key \"limt\"; did you mean \"limit\"?");
}

static void suggests_the_hosts_keys_for_a_tool_too(void **state)
{
	(void)loaded(state, "tools:\n  hello: {enabeld: false}\n");
	assert_string_equal(tool_json(&own_table, MCP_E_CONFIG), "");
	assert_string_equal(without_folder(*state, fault.text),
		"host.yaml:2: hello has no key \"enabeld\"; did you mean \"enabled\"?");
}

static void refuses_a_tools_value_out_of_range(void **state)
{
	(void)loaded(state, "tools:\n  hello: {limit: 10}\n");
	assert_string_equal(tool_json(&own_table, MCP_E_CONFIG), "");
	assert_non_null(strstr(fault.text, "host.yaml:2: "));
	assert_non_null(strstr(fault.text, "limit"));
}

static void refuses_a_tool_without_a_key_it_needs(void **state)
{
	static const mcp_field rows[] = {
		MCP_INT(struct own, limit, "Say how many.", .flags = MCP_F_REQUIRED),
	};
	static const mcp_table table = MCP_TABLE(struct own, rows);

	(void)loaded(state, "tools:\n  hello:\n");
	assert_string_equal(tool_json(&table, MCP_E_CONFIG), "");
	assert_string_equal(without_folder(*state, fault.text),
		"host.yaml:2: tools.hello needs the key \"limit\"; Say how many.");
}

static void refuses_a_tool_that_follows_a_secret(void **state)
{
	static const mcp_field rows[] = {
		MCP_TEXT(struct own, who, "Whom.", .source = "kis.app_secret"),
	};
	static const mcp_table table = MCP_TABLE(struct own, rows);

	set_keys();
	(void)loaded(state, "tools: {hello: }\n");
	assert_string_equal(tool_json(&table, MCP_E_CONFIG), "");
	assert_string_equal(fault.text,
		"tools.hello: its key \"who\" follows \"kis.app_secret\", which this host does not "
		"have; use another version of the tool");
}

static void takes_the_threshold_from_its_variable(void **state)
{
	set_variable("UNUSUAL_VOLUME_THRESHOLD=250");
	(void)loaded(state, "tools: {unusual: {threshold: 200}}\n");
	assert_non_null(strstr(tool_json(&own_table, MCP_OK), "\"threshold\":250"));
}

static void names_the_variable_of_a_bad_threshold(void **state)
{
	set_variable("UNUSUAL_VOLUME_THRESHOLD=high");
	(void)loaded(state, "tools: {unusual: }\n");
	assert_string_equal(tool_json(&own_table, MCP_E_CONFIG), "");
	assert_memory_equal(fault.text, "UNUSUAL_VOLUME_THRESHOLD: ", 26);
}

static void ignores_the_threshold_without_such_a_tool(void **state)
{
	set_variable("UNUSUAL_VOLUME_THRESHOLD=high");
	assert_int_equal(loaded(state, "tools: {hello: }\n")->tools[0].value_count, 0);
}

static void ignores_the_threshold_when_the_tool_has_no_such_key(void **state)
{
	static const mcp_table none = { 0 };

	set_variable("UNUSUAL_VOLUME_THRESHOLD=250");
	(void)loaded(state, "tools: {unusual: }\n");
	assert_string_equal(tool_json(&none, MCP_OK), "{}");
}

/* Loads the text and looks for its tools in the folder, where volume.so lies. */
static mcp_status look_for_tools(void **state, const char *yaml)
{
	(void)temp_write(state, "volume.so", "", 0);
	assert_int_equal(load_text(state, yaml), MCP_OK);
	return config_check_tools(config, &fault);
}

static void finds_the_tool_behind_each_line(void **state)
{
	assert_int_equal(look_for_tools(state, "plugin_dir: .\ntools:\n  volume: {}\n"), MCP_OK);
}

static void names_the_line_and_the_nearest_tool(void **state)
{
	mcp_status s = look_for_tools(state, "plugin_dir: .\ntools:\n  volme: {}\n");

	assert_int_equal(s, MCP_E_CONFIG);
	assert_non_null(strstr(
		fault.text, "host.yaml:3: there is no tool \"volme\"; did you mean \"volume\"?"));
}

static void says_where_a_missing_tool_belongs(void **state)
{
	mcp_status s = look_for_tools(state, "plugin_dir: .\ntools:\n  dominance: {}\n");

	assert_int_equal(s, MCP_E_CONFIG);
	assert_non_null(strstr(fault.text, "host.yaml:3: there is no tool \"dominance\" in "));
}

static void looks_for_no_tool_that_is_off_or_elsewhere(void **state)
{
	assert_int_equal(look_for_tools(state, "plugin_dir: .\ntools:\n  off: {enabled: false}\n"
					       "  far: {path: /far/away.so}\n"),
		MCP_OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CONFIG_TEST(finds_the_tool_behind_each_line),
		CONFIG_TEST(names_the_line_and_the_nearest_tool),
		CONFIG_TEST(says_where_a_missing_tool_belongs),
		CONFIG_TEST(looks_for_no_tool_that_is_off_or_elsewhere),
		CONFIG_TEST(takes_the_short_forms_of_a_tools_line),
		CONFIG_TEST(offers_nothing_when_tools_is_empty),
		CONFIG_TEST(reads_a_tools_periods),
		CONFIG_TEST(keeps_a_tools_own_keys_with_their_lines),
		CONFIG_TEST(refuses_a_tools_keep_shorter_than_its_fresh),
		CONFIG_TEST(refuses_a_tools_name_that_is_a_path),
		CONFIG_TEST(refuses_a_tools_line_that_is_a_list),
		CONFIG_TEST(refuses_a_tools_line_that_is_a_word),
		CONFIG_TEST(refuses_tools_that_are_a_word),
		CONFIG_TEST(gives_a_tool_its_presets_and_the_hosts_settings),
		CONFIG_TEST(lets_the_line_win_over_presets_and_settings),
		CONFIG_TEST(refuses_a_tools_unknown_key),
		CONFIG_TEST(suggests_the_hosts_keys_for_a_tool_too),
		CONFIG_TEST(refuses_a_tools_value_out_of_range),
		CONFIG_TEST(refuses_a_tool_without_a_key_it_needs),
		CONFIG_TEST(refuses_a_tool_that_follows_a_secret),
		CONFIG_TEST(takes_the_threshold_from_its_variable),
		CONFIG_TEST(names_the_variable_of_a_bad_threshold),
		CONFIG_TEST(ignores_the_threshold_without_such_a_tool),
		CONFIG_TEST(ignores_the_threshold_when_the_tool_has_no_such_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
