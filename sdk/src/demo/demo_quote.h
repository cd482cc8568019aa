/* demo_quote - an issue's prices and trading at a moment: a pure function of both. */
#ifndef DEMO_DEMO_QUOTE_H
#define DEMO_DEMO_QUOTE_H

#include "demo/demo_day.h"
#include "demo/demo_market.h"

enum demo_venue { DEMO_VENUE_KRX, DEMO_VENUE_NXT, DEMO_VENUE_BOTH };

/* "J", "NX", "UN"; false for another text. */
bool demo_venue_parse(const char *text, enum demo_venue *ret);

struct demo_amount {
	int64_t volume; /* shares */
	int64_t value;  /* won */
};

struct demo_quote {
	int64_t price;  /* the previous close while nothing was traded */
	int64_t before; /* what the change counts from: the previous close but for an action */
	int64_t close_before;  /* the previous close in the units of its day */
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

/* How an issue trades on a board's day, up to the board's moment. */
struct demo_path {
	int64_t before;                      /* what the day's change counts from */
	int64_t prices[DEMO_KNOTS];          /* to the knot after the moment */
	struct demo_amount done[DEMO_KNOTS]; /* at each knot passed */
	double regular;                      /* shares of the whole regular session */
	double lean;                         /* from the first profile to the second */
	double later;                        /* what the after-market adds, as a part of it */
};

/* False when nothing is traded. Made once, it tells of every earlier moment of the day. */
bool demo_path_make(const struct demo_board *b, const struct demo_issue *i, struct demo_path *ret);
/* What was done on KRX until a moment that is not before the first knot. */
struct demo_amount demo_path_at(const struct demo_path *p, const struct demo_moment *m);
/* The same on another venue. */
struct demo_amount demo_venue_part(
	const struct demo_issue *i, enum demo_venue venue, struct demo_amount krx);

/* The close of a day by its number, in the units of the day `now`. */
int64_t demo_quote_close(
	const struct demo *d, const struct demo_issue *i, int64_t day, int64_t now);

/* Capitalisation in 억원, rounded as KIS rounds. */
int64_t demo_quote_cap(const struct demo_issue *i, int64_t day, int64_t price);

#endif
