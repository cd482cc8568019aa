/* spawn - starts this executable again as a worker, with one socket and no secrets. */
#include "host/plugin/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "host/plugin/frames.h"

/* Descriptors: the socket becomes WORKER_FD, nothing comes in, what is printed goes to standard
 * error, and nothing else of ours is there. */
static int plan_descriptors(posix_spawn_file_actions_t *actions, int fd)
{
	int e = posix_spawn_file_actions_adddup2(actions, fd, WORKER_FD);

	if (!e)
		e = posix_spawn_file_actions_addopen(
			actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (!e)
		e = posix_spawn_file_actions_adddup2(actions, STDERR_FILENO, STDOUT_FILENO);
	if (!e)
		e = posix_spawn_file_actions_addclosefrom_np(actions, WORKER_FD + 1);
	return e;
}

/* A session of its own: a Ctrl-C at the terminal reaches the core alone, which then ends the
 * worker. Signals are as a fresh program has them. */
static int plan_signals(posix_spawnattr_t *attributes)
{
	sigset_t none;
	sigset_t all;
	int e;

	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	e = posix_spawnattr_setsigmask(attributes, &none);
	if (!e)
		e = posix_spawnattr_setsigdefault(attributes, &all);
	if (!e)
		e = posix_spawnattr_setflags(attributes,
			POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	return e;
}

static int start(const struct spawn_options *o, int fd, pid_t *ret_pid)
{
	const char *zone = getenv("TZ");
	char tz[128];
	char limit[32];
	char *argv[] = { (char *)o->exe, "--worker", (char *)o->path, (char *)o->locale, limit,
		NULL };
	/* Not the core's environment: keys and tokens live there. */
	char *envp[] = { "PATH=/usr/bin:/bin", "LANG=C.UTF-8", zone ? tz : NULL, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int e;

	(void)snprintf(tz, sizeof tz, "TZ=%s", zone ? zone : "");
	(void)snprintf(limit, sizeof limit, "%lld", (long long)o->call_bytes);
	e = posix_spawn_file_actions_init(&actions);
	if (e)
		return e;
	e = posix_spawnattr_init(&attributes);
	if (e)
		goto no_attributes;

	e = plan_descriptors(&actions, fd);
	if (!e)
		e = plan_signals(&attributes);
	if (!e)
		e = posix_spawn(ret_pid, o->exe, &actions, &attributes, argv, envp);
	(void)posix_spawnattr_destroy(&attributes);
no_attributes:
	(void)posix_spawn_file_actions_destroy(&actions);
	return e;
}

mcp_status spawn_worker(
	const struct spawn_options *options, pid_t *ret_pid, int *ret_fd, struct fault *f)
{
	int fds[2];
	int e;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0)
		return fault_set(f, MCP_E_MEMORY, "a worker can't be started (%s); try again",
			strerror(errno));
	CLEANUP(fd_closep) int ours = fds[0];
	CLEANUP(fd_closep) int theirs = fds[1];

	if (fcntl(ours, F_SETFL, O_NONBLOCK) < 0)
		return fault_set(f, MCP_E_MEMORY, "a worker can't be started (%s); try again",
			strerror(errno));
	e = start(options, theirs, ret_pid);
	if (e)
		return fault_set(
			f, MCP_E_MEMORY, "a worker can't be started (%s); try again", strerror(e));

	*ret_fd = ours;
	ours = -1;
	return MCP_OK;
}
