/* market_sectors - "sectors": trading value of each sector, its leaders, who buys it. A sector's sums
 * are of one snapshot; names and index changes are KIS's. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/json.h"
#include "service/market_part.h"
#include "service/market_sector_list.h"
#include "service/market_totals.h"
#include "service/rank_group.h"

#define LIST_CALL UINT32_MAX /* the batch's call for the list of sectors */

struct sector_row {
	int32_t code; /* 0: of no row of the list */
	char name[64];
	struct group group;
	mcp_int index_change;
	mcp_int foreign;     /* won */
	mcp_int institution; /* won */
	bool asked;          /* who buys it was asked */
};

struct sectors {
	uint32_t count; /* sectors there are */
	struct group groups[SECTORS_MAX];
	struct sector_row rows[MARKET_ROWS_MAX];
	uint32_t shown;
	struct sector_list list;
	bool has_list;
	uint32_t failed;
};

/* ---- Writing. ---- */

/* Below 0 nothing is known. */
static mcp_int unless_below_0(int64_t n)
{
	return n >= 0 ? MCP_KNOWN_INT(n) : (mcp_int){ 0 };
}

static void write_leader(
	const struct job *j, const struct group *g, uint32_t i, uint8_t column, struct buf *b)
{
	const struct snapshot *s = j->snapshot;
	const uint32_t row = g->leaders[i].index;

	switch (column) {
	case LEADER_CODE:
		json_cstr(b, s->shares[row].row.code);
		break;
	case LEADER_NAME:
		json_cstr(b, s->shares[row].row.name[0] ? s->shares[row].row.name
							: s->shares[row].row.code);
		break;
	case LEADER_VALUE:
		json_int(b, g->leaders[i].value);
		break;
	case LEADER_CHANGE_RATE:
		write_hundredths(s->known[row] & SNAPSHOT_CHANGE ? MCP_KNOWN_INT(s->rate[row])
								 : (mcp_int){ 0 },
			b);
		break;
	default:
		write_hundredths(unless_below_0(g->leaders[i].share), b);
		break;
	}
}

static void write_leaders(
	const struct job *j, const struct asked_column *asked, const struct group *g, struct buf *b)
{
	buf_char(b, '[');
	for (uint32_t i = 0; i < g->leader_count; i++) {
		json_next(b);
		buf_char(b, '[');
		for (uint32_t k = 0; k < asked->inner_count; k++) {
			json_next(b);
			write_leader(j, g, i, asked->inner[k], b);
		}
		buf_char(b, ']');
	}
	buf_char(b, ']');
}

static void write_code(const struct sector_row *r, struct buf *b)
{
	if (r->code > 0)
		buf_printf(b, "\"%04d\"", r->code);
	else
		buf_puts(b, "null");
}

static void write_figure(const struct sector_row *r, uint32_t row, uint8_t column, struct buf *b)
{
	const struct group *g = &r->group;
	const mcp_int figures[SECTOR_COLUMNS] = {
		[SECTOR_RANK] = MCP_KNOWN_INT(row + 1),
		[SECTOR_VALUE] = unless_below_0(g->value),
		[SECTOR_VOLUME] = unless_below_0(g->volume),
		[SECTOR_STOCKS] = MCP_KNOWN_INT(g->members),
		[SECTOR_AVERAGE_CHANGE] = { .value = g->rate, .known = g->rate_known },
		[SECTOR_INDEX_CHANGE] = r->index_change,
		[SECTOR_FOREIGN] = r->foreign,
		[SECTOR_INSTITUTION] = r->institution,
	};

	if (column == SECTOR_AVERAGE_CHANGE || column == SECTOR_INDEX_CHANGE)
		write_hundredths(figures[column], b);
	else
		write_whole(figures[column], b);
}

static void write_row(const struct job *j, uint32_t row, struct buf *b)
{
	const struct sectors *all = j->own;
	const struct sector_row *r = &all->rows[row];

	for (uint32_t i = 0; i < j->query.column_count; i++) {
		const struct asked_column *asked = &j->query.columns[i];

		json_next(b);
		if (asked->column == SECTOR_LEADERS)
			write_leaders(j, asked, &r->group, b);
		else if (asked->column == SECTOR_CODE)
			write_code(r, b);
		else if (asked->column == SECTOR_NAME)
			json_cstr(b, r->name);
		else
			write_figure(r, row, asked->column, b);
	}
}

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
	if (!r->name[0])
		(void)snprintf(r->name, sizeof r->name, "%04d", r->group.group);
}

/* ---- The answer. ---- */

static void finish(struct job *j)
{
	struct sectors *all = j->own;
	uint32_t lacking = 0;

	for (uint32_t i = 0; i < all->shown; i++) {
		name_row(j, &all->rows[i]);
		lacking += all->rows[i].asked && !all->rows[i].foreign.known;
	}
	if (!all->has_list)
		provenance_note(&j->from,
			"index changes are not known: inquire-index-category-price holds no figures");
	if (lacking)
		provenance_note(&j->from,
			"who buys is not known of %u sectors: upstream holds no figures for them",
			lacking);
	note_unknown(j);
	/* A summary asked right after is of the same moment. */
	market_keep(j->market, j);
	job_answer(j, write_row, all->shown);
}

static void take_buyers(struct sector_row *r, struct span body)
{
	struct kis_rows rows;
	struct span row;

	if (!kis_rows(body, "output", &rows) || !kis_rows_next(&rows, &row) ||
		investor_body_is_empty(row))
		return;
	r->foreign = read_million(row, "frgn_ntby_tr_pbmn");
	r->institution = read_million(row, "orgn_ntby_tr_pbmn");
}

static void on_answer(void *self, uint32_t index, const struct kis_answer *answer)
{
	struct job *j = self;
	struct sectors *all = j->own;

	j->from.upstream_calls += answer->calls;
	job_progress(j, ++j->parts, j->batch.count);
	if (answer->fault.status < 0) {
		all->failed++;
		return;
	}
	market_stamp(j->market, BASIS_KRX, answer->at_ms, &j->from);
	if (j->rows[index] == LIST_CALL)
		all->has_list = sector_list_read(answer->body, &all->list);
	else
		take_buyers(&all->rows[j->rows[index]], answer->body);
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
	all->rows[row].asked = true;
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

static bool wants_buyers(const struct job *j)
{
	return market_query_wants(&j->query, SECTOR_FOREIGN) ||
	       market_query_wants(&j->query, SECTOR_INSTITUTION);
}

static void ask_upstream(struct job *j)
{
	const struct sectors *all = j->own;

	j->parts = 0;
	j->batch = (struct batch){
		.kis = j->market->kis,
		.lane = j->lane,
		.deadline_mono_ms = j->deadline_mono_ms,
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
