/* store_disk_test - no room, no permission: a batch is saved whole or not at all, and what was
 * committed stays. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "support/mini_store.h"
#include "support/temp_folder.h"

#define MANY 6000
#define FEW 10
#define NOBODY 65534

static struct mini_store m;
static struct store_event e;
static struct store_bar bars[MANY];
static struct rlimit before;

static int begin(void **state)
{
	log_level(MCP_LOG_ERROR);
	e = (struct store_event){ 0 };
	m = (struct mini_store){ 0 };
	for (int i = 0; i < MANY; i++) {
		char code[8];

		(void)snprintf(code, sizeof code, "%06d", i);
		bars[i] = mini_bar(code, 20261120, i);
	}
	if (getrlimit(RLIMIT_FSIZE, &before) < 0)
		return -1;
	return temp_folder_open(state);
}

static int end(void **state)
{
	(void)setrlimit(RLIMIT_FSIZE, &before);
	store_event_done(&e);
	if (m.store)
		mini_store_close(&m);
	return temp_folder_close(state);
}

/* No file may grow beyond it from now on, for as long as it is not raised again. */
static void limit_files(rlim_t bytes)
{
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){ .rlim_cur = bytes,
							 .rlim_max = before.rlim_max }),
		0);
}

static void save(uint32_t first, uint32_t count)
{
	store_event_done(&e);
	e = mini_store_save(&m, &(struct store_batch){ .bars = bars + first, .bar_count = count });
}

static void load(void)
{
	store_event_done(&e);
	e = mini_store_load(&m);
	assert_int_equal(e.kind, STORE_LOADED);
}

static void expect_no_room(void)
{
	assert_int_equal(e.kind, STORE_FAULT);
	assert_int_equal(e.fault.status, MCP_E_CONFIG);
	assert_string_equal(
		e.fault.text, "no space is left for the history database; make room on its disk");
}

static void a_batch_without_room_is_not_saved_at_all(void **state)
{
	mini_store_open(&m, TEST_UPSTREAM, *state, true);
	save(0, FEW);
	assert_int_equal(e.kind, STORE_SAVED);
	limit_files(200000);
	save(FEW, MANY - FEW);
	expect_no_room();
	assert_int_equal(e.ticket, 2);
	load();

	assert_int_equal(e.bar_count, FEW);
}

static void it_saves_again_when_there_is_room(void **state)
{
	mini_store_open(&m, TEST_UPSTREAM, *state, true);
	limit_files(200000);
	save(0, MANY);
	expect_no_room();
	(void)setrlimit(RLIMIT_FSIZE, &before);
	save(0, MANY);
	assert_int_equal(e.kind, STORE_SAVED);
	load();

	assert_int_equal(e.bar_count, MANY);
}

static void a_small_batch_passes_where_a_large_one_does_not(void **state)
{
	mini_store_open(&m, TEST_UPSTREAM, *state, true);
	limit_files(200000);
	save(0, MANY);
	expect_no_room();
	save(0, FEW);
	assert_int_equal(e.kind, STORE_SAVED);
}

static void without_room_to_begin_it_says_so_and_begins_later(void **state)
{
	limit_files(1000);
	mini_store_open(&m, TEST_UPSTREAM, *state, true);
	save(0, FEW);
	expect_no_room();
	store_event_done(&e);
	e = mini_store_load(&m);
	expect_no_room();
	(void)setrlimit(RLIMIT_FSIZE, &before);
	save(0, FEW);
	assert_int_equal(e.kind, STORE_SAVED);
	load();

	assert_int_equal(e.bar_count, FEW);
}

static void what_was_committed_before_the_disk_was_full_is_there_after_it(void **state)
{
	mini_store_open(&m, TEST_UPSTREAM, *state, true);
	save(0, FEW);
	limit_files(100000);
	save(0, MANY);
	expect_no_room();
	mini_store_close(&m);
	mini_store_open(&m, TEST_UPSTREAM, *state, true);
	load();

	assert_int_equal(e.bar_count, FEW);
}

static void a_folder_that_is_gone_is_said(void **state)
{
	(void)state;
	mini_store_open(&m, TEST_UPSTREAM, "/nowhere-at-all", true);
	save(0, FEW);

	assert_int_equal(e.kind, STORE_FAULT);
	assert_int_equal(e.fault.status, MCP_E_CONFIG);
	assert_string_equal(e.fault.text,
		"the history database cannot be read or written (No such file or directory); check "
		"its disk");
}

static void a_folder_in_its_place_is_said(void **state)
{
	assert_int_equal(mkdir(temp_path(state, "history.db"), 0700), 0);
	mini_store_open(&m, TEST_UPSTREAM, *state, true);
	save(0, FEW);

	assert_int_equal(e.kind, STORE_FAULT);
	assert_int_equal(e.fault.status, MCP_E_CONFIG);
	assert_null(strstr(e.fault.text, "/"));
}

/* ---- A folder that may not be written. ---- */

/* 0: as it should be; else which look found what it should not. */
static int look_as_nobody(const char *folder, uint32_t wanted)
{
	if (geteuid() == 0 && setresuid(NOBODY, NOBODY, NOBODY) < 0)
		return 1;
	mini_store_open(&m, TEST_UPSTREAM, folder, true);
	e = mini_store_load(&m);
	if (e.kind != STORE_LOADED || e.bar_count != wanted)
		return 2;
	if (m.ops->is_writer(m.store))
		return 3;
	e = mini_store_save(&m, &(struct store_batch){ .bars = bars, .bar_count = FEW });
	if (e.kind != STORE_FAULT || e.ticket != 1 || e.fault.status != MCP_E_CONFIG)
		return 4;
	if (strcmp(e.fault.text,
		    "the history database may not be written; give this user permission to the "
		    "state folder") != 0)
		return 5;
	e = mini_store_load(&m);
	mini_store_close(&m);
	return e.kind == STORE_LOADED && e.bar_count == wanted ? 0 : 6;
}

/* By a process that permissions hold for. */
static int look_without_permission(void **state, uint32_t wanted)
{
	int status = -1;
	pid_t pid;

	assert_int_equal(chmod(*state, 0555), 0);
	pid = fork();
	if (pid == 0)
		_exit(look_as_nobody(*state, wanted));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(chmod(*state, 0700), 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -status;
}

static void a_folder_that_may_not_be_written_can_be_read(void **state)
{
	mini_store_open(&m, TEST_UPSTREAM, *state, true);
	save(0, FEW);
	mini_store_close(&m);
	assert_int_equal(unlink(temp_path(state, "history.db.lock")), 0);
	if (geteuid() == 0)
		assert_int_equal(chown(temp_path(state, "history.db"), NOBODY, NOBODY), 0);

	assert_int_equal(look_without_permission(state, FEW), 0);
}

static void an_empty_folder_that_may_not_be_written_is_an_empty_history(void **state)
{
	struct fault f;

	/* Brought in before the permissions are gone. */
	assert_non_null(store_ops_load(TEST_UPSTREAM, &f));
	assert_int_equal(look_without_permission(state, 0), 0);
	assert_int_equal(temp_count(state), 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(a_batch_without_room_is_not_saved_at_all),
		T(it_saves_again_when_there_is_room),
		T(a_small_batch_passes_where_a_large_one_does_not),
		T(without_room_to_begin_it_says_so_and_begins_later),
		T(what_was_committed_before_the_disk_was_full_is_there_after_it),
		T(a_folder_that_is_gone_is_said),
		T(a_folder_in_its_place_is_said),
		T(a_folder_that_may_not_be_written_can_be_read),
		T(an_empty_folder_that_may_not_be_written_is_an_empty_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
