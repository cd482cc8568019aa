/* demo_market_cap - 시가총액 상위. Capitalisation in 억원; its share is of everything in scope. */
#include "data/json.h"
#include "demo/demo_action.h"
#include "demo/demo_rank.h"

static void put_row(
	struct buf *b, const struct demo_ranked *row, int64_t day, int rank, int64_t whole)
{
	const struct demo_issue *i = row->issue;
	const struct demo_quote *q = &row->quote;

	json_next(b);
	buf_char(b, '{');
	demo_text(b, "mksc_shrn_iscd", i->code);
	demo_number(b, "data_rank", rank);
	demo_text(b, "hts_kor_isnm", i->name);
	demo_number(b, "stck_prpr", q->price);
	demo_number(b, "prdy_vrss", q->price - q->before);
	demo_text(b, "prdy_vrss_sign", demo_sign(i, q));
	demo_hundredths(b, "prdy_ctrt", demo_rate(q->price, q->before));
	demo_number(b, "acml_vol", q->volume);
	demo_number(b, "lstn_stcn", demo_issue_listed(i, day));
	demo_number(b, "stck_avls", demo_quote_cap(i, day, q->price));
	demo_hundredths(
		b, "mrkt_whol_avls_rlim", demo_ratio(demo_quote_cap(i, day, q->price), whole));
	buf_char(b, '}');
}

long demo_market_cap(const struct demo_call *c, struct buf *ret)
{
	struct demo_top top = { 0 };
	struct demo_filter filter;
	struct demo_board board;
	struct demo_quote q;
	int64_t whole = 0;

	if (!demo_filter_read(c, "20174", &filter))
		return demo_no_rows(ret, "output");
	demo_board_make(c->d, &c->at, filter.venue, &board);
	for (size_t n = 0; n < c->d->count; n++) {
		const struct demo_issue *i = &c->d->issues[n];

		if (!demo_filter_admits(&filter, i))
			continue;
		demo_quote_get(&board, i, &q);
		whole += demo_quote_cap(i, board.at.day, q.price);
		if (demo_filter_prices(&filter, &q))
			demo_top_offer(&top, demo_issue_listed(i, board.at.day) * q.price, i, &q);
	}
	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output");
	buf_char(ret, '[');
	for (int n = 0; n < top.count; n++)
		put_row(ret, &top.rows[n], board.at.day, n + 1, whole);
	buf_char(ret, ']');
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
