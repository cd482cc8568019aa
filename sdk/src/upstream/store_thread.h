/* store_thread - the thread that serves a store, and what it shares with those who ask. */
#ifndef UPSTREAM_STORE_THREAD_H
#define UPSTREAM_STORE_THREAD_H

#include <pthread.h>

#include "upstream/store_db.h"
#include "upstream/store_queue.h"

struct store {
	struct store_options o;
	char *path;
	char *lock_path;
	pthread_t thread;
	struct db db; /* of the thread */

	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t asked;
	struct queue todo;
	struct queue done;
	uint32_t pending;    /* asked and not taken */
	size_t queued_bytes; /* of batches not written yet */
	uint64_t last_ticket;
	int lock_fd;  /* of the writer's lock; -1: not held */
	bool settled; /* whether it could be had at first is known */
	bool stopping;
	bool changed;
	struct fault renewed; /* status < 0: not taken yet */
};

/* The writer's lock. Tries once, without waiting: MCP_E_BUSY when another process holds it, else
 * errno says why not. Under `lock`. */
mcp_status store_try_lock(struct store *s);
mcp_status store_other_writes(struct fault *f); /* says so */

/* Ends when `stopping` is set and what was asked to be saved has been tried. False: it did not
 * begin. */
bool store_thread_start(struct store *s);

#endif
