/* market_fill_shares - whose bars and flows are wanted, how far each is, and who comes first. */
#include <stdio.h>
#include <stdlib.h>

#include "service/market_fill_part.h"

#define WHOLE_DAYS 6 /* that are looked at */

static uint32_t place(const struct fill *f, const char *code)
{
	uint32_t low = 0;
	uint32_t high = f->share_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (strcmp(f->shares[middle].code, code) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct fill_share *fill_share(const struct fill *f, const char *code)
{
	uint32_t at = place(f, code);

	if (at < f->share_count && strcmp(f->shares[at].code, code) == 0)
		return &f->shares[at];
	return NULL;
}

struct fill_share *fill_share_add(struct fill *f, const char *code)
{
	uint32_t at = place(f, code);
	struct fill_share *more;

	if (at < f->share_count && strcmp(f->shares[at].code, code) == 0)
		return &f->shares[at];
	if (code[0] == '\0' || strlen(code) >= sizeof more->code)
		return NULL;
	/* Room doubles: at each power of two. */
	if ((f->share_count & (f->share_count - 1)) == 0) {
		size_t room = f->share_count ? (size_t)f->share_count * 2 : 1;

		more = realloc(f->shares, room * sizeof *more);
		if (!more)
			return NULL;
		f->shares = more;
	}
	memmove(&f->shares[at + 1], &f->shares[at], (f->share_count - at) * sizeof *f->shares);
	f->shares[at] = (struct fill_share){ 0 };
	(void)snprintf(f->shares[at].code, sizeof f->shares[at].code, "%s", code);
	f->share_count++;
	return &f->shares[at];
}

/* ---- The queue's order. ---- */

/* Won of the day before: as the newest snapshot has them, or the newest bar. */
static int64_t value_of(
	const struct fill *f, const struct snapshot *newest, const struct fill_share *s)
{
	const struct bar *bar = history_bar(f->parts.history, s->code, f->day);
	uint32_t row = newest ? snapshot_find(newest, s->code) : UINT32_MAX;

	if (row != UINT32_MAX && newest->known[row] & SNAPSHOT_VALUE)
		return newest->value[row];
	if (!bar)
		bar = history_bar(f->parts.history, s->code, f->before);
	return bar && bar->known & BAR_VALUE ? bar->value : 0;
}

static int by_weight(const void *a, const void *b, void *self)
{
	const struct fill *f = self;
	const struct fill_share *x = &f->shares[*(const uint32_t *)a];
	const struct fill_share *y = &f->shares[*(const uint32_t *)b];

	if (x->value != y->value)
		return (x->value < y->value) - (x->value > y->value);
	if (x->size != y->size)
		return (x->size < y->size) - (x->size > y->size);
	return strcmp(x->code, y->code);
}

void fill_order(struct fill *f)
{
	const struct snapshot *newest = snapshots_newest(f->parts.snapshots, BASIS_KRX);
	uint32_t *order = calloc(f->share_count + 1, sizeof *order);
	uint32_t n = 0;

	/* Without memory the old order would name wrong places: nothing is asked then. */
	for (uint32_t i = 0; order && i < f->share_count; i++) {
		if (!f->shares[i].listed)
			continue;
		f->shares[i].value = value_of(f, newest, &f->shares[i]);
		order[n++] = i;
	}
	if (order)
		qsort_r(order, n, sizeof *order, by_weight, f);
	free(f->order);
	f->order = order;
	f->total = n;
	for (int k = 0; k < FILL_KINDS; k++)
		f->work[k].cursor = 0;
}

/* ---- The roster. ---- */

static void take_entry(struct fill *f, const struct master_entry *e)
{
	const struct master_row *row = e->row;
	struct fill_share *s = fill_share_add(f, row->code);

	if (!s)
		return;
	s->listed = true;
	s->exchange = e->exchange;
	s->listed_on = row->listed_on;
	s->trades = !(row->flags & MASTER_HALTED) && row->previous_volume > 0;
	if (__builtin_mul_overflow(row->listed_thousand * 1000, row->base_price, &s->size))
		s->size = 0;
}

void fill_roster(struct fill *f)
{
	const struct master_entry *entries;
	uint32_t generation = master_generation(f->parts.master);
	uint32_t count;

	if (f->total > 0 && generation == f->generation)
		return;
	count = master_roster(f->parts.master, &entries);
	if (count == 0)
		return;
	for (uint32_t i = 0; i < f->share_count; i++)
		f->shares[i].listed = false;
	for (uint32_t i = 0; i < count; i++)
		take_entry(f, &entries[i]);
	f->generation = generation;
	fill_order(f);
	fill_krx_plan(f);
}

/* ---- How far it is. ---- */

bool fill_is_done(const struct fill *f, const struct fill_share *s, enum fill_kind kind)
{
	return s->of[kind].until >= f->day;
}

void fill_count(
	const struct fill *f, enum fill_kind kind, uint32_t *ret_done, uint32_t *ret_skipped)
{
	*ret_done = 0;
	*ret_skipped = 0;
	for (uint32_t i = 0; i < f->total; i++) {
		const struct fill_share *s = &f->shares[f->order[i]];

		if (fill_is_done(f, s, kind))
			(*ret_done)++;
		else if (s->of[kind].skipped)
			(*ret_skipped)++;
	}
}

static bool is_whole(const struct fill *f, enum fill_kind kind, int32_t day)
{
	uint32_t short_of = 0;

	for (uint32_t i = 0; i < f->total; i++)
		short_of += f->shares[f->order[i]].of[kind].until < day;
	return f->total > 0 && (uint64_t)short_of * 100 <= f->total;
}

int32_t fill_whole_day(const struct fill *f, enum fill_kind kind)
{
	for (uint32_t i = 0; i < WHOLE_DAYS; i++)
		if (f->days[i] && is_whole(f, kind, f->days[i]))
			return f->days[i];
	return 0;
}
