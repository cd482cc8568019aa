/* registry_test - which plugins are on offer, and why not. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "host/plugin/worker.h"
#include "support/mini_trial.h"
#include "support/temp_folder.h"

static void offers_what_a_plugin_declares(void **state)
{
	const struct tool *tool = trial(*state);

	assert_non_null(tool);
	assert_string_equal(tool->declared->title, "Trial");
	assert_int_equal(tool->fresh_ms, 60000);
	assert_int_equal(tool->keep_ms, 300000);
	assert_int_equal(tool->deadline_ms, 2000);
	assert_string_equal(mini_report(*state, "trial").state, "ready");
	assert_string_equal(mini_report(*state, "trial").version, "1.2.3");
}

static void a_range_follows_the_plugins_setting(void **state)
{
	const struct tool *tool = trial(*state);

	assert_string_equal(tool->check.lookup(tool->check.self, SPAN("limit")), "7");
	assert_null(tool->check.lookup(tool->check.self, SPAN("other")));
}

static void the_tools_own_line_decides_how_long_answers_are_shared(void **state)
{
	struct mini_registry *m = *state;

	m->settings[0].fresh = 5;
	m->settings[0].keep = 0;
	mini_start(m);

	assert_int_equal(trial(m)->fresh_ms, 5000);
	assert_int_equal(trial(m)->keep_ms, 5000);
}

static void a_plugin_that_is_off_is_not_started(void **state)
{
	struct mini_registry *m = *state;

	m->settings[0].enabled = 0;
	mini_start(m);

	assert_string_equal(mini_report(m, "trial").state, "off");
	assert_int_equal(registry_tool_count(m->registry), 0);
	assert_int_equal(m->counters.workers_started, 0);
}

static void the_later_plugin_gives_way_when_a_name_is_taken(void **state)
{
	struct mini_registry *m = *state;

	(void)mini_add(m, TEST_FIXTURES, "trial_twin");
	mini_start(m);

	assert_string_equal(mini_report(m, "trial").state, "ready");
	assert_string_equal(mini_report(m, "trial_twin").state, "refused");
	assert_string_equal(mini_report(m, "trial_twin").why,
		"plugins trial and trial_twin both offer a tool named trial; turn one of them off");
	assert_int_equal(registry_tool_count(m->registry), 1);
}

static void two_prompts_of_one_name_are_one_too_many(void **state)
{
	struct mini_registry *m = *state;

	(void)mini_add(m, TEST_FIXTURES, "offers");
	(void)mini_add(m, TEST_FIXTURES, "twin_prompt");
	mini_start(m);

	assert_string_equal(mini_report(m, "offers").state, "ready");
	assert_string_equal(mini_report(m, "twin_prompt").why,
		"plugins offers and twin_prompt both offer a prompt named brief; turn one of them off");
	assert_int_equal(registry_prompt_count(m->registry), 1);
}

/* Not even the resource that is its own. */
static void a_plugin_with_one_resource_of_another_offers_none(void **state)
{
	struct mini_registry *m = *state;

	(void)mini_add(m, TEST_FIXTURES, "offers");
	(void)mini_add(m, TEST_FIXTURES, "twin_resource");
	mini_start(m);

	assert_string_equal(mini_report(m, "twin_resource").why,
		"plugins offers and twin_resource both offer the resource demo://stocks/{code}; turn "
		"one of them off");
	assert_int_equal(registry_resource_count(m->registry), 2);
}

static void refuses_a_plugin_under_another_name(void **state)
{
	struct mini_registry *m = *state;

	m->settings[0].name = "other";
	mini_start(m);

	assert_string_equal(mini_report(m, "other").why,
		"the file of other is the plugin trial; write trial: under tools");
}

static void refuses_a_setting_the_plugin_does_not_have(void **state)
{
	static const struct tool_value value = { .name = "limt", .text = "3", .line = 14 };
	struct mini_registry *m = *state;

	m->settings[0].values = &value;
	m->settings[0].value_count = 1;
	mini_start(m);

	assert_string_equal(mini_report(m, "trial").state, "refused");
	assert_non_null(strstr(mini_report(m, "trial").why, "limit"));
}

/* Puts the fixture `from` in the place of the registry's file, as an update would. */
static void replace_file(struct mini_registry *m, const char *folder, const char *from)
{
	struct fault f = { 0 };
	struct buf whole;

	buf_init(&whole, 16 * 1024 * 1024);
	(void)snprintf(m->paths[0], sizeof m->paths[0], "%s/trial.so", folder);
	assert_int_equal(file_read(from, &whole, &f), MCP_OK);
	assert_int_equal(file_save(m->paths[0], whole.at, whole.len, &f), MCP_OK);
	buf_done(&whole);
}

static void a_plugin_replaced_while_it_runs_is_not_trusted(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call lost;
	struct mini_call call;
	void *folder;

	assert_int_equal(temp_folder_open(&folder), 0);
	replace_file(m, folder, TEST_FIXTURES "/trial.so");
	mini_start(m);
	mini_run(m, "trial", "{\"what\":\"crash\",\"number\":1}", &lost);
	replace_file(m, folder, TEST_FIXTURES "/trial_twin.so");

	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_E_CONFIG);
	assert_string_equal(call.fault.text,
		"tool trial is not on offer any more; mcp-volume-ranking check says why");
	assert_string_equal(registry_plugin_at(m->registry, 0).why,
		"plugin trial was replaced while the host ran; send the host SIGHUP");
	assert_int_equal(registry_tool_count(m->registry), 0);
	assert_int_equal(temp_folder_close(&folder), 0);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TRIAL(offers_what_a_plugin_declares),
		TRIAL(a_range_follows_the_plugins_setting),
		UNSTARTED(the_tools_own_line_decides_how_long_answers_are_shared),
		UNSTARTED(a_plugin_that_is_off_is_not_started),
		UNSTARTED(the_later_plugin_gives_way_when_a_name_is_taken),
		UNSTARTED(two_prompts_of_one_name_are_one_too_many),
		UNSTARTED(a_plugin_with_one_resource_of_another_offers_none),
		UNSTARTED(refuses_a_plugin_under_another_name),
		UNSTARTED(a_plugin_replaced_while_it_runs_is_not_trusted),
		UNSTARTED(refuses_a_setting_the_plugin_does_not_have),
	};

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
