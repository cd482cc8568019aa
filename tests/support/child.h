/* child - a program at the other end of two pipes: lines go in, lines come out. */
#ifndef SUPPORT_CHILD_H
#define SUPPORT_CHILD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/str.h"

struct child {
	pid_t pid;
	int in;  /* what we write; -1 when closed */
	int out; /* what we read */
	char *at;
	size_t used; /* bytes of lines already given out */
	size_t len;
	size_t room;
};

/* Starts argv[0] (found by PATH). Its standard error goes to `err_fd`, or stays ours when -1. */
bool child_start(struct child *c, char *const argv[], int err_fd);
/* Writes everything; false when the child is gone. */
bool child_send(struct child *c, struct span bytes);
/* The next line without its end, lent until the next call. False at the end or after
 * `timeout_ms`. */
bool child_line(struct child *c, int timeout_ms, struct span *ret);
/* Reads what is there into the buffer, at most once. False at the end of the stream. */
bool child_fill(struct child *c);
/* The next whole line of the buffer, without reading. */
bool child_buffered(struct child *c, struct span *ret);
/* Closes its input, waits at most `timeout_ms` (then kills it) and frees. The exit code, 128 + the
 * signal, or -1 when it had to be killed. */
int child_end(struct child *c, int timeout_ms);

int64_t child_now_ns(void);

#endif
