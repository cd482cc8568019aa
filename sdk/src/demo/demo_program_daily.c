/* demo_program_daily - 종목별 프로그램매매추이(일별): won, today's row live. */
#include "data/json.h"
#include "demo/demo_flow.h"
#include "demo/demo_reply.h"

#define DAYS 30

/* What programs did on the day of a board. */
struct day {
	struct demo_quote q;
	struct demo_program programs;
};

static void look(const struct demo_board *board, const struct demo_issue *i, struct day *ret)
{
	demo_quote_get(board, i, &ret->q);
	demo_program_get(i, board->at.day, &ret->q, &ret->programs);
}

static void put_day(struct buf *b, const struct demo_issue *i, const struct demo_board *board,
	const struct day *day, const struct day *before)
{
	const struct demo_trade *t = &day->programs.all;
	const struct demo_amount net = demo_trade_net(t);
	const struct demo_amount last = demo_trade_net(&before->programs.all);

	json_next(b);
	buf_char(b, '{');
	demo_date(b, "stck_bsop_date", board->at.date);
	demo_number(b, "stck_clpr", day->q.price);
	demo_number(b, "prdy_vrss", day->q.price - day->q.before);
	demo_text(b, "prdy_vrss_sign", demo_sign(i, &day->q));
	demo_hundredths(b, "prdy_ctrt", demo_rate(day->q.price, day->q.before));
	demo_number(b, "acml_vol", day->q.volume);
	demo_number(b, "acml_tr_pbmn", day->q.value);
	demo_number(b, "whol_smtn_seln_vol", t->sell.volume);
	demo_number(b, "whol_smtn_shnu_vol", t->buy.volume);
	demo_number(b, "whol_smtn_ntby_qty", net.volume);
	demo_number(b, "whol_smtn_seln_tr_pbmn", t->sell.value);
	demo_number(b, "whol_smtn_shnu_tr_pbmn", t->buy.value);
	demo_number(b, "whol_smtn_ntby_tr_pbmn", net.value);
	demo_number(b, "whol_ntby_vol_icdc", net.volume - last.volume);
	demo_number(b, "whol_ntby_tr_pbmn_icdc2", net.value - last.value);
	buf_char(b, '}');
}

/* The day of the figures when empty or later. */
static int32_t last_date(const struct demo_call *c)
{
	const int32_t asked = demo_param_date(c, "FID_INPUT_DATE_1", c->at.date);

	return asked < c->at.date ? asked : c->at.date;
}

static void put_days(struct buf *b, const struct demo_call *c, const struct demo_asked *asked)
{
	const int32_t last = last_date(c);
	struct demo_moment at = c->at;
	struct demo_board board;
	struct day day;
	struct day before;

	if (last != c->at.date)
		at = demo_moment_end(demo_day_is_open(last) ? last : demo_day_before(last));
	demo_board_make(c->d, &at, asked->venue, &board);
	look(&board, asked->issue, &day);
	for (int n = 0; n < DAYS && board.at.date >= asked->issue->listed_on; n++) {
		struct demo_board earlier = board;

		demo_board_back(&earlier);
		look(&earlier, asked->issue, &before);
		put_day(b, asked->issue, &board, &day, &before);
		board = earlier;
		day = before;
	}
}

long demo_program_daily(const struct demo_call *c, struct buf *ret)
{
	struct demo_asked asked;

	if (!demo_param_issue(c, &asked) || last_date(c) == 0)
		return demo_no_rows(ret, "output");
	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output");
	buf_char(ret, '[');
	put_days(ret, c, &asked);
	buf_char(ret, ']');
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
