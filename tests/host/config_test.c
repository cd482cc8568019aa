/* config_test - what settings a file, the environment and .env make, and what each error says. */
#include "host/config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "support/temp_folder.h"

#define VARIABLES 8

static struct config *config;
static struct fault fault;
static const char *variables[VARIABLES + 1];
static char home[600];
static char said[1024]; /* the error without the folder's path */

static int begin(void **state)
{
	if (temp_folder_open(state) != 0)
		return -1;
	(void)snprintf(home, sizeof home, "HOME=%s", (const char *)*state);
	memset(variables, 0, sizeof variables);
	variables[0] = home;
	config = NULL;
	log_level(MCP_LOG_ERROR);
	return 0;
}

static int end(void **state)
{
	config_free(config);
	return temp_folder_close(state);
}

static void set(const char *variable)
{
	size_t i = 0;

	while (variables[i])
		i++;
	assert_true(i < VARIABLES);
	variables[i] = variable;
}

static mcp_status load_path(const char *path)
{
	struct config_source source = { .path = path, .exe_dir = "/opt/bin", .environ = variables };

	config_free(config);
	config = NULL;
	fault = (struct fault){ 0 };
	return config_load(&source, &config, &fault);
}

static mcp_status load_text(void **state, const char *yaml)
{
	return load_path(temp_write(state, "host.yaml", yaml, strlen(yaml)));
}

static struct config *loaded(void **state, const char *yaml)
{
	mcp_status s = load_text(state, yaml);

	assert_string_equal(fault.text, "");
	assert_int_equal(s, MCP_OK);
	return config;
}

/* The text without its first `folder/`. */
static const char *without_folder(const char *folder, const char *text)
{
	const char *at = strstr(text, folder);
	size_t len = strlen(folder);

	if (!at)
		return text;
	(void)snprintf(said, sizeof said, "%.*s%s", (int)(at - text), text, at + len + 1);
	return said;
}

static void refuses(void **state, const char *yaml, const char *sentence)
{
	mcp_status s = load_text(state, yaml);

	assert_string_equal(without_folder(*state, fault.text), sentence);
	assert_int_equal(s, MCP_E_CONFIG);
	assert_null(config);
}

static void write_dotenv(void **state, const char *text)
{
	(void)temp_write(state, ".env", text, strlen(text));
}

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

static void offers_volume_and_not_hello_without_a_file(void **state)
{
	(void)state;
	assert_int_equal(load_path(NULL), MCP_OK);
	assert_int_equal(config->tool_count, 2);
	assert_string_equal(config->tools[0].name, "volume");
	assert_true(config->tools[0].enabled);
	assert_int_equal(config->tools[0].fresh, -1);
	assert_int_equal(config->tools[0].keep, -1);
	assert_string_equal(
		config->tools[0].path, "/opt/bin/../lib/mcp-volume-ranking/plugins/volume.so");
	assert_string_equal(config->tools[1].name, "hello");
	assert_false(config->tools[1].enabled);
}

static void takes_an_empty_file_as_defaults(void **state)
{
	assert_int_equal(loaded(state, "")->cache.fresh, 60);
	assert_int_equal(config->tool_count, 2);
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
	struct config_source none = { .exe_dir = "/opt/bin", .environ = variables };
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
		"host.yaml:3: limits has no key \"ranking_cuont\"; did you mean \"ranking_count\"?");
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
		"host.yaml:3: cache.keep is 30 s, less than its fresh of 60 s; make it as long or "
		"longer");
}

static void refuses_fresh_longer_than_the_default_keep(void **state)
{
	refuses(state, "cache:\n  fresh: 10m\n",
		"host.yaml:2: cache.keep is 300 s, less than its fresh of 600 s; make it as long or "
		"longer");
}

static void refuses_addresses_without_tls(void **state)
{
	refuses(state, "kis:\n  base_url: http://example.org\n",
		"host.yaml:2: kis.base_url does not begin with https://; give a whole address");
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

/* ---- Variables. ---- */

static void fills_variables_in(void **state)
{
	set("SPEED=7");
	assert_int_equal(
		loaded(state, "kis:\n  requests_per_second: ${SPEED}\n")->kis.requests_per_second,
		7);
}

static void refuses_an_unset_variable(void **state)
{
	refuses(state, "kis:\n\n  requests_per_second: ${SPEED}\n",
		"host.yaml:3: the variable SPEED is not set; set it, or write ${SPEED:-DEFAULT}");
}

static void shows_no_value_that_came_from_a_variable(void **state)
{
	set("SPEED=opensesame");
	refuses(state, "kis:\n  requests_per_second: ${SPEED}\n",
		"host.yaml:2: kis.requests_per_second cannot be what ${SPEED} gives; it takes 1..18");
}

static void lets_the_plans_variables_win(void **state)
{
	struct config *c;

	set("CACHE_L1_TTL_SECONDS=10");
	set("CACHE_L2_TTL_SECONDS=20");
	set("LOG_LEVEL=INFO");
	set("MAX_RANKING_COUNT=30");
	c = loaded(state, "cache: {fresh: 1, keep: 2}\nlog: {level: error}\n"
			  "limits: {ranking_count: 5}\n");
	assert_int_equal(c->cache.fresh, 10);
	assert_int_equal(c->cache.keep, 20);
	assert_string_equal(c->log.level, "info");
	assert_int_equal(c->limits.ranking_count, 30);
}

static void takes_an_empty_variable_of_the_plan_as_unset(void **state)
{
	set("MAX_RANKING_COUNT=");
	assert_int_equal(loaded(state, "limits: {ranking_count: 5}\n")->limits.ranking_count, 5);
}

static void names_a_bad_variable_of_the_plan(void **state)
{
	set("MAX_RANKING_COUNT=many");
	assert_int_equal(load_text(state, "limits: {ranking_count: 5}\n"), MCP_E_CONFIG);
	assert_memory_equal(fault.text, "MAX_RANKING_COUNT: ", 19);
	assert_non_null(strstr(fault.text, "many"));
}

static void names_the_variable_that_makes_keep_too_short(void **state)
{
	set("CACHE_L2_TTL_SECONDS=30");
	refuses(state, "",
		"CACHE_L2_TTL_SECONDS: cache.keep is 30 s, less than its fresh of 60 s; make it as "
		"long or longer");
}

static void reads_dotenv_beside_the_file(void **state)
{
	write_dotenv(state, "MAX_RANKING_COUNT=7\nSPEED=3\n");
	assert_int_equal(
		loaded(state, "kis:\n  requests_per_second: ${SPEED}\n")->limits.ranking_count, 7);
	assert_int_equal(config->kis.requests_per_second, 3);
}

static void lets_the_environment_win_over_dotenv(void **state)
{
	write_dotenv(state, "MAX_RANKING_COUNT=7\n");
	set("MAX_RANKING_COUNT=8");
	assert_int_equal(loaded(state, "")->limits.ranking_count, 8);
}

static void refuses_a_broken_dotenv(void **state)
{
	write_dotenv(state, "A=1\nopensesame\n");
	refuses(state, "", ".env:2: no = right after the name; write NAME=value");
}

static void refuses_a_dotenv_that_is_a_folder(void **state)
{
	assert_int_equal(mkdir(temp_path(state, ".env"), 0700), 0);
	refuses(state, "", ".env is a folder; name a file");
}

/* ---- Keys. ---- */

static const char key[] = "KOREA_INVESTMENT_APP_KEY=PSabcdefghijklmnop";
static const char secret[] = "KOREA_INVESTMENT_APP_SECRET=qrstuvwxyz012345";

static void takes_the_key_from_the_environment(void **state)
{
	set(key);
	set(secret);
	assert_string_equal(loaded(state, "")->kis.app_key, "PSabcdefghijklmnop");
	assert_string_equal(config->kis.app_secret, "qrstuvwxyz012345");
}

static void takes_the_key_from_another_variable(void **state)
{
	set("MY_KEY=PSabcdefghijklmnop");
	set(secret);
	assert_string_equal(
		loaded(state, "kis:\n  app_key: ${MY_KEY}\n")->kis.app_key, "PSabcdefghijklmnop");
}

static void takes_the_key_from_dotenv(void **state)
{
	write_dotenv(state, "KOREA_INVESTMENT_APP_KEY='PSabcdefghijklmnop'\n"
			    "KOREA_INVESTMENT_APP_SECRET=\"qrstuvwxyz012345\"\n");
	assert_string_equal(loaded(state, "")->kis.app_secret, "qrstuvwxyz012345");
}

static void marks_keys_for_the_log(void **state)
{
	char line[] = "app_key=PSabcdefghijklmnop app_secret=qrstuvwxyz012345";

	set(key);
	set(secret);
	(void)loaded(state, "");
	log_mask(line);
	assert_null(strstr(line, "PSabc"));
	assert_null(strstr(line, "qrstu"));
}

static void refuses_a_secret_in_the_file(void **state)
{
	refuses(state, "kis:\n  app_secret: opensesame\n",
		"host.yaml:2: kis.app_secret is a secret; set it in the environment or in .env and "
		"write ${KOREA_INVESTMENT_APP_SECRET:-} here");
}

static void refuses_a_secret_as_a_default(void **state)
{
	refuses(state, "kis:\n  app_key: ${KOREA_INVESTMENT_APP_KEY:-opensesame}\n",
		"host.yaml:2: kis.app_key is a secret; set it in the environment or in .env and "
		"write ${KOREA_INVESTMENT_APP_KEY:-} here");
}

static void refuses_a_secret_in_the_file_even_when_a_variable_wins(void **state)
{
	set(key);
	set(secret);
	refuses(state, "kis:\n  app_key: opensesame\n",
		"host.yaml:2: kis.app_key is a secret; set it in the environment or in .env and "
		"write ${KOREA_INVESTMENT_APP_KEY:-} here");
}

static void refuses_a_key_without_secret(void **state)
{
	set(key);
	refuses(state, "",
		"KOREA_INVESTMENT_APP_KEY is set and KOREA_INVESTMENT_APP_SECRET is not; set both, or "
		"neither for the demo market");
}

static void refuses_a_secret_without_key(void **state)
{
	set(secret);
	refuses(state, "",
		"KOREA_INVESTMENT_APP_SECRET is set and KOREA_INVESTMENT_APP_KEY is not; set both, or "
		"neither for the demo market");
}

static void refuses_a_key_with_a_line_break(void **state)
{
	set("KOREA_INVESTMENT_APP_KEY=PSabcdefghij\nklmnop");
	set(secret);
	refuses(state, "",
		"KOREA_INVESTMENT_APP_KEY: the value of kis.app_key has a blank or a character no key "
		"has; copy it again");
}

static void refuses_the_real_market_without_a_key(void **state)
{
	refuses(state, "kis:\n  environment: real\n",
		"host.yaml:2: kis.environment is real and there is no key; set "
		"KOREA_INVESTMENT_APP_KEY and KOREA_INVESTMENT_APP_SECRET, or choose demo");
}

static void refuses_replay_without_a_folder(void **state)
{
	refuses(state, "kis:\n  environment: replay\n",
		"host.yaml:2: kis.environment is replay and kis.replay is empty; name the folder to "
		"answer from");
}

/* ---- Search order and folders. ---- */

static const char count_7[] = "limits: {ranking_count: 7}\n";

static void finds_the_file_of_the_variable(void **state)
{
	char variable[600];

	(void)snprintf(variable, sizeof variable, "MCP_VOLUME_RANKING_CONFIG=%s",
		temp_write(state, "other.yaml", count_7, strlen(count_7)));
	set(variable);
	assert_int_equal(load_path(NULL), MCP_OK);
	assert_int_equal(config->limits.ranking_count, 7);
}

static void refuses_a_missing_file_of_the_variable(void **state)
{
	(void)state;
	set("MCP_VOLUME_RANKING_CONFIG=/nowhere.yaml");
	assert_int_equal(load_path(NULL), MCP_E_CONFIG);
	assert_string_equal(fault.text, "/nowhere.yaml does not exist; check the path");
}

static void finds_the_file_in_the_home(void **state)
{
	assert_int_equal(mkdir(temp_path(state, ".config"), 0700), 0);
	assert_int_equal(mkdir(temp_path(state, ".config/mcp-volume-ranking"), 0700), 0);
	(void)temp_write(state, ".config/mcp-volume-ranking/config.yaml", count_7, strlen(count_7));
	assert_int_equal(load_path(NULL), MCP_OK);
	assert_int_equal(config->limits.ranking_count, 7);
}

static void finds_the_file_in_the_xdg_folder(void **state)
{
	char variable[600];

	(void)snprintf(variable, sizeof variable, "XDG_CONFIG_HOME=%s/xdg", (const char *)*state);
	set(variable);
	assert_int_equal(mkdir(temp_path(state, "xdg"), 0700), 0);
	assert_int_equal(mkdir(temp_path(state, "xdg/mcp-volume-ranking"), 0700), 0);
	(void)temp_write(state, "xdg/mcp-volume-ranking/config.yaml", count_7, strlen(count_7));
	assert_int_equal(load_path(NULL), MCP_OK);
	assert_int_equal(config->limits.ranking_count, 7);
}

static void starts_relative_paths_at_the_file(void **state)
{
	struct config *c = loaded(state, "plugin_dir: mine\nkis:\n  replay: ./kept\n"
					 "tools:\n  volume:\n  other: {path: ./x/other.so}\n");

	assert_string_equal(c->host.plugin_dir, temp_path(state, "mine"));
	assert_string_equal(c->kis.replay, temp_path(state, "kept"));
	assert_string_equal(c->tools[0].path, temp_path(state, "mine/volume.so"));
	assert_string_equal(c->tools[1].path, temp_path(state, "x/other.so"));
}

static void keeps_absolute_paths(void **state)
{
	struct config *c = loaded(state, "tools: {volume: {path: /opt/v.so}}\n");

	assert_string_equal(c->tools[0].path, "/opt/v.so");
}

static void finds_the_plugins_as_built(void **state)
{
	struct config_source source = { .exe_dir = temp_path(state, "bin"), .environ = variables };

	assert_int_equal(mkdir(temp_path(state, "bin"), 0700), 0);
	assert_int_equal(mkdir(temp_path(state, "plugins"), 0700), 0);
	assert_int_equal(config_load(&source, &config, &fault), MCP_OK);
	assert_string_equal(config->host.plugin_dir, temp_path(state, "plugins"));
}

static void makes_the_state_folder_for_the_owner_alone(void **state)
{
	struct stat st;

	assert_string_equal(
		loaded(state, "")->state_dir, temp_path(state, ".local/state/mcp-volume-ranking"));
	assert_int_equal(stat(config->state_dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
}

static void follows_the_xdg_state_folder(void **state)
{
	char variable[600];

	(void)snprintf(variable, sizeof variable, "XDG_STATE_HOME=%s/st", (const char *)*state);
	set(variable);
	assert_string_equal(
		loaded(state, "")->state_dir, temp_path(state, "st/mcp-volume-ranking"));
}

static void takes_the_state_folder_of_the_file(void **state)
{
	assert_string_equal(
		loaded(state, "state_dir: kept\n")->state_dir, temp_path(state, "kept"));
}

static void works_when_the_home_cannot_be_written(void **state)
{
	(void)temp_write(state, ".local", "", 0);
	assert_null(loaded(state, "")->state_dir);
}

static void works_without_a_home(void **state)
{
	variables[0] = NULL;
	assert_null(loaded(state, "")->state_dir);
}

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

	set("WHO=Kim");
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
		"host.yaml:2: tools.volume.keep is 30 s, less than its fresh of 60 s; make it as "
		"long or longer");
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

	set(key);
	set(secret);
	(void)loaded(state, "tools: {hello: }\n");
	assert_string_equal(tool_json(&table, MCP_E_CONFIG), "");
	assert_string_equal(fault.text,
		"tools.hello: its key \"who\" follows \"kis.app_secret\", which this host does not "
		"have; use another version of the tool");
}

static void takes_the_threshold_from_its_variable(void **state)
{
	set("UNUSUAL_VOLUME_THRESHOLD=250");
	(void)loaded(state, "tools: {unusual: {threshold: 200}}\n");
	assert_non_null(strstr(tool_json(&own_table, MCP_OK), "\"threshold\":250"));
}

static void names_the_variable_of_a_bad_threshold(void **state)
{
	set("UNUSUAL_VOLUME_THRESHOLD=high");
	(void)loaded(state, "tools: {unusual: }\n");
	assert_string_equal(tool_json(&own_table, MCP_E_CONFIG), "");
	assert_memory_equal(fault.text, "UNUSUAL_VOLUME_THRESHOLD: ", 26);
}

static void ignores_the_threshold_without_such_a_tool(void **state)
{
	set("UNUSUAL_VOLUME_THRESHOLD=high");
	assert_int_equal(loaded(state, "tools: {hello: }\n")->tools[0].value_count, 0);
}

static void ignores_the_threshold_when_the_tool_has_no_such_key(void **state)
{
	static const mcp_table none = { 0 };

	set("UNUSUAL_VOLUME_THRESHOLD=250");
	(void)loaded(state, "tools: {unusual: }\n");
	assert_string_equal(tool_json(&none, MCP_OK), "{}");
}

/* ---- One setting, and the hash. ---- */

static const char *setting(const char *name)
{
	static char ret[256];
	struct arena a;
	const char *text;

	arena_init(&a, 1024);
	text = config_setting(config, span_of(name), &a);
	(void)snprintf(ret, sizeof ret, "%s", text ? text : "(none)");
	arena_done(&a);
	return ret;
}

static void gives_settings_by_name(void **state)
{
	(void)loaded(state, "limits: {ranking_count: 20}\nlocale: en\n");
	assert_string_equal(setting("limits.ranking_count"), "20");
	assert_string_equal(setting("locale"), "en");
	assert_string_equal(setting("kis.ca_file"), "(none)");
}

static void gives_no_settings_that_are_not_there(void **state)
{
	(void)loaded(state, "");
	assert_string_equal(setting("limits.nothing"), "(none)");
	assert_string_equal(setting("nothing.at_all"), "(none)");
	assert_string_equal(setting(""), "(none)");
	assert_string_equal(setting("."), "(none)");
}

static void gives_no_secrets(void **state)
{
	set(key);
	set(secret);
	(void)loaded(state, "");
	assert_string_equal(setting("kis.app_key"), "(none)");
	assert_string_equal(setting("kis.app_secret"), "(none)");
}

static uint64_t hash_of(void **state, const char *yaml)
{
	return loaded(state, yaml)->hash;
}

static void changes_the_hash_with_what_shapes_answers(void **state)
{
	uint64_t before = hash_of(state, "");

	assert_true(hash_of(state, "market: {basis: NXT}\n") != before);
	assert_true(hash_of(state, "limits: {ranking_count: 20}\n") != before);
	assert_true(hash_of(state, "tools: {volume: {limit: 1}}\n") != before);
}

static void keeps_the_hash_when_only_the_log_changes(void **state)
{
	uint64_t before = hash_of(state, "");

	assert_true(hash_of(state, "log: {level: debug}\n") == before);
	assert_true(hash_of(state, "# note\ncache: {fresh: 1m}\n") == before);
}

static void frees_nothing_at_all(void **state)
{
	(void)state;
	config_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(works_without_a_file),
		TEST(offers_volume_and_not_hello_without_a_file),
		TEST(takes_an_empty_file_as_defaults),
		TEST(takes_an_empty_section_as_defaults),
		TEST(ships_a_file_that_equals_the_defaults),
		TEST(reads_durations_and_sizes),
		TEST(takes_an_empty_value_as_the_default),
		TEST(refuses_an_unknown_section),
		TEST(refuses_an_unknown_key),
		TEST(lists_the_keys_when_none_is_near),
		TEST(refuses_a_value_out_of_range_with_its_line),
		TEST(refuses_a_value_of_the_wrong_type_with_its_line),
		TEST(refuses_an_unknown_choice),
		TEST(refuses_a_map_where_a_value_belongs),
		TEST(refuses_a_value_where_a_section_belongs),
		TEST(refuses_a_file_that_is_a_list),
		TEST(refuses_a_duplicate_section),
		TEST(refuses_keep_shorter_than_fresh),
		TEST(refuses_fresh_longer_than_the_default_keep),
		TEST(refuses_addresses_without_tls),
		TEST(takes_a_time_for_the_demo_clock),
		TEST(refuses_a_day_that_is_not_in_the_calendar),
		TEST(refuses_a_time_without_its_zone),
		TEST(refuses_a_missing_file),
		TEST(refuses_a_missing_folder),
		TEST(refuses_a_folder_as_the_file),
		TEST(fills_variables_in),
		TEST(refuses_an_unset_variable),
		TEST(shows_no_value_that_came_from_a_variable),
		TEST(lets_the_plans_variables_win),
		TEST(takes_an_empty_variable_of_the_plan_as_unset),
		TEST(names_a_bad_variable_of_the_plan),
		TEST(names_the_variable_that_makes_keep_too_short),
		TEST(reads_dotenv_beside_the_file),
		TEST(lets_the_environment_win_over_dotenv),
		TEST(refuses_a_broken_dotenv),
		TEST(refuses_a_dotenv_that_is_a_folder),
		TEST(takes_the_key_from_the_environment),
		TEST(takes_the_key_from_another_variable),
		TEST(takes_the_key_from_dotenv),
		TEST(marks_keys_for_the_log),
		TEST(refuses_a_secret_in_the_file),
		TEST(refuses_a_secret_as_a_default),
		TEST(refuses_a_secret_in_the_file_even_when_a_variable_wins),
		TEST(refuses_a_key_without_secret),
		TEST(refuses_a_secret_without_key),
		TEST(refuses_a_key_with_a_line_break),
		TEST(refuses_the_real_market_without_a_key),
		TEST(refuses_replay_without_a_folder),
		TEST(finds_the_file_of_the_variable),
		TEST(refuses_a_missing_file_of_the_variable),
		TEST(finds_the_file_in_the_home),
		TEST(finds_the_file_in_the_xdg_folder),
		TEST(starts_relative_paths_at_the_file),
		TEST(keeps_absolute_paths),
		TEST(finds_the_plugins_as_built),
		TEST(makes_the_state_folder_for_the_owner_alone),
		TEST(follows_the_xdg_state_folder),
		TEST(takes_the_state_folder_of_the_file),
		TEST(works_when_the_home_cannot_be_written),
		TEST(works_without_a_home),
		TEST(takes_the_short_forms_of_a_tools_line),
		TEST(offers_nothing_when_tools_is_empty),
		TEST(reads_a_tools_periods),
		TEST(keeps_a_tools_own_keys_with_their_lines),
		TEST(refuses_a_tools_keep_shorter_than_its_fresh),
		TEST(refuses_a_tools_name_that_is_a_path),
		TEST(refuses_a_tools_line_that_is_a_list),
		TEST(refuses_a_tools_line_that_is_a_word),
		TEST(refuses_tools_that_are_a_word),
		TEST(gives_a_tool_its_presets_and_the_hosts_settings),
		TEST(lets_the_line_win_over_presets_and_settings),
		TEST(refuses_a_tools_unknown_key),
		TEST(suggests_the_hosts_keys_for_a_tool_too),
		TEST(refuses_a_tools_value_out_of_range),
		TEST(refuses_a_tool_without_a_key_it_needs),
		TEST(refuses_a_tool_that_follows_a_secret),
		TEST(takes_the_threshold_from_its_variable),
		TEST(names_the_variable_of_a_bad_threshold),
		TEST(ignores_the_threshold_without_such_a_tool),
		TEST(ignores_the_threshold_when_the_tool_has_no_such_key),
		TEST(gives_settings_by_name),
		TEST(gives_no_settings_that_are_not_there),
		TEST(gives_no_secrets),
		TEST(changes_the_hash_with_what_shapes_answers),
		TEST(keeps_the_hash_when_only_the_log_changes),
		TEST(frees_nothing_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
