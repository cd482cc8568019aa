/* demo_investor - 주식현재가 투자자: who bought and sold a share on the last thirty days. The row of
 * today has empty fields until ten minutes after the close. */
#include "data/json.h"
#include "demo/demo_flow.h"
#include "demo/demo_reply.h"

#include <stdio.h>

#define DAYS 30

static const char *const classes[] = { "prsn", "frgn", "orgn" };

enum kind { NET_VOLUME, NET_VALUE, BUY_VOLUME, BUY_VALUE, SELL_VOLUME, SELL_VALUE, KINDS };

static const char *const endings[KINDS] = { "ntby_qty", "ntby_tr_pbmn", "shnu_vol", "shnu_tr_pbmn",
	"seln_vol", "seln_tr_pbmn" };

static void put_figure(struct buf *b, const char *name, enum kind kind, const struct demo_trade *t)
{
	const struct demo_amount net = demo_trade_net(t);
	const struct demo_amount *a = kind <= NET_VALUE   ? &net
	                              : kind <= BUY_VALUE ? &t->buy
	                                                  : &t->sell;

	if (kind % 2)
		demo_millions(b, name, a->value);
	else
		demo_number(b, name, a->volume);
}

/* `trades` of the three classes; NULL: not settled yet. */
static void put_figures(struct buf *b, const struct demo_trade *trades)
{
	char name[32];

	for (int kind = 0; kind < KINDS; kind++) {
		for (int n = 0; n < 3; n++) {
			(void)snprintf(name, sizeof name, "%s_%s", classes[n], endings[kind]);
			if (trades)
				put_figure(b, name, (enum kind)kind, &trades[n]);
			else
				demo_text(b, name, "");
		}
	}
}

static void put_day(struct buf *b, const struct demo_board *board, const struct demo_issue *i)
{
	const bool settled = board->at.wall_ms >= demo_day_time_ms(board->at.date, 15, 40);
	struct demo_trade trades[3];
	struct demo_flow flow;
	struct demo_quote q;

	demo_quote_get(board, i, &q);
	demo_flow_get(i, board->at.day, &q, &flow);
	trades[0] = flow.of[DEMO_PERSON];
	trades[1] = flow.of[DEMO_FOREIGN];
	trades[2] = demo_flow_institutions(&flow);
	json_next(b);
	buf_char(b, '{');
	demo_date(b, "stck_bsop_date", board->at.date);
	demo_number(b, "stck_clpr", q.price);
	demo_number(b, "prdy_vrss", q.price - q.before);
	demo_text(b, "prdy_vrss_sign", board->at.knot < 0 ? "0" : demo_sign(i, &q));
	put_figures(b, settled ? trades : NULL);
	buf_char(b, '}');
}

long demo_investor(const struct demo_call *c, struct buf *ret)
{
	struct demo_asked asked;
	struct demo_board board;

	if (!demo_param_issue(c, &asked))
		return demo_no_rows(ret, "output");
	demo_board_make(c->d, &c->at, asked.venue, &board);
	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output");
	buf_char(ret, '[');
	for (int n = 0; n < DAYS && board.at.date >= asked.issue->listed_on; n++) {
		put_day(ret, &board, asked.issue);
		demo_board_back(&board);
	}
	buf_char(ret, ']');
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
