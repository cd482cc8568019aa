/* abi_offers_test - prompts, resources and services of other ages. */
#include <string.h>

#include "host/plugin/worker.h"
#include "support/mini_trial.h"

static int bench_open(void **state)
{
	struct mini_registry *m = malloc(sizeof *m);

	if (!m)
		return -1;
	mini_open(m);
	*state = m;
	return 0;
}

#define BENCH(test) cmocka_unit_test_setup_teardown(test, bench_open, trial_close)

/* Why `name` was refused, or NULL. */
static const char *start(struct mini_registry *m, const char *name)
{
	(void)mini_add(m, TEST_FIXTURES, name);
	mini_start(m);
	return mini_report(m, name).why;
}

static void run(struct mini_registry *m, const struct call_order *order, struct mini_call *ret)
{
	assert_true(mini_order(m, order, ret) > 0);
	mini_wait(ret);
}

/* ---- A plugin built at 0.2. ---- */

static void what_it_declares_is_there(void **state)
{
	struct mini_registry *m = *state;
	const struct declared_tool *tool;
	const struct declared_resource *resource;

	assert_null(start(m, "frozen_offers"));
	tool = registry_tool(m->registry, SPAN("frozen_ask"))->declared;
	assert_string_equal(tool->args_schema, "{\"type\":\"object\"}");
	assert_string_equal(tool->icons,
		"[{\"src\":\"https://example.com/i.png\",\"mimeType\":\"image/png\"}]");
	assert_string_equal(tool->meta, "{\"k\":1}");
	assert_int_equal(tool->task, MCP_TASK_OPTIONAL);
	assert_int_equal(registry_prompt_at(m->registry, 0)->declared->deadline_s, 3);
	resource = registry_resource_at(m->registry, 0)->declared;
	assert_true(resource->is_public && resource->is_template && resource->listed);
	assert_string_equal(resource->mime, "text/plain");
	assert_string_equal(resource->annotations, "{\"priority\":1}");
	assert_int_equal(resource->bytes, 6);
	assert_int_equal(resource->ttl_s, 7);
	assert_int_equal(resource->deadline_s, 8);
}

static void its_tool_asks_and_answers(void **state)
{
	struct mini_registry *m = *state;
	struct call_order order = { .kind = CALL_TOOL, .args = SPAN("{\"a\":1}") };
	struct mini_call call;

	assert_null(start(m, "frozen_offers"));
	order.tool = registry_tool(m->registry, SPAN("frozen_ask"));
	run(m, &order, &call);
	assert_int_equal(call.fault.status, MCP_E_NEEDS_INPUT);
	assert_string_equal(call.kept, "{\"round\":\"Ag==\"}");

	order.kept = SPAN("{\"round\":\"Ag==\"}");
	order.inputs = SPAN("{\"who\":{\"action\":\"accept\",\"content\":{\"name\":\"Ada\"}}}");
	run(m, &order, &call);
	assert_string_equal(call.content,
		"[{\"type\":\"image\",\"data\":\"AQ==\",\"mimeType\":\"image/png\"},"
		"{\"type\":\"text\",\"text\":\"{\\\"a\\\":1}, Ada, round 2\"}]");
}

static void its_prompt_speaks_and_completes(void **state)
{
	struct mini_registry *m = *state;
	struct call_order order = { .kind = CALL_PROMPT, .args = SPAN("{\"name\":\"Ada\"}") };
	struct mini_call call;

	assert_null(start(m, "frozen_offers"));
	order.prompt = registry_prompt(m->registry, SPAN("frozen_prompt"));
	run(m, &order, &call);
	assert_string_equal(call.body, "{\"messages\":[{\"role\":\"assistant\",\"content\":"
				       "{\"type\":\"text\",\"text\":\"Ada\"}}]}");

	order.kind = CALL_COMPLETE;
	order.args = SPAN("{\"argument\":\"name\",\"value\":\"A\",\"context\":{\"other\":\"b\"}}");
	run(m, &order, &call);
	assert_string_equal(call.body, "{\"values\":[\"name\",\"A\",\"b\"],\"total\":3}");
}

static void its_resource_is_read(void **state)
{
	struct mini_registry *m = *state;
	struct call_order order = {
		.kind = CALL_RESOURCE,
		.args = SPAN("{\"uri\":\"frozen://Ada\",\"variables\":{\"name\":\"Ada\"}}"),
	};
	struct mini_call call;

	assert_null(start(m, "frozen_offers"));
	order.resource = registry_resource_at(m->registry, 0);
	run(m, &order, &call);
	assert_string_equal(call.body, "{\"contents\":[{\"uri\":\"frozen://Ada\",\"mimeType\":"
				       "\"text/plain\",\"text\":\"Ada\"}]}");
	assert_string_equal(m->told_uri, "frozen://Ada");
}

/* ---- Shorter and longer ones. ---- */

static void assert_both_answer(
	struct mini_registry *m, const char *prompt_says, const char *resource_says)
{
	struct call_order order = { .kind = CALL_PROMPT,
		.prompt = registry_prompt_at(m->registry, 0) };
	struct mini_call call;

	run(m, &order, &call);
	assert_non_null(strstr(call.body, prompt_says));
	order.kind = CALL_RESOURCE;
	order.resource = registry_resource_at(m->registry, 0);
	order.args = SPAN("{\"uri\":\"any://thing\",\"variables\":{}}");
	run(m, &order, &call);
	assert_non_null(strstr(call.body, resource_says));
}

static void older_ones_answer(void **state)
{
	struct mini_registry *m = *state;

	assert_null(start(m, "older_offers"));
	assert_both_answer(m, "older prompt", "older resource");
	assert_null(registry_prompt_at(m->registry, 0)->declared->meta);
	assert_int_equal(registry_resource_at(m->registry, 0)->declared->ttl_s, 0);
}

static void newer_ones_that_use_nothing_new_answer(void **state)
{
	struct mini_registry *m = *state;

	assert_null(start(m, "newer_quiet_offers"));
	assert_both_answer(m, "newer prompt", "newer resource");
}

static void a_newer_prompt_is_refused_by_name(void **state)
{
	assert_string_equal(start(*state, "newer_prompt"),
		"newer_prompt.so: prompt \"newer_prompt\" is built for contract 0.3 and uses members this host does not "
		"know; this host speaks 0.2: update the host or rebuild the tool");
}

static void a_newer_resource_is_refused_by_name(void **state)
{
	assert_string_equal(start(*state, "newer_resource"),
		"newer_resource.so: resource \"newer://resource\" is built for contract 0.3 and uses members this host "
		"does not know; this host speaks 0.2: update the host or rebuild the tool");
}

static void a_prompt_without_its_function_is_refused(void **state)
{
	assert_string_equal(start(*state, "short_prompt"),
		"short_prompt.so: prompt number 1 has size 56; begin it with MCP_PROMPT_HEAD");
}

static void a_resource_without_its_function_is_refused(void **state)
{
	assert_string_equal(start(*state, "short_resource"),
		"short_resource.so: resource number 1 has size 72; begin it with MCP_RESOURCE_HEAD");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		BENCH(what_it_declares_is_there),
		BENCH(its_tool_asks_and_answers),
		BENCH(its_prompt_speaks_and_completes),
		BENCH(its_resource_is_read),
		BENCH(older_ones_answer),
		BENCH(newer_ones_that_use_nothing_new_answer),
		BENCH(a_newer_prompt_is_refused_by_name),
		BENCH(a_newer_resource_is_refused_by_name),
		BENCH(a_prompt_without_its_function_is_refused),
		BENCH(a_resource_without_its_function_is_refused),
	};

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
