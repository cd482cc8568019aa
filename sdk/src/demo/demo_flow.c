/* demo_flow - parts of what was traded are drawn for a day; as volume grows, so do they. */
#include "demo/demo_flow.h"

#include <string.h>

#include "base/cleanup.h"
#include "demo/demo_draw.h"
#include "demo/demo_traits.h"

enum side { BUY, SELL };

#define SIDE_PLACE(day, side) ((day)*2 + (side))
#define CROWD_MAX 0.92 /* of a day's trading, of all but individuals */

/* What a class usually has of a share's trading. */
struct habit {
	double foreign;
	double institutions;
	double corps;
};

static struct habit habit_of(const struct demo_issue *i)
{
	const double u = draw_unit(i->key, DRAW_CLASS, 0);
	const double v = draw_unit(i->key, DRAW_CLASS, 1);

	if (i->product == DEMO_ETF || i->product == DEMO_ETN)
		return (struct habit){ 0.10 + 0.10 * u, 0.30 + 0.15 * v, 0.01 };
	if (i->size == 1)
		return (struct habit){ 0.22 + 0.20 * u, 0.16 + 0.14 * v, 0.012 };
	if (i->size == 2)
		return (struct habit){ 0.10 + 0.12 * u, 0.07 + 0.08 * v, 0.012 };
	return (struct habit){ 0.04 + 0.09 * u, 0.01 + 0.05 * v, 0.015 };
}

/* 0.35 to 1.65 times the usual, different for buys and sells. */
static double today(const struct demo_issue *i, uint32_t what, int64_t place)
{
	return demo_bounded(1.0 + 0.28 * draw_bell(i->key, what, place), 0.35, 1.65);
}

/* A day's habit, less than all of its trading: individuals are never crowded out. */
static struct habit habit_today(const struct demo_issue *i, int64_t place)
{
	struct habit h = habit_of(i);
	double sum;

	h.foreign *= today(i, DRAW_CLASS_FOREIGN, place);
	h.institutions *= today(i, DRAW_CLASS_INSTITUTION, place);
	h.corps *= today(i, DRAW_CLASS_CORPS, place);
	sum = h.foreign + h.institutions + h.corps;
	if (sum > CROWD_MAX) {
		h.foreign *= CROWD_MAX / sum;
		h.institutions *= CROWD_MAX / sum;
		h.corps *= CROWD_MAX / sum;
	}
	return h;
}

/* Parts of one; individuals have what others leave. */
static void draw_parts(const struct demo_issue *i, int64_t place, double *ret)
{
	static const double kinds[] = { 0.36, 0.13, 0.14, 0.02, 0.06, 0.02, 0.27 };
	const struct habit h = habit_today(i, place);
	double weights[COUNT_OF(kinds)];
	double sum = 0;

	for (size_t k = 0; k < COUNT_OF(kinds); k++) {
		weights[k] = kinds[k] *
		             (0.2 + draw_unit(i->key, DRAW_CLASS_KIND, place * 8 + (int64_t)k));
		sum += weights[k];
	}
	ret[DEMO_FOREIGN] = h.foreign;
	for (size_t k = 0; k < COUNT_OF(kinds); k++)
		ret[DEMO_SECURITIES + k] = h.institutions * weights[k] / sum;
	ret[DEMO_OTHER_ORGS] = 0; /* as recorded: nothing for years */
	ret[DEMO_OTHER_CORPS] = h.corps;
	ret[DEMO_PERSON] = 1.0 - h.foreign - h.institutions - h.corps;
}

/* The value of the first `volume` shares when all cost the same. */
static int64_t value_of(const struct demo_quote *q, int64_t volume)
{
	return q->value / q->volume * volume + q->value % q->volume * volume / q->volume;
}

/* Somebody paid more than others: money moves from one class to another, less than would take
 * either out of the day's range. */
static void tilt(const struct demo_issue *i, int64_t place, const struct demo_quote *q,
	struct demo_amount *one, struct demo_amount *other)
{
	const int64_t above = q->high * q->volume - q->value;
	const int64_t below = q->value - q->low * q->volume;
	const double room = (double)(above < below ? above : below) / (double)q->volume;
	const double least = (double)(one->volume < other->volume ? one->volume : other->volume);
	const double part = demo_bounded(draw_bell(i->key, DRAW_CLASS_TILT, place), -1, 1);
	const int64_t moved = (int64_t)(0.3 * part * room * least);

	one->value += moved;
	other->value -= moved;
}

static struct demo_amount *amount_of(struct demo_trade *t, enum side side)
{
	return side == BUY ? &t->buy : &t->sell;
}

static void share_out(const struct demo_issue *i, int64_t day, const struct demo_quote *q,
	enum side side, struct demo_flow *ret)
{
	const int64_t place = SIDE_PLACE(day, side);
	double parts[DEMO_CLASSES];
	double upto = 0;
	int64_t volume = 0;
	int64_t value = 0;

	draw_parts(i, place, parts);
	for (int k = 0; k < DEMO_CLASSES; k++) {
		struct demo_amount *a = amount_of(&ret->of[k], side);
		int64_t end;

		if (k == DEMO_PERSON)
			continue;
		upto += parts[k];
		end = (int64_t)((double)q->volume * upto);
		a->volume = end - volume;
		a->value = value_of(q, end) - value;
		volume = end;
		value += a->value;
	}
	*amount_of(&ret->of[DEMO_PERSON], side) =
		(struct demo_amount){ q->volume - volume, q->value - value };
	tilt(i, place, q, amount_of(&ret->of[DEMO_FOREIGN], side),
		amount_of(&ret->of[DEMO_PERSON], side));
}

void demo_flow_get(
	const struct demo_issue *i, int64_t day, const struct demo_quote *q, struct demo_flow *ret)
{
	memset(ret, 0, sizeof *ret);
	if (q->volume == 0)
		return;
	share_out(i, day, q, BUY, ret);
	share_out(i, day, q, SELL, ret);
}

void demo_trade_add(struct demo_trade *sum, const struct demo_trade *t)
{
	sum->buy.volume += t->buy.volume;
	sum->buy.value += t->buy.value;
	sum->sell.volume += t->sell.volume;
	sum->sell.value += t->sell.value;
}

struct demo_trade demo_flow_institutions(const struct demo_flow *f)
{
	struct demo_trade sum = { 0 };

	for (int k = DEMO_SECURITIES; k <= DEMO_PENSION; k++)
		demo_trade_add(&sum, &f->of[k]);
	return sum;
}

struct demo_amount demo_trade_net(const struct demo_trade *t)
{
	return (struct demo_amount){ t->buy.volume - t->sell.volume, t->buy.value - t->sell.value };
}

static struct demo_amount part_of(const struct demo_quote *q, double part)
{
	const int64_t volume = (int64_t)((double)q->volume * part);

	return (struct demo_amount){ volume, value_of(q, volume) };
}

/* What a day's programs have of buys or sells, 0.02 to 0.6. */
static double program_part(const struct demo_issue *i, int64_t place)
{
	const bool member = i->flags & DEMO_INDEX_MEMBER;
	const double usual = member ? 0.28 : i->size == 2 ? 0.12 : 0.06;

	return demo_bounded(
		usual * (1.0 + 0.4 * draw_bell(i->key, DRAW_PROGRAM, place)), 0.02, 0.6);
}

void demo_program_get(const struct demo_issue *i, int64_t day, const struct demo_quote *q,
	struct demo_program *ret)
{
	const bool member = i->flags & DEMO_INDEX_MEMBER;

	*ret = (struct demo_program){ 0 };
	if (q->volume == 0 || i->product != DEMO_SHARE)
		return;
	for (int side = BUY; side <= SELL; side++) {
		const int64_t place = SIDE_PLACE(day, side);
		const double part = program_part(i, place);
		const double arbitrage = 0.08 * draw_unit(i->key, DRAW_PROGRAM_ARBITRAGE, place);

		*amount_of(&ret->all, (enum side)side) = part_of(q, part);
		if (member)
			*amount_of(&ret->arbitrage, (enum side)side) = part_of(q, part * arbitrage);
	}
}
