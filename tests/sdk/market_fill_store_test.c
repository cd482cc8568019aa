/* market_fill_store_test - filling with a store behind: nothing is asked twice, nothing that was
 * committed is lost, and a store that does not play along costs its memory only. */
#include "support/fill_world.h"

static bool is_marked(const char *code, enum fill_kind kind, int32_t until)
{
	for (uint32_t i = 0; i < world.disk->mark_count; i++) {
		const struct store_mark *m = &world.disk->marks[i];

		if (strcmp(m->code, code) == 0 && m->kind == kind)
			return m->until >= until;
	}
	return false;
}

static uint32_t bars_on_disk(const char *code)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < world.disk->bar_count; i++)
		n += strcmp(world.disk->bars[i].code, code) == 0;
	return n;
}

static uint32_t calls_by_code[WORLD_SHARES];

static uint32_t most_calls_of_a_share(const char *endpoint)
{
	uint32_t most = 0;

	for (uint32_t i = 0; i < world.share_count; i++) {
		calls_by_code[i] = calls_of(endpoint, world.rows[i].code);
		most = calls_by_code[i] > most ? calls_by_code[i] : most;
	}
	return most;
}

static void what_is_filled_is_saved(void **state)
{
	(void)state;
	begin();
	start_all();
	run_for(10000);
	assert_true(fill_keeps(world.fill));
	assert_true(fill_is_saved(world.fill));
	for (uint32_t i = 0; i < world.share_count; i++) {
		for (int k = 0; k < FILL_KINDS; k++)
			assert_true(is_marked(world.rows[i].code, (enum fill_kind)k, YESTERDAY));
		assert_int_equal(bars_on_disk(world.rows[i].code), HISTORY_DAYS);
	}
	/* Ten days of three classes and of programs. */
	assert_int_equal(world.disk->flow_count, 40 * 10 * 4);
}

static void the_next_process_asks_for_nothing_again(void **state)
{
	uint32_t calls;

	(void)state;
	begin();
	start_all();
	run_for(10000);
	end();
	calls = world.call_count;
	begin();
	start_all();
	run_for(10000);
	assert_int_equal(world.call_count, calls);
	for (int k = 0; k < FILL_KINDS; k++)
		assert_true(state_of((enum fill_kind)k).ready);
	assert_int_equal(history_bar(world.parts.history, "100070", YESTERDAY)->close,
		close_of("100070", YESTERDAY));
	assert_non_null(flows_get(world.parts.flows, "100070", FRIDAY, INVESTOR_FOREIGN));
}

static void a_stop_in_the_middle_costs_no_call_twice(void **state)
{
	(void)state;
	add_shares(160);
	begin();
	start_all();
	answer_some(117);
	/* What waits is saved at the end; calls under way are not answered. */
	end();
	begin();
	start_all();
	run_for(10000);
	assert_true(state_of(FILL_PROGRAMS).ready);
	assert_int_equal(world.call_count, 600 + 16);
	assert_in_range(most_calls_of_a_share("inquire-daily-itemchartprice"), 1, 2);
	assert_int_equal(most_calls_of_a_share("program-trade-by-stock-daily"), 1);
}

/* As kill -9 does: what was not committed is gone, and nothing else. */
static void a_killed_process_loses_its_last_batch_at_most(void **state)
{
	struct disk *disk = calloc(1, sizeof *disk);
	uint32_t calls;

	(void)state;
	assert_non_null(disk);
	add_shares(160);
	begin();
	fill_start(world.fill, FILL_BARS);
	answer_some(150);
	*disk = *world.disk;
	assert_int_equal(disk->mark_count, 120);
	end();
	*world.disk = *disk;
	free(disk);
	calls = world.call_count;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(10000);
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(world.call_count - calls, 80);
}

static void a_batch_goes_out_every_sixty_shares_or_five_seconds(void **state)
{
	(void)state;
	add_shares(60);
	begin();
	fill_start(world.fill, FILL_BARS);
	answer_some(59);
	assert_int_equal(world.disk->batches, 0);
	assert_false(fill_is_saved(world.fill));
	answer_some(1);
	assert_int_equal(world.disk->batches, 1);
	assert_int_equal(world.disk->mark_count, 60);
	answer_some(3);
	pass(4999);
	(void)step();
	assert_int_equal(world.disk->batches, 1);
	pass(1);
	(void)step();
	assert_int_equal(world.disk->batches, 2);
	assert_int_equal(world.disk->mark_count, 63);
}

static void one_batch_is_on_its_way_at_a_time(void **state)
{
	(void)state;
	add_shares(160);
	world.holds_saves = true;
	begin();
	fill_start(world.fill, FILL_BARS);
	answer_some(0);
	assert_int_equal(world.disk->batches, 1);
	assert_true(state_of(FILL_BARS).ready);
	assert_false(fill_is_saved(world.fill));
	world.holds_saves = false;
	run_for(10000);
	assert_int_equal(world.disk->batches, 2);
	assert_int_equal(world.disk->mark_count, 200);
	assert_true(fill_is_saved(world.fill));
}

static void a_batch_that_fails_is_saved_again(void **state)
{
	(void)state;
	world.saves_fail = 1;
	begin();
	start_all();
	run_for(10000);
	/* It serves all the same. */
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(world.disk->mark_count, 0);
	assert_string_equal(fill_store_fault(world.fill).text, "no space is left");
	assert_true(fill_is_saved(world.fill));
	run_for(70000);
	assert_int_equal(world.disk->mark_count, 120);
	assert_int_equal(fill_store_fault(world.fill).status, MCP_OK);
}

static void old_days_are_dropped_once_a_day(void **state)
{
	(void)state;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(10000);
	assert_int_equal(world.disk->dropped_before, kst_date_add(TODAY, -100));
	at(20261125, 9, 0);
	run_for(10000);
	assert_int_equal(world.disk->dropped_before, kst_date_add(20261125, -100));
}

static void days_the_calendar_learnt_come_back(void **state)
{
	const struct store_day days[] = { { 20261201, 0 }, { 20261205, 1 } };

	(void)state;
	begin();
	fill_start(world.fill, FILL_BARS);
	/* Before anything is loaded. */
	fill_keep_days(world.fill, days, 2);
	run_for(10000);
	end();
	assert_true(calendar_is_open_day(&world.calendar, 20261201));
	begin();
	fill_start(world.fill, FILL_BARS);
	(void)step();
	assert_false(calendar_is_open_day(&world.calendar, 20261201));
}

static void marks_of_shares_that_are_gone_are_kept_apart(void **state)
{
	(void)state;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(10000);
	end();
	world.share_count = 30;
	world.generation++;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(10000);
	assert_int_equal(state_of(FILL_BARS).total, 30);
	assert_int_equal(state_of(FILL_BARS).done, 30);
	world.share_count = 40;
	world.generation++;
	run_for(10000);
	assert_int_equal(state_of(FILL_BARS).done, 40);
	assert_int_equal(world.call_count, 40);
}

/* ---- Without a store. ---- */

static void nothing_is_loaded_before_it_is_started(void **state)
{
	(void)state;
	begin();
	(void)step();
	assert_false(fill_keeps(world.fill));
	fill_start(world.fill, FILL_BARS);
	assert_true(fill_keeps(world.fill));
}

static void without_a_state_folder_it_fills_memory(void **state)
{
	(void)state;
	world.state_dir = NULL;
	begin();
	start_all();
	run_for(10000);
	assert_false(fill_keeps(world.fill));
	assert_true(fill_is_saved(world.fill));
	assert_true(state_of(FILL_PROGRAMS).ready);
	assert_int_equal(world.disk->batches, 0);
}

static void without_the_module_it_fills_memory(void **state)
{
	(void)state;
	log_level(-1);
	world.no_module = true;
	begin();
	start_all();
	run_for(10000);
	assert_false(fill_keeps(world.fill));
	assert_true(state_of(FILL_PROGRAMS).ready);
	assert_string_equal(fill_store_fault(world.fill).text, "there is no module");
}

static void the_demo_market_is_never_kept(void **state)
{
	(void)state;
	world.environment = ENVIRONMENT_DEMO;
	begin();
	start_all();
	run_for(10000);
	assert_true(state_of(FILL_PROGRAMS).ready);
	assert_false(fill_keeps(world.fill));
	assert_int_equal(world.disk->batches, 0);
}

static void a_store_that_is_refused_is_done_without(void **state)
{
	(void)state;
	world.store_refused = true;
	begin();
	start_all();
	run_for(1000);
	assert_int_equal(world.call_count, 0);
	run_for(10000);
	assert_false(fill_keeps(world.fill));
	assert_int_equal(world.closed, 1);
	assert_true(state_of(FILL_PROGRAMS).ready);
	assert_string_equal(fill_store_fault(world.fill).text, "newer schema");
}

/* ---- Two processes. ---- */

static void a_reader_reads_what_the_writer_commits(void **state)
{
	(void)state;
	/* The writer's work. */
	begin();
	start_all();
	run_for(10000);
	end();
	world.reader = true;
	struct disk *whole = world.disk;
	uint32_t calls = world.call_count;

	world.disk = calloc(1, sizeof *world.disk);
	assert_non_null(world.disk);
	begin();
	start_all();
	run_for(10000);
	assert_true(fill_is_reader(world.fill));
	assert_int_equal(state_of(FILL_BARS).done, 0);
	/* It commits, and says so. */
	free(world.disk);
	world.disk = whole;
	world.changed = true;
	run_for(10000);
	for (int k = 0; k < FILL_KINDS; k++)
		assert_true(state_of((enum fill_kind)k).ready);
	assert_int_equal(world.call_count, calls);
}

struct told {
	uint32_t ready;
	uint32_t done;
};

static void on_ready(void *self)
{
	((struct told *)self)->ready++;
}

static void on_progress(void *self, uint32_t done, uint32_t total)
{
	assert_int_equal(total, 40);
	((struct told *)self)->done = done;
}

static void who_waits_in_a_reader_sees_the_writers_progress(void **state)
{
	struct told told = { 0 };
	struct fill_waiter w = { .ready = on_ready, .progress = on_progress, .self = &told };

	(void)state;
	world.reader = true;
	begin();
	assert_false(fill_wait(world.fill, FILL_BARS, &w));
	run_for(6000);
	for (uint32_t i = 0; i < 12; i++) {
		struct store_mark m = { .kind = FILL_BARS, .until = YESTERDAY };

		memcpy(m.code, world.rows[i].code, sizeof m.code);
		put_mark(world.disk, &m);
	}
	world.changed = true;
	run_for(6000);
	assert_int_equal(told.done, 12);
	assert_int_equal(told.ready, 0);
	assert_int_equal(world.call_count, 0);
	/* When the writer does nothing for a minute, this process asks for itself. */
	run_for(120000);
	assert_int_equal(told.ready, 1);
	assert_int_equal(world.call_count, 28);
	assert_int_equal(world.disk->batches, 0);
}

static void a_reader_goes_on_when_the_writer_has_ended(void **state)
{
	(void)state;
	world.reader = true;
	begin();
	fill_start(world.fill, FILL_BARS);
	run_for(30000);
	assert_int_equal(world.call_count, 0);
	world.reader = false;
	run_for(70000);
	assert_false(fill_is_reader(world.fill));
	assert_true(state_of(FILL_BARS).ready);
	assert_int_equal(world.disk->mark_count, 40);
}

/* ---- Waiting for the store. ---- */

static void who_waits_for_the_store_hastens_it(void **state)
{
	struct told told = { 0 };
	struct fill_waiter w = { .ready = on_ready, .self = &told };

	(void)state;
	begin();
	fill_start(world.fill, FILL_BARS);
	answer_some(7);
	assert_false(fill_wait(world.fill, FILL_KINDS, &w));
	assert_int_equal(told.ready, 0);
	(void)step();
	assert_int_equal(told.ready, 1);
	assert_int_equal(world.disk->mark_count, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(what_is_filled_is_saved),
		WORLD_TEST(the_next_process_asks_for_nothing_again),
		WORLD_TEST(a_stop_in_the_middle_costs_no_call_twice),
		WORLD_TEST(a_killed_process_loses_its_last_batch_at_most),
		WORLD_TEST(a_batch_goes_out_every_sixty_shares_or_five_seconds),
		WORLD_TEST(one_batch_is_on_its_way_at_a_time),
		WORLD_TEST(a_batch_that_fails_is_saved_again),
		WORLD_TEST(old_days_are_dropped_once_a_day),
		WORLD_TEST(days_the_calendar_learnt_come_back),
		WORLD_TEST(marks_of_shares_that_are_gone_are_kept_apart),
		WORLD_TEST(nothing_is_loaded_before_it_is_started),
		WORLD_TEST(without_a_state_folder_it_fills_memory),
		WORLD_TEST(without_the_module_it_fills_memory),
		WORLD_TEST(the_demo_market_is_never_kept),
		WORLD_TEST(a_store_that_is_refused_is_done_without),
		WORLD_TEST(a_reader_reads_what_the_writer_commits),
		WORLD_TEST(who_waits_in_a_reader_sees_the_writers_progress),
		WORLD_TEST(a_reader_goes_on_when_the_writer_has_ended),
		WORLD_TEST(who_waits_for_the_store_hastens_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
