/* market_sectors - "sectors": trading value of each sector, its leaders, who buys it. A sector's sums
 * are of one snapshot; names and index changes are KIS's. */
#include "service/market_sectors.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "service/market_totals.h"

#define LIST_CALL UINT32_MAX /* the batch's call for the list of sectors */

/* ---- Grouping. ---- */

static enum exchange exchange_of(const struct job *j)
{
	return j->query.scope == SCOPE_KOSDAQ ? EXCHANGE_KOSDAQ : EXCHANGE_KOSPI;
}

/* The rows of the asked market; returns how many. */
static uint32_t list_rows(const struct job *j, struct group_row *ret)
{
	const struct snapshot *s = j->snapshot;
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->count; i++) {
		const bool traded = (s->known[i] & SNAPSHOT_VOLUME) && s->volume[i] > 0;

		if (s->shares[i].exchange != exchange_of(j))
			continue;
		ret[n++] = (struct group_row){
			.group = s->shares[i].row.sector,
			.index = i,
			.value = s->known[i] & SNAPSHOT_VALUE ? s->value[i] : -1,
			.volume = s->known[i] & SNAPSHOT_VOLUME ? s->volume[i] : -1,
			.rate = s->rate[i],
			.traded = traded && (s->known[i] & SNAPSHOT_CHANGE),
		};
	}
	return n;
}

static bool make_groups(struct job *j)
{
	struct sectors *all = j->own;
	CLEANUP(freep) struct group_row *rows = calloc(j->snapshot->count + 1, sizeof *rows);

	if (!rows)
		return false;
	all->count = rank_groups(rows, list_rows(j, rows), all->groups, SECTORS_MAX);
	return all->count != UINT32_MAX;
}

static void note_unknown(struct job *j)
{
	const struct sectors *all = j->own;
	uint32_t unknown = 0;

	for (uint32_t i = 0; i < all->count && i < SECTORS_MAX; i++)
		unknown += all->groups[i].unknown;
	if (!unknown)
		return;
	j->from.complete = false;
	provenance_note(&j->from,
		"figures of %u shares are not known: the sums of their sectors lack them", unknown);
}

/* A code that only contains others stands for those of its shares that are in none of them. */
static void name_row(const struct job *j, struct sector_row *r)
{
	const struct sectors *all = j->own;
	const struct sector_entry *entry = sector_list_find(&all->list, r->group.group);
	const char *name = master_sector_name(j->market->master, r->group.group);

	if (r->group.group == 0) {
		(void)snprintf(r->name, sizeof r->name, "%s", phrase("other"));
		return;
	}
	if (entry)
		name = entry->name;
	if (name && sector_is_real(r->group.group))
		(void)snprintf(r->name, sizeof r->name, "%s", name);
	else if (name)
		(void)snprintf(r->name, sizeof r->name, phrase("%.40s, other"), name);
	if (entry && sector_is_real(r->group.group))
		r->index_change = entry->index_change;
	r->nameless = !r->name[0];
	if (r->nameless)
		(void)snprintf(r->name, sizeof r->name, "%04d", r->group.group);
}

/* ---- The answer. ---- */

static bool wants_buyers(const struct job *j)
{
	return market_query_wants(&j->query, SECTOR_FOREIGN) ||
	       market_query_wants(&j->query, SECTOR_INSTITUTION);
}

static const char *why(const struct job *j, const struct fault *f)
{
	return j->offline ? phrase("nothing is asked while the market is closed") : f->text;
}

static void note_nulls(struct job *j)
{
	struct sectors *all = j->own;
	uint32_t lacking = 0;
	uint32_t codeless = 0;
	uint32_t nameless = 0;

	for (uint32_t i = 0; i < all->shown; i++) {
		nameless += all->rows[i].nameless;
		codeless += all->rows[i].code == 0;
		lacking += all->rows[i].code > 0 && !all->rows[i].foreign.known;
	}
	if (!all->has_list && market_query_wants(&j->query, SECTOR_INDEX_CHANGE))
		provenance_note(
			&j->from, "index changes are not known: %s", why(j, &all->list_fault));
	if (nameless && market_query_wants(&j->query, SECTOR_NAME))
		provenance_note(&j->from,
			"names of %u sectors are not there yet: their codes stand for them",
			nameless);
	if (lacking && wants_buyers(j))
		provenance_note(&j->from, "who buys is not known of %u sectors: %s", lacking,
			why(j, &all->buyers_fault));
	if (codeless && wants_buyers(j))
		provenance_note(&j->from,
			"who buys is not known of %u rows that are no sector of the exchange's own",
			codeless);
}

static void finish(struct job *j)
{
	struct sectors *all = j->own;

	for (uint32_t i = 0; i < all->shown; i++)
		name_row(j, &all->rows[i]);
	note_nulls(j);
	note_unknown(j);
	/* A summary asked right after is of the same moment. */
	market_keep(j->market, j);
	job_answer(j, sectors_write_row, all->shown);
}

/* False when the body says nothing. */
static bool take_buyers(struct sectors *all, struct sector_row *r, struct span body)
{
	struct investor_sums foreign;
	struct investor_sums institution;
	struct kis_rows rows;
	struct kis_row row;

	if (!kis_rows(body, "output", &rows) || !kis_rows_next(&rows, &row) ||
		investor_body_is_empty(&row) || !investor_read(&row, "frgn", &foreign) ||
		!investor_read(&row, "orgn", &institution)) {
		(void)fault_set(
			&all->buyers_fault, MCP_E_UPSTREAM, "upstream holds no figures for them");
		return false;
	}
	r->foreign = foreign.net;
	r->institution = institution.net;
	return true;
}

static bool take_list(struct sectors *all, struct span body)
{
	all->has_list = sector_list_read(body, &all->list);
	if (!all->has_list)
		(void)fault_set(&all->list_fault, MCP_E_UPSTREAM,
			"inquire-index-category-price holds no figures");
	return all->has_list;
}

static void on_answer(void *self, uint32_t index, const struct kis_answer *answer)
{
	struct job *j = self;
	struct sectors *all = j->own;
	const bool is_list = j->rows[index] == LIST_CALL;
	bool is_good;

	j->from.upstream_calls += answer->calls;
	job_progress(j, ++j->parts, j->batch.count);
	if (answer->fault.status < 0) {
		*(is_list ? &all->list_fault : &all->buyers_fault) = answer->fault;
		return;
	}
	market_stamp(j->market, BASIS_KRX, answer->at_ms, &j->from);
	is_good = is_list ? take_list(all, answer->body)
	                  : take_buyers(all, &all->rows[j->rows[index]], answer->body);
	if (!is_good)
		batch_doubt(&j->batch);
}

static void on_end(void *self)
{
	finish(self);
}

static void ask_list(struct job *j)
{
	j->rows[j->batch.count] = LIST_CALL;
	sector_list_ask(&j->batch, exchange_of(j));
}

static void ask_buyers(struct job *j, uint32_t row)
{
	struct sectors *all = j->own;
	const bool kospi = exchange_of(j) == EXCHANGE_KOSPI;
	char code[8];
	const mcp_kis_param params[] = {
		{ "FID_INPUT_ISCD", kospi ? "KSP" : "KSQ" },
		{ "FID_INPUT_ISCD_2", code },
	};

	(void)snprintf(code, sizeof code, "%04d", all->rows[row].code);
	j->rows[j->batch.count] = row;
	batch_call(&j->batch, "inquire-investor-time-by-market", params, COUNT_OF(params));
}

static void choose_rows(struct job *j)
{
	struct sectors *all = j->own;

	all->shown = all->count < j->query.count ? all->count : j->query.count;
	if (all->shown > MARKET_ROWS_MAX)
		all->shown = MARKET_ROWS_MAX;
	for (uint32_t i = 0; i < all->shown; i++) {
		const int32_t group = all->groups[i].group;

		all->rows[i].group = all->groups[i];
		all->rows[i].code = sector_is_real(group) ? group : 0;
	}
}

static void ask_upstream(struct job *j)
{
	const struct sectors *all = j->own;

	j->parts = 0;
	j->batch = (struct batch){
		.kis = j->market->kis,
		.recall = j->market->recall,
		.lane = j->lane,
		/* What is known still leaves in time. */
		.deadline_mono_ms = j->deadline_mono_ms - 1000,
		.answer = on_answer,
		.end = on_end,
		.self = j,
	};
	batch_begin(&j->batch);
	if (!j->offline)
		ask_list(j);
	for (uint32_t i = 0; i < all->shown && wants_buyers(j) && !j->offline; i++)
		if (all->rows[i].code > 0)
			ask_buyers(j, i);
	batch_commit(&j->batch);
}

static void on_market(struct job *j)
{
	if (!job_take_snapshot(j))
		return;
	j->own = calloc(1, sizeof(struct sectors));
	if (!j->own || !make_groups(j)) {
		job_refuse_memory(j);
		return;
	}
	choose_rows(j);
	ask_upstream(j);
}

void sectors_start(struct job *j)
{
	struct fault f = { 0 };

	if (j->query.scope == SCOPE_ALL) {
		(void)fault_set(&f, MCP_E_ARGUMENT,
			"sectors are of one market; give KOSPI or KOSDAQ as market");
		job_refuse(j, &f);
		return;
	}
	if (j->query.basis != BASIS_KRX) {
		j->query.basis = BASIS_KRX;
		provenance_note(
			&j->from, "sectors and who buys them are KRX figures: all of this is KRX");
	}
	if (job_make_result(j))
		job_need(j, NEED_MASTER | NEED_SNAPSHOT, on_market);
}
