/* rank_figure_test - changes, ratios, means, deviations, places. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/scarce_memory.h"

#include "service/rank_figure.c" // NOLINT

#define REFUSED INT64_MIN
#define SOME 4000 /* drawn cases of each property */

static uint64_t seed = 20261123;

static uint64_t draw(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

/* Of any length: as many small numbers as large ones. */
static int64_t draw_length(void)
{
	return (int64_t)(draw(UINT64_MAX) >> (1 + draw(63)));
}

/* ---- Means. ---- */

static void a_mean_rounds_half_up(void **state)
{
	(void)state;
	assert_int_equal(rank_mean(0, 1), 0);
	assert_int_equal(rank_mean(7, 1), 7);
	assert_int_equal(rank_mean(5, 2), 3);     /* 2.5 */
	assert_int_equal(rank_mean(7, 5), 1);     /* 1.4 */
	assert_int_equal(rank_mean(8, 5), 2);     /* 1.6 */
	assert_int_equal(rank_mean(1, 3), 0);     /* 0.33 */
	assert_int_equal(rank_mean(2, 3), 1);     /* 0.67 */
	assert_int_equal(rank_mean(209, 20), 10); /* 10.45 */
	assert_int_equal(rank_mean(210, 20), 11); /* 10.5 */
}

static void a_mean_of_the_largest_sum_does_not_overflow(void **state)
{
	(void)state;
	assert_int_equal(rank_mean(INT64_MAX, 1), INT64_MAX);
	assert_int_equal(
		rank_mean(INT64_MAX, 2), INT64_C(4611686018427387904)); /* (2^63 - 1) / 2 */
}

/* ---- Changes and ratios. ---- */

static int64_t change(int64_t now, int64_t sum, uint32_t n)
{
	int64_t got = REFUSED;

	return rank_change(now, sum, n, &got) ? got : REFUSED;
}

static int64_t ratio(int64_t now, int64_t sum, uint32_t n)
{
	int64_t got = REFUSED;

	return rank_ratio(now, sum, n, &got) ? got : REFUSED;
}

static void a_change_counts_from_the_mean(void **state)
{
	(void)state;
	assert_int_equal(change(150, 100, 1), 5000); /* 50 / 100 = 50 % */
	assert_int_equal(change(100, 100, 1), 0);
	assert_int_equal(change(0, 100, 1), -10000);    /* all of it gone */
	assert_int_equal(change(30, 100, 5), 5000);     /* (150 - 100) / 100 */
	assert_int_equal(change(500, 2000, 20), 40000); /* (10000 - 2000) / 2000 = 400 % */
	assert_int_equal(change(4, 3, 1), 3333);        /* 33.333 % */
	assert_int_equal(change(5, 3, 1), 6667);        /* 66.667 % */
	assert_int_equal(change(2, 3, 1), -3333);       /* -33.333 % */
	assert_int_equal(change(1, 3, 1), -6667);       /* -66.667 % */
}

static void a_change_of_one_day_of_real_size(void **state)
{
	(void)state;
	/* 1,234,567,890,000 - 987,654,321,000 = 246,913,569,000; / 987,654,321,000 = 25 % */
	assert_int_equal(change(1234567890000, 987654321000, 1), 2500);
	/* 3 x 10^12 x 20 = 6 x 10^13; less 4.7 x 10^13 is 1.3 x 10^13; / 4.7 x 10^13 = 27.6596 % */
	assert_int_equal(change(3000000000000, 47000000000000, 20), 2766);
}

static void a_change_rounds_half_away_from_zero(void **state)
{
	(void)state;
	assert_int_equal(change(20001, 20000, 1), 1);  /* +0.005 % */
	assert_int_equal(change(19999, 20000, 1), -1); /* -0.005 % */
	assert_int_equal(change(20003, 20000, 1), 2);  /* +0.015 % */
	assert_int_equal(change(19997, 20000, 1), -2); /* -0.015 % */
	assert_int_equal(change(20002, 20001, 1), 0);  /* +0.0049998 % */
	assert_int_equal(change(20000, 20001, 1), 0);  /* -0.0049998 % */
}

static void a_ratio_is_of_the_mean(void **state)
{
	(void)state;
	assert_int_equal(ratio(100, 100, 1), 10000);
	assert_int_equal(ratio(0, 100, 20), 0);
	assert_int_equal(ratio(500, 2000, 20), 50000); /* 10000 / 2000 = 500 % */
	assert_int_equal(ratio(2, 3, 1), 6667);        /* 66.667 % */
	assert_int_equal(ratio(1, 20000, 1), 1);       /* 0.005 % */
	assert_int_equal(ratio(1, 20001, 1), 0);       /* 0.0049998 % */
	assert_int_equal(ratio(1, 400000, 20), 1);     /* 20 / 400000 = 0.005 % */
}

static void refuses_what_has_no_mean(void **state)
{
	(void)state;
	assert_int_equal(change(1, 0, 20), REFUSED);
	assert_int_equal(change(1, -1, 20), REFUSED);
	assert_int_equal(change(-1, 1, 20), REFUSED);
	assert_int_equal(change(1, 1, 0), REFUSED);
	assert_int_equal(ratio(1, 0, 20), REFUSED);
	assert_int_equal(ratio(1, -1, 20), REFUSED);
	assert_int_equal(ratio(-1, 1, 20), REFUSED);
	assert_int_equal(ratio(1, 1, 0), REFUSED);
}

static void refuses_what_does_not_fit(void **state)
{
	(void)state;
	/* (2^63 - 1) x 10000 has no room; a ten thousandth of it has. */
	assert_int_equal(ratio(INT64_MAX, 1, 1), REFUSED);
	assert_int_equal(change(INT64_MAX, 1, 1), REFUSED);
	assert_int_equal(ratio(INT64_MAX, 10000, 1), INT64_MAX);
	assert_int_equal(ratio(INT64_MAX, 9999, 1), REFUSED);
	assert_int_equal(ratio(INT64_MAX, INT64_MAX, UINT32_MAX), INT64_C(42949672950000));
	assert_int_equal(change(INT64_MAX, INT64_MAX, UINT32_MAX), INT64_C(42949672940000));
	assert_int_equal(change(0, INT64_MAX, UINT32_MAX), -10000);
}

static void leaves_the_output_alone_when_it_refuses(void **state)
{
	int64_t got = -7;

	(void)state;
	assert_false(rank_change(1, 0, 1, &got));
	assert_false(rank_ratio(INT64_MAX, 1, 1, &got));
	assert_false(rank_turnover(INT64_MAX, 1, 0, &got));
	assert_false(rank_impact(INT64_MIN, 1, &got));
	assert_int_equal(got, -7);
}

/* got is part x 10000 / whole, to the nearest, halves away from zero. */
static void assert_nearest(int64_t got, wide part, wide whole)
{
	const wide off = part * 10000 - (wide)got * whole;
	const wide twice = 2 * (off < 0 ? -off : off);

	assert_true(twice <= whole);
	/* At a half the figure lies on the far side: what is left points back to zero. */
	assert_true(twice < whole || (part < 0) == (off > 0));
}

static uint32_t answered;

static void check_change(void)
{
	const int64_t now = draw_length();
	const int64_t sum = draw_length();
	const uint32_t n = (uint32_t)draw(25);
	int64_t got;

	if (rank_change(now, sum, n, &got)) {
		assert_nearest(got, (wide)now * n - sum, sum);
		answered++;
	}
	if (rank_ratio(now, sum, n, &got))
		assert_nearest(got, (wide)now * n, sum);
}

/* Small sums meet many halves. */
static void check_small_change(void)
{
	const int64_t now = (int64_t)draw(100);
	const int64_t sum = ((int64_t)draw(20) + 1) * 1250;
	int64_t got;

	assert_true(rank_change(now, sum, 20, &got));
	assert_nearest(got, (wide)now * 20 - sum, sum);
}

static void changes_are_the_nearest_hundredth(void **state)
{
	(void)state;
	answered = 0;
	for (int i = 0; i < SOME; i++) {
		check_change();
		check_small_change();
	}
	assert_true(answered > SOME / 2);
}

/* ---- Turnover and impact. ---- */

static int64_t turnover(int64_t volume, int64_t listed, int64_t float_rate)
{
	int64_t got = REFUSED;

	return rank_turnover(volume, listed, float_rate, &got) ? got : REFUSED;
}

static int64_t impact(int64_t part, int64_t whole)
{
	int64_t got = REFUSED;

	return rank_impact(part, whole, &got) ? got : REFUSED;
}

static void turnover_is_of_the_listed_shares(void **state)
{
	(void)state;
	/* 17,142,847 x 10000 / 5,919,637,922 = 28.96 hundredths */
	assert_int_equal(turnover(17142847, 5919637922, 0), 29);
	assert_int_equal(turnover(0, 5919637922, 0), 0);
	assert_int_equal(turnover(300, 100, 0), 30000);
	assert_int_equal(turnover(300, 100, -1), 30000);
}

static void turnover_may_be_of_the_free_float(void **state)
{
	(void)state;
	assert_int_equal(turnover(10, 1000, 2500), 400); /* 10 of 250 */
	assert_int_equal(turnover(10, 1000, 10000), 100);
	/* 10^8 / (30000 x 6667) = 0.49998 hundredths, / (30000 x 6666) = 0.50005 */
	assert_int_equal(turnover(1, 30000, 6667), 0);
	assert_int_equal(turnover(1, 30000, 6666), 1);
}

static void turnover_refuses_what_cannot_be(void **state)
{
	(void)state;
	assert_int_equal(turnover(-1, 100, 0), REFUSED);
	assert_int_equal(turnover(-1, 100, 5000), REFUSED);
	assert_int_equal(turnover(1, 0, 0), REFUSED);
	assert_int_equal(turnover(1, 0, 5000), REFUSED);
	assert_int_equal(turnover(1, -100, 5000), REFUSED);
	assert_int_equal(turnover(1, 100, 10001), REFUSED);
	assert_int_equal(turnover(INT64_MAX, 1, 1), REFUSED);
	assert_int_equal(turnover(INT64_MAX, INT64_MAX, 1), INT64_C(100000000)); /* 10000 times */
}

static void impact_has_no_sign(void **state)
{
	(void)state;
	assert_int_equal(impact(25, 1000), 250);
	assert_int_equal(impact(-25, 1000), 250);
	assert_int_equal(impact(0, 1000), 0);
	assert_int_equal(impact(-1, 20000), 1); /* 0.005 % */
	assert_int_equal(impact(-3000, 1000), 30000);
}

static void impact_refuses_what_cannot_be(void **state)
{
	(void)state;
	assert_int_equal(impact(1, 0), REFUSED);
	assert_int_equal(impact(1, -1), REFUSED);
	assert_int_equal(impact(INT64_MIN, 1), REFUSED);
	/* 2^63 / (2^63 - 1): a hair above 100 % */
	assert_int_equal(impact(INT64_MIN, INT64_MAX), 10000);
}

/* ---- Deviations. ---- */

static void deviation_is_that_of_a_population(void **state)
{
	/* Mean 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32; 32 / 8 = 4; its root 2. */
	const int64_t values[] = { 2, 4, 4, 4, 5, 5, 7, 9 };

	(void)state;
	assert_true(rank_deviation(values, 8) == 2.0);
}

static void equal_values_do_not_deviate_at_all(void **state)
{
	const int64_t values[] = { 123456789, 123456789, 123456789 };

	(void)state;
	assert_true(rank_deviation(values, 3) == 0.0);
	assert_true(rank_deviation(values, 1) == 0.0);
	assert_true(rank_deviation(values, 0) == 0.0);
	assert_true(rank_deviation(NULL, 0) == 0.0);
}

static void a_deviation_is_exact_beside_a_large_mean(void **state)
{
	/* Mean m + 1, off by -1 and 1: squares 2 / 2, its root 1; m^2 itself has no room. */
	const int64_t values[] = { INT64_MAX - 2, INT64_MAX };

	(void)state;
	assert_true(rank_deviation(values, 2) == 1.0);
}

static void z_counts_deviations_from_the_mean(void **state)
{
	(void)state;
	/* Of the values above: sum 40, n 8, mean 5, deviation 2. */
	assert_int_equal(rank_z(9, 40, 8, 2.0), 200); /* 4 / 2 */
	assert_int_equal(rank_z(5, 40, 8, 2.0), 0);
	assert_int_equal(rank_z(0, 40, 8, 2.0), -250); /* -5 / 2 */
	assert_int_equal(rank_z(3, 7, 3, 2.0), 33);    /* (2/3) / 2 = 0.333 */
	assert_int_equal(rank_z(2, 8, 3, 2.0), -33);   /* -(2/3) / 2 */
}

static void z_rounds_half_away_from_zero(void **state)
{
	(void)state;
	/* 201 above and below the mean 1000, deviation 200: 1.005. */
	assert_int_equal(rank_z(1201, 20000, 20, 200.0), 101);
	assert_int_equal(rank_z(799, 20000, 20, 200.0), -101);
	/* 801 above the mean, deviation 800: 1.00125. */
	assert_int_equal(rank_z(1801, 8000, 8, 800.0), 100);
}

static void z_is_zero_without_deviation(void **state)
{
	(void)state;
	assert_int_equal(rank_z(9, 40, 8, 0.0), 0);
	assert_int_equal(rank_z(9, 40, 8, -1.0), 0);
	assert_int_equal(rank_z(9, 40, 0, 2.0), 0);
	assert_int_equal(rank_z(9, 40, 8, (double)NAN), 0);
	assert_int_equal(rank_z(9, 40, 8, (double)INFINITY), 0);
}

static void z_is_bounded(void **state)
{
	(void)state;
	assert_int_equal(rank_z(INT64_MAX, 0, 20, 0.001), RANK_Z_MAX);
	assert_int_equal(rank_z(0, INT64_MAX, 1, 0.001), -RANK_Z_MAX);
	assert_int_equal(rank_z(1, 0, 20, 1e-320), RANK_Z_MAX);
}

/* ---- What is unusual. ---- */

/* Mean 5, deviation 2, as above. */
static bool is_unusual(int64_t now, double threshold)
{
	const int64_t values[] = { 2, 4, 4, 4, 5, 5, 7, 9 };

	return rank_is_unusual(now, values, 8, threshold);
}

static void a_far_day_is_unusual(void **state)
{
	(void)state;
	assert_false(is_unusual(9, 2.0)); /* z is 2 itself */
	assert_true(is_unusual(10, 2.0)); /* 2.5 */
	assert_true(is_unusual(0, 2.0));  /* -2.5 */
	assert_false(is_unusual(1, 2.0)); /* -2 itself */
}

static void more_than_twice_the_mean_is_unusual(void **state)
{
	(void)state;
	assert_false(is_unusual(10, 100.0)); /* twice itself */
	assert_true(is_unusual(11, 100.0));
}

static void the_rule_does_not_round_z(void **state)
{
	/* Mean 3, deviation sqrt((4 + 4 + 16) / 3) = 2.8284; 6 lies 3 / 2.8284 = 1.06066 away. */
	const int64_t values[] = { 1, 1, 7 };

	(void)state;
	assert_true(rank_is_unusual(6, values, 3, 1.06));
	assert_false(rank_is_unusual(6, values, 3, 1.061));
}

static void nothing_is_unusual_without_a_mean(void **state)
{
	const int64_t zeros[] = { 0, 0, 0 };
	const int64_t below[] = { -5, 2 };

	(void)state;
	assert_false(rank_is_unusual(1000, NULL, 0, 2.0));
	assert_false(rank_is_unusual(1000, zeros, 3, 2.0));
	assert_false(rank_is_unusual(1000, below, 2, 2.0));
}

static void without_deviation_the_mean_alone_decides(void **state)
{
	const int64_t same[] = { 100, 100, 100 };

	(void)state;
	assert_false(rank_is_unusual(200, same, 3, 2.0));
	assert_true(rank_is_unusual(201, same, 3, 2.0));
	assert_false(rank_is_unusual(0, same, 3, 2.0));
}

static void the_rule_passes_64_bits_on_its_way(void **state)
{
	const int64_t large[] = { INT64_MAX, INT64_MAX, INT64_MAX };

	(void)state;
	assert_false(rank_is_unusual(INT64_MAX, large, 3, 2.0));
	assert_true(rank_is_unusual(INT64_MAX, large + 2, 1, -1.0));
}

/* ---- Places. ---- */

#define KEYS_MAX 60

static void places_count_from_the_largest(void **state)
{
	const int64_t keys[] = { -5, 30, 10, 20, INT64_MIN, INT64_MAX };
	uint32_t got[6];

	(void)state;
	assert_true(rank_places(keys, 6, got));
	assert_memory_equal(got, ((const uint32_t[]){ 5, 2, 4, 3, 6, 1 }), sizeof got);
}

static void equal_keys_keep_their_order(void **state)
{
	const int64_t keys[] = { 7, 9, 7, 9, 7 };
	uint32_t got[5];

	(void)state;
	assert_true(rank_places(keys, 5, got));
	assert_memory_equal(got, ((const uint32_t[]){ 3, 1, 4, 2, 5 }), sizeof got);
}

static void no_keys_have_no_places(void **state)
{
	(void)state;
	memory_left = 0;
	assert_true(rank_places(NULL, 0, NULL));
	memory_left = -1;
}

static void says_when_there_is_no_memory_for_places(void **state)
{
	const int64_t keys[] = { 1, 2 };
	uint32_t got[2] = { 77, 77 };

	(void)state;
	memory_left = 0;
	assert_false(rank_places(keys, 2, got));
	memory_left = -1;
	assert_int_equal(got[0], 77);
}

/* 1 and as many as are larger, or equal and earlier. */
static uint32_t plain_place(const int64_t *keys, uint32_t count, uint32_t at)
{
	uint32_t place = 1;

	for (uint32_t i = 0; i < count; i++)
		place += keys[i] > keys[at] || (keys[i] == keys[at] && i < at);
	return place;
}

static void check_places(void)
{
	int64_t keys[KEYS_MAX];
	uint32_t got[KEYS_MAX];
	const uint32_t count = (uint32_t)draw(KEYS_MAX) + 1;
	const uint64_t spread = draw(2) == 0 ? 5 : 100000;

	for (uint32_t i = 0; i < count; i++)
		keys[i] = (int64_t)draw(spread) - 2;
	assert_true(rank_places(keys, count, got));
	for (uint32_t i = 0; i < count; i++)
		assert_int_equal(got[i], plain_place(keys, count, i));
}

static void places_are_those_of_plain_counting(void **state)
{
	(void)state;
	for (int i = 0; i < SOME; i++)
		check_places();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mean_rounds_half_up),
		cmocka_unit_test(a_mean_of_the_largest_sum_does_not_overflow),
		cmocka_unit_test(a_change_counts_from_the_mean),
		cmocka_unit_test(a_change_of_one_day_of_real_size),
		cmocka_unit_test(a_change_rounds_half_away_from_zero),
		cmocka_unit_test(a_ratio_is_of_the_mean),
		cmocka_unit_test(refuses_what_has_no_mean),
		cmocka_unit_test(refuses_what_does_not_fit),
		cmocka_unit_test(leaves_the_output_alone_when_it_refuses),
		cmocka_unit_test(changes_are_the_nearest_hundredth),
		cmocka_unit_test(turnover_is_of_the_listed_shares),
		cmocka_unit_test(turnover_may_be_of_the_free_float),
		cmocka_unit_test(turnover_refuses_what_cannot_be),
		cmocka_unit_test(impact_has_no_sign),
		cmocka_unit_test(impact_refuses_what_cannot_be),
		cmocka_unit_test(deviation_is_that_of_a_population),
		cmocka_unit_test(equal_values_do_not_deviate_at_all),
		cmocka_unit_test(a_deviation_is_exact_beside_a_large_mean),
		cmocka_unit_test(z_counts_deviations_from_the_mean),
		cmocka_unit_test(z_rounds_half_away_from_zero),
		cmocka_unit_test(z_is_zero_without_deviation),
		cmocka_unit_test(z_is_bounded),
		cmocka_unit_test(a_far_day_is_unusual),
		cmocka_unit_test(more_than_twice_the_mean_is_unusual),
		cmocka_unit_test(the_rule_does_not_round_z),
		cmocka_unit_test(nothing_is_unusual_without_a_mean),
		cmocka_unit_test(without_deviation_the_mean_alone_decides),
		cmocka_unit_test(the_rule_passes_64_bits_on_its_way),
		cmocka_unit_test(places_count_from_the_largest),
		cmocka_unit_test(equal_keys_keep_their_order),
		cmocka_unit_test(no_keys_have_no_places),
		cmocka_unit_test(says_when_there_is_no_memory_for_places),
		cmocka_unit_test(places_are_those_of_plain_counting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
