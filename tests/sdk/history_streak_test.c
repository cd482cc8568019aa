/* history_streak_test - days in a row that reach a part of their own mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sdk/history_sample.h"

static uint32_t streak(struct history *h, int64_t threshold)
{
	const struct window_query q = ask(0);

	return history_streak(h, &q, threshold);
}

static void put_volume(struct history *h, uint32_t day, int64_t volume)
{
	struct bar bar = calm();

	bar.volume = volume;
	put(h, day, bar);
}

static void put_three_busy_days(struct history *h)
{
	put_volume(h, 0, 500);
	put_volume(h, 1, 500);
	put_volume(h, 2, 500);
}

static void counts_days_that_reach_the_threshold(void **state)
{
	put_three_busy_days(*state);
	/* 500 x 20 / (2 x 500 + 18 x 100) = 357 %, / (500 + 1900) = 417 %, / 2000 = 500 %; then
	 * 100 x 20 / 2000 = 100 %. */
	assert_int_equal(streak(*state, 20000), 3);
	assert_int_equal(streak(*state, 35714), 3);
	assert_int_equal(streak(*state, 35715), 0);
}

static void the_threshold_itself_is_reached(void **state)
{
	put_volume(*state, 0, 200);
	assert_int_equal(streak(*state, 20000), 1);
	put_volume(*state, 0, 199);
	assert_int_equal(streak(*state, 20000), 0);
}

static void calm_days_are_no_streak(void **state)
{
	assert_int_equal(streak(*state, 20000), 0);
}

static void a_streak_ends_with_the_days_given(void **state)
{
	/* Each day is 100 % of its mean; of 30 days ten have twenty before them. */
	assert_int_equal(streak(*state, 10000), 10);
}

static void a_streak_needs_twenty_days_before(void **state)
{
	put_calm(*state, 0, 20);
	assert_int_equal(streak(*state, 10000), 0);
	put_calm(*state, 20, 21);
	assert_int_equal(streak(*state, 10000), 1);
}

static void a_halted_day_ends_a_streak(void **state)
{
	put_volume(*state, 3, 0);
	assert_int_equal(streak(*state, 10000), 0); /* it lies in the newest day's twenty */
	put_volume(*state, 3, 100);
	put_volume(*state, 22, 0);
	/* The twenty of days 0 and 1 reach to days 20 and 21, those of day 2 to 22. */
	assert_int_equal(streak(*state, 10000), 2);
	put_volume(*state, 22, 100);
	put_volume(*state, 0, 0);
	assert_int_equal(streak(*state, 10000), 0);
}

static void a_threshold_of_nothing_still_needs_trades(void **state)
{
	put_volume(*state, 0, 0);
	assert_int_equal(streak(*state, 0), 0);
}

static void an_action_ends_a_streak(void **state)
{
	put_split(*state, 22);
	assert_int_equal(streak(*state, 10000), 2);
	put_split(*state, 0);
	assert_int_equal(streak(*state, 10000), 0);
}

static void a_changed_count_ends_a_streak(void **state)
{
	struct bar bar = calm();

	bar.listed = LISTED * 5;
	put(*state, 22, bar);
	/* From day 22 to 21: it is seen once day 22 is one of the twenty. */
	assert_int_equal(streak(*state, 10000), 2);
}

static void an_action_on_the_sessions_day_leaves_no_streak(void **state)
{
	struct window_query q = ask(0);

	q.listed = LISTED * 5;
	assert_int_equal(history_streak(*state, &q, 10000), 0);
	q.listed = 0;
	assert_int_equal(history_streak(*state, &q, 10000), 10);
}

static void bases_do_not_end_a_streak(void **state)
{
	struct window_query q = ask(0);
	struct bar bar = calm();

	bar.base = CLOSE + 300;
	put(*state, 3, bar);
	q.base = CLOSE + 300;
	assert_int_equal(history_streak(*state, &q, 10000), 10);
}

/* A split that only its base tells of. */
static void a_far_base_leaves_no_streak(void **state)
{
	struct window_query q = ask(0);

	q.base = CLOSE / 2;
	assert_int_equal(history_streak(*state, &q, 10000), 0);
}

static void the_largest_threshold_is_not_reached(void **state)
{
	put_volume(*state, 0, INT64_MAX);
	put_volume(*state, 1, INT64_MAX - 1900); /* the twenty before day 0 sum to INT64_MAX */
	assert_int_equal(streak(*state, INT64_MAX), 0);
	assert_int_equal(streak(*state, 10000), 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(counts_days_that_reach_the_threshold, start, stop),
		cmocka_unit_test_setup_teardown(the_threshold_itself_is_reached, start, stop),
		cmocka_unit_test_setup_teardown(calm_days_are_no_streak, start, stop),
		cmocka_unit_test_setup_teardown(a_streak_ends_with_the_days_given, start, stop),
		cmocka_unit_test_setup_teardown(
			a_streak_needs_twenty_days_before, start_empty, stop),
		cmocka_unit_test_setup_teardown(a_halted_day_ends_a_streak, start, stop),
		cmocka_unit_test_setup_teardown(
			a_threshold_of_nothing_still_needs_trades, start, stop),
		cmocka_unit_test_setup_teardown(an_action_ends_a_streak, start, stop),
		cmocka_unit_test_setup_teardown(a_changed_count_ends_a_streak, start, stop),
		cmocka_unit_test_setup_teardown(
			an_action_on_the_sessions_day_leaves_no_streak, start, stop),
		cmocka_unit_test_setup_teardown(bases_do_not_end_a_streak, start, stop),
		cmocka_unit_test_setup_teardown(a_far_base_leaves_no_streak, start, stop),
		cmocka_unit_test_setup_teardown(the_largest_threshold_is_not_reached, start, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
