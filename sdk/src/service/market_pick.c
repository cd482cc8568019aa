/* market_pick - the rows of the whole market that a query asks for. */
#include "service/market_pick.h"

#include <stdlib.h>

#include "base/cleanup.h"

struct item {
	int64_t key;
	uint32_t row;
};

/* Equal keys by code: rows ascend by it. */
static int by_key_down(const void *a, const void *b)
{
	const struct item *x = a;
	const struct item *y = b;

	if (x->key != y->key)
		return x->key < y->key ? 1 : -1;
	return (x->row > y->row) - (x->row < y->row);
}

static int by_key_up(const void *a, const void *b)
{
	const struct item *x = a;
	const struct item *y = b;

	if (x->key != y->key)
		return x->key > y->key ? 1 : -1;
	return (x->row > y->row) - (x->row < y->row);
}

static bool passes(const struct pick_spec *spec, uint32_t row, const struct market_filter *f)
{
	int64_t n;

	if (!view_figure(spec->view, spec->ask, row, f->column, &n))
		return false;
	return (!f->has_min || n >= f->min) && (!f->has_max || n <= f->max);
}

static bool is_of_sector(const struct pick_spec *spec, uint32_t row)
{
	const struct master_row *share = &spec->view->s->shares[row].row;
	const int32_t *wanted = spec->query->sector_codes;

	if (!spec->query->sector[0])
		return true;
	for (int i = 0; i < 2; i++)
		if (wanted[i] && (share->sector == wanted[i] || share->sector_large == wanted[i]))
			return true;
	return false;
}

static bool takes_part(const struct pick_spec *spec, uint32_t row)
{
	if (!view_in_scope(spec->view, row, spec->query->scope) || (spec->only && !spec->only[row]))
		return false;
	return is_of_sector(spec, row);
}

static bool passes_all(const struct pick_spec *spec, uint32_t row)
{
	for (uint32_t i = 0; i < spec->query->filter_count; i++)
		if (!passes(spec, row, &spec->query->filters[i]))
			return false;
	return true;
}

uint32_t pick_key_days(const struct market_query *q)
{
	switch (q->key) {
	case TOP_VALUE_CHANGE:
		return q->period;
	case TOP_VOLUME_RATIO:
		return 20;
	default:
		return 0;
	}
}

static void count_missing(const struct pick_spec *spec, uint32_t row, struct pick *ret)
{
	const uint32_t n = pick_key_days(spec->query);

	if (n == 0 || spec->view->s->shares[row].row.flags & MASTER_HALTED)
		ret->unknown++;
	else if (view_verdict(spec->view, row, n) == WINDOW_SHORT)
		ret->too_short++;
	else
		ret->acted++;
}

bool pick_rows(const struct pick_spec *spec, struct pick *ret)
{
	const uint32_t count = spec->view->s->count;
	CLEANUP(freep) struct item *items = calloc(count + 1, sizeof *items);
	uint32_t n = 0;

	*ret = (struct pick){ 0 };
	if (!items)
		return false;
	for (uint32_t row = 0; row < count; row++) {
		if (!takes_part(spec, row))
			continue;
		if (!view_figure(spec->view, spec->ask, row, spec->query->key, &items[n].key)) {
			count_missing(spec, row, ret);
			continue;
		}
		if (!passes_all(spec, row))
			continue;
		items[n++].row = row;
	}
	qsort(items, n, sizeof *items, spec->query->ascending ? by_key_up : by_key_down);
	ret->matched = n;
	while (ret->count < n && ret->count < spec->room && ret->count < STOCKS_MAX) {
		ret->rows[ret->count] = items[ret->count].row;
		ret->count++;
	}
	return true;
}
