/* judge - whether an answer from a disturbed exchange is right, labelled, or a typed error. */
#include "judge.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "data/scan.h"
#include "flows.h"

/* One answer being looked at. */
struct looking {
	const struct question_at *at;
	const struct question *q;
	const struct reply *got;
	const struct reply *wanted;
	bool labelled; /* it says more doubts than the undisturbed answer */
	bool partial;  /* complete is false, and it did not have to be */
	struct judged *ret;
};

static bool wrong(const struct looking *l, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static bool wrong(const struct looking *l, const char *fmt, ...)
{
	va_list args;

	l->ret->verdict = VERDICT_WRONG;
	va_start(args, fmt);
	(void)vsnprintf(l->ret->why, sizeof l->ret->why, fmt, args);
	va_end(args);
	return false;
}

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_same(word, words[i]))
			return true;
	return false;
}

/* ---- Labels. ---- */

static bool has_note(const struct provenance *p, const char *note)
{
	for (uint32_t i = 0; i < p->note_count; i++)
		if (str_same(p->notes[i], note))
			return true;
	return false;
}

static bool says(const struct provenance *p, const char *part)
{
	for (uint32_t i = 0; i < p->note_count; i++)
		if (strstr(p->notes[i], part))
			return true;
	return false;
}

/* News is counted behind: how many shares are not yet counted is no doubt about the others. */
static bool is_doubt(const char *note)
{
	return strncmp(note, "news of ", 8) != 0;
}

static bool says_more(const struct provenance *got, const struct provenance *wanted)
{
	for (uint32_t i = 0; i < got->note_count; i++)
		if (is_doubt(got->notes[i]) && !has_note(wanted, got->notes[i]))
			return true;
	return false;
}

static bool is_older(const struct looking *l)
{
	return l->got->rows_as_of_ms < l->at->base->times.moments[1] &&
	       (l->at->state == STATE_STALE || base_is_edge(l->at->base));
}

/* ---- Moments. ---- */

/* The moments whose figures the answer may hold by its own label. */
static bool may_be_of(const struct looking *l, uint32_t moment)
{
	if (l->at->state != STATE_STALE && !base_is_edge(l->at->base))
		return moment == 0;
	return moment == 1 || is_older(l);
}

static bool state_is_of(enum state state, uint32_t moment)
{
	return (state == STATE_STALE) == (moment == 1);
}

/* ---- Cells. ---- */

/* Counted behind, so never the same twice: looked at apart. */
static const char *const soft[] = { "news_count", "disclosure_count", "counts_at_least", "reasons",
	"reason_details" };
/* Of all shares together: another number when some are missing. */
static const char *const relative[] = { "rank", "trading_value_rank", "weight_in_index",
	"market_cap_rank_change" };
/* Asked share by share, at another time than the rows. */
static const char *const details[] = { "foreign_ratio", "per", "pbr" };

#define IS_ONE_OF(word, words) is_one_of(word, words, COUNT_OF(words))

static bool is_null(struct span cell)
{
	return scan_kind(cell) == SCAN_NULL;
}

static bool is_empty(struct span cell)
{
	return is_null(cell) || span_is(cell, "[]");
}

static enum sheet sheet_of(const struct question *q)
{
	if (str_same(q->period, "5D"))
		return SHEET_5D;
	return str_same(q->period, "20D") ? SHEET_20D : SHEET_1D;
}

static bool holds_cell(
	const struct reply *r, struct span code, const char *column, struct span cell)
{
	const uint32_t row = body_find(r->rows, "code", code);

	return row != UINT32_MAX && span_same(body_cell(r->rows, row, column), cell);
}

/* In the undisturbed answers to the same question at that moment. */
static bool is_in_answers(const struct looking *l, uint32_t moment, struct span code,
	const char *column, struct span cell)
{
	const struct truth *t = l->at->truth;
	const uint32_t q = l->at->question;

	/* At an edge a cold world's answer is no witness: it stands on both sides itself. */
	for (int s = base_is_edge(l->at->base) ? STATE_FRESH : STATE_COLD; s < STATES; s++)
		if (state_is_of((enum state)s, moment) &&
			(holds_cell(&t->wide[s][q], code, column, cell) ||
				holds_cell(&t->wide_day[s][q], code, column, cell)))
			return true;
	return false;
}

static bool is_in_sheets(const struct looking *l, uint32_t moment, const char *code,
	const char *column, struct span cell)
{
	const struct truth *t = l->at->truth;
	const bool rough = says(&l->got->from, "counts listed shares in thousands");

	if (span_same(truth_cell(t, moment, sheet_of(l->q), code, column), cell))
		return true;
	if (span_same(truth_cell(t, moment, SHEET_1D, code, column), cell) &&
		!strstr(column, "previous") && !strstr(column, "value_change") &&
		!strstr(column, "period"))
		return true;
	return rough && span_same(truth_cell(t, moment, SHEET_ROUGH, code, column), cell);
}

/* True when it is the figure of the moment. */
static bool is_true_at(const struct looking *l, uint32_t moment, struct span code,
	const char *column, struct span cell)
{
	char plain[8] = "";

	(void)scan_text_into(code, plain, sizeof plain);
	if (is_in_answers(l, moment, code, column, cell) ||
		is_in_sheets(l, moment, plain, column, cell))
		return true;
	return l->q->investor &&
	       flow_is_true(l->at->base, l->q->investor, l->got, plain, column, cell);
}

/* ---- Rows of shares. ---- */

static struct span cell_of(const struct looking *l, uint32_t row, const char *column)
{
	return body_cell(l->got->rows, row, column);
}

static bool is_excused(const struct looking *l, const char *column, struct span cell)
{
	if (IS_ONE_OF(column, soft))
		return true;
	if (is_empty(cell) && l->labelled)
		return true;
	if ((span_is(cell, "0") || span_is(cell, "0.00")) && says(&l->got->from, "holds no trades"))
		return true;
	if (IS_ONE_OF(column, relative))
		return l->partial;
	return str_same(column, "code");
}

static bool name_of(struct span column, char ret[64])
{
	if (scan_kind(column) == SCAN_OBJECT)
		column = scan_get(column, "name");
	return scan_text_into(column, ret, 64);
}

/* All of the row's figures are of that moment; details may be of the other one. Else ret[64] is a
 * column that is not. */
static bool row_is_of(const struct looking *l, uint32_t row, uint32_t moment, char *ret)
{
	const struct span code = cell_of(l, row, "code");
	struct scan_iter it = scan_iter(scan_get(l->got->rows, "columns"));
	struct span column;

	while (scan_item(&it, &column)) {
		struct span cell;
		bool good;

		if (!name_of(column, ret))
			return false;
		cell = cell_of(l, row, ret);
		good = is_excused(l, ret, cell) || is_true_at(l, moment, code, ret, cell);
		if (!good && IS_ONE_OF(ret, details) && may_be_of(l, 1 - moment))
			good = is_true_at(l, 1 - moment, code, ret, cell);
		if (!good)
			return false;
	}
	return true;
}

static bool check_row(const struct looking *l, uint32_t row)
{
	char column[64] = "";
	struct span cell;
	struct span code = cell_of(l, row, "code");

	for (uint32_t m = 0; m < MOMENTS; m++)
		if (may_be_of(l, m) && row_is_of(l, row, m, column))
			return true;
	cell = cell_of(l, row, column);
	return wrong(l, "row %u, %.*s: %s is %.*s", row + 1, (int)code.len, code.at, column,
		(int)(cell.len < 120 ? cell.len : 120), cell.at);
}

static double number_at(const struct looking *l, uint32_t row, const char *column)
{
	const struct span cell = cell_of(l, row, column);
	double n = 0;

	(void)span_real(cell, &n);
	return n;
}

/* Sorted, numbered, nobody twice. */
static bool check_order(const struct looking *l, const char *name)
{
	const uint32_t count = body_rows(l->got->rows);
	const double sign = l->q->ascending ? -1 : 1;

	if (count > l->q->count)
		return wrong(l, "%u rows came, %u were asked", count, l->q->count);
	for (uint32_t i = 0; i < count; i++) {
		const struct span who = cell_of(l, i, name);
		const double rank = number_at(l, i, "rank");

		if (body_find(l->got->rows, name, who) < i)
			return wrong(l, "%.*s comes twice", (int)who.len, who.at);
		if (rank != 0 && rank != i + 1)
			return wrong(l, "row %u has rank %.0f", i + 1, rank);
		if (i > 0 &&
			sign * number_at(l, i - 1, l->q->key) < sign * number_at(l, i, l->q->key))
			return wrong(l, "row %u stands behind a lesser one", i + 1);
	}
	return true;
}

/* The same shares in the same order as an undisturbed answer of a moment it may be of. */
static bool same_shares(const struct looking *l, const struct reply *other, const char *name)
{
	const uint32_t count = body_rows(l->got->rows);

	if (!other->rows.at || other->fault.status < 0 || count != body_rows(other->rows))
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (!span_same(cell_of(l, i, name), body_cell(other->rows, i, name)))
			return false;
	return true;
}

static bool check_shares(const struct looking *l, const char *name)
{
	if (!l->got->from.complete && l->labelled)
		return true;
	for (int s = 0; s < STATES; s++) {
		const uint32_t moment = s == STATE_STALE;

		if (may_be_of(l, moment) &&
			(same_shares(l, &l->at->truth->plain[s][l->at->question], name) ||
				same_shares(l, &l->at->truth->day[s][l->at->question], name)))
			return true;
	}
	return wrong(l, "other rows than the undisturbed answer's, without a word (%u rows)",
		body_rows(l->got->rows));
}

/* ---- Counts and reasons. ---- */

static bool check_count(const struct looking *l, uint32_t row, const char *column)
{
	const struct span cell = cell_of(l, row, column);
	const bool at_least = span_is(cell_of(l, row, "counts_at_least"), "true");
	double n;

	if (!span_real(cell, &n))
		return says(&l->got->from, "news of ") ||
		       wrong(l, "row %u: %s is null, without a word", row + 1, column);
	for (uint32_t m = 0; m < MOMENTS; m++) {
		const struct span body = l->at->truth->settled[m][l->at->question].rows;
		const uint32_t there = body_find(body, "code", cell_of(l, row, "code"));
		double all;

		if (there == UINT32_MAX || !span_real(body_cell(body, there, column), &all))
			return true;
		if (may_be_of(l, m) && (all == n || (at_least && n < all)))
			return true;
	}
	return wrong(l, "row %u: %s is %.0f", row + 1, column, n);
}

/* What it gives as a reason must be one undisturbed, too. */
static bool check_reasons(const struct looking *l, uint32_t row)
{
	struct scan_iter it = scan_iter(cell_of(l, row, "reasons"));
	struct span reason;

	while (scan_item(&it, &reason)) {
		bool seen = false;

		for (uint32_t m = 0; m < MOMENTS; m++) {
			const struct span body = l->at->truth->settled[m][l->at->question].rows;
			const uint32_t there = body_find(body, "code", cell_of(l, row, "code"));
			const struct span all = body_cell(body, there, "reasons");

			seen = seen || there == UINT32_MAX ||
			       (may_be_of(l, m) && memmem(all.at, all.len, reason.at, reason.len));
		}
		if (!seen)
			return wrong(l, "row %u: %.*s is no reason", row + 1, (int)reason.len,
				reason.at);
	}
	return true;
}

/* One that the undisturbed answer gives is left out only with a word. */
static bool check_missing_reasons(const struct looking *l, uint32_t row)
{
	const struct span got = cell_of(l, row, "reasons");
	const struct span body = l->wanted->rows;
	const uint32_t there = body_find(body, "code", cell_of(l, row, "code"));
	struct scan_iter it = scan_iter(body_cell(body, there, "reasons"));
	struct span reason;

	while (there != UINT32_MAX && scan_item(&it, &reason))
		if (!memmem(got.at, got.len, reason.at, reason.len) && !l->labelled &&
			!says(&l->got->from, "news of "))
			return wrong(l, "row %u: %.*s is missing, without a word", row + 1,
				(int)reason.len, reason.at);
	return true;
}

static bool check_soft(const struct looking *l, uint32_t row)
{
	if (l->q->tool == TOOL_CHANGE)
		return check_count(l, row, "news_count") && check_count(l, row, "disclosure_count");
	return l->q->tool != TOOL_UNUSUAL ||
	       (check_reasons(l, row) && check_missing_reasons(l, row));
}

static bool check_rows(const struct looking *l)
{
	for (uint32_t i = 0; i < body_rows(l->got->rows); i++)
		if (!check_row(l, i) || !check_soft(l, i))
			return false;
	return check_order(l, "code") && check_shares(l, "code");
}

/* ---- Sectors. ---- */

static bool sector_cell_is_good(
	const struct looking *l, uint32_t row, const char *column, uint32_t moment)
{
	static const char *const sums[] = { "rank", "trading_value", "volume",
		"average_change_rate", "leading_stocks" };
	const struct span cell = cell_of(l, row, column);
	const struct span code = cell_of(l, row, "sector_code");
	const char *by = is_null(code) ? "sector_name" : "sector_code";

	if (says(&l->got->from, "names of") && (str_same(column, "sector_name") || is_null(code)))
		return true;
	if (is_null(cell) && l->labelled)
		return true;
	if (l->partial && IS_ONE_OF(column, sums))
		return true;
	for (int s = 0; s < STATES; s++) {
		const struct span body = l->at->truth->wide[s][l->at->question].rows;
		const uint32_t there = body_find(body, by, cell_of(l, row, by));

		if (state_is_of((enum state)s, moment) && there != UINT32_MAX &&
			span_same(body_cell(body, there, column), cell))
			return true;
	}
	return false;
}

static bool sector_is_of(const struct looking *l, uint32_t row, uint32_t moment, char *ret)
{
	static const char *const flows[] = { "foreign_net_buy", "institution_net_buy" };
	struct scan_iter it = scan_iter(scan_get(l->got->rows, "columns"));
	struct span column;

	while (scan_item(&it, &column)) {
		if (!name_of(column, ret))
			return false;
		if (sector_cell_is_good(l, row, ret, moment))
			continue;
		if (!IS_ONE_OF(ret, flows) || !may_be_of(l, 1 - moment) ||
			!sector_cell_is_good(l, row, ret, 1 - moment))
			return false;
	}
	return true;
}

static bool check_sectors(const struct looking *l)
{
	char column[64] = "";

	for (uint32_t i = 0; i < body_rows(l->got->rows); i++) {
		bool good = false;
		const struct span name = cell_of(l, i, "sector_name");

		for (uint32_t m = 0; m < MOMENTS && !good; m++)
			good = may_be_of(l, m) && sector_is_of(l, i, m, column);
		if (!good)
			return wrong(l, "sector %.*s: %s is %.*s", (int)name.len, name.at, column,
				(int)cell_of(l, i, column).len, cell_of(l, i, column).at);
	}
	return check_order(l, "sector_name") &&
	       check_shares(l, says(&l->got->from, "names of") ? "sector_code" : "sector_name");
}

/* ---- The summary. ---- */

static bool holds_total(const struct reply *r, const char *column, struct span cell)
{
	return r->summary.at && span_same(body_cell(r->summary, 0, column), cell);
}

static bool total_is_good(const struct looking *l, const char *column, struct span cell)
{
	const struct truth *t = l->at->truth;
	const uint32_t q = l->at->question;

	if (is_null(cell) && l->labelled)
		return true;
	for (int s = 0; s < STATES; s++)
		if (may_be_of(l, s == STATE_STALE) &&
			(holds_total(&t->plain[s][q], column, cell) ||
				holds_total(&t->day[s][q], column, cell)))
			return true;
	return false;
}

static bool check_as_of(const struct looking *l)
{
	char text[40] = "";
	int64_t at_ms;

	if (!scan_text_into(body_cell(l->got->summary, 0, "as_of"), text, sizeof text) ||
		!kst_from_text(text, &at_ms))
		return wrong(l, "as_of is \"%s\"", text);
	if (at_ms > l->got->rows_as_of_ms)
		return wrong(l, "as_of is %s, the rows are older", text);
	return true;
}

static bool check_summary(const struct looking *l)
{
	static const char *const labels[] = { "as_of", "standing", "flow_date" };
	/* Of the rows that are there: another number when some are missing. */
	static const char *const of_rows[] = { "top5_concentration", "total_market_cap",
		"top10_concentration", "average_per", "average_pbr", "matched" };
	struct scan_iter it = scan_iter(scan_get(l->got->summary, "columns"));
	struct span column;
	char name[64];

	while (scan_item(&it, &column)) {
		const struct span cell =
			name_of(column, name) ? body_cell(l->got->summary, 0, name) : column;

		if (IS_ONE_OF(name, labels) || total_is_good(l, name, cell))
			continue;
		if (l->partial && IS_ONE_OF(name, of_rows))
			continue;
		if (says(&l->got->from, "the totals lack them"))
			continue;
		return wrong(l, "%s is %.*s, not %.*s", name, (int)cell.len, cell.at,
			(int)body_cell(l->wanted->summary, 0, name).len,
			body_cell(l->wanted->summary, 0, name).at);
	}
	return check_as_of(l);
}

/* ---- The whole. ---- */

static void judge_fault(const struct looking *l)
{
	const struct fault *f = &l->got->fault;

	l->ret->verdict = VERDICT_ERROR;
	if (f->status == MCP_E_INTERNAL || f->status == MCP_E_ARGUMENT ||
		f->status == MCP_E_CANCELLED || f->status == MCP_E_MEMORY)
		(void)wrong(l, "it ends with %s: %s", status_word(f->status), f->text);
	else if (strlen(f->text) < 20 || strchr(f->text, '\n'))
		(void)wrong(l, "\"%s\" is no sentence", f->text);
}

static bool is_as_undisturbed(const struct looking *l)
{
	return l->at->truth->plain[l->at->state][l->at->question].fault.status == MCP_OK &&
	       !l->labelled;
}

void judge(const struct question_at *at, const struct reply *got, struct judged *ret)
{
	const struct reply *wanted = &at->truth->plain[at->state][at->question];
	struct looking l = {
		.at = at,
		.q = &questions[at->question],
		.got = got,
		.wanted = wanted,
		.ret = ret,
	};
	bool good;

	*ret = (struct judged){ .verdict = VERDICT_LABELLED };
	if (got->late) {
		(void)wrong(&l, "it did not end within its time");
		return;
	}
	if (got->twice) {
		(void)wrong(&l, "it completed more than once");
		return;
	}
	if (got->fault.status < 0) {
		judge_fault(&l);
		return;
	}
	l.labelled = is_older(&l) || says_more(&got->from, &wanted->from) ||
	             (wanted->from.complete && !got->from.complete);
	l.partial = l.labelled && !got->from.complete;
	good = l.q->tool == TOOL_SECTOR ? check_sectors(&l) : check_rows(&l);
	if (good && check_summary(&l) && is_as_undisturbed(&l))
		ret->verdict = VERDICT_RIGHT;
}
