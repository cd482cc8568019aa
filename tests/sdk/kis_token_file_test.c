/* kis_token_file_test - the saved token: whole after any crash, hostile files refused. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h>
#include <cmocka.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "service/kis_token_file.h"
#include "support/mini_kis.h"

#define KILLS 60

static struct mini_kis kis;
static char path[128];

static int begin(void **state)
{
	(void)state;
	mini_kis_init(&kis);
	mini_kis_folder(&kis);
	(void)snprintf(path, sizeof path, "%s/token", kis.folder);
	return 0;
}

static int end(void **state)
{
	(void)state;
	mini_kis_end(&kis);
	return 0;
}

static struct token_value value_of(const char *text)
{
	struct token_value v = {
		.life_ms = 86400000,
		.expires_wall_ms = clock_wall(&kis.wire.clock) + 86400000,
		.expires_mono_ms = clock_mono(&kis.wire.clock) + 86400000,
	};

	(void)snprintf(v.text, sizeof v.text, "%s", text);
	return v;
}

static bool load(struct token_value *ret)
{
	return token_load(path, "key", &kis.wire.clock, ret);
}

static bool loads_file(const char *text)
{
	struct token_value v;

	(void)file_save(path, text, strlen(text), NULL);
	return load(&v);
}

static void comes_back_as_it_was_saved(void **state)
{
	struct token_value saved = value_of("tok");
	struct token_value seen;

	(void)state;
	assert_int_equal(token_save(path, "key", &saved, NULL), MCP_OK);

	assert_true(load(&seen));
	assert_string_equal(seen.text, "tok");
	assert_int_equal(token_left_ms(&seen, &kis.wire.clock), 86400000);
}

static void another_keys_token_is_none(void **state)
{
	struct token_value v = value_of("tok");

	(void)state;
	assert_int_equal(token_save(path, "other", &v, NULL), MCP_OK);

	assert_false(load(&v));
}

static void an_expired_token_is_none(void **state)
{
	struct token_value v = value_of("tok");

	(void)state;
	assert_int_equal(token_save(path, "key", &v, NULL), MCP_OK);
	kis.wire.mono_ms += 86400000;

	assert_false(load(&v));
}

static void another_boots_token_counts_by_the_wall_clock(void **state)
{
	struct token_value v;

	(void)state;
	assert_true(loads_file("{\"key\":\"key\",\"token\":\"tok\",\"life_ms\":86400000,"
			       "\"expires_wall_ms\":1795512240000,\"expires_mono_ms\":5,"
			       "\"boot\":\"another\"}"));
	assert_true(load(&v));
	kis.wire.wall_ms = 1795512240001;
	assert_false(load(&v));
}

static void a_token_from_the_future_lives_no_longer_than_promised(void **state)
{
	struct token_value v;

	(void)state;
	(void)loads_file("{\"key\":\"key\",\"token\":\"tok\",\"life_ms\":86400000,"
			 "\"expires_wall_ms\":9995512240000,\"expires_mono_ms\":5,"
			 "\"boot\":\"another\"}");

	assert_true(load(&v));
	assert_int_equal(token_left_ms(&v, &kis.wire.clock), 86400000);
}

static void hostile_files_are_none(void **state)
{
	(void)state;
	assert_false(loads_file(""));
	assert_false(loads_file("{\"key\":\"key\",\"token\":\"tok\""));
	assert_false(loads_file("{\"key\":\"key\",\"token\":\"a\\r\\nb\",\"life_ms\":86400000,"
				"\"expires_wall_ms\":1895512240000,\"expires_mono_ms\":9000000}"));
	assert_false(loads_file("{\"key\":\"key\",\"token\":\"tok\",\"life_ms\":-1,"
				"\"expires_wall_ms\":1895512240000,\"expires_mono_ms\":9000000}"));
	assert_false(loads_file("{\"key\":\"key\",\"token\":\"tok\",\"life_ms\":1e300,"
				"\"expires_wall_ms\":1895512240000,\"expires_mono_ms\":9000000}"));
	assert_false(loads_file("[]"));
}

static void the_mark_comes_back_within_a_boot(void **state)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	(void)state;
	assert_int_equal(token_tried_ms(fd, 5000), 0);
	token_mark_tried(fd, 4000);

	assert_int_equal(token_tried_ms(fd, 5000), 4000);
	assert_int_equal(token_tried_ms(fd, 3999), 0);
	(void)close(fd);
}

static void a_hostile_mark_is_none(void **state)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	(void)state;
	assert_int_equal(pwrite(fd, "boot 99999999999999999999999\n", 29, 0), 29);

	assert_int_equal(token_tried_ms(fd, 5000), 0);
	(void)close(fd);
}

static void save_for_ever(void)
{
	struct token_value one = value_of("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
	struct token_value two = value_of("BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB");

	for (;;) {
		(void)token_save(path, "key", &one, NULL);
		(void)token_save(path, "key", &two, NULL);
	}
}

static bool is_one_of_both(void)
{
	struct token_value v;

	if (!load(&v))
		return false;
	return str_same(v.text, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA") ||
	       str_same(v.text, "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB");
}

/* Kills a process that saves, at a random moment; true when the file is whole then. */
static bool survives_a_kill(unsigned *seed)
{
	pid_t pid = fork();

	if (pid == 0)
		save_for_ever();
	(void)poll(NULL, 0, 1 + rand_r(seed) % 25);
	(void)kill(pid, SIGKILL);
	(void)waitpid(pid, NULL, 0);
	return is_one_of_both();
}

static uint32_t count_survived(void)
{
	unsigned seed = 20261123;
	uint32_t n = 0;

	for (int i = 0; i < KILLS; i++)
		n += survives_a_kill(&seed);
	return n;
}

static void a_kill_during_the_save_leaves_a_whole_file(void **state)
{
	struct token_value v = value_of("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

	(void)state;
	assert_int_equal(token_save(path, "key", &v, NULL), MCP_OK);

	assert_int_equal(count_survived(), KILLS);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(comes_back_as_it_was_saved),
		T(another_keys_token_is_none),
		T(an_expired_token_is_none),
		T(another_boots_token_counts_by_the_wall_clock),
		T(a_token_from_the_future_lives_no_longer_than_promised),
		T(hostile_files_are_none),
		T(the_mark_comes_back_within_a_boot),
		T(a_hostile_mark_is_none),
		T(a_kill_during_the_save_leaves_a_whole_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
