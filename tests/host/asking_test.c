/* asking_test - the program, a plugin that asks and a client on stdio, in both eras. */
#include "support/child.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "data/scan.h"
#include "host/proto/elicit.h"
#include "support/fake_host.h"
#include "support/temp_folder.h"

#define PATIENCE_MS 20000
#define META(capabilities) \
	"\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"," \
	"\"io.modelcontextprotocol/clientCapabilities\":" capabilities "}"
#define CAN_ASK "{\"elicitation\":{}}"
#define CAN_ALL "{\"elicitation\":{},\"extensions\":{\"" EXTENSION_TASKS "\":{}}}"
#define INITIALIZE(capabilities) \
	"{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{" \
	"\"protocolVersion\":\"2025-11-25\",\"capabilities\":" capabilities "," \
	"\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}"
#define INITIALIZED "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"
#define NAMED(name) "{\"action\":\"accept\",\"content\":{\"name\":\"" name "\"}}"

static struct child host;
static char line[65536]; /* the last message of the host */
static char id[64];      /* of the last task */

static int begin(void **state)
{
	static const char yaml[] = "kis: {environment: demo}\nlocale: en\nlimits: {workers: 4}\n"
				   "tools: {asker: {path: " TEST_FIXTURES "/asker.so}}\n";
	const char *path;

	if (temp_folder_open(state) != 0)
		return -1;
	path = temp_write(state, "host.yaml", yaml, sizeof yaml - 1);
	return child_start(&host,
		       (char *[]){ TEST_HOST, "--config", (char *)(uintptr_t)path, NULL }, -1)
	               ? 0
	               : -1;
}

static int end(void **state)
{
	int code = child_end(&host, PATIENCE_MS);

	(void)temp_folder_close(state);
	return code;
}

static void say(const char *message)
{
	assert_true(child_send(&host, span_of(message)));
	assert_true(child_send(&host, SPAN("\n")));
}

/* The next message, into `line`. */
static struct span hear(void)
{
	struct span got;

	assert_true(child_line(&host, PATIENCE_MS, &got));
	assert_true(got.len < sizeof line);
	memcpy(line, got.at, got.len);
	line[got.len] = '\0';
	assert_true(scan_check(span_of(line), NULL));
	return scan_value(span_of(line));
}

static void expect(const char *part)
{
	if (!strstr(line, part))
		fail_msg("expected %s\ngot %s", part, line);
}

static void ask(const char *message, const char *part)
{
	say(message);
	(void)hear();
	expect(part);
}

/* ---- The modern era. ---- */

/* Calls a tool again with the state of the last answer. */
static void call_again(const char *tool, const char *answers, const char *part)
{
	char message[32768];
	struct span result = scan_get(scan_value(span_of(line)), "result");
	struct span state = scan_get(result, "requestState");

	assert_int_equal(scan_kind(state), SCAN_TEXT);
	(void)snprintf(message, sizeof message,
		"{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\","
		"\"requestState\":%.*s,\"inputResponses\":%s," META(CAN_ALL) "}}",
		tool, (int)state.len, state.at, answers);
	ask(message, part);
}

#define MODERN_CALL(tool, capabilities) \
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" tool \
	"\"," META(capabilities) "}}"

static void asks_once_and_greets(void **state)
{
	(void)state;
	ask(MODERN_CALL("once", CAN_ASK), "\"resultType\":\"input_required\"");
	expect("\"inputRequests\":{\"who\":{\"method\":\"elicitation/create\"");
	call_again("once", "{\"who\":" NAMED("Ada") "}", "Hello, Ada!");
}

static void asks_again_when_the_answer_is_none(void **state)
{
	(void)state;
	ask(MODERN_CALL("once", CAN_ASK), "input_required");
	call_again("once", "{\"who\":12345}", "input_required");
	call_again("once", "{\"whom\":" NAMED("Ada") "}", "input_required");
	call_again("once", "{\"who\":{\"action\":\"decline\"}}", "Hello, nobody!");
}

static void remembers_from_round_to_round(void **state)
{
	(void)state;
	ask(MODERN_CALL("twice", CAN_ASK), "\"inputRequests\":{\"first\":");
	call_again("twice", "{\"first\":" NAMED("Ada") "}", "\"inputRequests\":{\"second\":");
	call_again("twice", "{\"second\":" NAMED("Bob") "}", "Ada and Bob in 3 rounds");
}

static void takes_a_tools_state_for_no_other_tool(void **state)
{
	(void)state;
	ask(MODERN_CALL("twice", CAN_ASK), "input_required");
	call_again("once", "{\"first\":" NAMED("Ada") "}", "\"code\":-32602");
}

static void needs_a_client_that_can_be_asked(void **state)
{
	(void)state;
	ask(MODERN_CALL("once", "{}"), "\"code\":-32021");
	expect("\"requiredCapabilities\":{\"elicitation\":{}}");
}

static void asks_for_a_prompt(void **state)
{
	(void)state;
	ask("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"prompts/get\",\"params\":{\"name\":"
	    "\"hello\"," META(CAN_ASK) "}}",
		"input_required");
	ask("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"prompts/get\",\"params\":{\"name\":"
	    "\"hello\",\"inputResponses\":{\"who\":" NAMED("Ada") "}," META(CAN_ASK) "}}",
		"\"text\":\"Ada\"");
}

/* ---- The legacy era, on the same process. ---- */

static void answer(const char *result)
{
	char message[1024];
	struct span number = scan_get(scan_value(span_of(line)), "id");

	(void)snprintf(message, sizeof message, "{\"jsonrpc\":\"2.0\",\"id\":%.*s,\"result\":%s}",
		(int)number.len, number.at, result);
	say(message);
	(void)hear();
}

static void asks_a_legacy_client_by_requests(void **state)
{
	(void)state;
	ask(INITIALIZE(CAN_ASK), "\"protocolVersion\":\"2025-11-25\"");
	say(INITIALIZED);
	ask("{\"jsonrpc\":\"2.0\",\"id\":\"t\",\"method\":\"tools/call\",\"params\":{\"name\":"
	    "\"twice\"}}",
		"\"method\":\"elicitation/create\"");
	answer(NAMED("Ada"));
	expect("\"method\":\"elicitation/create\"");
	answer(NAMED("Bob"));
	expect("\"id\":\"t\",\"result\":");
	expect("Ada and Bob in 3 rounds");
}

static void takes_questions_back_when_a_legacy_call_is_cancelled(void **state)
{
	(void)state;
	ask(INITIALIZE(CAN_ASK), "\"protocolVersion\":\"2025-11-25\"");
	say(INITIALIZED);
	ask("{\"jsonrpc\":\"2.0\",\"id\":\"t\",\"method\":\"tools/call\",\"params\":{\"name\":"
	    "\"once\"}}",
		"\"method\":\"elicitation/create\"");
	ask("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{"
	    "\"requestId\":\"t\"}}",
		"\"method\":\"notifications/cancelled\"");
	ask("{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"ping\"}", "\"id\":5,\"result\":{}");
}

static void tells_a_legacy_client_that_cannot_be_asked(void **state)
{
	(void)state;
	ask(INITIALIZE("{}"), "\"protocolVersion\":\"2025-11-25\"");
	say(INITIALIZED);
	ask("{\"jsonrpc\":\"2.0\",\"id\":\"t\",\"method\":\"tools/call\",\"params\":{\"name\":"
	    "\"once\"}}",
		"\"isError\":true");
}

/* ---- Tasks. ---- */

static void make_task(const char *message)
{
	struct span result;

	ask(message, "\"resultType\":\"task\"");
	result = scan_get(scan_value(span_of(line)), "result");
	assert_true(scan_text_into(scan_get(result, "taskId"), id, sizeof id));
}

static void ask_task(const char *method, const char *more, const char *part)
{
	char message[4096];

	(void)snprintf(message, sizeof message,
		"{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"%s\",\"params\":{\"taskId\":\"%s\"%s," META(
			CAN_ALL) "}}",
		method, id, more);
	ask(message, part);
}

/* Looks until the task is no longer working; the host's pace decides how often. */
static void wait_for(const char *status)
{
	char wanted[64];

	do
		ask_task("tasks/get", "", "\"status\":");
	while (strstr(line, "\"status\":\"working\""));
	(void)snprintf(wanted, sizeof wanted, "\"status\":\"%s\"", status);
	expect(wanted);
}

static void asks_inside_a_task(void **state)
{
	(void)state;
	make_task(MODERN_CALL("job", CAN_ALL));
	wait_for("input_required");
	expect("\"inputRequests\":{\"first\":");
	ask_task("tasks/update", ",\"inputResponses\":{\"first\":" NAMED("Ada") "}",
		"{\"resultType\":\"complete\"}");
	wait_for("input_required");
	expect("\"inputRequests\":{\"second\":");
	ask_task("tasks/update", ",\"inputResponses\":{\"second\":" NAMED("Bob") "}",
		"{\"resultType\":\"complete\"}");
	wait_for("completed");
	expect("Ada and Bob in 3 rounds");
}

static void asks_before_it_is_a_task(void **state)
{
	(void)state;
	ask(MODERN_CALL("later", CAN_ALL), "\"resultType\":\"input_required\"");
	call_again("later", "{\"who\":" NAMED("Ada") "}", "\"resultType\":\"task\"");
	assert_null(strstr(line, "requestState"));
	assert_true(scan_text_into(
		scan_get(scan_get(scan_value(span_of(line)), "result"), "taskId"), id, sizeof id));
	wait_for("completed");
	expect("Hello, Ada!");
}

static void cancels_a_task(void **state)
{
	(void)state;
	make_task(MODERN_CALL("waits", CAN_ALL));
	ask_task("tasks/cancel", "", "{\"resultType\":\"complete\"}");
	ask_task("tasks/get", "", "\"status\":\"cancelled\"");
}

static void fails_by_an_error_of_the_protocol(void **state)
{
	(void)state;
	make_task(MODERN_CALL("breaks", CAN_ALL));
	wait_for("failed");
	expect("\"error\":{\"code\":-32603,\"message\":\"broken on purpose\"}");
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH(asks_once_and_greets),
		WITH(asks_again_when_the_answer_is_none),
		WITH(remembers_from_round_to_round),
		WITH(takes_a_tools_state_for_no_other_tool),
		WITH(needs_a_client_that_can_be_asked),
		WITH(asks_for_a_prompt),
		WITH(asks_a_legacy_client_by_requests),
		WITH(takes_questions_back_when_a_legacy_call_is_cancelled),
		WITH(tells_a_legacy_client_that_cannot_be_asked),
		WITH(asks_inside_a_task),
		WITH(asks_before_it_is_a_task),
		WITH(cancels_a_task),
		WITH(fails_by_an_error_of_the_protocol),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
