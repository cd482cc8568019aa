/* watch_test - a file is written, replaced, linked, gone and back: each time it is told once. */
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

#include "host/config/watch.h"
#include "support/temp_folder.h"

#define PATIENCE_MS 20000

static uv_loop_t loop;
static uv_timer_t watchdog;
static uv_timer_t writer;
static struct watch *watch;
static uint32_t told;
static int left; /* writes of the burst; the last is 0 */
static int seen; /* what stood in its file when a change was told last */
static const char *burst_path;

static int number_in(const char *path)
{
	char text[16] = "";
	FILE *f = fopen(path, "re");

	if (!f)
		return -1;
	if (!fgets(text, sizeof text, f))
		text[0] = '\0';
	(void)fclose(f);
	return (int)strtol(text, NULL, 10);
}

static void on_changed(void *self)
{
	(void)self;
	told++;
	if (burst_path)
		seen = number_in(burst_path);
	uv_stop(&loop);
}

static void bark(uv_timer_t *timer)
{
	(void)timer;
	(void)fprintf(stderr, "watch_test: nothing was told for %d ms\n", PATIENCE_MS);
	abort();
}

static int set_up(void **state)
{
	if (temp_folder_open(state) != 0)
		return -1;
	told = 0;
	burst_path = NULL;
	(void)uv_loop_init(&loop);
	(void)uv_timer_init(&loop, &watchdog);
	(void)uv_timer_init(&loop, &writer);
	(void)uv_timer_start(&watchdog, bark, PATIENCE_MS, 0);
	watch = watch_new(&loop, on_changed, NULL);
	return watch ? 0 : -1;
}

static int tear_down(void **state)
{
	watch_close(watch);
	uv_close((uv_handle_t *)&watchdog, NULL);
	uv_close((uv_handle_t *)&writer, NULL);
	while (uv_run(&loop, UV_RUN_DEFAULT) != 0)
		continue;
	if (uv_loop_close(&loop) != 0)
		return -1;
	return temp_folder_close(state);
}

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* A path of the folder that stays. */
static char *keep(void **state, const char *name)
{
	char *path = strdup(temp_path(state, name));

	assert_non_null(path);
	return path;
}

static void until_told(uint32_t n)
{
	while (told < n)
		(void)uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(told, n);
}

static void tells_of_a_write_a_rename_an_end_and_a_return(void **state)
{
	char *file = keep(state, "host.yaml");
	char *other = keep(state, "host.yaml.new");
	const char *files[] = { file };

	put(file, "a");
	watch_files(watch, files, 1);
	put(file, "b");
	until_told(1);
	put(other, "c");
	assert_int_equal(rename(other, file), 0);
	until_told(2);
	assert_int_equal(unlink(file), 0);
	until_told(3);
	put(file, "d");
	until_told(4);
	free(file);
	free(other);
}

static void tells_of_a_file_in_a_folder_that_comes_later(void **state)
{
	char *folder = keep(state, "deep");
	char *deeper = keep(state, "deep/er");
	char *file = keep(state, "deep/er/host.yaml");
	const char *files[] = { file };

	watch_files(watch, files, 1);
	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(mkdir(deeper, 0700), 0);
	put(file, "a");
	until_told(1);
	put(file, "b");
	until_told(2);
	free(folder);
	free(deeper);
	free(file);
}

static void tells_of_what_a_link_leads_to(void **state)
{
	char *folder = keep(state, "real");
	char *real = keep(state, "real/real.yaml");
	char *file = keep(state, "host.yaml");
	const char *files[] = { file };

	assert_int_equal(mkdir(folder, 0700), 0);
	put(real, "a");
	assert_int_equal(symlink(real, file), 0);
	watch_files(watch, files, 1);
	put(real, "b and more");
	until_told(1);
	free(folder);
	free(real);
	free(file);
}

/* As a mounted configuration map is changed: the file's link leads through another one. */
static void tells_of_a_link_in_between_that_leads_elsewhere(void **state)
{
	char *one = keep(state, "one");
	char *two = keep(state, "two");
	char *between = keep(state, "data");
	char *fresh = keep(state, "data.new");
	char *file = keep(state, "host.yaml");
	const char *files[] = { file };

	assert_int_equal(mkdir(one, 0700), 0);
	assert_int_equal(mkdir(two, 0700), 0);
	put(temp_path(state, "one/host.yaml"), "a");
	put(temp_path(state, "two/host.yaml"), "b");
	assert_int_equal(symlink("one", between), 0);
	assert_int_equal(symlink("data/host.yaml", file), 0);
	watch_files(watch, files, 1);
	assert_int_equal(symlink("two", fresh), 0);
	assert_int_equal(rename(fresh, between), 0);
	until_told(1);
	free(one);
	free(two);
	free(between);
	free(fresh);
	free(file);
}

static void tells_of_another_folder_of_the_same_name(void **state)
{
	char *folder = keep(state, "in");
	char *away = keep(state, "away");
	char *file = keep(state, "in/host.yaml");
	char *dotenv = keep(state, "out.env");
	const char *files[] = { file, dotenv };

	assert_int_equal(mkdir(folder, 0700), 0);
	put(file, "a");
	watch_files(watch, files, 2);
	assert_int_equal(rename(folder, away), 0);
	until_told(1);
	assert_int_equal(mkdir(folder, 0700), 0);
	put(file, "b");
	until_told(2);
	put(file, "c");
	until_told(3);
	put(dotenv, "d");
	until_told(4);
	free(folder);
	free(away);
	free(file);
	free(dotenv);
}

static void write_one(uv_timer_t *timer)
{
	char text[16];

	(void)snprintf(text, sizeof text, "%04d", --left);
	put(burst_path, text);
	if (left == 0)
		(void)uv_timer_stop(timer);
}

/* A write each millisecond: far fewer are told of, and the last is. */
static void a_burst_is_told_a_few_times_and_at_its_end(void **state)
{
	char *file = keep(state, "host.yaml");
	const char *files[] = { file };

	put(file, "1000");
	watch_files(watch, files, 1);
	burst_path = file;
	left = 1000;
	seen = -1;
	(void)uv_timer_start(&writer, write_one, 1, 1);
	while (seen != 0)
		(void)uv_run(&loop, UV_RUN_DEFAULT);
	assert_true(told < 100);
	free(file);
}

static void stop_loop(uv_timer_t *timer)
{
	uv_stop(timer->loop);
}

static void says_nothing_of_other_files(void **state)
{
	char *file = keep(state, "host.yaml");
	const char *files[] = { file };

	put(file, "a");
	watch_files(watch, files, 1);
	put(temp_path(state, "other"), "b");
	/* Later than the end of its burst, which began before. */
	(void)uv_timer_start(&writer, stop_loop, 700, 0);
	(void)uv_run(&loop, UV_RUN_DEFAULT);
	assert_int_equal(told, 0);
	free(file);
}

#define WATCH(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WATCH(tells_of_a_write_a_rename_an_end_and_a_return),
		WATCH(tells_of_a_file_in_a_folder_that_comes_later),
		WATCH(tells_of_what_a_link_leads_to),
		WATCH(tells_of_a_link_in_between_that_leads_elsewhere),
		WATCH(tells_of_another_folder_of_the_same_name),
		WATCH(a_burst_is_told_a_few_times_and_at_its_end),
		WATCH(says_nothing_of_other_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
