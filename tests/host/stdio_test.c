/* stdio_test - a client on standard input and output: how it ends. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "host/app.h"
#include "host/cli.h"
#include "host/transport/stdio.h"
#include "support/temp_folder.h"

static const char initialize[] =
	"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{"
	"\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
	"\"clientInfo\":{\"name\":\"a\",\"version\":\"1\"}}}\n"
	"{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}\n";

static void on_closed(void *self)
{
	uv_stop(self);
}

/* Serves what comes on `in`; ends with 0, or 1 when answers were lost. */
static void serve(const char *path, int in, int out)
{
	struct app *a = calloc(1, sizeof *a);
	struct fault f = { 0 };
	struct stdio *t;
	bool lost;

	(void)dup2(in, STDIN_FILENO);
	(void)dup2(out, STDOUT_FILENO);
	(void)alarm(20);
	if (!a || app_init(a, path, &f) < 0)
		_exit(2);
	t = stdio_open(&a->server, on_closed, &a->loop, &f);
	if (!t)
		_exit(3);
	(void)uv_run(&a->loop, UV_RUN_DEFAULT);
	lost = stdio_failed(t);
	stdio_close(t);
	app_done(a);
	stdio_free(t);
	free(a);
	_exit(lost);
}

static pid_t start(const char *path, int in, int out)
{
	pid_t pid = fork();

	if (pid == 0)
		serve(path, in, out);
	assert_true(pid > 0);
	return pid;
}

static int end_of(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

/* This program as a worker never declares itself. */
static void ends_with_the_last_answer_after_the_end_of_input(void **state)
{
	char yaml[512];
	const char *plugin = temp_write(state, "hang.so", "", 0);
	const char *path;
	time_t began = time(NULL);
	int in[2];
	int out;
	int len;

	len = snprintf(
		yaml, sizeof yaml, "kis: {environment: demo}\ntools: {hang: {path: %s}}\n", plugin);
	path = temp_write(state, "host.yaml", yaml, (size_t)len);
	out = open(temp_path(state, "out"), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(write(in[1], initialize, sizeof initialize - 1), sizeof initialize - 1);
	(void)close(in[1]);
	assert_int_equal(end_of(start(path, in[0], out)), 0);
	assert_true(time(NULL) - began < 6);
	(void)close(in[0]);
	(void)close(out);
}

/* The file takes a part of the first answer; input stays open. */
static void ends_when_a_file_takes_only_part_of_an_answer(void **state)
{
	static const char yaml[] = "kis: {environment: demo}\ntools: {}\n";
	const char *path = temp_write(state, "host.yaml", yaml, sizeof yaml - 1);
	struct rlimit old;
	struct rlimit little;
	int in[2];
	int out = open(temp_path(state, "out"), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	pid_t pid;

	assert_int_equal(pipe2(in, O_CLOEXEC), 0);
	assert_int_equal(write(in[1], initialize, sizeof initialize - 1), sizeof initialize - 1);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	little = (struct rlimit){ 100, old.rlim_max };
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
	pid = start(path, in[0], out);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(end_of(pid), 1);
	(void)close(in[0]);
	(void)close(in[1]);
	(void)close(out);
}

static void needs_an_open_standard_output(void **state)
{
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		struct fault f = { 0 };
		struct server server = { 0 };

		(void)close(STDIN_FILENO);
		(void)close(STDOUT_FILENO);
		cli_streams();
		_exit(fcntl(STDIN_FILENO, F_GETFD) < 0 || fcntl(STDOUT_FILENO, F_GETFD) < 0 ||
			stdio_open(&server, on_closed, NULL, &f) || f.status != MCP_E_CONFIG);
	}
	assert_int_equal(end_of(pid), 0);
}

static void printing_into_a_full_disk_is_no_success(void **state)
{
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		(void)dup2(open("/dev/full", O_WRONLY | O_CLOEXEC), STDOUT_FILENO);
		for (int i = 0; i < 5000; i++)
			(void)puts("a line");
		_exit(cli_printed());
	}
	assert_int_equal(end_of(pid), EXIT_CALL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(ends_with_the_last_answer_after_the_end_of_input,
			temp_folder_open, temp_folder_close),
		cmocka_unit_test_setup_teardown(ends_when_a_file_takes_only_part_of_an_answer,
			temp_folder_open, temp_folder_close),
		cmocka_unit_test(needs_an_open_standard_output),
		cmocka_unit_test(printing_into_a_full_disk_is_no_success),
	};

	while (argc > 1 && strcmp(argv[1], "--worker") == 0)
		(void)pause();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
