/* demo_price - 주식현재가 시세, one issue. An unknown code is a good answer of zeros and empty
 * texts. */
#include "data/json.h"
#include "demo/demo_action.h"
#include "demo/demo_draw.h"
#include "demo/demo_flow.h"
#include "demo/demo_reply.h"
#include "demo/demo_sector.h"
#include "demo/demo_tick.h"

#include <stdio.h>

/* One issue under one question; `issue` of an unknown code is all zeros. */
struct view {
	const struct demo_call *c;
	const struct demo_issue *issue;
	bool known;
	struct demo_quote q;
};

struct extreme {
	int64_t price;
	int32_t date;
};

static const char *state_code(const struct demo_issue *i, int64_t day)
{
	static const char *const warned[] = { "", "54", "53", "52" };

	if (demo_issue_is_halted(i, day))
		return "58";
	if (i->flags & DEMO_MANAGED)
		return "51";
	if (i->warning > 0)
		return warned[i->warning];
	if (i->flags & DEMO_OVERHEATED)
		return "59";
	if (i->margin_rate == 100)
		return "57";
	return i->flags & DEMO_CREDIT ? "55" : "00";
}

static const char *market_name(const struct view *v)
{
	const bool member = v->issue->flags & DEMO_INDEX_MEMBER;

	if (!v->known)
		return "";
	if (v->issue->product == DEMO_ETF)
		return "ETF";
	if (v->issue->product == DEMO_ETN)
		return "ETN";
	if (v->issue->market == DEMO_KOSPI)
		return member ? "KOSPI200" : "KOSPI";
	if (v->issue->market == DEMO_KONEX)
		return "KONEX";
	return member ? "KSQ150" : "KOSDAQ";
}

static const char *sector_name(const struct demo_issue *i)
{
	const struct demo_sector *s = i->sector ? demo_sector_find(i->sector) : NULL;

	return s ? s->name : "";
}

static void put_state(struct buf *b, const struct view *v)
{
	const struct demo_issue *i = v->issue;

	demo_text(b, "iscd_stat_cls_code", v->known ? state_code(i, v->c->at.day) : "");
	demo_hundredths(b, "marg_rate", i->margin_rate * 100);
	demo_text(b, "rprs_mrkt_kor_name", market_name(v));
	demo_text(b, "bstp_kor_isnm", sector_name(i));
	demo_flag(b, "temp_stop_yn", demo_issue_is_halted(i, v->c->at.day));
	demo_flag(b, "oprc_rang_cont_yn", false);
	demo_flag(b, "clpr_rang_cont_yn", false);
	demo_flag(b, "crdt_able_yn", i->flags & DEMO_CREDIT);
	demo_text(b, "grmn_rate_cls_code", v->known ? (i->flags & DEMO_CREDIT ? "40" : "60") : "");
	demo_flag(b, "elw_pblc_yn", i->flags & DEMO_KRX100);
}

static void put_quote(struct buf *b, const struct view *v)
{
	const struct demo_issue *i = v->issue;
	const struct demo_quote *q = &v->q;
	char average[32] = "0.00";

	if (q->volume > 0)
		(void)snprintf(average, sizeof average, "%lld.%02lld",
			(long long)(q->value / q->volume),
			(long long)(q->value % q->volume * 100 / q->volume));
	demo_number(b, "stck_prpr", q->price);
	demo_number(b, "prdy_vrss", q->price - q->before);
	demo_text(b, "prdy_vrss_sign", v->known ? demo_sign(i, q) : "0");
	demo_hundredths(b, "prdy_ctrt", demo_rate(q->price, q->before));
	demo_number(b, "acml_tr_pbmn", q->value);
	demo_number(b, "acml_vol", q->volume);
	demo_hundredths(b, "prdy_vrss_vol_rate", demo_ratio(q->volume, q->volume_before));
	demo_number(b, "stck_oprc", q->open);
	demo_number(b, "stck_hgpr", q->high);
	demo_number(b, "stck_lwpr", q->low);
	demo_number(b, "stck_mxpr", demo_tick_upper(i, q->before));
	demo_number(b, "stck_llam", demo_tick_lower(i, q->before));
	demo_number(b, "stck_sdpr", q->before);
	demo_text(b, "wghn_avrg_stck_prc", average);
}

/* Nothing until the day is settled. */
static int64_t foreign_net(const struct view *v)
{
	struct demo_flow flow;

	if (v->c->at.wall_ms < demo_day_time_ms(v->c->at.date, 15, 40))
		return 0;
	demo_flow_get(v->issue, v->c->at.day, &v->q, &flow);
	return demo_trade_net(&flow.of[DEMO_FOREIGN]).volume;
}

/* The rate is the use of the limit, not the share owned: they differ where there is a limit. */
static void put_foreign(struct buf *b, const struct view *v)
{
	const struct demo_issue *i = v->issue;
	struct demo_program programs;
	const int64_t held = demo_issue_foreign_held(i, v->c->at.day);
	const int64_t listed = demo_issue_listed(i, v->c->at.day);
	const int64_t allowed = listed / 100 * demo_issue_foreign_limit(i) +
	                        listed % 100 * demo_issue_foreign_limit(i) / 100;

	demo_hundredths(b, "hts_frgn_ehrt", demo_ratio(held, allowed));
	demo_number(b, "frgn_ntby_qty", foreign_net(v));
	demo_program_get(i, v->c->at.day, &v->q, &programs);
	demo_number(b, "pgtr_ntby_qty", demo_trade_net(&programs.all).volume);
}

static void put_pivots(struct buf *b, const struct demo_quote *q)
{
	const int64_t high = q->high > 0 ? q->high : q->before;
	const int64_t low = q->low > 0 ? q->low : q->before;
	const int64_t pivot = (high + low + q->price) / 3;

	demo_number(b, "pvt_scnd_dmrs_prc", pivot + high - low);
	demo_number(b, "pvt_frst_dmrs_prc", 2 * pivot - low);
	demo_number(b, "pvt_pont_val", pivot);
	demo_number(b, "pvt_frst_dmsp_prc", 2 * pivot - high);
	demo_number(b, "pvt_scnd_dmsp_prc", pivot - high + low);
	demo_number(b, "dmrs_val", (pivot + high) / 2);
	demo_number(b, "dmsp_val", (pivot + low) / 2);
}

static int64_t capital(const struct demo_issue *i, int64_t day) /* 억원 */
{
	return demo_issue_listed(i, day) * demo_issue_par(i, day) / 100000000;
}

/* Price over a figure per share, in hundredths rounded; 0 when there is no figure, negative for a
 * loss. */
static int64_t multiple(int64_t price, int64_t per_share)
{
	const int64_t size = per_share < 0 ? -per_share : per_share;
	int64_t ratio;

	if (per_share == 0)
		return 0;
	ratio = (price * 200 + size) / (2 * size);
	return per_share < 0 ? -ratio : ratio;
}

static void put_company(struct buf *b, const struct view *v)
{
	const struct demo_issue *i = v->issue;
	const int64_t price = v->q.price;
	const int64_t day = v->c->at.day;
	const int64_t listed = demo_issue_listed(i, day);

	demo_number(b, "cpfn", capital(i, day));
	demo_number(b, "rstc_wdth_prc", demo_tick_width(i, v->q.before));
	demo_number(b, "stck_fcam", demo_issue_par(i, day));
	demo_number(b, "stck_sspr", price * 7 / 10 / 10 * 10);
	demo_number(b, "aspr_unit", v->known ? demo_tick_unit(i, price) : 0);
	demo_number(b, "hts_deal_qty_unit_val", v->known);
	demo_number(b, "lstn_stcn", listed);
	demo_number(b, "hts_avls", demo_quote_cap(i, day, price));
	demo_hundredths(b, "per", multiple(price, demo_issue_eps(i, day)));
	demo_hundredths(b, "pbr", multiple(price, demo_issue_bps(i, day)));
	demo_text(b, "stac_month", v->known ? "12" : "");
	demo_hundredths(b, "vol_tnrt", demo_ratio(v->q.volume, listed));
	demo_hundredths(b, "eps", demo_issue_eps(i, day) * 100);
	demo_hundredths(b, "bps", demo_issue_bps(i, day) * 100);
}

/* Highest and lowest close of the days back to `since` or over `days`. */
static void extremes(const struct view *v, int days, int32_t since, struct extreme *ret)
{
	int32_t date = v->c->at.date;
	int64_t day = v->c->at.day;
	int64_t price = v->q.price;

	ret[0] = ret[1] = (struct extreme){ price, v->known ? date : 0 };
	if (!v->known)
		return;
	for (int n = 1; n < days; n++) {
		date = demo_day_before(date);
		day--;
		if (date < since || date < v->issue->listed_on)
			return;
		price = n == 1 ? v->q.before
		               : demo_quote_close(v->c->d, v->issue, day, v->c->at.day);
		if (price > ret[0].price)
			ret[0] = (struct extreme){ price, date };
		if (price < ret[1].price)
			ret[1] = (struct extreme){ price, date };
	}
}

/* `names`: price, date, rate; the order on the wire differs between the three groups. */
static void put_extreme(struct buf *b, const struct view *v, const struct extreme *e,
	const char *const names[3], bool date_first)
{
	char date[12] = "";

	if (e->date > 0)
		(void)snprintf(date, sizeof date, "%08d", (int)e->date);
	demo_number(b, names[0], e->price);
	if (date_first)
		demo_text(b, names[1], date);
	demo_hundredths(b, names[2], demo_rate(v->q.price, e->price));
	if (!date_first)
		demo_text(b, names[1], date);
}

static void put_extremes(struct buf *b, const struct view *v)
{
	static const char *const d250[2][3] = {
		{ "d250_hgpr", "d250_hgpr_date", "d250_hgpr_vrss_prpr_rate" },
		{ "d250_lwpr", "d250_lwpr_date", "d250_lwpr_vrss_prpr_rate" },
	};
	static const char *const year[2][3] = {
		{ "stck_dryy_hgpr", "dryy_hgpr_date", "dryy_hgpr_vrss_prpr_rate" },
		{ "stck_dryy_lwpr", "dryy_lwpr_date", "dryy_lwpr_vrss_prpr_rate" },
	};
	static const char *const w52[2][3] = {
		{ "w52_hgpr", "w52_hgpr_date", "w52_hgpr_vrss_prpr_ctrt" },
		{ "w52_lwpr", "w52_lwpr_date", "w52_lwpr_vrss_prpr_ctrt" },
	};
	struct extreme e[2];

	extremes(v, 250, 0, e);
	put_extreme(b, v, &e[0], d250[0], true);
	put_extreme(b, v, &e[1], d250[1], true);
	extremes(v, 260, v->c->at.date / 10000 * 10000, e);
	put_extreme(b, v, &e[0], year[0], false);
	put_extreme(b, v, &e[1], year[1], false);
	extremes(v, 260, kst_date_add(v->c->at.date, -364), e);
	put_extreme(b, v, &e[0], w52[0], false);
	put_extreme(b, v, &e[1], w52[1], false);
}

/* "7,780 억" */
static void put_capital_text(struct buf *b, const struct view *v)
{
	const int64_t n = capital(v->issue, v->c->at.day);
	char text[48] = "";

	if (v->known && n >= 1000)
		(void)snprintf(text, sizeof text, "%lld,%03lld 억", (long long)(n / 1000),
			(long long)(n % 1000));
	else if (v->known)
		(void)snprintf(text, sizeof text, "%lld 억", (long long)n);
	demo_text(b, "cpfn_cnnm", text);
}

static void put_rest(struct buf *b, const struct view *v)
{
	const struct demo_issue *i = v->issue;
	char par[24] = "";

	if (v->known)
		(void)snprintf(par, sizeof par, "%lld", (long long)demo_issue_par(i, v->c->at.day));
	demo_hundredths(b, "whol_loan_rmnd_rate",
		v->known ? (int64_t)(draw_at(i->key, DRAW_BOOKSIDE, 0) % 300) : 0);
	demo_flag(b, "ssts_yn", i->flags & DEMO_INDEX_MEMBER);
	demo_text(b, "stck_shrn_iscd", i->code);
	demo_text(b, "fcam_cnnm", par);
	put_capital_text(b, v);
	demo_number(b, "frgn_hldn_qty", demo_issue_foreign_held(i, v->c->at.day));
	demo_flag(b, "vi_cls_code", v->known && demo_vi_is_on(v->c, i));
	demo_flag(b, "ovtm_vi_cls_code", false);
	demo_number(b, "last_ssts_cntg_qty", v->q.volume_before / 37);
	demo_flag(b, "invt_caful_yn", i->warning > 0);
	demo_code2(b, "mrkt_warn_cls_code", i->warning);
	demo_flag(b, "short_over_yn", i->flags & DEMO_OVERHEATED);
	demo_flag(b, "sltr_yn", i->flags & DEMO_LIQUIDATING);
	demo_flag(b, "mang_issu_cls_code", i->flags & DEMO_MANAGED);
}

long demo_inquire_price(const struct demo_call *c, struct buf *ret)
{
	static const struct demo_issue nobody;
	struct view v = { .c = c, .issue = &nobody };
	struct demo_board board;
	struct demo_asked asked;

	if (demo_param_issue(c, &asked)) {
		v.issue = asked.issue;
		v.known = true;
		demo_board_make(c->d, &c->at, asked.venue, &board);
		demo_quote_get(&board, v.issue, &v.q);
	}
	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output");
	buf_char(ret, '{');
	put_state(ret, &v);
	put_quote(ret, &v);
	put_foreign(ret, &v);
	put_pivots(ret, &v.q);
	put_company(ret, &v);
	put_extremes(ret, &v);
	put_rest(ret, &v);
	buf_char(ret, '}');
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
