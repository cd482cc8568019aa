/* demo_index - 업종지수: levels follow capitalisation, sums are exact. */
#include "demo/demo_index.h"

#include "data/json.h"
#include "demo/demo_action.h"
#include "demo/demo_sector.h"

#include <stdio.h>

/* Capitalisations in won, as doubles: they only make levels. */
struct caps {
	double base;
	double now;
	double before;
	double open;
};

/* Levels follow all that will ever be listed, in units no action changes: nothing moves them but
 * prices. */
static void add_cap(
	const struct demo_issue *i, int64_t day, const struct demo_quote *q, struct caps *caps)
{
	const double listed = (double)i->listed;
	const double unit = demo_action_unit(i, day);
	const double before = listed * (double)q->close_before / demo_action_unit(i, day - 1);

	caps->base += listed * i->base_price;
	caps->before += before;
	/* A reference price is rounded to its step: that moves nothing. */
	caps->now += q->volume > 0 ? listed * (double)q->price / unit : before;
	caps->open += q->open > 0 ? listed * (double)q->open / unit : before;
}

static void add_quote(const struct demo_issue *i, int64_t day, const struct demo_quote *q,
	struct demo_index *sum, struct caps *caps)
{
	const char sign = *demo_sign(i, q);

	add_cap(i, day, q, caps);
	if (!demo_issue_is_listed(i, day))
		return;
	sum->volume += q->volume;
	sum->value += q->value;
	sum->volume_before += q->volume_before;
	sum->up += sign == '1' || sign == '2';
	sum->down += sign == '4' || sign == '5';
	sum->flat += sign == '3';
	sum->upper += sign == '1';
	sum->lower += sign == '4';
}

static void set_levels(int scope, const struct caps *caps, struct demo_index *ret)
{
	const double points = scope == 1 ? 2650 : scope == 1001 ? 850 : scope == 2001 ? 350 : 1500;
	const double scale = caps->base > 0 ? points * 100.0 / caps->base : 0;

	ret->level = (int64_t)(caps->now * scale + 0.5);
	ret->level_before = (int64_t)(caps->before * scale + 0.5);
	ret->level_open = (int64_t)(caps->open * scale + 0.5);
}

void demo_index_of(const struct demo_call *c, int scope, struct demo_index *ret)
{
	const struct demo_moment before = demo_moment_end(demo_day_before(c->at.date));
	struct demo_board board;
	struct demo_board last;
	struct caps caps = { 0 };
	struct demo_quote q;

	*ret = (struct demo_index){ 0 };
	demo_board_make(c->d, &c->at, DEMO_VENUE_KRX, &board);
	demo_board_make(c->d, &before, DEMO_VENUE_KRX, &last);
	for (size_t n = 0; n < c->d->count; n++) {
		const struct demo_issue *i = &c->d->issues[n];

		if (!demo_issue_in_index(i) || !demo_scope_covers(scope, i))
			continue;
		demo_quote_get(&board, i, &q);
		add_quote(i, board.at.day, &q, ret, &caps);
		demo_quote_get(&last, i, &q);
		ret->value_before += q.value;
	}
	set_levels(scope, &caps, ret);
}

void demo_index_all(const struct demo_call *c, struct demo_index *ret)
{
	struct caps caps[DEMO_INDICES] = { 0 };
	const struct demo_sector *sectors;
	struct demo_board board;
	struct demo_quote q;
	uint32_t count;

	sectors = demo_sector_all(&count);
	memset(ret, 0, DEMO_INDICES * sizeof *ret);
	demo_board_make(c->d, &c->at, DEMO_VENUE_KRX, &board);
	for (size_t n = 0; n < c->d->count; n++) {
		const struct demo_issue *i = &c->d->issues[n];

		if (!demo_issue_in_index(i))
			continue;
		demo_quote_get(&board, i, &q);
		for (uint32_t k = 0; k < count; k++) {
			if (demo_scope_covers(sectors[k].code, i))
				add_quote(i, board.at.day, &q, &ret[k], &caps[k]);
		}
	}
	for (uint32_t k = 0; k < count; k++)
		set_levels(sectors[k].code, &caps[k], &ret[k]);
}

/* Highest and lowest of the day: a little beyond what is known of it. */
static int64_t level_high(const struct demo_index *x)
{
	const int64_t top = x->level > x->level_open ? x->level : x->level_open;

	return x->volume > 0 ? top + top / 640 : 0;
}

static int64_t level_low(const struct demo_index *x)
{
	const int64_t bottom = x->level < x->level_open ? x->level : x->level_open;

	return x->volume > 0 ? bottom - bottom / 580 : 0;
}

static void put_against(
	struct buf *b, const struct demo_index *x, const char *const names[4], int64_t level)
{
	const int64_t change = level > 0 ? level - x->level_before : 0;

	demo_hundredths(b, names[0], level);
	demo_hundredths(b, names[1], change);
	demo_text(b, names[2], demo_sign_of(change));
	demo_hundredths(b, names[3], demo_ratio(change, x->level_before));
}

static void put_now(struct buf *b, const struct demo_index *x)
{
	const int64_t change = x->level - x->level_before;

	demo_hundredths(b, "bstp_nmix_prpr", x->level);
	demo_hundredths(b, "bstp_nmix_prdy_vrss", change);
	demo_text(b, "prdy_vrss_sign", demo_sign_of(change));
	demo_hundredths(b, "bstp_nmix_prdy_ctrt", demo_ratio(change, x->level_before));
	demo_number(b, "acml_vol", x->volume / 1000);
}

static void put_day(struct buf *b, const struct demo_index *x)
{
	static const char *const open[] = { "bstp_nmix_oprc", "prdy_nmix_vrss_nmix_oprc",
		"oprc_vrss_prpr_sign", "bstp_nmix_oprc_prdy_ctrt" };
	static const char *const high[] = { "bstp_nmix_hgpr", "prdy_nmix_vrss_nmix_hgpr",
		"hgpr_vrss_prpr_sign", "bstp_nmix_hgpr_prdy_ctrt" };
	static const char *const low[] = { "bstp_nmix_lwpr", "prdy_clpr_vrss_lwpr",
		"lwpr_vrss_prpr_sign", "prdy_clpr_vrss_lwpr_rate" };

	put_against(b, x, open, x->volume > 0 ? x->level_open : 0);
	put_against(b, x, high, level_high(x));
	put_against(b, x, low, level_low(x));
	demo_number(b, "ascn_issu_cnt", x->up);
	demo_number(b, "uplm_issu_cnt", x->upper);
	demo_number(b, "stnr_issu_cnt", x->flat);
	demo_number(b, "down_issu_cnt", x->down);
	demo_number(b, "lslm_issu_cnt", x->lower);
}

/* The year's range is not walked: it is set wide around today. */
struct demo_year demo_index_year(const struct demo_call *c, const struct demo_index *x)
{
	struct demo_year year = {
		.high = x->level + x->level / 9,
		.low = x->level - x->level / 7,
	};

	(void)snprintf(year.date, sizeof year.date, "%04d0102", (int)(c->at.date / 10000 % 10000));
	return year;
}

static void put_year(struct buf *b, const struct demo_call *c, const struct demo_index *x)
{
	const struct demo_year year = demo_index_year(c, x);

	demo_hundredths(b, "dryy_bstp_nmix_hgpr", year.high);
	demo_hundredths(b, "dryy_hgpr_vrss_prpr_rate", demo_rate(year.high, x->level));
	demo_text(b, "dryy_bstp_nmix_hgpr_date", year.date);
	demo_hundredths(b, "dryy_bstp_nmix_lwpr", year.low);
	demo_hundredths(b, "dryy_lwpr_vrss_prpr_rate", demo_rate(year.low, x->level));
	demo_text(b, "dryy_bstp_nmix_lwpr_date", year.date);
}

static void put_resting(struct buf *b, const struct demo_index *x)
{
	const int64_t ask = x->volume / 23000;
	const int64_t bid = x->volume / 19000;

	demo_number(b, "total_askp_rsqn", ask);
	demo_number(b, "total_bidp_rsqn", bid);
	demo_hundredths(b, "seln_rsqn_rate", demo_ratio(ask, ask + bid));
	demo_hundredths(b, "shnu_rsqn_rate", demo_ratio(bid, ask + bid));
	demo_number(b, "ntby_rsqn", bid - ask);
}

/* Sums in 천주 and 백만원, cut, not rounded. */
long demo_index_price(const struct demo_call *c, struct buf *ret)
{
	struct demo_index x = { 0 };
	char division[8];
	char text[8];
	int scope;

	(void)demo_param(c, "FID_COND_MRKT_DIV_CODE", division, sizeof division);
	(void)demo_param(c, "FID_INPUT_ISCD", text, sizeof text);
	if (str_same(division, "U") && demo_scope_parse(text, &scope) && scope != 0)
		demo_index_of(c, scope, &x);
	demo_open(ret, DEMO_ENVELOPE_LAST);
	json_name(ret, "output");
	buf_char(ret, '{');
	put_now(ret, &x);
	demo_number(ret, "prdy_vol", x.volume_before / 1000);
	demo_number(ret, "acml_tr_pbmn", x.value / 1000000);
	demo_number(ret, "prdy_tr_pbmn", x.value_before / 1000000);
	put_day(ret, &x);
	put_year(ret, c, &x);
	put_resting(ret, &x);
	buf_char(ret, '}');
	demo_end(ret, DEMO_ENVELOPE_LAST);
	return 200;
}
