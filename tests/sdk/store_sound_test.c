/* store_sound_test - a history database that is not sound is set aside; no damage becomes a figure.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "support/mini_store.h"
#include "support/temp_folder.h"

#define BARS 700
#define BYTES_MAX ((size_t)1024 * 1024)
/* Where SQLite keeps them in its header. */
#define VERSION_AT 60
#define APPLICATION_AT 68

static struct mini_store m;
static struct store_event e;
static struct store_bar bars[BARS];
static struct buf whole; /* the file as it was closed */
static const char *path;

/* A database of a few dozen pages, closed. */
static int begin(void **state)
{
	int ret = temp_folder_open(state);

	log_level(MCP_LOG_ERROR);
	e = (struct store_event){ 0 };
	for (int i = 0; i < BARS; i++) {
		char code[8];

		(void)snprintf(code, sizeof code, "%06d", i / 7);
		bars[i] = mini_bar(code, 20261101 + i % 7, i);
	}
	mini_store_open(&m, TEST_UPSTREAM, *state, true);
	e = mini_store_save(&m, &(struct store_batch){ .bars = bars, .bar_count = BARS });
	assert_int_equal(e.kind, STORE_SAVED);
	mini_store_close(&m);

	path = m.path;
	buf_init(&whole, BYTES_MAX);
	assert_int_equal(file_read(path, &whole, NULL), MCP_OK);
	return ret;
}

static int end(void **state)
{
	store_event_done(&e);
	buf_done(&whole);
	log_level(MCP_LOG_WARN);
	return temp_folder_close(state);
}

static void put_bytes(off_t at, const void *bytes, size_t len)
{
	const int fd = open(path, O_WRONLY | O_CLOEXEC);

	assert_int_equal(pwrite(fd, bytes, len, at), len);
	(void)close(fd);
}

static bool is_there(void **state, const char *name)
{
	return access(temp_path(state, name), F_OK) == 0;
}

static void open_store(void **state)
{
	mini_store_open(&m, TEST_UPSTREAM, *state, true);
}

static void load(void)
{
	store_event_done(&e);
	e = mini_store_load(&m);
}

static void save_one(void)
{
	store_event_done(&e);
	e = mini_store_save(&m, &(struct store_batch){ .bars = bars, .bar_count = 1 });
}

/* Opens: one sentence says that it was set aside; then it is empty and works. */
static void expect_renewal(void **state)
{
	open_store(state);
	load();
	assert_int_equal(e.kind, STORE_FAULT);
	assert_int_equal(e.ticket, 0);
	assert_int_equal(e.fault.status, MCP_E_CONFIG);
	assert_string_equal(e.fault.text,
		"the history database was damaged; it lies beside its old place with the ending "
		".broken and is filled anew");
	e = mini_store_event(&m);
	assert_int_equal(e.kind, STORE_LOADED);
	assert_int_equal(e.bar_count + e.flow_count + e.mark_count + e.day_count, 0);
	save_one();
	assert_int_equal(e.kind, STORE_SAVED);
	load();
	assert_int_equal(e.bar_count, 1);
	mini_store_close(&m);
	assert_true(is_there(state, "history.db.broken"));
}

/* ---- What is not sound. ---- */

static void what_is_no_database_is_set_aside(void **state)
{
	static const char noise[20000] = "this is no database";
	struct buf kept;

	assert_int_equal(file_save(path, noise, sizeof noise, NULL), MCP_OK);
	expect_renewal(state);

	buf_init(&kept, BYTES_MAX);
	assert_int_equal(file_read(temp_path(state, "history.db.broken"), &kept, NULL), MCP_OK);
	assert_int_equal(kept.len, sizeof noise);
	assert_memory_equal(kept.at, noise, sizeof noise);
	buf_done(&kept);
}

static void a_file_of_nothing_is_set_aside(void **state)
{
	assert_int_equal(truncate(path, 0), 0);
	expect_renewal(state);
}

static void a_truncated_one_is_set_aside(void **state)
{
	assert_int_equal(truncate(path, (off_t)whole.len / 2), 0);
	expect_renewal(state);
}

static void one_cut_within_a_page_is_set_aside(void **state)
{
	assert_int_equal(truncate(path, (off_t)whole.len - 1), 0);
	expect_renewal(state);
}

static void one_cut_within_the_header_is_set_aside(void **state)
{
	assert_int_equal(truncate(path, 50), 0);
	expect_renewal(state);
}

static void a_page_of_noise_is_set_aside(void **state)
{
	char noise[4096];

	memset(noise, 0xa5, sizeof noise);
	put_bytes((off_t)whole.len - 4096, noise, sizeof noise);
	expect_renewal(state);
}

static void a_page_of_zeros_is_set_aside(void **state)
{
	static const char zeros[4096];

	put_bytes((off_t)whole.len - 4096, zeros, sizeof zeros);
	expect_renewal(state);
}

static void another_programs_database_is_set_aside(void **state)
{
	put_bytes(APPLICATION_AT, "\x0f\x05\x51\x12", 4);
	expect_renewal(state);
}

static void one_without_a_schema_version_is_set_aside(void **state)
{
	put_bytes(VERSION_AT, "\0\0\0\0", 4);
	expect_renewal(state);
}

static void a_later_broken_one_takes_the_place_of_the_first(void **state)
{
	struct stat st = { 0 };

	(void)temp_write(state, "history.db.broken", "old", 3);
	(void)temp_write(state, "history.db.broken-wal", "old", 3);
	assert_int_equal(truncate(path, 50), 0);
	expect_renewal(state);

	assert_true(stat(temp_path(state, "history.db.broken-wal"), &st) < 0 || st.st_size != 3);
	assert_int_equal(stat(temp_path(state, "history.db.broken"), &st), 0);
	assert_int_equal(st.st_size, 50);
}

static void its_log_is_set_aside_with_it(void **state)
{
	assert_int_equal(truncate(path, 50), 0);
	(void)temp_write(state, "history.db-wal", "log", 3);
	expect_renewal(state);

	assert_true(is_there(state, "history.db.broken-wal"));
}

static void a_log_without_its_database_is_not_believed(void **state)
{
	struct buf log;

	open_store(state);
	e = mini_store_save(&m, &(struct store_batch){ .bars = bars, .bar_count = BARS });
	buf_init(&log, 4 * BYTES_MAX);
	assert_int_equal(file_read(temp_path(state, "history.db-wal"), &log, NULL), MCP_OK);
	mini_store_close(&m);
	assert_int_equal(unlink(path), 0);
	(void)temp_write(state, "history.db-wal", log.at, log.len);
	assert_true(log.len > 4096);
	buf_done(&log);

	open_store(state);
	load();
	assert_int_equal(e.kind, STORE_LOADED);
	assert_int_equal(e.bar_count, 0);
	mini_store_close(&m);
}

static void what_was_half_made_is_made_again(void **state)
{
	assert_int_equal(unlink(path), 0);
	(void)temp_write(state, "history.db.new", "half", 4);
	(void)temp_write(state, "history.db.new-wal", "half", 4);

	open_store(state);
	load();
	assert_int_equal(e.kind, STORE_LOADED);
	mini_store_close(&m);
	assert_false(is_there(state, "history.db.new"));
}

static size_t logged_at(void **state, int level)
{
	const int fd = open(temp_path(state, "log"), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct stat st = { 0 };

	log_to(fd);
	log_level(level);
	assert_int_equal(truncate(path, 50), 0);
	expect_renewal(state);
	log_to(STDERR_FILENO);
	assert_int_equal(fstat(fd, &st), 0);
	(void)close(fd);
	return (size_t)st.st_size;
}

static void what_was_wrong_goes_into_the_programs_log(void **state)
{
	assert_int_equal(logged_at(state, MCP_LOG_ERROR), 0);
	assert_in_range(logged_at(state, MCP_LOG_WARN), 20, 1000);
}

/* ---- No damage becomes a figure. ---- */

static bool is_as_saved(void)
{
	if (e.bar_count != BARS)
		return false;
	for (uint32_t i = 0; i < BARS; i++) {
		const struct store_bar *bar = mini_find_bar(&e, bars[i].code, bars[i].date);

		if (!bar || memcmp(bar, &bars[i], sizeof *bar) != 0)
			return false;
	}
	return true;
}

/* Loads after the damage: as it was saved, or empty and said so. */
static bool is_right_or_renewed(void)
{
	load();
	if (e.kind == STORE_LOADED)
		return is_as_saved();
	if (e.fault.status != MCP_E_CONFIG)
		return false;
	e = mini_store_event(&m);
	return e.kind == STORE_LOADED && e.bar_count == 0;
}

static uint32_t count_wrong(void **state, size_t step)
{
	uint32_t wrong = 0;

	for (size_t at = 0; at < whole.len; at += step) {
		const char damaged = (char)(whole.at[at] ^ (1 << at % 8));

		assert_int_equal(file_save(path, whole.at, whole.len, NULL), MCP_OK);
		put_bytes((off_t)at, &damaged, 1);
		open_store(state);
		if (!is_right_or_renewed()) {
			wrong++;
			print_message("# wrong after damage at %zu\n", at);
		}
		save_one();
		if (e.kind != STORE_SAVED) {
			wrong++;
			print_message("# not saved after damage at %zu: %s\n", at, e.fault.text);
		}
		mini_store_close(&m);
	}
	return wrong;
}

static void a_flipped_bit_anywhere_gives_no_wrong_row(void **state)
{
	assert_int_equal(count_wrong(state, 211), 0);
}

static void a_flipped_bit_in_the_header_gives_no_wrong_row(void **state)
{
	whole.len = 112;
	assert_int_equal(count_wrong(state, 1), 0);
}

static void a_changed_figure_is_seen(void **state)
{
	const char *const volume = memmem(whole.at, whole.len, "000057", 6);
	char byte;

	assert_non_null(volume);
	byte = (char)(volume[10] ^ 1);
	put_bytes(volume - whole.at + 10, &byte, 1);
	expect_renewal(state);
}

/* ---- Damage while it runs. ---- */

static void damage_under_a_loaded_one_is_said_and_left(void **state)
{
	char noise[4096];

	memset(noise, 0xa5, sizeof noise);
	open_store(state);
	load();
	assert_int_equal(e.kind, STORE_LOADED);
	assert_int_equal(file_save(path, noise, sizeof noise, NULL), MCP_OK);
	load();

	assert_int_equal(e.kind, STORE_FAULT);
	assert_string_equal(e.fault.text,
		"the history database was damaged while this program ran; start it again, then it is "
		"begun anew");
	assert_false(is_there(state, "history.db.broken"));
	mini_store_close(&m);
	expect_renewal(state);
}

static void a_batch_is_not_saved_into_another_file(void **state)
{
	open_store(state);
	load();
	assert_int_equal(unlink(path), 0);
	save_one();

	assert_int_equal(e.kind, STORE_FAULT);
	assert_int_equal(e.ticket, 1);
	assert_string_equal(e.fault.text,
		"the history database was replaced while this program ran; start it again");
	assert_false(is_there(state, "history.db"));
	mini_store_close(&m);
}

/* ---- A newer one. ---- */

static void a_newer_one_is_refused_and_left_as_it_is(void **state)
{
	struct buf after;

	put_bytes(VERSION_AT, "\0\0\0\x02", 4);
	whole.at[VERSION_AT + 3] = 2;
	open_store(state);
	load();
	assert_int_equal(e.kind, STORE_FAULT);
	assert_int_equal(e.fault.status, MCP_E_CONFIG);
	assert_string_equal(e.fault.text,
		"the history database is of a newer version of this program; start that one, or move "
		"the file away");
	save_one();
	assert_int_equal(e.kind, STORE_FAULT);
	mini_store_close(&m);

	buf_init(&after, BYTES_MAX);
	assert_int_equal(file_read(path, &after, NULL), MCP_OK);
	assert_int_equal(after.len, whole.len);
	assert_memory_equal(after.at, whole.at, whole.len);
	buf_done(&after);
	assert_int_equal(temp_count(state), 2);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(what_is_no_database_is_set_aside),
		T(a_file_of_nothing_is_set_aside),
		T(a_truncated_one_is_set_aside),
		T(one_cut_within_a_page_is_set_aside),
		T(one_cut_within_the_header_is_set_aside),
		T(a_page_of_noise_is_set_aside),
		T(a_page_of_zeros_is_set_aside),
		T(another_programs_database_is_set_aside),
		T(one_without_a_schema_version_is_set_aside),
		T(a_later_broken_one_takes_the_place_of_the_first),
		T(its_log_is_set_aside_with_it),
		T(a_log_without_its_database_is_not_believed),
		T(what_was_half_made_is_made_again),
		T(what_was_wrong_goes_into_the_programs_log),
		T(a_flipped_bit_anywhere_gives_no_wrong_row),
		T(a_flipped_bit_in_the_header_gives_no_wrong_row),
		T(a_changed_figure_is_seen),
		T(damage_under_a_loaded_one_is_said_and_left),
		T(a_batch_is_not_saved_into_another_file),
		T(a_newer_one_is_refused_and_left_as_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
