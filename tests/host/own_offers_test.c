/* own_offers_test - our own resources and prompts, from their plugins to the core. */
#include <string.h>

#include "host/plugin/worker.h"
#include "support/mini_trial.h"

static int start(void **state)
{
	struct mini_registry *m = malloc(sizeof *m);

	if (!m)
		return -1;
	mini_open(m);
	(void)mini_add(m, TEST_PLUGINS, "stocks");
	(void)mini_add(m, TEST_PLUGINS, "status");
	(void)mini_add(m, TEST_PLUGINS, "briefing");
	mini_start(m);
	*state = m;
	return 0;
}

#define OWN(test) cmocka_unit_test_setup_teardown(test, start, trial_close)

static void run(struct mini_registry *m, const struct call_order *order, struct mini_call *ret)
{
	assert_true(mini_order(m, order, ret) > 0);
	mini_wait(ret);
}

static void read_uri(struct mini_registry *m, const char *uri, struct mini_call *ret)
{
	struct call_order order = { .kind = CALL_RESOURCE };
	struct buf args;

	buf_init(&args, 1024);
	buf_printf(&args, "{\"uri\":\"%s\",\"variables\":", uri);
	order.resource = registry_resource_for(m->registry, span_of(uri), &args);
	assert_non_null(order.resource);
	buf_puts(&args, "}");
	order.args = buf_as_span(&args);
	run(m, &order, ret);
	buf_done(&args);
}

static void all_are_on_offer(void **state)
{
	struct mini_registry *m = *state;

	assert_null(mini_report(m, "stocks").why);
	assert_null(mini_report(m, "status").why);
	assert_null(mini_report(m, "briefing").why);
	assert_int_equal(registry_tool_count(m->registry), 0);
	assert_int_equal(registry_prompt_count(m->registry), 2);
	assert_int_equal(registry_resource_count(m->registry), 3);
	assert_non_null(registry_template(m->registry, SPAN("kis://stocks/{code}")));
	assert_non_null(registry_template(m->registry, SPAN("kis://sectors/{market}")));
	assert_true(registry_prompt(m->registry, SPAN("market_briefing"))->declared->completes);
}

static void sectors_are_read(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;

	m->body = "{\"columns\":[\"market\",\"sector_code\",\"sector_name\",\"stock_count\","
		  "\"as_of\",\"environment\",\"notes\"],\"rows\":[[\"KOSPI\",\"0005\",\"음식료\",7,"
		  "\"2026-11-23T07:45:00+09:00\",\"real\",[]]]}";
	read_uri(m, "kis://sectors/KOSPI", &call);
	assert_int_equal(call.fault.status, MCP_OK);
	assert_string_equal(m->asked_of, "stocks market/1 sector_names");
	assert_string_equal(call.body,
		"{\"contents\":[{\"uri\":\"kis://sectors/KOSPI\",\"mimeType\":\"application/json\","
		"\"text\":\"{\\\"market\\\":\\\"KOSPI\\\",\\\"as_of\\\":"
		"\\\"2026-11-23T07:45:00+09:00\\\",\\\"environment\\\":\\\"real\\\","
		"\\\"sectors\\\":[{\\\"market\\\":\\\"KOSPI\\\","
		"\\\"sector_code\\\":\\\"0005\\\",\\\"sector_name\\\":\\\"음식료\\\","
		"\\\"stock_count\\\":7}],\\\"notes\\\":[]}\"}]}");
}

static void a_share_that_is_not_there_is_no_resource(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;

	m->body =
		"{\"columns\":[\"code\",\"name\",\"market\",\"sector_code\",\"sector_name\",\"price\",\"change\",\"change_rate\",\"volume\",\"trading_value\",\"market_cap\",\"listed_shares\",\"turnover_rate\",\"flags\",\"as_of\",\"notes\",\"environment\",\"basis\",\"session\",\"provisional\"],\"rows\":[]}";
	read_uri(m, "kis://stocks/999999", &call);
	assert_int_equal(call.fault.status, MCP_E_ARGUMENT);
	assert_string_equal(call.fault.text, "999999 is no listed share of KOSPI or KOSDAQ");
}

static void a_dead_upstream_is_said(void **state)
{
	struct mini_registry *m = *state;
	struct mini_call call;

	(void)fault_set(&m->fault, MCP_E_UPSTREAM, "nobody is there; try again later");
	read_uri(m, "kis://status", &call);
	assert_int_equal(call.fault.status, MCP_E_UPSTREAM);
	assert_string_equal(m->asked_of, "status market/1 status");
}

static void codes_are_completed(void **state)
{
	struct mini_registry *m = *state;
	const struct call_order order = {
		.kind = CALL_COMPLETE,
		.resource = registry_template(m->registry, SPAN("kis://stocks/{code}")),
		.args = SPAN("{\"argument\":\"code\",\"value\":\"ㅅㅅㅈㅈ\"}"),
	};
	struct mini_call call;

	m->body = "{\"columns\":[\"code\",\"matched\"],\"rows\":[[\"005930\",2],[\"005935\",2]]}";
	run(m, &order, &call);
	assert_string_equal(call.body, "{\"values\":[\"005930\",\"005935\"],\"total\":2}");
	assert_non_null(strstr(m->query, "\"text\":\"ㅅㅅㅈㅈ\""));
}

static void a_prompt_is_one_message_of_the_user(void **state)
{
	static const char begin[] =
		"{\"description\":\"A review of unusual trading volume\",\"messages\":[{\"role\":"
		"\"user\",\"content\":{\"type\":\"text\",\"text\":\"Review unusual trading volume "
		"in the Korean stock market (KOSPI).";
	struct mini_registry *m = *state;
	const struct call_order order = {
		.kind = CALL_PROMPT,
		.prompt = registry_prompt(m->registry, SPAN("unusual_volume_review")),
		.args = SPAN("{\"market\":\"KOSPI\",\"threshold\":\"300\"}"),
	};
	struct mini_call call;

	run(m, &order, &call);
	assert_int_equal(call.fault.status, MCP_OK);
	assert_memory_equal(call.body, begin, sizeof begin - 1);
	assert_int_equal(m->asked, 0);
}

static void a_prompt_of_another_market_is_refused(void **state)
{
	struct mini_registry *m = *state;
	const struct call_order order = {
		.kind = CALL_PROMPT,
		.prompt = registry_prompt(m->registry, SPAN("market_briefing")),
		.args = SPAN("{\"market\":\"NASDAQ\"}"),
	};
	struct mini_call call;

	run(m, &order, &call);
	assert_int_equal(call.fault.status, MCP_E_ARGUMENT);
	assert_string_equal(call.fault.text, "market is \"NASDAQ\"; give ALL, KOSPI or KOSDAQ");
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		OWN(all_are_on_offer),
		OWN(sectors_are_read),
		OWN(a_share_that_is_not_there_is_no_resource),
		OWN(a_dead_upstream_is_said),
		OWN(codes_are_completed),
		OWN(a_prompt_is_one_message_of_the_user),
		OWN(a_prompt_of_another_market_is_refused),
	};

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
