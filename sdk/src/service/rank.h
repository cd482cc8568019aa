/* rank - the arithmetic of rankings: price bands, merging, exactness, shares of a total. Pure.
 *
 * KIS gives the 30 leading rows of a question and no second page. A price filter acts before that
 * cut, so a question that was cut is asked again in two price bands. Neighbouring bands overlap by
 * one won: that is complete whether the bounds are inclusive or not.
 */
#ifndef SERVICE_RANK_H
#define SERVICE_RANK_H

#include <stdbool.h>
#include <stdint.h>

#define RANK_FULL 30             /* rows of one body; as many mean that more may exist */
#define RANK_BODY_MAX 60         /* rows we read of one body */
#define RANK_WANT_MAX 64         /* rows one may want */
#define RANK_CALLS_MAX 32        /* of one ranking */
#define RANK_PRICE_MAX 100000000 /* won: above every price */
#define RANK_SCOPES_MAX 2

struct rank_item {
	char code[8];
	int64_t key;
	int64_t price; /* below 0: not known */
	void *of;      /* the caller's */
};

struct rank_band {
	uint32_t scope;
	int64_t low; /* bounds in won, both always sent */
	int64_t high;
	bool asked;
	bool answered;
	bool split;        /* its halves stand for it */
	bool stuck;        /* cut, but too narrow to be split */
	uint32_t received; /* rows of the body, before anything was left out */
	int64_t last_key;  /* the least key of the body, rows left out included */
	uint32_t item_count;
	struct rank_item items[RANK_BODY_MAX]; /* what is left of the body */
};

struct rank_plan {
	uint32_t want;
	uint32_t scope_count;
	uint32_t calls_max; /* bands this plan may ask */
	uint32_t band_count;
	struct rank_band bands[RANK_CALLS_MAX];
};

/* One band without bounds per scope. */
void rank_plan_init(struct rank_plan *p, uint32_t scope_count, uint32_t want, uint32_t calls_max);
/* The next band to ask, now marked as asked; NULL when there is none. */
struct rank_band *rank_plan_next(struct rank_plan *p);

enum rank_verdict {
	RANK_EXACT,     /* the merged list is the ranking */
	RANK_MORE,      /* bands were split: ask again */
	RANK_ONE_PRICE, /* a band too narrow to split is still cut */
	RANK_MANY_CALLS,
};

/* When everything asked was answered: is the merged list exact? If not, splits the bands that stand
 * in the way. */
enum rank_verdict rank_plan_test(struct rank_plan *p);

/* Back to the unbounded answers alone, with no more calls: when bands turned out not to be
 * honoured. */
void rank_plan_unsplit(struct rank_plan *p);

/* The rows of all bands that were not split, or of every band when `all`: each code once, as it
 * was received last, sorted; at most `room`. Returns how many. */
uint32_t rank_plan_merge(const struct rank_plan *p, bool all, struct rank_item *ret, uint32_t room);

/* True when the bands a scope was split into lack a code that its unbounded answer has. */
bool rank_plan_lost(const struct rank_plan *p);
/* True unless a scope was split and its bands, all answered, hold no code beyond its unbounded
 * answer, or a row outside of its band's bounds. */
bool rank_plan_honoured(const struct rank_plan *p);

/* By key, the largest first; equal keys by code. */
void rank_sort(struct rank_item *items, uint32_t count);

/* part / whole x 100 with two decimals, as hundredths, half away from zero. False when whole is
 * not above zero, part is below zero, or the result does not fit. */
bool rank_percent(int64_t part, int64_t whole, int64_t *ret);
/* The share of the `count` values in `total`, as above. */
bool rank_concentration(const int64_t *values, uint32_t count, int64_t total, int64_t *ret);

#endif
