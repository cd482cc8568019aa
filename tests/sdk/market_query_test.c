/* market_query_test - queries that are refused, calls that end early. */
#include "support/scripted_kis.h"

#define COLUMNS "\"columns\":[\"rank\",\"code\",\"trading_value\"]"
#define ALL20 "{\"market\":\"ALL\",\"sort_by\":\"trading_value\",\"count\":20," COLUMNS "}"

#define DETAILS "{\"market\":\"KOSPI\",\"count\":3,\"columns\":[\"foreign_ratio\",\"per\"]}"

static void an_unknown_column_is_named(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = ask("top", "{\"count\":3,\"columns\":[\"rank\",\"trading_valu\"]}");
	assert_int_equal(reply->fault.status, MCP_E_ARGUMENT);
	assert_string_equal(reply->fault.text,
		"market/1 has no column \"trading_valu\"; did you mean \"trading_value\"?");
	assert_int_equal(script.call_count, 0);
}

static void a_count_out_of_range_is_refused(void **state)
{
	(void)state;
	assert_int_equal(ask("top", "{\"count\":51,\"columns\":[]}")->fault.status, MCP_E_ARGUMENT);
	assert_int_equal(ask("top", "{\"columns\":[]}")->fault.status, MCP_E_ARGUMENT);
}

static void an_unknown_word_is_refused(void **state)
{
	(void)state;
	assert_string_equal(
		ask("top", "{\"market\":\"NYSE\",\"count\":1,\"columns\":[]}")->fault.text,
		"market is \"NYSE\"; give one of ALL|KOSPI|KOSDAQ");
	assert_int_equal(
		ask("top", "{\"basis\":\"KONEX\",\"count\":1,\"columns\":[]}")->fault.status,
		MCP_E_ARGUMENT);
	assert_int_equal(
		ask("top", "{\"omit\":\"nothing\",\"count\":1,\"columns\":[]}")->fault.status,
		MCP_E_ARGUMENT);
}

static void an_unknown_operation_is_refused(void **state)
{
	(void)state;
	assert_int_equal(ask("futures", "{\"count\":1}")->fault.status, MCP_E_UNSUPPORTED);
}

static void a_cancel_ends_the_calls(void **state)
{
	(void)state;
	add_market(60);
	post(7, "top", ALL20);
	(void)script_answer();
	market_cancel(script_market, 7);
	assert_int_equal(script.reply_count, 1);
	assert_int_equal(script.replies[0].fault.status, MCP_E_CANCELLED);
	script_run();
	assert_int_equal(script.reply_count, 1);
}

static void a_cancel_among_the_details_ends_them(void **state)
{
	(void)state;
	add_market(60);
	post(7, "top", DETAILS);
	(void)(script_answer() && script_answer() && script_answer() && script_answer());
	assert_int_equal(script.detail_calls, 1);
	market_cancel(script_market, 7);
	script_run();
	assert_int_equal(script.detail_calls, 1);
	assert_int_equal(script.replies[0].fault.status, MCP_E_CANCELLED);
}

static void an_unknown_cancel_does_nothing(void **state)
{
	(void)state;
	market_cancel(script_market, 99);
	assert_int_equal(script.reply_count, 0);
}

static void the_end_of_the_market_ends_its_calls(void **state)
{
	(void)state;
	add_market(60);
	post(1, "top", ALL20);
	post(2, "summary", "{\"columns\":[\"total_trading_value\",\"top5_concentration\"]}");
	market_free(script_market);
	script_market = NULL;
	assert_int_equal(script.reply_count, 2);
	script_run();
	assert_int_equal(script.reply_count, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, script_start_quiet, script_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_unknown_column_is_named),
		TEST(a_count_out_of_range_is_refused),
		TEST(an_unknown_word_is_refused),
		TEST(an_unknown_operation_is_refused),
		TEST(a_cancel_ends_the_calls),
		TEST(a_cancel_among_the_details_ends_them),
		TEST(an_unknown_cancel_does_nothing),
		TEST(the_end_of_the_market_ends_its_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
