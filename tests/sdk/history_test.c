/* history_test - daily bars of every share over the last open days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/scarce_memory.h"

#include "service/day_table.c" // NOLINT
#include "service/history.c"   // NOLINT

#include "sdk/history_sample.h"

static void finds_the_bar_of_a_day(void **state)
{
	const struct bar bar = { 1, 2, 3, 4, 5, ALL_KNOWN, 1, 0 };

	put(*state, 3, bar);
	assert_memory_equal(history_bar(*state, CODE, days[3]), &bar, sizeof bar);
	assert_null(history_bar(*state, CODE, days[0] + 1));
	assert_null(history_bar(*state, "000660", days[3]));
}

static void counts_shares_and_bars(void **state)
{
	const struct bar bar = calm();

	assert_true(history_put(*state, "000660", days[3], &bar));
	assert_int_equal(history_shares(*state), 2);
	assert_int_equal(history_bars_on(*state, days[3]), 2);
	assert_int_equal(history_bars_on(*state, days[4]), 1);
	assert_int_equal(history_bars_on(*state, days[0] + 1), 0);
}

static void keeps_the_newest_days(void **state)
{
	const struct bar bar = calm();
	const int32_t oldest = days[HISTORY_DAYS - 1];

	assert_true(history_put(*state, CODE, oldest - 1, &bar));
	assert_null(history_bar(*state, CODE, oldest - 1));
	assert_non_null(history_bar(*state, CODE, oldest));
	assert_true(history_put(*state, CODE, days[0] + 1, &bar));
	assert_null(history_bar(*state, CODE, oldest));
	assert_non_null(history_bar(*state, CODE, days[0] + 1));
}

#define SHARES 2760

static void put_share_by_share(struct history *h)
{
	struct bar bar = calm();
	char code[8];

	for (uint32_t i = 0; i < SHARES; i++) {
		(void)snprintf(code, sizeof code, "%06u", i * 37 % SHARES);
		for (uint32_t d = 0; d < HISTORY_DAYS; d++) {
			bar.volume = i * 37 % SHARES * 100 + d;
			assert_true(history_put(h, code, days[d], &bar));
		}
	}
}

static void put_day_by_day(struct history *h)
{
	struct bar bar = calm();
	char code[8];

	for (uint32_t d = HISTORY_DAYS; d-- > 0;)
		for (uint32_t i = 0; i < SHARES; i++) {
			(void)snprintf(code, sizeof code, "%06u", i);
			bar.volume = i * 100 + d;
			assert_true(history_put(h, code, days[d], &bar));
		}
}

static void assert_whole_market(const struct history *h)
{
	char code[8];

	assert_int_equal(history_shares(h), SHARES);
	for (uint32_t d = 0; d < HISTORY_DAYS; d++)
		assert_int_equal(history_bars_on(h, days[d]), SHARES);
	for (uint32_t i = 0; i < SHARES; i++) {
		(void)snprintf(code, sizeof code, "%06u", i);
		for (uint32_t d = 0; d < HISTORY_DAYS; d++)
			assert_int_equal(history_bar(h, code, days[d])->volume, i * 100 + d);
	}
}

static void holds_the_whole_market_put_share_by_share(void **state)
{
	put_share_by_share(*state);
	assert_whole_market(*state);
}

static void holds_the_whole_market_put_day_by_day(void **state)
{
	put_day_by_day(*state);
	assert_whole_market(*state);
}

static void says_when_there_is_no_memory(void **state)
{
	(void)state;
	memory_left = 0;
	assert_null(history_new());
	memory_left = 1;
	assert_null(history_new());
	memory_left = -1;
}

static void a_put_says_when_there_is_no_memory(void **state)
{
	const struct bar bar = calm();

	memory_left = 0;
	assert_false(history_put(*state, CODE, days[0], &bar));
	memory_left = 1;
	assert_false(history_put(*state, CODE, days[0], &bar));
	memory_left = -1;
	assert_int_equal(history_shares(*state), 0);
}

static void nothing_is_freed_as_nothing(void **state)
{
	(void)state;
	history_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(finds_the_bar_of_a_day, start, stop),
		cmocka_unit_test_setup_teardown(counts_shares_and_bars, start, stop),
		cmocka_unit_test_setup_teardown(keeps_the_newest_days, start, stop),
		cmocka_unit_test_setup_teardown(
			holds_the_whole_market_put_share_by_share, start_empty, stop),
		cmocka_unit_test_setup_teardown(
			holds_the_whole_market_put_day_by_day, start_empty, stop),
		cmocka_unit_test(says_when_there_is_no_memory),
		cmocka_unit_test_setup_teardown(
			a_put_says_when_there_is_no_memory, start_empty, stop),
		cmocka_unit_test(nothing_is_freed_as_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
