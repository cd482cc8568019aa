/* demo_draw - numbers drawn from a place: the same place always gives the same number. */
#ifndef DEMO_DEMO_DRAW_H
#define DEMO_DEMO_DRAW_H

#include <stdint.h>

/* What a number is drawn for, so that two questions about one place do not share an answer. */
enum draw {
	DRAW_STREAM = 1,
	DRAW_SIZE,
	DRAW_PRICE,
	DRAW_VALUE,
	DRAW_STATE,
	DRAW_LIMIT,
	DRAW_SHARES,
	DRAW_FOREIGN,
	DRAW_EARNINGS,
	DRAW_BOOK,
	DRAW_LISTED,
	DRAW_MARGIN,
	DRAW_VENUE,
	DRAW_GAP,
	DRAW_PATH,
	DRAW_PROFILE,
	DRAW_JUMP,
	DRAW_BOOKSIDE,
	DRAW_SALES,
	DRAW_NEWS,
	DRAW_CLASS,
	DRAW_CLASS_FOREIGN,
	DRAW_CLASS_INSTITUTION,
	DRAW_CLASS_CORPS,
	DRAW_CLASS_KIND,
	DRAW_CLASS_TILT,
	DRAW_PROGRAM,
	DRAW_PROGRAM_ARBITRAGE,
	DRAW_VI,
	DRAW_VI_DYNAMIC,
	DRAW_ACTION,
	DRAW_TITLE,
	DRAW_FILING,
	DRAW_TREASURY,
	DRAW_WAVE = 64, /* and what follows: one per wave */
};

/* The finaliser of splitmix64. */
static inline uint64_t draw_mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
	return x ^ (x >> 31);
}

static inline uint64_t draw_at(uint64_t key, uint32_t what, int64_t place)
{
	return draw_mix(key + (uint64_t)what * 0x9e3779b97f4a7c15ULL +
			(uint64_t)place * 0xd1b54a32d192ed03ULL);
}

/* 0 up to, not including, 1. */
static inline double draw_unit(uint64_t key, uint32_t what, int64_t place)
{
	return (double)(draw_at(key, what, place) >> 11) * 0x1p-53;
}

/* Bell-shaped, mean 0, deviation 1, never beyond 3.47. */
static inline double draw_bell(uint64_t key, uint32_t what, int64_t place)
{
	const uint64_t h = draw_at(key, what, place);
	const uint64_t sum = (h & 0xffff) + (h >> 16 & 0xffff) + (h >> 32 & 0xffff) + (h >> 48);

	return ((double)sum - 131070.0) * (1.7320508 / 65536.0);
}

/* True for one place in `parts` out of 10,000. */
static inline int draw_chance(uint64_t key, uint32_t what, int64_t place, uint32_t parts)
{
	return draw_at(key, what, place) % 10000 < parts;
}

#endif
