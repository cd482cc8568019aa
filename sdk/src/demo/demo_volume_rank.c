/* demo_volume_rank - 거래량순위. Its averages are copies of today's figures, as on the real one. */
#include "data/json.h"
#include "demo/demo_action.h"
#include "demo/demo_rank.h"

/* A volume of 0 yesterday gives 0; the field has room for 9999.99. */
static int64_t volume_increase(const struct demo_quote *q)
{
	const int64_t ratio = demo_ratio(q->volume, q->volume_before);

	return ratio > 999999 ? 999999 : ratio;
}

static int64_t per_million(int64_t part, int64_t whole)
{
	return whole > 0 ? (int64_t)((double)part / (double)whole * 1e9) : 0;
}

static int64_t sort_key(int64_t sort, int64_t listed, const struct demo_quote *q)
{
	switch (sort) {
	case 1:
		return per_million(q->volume, q->volume_before);
	case 2:
		return per_million(q->volume, listed);
	case 3:
		return q->value;
	case 4:
		return per_million(q->value, listed * q->price);
	default:
		return q->volume;
	}
}

static void put_row(struct buf *b, const struct demo_ranked *row, int64_t listed, int rank)
{
	const struct demo_issue *i = row->issue;
	const struct demo_quote *q = &row->quote;
	const int64_t turnover = demo_ratio(q->volume, listed);
	const int64_t value_turnover = demo_ratio(q->value, listed * q->price);

	json_next(b);
	buf_char(b, '{');
	demo_text(b, "hts_kor_isnm", i->name);
	demo_text(b, "mksc_shrn_iscd", i->code);
	demo_number(b, "data_rank", rank);
	demo_number(b, "stck_prpr", q->price);
	demo_text(b, "prdy_vrss_sign", demo_sign(i, q));
	demo_number(b, "prdy_vrss", q->price - q->before);
	demo_hundredths(b, "prdy_ctrt", demo_rate(q->price, q->before));
	demo_number(b, "acml_vol", q->volume);
	demo_number(b, "prdy_vol", q->volume_before);
	demo_number(b, "lstn_stcn", listed);
	demo_number(b, "avrg_vol", q->volume);
	demo_hundredths(b, "n_befr_clpr_vrss_prpr_rate", demo_rate(q->price, q->before));
	demo_hundredths(b, "vol_inrt", volume_increase(q));
	demo_hundredths(b, "vol_tnrt", turnover);
	demo_hundredths(b, "nday_vol_tnrt", turnover);
	demo_number(b, "avrg_tr_pbmn", q->value);
	demo_hundredths(b, "tr_pbmn_tnrt", value_turnover);
	demo_hundredths(b, "nday_tr_pbmn_tnrt", value_turnover);
	demo_number(b, "acml_tr_pbmn", q->value);
	buf_char(b, '}');
}

long demo_volume_rank(const struct demo_call *c, struct buf *ret)
{
	const int64_t sort = demo_param_int(c, "FID_BLNG_CLS_CODE", 0);
	struct demo_top top = { 0 };
	struct demo_filter filter;
	struct demo_board board;
	struct demo_quote q;

	if (!demo_filter_read(c, "20171", &filter))
		return demo_no_rows(ret, "output");
	demo_board_make(c->d, &c->at, filter.venue, &board);
	for (size_t n = 0; n < c->d->count; n++) {
		const struct demo_issue *i = &c->d->issues[n];

		if (!demo_filter_admits(&filter, i))
			continue;
		demo_quote_get(&board, i, &q);
		if (demo_filter_prices(&filter, &q))
			demo_top_offer(&top, sort_key(sort, demo_issue_listed(i, board.at.day), &q),
				i, &q);
	}
	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output");
	buf_char(ret, '[');
	for (int n = 0; n < top.count; n++)
		put_row(ret, &top.rows[n], demo_issue_listed(top.rows[n].issue, board.at.day),
			n + 1);
	buf_char(ret, ']');
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
