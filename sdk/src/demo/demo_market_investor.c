/* demo_market_investor - 시장별 투자자매매동향(시세): what each class bought and sold in a market or
 * sector so far today. A pair that does not belong together answers zeros. */
#include "data/json.h"
#include "demo/demo_flow.h"
#include "demo/demo_reply.h"
#include "demo/demo_sector.h"

#include <stdio.h>

struct column {
	const char *name;
	const char *net; /* quantity: two spellings */
	int class;       /* -1: institutions together */
};

static const struct column columns[] = {
	{ "frgn", "ntby_qty", DEMO_FOREIGN },
	{ "prsn", "ntby_qty", DEMO_PERSON },
	{ "orgn", "ntby_qty", -1 },
	{ "scrt", "ntby_qty", DEMO_SECURITIES },
	{ "ivtr", "ntby_qty", DEMO_TRUST },
	{ "pe_fund", "ntby_vol", DEMO_PRIVATE_FUND },
	{ "bank", "ntby_qty", DEMO_BANK },
	{ "insu", "ntby_qty", DEMO_INSURER },
	{ "mrbn", "ntby_qty", DEMO_MERCHANT_BANK },
	{ "fund", "ntby_qty", DEMO_PENSION },
	{ "etc_orgt", "ntby_vol", DEMO_OTHER_ORGS },
	{ "etc_corp", "ntby_vol", DEMO_OTHER_CORPS },
};

static void put(struct buf *b, const struct column *c, const char *ending, int64_t n)
{
	char name[32];

	(void)snprintf(name, sizeof name, "%s_%s", c->name, ending);
	demo_number(b, name, n);
}

static int64_t rounded(int64_t n, int64_t unit)
{
	return (n < 0 ? n - unit / 2 : n + unit / 2) / unit;
}

/* 천주 and 백만원, each rounded by itself. */
static void put_column(struct buf *b, const struct column *c, const struct demo_trade *t)
{
	const struct demo_amount net = demo_trade_net(t);

	put(b, c, "seln_vol", rounded(t->sell.volume, 1000));
	put(b, c, "shnu_vol", rounded(t->buy.volume, 1000));
	put(b, c, c->net, rounded(net.volume, 1000));
	put(b, c, "seln_tr_pbmn", rounded(t->sell.value, 1000000));
	put(b, c, "shnu_tr_pbmn", rounded(t->buy.value, 1000000));
	put(b, c, "ntby_tr_pbmn", rounded(net.value, 1000000));
}

static bool is_member(int scope, const struct demo_issue *i)
{
	return demo_issue_in_index(i) && demo_scope_covers(scope, i);
}

static void add_up(const struct demo_call *c, int scope, struct demo_flow *ret)
{
	struct demo_board board;

	demo_board_make(c->d, &c->at, DEMO_VENUE_KRX, &board);
	for (size_t n = 0; n < c->d->count; n++) {
		const struct demo_issue *i = &c->d->issues[n];
		struct demo_flow flow;
		struct demo_quote q;

		if (!is_member(scope, i))
			continue;
		demo_quote_get(&board, i, &q);
		demo_flow_get(i, board.at.day, &q, &flow);
		for (int k = 0; k < DEMO_CLASSES; k++)
			demo_trade_add(&ret->of[k], &flow.of[k]);
	}
}

/* A market's sectors: its whole, and those of the list that are its own. */
static bool read_scope(const struct demo_call *c, int *ret)
{
	const struct demo_sector *s;
	char market[8];
	char code[8];

	(void)demo_param(c, "FID_INPUT_ISCD", market, sizeof market);
	(void)demo_param(c, "FID_INPUT_ISCD_2", code, sizeof code);
	if (!demo_scope_parse(code, ret))
		return false;
	s = demo_sector_find(*ret);
	return s && (s->market == DEMO_KOSPI ? str_same(market, "KSP") : str_same(market, "KSQ"));
}

long demo_market_investor(const struct demo_call *c, struct buf *ret)
{
	struct demo_flow sum = { 0 };
	struct demo_trade institutions;
	int scope;

	if (read_scope(c, &scope))
		add_up(c, scope, &sum);
	institutions = demo_flow_institutions(&sum);
	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output");
	buf_puts(ret, "[{");
	for (size_t n = 0; n < sizeof columns / sizeof *columns; n++) {
		const struct column *column = &columns[n];

		put_column(ret, column, column->class < 0 ? &institutions : &sum.of[column->class]);
	}
	buf_puts(ret, "}]");
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
