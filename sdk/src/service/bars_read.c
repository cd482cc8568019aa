/* bars_read - daily bars out of what KIS and KRX answer, each figure looked at before it counts. */
#include "service/bars_read.h"

#include <stdlib.h>

#include "base/clock.h"
#include "service/kis_client.h"

/* A value is about volume x close. Adjusted closes stand beside values as traded, so a split may
 * lie between; a wrong unit is off by a million. */
#define VALUE_SLACK 1000

bool date_read(struct kis_row *row, const char *field, int32_t *ret)
{
	int64_t n;

	if (!kis_int(row, field, &n) || n < 20000101 || n > 20991231)
		return false;
	if (kst_from_ms(kst_to_ms((int32_t)n, 12, 0, 0)).date != (int32_t)n)
		return false;
	*ret = (int32_t)n;
	return true;
}

static bool price_read(struct kis_row *row, const char *field, int32_t *ret)
{
	int64_t n;

	if (!kis_int(row, field, &n) || n <= 0 || n > INT32_MAX)
		return false;
	*ret = (int32_t)n;
	return true;
}

static bool amount_read(struct kis_row *row, const char *field, int64_t *ret)
{
	return kis_int(row, field, ret) && *ret >= 0;
}

bool bar_fits(const struct bar *bar)
{
	int64_t each;

	if (bar->volume == 0 || bar->value == 0)
		return bar->volume == bar->value;
	each = bar->value / bar->volume;
	return each / VALUE_SLACK <= bar->close && bar->close / VALUE_SLACK <= each;
}

/* What the day's change counts from. */
static void take_base(struct bar *bar, int64_t change)
{
	int64_t base = bar->close - change;

	if (base <= 0 || base > INT32_MAX)
		return;
	bar->base = (int32_t)base;
	bar->known |= BAR_BASE;
}

/* ---- KIS. ---- */

/* prdy_vrss is signed already; prdy_vrss_sign may only contradict it. */
static bool sign_contradicts(struct kis_row *row, int64_t change)
{
	char sign[4];

	if (!kis_text(row, "prdy_vrss_sign", sign, sizeof sign))
		return false;
	switch (sign[0]) {
	case '1':
	case '2':
		return change < 0;
	case '3':
		return change != 0;
	case '4':
	case '5':
		return change > 0;
	default:
		return false;
	}
}

/* 0 or 1: nothing was split. False when it says something that is no number. */
static bool read_split(struct kis_row *row, uint16_t *ret)
{
	char text[32];
	int64_t rate;

	*ret = 0;
	if (!kis_text(row, "prtt_rate", text, sizeof text))
		return true;
	if (!kis_hundredths(row, "prtt_rate", &rate))
		return false;
	*ret = rate != 0 && rate != 100;
	return true;
}

static bool read_chart_row(struct kis_row *row, struct bar_row *ret)
{
	struct bar_row r = { 0 };
	struct bar *bar = &r.bar;
	int64_t change;

	if (!date_read(row, "stck_bsop_date", &r.date) ||
		!price_read(row, "stck_clpr", &bar->close) ||
		!amount_read(row, "acml_vol", &bar->volume) ||
		!amount_read(row, "acml_tr_pbmn", &bar->value) || !bar_fits(bar) ||
		!read_split(row, &bar->split))
		return false;
	bar->known = BAR_CLOSE | BAR_VOLUME | BAR_VALUE;
	if (kis_int(row, "prdy_vrss", &change) && !sign_contradicts(row, change))
		take_base(bar, change);
	*ret = r;
	return true;
}

static int newest_first(const void *a, const void *b)
{
	const struct bar_row *x = a;
	const struct bar_row *y = b;

	return (x->date < y->date) - (x->date > y->date);
}

static bool same_bar(const struct bar *a, const struct bar *b)
{
	return a->close == b->close && a->volume == b->volume && a->value == b->value &&
	       a->base == b->base && a->split == b->split;
}

/* Sorts; of a day that came twice one row stays when they agree, none when they do not. */
static void settle(struct bars *bars)
{
	uint32_t kept = 0;

	qsort(bars->rows, bars->count, sizeof *bars->rows, newest_first);
	for (uint32_t i = 0; i < bars->count;) {
		uint32_t end = i + 1;
		bool agree = true;

		while (end < bars->count && bars->rows[end].date == bars->rows[i].date)
			agree = same_bar(&bars->rows[end++].bar, &bars->rows[i].bar) && agree;
		bars->dropped += end - i - (agree ? 1 : 0);
		if (agree)
			bars->rows[kept++] = bars->rows[i];
		i = end;
	}
	bars->count = kept;
}

static bool is_empty(struct kis_row *row)
{
	char text[16];

	return !kis_text(row, "stck_bsop_date", text, sizeof text);
}

static void read_rows(struct kis_rows *rows, struct bars *ret)
{
	struct kis_row row;

	while (kis_rows_next(rows, &row)) {
		/* KIS pads with empty objects. */
		if (is_empty(&row))
			continue;
		if (ret->count < BARS_MAX && read_chart_row(&row, &ret->rows[ret->count]))
			ret->count++;
		else
			ret->dropped++;
	}
	settle(ret);
}

/* Whose chart it is stands in output1. */
static bool is_of(struct span body, const char *code, int64_t *ret_listed)
{
	struct kis_rows rows;
	struct kis_row row;
	char seen[16];

	*ret_listed = 0;
	if (!kis_rows(body, "output1", &rows) || !kis_rows_next(&rows, &row))
		return false;
	if (!kis_text(&row, "stck_shrn_iscd", seen, sizeof seen) || !str_same(seen, code))
		return false;
	if (!kis_int(&row, "lstn_stcn", ret_listed) || *ret_listed < 0)
		*ret_listed = 0;
	return true;
}

mcp_status chart_read(struct span body, const char *code, struct bars *ret, struct fault *f)
{
	struct kis_rows rows;
	int64_t listed;
	bool own;

	if (!kis_rows(body, "output2", &rows) || rows.single)
		return fault_set(f, MCP_E_UPSTREAM,
			"the chart of %s has no rows in \"output2\"; try again later", code);
	own = is_of(body, code, &listed);
	*ret = (struct bars){ .listed = listed };
	read_rows(&rows, ret);
	/* A share without a chart has no name in it either. */
	if (!own && ret->count + ret->dropped > 0) {
		*ret = (struct bars){ 0 };
		return fault_set(f, MCP_E_UPSTREAM,
			"the chart of %s came as another share's; try again later", code);
	}
	return MCP_OK;
}

/* ---- KRX Open API. ---- */

bool krx_bar_read(struct kis_row *row, int32_t date, struct krx_bar *ret)
{
	struct krx_bar r = { 0 };
	struct bar *bar = &r.bar;
	int32_t seen;
	int64_t change;

	if (!date_read(row, "BAS_DD", &seen) || seen != date ||
		!kis_text(row, "ISU_CD", r.code, sizeof r.code) ||
		!price_read(row, "TDD_CLSPRC", &bar->close) ||
		!amount_read(row, "ACC_TRDVOL", &bar->volume) ||
		!amount_read(row, "ACC_TRDVAL", &bar->value) || !bar_fits(bar))
		return false;
	bar->known = BAR_CLOSE | BAR_VOLUME | BAR_VALUE;
	if (kis_int(row, "CMPPREVDD_PRC", &change))
		take_base(bar, change);
	if (amount_read(row, "LIST_SHRS", &bar->listed) && bar->listed > 0)
		bar->known |= BAR_LISTED;
	*ret = r;
	return true;
}
