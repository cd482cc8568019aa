/* config_setting_test - one setting by name, and the hash of all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <support/temp_config.h>

#include <cmocka.h>

#include "support/temp_config.h"

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
	set_keys();
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
}

/* A tool's own settings are in the key of its own answers. */
static void keeps_the_hash_when_only_the_log_or_a_tool_changes(void **state)
{
	uint64_t before = hash_of(state, "");

	assert_true(hash_of(state, "log: {level: debug}\n") == before);
	assert_true(hash_of(state, "tools: {volume: {limit: 1}}\n") == before);
	assert_true(hash_of(state, "# note\ncache: {fresh: 1m}\n") == before);
}

static void frees_nothing_at_all(void **state)
{
	(void)state;
	config_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CONFIG_TEST(gives_settings_by_name),
		CONFIG_TEST(gives_no_settings_that_are_not_there),
		CONFIG_TEST(gives_no_secrets),
		CONFIG_TEST(changes_the_hash_with_what_shapes_answers),
		CONFIG_TEST(keeps_the_hash_when_only_the_log_or_a_tool_changes),
		CONFIG_TEST(frees_nothing_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
