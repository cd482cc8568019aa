/* demo_category - 업종 전체시세: one index and all sectors of a market. */
#include "data/json.h"
#include "demo/demo_index.h"
#include "demo/demo_sector.h"

#include <stdio.h>

static void put_head(struct buf *b, const struct demo_call *c, const struct demo_index *x)
{
	const struct demo_year year = demo_index_year(c, x);
	const int64_t change = x->level - x->level_before;
	const bool traded = x->volume > 0;

	demo_hundredths(b, "bstp_nmix_prpr", x->level);
	demo_hundredths(b, "bstp_nmix_prdy_vrss", change);
	demo_text(b, "prdy_vrss_sign", demo_sign_of(change));
	demo_hundredths(b, "bstp_nmix_prdy_ctrt", demo_ratio(change, x->level_before));
	demo_number(b, "acml_vol", x->volume / 1000);
	demo_number(b, "acml_tr_pbmn", x->value / 1000000);
	demo_hundredths(b, "bstp_nmix_oprc", traded ? x->level_open : 0);
	demo_hundredths(b, "bstp_nmix_hgpr", traded ? x->level + x->level / 640 : 0);
	demo_hundredths(b, "bstp_nmix_lwpr", traded ? x->level - x->level / 580 : 0);
	demo_number(b, "prdy_vol", x->volume_before / 1000);
	demo_number(b, "ascn_issu_cnt", x->up);
	demo_number(b, "down_issu_cnt", x->down);
	demo_number(b, "stnr_issu_cnt", x->flat);
	demo_number(b, "uplm_issu_cnt", x->upper);
	demo_number(b, "lslm_issu_cnt", x->lower);
	demo_number(b, "prdy_tr_pbmn", x->value_before / 1000000);
	demo_text(b, "dryy_bstp_nmix_hgpr_date", year.date);
	demo_hundredths(b, "dryy_bstp_nmix_hgpr", year.high);
	demo_hundredths(b, "dryy_bstp_nmix_lwpr", year.low);
	demo_text(b, "dryy_bstp_nmix_lwpr_date", year.date);
}

static void put_sector(
	struct buf *b, const struct demo_sector *s, const struct demo_index *x, int64_t whole)
{
	const int64_t change = x->level - x->level_before;
	char code[8];

	(void)snprintf(code, sizeof code, "%04u", s->code);
	json_next(b);
	buf_char(b, '{');
	demo_text(b, "bstp_cls_code", code);
	demo_text(b, "hts_kor_isnm", s->name);
	demo_hundredths(b, "bstp_nmix_prpr", x->level);
	demo_hundredths(b, "bstp_nmix_prdy_vrss", change);
	demo_text(b, "prdy_vrss_sign", demo_sign_of(change));
	demo_hundredths(b, "bstp_nmix_prdy_ctrt", demo_ratio(change, x->level_before));
	demo_number(b, "acml_vol", x->volume / 1000);
	demo_number(b, "acml_tr_pbmn", x->value / 1000000);
	demo_hundredths(b, "acml_vol_rlim", demo_ratio(x->volume, whole));
	demo_text(b, "acml_tr_pbmn_rlim", ""); /* empty on the real one, too */
	buf_char(b, '}');
}

/* Class 2 lists sizes, class 3 sectors, class 0 both; the whole market comes first in each. */
static bool is_listed(const struct demo_sector *s, int64_t class)
{
	const bool whole = s->code == 1 || s->code == 1001;
	const bool size = s->code >= 2 && s->code <= 4;

	return whole || class == 0 || (class == 2 && size) || (class == 3 && !size);
}

static void put_sectors(struct buf *b, const struct demo_call *c, int market, int64_t class)
{
	struct demo_index sums[DEMO_INDICES];
	const struct demo_sector *sectors;
	int64_t whole = 0;
	uint32_t count;

	sectors = demo_sector_all(&count);
	demo_index_all(c, sums);
	for (uint32_t k = 0; k < count && market >= 0; k++) {
		if (sectors[k].market != market || !is_listed(&sectors[k], class))
			continue;
		if (sectors[k].code == 1 || sectors[k].code == 1001)
			whole = sums[k].volume;
		put_sector(b, &sectors[k], &sums[k], whole);
	}
}

long demo_category(const struct demo_call *c, struct buf *ret)
{
	struct demo_index x = { 0 };
	char text[8];
	char screen[8];
	int scope;
	int market = -1;

	(void)demo_param(c, "FID_MRKT_CLS_CODE", text, sizeof text);
	(void)demo_param(c, "FID_COND_SCR_DIV_CODE", screen, sizeof screen);
	if (str_same(screen, "20214"))
		market = str_same(text, "K") ? DEMO_KOSPI : str_same(text, "Q") ? DEMO_KOSDAQ : -1;
	(void)demo_param(c, "FID_INPUT_ISCD", text, sizeof text);
	if (demo_scope_parse(text, &scope) && scope != 0)
		demo_index_of(c, scope, &x);
	demo_open(ret, DEMO_ENVELOPE_FIRST);
	json_name(ret, "output1");
	buf_char(ret, '{');
	put_head(ret, c, &x);
	buf_char(ret, '}');
	json_name(ret, "output2");
	buf_char(ret, '[');
	put_sectors(ret, c, market, demo_param_int(c, "FID_BLNG_CLS_CODE", 0));
	buf_char(ret, ']');
	demo_end(ret, DEMO_ENVELOPE_FIRST);
	return 200;
}
