/* rank_figure - the arithmetic of single figures: changes, ratios, means, deviations, places. */
#include "service/rank_figure.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "service/rank.h"
#include "service/rank_wide.h"

#define FULL_RATE 10000 /* 100 % in hundredths of a percent */

int64_t rank_mean(int64_t sum, uint32_t n)
{
	assert(sum >= 0 && n > 0);
	return (int64_t)wide_divide(sum, n);
}

static bool can_compare(int64_t now, int64_t sum, uint32_t n)
{
	return now >= 0 && sum > 0 && n > 0;
}

bool rank_change(int64_t now, int64_t sum, uint32_t n, int64_t *ret)
{
	return can_compare(now, sum, n) && wide_percent((wide)now * n - sum, sum, ret);
}

bool rank_ratio(int64_t now, int64_t sum, uint32_t n, int64_t *ret)
{
	return can_compare(now, sum, n) && wide_percent((wide)now * n, sum, ret);
}

bool rank_turnover(int64_t volume, int64_t listed, int64_t float_rate, int64_t *ret)
{
	if (float_rate <= 0)
		return rank_percent(volume, listed, ret);
	if (volume < 0 || float_rate > FULL_RATE)
		return false;
	return wide_percent((wide)volume * FULL_RATE, (wide)listed * float_rate, ret);
}

bool rank_impact(int64_t part, int64_t whole, int64_t *ret)
{
	return wide_percent(part < 0 ? -(wide)part : part, whole, ret);
}

/* n x (value - mean): a whole number, so no digit is lost before the square. */
static double off_mean(int64_t value, wide sum, uint32_t n)
{
	return (double)((wide)value * n - sum);
}

static wide sum_of(const int64_t *values, uint32_t n)
{
	wide sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += values[i];
	return sum;
}

double rank_deviation(const int64_t *values, uint32_t n)
{
	const wide sum = sum_of(values, n);
	double squares = 0;

	if (n == 0)
		return 0;
	for (uint32_t i = 0; i < n; i++)
		squares += off_mean(values[i], sum, n) * off_mean(values[i], sum, n);
	return sqrt(squares / n) / n;
}

/* Hundredths: one division alone rounds. */
static double z_of(int64_t now, wide sum, uint32_t n, double deviation)
{
	if (n == 0 || !(deviation > 0))
		return 0;
	return off_mean(now, sum, n) * 100 / (n * deviation);
}

int64_t rank_z(int64_t now, int64_t sum, uint32_t n, double deviation)
{
	const double z = round(z_of(now, sum, n, deviation));

	if (z > RANK_Z_MAX)
		return RANK_Z_MAX;
	if (z < -RANK_Z_MAX)
		return -RANK_Z_MAX;
	return (int64_t)z;
}

bool rank_is_unusual(int64_t now, const int64_t *values, uint32_t n, double threshold)
{
	const wide sum = sum_of(values, n);

	if (sum <= 0)
		return false;
	if ((wide)now * n > sum * 2)
		return true;
	return fabs(z_of(now, sum, n, rank_deviation(values, n))) > threshold * 100;
}

struct placed {
	int64_t key;
	uint32_t at;
};

static int compare_placed(const void *left, const void *right)
{
	const struct placed *a = left;
	const struct placed *b = right;

	if (a->key != b->key)
		return a->key < b->key ? 1 : -1;
	return (a->at > b->at) - (a->at < b->at);
}

bool rank_places(const int64_t *keys, uint32_t count, uint32_t *ret)
{
	struct placed *all;

	if (count == 0)
		return true;
	all = malloc(count * sizeof *all);
	if (!all)
		return false;
	for (uint32_t i = 0; i < count; i++)
		all[i] = (struct placed){ keys[i], i };
	qsort(all, count, sizeof *all, compare_placed);
	for (uint32_t i = 0; i < count; i++)
		ret[all[i].at] = i + 1;
	free(all);
	return true;
}
