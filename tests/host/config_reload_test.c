/* config_reload_test - which settings change while the host runs, and which wait for a restart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "host/config/reload.h"
#include "host/config/setting.h"
#include "support/temp_config.h"
#include "support/temp_folder.h"

static char waiting[1024];

/* Starts with one file, reads it again as another: `config` is what is in force then. */
static struct config *change(void **state, const char *before, const char *after)
{
	struct config *start = config_hold(loaded(state, before));
	struct buf b;

	buf_init(&b, sizeof waiting);
	(void)loaded(state, after);
	reload_merge(config, start, &b);
	(void)snprintf(waiting, sizeof waiting, "%.*s", (int)b.len, b.len ? b.at : "");
	buf_done(&b);
	return start;
}

static void takes_live_settings(void **state)
{
	struct config *start = change(state, "",
		"log: {level: debug}\ncache: {fresh: 5, keep: 6}\nlimits: {ranking_count: 7, "
		"answer_bytes: 8KiB, call_deadline: 9, calls: 10, workers: 11, worker_start: 12}\n"
		"plugin_dir: /somewhere\ntools: {volume: {enabled: false}}\n");

	assert_string_equal(waiting, "");
	assert_string_equal(config->log.level, "debug");
	assert_int_equal(config->cache.fresh, 5);
	assert_int_equal(config->cache.keep, 6);
	assert_int_equal(config->limits.ranking_count, 7);
	assert_int_equal(config->limits.answer_bytes, 8192);
	assert_int_equal(config->limits.call_deadline, 9);
	assert_int_equal(config->limits.calls, 10);
	assert_int_equal(config->limits.workers, 11);
	assert_int_equal(config->limits.worker_start, 12);
	assert_string_equal(config->host.plugin_dir, "/somewhere");
	assert_int_equal(config->tool_count, 1);
	assert_int_equal(config->tools[0].enabled, 0);
	config_free(start);
}

static void others_wait_and_keep_their_value(void **state)
{
	struct config *start = change(state, "kis: {demo_seed: 3}\n",
		"locale: en\nstate_dir: ./elsewhere\nkis: {demo_seed: 4, environment: demo}\n"
		"market: {basis: NXT}\nmarket_hours: {closed: error}\n"
		"cache: {memory: 1MiB, entries: 5}\nlimits: {line_bytes: 1MiB}\n"
		"opendart: {base_url: 'https://a.example'}\n");

	assert_string_equal(waiting,
		"locale, state_dir, kis.environment, kis.demo_seed, market.basis, "
		"market_hours.closed, opendart.base_url, cache.memory, cache.entries, "
		"limits.line_bytes");
	assert_string_equal(config->host.locale, "ko");
	assert_int_equal(config->kis.demo_seed, 3);
	assert_string_equal(config->kis.environment, "auto");
	assert_string_equal(config->market.basis, "KRX");
	assert_string_equal(config->market_hours.closed, "last_session");
	assert_int_equal(config->cache.entries, 1000);
	assert_int_equal(config->limits.line_bytes, 10485760);
	assert_ptr_equal(config->state_dir, start->state_dir);
	config_free(start);
}

static void a_key_that_came_later_waits_unnamed_in_value(void **state)
{
	struct config *start = loaded(state, "");
	struct buf b;

	(void)config_hold(start);
	write_dotenv(state, "KOREA_INVESTMENT_APP_KEY=PSlaterlaterlater\n"
			    "KOREA_INVESTMENT_APP_SECRET=laterlaterlater12\n");
	(void)loaded(state, "");
	buf_init(&b, 1024);
	reload_merge(config, start, &b);
	assert_string_equal(buf_text(&b), "kis.app_key, kis.app_secret");
	assert_null(config->kis.app_key);
	assert_null(config->kis.app_secret);
	buf_done(&b);
	config_free(start);
}

static void the_key_in_force_outlives_every_reading(void **state)
{
	struct config *start;

	set_keys();
	start = change(state, "", "log: {level: info}\n");
	assert_ptr_equal(config->kis.app_key, start->kis.app_key);
	config_free(start); /* `config` holds it still */
	assert_string_equal(config->kis.app_key, "PSabcdefghijklmnop");
	assert_string_equal(waiting, "");
}

static void nothing_is_made_or_named_when_it_is_read_again(void **state)
{
	struct config *start = config_hold(loaded(state, ""));
	struct config_source source = { .path = temp_write(
						state, "b.yaml", "state_dir: ./new\n", 17),
		.exe_dir = "/opt/bin",
		.environ = set_variables(),
		.running = start };
	struct config *next = NULL;
	struct fault f = { 0 };
	struct buf b;

	buf_init(&b, 1024);
	assert_int_equal(config_load(&source, &next, &f), MCP_OK);
	reload_merge(next, start, &b);
	assert_string_equal(buf_text(&b), "state_dir");
	assert_string_equal(next->state_dir, start->state_dir);
	buf_done(&b);
	config_free(next);
	config_free(start);
	assert_int_equal(temp_count(state), 3); /* two files, and where the first keeps its own */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CONFIG_TEST(takes_live_settings),
		CONFIG_TEST(others_wait_and_keep_their_value),
		CONFIG_TEST(a_key_that_came_later_waits_unnamed_in_value),
		CONFIG_TEST(the_key_in_force_outlives_every_reading),
		CONFIG_TEST(nothing_is_made_or_named_when_it_is_read_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
