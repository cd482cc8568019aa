/* app_reload_test - the parts together take another configuration, or keep the one they have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "host/app_reload.h"
#include "support/temp_folder.h"

#define DEMO "locale: en\nkis: {environment: demo}\nstate_dir: ./state\n"

static struct app *app;
static struct fault fault;
static struct buf waiting;

static void put(void **state, const char *yaml)
{
	(void)temp_write(state, "host.yaml", yaml, strlen(yaml));
}

static int set_up(void **state)
{
	if (temp_folder_open(state) != 0)
		return -1;
	log_level(MCP_LOG_ERROR);
	app = calloc(1, sizeof *app);
	fault = (struct fault){ 0 };
	buf_init(&waiting, 1024);
	put(state, DEMO "tools: {hello: {}}\n");
	return app ? app_init(app, temp_path(state, "host.yaml"), &fault) : -1;
}

static int tear_down(void **state)
{
	app_done(app);
	free(app);
	buf_done(&waiting);
	return temp_folder_close(state);
}

static void puts_a_good_one_in_force(void **state)
{
	put(state, DEMO "tools: {hello: false, volume: {}}\nlimits: {answer_bytes: 8KiB}\n");
	assert_int_equal(app_reload(app, &waiting, &fault), MCP_OK);

	assert_int_equal(app->config->limits.answer_bytes, 8192);
	assert_ptr_equal(app->server.config, app->config);
	assert_int_equal(registry_plugin_count(app->registry), 2);
	assert_string_equal(registry_plugin_at(app->registry, 0).state, "off");
	assert_string_equal(registry_plugin_at(app->registry, 1).state, "starting");
	assert_int_equal(waiting.len, 0);
}

static void keeps_what_it_has_when_the_file_is_broken(void **state)
{
	const struct config *before = app->config;

	put(state, DEMO "tools:\n  hello: {}\n  volme: {}\n");
	assert_int_equal(app_reload(app, &waiting, &fault), MCP_E_CONFIG);
	assert_non_null(strstr(fault.text, "host.yaml:6: "));
	put(state, "");
	assert_int_equal(app_reload(app, &waiting, &fault), MCP_E_CONFIG);
	assert_non_null(strstr(fault.text, "host.yaml is empty"));
	assert_ptr_equal(app->config, before);
	assert_int_equal(registry_plugin_count(app->registry), 1);
}

static void what_needs_a_restart_is_measured_by_the_start(void **state)
{
	put(state, "locale: en\nkis: {environment: demo, demo_seed: 9}\nstate_dir: ./state\n");
	assert_int_equal(app_reload(app, &waiting, &fault), MCP_OK);
	assert_string_equal(buf_text(&waiting), "kis.demo_seed");
	assert_int_equal(app->config->kis.demo_seed, 1);

	buf_clear(&waiting);
	put(state, DEMO);
	assert_int_equal(app_reload(app, &waiting, &fault), MCP_OK);
	assert_int_equal(waiting.len, 0);
}

static void the_watch_ends_with_the_parts(void **state)
{
	struct reload *r = reload_open(app);

	(void)state;
	assert_non_null(r);
	reload_close(r);
	reload_close(NULL);
}

#define APP(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		APP(puts_a_good_one_in_force),
		APP(keeps_what_it_has_when_the_file_is_broken),
		APP(what_needs_a_restart_is_measured_by_the_start),
		APP(the_watch_ends_with_the_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
