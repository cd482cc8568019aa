/* volume - which shares of KOSPI and KOSDAQ trade the most: get_volume_ranking. */
#include <mcp/format.h>
#include <mcp/market.h>

struct config {
	int64_t ranking_count;
};

static const mcp_field config_fields[] = {
	MCP_INT(struct config, ranking_count, "The most rows one call may ask for.", .preset = "50",
		.range = "1..50", .source = "limits.ranking_count"),
};

struct args {
	const char *market;
	int64_t count;
	int32_t include_details;
	const char *sort_by;
	const char *basis;
};

/* clang-format off */
static const mcp_field arg_fields[] = {
	MCP_CHOICE(struct args, market, "Which market.", "ALL|KOSPI|KOSDAQ", .preset = "ALL"),
	MCP_INT(struct args, count, "How many shares, the leading one first.",
		.preset = "20", .range = "1..$ranking_count"),
	MCP_BOOL(struct args, include_details,
		"With foreign ownership and PER; slower on the day's first call.",
		.preset = "true"),
	MCP_CHOICE(struct args, sort_by, "What to rank by.", "trading_value|volume",
		.preset = "trading_value"),
	MCP_CHOICE(struct args, basis, "Trading venue; left out: the host's setting.", "KRX|NXT",
		.title = "Venue"),
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

static const mcp_field row_fields[] = {
	MCP_INT(struct row, rank, "1 is the first.", .title = "Rank"),
	MCP_TEXT(struct row, stock_code, "Six characters, not always digits.",
		.title = "Code", .source = "code", .flags = MCP_F_REQUIRED),
	MCP_TEXT(struct row, stock_name, "Korean name.",
		.title = "Name", .source = "name", .flags = MCP_F_REQUIRED),
	MCP_CHOICE(struct row, market_type, "Where it is listed.", "KOSPI|KOSDAQ",
		.title = "Market", .source = "market", .flags = MCP_F_REQUIRED),
	MCP_INT(struct row, current_price, "Current price.",
		.title = "Price", .source = "price", .unit = "KRW/share"),
	MCP_INT(struct row, change, "Against the previous close.",
		.source = "change", .unit = "KRW/share", .flags = MCP_F_SIGNED | MCP_F_QUIET),
	MCP_REAL(struct row, change_rate, "Against the previous close.",
		.title = "Change", .unit = "%", .flags = MCP_F_SIGNED),
	MCP_INT(struct row, volume, "Traded today.", .title = "Volume", .unit = "shares"),
	MCP_INT(struct row, trading_value, "Traded today.",
		.title = "Trading value", .unit = "KRW"),
	MCP_INT(struct row, market_cap, "Price x listed shares.",
		.title = "Market cap", .unit = "KRW"),
	MCP_REAL(struct row, foreign_ratio, "Held by foreigners.", .title = "Foreign", .unit = "%"),
	MCP_REAL(struct row, per,
		"Price / earnings of the last business year; null without earnings.",
		.title = "PER", .unit = "x"),
	MCP_REAL(struct row, turnover_rate, "Volume / listed shares.",
		.title = "Turnover", .unit = "%"),
	MCP_TEXTS(struct row, flags, "Marks of the exchange, such as a warning or a halt.",
		.title = "Flags"),
};
static const mcp_table row_table = MCP_TABLE(struct row, row_fields);

struct summary {
	mcp_int total_trading_value;
	mcp_int kospi_trading_value;
	mcp_int kosdaq_trading_value;
	mcp_real top5_concentration;
	const char *as_of;
	const char *standing;
};

#define SUMMARY_SHOWN 4 /* the rest of the rows fills the timestamp and the text */

static const mcp_field summary_fields[] = {
	MCP_INT(struct summary, total_trading_value, "KOSPI + KOSDAQ.", .unit = "KRW"),
	MCP_INT(struct summary, kospi_trading_value, "KOSPI.", .unit = "KRW"),
	MCP_INT(struct summary, kosdaq_trading_value, "KOSDAQ.", .unit = "KRW"),
	MCP_REAL(struct summary, top5_concentration,
		"The five largest by trading value / the total of the asked market.", .unit = "%"),
	MCP_TEXT(struct summary, as_of, "Time of the figures.", .flags = MCP_F_REQUIRED),
	MCP_TEXT(struct summary, standing, "How the figures stand.", .flags = MCP_F_REQUIRED),
};
static const mcp_table filled_table = MCP_TABLE(struct summary, summary_fields);
static const mcp_table summary_table = {
	.at = summary_fields,
	.count = SUMMARY_SHOWN,
	.stride = sizeof *summary_fields,
	.struct_size = sizeof(struct summary),
};

struct answer {
	const char *timestamp;
	const char *market;
	mcp_rows ranking;
	const void *summary;
};

static const mcp_field answer_fields[] = {
	MCP_TEXT(struct answer, timestamp, "Time of the figures, ISO 8601.",
		.flags = MCP_F_REQUIRED),
	MCP_CHOICE(struct answer, market, "The market asked for.", "ALL|KOSPI|KOSDAQ",
		.flags = MCP_F_REQUIRED),
	MCP_ROWS(struct answer, ranking, "The leading shares, the first on top.", row_table,
		.title = "Ranking"),
	MCP_OBJECT(struct answer, summary, "Trading value of the whole market.", summary_table,
		.title = "Market"),
};
/* clang-format on */

static mcp_status say_it(mcp_ctx *ctx, const struct args *a, const struct summary *s, mcp_rows rows)
{
	const char *market = a->market[0] == 'A' ? "KOSPI + KOSDAQ" : a->market;

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

static const mcp_tool get_volume_ranking = {
	MCP_TOOL_HEAD,
	.hints = MCP_READ_ONLY | MCP_IDEMPOTENT | MCP_OPEN_WORLD,
	.name = "get_volume_ranking",
	.title = "Volume ranking",
	.help = "Shares of KOSPI and KOSDAQ with the largest trading value or volume of the day, "
		"with price, change, market cap, foreign ownership and PER, and the markets' "
		"totals. Use it for questions such as what trades the most today, where the money "
		"is, or how concentrated trading is. ETF, ETN and SPAC are not included.",
	.args = MCP_TABLE(struct args, arg_fields),
	.result = MCP_TABLE(struct answer, answer_fields),
	.run = run,
	.fresh_s = 3600,
	.keep_s = 6 * 3600,
};

/* clang-format off */
static const mcp_phrase phrases[] = {
	{ "Volume ranking", "거래대금·거래량 순위" },
	{ "Shares of KOSPI and KOSDAQ with the largest trading value or volume of the day, "
	  "with price, change, market cap, foreign ownership and PER, and the markets' "
	  "totals. Use it for questions such as what trades the most today, where the money "
	  "is, or how concentrated trading is. ETF, ETN and SPAC are not included.",
	  "그날 거래대금이나 거래량이 가장 많은 코스피·코스닥 종목과 가격, 등락, 시가총액, 외국인 비율, PER, "
	  "시장 전체 거래대금을 보여 줍니다. 오늘 무엇이 가장 많이 거래되는지, 돈이 어디로 몰리는지, 거래가 "
	  "얼마나 집중되는지 물을 때 쓰세요. ETF·ETN·SPAC은 들어 있지 않습니다." },
	{ "%s, top %u by %s, %s\n"
	  "Trading value %s (KOSPI %s, KOSDAQ %s); of %s, the five largest have %s\n\n%s",
	  "%1$s %3$s 상위 %2$u, %4$s\n"
	  "전체 거래대금 %5$s (KOSPI %6$s, KOSDAQ %7$s), %8$s 거래대금 중 상위 5종목 %9$s\n\n%10$s" },
	{ "volume", "거래량" },
	{ "trading value", "거래대금" },
	{ "Venue", "거래소" },
	{ "Ranking", "순위" },
	{ "Rank", "순위" },
	{ "Code", "코드" },
	{ "Name", "종목명" },
	{ "Market", "시장" },
	{ "Price", "현재가" },
	{ "Change", "등락률" },
	{ "Volume", "거래량" },
	{ "Trading value", "거래대금" },
	{ "Market cap", "시가총액" },
	{ "Foreign", "외국인" },
	{ "PER", "PER" },
	{ "Turnover", "회전율" },
	{ "Flags", "표시" },
	{ "The most rows one call may ask for.", "한 번에 요청할 수 있는 최대 행 수." },
	{ "Which market.", "시장." },
	{ "How many shares, the leading one first.", "1위부터 보여 줄 종목 수." },
	{ "With foreign ownership and PER; slower on the day's first call.",
	  "외국인 비율과 PER 포함. 그날 첫 호출은 더 느립니다." },
	{ "What to rank by.", "순위 기준." },
	{ "Trading venue; left out: the host's setting.", "거래소. 생략하면 호스트 설정을 따릅니다." },
	{ "1 is the first.", "1이 1위." },
	{ "Six characters, not always digits.", "여섯 자리 종목코드. 영문자가 들어갈 수 있습니다." },
	{ "Korean name.", "한글 종목명." },
	{ "Where it is listed.", "상장 시장." },
	{ "Current price.", "현재가." },
	{ "Against the previous close.", "전일 종가 대비." },
	{ "Traded today.", "당일 누적." },
	{ "Price x listed shares.", "현재가 x 상장주식수." },
	{ "Held by foreigners.", "외국인 보유 비율." },
	{ "Price / earnings of the last business year; null without earnings.",
	  "주가수익비율(최근 사업연도). 이익이 없으면 null." },
	{ "Volume / listed shares.", "거래량 / 상장주식수." },
	{ "Marks of the exchange, such as a warning or a halt.", "거래소 표시: 투자경고, 거래정지 등." },
	{ "KOSPI + KOSDAQ.", "코스피 + 코스닥." },
	{ "KOSPI.", "코스피." },
	{ "KOSDAQ.", "코스닥." },
	{ "The five largest by trading value / the total of the asked market.",
	  "거래대금 상위 5종목 / 조회한 시장 전체." },
	{ "Time of the figures, ISO 8601.", "수치의 시각(ISO 8601)." },
	{ "The market asked for.", "조회한 시장." },
	{ "The leading shares, the first on top.", "1위부터 차례로 나열한 종목." },
	{ "Trading value of the whole market.", "시장 전체 거래대금." },
};
/* clang-format on */

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
