/* sector - which sectors trade the most, and who leads them: get_sector_volume_ranking. */
#include <mcp/format.h>
#include <mcp/market_rows.h>

struct config {
	int64_t ranking_count;
};

struct args {
	const char *market;
	int64_t count;
};

struct leader {
	const char *stock_code;
	const char *stock_name;
	mcp_real contribution;
};

struct row {
	int64_t rank;
	const char *sector_code;
	const char *sector_name;
	mcp_int trading_value;
	mcp_int trading_volume;
	mcp_int stock_count;
	mcp_real average_change_rate;
	mcp_rows leading_stocks;
	mcp_int foreign_net_buy;
	mcp_int institution_net_buy;
};

struct summary {
	const char *as_of;
	const char *standing;
};

struct answer {
	const char *timestamp;
	const char *market;
	mcp_rows ranking;
};

/* clang-format off */
static const mcp_field config_fields[] = { MCP_MARKET_MOST(struct config) };

static const mcp_field arg_fields[] = {
	MCP_CHOICE(struct args, market, "Which market.", "KOSPI|KOSDAQ", .preset = "KOSPI"),
	MCP_MARKET_COUNT(struct args, count),
};

static const mcp_field leader_fields[] = {
	MCP_TEXT(struct leader, stock_code, "Six characters, not always digits.",
		.source = "code", .flags = MCP_F_REQUIRED | MCP_F_QUIET),
	MCP_MARKET_NAME(struct leader, stock_name),
	MCP_REAL(struct leader, contribution, "Its part of the sector's trading value.", .unit = "%"),
};
static const mcp_table leader_table = MCP_TABLE(struct leader, leader_fields);

static const mcp_field row_fields[] = {
	MCP_INT(struct row, rank, "1 is the first.", .title = "Rank"),
	MCP_TEXT(struct row, sector_code, "Four digits; null for shares that are in no sector.",
		.flags = MCP_F_QUIET),
	MCP_TEXT(struct row, sector_name, "Korean name.",
		.title = "Sector", .flags = MCP_F_REQUIRED),
	MCP_MARKET_VALUE(struct row, trading_value),
	MCP_MARKET_VOLUME(struct row, trading_volume),
	MCP_INT(struct row, stock_count, "Shares in the sector.", .title = "Shares"),
	MCP_REAL(struct row, average_change_rate,
		"Simple mean of its shares that traded, against the previous close.",
		.title = "Mean change", .unit = "%", .flags = MCP_F_SIGNED),
	MCP_ROWS(struct row, leading_stocks, "The five of its shares that trade the most.",
		leader_table, .title = "Leaders"),
	MCP_INT(struct row, foreign_net_buy, "Bought less sold by foreigners.",
		.title = "Foreign net", .unit = "KRW", .flags = MCP_F_SIGNED),
	MCP_INT(struct row, institution_net_buy, "Bought less sold by institutions.",
		.title = "Institution net", .unit = "KRW", .flags = MCP_F_SIGNED),
};
static const mcp_table row_table = MCP_TABLE(struct row, row_fields);

static const mcp_field summary_fields[] = { MCP_MARKET_STANDING(struct summary) };
static const mcp_table summary_table = MCP_TABLE(struct summary, summary_fields);

static const mcp_field answer_fields[] = {
	MCP_MARKET_TIMESTAMP(struct answer),
	MCP_CHOICE(struct answer, market, "The market asked for.", "KOSPI|KOSDAQ",
		.flags = MCP_F_REQUIRED),
	MCP_ROWS(struct answer, ranking, "The leading sectors, the first on top.", row_table),
};
/* clang-format on */

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	const struct args *a = data;
	const mcp_market_query query = {
		.size = sizeof query,
		.count = (uint32_t)a->count,
		.market = a->market,
	};
	struct answer answer = { .market = a->market };
	struct summary summary = { 0 };
	mcp_status s;

	s = mcp_market_sectors(ctx, &query, &row_table, &answer.ranking);
	if (s < 0)
		return s;

	s = mcp_market_summary(ctx, &query, &summary_table, &summary);
	if (s < 0)
		return s;

	answer.timestamp = summary.as_of;
	s = mcp_reply_text(ctx, "%s sectors, top %u by trading value, %s\n\n%s", a->market,
		answer.ranking.count, summary.standing,
		mcp_format_table(ctx, &row_table, answer.ranking));
	if (s < 0)
		return s;
	return mcp_reply(ctx, &answer);
}

/* clang-format off */
static const char help[] =
	"Sectors of KOSPI or KOSDAQ with the largest trading value, with mean change, the shares that "
	"lead them and what foreigners and institutions bought less sold there. Use it for questions "
	"such as which sectors the money is in, or what moves a sector. For single shares use "
	"get_volume_ranking, for the largest companies of one sector get_market_cap_ranking with "
	"filter_by.sector.";

static const mcp_phrase phrases[] = {
	{ "Sector ranking", "업종별 거래대금 순위" },
	{ help,
	  "거래대금이 가장 많은 코스피 또는 코스닥 업종과 평균 등락률, 업종을 이끄는 종목, 외국인·기관 순매수를 보여 줍니다. "
	  "어느 업종에 돈이 몰리는지, 업종이 왜 움직이는지 물을 때 쓰세요. 개별 종목은 get_volume_ranking, 한 업종의 "
	  "시가총액 상위는 get_market_cap_ranking의 filter_by.sector를 쓰세요." },
	{ "%s sectors, top %u by trading value, %s\n\n%s",
	  "%s 업종 거래대금 상위 %u, %s\n\n%s" },
	{ "Its part of the sector's trading value.", "업종 거래대금에서 차지하는 비중." },
	{ "Four digits; null for shares that are in no sector.",
	  "네 자리 업종코드. 업종이 없는 종목들이면 null." },
	{ "Shares in the sector.", "업종에 속한 종목 수." },
	{ "Shares", "종목 수" },
	{ "Simple mean of its shares that traded, against the previous close.",
	  "거래된 종목의 전일 종가 대비 등락률 단순 평균." },
	{ "Mean change", "평균 등락률" },
	{ "The five of its shares that trade the most.", "업종 안에서 거래대금이 가장 많은 다섯 종목." },
	{ "Leaders", "주도 종목" },
	{ "Bought less sold by foreigners.", "외국인 순매수." },
	{ "Foreign net", "외국인 순매수" },
	{ "Bought less sold by institutions.", "기관 순매수." },
	{ "Institution net", "기관 순매수" },
	{ "The leading sectors, the first on top.", "1위부터 차례로 나열한 업종." },
};
/* clang-format on */

static const mcp_tool get_sector_volume_ranking = {
	MCP_MARKET_TOOL_HEAD,
	.name = "get_sector_volume_ranking",
	.title = "Sector ranking",
	.help = help,
	.args = MCP_TABLE(struct args, arg_fields),
	.result = MCP_TABLE(struct answer, answer_fields),
	.run = run,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "sector",
	.version = "0.1.0",
	.license = "MIT",
	.tools = MCP_LIST(&get_sector_volume_ranking),
	.config = MCP_TABLE(struct config, config_fields),
	.needs = MCP_NEEDS("market/1", "format/1"),
	.phrases = MCP_PHRASES(phrases),
};
