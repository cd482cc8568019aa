/* market_pick_test - rows of the whole market: figures joined from snapshot and history, filters,
 * order, what is left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "service/market_pick.h"

#define SHARES 6
#define SESSION 20261123
#define ALL \
	(SNAPSHOT_PRICE | SNAPSHOT_CHANGE | SNAPSHOT_VOLUME | SNAPSHOT_VALUE | SNAPSHOT_BEFORE | \
		SNAPSHOT_BASE | SNAPSHOT_SIGN | SNAPSHOT_ANSWERED)

/* Six shares by hand: odd ones on KOSDAQ, the first the largest. */
struct world {
	struct snapshot snapshot;
	struct snapshot_share shares[SHARES];
	uint32_t known[SHARES];
	int64_t price[SHARES];
	int64_t rate[SHARES];
	int64_t volume[SHARES];
	int64_t value[SHARES];
	int64_t base[SHARES];
	int64_t zero[SHARES];
	struct history *history;
	struct view *view;
	struct market_query query;
	struct pick pick;
};

static struct world w;

static void make_share(uint32_t i)
{
	struct master_row *row = &w.shares[i].row;

	(void)snprintf(row->code, sizeof row->code, "%06u", 100000 + i * 10);
	(void)snprintf(row->name, sizeof row->name, "share %u", i);
	row->listed_thousand = 1000 * (SHARES - i);
	row->sector = i < 3 ? 13 : 0;
	row->sector_large = i < 3 ? 27 : 0;
	w.shares[i].exchange = i % 2 ? EXCHANGE_KOSDAQ : EXCHANGE_KOSPI;
	w.known[i] = ALL;
	w.price[i] = 1000;
	w.base[i] = 1000;
	w.rate[i] = (int64_t)i * 100 - 200;
	w.volume[i] = 5000 - (int64_t)i * 100;
	w.value[i] = w.volume[i] * 1000;
}

/* A completed day `back` days ago: a thousand shares at 1,000 won. */
static void put_day(uint32_t i, const int32_t *days, uint32_t back, int64_t volume)
{
	const struct bar bar = {
		.volume = volume,
		.value = volume * 1000,
		.close = 1000,
		.base = 1000,
		.known = BAR_CLOSE | BAR_VOLUME | BAR_VALUE | BAR_BASE,
	};

	assert_true(history_put(w.history, w.shares[i].row.code, days[back], &bar));
}

static void put_days(uint32_t i, uint32_t count, int64_t volume)
{
	int32_t days[VIEW_DAYS];

	calendar_days_before(NULL, SESSION, days, VIEW_DAYS);
	for (uint32_t back = 0; back < count; back++)
		put_day(i, days, back, volume);
}

static int start(void **state)
{
	(void)state;
	w = (struct world){ 0 };
	w.snapshot = (struct snapshot){
		.refs = 1,
		.date = SESSION,
		.count = SHARES,
		.shares = w.shares,
		.known = w.known,
		.price = w.price,
		.change = w.zero,
		.rate = w.rate,
		.volume = w.volume,
		.value = w.value,
		.before = w.base,
		.base = w.base,
		.high = w.zero,
		.low = w.zero,
		.sign = w.zero,
	};
	for (uint32_t i = 0; i < SHARES; i++)
		make_share(i);
	w.history = history_new();
	w.query = (struct market_query){ .key = TOP_VALUE, .count = 10, .period = 1 };
	return w.history ? 0 : -1;
}

static int stop(void **state)
{
	(void)state;
	view_free(w.view);
	history_free(w.history);
	return 0;
}

static const struct pick *pick(void)
{
	const struct view_ask ask = { .period = w.query.period };
	struct pick_spec spec = { .ask = &ask, .query = &w.query, .room = w.query.count };

	w.view = view_new(&w.snapshot, w.history, NULL);
	assert_non_null(w.view);
	spec.view = w.view;
	assert_true(pick_rows(&spec, &w.pick));
	return &w.pick;
}

static int64_t figure(uint32_t row, enum top_column column)
{
	const struct view_ask ask = { .period = w.query.period };
	int64_t n = -1;

	assert_true(view_figure(w.view, &ask, row, column, &n));
	return n;
}

static bool is_known(uint32_t row, enum top_column column)
{
	const struct view_ask ask = { .period = w.query.period };
	int64_t n;

	return view_figure(w.view, &ask, row, column, &n);
}

/* ---- Order and filters. ---- */

static void the_largest_comes_first(void **state)
{
	const struct pick *p = pick();

	(void)state;
	assert_int_equal(p->count, SHARES);
	assert_int_equal(p->matched, SHARES);
	assert_int_equal(p->rows[0], 0);
	assert_int_equal(p->rows[5], 5);
}

static void ascending_begins_with_the_smallest(void **state)
{
	(void)state;
	w.query.ascending = true;
	assert_int_equal(pick()->rows[0], 5);
}

static void equal_keys_go_by_code(void **state)
{
	(void)state;
	w.value[4] = w.value[1];
	assert_int_equal(pick()->rows[1], 1);
	assert_int_equal(w.pick.rows[2], 4);
}

static void count_cuts_what_matched(void **state)
{
	(void)state;
	w.query.count = 2;
	assert_int_equal(pick()->count, 2);
	assert_int_equal(w.pick.matched, SHARES);
}

static void a_market_alone_has_its_own_rows(void **state)
{
	(void)state;
	w.query.scope = SCOPE_KOSDAQ;
	assert_int_equal(pick()->count, 3);
	assert_int_equal(w.pick.rows[0], 1);
}

static void bounds_are_inclusive(void **state)
{
	(void)state;
	w.query.filters[0] = (struct market_filter){
		.column = TOP_CHANGE_RATE,
		.has_min = true,
		.has_max = true,
		.min = 0,
		.max = 200,
	};
	w.query.filter_count = 1;
	assert_int_equal(pick()->count, 3);
	assert_int_equal(w.pick.rows[0], 2);
	assert_int_equal(w.pick.rows[2], 4);
}

static void what_is_not_known_passes_no_filter(void **state)
{
	(void)state;
	w.known[0] &= ~(uint32_t)SNAPSHOT_CHANGE;
	w.query.filters[0] = (struct market_filter){ .column = TOP_CHANGE_RATE };
	w.query.filter_count = 1;
	assert_int_equal(pick()->count, 5);
}

static void a_large_sector_holds_its_middle_ones(void **state)
{
	(void)state;
	(void)snprintf(w.query.sector, sizeof w.query.sector, "0027");
	w.query.sector_codes[0] = 27;
	assert_int_equal(pick()->count, 3);
}

static void a_share_without_its_key_is_counted(void **state)
{
	(void)state;
	w.known[2] &= ~(uint32_t)SNAPSHOT_VALUE;
	assert_int_equal(pick()->count, 5);
	assert_int_equal(w.pick.unknown, 1);
}

/* ---- Figures. ---- */

static void places_and_weights_are_of_the_own_market(void **state)
{
	(void)state;
	(void)pick();
	/* Caps on KOSPI: 6, 4, 2 million shares at 1,000 won. */
	assert_int_equal(figure(0, TOP_CAP), INT64_C(6000000000));
	assert_int_equal(figure(0, TOP_WEIGHT), 5000);
	assert_int_equal(figure(2, TOP_WEIGHT), 3333);
	assert_int_equal(figure(2, TOP_VALUE_RANK), 2);
	assert_int_equal(figure(3, TOP_VALUE_RANK), 2);
}

static void a_place_gained_is_positive(void **state)
{
	(void)state;
	w.base[2] = 2000; /* before: 8 billion against 6 */
	(void)pick();
	assert_int_equal(figure(0, TOP_CAP_RANK_CHANGE), 1);
	assert_int_equal(figure(2, TOP_CAP_RANK_CHANGE), -1);
	assert_int_equal(figure(4, TOP_CAP_RANK_CHANGE), 0);
}

static void a_day_is_compared_with_the_mean_of_days(void **state)
{
	(void)state;
	w.query.period = 5;
	put_days(0, 5, 2000);
	(void)pick();
	/* 5,000,000 won against 2,000,000. */
	assert_int_equal(figure(0, TOP_PREVIOUS_VALUE), 2000000);
	assert_int_equal(figure(0, TOP_VALUE_CHANGE), 15000);
	assert_int_equal(figure(0, TOP_PERIOD_CHANGE), 0);
	assert_false(is_known(1, TOP_VALUE_CHANGE));
}

static void volume_is_compared_with_twenty_days(void **state)
{
	int64_t streak = -1;

	(void)state;
	put_days(0, 20, 2000);
	(void)pick();
	assert_int_equal(figure(0, TOP_AVERAGE_VOLUME), 2000);
	assert_int_equal(figure(0, TOP_VOLUME_RATIO), 25000);
	assert_int_equal(figure(0, TOP_Z_SCORE), 0);
	assert_true(view_streak(w.view, 0, 200, &streak));
	assert_int_equal(streak, 1);
	assert_true(view_streak(w.view, 0, 300, &streak));
	assert_int_equal(streak, 0);
}

static void days_that_come_later_count(void **state)
{
	(void)state;
	(void)pick();
	assert_false(is_known(0, TOP_VOLUME_RATIO));
	put_days(0, 20, 2000);
	view_refresh(w.view, NULL);
	assert_int_equal(figure(0, TOP_VOLUME_RATIO), 25000);
}

/* Monday's newest day is Friday, until Friday turns out to have been closed. */
static void a_day_learnt_to_be_closed_is_none(void **state)
{
	static struct calendar calendar;

	(void)state;
	put_days(0, 6, 2000);
	w.query.period = 5;
	(void)pick();
	assert_int_equal(figure(0, TOP_PREVIOUS_VALUE), 2000000);
	calendar_learn(&calendar, 20261120, false);
	view_refresh(w.view, &calendar);
	assert_int_equal(w.view->days[0], 20261119);
	assert_int_equal(figure(0, TOP_PREVIOUS_VALUE), 2000000);
}

static void a_halted_share_is_not_compared(void **state)
{
	(void)state;
	put_days(0, 20, 2000);
	w.shares[0].row.flags = MASTER_HALTED;
	(void)pick();
	assert_false(is_known(0, TOP_VOLUME_RATIO));
	assert_false(is_known(0, TOP_VALUE_CHANGE));
}

static void a_moved_base_has_nothing_to_compare_prices_with(void **state)
{
	(void)state;
	put_days(0, 20, 2000);
	w.base[0] = 900;
	w.query.period = 5;
	w.query.key = TOP_VALUE_CHANGE;
	(void)pick();
	assert_false(is_known(0, TOP_PERIOD_CHANGE));
	assert_int_equal(figure(0, TOP_VALUE_CHANGE), 15000);
	assert_int_equal(figure(0, TOP_VOLUME_RATIO), 25000);
	assert_int_equal(w.pick.acted, 0);
}

/* A split that only its base tells of. */
static void a_far_base_is_left_out(void **state)
{
	(void)state;
	put_days(0, 20, 2000);
	w.base[0] = 5000;
	w.query.key = TOP_VALUE_CHANGE;
	(void)pick();
	assert_false(is_known(0, TOP_VALUE_CHANGE));
	assert_false(is_known(0, TOP_VOLUME_RATIO));
	assert_int_equal(w.pick.acted, 1);
}

static void a_changed_share_count_is_left_out(void **state)
{
	int32_t days[VIEW_DAYS];
	const struct bar bar = {
		.volume = 2000,
		.value = 2000000,
		.close = 1000,
		.listed = 3000000,
		.known = BAR_CLOSE | BAR_VOLUME | BAR_VALUE | BAR_LISTED,
	};

	(void)state;
	put_days(0, 20, 2000);
	calendar_days_before(NULL, SESSION, days, VIEW_DAYS);
	assert_true(history_put(w.history, w.shares[0].row.code, days[0], &bar));
	w.query.key = TOP_VOLUME_RATIO;
	assert_int_equal(pick()->count, 0);
	assert_int_equal(w.pick.acted, 1);
	assert_int_equal(w.pick.too_short, 5);
}

static void the_five_largest_are_of_the_asked_market(void **state)
{
	struct ranking_result r = { 0 };

	(void)state;
	(void)pick();
	view_leaders(w.view, SCOPE_KOSDAQ, &r);
	assert_int_equal(r.leader_count, 3);
	assert_int_equal(r.leaders[0], w.value[1]);
	view_leaders(w.view, SCOPE_ALL, &r);
	assert_int_equal(r.leader_count, 5);
	assert_int_equal(r.leaders[4], w.value[4]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_largest_comes_first),
		TEST(ascending_begins_with_the_smallest),
		TEST(equal_keys_go_by_code),
		TEST(count_cuts_what_matched),
		TEST(a_market_alone_has_its_own_rows),
		TEST(bounds_are_inclusive),
		TEST(what_is_not_known_passes_no_filter),
		TEST(a_large_sector_holds_its_middle_ones),
		TEST(a_share_without_its_key_is_counted),
		TEST(places_and_weights_are_of_the_own_market),
		TEST(a_place_gained_is_positive),
		TEST(a_day_is_compared_with_the_mean_of_days),
		TEST(volume_is_compared_with_twenty_days),
		TEST(days_that_come_later_count),
		TEST(a_day_learnt_to_be_closed_is_none),
		TEST(a_halted_share_is_not_compared),
		TEST(a_moved_base_has_nothing_to_compare_prices_with),
		TEST(a_far_base_is_left_out),
		TEST(a_changed_share_count_is_left_out),
		TEST(the_five_largest_are_of_the_asked_market),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
