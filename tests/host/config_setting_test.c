/* config_setting_test - one setting by name, and the hash of all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "host/config/digest.h"
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

#define KEYS(key, secret) \
	"KOREA_INVESTMENT_APP_KEY=" key "\nKOREA_INVESTMENT_APP_SECRET=" secret "\n"

static uint64_t digest_of(void **state, const char *yaml)
{
	return config_digest(loaded(state, yaml));
}

static void gives_one_digest_however_it_is_written(void **state)
{
	uint64_t before = digest_of(state, "tools: {}\n");

	assert_true(digest_of(state, "# note\nlocale: ko\ncache: {fresh: 1m}\ntools:\n") == before);
}

static void changes_the_digest_with_every_setting_and_tool(void **state)
{
	static const char *const other[] = { "locale: en\n", "log: {level: debug}\n",
		"limits: {calls: 3}\n", "http: {idle: 3}\n", "http: {origins: a}\n",
		"tools: {volume: false}\n", "tools: {volume: {fresh: 3}}\n",
		"tools: {volume: {limit: 1}}\n", "tools: {volume: {limit: 2}}\n",
		"tools: {volume: {other: 2}}\n", "tools: {change: {limit: 2}}\n", "" };
	uint64_t seen[sizeof other / sizeof *other];

	for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
		seen[i] = digest_of(state, other[i]);
		for (size_t k = 0; k < i; k++)
			assert_true(seen[k] != seen[i]);
	}
}

static void tells_nothing_of_secrets_and_places(void **state)
{
	uint64_t none = digest_of(state, "tools: {}\n");
	uint64_t with_keys;

	assert_true(
		digest_of(state, "plugin_dir: /a\nhttp: {address: '127.0.0.1:1'}\ntools: {}\n") ==
		digest_of(state, "plugin_dir: /b\nhttp: {address: '[::1]:2'}\ntools: {}\n"));
	write_dotenv(state, KEYS("PSone", "1"));
	with_keys = digest_of(state, "tools: {}\n");
	assert_true(with_keys != none);
	write_dotenv(state, KEYS("PSother", "2"));
	assert_true(digest_of(state, "tools: {}\n") == with_keys);
	assert_true(digest_of(state, "tools: {hello: {a: '${KOREA_INVESTMENT_APP_KEY}'}}\n") ==
		    digest_of(state, "tools: {hello: {a: '${KOREA_INVESTMENT_APP_SECRET}'}}\n"));
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
		CONFIG_TEST(gives_one_digest_however_it_is_written),
		CONFIG_TEST(changes_the_digest_with_every_setting_and_tool),
		CONFIG_TEST(tells_nothing_of_secrets_and_places),
		CONFIG_TEST(frees_nothing_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
