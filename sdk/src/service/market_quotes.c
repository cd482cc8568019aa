/* market_quotes - "quotes": shares by their codes, from the whole market when it is at hand, else by a
 * call of their own. */
#include "service/market_find.h"
#include "service/market_investor.h"

/* ---- Rows. ---- */

/* Days are worth a wait, but not the whole answer. */
static void choose_days(struct job *j, void (*then)(struct job *j))
{
	struct fill_state st;

	if (j->query.investor >= 0)
		investor_quote_day(j);
	if (!market_query_needs_history(&j->query) || j->offline) {
		then(j);
		return;
	}
	fill_start(j->market->fill, FILL_BARS);
	fill_state(j->market->fill, FILL_BARS, &st);
	if (!st.ready && job_can_wait(j, &st))
		job_need(j, NEED_BARS, then);
	else
		then(j);
}

static void note_stranger(struct job *j, const char *code)
{
	provenance_note(&j->from, "%s is no listed share of KOSPI or KOSDAQ", code);
}

static void show_quotes(struct job *j)
{
	struct pick pick = { 0 };
	struct view_ask ask;
	struct view *v = job_view(j);

	if (!v)
		return;
	for (uint32_t i = 0; i < j->query.code_count; i++) {
		const uint32_t row = snapshot_find(j->snapshot, j->query.codes[i]);

		if (row != UINT32_MAX)
			pick.rows[pick.count++] = row;
		else
			note_stranger(j, j->query.codes[i]);
	}
	ask = top_ask(j);
	pick.matched = pick.count;
	top_take_rows(j, v, &ask, &pick);
	top_enrich(j);
}

/* ---- The whole market. ---- */

static void on_market(struct job *j)
{
	if (job_take_snapshot(j))
		choose_days(j, show_quotes);
}

static uint32_t names_need(const struct job *j)
{
	return market_query_wants(&j->query, TOP_SECTOR_NAME) ? NEED_NAMES : 0;
}

static void need_market(struct job *j)
{
	job_need(j, NEED_MASTER | NEED_SNAPSHOT | names_need(j), on_market);
}

/* ---- The asked shares alone. ---- */

/* Reasons look at the rest of the market, too. */
static bool wants_market(const struct market_query *q)
{
	return market_query_uses(q, TOP_CAP_RANK_CHANGE) || market_query_uses(q, TOP_VALUE_RANK) ||
	       market_query_uses(q, TOP_WEIGHT) || market_query_wants(q, TOP_REASONS) ||
	       market_query_wants(q, TOP_REASON_DETAILS) || q->investor >= 0;
}

static bool has_market(const struct job *j)
{
	return snapshots_fresh(j->market->snapshots, j->query.basis) != NULL;
}

/* Recorded answers are those of the whole market. */
static bool may_ask_few(const struct job *j)
{
	return !j->offline && !wants_market(&j->query) && !has_market(j) &&
	       kis_environment(j->market->kis) != ENVIRONMENT_REPLAY;
}

/* What upstream gave of a few shares is not enough to judge it: the whole market may tell. */
static void on_few(struct job *j)
{
	if (job_take_few(j))
		choose_days(j, show_quotes);
	else if (clock_mono(&j->market->env->clock) >= j->wait_until_mono_ms)
		on_market(j);
	else
		need_market(j);
}

static void show_none(struct job *j)
{
	if (!find_take_tables(j))
		return;
	for (uint32_t i = 0; i < j->query.code_count; i++)
		note_stranger(j, j->query.codes[i]);
	job_answer(j, top_write_row, 0);
}

static void on_master(struct job *j)
{
	const struct master_entry *all;
	struct master_entry few[MARKET_CODES_MAX];

	if (has_market(j) || master_roster(j->market->master, &all) == 0)
		need_market(j);
	else if (job_list_few(j, few) == 0)
		show_none(j);
	else
		job_need(j, NEED_FEW, on_few);
}

void quotes_start(struct job *j)
{
	top_settle_basis(j);
	if (!job_make_result(j))
		return;
	if (may_ask_few(j))
		job_need(j, NEED_MASTER | names_need(j), on_master);
	else
		need_market(j);
}
