/* market_fill_day_test - bars that cost no call a share: the day's own from a snapshot, and KRX. */
#include "support/fill_world.h"

static void assert_bar(const char *code, int32_t date)
{
	const struct bar *bar = history_bar(world.parts.history, code, date);

	assert_non_null(bar);
	assert_int_equal(bar->close, close_of(code, date));
	assert_int_equal(bar->volume, volume_of(code, date));
	assert_int_equal(bar->value, value_of_day(code, date));
	assert_int_equal(bar->base, close_of(code, calendar_previous_day(&world.calendar, date)));
}

/* ---- The day's own, from a snapshot. ---- */

static struct snapshot_share snap_shares[WORLD_SHARES];
static uint32_t snap_known[WORLD_SHARES];
static int64_t snap_price[WORLD_SHARES];
static int64_t snap_volume[WORLD_SHARES];
static int64_t snap_value[WORLD_SHARES];
static int64_t snap_base[WORLD_SHARES];

static struct snapshot snap = {
	.basis = BASIS_KRX,
	.shares = snap_shares,
	.known = snap_known,
	.price = snap_price,
	.volume = snap_volume,
	.value = snap_value,
	.base = snap_base,
};

/* Of TODAY, begun at 20:`minute`. */
static void take_snapshot(int minute)
{
	snap.count = world.share_count;
	snap.date = TODAY;
	snap.crossed = false;
	snap.first_ms = kst_to_ms(TODAY, 20, minute, 0);
	for (uint32_t i = 0; i < snap.count; i++) {
		const char *code = world.rows[i].code;

		snap_shares[i].row = world.rows[i];
		snap_known[i] = SNAPSHOT_ANSWERED | SNAPSHOT_PRICE | SNAPSHOT_VOLUME |
		                SNAPSHOT_VALUE | SNAPSHOT_BASE;
		snap_price[i] = close_of(code, TODAY);
		snap_volume[i] = volume_of(code, TODAY);
		snap_value[i] = value_of_day(code, TODAY);
		snap_base[i] = close_of(code, YESTERDAY);
	}
	world.snapshot = &snap;
}

/* A market that is worth a sweep, filled up to yesterday; now it is 20:06. */
static void fill_until_yesterday(void)
{
	add_shares(200);
	at(TODAY, 19, 0);
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(world.call_count, 240);
	at(TODAY, 20, 6);
}

static void the_days_own_bars_cost_no_call_when_there_is_a_snapshot(void **state)
{
	const struct bar *bar;

	(void)state;
	fill_until_yesterday();
	take_snapshot(1);
	run_for(1000);
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(state_of(FILL_BARS).day, TODAY);
	assert_int_equal(world.call_count, 240);
	assert_int_equal(world.sweeps, 0);
	assert_bar("102390", TODAY);
	bar = history_bar(world.parts.history, "102390", TODAY);
	assert_int_equal(bar->listed, 1000000);
	assert_int_equal(bar->known, BAR_CLOSE | BAR_VOLUME | BAR_VALUE | BAR_BASE | BAR_LISTED);
}

static void a_split_the_master_file_tells_is_told_of_its_day(void **state)
{
	(void)state;
	fill_until_yesterday();
	world.rows[5].par_change = 1;
	take_snapshot(1);
	run_for(1000);
	assert_int_equal(history_bar(world.parts.history, "100050", TODAY)->split, 1);
	assert_int_equal(history_bar(world.parts.history, "100060", TODAY)->split, 0);
}

static void a_snapshot_of_before_the_close_does_not_do(void **state)
{
	(void)state;
	fill_until_yesterday();
	take_snapshot(1);
	snap.first_ms = kst_to_ms(TODAY, 19, 59, 59);
	run_for(1000);
	assert_int_equal(world.sweeps, 1);
	assert_false(state_of(FILL_BARS).ready);
	assert_true(state_of(FILL_BARS).running);
	assert_int_equal(world.call_count, 240);
	/* The sweep it asked for has come. */
	take_snapshot(6);
	world.snapshot_waiter->waiting = false;
	world.snapshot_waiter->ready(world.snapshot_waiter->self);
	run_for(1000);
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(world.call_count, 240);
}

static void without_a_sweep_the_charts_are_asked(void **state)
{
	(void)state;
	fill_until_yesterday();
	run_for(1000);
	assert_int_equal(world.sweeps, 1);
	world.snapshot_waiter->waiting = false;
	world.snapshot_waiter->ready(world.snapshot_waiter->self);
	run_for(1000);
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(world.sweeps, 1);
	assert_int_equal(world.call_count, 480);
	assert_bar("102390", TODAY);
}

static void a_snapshot_over_two_sessions_does_not_do(void **state)
{
	(void)state;
	fill_until_yesterday();
	take_snapshot(1);
	snap.crossed = true;
	run_for(1000);
	assert_int_equal(world.sweeps, 1);
	assert_null(history_bar(world.parts.history, "102390", TODAY));
}

static void shares_the_snapshot_misses_go_by_chart(void **state)
{
	(void)state;
	fill_until_yesterday();
	take_snapshot(1);
	snap_known[3] &= ~(uint32_t)SNAPSHOT_VALUE;
	snap_known[5] &= ~(uint32_t)SNAPSHOT_PRICE;
	snap_value[7] = 0; /* with volume: cannot be */
	run_for(1000);
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(world.call_count, 243);
	assert_int_equal(calls_of("inquire-daily-itemchartprice", "100030"), 2);
	assert_bar("100030", TODAY);
	assert_bar("100070", TODAY);
}

static void few_shares_are_not_worth_a_sweep(void **state)
{
	(void)state;
	at(TODAY, 19, 0);
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	at(TODAY, 20, 6);
	run_for(1000);
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(world.sweeps, 0);
	assert_int_equal(world.call_count, 80);
}

/* ---- KRX. ---- */

static void use_krx(void)
{
	world.sources.krx.api_key = "key";
}

static void a_krx_key_fills_two_calls_a_day(void **state)
{
	const struct bar *bar;

	(void)state;
	use_krx();
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(world.call_count, 2 * HISTORY_DAYS);
	assert_int_equal(calls_of("krx-kospi", NULL), HISTORY_DAYS);
	assert_int_equal(world.calls[0].date, YESTERDAY);
	assert_bar("100390", YESTERDAY);
	bar = history_bar(world.parts.history, "100390", YESTERDAY);
	assert_int_equal(bar->listed, 1000123);
	assert_true(bar->known & BAR_LISTED);
}

static void assert_same_bar(const char *code, int32_t date, const struct history *other)
{
	const struct bar *a = history_bar(world.parts.history, code, date);
	const struct bar *b = history_bar(other, code, date);

	assert_non_null(a);
	assert_non_null(b);
	assert_int_equal(a->close, b->close);
	assert_int_equal(a->base, b->base);
	assert_int_equal(a->volume, b->volume);
	assert_int_equal(a->value, b->value);
	/* KRX tells how many shares there were. */
	assert_int_equal(a->known, b->known & ~(unsigned)BAR_LISTED);
}

static void krx_and_kis_fill_the_same(void **state)
{
	struct history *by_krx;
	int32_t days[HISTORY_DAYS];

	(void)state;
	use_krx();
	world.state_dir = NULL;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	by_krx = world.parts.history;
	world.parts.history = NULL;
	end();
	world.sources.krx.api_key = NULL;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	calendar_days_before(&world.calendar, TODAY, days, HISTORY_DAYS);
	for (uint32_t s = 0; s < world.share_count; s++)
		for (uint32_t d = 0; d < HISTORY_DAYS; d++)
			assert_same_bar(world.rows[s].code, days[d], by_krx);
	history_free(by_krx);
}

static void a_day_krx_has_not_yet_is_filled_by_kis(void **state)
{
	(void)state;
	use_krx();
	world.krx_late = true;
	at(TODAY, 20, 6);
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(state_of(FILL_BARS).day, TODAY);
	assert_int_equal(calls_of("krx-kospi", NULL), HISTORY_DAYS);
	assert_int_equal(calls_of("inquire-daily-itemchartprice", NULL), 40);
	assert_bar("100390", TODAY);
}

static void days_that_are_there_are_not_asked_of_krx_again(void **state)
{
	(void)state;
	use_krx();
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	assert_int_equal(world.call_count, 2 * HISTORY_DAYS);
	at(20261125, 9, 0);
	run_for(1000);
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(state_of(FILL_BARS).day, TODAY);
	assert_int_equal(world.call_count, 2 * HISTORY_DAYS + 2);
}

static void kis_fills_when_krx_refuses(void **state)
{
	(void)state;
	use_krx();
	world.krx_refuses = true;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(30000);
	assert_true(state_of(FILL_BARS).ready);
	assert_true(calls_of("krx-kospi", NULL) <= 3);
	assert_int_equal(calls_of("inquire-daily-itemchartprice", NULL), 40);
}

static void a_krx_day_that_lacks_most_shares_does_not_count(void **state)
{
	(void)state;
	use_krx();
	world.body_of = "krx-kospi";
	world.body = "{\"OutBlock_1\":[{\"BAS_DD\":\"20261123\",\"ISU_CD\":\"100000\","
		     "\"TDD_CLSPRC\":\"10\",\"ACC_TRDVOL\":\"1\",\"ACC_TRDVAL\":\"10\"}]}";
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(30000);
	/* By KIS. */
	assert_true(state_of(FILL_BARS).ready);
	assert_bar("100000", YESTERDAY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(the_days_own_bars_cost_no_call_when_there_is_a_snapshot),
		WORLD_TEST(a_split_the_master_file_tells_is_told_of_its_day),
		WORLD_TEST(a_snapshot_of_before_the_close_does_not_do),
		WORLD_TEST(without_a_sweep_the_charts_are_asked),
		WORLD_TEST(a_snapshot_over_two_sessions_does_not_do),
		WORLD_TEST(shares_the_snapshot_misses_go_by_chart),
		WORLD_TEST(few_shares_are_not_worth_a_sweep),
		WORLD_TEST(a_krx_key_fills_two_calls_a_day),
		WORLD_TEST(krx_and_kis_fill_the_same),
		WORLD_TEST(a_day_krx_has_not_yet_is_filled_by_kis),
		WORLD_TEST(days_that_are_there_are_not_asked_of_krx_again),
		WORLD_TEST(kis_fills_when_krx_refuses),
		WORLD_TEST(a_krx_day_that_lacks_most_shares_does_not_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
