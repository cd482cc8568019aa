/* config_variables_test - what the environment and .env make of settings and keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <support/temp_config.h>
#include <support/temp_folder.h>

#include <cmocka.h>

#include "base/log.h"
#include "support/temp_config.h"
#include "support/temp_folder.h"

/* ---- Variables. ---- */

static void fills_variables_in(void **state)
{
	set_variable("SPEED=7");
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
	set_variable("SPEED=opensesame");
	refuses(state, "kis:\n  requests_per_second: ${SPEED}\n",
		"host.yaml:2: kis.requests_per_second cannot be what ${SPEED} gives; "
		"it takes 1..18");
}

static void lets_the_plans_variables_win(void **state)
{
	struct config *c;

	set_variable("CACHE_L1_TTL_SECONDS=10");
	set_variable("CACHE_L2_TTL_SECONDS=20");
	set_variable("LOG_LEVEL=INFO");
	set_variable("MAX_RANKING_COUNT=30");
	c = loaded(state, "cache: {fresh: 1, keep: 2}\nlog: {level: error}\n"
			  "limits: {ranking_count: 5}\n");
	assert_int_equal(c->cache.fresh, 10);
	assert_int_equal(c->cache.keep, 20);
	assert_string_equal(c->log.level, "info");
	assert_int_equal(c->limits.ranking_count, 30);
}

static void takes_an_empty_variable_of_the_plan_as_unset(void **state)
{
	set_variable("MAX_RANKING_COUNT=");
	assert_int_equal(loaded(state, "limits: {ranking_count: 5}\n")->limits.ranking_count, 5);
}

static void names_a_bad_variable_of_the_plan(void **state)
{
	set_variable("MAX_RANKING_COUNT=many");
	assert_int_equal(load_text(state, "limits: {ranking_count: 5}\n"), MCP_E_CONFIG);
	assert_memory_equal(fault.text, "MAX_RANKING_COUNT: ", 19);
	assert_non_null(strstr(fault.text, "many"));
}

static void names_the_variable_that_makes_keep_too_short(void **state)
{
	set_variable("CACHE_L2_TTL_SECONDS=30");
	refuses(state, "",
		"CACHE_L2_TTL_SECONDS: cache.keep is 30 s, less than its fresh of 60 s; "
		"make it as long or longer");
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
	set_variable("MAX_RANKING_COUNT=8");
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
	set_variable(key);
	set_variable(secret);
	assert_string_equal(loaded(state, "")->kis.app_key, "PSabcdefghijklmnop");
	assert_string_equal(config->kis.app_secret, "qrstuvwxyz012345");
}

static void takes_the_key_from_another_variable(void **state)
{
	set_variable("MY_KEY=PSabcdefghijklmnop");
	set_variable(secret);
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

	set_variable(key);
	set_variable(secret);
	(void)loaded(state, "");
	log_mask(line);
	assert_null(strstr(line, "PSabc"));
	assert_null(strstr(line, "qrstu"));
}

static void takes_and_marks_the_keys_beside_kis(void **state)
{
	char line[] = "dart=0123456789abcdef krx=FEDCBA9876543210";

	set_variable("OPENDART_API_KEY=0123456789abcdef");
	set_variable("MY_KRX_KEY=FEDCBA9876543210");
	(void)loaded(state, "krx: {api_key: '${MY_KRX_KEY}'}\n");
	assert_string_equal(config->sources.opendart.api_key, "0123456789abcdef");
	assert_string_equal(config->sources.krx.api_key, "FEDCBA9876543210");
	log_mask(line);
	assert_string_equal(line, "dart=*** krx=***");
}

static void refuses_a_key_beside_kis_in_the_file(void **state)
{
	refuses(state, "opendart:\n  api_key: opensesame\n",
		"host.yaml:2: opendart.api_key is a secret; set it in the environment or in .env "
		"and write ${OPENDART_API_KEY:-} here");
	refuses(state, "krx:\n  api_key: opensesame\n",
		"host.yaml:2: krx.api_key is a secret; set it in the environment or in .env and "
		"write ${KRX_API_KEY:-} here");
}

static void refuses_a_key_beside_kis_with_a_blank(void **state)
{
	set_variable("MY_DART_KEY=0123456 789abcdef");
	refuses(state, "opendart:\n  api_key: ${MY_DART_KEY}\n",
		"host.yaml:2: the value of opendart.api_key has a blank or a character no key has; "
		"copy it again");
	set_variable("MY_KRX_KEY=FEDC\nBA98");
	refuses(state, "krx:\n  api_key: ${MY_KRX_KEY}\n",
		"host.yaml:2: the value of krx.api_key has a blank or a character no key has; "
		"copy it again");
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
	set_variable(key);
	set_variable(secret);
	refuses(state, "kis:\n  app_key: opensesame\n",
		"host.yaml:2: kis.app_key is a secret; set it in the environment or in .env and "
		"write ${KOREA_INVESTMENT_APP_KEY:-} here");
}

static void refuses_a_key_without_secret(void **state)
{
	set_variable(key);
	refuses(state, "",
		"KOREA_INVESTMENT_APP_KEY is set and KOREA_INVESTMENT_APP_SECRET is not; "
		"set both, or neither for the demo market");
}

static void refuses_a_secret_without_key(void **state)
{
	set_variable(secret);
	refuses(state, "",
		"KOREA_INVESTMENT_APP_SECRET is set and KOREA_INVESTMENT_APP_KEY is not; "
		"set both, or neither for the demo market");
}

static void refuses_a_key_with_a_line_break(void **state)
{
	set_variable("KOREA_INVESTMENT_APP_KEY=PSabcdefghij\nklmnop");
	set_variable(secret);
	refuses(state, "",
		"KOREA_INVESTMENT_APP_KEY: "
		"the value of kis.app_key has a blank or a character no key has; "
		"copy it again");
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
		"host.yaml:2: kis.environment is replay and kis.replay is empty; "
		"name the folder to answer from");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CONFIG_TEST(fills_variables_in),
		CONFIG_TEST(refuses_an_unset_variable),
		CONFIG_TEST(shows_no_value_that_came_from_a_variable),
		CONFIG_TEST(lets_the_plans_variables_win),
		CONFIG_TEST(takes_an_empty_variable_of_the_plan_as_unset),
		CONFIG_TEST(names_a_bad_variable_of_the_plan),
		CONFIG_TEST(names_the_variable_that_makes_keep_too_short),
		CONFIG_TEST(reads_dotenv_beside_the_file),
		CONFIG_TEST(lets_the_environment_win_over_dotenv),
		CONFIG_TEST(refuses_a_broken_dotenv),
		CONFIG_TEST(refuses_a_dotenv_that_is_a_folder),
		CONFIG_TEST(takes_the_key_from_the_environment),
		CONFIG_TEST(takes_the_key_from_another_variable),
		CONFIG_TEST(takes_the_key_from_dotenv),
		CONFIG_TEST(marks_keys_for_the_log),
		CONFIG_TEST(takes_and_marks_the_keys_beside_kis),
		CONFIG_TEST(refuses_a_key_beside_kis_in_the_file),
		CONFIG_TEST(refuses_a_key_beside_kis_with_a_blank),
		CONFIG_TEST(refuses_a_secret_in_the_file),
		CONFIG_TEST(refuses_a_secret_as_a_default),
		CONFIG_TEST(refuses_a_secret_in_the_file_even_when_a_variable_wins),
		CONFIG_TEST(refuses_a_key_without_secret),
		CONFIG_TEST(refuses_a_secret_without_key),
		CONFIG_TEST(refuses_a_key_with_a_line_break),
		CONFIG_TEST(refuses_the_real_market_without_a_key),
		CONFIG_TEST(refuses_replay_without_a_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
