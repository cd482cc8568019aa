/* day_table_test - cells by share and day, of the newest days alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/scarce_memory.h"

#include "service/day_table.c" // NOLINT

#define DAYS 3
#define LANES 2

/* A cell of two words, so that a wrong place shows. */
struct cell {
	int64_t value;
	int64_t again;
};

static int start(void **state)
{
	memory_left = -1;
	*state = day_table_new((struct day_shape){ DAYS, LANES, sizeof(struct cell) });
	return *state ? 0 : -1;
}

static int stop(void **state)
{
	memory_left = -1;
	day_table_free(*state);
	return 0;
}

static bool put(struct day_table *t, const char *code, int32_t date, int64_t value)
{
	const struct day_key key = { code, date, 0 };
	const struct cell cell = { value, value };

	return day_table_put(t, &key, &cell);
}

static bool put_lane(struct day_table *t, const char *code, uint32_t lane, int64_t value)
{
	const struct day_key key = { code, 20261123, lane };
	const struct cell cell = { value, value };

	return day_table_put(t, &key, &cell);
}

/* Its value; below 0 when there is none. */
static int64_t get(const struct day_table *t, const char *code, int32_t date, uint32_t lane)
{
	const struct cell *cell = day_table_cell(t, day_table_row(t, code), date, lane);

	if (!cell)
		return -1;
	assert_int_equal(cell->value, cell->again);
	return cell->value;
}

static void finds_what_was_put(void **state)
{
	assert_true(put(*state, "005930", 20261123, 7));
	assert_int_equal(get(*state, "005930", 20261123, 0), 7);
	assert_int_equal(day_table_rows(*state), 1);
	assert_int_equal(day_table_filled(*state, 20261123, 0), 1);
}

static void finds_nothing_else(void **state)
{
	(void)put(*state, "005930", 20261123, 7);
	assert_int_equal(get(*state, "005930", 20261122, 0), -1);
	assert_int_equal(get(*state, "005930", 20261124, 0), -1);
	assert_int_equal(get(*state, "005930", 20261123, 1), -1);
	assert_int_equal(get(*state, "005930", 20261123, LANES), -1);
	assert_int_equal(get(*state, "005935", 20261123, 0), -1);
	assert_int_equal(get(*state, "05930", 20261123, 0), -1);
	assert_int_equal(day_table_filled(*state, 20261122, 0), 0);
	assert_int_equal(day_table_filled(*state, 20261123, LANES), 0);
}

static void an_empty_table_has_nothing(void **state)
{
	assert_null(day_table_row(*state, "005930"));
	assert_null(day_table_cell(*state, NULL, 20261123, 0));
	assert_int_equal(day_table_rows(*state), 0);
	assert_int_equal(day_table_filled(*state, 20261123, 0), 0);
}

static void the_second_of_a_key_replaces_the_first(void **state)
{
	(void)put(*state, "005930", 20261123, 7);
	(void)put(*state, "005930", 20261123, 8);
	assert_int_equal(get(*state, "005930", 20261123, 0), 8);
	assert_int_equal(day_table_filled(*state, 20261123, 0), 1);
}

static void lanes_of_a_day_are_apart(void **state)
{
	(void)put_lane(*state, "005930", 0, 7);
	(void)put_lane(*state, "005930", 1, 8);
	(void)put_lane(*state, "000660", 1, 9);
	assert_int_equal(get(*state, "005930", 20261123, 0), 7);
	assert_int_equal(get(*state, "005930", 20261123, 1), 8);
	assert_int_equal(day_table_filled(*state, 20261123, 0), 1);
	assert_int_equal(day_table_filled(*state, 20261123, 1), 2);
}

static void codes_need_not_be_digits(void **state)
{
	(void)put(*state, "0001A0", 20261123, 1);
	(void)put(*state, "0001B0", 20261123, 2);
	(void)put(*state, "Q500001", 20261123, 3);
	assert_int_equal(get(*state, "0001A0", 20261123, 0), 1);
	assert_int_equal(get(*state, "0001B0", 20261123, 0), 2);
	assert_int_equal(get(*state, "Q500001", 20261123, 0), 3);
}

static void refuses_a_key_that_cannot_be(void **state)
{
	assert_false(put(*state, "", 20261123, 7));
	assert_false(put(*state, NULL, 20261123, 7));
	assert_false(put(*state, "12345678", 20261123, 7));
	assert_false(put_lane(*state, "005930", LANES, 7));
	assert_int_equal(day_table_rows(*state), 0);
	assert_null(day_table_row(*state, "12345678"));
}

static void put_out_of_order(struct day_table *t)
{
	(void)put(t, "005930", 20261120, 20);
	(void)put(t, "005930", 20261123, 23);
	(void)put(t, "005930", 20261119, 19);
}

static void days_come_in_any_order(void **state)
{
	put_out_of_order(*state);
	assert_int_equal(get(*state, "005930", 20261119, 0), 19);
	assert_int_equal(get(*state, "005930", 20261120, 0), 20);
	assert_int_equal(get(*state, "005930", 20261123, 0), 23);
}

static void a_day_is_found_with_any_guess(void **state)
{
	put_out_of_order(*state);
	assert_int_equal(day_table_day(*state, 20261120, 1), 1);
	assert_int_equal(day_table_day(*state, 20261120, 0), 1);
	assert_int_equal(day_table_day(*state, 20261120, UINT32_MAX), 1);
	assert_int_equal(day_table_day(*state, 20261123, 3), 2);
	assert_int_equal(day_table_day(*state, 20261121, 1), UINT32_MAX);
	assert_int_equal(day_table_day(*state, 20261124, 2), UINT32_MAX);
	assert_null(day_table_at(*state, day_table_row(*state, "005930"), UINT32_MAX, 0));
	assert_null(day_table_at(*state, day_table_row(*state, "005930"), 3, 0));
	assert_null(day_table_at(*state, NULL, 1, 0));
}

static void a_new_day_lets_the_oldest_go(void **state)
{
	put_out_of_order(*state);
	assert_true(put(*state, "005930", 20261122, 22));
	assert_int_equal(get(*state, "005930", 20261119, 0), -1);
	assert_int_equal(get(*state, "005930", 20261120, 0), 20);
	assert_int_equal(get(*state, "005930", 20261122, 0), 22);
	assert_int_equal(get(*state, "005930", 20261123, 0), 23);
	assert_int_equal(day_table_filled(*state, 20261119, 0), 0);
	assert_int_equal(day_table_filled(*state, 20261122, 0), 1);
}

static void a_day_older_than_all_is_left_out(void **state)
{
	put_out_of_order(*state);
	assert_true(put(*state, "005930", 20261118, 18));
	assert_true(put(*state, "000660", 20261118, 18));
	assert_int_equal(get(*state, "005930", 20261118, 0), -1);
	assert_int_equal(day_table_rows(*state), 1);
}

static void a_share_without_days_goes(void **state)
{
	(void)put(*state, "000660", 20261119, 1);
	put_out_of_order(*state);
	assert_int_equal(day_table_rows(*state), 2);
	(void)put(*state, "005930", 20261124, 24);
	assert_null(day_table_row(*state, "000660"));
	assert_int_equal(day_table_rows(*state), 1);
	assert_int_equal(get(*state, "005930", 20261120, 0), 20);
}

static void a_share_stays_whose_only_day_gives_way_to_its_next(void **state)
{
	put_out_of_order(*state);
	(void)put(*state, "000660", 20261119, 1);
	assert_true(put(*state, "000660", 20261124, 2));
	assert_int_equal(get(*state, "000660", 20261119, 0), -1);
	assert_int_equal(get(*state, "000660", 20261124, 0), 2);
}

static void a_new_share_may_bring_the_new_day(void **state)
{
	put_out_of_order(*state);
	assert_true(put(*state, "000660", 20261124, 2));
	assert_int_equal(get(*state, "000660", 20261124, 0), 2);
	assert_int_equal(get(*state, "005930", 20261119, 0), -1);
	assert_int_equal(day_table_rows(*state), 2);
}

static void a_whole_word_of_lanes_is_one_day(void **state)
{
	struct day_table *t = day_table_new((struct day_shape){ 1, 64, sizeof(struct cell) });

	(void)state;
	assert_true(put_lane(t, "005930", 63, 7));
	assert_int_equal(get(t, "005930", 20261123, 63), 7);
	assert_true(put(t, "005930", 20261124, 8));
	assert_int_equal(get(t, "005930", 20261123, 63), -1);
	assert_int_equal(get(t, "005930", 20261124, 0), 8);
	day_table_free(t);
}

/* ---- Memory. ---- */

static void says_when_there_is_no_memory_for_a_table(void **state)
{
	(void)state;
	memory_left = 0;
	assert_null(day_table_new((struct day_shape){ DAYS, LANES, sizeof(struct cell) }));
}

/* A new share's first put, with memory for so many allocations alone. */
static void put_with_little(struct day_table *t, int allocations)
{
	memory_left = allocations;
	assert_false(put(t, "005930", 20261124, 7));
	memory_left = -1;
	assert_int_equal(day_table_rows(t), 0);
	assert_int_equal(t->day_count, 0);
}

static void a_put_without_memory_changes_nothing(void **state)
{
	put_with_little(*state, 0);
	put_with_little(*state, 1);
	assert_true(put(*state, "005930", 20261124, 7));
	assert_int_equal(get(*state, "005930", 20261124, 0), 7);
}

static void a_put_without_memory_keeps_the_oldest_day(void **state)
{
	put_out_of_order(*state);
	memory_left = 0;
	assert_false(put(*state, "000660", 20261124, 2));
	assert_int_equal(get(*state, "005930", 20261119, 0), 19);
}

static void a_known_share_needs_no_memory(void **state)
{
	(void)put(*state, "005930", 20261123, 7);
	memory_left = 0;
	assert_true(put(*state, "005930", 20261124, 8));
	assert_int_equal(get(*state, "005930", 20261124, 0), 8);
}

static bool put_many(struct day_table *t, uint32_t from, uint32_t below)
{
	bool all = true;
	char code[8];

	for (uint32_t i = from; i < below; i++) {
		(void)snprintf(code, sizeof code, "%06u", i);
		all = put(t, code, 20261123, i) && all;
	}
	return all;
}

static void stops_at_too_many_shares(void **state)
{
	assert_true(put_many(*state, 0, DAY_TABLE_ROWS));
	assert_false(put(*state, "999999", 20261123, 1));
	assert_true(put(*state, "000000", 20261123, 1));
	assert_int_equal(day_table_rows(*state), DAY_TABLE_ROWS);
	assert_int_equal(get(*state, "016383", 20261123, 0), 16383);
}

/* ---- Against a plain list of all that was put. ---- */

#define CODES 9
#define DATES 12

static int64_t plain[CODES][DATES][LANES]; /* 0: none */
static bool day_is_kept[DATES];
static uint64_t seed;

static uint32_t draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed % below);
}

static void drop_plain_day(uint32_t date)
{
	day_is_kept[date] = false;
	for (uint32_t c = 0; c < CODES; c++)
		memset(plain[c][date], 0, sizeof plain[c][date]);
}

/* Keeps the newest DAYS days that ever came. */
static void plain_put(uint32_t code, uint32_t date, uint32_t lane, int64_t value)
{
	uint32_t kept = 0;
	uint32_t oldest = DATES;

	plain[code][date][lane] = value;
	day_is_kept[date] = true;
	for (uint32_t d = DATES; d-- > 0;)
		if (day_is_kept[d]) {
			kept++;
			oldest = d;
		}
	if (kept > DAYS)
		drop_plain_day(oldest);
}

static void assert_same_share(const struct day_table *t, uint32_t c, uint32_t *ret_rows)
{
	const char code[] = { (char)('A' + c), '\0' };
	bool is_there = false;

	for (uint32_t d = 0; d < DATES; d++)
		for (uint32_t lane = 0; lane < LANES; lane++) {
			int64_t want = plain[c][d][lane];

			assert_int_equal(get(t, code, (int32_t)d, lane), want ? want : -1);
			is_there = is_there || want;
		}
	*ret_rows += is_there;
}

static uint32_t count_plain(uint32_t date, uint32_t lane)
{
	uint32_t count = 0;

	for (uint32_t c = 0; c < CODES; c++)
		count += plain[c][date][lane] != 0;
	return count;
}

static void assert_same(const struct day_table *t)
{
	uint32_t rows = 0;

	for (uint32_t c = 0; c < CODES; c++)
		assert_same_share(t, c, &rows);
	assert_int_equal(day_table_rows(t), rows);
	for (uint32_t d = 0; d < DATES; d++)
		for (uint32_t lane = 0; lane < LANES; lane++)
			assert_int_equal(
				day_table_filled(t, (int32_t)d, lane), count_plain(d, lane));
}

static void put_both(struct day_table *t)
{
	const uint32_t c = draw(CODES);
	const char code[] = { (char)('A' + c), '\0' };
	const struct day_key key = { code, (int32_t)draw(DATES), draw(LANES) };
	const int64_t value = (int64_t)draw(1000) + 1;

	assert_true(day_table_put(t, &key, &(struct cell){ value, value }));
	plain_put(c, (uint32_t)key.date, key.lane, value);
}

static void run_once(void)
{
	struct day_table *t = day_table_new((struct day_shape){ DAYS, LANES, sizeof(struct cell) });

	assert_non_null(t);
	memset(plain, 0, sizeof plain);
	memset(day_is_kept, 0, sizeof day_is_kept);
	for (uint32_t i = 0; i < 60; i++) {
		put_both(t);
		assert_same(t);
	}
	day_table_free(t);
}

static void holds_what_a_plain_list_holds(void **state)
{
	(void)state;
	seed = 20261123;
	for (int i = 0; i < 300; i++)
		run_once();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(finds_what_was_put, start, stop),
		cmocka_unit_test_setup_teardown(finds_nothing_else, start, stop),
		cmocka_unit_test_setup_teardown(an_empty_table_has_nothing, start, stop),
		cmocka_unit_test_setup_teardown(
			the_second_of_a_key_replaces_the_first, start, stop),
		cmocka_unit_test_setup_teardown(lanes_of_a_day_are_apart, start, stop),
		cmocka_unit_test_setup_teardown(codes_need_not_be_digits, start, stop),
		cmocka_unit_test_setup_teardown(refuses_a_key_that_cannot_be, start, stop),
		cmocka_unit_test_setup_teardown(days_come_in_any_order, start, stop),
		cmocka_unit_test_setup_teardown(a_day_is_found_with_any_guess, start, stop),
		cmocka_unit_test_setup_teardown(a_new_day_lets_the_oldest_go, start, stop),
		cmocka_unit_test_setup_teardown(a_day_older_than_all_is_left_out, start, stop),
		cmocka_unit_test_setup_teardown(a_share_without_days_goes, start, stop),
		cmocka_unit_test_setup_teardown(
			a_share_stays_whose_only_day_gives_way_to_its_next, start, stop),
		cmocka_unit_test_setup_teardown(a_new_share_may_bring_the_new_day, start, stop),
		cmocka_unit_test_setup_teardown(a_whole_word_of_lanes_is_one_day, start, stop),
		cmocka_unit_test_setup_teardown(
			says_when_there_is_no_memory_for_a_table, start, stop),
		cmocka_unit_test_setup_teardown(a_put_without_memory_changes_nothing, start, stop),
		cmocka_unit_test_setup_teardown(
			a_put_without_memory_keeps_the_oldest_day, start, stop),
		cmocka_unit_test_setup_teardown(a_known_share_needs_no_memory, start, stop),
		cmocka_unit_test_setup_teardown(stops_at_too_many_shares, start, stop),
		cmocka_unit_test(holds_what_a_plain_list_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
