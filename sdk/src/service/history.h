/* history - daily bars of every share over the last open days, in memory, and what windows of
 * completed days say. Pure: no clock, no network, no files.
 */
#ifndef SERVICE_HISTORY_H
#define SERVICE_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#define HISTORY_DAYS 64

enum bar_known {
	BAR_CLOSE = 0x01,
	BAR_VOLUME = 0x02,
	BAR_VALUE = 0x04,
	BAR_BASE = 0x08,
	BAR_LISTED = 0x10,
};

struct bar {
	int64_t volume; /* shares */
	int64_t value;  /* won */
	int64_t listed; /* shares listed that day */
	int32_t close;  /* won */
	int32_t base;   /* won: what the day's change counts from (close - prdy_vrss) */
	uint16_t known; /* BAR_… */
	uint16_t split; /* 1: upstream marks a split or merge on that day (prtt_rate) */
	uint32_t pad;
};

struct history;

struct history *history_new(void); /* NULL: out of memory */
void history_free(struct history *h);

/* Keeps a bar; a second one of the same day replaces it. Days come in any order; those older than
 * the newest HISTORY_DAYS are forgotten as newer ones come, and one that would be is left out
 * (true). False when memory is out or `code` has not 1 to 7 characters: nothing has changed. */
bool history_put(struct history *h, const char *code, int32_t date, const struct bar *bar);
/* NULL when there is none. Lent until the next put. */
const struct bar *history_bar(const struct history *h, const char *code, int32_t date);
/* Differs from what it was once a bar has been put. */
uint64_t history_changes(const struct history *h);
uint32_t history_shares(const struct history *h); /* with a bar */
/* How many shares have a bar of that day. */
uint32_t history_bars_on(const struct history *h, int32_t date);

/* A day lacks its trades when it has no bar, its volume is not known or not above 0, or its value
 * is not known. An action is a bar with `split`, or a count of listed shares that differs by more
 * than 1 % from that of the next later day that has one, up to the session's day; 1 % of the
 * earlier count. It is one, too, when a day counts from a base at most 60 % of the close before it,
 * or the other way round: a split nothing else tells of. A base that differs by less is that of new
 * shares: prices do not compare then, what was traded does. */
enum window_verdict {
	WINDOW_OK,
	WINDOW_SHORT,  /* a day lacks its trades or is not given, or a sum does not fit */
	WINDOW_ACTION, /* an action lies in it; said of a short one too, as it says more */
};

/* What is looked at: completed days, the newest first, and the day they are compared with. */
struct window_query {
	const char *code;
	const int32_t *days; /* completed open days before the session's, the newest first */
	uint32_t day_count;  /* how many are given, at least `n` */
	uint32_t n;          /* 1, 5, 20 */
	/* Of the session's day; 0: not known. */
	int64_t listed; /* shares */
	int32_t base;   /* won, reference price */
};

struct window {
	int64_t volume_sum; /* of the n days */
	int64_t value_sum;
	int32_t close_before; /* close of the day before the session's; 0: not known */
	int32_t close_first;  /* close n completed days ago, the oldest's; 0: not known */
	/* The session's base price is not the stored close before it, or a bar's base is not the
	 * close before it; told where both are known. */
	bool base_differs;
	double deviation; /* population deviation of the n volumes */
	/* Highest known close of all days given (of HISTORY_DAYS at most). 0: none is known, or an
	 * action or a base that differs lies among them, so that their closes do not compare. */
	int32_t close_high;
};

/* *ret is set when WINDOW_OK, and `base_differs` and `close_high` always; the rest is 0 else. */
enum window_verdict history_window(
	const struct history *h, const struct window_query *q, struct window *ret);

/* How many completed days in a row, from the newest on, have volume x 20 x 10000 >= threshold x sum
 * of the volumes of the 20 days before them; stops at a day that lacks its trades, or whose 20 days
 * are not WINDOW_OK for it. An action on the session's day leaves none. `threshold` in hundredths
 * of a percent. All but n of `q` counts. */
uint32_t history_streak(const struct history *h, const struct window_query *q, int64_t threshold);

#endif
