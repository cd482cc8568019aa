/* market_store - what outlives the process: bars, flows, calendar and how far they are filled, in
 * SQLite on a thread of its own behind the private module.
 *
 * Asking never waits: requests queue, `wake` is called when there is something to take, and
 * everything is taken on the upstream thread. One process writes (the lock file beside the
 * database); others read and see its commits.
 *
 * A mark is believed after the next start, so whoever saves one must have saved what it covers: a
 * batch that was refused or came back as STORE_FAULT is not in there. For the same reason a file
 * that was replaced or damaged after it was loaded takes no more batches until the program starts
 * again.
 */
#ifndef SERVICE_MARKET_STORE_H
#define SERVICE_MARKET_STORE_H

#include "base/fault.h"
#include "service/flow.h"
#include "service/history.h"

#define STORE_SCHEMA 1

struct store_bar {
	char code[8]; /* NUL-ended, here and below */
	int32_t date;
	uint32_t pad;
	struct bar bar;
};

struct store_flow {
	char code[8];
	int32_t date;
	uint32_t who; /* enum investor */
	struct flow flow;
};

/* How far a share is filled: everything up to that completed day is there, or was asked for and
 * does not exist. */
struct store_mark {
	char code[8];
	uint32_t kind; /* enum fill_kind */
	int32_t until; /* date */
};

struct store_day {
	int32_t date;
	int32_t is_open;
};

/* One transaction. Counts of 0 are allowed. */
struct store_batch {
	const struct store_bar *bars;
	uint32_t bar_count;
	uint32_t flow_count;
	const struct store_flow *flows;
	const struct store_mark *marks;
	uint32_t mark_count;
	uint32_t day_count;
	const struct store_day *days;
	int32_t drop_before; /* bars and flows older than this are deleted; 0: none */
};

enum store_event_kind {
	STORE_LOADED, /* the arrays below, the receiver's: store_event_done */
	STORE_SAVED,  /* a batch is committed: `ticket` */
	STORE_FAULT,  /* a batch or a load did not work: `fault`, `ticket` (0: of a load or open) */
	STORE_CHANGED, /* another process has committed: load again to see it */
};

struct store_event {
	enum store_event_kind kind;
	uint64_t ticket;
	struct fault fault;
	struct store_bar *bars;
	struct store_flow *flows;
	struct store_mark *marks;
	struct store_day *days;
	uint32_t bar_count;
	uint32_t flow_count;
	uint32_t mark_count;
	uint32_t day_count;
};

void store_event_done(struct store_event *e); /* frees the arrays */

struct store;

struct store_options {
	const char *path;         /* of the database; its folder exists */
	const char *locale;       /* of the sentences: "ko" or "en" */
	bool may_write;           /* false: never take the writer's lock */
	void (*wake)(void *self); /* [any]: something can be taken */
	void *self;
};

/* The module's functions (upstream_module.store). All [upstream thread]. */
struct store_ops {
	/* Starts the thread; the database is opened, checked and if need be repaired there. A file
	 * that is not sound is set aside as PATH.broken and begun anew, with a STORE_FAULT of
	 * MCP_E_CONFIG (ticket 0) that says so and comes before the answer to any load; a newer
	 * schema is refused and stays as it is. */
	mcp_status (*open)(const struct store_options *o, struct store **ret, struct fault *f);
	/* Commits what was asked to be saved, then ends the thread. Accepts NULL. */
	void (*close)(struct store *s);
	/* True when this process holds the writer's lock (known after the first event). Who does
	 * not, and may, tries for it with each save. */
	bool (*is_writer)(struct store *s);
	/* Asks for all bars and flows from those days on, all marks and all days. MCP_E_BUSY when
	 * too much is asked and not taken. */
	mcp_status (*load)(struct store *s, int32_t bars_from, int32_t flows_from);
	/* Copies the batch. *ret_ticket comes back with STORE_SAVED or STORE_FAULT. MCP_E_BUSY when
	 * too much is queued, MCP_E_CONFIG when another process writes. */
	mcp_status (*save)(struct store *s, const struct store_batch *b, uint64_t *ret_ticket,
		struct fault *f);
	/* The next event; false when there is none. */
	bool (*take)(struct store *s, struct store_event *ret);
};

/* The module's table, loaded once; NULL with a sentence when it cannot be. */
const struct store_ops *store_ops_load(const char *module, struct fault *f);

#endif
