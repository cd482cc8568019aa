/* market_fields_look - what the readers make of a body: one function for each way it is read. */
#ifndef SDK_MARKET_FIELDS_LOOK_H
#define SDK_MARKET_FIELDS_LOOK_H

#include "support/scripted_kis.h"

#include "service/bars_read.h"
#include "service/market_dart_body.h"
#include "service/market_fill.h"
#include "service/market_holidays.h"
#include "service/market_news_page.h"
#include "service/market_sector_list.h"
#include "service/market_stock.h"

#include "market_fields.h"

/* One figure, or a text; rates in hundredths. */
struct seen {
	bool known;
	int64_t number;
	char text[128];
};

static inline struct seen no_figure(void)
{
	return (struct seen){ .known = false };
}

static inline struct seen seen_number(bool known, int64_t number)
{
	return known ? (struct seen){ .known = true, .number = number } : no_figure();
}

static inline struct seen seen_int(mcp_int n)
{
	return seen_number(n.known, n.value);
}

static inline struct seen seen_text(const char *text)
{
	struct seen s = { .known = text[0] != '\0' };

	(void)snprintf(s.text, sizeof s.text, "%s", text);
	return s;
}

static inline struct kis_row row_at(const char *body, const char *output, uint32_t n)
{
	struct kis_rows rows;
	struct kis_row row = { 0 };

	assert_true(scan_check(span_of(body), NULL));
	assert_true(kis_rows(span_of(body), output, &rows));
	for (uint32_t i = 0; i <= n; i++)
		assert_true(kis_rows_next(&rows, &row));
	return row;
}

/* ---- Readers. ---- */

static inline struct seen look_at_rank(
	const struct field_group *g, const struct field *f, const char *body)
{
	struct kis_row row = row_at(body, g->output, g->row);
	struct stock s;

	stock_read(&row, &s);
	if (f->slot == TOP_CODE)
		return seen_text(s.code);
	return f->slot == TOP_NAME ? seen_text(s.name) : seen_int(s.fig[f->slot]);
}

static inline struct seen look_at_quote(
	const struct field_group *g, const struct field *f, const char *body)
{
	static const char *const markets[] = {
		[MULTPRICE_UNSAID] = "",
		[MULTPRICE_KOSPI] = "거래소",
		[MULTPRICE_KOSDAQ] = "코스닥",
		[MULTPRICE_NO_SHARE] = "업종",
	};
	struct kis_row row = row_at(body, g->output, g->row);
	struct multprice m;
	char code[8] = "";

	multprice_read(&row, BASIS_KRX, &m);
	if (f->slot == QUOTE_CODE)
		return seen_text(multprice_code(&row, code) ? code : "");
	return f->slot == QUOTE_MARKET ? seen_text(markets[m.market]) : seen_int(m.at[f->slot]);
}

static inline struct seen look_at_bar(const struct bar *bar, int slot)
{
	switch (slot) {
	case CHART_CLOSE:
		return seen_number(bar->known & BAR_CLOSE, bar->close);
	case CHART_VOLUME:
		return seen_number(bar->known & BAR_VOLUME, bar->volume);
	case CHART_VALUE:
		return seen_number(bar->known & BAR_VALUE, bar->value);
	default:
		return seen_number(bar->known & BAR_BASE, bar->close - bar->base);
	}
}

static inline struct seen look_at_chart(
	const struct field_group *g, const struct field *f, const char *body)
{
	static struct bars bars;
	struct fault why = { 0 };

	(void)g;
	if (chart_read(span_of(body), "005930", &bars, &why) < 0 || bars.count == 0)
		return no_figure();
	if (f->slot == CHART_LISTED)
		return seen_number(bars.listed > 0, bars.listed);
	if (f->slot == CHART_DATE)
		return seen_number(true, bars.rows[0].date);
	return look_at_bar(&bars.rows[0].bar, f->slot);
}

static inline struct seen look_at_krx(
	const struct field_group *g, const struct field *f, const char *body)
{
	static const int slots[] = {
		[KRX_CLOSE] = CHART_CLOSE,
		[KRX_VOLUME] = CHART_VOLUME,
		[KRX_VALUE] = CHART_VALUE,
		[KRX_CHANGE] = CHART_CHANGE,
	};
	struct kis_row row = row_at(body, g->output, g->row);
	struct krx_bar krx;

	if (!krx_bar_read(&row, 20240510, &krx))
		return no_figure();
	if (f->slot == KRX_CODE)
		return seen_text(krx.code);
	if (f->slot == KRX_LISTED)
		return seen_number(krx.bar.known & BAR_LISTED, krx.bar.listed);
	return look_at_bar(&krx.bar, slots[f->slot]);
}

static inline struct seen look_at_flow(
	const struct field_group *g, const struct field *f, const char *body)
{
	const bool programs = str_same(g->endpoint, "program-trade-by-stock-daily");
	const struct span row = row_at(body, g->output, g->row).text;
	const int64_t which = f->slot & 0xff;
	const struct flow *flow;
	struct flow_row rows[1];
	struct buf alone;
	uint32_t count = 0;

	buf_init(&alone, 64 * 1024);
	buf_printf(&alone, "{\"output\":[%.*s]}", (int)row.len, row.at);
	assert_true(flow_read(
		buf_as_span(&alone), programs ? FILL_PROGRAMS : FILL_INVESTORS, rows, 1, &count));
	buf_done(&alone);
	if (count == 0 || f->slot == FLOW_DATE)
		return seen_number(count > 0, rows[0].date);
	flow = &rows[0].flow[f->slot >> 8];
	if (!(flow->known & which))
		return no_figure();
	switch (which) {
	case FLOW_BUY_AMOUNT:
		return seen_number(true, flow->buy_amount);
	case FLOW_SELL_AMOUNT:
		return seen_number(true, flow->sell_amount);
	case FLOW_NET_AMOUNT:
		return seen_number(true, flow->net_amount);
	case FLOW_BUY_VOLUME:
		return seen_number(true, flow->buy_volume);
	case FLOW_SELL_VOLUME:
		return seen_number(true, flow->sell_volume);
	default:
		return seen_number(true, flow->net_volume);
	}
}

static inline struct seen look_at_sector(
	const struct field_group *g, const struct field *f, const char *body)
{
	struct sector_list list;

	(void)g;
	if (!sector_list_read(span_of(body), &list))
		return no_figure();
	if (f->slot == SECTOR_ROW_NAME)
		return seen_text(list.entries[0].name);
	if (f->slot == SECTOR_ROW_CODE)
		return seen_number(true, list.entries[0].code);
	return seen_int(list.entries[0].index_change);
}

static inline struct seen look_at_news(
	const struct field_group *g, const struct field *f, const char *body)
{
	struct news_page page;

	(void)g;
	assert_true(news_read_page(span_of(body), "010130", &page));
	if (page.count == 0)
		return no_figure();
	if (f->slot == NEWS_SERIAL)
		return seen_number(true, (int64_t)page.rows[0].serial);
	if (f->slot == NEWS_IS_NEWS)
		return seen_number(!page.rows[0].is_disclosure, 1);
	return seen_number(page.rows[0].is_about, 1);
}

static inline struct seen look_at_day(
	const struct field_group *g, const struct field *f, const char *body)
{
	struct holiday days[HOLIDAYS_PAGE];
	struct fault why = { 0 };
	uint32_t count;

	(void)g;
	if (holidays_read(span_of(body), 20240611, days, &count, &why) < 0)
		return no_figure();
	if (f->slot == DAY_IS_OPEN)
		return seen_text(days[0].is_open ? "Y" : "N");
	return seen_number(true, days[0].date);
}

static inline struct seen look_at_shares(
	const struct field_group *g, const struct field *f, const char *body)
{
	struct dart_totals totals;
	struct fault why = { 0 };

	(void)g;
	if (dart_read_totals(span_of(body), "00126380", &totals, &why) < 0)
		return no_figure();
	return seen_number(totals.common.known,
		f->slot == SHARES_ISSUED ? totals.common.issued : totals.common.treasury);
}

static inline struct seen look_at_filings(
	const struct field_group *g, const struct field *f, const char *body)
{
	static struct dart_page page;
	struct fault why = { 0 };

	(void)g;
	if (f->slot == FILINGS_FOUND)
		return seen_number(!dart_found_nothing(span_of(body)), 1);
	if (dart_read_page(span_of(body), 20261120, 1, &page, &why) < 0)
		return no_figure();
	if (f->slot == FILINGS_STOCK)
		return seen_text(page.filings[0].stock);
	if (f->slot == FILINGS_NUMBER)
		return seen_number(true, (int64_t)page.filings[0].number);
	return seen_number(true, f->slot == FILINGS_PAGES ? page.total_page : page.total_count);
}

#endif
