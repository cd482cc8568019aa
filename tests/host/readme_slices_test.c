/* readme_slices_test - the second tool of plugins/README.md, run as a host runs it. */
#include <string.h>

#include "host/plugin/worker.h"
#include "support/mini_trial.h"

static int slices_start(void **state)
{
	struct mini_registry *m = malloc(sizeof *m);

	if (!m)
		return -1;
	mini_open(m);
	(void)mini_add(m, TEST_FIXTURES, "slices");
	mini_start(m);
	*state = m;
	return 0;
}

#define SLICES(test) cmocka_unit_test_setup_teardown(test, slices_start, trial_close)

static void run(struct mini_registry *m, const struct call_order *order, struct mini_call *ret)
{
	assert_true(mini_order(m, order, ret) > 0);
	mini_wait(ret);
}

/* Calls the tool with an answer to its form ("" for none) and what it remembers. */
static void plan(
	struct mini_registry *m, const char *answer, const char *kept, struct mini_call *ret)
{
	char inputs[256];
	const struct call_order order = {
		.kind = CALL_TOOL,
		.tool = registry_tool(m->registry, SPAN("plan_slices")),
		.args = SPAN("{\"stock_code\":\"005930\",\"price\":1000}"),
		.inputs = { inputs,
			(size_t)snprintf(inputs, sizeof inputs, "{\"plan\":{%s}}", answer) },
		.kept = span_of(kept),
	};

	run(m, &order, ret);
}

static void it_asks_and_remembers_when(void **state)
{
	struct mini_call call;

	plan(*state, "", NULL, &call);

	assert_int_equal(call.fault.status, MCP_E_NEEDS_INPUT);
	assert_string_equal(call.requests,
		"{\"plan\":{\"method\":\"elicitation/create\",\"params\":{\"mode\":\"form\","
		"\"message\":\"How shall I slice it?\",\"requestedSchema\":{\"type\":\"object\","
		"\"properties\":{\"budget\":{\"type\":\"integer\",\"title\":\"Budget\","
		"\"description\":\"How much to spend in all. Unit: KRW.\",\"minimum\":1},\"days\":{"
		"\"type\":\"integer\",\"title\":\"Days\",\"description\":\"Over how many days.\","
		"\"minimum\":1,\"maximum\":20,\"default\":5}},\"required\":[\"budget\"]}}}}");
	assert_non_null(strstr(call.kept, "\"began\":"));
}

static void an_answer_makes_the_plan(void **state)
{
	struct mini_call asked;
	struct mini_call call;

	plan(*state, "", NULL, &asked);
	plan(*state, "\"action\":\"accept\",\"content\":{\"budget\":8500,\"days\":3}", asked.kept,
		&call);

	assert_int_equal(call.fault.status, MCP_OK);
	assert_string_equal(call.structured, "{\"per_day\":[3,3,2]}");
	assert_string_equal(
		call.content, "[{\"type\":\"text\",\"text\":\"8 shares, over 3 days.\"}]");
}

static void a_no_is_an_answer_too(void **state)
{
	struct mini_call call;

	plan(*state, "\"action\":\"decline\"", NULL, &call);

	assert_int_equal(call.fault.status, MCP_OK);
	assert_string_equal(call.structured, "{\"per_day\":[]}");
	assert_non_null(strstr(call.content, "Nothing is planned."));
}

static void an_old_price_ends_it(void **state)
{
	struct mini_call call;

	plan(*state, "\"action\":\"accept\",\"content\":{\"budget\":8500}",
		"{\"began\":\"AAAAAAAAAAA=\"}", &call);

	assert_int_equal(call.fault.status, MCP_E_ARGUMENT);
	assert_non_null(strstr(call.fault.text, "older than ten minutes"));
}

static void too_little_is_a_failure_with_a_link(void **state)
{
	struct mini_call call;

	plan(*state, "\"action\":\"accept\",\"content\":{\"budget\":999}", NULL, &call);

	assert_int_equal(call.fault.status, MCP_OK);
	assert_true(call.is_error);
	assert_non_null(strstr(call.content, "\"uri\":\"slices://words/budget\""));
}

static void its_words_can_be_read(void **state)
{
	struct mini_registry *m = *state;
	struct call_order order = { .kind = CALL_RESOURCE };
	struct mini_call call;

	order.resource = registry_resource_at(m->registry, 0);
	order.args = SPAN("{\"uri\":\"slices://words/slice\",\"variables\":{\"word\":\"slice\"}}");
	run(m, &order, &call);
	assert_string_equal(call.body,
		"{\"contents\":[{\"uri\":\"slices://words/slice\",\"mimeType\":\"text/plain\","
		"\"text\":\"A part of a purchase, made on a day of its own.\"}]}");

	order.args = SPAN("{\"uri\":\"slices://words/x\",\"variables\":{\"word\":\"x\"}}");
	run(m, &order, &call);
	assert_string_equal(call.fault.text, "there is no word \"x\"; try slice");
}

static void its_words_can_be_completed_and_explained(void **state)
{
	struct mini_registry *m = *state;
	struct call_order order = { .kind = CALL_COMPLETE };
	struct mini_call call;

	order.prompt = registry_prompt(m->registry, SPAN("explain_word"));
	order.args = SPAN("{\"argument\":\"word\",\"value\":\"b\",\"context\":{}}");
	run(m, &order, &call);
	assert_string_equal(call.body, "{\"values\":[\"budget\"],\"total\":1}");

	order.kind = CALL_PROMPT;
	order.args = SPAN("{\"word\":\"slice\"}");
	run(m, &order, &call);
	assert_non_null(strstr(call.body, "Explain this to a beginner"));
	assert_non_null(strstr(call.body, "A part of a purchase"));
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		SLICES(it_asks_and_remembers_when),
		SLICES(an_answer_makes_the_plan),
		SLICES(a_no_is_an_answer_too),
		SLICES(an_old_price_ends_it),
		SLICES(too_little_is_a_failure_with_a_link),
		SLICES(its_words_can_be_read),
		SLICES(its_words_can_be_completed_and_explained),
	};

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
