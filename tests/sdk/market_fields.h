/* market_fields - every field the program reads from upstream: where, in which unit, as what. The
 * tests of this table say what it must hold to. */
#ifndef SDK_MARKET_FIELDS_H
#define SDK_MARKET_FIELDS_H

#include "base/cleanup.h"
#include "service/flow.h"
#include "service/market_column.h"
#include "service/market_multprice.h"

enum field_kind {
	AMOUNT, /* a number that is never below zero */
	SIGNED,
	WORD,    /* a text, given on as it is */
	GUARD,   /* no figure of its own: with the text in `wrong` the one in `slot` is not known */
	CHOOSER, /* tells which row counts: has a test of its own */
};

/* How a body is read: market_fields_look.h and _ask.h have a function for each. */
enum field_way {
	BY_RANK,
	BY_SURGE,
	BY_LIVE,
	BY_QUOTE,
	BY_CHART,
	BY_FLOW,
	BY_DETAIL,
	BY_REASON,
	BY_INTERRUPTION,
	BY_INDEX,
	BY_TOTALS,
	BY_BUYERS,
	BY_PROGRAMS,
	BY_SECTOR,
	BY_NEWS,
	BY_DAY,
	BY_SHARES,
	BY_FILINGS,
	BY_KRX,
	FIELD_WAYS,
};

struct field {
	const char *source; /* the file in sdk/src/service that reads it */
	const char *name;
	const char *unit; /* as in the unit column of the API document */
	enum field_kind kind;
	int slot;
	const char *wrong;
	const char
		*with; /* "name=text …": other fields of the row, so that this one stands alone */
	const char *says; /* what the program makes of the recorded text, where no unit tells */
	bool unlisted;    /* the document does not name it */
};

/* The last is the unit, then what is told by name. */
#define FIELD(kind_, slot_, source_, name_, ...) \
	{ \
		.kind = (kind_), .slot = (slot_), .source = (source_), .name = name_, \
		.unit = __VA_ARGS__ \
	}

struct field_group {
	const char *section;  /* of the API document */
	const char *endpoint; /* and the recorded body of that name … */
	const char *made_up;  /* … or what it is expected to look like: none was recorded */
	const char *output;   /* "": the fields stand in the body itself */
	uint32_t row;
	enum field_way way;
	const struct field *fields;
	uint32_t count;
};

#define FIELDS(list) .fields = (list), .count = COUNT_OF(list)

/* ---- Rankings. ---- */

#define RANK_SIGN "prdy_vrss_sign="

static const struct field rank_fields[] = {
	FIELD(WORD, TOP_CODE, "market_stock.c", "mksc_shrn_iscd", "text 6+"),
	FIELD(WORD, TOP_NAME, "market_stock.c", "hts_kor_isnm", "text"),
	FIELD(AMOUNT, TOP_PRICE, "market_stock.c", "stck_prpr", "won"),
	FIELD(SIGNED, TOP_CHANGE, "market_stock.c", "prdy_vrss", "won", .with = RANK_SIGN),
	FIELD(SIGNED, TOP_CHANGE_RATE, "market_figure.c", "prdy_ctrt", "%", .with = RANK_SIGN),
	FIELD(GUARD, TOP_CHANGE, "market_figure.c", "prdy_vrss_sign", "code", .wrong = "2"),
	FIELD(AMOUNT, TOP_VOLUME, "market_stock.c", "acml_vol", "shares"),
	FIELD(AMOUNT, TOP_VALUE, "market_stock.c", "acml_tr_pbmn", "won"),
	FIELD(AMOUNT, TOP_LISTED, "market_stock.c", "lstn_stcn", "shares"),
	FIELD(AMOUNT, TOP_TURNOVER, "market_stock.c", "vol_tnrt", "%"),
};

static const struct field surge_fields[] = {
	FIELD(AMOUNT, 0, "market_surge.c", "prdy_vol", "shares"),
};

/* No body of it was ever recorded: this one is made up after the document. */
#define LIVE_BODY \
	"{\"output\":[{\"hts_kor_isnm\":\"삼성전자\",\"mksc_shrn_iscd\":\"005930\"," \
	"\"ntby_qty\":\"1893000\",\"stck_prpr\":\"75700\",\"prdy_vrss_sign\":\"5\"," \
	"\"prdy_vrss\":\"-1600\",\"prdy_ctrt\":\"-2.07\",\"acml_vol\":\"22517076\"," \
	"\"frgn_ntby_qty\":\"1893000\",\"orgn_ntby_qty\":\"2315000\"," \
	"\"frgn_ntby_tr_pbmn\":\"143300\",\"orgn_ntby_tr_pbmn\":\"175245\"}],\"rt_cd\":\"0\"}"

static const struct field live_rank_fields[] = {
	FIELD(WORD, TOP_CODE, "market_stock.c", "mksc_shrn_iscd", "text 6+"),
	FIELD(WORD, TOP_NAME, "market_stock.c", "hts_kor_isnm", "text"),
	FIELD(AMOUNT, TOP_PRICE, "market_stock.c", "stck_prpr", "won"),
	FIELD(SIGNED, TOP_CHANGE, "market_stock.c", "prdy_vrss", "won", .with = RANK_SIGN),
	FIELD(SIGNED, TOP_CHANGE_RATE, "market_figure.c", "prdy_ctrt", "%", .with = RANK_SIGN),
	FIELD(GUARD, TOP_CHANGE, "market_figure.c", "prdy_vrss_sign", "code", .wrong = "2"),
	FIELD(AMOUNT, TOP_VOLUME, "market_stock.c", "acml_vol", "shares"),
};

enum { LIVE_FOREIGN, LIVE_INSTITUTION, LIVE_FOREIGN_SHARES, LIVE_INSTITUTION_SHARES };

static const struct field live_fields[] = {
	FIELD(SIGNED, LIVE_FOREIGN, "market_live.c", "frgn_ntby_tr_pbmn", "백만원"),
	FIELD(SIGNED, LIVE_INSTITUTION, "market_live.c", "orgn_ntby_tr_pbmn", "백만원"),
	FIELD(SIGNED, LIVE_FOREIGN_SHARES, "market_live.c", "frgn_ntby_qty", "shares"),
	FIELD(SIGNED, LIVE_INSTITUTION_SHARES, "market_live.c", "orgn_ntby_qty", "shares"),
};

/* ---- One share. ---- */

enum { QUOTE_CODE = MULTPRICE_FIGURES, QUOTE_MARKET };

static const struct field quote_fields[] = {
	FIELD(WORD, QUOTE_MARKET, "market_multprice.c", "kospi_kosdaq_cls_name", "text"),
	FIELD(WORD, QUOTE_CODE, "market_multprice.c", "inter_shrn_iscd", "text"),
	FIELD(AMOUNT, MULTPRICE_PRICE, "market_multprice.c", "inter2_prpr", "won"),
	FIELD(SIGNED, MULTPRICE_CHANGE, "market_multprice.c", "inter2_prdy_vrss", "won",
		.with = RANK_SIGN " inter2_prdy_clpr= inter2_sdpr="),
	FIELD(SIGNED, MULTPRICE_RATE, "market_figure.c", "prdy_ctrt", "%", .with = RANK_SIGN),
	FIELD(GUARD, MULTPRICE_CHANGE, "market_figure.c", "prdy_vrss_sign", "code", .wrong = "2"),
	FIELD(AMOUNT, MULTPRICE_VOLUME, "market_multprice.c", "acml_vol", "shares"),
	FIELD(AMOUNT, MULTPRICE_VALUE, "market_multprice.c", "acml_tr_pbmn", "won"),
	FIELD(AMOUNT, MULTPRICE_HIGH, "market_multprice.c", "inter2_hgpr", "won"),
	FIELD(AMOUNT, MULTPRICE_LOW, "market_multprice.c", "inter2_lwpr", "won"),
	FIELD(AMOUNT, MULTPRICE_BEFORE, "market_multprice.c", "inter2_prdy_clpr", "won"),
	FIELD(AMOUNT, MULTPRICE_BASE, "market_multprice.c", "inter2_sdpr", "won"),
};

enum { CHART_LISTED, CHART_DATE, CHART_CLOSE, CHART_VOLUME, CHART_VALUE, CHART_CHANGE };

static const struct field chart_head_fields[] = {
	FIELD(GUARD, CHART_CLOSE, "bars_read.c", "stck_shrn_iscd", "text 6+", .wrong = "000660"),
	FIELD(AMOUNT, CHART_LISTED, "bars_read.c", "lstn_stcn", "shares"),
};

static const struct field chart_fields[] = {
	FIELD(AMOUNT, CHART_DATE, "bars_read.c", "stck_bsop_date", "YYYYMMDD"),
	FIELD(AMOUNT, CHART_CLOSE, "bars_read.c", "stck_clpr", "won"),
	FIELD(AMOUNT, CHART_VOLUME, "bars_read.c", "acml_vol", "shares"),
	FIELD(AMOUNT, CHART_VALUE, "bars_read.c", "acml_tr_pbmn", "won"),
	FIELD(SIGNED, CHART_CHANGE, "bars_read.c", "prdy_vrss", "won", .with = RANK_SIGN),
	FIELD(GUARD, CHART_CHANGE, "bars_read.c", "prdy_vrss_sign", "code", .wrong = "2"),
	FIELD(GUARD, CHART_CLOSE, "bars_read.c", "prtt_rate", "ratio", .wrong = "abc"),
};

/* The next ones are seen when the price has moved since the quote: 77,400 won now. */
enum { DETAIL_FOREIGN, DETAIL_PER, DETAIL_PBR, DETAIL_LISTED, DETAIL_NEXT_PER, DETAIL_NEXT_PBR };

static const struct field detail_fields[] = {
	/* Of 5,919,637,922 shares. */
	FIELD(AMOUNT, DETAIL_FOREIGN, "market_detail.c", "frgn_hldn_qty", "shares", .says = "5023"),
	FIELD(AMOUNT, DETAIL_LISTED, "market_detail.c", "lstn_stcn", "shares"),
	FIELD(AMOUNT, DETAIL_PER, "market_detail.c", "per", "x"),
	FIELD(AMOUNT, DETAIL_PBR, "market_detail.c", "pbr", "x"),
	/* 77,400 / 4,950.00 and / 57,930.00. */
	FIELD(AMOUNT, DETAIL_NEXT_PER, "market_detail.c", "eps", "won", .says = "1564"),
	FIELD(AMOUNT, DETAIL_NEXT_PBR, "market_detail.c", "bps", "won", .says = "134"),
	FIELD(AMOUNT, DETAIL_NEXT_PER, "market_detail.c", "stck_prpr", "won", .says = "1564"),
	FIELD(GUARD, DETAIL_FOREIGN, "market_detail.c", "hts_frgn_ehrt", "%", .wrong = "1100.00"),
	FIELD(GUARD, DETAIL_PER, "market_detail.c", "stck_shrn_iscd", "text 6+", .wrong = "000660"),
};

static const struct field reason_fields[] = {
	FIELD(SIGNED, 0, "market_reason.c", "pgtr_ntby_qty", "shares"),
	FIELD(GUARD, 0, "market_reason.c", "stck_shrn_iscd", "text 6+", .wrong = "000660"),
};

static const struct field interruption_fields[] = {
	FIELD(WORD, 0, "market_reason.c", "mksc_shrn_iscd", "text 6+"),
	FIELD(GUARD, 0, "market_reason.c", "bsop_date", "YYYYMMDD", .wrong = "20240125"),
};

/* ---- Who bought and sold. ---- */

#define FLOW_SLOT(who, which) ((int)(who) << 8 | (which))
#define FLOW_DATE (-1)

/* A figure alone: where it stands beside the others, they must fit each other. */
#define CLASS_FIELDS(kis, who, money) \
	FIELD(AMOUNT, FLOW_SLOT(who, FLOW_BUY_VOLUME), "flow_read.c", kis "_shnu_vol", "shares"), \
		FIELD(AMOUNT, FLOW_SLOT(who, FLOW_SELL_VOLUME), "flow_read.c", kis "_seln_vol", \
			"shares"), \
		FIELD(SIGNED, FLOW_SLOT(who, FLOW_NET_VOLUME), "flow_read.c", kis "_ntby_qty", \
			"shares", .with = kis "_shnu_vol= " kis "_seln_vol="), \
		FIELD(AMOUNT, FLOW_SLOT(who, FLOW_BUY_AMOUNT), "flow_read.c", kis "_shnu_tr_pbmn", \
			money), \
		FIELD(AMOUNT, FLOW_SLOT(who, FLOW_SELL_AMOUNT), "flow_read.c", \
			kis "_seln_tr_pbmn", money), \
		FIELD(SIGNED, FLOW_SLOT(who, FLOW_NET_AMOUNT), "flow_read.c", kis "_ntby_tr_pbmn", \
			money, .with = kis "_shnu_tr_pbmn= " kis "_seln_tr_pbmn=")

static const struct field investor_fields[] = {
	FIELD(AMOUNT, FLOW_DATE, "flow_read.c", "stck_bsop_date", "YYYYMMDD"),
	CLASS_FIELDS("frgn", INVESTOR_FOREIGN, "백만원"),
	CLASS_FIELDS("orgn", INVESTOR_INSTITUTION, "백만원"),
	CLASS_FIELDS("prsn", INVESTOR_INDIVIDUAL, "백만원"),
	FIELD(GUARD, FLOW_SLOT(INVESTOR_FOREIGN, FLOW_BUY_AMOUNT), "flow_read.c", "stck_clpr",
		"won", .wrong = "1"),
};

static const struct field program_fields[] = {
	FIELD(AMOUNT, FLOW_DATE, "flow_read.c", "stck_bsop_date", "YYYYMMDD"),
	CLASS_FIELDS("whol_smtn", INVESTOR_PROGRAM, "won"),
};

/* ---- Markets. ---- */

static const struct field index_fields[] = {
	FIELD(AMOUNT, 0, "market_totals.c", "acml_tr_pbmn", "백만원"),
	FIELD(GUARD, 0, "market_totals.c", "bstp_nmix_prpr", "points", .wrong = "0.00"),
	FIELD(GUARD, 0, "market_totals.c", "acml_vol", "천주", .wrong = "0"),
};

enum { TOTAL_BUY, TOTAL_SELL, TOTAL_NET };

#define TOTAL_SLOT(who, side) ((int)(who) << 8 | (side))
#define TOTAL_FIELDS(kis, who) \
	FIELD(AMOUNT, TOTAL_SLOT(who, TOTAL_BUY), "market_totals.c", kis "_shnu_tr_pbmn", \
		"백만원"), \
		FIELD(AMOUNT, TOTAL_SLOT(who, TOTAL_SELL), "market_totals.c", kis "_seln_tr_pbmn", \
			"백만원"), \
		FIELD(SIGNED, TOTAL_SLOT(who, TOTAL_NET), "market_totals.c", kis "_ntby_tr_pbmn", \
			"백만원", .with = kis "_shnu_tr_pbmn=5 " kis "_seln_tr_pbmn=5"), \
		FIELD(GUARD, TOTAL_SLOT(who, TOTAL_BUY), "market_totals.c", kis "_shnu_vol", \
			"천주", .wrong = "0"), \
		FIELD(GUARD, TOTAL_SLOT(who, TOTAL_SELL), "market_totals.c", kis "_seln_vol", \
			"천주", .wrong = "0")

static const struct field total_fields[] = {
	TOTAL_FIELDS("frgn", INVESTOR_FOREIGN),
	TOTAL_FIELDS("orgn", INVESTOR_INSTITUTION),
	TOTAL_FIELDS("prsn", INVESTOR_INDIVIDUAL),
};

static const struct field buyer_fields[] = {
	FIELD(SIGNED, INVESTOR_FOREIGN, "market_sectors.c", "frgn_ntby_tr_pbmn", "백만원",
		.with = "frgn_shnu_tr_pbmn=5 frgn_seln_tr_pbmn=5"),
	FIELD(SIGNED, INVESTOR_INSTITUTION, "market_sectors.c", "orgn_ntby_tr_pbmn", "백만원",
		.with = "orgn_shnu_tr_pbmn=5 orgn_seln_tr_pbmn=5"),
};

/* A total has two parts, and is compared with the net of both: each part stands alone with the
 * others 0. */
#define PART(a, b, c, net) \
	a "_tr_pbmn=0 " b "_tr_pbmn=0 " c "_tr_pbmn=0 whol_smtn_ntby_tr_pbmn=" net

static const struct field program_total_fields[] = {
	FIELD(CHOOSER, 0, "market_totals.c", "bsop_hour", "HHMMSS"),
	FIELD(AMOUNT, TOTAL_BUY, "market_totals.c", "arbt_smtn_shnu_tr_pbmn", "백만원",
		.with = PART("nabt_smtn_shnu", "arbt_smtn_seln", "nabt_smtn_seln", "@")),
	FIELD(AMOUNT, TOTAL_BUY, "market_totals.c", "nabt_smtn_shnu_tr_pbmn", "백만원",
		.with = PART("arbt_smtn_shnu", "arbt_smtn_seln", "nabt_smtn_seln", "@")),
	FIELD(AMOUNT, TOTAL_SELL, "market_totals.c", "arbt_smtn_seln_tr_pbmn", "백만원",
		.with = PART("nabt_smtn_seln", "arbt_smtn_shnu", "nabt_smtn_shnu", "-@")),
	FIELD(AMOUNT, TOTAL_SELL, "market_totals.c", "nabt_smtn_seln_tr_pbmn", "백만원",
		.with = PART("arbt_smtn_seln", "arbt_smtn_shnu", "nabt_smtn_shnu", "-@")),
	FIELD(SIGNED, TOTAL_NET, "market_totals.c", "whol_smtn_ntby_tr_pbmn", "백만원",
		.with = "arbt_smtn_shnu_tr_pbmn=5 nabt_smtn_shnu_tr_pbmn=0 "
			"arbt_smtn_seln_tr_pbmn=5 nabt_smtn_seln_tr_pbmn=0"),
};

enum { SECTOR_ROW_CODE, SECTOR_ROW_NAME, SECTOR_ROW_CHANGE };

static const struct field sector_fields[] = {
	FIELD(AMOUNT, SECTOR_ROW_CODE, "market_sector_list.c", "bstp_cls_code", "text 4"),
	FIELD(WORD, SECTOR_ROW_NAME, "market_sector_list.c", "hts_kor_isnm", "text"),
	FIELD(SIGNED, SECTOR_ROW_CHANGE, "market_sector_list.c", "bstp_nmix_prdy_ctrt", "%"),
};

/* ---- News, days. ---- */

enum { NEWS_SERIAL, NEWS_IS_NEWS, NEWS_ABOUT };

static const struct field news_fields[] = {
	FIELD(AMOUNT, NEWS_SERIAL, "market_news_page.c", "cntt_usiq_srno", "text"),
	FIELD(GUARD, NEWS_IS_NEWS, "market_news_page.c", "news_ofer_entp_code", "code",
		.wrong = "F"),
	FIELD(GUARD, NEWS_ABOUT, "market_news_page.c", "iscd1", "text", .wrong = "005930"),
};

enum { DAY_DATE, DAY_IS_OPEN };

static const struct field day_fields[] = {
	FIELD(AMOUNT, DAY_DATE, "market_holidays_read.c", "bass_dt", "YYYYMMDD"),
	FIELD(WORD, DAY_IS_OPEN, "market_holidays_read.c", "opnd_yn", "Y/N"),
	FIELD(GUARD, DAY_DATE, "market_holidays_read.c", "wday_dvsn_cd", "code", .wrong = "02"),
};

/* ---- Other sources: nothing of theirs was recorded. ---- */

#define SHARES_BODY \
	"{\"status\":\"000\",\"message\":\"정상\",\"list\":[{\"corp_code\":\"00126380\"," \
	"\"se\":\"보통주\",\"istc_totqy\":\"5,919,637,922\",\"tesstk_co\":\"91,828,987\"}]}"

enum { SHARES_ISSUED, SHARES_TREASURY };

static const struct field shares_fields[] = {
	FIELD(AMOUNT, SHARES_ISSUED, "market_dart_body.c", "istc_totqy", "shares",
		.says = "5919637922"),
	FIELD(AMOUNT, SHARES_TREASURY, "market_dart_body.c", "tesstk_co", "shares",
		.says = "91828987"),
	FIELD(GUARD, SHARES_ISSUED, "market_dart_body.c", "se", "text", .wrong = "합계"),
	FIELD(GUARD, SHARES_ISSUED, "market_dart_body.c", "corp_code", "text", .wrong = "00164779"),
};

#define FILINGS_BODY \
	"{\"status\":\"000\",\"message\":\"정상\",\"page_no\":1,\"page_count\":100," \
	"\"total_count\":1234,\"total_page\":13,\"list\":[{\"corp_code\":\"00126380\"," \
	"\"stock_code\":\"005930\",\"report_nm\":\"주요사항보고서\"," \
	"\"rcept_no\":\"20261120000123\",\"rcept_dt\":\"20261120\"}]}"

enum { FILINGS_NUMBER, FILINGS_STOCK, FILINGS_PAGES, FILINGS_COUNT, FILINGS_FOUND };

static const struct field filing_fields[] = {
	FIELD(GUARD, FILINGS_NUMBER, "market_dart_body.c", "rcept_dt", "YYYYMMDD",
		.wrong = "20261119"),
	FIELD(AMOUNT, FILINGS_NUMBER, "market_dart_body.c", "rcept_no", "text"),
	FIELD(WORD, FILINGS_STOCK, "market_dart_body.c", "stock_code", "text"),
};

static const struct field filing_page_fields[] = {
	FIELD(GUARD, FILINGS_FOUND, "market_dart_body.c", "status", "code", .wrong = "013"),
	FIELD(GUARD, FILINGS_NUMBER, "market_dart_body.c", "page_no", "count", .wrong = "2"),
	FIELD(AMOUNT, FILINGS_PAGES, "market_dart_body.c", "total_page", "count"),
	FIELD(AMOUNT, FILINGS_COUNT, "market_dart_body.c", "total_count", "count"),
};

#define KRX_BODY \
	"{\"OutBlock_1\":[{\"BAS_DD\":\"20240510\",\"ISU_CD\":\"005930\",\"ISU_NM\":\"삼성전자\"," \
	"\"TDD_CLSPRC\":\"79200\",\"CMPPREVDD_PRC\":\"-500\",\"FLUC_RT\":\"-0.63\"," \
	"\"ACC_TRDVOL\":\"16976124\",\"ACC_TRDVAL\":\"1351235284800\"," \
	"\"MKTCAP\":\"472806777960000\",\"LIST_SHRS\":\"5969782550\"}]}"

enum { KRX_CODE, KRX_CLOSE, KRX_VOLUME, KRX_VALUE, KRX_CHANGE, KRX_LISTED };

static const struct field krx_fields[] = {
	FIELD(GUARD, KRX_CLOSE, "bars_read.c", "BAS_DD", "YYYYMMDD", .wrong = "20240509",
		.unlisted = true),
	FIELD(WORD, KRX_CODE, "bars_read.c", "ISU_CD", "text"),
	FIELD(AMOUNT, KRX_CLOSE, "bars_read.c", "TDD_CLSPRC", "won"),
	FIELD(SIGNED, KRX_CHANGE, "bars_read.c", "CMPPREVDD_PRC", "won", .unlisted = true),
	FIELD(AMOUNT, KRX_VOLUME, "bars_read.c", "ACC_TRDVOL", "shares"),
	FIELD(AMOUNT, KRX_VALUE, "bars_read.c", "ACC_TRDVAL", "won"),
	FIELD(AMOUNT, KRX_LISTED, "bars_read.c", "LIST_SHRS", "shares"),
};

/* ---- All of them. ---- */

static const struct field_group field_groups[] = {
	{ "4.1", "volume-rank", NULL, "output", 0, BY_RANK, FIELDS(rank_fields) },
	{ "4.1", "volume-rank", NULL, "output", 29, BY_RANK, FIELDS(rank_fields) },
	{ "4.1", "volume-rank", NULL, "output", 0, BY_SURGE, FIELDS(surge_fields) },
	{ "5.1", "foreign-institution-total", LIVE_BODY, "output", 0, BY_RANK,
		FIELDS(live_rank_fields) },
	{ "5.1", "foreign-institution-total", LIVE_BODY, "output", 0, BY_LIVE,
		FIELDS(live_fields) },
	{ "5.2", "inquire-investor", NULL, "output", 1, BY_FLOW, FIELDS(investor_fields) },
	{ "5.5", "inquire-investor-time-by-market", NULL, "output", 0, BY_TOTALS,
		FIELDS(total_fields) },
	{ "5.5", "inquire-investor-time-by-market", NULL, "output", 0, BY_BUYERS,
		FIELDS(buyer_fields) },
	{ "6.2", "program-trade-by-stock-daily", NULL, "output", 0, BY_FLOW,
		FIELDS(program_fields) },
	{ "6.2", "program-trade-by-stock-daily", NULL, "output", 1, BY_FLOW,
		FIELDS(program_fields) },
	{ "6.3", "comp-program-trade-today", NULL, "output", 0, BY_PROGRAMS,
		FIELDS(program_total_fields) },
	{ "7.1", "inquire-index-category-price", NULL, "output2", 0, BY_SECTOR,
		FIELDS(sector_fields) },
	{ "7.2", "inquire-index-price", NULL, "output", 0, BY_INDEX, FIELDS(index_fields) },
	{ "8.1", "inquire-price", NULL, "output", 0, BY_DETAIL, FIELDS(detail_fields) },
	{ "8.1", "inquire-price", NULL, "output", 0, BY_REASON, FIELDS(reason_fields) },
	{ "8.3", "intstock-multprice", NULL, "output", 0, BY_QUOTE, FIELDS(quote_fields) },
	{ "8.3", "intstock-multprice", NULL, "output", 1, BY_QUOTE, FIELDS(quote_fields) },
	{ "8.4", "inquire-daily-itemchartprice", NULL, "output1", 0, BY_CHART,
		FIELDS(chart_head_fields) },
	{ "8.4", "inquire-daily-itemchartprice", NULL, "output2", 0, BY_CHART,
		FIELDS(chart_fields) },
	{ "8.8", "inquire-vi-status", NULL, "output", 5, BY_INTERRUPTION,
		FIELDS(interruption_fields) },
	{ "9.2", "news-title", NULL, "output", 0, BY_NEWS, FIELDS(news_fields) },
	{ "9.3", "chk-holiday", NULL, "output", 0, BY_DAY, FIELDS(day_fields) },
	{ "13.1", "dart-shares", SHARES_BODY, "list", 0, BY_SHARES, FIELDS(shares_fields) },
	{ "13.1", "dart-list", FILINGS_BODY, "list", 0, BY_FILINGS, FIELDS(filing_fields) },
	{ "13.1", "dart-list", FILINGS_BODY, "", 0, BY_FILINGS, FIELDS(filing_page_fields) },
	{ "13.2", "krx-kospi", KRX_BODY, "OutBlock_1", 0, BY_KRX, FIELDS(krx_fields) },
};

#endif
