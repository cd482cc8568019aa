/* abi_test - plugins of other ages and broken ones: one clear sentence each, the rest still load
 * and answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/file.h"
#include "host/plugin/worker.h"
#include "support/mini_registry.h"
#include "support/temp_folder.h"

struct bench {
	struct mini_registry mini;
	void *folder; /* of temp_folder */
	int said;     /* what would have gone to standard output */
	int kept;     /* the real one */
};

/* Standard output becomes a file, to see that nobody writes to it. */
static int open_bench(void **state)
{
	struct bench *b = calloc(1, sizeof *b);

	if (!b || temp_folder_open(&b->folder) != 0)
		return -1;
	mini_open(&b->mini);
	b->mini.config.limits.worker_start = 1;
	b->said = fileno(tmpfile());
	b->kept = dup(STDOUT_FILENO);
	(void)fflush(stdout);
	(void)dup2(b->said, STDOUT_FILENO);
	*state = b;
	return 0;
}

static int close_bench(void **state)
{
	struct bench *b = *state;

	mini_close(&b->mini);
	(void)dup2(b->kept, STDOUT_FILENO);
	(void)close(b->kept);
	(void)temp_folder_close(&b->folder);
	free(b);
	return 0;
}

/* Starts `name` beside a sound plugin, which must answer. Returns why it was refused, or NULL. */
static const char *why_refused(struct bench *b, const char *folder, const char *name)
{
	struct mini_call call;

	(void)mini_add(&b->mini, folder, name);
	(void)mini_add(&b->mini, TEST_FIXTURES, "frozen");
	mini_start(&b->mini);
	mini_run(&b->mini, "frozen", "{\"word\":\"still here\"}", &call);
	assert_string_equal(call.text, "\"still here\"");
	return mini_report(&b->mini, name).why;
}

static void assert_says(const char *why, const char *part)
{
	assert_non_null(why);
	if (!strstr(why, part) || strchr(why, '\n') || strstr(why, TEST_FIXTURES))
		fail_msg("\"%s\" does not say \"%s\" in one line without a folder", why, part);
}

/* ---- Ages. ---- */

static void an_older_tool_loads_and_answers(void **state)
{
	struct bench *b = *state;
	struct mini_call call;

	assert_null(why_refused(b, TEST_FIXTURES, "older"));
	mini_run(&b->mini, "older", "{\"word\":\"and wiser\"}", &call);

	assert_string_equal(call.text, "\"older and wiser\"");
}

static void a_newer_tool_that_uses_nothing_new_answers(void **state)
{
	struct bench *b = *state;
	struct mini_call call;

	assert_null(why_refused(b, TEST_FIXTURES, "newer_quiet"));
	mini_run(&b->mini, "newer_quiet", "{}", &call);

	assert_string_equal(call.text, "\"newer_quiet\"");
}

static void a_service_of_the_future_is_refused_by_name(void **state)
{
	const char *why = why_refused(*state, TEST_FIXTURES, "newer_need");

	assert_says(why, "weather/8");
	assert_says(why, "0.2");
}

static void a_newer_major_is_refused_by_name(void **state)
{
	const char *why = why_refused(*state, TEST_FIXTURES, "newer");

	assert_says(why, "newer");
	assert_says(why, "1.0");
	assert_says(why, "0.2");
}

static void a_newer_minor_that_uses_new_things_is_refused_by_name(void **state)
{
	const char *why = why_refused(*state, TEST_FIXTURES, "newer_minor");

	assert_says(why, "newer_minor");
	assert_says(why, "0.3");
	assert_says(why, "0.2");
}

/* ---- Ten broken ones. ---- */

static void refuses_a_wrong_magic(void **state)
{
	assert_says(why_refused(*state, TEST_FIXTURES, "wrong_magic"), "magic");
}

static void refuses_a_short_size(void **state)
{
	assert_says(why_refused(*state, TEST_FIXTURES, "short_size"), "size");
}

static void refuses_a_plugin_without_a_name(void **state)
{
	assert_says(why_refused(*state, TEST_FIXTURES, "no_name"), "name");
}

static void refuses_two_tools_of_one_name(void **state)
{
	assert_says(why_refused(*state, TEST_FIXTURES, "twin_tools"), "twin_tools");
}

static void refuses_a_row_of_an_unknown_type(void **state)
{
	assert_says(why_refused(*state, TEST_FIXTURES, "bad_row"), "99");
}

static void refuses_a_library_that_is_no_plugin(void **state)
{
	assert_string_equal(why_refused(*state, TEST_FIXTURES, "no_symbol"),
		"no_symbol.so has no symbol mcp_plugin_v1; it is not a plugin for this host");
}

/* Writes the first `percent` of a good plugin under another name. */
static void cut(struct bench *b, const char *name, size_t percent)
{
	struct buf whole;
	struct fault f = { 0 };

	buf_init(&whole, 16 * 1024 * 1024);
	assert_int_equal(file_read(TEST_FIXTURES "/frozen.so", &whole, &f), MCP_OK);
	(void)temp_write(&b->folder, name, whole.at, whole.len * percent / 100);
	buf_done(&whole);
}

static void refuses_a_file_cut_short(void **state)
{
	struct bench *b = *state;

	cut(b, "cut.so", 40);

	assert_says(why_refused(b, b->folder, "cut"), "cut.so is cut short");
}

static void refuses_a_file_with_nothing_but_its_head(void **state)
{
	struct bench *b = *state;

	cut(b, "head.so", 1);

	assert_says(why_refused(b, b->folder, "head"), "head.so");
}

static void refuses_a_fifo_without_waiting(void **state)
{
	struct bench *b = *state;

	assert_int_equal(mkfifo(temp_path(&b->folder, "pipe.so"), 0600), 0);

	assert_string_equal(why_refused(b, b->folder, "pipe"),
		"pipe.so is not a regular file; give the path of the plugin's .so file");
}

static void refuses_a_folder(void **state)
{
	struct bench *b = *state;

	assert_int_equal(mkdir(temp_path(&b->folder, "folder.so"), 0700), 0);

	assert_string_equal(why_refused(b, b->folder, "folder"),
		"folder.so is a folder; give the path of the plugin's .so file");
}

static void refuses_a_text(void **state)
{
	struct bench *b = *state;

	(void)temp_write(&b->folder, "text.so", "#!/bin/sh\necho hello, this is no plugin\n", 40);

	assert_says(why_refused(b, b->folder, "text"), "text.so can't be loaded");
}

static void refuses_a_file_that_is_not_there(void **state)
{
	struct bench *b = *state;

	assert_string_equal(why_refused(b, b->folder, "nowhere"),
		"nowhere.so can't be read (No such file or directory); check the plugin's path");
}

/* ---- Ill-behaved ones. ---- */

static void a_plugin_that_prints_harms_nobody(void **state)
{
	struct bench *b = *state;
	struct mini_call call;
	struct stat st;

	assert_null(why_refused(b, TEST_FIXTURES, "chatty"));
	mini_run(&b->mini, "chatty", "{}", &call);

	assert_string_equal(call.text, "\"chatty\"");
	assert_int_equal(fstat(b->said, &st), 0);
	assert_int_equal(st.st_size, 0);
}

static void a_constructor_that_exits_is_refused_after_three_tries(void **state)
{
	struct bench *b = *state;

	assert_string_equal(why_refused(b, TEST_FIXTURES, "exiter"),
		"plugin exiter stops while it is opened (exit code 3); build it again");
	assert_int_equal(b->mini.counters.workers_lost, 3);
}

static void a_constructor_that_hangs_holds_nobody_up(void **state)
{
	struct bench *b = *state;

	assert_null(why_refused(b, TEST_FIXTURES, "stuck"));
	assert_string_equal(mini_report(&b->mini, "stuck").state, "starting");

	mini_until(&b->mini, &b->mini.changes, b->mini.changes + 1);

	assert_string_equal(mini_report(&b->mini, "stuck").why,
		"plugin stuck did not declare itself within 3 s; build it again");
}

#define BENCH(test) cmocka_unit_test_setup_teardown(test, open_bench, close_bench)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		BENCH(an_older_tool_loads_and_answers),
		BENCH(a_newer_tool_that_uses_nothing_new_answers),
		BENCH(a_service_of_the_future_is_refused_by_name),
		BENCH(a_newer_major_is_refused_by_name),
		BENCH(a_newer_minor_that_uses_new_things_is_refused_by_name),
		BENCH(refuses_a_wrong_magic),
		BENCH(refuses_a_short_size),
		BENCH(refuses_a_plugin_without_a_name),
		BENCH(refuses_two_tools_of_one_name),
		BENCH(refuses_a_row_of_an_unknown_type),
		BENCH(refuses_a_library_that_is_no_plugin),
		BENCH(refuses_a_file_cut_short),
		BENCH(refuses_a_file_with_nothing_but_its_head),
		BENCH(refuses_a_fifo_without_waiting),
		BENCH(refuses_a_folder),
		BENCH(refuses_a_text),
		BENCH(refuses_a_file_that_is_not_there),
		BENCH(a_plugin_that_prints_harms_nobody),
		BENCH(a_constructor_that_exits_is_refused_after_three_tries),
		BENCH(a_constructor_that_hangs_holds_nobody_up),
	};

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
