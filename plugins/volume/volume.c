/* volume - which shares of KOSPI and KOSDAQ trade the most: get_volume_ranking. */
#include <mcp/format.h>
#include <mcp/market_rows.h>

struct config {
	int64_t ranking_count;
};

struct args {
	const char *market;
	int64_t count;
	int32_t include_details;
	const char *sort_by;
	const char *basis;
};

struct row {
	int64_t rank;
	const char *stock_code;
	const char *stock_name;
	const char *market_type;
	mcp_int current_price;
	mcp_int change;
	mcp_real change_rate;
	mcp_int volume;
	mcp_int trading_value;
	mcp_int market_cap;
	mcp_real foreign_ratio;
	mcp_real per;
	mcp_real turnover_rate;
	mcp_texts flags;
};

struct summary {
	mcp_int total_trading_value;
	mcp_int kospi_trading_value;
	mcp_int kosdaq_trading_value;
	mcp_real top5_concentration;
	const char *as_of;
	const char *standing;
};

#define SUMMARY_SHOWN 4 /* the rest of the rows fills the timestamp and the text */

struct answer {
	const char *timestamp;
	const char *market;
	mcp_rows ranking;
	const void *summary;
};

/* clang-format off */
static const mcp_field config_fields[] = { MCP_MARKET_MOST(struct config) };

static const mcp_field arg_fields[] = {
	MCP_MARKET_CHOICE(struct args, market),
	MCP_MARKET_COUNT(struct args, count),
	MCP_BOOL(struct args, include_details,
		"With foreign ownership and PER; slower on the day's first call.",
		.preset = "true"),
	MCP_CHOICE(struct args, sort_by, "What to rank by.", "trading_value|volume",
		.preset = "trading_value"),
	MCP_CHOICE(struct args, basis, "Trading venue, UNIFIED is both; left out: the host's setting.",
		"KRX|NXT|UNIFIED", .title = "Venue"),
};

static const mcp_field row_fields[] = {
	MCP_MARKET_SHARE(struct row),
	MCP_CHOICE(struct row, market_type, "Where it is listed.", "KOSPI|KOSDAQ",
		.title = "Market", .source = "market", .flags = MCP_F_REQUIRED),
	MCP_MARKET_PRICE(struct row, current_price),
	MCP_INT(struct row, change, "Against the previous close.",
		.unit = "KRW/share", .flags = MCP_F_SIGNED | MCP_F_QUIET),
	MCP_MARKET_CHANGE_RATE(struct row, change_rate),
	MCP_MARKET_VOLUME(struct row, volume),
	MCP_MARKET_VALUE(struct row, trading_value),
	MCP_MARKET_CAP(struct row, market_cap),
	MCP_MARKET_FOREIGN(struct row, foreign_ratio),
	MCP_MARKET_PER(struct row, per),
	MCP_REAL(struct row, turnover_rate, "Volume / listed shares.",
		.title = "Turnover", .unit = "%"),
	MCP_MARKET_FLAGS(struct row, flags),
};
static const mcp_table row_table = MCP_TABLE(struct row, row_fields);

static const mcp_field summary_fields[] = {
	MCP_INT(struct summary, total_trading_value, "KOSPI + KOSDAQ.", .unit = "KRW"),
	MCP_INT(struct summary, kospi_trading_value, "KOSPI.", .unit = "KRW"),
	MCP_INT(struct summary, kosdaq_trading_value, "KOSDAQ.", .unit = "KRW"),
	MCP_REAL(struct summary, top5_concentration,
		"The five largest by trading value / the total of the asked market.", .unit = "%"),
	MCP_MARKET_STANDING(struct summary),
};
static const mcp_table filled_table = MCP_TABLE(struct summary, summary_fields);
static const mcp_table summary_table =
	MCP_TABLE_FIRST(struct summary, summary_fields, SUMMARY_SHOWN);

static const mcp_field answer_fields[] = {
	MCP_MARKET_TIMESTAMP(struct answer),
	MCP_MARKET_ASKED(struct answer),
	MCP_ROWS(struct answer, ranking, "The leading shares, the first on top.", row_table),
	MCP_OBJECT(struct answer, summary, "Trading value of the whole market.", summary_table),
};
/* clang-format on */

static mcp_status say_it(mcp_ctx *ctx, const struct args *a, const struct summary *s, mcp_rows rows)
{
	const char *market = mcp_market_words(a->market);

	return mcp_reply_text(ctx,
		"%s, top %u by %s, %s\n"
		"Trading value %s (KOSPI %s, KOSDAQ %s); of %s, the five largest have %s\n\n%s",
		market, rows.count, mcp_say(ctx, a->sort_by[0] == 'v' ? "volume" : "trading value"),
		s->standing, mcp_format_won(ctx, s->total_trading_value),
		mcp_format_won(ctx, s->kospi_trading_value),
		mcp_format_won(ctx, s->kosdaq_trading_value), market,
		mcp_format_percent(ctx, s->top5_concentration, 0),
		mcp_format_table(ctx, &row_table, rows));
}

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	const struct args *a = data;
	const mcp_market_query query = {
		.size = sizeof query,
		.count = (uint32_t)a->count,
		.market = a->market,
		.sort_by = a->sort_by,
		.basis = a->basis,
		.omit = a->include_details ? NULL : "foreign_ratio|per",
	};
	struct summary summary = { 0 };
	struct answer answer = { .market = a->market, .summary = &summary };
	mcp_status s;

	s = mcp_market_top(ctx, &query, &row_table, &answer.ranking);
	if (s < 0)
		return s;

	/* After the ranking: the service then has the five largest, of the same moment. */
	s = mcp_market_summary(ctx, &query, &filled_table, &summary);
	if (s < 0)
		return s;

	answer.timestamp = summary.as_of;
	s = say_it(ctx, a, &summary, answer.ranking);
	if (s < 0)
		return s;
	return mcp_reply(ctx, &answer);
}

/* clang-format off */
static const char help[] =
	"Shares of KOSPI and KOSDAQ with the largest trading value or volume of the day, with price, "
	"change, market cap, foreign ownership and PER, and the markets' totals. Use it for questions "
	"such as what trades the most today, where the money is, or how concentrated trading is. For "
	"how trading grew use get_volume_change_ranking, for unusually large volume "
	"get_unusual_volume, for the largest companies get_market_cap_ranking. ETF, ETN and SPAC are "
	"not included.";

static const mcp_phrase phrases[] = {
	{ "Volume ranking", "거래대금·거래량 순위" },
	{ help,
	  "그날 거래대금이나 거래량이 가장 많은 코스피·코스닥 종목과 가격, 등락, 시가총액, 외국인 비율, PER, 시장 전체 "
	  "거래대금을 보여 줍니다. 오늘 무엇이 가장 많이 거래되는지, 돈이 어디로 몰리는지, 거래가 얼마나 집중되는지 물을 때 "
	  "쓰세요. 거래대금이 얼마나 늘었는지는 get_volume_change_ranking, 평소와 다른 거래량은 get_unusual_volume, "
	  "시가총액 상위는 get_market_cap_ranking을 쓰세요. ETF·ETN·SPAC은 들어 있지 않습니다." },
	{ "%s, top %u by %s, %s\n"
	  "Trading value %s (KOSPI %s, KOSDAQ %s); of %s, the five largest have %s\n\n%s",
	  "%1$s %3$s 상위 %2$u, %4$s\n"
	  "전체 거래대금 %5$s (KOSPI %6$s, KOSDAQ %7$s), %8$s 거래대금 중 상위 5종목 %9$s\n\n%10$s" },
	{ "With foreign ownership and PER; slower on the day's first call.",
	  "외국인 비율과 PER 포함. 그날 첫 호출은 더 느립니다." },
	{ "What to rank by.", "순위 기준." },
	{ "Trading venue, UNIFIED is both; left out: the host's setting.",
	  "거래소. UNIFIED는 둘의 합계이며, 생략하면 호스트 설정을 따릅니다." },
	{ "Venue", "거래소" },
	{ "Where it is listed.", "상장 시장." },
	{ "Volume / listed shares.", "거래량 / 상장주식수." },
	{ "Turnover", "회전율" },
	{ "KOSPI + KOSDAQ.", "코스피 + 코스닥." },
	{ "KOSPI.", "코스피." },
	{ "KOSDAQ.", "코스닥." },
	{ "The five largest by trading value / the total of the asked market.",
	  "거래대금 상위 5종목 / 조회한 시장 전체." },
	{ "Trading value of the whole market.", "시장 전체 거래대금." },
};
/* clang-format on */

static const mcp_tool get_volume_ranking = {
	MCP_MARKET_TOOL_HEAD,
	.name = "get_volume_ranking",
	.title = "Volume ranking",
	.help = help,
	.args = MCP_TABLE(struct args, arg_fields),
	.result = MCP_TABLE(struct answer, answer_fields),
	.run = run,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "volume",
	.version = "0.1.0",
	.license = "MIT",
	.tools = MCP_LIST(&get_volume_ranking),
	.config = MCP_TABLE(struct config, config_fields),
	.needs = MCP_NEEDS("market/1", "format/1"),
	.phrases = MCP_PHRASES(phrases),
};
