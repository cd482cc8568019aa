/* clock_test - Korean time, and clocks that tests set. */
#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define OPENING INT64_C(1795397045123) /* 2026-11-23 10:24:05.123 in Seoul */

static void reads_a_moment_as_korean_time(void **state)
{
	const struct kst t = kst_from_ms(OPENING);

	(void)state;
	assert_int_equal(t.date, 20261123);
	assert_int_equal(t.year, 2026);
	assert_int_equal(t.month, 11);
	assert_int_equal(t.day, 23);
	assert_int_equal(t.weekday, 1);
	assert_int_equal(t.hour, 10);
	assert_int_equal(t.minute, 24);
	assert_int_equal(t.second, 5);
	assert_int_equal(t.ms, 123);
}

static void midnight_comes_nine_hours_early(void **state)
{
	(void)state;
	assert_int_equal(kst_from_ms(INT64_C(1795359600000)).date, 20261123);
	assert_int_equal(kst_from_ms(INT64_C(1795359599999)).date, 20261122);
}

static void reads_a_moment_before_1970(void **state)
{
	const struct kst t = kst_from_ms(-INT64_C(9) * 3600 * 1000 - 1);

	(void)state;
	assert_int_equal(t.date, 19691231);
	assert_int_equal(t.weekday, 3);
	assert_int_equal(t.ms, 999);
}

static void turns_back_into_the_same_moment(void **state)
{
	(void)state;
	assert_int_equal(kst_to_ms(20261123, 10, 24, 5), OPENING - 123);
}

static void february_has_29_days_every_fourth_year(void **state)
{
	(void)state;
	assert_int_equal(kst_date_add(20280228, 1), 20280229);
	assert_int_equal(kst_date_add(20270228, 1), 20270301);
	assert_int_equal(kst_date_add(20000228, 1), 20000229);
	assert_int_equal(kst_date_add(21000228, 1), 21000301);
}

static void days_are_taken_away_across_a_year(void **state)
{
	(void)state;
	assert_int_equal(kst_date_add(20270101, -1), 20261231);
	assert_int_equal(kst_date_add(20261123, -365), 20251123);
}

static void writes_iso_8601(void **state)
{
	char text[32];

	(void)state;
	kst_text(OPENING, text);
	assert_string_equal(text, "2026-11-23T10:24:05+09:00");
}

static void a_moment_beyond_all_years_is_the_last_day(void **state)
{
	char text[32];

	(void)state;
	kst_text(INT64_MAX, text);
	assert_string_equal(text, "9999-12-31T09:00:00+09:00");
}

static void a_date_beyond_all_years_is_the_first_day(void **state)
{
	(void)state;
	assert_int_equal(kst_date_add(20261123, INT32_MIN), 10101);
}

static void a_shifted_clock_shows_what_was_set_and_goes_on(void **state)
{
	const struct clock clock = clock_shifted(OPENING);

	(void)state;
	assert_in_range(clock_wall(&clock), OPENING, OPENING + 60000);
}

static void a_shifted_clock_leaves_the_other_alone(void **state)
{
	const int64_t before = clock_mono(&clock_real);
	const struct clock clock = clock_shifted(OPENING);

	(void)state;
	assert_in_range(clock_mono(&clock), before, before + 60000);
}

static void two_shifted_clocks_do_not_disturb_each_other(void **state)
{
	const struct clock one = clock_shifted(OPENING);
	const struct clock two = clock_shifted(0);

	(void)state;
	assert_in_range(clock_wall(&two), 0, 60000);
	assert_in_range(clock_wall(&one), OPENING, OPENING + 60000);
}

static void the_real_clock_is_past_2020(void **state)
{
	(void)state;
	assert_true(clock_wall(&clock_real) > kst_to_ms(20200101, 0, 0, 0));
}

static void reads_back_what_it_writes(void **state)
{
	int64_t got = 0;

	(void)state;
	assert_true(kst_from_text("2026-11-23T10:24:05+09:00", &got));
	assert_true(got == kst_to_ms(20261123, 10, 24, 5));
}

static void refuses_text_that_is_no_time(void **state)
{
	int64_t got = 0;

	(void)state;
	assert_false(kst_from_text("2026-02-30T10:24:05+09:00", &got));
	assert_false(kst_from_text("2026-11-23T10:24:05Z", &got));
	assert_false(kst_from_text("2026-11-23T25:00:00+09:00", &got));
	assert_false(kst_from_text("", &got));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_back_what_it_writes),
		cmocka_unit_test(refuses_text_that_is_no_time),
		cmocka_unit_test(reads_a_moment_as_korean_time),
		cmocka_unit_test(midnight_comes_nine_hours_early),
		cmocka_unit_test(reads_a_moment_before_1970),
		cmocka_unit_test(turns_back_into_the_same_moment),
		cmocka_unit_test(february_has_29_days_every_fourth_year),
		cmocka_unit_test(days_are_taken_away_across_a_year),
		cmocka_unit_test(writes_iso_8601),
		cmocka_unit_test(a_moment_beyond_all_years_is_the_last_day),
		cmocka_unit_test(a_date_beyond_all_years_is_the_first_day),
		cmocka_unit_test(a_shifted_clock_shows_what_was_set_and_goes_on),
		cmocka_unit_test(a_shifted_clock_leaves_the_other_alone),
		cmocka_unit_test(two_shifted_clocks_do_not_disturb_each_other),
		cmocka_unit_test(the_real_clock_is_past_2020),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
