/* config_paths_test - where files and folders are looked for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <support/temp_config.h>
#include <support/temp_folder.h>

#include <cmocka.h>

#include "support/temp_config.h"
#include "support/temp_folder.h"

static const char count_7[] = "limits: {ranking_count: 7}\n";

static void finds_the_file_of_the_variable(void **state)
{
	char variable[600];

	(void)snprintf(variable, sizeof variable, "MCP_VOLUME_RANKING_CONFIG=%s",
		temp_write(state, "other.yaml", count_7, strlen(count_7)));
	set_variable(variable);
	assert_int_equal(load_path(NULL), MCP_OK);
	assert_int_equal(config->limits.ranking_count, 7);
}

static void refuses_a_missing_file_of_the_variable(void **state)
{
	(void)state;
	set_variable("MCP_VOLUME_RANKING_CONFIG=/nowhere.yaml");
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
	set_variable(variable);
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
	struct config_source source = { .exe_dir = temp_path(state, "bin"),
		.environ = set_variables() };

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
	set_variable(variable);
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
	unset_home();
	assert_null(loaded(state, "")->state_dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CONFIG_TEST(finds_the_file_of_the_variable),
		CONFIG_TEST(refuses_a_missing_file_of_the_variable),
		CONFIG_TEST(finds_the_file_in_the_home),
		CONFIG_TEST(finds_the_file_in_the_xdg_folder),
		CONFIG_TEST(starts_relative_paths_at_the_file),
		CONFIG_TEST(keeps_absolute_paths),
		CONFIG_TEST(finds_the_plugins_as_built),
		CONFIG_TEST(makes_the_state_folder_for_the_owner_alone),
		CONFIG_TEST(follows_the_xdg_state_folder),
		CONFIG_TEST(takes_the_state_folder_of_the_file),
		CONFIG_TEST(works_when_the_home_cannot_be_written),
		CONFIG_TEST(works_without_a_home),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
