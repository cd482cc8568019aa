/* history - daily bars of every share over the last open days, and what windows of them say. */
#include "service/history.h"

#include <stdlib.h>

#include "service/day_table.h"
#include "service/rank_figure.h"
#include "service/rank_wide.h"

#define STREAK_WINDOW 20
#define FULL_RATE 10000 /* 100 % in hundredths of a percent */
#define ACTION_PERCENT 1
#define FAR_BASE_PERCENT 60

struct history {
	struct day_table *table;
	uint64_t changes;
};

struct history *history_new(void)
{
	const struct day_shape shape = { HISTORY_DAYS, 1, sizeof(struct bar) };
	struct history *h = calloc(1, sizeof *h);

	if (!h)
		return NULL;
	h->table = day_table_new(shape);
	if (!h->table) {
		free(h);
		return NULL;
	}
	return h;
}

void history_free(struct history *h)
{
	if (!h)
		return;
	day_table_free(h->table);
	free(h);
}

bool history_put(struct history *h, const char *code, int32_t date, const struct bar *bar)
{
	const struct day_key key = { .code = code, .date = date };

	h->changes++;
	return day_table_put(h->table, &key, bar);
}

uint64_t history_changes(const struct history *h)
{
	return h->changes;
}

const struct bar *history_bar(const struct history *h, const char *code, int32_t date)
{
	return day_table_cell(h->table, day_table_row(h->table, code), date, 0);
}

uint32_t history_shares(const struct history *h)
{
	return day_table_rows(h->table);
}

uint32_t history_bars_on(const struct history *h, int32_t date)
{
	return day_table_filled(h->table, date, 0);
}

/* ---- Windows: bars of the days asked about, the newest first; NULL where there is none. ---- */

/* Of the first HISTORY_DAYS days: more cannot be there. Returns how many. */
static uint32_t lend_bars(
	const struct history *h, const struct window_query *q, const struct bar **ret)
{
	const uint32_t count = q->day_count < HISTORY_DAYS ? q->day_count : HISTORY_DAYS;
	const struct day_row *row = day_table_row(h->table, q->code);
	uint32_t day = UINT32_MAX;

	for (uint32_t i = 0; i < count; i++) {
		day = day_table_day(h->table, q->days[i], day - 1);
		ret[i] = day_table_at(h->table, row, day, 0);
	}
	return count;
}

static bool knows(const struct bar *b, unsigned what)
{
	return b && (b->known & what) == what;
}

static bool has_trades(const struct bar *b)
{
	return knows(b, BAR_VOLUME | BAR_VALUE) && b->volume > 0 && b->value >= 0;
}

/* Won, or 0 when it is not known. */
static int32_t close_of(const struct bar *b)
{
	return knows(b, BAR_CLOSE) && b->close > 0 ? b->close : 0;
}

static bool count_changed(int64_t before, int64_t after)
{
	const wide change = (wide)after - before;

	return (change < 0 ? -change : change) * 100 > (wide)before * ACTION_PERCENT;
}

/* True when shares were split or their count changed in the bars, or between them and `listed`,
 * the count of the day after (0: not known). A count that is not known is passed over: the next one
 * that is tells what happened since. */
static bool sees_count_changed(const struct bar *const *bars, uint32_t n, int64_t listed)
{
	int64_t after = listed;

	for (uint32_t i = 0; i < n; i++) {
		const struct bar *b = bars[i];

		if (b && b->split != 0)
			return true;
		if (!knows(b, BAR_LISTED) || b->listed <= 0)
			continue;
		if (after > 0 && count_changed(b->listed, after))
			return true;
		after = b->listed;
	}
	return false;
}

static bool is_other(int32_t close, int32_t base)
{
	return base != close;
}

/* Further apart than new shares at a discount bring. */
static bool is_far(int32_t close, int32_t base)
{
	return (wide)base * 100 <= (wide)close * FAR_BASE_PERCENT ||
	       (wide)close * 100 <= (wide)base * FAR_BASE_PERCENT;
}

/* True when a day counts its change from a price that `differs` from the close of the day before,
 * where both are known. `base` is that of the day after the bars (0: not known). */
static bool sees_base(const struct bar *const *bars, uint32_t n, int32_t base,
	bool (*differs)(int32_t close, int32_t base))
{
	int32_t after = base;

	for (uint32_t i = 0; i < n; i++) {
		const int32_t close = close_of(bars[i]);

		if (after > 0 && close > 0 && differs(close, after))
			return true;
		after = knows(bars[i], BAR_BASE) ? bars[i]->base : 0;
	}
	return false;
}

static bool sees_action(const struct bar *const *bars, uint32_t n, int64_t listed, int32_t base)
{
	return sees_count_changed(bars, n, listed) || sees_base(bars, n, base, is_far);
}

static int32_t highest_close(const struct bar *const *bars, uint32_t n)
{
	int32_t highest = 0;

	for (uint32_t i = 0; i < n; i++)
		if (close_of(bars[i]) > highest)
			highest = close_of(bars[i]);
	return highest;
}

/* False when a day lacks its trades, or a sum does not fit; *ret is untouched then. */
static bool sum_up(const struct bar *const *bars, uint32_t n, struct window *ret)
{
	int64_t volumes[HISTORY_DAYS];
	wide volume = 0;
	wide value = 0;
	int64_t volume_sum;
	int64_t value_sum;

	for (uint32_t i = 0; i < n; i++) {
		if (!has_trades(bars[i]))
			return false;
		volumes[i] = bars[i]->volume;
		volume += bars[i]->volume;
		value += bars[i]->value;
	}
	if (!wide_fits(volume, &volume_sum) || !wide_fits(value, &value_sum))
		return false;
	ret->volume_sum = volume_sum;
	ret->value_sum = value_sum;
	ret->deviation = rank_deviation(volumes, n);
	return true;
}

enum window_verdict history_window(
	const struct history *h, const struct window_query *q, struct window *ret)
{
	const struct bar *bars[HISTORY_DAYS];
	const uint32_t count = lend_bars(h, q, bars);
	const uint32_t n = q->n < count ? q->n : count;
	const bool is_whole = !sees_action(bars, count, q->listed, q->base) &&
	                      !sees_base(bars, count, q->base, is_other);

	*ret = (struct window){
		.base_differs = sees_base(bars, n, q->base, is_other),
		.close_high = is_whole ? highest_close(bars, count) : 0,
	};
	if (sees_action(bars, n, q->listed, q->base))
		return WINDOW_ACTION;
	if (n == 0 || n < q->n || !sum_up(bars, n, ret))
		return WINDOW_SHORT;
	ret->close_before = close_of(bars[0]);
	ret->close_first = close_of(bars[n - 1]);
	return WINDOW_OK;
}

/* bars[0] is the day, those behind it are its window. */
static bool reaches(const struct bar *const *bars, int64_t threshold)
{
	struct window w;

	if (!has_trades(bars[0]) || !sum_up(bars + 1, STREAK_WINDOW, &w))
		return false;
	return (wide)bars[0]->volume * STREAK_WINDOW * FULL_RATE >= (wide)threshold * w.volume_sum;
}

uint32_t history_streak(const struct history *h, const struct window_query *q, int64_t threshold)
{
	const struct bar *bars[HISTORY_DAYS];
	const uint32_t count = lend_bars(h, q, bars);
	int64_t listed = q->listed;
	int32_t base = q->base;
	uint32_t days = 0;

	while (days + STREAK_WINDOW < count &&
		!sees_action(bars + days, STREAK_WINDOW + 1, listed, base) &&
		reaches(bars + days, threshold)) {
		listed = 0;
		base = 0;
		days++;
	}
	return days;
}
