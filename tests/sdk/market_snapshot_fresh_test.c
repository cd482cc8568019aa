/* market_snapshot_fresh_test - how long a snapshot holds, and who is told of the next one. */
#include "support/scripted_sweep.h"

#define MARKET_CALLS ((60 + 2 * MASTER_ROWS + 29) / 30)

static bool is_fresh(void)
{
	return snapshots_fresh(snapshots, BASIS_KRX) != NULL;
}

/* A sweep whose every answer takes a while. */
static const struct snapshot *swept_slowly(int64_t ms_per_answer)
{
	(void)snapshots_want(snapshots, BASIS_KRX, NULL);
	while (script_answer())
		pass(ms_per_answer);
	return snapshots_newest(snapshots, BASIS_KRX);
}

static void set_time(int64_t wall_ms)
{
	script.mono_ms += wall_ms > script.wall_ms ? wall_ms - script.wall_ms : 0;
	script.wall_ms = wall_ms;
}

/* With the sectors' names behind it, so that no call but the sweep's is left. */
static void load_master(void)
{
	struct master_waiter w = { 0 };

	(void)master_want(sweep_master, LANE_USER, &w);
	master_forget(sweep_master, &w);
	script_run();
	(void)master_want(sweep_master, LANE_USER, &w);
	script_run();
}

/* ---- How long it holds. ---- */

static void in_session_it_is_fresh_for_half_a_minute(void **state)
{
	(void)state;
	assert_false(is_fresh());
	(void)swept();
	pass(29999);
	assert_true(is_fresh());
	assert_true(snapshots_want(snapshots, BASIS_KRX, NULL));
	pass(1);
	assert_false(is_fresh());
	assert_non_null(snapshots_newest(snapshots, BASIS_KRX));
}

static void a_slow_sweep_is_fresh_for_twice_its_time(void **state)
{
	int64_t took_ms = (MARKET_CALLS - 1) * INT64_C(1000);

	(void)state;
	load_master();
	(void)swept_slowly(1000);
	pass(took_ms - 1001);
	assert_true(is_fresh());
	pass(1);
	assert_false(is_fresh());
}

static void another_venue_is_not_served_by_it(void **state)
{
	(void)state;
	(void)swept();
	assert_null(snapshots_fresh(snapshots, BASIS_NXT));
	assert_null(snapshots_fresh(snapshots, BASIS_UNIFIED));
}

static void it_is_never_older_than_its_session(void **state)
{
	(void)state;
	set_time(AT(15, 20) - 5000);
	(void)swept();
	pass(4999);
	assert_true(is_fresh());
	pass(1);
	assert_false(is_fresh());
}

static void one_taken_while_trading_does_not_hold_over_the_close(void **state)
{
	(void)state;
	set_time(AT(20, 0) - 1000);
	(void)swept();
	assert_true(is_fresh());
	pass(1000);
	assert_false(is_fresh());
}

static void of_an_ended_session_it_holds_until_the_next(void **state)
{
	const struct snapshot *s;

	(void)state;
	set_time(AT(20, 5));
	s = swept();
	assert_int_equal(s->date, 20261123);
	assert_int_equal(s->from.as_of_ms, AT(20, 0));
	assert_int_equal(s->from.fresh_until_ms, kst_to_ms(20261124, 8, 30, 0));
	set_time(kst_to_ms(20261124, 0, 0, 0));
	assert_true(is_fresh());
	set_time(kst_to_ms(20261124, 8, 30, 0) - 1);
	assert_true(is_fresh());
	set_time(kst_to_ms(20261124, 8, 30, 0));
	assert_false(is_fresh());
}

static void nxt_begins_earlier(void **state)
{
	(void)state;
	set_time(AT(20, 5));
	(void)swept_as(BASIS_NXT);
	set_time(kst_to_ms(20261124, 8, 0, 0) - 1);
	assert_non_null(snapshots_fresh(snapshots, BASIS_NXT));
	set_time(kst_to_ms(20261124, 8, 0, 0));
	assert_null(snapshots_fresh(snapshots, BASIS_NXT));
}

static void over_a_weekend_it_holds_until_monday(void **state)
{
	(void)state;
	set_time(kst_to_ms(20261128, 12, 0, 0));
	assert_int_equal(swept()->date, 20261127);
	set_time(kst_to_ms(20261130, 8, 30, 0) - 1);
	assert_true(is_fresh());
	set_time(kst_to_ms(20261130, 8, 30, 0));
	assert_false(is_fresh());
}

static void a_holiday_learnt_later_keeps_it(void **state)
{
	(void)state;
	set_time(AT(20, 5));
	(void)swept();
	calendar_learn(&sweep_calendar, 20261124, false);
	set_time(kst_to_ms(20261124, 12, 0, 0));
	assert_true(is_fresh());
}

static void while_figures_settle_it_holds_half_a_minute(void **state)
{
	(void)state;
	set_time(AT(20, 4));
	(void)swept();
	pass(29999);
	assert_true(is_fresh());
	pass(1);
	assert_false(is_fresh());
}

static void one_that_lacks_shares_is_not_kept_all_night(void **state)
{
	(void)state;
	set_time(AT(21, 0));
	script.shares[0].quoted = "";
	(void)swept();
	pass(599999);
	assert_true(is_fresh());
	pass(1);
	assert_false(is_fresh());
}

static void the_end_of_a_session_in_the_middle_spoils_it(void **state)
{
	const struct snapshot *s;

	(void)state;
	set_time(AT(15, 20) - 500);
	s = swept_slowly(20);
	assert_true(s->crossed);
	assert_false(s->from.complete);
	assert_true(snapshot_notes(s, "a session ended while the figures of the market"));
	assert_false(is_fresh());
	assert_false(snapshots_want(snapshots, BASIS_KRX, NULL));
}

static void midnight_in_the_middle_spoils_it(void **state)
{
	const struct snapshot *s;

	(void)state;
	set_time(kst_to_ms(20261124, 0, 0, 0) - 500);
	s = swept_slowly(20);
	assert_true(s->crossed);
	assert_false(is_fresh());
}

static void an_answer_sent_for_before_the_boundary_spoils_it(void **state)
{
	(void)state;
	load_master();
	set_time(AT(15, 20) - 1);
	(void)snapshots_want(snapshots, BASIS_KRX, NULL);
	pass(1);
	script_run();
	assert_true(snapshots_newest(snapshots, BASIS_KRX)->crossed);
}

static void recorded_answers_do_not_age_with_the_clock(void **state)
{
	const struct snapshot *s;

	(void)state;
	script.environment = ENVIRONMENT_REPLAY;
	s = swept();
	assert_int_equal(s->from.fresh_until_ms, 0);
	script.wall_ms = kst_to_ms(20270105, 3, 0, 0);
	assert_true(is_fresh());
	script.mono_ms += 30000;
	assert_false(is_fresh());
}

/* ---- Waiting. ---- */

struct guest {
	struct snapshot_waiter w;
	uint32_t told;
	uint32_t calls; /* of progress */
	uint32_t done;
	uint32_t total;
	struct guest *forgets; /* when it is told */
	bool wants_again;
};

static struct guest guests[3];

static void on_ready(void *self)
{
	struct guest *g = self;

	g->told++;
	if (g->forgets)
		snapshots_forget(snapshots, &g->forgets->w);
	if (g->wants_again && g->told == 1) {
		pass(60000);
		assert_false(snapshots_want(snapshots, BASIS_KRX, &g->w));
	}
}

static void on_progress(void *self, uint32_t done, uint32_t total)
{
	struct guest *g = self;

	assert_true(done > g->done);
	assert_true(done <= total);
	g->calls++;
	g->done = done;
	g->total = total;
	if (g->forgets)
		snapshots_forget(snapshots, &g->forgets->w);
}

static struct guest *seat(uint32_t i)
{
	guests[i] = (struct guest){ 0 };
	guests[i].w = (struct snapshot_waiter){
		.ready = on_ready,
		.progress = on_progress,
		.self = &guests[i],
	};
	return &guests[i];
}

static void those_who_come_later_join(void **state)
{
	(void)state;
	assert_false(snapshots_want(snapshots, BASIS_KRX, &seat(0)->w));
	(void)script_answer();
	(void)script_answer();
	(void)script_answer();
	assert_false(snapshots_want(snapshots, BASIS_KRX, &seat(1)->w));
	assert_false(snapshots_want(snapshots, BASIS_KRX, NULL));
	script_run();
	assert_int_equal(guests[0].told, 1);
	assert_int_equal(guests[1].told, 1);
	assert_int_equal(script.sweep_calls, MARKET_CALLS);
	assert_false(guests[0].w.waiting);
}

static void progress_is_told_for_each_call(void **state)
{
	(void)state;
	(void)snapshots_want(snapshots, BASIS_KRX, &seat(0)->w);
	seat(1)->w.progress = NULL;
	(void)snapshots_want(snapshots, BASIS_KRX, &guests[1].w);
	script_run();
	assert_int_equal(guests[0].calls, MARKET_CALLS);
	assert_int_equal(guests[0].done, MARKET_CALLS);
	assert_int_equal(guests[0].total, MARKET_CALLS);
	assert_int_equal(guests[1].told, 1);
}

static void asking_again_adds_to_the_total(void **state)
{
	(void)state;
	script.shares[0].quoted = "";
	(void)snapshots_want(snapshots, BASIS_KRX, &seat(0)->w);
	script_run();
	assert_int_equal(guests[0].done, MARKET_CALLS + 1);
	assert_int_equal(guests[0].total, MARKET_CALLS + 1);
}

static void a_failed_sweep_wakes_who_waits(void **state)
{
	(void)state;
	script.refuse = "intstock";
	(void)snapshots_want(snapshots, BASIS_KRX, &seat(0)->w);
	script_run();
	assert_int_equal(guests[0].told, 1);
}

static void a_lost_master_file_wakes_who_waits(void **state)
{
	(void)state;
	script.no_master = true;
	(void)snapshots_want(snapshots, BASIS_KRX, &seat(0)->w);
	script_run();
	assert_int_equal(guests[0].told, 1);
	assert_int_equal(snapshots_fault(snapshots, BASIS_KRX).status, MCP_E_UPSTREAM);
}

static void who_left_is_not_told_and_the_sweep_goes_on(void **state)
{
	(void)state;
	(void)snapshots_want(snapshots, BASIS_KRX, &seat(0)->w);
	for (int i = 0; i < 5; i++)
		(void)script_answer();
	snapshots_forget(snapshots, &guests[0].w);
	snapshots_forget(snapshots, &guests[0].w);
	script_run();
	assert_int_equal(guests[0].told, 0);
	assert_true(is_fresh());
}

static void one_told_may_forget_another(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 3; i++)
		(void)snapshots_want(snapshots, BASIS_KRX, &seat(i)->w);
	/* The last to come is told first. */
	guests[2].w.progress = NULL;
	guests[2].forgets = &guests[1];
	script_run();
	assert_int_equal(guests[2].told, 1);
	assert_int_equal(guests[1].told, 0);
	assert_int_equal(guests[0].told, 1);
}

static void one_told_of_progress_may_forget_the_next(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 3; i++)
		(void)snapshots_want(snapshots, BASIS_KRX, &seat(i)->w);
	guests[2].forgets = &guests[1];
	script_run();
	assert_int_equal(guests[1].calls, 0);
	assert_int_equal(guests[1].told, 0);
	assert_int_equal(guests[0].calls, MARKET_CALLS);
}

static void one_told_may_leave_by_itself_while_told_of_progress(void **state)
{
	(void)state;
	(void)snapshots_want(snapshots, BASIS_KRX, &seat(0)->w);
	(void)snapshots_want(snapshots, BASIS_KRX, &seat(1)->w);
	guests[1].forgets = &guests[1];
	script_run();
	assert_int_equal(guests[1].calls, 1);
	assert_int_equal(guests[1].told, 0);
	assert_int_equal(guests[0].told, 1);
}

static void one_told_may_want_the_next_one(void **state)
{
	(void)state;
	(void)snapshots_want(snapshots, BASIS_KRX, &seat(0)->w);
	guests[0].wants_again = true;
	guests[0].w.progress = NULL;
	script_run();
	assert_int_equal(guests[0].told, 2);
	assert_int_equal(snapshots_newest(snapshots, BASIS_KRX)->generation, 2);
}

static void freeing_in_the_middle_calls_everything_off(void **state)
{
	(void)state;
	(void)snapshots_want(snapshots, BASIS_KRX, &seat(0)->w);
	for (int i = 0; i < 5; i++)
		(void)script_answer();
	snapshots_free(snapshots);
	snapshots = NULL;
	assert_int_equal(script_open(), 0);
	assert_int_equal(guests[0].told, 0);
}

static void freeing_while_the_master_file_is_awaited_is_fine(void **state)
{
	(void)state;
	(void)snapshots_want(snapshots, BASIS_KRX, &seat(0)->w);
	snapshots_free(snapshots);
	snapshots = NULL;
	script_run();
	assert_int_equal(guests[0].told, 0);
	snapshots_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sweep_start_script, sweep_stop_script)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(in_session_it_is_fresh_for_half_a_minute),
		TEST(a_slow_sweep_is_fresh_for_twice_its_time),
		TEST(another_venue_is_not_served_by_it),
		TEST(it_is_never_older_than_its_session),
		TEST(one_taken_while_trading_does_not_hold_over_the_close),
		TEST(of_an_ended_session_it_holds_until_the_next),
		TEST(nxt_begins_earlier),
		TEST(over_a_weekend_it_holds_until_monday),
		TEST(a_holiday_learnt_later_keeps_it),
		TEST(while_figures_settle_it_holds_half_a_minute),
		TEST(one_that_lacks_shares_is_not_kept_all_night),
		TEST(the_end_of_a_session_in_the_middle_spoils_it),
		TEST(midnight_in_the_middle_spoils_it),
		TEST(an_answer_sent_for_before_the_boundary_spoils_it),
		TEST(recorded_answers_do_not_age_with_the_clock),
		TEST(those_who_come_later_join),
		TEST(progress_is_told_for_each_call),
		TEST(asking_again_adds_to_the_total),
		TEST(a_failed_sweep_wakes_who_waits),
		TEST(a_lost_master_file_wakes_who_waits),
		TEST(who_left_is_not_told_and_the_sweep_goes_on),
		TEST(one_told_may_forget_another),
		TEST(one_told_of_progress_may_forget_the_next),
		TEST(one_told_may_leave_by_itself_while_told_of_progress),
		TEST(one_told_may_want_the_next_one),
		TEST(freeing_in_the_middle_calls_everything_off),
		TEST(freeing_while_the_master_file_is_awaited_is_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
