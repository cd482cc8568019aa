/* mini_worker - a worker met at its socket, without a registry, for tests.
 *
 * The test program is the worker's executable too; see mini_registry.h. Whatever fails here, or
 * takes too long, fails the test.
 */
#ifndef SUPPORT_MINI_WORKER_H
#define SUPPORT_MINI_WORKER_H

#include <sys/types.h>

#include "base/buf.h"

struct mini_worker {
	pid_t pid; /* 0: reaped */
	int fd;
	struct buf in;
	size_t used; /* of `in`, by the frame lent last */
};

/* Starts one with a plugin's file; false when that can't be done. */
bool mini_meet(struct mini_worker *m, const char *path, const char *locale);
/* Kills what is left of it. */
void mini_part(struct mini_worker *m);

/* The next frame, lent until the next call, or an absent span when the worker is gone. */
struct span mini_hear(struct mini_worker *m);
/* Sends a frame of type `t` with `rest` (",\"name\":…" or ""). */
void mini_say(struct mini_worker *m, const char *t, const char *rest);
/* The next frame is of type `t`. */
void mini_expect(struct mini_worker *m, const char *t);

#endif
