/* store_shared_test - one history database, several processes: one writes, the others see it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/log.h"
#include "support/mini_store.h"
#include "support/temp_folder.h"

#define ROWS 300
#define ROUNDS 60

static struct mini_store one;
static struct mini_store two;
static struct store_event e;

static int begin(void **state)
{
	log_level(MCP_LOG_ERROR);
	e = (struct store_event){ 0 };
	one = two = (struct mini_store){ 0 };
	return temp_folder_open(state);
}

static int end(void **state)
{
	store_event_done(&e);
	if (one.store)
		mini_store_close(&one);
	if (two.store)
		mini_store_close(&two);
	return temp_folder_close(state);
}

static void open_both(void **state)
{
	mini_store_open(&one, TEST_UPSTREAM, *state, true);
	assert_int_equal(mini_store_load(&one).kind, STORE_LOADED);
	mini_store_open(&two, TEST_UPSTREAM, *state, true);
	assert_int_equal(mini_store_load(&two).kind, STORE_LOADED);
}

/* The next event; news of the other process may come at any moment and count only when they are
 * what is waited for. */
static void expect(struct mini_store *m, enum store_event_kind kind)
{
	store_event_done(&e);
	do
		e = mini_store_event(m);
	while (e.kind == STORE_CHANGED && kind != STORE_CHANGED);
	assert_int_equal(e.kind, kind);
}

static void load(struct mini_store *m)
{
	assert_int_equal(m->ops->load(m->store, 0, 0), MCP_OK);
	expect(m, STORE_LOADED);
}

static void save_bar(struct mini_store *m, const char *code, int64_t n)
{
	struct store_bar bar = mini_bar(code, 20261120, n);
	uint64_t ticket;

	assert_int_equal(
		m->ops->save(m->store, &(struct store_batch){ .bars = &bar, .bar_count = 1 },
			&ticket, NULL),
		MCP_OK);
	expect(m, STORE_SAVED);
}

static void the_first_writes_and_the_second_reads(void **state)
{
	struct fault f = { 0 };
	uint64_t ticket;

	open_both(state);
	assert_true(one.ops->is_writer(one.store));
	assert_false(two.ops->is_writer(two.store));
	assert_int_equal(
		two.ops->save(two.store, &(struct store_batch){ 0 }, &ticket, &f), MCP_E_CONFIG);
	assert_string_equal(f.text,
		"another process writes the history database; this one reads it, and writes when the "
		"other has ended");
}

static void a_batch_before_the_lock_is_known_is_refused_by_an_event(void **state)
{
	uint64_t ticket = 0;
	mcp_status s;

	mini_store_open(&one, TEST_UPSTREAM, *state, true);
	assert_int_equal(mini_store_load(&one).kind, STORE_LOADED);
	mini_store_open(&two, TEST_UPSTREAM, *state, true);
	s = two.ops->save(two.store, &(struct store_batch){ 0 }, &ticket, &e.fault);
	if (s == MCP_OK)
		expect(&two, STORE_FAULT);

	assert_int_equal(e.fault.status, MCP_E_CONFIG);
	assert_string_equal(e.fault.text,
		"another process writes the history database; this one reads it, and writes when the "
		"other has ended");
}

static void the_reader_is_told_of_a_commit_and_sees_it(void **state)
{
	open_both(state);
	save_bar(&one, "005930", 7);
	expect(&two, STORE_CHANGED);
	load(&two);

	assert_int_equal(e.bar_count, 1);
	assert_string_equal(e.bars[0].code, "005930");
}

static void the_reader_is_told_when_there_is_one_at_last(void **state)
{
	mini_store_open(&two, TEST_UPSTREAM, *state, false);
	load(&two);
	assert_int_equal(e.bar_count, 0);
	assert_int_equal(temp_count(state), 0);

	mini_store_open(&one, TEST_UPSTREAM, *state, true);
	save_bar(&one, "005930", 7);
	expect(&two, STORE_CHANGED);
	load(&two);
	assert_int_equal(e.bar_count, 1);
}

static void who_only_reads_takes_no_lock(void **state)
{
	struct fault f = { 0 };
	uint64_t ticket;

	mini_store_open(&two, TEST_UPSTREAM, *state, false);
	load(&two);
	assert_int_equal(
		two.ops->save(two.store, &(struct store_batch){ 0 }, &ticket, &f), MCP_E_CONFIG);
	assert_string_equal(f.text,
		"this process only reads the history database; start it so that it may write");
	mini_store_open(&one, TEST_UPSTREAM, *state, true);
	load(&one);

	assert_true(one.ops->is_writer(one.store));
}

static void the_reader_takes_over_with_its_next_batch(void **state)
{
	open_both(state);
	save_bar(&one, "000020", 1);
	mini_store_close(&one);
	save_bar(&two, "005930", 2);
	assert_true(two.ops->is_writer(two.store));
	mini_store_open(&one, TEST_UPSTREAM, *state, true);
	load(&one);

	assert_false(one.ops->is_writer(one.store));
	assert_int_equal(e.bar_count, 2);
}

static void a_reader_that_ends_takes_nothing_along(void **state)
{
	open_both(state);
	save_bar(&one, "000020", 1);
	mini_store_close(&two);
	save_bar(&one, "005930", 2);
	mini_store_close(&one);
	mini_store_open(&one, TEST_UPSTREAM, *state, true);
	load(&one);

	assert_int_equal(e.bar_count, 2);
}

/* ---- A file that is not sound. ---- */

static void damage(void)
{
	static char noise[20000];

	memset(noise, 0xa5, sizeof noise);
	assert_int_equal(file_save(two.path, noise, sizeof noise, NULL), MCP_OK);
}

static void the_reader_leaves_a_damaged_file_to_the_writer(void **state)
{
	mini_store_open(&two, TEST_UPSTREAM, *state, false);
	load(&two);
	damage();
	expect(&two, STORE_CHANGED);
	assert_int_equal(two.ops->load(two.store, 0, 0), MCP_OK);
	expect(&two, STORE_FAULT);
	assert_string_equal(e.fault.text,
		"the history database is damaged; the process that writes it begins it anew when it "
		"is started again");
	assert_int_equal(temp_count(state), 1);

	mini_store_open(&one, TEST_UPSTREAM, *state, true);
	expect(&one, STORE_FAULT);
	expect(&two, STORE_CHANGED);
	load(&two);
	assert_int_equal(e.bar_count, 0);
	save_bar(&one, "005930", 2);
	expect(&two, STORE_CHANGED);
	load(&two);
	assert_int_equal(e.bar_count, 1);
}

static void who_takes_over_relies_on_the_file_it_has_read(void **state)
{
	uint64_t ticket;

	open_both(state);
	save_bar(&one, "000020", 1);
	expect(&two, STORE_CHANGED);
	load(&two);
	mini_store_close(&one);
	damage();
	assert_int_equal(
		two.ops->save(two.store, &(struct store_batch){ 0 }, &ticket, NULL), MCP_OK);
	expect(&two, STORE_FAULT);
	assert_string_equal(e.fault.text,
		"the history database was replaced while this program ran; start it again");
}

static void who_has_read_what_was_replaced_writes_no_more(void **state)
{
	uint64_t ticket;

	open_both(state);
	save_bar(&one, "000020", 1);
	expect(&two, STORE_CHANGED);
	load(&two);
	mini_store_close(&one);
	damage();
	mini_store_open(&one, TEST_UPSTREAM, *state, true);
	expect(&one, STORE_FAULT);
	expect(&two, STORE_CHANGED);
	load(&two);
	assert_int_equal(e.bar_count, 0);
	mini_store_close(&one);
	assert_int_equal(
		two.ops->save(two.store, &(struct store_batch){ 0 }, &ticket, NULL), MCP_OK);
	expect(&two, STORE_FAULT);
	assert_string_equal(e.fault.text,
		"the history database was replaced while this program ran; start it again");
}

/* ---- Processes. ---- */

/* Saves a bar, says so by a byte, and lives on. */
static pid_t start_writer(void **state, int said[2])
{
	pid_t pid;

	assert_int_equal(pipe(said), 0);
	pid = fork();
	if (pid != 0)
		return pid;
	mini_store_open(&one, TEST_UPSTREAM, *state, true);
	save_bar(&one, "005930", 7);
	if (write(said[1], "", 1) == 1)
		(void)pause();
	_exit(1);
}

static void a_killed_writer_leaves_lock_and_commits_behind(void **state)
{
	int said[2];
	pid_t pid = start_writer(state, said);
	char byte;

	assert_int_equal(read(said[0], &byte, 1), 1);
	mini_store_open(&two, TEST_UPSTREAM, *state, true);
	load(&two);
	assert_false(two.ops->is_writer(two.store));
	assert_int_equal(e.bar_count, 1);

	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	(void)close(said[0]);
	(void)close(said[1]);
	save_bar(&two, "000020", 1);
	load(&two);
	assert_true(two.ops->is_writer(two.store));
	assert_int_equal(e.bar_count, 2);
}

/* ---- At the same time. ---- */

/* One batch writes all rows with figures that follow from `n`. */
static void ask_to_save_all(struct mini_store *m, int64_t n)
{
	static struct store_bar bars[ROWS];
	uint64_t ticket;

	for (int i = 0; i < ROWS; i++) {
		char code[8];

		(void)snprintf(code, sizeof code, "%06d", i);
		bars[i] = mini_bar(code, 20261120, n);
	}
	assert_int_equal(
		m->ops->save(m->store, &(struct store_batch){ .bars = bars, .bar_count = ROWS },
			&ticket, NULL),
		MCP_OK);
}

static bool is_one_batch(void)
{
	if (e.bar_count != 0 && e.bar_count != ROWS)
		return false;
	for (uint32_t i = 1; i < e.bar_count; i++)
		if (e.bars[i].bar.volume != e.bars[0].bar.volume)
			return false;
	return true;
}

static void a_reader_sees_whole_batches(void **state)
{
	uint32_t torn = 0;

	open_both(state);
	for (int i = 0; i < ROUNDS; i++) {
		ask_to_save_all(&one, i);
		ask_to_save_all(&one, i + 1);
		assert_int_equal(two.ops->load(two.store, 0, 0), MCP_OK);
		expect(&two, STORE_LOADED);
		torn += !is_one_batch();
		assert_int_equal(mini_store_event(&one).kind, STORE_SAVED);
		assert_int_equal(mini_store_event(&one).kind, STORE_SAVED);
	}

	assert_int_equal(torn, 0);
}

static void ends_at_any_moment(void **state)
{
	for (int i = 0; i < ROUNDS; i++) {
		mini_store_open(&one, TEST_UPSTREAM, *state, true);
		mini_store_open(&two, TEST_UPSTREAM, *state, true);
		assert_int_equal(two.ops->load(two.store, 0, 0), MCP_OK);
		assert_int_equal(one.ops->load(one.store, 0, 0), MCP_OK);
		mini_store_close(&one);
		mini_store_close(&two);
	}
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(the_first_writes_and_the_second_reads),
		T(a_batch_before_the_lock_is_known_is_refused_by_an_event),
		T(the_reader_is_told_of_a_commit_and_sees_it),
		T(the_reader_is_told_when_there_is_one_at_last),
		T(who_only_reads_takes_no_lock),
		T(the_reader_takes_over_with_its_next_batch),
		T(a_reader_that_ends_takes_nothing_along),
		T(the_reader_leaves_a_damaged_file_to_the_writer),
		T(who_takes_over_relies_on_the_file_it_has_read),
		T(who_has_read_what_was_replaced_writes_no_more),
		T(a_killed_writer_leaves_lock_and_commits_behind),
		T(a_reader_sees_whole_batches),
		T(ends_at_any_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
