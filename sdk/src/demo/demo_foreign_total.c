/* demo_foreign_total - 국내기관·외국인 매매종목 가집계: net buyers and sellers as brokers tell four
 * times a day. Between those times nothing moves but the price the amounts are made with. */
#include "data/json.h"
#include "demo/demo_flow.h"
#include "demo/demo_rank.h"

#include <stdio.h>

#define SLOTS 4

static const int foreign_slots[SLOTS] = { 930, 1120, 1320, 1430 };
static const int institution_slots[SLOTS] = { 1000, 1120, 1320, 1430 };

enum who { ALL, FOREIGNERS, INSTITUTIONS, OTHERS };

struct question {
	int scope;
	enum who who;
	bool by_amount;
	bool sells;
};

struct boards {
	struct demo_board now;
	struct demo_board told[2]; /* to foreigners, to institutions */
	bool there[2];             /* the first time of the day has passed */
};

/* Net quantities as told, in thousands of shares rounded. */
struct told {
	int64_t of[DEMO_CLASSES];
	int64_t institutions;
};

static bool find_slot(const struct demo_call *c, const int *slots, struct demo_board *ret)
{
	for (int n = SLOTS - 1; n >= 0; n--) {
		const int64_t at = demo_day_time_ms(c->at.date, slots[n] / 100, slots[n] % 100);
		struct demo_moment m;

		if (at > c->r->wall_ms)
			continue;
		m = demo_moment_at(at);
		if (m.knot < 0) /* a day that opens late */
			return false;
		demo_board_make(c->d, &m, DEMO_VENUE_KRX, ret);
		return true;
	}
	return false;
}

static int64_t thousands(int64_t shares)
{
	return (shares < 0 ? shares - 500 : shares + 500) / 1000 * 1000;
}

static int64_t net_of(const struct demo_trade *t)
{
	return thousands(demo_trade_net(t).volume);
}

static void hear(const struct boards *b, const struct demo_issue *i, struct told *ret)
{
	struct demo_flow flow;
	struct demo_trade all;
	struct demo_quote q;

	*ret = (struct told){ 0 };
	if (b->there[0]) {
		demo_quote_get(&b->told[0], i, &q);
		demo_flow_get(i, b->told[0].at.day, &q, &flow);
		ret->of[DEMO_FOREIGN] = net_of(&flow.of[DEMO_FOREIGN]);
	}
	if (!b->there[1])
		return;
	demo_quote_get(&b->told[1], i, &q);
	demo_flow_get(i, b->told[1].at.day, &q, &flow);
	for (int k = DEMO_SECURITIES; k < DEMO_CLASSES; k++)
		ret->of[k] = net_of(&flow.of[k]);
	all = demo_flow_institutions(&flow);
	ret->institutions = net_of(&all);
}

static int64_t quantity_of(const struct told *t, enum who who)
{
	const int64_t others = t->of[DEMO_OTHER_ORGS] + t->of[DEMO_OTHER_CORPS];

	switch (who) {
	case FOREIGNERS:
		return t->of[DEMO_FOREIGN];
	case INSTITUTIONS:
		return t->institutions;
	case OTHERS:
		return others;
	default:
		return t->of[DEMO_FOREIGN] + t->institutions + others;
	}
}

/* With KOSPI asked, some of KOSDAQ slip in: seen on the real one, not certain. */
static bool takes_part(const struct question *a, const struct demo_issue *i)
{
	if (a->scope == 1 && i->market == DEMO_KOSDAQ)
		return i->key % 4 == 0;
	return demo_scope_covers(a->scope, i);
}

struct column {
	const char *name; /* before "_ntby_" */
	const char *quantity;
	int class; /* -1: institutions together */
};

static const struct column columns[] = {
	{ "frgn", "ntby_qty", DEMO_FOREIGN },
	{ "orgn", "ntby_qty", -1 },
	{ "ivtr", "ntby_qty", DEMO_TRUST },
	{ "bank", "ntby_qty", DEMO_BANK },
	{ "insu", "ntby_qty", DEMO_INSURER },
	{ "mrbn", "ntby_qty", DEMO_MERCHANT_BANK },
	{ "fund", "ntby_qty", DEMO_PENSION },
	{ "etc_orgt", "ntby_vol", DEMO_OTHER_ORGS },
	{ "etc_corp", "ntby_vol", DEMO_OTHER_CORPS },
};

static void put_columns(struct buf *b, const struct told *t, int64_t price, bool amounts)
{
	for (size_t n = 0; n < sizeof columns / sizeof *columns; n++) {
		const struct column *c = &columns[n];
		const int64_t shares = c->class < 0 ? t->institutions : t->of[c->class];
		char name[32];

		(void)snprintf(name, sizeof name, "%s_%s", c->name,
			amounts ? "ntby_tr_pbmn" : c->quantity);
		if (amounts)
			demo_millions(b, name, shares * price);
		else
			demo_number(b, name, shares);
	}
}

static void put_row(struct buf *b, const struct boards *boards, const struct question *a,
	const struct demo_ranked *row)
{
	const struct demo_issue *i = row->issue;
	const struct demo_quote *q = &row->quote;
	struct told told;

	hear(boards, i, &told);
	json_next(b);
	buf_char(b, '{');
	demo_text(b, "hts_kor_isnm", i->name);
	demo_text(b, "mksc_shrn_iscd", i->code);
	demo_number(b, "ntby_qty", quantity_of(&told, a->who));
	demo_number(b, "stck_prpr", q->price);
	demo_text(b, "prdy_vrss_sign", demo_sign(i, q));
	demo_number(b, "prdy_vrss", q->price - q->before);
	demo_hundredths(b, "prdy_ctrt", demo_rate(q->price, q->before));
	demo_number(b, "acml_vol", q->volume);
	put_columns(b, &told, q->price, false);
	put_columns(b, &told, q->price, true);
	buf_char(b, '}');
}

static void rank_all(const struct demo_call *c, const struct boards *boards,
	const struct question *a, struct demo_top *ret)
{
	for (size_t n = 0; n < c->d->count; n++) {
		const struct demo_issue *i = &c->d->issues[n];
		struct demo_quote q;
		struct told told;
		int64_t key;

		if (!takes_part(a, i))
			continue;
		demo_quote_get(&boards->now, i, &q);
		hear(boards, i, &told);
		key = quantity_of(&told, a->who) * (a->by_amount ? q.price : 1);
		demo_top_offer(ret, a->sells ? -key : key, i, &q);
	}
}

static bool read_question(const struct demo_call *c, struct question *ret)
{
	const int64_t who = demo_param_int(c, "FID_ETC_CLS_CODE", -1);
	const int64_t sort = demo_param_int(c, "FID_DIV_CLS_CODE", -1);
	const int64_t side = demo_param_int(c, "FID_RANK_SORT_CLS_CODE", -1);
	char text[8];

	(void)demo_param(c, "FID_COND_MRKT_DIV_CODE", text, sizeof text);
	if (!str_same(text, "V"))
		return false;
	(void)demo_param(c, "FID_COND_SCR_DIV_CODE", text, sizeof text);
	if (!str_same(text, "16449"))
		return false;
	(void)demo_param(c, "FID_INPUT_ISCD", text, sizeof text);
	ret->by_amount = sort == 1;
	ret->sells = side == 1;
	ret->who = (enum who)who;
	return demo_scope_parse(text, &ret->scope) && who >= ALL && who <= OTHERS &&
	       (sort == 0 || sort == 1) && (side == 0 || side == 1);
}

long demo_foreign_total(const struct demo_call *c, struct buf *ret)
{
	struct demo_top top = { 0 };
	struct boards boards;
	struct question a;

	if (!read_question(c, &a))
		return demo_no_rows(ret, "output");
	boards.there[0] = find_slot(c, foreign_slots, &boards.told[0]);
	boards.there[1] = find_slot(c, institution_slots, &boards.told[1]);
	if (!boards.there[a.who == INSTITUTIONS || a.who == OTHERS])
		return demo_no_rows(ret, "output");
	demo_board_make(c->d, &c->at, DEMO_VENUE_KRX, &boards.now);
	rank_all(c, &boards, &a, &top);
	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output");
	buf_char(ret, '[');
	for (int n = 0; n < top.count; n++)
		put_row(ret, &boards, &a, &top.rows[n]);
	buf_char(ret, ']');
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
