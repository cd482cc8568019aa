/* store_test - what is saved in the history database comes back, whole, and nothing else. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "support/mini_store.h"
#include "support/temp_folder.h"

#define MANY 2760

static struct mini_store m;
static struct store_event e;

static int begin(void **state)
{
	int ret = temp_folder_open(state);

	log_level(MCP_LOG_ERROR);
	mini_store_open(&m, TEST_UPSTREAM, *state, true);
	e = (struct store_event){ 0 };
	return ret;
}

static int end(void **state)
{
	store_event_done(&e);
	mini_store_close(&m);
	return temp_folder_close(state);
}

static void open_again(void **state)
{
	mini_store_close(&m);
	mini_store_open(&m, TEST_UPSTREAM, *state, true);
}

static void save(const struct store_batch *b)
{
	e = mini_store_save(&m, b);
	assert_int_equal(e.kind, STORE_SAVED);
}

static void load(void)
{
	store_event_done(&e);
	e = mini_store_load(&m);
	assert_int_equal(e.kind, STORE_LOADED);
}

static void save_bar(const char *code, int32_t date, int64_t n)
{
	struct store_bar bar = mini_bar(code, date, n);

	save(&(struct store_batch){ .bars = &bar, .bar_count = 1 });
}

/* ---- There and back. ---- */

static void a_new_one_is_empty(void **state)
{
	(void)state;
	load();

	assert_int_equal(e.bar_count + e.flow_count + e.mark_count + e.day_count, 0);
	assert_true(m.ops->is_writer(m.store));
}

static void every_member_of_a_bar_comes_back(void **state)
{
	struct store_bar bars[] = {
		mini_bar("005930", 20261120, 31),
		mini_bar("005930", 20261123, 30),
		mini_bar("0001A0", 20261123, 7),
		{ .code = "1234567", .date = 20261123 },
		{
			.code = "9",
			.date = 20261123,
			.bar = { INT64_MIN, INT64_MAX, -1, INT32_MIN, INT32_MAX, UINT16_MAX,
				UINT16_MAX, 0 },
		},
	};

	save(&(struct store_batch){ .bars = bars, .bar_count = COUNT_OF(bars) });
	open_again(state);
	load();

	assert_int_equal(e.bar_count, COUNT_OF(bars));
	for (size_t i = 0; i < COUNT_OF(bars); i++) {
		const struct store_bar *bar = mini_find_bar(&e, bars[i].code, bars[i].date);

		assert_non_null(bar);
		assert_memory_equal(bar, &bars[i], sizeof *bar);
	}
}

static void every_member_of_a_flow_comes_back(void **state)
{
	struct store_flow flows[] = {
		mini_flow("005930", 20261120, INVESTOR_FOREIGN, 63),
		mini_flow("005930", 20261120, INVESTOR_PROGRAM, 1),
		{
			.code = "900001",
			.date = 20261120,
			.who = INVESTOR_INDIVIDUAL,
			.flow = { INT64_MIN, INT64_MAX, -1, 1, 2, -3, UINT16_MAX, UINT16_MAX, 0 },
		},
	};

	save(&(struct store_batch){ .flows = flows, .flow_count = COUNT_OF(flows) });
	open_again(state);
	load();

	assert_int_equal(e.flow_count, COUNT_OF(flows));
	assert_memory_equal(e.flows, flows, sizeof flows);
}

static void marks_and_days_come_back(void **state)
{
	struct store_mark marks[] = {
		mini_mark("000020", 0, 20261120),
		mini_mark("000020", 2, 20261119),
		mini_mark("005930", 0, 20261120),
	};
	struct store_day days[] = { { 20261120, 1 }, { 20261121, 0 }, { 20261122, 0 } };

	save(&(struct store_batch){
		.marks = marks,
		.mark_count = COUNT_OF(marks),
		.days = days,
		.day_count = COUNT_OF(days),
	});
	open_again(state);
	load();

	assert_int_equal(e.mark_count, COUNT_OF(marks));
	assert_memory_equal(e.marks, marks, sizeof marks);
	assert_int_equal(e.day_count, COUNT_OF(days));
	assert_memory_equal(e.days, days, sizeof days);
}

static void what_lies_behind_a_codes_end_does_not_count(void **state)
{
	struct store_bar bar = mini_bar("00593", 20261120, 3);

	(void)state;
	bar.code[6] = 'x';
	bar.pad = 7;
	bar.bar.pad = 7;
	save(&(struct store_batch){ .bars = &bar, .bar_count = 1 });
	load();

	bar = mini_bar("00593", 20261120, 3);
	assert_memory_equal(&e.bars[0], &bar, sizeof bar);
}

static void a_second_row_takes_the_place_of_the_first(void **state)
{
	struct store_day opened = { 20261120, 1 };
	struct store_day closed = { 20261120, 0 };
	struct store_bar after = mini_bar("005930", 20261120, 2);

	(void)state;
	save_bar("005930", 20261120, 1);
	save(&(struct store_batch){ .days = &opened, .day_count = 1 });
	save_bar("005930", 20261120, 2);
	save(&(struct store_batch){ .days = &closed, .day_count = 1 });
	load();

	assert_int_equal(e.bar_count, 1);
	assert_memory_equal(&e.bars[0], &after, sizeof after);
	assert_int_equal(e.day_count, 1);
	assert_int_equal(e.days[0].is_open, 0);
}

static void old_bars_and_flows_go_with_the_batch(void **state)
{
	struct store_flow flows[] = {
		mini_flow("005930", 20261118, 0, 1),
		mini_flow("005930", 20261119, 0, 2),
	};
	struct store_mark mark = mini_mark("005930", 0, 20261118);
	struct store_bar late = mini_bar("000020", 20261118, 5);

	(void)state;
	save_bar("005930", 20261118, 1);
	save_bar("005930", 20261119, 2);
	save(&(struct store_batch){
		.bars = &late,
		.bar_count = 1,
		.flows = flows,
		.flow_count = COUNT_OF(flows),
		.marks = &mark,
		.mark_count = 1,
		.drop_before = 20261119,
	});
	load();

	assert_int_equal(e.bar_count, 1);
	assert_int_equal(e.bars[0].date, 20261119);
	assert_int_equal(e.flow_count, 1);
	assert_int_equal(e.flows[0].date, 20261119);
	assert_int_equal(e.mark_count, 1);
}

static void gives_what_is_asked_from_a_day_on(void **state)
{
	struct store_flow flows[] = {
		mini_flow("005930", 20261118, 0, 1),
		mini_flow("005930", 20261119, 0, 2),
		mini_flow("005930", 20261120, 0, 2),
	};

	(void)state;
	save_bar("005930", 20261118, 1);
	save_bar("005930", 20261119, 2);
	save(&(struct store_batch){ .flows = flows, .flow_count = COUNT_OF(flows) });
	assert_int_equal(m.ops->load(m.store, 20261119, 20261120), MCP_OK);
	e = mini_store_event(&m);

	assert_int_equal(e.bar_count, 1);
	assert_int_equal(e.bars[0].date, 20261119);
	assert_int_equal(e.flow_count, 1);
	assert_int_equal(e.flows[0].date, 20261120);
}

static void an_empty_batch_is_one_too(void **state)
{
	(void)state;
	save(&(struct store_batch){ 0 });
}

/* ---- The way there. ---- */

static void tickets_come_back_in_order(void **state)
{
	struct store_bar bar = mini_bar("005930", 20261118, 1);
	const struct store_batch b = { .bars = &bar, .bar_count = 1 };
	uint64_t first = 0;
	uint64_t second = 0;

	(void)state;
	assert_int_equal(m.ops->save(m.store, &b, &first, NULL), MCP_OK);
	assert_int_equal(m.ops->save(m.store, &b, &second, NULL), MCP_OK);

	assert_int_equal(mini_store_event(&m).ticket, first);
	assert_int_equal(mini_store_event(&m).ticket, second);
	assert_true(second > first);
}

static void a_batch_is_copied_before_save_returns(void **state)
{
	struct store_bar bar = mini_bar("005930", 20261118, 1);
	uint64_t ticket;

	(void)state;
	assert_int_equal(m.ops->save(m.store, &(struct store_batch){ .bars = &bar, .bar_count = 1 },
				 &ticket, NULL),
		MCP_OK);
	bar = mini_bar("000000", 0, 0);
	assert_int_equal(mini_store_event(&m).kind, STORE_SAVED);
	load();

	bar = mini_bar("005930", 20261118, 1);
	assert_memory_equal(&e.bars[0], &bar, sizeof bar);
}

static mcp_status save_until_refused(const struct store_batch *b, struct fault *f, uint32_t *ret_n)
{
	uint64_t ticket;
	mcp_status s = MCP_OK;

	for (*ret_n = 0; s == MCP_OK && *ret_n < 100000; (*ret_n)++)
		s = m.ops->save(m.store, b, &ticket, f);
	return s;
}

static void what_is_not_taken_is_bounded(void **state)
{
	struct fault f = { 0 };
	uint32_t n;

	(void)state;
	assert_int_equal(save_until_refused(&(struct store_batch){ 0 }, &f, &n), MCP_E_BUSY);
	assert_string_equal(
		f.text, "too much waits to be written into the history database; try again later");
	assert_int_equal(m.ops->load(m.store, 0, 0), MCP_E_BUSY);

	assert_int_equal(mini_store_event(&m).kind, STORE_SAVED);
	assert_int_equal(m.ops->load(m.store, 0, 0), MCP_OK);
}

static void bytes_that_wait_are_bounded(void **state)
{
	const uint32_t count = 100000;
	struct store_bar *bars = calloc(count, sizeof *bars);
	struct fault f = { 0 };
	uint32_t n;

	(void)state;
	assert_non_null(bars);
	for (uint32_t i = 0; i < count; i++)
		bars[i] = mini_bar("005930", (int32_t)i, i);
	assert_int_equal(save_until_refused(
				 &(struct store_batch){ .bars = bars, .bar_count = count }, &f, &n),
		MCP_E_BUSY);
	free(bars);

	assert_true(n < 200);
}

static void closing_commits_what_waits(void **state)
{
	static struct store_bar bars[MANY];
	uint64_t ticket;

	for (int i = 0; i < MANY; i++)
		bars[i] = mini_bar("", i + 1, i);
	for (int i = 0; i < MANY; i += 276)
		assert_int_equal(
			m.ops->save(m.store,
				&(struct store_batch){ .bars = bars + i, .bar_count = 276 },
				&ticket, NULL),
			MCP_OK);
	assert_int_equal(m.ops->load(m.store, 0, 0), MCP_OK);
	open_again(state);
	load();

	assert_int_equal(e.bar_count, MANY);
}

static void an_event_nobody_takes_is_freed(void **state)
{
	(void)state;
	save_bar("005930", 20261118, 1);
	assert_int_equal(m.ops->load(m.store, 0, 0), MCP_OK);
	assert_int_equal(m.ops->load(m.store, 0, 0), MCP_OK);
	e = mini_store_load(&m);
	assert_int_equal(e.kind, STORE_LOADED);
}

/* ---- Where it lies. ---- */

static void the_files_are_for_their_owner_only(void **state)
{
	struct stat st;

	save_bar("005930", 20261118, 1);
	assert_int_equal(stat(temp_path(state, "history.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(temp_path(state, "history.db-wal"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(temp_path(state, "history.db.lock"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_closed_one_leaves_no_log(void **state)
{
	save_bar("005930", 20261118, 1);
	open_again(state);
	mini_store_close(&m);

	assert_int_equal(temp_count(state), 2);
	mini_store_open(&m, TEST_UPSTREAM, *state, true);
}

static void closing_nothing_is_fine(void **state)
{
	(void)state;
	m.ops->close(NULL);
}

static void says_that_the_module_is_missing(void **state)
{
	struct fault f = { 0 };

	(void)state;
	assert_null(store_ops_load("/nowhere.so", &f));
	assert_int_equal(f.status, MCP_E_CONFIG);
	assert_string_equal(
		f.text, "the module mcp-upstream.so cannot be loaded; install this program again");
}

static void a_path_that_is_too_long_is_refused(void **state)
{
	static char path[5000];
	struct store *none = NULL;
	struct fault f = { 0 };

	(void)state;
	memset(path, 'x', sizeof path - 1);
	assert_int_equal(
		m.ops->open(&(struct store_options){ .path = path, .locale = "en" }, &none, &f),
		MCP_E_CONFIG);
	assert_null(none);
}

static void sentences_come_in_the_readers_language(void **state)
{
	struct store *other = NULL;
	struct fault f = { 0 };
	uint64_t ticket;

	(void)state;
	assert_int_equal(
		m.ops->open(&(struct store_options){ .path = m.path, .locale = "ko" }, &other, &f),
		MCP_OK);
	assert_int_equal(m.ops->save(other, &(struct store_batch){ 0 }, &ticket, &f), MCP_E_CONFIG);
	m.ops->close(other);

	assert_string_equal(f.text,
		"이 프로세스는 과거 데이터베이스를 읽기만 합니다. 쓰기가 허용되도록 시작하세요");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(a_new_one_is_empty),
		T(every_member_of_a_bar_comes_back),
		T(every_member_of_a_flow_comes_back),
		T(marks_and_days_come_back),
		T(what_lies_behind_a_codes_end_does_not_count),
		T(a_second_row_takes_the_place_of_the_first),
		T(old_bars_and_flows_go_with_the_batch),
		T(gives_what_is_asked_from_a_day_on),
		T(an_empty_batch_is_one_too),
		T(tickets_come_back_in_order),
		T(a_batch_is_copied_before_save_returns),
		T(what_is_not_taken_is_bounded),
		T(bytes_that_wait_are_bounded),
		T(closing_commits_what_waits),
		T(an_event_nobody_takes_is_freed),
		T(the_files_are_for_their_owner_only),
		T(a_closed_one_leaves_no_log),
		T(closing_nothing_is_fine),
		T(says_that_the_module_is_missing),
		T(a_path_that_is_too_long_is_refused),
		T(sentences_come_in_the_readers_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
