/* market_wait_test - a question whose time is nearly over goes on with what there is. */
#include "support/scripted_kis.h"

#define SECTORS "{\"market\":\"KOSPI\",\"count\":5,\"columns\":[\"trading_value\"]}"

/* Answers everything but the sweep. */
static void answer_masters(void)
{
	script.quiet = false;
	(void)script_answer();
	(void)script_answer();
}

static void pass(int64_t ms)
{
	script.wall_ms += ms;
	script.mono_ms += ms;
	(void)market_step(script_market);
}

static void waits_for_the_sweep_while_there_is_time(void **state)
{
	(void)state;
	add_market(60);
	post(1, "sectors", SECTORS);
	answer_masters();
	pass(24000);
	assert_int_equal(script.reply_count, 0);
}

static void without_a_sweep_it_ends_before_its_time(void **state)
{
	(void)state;
	add_market(60);
	post(1, "sectors", SECTORS);
	answer_masters();
	pass(26000);
	assert_int_equal(script.reply_count, 1);
	assert_int_equal(script.replies[0].fault.status, MCP_E_UPSTREAM);
	assert_string_equal(script.replies[0].fault.text,
		"the whole market could not be read; try again later");
}

static void without_a_new_sweep_it_shows_the_old_one_and_says_so(void **state)
{
	(void)state;
	add_market(60);
	(void)ask("sectors", SECTORS);
	pass(600000);
	post(2, "sectors", SECTORS);
	pass(26000);
	script_run();
	assert_int_equal(script.reply_count, 2);
	assert_int_equal(script.replies[1].fault.status, MCP_OK);
	assert_true(has_note(&script.replies[1], "these figures are of 10:24"));
}

static void a_few_shares_without_an_answer_end_before_their_time_too(void **state)
{
	(void)state;
	add_market(60);
	post(1, "quotes", "{\"codes\":\"100000\",\"columns\":[\"price\"]}");
	answer_masters();
	assert_int_equal(script.calls[script.call_count - 1].lane, LANE_USER);
	pass(24000);
	assert_int_equal(script.reply_count, 0);
	pass(2000);
	assert_int_equal(script.reply_count, 1);
	assert_int_equal(script.replies[0].fault.status, MCP_E_UPSTREAM);
}

static void says_when_it_wants_to_look_again(void **state)
{
	(void)state;
	add_market(60);
	post(1, "sectors", SECTORS);
	answer_masters();
	assert_in_range(market_step(script_market), 1, 25000);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, script_start, script_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(waits_for_the_sweep_while_there_is_time),
		TEST(without_a_sweep_it_ends_before_its_time),
		TEST(without_a_new_sweep_it_shows_the_old_one_and_says_so),
		TEST(a_few_shares_without_an_answer_end_before_their_time_too),
		TEST(says_when_it_wants_to_look_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
