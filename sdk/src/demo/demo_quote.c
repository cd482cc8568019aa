/* demo_quote - prices wander as sums of waves of several lengths, so the close of any day is known
 * without those before it; now and then news makes an issue jump, sometimes to its limit. */
#include "demo/demo_quote.h"

#include <math.h>
#include <string.h>

#include "demo/demo_draw.h"
#include "demo/demo_tick.h"

#define HALF_HOUR_MS (30 * 60 * 1000)
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

static double tide_at(const struct demo *d, int64_t day)
{
	return sum_waves(d->key, tide_waves, 5, day);
}

/* News of an issue: on day `day` of its block the price jumps, then calms down until the block
 * ends. */
struct jump {
	int64_t day; /* number of the day; the block may have none: before its first */
	double size; /* logarithm */
	bool to_limit;
};

static struct jump jump_in(const struct demo_issue *i, int64_t day)
{
	const int64_t block = floor_div(day, BLOCK);
	const uint64_t h = draw_at(i->key, DRAW_JUMP, block);
	const uint64_t kind = h % 1000;
	struct jump j = { .day = block * BLOCK - 1 };

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
static double jump_left(const struct jump *j, int64_t day)
{
	const int64_t end = (floor_div(day, BLOCK) + 1) * BLOCK;

	if (j->day < end - BLOCK || day < j->day)
		return 0;
	return (double)(end - day) / (double)(end - j->day);
}

static double drift(const struct demo_issue *i, int64_t day, double tide)
{
	const struct jump j = jump_in(i, day);

	return i->restless * (sum_waves(i->key, price_waves, 5, day) + tide) +
	       j.size * jump_left(&j, day);
}

static int64_t plain_close(const struct demo_issue *i, int64_t day, double tide)
{
	return demo_tick_round(i, i->base_price * exp(drift(i, day, tide)));
}

static int64_t close_at(const struct demo *d, const struct demo_issue *i, int64_t day, double tide)
{
	struct jump j;
	int64_t before;

	if (i->flags & DEMO_HALTED)
		return demo_tick_round(i, i->base_price);
	j = jump_in(i, day);
	if (j.day != day || !j.to_limit)
		return plain_close(i, day, tide);
	/* The day before is never one of these: a block holds one, not in its first two days. */
	before = plain_close(i, day - 1, tide_at(d, day - 1));
	return j.size > 0 ? demo_tick_upper(i, before) : demo_tick_lower(i, before);
}

int64_t demo_quote_close(const struct demo *d, const struct demo_issue *i, int64_t day)
{
	return close_at(d, i, day, tide_at(d, day));
}

/* Shares of the whole regular session. */
static int64_t day_volume(const struct demo_issue *i, int64_t day)
{
	const struct jump j = jump_in(i, day);
	const double left = jump_left(&j, day);
	double surge = 1;

	if (i->flags & DEMO_HALTED)
		return 0;
	/* Where most is traded, surprises are small. */
	if (left > 0)
		surge += left * left * left * fabs(j.size) * (i->cap_rank < 30 ? 4 : 40);
	surge *= exp((i->cap_rank < 30 ? 0.6 : 1.0) * sum_waves(i->key, volume_waves, 3, day));
	return (int64_t)(i->base_volume * surge) + 1;
}

/* Share of the regular session's volume that the after-market adds. */
static double after_share(const struct demo_issue *i, int64_t day)
{
	if (i->product != DEMO_SHARE)
		return 0;
	return 0.02 + 0.05 * draw_unit(i->key, DRAW_PROFILE, day + 1);
}

static int64_t whole_volume(const struct demo_issue *i, int64_t day)
{
	const int64_t regular = day_volume(i, day);

	return regular + (int64_t)((double)regular * after_share(i, day));
}

/* What NXT trades beside KRX. */
static int64_t venue_share(const struct demo_issue *i, enum demo_venue venue, int64_t krx)
{
	const int64_t percent = 25 + (int64_t)(draw_at(i->key, DRAW_VENUE, 1) % 56);
	const int64_t nxt =
		i->flags & DEMO_NXT ? krx / 100 * percent + krx % 100 * percent / 100 : 0;

	switch (venue) {
	case DEMO_VENUE_NXT:
		return nxt;
	case DEMO_VENUE_BOTH:
		return krx + nxt;
	default:
		return krx;
	}
}

struct range {
	int64_t upper;
	int64_t lower;
};

/* Prices at the knots up to `last`. The ends of the regular session are given, between them the
 * price strays; in the after-market it comes back to the close. */
static void walk(const struct demo_board *b, const struct demo_issue *i, int last, int64_t close,
	int64_t *ret)
{
	const double before = (double)ret[0];
	const struct range limit = { demo_tick_upper(i, ret[0]), demo_tick_lower(i, ret[0]) };
	const double gap = 0.3 * ((double)close - before) +
	                   0.004 * i->restless * before * draw_bell(i->key, DRAW_GAP, b->at.day);
	const double stray = 0.012 * i->restless * before / 32768.0;
	const double step = ((double)close - before - gap) / DEMO_KNOT_CLOSE;
	uint64_t h = 0;

	for (int k = 0; k <= last; k++) {
		const int left = k < DEMO_KNOT_CLOSE ? DEMO_KNOT_CLOSE - k : DEMO_KNOTS - 1 - k;
		const int done = k < DEMO_KNOT_CLOSE ? k : k - DEMO_KNOT_AFTER;
		const int ease = left < done ? left : done;
		double price;

		if (k % 4 == 0)
			h = draw_at(i->key, DRAW_PATH, b->at.day * 16 + k / 4);
		price = k < DEMO_KNOT_CLOSE ? before + gap + step * k : (double)close;
		if (ease > 0)
			price += stray * (ease < 5 ? ease * 0.2 : 1.0) *
			         (double)((int64_t)(h >> k % 4 * 16 & 0xffff) - 32768);
		ret[k] = demo_tick_round(i, price);
		ret[k] = ret[k] > limit.upper ? limit.upper : ret[k];
		ret[k] = ret[k] < limit.lower ? limit.lower : ret[k];
	}
}

/* Shares done when the shares of the profiles are `flow` and of the after-market `after`. */
struct pace {
	double regular;
	double lean; /* from the first profile to the second */
	double later;
};

static int64_t volume_done(const struct pace *p, double flow0, double flow1, double after)
{
	const double share = flow0 + (flow1 - flow0) * p->lean;

	if (after > 0)
		return (int64_t)p->regular + (int64_t)(p->regular * p->later * after);
	return (int64_t)(p->regular * share);
}

/* Each knot's price holds for what is traded until the next one. */
static void add_trades(const struct demo_board *b, const struct pace *p, const int64_t *prices,
	struct demo_quote *q)
{
	int64_t done = 0;
	int64_t next;

	for (int k = 0; k <= b->at.knot; k++) {
		next = volume_done(p, b->knot_flow[0][k], b->knot_flow[1][k], b->knot_after[k]);
		/* What is done at a knot up to the close was traded on the way from the last. */
		q->value += (next - done) * prices[k == DEMO_KNOT_CLOSE || k == 0 ? k : k - 1];
		done = next;
	}
	next = volume_done(p, b->at.flow[0], b->at.flow[1], b->at.after);
	q->value += (next - done) * prices[b->at.knot];
	q->volume = next;
}

static int64_t price_between(
	const struct demo_board *b, const struct demo_issue *i, const int64_t *at)
{
	const int k = b->at.knot;
	const double from = (double)at[k];

	if (k + 1 >= DEMO_KNOTS || k == DEMO_KNOT_AUCTION || k == DEMO_KNOT_CLOSE)
		return at[k];
	return demo_tick_round(i, from + ((double)at[k + 1] - from) * b->at.part);
}

static void see(struct demo_quote *q, int64_t price, int32_t time)
{
	if (price > q->high) {
		q->high = price;
		q->high_time = time;
	}
	if (price < q->low || q->low == 0) {
		q->low = price;
		q->low_time = time;
	}
}

static void add_range(const struct demo_board *b, const int64_t *prices, struct demo_quote *q)
{
	q->open = prices[0];
	for (int k = 0; k <= b->at.knot; k++)
		see(q, prices[k], demo_knot_time(&b->at, k));
	see(q, q->price, demo_knot_time(&b->at, b->at.knot));
}

bool demo_venue_parse(const char *text, enum demo_venue *ret)
{
	static const char *const words[] = { "J", "NX", "UN" };

	for (int i = 0; i < 3; i++) {
		if (str_same(text, words[i])) {
			*ret = (enum demo_venue)i;
			return true;
		}
	}
	return false;
}

/* NXT's day begins half an hour before KRX's: yesterday's figures are gone then. */
static struct demo_moment begin_early(const struct demo_moment *at)
{
	struct demo_moment soon = demo_moment_at(at->wall_ms + HALF_HOUR_MS);

	if (soon.date <= at->date)
		return *at;
	soon.wall_ms = at->wall_ms;
	return soon;
}

void demo_board_make(const struct demo *d, const struct demo_moment *at, enum demo_venue venue,
	struct demo_board *ret)
{
	ret->d = d;
	ret->at = venue == DEMO_VENUE_KRX ? *at : begin_early(at);
	ret->venue = venue;
	ret->tide[0] = tide_at(d, ret->at.day);
	ret->tide[1] = tide_at(d, ret->at.day - 1);
	for (int k = 0; k < DEMO_KNOTS; k++) {
		ret->knot_flow[0][k] = demo_knot_flow(0, k);
		ret->knot_flow[1][k] = demo_knot_flow(1, k);
		ret->knot_after[k] = demo_knot_after(k);
	}
}

void demo_board_back(struct demo_board *b)
{
	b->at = demo_moment_end(demo_day_before(b->at.date));
	b->tide[0] = b->tide[1];
	b->tide[1] = tide_at(b->d, b->at.day - 1);
}

/* The same prices, another venue's trading. */
static void move_to_venue(
	const struct demo_board *b, const struct demo_issue *i, struct demo_quote *q)
{
	const int64_t volume = venue_share(i, b->venue, q->volume);

	if (volume > 0) {
		q->value = venue_share(i, b->venue, q->value);
		q->volume = volume;
		return;
	}
	*q = (struct demo_quote){
		.price = q->before, .before = q->before, .volume_before = q->volume_before
	};
}

void demo_quote_get(const struct demo_board *b, const struct demo_issue *i, struct demo_quote *ret)
{
	const int64_t before = close_at(b->d, i, b->at.day - 1, b->tide[1]);
	int64_t prices[DEMO_KNOTS] = { before };
	struct pace pace;

	*ret = (struct demo_quote){
		.price = before,
		.before = before,
		.volume_before = venue_share(i, b->venue, whole_volume(i, b->at.day - 1)),
	};
	if (b->at.knot < 0 || (i->flags & DEMO_HALTED))
		return;
	pace = (struct pace){
		.regular = (double)day_volume(i, b->at.day),
		.lean = draw_unit(i->key, DRAW_PROFILE, b->at.day * 2),
		.later = after_share(i, b->at.day),
	};
	walk(b, i, b->at.knot + 1 < DEMO_KNOTS ? b->at.knot + 1 : b->at.knot,
		close_at(b->d, i, b->at.day, b->tide[0]), prices);
	add_trades(b, &pace, prices, ret);
	if (ret->volume == 0)
		return;
	ret->price = price_between(b, i, prices);
	add_range(b, prices, ret);
	if (b->venue != DEMO_VENUE_KRX)
		move_to_venue(b, i, ret);
}

int64_t demo_quote_cap(const struct demo_issue *i, int64_t price)
{
	return (i->listed * price + 50000000) / 100000000;
}
