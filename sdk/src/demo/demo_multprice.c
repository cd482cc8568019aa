/* demo_multprice - 관심종목(멀티종목) 시세조회: up to thirty issues or indices at once. */
#include "data/json.h"
#include "demo/demo_draw.h"
#include "demo/demo_index.h"
#include "demo/demo_sector.h"
#include "demo/demo_tick.h"

#include <stdio.h>

#define SLOTS 30

static const char *market_name(const struct demo_issue *i)
{
	switch (i->market) {
	case DEMO_KOSPI:
		return "거래소";
	case DEMO_KOSDAQ:
		return "코스닥";
	default:
		return "코넥스";
	}
}

static void put_book(struct buf *b, const struct demo_call *c, const struct demo_issue *i,
	const struct demo_quote *q)
{
	const bool trades = q->volume > 0;
	const uint64_t h = draw_at(i->key, DRAW_BOOKSIDE, c->at.day * DEMO_KNOTS + c->at.knot);
	const int64_t near = trades ? (int64_t)(h % 5000) + 1 : 0;
	const int64_t unit = demo_tick_unit(i, q->price);
	const bool rising = q->price > q->before;

	demo_number(b, "inter2_askp", trades ? q->price + (rising ? 0 : unit) : 0);
	demo_number(b, "inter2_bidp", trades ? q->price - (rising ? unit : 0) : 0);
	demo_number(b, "seln_rsqn", near);
	demo_number(b, "shnu_rsqn", near * 2 / 3);
	demo_number(b, "total_askp_rsqn", near * 21);
	demo_number(b, "total_bidp_rsqn", near * 17);
}

static void put_expected(struct buf *b)
{
	demo_text(b, "intr_antc_cntg_vrss", "0");
	demo_text(b, "intr_antc_cntg_vrss_sign", "3");
	demo_text(b, "intr_antc_cntg_prdy_ctrt", "0.00");
	demo_text(b, "intr_antc_vol", "0");
}

static void put_issue(
	struct buf *b, const struct demo_call *c, const struct demo_issue *i, enum demo_venue venue)
{
	struct demo_board board;
	struct demo_quote q;

	demo_board_make(c->d, &c->at, venue, &board);
	demo_quote_get(&board, i, &q);
	demo_text(b, "kospi_kosdaq_cls_name", market_name(i));
	demo_text(b, "mrkt_trtm_cls_name", market_name(i));
	demo_text(b, "hour_cls_code", "0");
	demo_text(b, "inter_shrn_iscd", i->code);
	demo_text(b, "inter_kor_isnm", i->name);
	demo_number(b, "inter2_prpr", q.price);
	demo_number(b, "inter2_prdy_vrss", q.price - q.before);
	demo_text(b, "prdy_vrss_sign", demo_sign(i, &q));
	demo_hundredths(b, "prdy_ctrt", demo_rate(q.price, q.before));
	demo_number(b, "acml_vol", q.volume);
	demo_number(b, "inter2_oprc", q.open);
	demo_number(b, "inter2_hgpr", q.high);
	demo_number(b, "inter2_lwpr", q.low);
	demo_number(b, "inter2_llam", demo_tick_lower(i, q.before));
	demo_number(b, "inter2_mxpr", demo_tick_upper(i, q.before));
	put_book(b, c, i, &q);
	demo_number(b, "acml_tr_pbmn", q.value);
	demo_number(b, "inter2_prdy_clpr", q.before);
	demo_hundredths(b, "oprc_vrss_hgpr_rate", demo_rate(q.high, q.open));
	put_expected(b);
	demo_number(b, "inter2_sdpr", q.before);
}

/* An index in a slot: same keys, points with two decimals, units of an index (천주, 백만원). */
static void put_index(struct buf *b, const struct demo_call *c, int scope, const char *name)
{
	static const char *const empty[] = { "inter2_llam", "inter2_mxpr", "inter2_askp",
		"inter2_bidp", "seln_rsqn", "shnu_rsqn", "total_askp_rsqn", "total_bidp_rsqn" };
	struct demo_index x;
	char code[8];

	demo_index_of(c, scope, &x);
	(void)snprintf(code, sizeof code, "%04d", scope);
	demo_text(b, "kospi_kosdaq_cls_name", "업종");
	demo_text(b, "mrkt_trtm_cls_name", "");
	demo_text(b, "hour_cls_code", "0");
	demo_text(b, "inter_shrn_iscd", code);
	demo_text(b, "inter_kor_isnm", name);
	demo_hundredths(b, "inter2_prpr", x.level);
	demo_hundredths(b, "inter2_prdy_vrss", x.level - x.level_before);
	demo_text(b, "prdy_vrss_sign", demo_sign_of(x.level - x.level_before));
	demo_hundredths(b, "prdy_ctrt", demo_rate(x.level, x.level_before));
	demo_number(b, "acml_vol", x.volume / 1000);
	demo_hundredths(b, "inter2_oprc", x.level_open);
	demo_hundredths(b, "inter2_hgpr", x.level + x.level / 640);
	demo_hundredths(b, "inter2_lwpr", x.level - x.level / 580);
	for (int n = 0; n < 8; n++)
		demo_text(b, empty[n], "0");
	demo_number(b, "acml_tr_pbmn", x.value / 1000000);
	demo_hundredths(b, "inter2_prdy_clpr", x.level_before);
	demo_hundredths(b, "oprc_vrss_hgpr_rate", 0);
	put_expected(b);
	demo_hundredths(b, "inter2_sdpr", x.level_before);
}

/* An unknown code leaves its slot out. */
static void put_slot(struct buf *b, const struct demo_call *c, int slot)
{
	const struct demo_issue *i;
	enum demo_venue venue;
	char name[48];
	char division[8];
	char code[16];
	int scope;

	(void)snprintf(name, sizeof name, "FID_COND_MRKT_DIV_CODE_%d", slot);
	(void)demo_param(c, name, division, sizeof division);
	(void)snprintf(name, sizeof name, "FID_INPUT_ISCD_%d", slot);
	(void)demo_param(c, name, code, sizeof code);
	i = demo_call_issue(c, code);
	if (demo_venue_parse(division, &venue) && i) {
		json_next(b);
		buf_char(b, '{');
		put_issue(b, c, i, venue);
		buf_char(b, '}');
	} else if (str_same(division, "U") && demo_scope_parse(code, &scope) && scope != 0) {
		const struct demo_sector *s = demo_sector_find(scope);

		json_next(b);
		buf_char(b, '{');
		put_index(b, c, scope, s ? s->name : "지수");
		buf_char(b, '}');
	}
}

long demo_multprice(const struct demo_call *c, struct buf *ret)
{
	demo_open(ret, DEMO_ENVELOPE_FIRST);
	json_name(ret, "output");
	buf_char(ret, '[');
	for (int slot = 1; slot <= SLOTS; slot++)
		put_slot(ret, c, slot);
	buf_char(ret, ']');
	demo_end(ret, DEMO_ENVELOPE_FIRST);
	return 200;
}
