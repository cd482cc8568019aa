/* judge_totals - rows of sectors, and the summary. */
#include "judge_part.h"

#include "data/scan.h"

/* ---- Sectors. ---- */

static bool sector_cell_is_good(
	const struct looking *l, uint32_t row, const char *column, uint32_t moment)
{
	static const char *const sums[] = { "rank", "trading_value", "volume",
		"average_change_rate", "leading_stocks" };
	const struct span cell = judge_cell(l, row, column);
	const struct span code = judge_cell(l, row, "sector_code");
	const char *by = judge_is_null(code) ? "sector_name" : "sector_code";

	if (judge_says(l, "names of") && (str_same(column, "sector_name") || judge_is_null(code)))
		return true;
	if (judge_is_null(cell) && l->labelled)
		return true;
	if (l->partial && IS_ONE_OF(column, sums))
		return true;
	for (int s = 0; s < STATES; s++) {
		const struct span body = l->at->truth->wide[s][l->at->question].rows;
		const uint32_t there = body_find(body, by, judge_cell(l, row, by));

		if (judge_state_is_of((enum state)s, moment) && there != UINT32_MAX &&
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
		if (!judge_column_name(column, ret))
			return false;
		if (sector_cell_is_good(l, row, ret, moment))
			continue;
		if (!IS_ONE_OF(ret, flows) || !judge_may_be_of(l, 1 - moment) ||
			!sector_cell_is_good(l, row, ret, 1 - moment))
			return false;
	}
	return true;
}

bool judge_sectors(const struct looking *l)
{
	char column[64] = "";

	for (uint32_t i = 0; i < body_rows(l->got->rows); i++) {
		bool good = false;
		const struct span name = judge_cell(l, i, "sector_name");

		for (uint32_t m = 0; m < MOMENTS && !good; m++)
			good = judge_may_be_of(l, m) && sector_is_of(l, i, m, column);
		if (!good)
			return judge_wrong(l, "sector %.*s: %s is %.*s", (int)name.len, name.at,
				column, (int)judge_cell(l, i, column).len,
				judge_cell(l, i, column).at);
	}
	return judge_order(l, "sector_name") &&
	       judge_shares(l, judge_says(l, "names of") ? "sector_code" : "sector_name");
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

	if (judge_is_null(cell) && l->labelled)
		return true;
	for (int s = 0; s < STATES; s++)
		if (judge_may_be_of(l, s == STATE_STALE) &&
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
		return judge_wrong(l, "as_of is \"%s\"", text);
	if (at_ms > l->got->rows_as_of_ms)
		return judge_wrong(l, "as_of is %s, the rows are older", text);
	return true;
}

bool judge_summary(const struct looking *l)
{
	static const char *const labels[] = { "as_of", "standing", "flow_date" };
	/* Of the rows that are there: another number when some are missing. */
	static const char *const of_rows[] = { "top5_concentration", "total_market_cap",
		"top10_concentration", "average_per", "average_pbr", "matched" };
	struct scan_iter it = scan_iter(scan_get(l->got->summary, "columns"));
	struct span column;
	char name[64];

	while (scan_item(&it, &column)) {
		const struct span cell = judge_column_name(column, name)
		                                 ? body_cell(l->got->summary, 0, name)
		                                 : column;

		if (IS_ONE_OF(name, labels) || total_is_good(l, name, cell))
			continue;
		if (l->partial && IS_ONE_OF(name, of_rows))
			continue;
		if (judge_says(l, "the totals lack them"))
			continue;
		return judge_wrong(l, "%s is %.*s, not %.*s", name, (int)cell.len, cell.at,
			(int)body_cell(l->wanted->summary, 0, name).len,
			body_cell(l->wanted->summary, 0, name).at);
	}
	return check_as_of(l);
}
