/* rank_test - price bands, merging, exactness, shares of a total. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "service/rank.h"

/* ---- A made-up exchange, for the property. ---- */

#define SHARES_MAX 700

struct share {
	char code[8];
	uint32_t scope;
	int64_t price;
	int64_t key;
};

static struct share shares[SHARES_MAX];
static uint32_t share_count;
static uint64_t seed;

static uint64_t draw(uint64_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % below;
}

/* Prices are many or few, and lean to the cheap or to the dear: the worst cases for bands. */
static void draw_exchange(void)
{
	uint64_t spread = draw(3) == 0 ? 40 : 200000;
	bool leaning = draw(2) == 0;

	share_count = (uint32_t)draw(SHARES_MAX) + 1;
	for (uint32_t i = 0; i < share_count; i++) {
		(void)snprintf(shares[i].code, sizeof shares[i].code, "%06u", i);
		shares[i].scope = (uint32_t)draw(2);
		shares[i].price = (int64_t)draw(spread) + 100;
		shares[i].key = leaning ? shares[i].price * 1000 + (int64_t)draw(5000)
		                        : (int64_t)draw(1000000);
	}
}

static int compare_shares(const void *a, const void *b)
{
	const struct share *const *x = a;
	const struct share *const *y = b;

	return ((*x)->key < (*y)->key) - ((*x)->key > (*y)->key);
}

/* What upstream says to one band. With `open` bounds the bounds themselves are outside. */
static void answer(struct rank_band *b, bool open)
{
	const struct share *found[SHARES_MAX];
	uint32_t count = 0;

	for (uint32_t i = 0; i < share_count; i++) {
		const struct share *s = &shares[i];
		bool inside = open ? s->price > b->low && s->price < b->high
		                   : s->price >= b->low && s->price <= b->high;

		if (s->scope == b->scope && inside)
			found[count++] = s;
	}
	qsort(found, count, sizeof *found, compare_shares);
	b->answered = true;
	for (uint32_t i = 0; i < count && i < RANK_FULL; i++) {
		struct rank_item *item = &b->items[b->item_count++];

		memcpy(item->code, found[i]->code, sizeof item->code);
		item->key = b->last_key = found[i]->key;
		item->price = found[i]->price;
		b->received++;
	}
}

static enum rank_verdict run_plan(struct rank_plan *p, uint32_t scopes, uint32_t want, bool open)
{
	enum rank_verdict verdict;
	struct rank_band *b;

	rank_plan_init(p, scopes, want, RANK_CALLS_MAX);
	do {
		while ((b = rank_plan_next(p)))
			answer(b, open);
		verdict = rank_plan_test(p);
	} while (verdict == RANK_MORE);
	return verdict;
}

/* The n-th largest key of the first `scopes` scopes by brute force. */
static void brute_force(uint32_t scopes, struct rank_item *ret, uint32_t *ret_count)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < share_count; i++)
		if (shares[i].scope < scopes) {
			memcpy(ret[count].code, shares[i].code, sizeof ret[count].code);
			ret[count++].key = shares[i].key;
		}
	rank_sort(ret, count);
	*ret_count = count;
}

/* Equal keys at the end of the list may stand for each other; everything above is one answer. */
static void assert_same(const struct rank_item *got, const struct rank_item *want, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		assert_int_equal(got[i].key, want[i].key);
		if (want[i].key != want[n - 1].key)
			assert_string_equal(got[i].code, want[i].code);
	}
}

static uint32_t exact_count;

static void check_one(struct rank_plan *p)
{
	struct rank_item all[SHARES_MAX];
	struct rank_item got[RANK_WANT_MAX];
	uint32_t scopes = (uint32_t)draw(2) + 1;
	uint32_t want = (uint32_t)draw(50) + 1;
	uint32_t total;
	uint32_t count;

	draw_exchange();
	brute_force(scopes, all, &total);
	if (run_plan(p, scopes, want, draw(2) == 0) != RANK_EXACT)
		return;
	exact_count++;
	count = rank_plan_merge(p, false, got, want);
	assert_int_equal(count, total < want ? total : want);
	assert_same(got, all, count);
	assert_false(rank_plan_lost(p));
	assert_true(p->band_count <= RANK_CALLS_MAX);
}

static void bands_give_what_brute_force_gives(void **state)
{
	struct rank_plan *p = malloc(sizeof *p);

	(void)state;
	assert_non_null(p);
	seed = 20261123;
	exact_count = 0;
	for (int i = 0; i < 4000; i++)
		check_one(p);
	free(p);
	/* The rest says that it could not prove its order. */
	assert_true(exact_count > 3500);
}

/* ---- Single cases. ---- */

static struct rank_plan plan;

/* A band's answer of `count` rows with keys from `first` down; codes begin at `code`. */
static void give(struct rank_band *b, uint32_t count, int64_t first, uint32_t code, int64_t price)
{
	b->answered = true;
	b->received = count;
	b->item_count = 0;
	for (uint32_t i = 0; i < count; i++) {
		struct rank_item *item = &b->items[b->item_count++];

		(void)snprintf(item->code, sizeof item->code, "%06u", code + i);
		item->key = b->last_key = first - i;
		item->price = price;
	}
}

static void asks_without_bounds_first(void **state)
{
	(void)state;
	rank_plan_init(&plan, 2, 20, RANK_CALLS_MAX);
	assert_int_equal(plan.band_count, 2);
	assert_int_equal(plan.bands[1].low, 0);
	assert_int_equal(plan.bands[1].high, RANK_PRICE_MAX);
}

static void thirty_of_one_market_need_one_call(void **state)
{
	(void)state;
	rank_plan_init(&plan, 1, 30, RANK_CALLS_MAX);
	give(rank_plan_next(&plan), 30, 1000, 0, 500);
	assert_int_equal(rank_plan_test(&plan), RANK_EXACT);
}

static void fifty_split_at_the_median_price(void **state)
{
	(void)state;
	rank_plan_init(&plan, 1, 50, RANK_CALLS_MAX);
	give(rank_plan_next(&plan), 30, 1000, 0, 500);
	assert_int_equal(rank_plan_test(&plan), RANK_MORE);
	assert_int_equal(plan.bands[1].high, 501);
	assert_int_equal(plan.bands[2].low, 500);
}

static void splits_only_the_band_that_hides_rows(void **state)
{
	(void)state;
	rank_plan_init(&plan, 2, 40, RANK_CALLS_MAX);
	give(rank_plan_next(&plan), 30, 1000, 0, 500);
	give(rank_plan_next(&plan), 30, 500, 100, 500);
	assert_int_equal(rank_plan_test(&plan), RANK_MORE);
	assert_true(plan.bands[0].split);
	assert_false(plan.bands[1].split);
}

static void rows_left_out_count_for_fullness(void **state)
{
	(void)state;
	rank_plan_init(&plan, 1, 20, RANK_CALLS_MAX);
	give(rank_plan_next(&plan), 30, 1000, 0, 500);
	plan.bands[0].item_count = 15;
	assert_int_equal(rank_plan_test(&plan), RANK_MORE);
}

static void a_short_answer_is_complete(void **state)
{
	(void)state;
	rank_plan_init(&plan, 1, 50, RANK_CALLS_MAX);
	give(rank_plan_next(&plan), 29, 1000, 0, 500);
	assert_int_equal(rank_plan_test(&plan), RANK_EXACT);
}

static void one_price_cannot_be_split(void **state)
{
	(void)state;
	rank_plan_init(&plan, 1, 50, RANK_CALLS_MAX);
	give(rank_plan_next(&plan), 30, 1000, 0, 500);
	plan.bands[0].low = 499;
	plan.bands[0].high = 501;
	assert_int_equal(rank_plan_test(&plan), RANK_ONE_PRICE);
}

static void stops_when_the_calls_are_used_up(void **state)
{
	(void)state;
	rank_plan_init(&plan, 1, 50, 2);
	give(rank_plan_next(&plan), 30, 1000, 0, 500);
	assert_int_equal(rank_plan_test(&plan), RANK_MANY_CALLS);
}

static void split_once(int64_t low_key, int64_t high_key)
{
	rank_plan_init(&plan, 1, 50, RANK_CALLS_MAX);
	give(rank_plan_next(&plan), 30, 1000, 0, 500);
	(void)rank_plan_test(&plan);
	give(rank_plan_next(&plan), 20, low_key, 0, 500);
	give(rank_plan_next(&plan), 20, high_key, 20, 500);
}

static void a_double_counts_as_it_came_last(void **state)
{
	struct rank_item got[RANK_WANT_MAX];

	(void)state;
	split_once(1000, 980);
	plan.bands[2].items[0] = plan.bands[1].items[0];
	plan.bands[2].items[0].key = 5000;
	assert_int_equal(rank_plan_merge(&plan, false, got, 50), 39);
	assert_int_equal(got[0].key, 5000);
}

static void misses_a_leader_that_no_band_has(void **state)
{
	(void)state;
	split_once(1000, 980);
	assert_false(rank_plan_lost(&plan));
	memcpy(plan.bands[1].items[0].code, "999999", 7);
	assert_true(rank_plan_lost(&plan));
}

static void bands_without_a_new_code_are_not_honoured(void **state)
{
	(void)state;
	split_once(1000, 980);
	assert_true(rank_plan_honoured(&plan));
	give(&plan.bands[1], 20, 1000, 0, 500);
	give(&plan.bands[2], 10, 980, 20, 500);
	assert_false(rank_plan_honoured(&plan));
}

static void a_row_outside_its_band_is_not_honoured(void **state)
{
	(void)state;
	split_once(1000, 980);
	plan.bands[1].items[3].price = 9000;
	assert_false(rank_plan_honoured(&plan));
}

static void a_band_without_an_answer_proves_nothing_against_bands(void **state)
{
	(void)state;
	split_once(1000, 980);
	plan.bands[2].answered = false;
	plan.bands[2].item_count = 0;
	assert_true(rank_plan_honoured(&plan));
}

static void unsplit_goes_back_to_the_unbounded_answers(void **state)
{
	struct rank_item got[RANK_WANT_MAX];

	(void)state;
	split_once(1000, 980);
	rank_plan_unsplit(&plan);
	assert_int_equal(rank_plan_merge(&plan, false, got, 50), 30);
	assert_int_equal(rank_plan_test(&plan), RANK_MANY_CALLS);
}

static void sorts_equal_keys_by_code(void **state)
{
	struct rank_item items[] = { { .code = "B", .key = 1 }, { .code = "A", .key = 1 },
		{ .code = "C", .key = 2 } };

	(void)state;
	rank_sort(items, 3);
	assert_string_equal(items[0].code, "C");
	assert_string_equal(items[1].code, "A");
	assert_string_equal(items[2].code, "B");
}

static void percent_rounds_half_away_from_zero(void **state)
{
	int64_t got = 0;

	(void)state;
	assert_true(rank_percent(2973484820, 5919637922, &got));
	assert_int_equal(got, 5023);
	assert_true(rank_percent(1, 20000, &got));
	assert_int_equal(got, 1);
	assert_true(rank_percent(1, 20001, &got));
	assert_int_equal(got, 0);
	assert_true(rank_percent(0, 1, &got));
	assert_int_equal(got, 0);
}

static void percent_refuses_what_cannot_be(void **state)
{
	int64_t got = -7;

	(void)state;
	assert_false(rank_percent(1, 0, &got));
	assert_false(rank_percent(1, -1, &got));
	assert_false(rank_percent(-1, 1, &got));
	assert_false(rank_percent(INT64_MAX, 1, &got));
	assert_int_equal(got, -7);
}

static void concentration_passes_64_bits_on_its_way(void **state)
{
	const int64_t values[] = { INT64_MAX, INT64_MAX, INT64_MAX };
	int64_t got = 0;

	(void)state;
	assert_true(rank_concentration(values, 3, INT64_MAX, &got));
	assert_int_equal(got, 30000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bands_give_what_brute_force_gives),
		cmocka_unit_test(asks_without_bounds_first),
		cmocka_unit_test(thirty_of_one_market_need_one_call),
		cmocka_unit_test(fifty_split_at_the_median_price),
		cmocka_unit_test(splits_only_the_band_that_hides_rows),
		cmocka_unit_test(rows_left_out_count_for_fullness),
		cmocka_unit_test(a_short_answer_is_complete),
		cmocka_unit_test(one_price_cannot_be_split),
		cmocka_unit_test(stops_when_the_calls_are_used_up),
		cmocka_unit_test(a_double_counts_as_it_came_last),
		cmocka_unit_test(misses_a_leader_that_no_band_has),
		cmocka_unit_test(bands_without_a_new_code_are_not_honoured),
		cmocka_unit_test(a_row_outside_its_band_is_not_honoured),
		cmocka_unit_test(a_band_without_an_answer_proves_nothing_against_bands),
		cmocka_unit_test(unsplit_goes_back_to_the_unbounded_answers),
		cmocka_unit_test(sorts_equal_keys_by_code),
		cmocka_unit_test(percent_rounds_half_away_from_zero),
		cmocka_unit_test(percent_refuses_what_cannot_be),
		cmocka_unit_test(concentration_passes_64_bits_on_its_way),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
