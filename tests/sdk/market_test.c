/* market_test - where figures stand: time, session, provisional or not. */
#include "support/scripted_kis.h"

#define COLUMNS "\"columns\":[\"rank\",\"code\",\"trading_value\"]"
#define ALL20 "{\"market\":\"ALL\",\"sort_by\":\"trading_value\",\"count\":20," COLUMNS "}"

static void in_session_figures_are_provisional(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	reply = ask("top", ALL20);
	assert_true(reply->from.used);
	assert_int_equal(reply->from.as_of_ms, AT(10, 24));
	assert_int_equal(reply->from.fresh_until_ms, AT(15, 20));
	assert_string_equal(reply->from.session, "regular");
	assert_true(reply->from.provisional);
}

static void closed_figures_are_of_the_last_session(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.wall_ms = AT(7, 0);
	reply = ask("top", ALL20);
	assert_int_equal(reply->from.as_of_ms, kst_to_ms(20261120, 20, 0, 0));
	assert_false(reply->from.provisional);
	assert_true(has_note(reply, "figures of the session of 2026-11-20"));
}

static void the_closed_market_is_said_in_korean(void **state)
{
	(void)state;
	add_market(60);
	script.wall_ms = AT(7, 0);
	phrase_locale("ko");
	assert_true(has_note(ask("top", ALL20), "장이 닫혀 있어 2026-11-20 거래일 수치입니다"));
}

static void nxt_opens_half_an_hour_earlier(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.wall_ms = AT(8, 10);
	reply = ask("top", "{\"count\":5,\"basis\":\"NXT\",\"columns\":[\"code\"]}");
	assert_string_equal(reply->from.session, "pre_market");
	assert_int_equal(reply->from.as_of_ms, AT(8, 10));
	assert_int_equal(reply->from.fresh_until_ms, AT(8, 50));
}

static void recorded_answers_do_not_expire(void **state)
{
	(void)state;
	add_market(60);
	script.environment = ENVIRONMENT_REPLAY;
	assert_int_equal(ask("top", ALL20)->from.fresh_until_ms, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, script_start_quiet, script_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(in_session_figures_are_provisional),
		TEST(closed_figures_are_of_the_last_session),
		TEST(the_closed_market_is_said_in_korean),
		TEST(nxt_opens_half_an_hour_earlier),
		TEST(recorded_answers_do_not_expire),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
