/* market_top - "top": which way leads to the rows, and what is said of them. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "service/market_investor.h"

#define RETRY_S 60 /* where nobody knows how long it takes */

/* ---- From the whole market. ---- */

static void note_pick(struct job *j, const struct pick *p)
{
	if (p->too_short)
		provenance_note(&j->from,
			"%u shares are left out: they did not trade on every compared day",
			p->too_short);
	if (p->acted)
		provenance_note(&j->from,
			"%u shares are left out: a split or a changed share count", p->acted);
	if (p->unknown)
		provenance_note(&j->from,
			"%u shares are left out: halted, or the figure to rank by is not known",
			p->unknown);
	/* With a filter fewer rows are no gap. */
	if (p->count < j->query.count && j->query.filter_count == 0 && !j->query.sector[0]) {
		j->from.complete = false;
		provenance_note(&j->from, "only %u of the %u wanted rows were found", p->count,
			j->query.count);
	}
}

/* Why the price change of a row is empty over days that what was traded compares with. */
static void note_moved_bases(struct job *j, struct view *v, const struct pick *p)
{
	uint32_t moved = 0;

	if (j->query.period == 1 || !market_query_wants(&j->query, TOP_PERIOD_CHANGE))
		return;
	for (uint32_t i = 0; i < p->count; i++)
		moved += view_base_differs(v, p->rows[i], j->query.period);
	if (moved)
		provenance_note(&j->from,
			"prices of %u rows do not compare: their base was adjusted in the period",
			moved);
}

static bool traded_at_all(const struct snapshot *s)
{
	for (uint32_t i = 0; i < s->count; i++)
		if ((s->known[i] & SNAPSHOT_VOLUME) && s->volume[i] > 0)
			return true;
	return false;
}

/* Caps, and what was bought and sold on another day, have their order before the first trade. */
static bool ranks_trades(const struct job *j)
{
	switch (j->query.key) {
	case TOP_CAP:
		return false;
	case TOP_BUY_AMOUNT:
	case TOP_SELL_AMOUNT:
	case TOP_NET_AMOUNT:
		return j->result->flow_date == j->snapshot->date;
	default:
		return true;
	}
}

static void note_snapshot(struct job *j)
{
	if (j->query.scope != SCOPE_KOSDAQ)
		market_note_master(j->market, EXCHANGE_KOSPI, &j->from);
	if (j->query.scope != SCOPE_KOSPI)
		market_note_master(j->market, EXCHANGE_KOSDAQ, &j->from);
	if (!ranks_trades(j) || traded_at_all(j->snapshot))
		return;
	j->from.complete = false;
	provenance_note(&j->from, "an answer holds no trades: the order says nothing");
}

struct view_ask top_ask(const struct job *j)
{
	struct view_ask ask = {
		.flows = j->market->flows,
		.flow_date = j->result->flow_date,
		.investor = j->query.investor,
		.period = j->query.period,
	};

	for (uint32_t c = 0; c < TOP_FIGURES; c++)
		if (market_query_uses(&j->query, (enum top_column)c))
			ask.columns |= UINT64_C(1) << c;
	/* What is needed to make others, or to say how sure they are. */
	ask.columns |= UINT64_C(1) << TOP_PRICE | UINT64_C(1) << TOP_VALUE |
	               UINT64_C(1) << TOP_VOLUME | UINT64_C(1) << TOP_LISTED |
	               UINT64_C(1) << TOP_CHANGE_RATE;
	return ask;
}

static void fill_streaks(struct job *j, struct view *v, const struct pick *p)
{
	for (uint32_t i = 0; i < p->count; i++) {
		int64_t days;

		if (view_streak(v, p->rows[i], j->query.threshold, &days))
			j->result->stocks[i].fig[TOP_STREAK] = MCP_KNOWN_INT(days);
	}
}

void top_take_rows(struct job *j, struct view *v, const struct view_ask *ask, const struct pick *p)
{
	for (uint32_t i = 0; i < p->count; i++)
		view_stock(v, ask, p->rows[i], &j->result->stocks[i]);
	if (market_query_wants(&j->query, TOP_STREAK))
		fill_streaks(j, v, p);
	j->result->count = p->count;
	j->result->matched = MCP_KNOWN_INT(p->matched);
}

/* Rows that exact share counts may still move: their rounded cap reaches the last one's. */
static uint32_t room_for(const struct job *j)
{
	const bool exact_later = j->query.key == TOP_CAP && top_wants_details(j);

	return exact_later ? STOCKS_MAX : j->query.count;
}

/* The share counts of the master file are in thousands: a cap lies within one thousand of its
 * product. Cuts the rows that cannot come in whatever their exact count is. */
static uint32_t cut_caps(const struct job *j, const struct view *v, const struct pick *p)
{
	const uint32_t last = j->query.count - 1;
	int64_t least;
	uint32_t n = p->count;

	if (j->query.key != TOP_CAP || p->count <= j->query.count || j->query.ascending)
		return p->count < j->query.count ? p->count : j->query.count;
	least = v->cap[p->rows[last]] - 1000 * v->s->price[p->rows[last]];
	while (n > j->query.count &&
		v->cap[p->rows[n - 1]] + 1000 * v->s->price[p->rows[n - 1]] < least)
		n--;
	return n;
}

void top_pick(struct job *j)
{
	struct view *v = job_view(j);
	struct view_ask ask;
	struct pick_spec spec;
	struct pick pick;

	if (!v)
		return;
	ask = top_ask(j);
	spec = (struct pick_spec){
		.view = v,
		.ask = &ask,
		.query = &j->query,
		.only = j->own,
		.room = room_for(j),
	};
	if (!pick_rows(&spec, &pick)) {
		job_refuse_memory(j);
		return;
	}
	view_leaders(v, j->query.scope, j->result);
	pick.count = cut_caps(j, v, &pick);
	top_take_rows(j, v, &ask, &pick);
	if (pick_key_days(&j->query) > 0)
		j->result->compared_days = MCP_KNOWN_INT(pick_key_days(&j->query));
	note_pick(j, &pick);
	note_moved_bases(j, v, &pick);
	note_snapshot(j);
	top_enrich(j);
}

/* ---- Completed days. ---- */

static void refuse_busy(struct job *j, const struct fill_state *st)
{
	struct fault f = { 0 };
	const int64_t left_ms = job_left_ms(j, st);
	const int64_t left_s = left_ms / 1000 + 1;
	const bool is_known = st->total > 0 && left_ms >= 0;

	if (st->fault.status < 0)
		(void)fault_set(&f, MCP_E_BUSY,
			"completed days are not there yet (%u of %u shares) and none come in: %s",
			st->done, st->total, st->fault.text);
	else if (is_known && j->query.key == TOP_VALUE_CHANGE && j->query.period > 1)
		(void)fault_set(&f, MCP_E_BUSY,
			"completed days are still being fetched: %u of %u shares, about %lld s left; "
			"try again then, or ask for 1D",
			st->done, st->total, (long long)left_s);
	else if (is_known)
		(void)fault_set(&f, MCP_E_BUSY,
			"completed days are still being fetched: %u of %u shares, about %lld s left; "
			"try again then",
			st->done, st->total, (long long)left_s);
	else
		(void)fault_set(&f, MCP_E_BUSY,
			"completed days are still being fetched: %u shares so far; try again in a few "
			"minutes",
			st->done);
	if (st->fault.status == MCP_OK)
		f.retry_after_s = is_known ? (int32_t)left_s : RETRY_S;
	job_refuse(j, &f);
}

static void on_bars(struct job *j)
{
	struct fill_state st;

	fill_state(j->market->fill, FILL_BARS, &st);
	if (st.ready)
		top_pick(j);
	else
		refuse_busy(j, &st);
}

static bool may_surge(const struct market_query *q)
{
	if (q->basis != BASIS_KRX || q->sector[0] || q->ascending)
		return false;
	return (q->key == TOP_VALUE_CHANGE && q->period == 1) || q->key == TOP_VOLUME_RATIO;
}

static void refuse_not_kept(struct job *j)
{
	struct fault f = { 0 };

	job_say_not_kept(&f);
	job_refuse(j, &f);
}

static void check_history(struct job *j)
{
	struct fill_state st;

	if (!j->offline) {
		fill_start(j->market->fill, FILL_BARS);
		(void)fill_step(j->market->fill);
	}
	fill_state(j->market->fill, FILL_BARS, &st);
	if (st.ready)
		top_pick(j);
	else if (j->offline)
		refuse_not_kept(j);
	else if (job_can_wait(j, &st))
		job_need(j, NEED_BARS, on_bars);
	else if (may_surge(&j->query))
		surge_start(j);
	else
		refuse_busy(j, &st);
}

/* ---- The two ways. ---- */

static void on_sector(struct job *j)
{
	if (market_query_needs_history(&j->query))
		check_history(j);
	else
		top_pick(j);
}

static void on_market(struct job *j)
{
	if (job_take_snapshot(j))
		top_find_sector(j, on_sector);
}

static void on_ranking(void *self, const struct fault *f, const struct ranking_result *result)
{
	struct job *j = self;

	provenance_merge(&j->from, &result->from);
	if (f) {
		job_refuse(j, f);
		return;
	}
	*j->result = *result;
	top_enrich(j);
}

/* At most thirty rows, or more by price bands: exact, and a few calls. */
static void take_short_way(struct job *j)
{
	struct market *m = j->market;
	const enum basis basis = j->query.basis;
	struct ranking_spec spec = {
		.basis = j->query.basis,
		.scope = j->query.scope,
		.sort = j->query.key == TOP_VOLUME ? SORT_VOLUME : SORT_VALUE,
		.want = j->query.count < MARKET_LEADERS ? MARKET_LEADERS : j->query.count,
		.lane = j->lane,
		.deadline_mono_ms = j->deadline_mono_ms,
	};

	j->ranking = ranking_new(j->market, &spec, on_ranking, j);
	if (!j->ranking) {
		job_refuse_memory(j);
		return;
	}
	/* It may end, and the job with it, from inside. */
	ranking_start(j->ranking);
	/* The next question finds the whole market. */
	if (kis_environment(m->kis) != ENVIRONMENT_REPLAY)
		(void)snapshots_want(m->snapshots, basis, NULL);
}

void top_settle_basis(struct job *j)
{
	const bool krx_only = j->query.investor >= 0 || market_query_needs_history(&j->query);

	if (!krx_only || j->query.basis == BASIS_KRX)
		return;
	j->query.basis = BASIS_KRX;
}

void top_start(struct job *j)
{
	top_settle_basis(j);
	if (!job_make_result(j))
		return;
	if (j->query.investor >= 0)
		investor_start(j);
	else if (market_query_needs_snapshot(&j->query) || j->offline ||
		 snapshots_fresh(j->market->snapshots, j->query.basis))
		job_need(j, NEED_MASTER | NEED_SNAPSHOT, on_market);
	else
		take_short_way(j);
}
