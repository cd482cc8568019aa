/* child - a program at the other end of two pipes: lines go in, lines come out. */
#include "support/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CHUNK ((size_t)256 * 1024)

extern char **environ;

int64_t child_now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int spawn_with(pid_t *pid, char *const argv[], const int fds[3])
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int error;

	if (posix_spawn_file_actions_init(&actions) || posix_spawnattr_init(&attributes))
		return ENOMEM;
	(void)sigemptyset(&none);
	(void)posix_spawnattr_setsigmask(&attributes, &none);
	(void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	for (int i = 0; i < 3; i++)
		if (fds[i] >= 0)
			(void)posix_spawn_file_actions_adddup2(&actions, fds[i], i);
	error = posix_spawnp(pid, argv[0], &actions, &attributes, argv, environ);
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)posix_spawnattr_destroy(&attributes);
	return error;
}

bool child_start(struct child *c, char *const argv[], int err_fd)
{
	int in[2];
	int out[2];
	int error;

	*c = (struct child){ .pid = -1, .in = -1, .out = -1 };
	if (pipe2(in, O_CLOEXEC))
		return false;
	if (pipe2(out, O_CLOEXEC)) {
		(void)close(in[0]);
		(void)close(in[1]);
		return false;
	}
	error = spawn_with(&c->pid, argv, (const int[]){ in[0], out[1], err_fd });
	(void)close(in[0]);
	(void)close(out[1]);
	c->in = in[1];
	c->out = out[0];
	return error == 0;
}

bool child_send(struct child *c, struct span bytes)
{
	while (bytes.len > 0) {
		ssize_t n = write(c->in, bytes.at, bytes.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;

		bytes.at += n;
		bytes.len -= (size_t)n;
	}
	return true;
}

/* Moves what is left to the front and makes room for another chunk. */
static bool make_room(struct child *c)
{
	if (c->used > 0 && (c->used == c->len || c->room - c->len < CHUNK)) {
		memmove(c->at, c->at + c->used, c->len - c->used);
		c->len -= c->used;
		c->used = 0;
	}
	if (c->room - c->len >= CHUNK)
		return true;

	char *at = realloc(c->at, c->room * 2 + CHUNK);
	if (!at)
		return false;

	c->at = at;
	c->room = c->room * 2 + CHUNK;
	return true;
}

bool child_fill(struct child *c)
{
	ssize_t n;

	if (!make_room(c))
		return false;
	do
		n = read(c->out, c->at + c->len, c->room - c->len);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return errno == EAGAIN;
	c->len += (size_t)n;
	return n > 0;
}

bool child_buffered(struct child *c, struct span *ret)
{
	if (c->used == c->len)
		return false;

	const char *from = c->at + c->used;
	const char *end = memchr(from, '\n', c->len - c->used);
	if (!end)
		return false;

	*ret = (struct span){ from, (size_t)(end - from) };
	c->used += ret->len + 1;
	return true;
}

bool child_line(struct child *c, int timeout_ms, struct span *ret)
{
	while (!child_buffered(c, ret)) {
		struct pollfd p = { .fd = c->out, .events = POLLIN };

		if (poll(&p, 1, timeout_ms) <= 0 || !child_fill(c))
			return false;
	}
	return true;
}

static int exit_code(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Waits by looking every few milliseconds: there is no bounded waitpid. */
static int wait_bounded(pid_t pid, int timeout_ms)
{
	const struct timespec pause = { .tv_nsec = 2000000 };
	int64_t end = child_now_ns() + (int64_t)timeout_ms * 1000000;
	int status = 0;

	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (child_now_ns() > end) {
			(void)kill(pid, SIGKILL);
			(void)waitpid(pid, &status, 0);
			return -1;
		}
		(void)nanosleep(&pause, NULL);
	}
	return exit_code(status);
}

int child_end(struct child *c, int timeout_ms)
{
	int code = -1;

	if (c->in >= 0)
		(void)close(c->in);
	if (c->pid > 0)
		code = wait_bounded(c->pid, timeout_ms);
	if (c->out >= 0)
		(void)close(c->out);
	free(c->at);
	*c = (struct child){ .pid = -1, .in = -1, .out = -1 };
	return code;
}
