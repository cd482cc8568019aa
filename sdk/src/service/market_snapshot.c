/* market_snapshot - the newest snapshot of each venue, how long it holds, who waits for more. */
#include "service/market_snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "service/market_sweep.h"

#define BASES 3
#define FRESH_MS 30000
/* A source that did not answer is asked again after that. */
#define FAILED_MS 5000
/* Figures settle for a while when a session has ended. */
#define SETTLE_MS 300000
/* A closed market's snapshot that lacks shares is taken anew after that. */
#define LACKING_MS 600000

/* What there is of one venue. */
struct venue {
	struct snapshots *all;
	enum basis basis;
	struct snapshot *newest; /* one reference is held */
	int64_t shelf_ms;        /* how long it is fresh, on the clock below; 0: no limit */
	int64_t taken_mono_ms;   /* when its sweep began */
	int64_t until_ms;        /* wall clock: not beyond that; 0: while its date's figures hold */
	struct fault fault;
	int64_t failed_mono_ms; /* 0: the last sweep did not fail */

	struct sweep *sweep; /* under way */
	int64_t begun_mono_ms;
	struct master_waiter master;
	struct snapshot_waiter *waiters;
};

struct snapshots {
	const struct env *env;
	struct kis *kis;
	struct master *master;
	const struct calendar *calendar;
	uint64_t generation;
	struct venue venues[BASES];
	struct snapshot_waiter *waking; /* being told that it is ready */
	struct snapshot_waiter *walked; /* the next to be told of progress */
};

/* ---- One snapshot. ---- */

static int compare_code(const void *code, const void *share)
{
	const struct snapshot_share *s = share;

	return strcmp(code, s->row.code);
}

uint32_t snapshot_find(const struct snapshot *s, const char *code)
{
	const struct snapshot_share *share =
		bsearch(code, s->shares, s->count, sizeof *s->shares, compare_code);

	return share ? (uint32_t)(share - s->shares) : UINT32_MAX;
}

/* Its figures never change; how many hold it does. */
static struct snapshot *own(const struct snapshot *s)
{
	return (struct snapshot *)s;
}

const struct snapshot *snapshot_hold(const struct snapshot *s)
{
	if (s)
		own(s)->refs++;
	return s;
}

void snapshot_drop(const struct snapshot *s)
{
	if (s && --own(s)->refs == 0)
		free(own(s));
}

/* ---- Beginning and end. ---- */

static void on_master(void *self);

struct snapshots *snapshots_new(const struct env *env, struct kis *kis, struct master *master,
	const struct calendar *calendar)
{
	struct snapshots *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->env = env;
	s->kis = kis;
	s->master = master;
	s->calendar = calendar;
	for (int b = 0; b < BASES; b++) {
		struct venue *v = &s->venues[b];

		v->all = s;
		v->basis = (enum basis)b;
		v->master = (struct master_waiter){ .ready = on_master, .self = v };
	}
	return s;
}

void snapshots_free(struct snapshots *s)
{
	if (!s)
		return;
	for (int b = 0; b < BASES; b++) {
		master_forget(s->master, &s->venues[b].master);
		sweep_free(s->venues[b].sweep);
		snapshot_drop(s->venues[b].newest);
	}
	free(s);
}

/* ---- How long it holds. ---- */

static int64_t mono(const struct snapshots *s)
{
	return clock_mono(&s->env->clock);
}

static int64_t longer(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Recorded answers know no sessions of today's clock. */
static bool is_replayed(const struct snapshot *s)
{
	return s->from.environment == ENVIRONMENT_REPLAY;
}

static void set_shelf(struct venue *v, const struct snapshot *s, int64_t took_ms)
{
	const struct market_session session =
		market_session(v->all->calendar, v->basis, s->first_ms);

	v->shelf_ms = longer(FRESH_MS, 2 * took_ms);
	v->until_ms = 0;
	if (is_replayed(s))
		return;
	if (session.provisional) {
		v->until_ms = session.next_change_ms;
		return;
	}
	if (s->first_ms < session.figures_end_ms + SETTLE_MS)
		return;
	v->shelf_ms = s->missing ? longer(LACKING_MS, v->shelf_ms) : 0;
}

static bool is_fresh(const struct venue *v)
{
	const struct snapshot *s = v->newest;
	const int64_t wall_ms = clock_wall(&v->all->env->clock);
	struct market_session now;

	if (!s || s->crossed)
		return false;
	if (v->shelf_ms && mono(v->all) - v->taken_mono_ms >= v->shelf_ms)
		return false;
	if (is_replayed(s))
		return true;
	if (v->until_ms && wall_ms >= v->until_ms)
		return false;
	now = market_session(v->all->calendar, v->basis, wall_ms);
	return now.date == s->date && now.provisional == s->from.provisional;
}

/* ---- Telling who waits. ---- */

/* Whoever is told may wait again, and may forget or free others. */
static void wake(struct venue *v)
{
	struct snapshots *all = v->all;
	struct snapshot_waiter **end = &all->waking;

	while (*end)
		end = &(*end)->next;
	*end = v->waiters;
	v->waiters = NULL;
	while (all->waking) {
		struct snapshot_waiter *w = all->waking;

		all->waking = w->next;
		w->waiting = false;
		w->ready(w->self);
	}
}

static void on_progress(void *self, uint32_t done, uint32_t total)
{
	struct venue *v = self;
	struct snapshots *all = v->all;
	struct snapshot_waiter *w = v->waiters;

	for (; w; w = all->walked) {
		all->walked = w->next;
		if (w->progress)
			w->progress(w->self, done, total);
	}
}

static bool unlink_from(struct snapshot_waiter **at, const struct snapshot_waiter *w)
{
	while (*at && *at != w)
		at = &(*at)->next;
	if (!*at)
		return false;
	*at = w->next;
	return true;
}

void snapshots_forget(struct snapshots *s, struct snapshot_waiter *w)
{
	bool found = false;

	if (!w->waiting)
		return;
	if (s->walked == w)
		s->walked = w->next;
	for (int b = 0; b < BASES && !found; b++)
		found = unlink_from(&s->venues[b].waiters, w);
	if (!found)
		(void)unlink_from(&s->waking, w);
	w->waiting = false;
}

/* ---- Sweeping. ---- */

static void fail_with(struct venue *v, const struct fault *f)
{
	v->fault = *f;
	v->failed_mono_ms = mono(v->all);
}

static void take(struct venue *v, struct snapshot *made)
{
	made->generation = ++v->all->generation;
	v->fault = (struct fault){ 0 };
	v->failed_mono_ms = 0;
	v->taken_mono_ms = v->begun_mono_ms;
	set_shelf(v, made, mono(v->all) - v->begun_mono_ms);
	snapshot_drop(v->newest);
	v->newest = made;
}

static void on_end(void *self)
{
	struct venue *v = self;
	struct fault f = { 0 };
	struct snapshot *made = sweep_take(v->sweep, &f);

	sweep_free(TAKE(v->sweep));
	if (made)
		take(v, made);
	else
		fail_with(v, &f);
	wake(v);
}

static void say_why_no_roster(const struct snapshots *s, struct fault *f)
{
	for (int x = 0; x < EXCHANGES; x++) {
		if (master_has(s->master, (enum exchange)x))
			continue;
		*f = *master_fault(s->master, (enum exchange)x);
		if (f->status == MCP_OK)
			(void)fault_set(f, MCP_E_UPSTREAM,
				"the master file of %s is not there yet; try again later",
				exchange_name((enum exchange)x));
		return;
	}
	(void)fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
}

static void begin_sweep(struct venue *v)
{
	struct snapshots *all = v->all;
	struct sweep_spec spec = {
		.env = all->env,
		.kis = all->kis,
		.calendar = all->calendar,
		.basis = v->basis,
		.lane = LANE_SWEEP,
		.progress = on_progress,
		.end = on_end,
		.self = v,
	};
	struct fault f = { 0 };

	spec.count = master_roster(all->master, &spec.roster);
	if (spec.count == 0) {
		say_why_no_roster(all, &f);
		fail_with(v, &f);
		return;
	}
	v->begun_mono_ms = mono(all);
	v->sweep = sweep_new(&spec);
	if (!v->sweep) {
		(void)fault_set(&f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
		fail_with(v, &f);
		return;
	}
	sweep_start(v->sweep);
}

static void on_master(void *self)
{
	struct venue *v = self;

	begin_sweep(v);
	/* One that has begun wakes them at its end. */
	if (!v->sweep)
		wake(v);
}

static bool is_under_way(const struct venue *v)
{
	return v->sweep || v->master.waiting;
}

static bool failed_just_now(const struct venue *v)
{
	return v->failed_mono_ms && mono(v->all) - v->failed_mono_ms < FAILED_MS;
}

static void begin(struct venue *v)
{
	if (master_want(v->all->master, LANE_SWEEP, &v->master))
		begin_sweep(v);
}

/* ---- Asking. ---- */

const struct snapshot *snapshots_fresh(struct snapshots *s, enum basis basis)
{
	const struct venue *v = &s->venues[basis];

	return is_fresh(v) ? v->newest : NULL;
}

const struct snapshot *snapshots_newest(struct snapshots *s, enum basis basis)
{
	return s->venues[basis].newest;
}

struct fault snapshots_fault(const struct snapshots *s, enum basis basis)
{
	return s->venues[basis].fault;
}

bool snapshots_want(struct snapshots *s, enum basis basis, struct snapshot_waiter *w)
{
	struct venue *v = &s->venues[basis];

	if (is_fresh(v))
		return true;
	if (!is_under_way(v) && !failed_just_now(v))
		begin(v);
	if (!is_under_way(v))
		return true;
	if (!w || w->waiting)
		return false;
	w->waiting = true;
	w->next = v->waiters;
	v->waiters = w;
	return false;
}
