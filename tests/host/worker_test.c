/* worker_test - a worker met at its socket, without a registry. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "data/scan.h"
#include "host/plugin/spawn.h"
#include "host/plugin/worker.h"
#include "support/mini_registry.h"
#include "support/mini_worker.h"

static int meet(void **state)
{
	struct mini_worker *m = calloc(1, sizeof *m);

	if (!m || !mini_meet(m, TEST_FIXTURES "/trial.so", "ko"))
		return -1;
	*state = m;
	return 0;
}

static int part(void **state)
{
	mini_part(*state);
	free(*state);
	return 0;
}

static void make_ready(struct mini_worker *m)
{
	mini_expect(m, "hello");
	mini_say(m, "config", ",\"config\":{\"limit\":7}");
	mini_expect(m, "ready");
}

/* Its exit code; only after the worker was given a reason to end. */
static int exit_code(struct mini_worker *m)
{
	int status = 0;

	assert_int_equal(waitpid(m->pid, &status, 0), m->pid);
	m->pid = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void declares_itself_first(void **state)
{
	struct span frame = mini_hear(*state);
	struct span declaration = scan_get(frame, "declaration");

	assert_true(scan_text_is(scan_get(frame, "t"), "hello"));
	assert_true(scan_text_is(scan_get(declaration, "name"), "trial"));
}

static void a_config_that_does_not_fit_is_refused(void **state)
{
	struct mini_worker *m = *state;

	mini_expect(m, "hello");
	mini_say(m, "config", ",\"config\":{\"limit\":\"many\"}");

	mini_expect(m, "refused");
}

static void speaks_the_readers_language(void **state)
{
	struct mini_worker *m = *state;
	struct span done;

	make_ready(m);
	mini_say(m, "call",
		",\"kind\":\"tool\",\"name\":\"trial\",\"args\":{\"what\":\"reason\",\"number\":9},\"now_ms\":1");
	done = mini_hear(m);

	assert_true(scan_text_is(scan_get(done, "status"), "argument"));
	assert_true(scan_text_is(scan_get(done, "text"), "number가 9입니다. 줄여 주세요"));
}

static void an_unknown_tool_is_an_internal_error(void **state)
{
	struct mini_worker *m = *state;

	make_ready(m);
	mini_say(m, "call", ",\"kind\":\"tool\",\"name\":\"other\",\"args\":{},\"now_ms\":1");

	assert_true(scan_text_is(scan_get(mini_hear(m), "status"), "internal"));
}

static void arguments_that_do_not_fit_fail_the_call(void **state)
{
	struct mini_worker *m = *state;
	struct span done;

	make_ready(m);
	mini_say(m, "call",
		",\"kind\":\"tool\",\"name\":\"trial\",\"args\":{\"what\":\"echo\",\"number\":[]},\"now_ms\":1");
	done = mini_hear(m);

	assert_true(scan_text_is(scan_get(done, "t"), "done"));
	assert_false(scan_text_is(scan_get(done, "status"), "ok"));
}

static void a_late_cancel_does_not_touch_the_next_call(void **state)
{
	struct mini_worker *m = *state;

	make_ready(m);
	mini_say(m, "cancel", "");
	mini_say(m, "call",
		",\"kind\":\"tool\",\"name\":\"trial\",\"args\":{\"what\":\"echo\",\"number\":1},\"now_ms\":1");

	assert_true(scan_text_is(scan_get(mini_hear(m), "status"), "ok"));
}

static void an_answer_to_another_question_is_not_taken(void **state)
{
	struct mini_worker *m = *state;

	make_ready(m);
	mini_say(m, "call",
		",\"kind\":\"tool\",\"name\":\"trial\",\"args\":{\"what\":\"cache\",\"number\":1},\"now_ms\":1");
	mini_expect(m, "need");
	mini_say(m, "give", ",\"seq\":99,\"status\":\"busy\",\"text\":\"wrong\"");
	mini_say(m, "give", ",\"seq\":1,\"status\":\"closed\",\"text\":\"right\"");

	assert_true(scan_text_is(scan_get(mini_hear(m), "text"), "right"));
}

static void ends_when_the_core_is_gone(void **state)
{
	struct mini_worker *m = *state;

	make_ready(m);
	assert_int_equal(shutdown(m->fd, SHUT_RDWR), 0);

	assert_int_equal(exit_code(m), 0);
}

static void ends_at_a_broken_frame(void **state)
{
	struct mini_worker *m = *state;

	make_ready(m);
	assert_int_equal(send(m->fd, "\x05\0\0\0hello", 9, 0), 9);

	assert_int_equal(exit_code(m), 1);
}

/* Sanitizers need memory of their own. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PRIVATE_MAX (1024 * 1024)
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PRIVATE_MAX (1024 * 1024)
#endif
#endif
#ifndef PRIVATE_MAX
#define PRIVATE_MAX 1024
#endif

/* Resident pages nobody shares, in KiB; 0 when this user may not look. */
static long private_kib(pid_t pid)
{
	char path[64];
	char line[256];
	long all = 0;
	long one;
	FILE *f;

	(void)snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
	f = fopen(path, "re");
	if (!f)
		return 0;
	while (fgets(line, sizeof line, f))
		if (sscanf(line, "Private_%*[^:]: %ld", &one) == 1)
			all += one;
	(void)fclose(f);
	return all;
}

static void an_idle_worker_is_small(void **state)
{
	struct mini_worker *m = *state;

	make_ready(m);

	assert_in_range(private_kib(m->pid), 0, PRIVATE_MAX);
}

static void is_not_for_people(void **state)
{
	char *const argv[] = { "host", "--worker", "nothing.so", NULL };
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		(void)close(STDERR_FILENO);
		_exit(worker_main(3, (char **)argv));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);

	assert_int_equal(WEXITSTATUS(status), 2);
}

static void a_missing_executable_is_told(void **state)
{
	const struct spawn_options options = {
		.exe = "/nowhere/host", .path = "x", .locale = "ko", .call_bytes = 1
	};
	struct fault f = { 0 };
	pid_t pid;
	int fd;

	(void)state;
	assert_int_equal(spawn_worker(&options, &pid, &fd, &f), MCP_E_MEMORY);
	assert_string_equal(
		f.text, "a worker can't be started (No such file or directory); try again");
}

#define MET(test) cmocka_unit_test_setup_teardown(test, meet, part)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		MET(declares_itself_first),
		MET(a_config_that_does_not_fit_is_refused),
		MET(speaks_the_readers_language),
		MET(an_unknown_tool_is_an_internal_error),
		MET(arguments_that_do_not_fit_fail_the_call),
		MET(a_late_cancel_does_not_touch_the_next_call),
		MET(an_answer_to_another_question_is_not_taken),
		MET(ends_when_the_core_is_gone),
		MET(ends_at_a_broken_frame),
		MET(an_idle_worker_is_small),
		cmocka_unit_test(is_not_for_people),
		cmocka_unit_test(a_missing_executable_is_told),
	};

	if (mini_is_worker(argc, argv))
		return worker_main(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
