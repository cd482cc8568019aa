/* store_db_test - the history database beside another program that knows SQLite. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/log.h"
#include "support/mini_store.h"
#include "support/temp_folder.h"
/* What stands behind the module. */
#include "upstream/store_data.c"
#include "upstream/store_db.c"
#include "upstream/store_fault.c"
#include "upstream/store_row.c"

static const int32_t from[STORE_TABLES];
static struct db db;
static struct store_event event;
static struct fault fault;
static char path[512];
static struct store_bar bar;
static struct store_day day = { 20261120, 1 };
static const struct store_batch batch = {
	.bars = &bar,
	.bar_count = 1,
	.days = &day,
	.day_count = 1,
};

static int begin(void **state)
{
	log_level(MCP_LOG_ERROR);
	event = (struct store_event){ 0 };
	fault = (struct fault){ 0 };
	bar = mini_bar("005930", 20261120, 5);
	if (temp_folder_open(state) < 0)
		return -1;
	(void)snprintf(path, sizeof path, "%s", temp_path(state, "history.db"));
	db_init(&db, path);
	return db_save(&db, &batch, &fault);
}

static int end(void **state)
{
	store_event_done(&event);
	db_close(&db);
	return temp_folder_close(state);
}

/* Another program's connection. */
static sqlite3 *connect_other(void)
{
	sqlite3 *other = NULL;

	assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
	return other;
}

static void let_other_do(const char *sql)
{
	sqlite3 *other = connect_other();

	assert_int_equal(sqlite3_exec(other, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
}

/* As the program finds it when it starts. */
static void start_again_and_load(void)
{
	db_close(&db);
	db_init(&db, path);
	assert_int_equal(db_load(&db, true, from, &event, &fault), MCP_OK);
}

static void expect_begun_anew(void)
{
	start_again_and_load();
	assert_int_equal(db.renewed.status, MCP_E_CONFIG);
	assert_int_equal(event.bar_count + event.day_count, 0);
}

static void who_keeps_it_locked_is_waited_for_a_while_only(void **state)
{
	sqlite3 *other = connect_other();

	(void)state;
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(db_save(&db, &batch, &fault), MCP_E_BUSY);
	assert_string_equal(
		fault.text, "another program keeps the history database busy; try again later");
	assert_int_equal(sqlite3_close(other), SQLITE_OK);

	assert_int_equal(db_save(&db, &batch, &fault), MCP_OK);
}

static void a_figure_changed_by_hand_is_not_believed(void **state)
{
	(void)state;
	let_other_do("UPDATE bars SET volume = volume + 1");
	expect_begun_anew();
}

static void a_row_made_by_hand_is_not_believed(void **state)
{
	(void)state;
	let_other_do("INSERT INTO days VALUES(20261121, 1, 12345)");
	expect_begun_anew();
}

static void a_number_that_does_not_fit_is_not_believed(void **state)
{
	(void)state;
	let_other_do("UPDATE days SET is_open = is_open + 4294967296");
	expect_begun_anew();
}

static void a_code_that_does_not_fit_is_not_believed(void **state)
{
	(void)state;
	let_other_do("UPDATE bars SET code = '005930005930'");
	expect_begun_anew();
}

static void a_table_of_another_shape_is_not_believed(void **state)
{
	(void)state;
	let_other_do("ALTER TABLE bars DROP COLUMN split");
	expect_begun_anew();
}

static void a_table_that_is_gone_is_seen(void **state)
{
	(void)state;
	let_other_do("DROP TABLE marks");
	expect_begun_anew();
}

static void one_that_keeps_no_log_any_more_is_as_good(void **state)
{
	(void)state;
	db_close(&db);
	let_other_do("PRAGMA journal_mode=DELETE");
	start_again_and_load();

	assert_int_equal(db.renewed.status, MCP_OK);
	assert_int_equal(event.bar_count, 1);
	assert_int_equal(db_save(&db, &batch, &fault), MCP_OK);
}

static void others_commits_are_noticed_once(void **state)
{
	(void)state;
	start_again_and_load();
	assert_false(db_has_changed(&db));
	let_other_do("DELETE FROM days");

	assert_true(db_has_changed(&db));
	assert_false(db_has_changed(&db));
}

static void our_own_commits_are_no_news(void **state)
{
	(void)state;
	start_again_and_load();
	assert_int_equal(db_save(&db, &batch, &fault), MCP_OK);

	assert_false(db_has_changed(&db));
}

static void a_path_of_odd_characters_is_read_without_locks_too(void **state)
{
	struct db odd;

	(void)snprintf(path, sizeof path, "%s", temp_path(state, "a?b#c%20d&e=f"));
	db_init(&odd, path);
	assert_int_equal(db_save(&odd, &batch, &fault), MCP_OK);
	db_close(&odd);
	odd.writes = false;

	assert_int_equal(connect_frozen(&odd), SQLITE_OK);
	assert_int_equal(prepare_all(&odd), SQLITE_OK);
	assert_int_equal(sqlite3_bind_int64(odd.get[STORE_BARS], 1, 0), SQLITE_OK);
	assert_int_equal(sqlite3_step(odd.get[STORE_BARS]), SQLITE_ROW);
	db_close(&odd);
}

static void nothing_is_read_without_locks_beside_a_log(void **state)
{
	struct db other;

	(void)state;
	db_init(&other, path);
	assert_int_equal(connect_frozen(&other), SQLITE_CANTOPEN);
	db_close(&other);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(who_keeps_it_locked_is_waited_for_a_while_only),
		T(a_figure_changed_by_hand_is_not_believed),
		T(a_row_made_by_hand_is_not_believed),
		T(a_number_that_does_not_fit_is_not_believed),
		T(a_code_that_does_not_fit_is_not_believed),
		T(a_table_of_another_shape_is_not_believed),
		T(a_table_that_is_gone_is_seen),
		T(one_that_keeps_no_log_any_more_is_as_good),
		T(others_commits_are_noticed_once),
		T(our_own_commits_are_no_news),
		T(a_path_of_odd_characters_is_read_without_locks_too),
		T(nothing_is_read_without_locks_beside_a_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
