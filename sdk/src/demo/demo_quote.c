/* demo_quote - the day's path between two closes, and what was traded on the way. */
#include "demo/demo_quote.h"

#include <math.h>
#include <string.h>

#include "demo/demo_action.h"
#include "demo/demo_draw.h"
#include "demo/demo_tick.h"
#include "demo/demo_wave.h"

static int64_t plain_close(const struct demo_issue *i, int64_t day, double tide)
{
	const double price = i->base_price * demo_action_unit(i, day);

	return demo_tick_round(i, price * exp(demo_wave_price(i, day, tide)));
}

static int64_t traded_close(
	const struct demo *d, const struct demo_issue *i, int64_t day, double tide)
{
	const struct demo_jump j = demo_jump_in(i, day);
	int64_t before;

	if (j.day != day || !j.to_limit)
		return plain_close(i, day, tide);
	/* The day before is never one of these: a block holds one, not in its first two days. */
	before = plain_close(i, day - 1, demo_wave_tide(d, day - 1));
	return j.size > 0 ? demo_tick_upper(i, before) : demo_tick_lower(i, before);
}

/* In the units of that day. Who is halted stands where trading ended; who is not listed yet, at
 * the price it will be offered at. */
static int64_t close_at(const struct demo *d, const struct demo_issue *i, int64_t day, double tide)
{
	int64_t last = day;

	if (i->flags & DEMO_HALTED)
		return demo_tick_round(i, i->base_price);
	if (demo_issue_is_halted(i, day))
		last = i->halt_day - 1;
	if (!demo_issue_is_listed(i, day))
		last = i->first_day - 1;
	return traded_close(d, i, last, last == day ? tide : demo_wave_tide(d, last));
}

int64_t demo_quote_close(const struct demo *d, const struct demo_issue *i, int64_t day, int64_t now)
{
	return demo_action_adjust(i, close_at(d, i, day, demo_wave_tide(d, day)), day, now);
}

/* Shares of the whole regular session. */
static int64_t day_volume(const struct demo_issue *i, int64_t day)
{
	if (demo_issue_is_halted(i, day) || !demo_issue_is_listed(i, day))
		return 0;
	return (int64_t)(i->base_volume * demo_action_volume_unit(i, day) *
			 demo_wave_volume(i, day)) +
	       1;
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

static int64_t within(const struct range *r, int64_t price)
{
	return price > r->upper ? r->upper : price < r->lower ? r->lower : price;
}

/* Prices at the knots up to `last`. The ends of the regular session are given, between them the
 * price strays; in the after-market it comes back to the close. */
static void walk(const struct demo_board *b, const struct demo_issue *i, int last, int64_t close,
	struct demo_path *ret)
{
	const double before = (double)ret->before;
	const struct range limit = { demo_tick_upper(i, ret->before),
		demo_tick_lower(i, ret->before) };
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
		ret->prices[k] = within(&limit, demo_tick_round(i, price));
	}
}

static int64_t volume_done(const struct demo_path *p, double flow0, double flow1, double after)
{
	const double share = flow0 + (flow1 - flow0) * p->lean;

	if (after > 0)
		return (int64_t)p->regular + (int64_t)(p->regular * p->later * after);
	return (int64_t)(p->regular * share);
}

/* Each knot's price holds for what is traded until the next one; what is done at a knot up to the
 * close was traded on the way from the last. */
static void add_trades(const struct demo_board *b, struct demo_path *p)
{
	struct demo_amount sum = { 0 };

	for (int k = 0; k <= b->at.knot; k++) {
		const int64_t done =
			volume_done(p, b->knot_flow[0][k], b->knot_flow[1][k], b->knot_after[k]);

		sum.value +=
			(done - sum.volume) * p->prices[k == DEMO_KNOT_CLOSE || k == 0 ? k : k - 1];
		sum.volume = done;
		p->done[k] = sum;
	}
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

void demo_board_make(const struct demo *d, const struct demo_moment *at, enum demo_venue venue,
	struct demo_board *ret)
{
	ret->d = d;
	/* NXT's day begins half an hour before KRX's: yesterday's figures are gone then. */
	ret->at = venue == DEMO_VENUE_KRX ? *at : demo_moment_early(at, 30);
	ret->venue = venue;
	ret->tide[0] = demo_wave_tide(d, ret->at.day);
	ret->tide[1] = demo_wave_tide(d, ret->at.day - 1);
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
	b->tide[1] = demo_wave_tide(b->d, b->at.day - 1);
}

bool demo_path_make(const struct demo_board *b, const struct demo_issue *i, struct demo_path *ret)
{
	const int last = b->at.knot + 1 < DEMO_KNOTS ? b->at.knot + 1 : b->at.knot;

	if (b->at.knot < 0 || demo_issue_is_halted(i, b->at.day) ||
		!demo_issue_is_listed(i, b->at.day))
		return false;
	ret->before =
		demo_action_reference(i, b->at.day, close_at(b->d, i, b->at.day - 1, b->tide[1]));
	ret->regular = (double)day_volume(i, b->at.day);
	ret->lean = draw_unit(i->key, DRAW_PROFILE, b->at.day * 2);
	ret->later = after_share(i, b->at.day);
	walk(b, i, last, close_at(b->d, i, b->at.day, b->tide[0]), ret);
	add_trades(b, ret);
	return true;
}

struct demo_amount demo_path_at(const struct demo_path *p, const struct demo_moment *m)
{
	const struct demo_amount *knot = &p->done[m->knot];
	const int64_t done = volume_done(p, m->flow[0], m->flow[1], m->after);

	return (struct demo_amount){ done,
		knot->value + (done - knot->volume) * p->prices[m->knot] };
}

struct demo_amount demo_venue_part(
	const struct demo_issue *i, enum demo_venue venue, struct demo_amount krx)
{
	const int64_t volume = venue_share(i, venue, krx.volume);

	if (volume == 0)
		return (struct demo_amount){ 0 };
	return (struct demo_amount){ volume, venue_share(i, venue, krx.value) };
}

void demo_quote_get(const struct demo_board *b, const struct demo_issue *i, struct demo_quote *ret)
{
	struct demo_path path;
	struct demo_amount traded;

	*ret = (struct demo_quote){
		.close_before = close_at(b->d, i, b->at.day - 1, b->tide[1]),
		.volume_before = venue_share(i, b->venue, whole_volume(i, b->at.day - 1)),
	};
	ret->before = demo_action_reference(i, b->at.day, ret->close_before);
	ret->price = ret->before;
	if (!demo_path_make(b, i, &path))
		return;
	traded = demo_venue_part(i, b->venue, demo_path_at(&path, &b->at));
	if (traded.volume == 0)
		return;
	ret->volume = traded.volume;
	ret->value = traded.value;
	ret->price = price_between(b, i, path.prices);
	add_range(b, path.prices, ret);
}

int64_t demo_quote_cap(const struct demo_issue *i, int64_t day, int64_t price)
{
	return (demo_issue_listed(i, day) * price + 50000000) / 100000000;
}
