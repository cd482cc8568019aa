/* config_test - what settings a file makes, and what each error says. */
#include <setjmp.h>
#include <stdarg.h>
#include <support/temp_config.h>
#include <support/temp_folder.h>

#include <cmocka.h>

#include "support/temp_config.h"
#include "support/temp_folder.h"

/* ---- Defaults. ---- */

static void works_without_a_file(void **state)
{
	(void)state;
	assert_int_equal(load_path(NULL), MCP_OK);
	assert_null(config->file);
	assert_string_equal(config->host.locale, "ko");
	assert_string_equal(config->log.level, "warn");
	assert_string_equal(config->kis.environment, "auto");
	assert_null(config->kis.app_key);
	assert_int_equal(config->kis.requests_per_second, 15);
	assert_int_equal(config->kis.body_max, 4 * 1024 * 1024);
	assert_string_equal(config->market.basis, "KRX");
	assert_int_equal(config->cache.fresh, 60);
	assert_int_equal(config->cache.keep, 300);
	assert_int_equal(config->limits.ranking_count, 50);
	assert_int_equal(config->limits.line_bytes, 10 * 1024 * 1024);
}

static void assert_is_on(const struct tool_setting *tool, const char *name)
{
	assert_string_equal(tool->name, name);
	assert_true(tool->enabled);
	assert_int_equal(tool->fresh, -1);
	assert_int_equal(tool->keep, -1);
}

static void offers_all_tools_but_hello_without_a_file(void **state)
{
	(void)state;
	assert_int_equal(load_path(NULL), MCP_OK);
	assert_int_equal(config->tool_count, 11);
	assert_is_on(&config->tools[0], "volume");
	assert_is_on(&config->tools[1], "change");
	assert_is_on(&config->tools[2], "investor");
	assert_is_on(&config->tools[3], "sector");
	assert_is_on(&config->tools[4], "mcap");
	assert_is_on(&config->tools[5], "unusual");
	assert_string_equal(
		config->tools[0].path, "/opt/bin/../lib/mcp-volume-ranking/plugins/volume.so");
	assert_is_on(&config->tools[6], "find");
	assert_is_on(&config->tools[7], "stocks");
	assert_is_on(&config->tools[8], "status");
	assert_is_on(&config->tools[9], "briefing");
	assert_string_equal(config->tools[10].name, "hello");
	assert_false(config->tools[10].enabled);
}

static void calls_200_percent_unusual_without_a_file(void **state)
{
	(void)state;
	assert_int_equal(load_path(NULL), MCP_OK);
	assert_int_equal(config->tools[5].value_count, 1);
	assert_string_equal(config->tools[5].values[0].name, "threshold");
	assert_string_equal(config->tools[5].values[0].text, "200");
}

static void takes_an_empty_file_as_defaults(void **state)
{
	assert_int_equal(loaded(state, "")->cache.fresh, 60);
	assert_int_equal(config->tool_count, 11);
}

static void takes_an_empty_section_as_defaults(void **state)
{
	assert_int_equal(loaded(state, "cache:\nlog: {}\n")->cache.fresh, 60);
}

static void assert_equal_texts(const char *a, const char *b)
{
	assert_true(str_same(a, b));
}

static void assert_equal_tools(const struct config *a, const struct config *b)
{
	assert_int_equal(a->tool_count, b->tool_count);
	for (uint32_t i = 0; i < a->tool_count; i++) {
		assert_string_equal(a->tools[i].name, b->tools[i].name);
		assert_string_equal(a->tools[i].path, b->tools[i].path);
		assert_int_equal(a->tools[i].enabled, b->tools[i].enabled);
		assert_int_equal(a->tools[i].fresh, b->tools[i].fresh);
		assert_int_equal(a->tools[i].keep, b->tools[i].keep);
		assert_int_equal(a->tools[i].value_count, b->tools[i].value_count);
	}
}

static void ships_a_file_that_equals_the_defaults(void **state)
{
	struct config_source none = { .exe_dir = "/opt/bin", .environ = set_variables() };
	struct config *built_in = NULL;

	(void)state;
	assert_int_equal(config_load(&none, &built_in, &fault), MCP_OK);
	assert_int_equal(load_path(TEST_SOURCE "/config/mcp-volume-ranking.yaml"), MCP_OK);
	assert_true(config->hash == built_in->hash);
	assert_equal_texts(config->log.level, built_in->log.level);
	assert_equal_texts(config->host.locale, built_in->host.locale);
	assert_equal_texts(config->host.plugin_dir, built_in->host.plugin_dir);
	assert_equal_texts(config->state_dir, built_in->state_dir);
	assert_equal_texts(config->kis.base_url, built_in->kis.base_url);
	assert_memory_equal(&config->cache, &built_in->cache, sizeof config->cache);
	assert_memory_equal(&config->limits, &built_in->limits, sizeof config->limits);
	assert_equal_tools(config, built_in);
	config_free(built_in);
}

/* ---- Values of the file. ---- */

static void reads_durations_and_sizes(void **state)
{
	struct config *c = loaded(state, "cache: {fresh: 5m, keep: 1h, memory: 2MiB}\n"
					 "limits: {call_deadline: 90}\n");

	assert_int_equal(c->cache.fresh, 300);
	assert_int_equal(c->cache.keep, 3600);
	assert_int_equal(c->cache.memory, 2 * 1024 * 1024);
	assert_int_equal(c->limits.call_deadline, 90);
}

static void takes_an_empty_value_as_the_default(void **state)
{
	assert_int_equal(loaded(state, "kis:\n  deadline:\n  ca_file: ''\n")->kis.deadline, 10);
	assert_null(config->kis.ca_file);
}

static void refuses_an_unknown_section(void **state)
{
	refuses(state, "kis:\n  deadline: 5s\ncach: {fresh: 1s}\n",
		"host.yaml:3: the file has no key \"cach\"; did you mean \"cache\"?");
}

static void refuses_an_unknown_key(void **state)
{
	refuses(state, "\nlimits:\n  ranking_cuont: 5\n",
		"host.yaml:3: limits has no key \"ranking_cuont\"; "
		"did you mean \"ranking_count\"?");
}

static void lists_the_keys_when_none_is_near(void **state)
{
	refuses(state, "cache: {zzzzzzzz: 1}\n",
		"host.yaml:1: cache has no key \"zzzzzzzz\"; it has: fresh, keep, memory, entries");
}

static void refuses_a_value_out_of_range_with_its_line(void **state)
{
	assert_int_equal(load_text(state, "kis:\n  requests_per_second: 19\n"), MCP_E_CONFIG);
	assert_non_null(strstr(fault.text, "host.yaml:2: "));
	assert_non_null(strstr(fault.text, "requests_per_second"));
	assert_non_null(strstr(fault.text, "18"));
}

static void refuses_a_value_of_the_wrong_type_with_its_line(void **state)
{
	assert_int_equal(load_text(state, "cache:\n\n  fresh: soon\n"), MCP_E_CONFIG);
	assert_non_null(strstr(fault.text, "host.yaml:3: "));
	assert_non_null(strstr(fault.text, "soon"));
}

static void refuses_an_unknown_choice(void **state)
{
	assert_int_equal(load_text(state, "market: {basis: KRZ}\n"), MCP_E_CONFIG);
	assert_non_null(strstr(fault.text, "host.yaml:1: "));
	assert_non_null(strstr(fault.text, "KRX"));
}

static void refuses_a_map_where_a_value_belongs(void **state)
{
	refuses(state, "cache:\n  fresh: {a: 1}\n",
		"host.yaml:2: cache.fresh holds more than one value; give one");
}

static void refuses_a_value_where_a_section_belongs(void **state)
{
	refuses(state, "cache: 60s\n",
		"host.yaml:1: cache is no group of keys; write its keys below it, indented");
}

static void refuses_a_file_that_is_a_list(void **state)
{
	refuses(state, "- cache\n",
		"host.yaml:1: the file is no group of keys; begin with a line like \"tools:\"");
}

static void refuses_a_duplicate_section(void **state)
{
	refuses(state, "log: {level: info}\nlog: {level: warn}\n",
		"host.yaml:2: \"log\" stands here and in line 1; keep one");
}

static void refuses_keep_shorter_than_fresh(void **state)
{
	refuses(state, "cache:\n  fresh: 60s\n  keep: 30s\n",
		"host.yaml:3: cache.keep is 30 s, less than its fresh of 60 s; "
		"make it as long or longer");
}

static void refuses_fresh_longer_than_the_default_keep(void **state)
{
	refuses(state, "cache:\n  fresh: 10m\n",
		"host.yaml:2: cache.keep is 300 s, less than its fresh of 600 s; "
		"make it as long or longer");
}

static void refuses_addresses_without_tls(void **state)
{
	refuses(state, "kis:\n  base_url: http://example.org\n",
		"host.yaml:2: kis.base_url does not begin with https://; give a whole address");
	refuses(state, "opendart:\n  base_url: http://example.org\n",
		"host.yaml:2: opendart.base_url does not begin with https://; give a whole "
		"address");
	refuses(state, "krx:\n  base_url: ftp://example.org\n",
		"host.yaml:2: krx.base_url does not begin with https://; give a whole address");
}

static void takes_a_time_for_the_demo_clock(void **state)
{
	const char *yaml = "kis: {demo_clock: \"2026-11-23T10:24:00+09:00\"}\n";

	assert_string_equal(loaded(state, yaml)->kis.demo_clock, "2026-11-23T10:24:00+09:00");
}

static void refuses_a_day_that_is_not_in_the_calendar(void **state)
{
	refuses(state, "kis:\n  demo_clock: 2026-02-30T10:24:00+09:00\n",
		"host.yaml:2: kis.demo_clock is no time; write it like 2026-11-23T10:24:00+09:00");
}

static void refuses_a_time_without_its_zone(void **state)
{
	refuses(state, "kis:\n  demo_clock: 2026-02-03T10:24:00\n",
		"host.yaml:2: kis.demo_clock is no time; write it like 2026-11-23T10:24:00+09:00");
}

static void refuses_a_missing_file(void **state)
{
	assert_int_equal(load_path(temp_path(state, "none.yaml")), MCP_E_CONFIG);
	assert_string_equal(
		without_folder(*state, fault.text), "none.yaml does not exist; check the path");
}

static void refuses_a_missing_folder(void **state)
{
	assert_int_equal(load_path(temp_path(state, "none/host.yaml")), MCP_E_CONFIG);
	assert_string_equal(without_folder(*state, fault.text),
		"the folder of none/host.yaml is not there; look at the path");
}

static void refuses_a_folder_as_the_file(void **state)
{
	assert_int_equal(load_path(*state), MCP_E_CONFIG);
	assert_non_null(strstr(fault.text, "is a folder"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CONFIG_TEST(works_without_a_file),
		CONFIG_TEST(offers_all_tools_but_hello_without_a_file),
		CONFIG_TEST(calls_200_percent_unusual_without_a_file),
		CONFIG_TEST(takes_an_empty_file_as_defaults),
		CONFIG_TEST(takes_an_empty_section_as_defaults),
		CONFIG_TEST(ships_a_file_that_equals_the_defaults),
		CONFIG_TEST(reads_durations_and_sizes),
		CONFIG_TEST(takes_an_empty_value_as_the_default),
		CONFIG_TEST(refuses_an_unknown_section),
		CONFIG_TEST(refuses_an_unknown_key),
		CONFIG_TEST(lists_the_keys_when_none_is_near),
		CONFIG_TEST(refuses_a_value_out_of_range_with_its_line),
		CONFIG_TEST(refuses_a_value_of_the_wrong_type_with_its_line),
		CONFIG_TEST(refuses_an_unknown_choice),
		CONFIG_TEST(refuses_a_map_where_a_value_belongs),
		CONFIG_TEST(refuses_a_value_where_a_section_belongs),
		CONFIG_TEST(refuses_a_file_that_is_a_list),
		CONFIG_TEST(refuses_a_duplicate_section),
		CONFIG_TEST(refuses_keep_shorter_than_fresh),
		CONFIG_TEST(refuses_fresh_longer_than_the_default_keep),
		CONFIG_TEST(refuses_addresses_without_tls),
		CONFIG_TEST(takes_a_time_for_the_demo_clock),
		CONFIG_TEST(refuses_a_day_that_is_not_in_the_calendar),
		CONFIG_TEST(refuses_a_time_without_its_zone),
		CONFIG_TEST(refuses_a_missing_file),
		CONFIG_TEST(refuses_a_missing_folder),
		CONFIG_TEST(refuses_a_folder_as_the_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
