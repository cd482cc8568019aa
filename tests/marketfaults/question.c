/* question - what the six tools ask of market/1, as their plugins send it. */
#include "question.h"

#define MARKET(name) "\"market\":\"" name "\""
#define BY(column) ",\"sort_by\":\"" column "\""
#define WHO(name) ",\"investor\":\"" name "\""
#define CHANGE BY("value_change_rate")
#define ANY_PRICE ",\"filters\":[{\"column\":\"price\",\"min\":0}]"
#define STANDING "\"as_of\",\"standing\""

const struct question questions[QUESTIONS] = {
	{ "volume ALL 20", TOOL_VOLUME, 20, MARKET("ALL") BY("trading_value"), "trading_value",
		.period = "1D" },
	{ "volume KOSDAQ 50 by shares", TOOL_VOLUME, 50, MARKET("KOSDAQ") BY("volume"), "volume",
		.period = "1D" },
	{ "change 1D ALL", TOOL_CHANGE, 20, MARKET("ALL") CHANGE ",\"period\":\"1D\"",
		"value_change_rate", .period = "1D" },
	{ "change 5D KOSPI", TOOL_CHANGE, 10, MARKET("KOSPI") CHANGE ",\"period\":\"5D\"",
		"value_change_rate", .period = "5D" },
	{ "change 20D ALL", TOOL_CHANGE, 20, MARKET("ALL") CHANGE ",\"period\":\"20D\"",
		"value_change_rate", .period = "20D" },
	{ "investor FOREIGN NET ALL", TOOL_INVESTOR, 20,
		MARKET("ALL") BY("net_amount") WHO("FOREIGN"), "net_amount", .period = "1D",
		.investor = "FOREIGN",
		.day_query = MARKET("ALL") BY("net_amount") WHO("FOREIGN") ANY_PRICE },
	{ "investor INSTITUTION NET asc KOSPI", TOOL_INVESTOR, 20,
		MARKET("KOSPI") BY("net_amount") WHO("INSTITUTION") ",\"order\":\"asc\"",
		"net_amount", .ascending = true, .period = "1D", .investor = "INSTITUTION",
		.day_query = MARKET("KOSPI") BY("net_amount") WHO("INSTITUTION") ANY_PRICE
		",\"order\":\"asc\"" },
	{ "investor FOREIGN BUY ALL", TOOL_INVESTOR, 20,
		MARKET("ALL") BY("buy_amount") WHO("FOREIGN"), "buy_amount", .period = "1D",
		.investor = "FOREIGN" },
	{ "investor INDIVIDUAL SELL KOSDAQ", TOOL_INVESTOR, 20,
		MARKET("KOSDAQ") BY("sell_amount") WHO("INDIVIDUAL"), "sell_amount", .period = "1D",
		.investor = "INDIVIDUAL" },
	{ "investor PROGRAM NET ALL", TOOL_INVESTOR, 20,
		MARKET("ALL") BY("net_amount") WHO("PROGRAM"), "net_amount", .period = "1D",
		.investor = "PROGRAM" },
	{ "sector KOSPI", TOOL_SECTOR, 20, MARKET("KOSPI"), "trading_value", .period = "1D" },
	{ "sector KOSDAQ", TOOL_SECTOR, 10, MARKET("KOSDAQ"), "trading_value", .period = "1D" },
	{ "mcap ALL 20", TOOL_MCAP, 20, MARKET("ALL") BY("market_cap"), "market_cap",
		.period = "1D" },
	{ "mcap KOSDAQ above 10,000 won", TOOL_MCAP, 20,
		MARKET("KOSDAQ")
			BY("market_cap") ",\"filters\":[{\"column\":\"price\",\"min\":10000}]",
		"market_cap", .period = "1D" },
	{ "unusual ALL", TOOL_UNUSUAL, 20,
		MARKET("ALL") BY("volume_ratio") ",\"threshold\":200,\"filters\":[{\"column\":"
						 "\"volume_ratio\",\"min_rate\":200}]",
		"volume_ratio", .period = "1D" },
	{ "unusual KOSPI above 5,000 won", TOOL_UNUSUAL, 20,
		MARKET("KOSPI") BY("volume_ratio") ",\"threshold\":200,\"filters\":[{\"column\":"
						   "\"volume_ratio\",\"min_rate\":200},"
						   "{\"column\":\"price\",\"min\":5000}]",
		"volume_ratio", .period = "1D" },
};

static const struct {
	const char *name;
	const char *rows;
	const char *summary;
} tools[TOOLS] = {
	[TOOL_VOLUME] = { "volume",
		"\"rank\",\"code\",\"name\",\"market\",\"price\",\"change\",\"change_rate\","
		"\"volume\",\"trading_value\",\"market_cap\",\"foreign_ratio\",\"per\","
		"\"turnover_rate\",\"flags\"",
		"\"total_trading_value\",\"kospi_trading_value\",\"kosdaq_trading_value\","
		"\"top5_concentration\"," STANDING },
	[TOOL_CHANGE] = { "change",
		"\"rank\",\"code\",\"name\",\"trading_value\",\"previous_value\","
		"\"value_change_rate\",\"period_change_rate\",\"news_count\",\"disclosure_count\","
		"\"counts_at_least\",\"flags\"",
		STANDING },
	[TOOL_INVESTOR] = { "investor",
		"\"rank\",\"code\",\"name\",\"buy_amount\",\"sell_amount\",\"net_amount\","
		"\"buy_volume\",\"sell_volume\",\"net_volume\",\"average_buy_price\","
		"\"average_sell_price\",\"impact_ratio\",\"flags\"",
		"\"total_buy_amount\",\"total_sell_amount\",\"total_net_amount\","
		"\"market_impact\",\"flow_date\"," STANDING },
	[TOOL_SECTOR] = { "sector",
		"\"rank\",\"sector_code\",\"sector_name\",\"trading_value\",\"volume\","
		"\"stock_count\",\"average_change_rate\",{\"name\":\"leading_stocks\",\"columns\":["
		"\"code\",\"name\",\"contribution\"]},\"foreign_net_buy\",\"institution_net_buy\"",
		STANDING },
	[TOOL_MCAP] = { "mcap",
		"\"rank\",\"code\",\"name\",\"market_cap\",\"market_cap_rank_change\",\"price\","
		"\"trading_value\",\"trading_value_rank\",\"weight_in_index\",\"foreign_ratio\","
		"\"treasury_ratio\",\"per\",\"pbr\",\"flags\"",
		"\"total_market_cap\",\"top10_concentration\",\"average_per\",\"average_pbr\","
		"\"matched\"," STANDING },
	[TOOL_UNUSUAL] = { "unusual",
		"\"code\",\"name\",\"volume\",\"average_volume\",\"volume_ratio\",\"z_score\","
		"\"change_rate\",\"trading_value\",\"consecutive_days\",\"reasons\",{\"name\":"
		"\"reason_details\",\"columns\":[\"code\",\"seen\"]},\"flags\"",
		STANDING },
};

const char *tool_name(enum tool tool)
{
	return tools[tool].name;
}

const char *question_op(const struct question *q)
{
	return q->tool == TOOL_SECTOR ? "sectors" : "top";
}

static void write_request(
	const struct question *q, uint32_t count, const char *columns, struct buf *ret)
{
	buf_clear(ret);
	buf_printf(ret, "{%s,\"count\":%u,\"columns\":[%s]}", q->query, count ? count : q->count,
		columns);
}

void question_rows(const struct question *q, uint32_t count, struct buf *ret)
{
	write_request(q, count, tools[q->tool].rows, ret);
}

void question_summary(const struct question *q, struct buf *ret)
{
	write_request(q, 0, tools[q->tool].summary, ret);
}
