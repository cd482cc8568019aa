/* demo_chart - 국내주식기간별시세: bars of days, weeks, months or years, newest first, at most a
 * hundred. */
#include "base/cleanup.h"
#include "data/json.h"
#include "demo/demo_action.h"
#include "demo/demo_draw.h"
#include "demo/demo_reply.h"
#include "demo/demo_tick.h"

#include <stdio.h>

#define BARS_MAX 100

struct bar {
	int32_t date;   /* its last day */
	int32_t period; /* what its days have in common */
	struct demo_quote q;
	int64_t before; /* what its change counts from */
	int64_t split;  /* hundredths: new shares for an old one; 0: none */
	bool ex_rights;
};

struct question {
	const struct demo_call *c;
	const struct demo_issue *issue;
	enum demo_venue venue;
	int32_t from;
	int32_t to;
	char period; /* D W M Y */
	bool as_traded;
};

/* Days with the same number make one bar. */
static int32_t period_of(char period, int32_t date)
{
	const struct kst day = kst_from_ms(kst_to_ms(date, 12, 0, 0));

	switch (period) {
	case 'W':
		return kst_date_add(date, -day.weekday);
	case 'M':
		return date / 100;
	case 'Y':
		return date / 10000;
	default:
		return date;
	}
}

static void quote_on(const struct question *a, int32_t date, struct demo_quote *ret)
{
	struct demo_moment at = date == a->c->at.date ? a->c->at : demo_moment_end(date);
	struct demo_board board;

	demo_board_make(a->c->d, &at, a->venue, &board);
	demo_quote_get(&board, a->issue, ret);
}

/* Older days in the units of the newest, when adjusted prices are asked: splits and merges only,
 * and prices only. Volumes stay as they were traded. */
static void adjust(const struct question *a, int64_t day, struct demo_quote *q)
{
	int64_t *const prices[] = { &q->price, &q->before, &q->open, &q->high, &q->low };

	if (a->as_traded)
		return;
	for (size_t n = 0; n < COUNT_OF(prices); n++)
		*prices[n] = demo_action_adjust(a->issue, *prices[n], day, a->c->at.day);
}

static void mark_action(const struct demo_issue *i, int64_t day, struct bar *bar)
{
	switch (demo_action_on(i, day)) {
	case DEMO_SPLIT:
		bar->split = i->action_part * 100;
		break;
	case DEMO_MERGE:
		bar->split = 100 / i->action_part;
		break;
	case DEMO_RIGHTS:
		bar->ex_rights = true;
		break;
	default:
		break;
	}
}

static void start_bar(struct bar *bar, int32_t date, int32_t period, const struct demo_quote *q)
{
	*bar = (struct bar){ .date = date, .period = period, .q = *q, .before = q->before };
}

/* An earlier day of the same bar. */
static void widen_bar(struct bar *bar, const struct demo_quote *q)
{
	bar->q.volume += q->volume;
	bar->q.value += q->value;
	bar->before = q->before;
	if (q->volume == 0)
		return;
	bar->q.open = q->open;
	bar->q.high = q->high > bar->q.high ? q->high : bar->q.high;
	bar->q.low = q->low < bar->q.low || bar->q.low == 0 ? q->low : bar->q.low;
}

static void put_bar(struct buf *b, const struct bar *bar)
{
	const bool traded = bar->q.volume > 0;
	char date[12];

	(void)snprintf(date, sizeof date, "%08d", (int)bar->date);
	json_next(b);
	buf_char(b, '{');
	demo_text(b, "stck_bsop_date", date);
	demo_number(b, "stck_clpr", bar->q.price);
	demo_number(b, "stck_oprc", traded ? bar->q.open : bar->q.price);
	demo_number(b, "stck_hgpr", traded ? bar->q.high : bar->q.price);
	demo_number(b, "stck_lwpr", traded ? bar->q.low : bar->q.price);
	demo_number(b, "acml_vol", bar->q.volume);
	demo_number(b, "acml_tr_pbmn", bar->q.value);
	demo_text(b, "flng_cls_code", bar->ex_rights ? "01" : "00");
	demo_hundredths(b, "prtt_rate", bar->split);
	demo_flag(b, "mod_yn", !traded);
	demo_text(b, "prdy_vrss_sign", demo_sign_of(bar->q.price - bar->before));
	demo_number(b, "prdy_vrss", bar->q.price - bar->before);
	demo_text(b, "revl_issu_reas", "");
	buf_char(b, '}');
}

/* Today has no bar before the first trade of the day could have been. */
static int32_t last_day(const struct question *a)
{
	int32_t date = a->c->at.date;

	if (a->c->at.knot < 0)
		date = demo_day_before(date);
	if (a->to < date)
		date = demo_day_is_open(a->to) ? a->to : demo_day_before(a->to);
	return date;
}

static void put_bars(struct buf *b, const struct question *a)
{
	const int32_t last = last_day(a);
	const struct demo_moment at = last == a->c->at.date ? a->c->at : demo_moment_end(last);
	struct demo_board board;
	struct bar bar = { 0 };
	struct demo_quote q;
	int done = 0;

	/* NXT's day may have begun: the bars are those of the exchange's days. */
	demo_board_make(a->c->d, &at, DEMO_VENUE_KRX, &board);
	board.venue = a->venue;
	for (; board.at.date >= a->from && board.at.date >= a->issue->listed_on;
		demo_board_back(&board)) {
		const int32_t period = period_of(a->period, board.at.date);

		if (bar.date != 0 && bar.period != period) {
			put_bar(b, &bar);
			bar.date = 0;
			if (++done == BARS_MAX)
				return;
		}
		demo_quote_get(&board, a->issue, &q);
		adjust(a, board.at.day, &q);
		if (bar.date == 0)
			start_bar(&bar, board.at.date, period, &q);
		else
			widen_bar(&bar, &q);
		mark_action(a->issue, board.at.day, &bar);
	}
	if (bar.date != 0)
		put_bar(b, &bar);
}

static void put_before(struct buf *b, const struct question *a)
{
	struct demo_quote q;

	quote_on(a, demo_day_before(a->c->at.date), &q);
	adjust(a, a->c->at.day - 1, &q);
	demo_number(b, "stck_prdy_oprc", q.open);
	demo_number(b, "stck_prdy_hgpr", q.high);
	demo_number(b, "stck_prdy_lwpr", q.low);
}

static void put_company(struct buf *b, const struct demo_issue *i, int64_t day, int64_t price)
{
	const int64_t eps = demo_issue_eps(i, day);
	const int64_t bps = demo_issue_bps(i, day);
	const int64_t listed = demo_issue_listed(i, day);

	demo_number(b, "stck_fcam", demo_issue_par(i, day));
	demo_number(b, "lstn_stcn", listed);
	demo_number(b, "cpfn", listed * demo_issue_par(i, day) / 100000000);
	demo_number(b, "hts_avls", demo_quote_cap(i, day, price));
	demo_hundredths(b, "per", eps ? price * 100 / eps : 0);
	demo_hundredths(b, "eps", eps * 100);
	demo_hundredths(b, "pbr", bps ? price * 100 / bps : 0);
	/* The real key has the blank, too. */
	demo_hundredths(b, "itewhol_loan_rmnd_ratem name",
		(int64_t)(draw_at(i->key, DRAW_BOOKSIDE, 0) % 300));
}

static void put_today(struct buf *b, const struct question *a)
{
	const struct demo_issue *i = a->issue;
	struct demo_quote q;

	quote_on(a, a->c->at.date, &q);
	demo_number(b, "prdy_vrss", q.price - q.before);
	demo_text(b, "prdy_vrss_sign", demo_sign(i, &q));
	demo_hundredths(b, "prdy_ctrt", demo_rate(q.price, q.before));
	demo_number(b, "stck_prdy_clpr", q.before);
	demo_number(b, "acml_vol", q.volume);
	demo_number(b, "acml_tr_pbmn", q.value);
	demo_text(b, "hts_kor_isnm", i->name);
	demo_number(b, "stck_prpr", q.price);
	demo_text(b, "stck_shrn_iscd", i->code);
	demo_number(b, "prdy_vol", q.volume_before);
	demo_number(b, "stck_mxpr", demo_tick_upper(i, q.before));
	demo_number(b, "stck_llam", demo_tick_lower(i, q.before));
	demo_number(b, "stck_oprc", q.open);
	demo_number(b, "stck_hgpr", q.high);
	demo_number(b, "stck_lwpr", q.low);
	put_before(b, a);
	demo_number(b, "askp", q.volume > 0 ? q.price + demo_tick_unit(i, q.price) : 0);
	demo_number(b, "bidp", q.volume > 0 ? q.price : 0);
	demo_number(b, "prdy_vrss_vol", q.volume - q.volume_before);
	demo_hundredths(b, "vol_tnrt", demo_ratio(q.volume, demo_issue_listed(i, a->c->at.day)));
	put_company(b, i, a->c->at.day, q.price);
}

static bool read_question(const struct demo_call *c, struct question *ret)
{
	struct demo_asked asked;
	const bool known = demo_param_issue(c, &asked);
	char period[4];

	(void)demo_param(c, "FID_PERIOD_DIV_CODE", period, sizeof period);
	*ret = (struct question){
		.c = c,
		.issue = asked.issue,
		.venue = asked.venue,
		.from = (int32_t)demo_param_int(c, "FID_INPUT_DATE_1", 99991231),
		.to = (int32_t)demo_param_int(c, "FID_INPUT_DATE_2", 0),
		.period = period[0],
		.as_traded = demo_param_int(c, "FID_ORG_ADJ_PRC", 0) == 1,
	};
	return known && ret->from > 19000000 && ret->to < 30000000 && strchr("DWMY", ret->period) &&
	       ret->period != '\0';
}

long demo_chart(const struct demo_call *c, struct buf *ret)
{
	struct question a;
	const bool good = read_question(c, &a);

	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output1");
	buf_char(ret, '{');
	if (good)
		put_today(ret, &a);
	buf_char(ret, '}');
	json_name(ret, "output2");
	buf_char(ret, '[');
	if (good)
		put_bars(ret, &a);
	buf_char(ret, ']');
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
