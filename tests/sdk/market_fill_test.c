/* market_fill_test - filling history and flows: how far, in what order, by how many calls, and what
 * happens when upstream, the store or the clock do not play along. */
#include "support/fill_world.h"

/* ---- What is filled. ---- */

static void assert_bar(const char *code, int32_t date)
{
	const struct bar *bar = history_bar(world.parts.history, code, date);

	assert_non_null(bar);
	assert_int_equal(bar->close, close_of(code, date));
	assert_int_equal(bar->volume, volume_of(code, date));
	assert_int_equal(bar->value, value_of_day(code, date));
	assert_int_equal(bar->base, close_of(code, calendar_previous_day(&world.calendar, date)));
}

static void fills_bars_up_to_the_completed_day(void **state)
{
	int32_t days[HISTORY_DAYS];
	struct fill_state s;

	(void)state;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	s = state_of(FILL_BARS);
	assert_true(s.ready);
	assert_int_equal(s.day, YESTERDAY);
	assert_int_equal(s.whole_day, YESTERDAY);
	assert_int_equal(s.done, 40);
	assert_int_equal(s.total, 40);
	assert_int_equal(s.skipped, 0);
	assert_int_equal(s.left_ms, 0);
	assert_int_equal(world.call_count, 40);
	calendar_days_before(&world.calendar, TODAY, days, HISTORY_DAYS);
	for (uint32_t i = 0; i < HISTORY_DAYS; i++)
		assert_bar("100390", days[i]);
	assert_null(history_bar(world.parts.history, "100390", TODAY));
}

static void fills_who_bought_and_sold(void **state)
{
	const struct flow *f;
	int64_t volume = volume_of("100050", YESTERDAY);

	(void)state;
	begin();
	fill_start(world.fill, FILL_INVESTORS);
	fill_start(world.fill, FILL_PROGRAMS);
	run_for(1000);
	assert_true(state_of(FILL_INVESTORS).ready);
	assert_true(state_of(FILL_PROGRAMS).ready);
	f = flows_get(world.parts.flows, "100050", YESTERDAY, INVESTOR_INDIVIDUAL);
	assert_non_null(f);
	assert_int_equal(f->buy_volume, 3 * volume);
	assert_int_equal(f->buy_amount, 3 * volume * 1000000);
	assert_int_equal(f->net_volume, 3 * volume - 50);
	f = flows_get(world.parts.flows, "100050", YESTERDAY, INVESTOR_PROGRAM);
	assert_non_null(f);
	assert_int_equal(f->buy_amount, 5 * volume * 1000);
	/* A day that goes on is not completed. */
	assert_null(flows_get(world.parts.flows, "100050", TODAY, INVESTOR_FOREIGN));
	assert_int_equal(world.call_count, 80);
}

static void asks_in_the_background_and_sixteen_at_a_time(void **state)
{
	(void)state;
	begin();
	start_all();
	run_for(1000);
	assert_int_equal(world.most_open, 16);
	for (uint32_t i = 0; i < world.call_count; i++)
		assert_int_equal(world.calls[i].lane, LANE_BACKGROUND);
	assert_int_equal(world.call_count, 120);
}

static void the_largest_come_first(void **state)
{
	(void)state;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	/* By size, as no value is known yet. */
	assert_string_equal(world.calls[0].code, "100390");
	assert_string_equal(world.calls[1].code, "100380");
	assert_string_equal(world.calls[39].code, "100000");
}

static void the_most_traded_of_the_day_before_come_first(void **state)
{
	struct bar bar = { .volume = 1,
		.value = 5000,
		.close = 5000,
		.known = BAR_CLOSE | BAR_VOLUME | BAR_VALUE };

	(void)state;
	begin();
	assert_true(history_put(world.parts.history, "100070", FRIDAY, &bar));
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	assert_string_equal(world.calls[0].code, "100070");
}

static void nothing_is_asked_before_it_is_started(void **state)
{
	(void)state;
	begin();
	run_for(60000);
	assert_int_equal(world.call_count, 0);
	assert_false(state_of(FILL_BARS).running);
}

/* ---- The completed day. ---- */

static void a_day_is_completed_at_20_05(void **state)
{
	(void)state;
	at(TODAY, 20, 4);
	begin();
	fill_start(world.fill, FILL_PROGRAMS);
	run_for(1000);
	assert_int_equal(state_of(FILL_PROGRAMS).day, YESTERDAY);
	at(TODAY, 20, 5);
	(void)step();
	assert_int_equal(state_of(FILL_PROGRAMS).day, TODAY);
	assert_false(state_of(FILL_PROGRAMS).ready);
	/* What was whole before still serves. */
	assert_int_equal(state_of(FILL_PROGRAMS).whole_day, YESTERDAY);
	run_for(1000);
	assert_true(state_of(FILL_PROGRAMS).ready);
	assert_non_null(flows_get(world.parts.flows, "100050", TODAY, INVESTOR_PROGRAM));
}

static void closed_days_are_passed_over(void **state)
{
	(void)state;
	/* Christmas is a Friday. */
	at(20261227, 12, 0);
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	assert_int_equal(state_of(FILL_BARS).day, 20261224);
	assert_true(state_of(FILL_BARS).ready);
	assert_bar("100000", 20261224);
}

static void a_day_learnt_to_be_closed_is_aimed_at_no_more(void **state)
{
	(void)state;
	begin();
	world.lacks_today = true;
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	assert_false(state_of(FILL_BARS).ready);
	calendar_learn(&world.calendar, YESTERDAY, false);
	world.lacks_today = false;
	run_for(120000);
	assert_int_equal(state_of(FILL_BARS).day, FRIDAY);
	assert_true(state_of(FILL_BARS).ready);
}

static void the_exam_day_is_completed_an_hour_later(void **state)
{
	(void)state;
	at(20261119, 20, 30);
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	assert_int_equal(state_of(FILL_BARS).day, 20261118);
	at(20261119, 21, 5);
	(void)step();
	assert_int_equal(state_of(FILL_BARS).day, 20261119);
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

/* ---- Failures. ---- */

static void a_tenth_of_the_calls_may_fail(void **state)
{
	(void)state;
	world.refuse_nth = 10;
	begin();
	start_all();
	run_for(60000);
	for (int k = 0; k < FILL_KINDS; k++)
		assert_int_equal(state_of((enum fill_kind)k).done, 40);
	assert_true(state_of(FILL_PROGRAMS).ready);
}

static void twenty_failures_in_a_row_make_a_pause_that_says_why(void **state)
{
	struct fill_state s;

	(void)state;
	world.refuse_nth = 1;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(10000);
	s = state_of(FILL_BARS);
	assert_false(s.ready);
	assert_false(s.running);
	assert_int_equal(s.fault.status, MCP_E_UPSTREAM);
	assert_string_equal(s.fault.text, "scripted refusal");
	assert_in_range(s.fault.retry_after_s, 45, 61);
	/* Those under way may end. */
	assert_in_range(world.call_count, 20, 36);
	/* It goes on by itself, and the failures count against nobody. */
	world.refuse_nth = 0;
	run_for(61000);
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(state_of(FILL_BARS).fault.status, MCP_OK);
}

static void a_share_that_fails_three_times_is_left_for_an_hour(void **state)
{
	struct fill_state s;

	(void)state;
	add_shares(100);
	world.refuse = "itemchartprice 100050";
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(60000);
	s = state_of(FILL_BARS);
	assert_int_equal(calls_of("inquire-daily-itemchartprice", "100050"), 3);
	assert_int_equal(s.done, 139);
	assert_int_equal(s.skipped, 1);
	/* Less than one in a hundred. */
	assert_true(s.ready);
	world.refuse = NULL;
	run_for(3600000);
	assert_int_equal(calls_of("inquire-daily-itemchartprice", "100050"), 4);
	assert_int_equal(state_of(FILL_BARS).done, 140);
	assert_int_equal(state_of(FILL_BARS).skipped, 0);
}

static void one_in_a_hundred_skipped_is_not_ready(void **state)
{
	struct fill_state s;

	(void)state;
	world.refuse = "itemchartprice 100050";
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(60000);
	s = state_of(FILL_BARS);
	assert_int_equal(s.skipped, 1);
	assert_false(s.ready);
	assert_string_equal(s.fault.text, "scripted refusal");
}

static void a_body_that_is_none_is_a_failure(void **state)
{
	(void)state;
	world.body = "{\"output1\":{},\"output\":{},\"rt_cd\":\"0\"}";
	begin();
	start_all();
	run_for(10000);
	for (int k = 0; k < FILL_KINDS; k++) {
		assert_int_equal(state_of((enum fill_kind)k).done, 0);
		assert_int_equal(state_of((enum fill_kind)k).fault.status, MCP_E_UPSTREAM);
	}
}

static void a_body_of_another_share_is_a_failure(void **state)
{
	(void)state;
	world.body = "{\"output1\":{\"stck_shrn_iscd\":\"999999\"},\"output2\":[{"
		     "\"stck_bsop_date\":\"20261123\",\"stck_clpr\":\"10\",\"acml_vol\":\"1\","
		     "\"acml_tr_pbmn\":\"10\"}],\"rt_cd\":\"0\"}";
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(10000);
	assert_int_equal(state_of(FILL_BARS).done, 0);
	assert_int_equal(history_shares(world.parts.history), 0);
}

static void a_share_that_trades_without_rows_is_asked_three_times(void **state)
{
	(void)state;
	world.alone = "100050";
	begin();
	start_all();
	run_for(60000);
	assert_int_equal(calls_of("inquire-daily-itemchartprice", "100050"), 3);
	assert_int_equal(calls_of("inquire-investor", "100050"), 3);
	/* Everybody else has the day: there is none for this one. */
	assert_true(state_of(FILL_BARS).ready);
	assert_true(state_of(FILL_INVESTORS).ready);
	assert_int_equal(state_of(FILL_BARS).skipped, 0);
	assert_null(history_bar(world.parts.history, "100050", YESTERDAY));
}

static void a_share_that_does_not_trade_may_have_no_rows(void **state)
{
	(void)state;
	world.alone = "100050";
	world.rows[5].flags = MASTER_HALTED;
	begin();
	start_all();
	run_for(1000);
	assert_int_equal(calls_of("inquire-daily-itemchartprice", "100050"), 1);
	assert_true(state_of(FILL_BARS).ready);
	assert_true(state_of(FILL_PROGRAMS).ready);
}

static void a_day_nobody_has_yet_is_waited_for(void **state)
{
	struct fill_state s;

	(void)state;
	at(TODAY, 20, 6);
	world.lacks_today = true;
	begin();
	start_all();
	run_for(10000);
	for (int k = 0; k < FILL_KINDS; k++) {
		s = state_of((enum fill_kind)k);
		assert_int_equal(s.done, 0);
		assert_non_null(strstr(s.fault.text, "20261124"));
	}
	/* What there is, is kept. */
	assert_bar("100390", YESTERDAY);
	world.lacks_today = false;
	run_for(70000);
	for (int k = 0; k < FILL_KINDS; k++)
		assert_true(state_of((enum fill_kind)k).ready);
}

static void investors_that_are_not_settled_are_waited_for(void **state)
{
	(void)state;
	at(TODAY, 20, 6);
	world.unsettled = true;
	begin();
	fill_start(world.fill, FILL_INVESTORS);
	run_for(10000);
	assert_int_equal(state_of(FILL_INVESTORS).done, 0);
	assert_null(flows_get(world.parts.flows, "100390", TODAY, INVESTOR_FOREIGN));
	assert_non_null(flows_get(world.parts.flows, "100390", YESTERDAY, INVESTOR_FOREIGN));
	world.unsettled = false;
	run_for(70000);
	assert_true(state_of(FILL_INVESTORS).ready);
	assert_non_null(flows_get(world.parts.flows, "100390", TODAY, INVESTOR_FOREIGN));
}

static void a_client_without_room_makes_a_pause(void **state)
{
	(void)state;
	world.full = true;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(5000);
	assert_int_equal(state_of(FILL_BARS).fault.status, MCP_E_MEMORY);
	world.full = false;
	run_for(70000);
	assert_true(state_of(FILL_BARS).ready);
}

static void without_master_files_it_stands_still(void **state)
{
	struct fill_state s;

	(void)state;
	world.no_master = true;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	s = state_of(FILL_BARS);
	assert_int_equal(s.total, 0);
	assert_int_equal(s.fault.status, MCP_E_UPSTREAM);
	world.no_master = false;
	run_for(61000);
	assert_true(state_of(FILL_BARS).ready);
}

static void recorded_answers_are_not_filled_from(void **state)
{
	struct fill_waiter w = { 0 };

	(void)state;
	world.environment = ENVIRONMENT_REPLAY;
	begin();
	assert_true(fill_wait(world.fill, FILL_BARS, &w));
	run_for(10000);
	assert_int_equal(world.call_count, 0);
	assert_int_equal(state_of(FILL_BARS).fault.status, MCP_E_UNSUPPORTED);
}

static void calls_under_way_end_with_the_fill(void **state)
{
	(void)state;
	begin();
	start_all();
	(void)step();
	assert_int_equal(world.open, 16);
	end();
	assert_int_equal(world.open, 0);
}

/* ---- The roster. ---- */

static void a_new_listing_is_filled_and_a_delisted_share_forgotten(void **state)
{
	(void)state;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	assert_int_equal(state_of(FILL_BARS).total, 40);
	/* The last one goes, two come. */
	world.share_count = 39;
	add_shares(3);
	(void)snprintf(world.rows[39].code, sizeof world.rows[39].code, "0001A0");
	run_for(1000);
	assert_int_equal(state_of(FILL_BARS).total, 42);
	assert_int_equal(state_of(FILL_BARS).done, 42);
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(world.call_count, 43);
}

/* ---- Waiting. ---- */

struct told {
	uint32_t ready;
	uint32_t progress;
	uint32_t done;
	uint32_t total;
	struct fill_waiter *forgets;
};

static void on_ready(void *self)
{
	struct told *t = self;

	t->ready++;
	if (t->forgets)
		fill_forget(world.fill, t->forgets);
}

static void on_progress(void *self, uint32_t done, uint32_t total)
{
	struct told *t = self;

	t->progress++;
	t->done = done;
	t->total = total;
}

static void who_waits_is_told_how_far_and_when(void **state)
{
	struct told told = { 0 };
	struct fill_waiter w = { .ready = on_ready, .progress = on_progress, .self = &told };

	(void)state;
	begin();
	assert_false(fill_wait(world.fill, FILL_BARS, &w));
	for (int i = 0; i < 20; i++) {
		answer_some(1);
		pass(250);
	}
	assert_int_equal(told.ready, 0);
	assert_in_range(told.progress, 10, 20);
	assert_in_range(told.done, 10, 20);
	assert_int_equal(told.total, 40);
	run_for(1000);
	assert_int_equal(told.ready, 1);
	assert_false(w.waiting);
	assert_true(fill_wait(world.fill, FILL_BARS, &w));
}

static void what_somebody_waits_for_comes_first(void **state)
{
	struct told told = { 0 };
	struct fill_waiter w = { .ready = on_ready, .self = &told };

	(void)state;
	begin();
	start_all();
	(void)step();
	assert_false(fill_wait(world.fill, FILL_INVESTORS, &w));
	/* Sixteen charts were asked for before anybody waited. */
	answer_some(55);
	assert_int_equal(calls_of("inquire-daily-itemchartprice", NULL), 16 + 15);
	assert_int_equal(calls_of("inquire-investor", NULL), 40);
	assert_int_equal(told.ready, 0);
	answer_some(1);
	assert_int_equal(told.ready, 1);
	assert_false(state_of(FILL_BARS).ready);
}

static void who_waits_is_told_when_it_stands_still(void **state)
{
	struct told told = { 0 };
	struct fill_waiter w = { .ready = on_ready, .self = &told };

	(void)state;
	world.refuse_nth = 1;
	begin();
	assert_false(fill_wait(world.fill, FILL_BARS, &w));
	run_for(10000);
	assert_int_equal(told.ready, 1);
	assert_false(state_of(FILL_BARS).ready);
	assert_int_equal(state_of(FILL_BARS).fault.status, MCP_E_UPSTREAM);
}

static void who_is_forgotten_is_not_told_even_by_a_neighbour(void **state)
{
	struct told first = { 0 };
	struct told second = { 0 };
	struct fill_waiter b = { .ready = on_ready, .self = &second };
	struct fill_waiter a = { .ready = on_ready, .self = &first };

	(void)state;
	first.forgets = &b;
	begin();
	assert_false(fill_wait(world.fill, FILL_BARS, &b));
	assert_false(fill_wait(world.fill, FILL_BARS, &a));
	run_for(1000);
	assert_int_equal(first.ready, 1);
	assert_int_equal(second.ready, 0);
}

static void the_time_left_follows_the_present_rate(void **state)
{
	struct fill_state s;

	(void)state;
	begin();
	fill_start(world.fill, FILL_BARS);
	for (int i = 0; i < 20; i++) {
		answer_some(1);
		pass(500);
	}
	s = state_of(FILL_BARS);
	assert_true(s.running);
	assert_in_range((int)(s.per_second * 100), 170, 220);
	assert_in_range(s.left_ms, 9000, 12000);
}

/* ---- Time. ---- */

static void a_filled_market_is_left_alone(void **state)
{
	uint32_t calls;
	int64_t next;

	(void)state;
	begin();
	start_all();
	run_for(10000);
	calls = world.call_count;
	next = step();
	assert_int_equal(next, 60000);
	run_for(3600000);
	assert_int_equal(world.call_count, calls);
}

static void a_month_of_days_costs_each_figure_once(void **state)
{
	(void)state;
	begin();
	start_all();
	run_for(1000);
	for (int day = 0; day < 30; day++)
		run_for(INT64_C(24) * 3600000);
	for (int k = 0; k < FILL_KINDS; k++)
		assert_true(state_of((enum fill_kind)k).ready);
	/* 40 shares, 3 kinds: once at first, then for each of the 22 completed days. */
	assert_int_equal(world.call_count, 120 + 22 * 120);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(fills_bars_up_to_the_completed_day),
		WORLD_TEST(fills_who_bought_and_sold),
		WORLD_TEST(asks_in_the_background_and_sixteen_at_a_time),
		WORLD_TEST(the_largest_come_first),
		WORLD_TEST(the_most_traded_of_the_day_before_come_first),
		WORLD_TEST(nothing_is_asked_before_it_is_started),
		WORLD_TEST(a_day_is_completed_at_20_05),
		WORLD_TEST(closed_days_are_passed_over),
		WORLD_TEST(a_day_learnt_to_be_closed_is_aimed_at_no_more),
		WORLD_TEST(the_exam_day_is_completed_an_hour_later),
		WORLD_TEST(the_days_own_bars_cost_no_call_when_there_is_a_snapshot),
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
		WORLD_TEST(a_tenth_of_the_calls_may_fail),
		WORLD_TEST(twenty_failures_in_a_row_make_a_pause_that_says_why),
		WORLD_TEST(a_share_that_fails_three_times_is_left_for_an_hour),
		WORLD_TEST(one_in_a_hundred_skipped_is_not_ready),
		WORLD_TEST(a_body_that_is_none_is_a_failure),
		WORLD_TEST(a_body_of_another_share_is_a_failure),
		WORLD_TEST(a_share_that_trades_without_rows_is_asked_three_times),
		WORLD_TEST(a_share_that_does_not_trade_may_have_no_rows),
		WORLD_TEST(a_day_nobody_has_yet_is_waited_for),
		WORLD_TEST(investors_that_are_not_settled_are_waited_for),
		WORLD_TEST(a_client_without_room_makes_a_pause),
		WORLD_TEST(without_master_files_it_stands_still),
		WORLD_TEST(recorded_answers_are_not_filled_from),
		WORLD_TEST(calls_under_way_end_with_the_fill),
		WORLD_TEST(a_new_listing_is_filled_and_a_delisted_share_forgotten),
		WORLD_TEST(who_waits_is_told_how_far_and_when),
		WORLD_TEST(what_somebody_waits_for_comes_first),
		WORLD_TEST(who_waits_is_told_when_it_stands_still),
		WORLD_TEST(who_is_forgotten_is_not_told_even_by_a_neighbour),
		WORLD_TEST(the_time_left_follows_the_present_rate),
		WORLD_TEST(a_filled_market_is_left_alone),
		WORLD_TEST(a_month_of_days_costs_each_figure_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
