/* market_fill_fault_test - upstream refuses, lies or lags: no figure is wrong, and it goes on. */
#include "support/fill_world.h"

static void assert_bar(const char *code, int32_t date)
{
	const struct bar *bar = history_bar(world.parts.history, code, date);

	assert_non_null(bar);
	assert_int_equal(bar->close, close_of(code, date));
	assert_int_equal(bar->volume, volume_of(code, date));
	assert_int_equal(bar->value, value_of_day(code, date));
	assert_int_equal(bar->base, close_of(code, calendar_previous_day(&world.calendar, date)));
}

/* ---- Failures. ---- */

static void a_tenth_of_the_calls_may_fail(void **state)
{
	(void)state;
	world.refuse_nth = 10;
	begin();
	start_all();
	run_for(60000);
	for (int k = 0; k < FILL_KINDS; k++)
		assert_int_equal(state_of((enum fill_kind)k).done, 40);
	assert_true(state_of(FILL_PROGRAMS).ready);
}

static void twenty_failures_in_a_row_make_a_pause_that_says_why(void **state)
{
	struct fill_state s;

	(void)state;
	world.refuse_nth = 1;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(10000);
	s = state_of(FILL_BARS);
	assert_false(s.ready);
	assert_false(s.running);
	assert_int_equal(s.fault.status, MCP_E_UPSTREAM);
	assert_string_equal(s.fault.text, "scripted refusal");
	assert_in_range(s.fault.retry_after_s, 45, 61);
	/* Those under way may end. */
	assert_in_range(world.call_count, 20, 36);
	/* It goes on by itself, and the failures count against nobody. */
	world.refuse_nth = 0;
	run_for(61000);
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(state_of(FILL_BARS).fault.status, MCP_OK);
}

static void a_share_that_fails_three_times_is_left_for_an_hour(void **state)
{
	struct fill_state s;

	(void)state;
	add_shares(100);
	world.refuse = "itemchartprice 100050";
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(60000);
	s = state_of(FILL_BARS);
	assert_int_equal(calls_of("inquire-daily-itemchartprice", "100050"), 3);
	assert_int_equal(s.done, 139);
	assert_int_equal(s.skipped, 1);
	/* Less than one in a hundred. */
	assert_true(s.ready);
	world.refuse = NULL;
	run_for(3600000);
	assert_int_equal(calls_of("inquire-daily-itemchartprice", "100050"), 4);
	assert_int_equal(state_of(FILL_BARS).done, 140);
	assert_int_equal(state_of(FILL_BARS).skipped, 0);
}

static void one_in_a_hundred_skipped_is_not_ready(void **state)
{
	struct fill_state s;

	(void)state;
	world.refuse = "itemchartprice 100050";
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(60000);
	s = state_of(FILL_BARS);
	assert_int_equal(s.skipped, 1);
	assert_false(s.ready);
	assert_string_equal(s.fault.text, "scripted refusal");
}

static void a_body_that_is_none_is_a_failure(void **state)
{
	(void)state;
	world.body = "{\"output1\":{},\"output\":{},\"rt_cd\":\"0\"}";
	begin();
	start_all();
	run_for(10000);
	for (int k = 0; k < FILL_KINDS; k++) {
		assert_int_equal(state_of((enum fill_kind)k).done, 0);
		assert_int_equal(state_of((enum fill_kind)k).fault.status, MCP_E_UPSTREAM);
	}
}

static void a_body_of_another_share_is_a_failure(void **state)
{
	(void)state;
	world.body = "{\"output1\":{\"stck_shrn_iscd\":\"999999\"},\"output2\":[{"
		     "\"stck_bsop_date\":\"20261123\",\"stck_clpr\":\"10\",\"acml_vol\":\"1\","
		     "\"acml_tr_pbmn\":\"10\"}],\"rt_cd\":\"0\"}";
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(10000);
	assert_int_equal(state_of(FILL_BARS).done, 0);
	assert_int_equal(history_shares(world.parts.history), 0);
}

static void a_share_that_trades_without_rows_is_asked_three_times(void **state)
{
	(void)state;
	world.alone = "100050";
	begin();
	start_all();
	run_for(60000);
	assert_int_equal(calls_of("inquire-daily-itemchartprice", "100050"), 3);
	assert_int_equal(calls_of("inquire-investor", "100050"), 3);
	/* Everybody else has the day: there is none for this one. */
	assert_true(state_of(FILL_BARS).ready);
	assert_true(state_of(FILL_INVESTORS).ready);
	assert_int_equal(state_of(FILL_BARS).skipped, 0);
	assert_null(history_bar(world.parts.history, "100050", YESTERDAY));
}

static void a_share_that_does_not_trade_may_have_no_rows(void **state)
{
	(void)state;
	world.alone = "100050";
	world.rows[5].flags = MASTER_HALTED;
	begin();
	start_all();
	run_for(1000);
	assert_int_equal(calls_of("inquire-daily-itemchartprice", "100050"), 1);
	assert_true(state_of(FILL_BARS).ready);
	assert_true(state_of(FILL_PROGRAMS).ready);
}

static void a_day_nobody_has_yet_is_waited_for(void **state)
{
	struct fill_state s;

	(void)state;
	at(TODAY, 20, 6);
	world.lacks_today = true;
	begin();
	start_all();
	run_for(10000);
	for (int k = 0; k < FILL_KINDS; k++) {
		s = state_of((enum fill_kind)k);
		assert_int_equal(s.done, 0);
		assert_non_null(strstr(s.fault.text, "20261124"));
	}
	/* What there is, is kept. */
	assert_bar("100390", YESTERDAY);
	world.lacks_today = false;
	run_for(70000);
	for (int k = 0; k < FILL_KINDS; k++)
		assert_true(state_of((enum fill_kind)k).ready);
}

static void investors_that_are_not_settled_are_waited_for(void **state)
{
	(void)state;
	at(TODAY, 20, 6);
	world.unsettled = true;
	begin();
	fill_start(world.fill, FILL_INVESTORS);
	run_for(10000);
	assert_int_equal(state_of(FILL_INVESTORS).done, 0);
	assert_null(flows_get(world.parts.flows, "100390", TODAY, INVESTOR_FOREIGN));
	assert_non_null(flows_get(world.parts.flows, "100390", YESTERDAY, INVESTOR_FOREIGN));
	world.unsettled = false;
	run_for(70000);
	assert_true(state_of(FILL_INVESTORS).ready);
	assert_non_null(flows_get(world.parts.flows, "100390", TODAY, INVESTOR_FOREIGN));
}

static void a_client_without_room_makes_a_pause(void **state)
{
	(void)state;
	world.full = true;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(5000);
	assert_int_equal(state_of(FILL_BARS).fault.status, MCP_E_MEMORY);
	world.full = false;
	run_for(70000);
	assert_true(state_of(FILL_BARS).ready);
}

static void without_master_files_it_stands_still(void **state)
{
	struct fill_state s;

	(void)state;
	world.no_master = true;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	s = state_of(FILL_BARS);
	assert_int_equal(s.total, 0);
	assert_int_equal(s.fault.status, MCP_E_UPSTREAM);
	assert_non_null(strstr(s.fault.text, "master files"));
	(void)fault_set(&world.master_why, MCP_E_CONFIG, "no such host");
	assert_string_equal(state_of(FILL_BARS).fault.text, "no such host");
	world.no_master = false;
	run_for(61000);
	assert_true(state_of(FILL_BARS).ready);
}

static void recorded_answers_are_not_filled_from(void **state)
{
	struct fill_waiter w = { 0 };

	(void)state;
	world.environment = ENVIRONMENT_REPLAY;
	begin();
	assert_true(fill_wait(world.fill, FILL_BARS, &w));
	run_for(10000);
	assert_int_equal(world.call_count, 0);
	assert_int_equal(state_of(FILL_BARS).fault.status, MCP_E_UNSUPPORTED);
}

static void calls_under_way_end_with_the_fill(void **state)
{
	(void)state;
	begin();
	start_all();
	(void)step();
	assert_int_equal(world.open, 16);
	end();
	assert_int_equal(world.open, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(a_tenth_of_the_calls_may_fail),
		WORLD_TEST(twenty_failures_in_a_row_make_a_pause_that_says_why),
		WORLD_TEST(a_share_that_fails_three_times_is_left_for_an_hour),
		WORLD_TEST(one_in_a_hundred_skipped_is_not_ready),
		WORLD_TEST(a_body_that_is_none_is_a_failure),
		WORLD_TEST(a_body_of_another_share_is_a_failure),
		WORLD_TEST(a_share_that_trades_without_rows_is_asked_three_times),
		WORLD_TEST(a_share_that_does_not_trade_may_have_no_rows),
		WORLD_TEST(a_day_nobody_has_yet_is_waited_for),
		WORLD_TEST(investors_that_are_not_settled_are_waited_for),
		WORLD_TEST(a_client_without_room_makes_a_pause),
		WORLD_TEST(without_master_files_it_stands_still),
		WORLD_TEST(recorded_answers_are_not_filled_from),
		WORLD_TEST(calls_under_way_end_with_the_fill),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
