/* running - a run under way, and who waits for it: inside of dispatch. */
#ifndef HOST_CALL_RUNNING_H
#define HOST_CALL_RUNNING_H

#include "host/call/dispatch.h"
#include "host/call/kept.h"

struct flight {
	struct dispatch *dispatch;
	struct flight *next;
	const struct tool *tool;
	struct waiter *waiters;
	uint64_t call; /* registry's; 0: none any more */
	int64_t began_mono_ms;
	bool shared;     /* found by its key */
	bool background; /* a refresh: goes on without waiters */
	bool left;       /* its last waiter went away: only the end is awaited */
	bool is_private; /* one waiter, who gets the end as it came */
	char name[80];   /* for the log */
	size_t key_len;
	char key[];
};

struct dispatch {
	struct registry *registry;
	const struct config *config;
	struct env *env;
	struct kept *kept;
	struct flight *flights;
	struct buf key;           /* of the call being looked up */
	struct answer *refused;   /* what the last refused call was answered */
	struct answer *no_memory; /* made in time */
};

/* The one that others may join, or NULL. */
struct flight *running_find(struct dispatch *d, struct span key);
/* Starts a run; `key` is empty when nobody may share it. NULL with the reason in *fault. */
struct flight *running_start(
	struct dispatch *d, const struct call_order *order, struct span key, struct fault *fault);
void running_join(struct flight *f, struct waiter *w);

#endif
