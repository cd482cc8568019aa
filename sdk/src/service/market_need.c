/* market_need - waiting for what an operation needs: master file, snapshot, completed days. */
#include "base/cleanup.h"
#include "service/market_part.h"

#define MARGIN_MS 5000 /* of the call's time, to answer in */

static void release(struct job *j)
{
	if (--j->waits > 0)
		return;
	job_end_phase(j);
	j->then(j);
}

static void on_ready(void *self)
{
	release(self);
}

static void on_progress(void *self, uint32_t done, uint32_t total)
{
	job_progress(self, done, total);
}

/* A session ended while it was taken: the next one is whole. */
static bool waits_again(struct job *j)
{
	struct snapshots *all = j->market->snapshots;
	const struct snapshot *s = snapshots_newest(all, j->query.basis);

	if (!s || !s->crossed || j->swept_twice)
		return false;
	j->swept_twice = true;
	j->from.upstream_calls += s->from.upstream_calls;
	job_end_phase(j);
	return !snapshots_want(all, j->query.basis, &j->for_snapshot);
}

static void on_snapshot(void *self)
{
	if (!waits_again(self))
		release(self);
}

static void need_snapshot(struct job *j)
{
	struct market *m = j->market;

	j->for_snapshot = (struct snapshot_waiter){
		.ready = on_snapshot,
		.progress = on_progress,
		.self = j,
	};
	if (snapshots_want(m->snapshots, j->query.basis, &j->for_snapshot))
		return;
	j->waits++;
	j->swept = true;
}

/* ---- A few shares. ---- */

uint32_t job_list_few(const struct job *j, struct master_entry *ret)
{
	const struct master_entry *all;
	const uint32_t count = master_roster(j->market->master, &all);
	uint32_t n = 0;

	for (uint32_t i = 0; i < count; i++)
		for (uint32_t k = 0; k < j->query.code_count; k++)
			if (str_same(all[i].row->code, j->query.codes[k])) {
				ret[n++] = all[i];
				break;
			}
	return n;
}

static void on_few(void *self)
{
	struct job *j = self;
	struct fault f = { 0 };
	struct snapshot *made = sweep_take(j->few, &f);

	sweep_free(TAKE(j->few));
	j->is_few = made && !made->crossed;
	if (j->is_few)
		j->snapshot = TAKE(made);
	else if (made)
		j->from.upstream_calls += made->from.upstream_calls;
	snapshot_drop(made);
	release(j);
}

static void need_few(struct job *j)
{
	struct master_entry few[MARKET_CODES_MAX];
	const struct sweep_spec spec = {
		.env = j->market->env,
		.kis = j->market->kis,
		.calendar = j->market->calendar,
		.basis = j->query.basis,
		.lane = j->lane,
		.deadline_mono_ms = j->deadline_mono_ms,
		.is_part = true,
		.roster = few,
		.count = job_list_few(j, few),
		.progress = on_progress,
		.end = on_few,
		.self = j,
	};

	j->few = sweep_new(&spec);
	if (!j->few)
		return;
	j->waits++;
	sweep_start(j->few);
}

bool job_take_few(struct job *j)
{
	if (j->is_few)
		provenance_merge(&j->from, &j->snapshot->from);
	return j->is_few;
}

/* ---- Waiting. ---- */

static void need_fill(struct job *j, enum fill_kind kind)
{
	j->for_fill = (struct fill_waiter){
		.ready = on_ready,
		.progress = on_progress,
		.self = j,
		.kind = kind,
	};
	if (!fill_wait(j->market->fill, kind, &j->for_fill))
		j->waits++;
}

void job_need(struct job *j, uint32_t needs, void (*then)(struct job *j))
{
	j->then = then;
	j->waits = 1; /* this call */
	if (j->offline)
		needs = 0;
	if (needs & NEED_MASTER) {
		j->for_master = (struct master_waiter){
			.ready = on_ready,
			.self = j,
			.with_names = needs & NEED_NAMES,
		};
		if (!master_want(j->market->master, j->lane, &j->for_master))
			j->waits++;
	}
	if (needs & NEED_SNAPSHOT)
		need_snapshot(j);
	if (needs & NEED_FEW)
		need_few(j);
	if (needs & NEED_BARS)
		need_fill(j, FILL_BARS);
	else if (needs & NEED_INVESTORS)
		need_fill(j, FILL_INVESTORS);
	else if (needs & NEED_PROGRAMS)
		need_fill(j, FILL_PROGRAMS);
	release(j);
}

int64_t job_left_ms(const struct job *j, const struct fill_state *state)
{
	const int64_t per_second = kis_calls_per_second(j->market->kis);

	if (state->left_ms >= 0 || state->total == 0)
		return state->left_ms;
	/* Without a limit it is a matter of moments. */
	if (per_second <= 0)
		return 0;
	return (int64_t)(state->total - state->done) * 1000 / per_second;
}

/* ---- Too late. ---- */

int64_t job_wait_until(const struct market *m, int64_t deadline_mono_ms)
{
	const int64_t room = deadline_mono_ms - clock_mono(&m->env->clock);

	if (deadline_mono_ms <= 0)
		return INT64_MAX;
	/* Of a short time a quarter is left to answer in. */
	return deadline_mono_ms - (room / 4 < MARGIN_MS ? room / 4 : MARGIN_MS);
}

/* What it waits for goes on without it. */
static void stop_waiting(struct job *j)
{
	struct market *m = j->market;

	master_forget(m->master, &j->for_master);
	snapshots_forget(m->snapshots, &j->for_snapshot);
	fill_forget(m->fill, &j->for_fill);
	sweep_free(TAKE(j->few));
	j->waits = 1;
	release(j);
}

/* Of those that wait, the one whose time is over first; NULL: none waits. */
static struct job *first_of_waiting(const struct market *m)
{
	struct job *first = NULL;

	for (struct job *j = m->jobs; j; j = j->next)
		if (j->waits > 0 && (!first || j->wait_until_mono_ms < first->wait_until_mono_ms))
			first = j;
	return first;
}

int64_t jobs_step(struct market *m)
{
	const int64_t now = clock_mono(&m->env->clock);
	struct job *first;

	while ((first = first_of_waiting(m)) && first->wait_until_mono_ms <= now)
		stop_waiting(first);
	return first ? first->wait_until_mono_ms - now : INT64_MAX;
}

bool job_can_wait(const struct job *j, const struct fill_state *state)
{
	const struct market *m = j->market;
	const int64_t room = j->deadline_mono_ms - clock_mono(&m->env->clock) - MARGIN_MS;

	if (state->fault.status < 0)
		return false;
	/* The demo exchange knows no limit. */
	if (kis_environment(m->kis) == ENVIRONMENT_DEMO)
		return true;
	return state->total > 0 && job_left_ms(j, state) < room;
}

/* ---- The snapshot of a job. ---- */

/* An older one of the same session still says something, when it says so. */
static bool is_usable(const struct job *j, const struct snapshot *s)
{
	return s && !s->crossed && s->date == market_now(j->market, j->query.basis).date;
}

static void note_old(struct job *j, const struct snapshot *s, const struct fault *f)
{
	const struct kst at = kst_from_ms(s->first_ms);

	provenance_note(&j->from,
		"these figures are of %02d:%02d: newer ones could not be read (%s)", at.hour,
		at.minute, f->text);
}

bool job_take_snapshot(struct job *j)
{
	struct market *m = j->market;
	const struct snapshot *s = snapshots_fresh(m->snapshots, j->query.basis);
	struct fault f = snapshots_fault(m->snapshots, j->query.basis);
	struct provenance from;

	if (!s) {
		s = snapshots_newest(m->snapshots, j->query.basis);
		if (f.status == MCP_OK)
			(void)fault_set(&f, MCP_E_UPSTREAM,
				"the whole market could not be read; try again later");
		if (!is_usable(j, s)) {
			job_refuse(j, &f);
			return false;
		}
		note_old(j, s, &f);
	}
	snapshot_drop(j->snapshot);
	j->snapshot = snapshot_hold(s);
	from = s->from;
	/* Who waited for it has paid. */
	if (!j->swept)
		from.upstream_calls = 0;
	j->swept = false;
	provenance_merge(&j->from, &from);
	return true;
}

struct view *job_view(struct job *j)
{
	struct view **at = j->is_few ? &j->few_view : &j->market->views[j->snapshot->basis];

	if (!*at || (*at)->s != j->snapshot) {
		view_free(*at);
		*at = view_new(j->snapshot, j->market->history, j->market->calendar);
	}
	if (*at)
		view_refresh(*at, j->market->calendar);
	else
		job_refuse_memory(j);
	return *at;
}
