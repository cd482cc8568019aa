/* market_fill_part - what the files of the fill share: shares, calls under way, batches. */
#ifndef SERVICE_MARKET_FILL_PART_H
#define SERVICE_MARKET_FILL_PART_H

#include "service/bars_read.h"
#include "service/market_fill.h"

#define FILL_FLIGHTS 16
#define FILL_FLOW_DAYS 10 /* of a body, the newest */
#define FILL_TRIES 3
#define FILL_ROW_MAX 20 /* failures in a row before it pauses */
#define FILL_SEEN 20    /* so many shares have the day: upstream has it */
#define FILL_AGAIN_MS 2000
#define FILL_PAUSE_MS 60000
#define FILL_SKIP_MS 3600000
#define FILL_CALL_MS 60000
#define FILL_STEP_MS 60000

/* One share of the roster, or one the store has a mark of. */
struct fill_share {
	char code[8];
	bool listed; /* in today's roster */
	bool trades; /* a completed day without it would be odd */
	enum exchange exchange;
	int32_t listed_on;
	int64_t value; /* won: what orders the queue, then `size` */
	int64_t size;  /* won */
	struct {
		int32_t until; /* the mark */
		uint32_t fails;
		int64_t not_before_ms; /* mono */
		bool skipped;          /* failed FILL_TRIES times since it was last there */
		bool asked;            /* a call is under way */
	} of[FILL_KINDS];
};

struct fill_flight {
	struct fill *fill;
	uint64_t id;
	bool open;
	enum fill_kind kind;
	int32_t day; /* asked for */
	char code[8];
};

/* Of one kind. */
struct fill_work {
	bool started;
	uint32_t cursor;         /* everything before it in `order` is done */
	uint32_t row;            /* failures one after the other */
	uint32_t seen;           /* shares whose body held the aimed day */
	int64_t paused_until_ms; /* mono */
	struct fault last;       /* failure */
};

/* How many shares came in which of the last seconds. */
#define PACE_SECONDS 30
struct fill_pace {
	uint32_t in[PACE_SECONDS];
	int64_t second; /* of the newest */
	int64_t from;   /* of the first ever, or since it last stood still */
};

void pace_add(struct fill_pace *p, int64_t mono_ms, uint32_t count);
double pace_get(const struct fill_pace *p, int64_t mono_ms); /* a second; 0: not known */

/* What waits to be committed together. */
struct fill_batch {
	struct store_bar *bars;
	struct store_flow *flows;
	struct store_mark *marks;
	struct store_day *days;
	uint32_t bar_count;
	uint32_t bar_room;
	uint32_t flow_count;
	uint32_t flow_room;
	uint32_t mark_count;
	uint32_t mark_room;
	uint32_t day_count;
	uint32_t day_room;
};

struct fill_store {
	const struct store_ops *ops; /* NULL: in memory only */
	struct store *store;
	bool opened;            /* as far as it can be */
	bool loaded;            /* or there is nothing to load */
	bool is_due;            /* to be loaded (again) */
	bool is_held;           /* another process has the writer's lock */
	int64_t tried_ms;       /* mono: for the lock */
	int64_t asked_ms;       /* mono, of the last load */
	int64_t changed_ms;     /* mono, when another process last committed */
	struct fill_batch next; /* grows */
	struct fill_batch sent; /* on its way */
	uint64_t ticket;        /* of `sent`; 0: to be sent (again) */
	bool sending;           /* `sent` holds something */
	int64_t since_ms;       /* mono, of the oldest in `next` */
	int64_t again_ms;       /* mono, not before: after a failure */
	int32_t dropped_on;     /* day whose old rows were deleted */
	struct fault fault;
};

/* KRX Open API, one walker a market, from the newest day to the oldest. */
struct fill_walk {
	struct fill *fill;
	enum exchange exchange;
	uint64_t id;
	bool open;
	uint32_t at; /* of fill.days */
	uint32_t fails;
	bool whole;         /* all days are there, but perhaps the newest */
	bool newest_is_out; /* the newest day is not there yet */
	int64_t not_before_ms;
};

struct fill {
	struct fill_parts parts;
	enum environment environment;
	int32_t day;                /* aimed at */
	int32_t before;             /* the open day before it */
	int32_t days[HISTORY_DAYS]; /* `day` and those before */
	int64_t planned_ms;         /* mono */
	uint32_t learnt;
	uint32_t generation; /* of the roster; 0: none yet */
	struct master_waiter master_waiter;
	bool master_came;          /* it has ended, well or not */
	struct fill_share *shares; /* ascending by code */
	uint32_t share_count;
	uint32_t total;  /* of them in the roster */
	uint32_t *order; /* `total` places in `shares`, what matters most first */
	struct fill_work work[FILL_KINDS];
	struct fill_flight flights[FILL_FLIGHTS];
	struct fill_pace pace;
	struct fill_store store;
	struct snapshot_waiter own_waiter;
	int32_t own_tried; /* the day whose own snapshot was asked for */
	struct fill_walk walks[EXCHANGES];
	int64_t krx_again_ms; /* mono: KRX has failed, KIS fills until then */
	uint32_t dropped;     /* figures that cannot be */
	struct fill_waiter *waiters;
	uint64_t round;
	int64_t told_ms; /* mono, of the last progress */
};

static inline int64_t fill_now(const struct fill *f)
{
	return clock_mono(&f->parts.env->clock);
}

/* ---- market_fill_shares. ---- */

struct fill_share *fill_share(const struct fill *f, const char *code); /* NULL: none */
/* With a new one when there is none; NULL: out of memory, or no code of a share. Moves the others.
 */
struct fill_share *fill_share_add(struct fill *f, const char *code);
/* Takes the roster when it has changed, and puts what matters most first. */
void fill_roster(struct fill *f);
void fill_order(struct fill *f);
bool fill_is_done(const struct fill *f, const struct fill_share *s, enum fill_kind kind);
void fill_count(
	const struct fill *f, enum fill_kind kind, uint32_t *ret_done, uint32_t *ret_skipped);
int32_t fill_whole_day(const struct fill *f, enum fill_kind kind);

/* ---- market_fill_call: share by share. ---- */

/* Sends what may be sent. */
void fill_pump(struct fill *f);
/* Ms until a share may be tried again; INT64_MAX: none waits for its time. */
int64_t fill_next_try(const struct fill *f, enum fill_kind kind);
bool fill_is_asking(const struct fill *f, enum fill_kind kind);
bool fill_is_full(const struct fill *f); /* no more calls fit beside those under way */
/* It may ask upstream: alone with its figures, or the one who writes. */
bool fill_may_ask(const struct fill *f);
void fill_call_cancel(struct fill *f);

/* ---- market_fill_keep: into memory, and towards the store. ---- */

/* A share's bars, its flows, and its mark, in that order. False: out of memory. */
bool fill_keep_bar(struct fill *f, const char *code, int32_t date, const struct bar *bar);
bool fill_keep_flow(
	struct fill *f, const char *code, int32_t date, enum investor who, const struct flow *flow);
bool fill_keep_mark(struct fill *f, struct fill_share *s, enum fill_kind kind, int32_t until);

/* ---- market_fill_store. ---- */

void fill_store_open(struct fill *f);
void fill_store_close(struct fill *f); /* what waits is saved first */
/* Takes events and hands over a batch that is due; `now`: whatever there is. */
void fill_store_step(struct fill *f, bool now);
int64_t fill_store_next(const struct fill *f); /* ms until it is due; INT64_MAX: nothing waits */
bool fill_batch_is_empty(const struct fill_batch *b);

/* ---- market_fill_day: the day's own bars from the last snapshot. ---- */

void fill_own_step(struct fill *f);
bool fill_own_waits(const struct fill *f);

/* ---- market_fill_krx. ---- */

void fill_krx_plan(struct fill *f); /* a new day, or a new roster */
void fill_krx_step(struct fill *f);
bool fill_krx_works(const struct fill *f); /* bars come from there at present */
int64_t fill_krx_next(const struct fill *f);
void fill_krx_cancel(struct fill *f);

/* ---- market_fill. ---- */

/* Something came: saves, tells who waits, goes on. */
void fill_came(struct fill *f);

#endif
