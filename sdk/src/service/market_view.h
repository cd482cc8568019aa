/* market_view - a snapshot joined with history: what the whole market says of each share. Made once
 * for a snapshot; windows of completed days when they are first asked for, and again when days have
 * come since.
 */
#ifndef SERVICE_MARKET_VIEW_H
#define SERVICE_MARKET_VIEW_H

#include "service/flow.h"
#include "service/history.h"
#include "service/market_band.h"
#include "service/market_snapshot.h"
#include "service/market_stock.h"

#define VIEW_DAYS 60

struct view_windows {
	uint32_t n;       /* completed days; 0: not made */
	uint8_t *verdict; /* enum window_verdict, of each row */
	struct window *of;
};

struct view {
	const struct snapshot *s; /* held */
	bool before_open;         /* its shares may be counted for the day to come */
	const struct history *history;
	uint64_t changes;        /* of the history its windows are of */
	int32_t days[VIEW_DAYS]; /* completed, the newest first */
	int64_t *cap;            /* won: price x listed shares in thousands; below 0: not known */
	uint32_t *value_place;   /* within its own market; 0: not known */
	uint32_t *cap_place;
	uint32_t *before_place; /* by base price x listed shares */
	int64_t cap_sum[EXCHANGES];
	struct view_windows windows[3]; /* 1, 5, 20 */
};

/* NULL when memory is out. */
struct view *view_new(
	const struct snapshot *s, const struct history *history, const struct calendar *calendar);
/* Days may have come since, or turned out to be closed: windows of before are dropped then. */
void view_refresh(struct view *v, const struct calendar *calendar);
void view_free(struct view *v); /* accepts NULL */

/* What a figure is asked for, beside the row. */
struct view_ask {
	const struct flows *flows;
	int32_t flow_date; /* 0: no flows */
	int32_t investor;  /* enum investor */
	uint32_t period;   /* 1, 5, 20 */
	uint64_t columns;  /* bit per figure that view_stock fills */
};

/* A figure of the whole market: false when it is not known. TOP_STREAK and what needs a call of its
 * own never are. */
bool view_figure(struct view *v, const struct view_ask *ask, uint32_t row, enum top_column column,
	int64_t *ret);
enum window_verdict view_verdict(struct view *v, uint32_t row, uint32_t n);
/* The window of a row; NULL unless its verdict is WINDOW_OK. */
const struct window *view_window(struct view *v, uint32_t row, uint32_t n);
/* The base price of the row, or of a day in its window, is not the close before it. */
bool view_base_differs(struct view *v, uint32_t row, uint32_t n);
/* The highest close of the last VIEW_DAYS days; 0: not known, or not comparable. */
int64_t view_close_high(const struct view *v, uint32_t row);
/* Days in a row that reach `threshold` percent, the session's day as 1; 0 when that day does
 * not. */
bool view_streak(struct view *v, uint32_t row, int64_t threshold, int64_t *ret);
/* The row's figures of ask->columns that are known without a call. */
void view_stock(struct view *v, const struct view_ask *ask, uint32_t row, struct stock *ret);
/* The largest trading values of the scope, into ret's leaders. */
void view_leaders(const struct view *v, enum market_scope scope, struct ranking_result *ret);
/* False: the share is halted, and has no day to compare. */
bool view_trades(const struct view *v, uint32_t row);
/* True when the row is of the scope. */
bool view_in_scope(const struct view *v, uint32_t row, enum market_scope scope);

#endif
