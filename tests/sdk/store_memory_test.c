/* store_memory_test - memory that runs out, ours or SQLite's, is said; it never passes for damage.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/log.h"
#include "support/scarce_memory.h"
#include "support/mini_store.h"
#include "support/temp_folder.h"
/* What stands behind the module, here with memory that is counted. */
#include "upstream/store_data.c"
#include "upstream/store_db.c"
#include "upstream/store_fault.c"
#include "upstream/store_queue.c"
#include "upstream/store_row.c"
#include "upstream/store_thread.c"
#include "upstream/store.c"

#define BARS 600
#define ALLOCATIONS_MAX 10000

/* Instead of the system's: thousands of databases are made here, and none has to last. */
__attribute__((visibility("default"))) int fdatasync(int fd)
{
	return fcntl(fd, F_GETFD) < 0 ? -1 : 0;
}

__attribute__((visibility("default"))) int fsync(int fd)
{
	return fdatasync(fd);
}

static sqlite3_mem_methods real_memory;
static int64_t sqlite_left = -1; /* so many more succeed; below zero: all do */
static const int32_t from[STORE_TABLES];
static struct store_bar bars[BARS];
static const struct store_batch batch = { .bars = bars, .bar_count = BARS };
static struct store_event event;
static struct db db;

static bool sqlite_is_out(void)
{
	return sqlite_left >= 0 && sqlite_left-- == 0;
}

static void *sqlite_malloc(int bytes)
{
	return sqlite_is_out() ? NULL : real_memory.xMalloc(bytes);
}

static void *sqlite_realloc(void *at, int bytes)
{
	return sqlite_is_out() ? NULL : real_memory.xRealloc(at, bytes);
}

static int count_sqlites_memory(void **state)
{
	sqlite3_mem_methods counted;

	(void)state;
	if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory) != SQLITE_OK)
		return -1;
	counted = real_memory;
	counted.xMalloc = sqlite_malloc;
	counted.xRealloc = sqlite_realloc;
	return sqlite3_config(SQLITE_CONFIG_MALLOC, &counted);
}

static int begin(void **state)
{
	static char path[512];

	log_level(MCP_LOG_ERROR);
	memory_left = -1;
	sqlite_left = -1;
	event = (struct store_event){ 0 };
	for (int i = 0; i < BARS; i++)
		bars[i] = mini_bar("005930", i + 1, i);
	if (temp_folder_open(state) < 0)
		return -1;
	(void)snprintf(path, sizeof path, "%s", temp_path(state, "history.db"));
	db_init(&db, path);
	return 0;
}

static int end(void **state)
{
	memory_left = -1;
	sqlite_left = -1;
	store_event_done(&event);
	db_close(&db);
	return temp_folder_close(state);
}

static void open_says_that_memory_ran_out(void **state)
{
	const struct store_options o = { .path = temp_path(state, "other.db"), .locale = "en" };
	struct store *none = NULL;
	struct fault f = { 0 };

	for (int i = 0; i < 3; i++) {
		memory_left = i;
		assert_int_equal(store_open(&o, &none, &f), MCP_E_MEMORY);
		assert_null(none);
	}
	assert_string_equal(f.text, "memory ran out; free some or raise the limit");
}

static void a_request_needs_memory(void **state)
{
	struct request *r;

	(void)state;
	memory_left = 0;
	assert_null(request_load(0, 0));
	memory_left = 0;
	assert_null(request_save(&batch));
	memory_left = 1;
	assert_null(request_save(&batch));
	r = request_save(&batch);
	assert_non_null(r);
	request_freep(&r);
}

static void rows_need_memory(void **state)
{
	struct fault f = { 0 };

	assert_int_equal(db_save(&db, &batch, NULL), MCP_OK);
	for (int i = 0; i < 3; i++) {
		memory_left = i;
		assert_int_equal(db_load(&db, true, from, &event, &f), MCP_E_MEMORY);
	}
	memory_left = -1;
	assert_int_equal(db_load(&db, true, from, &event, &f), MCP_OK);
	assert_int_equal(event.bar_count, BARS);
	assert_int_equal(temp_count(state), 3);
}

/* Opens, saves and loads with one allocation of SQLite's missing, unless it had enough; false when
 * it ended otherwise than well or for want of memory. */
static bool works_or_says_so(int64_t left, bool *ret_enough)
{
	struct fault f = { 0 };
	mcp_status s;

	sqlite_left = left;
	s = db_save(&db, &batch, &f);
	if (s == MCP_OK)
		s = db_load(&db, true, from, &event, &f);
	if (s == MCP_OK && event.bar_count != BARS)
		s = MCP_E_INTERNAL;
	*ret_enough = sqlite_left >= 0;
	sqlite_left = -1;
	store_event_done(&event);
	db_close(&db);
	db.relied_on = 0;
	return (s == MCP_OK || s == MCP_E_MEMORY) && db.renewed.status == MCP_OK;
}

static void sqlites_want_of_memory_is_never_damage(void **state)
{
	uint32_t wrong = 0;
	bool enough = false;

	assert_int_equal(db_save(&db, &batch, NULL), MCP_OK);
	db_close(&db);
	for (int64_t left = 0; !enough && left < ALLOCATIONS_MAX; left++)
		wrong += !works_or_says_so(left, &enough);

	assert_true(enough);
	assert_int_equal(wrong, 0);
	assert_int_equal(db_load(&db, true, from, &event, NULL), MCP_OK);
	assert_int_equal(event.bar_count, BARS);
	assert_int_not_equal(access(temp_path(state, "history.db"), F_OK), -1);
	assert_int_equal(access(temp_path(state, "history.db.broken"), F_OK), -1);
}

static void making_one_without_memory_leaves_nothing_half_made(void **state)
{
	uint32_t wrong = 0;
	bool enough = false;

	for (int64_t left = 0; !enough && left < ALLOCATIONS_MAX; left++) {
		wrong += !works_or_says_so(left, &enough);
		wrong += access(temp_path(state, "history.db.new"), F_OK) == 0;
		(void)unlink(temp_path(state, "history.db"));
	}

	assert_true(enough);
	assert_int_equal(wrong, 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(open_says_that_memory_ran_out),
		T(a_request_needs_memory),
		T(rows_need_memory),
		T(sqlites_want_of_memory_is_never_damage),
		T(making_one_without_memory_leaves_nothing_half_made),
	};

	return cmocka_run_group_tests(tests, count_sqlites_memory, NULL);
}
