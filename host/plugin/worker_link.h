/* worker_link - the worker's end of the socket: whole frames in, whole frames out. */
#ifndef HOST_PLUGIN_WORKER_LINK_H
#define HOST_PLUGIN_WORKER_LINK_H

#include "base/buf.h"

struct link {
	int fd;
	struct buf in;
	size_t lent; /* bytes at the front of `in` that the last frame takes */
	struct buf out;
	bool cancelled; /* the running call's reader is gone */
};

void link_init(struct link *l, int fd);

/* Waits for the next frame. Lent until the next call of a link function. Does not return when the
 * core is gone. */
struct span link_next(struct link *l);
/* Looks, without waiting, whether a cancel has come; other frames that came meanwhile are late
 * answers nobody waits for. */
bool link_cancelled(struct link *l);

/* Begins a frame in `l->out`. */
size_t link_begin(struct link *l, const char *t);
/* Ends and sends it. False, with nothing sent, when it is too large. */
bool link_send(struct link *l, size_t start);

/* True when `frame` is a `t`. */
bool link_is(struct span frame, const char *t);

/* Ends the process without running anything of the plugin's. */
_Noreturn void link_leave(int code);

#endif
