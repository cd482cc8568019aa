/* rank - the arithmetic of rankings: price bands, merging, exactness, shares of a total. */
#include "service/rank.h"

#include <stdlib.h>
#include <string.h>

#include "service/rank_wide.h"

static int compare_items(const void *left, const void *right)
{
	const struct rank_item *a = left;
	const struct rank_item *b = right;

	if (a->key != b->key)
		return a->key < b->key ? 1 : -1;
	return strncmp(a->code, b->code, sizeof a->code);
}

void rank_sort(struct rank_item *items, uint32_t count)
{
	if (count > 1)
		qsort(items, count, sizeof *items, compare_items);
}

static struct rank_band *add_band(struct rank_plan *p, uint32_t scope, int64_t low, int64_t high)
{
	struct rank_band *b = &p->bands[p->band_count++];

	memset(b, 0, sizeof *b);
	b->scope = scope;
	b->low = low;
	b->high = high;
	return b;
}

void rank_plan_init(struct rank_plan *p, uint32_t scope_count, uint32_t want, uint32_t calls_max)
{
	p->want = want < RANK_WANT_MAX ? want : RANK_WANT_MAX;
	p->scope_count = scope_count;
	p->calls_max = calls_max < RANK_CALLS_MAX ? calls_max : RANK_CALLS_MAX;
	p->band_count = 0;
	for (uint32_t i = 0; i < scope_count; i++)
		(void)add_band(p, i, 0, RANK_PRICE_MAX);
}

struct rank_band *rank_plan_next(struct rank_plan *p)
{
	for (uint32_t i = 0; i < p->band_count; i++)
		if (!p->bands[i].asked) {
			p->bands[i].asked = true;
			return &p->bands[i];
		}
	return NULL;
}

static const struct rank_item *find_item(const struct rank_band *b, const char *code)
{
	for (uint32_t i = 0; i < b->item_count; i++)
		if (strncmp(b->items[i].code, code, sizeof b->items[i].code) == 0)
			return &b->items[i];
	return NULL;
}

/* True when a band behind `from` that counts holds the code: the later answer is the better. */
static bool comes_again(const struct rank_plan *p, uint32_t from, bool all, const char *code)
{
	for (uint32_t i = from + 1; i < p->band_count; i++)
		if ((all || !p->bands[i].split) && find_item(&p->bands[i], code))
			return true;
	return false;
}

uint32_t rank_plan_merge(const struct rank_plan *p, bool all, struct rank_item *ret, uint32_t room)
{
	struct rank_item found[RANK_CALLS_MAX * RANK_BODY_MAX];
	uint32_t count = 0;

	for (uint32_t i = 0; i < p->band_count; i++) {
		const struct rank_band *b = &p->bands[i];

		if (b->split && !all)
			continue;
		for (uint32_t k = 0; k < b->item_count; k++)
			if (!comes_again(p, i, all, b->items[k].code))
				found[count++] = b->items[k];
	}
	rank_sort(found, count);
	if (count > room)
		count = room;
	memcpy(ret, found, count * sizeof *found);
	return count;
}

void rank_plan_unsplit(struct rank_plan *p)
{
	p->band_count = p->scope_count;
	p->calls_max = p->scope_count;
	for (uint32_t i = 0; i < p->band_count; i++)
		p->bands[i].split = false;
}

static int compare_prices(const void *left, const void *right)
{
	const int64_t *a = left;
	const int64_t *b = right;

	return (*a > *b) - (*a < *b);
}

/* The price that halves the band's rows, with room for both halves to be narrower than the band.
 * False when the band is too narrow. */
static bool middle_price(const struct rank_band *b, int64_t *ret)
{
	int64_t prices[RANK_BODY_MAX];
	uint32_t count = 0;
	int64_t middle;

	if (b->high - b->low <= 2)
		return false;
	for (uint32_t i = 0; i < b->item_count; i++)
		if (b->items[i].price >= 0)
			prices[count++] = b->items[i].price;
	qsort(prices, count, sizeof *prices, compare_prices);
	middle = count > 0 ? prices[count / 2] : b->low + (b->high - b->low) / 2;
	if (middle < b->low + 1)
		middle = b->low + 1;
	if (middle > b->high - 2)
		middle = b->high - 2;
	*ret = middle;
	return true;
}

/* A cut band hides rows up to its last key: they matter while that is above the last rank. */
static bool is_in_the_way(const struct rank_band *b, bool enough, int64_t last_rank_key)
{
	if (b->split || b->received < RANK_FULL)
		return false;
	return !enough || b->last_key > last_rank_key;
}

enum rank_verdict rank_plan_test(struct rank_plan *p)
{
	struct rank_item merged[RANK_WANT_MAX];
	uint32_t count = rank_plan_merge(p, false, merged, p->want);
	bool enough = count == p->want && count > 0;
	int64_t last = enough ? merged[count - 1].key : 0;
	enum rank_verdict verdict = RANK_EXACT;
	uint32_t bands = p->band_count;

	for (uint32_t i = 0; i < bands; i++) {
		struct rank_band *b = &p->bands[i];
		int64_t middle;

		if (!is_in_the_way(b, enough, last))
			continue;
		if (!middle_price(b, &middle)) {
			b->stuck = true;
			continue;
		}
		if (p->band_count + 2 > p->calls_max)
			return p->band_count > bands ? RANK_MORE : RANK_MANY_CALLS;
		b->split = true;
		(void)add_band(p, b->scope, b->low, middle + 1);
		(void)add_band(p, b->scope, middle, b->high);
		verdict = RANK_MORE;
	}
	for (uint32_t i = 0; i < bands && verdict == RANK_EXACT; i++)
		if (p->bands[i].stuck && is_in_the_way(&p->bands[i], enough, last))
			verdict = RANK_ONE_PRICE;
	return verdict;
}

static bool halves_hold(const struct rank_plan *p, uint32_t scope, const char *code)
{
	for (uint32_t i = p->scope_count; i < p->band_count; i++) {
		const struct rank_band *b = &p->bands[i];

		if (b->scope == scope && !b->split && find_item(b, code))
			return true;
	}
	return false;
}

bool rank_plan_lost(const struct rank_plan *p)
{
	for (uint32_t s = 0; s < p->scope_count; s++) {
		const struct rank_band *whole = &p->bands[s];

		for (uint32_t i = 0; whole->split && i < whole->item_count; i++)
			if (!halves_hold(p, s, whole->items[i].code))
				return true;
	}
	return false;
}

/* True when a band of the scope holds a code its unbounded answer does not have. */
static bool brought_news(const struct rank_plan *p, uint32_t scope)
{
	for (uint32_t i = p->scope_count; i < p->band_count; i++) {
		const struct rank_band *b = &p->bands[i];

		/* Without an answer nothing is known against the bands. */
		if (b->scope == scope && !b->answered)
			return true;
		for (uint32_t k = 0; b->scope == scope && k < b->item_count; k++)
			if (!find_item(&p->bands[scope], b->items[k].code))
				return true;
	}
	return false;
}

static bool keeps_bounds(const struct rank_band *b)
{
	for (uint32_t i = 0; i < b->item_count; i++) {
		int64_t price = b->items[i].price;

		if (price >= 0 && (price < b->low || price > b->high))
			return false;
	}
	return true;
}

bool rank_plan_honoured(const struct rank_plan *p)
{
	for (uint32_t i = 0; i < p->band_count; i++)
		if (!keeps_bounds(&p->bands[i]))
			return false;
	for (uint32_t s = 0; s < p->scope_count; s++)
		if (p->bands[s].split && !brought_news(p, s))
			return false;
	return true;
}

bool rank_percent(int64_t part, int64_t whole, int64_t *ret)
{
	return part >= 0 && wide_percent(part, whole, ret);
}

bool rank_concentration(const int64_t *values, uint32_t count, int64_t total, int64_t *ret)
{
	wide sum = 0;

	for (uint32_t i = 0; i < count; i++)
		sum += values[i];
	return sum >= 0 && wide_percent(sum, total, ret);
}
