/* market_view - a snapshot joined with history. */
#include "service/market_view.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "service/rank.h"
#include "service/rank_figure.h"

#define THOUSAND 1000

/* ---- Making. ---- */

static void free_windows(struct view_windows *w)
{
	free(w->verdict);
	free(w->of);
	*w = (struct view_windows){ 0 };
}

/* Before an open the master file is of the new day already and the price of the old one; a closed
 * day has no file of its own. */
static bool is_before_open(const struct snapshot *s, const struct calendar *calendar)
{
	const int32_t today = kst_from_ms(s->first_ms).date;

	return today > s->date && calendar_is_open_day(calendar, today);
}

/* A split's: their base prices differ then. */
static bool counts_another_day(const struct view *v, uint32_t row)
{
	const struct snapshot *s = v->s;
	const struct master_row *share = &s->shares[row].row;

	return v->before_open && share->par_change &&
	       !((s->known[row] & SNAPSHOT_BASE) && s->base[row] == share->base_price);
}

static int64_t cap_at(const struct view *v, uint32_t row, const int64_t *price, uint32_t bit)
{
	const struct snapshot *s = v->s;
	const int64_t thousand = s->shares[row].row.listed_thousand;
	int64_t cap;

	if (!(s->known[row] & bit) || thousand <= 0 || counts_another_day(v, row))
		return -1;
	if (__builtin_mul_overflow(price[row], thousand * THOUSAND, &cap))
		return -1;
	return cap;
}

/* Places of the rows of one market; a key below 0 has none. */
static bool place_market(const struct view *v, enum exchange x, const int64_t *keys, uint32_t *ret)
{
	const uint32_t count = v->s->count;
	CLEANUP(freep) int64_t *own = calloc(count + 1, sizeof *own);
	CLEANUP(freep) uint32_t *rows = calloc(count + 1, sizeof *rows);
	CLEANUP(freep) uint32_t *placed = calloc(count + 1, sizeof *placed);
	uint32_t n = 0;

	if (!own || !rows || !placed)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		if (v->s->shares[i].exchange != x || keys[i] < 0)
			continue;
		own[n] = keys[i];
		rows[n++] = i;
	}
	if (!rank_places(own, n, placed))
		return false;
	for (uint32_t i = 0; i < n; i++)
		ret[rows[i]] = placed[i];
	return true;
}

static bool place_all(const struct view *v, const int64_t *keys, uint32_t *ret)
{
	return place_market(v, EXCHANGE_KOSPI, keys, ret) &&
	       place_market(v, EXCHANGE_KOSDAQ, keys, ret);
}

static bool make_places(struct view *v)
{
	const struct snapshot *s = v->s;
	CLEANUP(freep) int64_t *value = calloc(s->count + 1, sizeof *value);
	CLEANUP(freep) int64_t *before = calloc(s->count + 1, sizeof *before);

	if (!value || !before)
		return false;
	for (uint32_t i = 0; i < s->count; i++) {
		value[i] = s->known[i] & SNAPSHOT_VALUE ? s->value[i] : -1;
		before[i] = cap_at(v, i, s->base, SNAPSHOT_BASE);
		v->cap[i] = cap_at(v, i, s->price, SNAPSHOT_PRICE);
		if (v->cap[i] > 0)
			v->cap_sum[s->shares[i].exchange] += v->cap[i];
	}
	return place_all(v, value, v->value_place) && place_all(v, v->cap, v->cap_place) &&
	       place_all(v, before, v->before_place);
}

struct view *view_new(
	const struct snapshot *s, const struct history *history, const struct calendar *calendar)
{
	struct view *v = calloc(1, sizeof *v);

	if (!v)
		return NULL;
	v->s = snapshot_hold(s);
	v->before_open = is_before_open(s, calendar);
	v->history = history;
	view_refresh(v, calendar);
	v->cap = calloc(s->count + 1, sizeof *v->cap);
	v->value_place = calloc(s->count + 1, sizeof *v->value_place);
	v->cap_place = calloc(s->count + 1, sizeof *v->cap_place);
	v->before_place = calloc(s->count + 1, sizeof *v->before_place);
	if (!v->cap || !v->value_place || !v->cap_place || !v->before_place || !make_places(v)) {
		view_free(v);
		return NULL;
	}
	return v;
}

void view_free(struct view *v)
{
	if (!v)
		return;
	for (size_t i = 0; i < COUNT_OF(v->windows); i++)
		free_windows(&v->windows[i]);
	free(v->cap);
	free(v->value_place);
	free(v->cap_place);
	free(v->before_place);
	snapshot_drop(v->s);
	free(v);
}

void view_refresh(struct view *v, const struct calendar *calendar)
{
	int32_t days[VIEW_DAYS];

	calendar_days_before(calendar, v->s->date, days, VIEW_DAYS);
	if (v->changes == history_changes(v->history) && memcmp(days, v->days, sizeof days) == 0)
		return;
	v->changes = history_changes(v->history);
	memcpy(v->days, days, sizeof days);
	for (size_t i = 0; i < COUNT_OF(v->windows); i++)
		free_windows(&v->windows[i]);
}

/* ---- Windows. ---- */

/* Only the days looked at: each costs a look into memory. */
static struct window_query window_of(const struct view *v, uint32_t row, uint32_t n, uint32_t days)
{
	const struct snapshot *s = v->s;

	return (struct window_query){
		.code = s->shares[row].row.code,
		.days = v->days,
		.day_count = days,
		.n = n,
		.listed = s->shares[row].row.listed_thousand * THOUSAND,
		.base = s->known[row] & SNAPSHOT_BASE ? (int32_t)s->base[row] : 0,
	};
}

static struct view_windows *windows_of(struct view *v, uint32_t n)
{
	struct view_windows *w = &v->windows[n == 20 ? 2 : n == 5 ? 1 : 0];

	if (w->n == n)
		return w;
	w->verdict = calloc(v->s->count + 1, sizeof *w->verdict);
	w->of = calloc(v->s->count + 1, sizeof *w->of);
	if (!w->verdict || !w->of) {
		free_windows(w);
		return NULL;
	}
	for (uint32_t i = 0; i < v->s->count; i++) {
		const struct window_query q = window_of(v, i, n, n);

		w->verdict[i] = (uint8_t)history_window(v->history, &q, &w->of[i]);
	}
	w->n = n;
	return w;
}

enum window_verdict view_verdict(struct view *v, uint32_t row, uint32_t n)
{
	const struct view_windows *w = windows_of(v, n);

	return w ? (enum window_verdict)w->verdict[row] : WINDOW_SHORT;
}

const struct window *view_window(struct view *v, uint32_t row, uint32_t n)
{
	const struct view_windows *w = windows_of(v, n);

	return w && w->verdict[row] == WINDOW_OK ? &w->of[row] : NULL;
}

bool view_base_differs(struct view *v, uint32_t row, uint32_t n)
{
	const struct view_windows *w = windows_of(v, n);

	return w && w->of[row].base_differs;
}

int64_t view_close_high(const struct view *v, uint32_t row)
{
	const struct window_query q = window_of(v, row, 20, VIEW_DAYS);
	struct window w;

	(void)history_window(v->history, &q, &w);
	return w.close_high;
}

/* A halted share has no day to compare. */
bool view_trades(const struct view *v, uint32_t row)
{
	return !(v->s->shares[row].row.flags & MASTER_HALTED);
}

bool view_streak(struct view *v, uint32_t row, int64_t threshold, int64_t *ret)
{
	const struct window_query q = window_of(v, row, 20, VIEW_DAYS);
	const struct window *w = view_window(v, row, 20);
	int64_t ratio;

	if (!w || !view_trades(v, row) || !(v->s->known[row] & SNAPSHOT_VOLUME) ||
		!rank_ratio(v->s->volume[row], w->volume_sum, 20, &ratio))
		return false;
	*ret = ratio < threshold * 100
	               ? 0
	               : 1 + (int64_t)history_streak(v->history, &q, threshold * 100);
	return true;
}

bool view_in_scope(const struct view *v, uint32_t row, enum market_scope scope)
{
	const enum exchange x = v->s->shares[row].exchange;

	return scope == SCOPE_ALL || (scope == SCOPE_KOSPI) == (x == EXCHANGE_KOSPI);
}

void view_stock(struct view *v, const struct view_ask *ask, uint32_t row, struct stock *ret)
{
	const struct snapshot_share *share = &v->s->shares[row];

	memset(ret, 0, sizeof *ret);
	memcpy(ret->code, share->row.code, 6);
	memcpy(ret->name, share->row.name, sizeof share->row.name);
	ret->exchange = share->exchange;
	ret->sector = share->row.sector;
	ret->flags = share->row.flags;
	ret->marked = true;
	for (uint32_t c = 0; c < TOP_FIGURES; c++) {
		int64_t n;

		if ((ask->columns >> c & 1) && view_figure(v, ask, row, (enum top_column)c, &n))
			ret->fig[c] = MCP_KNOWN_INT(n);
	}
	stock_make_name(ret);
}

void view_leaders(const struct view *v, enum market_scope scope, struct ranking_result *ret)
{
	ret->leader_count = 0;
	for (uint32_t i = 0; i < v->s->count; i++) {
		const int64_t value = v->s->value[i];
		uint32_t at = ret->leader_count;

		if (!view_in_scope(v, i, scope) || !(v->s->known[i] & SNAPSHOT_VALUE))
			continue;
		if (at == MARKET_LEADERS && ret->leaders[at - 1] >= value)
			continue;
		if (at == MARKET_LEADERS)
			at--;
		else
			ret->leader_count++;
		for (; at > 0 && ret->leaders[at - 1] < value; at--)
			ret->leaders[at] = ret->leaders[at - 1];
		ret->leaders[at] = value;
	}
}
