/* registry_reload_test - the plugins change while calls run. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "host/plugin/registry_inner.h"
#include "host/plugin/worker.h"
#include "support/mini_trial.h"
#include "support/temp_folder.h"

#define ROWS "{\"columns\":[\"code\",\"trading_value\"],\"rows\":[[\"005930\",5]]}"

/* ---- Another configuration. ---- */

/* That of `m`, with its one line of tools as `line`, and `limit` set unless it is NULL. */
static struct config *config_with(
	struct mini_registry *m, struct tool_setting line, const char *limit)
{
	struct config *c = calloc(1, sizeof *c);
	struct tool_setting *tools;
	struct tool_value *value;

	assert_non_null(c);
	*c = m->config;
	c->refs = 1;
	arena_init(&c->arena, 65536);
	tools = arena_alloc(&c->arena, sizeof *tools);
	value = arena_alloc(&c->arena, sizeof *value);
	*value = (struct tool_value){ .name = "limit", .text = limit, .line = 14 };
	*tools = line;
	tools->values = value;
	tools->value_count = limit ? 1 : 0;
	c->tools = tools;
	c->tool_count = 1;
	return c;
}

static mcp_status change(struct mini_registry *m, struct config *c, struct fault *f)
{
	mcp_status s = registry_reconfigure(m->registry, c, f);

	config_free(c);
	return s;
}

static void change_limit(struct mini_registry *m, const char *limit)
{
	struct fault f = { 0 };

	assert_int_equal(change(m, config_with(m, m->settings[0], limit), &f), MCP_OK);
}

static void change_enabled(struct mini_registry *m, int32_t enabled)
{
	struct tool_setting line = m->settings[0];
	struct fault f = { 0 };

	line.enabled = enabled;
	assert_int_equal(change(m, config_with(m, line, NULL), &f), MCP_OK);
}

/* Until the tool is another one than `old`, and there. */
static void until_new(struct mini_registry *m, const struct tool *old)
{
	while (!trial(m) || trial(m) == old)
		mini_until(m, &m->changes, m->changes + 1);
}

static uint32_t count_plugins(const struct mini_registry *m)
{
	uint32_t n = 0;

	for (const struct plugin *p = m->registry->every; p; p = p->next)
		n++;
	return n;
}

static void stop_loop(uv_timer_t *timer)
{
	uv_stop(timer->loop);
}

/* Until nothing is left of plugins that went. */
static void until_gone(struct mini_registry *m)
{
	uv_timer_t timer;

	(void)uv_timer_init(&m->loop, &timer);
	(void)uv_timer_start(&timer, stop_loop, 1, 1);
	while (count_plugins(m) > m->registry->plugin_count && !m->is_late)
		(void)uv_run(&m->loop, UV_RUN_ONCE);
	uv_close((uv_handle_t *)&timer, NULL);
	(void)uv_run(&m->loop, UV_RUN_NOWAIT);
	assert_false(m->is_late);
}

/* What the tool says its limit is. */
static void assert_limit(struct mini_registry *m, const char *limit)
{
	struct mini_call call;
	char want[64];

	(void)snprintf(want, sizeof want, "{\"what\":\"config\",\"number\":%s}", limit);
	mini_run(m, "trial", "{\"what\":\"config\",\"number\":1}", &call);
	assert_string_equal(call.fault.text, "");
	assert_string_equal(call.result, want);
}

/* ---- On and off. ---- */

static void turns_a_plugin_off_and_on(void **state)
{
	struct mini_registry *m = *state;
	uint32_t changes = m->changes;

	change_enabled(m, 0);
	assert_int_equal(registry_tool_count(m->registry), 0);
	assert_int_equal(m->changes, changes + 1);
	assert_string_equal(mini_report(m, "trial").state, "off");

	change_enabled(m, 1);
	until_new(m, NULL);
	assert_int_equal(registry_tool_count(m->registry), 1);
	assert_limit(m, "7");
	until_gone(m);
}

static void a_call_under_way_ends_although_its_tool_is_off(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;
	struct service_reply reply = { .body = strdup(ROWS), .body_len = strlen(ROWS) };

	(void)mini_call(m, "trial", "{\"what\":\"market\",\"number\":1}", &call);
	mini_until(m, &m->asked, 1);
	change_enabled(m, 0);
	assert_null(trial(m));
	provenance_init(&reply.from);
	reply.id = m->request;
	registry_give(m->registry, &reply);
	mini_wait(&call);

	assert_int_equal(call.fault.status, MCP_OK);
	assert_string_equal(call.result, "{\"what\":\"market\",\"number\":5}");
	until_gone(m);
	assert_int_equal(m->counters.workers_lost, 0);
}

static void a_tool_that_is_off_takes_no_call(void **state)
{
	struct mini_registry *m = *state;
	const struct call_order order = { .kind = CALL_TOOL, .tool = trial(m) };
	const struct call_events none = { 0 };
	struct fault f = { 0 };

	change_enabled(m, 0);
	assert_int_equal(registry_call(m->registry, &order, &none, &f), 0);
	assert_string_equal(
		f.text, "tool trial is not on offer any more; mcp-volume-ranking check says why");
}

/* ---- Other settings. ---- */

static void new_settings_are_a_new_worker(void **state)
{
	struct mini_registry *m = *state;
	const struct tool *old = trial(m);
	uint64_t old_key = old->key;

	change_limit(m, "9");
	assert_ptr_equal(trial(m), old); /* until the new one is ready */
	assert_string_equal(trial(m)->check.lookup(trial(m)->check.self, SPAN("limit")), "7");
	until_new(m, old);

	assert_true(trial(m)->key != old_key);
	assert_string_equal(trial(m)->check.lookup(trial(m)->check.self, SPAN("limit")), "9");
	assert_limit(m, "9");
	until_gone(m);
}

static void calls_that_wait_are_run_under_the_settings_they_came_under(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call waits;
	struct mini_call calls[3];
	const struct tool *old = trial(m);

	m->config.limits.workers = 1;
	(void)mini_call(m, "trial", "{\"what\":\"wait\",\"number\":1}", &waits);
	for (size_t i = 0; i < 3; i++)
		(void)mini_call(m, "trial", "{\"what\":\"config\",\"number\":1}", &calls[i]);
	change_limit(m, "9");
	until_new(m, old);
	assert_limit(m, "9");
	registry_cancel(m->registry, waits.id);
	for (size_t i = 0; i < 3; i++)
		mini_wait(&calls[i]);

	assert_int_equal(waits.fault.status, MCP_E_CANCELLED);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(calls[i].result, "{\"what\":\"config\",\"number\":7}");
	until_gone(m);
}

static void a_plugin_that_stays_keeps_its_worker_and_its_answers(void **state)
{
	struct mini_registry *m = *state;
	const struct tool *old = trial(m);
	uint64_t key = old->key;
	uint32_t changes = m->changes;

	change_limit(m, NULL);
	change_limit(m, "7"); /* its preset */
	assert_ptr_equal(trial(m), old);
	assert_true(trial(m)->key == key);
	assert_int_equal(m->changes, changes);
	assert_int_equal(m->counters.workers_started, 1);
	assert_limit(m, "7");
}

static void periods_and_limits_change_in_place(void **state)
{
	struct mini_registry *m = *state;
	struct tool_setting line = m->settings[0];
	struct fault f = { 0 };
	struct config *c;

	line.fresh = 5;
	line.keep = 6;
	c = config_with(m, line, NULL);
	c->limits.workers = 1;
	assert_int_equal(change(m, c, &f), MCP_OK);

	assert_int_equal(trial(m)->fresh_ms, 5000);
	assert_int_equal(trial(m)->keep_ms, 6000);
	assert_int_equal(m->counters.workers_started, 1);
	assert_int_equal(m->registry->config->limits.workers, 1);
}

static void settings_that_do_not_fit_change_nothing(void **state)
{
	struct mini_registry *m = *state;
	const struct tool *old = trial(m);
	uint32_t changes = m->changes;
	struct config *c = config_with(m, m->settings[0], "eleven");
	struct fault f = { 0 };

	c->file = "host.yaml";
	assert_int_equal(change(m, c, &f), MCP_E_CONFIG);
	assert_non_null(strstr(f.text, "host.yaml:14: "));
	assert_ptr_equal(trial(m), old);
	assert_int_equal(m->changes, changes);
	assert_int_equal(count_plugins(m), 1);
	assert_ptr_equal(m->registry->config, &m->config);
}

static void an_undone_change_leaves_the_one_before(void **state)
{
	struct mini_registry *m = *state;
	const struct tool *old = trial(m);

	change_limit(m, "9");
	change_limit(m, "8");
	change_limit(m, NULL);
	until_gone(m);

	assert_ptr_equal(trial(m), old);
	assert_limit(m, "7");
}

static void the_last_of_many_changes_holds(void **state)
{
	struct mini_registry *m = *state;

	for (int i = 0; i < 100; i++) {
		change_enabled(m, i % 3 != 0);
		change_limit(m, i % 2 ? "8" : "9");
	}
	change_limit(m, "3");
	until_new(m, NULL);
	until_gone(m);
	assert_limit(m, "3");
	assert_int_equal(m->counters.workers_lost, 0);
}

/* ---- Other files. ---- */

static void place_file(struct mini_registry *m, const char *folder, const char *from)
{
	struct fault f = { 0 };
	struct buf whole;

	buf_init(&whole, 16 * 1024 * 1024);
	(void)snprintf(m->paths[0], sizeof m->paths[0], "%s/trial.so", folder);
	assert_int_equal(file_read(from, &whole, &f), MCP_OK);
	assert_int_equal(file_save(m->paths[0], whole.at, whole.len, &f), MCP_OK);
	buf_done(&whole);
}

static void a_file_that_was_replaced_is_opened(void **state)
{
	struct mini_registry *m = *state;
	const struct tool *old;
	uint64_t old_key;
	void *folder;

	assert_int_equal(temp_folder_open(&folder), 0);
	place_file(m, folder, TEST_FIXTURES "/trial.so");
	mini_start(m);
	old = trial(m);
	old_key = old->key;
	place_file(m, folder, TEST_FIXTURES "/trial.so");
	change_limit(m, NULL);
	until_new(m, old);

	assert_true(trial(m)->key != old_key);
	assert_limit(m, "7");
	until_gone(m);
	assert_int_equal(temp_folder_close(&folder), 0);
}

static void a_file_that_is_refused_leaves_the_one_before(void **state)
{
	struct mini_registry *m = *state;
	const struct tool *old;
	void *folder;

	assert_int_equal(temp_folder_open(&folder), 0);
	place_file(m, folder, TEST_FIXTURES "/trial.so");
	mini_start(m);
	old = trial(m);
	place_file(m, folder, TEST_FIXTURES "/trial_twin.so");
	change_limit(m, NULL);
	until_gone(m);

	assert_ptr_equal(trial(m), old);
	assert_limit(m, "7");
	assert_int_equal(temp_folder_close(&folder), 0);
}

/* ---- Deaths, and many times. ---- */

static void a_worker_killed_while_it_drains_costs_its_call(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call lost;
	struct process *worker = m->registry->plugins[0]->processes;
	const struct tool *old = trial(m);

	(void)mini_call(m, "trial", "{\"what\":\"market\",\"number\":1}", &lost);
	mini_until(m, &m->asked, 1);
	change_limit(m, "9");
	until_new(m, old);
	assert_int_equal(kill(worker->pid, SIGKILL), 0);
	mini_wait(&lost);

	assert_true(lost.crashed);
	assert_limit(m, "9");
	until_gone(m);
}

static void a_stop_while_it_drains_ends_all(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;

	(void)mini_call(m, "trial", "{\"what\":\"hang\",\"number\":1}", &call);
	change_limit(m, "9");
	mini_stop(m);
	mini_wait(&call);
	assert_int_equal(call.fault.status, MCP_E_CANCELLED);
}

static uint32_t count_descriptors(void)
{
	DIR *folder = opendir("/proc/self/fd");
	uint32_t n = 0;

	assert_non_null(folder);
	while (readdir(folder))
		n++;
	(void)closedir(folder);
	return n;
}

static void nothing_is_left_of_many_changes(void **state)
{
	struct mini_registry *m = *state;
	uint32_t descriptors = count_descriptors();

	for (int i = 0; i < 50; i++) {
		const struct tool *old = trial(m);

		change_limit(m, i % 2 ? "8" : "9");
		until_new(m, old);
		until_gone(m);
	}
	assert_int_equal(count_descriptors(), descriptors);
	assert_int_equal(count_plugins(m), 1);
	assert_int_equal(m->config.refs, 1);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TRIAL(turns_a_plugin_off_and_on),
		TRIAL(a_call_under_way_ends_although_its_tool_is_off),
		TRIAL(a_tool_that_is_off_takes_no_call),
		TRIAL(new_settings_are_a_new_worker),
		TRIAL(calls_that_wait_are_run_under_the_settings_they_came_under),
		TRIAL(a_plugin_that_stays_keeps_its_worker_and_its_answers),
		TRIAL(periods_and_limits_change_in_place),
		TRIAL(settings_that_do_not_fit_change_nothing),
		TRIAL(an_undone_change_leaves_the_one_before),
		TRIAL(the_last_of_many_changes_holds),
		UNSTARTED(a_file_that_was_replaced_is_opened),
		UNSTARTED(a_file_that_is_refused_leaves_the_one_before),
		TRIAL(a_worker_killed_while_it_drains_costs_its_call),
		TRIAL(a_stop_while_it_drains_ends_all),
		TRIAL(nothing_is_left_of_many_changes),
	};

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
