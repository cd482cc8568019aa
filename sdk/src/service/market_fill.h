/* market_fill - fills history and flows behind user calls: from the store, from upstream share by
 * share, and each day's own from the last snapshot.
 */
#ifndef SERVICE_MARKET_FILL_H
#define SERVICE_MARKET_FILL_H

#include "service/flow.h"
#include "service/history.h"
#include "service/market_snapshot.h"
#include "service/market_store.h"
#include "service/source_settings.h"

enum fill_kind {
	FILL_BARS,      /* inquire-daily-itemchartprice, or KRX Open API when its key is set */
	FILL_INVESTORS, /* inquire-investor */
	FILL_PROGRAMS,  /* program-trade-by-stock-daily */
	FILL_KINDS,
};

struct fill_parts {
	const struct env *env;
	struct kis *kis;
	struct master *master;
	struct calendar *calendar;
	struct snapshots *snapshots;
	struct history *history;
	struct flows *flows;
	const struct source_settings *sources;
	const char *module;       /* path of mcp-upstream.so; the store lives there */
	void (*wake)(void *self); /* [any]: fill_step is due */
	void *wake_self;
};

struct fill;

struct fill *fill_new(const struct fill_parts *parts);
void fill_free(struct fill *f); /* accepts NULL */

struct fill_state {
	int32_t day;       /* the completed day it aims at */
	int32_t whole_day; /* the newest of the last days that 99 of 100 shares reach; 0: none */
	uint32_t done;     /* shares whose part is there, of `total` */
	uint32_t total;    /* 0: not known yet (no master, store not read) */
	uint32_t skipped;  /* not there: failed three times, tried again each hour */
	bool ready;        /* all of them, but for less than 1 % skipped */
	bool running;      /* work is under way */
	int64_t left_ms;   /* at the present rate; below 0: not known */
	double per_second;
	struct fault fault; /* why it stands still; MCP_OK when it does not */
};

void fill_state(const struct fill *f, enum fill_kind kind, struct fill_state *ret);

/* Goes on filling in the background, from now on without being asked again. The first start opens
 * the store and loads what it holds. */
void fill_start(struct fill *f, enum fill_kind kind);

struct fill_waiter {
	void (*ready)(void *self); /* that kind is ready, or stands still: look at fill_state */
	void (*progress)(void *self, uint32_t done, uint32_t total); /* may be NULL */
	void *self;
	enum fill_kind kind;
	bool waiting;
	uint64_t round; /* its own business */
	struct fill_waiter *next;
};

/* Starts the kind; true when there is nothing to wait for: it is ready, or stands still. Otherwise
 * `ready` comes once, later; both callbacks may forget any waiter. FILL_KINDS waits for
 * fill_is_saved instead. */
bool fill_wait(struct fill *f, enum fill_kind kind, struct fill_waiter *w);
void fill_forget(struct fill *f, struct fill_waiter *w);

/* Does what time and the store brought: takes events, begins a new day after 20:05 KST, goes on.
 * Returns how many ms until it wants to be called again. */
int64_t fill_step(struct fill *f);

/* Everything asked to be saved is committed (or has failed). */
bool fill_is_saved(const struct fill *f);
/* Why the last batch could not be saved; MCP_OK: none, or it could since. */
struct fault fill_store_fault(const struct fill *f);
/* What it fills outlives the process; known once something is started. */
bool fill_keeps(const struct fill *f);
/* Another process holds the store's lock: it fills, this one reads along. */
bool fill_is_reader(const struct fill *f);
/* Keeps days the calendar has learnt; those of earlier processes are learnt again when the store is
 * loaded. */
void fill_keep_days(struct fill *f, const struct store_day *days, uint32_t count);

/* ---- Reading bodies, also for those who ask on their own. ---- */

struct flow_row {
	int32_t date;
	struct flow flow[INVESTORS]; /* known 0: not in this body, or not settled yet */
};

/* Rows of inquire-investor (foreign, institution, individual) or of program-trade-by-stock-daily,
 * the newest first; at most `room`. False when the body has no such rows. */
bool flow_read(struct span body, enum fill_kind kind, struct flow_row *ret, uint32_t room,
	uint32_t *ret_count);
/* True when every class of inquire-investor neither bought nor sold: that is no day of a share that
 * traded. */
bool flow_row_is_blank(const struct flow_row *row);

#endif
