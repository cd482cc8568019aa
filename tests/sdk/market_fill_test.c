/* market_fill_test - filling history and flows: how far, in what order, by how many calls, and who
 * is told. */
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

static void a_split_is_told_on_its_day(void **state)
{
	(void)state;
	world.split_on = FRIDAY;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	assert_int_equal(history_bar(world.parts.history, "100390", FRIDAY)->split, 1);
	assert_int_equal(history_bar(world.parts.history, "100390", YESTERDAY)->split, 0);
}

/* Else today's volume would stand beside those of before it. */
static void a_split_of_today_is_told_of_the_day_before(void **state)
{
	(void)state;
	world.split_on = TODAY;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	assert_int_equal(history_bar(world.parts.history, "100390", YESTERDAY)->split, 1);
	assert_int_equal(history_bar(world.parts.history, "100390", FRIDAY)->split, 0);
}

static void a_split_the_master_file_tells_is_told_of_the_day_before(void **state)
{
	(void)state;
	at(TODAY, 8, 0);
	world.rows[5].par_change = 1;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(1000);
	assert_int_equal(history_bar(world.parts.history, "100050", YESTERDAY)->split, 1);
	assert_int_equal(history_bar(world.parts.history, "100060", YESTERDAY)->split, 0);
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
		WORLD_TEST(a_split_is_told_on_its_day),
		WORLD_TEST(a_split_of_today_is_told_of_the_day_before),
		WORLD_TEST(a_split_the_master_file_tells_is_told_of_the_day_before),
		WORLD_TEST(fills_who_bought_and_sold),
		WORLD_TEST(asks_in_the_background_and_sixteen_at_a_time),
		WORLD_TEST(the_largest_come_first),
		WORLD_TEST(the_most_traded_of_the_day_before_come_first),
		WORLD_TEST(nothing_is_asked_before_it_is_started),
		WORLD_TEST(a_day_is_completed_at_20_05),
		WORLD_TEST(closed_days_are_passed_over),
		WORLD_TEST(a_day_learnt_to_be_closed_is_aimed_at_no_more),
		WORLD_TEST(the_exam_day_is_completed_an_hour_later),
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
