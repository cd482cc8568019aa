/* history_sample - calm days of one share, for the tests of histories. */
#ifndef SDK_HISTORY_SAMPLE_H
#define SDK_HISTORY_SAMPLE_H

#include "service/history.h"

#define CODE "005930"
#define ALL_KNOWN (BAR_CLOSE | BAR_VOLUME | BAR_VALUE | BAR_BASE | BAR_LISTED)
#define LISTED 1000000
#define CLOSE 1000

/* Completed days, the newest first; their distance says nothing here. */
static int32_t days[HISTORY_DAYS];

/* A calm day: each like the one before. */
static inline struct bar calm(void)
{
	return (struct bar){
		.volume = 100,
		.value = 100000,
		.listed = LISTED,
		.close = CLOSE,
		.base = CLOSE,
		.known = ALL_KNOWN,
	};
}

static inline void put(struct history *h, uint32_t day, struct bar bar)
{
	assert_true(history_put(h, CODE, days[day], &bar));
}

static inline void put_calm(struct history *h, uint32_t from, uint32_t below)
{
	for (uint32_t i = from; i < below; i++)
		put(h, i, calm());
}

static inline void put_split(struct history *h, uint32_t day)
{
	struct bar bar = calm();

	bar.split = 1;
	put(h, day, bar);
}

static inline int start_empty(void **state)
{
	for (uint32_t i = 0; i < HISTORY_DAYS; i++)
		days[i] = 20261130 - (int32_t)i;
	*state = history_new();
	return *state ? 0 : -1;
}

static inline int start(void **state)
{
	if (start_empty(state) != 0)
		return -1;
	put_calm(*state, 0, HISTORY_DAYS);
	return 0;
}

static inline int stop(void **state)
{
	history_free(*state);
	return 0;
}

/* n of 30 days; the session's day goes on calmly. */
static inline struct window_query ask(uint32_t n)
{
	return (struct window_query){
		.code = CODE,
		.days = days,
		.day_count = 30,
		.n = n,
		.listed = LISTED,
		.base = CLOSE,
	};
}

#endif
