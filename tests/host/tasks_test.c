/* tasks_test - calls that are answered later: made, read, answered, cancelled, forgotten. */
#include "host/proto/tasks_inside.h"

#include "base/cleanup.h"
#include "support/fake_host.h"
#include "support/fake_peer.h"

#include "host/proto/peer_inside.h"

#define WITH_TASKS "{\"elicitation\":{},\"extensions\":{\"" EXTENSION_TASKS "\":{}}}"
#define ONLY_TASKS "{\"extensions\":{\"" EXTENSION_TASKS "\":{}}}"
#define FORM \
	"{\"method\":\"elicitation/create\",\"params\":{\"message\":\"Who?\",\"requestedSchema\":" \
	"{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}}}"
#define ADA "{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}"
#define RUN "\"name\":\"job\",\"arguments\":{\"count\":3},"

static char id[64]; /* of the last task */

static int begin(void **unused)
{
	(void)unused;
	fake_server_start(PEER_STDIO);
	fake_registry.asks = true;
	fake_registry.job = MCP_TASK_REQUIRED;
	return 0;
}

static struct span result_of(const char *message)
{
	return scan_get(scan_value(span_of(message)), "result");
}

static void make_task_with(const char *message)
{
	(void)tell(message);
	expect_part(outlet_b.text, "\"resultType\":\"task\"");
	assert_true(scan_text_into(scan_get(result_of(outlet_b.text), "taskId"), id, sizeof id));
}

static void make_task(void)
{
	make_task_with(CALL("1", RUN CAPABLE(WITH_TASKS)));
}

/* Asks for the task; outlet_b holds how it stands. */
static void ask_task(const char *method, const char *more)
{
	char message[4096];

	(void)snprintf(message, sizeof message,
		ASK("2", "%s", "\"taskId\":\"%s\"%s," CAPABLE(WITH_TASKS)), method, id, more);
	(void)tell(message);
}

static void expect_status(const char *status)
{
	ask_task("tasks/get", "");
	assert_true(scan_text_is(scan_get(result_of(outlet_b.text), "status"), status));
	expect_part(outlet_b.text, "\"resultType\":\"complete\"");
}

static void update(const char *answers)
{
	char more[2048];

	(void)snprintf(more, sizeof more, ",\"inputResponses\":%s", answers);
	ask_task("tasks/update", more);
	assert_string_equal(outlet_b.text,
		"{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"resultType\":\"complete\"}}");
}

static void end_asking(uint32_t i, const char *requests, const char *kept)
{
	struct fake_call *c = &fake_registry.calls[i];
	struct call_end end = { .requests = span_of(requests), .kept = span_of(kept) };

	(void)fault_set(&end.fault, MCP_E_NEEDS_INPUT, "input is needed");
	c->ended = true;
	c->events.done(c->events.self, &end);
}

static void end_with(uint32_t i, mcp_status status, const char *text)
{
	struct fake_call *c = &fake_registry.calls[i];
	struct call_end end = { .fault = { .status = status } };

	(void)snprintf(end.fault.text, sizeof end.fault.text, "%s", text);
	c->ended = true;
	c->events.done(c->events.self, &end);
}

/* ---- How a call becomes a task. ---- */

static void gives_a_task_at_once(void **unused)
{
	struct span result;
	int64_t n;

	(void)unused;
	make_task();
	result = result_of(outlet_b.text);
	assert_int_equal(strlen(id), 32);
	assert_true(scan_text_is(scan_get(result, "status"), "working"));
	assert_true(scan_text_is(scan_get(result, "createdAt"), "2026-11-23T01:24:00.000Z"));
	assert_true(scan_int(scan_get(result, "ttlMs"), &n) && n == 600000);
	assert_true(scan_int(scan_get(result, "pollIntervalMs"), &n) && n > 0);
	assert_null(scan_get(result, "task").at);
	assert_null(scan_get(result, "result").at);
	assert_null(scan_get(result, "requestState").at);
	assert_int_equal(peer_pending(fake_peer), 0);
}

static void never_gives_one_id_twice(void **unused)
{
	char first[64];

	(void)unused;
	make_task();
	memcpy(first, id, sizeof first);
	make_task();
	assert_string_not_equal(first, id);
}

static void refuses_who_knows_no_tasks(void **unused)
{
	(void)unused;
	(void)tell(CALL("1", RUN CAPABLE("{\"elicitation\":{}}")));
	expect_part(outlet_b.text, "\"code\":-32021");
	expect_part(outlet_b.text,
		"\"requiredCapabilities\":{\"extensions\":{\"" EXTENSION_TASKS "\":{}}}");
	assert_int_equal(outlet_b.last.status, 400);
	assert_int_equal(fake_registry.call_count, 0);
}

static void tells_a_legacy_client_what_it_takes(void **unused)
{
	(void)unused;
	(void)tell(INITIALIZE("2025-11-25"));
	(void)tell(CALL("1", "\"name\":\"job\",\"arguments\":{}"));
	expect_part(outlet_b.text, "\"isError\":true");
	assert_int_equal(fake_registry.call_count, 0);
}

static void runs_an_optional_task_at_once_for_who_knows_none(void **unused)
{
	(void)unused;
	fake_registry.job = MCP_TASK_OPTIONAL;
	(void)tell(CALL("1", RUN CLAIM));
	fake_end(0, 1, NULL);
	expect_part(outlet_b.text, "\"resultType\":\"complete\"");
	assert_null(strstr(outlet_b.text, "taskId"));
}

static void runs_an_optional_task_for_who_knows_them(void **unused)
{
	(void)unused;
	fake_registry.job = MCP_TASK_OPTIONAL;
	make_task();
}

static void ignores_the_task_member_of_older_drafts(void **unused)
{
	(void)unused;
	fake_registry.job = MCP_TASK_OPTIONAL;
	(void)tell(CALL("1", RUN "\"task\":{\"ttl\":5}," CLAIM));
	fake_end(0, 1, NULL);
	assert_null(strstr(outlet_b.text, "taskId"));
}

static void asks_first_where_the_tool_says_so(void **unused)
{
	char message[16384];
	char state[8192];

	(void)unused;
	fake_registry.job = MCP_TASK_AFTER_ASKING;
	(void)tell(CALL("1", RUN CAPABLE(WITH_TASKS)));
	end_asking(0, "{\"who\":" FORM "}", NULL);
	expect_part(outlet_b.text, "\"resultType\":\"input_required\"");
	assert_true(scan_text_into(
		scan_get(result_of(outlet_b.text), "requestState"), state, sizeof state));
	(void)snprintf(message, sizeof message,
		CALL("3", RUN "\"requestState\":\"%s\",\"inputResponses\":{\"who\":" ADA
			      "}," CAPABLE(WITH_TASKS)),
		state);
	make_task_with(message);
	assert_string_equal(fake_registry.calls[1].inputs, "{\"who\":" ADA "}");
	assert_null(strstr(outlet_b.text, "requestState"));
}

/* ---- How a task ends. ---- */

static void shows_the_result_of_a_task(void **unused)
{
	(void)unused;
	make_task();
	expect_status("working");
	fake_end(0, 7, NULL);
	expect_status("completed");
	expect_part(outlet_b.text, "\"result\":{\"resultType\":\"complete\",\"content\":[");
	expect_part(outlet_b.text, "\"structuredContent\":{\"n\":7,\"source\":");
}

static void takes_an_error_of_the_tool_for_a_result(void **unused)
{
	(void)unused;
	make_task();
	end_with(0, MCP_E_UPSTREAM, "the exchange is closed");
	expect_status("completed");
	expect_part(outlet_b.text, "\"isError\":true");
	expect_part(outlet_b.text, "the exchange is closed");
}

static void fails_by_an_error_of_the_protocol(void **unused)
{
	(void)unused;
	make_task();
	end_with(0, MCP_E_PROTOCOL, "broken on purpose");
	expect_status("failed");
	expect_part(outlet_b.text, "\"error\":{\"code\":-32603,\"message\":\"broken on purpose\"}");
}

static void cancels_at_once_and_only_once(void **unused)
{
	(void)unused;
	make_task();
	ask_task("tasks/cancel", "");
	assert_string_equal(outlet_b.text,
		"{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"resultType\":\"complete\"}}");
	assert_true(fake_registry.calls[0].cancelled);
	expect_status("cancelled");
	ask_task("tasks/cancel", "");
	expect_part(outlet_b.text, "\"resultType\":\"complete\"");
	expect_status("cancelled");
}

static void does_not_cancel_what_is_complete(void **unused)
{
	(void)unused;
	make_task();
	fake_end(0, 1, NULL);
	ask_task("tasks/cancel", "");
	expect_status("completed");
}

/* ---- How a task asks. ---- */

static void shows_what_a_task_asks(void **unused)
{
	(void)unused;
	make_task();
	end_asking(0, "{\"who\":" FORM "}", NULL);
	expect_status("input_required");
	expect_part(outlet_b.text, "\"inputRequests\":{\"who\":{\"method\":\"elicitation/create\"");
	assert_null(strstr(outlet_b.text, "requestState"));
}

static void goes_on_when_all_is_answered(void **unused)
{
	(void)unused;
	make_task();
	end_asking(0, "{\"a\":" FORM ",\"b\":" FORM "}", "{\"n\":\"AQ\"}");
	update("{\"a\":" ADA "}");
	expect_status("input_required");
	assert_null(scan_get(scan_get(result_of(outlet_b.text), "inputRequests"), "a").at);
	assert_non_null(scan_get(scan_get(result_of(outlet_b.text), "inputRequests"), "b").at);
	assert_int_equal(fake_registry.call_count, 1);
	update("{\"b\":" ADA "}");
	expect_status("working");
	assert_string_equal(fake_registry.calls[1].inputs, "{\"b\":" ADA ",\"a\":" ADA "}");
	assert_string_equal(fake_registry.calls[1].kept, "{\"n\":\"AQ\"}");
	assert_string_equal(fake_registry.calls[1].args, fake_registry.calls[0].args);
	fake_end(1, 1, NULL);
	expect_status("completed");
}

static const mcp_field narrow_fields[] = {
	{ .name = "count", .type = MCP_T_INT64, .help = "How many.", .range = "1..2" },
};

/* The tool was changed while its client thought: 3 is too much now. */
static void holds_the_arguments_against_the_tool_of_today(void **unused)
{
	const mcp_table before = fake_job_declared.args;

	(void)unused;
	make_task();
	end_asking(0, "{\"who\":" FORM "}", NULL);
	fake_job_declared.args = (mcp_table){ narrow_fields, 1, sizeof(mcp_field), 8, 0 };
	update("{\"who\":" ADA "}");
	fake_job_declared.args = before;
	assert_int_equal(fake_registry.call_count, 1);
	expect_status("completed");
	expect_part(outlet_b.text, "\"isError\":true");
	expect_part(outlet_b.text, "count");
}

static void never_uses_one_key_twice(void **unused)
{
	(void)unused;
	make_task();
	end_asking(0, "{\"who\":" FORM "}", NULL);
	update("{\"who\":" ADA "}");
	end_asking(1, "{\"who\":" FORM "}", NULL);
	expect_status("input_required");
	expect_part(outlet_b.text, "\"inputRequests\":{\"who#2\":");
	update("{\"who\":" ADA "}");
	expect_status("input_required");
	update("{\"who#2\":{\"action\":\"decline\"}}");
	assert_string_equal(fake_registry.calls[2].inputs, "{\"who\":{\"action\":\"decline\"}}");
}

static void ignores_what_answers_nothing(void **unused)
{
	(void)unused;
	make_task();
	update("{\"who\":" ADA "}");
	end_asking(0, "{\"who\":" FORM "}", NULL);
	update("{\"unknown-key\":{\"ignored\":true},\"who\":12345}");
	expect_status("input_required");
	assert_int_equal(fake_registry.call_count, 1);
}

static void fails_when_the_client_cannot_be_asked(void **unused)
{
	(void)unused;
	make_task_with(CALL("1", RUN CAPABLE(ONLY_TASKS)));
	end_asking(0, "{\"who\":" FORM "}", NULL);
	expect_status("failed");
	expect_part(outlet_b.text, "\"error\":{\"code\":-32021");
}

static void cancels_a_task_that_asks(void **unused)
{
	(void)unused;
	make_task();
	end_asking(0, "{\"who\":" FORM "}", NULL);
	ask_task("tasks/cancel", "");
	expect_status("cancelled");
	assert_null(strstr(outlet_b.text, "inputRequests"));
}

static void goes_on_though_its_client_hung_up(void **unused)
{
	(void)unused;
	make_task();
	peer_hang_up(fake_peer, &outlet_b.outlet);
	assert_false(fake_registry.calls[0].cancelled);
	fake_end(0, 1, NULL);
	expect_status("completed");
}

/* ---- Who may ask, and how long. ---- */

static void refuses_methods_without_the_extension(void **unused)
{
	char message[1024];

	(void)unused;
	make_task();
	(void)snprintf(
		message, sizeof message, ASK("2", "tasks/get", "\"taskId\":\"%s\"," CLAIM), id);
	(void)tell(message);
	expect_part(outlet_b.text, "\"code\":-32021");
}

static void knows_no_task_by_a_wrong_id(void **unused)
{
	(void)unused;
	make_task();
	id[0] = id[0] == 'a' ? 'b' : 'a';
	ask_task("tasks/get", "");
	expect_part(outlet_b.text, "\"code\":-32602");
	(void)tell(ASK("2", "tasks/get", "\"taskId\":7," CAPABLE(WITH_TASKS)));
	expect_part(outlet_b.text, "\"code\":-32602");
	(void)tell(ASK("2", "tasks/cancel", CAPABLE(WITH_TASKS)));
	expect_part(outlet_b.text, "\"code\":-32602");
}

static void wants_answers_in_an_object(void **unused)
{
	(void)unused;
	make_task();
	ask_task("tasks/update", ",\"inputResponses\":[]");
	expect_part(outlet_b.text, "\"code\":-32602");
	ask_task("tasks/update", "");
	expect_part(outlet_b.text, "\"code\":-32602");
}

static void has_no_methods_of_older_drafts(void **unused)
{
	(void)unused;
	(void)tell(ASK("2", "tasks/result", "\"taskId\":\"x\"," CAPABLE(WITH_TASKS)));
	expect_part(outlet_b.text, "\"code\":-32601");
	(void)tell(ASK("2", "tasks/list", CAPABLE(WITH_TASKS)));
	expect_part(outlet_b.text, "\"code\":-32601");
}

static void forgets_a_task_when_its_time_is_over(void **unused)
{
	(void)unused;
	make_task();
	fake_mono_ms += 300000;
	fake_end(0, 1, NULL);
	fake_mono_ms += 599999;
	tasks_expire(&fake_server);
	expect_status("completed");
	expect_part(outlet_b.text, "\"ttlMs\":900000");
	fake_mono_ms++;
	tasks_expire(&fake_server);
	ask_task("tasks/get", "");
	expect_part(outlet_b.text, "\"code\":-32602");
}

static void shows_no_task_whose_time_is_over(void **unused)
{
	(void)unused;
	make_task();
	fake_end(0, 1, NULL);
	expect_status("completed");
	fake_mono_ms += 600000; /* and no timer fired */
	ask_task("tasks/get", "");
	expect_part(outlet_b.text, "\"code\":-32602");
	assert_int_equal(fake_server.tasks.count, 0);
}

static void forgets_first_whose_time_ends_first(void **unused)
{
	uint64_t due;

	(void)unused;
	make_task();
	fake_mono_ms += 1000;
	fake_config.limits.task_ttl = 10; /* read again since */
	make_task();
	fake_end(1, 1, NULL);
	due = uv_timer_get_due_in(&fake_server.tasks.timer);
	assert_true(due <= 10000);
}

static void stops_the_run_of_a_task_that_is_forgotten(void **unused)
{
	(void)unused;
	make_task();
	fake_mono_ms += 600000;
	tasks_expire(&fake_server);
	assert_true(fake_registry.calls[0].cancelled);
}

static void keeps_no_more_tasks_than_it_may(void **unused)
{
	(void)unused;
	fake_server.tasks.count = TASKS_MAX;
	(void)tell(CALL("1", RUN CAPABLE(WITH_TASKS)));
	expect_part(outlet_b.text, "too many tasks are kept; try again later");
	fake_server.tasks.count = 0;
}

static void keeps_no_more_of_results_than_it_may(void **unused)
{
	struct buf *kept;

	(void)unused;
	make_task();
	kept = &fake_server.tasks.first->result;
	kept->len = TASKS_BYTES;
	(void)tell(CALL("1", RUN CAPABLE(WITH_TASKS)));
	kept->len = 0;
	expect_part(outlet_b.text, "too many tasks are kept; try again later");
}

static void says_when_too_much_is_under_way(void **unused)
{
	(void)unused;
	fake_registry.full = true;
	(void)tell(CALL("1", RUN CAPABLE(WITH_TASKS)));
	expect_part(outlet_b.text, "too many calls are waiting");
	assert_int_equal(fake_server.tasks.count, 0);
}

static void tells_who_listens(void **unused)
{
	char message[1024];
	struct kept_outlet listener;

	(void)unused;
	make_task();
	kept_outlet_clear(&listener);
	(void)snprintf(message, sizeof message,
		ASK("\"l\"", "subscriptions/listen",
			"\"notifications\":{\"taskIds\":[\"%s\"]}," CAPABLE(WITH_TASKS)),
		id);
	(void)peer_receive(fake_peer,
		&(struct incoming){ .text = span_of(message), .outlet = &listener.outlet });
	listener.text[0] = '\0';
	fake_end(0, 1, NULL);
	expect_part(listener.text, "\"method\":\"notifications/tasks\",\"params\":{\"taskId\":");
	expect_part(listener.text, "\"status\":\"completed\"");
	expect_part(listener.text, "\"io.modelcontextprotocol/subscriptionId\":\"l\"");
	expect_part(listener.text, "\"result\":{");
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, begin, fake_server_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(gives_a_task_at_once),
		WITH(never_gives_one_id_twice),
		WITH(refuses_who_knows_no_tasks),
		WITH(tells_a_legacy_client_what_it_takes),
		WITH(runs_an_optional_task_at_once_for_who_knows_none),
		WITH(runs_an_optional_task_for_who_knows_them),
		WITH(ignores_the_task_member_of_older_drafts),
		WITH(asks_first_where_the_tool_says_so),
		WITH(shows_the_result_of_a_task),
		WITH(takes_an_error_of_the_tool_for_a_result),
		WITH(fails_by_an_error_of_the_protocol),
		WITH(cancels_at_once_and_only_once),
		WITH(does_not_cancel_what_is_complete),
		WITH(shows_what_a_task_asks),
		WITH(goes_on_when_all_is_answered),
		WITH(holds_the_arguments_against_the_tool_of_today),
		WITH(never_uses_one_key_twice),
		WITH(ignores_what_answers_nothing),
		WITH(fails_when_the_client_cannot_be_asked),
		WITH(cancels_a_task_that_asks),
		WITH(goes_on_though_its_client_hung_up),
		WITH(refuses_methods_without_the_extension),
		WITH(knows_no_task_by_a_wrong_id),
		WITH(wants_answers_in_an_object),
		WITH(has_no_methods_of_older_drafts),
		WITH(forgets_a_task_when_its_time_is_over),
		WITH(shows_no_task_whose_time_is_over),
		WITH(forgets_first_whose_time_ends_first),
		WITH(stops_the_run_of_a_task_that_is_forgotten),
		WITH(keeps_no_more_tasks_than_it_may),
		WITH(keeps_no_more_of_results_than_it_may),
		WITH(says_when_too_much_is_under_way),
		WITH(tells_who_listens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
