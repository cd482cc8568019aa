/* file_test - whole files in, whole files out, and locks. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "support/temp_folder.h"

static mode_t mode_of(const char *path)
{
	struct stat st = { 0 };

	(void)stat(path, &st);
	return st.st_mode & 0777;
}

static void reads_a_file(void **state)
{
	CLEANUP(buf_done) struct buf buf;

	buf_init(&buf, 100);
	assert_int_equal(file_read(temp_write(state, "f", "KOSPI", 5), &buf, NULL), MCP_OK);
	assert_string_equal(buf_text(&buf), "KOSPI");
}

static void reads_a_file_as_large_as_allowed(void **state)
{
	CLEANUP(buf_done) struct buf buf;

	buf_init(&buf, 5);
	assert_int_equal(file_read(temp_write(state, "f", "KOSPI", 5), &buf, NULL), MCP_OK);
	assert_int_equal(buf.len, 5);
}

static void refuses_a_file_larger_than_allowed(void **state)
{
	CLEANUP(buf_done) struct buf buf;
	struct fault f;

	buf_init(&buf, 4);
	assert_int_equal(file_read(temp_write(state, "f", "KOSPI", 5), &buf, &f), MCP_E_CONFIG);
	assert_non_null(strstr(f.text, "is larger than 4 bytes; give a smaller file"));
	assert_int_equal(buf.len, 0);
}

static void adds_to_what_was_there(void **state)
{
	CLEANUP(buf_done) struct buf buf;

	buf_init(&buf, 100);
	buf_puts(&buf, "ALL ");
	assert_int_equal(file_read(temp_write(state, "f", "KOSPI", 5), &buf, NULL), MCP_OK);
	assert_string_equal(buf_text(&buf), "ALL KOSPI");
}

static void reads_a_file_the_kernel_makes(void **state)
{
	CLEANUP(buf_done) struct buf buf;

	(void)state;
	buf_init(&buf, 1 << 16);
	assert_int_equal(file_read("/proc/self/status", &buf, NULL), MCP_OK);
	assert_true(buf.len > 100);
}

static void tells_a_file_that_is_not_there(void **state)
{
	CLEANUP(buf_done) struct buf buf;
	struct fault f;

	buf_init(&buf, 100);
	assert_int_equal(file_read(temp_path(state, "none"), &buf, &f), MCP_E_CONFIG);
	assert_int_equal(errno, ENOENT);
	assert_non_null(strstr(f.text, "/none does not exist; check the path"));
}

static void refuses_to_read_a_folder(void **state)
{
	CLEANUP(buf_done) struct buf buf;
	struct fault f;

	buf_init(&buf, 100);
	assert_int_equal(file_read(*state, &buf, &f), MCP_E_CONFIG);
	assert_non_null(strstr(f.text, "is a folder; name a file"));
}

static void refuses_a_fifo_without_waiting_for_it(void **state)
{
	const char *path = temp_path(state, "fifo");
	CLEANUP(buf_done) struct buf buf;
	struct fault f;

	buf_init(&buf, 100);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(file_read(path, &buf, &f), MCP_E_CONFIG);
	assert_non_null(strstr(f.text, "is not a regular file; name a file"));
}

static void refuses_a_device(void **state)
{
	CLEANUP(buf_done) struct buf buf;

	(void)state;
	buf_init(&buf, 100);
	assert_int_equal(file_read("/dev/zero", &buf, NULL), MCP_E_CONFIG);
}

static void saves_a_file_for_its_owner_alone(void **state)
{
	const char *path = temp_path(state, "token");
	CLEANUP(buf_done) struct buf buf;

	buf_init(&buf, 100);
	assert_int_equal(file_save(path, "KOSPI", 5, NULL), MCP_OK);
	assert_int_equal(file_read(path, &buf, NULL), MCP_OK);
	assert_string_equal(buf_text(&buf), "KOSPI");
	assert_int_equal(mode_of(path), 0600);
}

static void saves_over_an_old_file(void **state)
{
	const char *path = temp_write(state, "token", "an older and longer one", 23);
	CLEANUP(buf_done) struct buf buf;

	buf_init(&buf, 100);
	assert_int_equal(file_save(path, "new", 3, NULL), MCP_OK);
	assert_int_equal(file_read(path, &buf, NULL), MCP_OK);
	assert_string_equal(buf_text(&buf), "new");
	assert_int_equal(temp_count(state), 1);
}

static void saves_an_empty_file(void **state)
{
	const char *path = temp_path(state, "empty");

	assert_int_equal(file_save(path, NULL, 0, NULL), MCP_OK);
	assert_int_equal(access(path, F_OK), 0);
}

static void saves_in_the_folder_we_are_in(void **state)
{
	CLEANUP(fd_closep) int before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	assert_int_equal(chdir(*state), 0);
	assert_int_equal(file_save("token", "x", 1, NULL), MCP_OK);
	assert_int_equal(fchdir(before), 0);
	assert_int_equal(temp_count(state), 1);
}

static void refuses_to_save_where_there_is_no_folder(void **state)
{
	struct fault f;

	assert_int_equal(file_save(temp_path(state, "no/token"), "x", 1, &f), MCP_E_CONFIG);
	assert_non_null(strstr(f.text, "does not exist; check the path"));
}

static void leaves_nothing_behind_when_it_cannot_rename(void **state)
{
	const char *path = temp_path(state, "folder");
	struct fault f;

	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(file_save(path, "x", 1, &f), MCP_E_CONFIG);
	assert_non_null(strstr(f.text, "is a folder; name a file"));
	assert_int_equal(temp_count(state), 1);
}

/* Files of this process may hold so many bytes; the rest of a write is refused with EFBIG. */
static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	(void)signal(SIGXFSZ, SIG_IGN); // NOLINT
	(void)getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = bytes;
	(void)setrlimit(RLIMIT_FSIZE, &limit);
}

static void keeps_the_old_file_when_the_new_one_does_not_fit(void **state)
{
	static const char large[10000];
	const char *path = temp_write(state, "token", "old", 3);
	CLEANUP(buf_done) struct buf buf;
	mcp_status s;

	limit_files(100);
	s = file_save(path, large, sizeof large, NULL);
	limit_files(RLIM_INFINITY);
	buf_init(&buf, 100);
	assert_int_equal(s, MCP_E_CONFIG);
	assert_int_equal(file_read(path, &buf, NULL), MCP_OK);
	assert_string_equal(buf_text(&buf), "old");
	assert_int_equal(temp_count(state), 1);
}

/* Takes the first of the names this program will choose. */
static void take_names(void **state)
{
	char name[64];
	unsigned i;

	for (i = 0; i < 8; i++) {
		(void)snprintf(name, sizeof name, "token.%ld.%u.tmp", (long)getpid(), i);
		(void)temp_write(state, name, "", 0);
	}
}

static void goes_around_temporary_files_left_behind(void **state)
{
	take_names(state);
	assert_int_equal(file_save(temp_path(state, "token"), "x", 1, NULL), MCP_OK);
}

static void says_that_the_disk_is_full(void **state)
{
	struct fault f;

	(void)state;
	assert_int_equal(file_refused("/state/token", ENOSPC, &f), MCP_E_CONFIG);
	assert_string_equal(f.text, "no space is left for /state/token; make room on its disk");
}

static void says_that_the_disk_is_read_only(void **state)
{
	struct fault f;

	(void)state;
	assert_int_equal(file_refused("/state/token", EROFS, &f), MCP_E_CONFIG);
	assert_string_equal(f.text,
		"/state/token lies on a read-only disk; choose a folder that can be written");
}

static void says_that_permission_is_missing(void **state)
{
	struct fault f;

	(void)state;
	assert_int_equal(file_refused("/state/token", EACCES, &f), MCP_E_CONFIG);
	assert_string_equal(f.text, "/state/token may not be used; give this user permission to it "
				    "and its folder");
}

static void says_what_the_system_said_otherwise(void **state)
{
	struct fault f;

	(void)state;
	assert_int_equal(file_refused("/state/token", EIO, &f), MCP_E_CONFIG);
	assert_string_equal(f.text, "/state/token cannot be used (Input/output error); check the "
				    "path and the disk");
}

static void says_that_memory_ran_out(void **state)
{
	struct fault f;

	(void)state;
	assert_int_equal(file_refused("/state/token", ENOMEM, &f), MCP_E_MEMORY);
	assert_string_equal(f.text, "memory ran out; free some or raise the limit");
}

static void makes_a_folder_and_its_parents(void **state)
{
	assert_int_equal(file_make_folder(temp_path(state, "a/b/c"), NULL), MCP_OK);
	assert_int_equal(mode_of(temp_path(state, "a")), 0700);
	assert_int_equal(mode_of(temp_path(state, "a/b/c")), 0700);
}

static void says_that_a_folder_may_not_be_made(void **state)
{
	struct fault f = { 0 };
	mcp_status made;
	int lowered;

	assert_int_equal(chmod(*state, 0500), 0);
	lowered = seteuid(65534); /* root may do anything; others are held off as they are */
	made = file_make_folder(temp_path(state, "a"), &f);
	assert_int_equal(seteuid(lowered == 0 ? 0 : geteuid()), 0);
	assert_int_equal(made, MCP_E_CONFIG);
	assert_non_null(strstr(f.text, "may not be used"));
	assert_int_equal(chmod(*state, 0700), 0);
}

static void makes_a_folder_that_is_there(void **state)
{
	assert_int_equal(file_make_folder(temp_path(state, "a/"), NULL), MCP_OK);
	assert_int_equal(file_make_folder(temp_path(state, "a//"), NULL), MCP_OK);
	assert_int_equal(file_make_folder("/", NULL), MCP_OK);
}

static void makes_no_folder_below_a_file(void **state)
{
	struct fault f;

	(void)temp_write(state, "f", "", 0);
	assert_int_equal(file_make_folder(temp_path(state, "f/b"), &f), MCP_E_CONFIG);
	assert_non_null(strstr(f.text, "/f is not a folder; check the path"));
}

static void makes_no_folder_without_a_name(void **state)
{
	(void)state;
	assert_int_equal(file_make_folder("", NULL), MCP_E_CONFIG);
}

static void locks_a_file(void **state)
{
	CLEANUP(fd_closep) int fd = -1;

	assert_int_equal(file_lock(temp_path(state, "lock"), 0, &fd, NULL), MCP_OK);
	assert_true(fd >= 0);
	assert_int_equal(mode_of(temp_path(state, "lock")), 0600);
}

static void a_second_lock_is_busy(void **state)
{
	CLEANUP(fd_closep) int one = -1;
	int two = -1;
	struct fault f;

	assert_int_equal(file_lock(temp_path(state, "lock"), 0, &one, NULL), MCP_OK);
	assert_int_equal(file_lock(temp_path(state, "lock"), 0, &two, &f), MCP_E_BUSY);
	assert_non_null(strstr(f.text, "is locked by another process; try again in a moment"));
	assert_int_equal(two, -1);
}

static void gives_up_waiting_for_a_lock(void **state)
{
	CLEANUP(fd_closep) int one = -1;
	int two = -1;

	assert_int_equal(file_lock(temp_path(state, "lock"), 0, &one, NULL), MCP_OK);
	assert_int_equal(file_lock(temp_path(state, "lock"), 30, &two, NULL), MCP_E_BUSY);
}

static void a_closed_lock_is_free(void **state)
{
	CLEANUP(fd_closep) int two = -1;
	int one = -1;

	assert_int_equal(file_lock(temp_path(state, "lock"), 0, &one, NULL), MCP_OK);
	assert_int_equal(close(one), 0);
	assert_int_equal(file_lock(temp_path(state, "lock"), 0, &two, NULL), MCP_OK);
}

static void *close_it(void *fd)
{
	(void)close(*(int *)fd);
	return NULL;
}

static void waits_for_a_lock_that_becomes_free(void **state)
{
	CLEANUP(fd_closep) int two = -1;
	int one = -1;
	pthread_t other;

	assert_int_equal(file_lock(temp_path(state, "lock"), 0, &one, NULL), MCP_OK);
	assert_int_equal(pthread_create(&other, NULL, close_it, &one), 0);
	assert_int_equal(file_lock(temp_path(state, "lock"), 60000, &two, NULL), MCP_OK);
	(void)pthread_join(other, NULL);
}

static void locks_nothing_where_there_is_no_folder(void **state)
{
	int fd = -1;

	assert_int_equal(file_lock(temp_path(state, "no/lock"), 0, &fd, NULL), MCP_E_CONFIG);
	assert_int_equal(fd, -1);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, temp_folder_open, temp_folder_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* The first to save: it knows the first names. */
		IN_FOLDER(goes_around_temporary_files_left_behind),
		IN_FOLDER(reads_a_file),
		IN_FOLDER(reads_a_file_as_large_as_allowed),
		IN_FOLDER(refuses_a_file_larger_than_allowed),
		IN_FOLDER(adds_to_what_was_there),
		cmocka_unit_test(reads_a_file_the_kernel_makes),
		IN_FOLDER(tells_a_file_that_is_not_there),
		IN_FOLDER(refuses_to_read_a_folder),
		IN_FOLDER(refuses_a_fifo_without_waiting_for_it),
		cmocka_unit_test(refuses_a_device),
		IN_FOLDER(saves_a_file_for_its_owner_alone),
		IN_FOLDER(saves_over_an_old_file),
		IN_FOLDER(saves_an_empty_file),
		IN_FOLDER(saves_in_the_folder_we_are_in),
		IN_FOLDER(refuses_to_save_where_there_is_no_folder),
		IN_FOLDER(leaves_nothing_behind_when_it_cannot_rename),
		IN_FOLDER(keeps_the_old_file_when_the_new_one_does_not_fit),
		cmocka_unit_test(says_that_the_disk_is_full),
		cmocka_unit_test(says_that_the_disk_is_read_only),
		cmocka_unit_test(says_that_permission_is_missing),
		cmocka_unit_test(says_what_the_system_said_otherwise),
		cmocka_unit_test(says_that_memory_ran_out),
		IN_FOLDER(makes_a_folder_and_its_parents),
		IN_FOLDER(says_that_a_folder_may_not_be_made),
		IN_FOLDER(makes_a_folder_that_is_there),
		IN_FOLDER(makes_no_folder_below_a_file),
		cmocka_unit_test(makes_no_folder_without_a_name),
		IN_FOLDER(locks_a_file),
		IN_FOLDER(a_second_lock_is_busy),
		IN_FOLDER(gives_up_waiting_for_a_lock),
		IN_FOLDER(a_closed_lock_is_free),
		IN_FOLDER(waits_for_a_lock_that_becomes_free),
		IN_FOLDER(locks_nothing_where_there_is_no_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
