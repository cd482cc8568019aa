/* market - the market in domain words on top of the KIS client: its parts, its jobs. */
#include "service/market.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "service/market_part.h"

#define KEPT_MS 10000
#define STEP_MAX_MS 60000

/* ---- The parts. ---- */

static void wake(void *self)
{
	struct market *m = self;

	kis_wakeup(m->kis);
}

static bool make_parts(struct market *m, const struct market_options *o)
{
	m->calendar = calloc(1, sizeof *m->calendar);
	m->master = master_new(o->env, o->kis);
	m->details = detail_cache_new();
	m->recall = m->calendar ? recall_new(o->env, m->calendar) : NULL;
	m->history = history_new();
	m->flows = flows_new();
	m->dart = dart_new(o->env, o->kis, o->sources);
	if (!m->calendar || !m->master || !m->details || !m->recall || !m->history || !m->flows ||
		!m->dart)
		return false;
	m->holidays = holidays_new(o->env, o->kis, m->calendar);
	m->news = news_new(o->env, o->kis, m->dart);
	m->snapshots = snapshots_new(o->env, o->kis, m->master, m->calendar);
	if (!m->holidays || !m->news || !m->snapshots)
		return false;
	m->fill = fill_new(&(struct fill_parts){
		.env = o->env,
		.kis = o->kis,
		.master = m->master,
		.calendar = m->calendar,
		.snapshots = m->snapshots,
		.history = m->history,
		.flows = m->flows,
		.sources = o->sources,
		.module = o->module,
		.wake = wake,
		.wake_self = m,
	});
	return m->fill != NULL;
}

struct market *market_new(const struct market_options *o)
{
	struct market *m = calloc(1, sizeof *m);

	if (!m)
		return NULL;
	m->env = o->env;
	m->kis = o->kis;
	m->settings = o->settings;
	m->hours = o->hours;
	m->sources = o->sources;
	if (!make_parts(m, o)) {
		market_free(m);
		return NULL;
	}
	return m;
}

static void unlink_job(struct job *j)
{
	struct job **at = &j->market->jobs;

	while (*at && *at != j)
		at = &(*at)->next;
	if (*at)
		*at = j->next;
}

void job_free(struct job *j)
{
	struct market *m = j->market;

	unlink_job(j);
	master_forget(m->master, &j->for_master);
	snapshots_forget(m->snapshots, &j->for_snapshot);
	fill_forget(m->fill, &j->for_fill);
	news_forget(m->news, &j->for_news);
	dart_forget(m->dart, &j->for_dart);
	ranking_free(j->ranking);
	details_free(j->details);
	batch_cancel(&j->batch);
	sweep_free(j->few);
	view_free(j->few_view);
	snapshot_drop(j->snapshot);
	free(j->result);
	free(j->own);
	free(j);
}

static void cancel_job(struct job *j)
{
	struct fault f;

	(void)fault_set(&f, MCP_E_CANCELLED, "the call was cancelled");
	job_refuse(j, &f);
}

void market_free(struct market *m)
{
	if (!m)
		return;
	while (m->jobs)
		cancel_job(m->jobs);
	for (uint32_t i = 0; i < KEPT_RUNS; i++) {
		free(m->kept[i].result);
		snapshot_drop(m->kept[i].snapshot);
	}
	for (int b = 0; b <= BASIS_UNIFIED; b++)
		view_free(m->views[b]);
	fill_free(m->fill);
	news_free(m->news);
	dart_free(m->dart);
	snapshots_free(m->snapshots);
	holidays_free(m->holidays);
	flows_free(m->flows);
	history_free(m->history);
	master_free(m->master);
	lru_free(m->details);
	recall_free(m->recall);
	free(m->calendar);
	free(m);
}

/* ---- Starting. ---- */

/* What the setting market_hours.closed says of this moment. False: *ret says no. */
static bool may_answer(struct job *j, struct fault *ret)
{
	const struct market *m = j->market;
	const char *mode = m->hours ? m->hours->closed : "last_session";
	const int64_t now = clock_wall(&m->env->clock);

	const bool needs_none = j->query.op >= OP_SESSION;

	switch (calendar_closed_why(m->calendar, j->query.basis, now)) {
	case CLOSED_NOT:
		return true;
	case CLOSED_WEEKEND:
		(void)fault_set(ret, MCP_E_CLOSED, "there is no trading at the weekend");
		break;
	case CLOSED_HOLIDAY:
		(void)fault_set(ret, MCP_E_CLOSED, "there is no trading today: a market holiday");
		break;
	default:
		(void)fault_set(ret, MCP_E_CLOSED, "there is no trading at this hour");
		break;
	}
	j->offline = str_same(mode, "cache_only");
	if (str_same(mode, "error") && !needs_none)
		return false;
	if (!j->offline || needs_none || snapshots_fresh(m->snapshots, j->query.basis))
		return true;
	job_say_not_kept(ret);
	return false;
}

static void dispatch(struct job *j)
{
	static void (*const starts[MARKET_OPS])(struct job *) = {
		[OP_TOP] = top_start,
		[OP_SUMMARY] = summary_start,
		[OP_SECTORS] = sectors_start,
		[OP_QUOTES] = quotes_start,
		[OP_BARS] = bars_start,
		[OP_SESSION] = session_start,
		[OP_SYNC] = sync_start,
		[OP_FIND] = find_start,
		[OP_SECTOR_NAMES] = names_start,
		[OP_STATUS] = status_start,
	};

	starts[j->query.op](j);
}

void market_start(struct market *m, const struct service_request *request)
{
	struct service_reply reply = { .id = request->id };
	struct job *j = calloc(1, sizeof *j);
	bool is_good;
	bool asks;

	provenance_init(&reply.from);
	if (!j) {
		(void)fault_set(
			&reply.fault, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
		m->env->complete(m->env->self, &reply);
		return;
	}
	j->market = m;
	j->id = request->id;
	j->run = request->run;
	j->lane = request->lane;
	j->deadline_mono_ms = request->deadline_mono_ms;
	j->wait_until_mono_ms = job_wait_until(m, request->deadline_mono_ms);
	provenance_init(&j->from);
	j->next = m->jobs;
	m->jobs = j;
	is_good = market_query_read(request, m->settings, &j->query, &reply.fault) == MCP_OK &&
	          may_answer(j, &reply.fault);
	j->asked_basis = j->query.basis;
	asks = !j->offline;
	if (is_good)
		dispatch(j);
	else
		job_refuse(j, &reply.fault);
	/* After what somebody waits for. */
	if (asks)
		holidays_want(m->holidays);
}

void market_cancel(struct market *m, uint64_t id)
{
	for (struct job *j = m->jobs; j; j = j->next)
		if (j->id == id) {
			cancel_job(j);
			return;
		}
}

/* ---- Time. ---- */

void market_fill_behind(struct market *m)
{
	for (int k = 0; k < FILL_KINDS; k++)
		fill_start(m->fill, (enum fill_kind)k);
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* What the calendar has learnt outlives the process. */
static void keep_days(struct market *m)
{
	struct holiday learnt[HOLIDAYS_PAGE];
	struct store_day days[HOLIDAYS_PAGE];
	const uint32_t count = holidays_take(m->holidays, learnt, HOLIDAYS_PAGE);

	for (uint32_t i = 0; i < count; i++)
		days[i] = (struct store_day){ learnt[i].date, learnt[i].is_open };
	if (count)
		fill_keep_days(m->fill, days, count);
}

int64_t market_step(struct market *m)
{
	int64_t wait;

	keep_days(m);
	wait = jobs_step(m);
	wait = sooner(wait, fill_step(m->fill));
	wait = sooner(wait, news_step(m->news));
	wait = sooner(wait, dart_step(m->dart));
	return sooner(wait, STEP_MAX_MS);
}

/* ---- What a run found. ---- */

/* The same rows of the same run were asked for, whatever venue could answer them. */
static bool is_same(const struct kept *k, const struct job *j)
{
	struct market_query asked = j->query;

	asked.basis = j->asked_basis;
	return k->result && k->run == j->run && market_query_same_rows(&k->query, &asked);
}

const struct ranking_result *market_kept(
	struct market *m, struct job *j, const struct snapshot **ret_snapshot)
{
	for (uint32_t i = 0; i < KEPT_RUNS; i++) {
		const struct kept *k = &m->kept[i];

		if (!is_same(k, j) || clock_mono(&m->env->clock) > k->until_mono_ms)
			continue;
		/* Not over the end of its session: those rows stay what they were, though. */
		if (k->result->from.fresh_until_ms &&
			clock_wall(&m->env->clock) >= k->result->from.fresh_until_ms) {
			provenance_merge(&j->from, &k->result->from);
			j->from.complete = false;
			provenance_note(&j->from,
				"a session ended between the rows and the totals: the totals are "
				"of the new one");
			continue;
		}
		*ret_snapshot = k->snapshot;
		return k->result;
	}
	return NULL;
}

/* The place of the same question of the run, else the oldest one. */
static struct kept *place_for(struct market *m, const struct job *j)
{
	for (uint32_t i = 0; i < KEPT_RUNS; i++)
		if (is_same(&m->kept[i], j))
			return &m->kept[i];
	return &m->kept[m->kept_next++ % KEPT_RUNS];
}

void market_keep(struct market *m, const struct job *j)
{
	struct kept *k = place_for(m, j);

	if (!k->result)
		k->result = calloc(1, sizeof *k->result);
	if (!k->result)
		return;
	*k->result = *j->result;
	k->result->from = j->from;
	snapshot_drop(k->snapshot);
	k->snapshot = snapshot_hold(j->snapshot);
	k->run = j->run;
	k->query = j->query;
	k->query.basis = j->asked_basis;
	k->until_mono_ms = clock_mono(&m->env->clock) + KEPT_MS;
}
