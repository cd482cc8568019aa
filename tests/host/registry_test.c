/* registry_test - plugins in workers: calls, services, cancels, deadlines, deaths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "host/plugin/worker.h"
#include "support/mini_registry.h"

static int open_trial(void **state)
{
	struct mini_registry *m = malloc(sizeof *m);

	mini_open(m);
	(void)mini_add(m, TEST_FIXTURES, "trial");
	*state = m;
	return 0;
}

static int start_trial(void **state)
{
	(void)open_trial(state);
	mini_start(*state);
	return 0;
}

static int close_trial(void **state)
{
	mini_close(*state);
	free(*state);
	return 0;
}

static const struct tool *trial(struct mini_registry *m)
{
	return registry_tool(m->registry, SPAN("trial"));
}

/* ---- What is on offer. ---- */

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

/* ---- Calls. ---- */

static void answers_with_the_declared_result(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"echo\",\"number\":4}", &call);

	assert_int_equal(call.fault.status, MCP_OK);
	assert_string_equal(call.result, "{\"what\":\"echo\",\"number\":4}");
	assert_true(call.text[0] == '"');
}

static void the_last_reply_counts(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"twice\",\"number\":4}", &call);

	assert_string_equal(call.result, "{\"what\":\"twice\",\"number\":4}");
}

static void the_tools_own_text_replaces_the_made_one(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"text\",\"number\":4}", &call);

	assert_string_equal(call.text, "\"in own words\"");
	assert_string_equal(call.result, "{\"what\":\"text\",\"number\":4}");
}

static void passes_the_tools_reason_on(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"reason\",\"number\":9}", &call);

	assert_int_equal(call.fault.status, MCP_E_ARGUMENT);
	assert_string_equal(call.fault.text, "number is 9; give less");
	assert_false(call.crashed);
}

static void notes_reach_the_source(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"notes\",\"number\":1}", &call);

	assert_int_equal(call.from.note_count, 2);
	assert_string_equal(call.from.notes[1], "note 2");
}

static void progress_is_thinned_and_only_grows(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"progress\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_OK);
	assert_in_range(call.progress_count, 1, 40);
	assert_int_equal(call.log_count, 1);
}

static void a_plugin_reads_its_settings(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"config\",\"number\":1}", &call);

	assert_string_equal(call.result, "{\"what\":\"config\",\"number\":7}");
}

static void a_worker_sees_no_secret(void **state)
{
	struct mini_call call;

	(void)setenv("KOREA_INVESTMENT_APP_SECRET", "very-secret", 1);
	mini_run(*state, "trial", "{\"what\":\"environment\",\"number\":1}", &call);

	assert_string_equal(call.result, "{\"what\":\"none\",\"number\":1}");
}

static int64_t fixed_wall(void *self)
{
	(void)self;
	return INT64_C(60000) * 1000000;
}

static void a_tool_reads_the_hosts_clock(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;

	m->env.clock.wall_ms = fixed_wall;
	mini_run(m, "trial", "{\"what\":\"time\",\"number\":1}", &call);

	assert_string_equal(call.result, "{\"what\":\"time\",\"number\":1000000}");
}

/* ---- Lies. ---- */

static void silence_is_an_internal_error(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"silent\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_E_INTERNAL);
	assert_string_equal(call.fault.text, "tool trial ended without an answer; tell its author");
}

static void an_invented_status_is_an_internal_error(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"status\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_E_INTERNAL);
	assert_string_equal(call.fault.text,
		"tool trial ended with status -77, which does not exist; tell its author");
}

static void a_failure_without_a_reason_gets_one(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"reasonless\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_E_BUSY);
	assert_string_equal(call.fault.text, "tool trial gave no reason (busy); tell its author");
}

static void a_missing_format_hurts_nobody(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"format\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_E_ARGUMENT);
	assert_false(call.crashed);
}

static void a_null_that_must_not_be_is_named(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"null\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_E_INTERNAL);
	assert_non_null(strstr(call.fault.text, "what"));
}

static void memory_of_a_call_has_a_maximum(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"memory\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_E_MEMORY);
	assert_string_equal(call.fault.text, "no more");
}

static void a_result_against_the_declaration_counts_as_a_crash(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"wrong\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_E_INTERNAL);
	assert_true(call.crashed);
}

/* ---- Deaths. ---- */

static void a_crash_costs_one_call(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call lost;
	struct mini_call next;

	mini_run(m, "trial", "{\"what\":\"crash\",\"number\":1}", &lost);
	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":2}", &next);

	assert_int_equal(lost.fault.status, MCP_E_INTERNAL);
	assert_true(lost.crashed);
	assert_string_equal(lost.fault.text, "tool trial stopped unexpectedly; try again");
	assert_int_equal(next.fault.status, MCP_OK);
	assert_int_equal(m->counters.workers_lost, 1);
}

static void broken_frames_end_the_worker(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call lost;
	struct mini_call next;

	mini_run(m, "trial", "{\"what\":\"junk\",\"number\":1}", &lost);
	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":2}", &next);

	assert_true(lost.crashed);
	assert_int_equal(next.fault.status, MCP_OK);
}

static void a_hang_ends_at_the_deadline(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;
	struct mini_call next;

	mini_run(m, "trial", "{\"what\":\"hang\",\"number\":1}", &call);
	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":2}", &next);

	assert_int_equal(call.fault.status, MCP_E_DEADLINE);
	assert_string_equal(call.fault.text,
		"tool trial did not finish within 2 s; ask for less, or try again later");
	assert_int_equal(next.fault.status, MCP_OK);
}

static void a_cancel_ends_the_call_and_keeps_the_worker(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;
	struct mini_call next;

	m->config.limits.workers = 1;
	(void)mini_call(m, "trial", "{\"what\":\"wait\",\"number\":1}", &call);
	registry_cancel(m->registry, call.id);
	mini_wait(&call);
	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":2}", &next);

	assert_int_equal(call.fault.status, MCP_E_CANCELLED);
	assert_int_equal(next.fault.status, MCP_OK);
	assert_int_equal(m->counters.workers_started, 1);
}

static void a_worker_deaf_to_cancel_is_replaced(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;
	struct mini_call next;

	m->config.limits.workers = 1;
	((struct tool *)(void *)trial(m))->deadline_ms = 20000;
	(void)mini_call(m, "trial", "{\"what\":\"hang\",\"number\":1}", &call);
	registry_cancel(m->registry, call.id);
	mini_wait(&call);
	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":2}", &next);

	assert_int_equal(call.fault.status, MCP_E_CANCELLED);
	assert_int_equal(next.fault.status, MCP_OK);
	assert_int_equal(m->counters.workers_started, 2);
}

static void a_waiting_call_can_be_cancelled(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call running;
	struct mini_call waiting;

	m->config.limits.workers = 1;
	(void)mini_call(m, "trial", "{\"what\":\"wait\",\"number\":1}", &running);
	(void)mini_call(m, "trial", "{\"what\":\"echo\",\"number\":1}", &waiting);
	registry_cancel(m->registry, waiting.id);
	mini_wait(&waiting);

	assert_int_equal(waiting.fault.status, MCP_E_CANCELLED);
	assert_int_equal(running.ends, 0);
	registry_cancel(m->registry, running.id);
	mini_wait(&running);
}

static void stopping_ends_every_call(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call running;
	struct mini_call waiting;

	m->config.limits.workers = 1;
	(void)mini_call(m, "trial", "{\"what\":\"hang\",\"number\":1}", &running);
	(void)mini_call(m, "trial", "{\"what\":\"echo\",\"number\":1}", &waiting);
	mini_stop(m);

	assert_int_equal(running.fault.status, MCP_E_CANCELLED);
	assert_int_equal(waiting.fault.status, MCP_E_CANCELLED);
	assert_int_equal(running.ends + waiting.ends, 2);
}

/* ---- Queues. ---- */

static void waiting_calls_get_another_worker(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call first;
	struct mini_call second;

	(void)mini_call(m, "trial", "{\"what\":\"wait\",\"number\":1}", &first);
	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":2}", &second);

	assert_int_equal(second.fault.status, MCP_OK);
	assert_int_equal(first.ends, 0);
	assert_int_equal(m->counters.workers_started, 2);
	registry_cancel(m->registry, first.id);
	mini_wait(&first);
}

static void too_many_calls_are_told_to_come_again(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call first;
	struct mini_call refused;

	m->config.limits.calls = 1;
	(void)mini_call(m, "trial", "{\"what\":\"echo\",\"number\":1}", &first);
	(void)mini_call(m, "trial", "{\"what\":\"echo\",\"number\":1}", &refused);

	assert_int_equal(refused.id, 0);
	assert_int_equal(refused.fault.status, MCP_E_BUSY);
	mini_wait(&first);
	assert_int_equal(refused.ends, 0);
}

/* Ends in the order they came. */
struct ends {
	uv_loop_t *loop;
	char order[8];
	uint32_t count;
};

static void end_background(void *self, const struct call_end *end)
{
	struct ends *e = self;

	(void)end;
	e->order[e->count++] = 'b';
	uv_stop(e->loop);
}

static void end_user(void *self, const struct call_end *end)
{
	struct ends *e = self;

	(void)end;
	e->order[e->count++] = 'u';
	uv_stop(e->loop);
}

static void users_go_before_the_background(void **state)
{
	struct mini_registry *m = *state;
	struct ends ends = { .loop = &m->loop };
	const struct call_events background = { .done = end_background, .self = &ends };
	const struct call_events user = { .done = end_user, .self = &ends };
	struct span args = SPAN("{\"what\":\"echo\",\"number\":1}");

	m->config.limits.workers = 1;
	(void)registry_call(m->registry, trial(m), args, LANE_BACKGROUND, &background, NULL);
	(void)registry_call(m->registry, trial(m), args, LANE_BACKGROUND, &background, NULL);
	(void)registry_call(m->registry, trial(m), args, LANE_USER, &user, NULL);
	mini_until(m, &ends.count, 3);

	assert_string_equal(ends.order, "bub");
}

/* ---- Services. ---- */

static void a_service_fills_the_tools_struct(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;

	m->body = "{\"columns\":[\"code\",\"trading_value\"],"
		  "\"rows\":[[\"005930\",40],[\"000660\",\"2\"]]}";
	mini_run(m, "trial", "{\"what\":\"market\",\"number\":1}", &call);

	assert_string_equal(call.result, "{\"what\":\"market\",\"number\":42}");
	assert_string_equal(m->asked_of, "trial market/1 top");
	assert_string_equal(m->query,
		"{\"market\":\"ALL\",\"sort_by\":\"volume\",\"count\":2,\"basis\":null,"
		"\"omit\":null,\"columns\":[\"code\",\"trading_value\"]}");
	assert_true(call.from.used);
	assert_int_equal(call.from.upstream_calls, 2);
}

static void a_services_progress_reaches_the_caller(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;

	m->reports = true;
	m->body = "{\"columns\":[\"code\",\"trading_value\"],\"rows\":[]}";
	mini_run(m, "trial", "{\"what\":\"market\",\"number\":1}", &call);

	assert_int_equal(call.progress_count, 1);
	assert_int_equal(call.fault.status, MCP_OK);
}

static void a_services_failure_is_the_tools(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;

	(void)fault_set(&m->fault, MCP_E_BUSY, "the limit is reached; wait");
	m->fault.retry_after_s = 3;
	mini_run(m, "trial", "{\"what\":\"market\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_E_BUSY);
	assert_string_equal(call.fault.text, "the limit is reached; wait");
	assert_int_equal(call.fault.retry_after_s, 3);
}

static void a_request_that_cannot_be_posted_fails_the_call(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;

	(void)fault_set(&m->fault, MCP_E_MEMORY, "no room");
	mini_run(m, "trial", "{\"what\":\"market\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_E_MEMORY);
	assert_string_equal(call.fault.text, "no room");
}

static void a_cancel_reaches_a_call_that_waits_for_a_service(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;
	struct mini_call next;

	m->config.limits.workers = 1;
	(void)mini_call(m, "trial", "{\"what\":\"market\",\"number\":1}", &call);
	mini_until(m, &m->asked, 1);
	registry_cancel(m->registry, call.id);
	mini_wait(&call);
	mini_run(m, "trial", "{\"what\":\"echo\",\"number\":2}", &next);

	assert_int_equal(call.fault.status, MCP_E_CANCELLED);
	assert_int_equal(m->withdrawn, 1);
	assert_int_equal(next.fault.status, MCP_OK);
	assert_int_equal(m->counters.workers_started, 1);
}

static void a_late_answer_is_dropped(void **state)
{
	struct mini_registry *m = *state;
	struct service_reply late = { .body = strdup("{}"), .body_len = 2 };
	struct mini_call call;

	(void)mini_call(m, "trial", "{\"what\":\"market\",\"number\":1}", &call);
	mini_until(m, &m->asked, 1);
	registry_cancel(m->registry, call.id);
	mini_wait(&call);
	late.id = m->request;
	registry_give(m->registry, &late);

	assert_int_equal(call.ends, 1);
}

static void a_tool_uses_the_cache(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;

	m->body = "{\"value\":\"kept\"}";
	mini_run(m, "trial", "{\"what\":\"cache\",\"number\":1}", &call);

	assert_string_equal(call.result, "{\"what\":\"kept\",\"number\":1}");
	assert_int_equal(m->asked, 2);
}

static void a_service_that_was_not_named_is_not_given(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"unnamed\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_E_UNSUPPORTED);
	assert_string_equal(call.fault.text,
		"the tool asks for kis/1; name it in `needs` and use a host that has it");
}

#define TRIAL(test) cmocka_unit_test_setup_teardown(test, start_trial, close_trial)
#define UNSTARTED(test) cmocka_unit_test_setup_teardown(test, open_trial, close_trial)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TRIAL(offers_what_a_plugin_declares),
		TRIAL(a_range_follows_the_plugins_setting),
		UNSTARTED(the_tools_own_line_decides_how_long_answers_are_shared),
		UNSTARTED(a_plugin_that_is_off_is_not_started),
		UNSTARTED(the_later_plugin_gives_way_when_a_name_is_taken),
		UNSTARTED(refuses_a_plugin_under_another_name),
		UNSTARTED(refuses_a_setting_the_plugin_does_not_have),
		TRIAL(answers_with_the_declared_result),
		TRIAL(the_last_reply_counts),
		TRIAL(the_tools_own_text_replaces_the_made_one),
		TRIAL(passes_the_tools_reason_on),
		TRIAL(notes_reach_the_source),
		TRIAL(progress_is_thinned_and_only_grows),
		TRIAL(a_plugin_reads_its_settings),
		TRIAL(a_worker_sees_no_secret),
		TRIAL(a_tool_reads_the_hosts_clock),
		TRIAL(silence_is_an_internal_error),
		TRIAL(an_invented_status_is_an_internal_error),
		TRIAL(a_failure_without_a_reason_gets_one),
		TRIAL(a_missing_format_hurts_nobody),
		TRIAL(a_null_that_must_not_be_is_named),
		TRIAL(memory_of_a_call_has_a_maximum),
		TRIAL(a_result_against_the_declaration_counts_as_a_crash),
		TRIAL(a_crash_costs_one_call),
		TRIAL(broken_frames_end_the_worker),
		TRIAL(a_hang_ends_at_the_deadline),
		TRIAL(a_cancel_ends_the_call_and_keeps_the_worker),
		TRIAL(a_worker_deaf_to_cancel_is_replaced),
		TRIAL(a_waiting_call_can_be_cancelled),
		TRIAL(stopping_ends_every_call),
		TRIAL(waiting_calls_get_another_worker),
		TRIAL(too_many_calls_are_told_to_come_again),
		TRIAL(users_go_before_the_background),
		TRIAL(a_service_fills_the_tools_struct),
		TRIAL(a_services_progress_reaches_the_caller),
		TRIAL(a_services_failure_is_the_tools),
		TRIAL(a_request_that_cannot_be_posted_fails_the_call),
		TRIAL(a_cancel_reaches_a_call_that_waits_for_a_service),
		TRIAL(a_late_answer_is_dropped),
		TRIAL(a_tool_uses_the_cache),
		TRIAL(a_service_that_was_not_named_is_not_given),
	};

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
