/* market_band_test - what upstream does wrong to a ranking, and what is said about it. */
#include "support/scripted_kis.h"

#define COLUMNS "\"columns\":[\"rank\",\"code\",\"trading_value\"]"
#define ALL20 "{\"market\":\"ALL\",\"sort_by\":\"trading_value\",\"count\":20," COLUMNS "}"
#define KOSPI50 "{\"market\":\"KOSPI\",\"count\":50," COLUMNS "}"

static void assert_ranked(const struct service_reply *reply, uint32_t count)
{
	char code[16];

	assert_int_equal(reply->fault.status, MCP_OK);
	assert_int_equal(row_count(reply), count);
	for (uint32_t i = 0; i < count; i++) {
		(void)snprintf(code, sizeof code, "\"%s\"", script.shares[i].code);
		assert_string_equal(cell(reply, i, 1), code);
	}
}

static void kospi_refused_is_taken_from_all_markets(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(300);
	script.refuse = "FID_INPUT_ISCD=0001";
	reply = ask("top", ALL20);
	assert_ranked(reply, 20);
	assert_true(reply->from.complete);
	assert_true(has_note(reply, "KOSPI alone was not answered"));
}

static void a_market_that_does_not_answer_fails_the_call(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.refuse = "volume-rank";
	reply = ask("top", ALL20);
	assert_int_equal(reply->fault.status, MCP_E_UPSTREAM);
	assert_string_equal(reply->fault.text, "scripted refusal");
	assert_true(reply->from.used);
	assert_true(reply->from.upstream_calls > 0);
}

static void a_band_that_fails_is_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(300);
	script.refuse = "FID_INPUT_PRICE_2=100000000";
	reply = ask("top", KOSPI50);
	assert_int_equal(reply->fault.status, MCP_OK);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "calls for this ranking failed"));
	assert_false(has_note(reply, "prices moved"));
}

static void bounds_that_do_nothing_are_noticed_once(void **state)
{
	const struct service_reply *reply;
	uint32_t calls;

	(void)state;
	add_market(300);
	script.ignore_prices = true;
	reply = ask("top", KOSPI50);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "price bands are not honoured upstream"));
	assert_int_equal(row_count(reply), 30);
	calls = script.rank_calls;
	(void)ask("top", KOSPI50);
	assert_int_equal(script.rank_calls, calls + 1);
}

static void bounds_behind_the_cut_are_noticed(void **state)
{
	(void)state;
	add_market(300);
	script.cut_first = true;
	assert_true(has_note(ask("top", KOSPI50), "price bands are not honoured upstream"));
}

static void unordered_rows_are_sorted_and_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(40);
	script.upside_down = true;
	reply = ask("top", "{\"market\":\"KOSPI\",\"count\":20," COLUMNS "}");
	assert_string_equal(cell(reply, 0, 1), "\"100000\"");
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "did not come in the asked order"));
}

static void a_double_is_counted_once_and_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(40);
	script.twice = true;
	reply = ask("top", "{\"market\":\"KOSPI\",\"count\":20," COLUMNS "}");
	assert_string_equal(cell(reply, 1, 1), "\"100020\"");
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "came twice"));
}

static void more_than_thirty_rows_are_doubted(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(300);
	script.flood = true;
	reply = ask("top", ALL20);
	assert_int_equal(row_count(reply), 20);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "more rows came"));
}

static void no_rows_while_open_is_a_fault(void **state)
{
	(void)state;
	add_market(40);
	script.body = "{\"output\":[],\"rt_cd\":\"0\"}";
	assert_int_equal(ask("top", ALL20)->fault.status, MCP_E_UPSTREAM);
}

static void no_rows_while_closed_is_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(40);
	script.wall_ms = AT(21, 0);
	script.body = "{\"output\":[],\"rt_cd\":\"0\"}";
	reply = ask("top", ALL20);
	assert_int_equal(row_count(reply), 0);
	assert_false(reply->from.complete);
}

static void rows_of_zeros_are_doubted(void **state)
{
	const struct service_reply *reply;

	(void)state;
	for (int i = 0; i < 60; i++)
		(void)add_share(i % 2 == 0 ? 0 : 1, 1000, 0);
	reply = ask("top", ALL20);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "holds no trades"));
}

static void a_body_without_rows_is_a_fault(void **state)
{
	(void)state;
	add_market(40);
	script.body = "{\"rt_cd\":\"0\"}";
	assert_int_equal(ask("top", ALL20)->fault.status, MCP_E_UPSTREAM);
}

static void fewer_rows_than_wanted_are_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(10);
	reply = ask("top", ALL20);
	assert_ranked(reply, 10);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "only 10 of the 20 wanted rows were found"));
}

static void shares_at_one_price_are_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	for (int i = 0; i < 200; i++)
		(void)add_share(0, i % 4 == 0 ? 2000 + i * 50 : 1000, 1000000000 - i * 1000);
	reply = ask("top", KOSPI50);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "one price"));
}

static void a_leader_that_moved_is_asked_again(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(300);
	script.sink_at = 2;
	script.sink_until = 3;
	reply = ask("top", KOSPI50);
	assert_string_equal(cell(reply, 0, 1), "\"100000\"");
	assert_true(reply->from.complete);
	assert_true(script.rank_calls > 4);
}

static void a_leader_that_keeps_moving_is_shown_and_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(300);
	(void)ask("top", KOSPI50);
	script.sink_at = script.rank_calls;
	script.sink_until = 1000;
	reply = ask("top", KOSPI50);
	assert_string_equal(cell(reply, 0, 1), "\"100000\"");
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "prices moved"));
}

static void a_client_that_takes_no_call_fails_the_answer(void **state)
{
	(void)state;
	script.full = true;
	assert_int_equal(ask("top", ALL20)->fault.status, MCP_E_MEMORY);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, script_start_quiet, script_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(kospi_refused_is_taken_from_all_markets),
		TEST(a_market_that_does_not_answer_fails_the_call),
		TEST(a_band_that_fails_is_said),
		TEST(bounds_that_do_nothing_are_noticed_once),
		TEST(bounds_behind_the_cut_are_noticed),
		TEST(unordered_rows_are_sorted_and_said),
		TEST(a_double_is_counted_once_and_said),
		TEST(more_than_thirty_rows_are_doubted),
		TEST(no_rows_while_open_is_a_fault),
		TEST(no_rows_while_closed_is_said),
		TEST(rows_of_zeros_are_doubted),
		TEST(a_body_without_rows_is_a_fault),
		TEST(fewer_rows_than_wanted_are_said),
		TEST(shares_at_one_price_are_said),
		TEST(a_leader_that_moved_is_asked_again),
		TEST(a_leader_that_keeps_moving_is_shown_and_said),
		TEST(a_client_that_takes_no_call_fails_the_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
