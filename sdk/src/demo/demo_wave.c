/* demo_wave - sums of waves of several lengths, so any day is known without those before it; now
 * and then news makes an issue jump, sometimes to its limit. */
#include "demo/demo_wave.h"

#include <math.h>

#include "demo/demo_draw.h"

#define BLOCK 16 /* days; an issue jumps at most once in each */

struct wave {
	int64_t days; /* between two fixed points */
	double height;
};

static const struct wave price_waves[] = {
	{ 1, 0.010 },
	{ 3, 0.014 },
	{ 10, 0.035 },
	{ 40, 0.08 },
	{ 160, 0.14 },
};

static const struct wave tide_waves[] = {
	{ 1, 0.004 },
	{ 3, 0.006 },
	{ 12, 0.015 },
	{ 60, 0.04 },
	{ 240, 0.08 },
};

static const struct wave volume_waves[] = {
	{ 1, 0.30 },
	{ 4, 0.25 },
	{ 20, 0.25 },
};

static int64_t floor_div(int64_t n, int64_t by)
{
	return n >= 0 ? n / by : -((-n + by - 1) / by);
}

static double wave_at(uint64_t key, uint32_t what, int64_t days, int64_t day)
{
	const int64_t cell = floor_div(day, days);
	const double part = (double)(day - cell * days) / (double)days;
	const double from = draw_bell(key, what, cell);

	if (part == 0)
		return from;
	return from + (draw_bell(key, what, cell + 1) - from) * part;
}

static double sum_waves(uint64_t key, const struct wave *waves, uint32_t count, int64_t day)
{
	const uint32_t first = DRAW_WAVE + (waves == volume_waves ? 16 : 0);
	double sum = 0;

	for (uint32_t n = 0; n < count; n++)
		sum += waves[n].height * wave_at(key, first + n, waves[n].days, day);
	return sum;
}

double demo_wave_tide(const struct demo *d, int64_t day)
{
	return sum_waves(d->key, tide_waves, 5, day);
}

struct demo_jump demo_jump_in(const struct demo_issue *i, int64_t day)
{
	const int64_t block = floor_div(day, BLOCK);
	const uint64_t h = draw_at(i->key, DRAW_JUMP, block);
	const uint64_t kind = h % 1000;
	struct demo_jump j = { .day = block * BLOCK - 1 };

	if (kind >= 110 || i->restless < 0.6F)
		return j;
	j.day = block * BLOCK + 2 + (int64_t)(h >> 20) % 8;
	j.to_limit = kind < 14;
	j.size = j.to_limit ? 0.262 : 0.06 + 0.12 * draw_unit(i->key, DRAW_LIMIT, block);
	if ((h >> 40) % 4 == 0)
		j.size = j.to_limit ? -0.3567 : -j.size;
	return j;
}

/* 1 on the day of the jump, 0 before it and from the end of the block on. */
static double jump_left(const struct demo_jump *j, int64_t day)
{
	const int64_t end = (floor_div(day, BLOCK) + 1) * BLOCK;

	if (j->day < end - BLOCK || day < j->day)
		return 0;
	return (double)(end - day) / (double)(end - j->day);
}

double demo_wave_price(const struct demo_issue *i, int64_t day, double tide)
{
	const struct demo_jump j = demo_jump_in(i, day);

	return i->restless * (sum_waves(i->key, price_waves, 5, day) + tide) +
	       j.size * jump_left(&j, day);
}

double demo_wave_volume(const struct demo_issue *i, int64_t day)
{
	const struct demo_jump j = demo_jump_in(i, day);
	const double left = jump_left(&j, day);
	double surge = 1;

	/* Where most is traded, surprises are small. */
	if (left > 0)
		surge += left * left * left * fabs(j.size) * (i->cap_rank < 30 ? 4 : 40);
	return surge *
	       exp((i->cap_rank < 30 ? 0.6 : 1.0) * sum_waves(i->key, volume_waves, 3, day));
}
