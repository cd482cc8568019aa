/* market_snapshot - the whole market at one moment: price, volume and value of every ranked share,
 * taken by a sweep of 30 codes a call (intstock-multprice), immutable, swapped whole.
 *
 * A sweep happens on demand only. While the market trades a snapshot is fresh for 30 s from when
 * its sweep began, but never for less than twice what the sweep took, and never beyond its session.
 * Of a session that has ended it stays fresh until the next one begins; not so one of the first
 * five minutes after the end, when figures still settle (30 s), nor one that lacks shares (10 min).
 * One that a session's end or midnight crossed is never fresh.
 */
#ifndef SERVICE_MARKET_SNAPSHOT_H
#define SERVICE_MARKET_SNAPSHOT_H

#include "service/market_calendar.h"
#include "service/market_master.h"

/* Which columns of a row are not null. */
enum snapshot_known {
	SNAPSHOT_PRICE = 0x001,  /* above 0 */
	SNAPSHOT_CHANGE = 0x002, /* with its rate; left out when prdy_vrss_sign contradicts */
	SNAPSHOT_VOLUME = 0x004,
	SNAPSHOT_VALUE = 0x008,
	SNAPSHOT_BEFORE = 0x010, /* above 0 */
	SNAPSHOT_BASE = 0x020,   /* above 0 */
	SNAPSHOT_HIGH = 0x040,   /* above 0 */
	SNAPSHOT_LOW = 0x080,    /* above 0 */
	SNAPSHOT_SIGN = 0x100,
	SNAPSHOT_ANSWERED = 0x200, /* upstream gave a row for it */
};

/* What the master file said of it when the sweep began. */
struct snapshot_share {
	struct master_row row;
	enum exchange exchange;
};

struct snapshot {
	uint32_t refs; /* its own business */
	enum basis basis;
	uint64_t generation; /* 1, 2, … in this process, over all bases */
	int32_t date;        /* of the session its figures are of */
	int64_t first_ms;    /* wall clock of the oldest answer in it: its as_of */
	int64_t last_ms;
	uint32_t count;                      /* rows, ascending by code */
	const struct snapshot_share *shares; /* [count] */
	/* Columns of `count` rows. */
	const uint32_t *known;  /* SNAPSHOT_… */
	const int64_t *price;   /* won (inter2_prpr) */
	const int64_t *change;  /* won, signed (inter2_prdy_vrss) */
	const int64_t *rate;    /* hundredths of a percent, signed (prdy_ctrt) */
	const int64_t *volume;  /* shares (acml_vol) */
	const int64_t *value;   /* won (acml_tr_pbmn) */
	const int64_t *before;  /* won, previous close (inter2_prdy_clpr) */
	const int64_t *base;    /* won, reference price of the day (inter2_sdpr) */
	const int64_t *high;    /* won (inter2_hgpr) */
	const int64_t *low;     /* won (inter2_lwpr) */
	const int64_t *sign;    /* 1 upper limit … 5 down (prdy_vrss_sign) */
	uint32_t missing;       /* shares without an answer */
	uint32_t doubted;       /* shares with a figure left out because it cannot be */
	bool crossed;           /* a session ended while it was taken */
	struct provenance from; /* stamp, calls; complete false with a note when rows are missing,
	                              came twice, hold a figure that cannot be, or a session
	                              ended in the middle */
};

/* Row of a code, or UINT32_MAX. */
uint32_t snapshot_find(const struct snapshot *s, const char *code);
/* Keeps it alive beside the newest one; each hold needs its drop. NULL is allowed. */
const struct snapshot *snapshot_hold(const struct snapshot *s);
void snapshot_drop(const struct snapshot *s);

struct snapshots;

/* NULL: out of memory. The parts outlive it. */
struct snapshots *snapshots_new(const struct env *env, struct kis *kis, struct master *master,
	const struct calendar *calendar);
void snapshots_free(struct snapshots *s); /* accepts NULL; ends its calls */

struct snapshot_waiter {
	/* The sweep has ended, well or not: look at snapshots_newest and snapshots_fault. */
	void (*ready)(void *self);
	void (*progress)(void *self, uint32_t done, uint32_t total); /* calls; may be NULL */
	void *self;
	bool waiting;
	struct snapshot_waiter *next;
};

/* The newest one when it is fresh, else NULL. Lent until the next call into this module. */
const struct snapshot *snapshots_fresh(struct snapshots *s, enum basis basis);
/* The newest one of any age, or NULL. */
const struct snapshot *snapshots_newest(struct snapshots *s, enum basis basis);
/* Why the last sweep of the basis gave no snapshot; status MCP_OK when it did. */
struct fault snapshots_fault(const struct snapshots *s, enum basis basis);
/* Sees to it that a fresh one is there or on its way (lane SWEEP; a sweep under way is joined).
 * True: nothing to wait for: it is fresh, or the last sweep failed less than 5 s ago. Else `w` is
 * kept and `ready` comes once, later. `w` NULL: only start it. */
bool snapshots_want(struct snapshots *s, enum basis basis, struct snapshot_waiter *w);
void snapshots_forget(struct snapshots *s, struct snapshot_waiter *w);

#endif
