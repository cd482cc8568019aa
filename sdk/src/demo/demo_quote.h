/* demo_quote - an issue's prices and trading at a moment: a pure function of both. */
#ifndef DEMO_DEMO_QUOTE_H
#define DEMO_DEMO_QUOTE_H

#include "demo/demo_day.h"
#include "demo/demo_market.h"

enum demo_venue { DEMO_VENUE_KRX, DEMO_VENUE_NXT, DEMO_VENUE_BOTH };

/* "J", "NX", "UN"; false for another text. */
bool demo_venue_parse(const char *text, enum demo_venue *ret);

struct demo_quote {
	int64_t price;         /* the previous close while nothing was traded */
	int64_t before;        /* previous close */
	int64_t volume;        /* shares */
	int64_t value;         /* won; each trade at its price: value / volume is in the range */
	int64_t volume_before; /* of the whole previous day */
	/* Zero while nothing was traded. */
	int64_t open;
	int64_t high;
	int64_t low;
	int32_t high_time; /* HHMMSS */
	int32_t low_time;
};

/* What all issues share at a moment: made once, then asked for each issue. */
struct demo_board {
	const struct demo *d;
	struct demo_moment at;
	enum demo_venue venue;
	double tide[2]; /* the market's own move: on the day, on the day before */
	double knot_flow[DEMO_PROFILES][DEMO_KNOTS];
	double knot_after[DEMO_KNOTS];
};

void demo_board_make(const struct demo *d, const struct demo_moment *at, enum demo_venue venue,
	struct demo_board *ret);
/* Goes to the end of the open day before. */
void demo_board_back(struct demo_board *b);
void demo_quote_get(const struct demo_board *b, const struct demo_issue *i, struct demo_quote *ret);

/* The close of a day by its number. */
int64_t demo_quote_close(const struct demo *d, const struct demo_issue *i, int64_t day);

/* Capitalisation in 억원, rounded as KIS rounds. */
int64_t demo_quote_cap(const struct demo_issue *i, int64_t price);

#endif
