/* rank_group - sums over groups of rows, such as a market's sectors, with each group's leaders. */
#include "service/rank_group.h"

#include <stdlib.h>

#include "service/rank.h"
#include "service/rank_wide.h"

/* Neighbouring rows of one group. */
struct range {
	int64_t value; /* as in struct group */
	int32_t group;
	uint32_t first;
	uint32_t count;
};

/* Of some column: what is known of it. */
struct sum {
	wide sum;
	bool known;
};

static int compare_rows(const void *left, const void *right)
{
	const struct group_row *a = left;
	const struct group_row *b = right;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->value != b->value)
		return a->value < b->value ? 1 : -1;
	return (a->index > b->index) - (a->index < b->index);
}

static int compare_ranges(const void *left, const void *right)
{
	const struct range *a = left;
	const struct range *b = right;

	if (a->value != b->value)
		return a->value < b->value ? 1 : -1;
	return (a->group > b->group) - (a->group < b->group);
}

static bool begins_group(const struct group_row *rows, uint32_t i)
{
	return i == 0 || rows[i].group != rows[i - 1].group;
}

static void add(struct sum *s, int64_t part)
{
	if (part < 0)
		return;
	s->sum += part;
	s->known = true;
}

static int64_t sum_or_unknown(const struct sum *s)
{
	int64_t fits;

	return s->known && wide_fits(s->sum, &fits) ? fits : -1;
}

static int64_t sum_values(const struct group_row *rows, uint32_t count)
{
	struct sum values = { 0 };

	for (uint32_t i = 0; i < count; i++)
		add(&values, rows[i].value);
	return sum_or_unknown(&values);
}

/* Every group's range, in the order of the groups' numbers. */
static void find_ranges(const struct group_row *rows, uint32_t count, struct range *ret)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (begins_group(rows, i))
			ret[found++] = (struct range){ .group = rows[i].group, .first = i };
		ret[found - 1].count++;
	}
	for (uint32_t i = 0; i < found; i++)
		ret[i].value = sum_values(&rows[ret[i].first], ret[i].count);
}

/* The rows come by value, those without one last. */
static void choose_leaders(const struct group_row *rows, uint32_t count, struct group *ret)
{
	for (uint32_t i = 0; i < count && i < RANK_LEADERS && rows[i].value >= 0; i++) {
		ret->leaders[i].index = rows[i].index;
		ret->leaders[i].value = rows[i].value;
		if (!rank_percent(rows[i].value, ret->value, &ret->leaders[i].share))
			ret->leaders[i].share = -1;
		ret->leader_count++;
	}
}

static void sum_group(const struct group_row *rows, const struct range *range, struct group *ret)
{
	struct sum volume = { 0 };
	wide rates = 0;

	*ret = (struct group){
		.group = range->group,
		.members = range->count,
		.value = range->value,
	};
	rows += range->first;
	for (uint32_t i = 0; i < range->count; i++) {
		const struct group_row *row = &rows[i];

		if (row->value < 0 || row->volume < 0)
			ret->unknown++;
		add(&volume, row->volume);
		if (row->traded) {
			ret->traded++;
			rates += row->rate;
		}
	}
	ret->volume = sum_or_unknown(&volume);
	ret->rate_known = ret->traded > 0;
	if (ret->rate_known)
		ret->rate = (int64_t)wide_divide(rates, ret->traded);
	choose_leaders(rows, range->count, ret);
}

uint32_t rank_groups(struct group_row *rows, uint32_t count, struct group *ret, uint32_t room)
{
	struct range *ranges;
	uint32_t groups = 0;

	if (count == 0)
		return 0;
	qsort(rows, count, sizeof *rows, compare_rows);
	for (uint32_t i = 0; i < count; i++)
		groups += begins_group(rows, i);
	ranges = malloc(groups * sizeof *ranges);
	if (!ranges)
		return UINT32_MAX;
	find_ranges(rows, count, ranges);
	qsort(ranges, groups, sizeof *ranges, compare_ranges);
	for (uint32_t i = 0; i < groups && i < room; i++)
		sum_group(rows, &ranges[i], &ret[i]);
	free(ranges);
	return groups;
}
