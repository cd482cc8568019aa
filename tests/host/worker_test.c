/* worker_test - a worker met at its socket, without a registry. */
#include <fcntl.h>
#include <poll.h>
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
#include "host/plugin/frames.h"
#include "host/plugin/spawn.h"
#include "host/plugin/worker.h"
#include "support/mini_registry.h"

#define PATIENCE_MS 20000

struct meeting {
	pid_t pid;
	int fd;
	struct buf in;
	size_t used;
};

static int meet(void **state)
{
	const struct spawn_options options = {
		.exe = "/proc/self/exe",
		.path = TEST_FIXTURES "/trial.so",
		.locale = "ko",
		.call_bytes = 1024 * 1024,
	};
	struct meeting *m = calloc(1, sizeof *m);

	if (!m || spawn_worker(&options, &m->pid, &m->fd, NULL) < 0)
		return -1;
	buf_init(&m->in, FRAME_MAX);
	*state = m;
	return 0;
}

static int part(void **state)
{
	struct meeting *m = *state;

	(void)close(m->fd);
	if (m->pid > 0) {
		(void)kill(m->pid, SIGKILL);
		(void)waitpid(m->pid, NULL, 0);
	}
	buf_done(&m->in);
	free(m);
	return 0;
}

/* The next frame, or an absent span when the worker is gone. */
static struct span hear(struct meeting *m)
{
	struct pollfd wait = { .fd = m->fd, .events = POLLIN };
	struct span frame = { NULL, 0 };

	m->in.len -= m->used;
	if (m->used > 0)
		memmove(m->in.at, m->in.at + m->used, m->in.len);
	m->used = 0;
	while (frame_next(buf_as_span(&m->in), &frame, &m->used) == 0) {
		ssize_t n;

		assert_int_equal(poll(&wait, 1, PATIENCE_MS), 1);
		assert_non_null(buf_reserve(&m->in, 4096));
		n = recv(m->fd, m->in.at + m->in.len, 4096, 0);
		if (n <= 0)
			break;
		m->in.len += (size_t)n;
	}
	return frame;
}

static void say(struct meeting *m, const char *t, const char *rest)
{
	struct buf b;
	size_t start;

	buf_init(&b, 4096);
	start = frame_begin(&b, t);
	buf_puts(&b, rest);
	frame_end(&b, start);
	assert_int_equal(send(m->fd, b.at, b.len, MSG_NOSIGNAL), (ssize_t)b.len);
	buf_done(&b);
}

static void assert_hears(struct meeting *m, const char *t)
{
	struct span frame = hear(m);

	if (!scan_text_is(scan_get(frame, "t"), t))
		fail_msg("heard %.*s, not %s", (int)frame.len, frame.at ? frame.at : "", t);
}

static void make_ready(struct meeting *m)
{
	assert_hears(m, "hello");
	say(m, "config", ",\"config\":{\"limit\":7}");
	assert_hears(m, "ready");
}

/* Its exit code; only after the worker was given a reason to end. */
static int exit_code(struct meeting *m)
{
	int status = 0;

	assert_int_equal(waitpid(m->pid, &status, 0), m->pid);
	m->pid = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void declares_itself_first(void **state)
{
	struct span frame = hear(*state);
	struct span declaration = scan_get(frame, "declaration");

	assert_true(scan_text_is(scan_get(frame, "t"), "hello"));
	assert_true(scan_text_is(scan_get(declaration, "name"), "trial"));
}

static void a_config_that_does_not_fit_is_refused(void **state)
{
	struct meeting *m = *state;

	assert_hears(m, "hello");
	say(m, "config", ",\"config\":{\"limit\":\"many\"}");

	assert_hears(m, "refused");
}

static void speaks_the_readers_language(void **state)
{
	struct meeting *m = *state;
	struct span done;

	make_ready(m);
	say(m, "call",
		",\"kind\":\"tool\",\"name\":\"trial\",\"args\":{\"what\":\"reason\",\"number\":9},\"now_ms\":1");
	done = hear(m);

	assert_true(scan_text_is(scan_get(done, "status"), "argument"));
	assert_true(scan_text_is(scan_get(done, "text"), "number가 9입니다. 줄여 주세요"));
}

static void an_unknown_tool_is_an_internal_error(void **state)
{
	struct meeting *m = *state;

	make_ready(m);
	say(m, "call", ",\"kind\":\"tool\",\"name\":\"other\",\"args\":{},\"now_ms\":1");

	assert_true(scan_text_is(scan_get(hear(m), "status"), "internal"));
}

static void arguments_that_do_not_fit_fail_the_call(void **state)
{
	struct meeting *m = *state;
	struct span done;

	make_ready(m);
	say(m, "call",
		",\"kind\":\"tool\",\"name\":\"trial\",\"args\":{\"what\":\"echo\",\"number\":[]},\"now_ms\":1");
	done = hear(m);

	assert_true(scan_text_is(scan_get(done, "t"), "done"));
	assert_false(scan_text_is(scan_get(done, "status"), "ok"));
}

static void a_late_cancel_does_not_touch_the_next_call(void **state)
{
	struct meeting *m = *state;

	make_ready(m);
	say(m, "cancel", "");
	say(m, "call",
		",\"kind\":\"tool\",\"name\":\"trial\",\"args\":{\"what\":\"echo\",\"number\":1},\"now_ms\":1");

	assert_true(scan_text_is(scan_get(hear(m), "status"), "ok"));
}

static void an_answer_to_another_question_is_not_taken(void **state)
{
	struct meeting *m = *state;

	make_ready(m);
	say(m, "call",
		",\"kind\":\"tool\",\"name\":\"trial\",\"args\":{\"what\":\"cache\",\"number\":1},\"now_ms\":1");
	assert_hears(m, "need");
	say(m, "give", ",\"seq\":99,\"status\":\"busy\",\"text\":\"wrong\"");
	say(m, "give", ",\"seq\":1,\"status\":\"closed\",\"text\":\"right\"");

	assert_true(scan_text_is(scan_get(hear(m), "text"), "right"));
}

static void ends_when_the_core_is_gone(void **state)
{
	struct meeting *m = *state;

	make_ready(m);
	assert_int_equal(shutdown(m->fd, SHUT_RDWR), 0);

	assert_int_equal(exit_code(m), 0);
}

static void ends_at_a_broken_frame(void **state)
{
	struct meeting *m = *state;

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
	struct meeting *m = *state;

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
