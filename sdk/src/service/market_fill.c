/* market_fill - fills history and flows behind user calls: what is aimed at, who waits, what time
 * brings. */
#include "service/market_fill.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "service/market_fill_part.h"

#define SETTLES_MS 300000 /* after the last trade of a day: 20:05 */
#define TELL_MS 200

struct fill *fill_new(const struct fill_parts *parts)
{
	struct fill *f = calloc(1, sizeof *f);

	if (!f)
		return NULL;
	f->parts = *parts;
	f->environment = kis_environment(parts->kis);
	fill_krx_plan(f);
	return f;
}

void fill_free(struct fill *f)
{
	if (!f)
		return;
	fill_call_cancel(f);
	fill_krx_cancel(f);
	master_forget(f->parts.master, &f->master_waiter);
	snapshots_forget(f->parts.snapshots, &f->own_waiter);
	fill_store_close(f);
	free(f->shares);
	free(f->order);
	free(f);
}

/* ---- What it aims at. ---- */

/* The newest day nobody trades any more. */
static int32_t aimed_day(const struct fill *f)
{
	int64_t wall_ms = clock_wall(&f->parts.env->clock);
	struct market_session session = market_session(f->parts.calendar, BASIS_KRX, wall_ms);

	if (wall_ms >= session.figures_end_ms + SETTLES_MS)
		return session.date;
	return calendar_previous_day(f->parts.calendar, session.date);
}

static void begin_day(struct fill *f, int32_t day)
{
	f->day = day;
	for (int k = 0; k < FILL_KINDS; k++) {
		f->work[k].cursor = 0;
		f->work[k].row = 0;
		f->work[k].seen = 0;
	}
	for (uint32_t i = 0; i < f->share_count; i++)
		for (int k = 0; k < FILL_KINDS; k++) {
			f->shares[i].of[k].fails = 0;
			f->shares[i].of[k].skipped = false;
			f->shares[i].of[k].not_before_ms = 0;
		}
}

/* Days are learnt while it runs, so they are counted again now and then. */
static void plan(struct fill *f)
{
	int32_t day = aimed_day(f);
	bool changed = day != f->day;

	if (!changed && f->planned_ms && f->learnt == f->parts.calendar->learnt_count &&
		fill_now(f) - f->planned_ms < FILL_STEP_MS)
		return;
	f->planned_ms = fill_now(f);
	f->learnt = f->parts.calendar->learnt_count;
	f->days[0] = day;
	calendar_days_before(f->parts.calendar, day, &f->days[1], HISTORY_DAYS - 1);
	f->before = f->days[1];
	if (!changed)
		return;
	begin_day(f, day);
	if (f->total)
		fill_order(f);
	fill_krx_plan(f);
}

static bool is_started(const struct fill *f)
{
	bool any = false;

	for (int k = 0; k < FILL_KINDS; k++)
		any = any || f->work[k].started;
	return any && f->environment != ENVIRONMENT_REPLAY;
}

static void on_master(void *self)
{
	struct fill *f = self;

	f->master_came = true;
	fill_came(f);
}

static void want_roster(struct fill *f)
{
	f->master_waiter.ready = on_master;
	f->master_waiter.self = f;
	if (!f->master_waiter.waiting)
		f->master_came = master_want(f->parts.master, LANE_BACKGROUND, &f->master_waiter);
	fill_roster(f);
}

/* ---- Where it stands. ---- */

static bool is_ready(const struct fill *f, uint32_t done, uint32_t skipped)
{
	return f->total > 0 && done + skipped == f->total && (uint64_t)skipped * 100 < f->total;
}

static bool is_running(const struct fill *f, enum fill_kind kind)
{
	int64_t next = fill_next_try(f, kind);

	if (!f->work[kind].started || !fill_may_ask(f))
		return false;
	if (fill_is_asking(f, kind))
		return true;
	if (kind == FILL_BARS && (fill_krx_works(f) || fill_own_waits(f)))
		return true;
	return next <= FILL_AGAIN_MS;
}

/* Nothing goes on, and nothing is about to. */
static bool stands_still(const struct fill *f, enum fill_kind kind)
{
	if (f->environment == ENVIRONMENT_REPLAY)
		return true;
	if (!f->store.loaded || f->master_waiter.waiting)
		return false;
	if (f->total == 0)
		return f->master_came;
	/* Another process works; if it does not, this one will. */
	if (fill_is_reader(f) && !fill_may_ask(f))
		return false;
	return f->work[kind].started && !is_running(f, kind);
}

static void say_no_roster(const struct fill *f, struct fault *ret)
{
	for (int x = 0; x < EXCHANGES; x++) {
		const struct fault *why = master_fault(f->parts.master, (enum exchange)x);

		if (why->status < 0) {
			*ret = *why;
			return;
		}
	}
	(void)fault_set(
		ret, MCP_E_UPSTREAM, "the master files are not there yet; try again in a minute");
}

static void say_why(const struct fill *f, enum fill_kind kind, struct fault *ret)
{
	const struct fill_work *w = &f->work[kind];
	int64_t wait_ms = fill_next_try(f, kind);

	if (f->environment == ENVIRONMENT_REPLAY)
		(void)fault_set(ret, MCP_E_UNSUPPORTED,
			"recorded answers hold no history; use the real market or the demo");
	else if (f->total == 0)
		say_no_roster(f, ret);
	else
		*ret = w->last;
	if (f->total > 0 && wait_ms != INT64_MAX)
		ret->retry_after_s = (int32_t)(wait_ms / 1000 + 1);
}

/* At the present rate, with what is done before it. */
static int64_t left_ms(const struct fill *f, enum fill_kind kind, double per_second)
{
	uint32_t left = 0;

	for (int k = 0; k <= (int)kind; k++) {
		uint32_t done;
		uint32_t skipped;

		if (!f->work[k].started)
			continue;
		fill_count(f, (enum fill_kind)k, &done, &skipped);
		left += f->total - done - skipped;
	}
	if (left == 0)
		return 0;
	return per_second > 0 ? (int64_t)(left / per_second * 1000) : -1;
}

void fill_state(const struct fill *f, enum fill_kind kind, struct fill_state *ret)
{
	*ret = (struct fill_state){ .day = f->day, .total = f->total, .left_ms = -1 };
	fill_count(f, kind, &ret->done, &ret->skipped);
	ret->whole_day = fill_whole_day(f, kind);
	ret->ready = is_ready(f, ret->done, ret->skipped);
	ret->running = !ret->ready && is_running(f, kind);
	if (ret->ready) {
		ret->left_ms = 0;
		return;
	}
	if (stands_still(f, kind)) {
		say_why(f, kind, &ret->fault);
		return;
	}
	ret->per_second = pace_get(&f->pace, fill_now(f));
	if (f->total > 0)
		ret->left_ms = left_ms(f, kind, ret->per_second);
}

/* ---- Who waits. ---- */

static bool is_over(const struct fill *f, enum fill_kind kind)
{
	uint32_t done;
	uint32_t skipped;

	if (kind == FILL_KINDS)
		return fill_is_saved(f);
	fill_count(f, kind, &done, &skipped);
	return is_ready(f, done, skipped) || stands_still(f, kind);
}

static void tell_ready(struct fill *f)
{
	bool over[FILL_KINDS + 1];
	struct fill_waiter **at = &f->waiters;

	for (int k = 0; k <= FILL_KINDS; k++)
		over[k] = f->waiters && is_over(f, (enum fill_kind)k);
	while (*at) {
		struct fill_waiter *w = *at;

		if (!over[w->kind]) {
			at = &w->next;
			continue;
		}
		*at = w->next;
		w->waiting = false;
		w->ready(w->self);
		/* It may have changed the list. */
		at = &f->waiters;
	}
}

static struct fill_waiter *next_to_tell(const struct fill *f)
{
	struct fill_waiter *w = f->waiters;

	while (w && (w->round == f->round || !w->progress || w->kind == FILL_KINDS))
		w = w->next;
	return w;
}

static void tell_progress(struct fill *f)
{
	struct fill_waiter *w;

	if (f->total == 0 || fill_now(f) - f->told_ms < TELL_MS)
		return;
	f->told_ms = fill_now(f);
	f->round++;
	while ((w = next_to_tell(f))) {
		uint32_t done;
		uint32_t skipped;

		w->round = f->round;
		fill_count(f, w->kind, &done, &skipped);
		w->progress(w->self, done, f->total);
	}
}

static bool saves_now(const struct fill *f)
{
	bool now = false;

	for (const struct fill_waiter *w = f->waiters; w; w = w->next)
		now = now || w->kind == FILL_KINDS;
	return now;
}

void fill_came(struct fill *f)
{
	fill_store_step(f, saves_now(f));
	plan(f);
	if (is_started(f)) {
		fill_roster(f);
		fill_krx_step(f);
		fill_own_step(f);
		fill_pump(f);
	}
	tell_progress(f);
	tell_ready(f);
}

void fill_start(struct fill *f, enum fill_kind kind)
{
	if (f->work[kind].started)
		return;
	/* Who never asks about days never loads them. */
	if (!f->store.opened)
		fill_store_open(f);
	f->work[kind].started = true;
	/* The next step, which is due at once, begins. */
	if (f->parts.wake)
		f->parts.wake(f->parts.wake_self);
}

bool fill_wait(struct fill *f, enum fill_kind kind, struct fill_waiter *w)
{
	if (kind != FILL_KINDS) {
		fill_start(f, kind);
		(void)fill_step(f);
	}
	if (is_over(f, kind))
		return true;
	w->kind = kind;
	w->waiting = true;
	w->round = 0;
	w->next = f->waiters;
	f->waiters = w;
	if (f->parts.wake)
		f->parts.wake(f->parts.wake_self);
	return false;
}

void fill_forget(struct fill *f, struct fill_waiter *w)
{
	struct fill_waiter **at = &f->waiters;

	if (!w->waiting)
		return;
	while (*at && *at != w)
		at = &(*at)->next;
	if (*at)
		*at = w->next;
	w->waiting = false;
}

/* ---- Time. ---- */

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Answers call by themselves; this is what only the clock brings. */
static int64_t next_try(const struct fill *f)
{
	int64_t next = INT64_MAX;

	for (int k = 0; k < FILL_KINDS; k++) {
		enum fill_kind kind = (enum fill_kind)k;

		if (!f->work[k].started || fill_is_asking(f, kind) || fill_is_full(f))
			continue;
		if (kind == FILL_BARS && (fill_krx_works(f) || fill_own_waits(f)))
			continue;
		next = sooner(next, fill_next_try(f, kind));
	}
	return sooner(next, fill_krx_next(f));
}

int64_t fill_step(struct fill *f)
{
	int64_t next = FILL_STEP_MS;

	plan(f);
	if (is_started(f))
		want_roster(f);
	fill_came(f);
	next = sooner(next, fill_store_next(f));
	if (is_started(f) && fill_may_ask(f))
		next = sooner(next, next_try(f));
	return next > 0 ? next : 0;
}
