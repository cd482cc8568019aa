/* market_fill_day - the day's own bars, after its close, from one sweep of the whole market. */
#include "service/market_fill_part.h"

#define SWEEP_WORTH 100 /* about what a sweep costs in calls */

/* It began after the last trade of the day. */
static bool is_whole(const struct fill *f, const struct snapshot *s)
{
	struct market_session session =
		market_session(f->parts.calendar, BASIS_KRX, clock_wall(&f->parts.env->clock));

	return s && s->basis == BASIS_KRX && !s->crossed && s->date == f->day &&
	       session.date == f->day && s->first_ms >= session.figures_end_ms;
}

static bool read_bar(
	const struct fill *f, const struct snapshot *s, const char *code, struct bar *ret)
{
	const uint32_t needed =
		SNAPSHOT_ANSWERED | SNAPSHOT_PRICE | SNAPSHOT_VOLUME | SNAPSHOT_VALUE;
	uint32_t row = snapshot_find(s, code);
	const struct master_row *master = master_find(f->parts.master, code, NULL);
	struct bar bar = { .known = BAR_CLOSE | BAR_VOLUME | BAR_VALUE };

	if (row == UINT32_MAX || (s->known[row] & needed) != needed || s->price[row] > INT32_MAX)
		return false;
	bar.close = (int32_t)s->price[row];
	bar.volume = s->volume[row];
	bar.value = s->value[row];
	if (s->known[row] & SNAPSHOT_BASE && s->base[row] <= INT32_MAX) {
		bar.base = (int32_t)s->base[row];
		bar.known |= BAR_BASE;
	}
	bar.split = master && master->par_change != 0;
	/* Rounded to a thousand: what compares share counts allows for that. */
	if (master && master->listed_thousand > 0) {
		bar.listed = master->listed_thousand * 1000;
		bar.known |= BAR_LISTED;
	}
	*ret = bar;
	return bar_fits(&bar);
}

static bool lacks_this_day_only(const struct fill *f, const struct fill_share *s)
{
	return s->listed && s->of[FILL_BARS].until >= f->before && !fill_is_done(f, s, FILL_BARS) &&
	       !s->of[FILL_BARS].asked;
}

static void take(struct fill *f, const struct snapshot *s)
{
	uint32_t taken = 0;

	for (uint32_t i = 0; i < f->share_count; i++) {
		struct fill_share *share = &f->shares[i];
		struct bar bar;

		if (!lacks_this_day_only(f, share) || !read_bar(f, s, share->code, &bar))
			continue;
		if (!fill_keep_bar(f, share->code, f->day, &bar) ||
			!fill_keep_mark(f, share, FILL_BARS, f->day))
			return;
		share->of[FILL_BARS].skipped = false;
		taken++;
	}
	pace_add(&f->pace, fill_now(f), taken);
}

static bool is_worth_it(const struct fill *f)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < f->share_count; i++)
		count += lacks_this_day_only(f, &f->shares[i]);
	return count >= SWEEP_WORTH;
}

bool fill_own_waits(const struct fill *f)
{
	return f->own_waiter.waiting;
}

static void on_snapshot(void *self)
{
	struct fill *f = self;
	const struct snapshot *s = snapshots_newest(f->parts.snapshots, BASIS_KRX);

	if (is_whole(f, s))
		take(f, s);
	/* Without one the shares go on one by one. */
	fill_came(f);
}

void fill_own_step(struct fill *f)
{
	const struct snapshot *s = snapshots_newest(f->parts.snapshots, BASIS_KRX);

	if (!f->work[FILL_BARS].started || !fill_may_ask(f) || fill_krx_works(f) ||
		fill_own_waits(f) || f->own_tried == f->day)
		return;
	if (!is_worth_it(f)) {
		/* A start with nothing at all: the charts bring this day, too. */
		f->own_tried = f->day;
		return;
	}
	f->own_tried = f->day;
	if (is_whole(f, s)) {
		take(f, s);
		return;
	}
	/* Over once the next session has begun. */
	if (market_session(f->parts.calendar, BASIS_KRX, clock_wall(&f->parts.env->clock)).date !=
		f->day)
		return;
	f->own_waiter.ready = on_snapshot;
	f->own_waiter.self = f;
	if (!snapshots_want(f->parts.snapshots, BASIS_KRX, &f->own_waiter)) {
		f->own_waiter.waiting = true;
		return;
	}
	s = snapshots_newest(f->parts.snapshots, BASIS_KRX);
	if (is_whole(f, s))
		take(f, s);
}
