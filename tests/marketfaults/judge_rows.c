/* judge_rows - rows of shares: each figure of one moment, counts and reasons never more than there
 * are. */
#include "judge_part.h"

#include "data/scan.h"
#include "flows.h"

/* ---- Cells. ---- */

/* Counted behind, so never the same twice: looked at apart. */
static const char *const soft[] = { "news_count", "disclosure_count", "counts_at_least", "reasons",
	"reason_details" };
/* Of all shares together: another number when some are missing. */
static const char *const relative[] = { "rank", "trading_value_rank", "weight_in_index",
	"market_cap_rank_change" };
/* Asked share by share, at another time than the rows. */
static const char *const details[] = { "foreign_ratio", "per", "pbr" };

static bool is_empty(struct span cell)
{
	return judge_is_null(cell) || span_is(cell, "[]");
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
		if (judge_state_is_of((enum state)s, moment) &&
			(holds_cell(&t->wide[s][q], code, column, cell) ||
				holds_cell(&t->wide_day[s][q], code, column, cell)))
			return true;
	return false;
}

static bool is_in_sheets(const struct looking *l, uint32_t moment, const char *code,
	const char *column, struct span cell)
{
	const struct truth *t = l->at->truth;
	const bool rough = judge_says(l, "counts listed shares in thousands");

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
	       flow_is_true(l->at->base, &(struct flow_cell){
						 .investor = l->q->investor,
						 .code = plain,
						 .column = column,
						 .cell = cell,
						 .date = body_cell(l->got->summary, 0, "flow_date"),
					 });
}

/* ---- Rows of shares. ---- */

static bool is_excused(const struct looking *l, const char *column, struct span cell)
{
	if (IS_ONE_OF(column, soft))
		return true;
	if (is_empty(cell) && l->labelled)
		return true;
	if ((span_is(cell, "0") || span_is(cell, "0.00")) && judge_says(l, "holds no trades"))
		return true;
	if (IS_ONE_OF(column, relative))
		return l->partial;
	return str_same(column, "code");
}

/* All of the row's figures are of that moment; details may be of the other one. Else ret[64] is a
 * column that is not. */
static bool row_is_of(const struct looking *l, uint32_t row, uint32_t moment, char *ret)
{
	const struct span code = judge_cell(l, row, "code");
	struct scan_iter it = scan_iter(scan_get(l->got->rows, "columns"));
	struct span column;

	while (scan_item(&it, &column)) {
		struct span cell;
		bool good;

		if (!judge_column_name(column, ret))
			return false;
		cell = judge_cell(l, row, ret);
		good = is_excused(l, ret, cell) || is_true_at(l, moment, code, ret, cell);
		if (!good && IS_ONE_OF(ret, details) && judge_may_be_of(l, 1 - moment))
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
	struct span code = judge_cell(l, row, "code");

	for (uint32_t m = 0; m < MOMENTS; m++)
		if (judge_may_be_of(l, m) && row_is_of(l, row, m, column))
			return true;
	cell = judge_cell(l, row, column);
	return judge_wrong(l, "row %u, %.*s: %s is %.*s", row + 1, (int)code.len, code.at, column,
		(int)(cell.len < 120 ? cell.len : 120), cell.at);
}

/* ---- Counts and reasons. ---- */

static bool check_count(const struct looking *l, uint32_t row, const char *column)
{
	const struct span cell = judge_cell(l, row, column);
	const bool at_least = span_is(judge_cell(l, row, "counts_at_least"), "true");
	double n;

	if (!span_real(cell, &n))
		return judge_says(l, "news of ") ||
		       judge_wrong(l, "row %u: %s is null, without a word", row + 1, column);
	for (uint32_t m = 0; m < MOMENTS; m++) {
		const struct span body = l->at->truth->settled[m][l->at->question].rows;
		const uint32_t there = body_find(body, "code", judge_cell(l, row, "code"));
		double all;

		if (there == UINT32_MAX || !span_real(body_cell(body, there, column), &all))
			return true;
		if (judge_may_be_of(l, m) && (all == n || (at_least && n < all)))
			return true;
	}
	return judge_wrong(l, "row %u: %s is %.0f", row + 1, column, n);
}

/* What it gives as a reason must be one undisturbed, too. */
static bool check_reasons(const struct looking *l, uint32_t row)
{
	struct scan_iter it = scan_iter(judge_cell(l, row, "reasons"));
	struct span reason;

	while (scan_item(&it, &reason)) {
		bool seen = false;

		for (uint32_t m = 0; m < MOMENTS; m++) {
			const struct span body = l->at->truth->settled[m][l->at->question].rows;
			const uint32_t there = body_find(body, "code", judge_cell(l, row, "code"));
			const struct span all = body_cell(body, there, "reasons");

			seen = seen || there == UINT32_MAX ||
			       (judge_may_be_of(l, m) &&
				       memmem(all.at, all.len, reason.at, reason.len));
		}
		if (!seen)
			return judge_wrong(l, "row %u: %.*s is no reason", row + 1, (int)reason.len,
				reason.at);
	}
	return true;
}

/* One that the undisturbed answer gives is left out only with a word. */
static bool check_missing_reasons(const struct looking *l, uint32_t row)
{
	const struct span got = judge_cell(l, row, "reasons");
	const struct span body = l->wanted->rows;
	const uint32_t there = body_find(body, "code", judge_cell(l, row, "code"));
	struct scan_iter it = scan_iter(body_cell(body, there, "reasons"));
	struct span reason;

	while (there != UINT32_MAX && scan_item(&it, &reason))
		if (!memmem(got.at, got.len, reason.at, reason.len) && !l->labelled &&
			!judge_says(l, "news of "))
			return judge_wrong(l, "row %u: %.*s is missing, without a word", row + 1,
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

bool judge_rows(const struct looking *l)
{
	for (uint32_t i = 0; i < body_rows(l->got->rows); i++)
		if (!check_row(l, i) || !check_soft(l, i))
			return false;
	return judge_order(l, "code") && judge_shares(l, "code");
}
