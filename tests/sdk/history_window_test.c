/* history_window_test - what windows of completed days say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sdk/history_sample.h"

static enum window_verdict look(struct history *h, uint32_t n, struct window *ret)
{
	const struct window_query q = ask(n);

	memset(ret, 0x55, sizeof *ret);
	return history_window(h, &q, ret);
}

static enum window_verdict verdict(struct history *h, uint32_t n)
{
	struct window w;

	return look(h, n, &w);
}

static bool base_differs(struct history *h, uint32_t n)
{
	struct window w;

	(void)look(h, n, &w);
	return w.base_differs;
}

static int32_t close_high(struct history *h, uint32_t n)
{
	struct window w;

	(void)look(h, n, &w);
	return w.close_high;
}

/* ---- Windows. ---- */

/* Volumes 2 4 4 4 5 5 7 9 of the newest eight days, values a thousand times as much, closes 1001,
 * 1002, … the older the dearer. */
static void put_eight(struct history *h)
{
	const int64_t volumes[] = { 2, 4, 4, 4, 5, 5, 7, 9 };

	for (uint32_t i = 0; i < 8; i++) {
		struct bar bar = calm();

		bar.volume = volumes[i];
		bar.value = volumes[i] * 1000;
		bar.close = CLOSE + 1 + (int32_t)i;
		bar.base = bar.close + 1;
		put(h, i, bar);
	}
}

static void a_window_sums_its_days(void **state)
{
	struct window w;

	put_eight(*state);
	assert_int_equal(look(*state, 8, &w), WINDOW_OK);
	assert_int_equal(w.volume_sum, 40);
	assert_int_equal(w.value_sum, 40000);
	assert_int_equal(w.close_before, 1001);
	assert_int_equal(w.close_first, 1008);
	/* Mean 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32; 32 / 8 = 4; its root 2. */
	assert_true(w.deviation == 2.0);
}

static void a_window_may_be_one_day(void **state)
{
	struct window w;

	put_eight(*state);
	assert_int_equal(look(*state, 1, &w), WINDOW_OK);
	assert_int_equal(w.volume_sum, 2);
	assert_int_equal(w.value_sum, 2000);
	assert_int_equal(w.close_before, 1001);
	assert_int_equal(w.close_first, 1001);
	assert_true(w.deviation == 0.0);
}

static void a_window_may_be_all_days(void **state)
{
	struct window_query q = ask(HISTORY_DAYS);
	struct window w;

	q.day_count = HISTORY_DAYS;
	assert_int_equal(history_window(*state, &q, &w), WINDOW_OK);
	assert_int_equal(w.volume_sum, 6400);
	assert_int_equal(w.close_high, CLOSE);
}

static void closes_may_be_unknown(void **state)
{
	struct bar bar = calm();
	struct window w;

	bar.known = BAR_VOLUME | BAR_VALUE;
	put(*state, 0, bar);
	put(*state, 4, bar);
	assert_int_equal(look(*state, 5, &w), WINDOW_OK);
	assert_int_equal(w.close_before, 0);
	assert_int_equal(w.close_first, 0);
	assert_int_equal(w.close_high, CLOSE);
}

/* A window of five in which the third newest day is that bar. */
static enum window_verdict with_bar(struct history *h, struct bar bar)
{
	put(h, 2, bar);
	return verdict(h, 5);
}

static void a_halted_day_makes_it_short(void **state)
{
	struct bar bar = calm();

	bar.volume = 0;
	bar.value = 0;
	assert_int_equal(with_bar(*state, bar), WINDOW_SHORT);
	assert_int_equal(verdict(*state, 2), WINDOW_OK);
	assert_int_equal(verdict(*state, 3), WINDOW_SHORT);
}

static void an_unknown_volume_or_value_makes_it_short(void **state)
{
	struct bar bar = calm();

	bar.known = ALL_KNOWN & ~BAR_VOLUME;
	assert_int_equal(with_bar(*state, bar), WINDOW_SHORT);
	bar.known = ALL_KNOWN & ~BAR_VALUE;
	assert_int_equal(with_bar(*state, bar), WINDOW_SHORT);
	bar.known = ALL_KNOWN;
	assert_int_equal(with_bar(*state, bar), WINDOW_OK);
}

static void figures_that_cannot_be_make_it_short(void **state)
{
	struct bar bar = calm();

	bar.volume = -100;
	assert_int_equal(with_bar(*state, bar), WINDOW_SHORT);
	bar.volume = 100;
	bar.value = -1;
	assert_int_equal(with_bar(*state, bar), WINDOW_SHORT);
}

static void a_new_listing_is_short(void **state)
{
	put_calm(*state, 0, 10);
	assert_int_equal(verdict(*state, 10), WINDOW_OK);
	assert_int_equal(verdict(*state, 11), WINDOW_SHORT);
	assert_int_equal(verdict(*state, 20), WINDOW_SHORT);
}

static void a_missing_day_makes_it_short(void **state)
{
	put_calm(*state, 0, 2);
	put_calm(*state, 3, 20);
	assert_int_equal(verdict(*state, 2), WINDOW_OK);
	assert_int_equal(verdict(*state, 5), WINDOW_SHORT);
}

static void an_unknown_share_is_short(void **state)
{
	struct window_query q = ask(1);
	struct window w;

	q.code = "000660";
	assert_int_equal(history_window(*state, &q, &w), WINDOW_SHORT);
	assert_false(w.base_differs);
	assert_int_equal(w.close_high, 0);
}

static void too_few_days_given_are_short(void **state)
{
	struct window_query q = ask(20);
	struct window w;

	q.day_count = 19;
	assert_int_equal(history_window(*state, &q, &w), WINDOW_SHORT);
	q.day_count = 0;
	q.days = NULL;
	assert_int_equal(history_window(*state, &q, &w), WINDOW_SHORT);
	assert_int_equal(verdict(*state, 0), WINDOW_SHORT);
}

static void more_days_than_are_kept_are_short(void **state)
{
	int32_t many[HISTORY_DAYS + 1] = { 0 };
	struct window_query q = ask(HISTORY_DAYS + 1);
	struct window w;

	memcpy(many, days, sizeof days);
	q.days = many;
	q.day_count = HISTORY_DAYS + 1;
	assert_int_equal(history_window(*state, &q, &w), WINDOW_SHORT);
}

static void a_sum_that_does_not_fit_makes_it_short(void **state)
{
	struct bar bar = calm();

	bar.volume = INT64_MAX - 400;
	assert_int_equal(with_bar(*state, bar), WINDOW_OK);
	bar.volume = INT64_MAX - 399;
	assert_int_equal(with_bar(*state, bar), WINDOW_SHORT);
	bar.volume = 100;
	bar.value = INT64_MAX - 399999;
	assert_int_equal(with_bar(*state, bar), WINDOW_SHORT);
}

static void a_short_window_has_no_figures(void **state)
{
	struct bar bar = calm();
	struct window w;

	bar.volume = 0;
	put(*state, 2, bar);
	assert_int_equal(look(*state, 5, &w), WINDOW_SHORT);
	assert_int_equal(w.volume_sum, 0);
	assert_int_equal(w.value_sum, 0);
	assert_int_equal(w.close_before, 0);
	assert_int_equal(w.close_first, 0);
	assert_true(w.deviation == 0.0);
	assert_int_equal(w.close_high, CLOSE);
}

/* ---- Corporate actions. ---- */

static void a_marked_split_is_an_action(void **state)
{
	put_split(*state, 4);
	assert_int_equal(verdict(*state, 4), WINDOW_OK);
	assert_int_equal(verdict(*state, 5), WINDOW_ACTION);
	assert_int_equal(verdict(*state, 20), WINDOW_ACTION);
}

/* A window of five whose newest `since` days have that share count, as has the session's day. */
static enum window_verdict with_count(struct history *h, uint32_t since, int64_t listed)
{
	struct window_query q = ask(5);
	struct window w;
	struct bar bar = calm();

	bar.listed = listed;
	q.listed = listed;
	put_calm(h, 0, 5);
	for (uint32_t i = 0; i < since; i++)
		put(h, i, bar);
	return history_window(h, &q, &w);
}

static void a_changed_share_count_is_an_action(void **state)
{
	assert_int_equal(with_count(*state, 3, LISTED * 5), WINDOW_ACTION);  /* split 1 to 5 */
	assert_int_equal(with_count(*state, 3, LISTED / 10), WINDOW_ACTION); /* merge 10 to 1 */
	assert_int_equal(with_count(*state, 3, LISTED * 13 / 10), WINDOW_ACTION); /* rights, 30 % */
	assert_int_equal(with_count(*state, 3, LISTED * 2), WINDOW_ACTION);       /* bonus 1 to 1 */
}

static void up_to_one_percent_is_none(void **state)
{
	assert_int_equal(with_count(*state, 3, 1010000), WINDOW_OK);
	assert_int_equal(with_count(*state, 3, 1010001), WINDOW_ACTION);
	assert_int_equal(with_count(*state, 3, 990000), WINDOW_OK);
	assert_int_equal(with_count(*state, 3, 989999), WINDOW_ACTION);
}

static void a_change_on_the_way_to_the_session_is_an_action(void **state)
{
	assert_int_equal(with_count(*state, 0, 1010000), WINDOW_OK);
	assert_int_equal(with_count(*state, 0, 1010001), WINDOW_ACTION);
	assert_int_equal(with_count(*state, 0, 0), WINDOW_OK); /* not known */
}

static void a_change_before_the_window_is_none(void **state)
{
	/* Days 0 to 4 have the new count, day 5 the old one. */
	assert_int_equal(with_count(*state, 5, LISTED * 5), WINDOW_OK);
}

/* Convertible bonds: half a percent more each day, 16 % over thirty days. */
static void put_drift(struct history *h)
{
	struct bar bar = calm();

	for (uint32_t i = 30; i-- > 0;) {
		bar.listed += bar.listed / 200;
		put(h, i, bar);
	}
}

static void a_slow_drift_is_none(void **state)
{
	struct window_query q = ask(20);
	struct window w;

	put_drift(*state);
	q.listed = 0;
	assert_int_equal(history_window(*state, &q, &w), WINDOW_OK);
}

static void an_unknown_count_is_passed_over(void **state)
{
	struct window_query q = ask(5);
	struct bar bar = calm();
	struct window w;

	q.listed = LISTED * 5;
	bar.known = ALL_KNOWN & ~BAR_LISTED;
	put(*state, 0, bar);
	bar.known = ALL_KNOWN;
	bar.listed = 0;
	put(*state, 1, bar);
	assert_int_equal(history_window(*state, &q, &w), WINDOW_ACTION);
	q.n = 2;
	assert_int_equal(history_window(*state, &q, &w), WINDOW_OK);
}

static void an_action_is_told_of_a_short_window_too(void **state)
{
	struct bar bar = calm();

	bar.volume = 0;
	bar.listed = LISTED * 5;
	put(*state, 2, bar);
	assert_int_equal(verdict(*state, 5), WINDOW_ACTION);
}

static void an_action_is_told_when_too_few_days_are_given(void **state)
{
	struct window_query q = ask(20);
	struct window w;

	put_split(*state, 4);
	q.day_count = 10;
	assert_int_equal(history_window(*state, &q, &w), WINDOW_ACTION);
}

static void counts_of_any_size_are_compared(void **state)
{
	struct bar bar = calm();

	bar.listed = INT64_MAX;
	assert_int_equal(with_bar(*state, bar), WINDOW_ACTION);
}

/* ---- Bases. ---- */

static void a_calm_window_has_its_bases(void **state)
{
	assert_false(base_differs(*state, 1));
	assert_false(base_differs(*state, 20));
}

static void another_base_of_the_session_differs(void **state)
{
	struct window_query q = ask(1);
	struct window w;

	q.base = CLOSE - 1;
	assert_int_equal(history_window(*state, &q, &w), WINDOW_OK);
	assert_true(w.base_differs);
	assert_int_equal(w.close_before, CLOSE);
	q.base = 0;
	assert_int_equal(history_window(*state, &q, &w), WINDOW_OK);
	assert_false(w.base_differs);
}

static void another_base_of_a_bar_differs(void **state)
{
	struct bar bar = calm();

	bar.base = CLOSE + 300;
	put(*state, 3, bar);
	assert_false(base_differs(*state, 3));
	assert_false(base_differs(*state, 4)); /* the oldest's own base is outside */
	assert_true(base_differs(*state, 5));
	assert_int_equal(verdict(*state, 5), WINDOW_OK);
}

static void expect_base(struct history *h, int32_t base, enum window_verdict want)
{
	struct window_query q = ask(1);
	struct window w;

	q.base = base;
	assert_int_equal(history_window(h, &q, &w), want);
}

/* Sixty per cent either way: no new shares bring so much. */
static void a_far_base_is_an_action(void **state)
{
	struct bar bar = calm();

	expect_base(*state, CLOSE * 6 / 10, WINDOW_ACTION);
	expect_base(*state, CLOSE * 6 / 10 + 1, WINDOW_OK);
	expect_base(*state, CLOSE * 10 / 6, WINDOW_OK);
	expect_base(*state, CLOSE * 10 / 6 + 1, WINDOW_ACTION);
	bar.base = CLOSE * 5;
	put(*state, 3, bar);
	assert_int_equal(verdict(*state, 4), WINDOW_OK);
	assert_int_equal(verdict(*state, 5), WINDOW_ACTION);
}

static void what_is_not_known_does_not_differ(void **state)
{
	struct bar bar = calm();

	bar.base = CLOSE + 300;
	bar.known = ALL_KNOWN & ~BAR_BASE;
	put(*state, 2, bar);
	assert_false(base_differs(*state, 5));
	bar = calm();
	bar.close = CLOSE + 300;
	bar.known = ALL_KNOWN & ~BAR_CLOSE;
	put(*state, 2, bar);
	assert_false(base_differs(*state, 5));
}

static void a_base_is_told_of_a_short_window_too(void **state)
{
	struct bar bar = calm();

	bar.volume = 0;
	bar.base = CLOSE + 300;
	put(*state, 2, bar);
	assert_int_equal(verdict(*state, 5), WINDOW_SHORT);
	assert_true(base_differs(*state, 5));
}

/* ---- The highest close. ---- */

/* Closes and bases agree; the 26th newest day closed at 1300. */
static void put_high(struct history *h)
{
	struct bar bar = calm();

	bar.close = 1300;
	put(h, 25, bar);
	bar = calm();
	bar.base = 1300;
	put(h, 24, bar);
}

static void the_highest_close_is_of_all_days_given(void **state)
{
	put_high(*state);
	assert_int_equal(close_high(*state, 1), 1300);
	assert_int_equal(close_high(*state, 20), 1300);
}

static void no_highest_close_across_an_action(void **state)
{
	put_high(*state);
	put_split(*state, 22);
	assert_int_equal(verdict(*state, 20), WINDOW_OK);
	assert_int_equal(close_high(*state, 20), 0);
}

static void no_highest_close_across_another_base(void **state)
{
	struct bar bar = calm();

	bar.base = CLOSE - 1;
	put(*state, 22, bar);
	assert_int_equal(verdict(*state, 20), WINDOW_OK);
	assert_false(base_differs(*state, 20));
	assert_int_equal(close_high(*state, 20), 0);
}

static void no_highest_close_of_no_closes(void **state)
{
	struct bar bar = calm();

	bar.known = BAR_VOLUME | BAR_VALUE;
	put(*state, 0, bar);
	assert_int_equal(verdict(*state, 1), WINDOW_OK);
	assert_int_equal(close_high(*state, 1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_window_sums_its_days, start, stop),
		cmocka_unit_test_setup_teardown(a_window_may_be_one_day, start, stop),
		cmocka_unit_test_setup_teardown(a_window_may_be_all_days, start, stop),
		cmocka_unit_test_setup_teardown(closes_may_be_unknown, start, stop),
		cmocka_unit_test_setup_teardown(a_halted_day_makes_it_short, start, stop),
		cmocka_unit_test_setup_teardown(
			an_unknown_volume_or_value_makes_it_short, start, stop),
		cmocka_unit_test_setup_teardown(figures_that_cannot_be_make_it_short, start, stop),
		cmocka_unit_test_setup_teardown(a_new_listing_is_short, start_empty, stop),
		cmocka_unit_test_setup_teardown(a_missing_day_makes_it_short, start_empty, stop),
		cmocka_unit_test_setup_teardown(an_unknown_share_is_short, start, stop),
		cmocka_unit_test_setup_teardown(too_few_days_given_are_short, start, stop),
		cmocka_unit_test_setup_teardown(more_days_than_are_kept_are_short, start, stop),
		cmocka_unit_test_setup_teardown(
			a_sum_that_does_not_fit_makes_it_short, start, stop),
		cmocka_unit_test_setup_teardown(a_short_window_has_no_figures, start, stop),
		cmocka_unit_test_setup_teardown(a_marked_split_is_an_action, start, stop),
		cmocka_unit_test_setup_teardown(a_changed_share_count_is_an_action, start, stop),
		cmocka_unit_test_setup_teardown(up_to_one_percent_is_none, start, stop),
		cmocka_unit_test_setup_teardown(
			a_change_on_the_way_to_the_session_is_an_action, start, stop),
		cmocka_unit_test_setup_teardown(a_change_before_the_window_is_none, start, stop),
		cmocka_unit_test_setup_teardown(a_slow_drift_is_none, start, stop),
		cmocka_unit_test_setup_teardown(an_unknown_count_is_passed_over, start, stop),
		cmocka_unit_test_setup_teardown(
			an_action_is_told_of_a_short_window_too, start, stop),
		cmocka_unit_test_setup_teardown(
			an_action_is_told_when_too_few_days_are_given, start, stop),
		cmocka_unit_test_setup_teardown(counts_of_any_size_are_compared, start, stop),
		cmocka_unit_test_setup_teardown(a_calm_window_has_its_bases, start, stop),
		cmocka_unit_test_setup_teardown(a_far_base_is_an_action, start, stop),
		cmocka_unit_test_setup_teardown(another_base_of_the_session_differs, start, stop),
		cmocka_unit_test_setup_teardown(another_base_of_a_bar_differs, start, stop),
		cmocka_unit_test_setup_teardown(what_is_not_known_does_not_differ, start, stop),
		cmocka_unit_test_setup_teardown(a_base_is_told_of_a_short_window_too, start, stop),
		cmocka_unit_test_setup_teardown(
			the_highest_close_is_of_all_days_given, start, stop),
		cmocka_unit_test_setup_teardown(no_highest_close_across_an_action, start, stop),
		cmocka_unit_test_setup_teardown(no_highest_close_across_another_base, start, stop),
		cmocka_unit_test_setup_teardown(no_highest_close_of_no_closes, start_empty, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
