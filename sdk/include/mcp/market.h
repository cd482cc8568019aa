/* market - the Korean stock market in domain words: service market/1.
 *
 * Money is whole won, quantities are shares, rates are percent. The service fills the tool's own
 * struct from the tool's own table: `.source` (or the row's name) names a column below; an unknown
 * column is an error that names it. What is not known is null, and a note in the answer's source
 * says why. Sources name the KIS field a column comes from.
 *
 * Universe: KOSPI and KOSDAQ shares, depositary receipts, REITs, infrastructure and mutual funds
 * that are listed as shares; never ETF, ETN, ELW, KONEX or SPAC. Preferred shares are rows of
 * their own.
 *
 * Columns of mcp_market_top:
 *
 *	rank           int   1 is the first
 *	code           text  six characters, not always digits (mksc_shrn_iscd)
 *	name           text  Korean name (hts_kor_isnm)
 *	market         text  "KOSPI" or "KOSDAQ" (the scope asked; master file as cross-check)
 *	price          int   won (stck_prpr)
 *	change         int   won against the previous close, signed (prdy_vrss)
 *	change_rate    real  percent, signed (prdy_ctrt)
 *	volume         int   shares today (acml_vol)
 *	trading_value  int   won today (acml_tr_pbmn)
 *	market_cap     int   won: price x listed shares (stck_prpr, lstn_stcn)
 *	listed_shares  int   shares (lstn_stcn)
 *	turnover_rate  real  percent: volume / listed shares (vol_tnrt)
 *	foreign_ratio  real  percent held by foreigners (inquire-price frgn_hldn_qty / lstn_stcn);
 *	                     one upstream call a share and day
 *	per            real  price / earnings (inquire-price per); null when there are no earnings;
 *	                     one call a share and day, the same as foreign_ratio's
 *	flags          texts 관리, 투자주의, 투자경고, 투자위험, 거래정지, 단기과열, 정리매매, 우선주
 *	                     (English with locale en)
 *
 * Columns of mcp_market_summary, all nullable:
 *
 *	total_trading_value   int   won, KOSPI + KOSDAQ (inquire-index-price acml_tr_pbmn, 백만원)
 *	kospi_trading_value   int   won
 *	kosdaq_trading_value  int   won
 *	top5_concentration    real  percent: the five largest by trading value / the total of the
 *	                            asked market
 *	as_of                 text  time of the figures, ISO 8601 with +09:00; never null. After
 *	                            mcp_market_top of the same query: that of its ranking
 *	standing              text  how they stand, in the reader's language; never null:
 *	                            "장중 10:24 기준", "2026-11-20 장 마감 기준"
 *
 * Index totals are KRX figures: with basis NXT all four amounts are null.
 */
#ifndef MCP_MARKET_H
#define MCP_MARKET_H

#include <mcp/tool.h>

typedef struct mcp_market_query {
	uint32_t size;
	uint32_t count;      /* rows wanted, 1–50 */
	const char *market;  /* ALL | KOSPI | KOSDAQ; NULL: ALL */
	const char *sort_by; /* trading_value | volume; NULL: trading_value */
	const char *basis;   /* KRX | NXT; NULL: the host's setting market.basis */
	const char *omit; /* columns to leave null without asking upstream: "foreign_ratio|per" */
} mcp_market_query;

typedef struct mcp_market_v1 {
	uint32_t size;
	uint32_t pad;
	mcp_status (*top)(mcp_ctx *, const mcp_market_query *, const mcp_table *row, mcp_rows *ret);
	mcp_status (*summary)(mcp_ctx *, const mcp_market_query *, const mcp_table *row, void *ret);
} mcp_market_v1;

/* The `count` leading shares of a market, best first, no share twice. When fewer come or the order
 * could not be proven, source.complete is false and a note says why. ret->at holds structs of
 * `row`, alive as long as ctx. [call] */
static inline mcp_status mcp_market_top(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, mcp_rows *ret)
{
	const mcp_market_v1 *market = mcp_service(ctx, "market/1");

	return market ? market->top(ctx, query, row, ret) : MCP_E_UNSUPPORTED;
}

/* Totals of the market, filled into the struct at `ret`. [call] */
static inline mcp_status mcp_market_summary(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, void *ret)
{
	const mcp_market_v1 *market = mcp_service(ctx, "market/1");

	return market ? market->summary(ctx, query, row, ret) : MCP_E_UNSUPPORTED;
}

#endif
