/* market - the Korean stock market in domain words: service market/1.
 *
 * Money is whole won, quantities are shares, rates are percent with two decimals (half away from
 * zero). The service fills the tool's own struct from the tool's own table: `.source` (or the
 * row's name) names a column below; an unknown column is an error that names it. What is not known
 * is null, and a note in the answer's source says why. Sources name the KIS field a column comes
 * from. Every column may be null unless it says "never null".
 *
 * Universe: KOSPI and KOSDAQ shares, depositary receipts, REITs, infrastructure and mutual funds
 * that are listed as shares; never ETF, ETN, ELW, KONEX or SPAC. Preferred shares are rows of
 * their own.
 *
 * Figures stand for a session: today's while and after it trades, on closed days that of the last
 * session. "Completed days" are the open days before that session, the newest first. A window of N
 * completed days needs a bar with trades on each of them, and no corporate action in it or on the
 * session's day: a split, a share count changed by more than 1 %, a base price at most 60 % of the
 * close before it or the other way round. Where a base differs by less (new shares), what was
 * traded compares and prices do not.
 *
 * Columns of mcp_market_top and mcp_market_quotes:
 *
 *	rank           int   never null; 1 is the first
 *	code           text  never null; six characters, not always digits (mksc_shrn_iscd)
 *	name           text  never null; Korean name (hts_kor_isnm)
 *	market         text  never null; "KOSPI" or "KOSDAQ" (master file)
 *	sector_code    text  four digits (master file: bstp_medm_div_code, else bstp_larg_div_code)
 *	sector_name    text  Korean (inquire-index-category-price hts_kor_isnm)
 *	price          int   won (intstock-multprice inter2_prpr, volume-rank stck_prpr)
 *	change         int   won against the previous close, signed (inter2_prdy_vrss, prdy_vrss)
 *	change_rate    real  percent, signed (prdy_ctrt)
 *	volume         int   shares of the session's day (acml_vol)
 *	trading_value  int   won of the session's day (acml_tr_pbmn)
 *	market_cap     int   won: price x listed shares
 *	listed_shares  int   shares (inquire-price or volume-rank lstn_stcn; else master file 천주,
 *	                     then a note says so)
 *	turnover_rate  real  percent: volume / listed shares
 *	foreign_ratio  real  percent held by foreigners (inquire-price frgn_hldn_qty / lstn_stcn);
 *	                     one upstream call a share and day
 *	per            real  price / earnings (inquire-price per); null without earnings; same call
 *	pbr            real  price / book (inquire-price pbr); null when not above zero; same call
 *	flags          texts 관리, 투자주의, 투자경고, 투자위험, 거래정지, 단기과열, 정리매매, 우선주
 *	                     (English with locale en)
 *	previous_value     int   won: the completed day before (period 1D), or the mean of 5 or 20
 *	                         completed days, rounded half up
 *	value_change_rate  real  percent: (trading_value x N - their sum) / their sum
 *	period_change_rate real  percent: change_rate (1D), or price / close N completed days ago
 *	                         - 1; null when a base was adjusted in the period
 *	average_volume     int   shares: mean of the 20 completed days, rounded half up
 *	volume_ratio       real  percent: volume x 20 / sum of the 20 completed days
 *	z_score            real  (volume - mean) / population deviation of the 20 completed days; 0
 *	                         when the deviation is 0
 *	consecutive_days   int   days in a row, the session's day as 1, whose volume / mean of their
 *	                         own 20 completed days reaches query.threshold
 *	market_cap_rank_change  int   places gained since the previous close among the shares of its
 *	                              own market (by base price x listed shares); positive: moved up
 *	trading_value_rank      int   place by trading value among the shares of its own market
 *	weight_in_index         real  percent: market cap / sum of caps of its own market
 *	treasury_ratio          real  percent of issued shares (OpenDART tesstk_co / istc_totqy)
 *	news_count, disclosure_count  int  titles about it in the period: 1D the session's day, else
 *	                              from the first compared day to the session's (news-title;
 *	                              disclosures from OpenDART list when its key is set)
 *	counts_at_least  bool  true: both counts are lower bounds
 *	reasons          texts codes of what may explain the volume (see below)
 *	reason_details   rows  of {code text, seen text}: what each reason saw, in the reader's
 *	                       language
 *	buy_amount, sell_amount, net_amount   int  won, of query.investor (inquire-investor 백만원;
 *	                       program-trade-by-stock-daily won; foreign-institution-total 백만원)
 *	buy_volume, sell_volume, net_volume   int  shares
 *	average_buy_price, average_sell_price int  won: amount / volume; null when its rounding
 *	                       error may pass 1 %
 *	impact_ratio     real  percent: |net_amount| / the share's trading value of that day; of
 *	                       live figures |net_volume| / the volume in the same row
 *	as_of, session, environment, basis  text  the answer's, as "source" of a tool has them:
 *	                       ISO 8601; regular closed …; real demo replay; KRX NXT UNIFIED
 *	provisional      bool  the day's figures may still change
 *	notes            texts why something is null or missing, in the reader's language
 *
 * Reasons: major_disclosure, news_coverage, technical_breakout, price_limit,
 * volatility_interruption, sector_move, corporate_action, newly_listed, program_flow,
 * market_warning.
 *
 * Columns of mcp_market_summary, all nullable but the last two:
 *
 *	total_trading_value   int   won, KOSPI + KOSDAQ (inquire-index-price acml_tr_pbmn, 백만원)
 *	kospi_trading_value   int   won
 *	kosdaq_trading_value  int   won
 *	top5_concentration    real  percent: the five largest by trading value / the total of the
 *	                            asked market
 *	total_market_cap      int   won: sum of price x listed shares (master file, 천주) over the
 *	                            asked market
 *	top10_concentration   real  percent: the ten largest of those caps / total_market_cap
 *	average_per, average_pbr  real  simple mean of what the rows of this query's
 *	                            mcp_market_top show, those above zero
 *	matched               int   shares that pass the query's filters, before count cuts
 *	total_buy_amount, total_sell_amount, total_net_amount  int  won, of query.investor in the
 *	                            asked market (inquire-investor-time-by-market,
 *	                            comp-program-trade-today; of an earlier day than the session's
 *	                            the sum over all shares)
 *	market_impact         real  percent: |total_net_amount| / trading value of the asked market
 *	flow_date             text  "2026-11-23": the day of the flows
 *	compared_days         int   completed days that value_change_rate or volume_ratio of this
 *	                            query's mcp_market_top stand on when it is sorted by them: 1
 *	                            instead of 20 until these are there; average_volume is of as
 *	                            many
 *	as_of                 text  time of the figures, ISO 8601 with +09:00; never null. After
 *	                            mcp_market_top of the same query: that of its ranking
 *	standing              text  how they stand, in the reader's language; never null:
 *	                            "장중 10:24 기준", "2026-11-20 장 마감 기준"
 *
 * Index totals are KRX figures: with another basis the three trading values are null.
 *
 * Columns of mcp_market_sectors. A sector's shares and figures are of one snapshot:
 *
 *	rank                 int   never null
 *	sector_code          text  four digits; null for two kinds of rows: the shares of finance or
 *	                           manufacturing (0021, 0027, 1009) that are in none of the sectors
 *	                           inside it ("금융 기타"), and those without any sector ("기타")
 *	sector_name          text  never null (inquire-index-category-price hts_kor_isnm)
 *	trading_value        int   won: sum over its shares
 *	volume               int   shares: sum over its shares
 *	stock_count          int   its shares (master file)
 *	average_change_rate  real  percent: simple mean of change_rate over its shares that traded
 *	index_change_rate    real  percent (bstp_nmix_prdy_ctrt)
 *	leading_stocks       rows  of {code text, name text, trading_value int, change_rate real,
 *	                           contribution real: its part of the sector's trading value}; the
 *	                           five largest
 *	foreign_net_buy, institution_net_buy  int  won (inquire-investor-time-by-market, 백만원)
 *
 * Columns of mcp_market_bars, completed days of one share, the newest first:
 *
 *	date           text  "2026-11-20"; never null
 *	close          int   won (inquire-daily-itemchartprice stck_clpr, adjusted)
 *	volume         int   shares (acml_vol)
 *	trading_value  int   won (acml_tr_pbmn)
 *
 * Columns of mcp_market_session, one row:
 *
 *	date           text  the session whose figures hold, "2026-11-23"; never null
 *	name           text  pre_market pre_open regular closing_auction post_close after_market
 *	                     closed; never null
 *	next_change    text  when the session changes, ISO 8601; never null
 *	is_open_day    bool  whether today is a trading day
 *
 * Columns of mcp_market_find, the best first: the name is it, the code is it, one begins with it,
 * the name holds it, initial consonants; among equals the larger market cap. Of the master file:
 *
 *	rank           int   never null; 1 is the best
 *	code           text  never null; six characters, not always digits
 *	name           text  never null; Korean name
 *	market         text  never null; "KOSPI" or "KOSDAQ"
 *	sector_code    text  four digits; null: in no sector
 *	sector_name    text  Korean (idxcode.mst)
 *	flags          texts as in mcp_market_top, of the morning
 *	matched_by     text  never null: name code name_start code_start name_part initials
 *	matched        int   never null: shares that fit, shown or not
 *
 * Columns of mcp_market_sector_names, ascending by market and code, those that shares are in:
 *
 *	market         text  never null; "KOSPI" or "KOSDAQ"
 *	sector_code    text  never null; four digits
 *	sector_name    text  Korean (idxcode.mst)
 *	stock_count    int   never null: shares whose sector it is
 *	as_of          text  of the master file, ISO 8601
 *	environment    text  never null: real demo replay
 *	notes          texts as in mcp_market_top
 *
 * Columns of mcp_market_status, one row; nothing is asked upstream for it:
 *
 *	as_of          text  never null: now, ISO 8601
 *	date           text  never null: the session whose figures hold
 *	is_open_day    bool  never null: whether today is a trading day
 *	krx_session, nxt_session          text  never null; as name of mcp_market_session
 *	krx_next_change, nxt_next_change  text  never null; ISO 8601
 *	environment    text  never null: real demo replay
 *	basis          text  never null: KRX NXT UNIFIED, of the query
 *	snapshot_as_of text  time of the newest figures of the whole market of that basis; null:
 *	                     there are none yet
 *	history_date   text  the newest completed day whose bars are there of nearly every share
 *	investors_date, programs_date  text  the same of who bought and sold
 *	history_days   int   completed days of which bars are there; null: not read yet
 *	history_shares int   shares that have bars
 *	master_date    text  the day of the master file; of two the older
 *	master_as_of   text  when it was made, ISO 8601
 *	calls_in_use   int   calls to KIS that count at this moment, by all processes with the key;
 *	                     null with the next two: there is no limit (demo, replay)
 *	calls_per_second      int  that KIS may be asked now; less than set after it complained
 *	calls_per_second_set  int  by the settings
 *	has_kis_key, has_opendart_key, has_krx_key  bool  never null
 *	notes          texts as in mcp_market_top
 */
#ifndef MCP_MARKET_H
#define MCP_MARKET_H

#include <mcp/tool.h>

/* Rows whose column lies within the bounds; a null bound does not bound, a null figure does not
 * pass. Rates are compared with min_rate and max_rate, whole numbers with min and max. */
typedef struct mcp_market_filter {
	const char *column;
	mcp_int min;
	mcp_int max;
	mcp_real min_rate;
	mcp_real max_rate;
} mcp_market_filter;

typedef struct mcp_market_query {
	uint32_t size;
	uint32_t count;      /* rows wanted, 1–50 */
	const char *market;  /* ALL | KOSPI | KOSDAQ; NULL: ALL */
	const char *sort_by; /* a column: trading_value | volume | change_rate | market_cap |
	                        value_change_rate | volume_ratio | buy_amount | sell_amount |
	                        net_amount; NULL: trading_value */
	const char *basis;   /* KRX | NXT | UNIFIED; NULL: the host's setting market.basis. What
	                        needs completed days or flows is KRX whatever is asked, and a note
	                        says so */
	const char *omit;   /* columns to leave null without asking upstream: "foreign_ratio|per" */
	const char *order;  /* desc | asc; NULL: desc */
	const char *period; /* 1D | 5D | 20D; NULL: 1D */
	const char *investor; /* FOREIGN | INSTITUTION | INDIVIDUAL | PROGRAM; NULL: no flows */
	const char *sector;   /* a sector's code or Korean name; NULL: all */
	const char *codes;    /* of mcp_market_quotes and _bars: "005930|000660", at most 30 */
	uint32_t threshold;   /* percent, of consecutive_days; 0: 200 */
	uint32_t pad;
	mcp_rows filters; /* of mcp_market_filter, see MCP_FILTERS */
	const char *text; /* of mcp_market_find: what is looked for */
} mcp_market_query;

/* Filters as a query takes them: MCP_FILTERS(array, how_many). */
#define MCP_FILTERS(array, n) ((mcp_rows){ .at = (array), .count = (n), .stride = sizeof *(array) })

typedef struct mcp_market_v1 {
	uint32_t size;
	uint32_t pad;
	mcp_status (*top)(mcp_ctx *, const mcp_market_query *, const mcp_table *row, mcp_rows *ret);
	mcp_status (*summary)(mcp_ctx *, const mcp_market_query *, const mcp_table *row, void *ret);
	/* Any operation by its name: those below. */
	mcp_status (*rows)(mcp_ctx *, const char *op, const mcp_market_query *,
		const mcp_table *row, mcp_rows *ret);
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

/* Totals of the market, filled into the struct at `ret`. After mcp_market_top of the same query in
 * the same run they are of the same moment. [call] */
static inline mcp_status mcp_market_summary(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, void *ret)
{
	const mcp_market_v1 *market = mcp_service(ctx, "market/1");

	return market ? market->summary(ctx, query, row, ret) : MCP_E_UNSUPPORTED;
}

static inline mcp_status mcp_market_rows(mcp_ctx *ctx, const char *op,
	const mcp_market_query *query, const mcp_table *row, mcp_rows *ret)
{
	const mcp_market_v1 *market = mcp_service(ctx, "market/1");

	if (!market)
		return MCP_E_UNSUPPORTED;
	if (market->size < sizeof *market)
		return mcp_fail(ctx, MCP_E_UNSUPPORTED,
			"this host's market/1 has no %s; use a newer host", op);
	return market->rows(ctx, op, query, row, ret);
}

/* The `count` leading sectors of query.market (KOSPI or KOSDAQ) by trading value. [call] */
static inline mcp_status mcp_market_sectors(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, mcp_rows *ret)
{
	return mcp_market_rows(ctx, "sectors", query, row, ret);
}

/* The shares of query.codes in that order; one that is not listed is left out with a note.
 * [call] */
static inline mcp_status mcp_market_quotes(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, mcp_rows *ret)
{
	return mcp_market_rows(ctx, "quotes", query, row, ret);
}

/* The last `count` completed days of the first share of query.codes. [call] */
static inline mcp_status mcp_market_bars(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, mcp_rows *ret)
{
	return mcp_market_rows(ctx, "bars", query, row, ret);
}

/* The `count` shares that fit query.text best: a Korean name or a part of it, with initial
 * consonants for any of its syllables (ㅅㅅㅈㅈ, 삼ㅅ전), a code or its beginning. Case and blanks
 * do not matter. None fits: no row, and a note. [call] */
static inline mcp_status mcp_market_find(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, mcp_rows *ret)
{
	return mcp_market_rows(ctx, "find", query, row, ret);
}

/* Every sector that shares of query.market are in. [call] */
static inline mcp_status mcp_market_sector_names(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, mcp_rows *ret)
{
	return mcp_market_rows(ctx, "sector_names", query, row, ret);
}

/* How things stand: one row. [call] */
static inline mcp_status mcp_market_status(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, mcp_rows *ret)
{
	return mcp_market_rows(ctx, "status", query, row, ret);
}

/* Which session the market is in: one row. [call] */
static inline mcp_status mcp_market_session(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, mcp_rows *ret)
{
	return mcp_market_rows(ctx, "session", query, row, ret);
}

#endif
