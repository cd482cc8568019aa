/* demo_fluctuation - 등락률 순위. Thirty rows whatever FID_INPUT_CNT_1 says. */
#include "data/json.h"
#include "demo/demo_rank.h"

#include <stdio.h>

#define STREAK_MAX 20

struct question {
	int64_t sort;     /* FID_RANK_SORT_CLS_CODE */
	int64_t base;     /* FID_PRC_CLS_CODE: 0 against low or high, 1 against the close before */
	int64_t days;     /* FID_INPUT_CNT_1 */
	int64_t rate_low; /* hundredths */
	int64_t rate_high;
};

static int64_t hundredths_param(const struct demo_call *c, const char *name, int64_t otherwise)
{
	char text[32];
	double rate;

	if (!demo_param(c, name, text, sizeof text) || !span_real(span_of(text), &rate))
		return otherwise;
	rate = rate < -1e6 ? -1e6 : rate > 1e6 ? 1e6 : rate;
	return (int64_t)(rate * 100.0 + (rate < 0 ? -0.5 : 0.5));
}

static int64_t rate_of(const struct question *a, const struct demo_quote *q)
{
	switch (a->sort) {
	case 0:
		return demo_rate(q->price, a->base == 0 && q->low > 0 ? q->low : q->before);
	case 1:
		return -demo_rate(q->price, a->base == 0 && q->high > 0 ? q->high : q->before);
	case 2:
		return q->open > 0 ? demo_rate(q->price, q->open) : 0;
	case 3:
		return q->open > 0 ? -demo_rate(q->price, q->open) : 0;
	default:
		return demo_ratio(q->high - q->low, q->before);
	}
}

static bool within(const struct question *a, const struct demo_quote *q)
{
	const int64_t rate = demo_rate(q->price, q->before);

	return rate >= a->rate_low && rate <= a->rate_high;
}

/* Days in a row the close went one way, the day of the figures among them. */
static int streak(const struct demo_call *c, const struct demo_ranked *row, int way)
{
	int64_t later = row->quote.price;
	int64_t earlier = row->quote.before;
	int n = 0;

	while (n < STREAK_MAX && (later - earlier) * way > 0) {
		n++;
		later = earlier;
		earlier = demo_quote_close(c->d, row->issue, c->at.day - 1 - n, c->at.day);
	}
	return n;
}

static void put_range(struct buf *b, const struct demo_call *c, const struct demo_quote *q)
{
	char time[8];
	char date[12];

	(void)snprintf(date, sizeof date, "%08d", (int)c->at.date);
	demo_number(b, "stck_hgpr", q->high);
	(void)snprintf(time, sizeof time, "%06d", (int)q->high_time);
	demo_text(b, "hgpr_hour", time);
	demo_text(b, "acml_hgpr_date", date);
	demo_number(b, "stck_lwpr", q->low);
	(void)snprintf(time, sizeof time, "%06d", (int)q->low_time);
	demo_text(b, "lwpr_hour", time);
	demo_text(b, "acml_lwpr_date", date);
}

static void put_row(struct buf *b, const struct demo_call *c, const struct question *a,
	const struct demo_ranked *row, int rank)
{
	const struct demo_issue *i = row->issue;
	const struct demo_quote *q = &row->quote;
	const int64_t open = q->open > 0 ? q->open : q->price;
	const int64_t from =
		a->days > 0 ? demo_quote_close(c->d, i, c->at.day - a->days, c->at.day) : q->before;

	json_next(b);
	buf_char(b, '{');
	demo_text(b, "stck_shrn_iscd", i->code);
	demo_number(b, "data_rank", rank);
	demo_text(b, "hts_kor_isnm", i->name);
	demo_number(b, "stck_prpr", q->price);
	demo_number(b, "prdy_vrss", q->price - q->before);
	demo_text(b, "prdy_vrss_sign", demo_sign(i, q));
	demo_hundredths(b, "prdy_ctrt", demo_rate(q->price, q->before));
	demo_number(b, "acml_vol", q->volume);
	put_range(b, c, q);
	demo_hundredths(b, "lwpr_vrss_prpr_rate", demo_rate(q->price, q->low));
	demo_hundredths(b, "dsgt_date_clpr_vrss_prpr_rate", demo_rate(q->price, from));
	demo_number(b, "cnnt_ascn_dynu", streak(c, row, 1));
	demo_hundredths(b, "hgpr_vrss_prpr_rate", demo_rate(q->price, q->high));
	demo_number(b, "cnnt_down_dynu", streak(c, row, -1));
	demo_text(b, "oprc_vrss_prpr_sign", demo_sign_of(q->price - open));
	demo_number(b, "oprc_vrss_prpr", q->price - open);
	demo_hundredths(b, "oprc_vrss_prpr_rate", demo_rate(q->price, open));
	demo_number(b, "prd_rsfl", a->days > 0 ? q->price - from : 0);
	demo_hundredths(b, "prd_rsfl_rate", a->days > 0 ? demo_rate(q->price, from) : 0);
	buf_char(b, '}');
}

static void rank_all(const struct demo_call *c, const struct demo_filter *f,
	const struct question *a, struct demo_top *ret)
{
	struct demo_board board;
	struct demo_quote q;

	demo_board_make(c->d, &c->at, f->venue, &board);
	for (size_t n = 0; n < c->d->count; n++) {
		const struct demo_issue *i = &c->d->issues[n];

		if (!demo_filter_admits(f, i))
			continue;
		demo_quote_get(&board, i, &q);
		if (demo_filter_prices(f, &q) && within(a, &q))
			demo_top_offer(ret, rate_of(a, &q), i, &q);
	}
}

long demo_fluctuation(const struct demo_call *c, struct buf *ret)
{
	const int64_t days = demo_param_int(c, "FID_INPUT_CNT_1", 0);
	const struct question a = {
		.sort = demo_param_int(c, "FID_RANK_SORT_CLS_CODE", 0),
		.base = demo_param_int(c, "FID_PRC_CLS_CODE", 0),
		.days = days < 0     ? 0
		        : days > 250 ? 250
		                     : days,
		.rate_low = hundredths_param(c, "FID_RSFL_RATE1", -100000000),
		.rate_high = hundredths_param(c, "FID_RSFL_RATE2", 100000000),
	};
	struct demo_top top = { 0 };
	struct demo_filter filter;

	if (!demo_filter_read(c, "20170", &filter))
		return demo_no_rows(ret, "output");
	rank_all(c, &filter, &a, &top);
	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output");
	buf_char(ret, '[');
	for (int n = 0; n < top.count; n++)
		put_row(ret, c, &a, &top.rows[n], n + 1);
	buf_char(ret, ']');
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
