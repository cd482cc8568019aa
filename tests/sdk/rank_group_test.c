/* rank_group_test - sums over groups of rows, with each group's leaders. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/scarce_memory.h"

#include "service/rank_group.c" // NOLINT

#define SOME 3000 /* drawn cases */

static struct group got[8];

static int start(void **state)
{
	(void)state;
	memory_left = -1;
	memset(got, 0x55, sizeof got);
	return 0;
}

static void sums_what_a_group_holds(void **state)
{
	struct group_row rows[] = {
		{ .group = 5, .index = 0, .value = 600, .volume = 6, .rate = 100, .traded = true },
		{ .group = 9, .index = 1, .value = 100, .volume = 1, .rate = 700, .traded = true },
		{ .group = 5, .index = 2, .value = 300, .volume = 3, .rate = -40, .traded = true },
	};

	(void)state;
	assert_int_equal(rank_groups(rows, 3, got, 8), 2);
	assert_int_equal(got[0].group, 5);
	assert_int_equal(got[0].members, 2);
	assert_int_equal(got[0].unknown, 0);
	assert_int_equal(got[0].traded, 2);
	assert_int_equal(got[0].value, 900);
	assert_int_equal(got[0].volume, 9);
	assert_true(got[0].rate_known);
	assert_int_equal(got[0].rate, 30); /* (100 - 40) / 2 */
	assert_int_equal(got[1].group, 9);
	assert_int_equal(got[1].value, 100);
}

static void leaders_come_by_value(void **state)
{
	struct group_row rows[] = {
		{ .group = 1, .index = 0, .value = 100 },
		{ .group = 1, .index = 1, .value = 600 },
		{ .group = 1, .index = 2, .value = 200 },
	};

	(void)state;
	(void)rank_groups(rows, 3, got, 8);
	assert_int_equal(got[0].leader_count, 3);
	assert_int_equal(got[0].leaders[0].index, 1);
	assert_int_equal(got[0].leaders[0].value, 600);
	assert_int_equal(got[0].leaders[0].share, 6667); /* 600 / 900 = 66.667 % */
	assert_int_equal(got[0].leaders[1].index, 2);
	assert_int_equal(got[0].leaders[1].share, 2222); /* 22.222 % */
	assert_int_equal(got[0].leaders[2].index, 0);
	assert_int_equal(got[0].leaders[2].share, 1111); /* 11.111 % */
}

static void a_group_has_five_leaders_at_most(void **state)
{
	struct group_row rows[] = {
		{ .group = 1, .index = 0, .value = 10 },
		{ .group = 1, .index = 1, .value = 20 },
		{ .group = 1, .index = 2, .value = 30 },
		{ .group = 1, .index = 3, .value = 40 },
		{ .group = 1, .index = 4, .value = 50 },
		{ .group = 1, .index = 5, .value = 60 },
	};

	(void)state;
	(void)rank_groups(rows, 6, got, 8);
	assert_int_equal(got[0].leader_count, RANK_LEADERS);
	assert_int_equal(got[0].leaders[4].value, 20);
	assert_int_equal(got[0].value, 210);
	assert_int_equal(got[0].leaders[0].share, 2857); /* 60 / 210: of all six */
}

static void equal_leaders_come_by_index(void **state)
{
	struct group_row rows[] = {
		{ .group = 1, .index = 8, .value = 10 },
		{ .group = 1, .index = 3, .value = 10 },
		{ .group = 1, .index = 5, .value = 10 },
	};

	(void)state;
	(void)rank_groups(rows, 3, got, 8);
	assert_int_equal(got[0].leaders[0].index, 3);
	assert_int_equal(got[0].leaders[1].index, 5);
	assert_int_equal(got[0].leaders[2].index, 8);
}

static void groups_come_by_value_equal_ones_by_number(void **state)
{
	struct group_row rows[] = {
		{ .group = 7, .value = 100 },
		{ .group = -1, .value = 100 },
		{ .group = 0, .value = 500 },
		{ .group = INT32_MAX, .value = 100 },
		{ .group = INT32_MIN, .value = 100 },
	};

	(void)state;
	assert_int_equal(rank_groups(rows, 5, got, 8), 5);
	assert_int_equal(got[0].group, 0);
	assert_int_equal(got[1].group, INT32_MIN);
	assert_int_equal(got[2].group, -1);
	assert_int_equal(got[3].group, 7);
	assert_int_equal(got[4].group, INT32_MAX);
}

static void a_member_without_value_or_volume_is_counted_and_left_out(void **state)
{
	struct group_row rows[] = {
		{ .group = 1, .index = 0, .value = -1, .volume = 7 },
		{ .group = 1, .index = 1, .value = 50, .volume = -1 },
		{ .group = 1, .index = 2, .value = -1, .volume = -1 },
		{ .group = 1, .index = 3, .value = 0, .volume = 0 },
	};

	(void)state;
	(void)rank_groups(rows, 4, got, 8);
	assert_int_equal(got[0].members, 4);
	assert_int_equal(got[0].unknown, 3);
	assert_int_equal(got[0].value, 50);
	assert_int_equal(got[0].volume, 7);
	assert_int_equal(got[0].leader_count, 2);
	assert_int_equal(got[0].leaders[0].index, 1);
	assert_int_equal(got[0].leaders[1].index, 3);
	assert_int_equal(got[0].leaders[1].share, 0);
}

static void a_group_of_which_nothing_is_known_has_no_sums(void **state)
{
	struct group_row rows[] = {
		{ .group = 1, .value = -1, .volume = -1 },
		{ .group = 1, .value = -9, .volume = -9 },
		{ .group = 2, .value = 0, .volume = 0 },
	};

	(void)state;
	assert_int_equal(rank_groups(rows, 3, got, 8), 2);
	assert_int_equal(got[0].group, 2);
	assert_int_equal(got[0].value, 0);
	assert_int_equal(got[1].group, 1);
	assert_true(got[1].value < 0);
	assert_true(got[1].volume < 0);
	assert_int_equal(got[1].leader_count, 0);
}

static void a_share_of_nothing_is_not_known(void **state)
{
	struct group_row rows[] = { { .group = 1, .value = 0 } };

	(void)state;
	(void)rank_groups(rows, 1, got, 8);
	assert_int_equal(got[0].leader_count, 1);
	assert_true(got[0].leaders[0].share < 0);
}

static void what_did_not_trade_is_not_in_the_mean(void **state)
{
	struct group_row rows[] = {
		{ .group = 1, .rate = 300, .traded = true },
		{ .group = 1, .rate = 9999, .traded = false },
		{ .group = 2, .rate = 500, .traded = false },
	};

	(void)state;
	(void)rank_groups(rows, 3, got, 8);
	assert_int_equal(got[0].traded, 1);
	assert_int_equal(got[0].rate, 300);
	assert_int_equal(got[1].traded, 0);
	assert_false(got[1].rate_known);
}

static void a_mean_rate_rounds_half_away_from_zero(void **state)
{
	struct group_row rows[] = {
		{ .group = 1, .rate = -2, .traded = true },
		{ .group = 1, .rate = -1, .traded = true }, /* -1.5 */
		{ .group = 2, .rate = 2, .traded = true },
		{ .group = 2, .rate = 1, .traded = true }, /* 1.5 */
		{ .group = 3, .rate = -1, .traded = true },
		{ .group = 3, .rate = 0, .traded = true },
		{ .group = 3, .rate = 0, .traded = true }, /* -0.333 */
	};

	(void)state;
	(void)rank_groups(rows, 7, got, 8);
	assert_int_equal(got[0].rate, -2);
	assert_int_equal(got[1].rate, 2);
	assert_int_equal(got[2].rate, 0);
	assert_true(got[2].rate_known);
}

static void a_sum_that_does_not_fit_is_not_known(void **state)
{
	struct group_row rows[] = {
		{ .group = 1, .value = INT64_MAX, .volume = INT64_MAX },
		{ .group = 1, .value = 1, .volume = 1 },
		{ .group = 2, .value = INT64_MAX, .volume = 5 },
	};

	(void)state;
	assert_int_equal(rank_groups(rows, 3, got, 8), 2);
	assert_int_equal(got[0].group, 2);
	assert_int_equal(got[0].value, INT64_MAX);
	assert_int_equal(got[0].leaders[0].share, 10000);
	assert_true(got[1].value < 0);
	assert_true(got[1].volume < 0);
	assert_true(got[1].leaders[0].share < 0);
}

static void writes_no_more_than_there_is_room_for(void **state)
{
	struct group_row rows[] = {
		{ .group = 1, .value = 10 },
		{ .group = 2, .value = 30 },
		{ .group = 3, .value = 20 },
	};

	(void)state;
	assert_int_equal(rank_groups(rows, 3, got, 1), 3);
	assert_int_equal(got[0].group, 2);
	assert_int_equal(got[1].group, 0x55555555);
	assert_int_equal(rank_groups(rows, 3, NULL, 0), 3);
}

static void no_rows_have_no_groups(void **state)
{
	(void)state;
	memory_left = 0;
	assert_int_equal(rank_groups(NULL, 0, got, 8), 0);
}

static void says_when_there_is_no_memory(void **state)
{
	struct group_row rows[] = { { .group = 1, .value = 10 } };

	(void)state;
	memory_left = 0;
	assert_int_equal(rank_groups(rows, 1, got, 8), UINT32_MAX);
	assert_int_equal(got[0].group, 0x55555555);
}

/* ---- Against sums made group by group. ---- */

#define ROWS_MAX 80
#define NUMBERS 9 /* groups -4 to 4 */

static struct group_row drawn[ROWS_MAX];
static uint32_t drawn_count;
static uint64_t seed = 20261123;

static int64_t draw(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (int64_t)(seed % below);
}

static void draw_rows(void)
{
	const uint64_t spread = draw(2) ? 8 : 100000000000;

	drawn_count = (uint32_t)draw(ROWS_MAX) + 1;
	for (uint32_t i = 0; i < drawn_count; i++)
		drawn[i] = (struct group_row){
			.group = (int32_t)draw(NUMBERS) - NUMBERS / 2,
			.index = i,
			.value = draw(spread) - 1,
			.volume = draw(1000) - 1,
			.rate = draw(6000) - 3000,
			.traded = draw(4) > 0,
		};
}

/* How many of the group lead the row, or UINT32_MAX when the row has no value. */
static uint32_t plain_place(const struct group_row *row)
{
	uint32_t before = 0;

	if (row->value < 0)
		return UINT32_MAX;
	for (uint32_t i = 0; i < drawn_count; i++)
		if (drawn[i].group == row->group)
			before += drawn[i].value > row->value ||
			          (drawn[i].value == row->value && i < row->index);
	return before;
}

static struct group plain_group(int32_t number)
{
	struct group g = { .group = number, .value = -1, .volume = -1 };

	for (uint32_t i = 0; i < drawn_count; i++) {
		const struct group_row *row = &drawn[i];

		if (row->group != number)
			continue;
		g.members++;
		g.unknown += row->value < 0 || row->volume < 0;
		if (row->value >= 0)
			g.value = (g.value < 0 ? 0 : g.value) + row->value;
		if (row->volume >= 0)
			g.volume = (g.volume < 0 ? 0 : g.volume) + row->volume;
		if (row->traded) {
			g.traded++;
			g.rate += row->rate;
		}
	}
	return g;
}

static void assert_leaders(const struct group *g)
{
	uint32_t leaders = 0;

	for (uint32_t i = 0; i < drawn_count; i++) {
		const uint32_t place = plain_place(&drawn[i]);
		int64_t twice;

		if (drawn[i].group != g->group || place >= RANK_LEADERS)
			continue;
		leaders++;
		assert_int_equal(g->leaders[place].index, i);
		assert_int_equal(g->leaders[place].value, drawn[i].value);
		if (g->value == 0)
			continue;
		/* The nearest hundredth, the upper one of two. */
		twice = drawn[i].value * 20000 - g->leaders[place].share * 2 * g->value;
		assert_true(twice >= -g->value && twice < g->value);
	}
	assert_int_equal(g->leader_count, leaders);
}

static void assert_group(const struct group *g)
{
	const struct group plain = plain_group(g->group);
	int64_t off;

	assert_int_equal(g->members, plain.members);
	assert_int_equal(g->unknown, plain.unknown);
	assert_int_equal(g->traded, plain.traded);
	assert_int_equal(g->value, plain.value);
	assert_int_equal(g->volume, plain.volume);
	assert_int_equal(g->rate_known, plain.traded > 0);
	off = g->rate * plain.traded - plain.rate;
	assert_true(2 * (off < 0 ? -off : off) <= (int64_t)plain.traded);
	assert_leaders(g);
}

static uint32_t count_numbers(void)
{
	uint32_t count = 0;

	for (int32_t number = -NUMBERS / 2; number <= NUMBERS / 2; number++)
		count += plain_group(number).members > 0;
	return count;
}

static void check_groups(void)
{
	struct group_row rows[ROWS_MAX];
	struct group all[NUMBERS];
	uint32_t count;

	draw_rows();
	memcpy(rows, drawn, sizeof rows);
	count = rank_groups(rows, drawn_count, all, NUMBERS);
	assert_int_equal(count, count_numbers());
	for (uint32_t i = 0; i < count; i++)
		assert_group(&all[i]);
	for (uint32_t i = 1; i < count; i++)
		assert_true(all[i - 1].value > all[i].value ||
			    (all[i - 1].value == all[i].value && all[i - 1].group < all[i].group));
}

static void groups_are_those_of_plain_sums(void **state)
{
	(void)state;
	for (int i = 0; i < SOME; i++)
		check_groups();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(sums_what_a_group_holds, start),
		cmocka_unit_test_setup(leaders_come_by_value, start),
		cmocka_unit_test_setup(a_group_has_five_leaders_at_most, start),
		cmocka_unit_test_setup(equal_leaders_come_by_index, start),
		cmocka_unit_test_setup(groups_come_by_value_equal_ones_by_number, start),
		cmocka_unit_test_setup(
			a_member_without_value_or_volume_is_counted_and_left_out, start),
		cmocka_unit_test_setup(a_group_of_which_nothing_is_known_has_no_sums, start),
		cmocka_unit_test_setup(a_share_of_nothing_is_not_known, start),
		cmocka_unit_test_setup(what_did_not_trade_is_not_in_the_mean, start),
		cmocka_unit_test_setup(a_mean_rate_rounds_half_away_from_zero, start),
		cmocka_unit_test_setup(a_sum_that_does_not_fit_is_not_known, start),
		cmocka_unit_test_setup(writes_no_more_than_there_is_room_for, start),
		cmocka_unit_test_setup(no_rows_have_no_groups, start),
		cmocka_unit_test_setup(says_when_there_is_no_memory, start),
		cmocka_unit_test_setup(groups_are_those_of_plain_sums, start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
