/* market_rows - ready rows for tools of the market: sentence, heading, unit and sign of what most
 * of them share, said once. `s` is the tool's struct, `m` its member; the column is market.h's.
 *
 *	static const mcp_field row_fields[] = {
 *		MCP_MARKET_SHARE(struct row),
 *		MCP_MARKET_PRICE(struct row, current_price),
 *		MCP_MARKET_FLAGS(struct row, flags),
 *	};
 *
 * The host has these texts in Korean.
 */
#ifndef MCP_MARKET_ROWS_H
#define MCP_MARKET_ROWS_H

#include <mcp/market.h>

/* clang-format off */

/* The head of a tool that only reads the market; its answers hold as long as the host's settings
 * allow. */
#define MCP_MARKET_TOOL_HEAD \
	MCP_TOOL_HEAD, .hints = MCP_READ_ONLY | MCP_IDEMPOTENT | MCP_OPEN_WORLD, \
	.fresh_s = 3600, .keep_s = 6 * 3600

/* ---- Config and arguments. ---- */

/* Config key `ranking_count`: it follows the host's limits.ranking_count. */
#define MCP_MARKET_MOST(s) \
	MCP_INT(s, ranking_count, "The most rows one call may ask for.", .preset = "50", \
		.range = "1..50", .source = "limits.ranking_count")
#define MCP_MARKET_CHOICE(s, m) \
	MCP_CHOICE(s, m, "Which market.", "ALL|KOSPI|KOSDAQ", .preset = "ALL")
/* Goes with MCP_MARKET_MOST in the config. */
#define MCP_MARKET_COUNT(s, m) \
	MCP_INT(s, m, "How many, the leading one first.", .preset = "20", \
		.range = "1..$ranking_count")

/* ---- Columns of a share. ---- */

/* Three members: int64_t rank, const char *stock_code, *stock_name. */
#define MCP_MARKET_SHARE(s) \
	MCP_INT(s, rank, "1 is the first.", .title = "Rank"), \
	MCP_MARKET_CODE(s, stock_code), \
	MCP_MARKET_NAME(s, stock_name)
#define MCP_MARKET_CODE(s, m) \
	MCP_TEXT(s, m, "Six characters, not always digits.", .title = "Code", .source = "code", \
		.flags = MCP_F_REQUIRED)
#define MCP_MARKET_NAME(s, m) \
	MCP_TEXT(s, m, "Korean name.", .title = "Name", .source = "name", .flags = MCP_F_REQUIRED)
#define MCP_MARKET_PRICE(s, m) \
	MCP_INT(s, m, "Current price.", .title = "Price", .source = "price", .unit = "KRW/share")
#define MCP_MARKET_CHANGE_RATE(s, m) \
	MCP_REAL(s, m, "Against the previous close.", .title = "Change", .source = "change_rate", \
		.unit = "%", .flags = MCP_F_SIGNED)
#define MCP_MARKET_VOLUME(s, m) \
	MCP_INT(s, m, "Shares traded on the session's day.", .title = "Volume", \
		.source = "volume", .unit = "shares")
#define MCP_MARKET_VALUE(s, m) \
	MCP_INT(s, m, "Value traded on the session's day.", .title = "Trading value", \
		.source = "trading_value", .unit = "KRW")
#define MCP_MARKET_CAP(s, m) \
	MCP_INT(s, m, "Price x listed shares.", .title = "Market cap", .source = "market_cap", \
		.unit = "KRW")
#define MCP_MARKET_FOREIGN(s, m) \
	MCP_REAL(s, m, "Held by foreigners.", .title = "Foreign", .source = "foreign_ratio", \
		.unit = "%")
#define MCP_MARKET_PER(s, m) \
	MCP_REAL(s, m, "Price / earnings of the last business year; null without earnings.", \
		.title = "PER", .source = "per", .unit = "x")
#define MCP_MARKET_FLAGS(s, m) \
	MCP_TEXTS(s, m, "Marks of the exchange, such as a warning or a halt.", .title = "Flags", \
		.source = "flags")

/* ---- The answer. ---- */

#define MCP_MARKET_TIMESTAMP(s) \
	MCP_TEXT(s, timestamp, "Time of the figures, ISO 8601.", .flags = MCP_F_REQUIRED)
#define MCP_MARKET_ASKED(s) \
	MCP_CHOICE(s, market, "The market asked for.", "ALL|KOSPI|KOSDAQ", .flags = MCP_F_REQUIRED)
/* What mcp_market_summary tells of a ranking: const char *as_of, for the timestamp, and *standing,
 * for the text. */
#define MCP_MARKET_STANDING(s) \
	MCP_TEXT(s, as_of, "Time of the figures.", .flags = MCP_F_REQUIRED), \
	MCP_TEXT(s, standing, "How the figures stand.", .flags = MCP_F_REQUIRED)

/* clang-format on */

/* "ALL" as a reader says it. */
static inline const char *mcp_market_words(const char *market)
{
	return market && market[0] == 'A' ? "KOSPI + KOSDAQ" : market;
}

#endif
