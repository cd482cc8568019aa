/* registry_talk_test - what tools say, lies included, and what services answer. */
#include <string.h>

#include "host/plugin/frames.h"
#include "host/plugin/worker.h"
#include "support/mini_trial.h"

/* ---- Answers. ---- */

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
	assert_in_range(call.progress_count, 2, 40);
	assert_true(call.first_progress == 0); /* a beginning is worth telling */
	assert_true(call.progress == 1000);    /* the last is never thinned out */
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

static void giving_up_unasked_is_an_internal_error(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"quit\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_E_INTERNAL);
	assert_string_equal(call.fault.text,
		"tool trial gave up although nobody cancelled it; tell its author");
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
		"{\"market\":\"ALL\",\"sort_by\":\"volume\",\"basis\":null,\"omit\":null,"
		"\"order\":null,\"period\":null,\"investor\":null,\"sector\":null,\"codes\":null,"
		"\"text\":null,\"count\":2,\"threshold\":0,\"filters\":[],"
		"\"columns\":[\"code\",\"trading_value\"]}");
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

static void a_service_that_answers_too_much_fails_the_call(void **state)
{
	struct mini_registry *m = *state;
	char *large = malloc(FRAME_MAX + 1);
	struct mini_call call;

	assert_non_null(large);
	memset(large, ' ', FRAME_MAX);
	large[FRAME_MAX] = '\0';
	m->body = large;
	mini_run(m, "trial", "{\"what\":\"market\",\"number\":1}", &call);
	free(large);

	assert_int_equal(call.fault.status, MCP_E_UPSTREAM);
	assert_string_equal(call.fault.text, "the answer of trial is too large; ask for less");
	assert_int_equal(m->counters.workers_lost, 0);
}

static void a_service_that_was_not_named_is_not_given(void **state)
{
	struct mini_call call;

	mini_run(*state, "trial", "{\"what\":\"unnamed\",\"number\":1}", &call);

	assert_int_equal(call.fault.status, MCP_E_UNSUPPORTED);
	assert_string_equal(call.fault.text,
		"the tool asks for kis/1; name it in `needs` and use a host that has it");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
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
		TRIAL(giving_up_unasked_is_an_internal_error),
		TRIAL(a_missing_format_hurts_nobody),
		TRIAL(a_null_that_must_not_be_is_named),
		TRIAL(memory_of_a_call_has_a_maximum),
		TRIAL(a_result_against_the_declaration_counts_as_a_crash),
		TRIAL(a_service_fills_the_tools_struct),
		TRIAL(a_services_progress_reaches_the_caller),
		TRIAL(a_services_failure_is_the_tools),
		TRIAL(a_request_that_cannot_be_posted_fails_the_call),
		TRIAL(a_cancel_reaches_a_call_that_waits_for_a_service),
		TRIAL(a_late_answer_is_dropped),
		TRIAL(a_tool_uses_the_cache),
		TRIAL(a_service_that_answers_too_much_fails_the_call),
		TRIAL(a_service_that_was_not_named_is_not_given),
	};

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
