/* registry_ask_test - every way to ask, what answers it, and what a handler may remember. */
#include <string.h>

#include "host/plugin/worker.h"
#include "support/mini_trial.h"

static int questions_start(void **state)
{
	struct mini_registry *m = malloc(sizeof *m);

	if (!m)
		return -1;
	mini_open(m);
	(void)mini_add(m, TEST_FIXTURES, "questions");
	mini_start(m);
	*state = m;
	return 0;
}

#define QUESTIONS(test) cmocka_unit_test_setup_teardown(test, questions_start, trial_close)

/* Calls the tool with {"what":WHAT}; `answer` becomes the input "k" unless it is NULL. */
static void ask(
	struct mini_registry *m, const char *what, const char *answer, struct mini_call *ret)
{
	char args[64];
	char inputs[256];
	const struct call_order order = {
		.kind = CALL_TOOL,
		.tool = registry_tool(m->registry, SPAN("questions")),
		.args = { args, (size_t)snprintf(args, sizeof args, "{\"what\":\"%s\"}", what) },
		.inputs = { answer ? inputs : NULL, (size_t)snprintf(inputs, sizeof inputs,
							    "{\"k\":%s}", answer ? answer : "") },
	};

	assert_true(mini_order(m, &order, ret) > 0);
	mini_wait(ret);
}

static void assert_asks(const struct mini_call *call, const char *request)
{
	assert_int_equal(call->fault.status, MCP_E_NEEDS_INPUT);
	assert_false(call->crashed);
	assert_string_equal(call->requests, request);
}

/* ---- Asking and answers. ---- */

#define FORM \
	"{\"k\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"form\",\"message\":" \
	"\"Which?\",\"requestedSchema\":{\"type\":\"object\", \"properties\":{\"a\":{\"type\":" \
	"\"string\",\"enumNames\":[\"x\"]}}}}}}"

static void a_form_of_ones_own_is_sent_as_it_is(void **state)
{
	struct mini_call call;

	ask(*state, "form_json", NULL, &call);

	assert_asks(&call, FORM);
}

static void its_answer_is_given_unchecked(void **state)
{
	struct mini_call call;

	ask(*state, "form_json", "{\"action\":\"accept\",\"content\":{\"b\": [1]}}", &call);
	assert_string_equal(call.text, "\"1 {\\\"b\\\": [1]}\"");

	ask(*state, "form_json", "{\"action\":\"decline\"}", &call);
	assert_string_equal(call.text, "\"2 nothing\"");

	ask(*state, "form_json", "{\"action\":\"cancel\"}", &call);
	assert_string_equal(call.text, "\"3 nothing\"");
}

static void an_answer_that_is_none_is_asked_again(void **state)
{
	struct mini_call call;

	ask(*state, "form_json", "{\"action\":\"accept\"}", &call);
	assert_asks(&call, FORM);
	ask(*state, "form_json", "{\"action\":\"accept\",\"content\":[]}", &call);
	assert_asks(&call, FORM);
	ask(*state, "form_json", "{\"action\":\"maybe\",\"content\":{}}", &call);
	assert_asks(&call, FORM);
	ask(*state, "form_json", "12345", &call);
	assert_asks(&call, FORM);
}

#define URL \
	"{\"k\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"url\",\"message\":" \
	"\"Please sign in.\",\"url\":\"https://example.com/sign?in=1\"}}}"

static void an_address_is_opened_or_not(void **state)
{
	struct mini_call call;

	ask(*state, "url", NULL, &call);
	assert_asks(&call, URL);

	ask(*state, "url", "{\"action\":\"accept\",\"content\":{\"not\":\"given\"}}", &call);
	assert_string_equal(call.text, "\"1 nothing\"");

	ask(*state, "url", "{\"action\":\"cancel\"}", &call);
	assert_string_equal(call.text, "\"3 nothing\"");

	ask(*state, "url", "{\"action\":7}", &call);
	assert_asks(&call, URL);
}

#define SAMPLE \
	"{\"k\":{\"method\":\"sampling/createMessage\",\"params\":{\"messages\":[], " \
	"\"maxTokens\":9}}}"

static void a_model_answers_with_its_message(void **state)
{
	struct mini_call call;

	ask(*state, "sample", NULL, &call);
	assert_asks(&call, SAMPLE);

	ask(*state, "sample", "{\"role\":\"assistant\",\"content\":{\"type\":\"text\"}}", &call);
	assert_string_equal(call.text,
		"\"1 {\\\"role\\\":\\\"assistant\\\",\\\"content\\\":{\\\"type\\\":\\\"text\\\"}}\"");

	ask(*state, "sample", "{\"role\":\"assistant\",\"content\":\"text\"}", &call);
	assert_asks(&call, SAMPLE);

	ask(*state, "sample", "{\"action\":\"decline\"}", &call);
	assert_asks(&call, SAMPLE);
}

#define ROOTS "{\"k\":{\"method\":\"roots/list\",\"params\":{}}}"

static void a_client_names_its_folders(void **state)
{
	struct mini_call call;

	ask(*state, "roots", NULL, &call);
	assert_asks(&call, ROOTS);

	ask(*state, "roots", "{\"roots\":[]}", &call);
	assert_string_equal(call.text, "\"1 {\\\"roots\\\":[]}\"");

	ask(*state, "roots", "{\"roots\":{}}", &call);
	assert_asks(&call, ROOTS);
}

static void one_key_is_one_question(void **state)
{
	struct mini_call call;

	ask(*state, "twice", NULL, &call);

	assert_asks(&call, ROOTS);
}

static void wrong_questions_are_refused_where_they_are_asked(void **state)
{
	struct mini_call call;

	ask(*state, "wrongly", NULL, &call);
	assert_string_equal(call.fault.text, "all refused");

	ask(*state, "deeply", NULL, &call);
	assert_int_equal(call.fault.status, MCP_E_ARGUMENT);
	assert_string_equal(
		call.fault.text, "tool questions asks with a wrong form; tell its author");
}

static void an_older_asker_is_given_what_it_has_room_for(void **state)
{
	struct mini_registry *m = *state;
	const struct call_order order = {
		.kind = CALL_PROMPT,
		.prompt = registry_prompt(m->registry, SPAN("young")),
		.args = SPAN("{\"what\":\"x\"}"),
		.inputs = SPAN("{\"k\":{\"roots\":[]}}"),
	};
	struct mini_call call;

	assert_true(mini_order(m, &order, &call) > 0);
	mini_wait(&call);

	assert_string_equal(call.fault.text, "1 untouched guarded");
}

static void nobody_is_asked_while_completing(void **state)
{
	struct mini_registry *m = *state;
	const struct call_order order = {
		.kind = CALL_COMPLETE,
		.prompt = registry_prompt(m->registry, SPAN("young")),
		.args = SPAN("{\"argument\":\"what\",\"value\":\"\"}"),
	};
	struct mini_call call;

	assert_true(mini_order(m, &order, &call) > 0);
	mini_wait(&call);

	assert_int_equal(call.fault.status, MCP_E_UNSUPPORTED);
	assert_string_equal(call.fault.text,
		"prompt young asks while it completes, where nobody answers; tell its author");
}

/* ---- What is remembered. ---- */

static void memory_has_an_end(void **state)
{
	struct mini_call call;

	ask(*state, "much", NULL, &call);

	assert_int_equal(call.fault.status, MCP_E_MEMORY);
	assert_string_equal(
		call.fault.text, "tool questions remembers more than 4096 bytes; tell its author");
}

static void remembering_alone_asks_for_another_round(void **state)
{
	struct mini_call call;

	ask(*state, "only", NULL, &call);

	assert_asks(&call, "{}");
	assert_string_equal(call.kept, "{\"n\":\"eA==\"}");
}

static void recalls_what_fits(void **state)
{
	struct mini_registry *m = *state;
	const struct call_order order = {
		.kind = CALL_TOOL,
		.tool = registry_tool(m->registry, SPAN("questions")),
		.args = SPAN("{\"what\":\"little\"}"),
		.kept = SPAN("{\"word\":\"b2s=\",\"a name\":\"eA==\",\"stars\":\"**\",\"n\":5}"),
	};
	struct mini_call call;

	assert_true(mini_order(m, &order, &call) > 0);
	mini_wait(&call);

	assert_string_equal(call.fault.text, "ok 2");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		QUESTIONS(a_form_of_ones_own_is_sent_as_it_is),
		QUESTIONS(its_answer_is_given_unchecked),
		QUESTIONS(an_answer_that_is_none_is_asked_again),
		QUESTIONS(an_address_is_opened_or_not),
		QUESTIONS(a_model_answers_with_its_message),
		QUESTIONS(a_client_names_its_folders),
		QUESTIONS(one_key_is_one_question),
		QUESTIONS(wrong_questions_are_refused_where_they_are_asked),
		QUESTIONS(an_older_asker_is_given_what_it_has_room_for),
		QUESTIONS(nobody_is_asked_while_completing),
		QUESTIONS(memory_has_an_end),
		QUESTIONS(remembering_alone_asks_for_another_round),
		QUESTIONS(recalls_what_fits),
	};

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
