/* investor - what foreigners, institutions, individuals and programs buy and sell:
 * get_investor_ranking. */
#include <mcp/format.h>
#include <mcp/market_rows.h>

struct config {
	int64_t ranking_count;
};

struct args {
	const char *investor_type;
	const char *trade_type;
	const char *market;
	int64_t count;
	const char *order;
};

struct row {
	int64_t rank;
	const char *stock_code;
	const char *stock_name;
	mcp_int buy_amount;
	mcp_int sell_amount;
	mcp_int net_amount;
	mcp_int buy_volume;
	mcp_int sell_volume;
	mcp_int net_volume;
	mcp_int average_buy_price;
	mcp_int average_sell_price;
	mcp_real impact_ratio;
	mcp_texts flags;
};

struct summary {
	mcp_int total_buy_amount;
	mcp_int total_sell_amount;
	mcp_int total_net_amount;
	mcp_real market_impact;
	const char *flow_date;
	const char *as_of;
	const char *standing;
};

#define SUMMARY_SHOWN 4 /* the rest of the rows stands elsewhere in the answer */

struct answer {
	const char *timestamp;
	const char *investor_type;
	const char *trade_type;
	const char *flow_date;
	mcp_rows ranking;
	const void *summary;
};

#define INVESTORS "FOREIGN|INSTITUTION|INDIVIDUAL|PROGRAM"
#define TRADES "BUY|SELL|NET"

/* clang-format off */
static const mcp_field config_fields[] = { MCP_MARKET_MOST(struct config) };

static const mcp_field arg_fields[] = {
	MCP_CHOICE(struct args, investor_type, "Whose trades.", INVESTORS, .preset = "FOREIGN"),
	MCP_CHOICE(struct args, trade_type, "What to rank by: bought, sold, or bought less sold.",
		TRADES, .preset = "NET"),
	MCP_MARKET_CHOICE(struct args, market),
	MCP_MARKET_COUNT(struct args, count),
	MCP_CHOICE(struct args, order, "desc: the largest first; asc with NET: the largest net sellers.",
		"desc|asc", .preset = "desc"),
};

static const mcp_field row_fields[] = {
	MCP_MARKET_SHARE(struct row),
	MCP_INT(struct row, buy_amount, "Bought.", .title = "Bought", .unit = "KRW"),
	MCP_INT(struct row, sell_amount, "Sold.", .title = "Sold", .unit = "KRW"),
	MCP_INT(struct row, net_amount, "Bought less sold.",
		.title = "Net", .unit = "KRW", .flags = MCP_F_SIGNED),
	MCP_INT(struct row, buy_volume, "Bought.", .unit = "shares", .flags = MCP_F_QUIET),
	MCP_INT(struct row, sell_volume, "Sold.", .unit = "shares", .flags = MCP_F_QUIET),
	MCP_INT(struct row, net_volume, "Bought less sold.",
		.title = "Net shares", .unit = "shares", .flags = MCP_F_SIGNED),
	MCP_INT(struct row, average_buy_price,
		"Amount / volume bought; null when rounding may shift it by more than 1 %.",
		.title = "Mean buy", .unit = "KRW/share"),
	MCP_INT(struct row, average_sell_price,
		"Amount / volume sold; null when rounding may shift it by more than 1 %.",
		.title = "Mean sell", .unit = "KRW/share"),
	MCP_REAL(struct row, impact_ratio, "|net amount| / the share's trading value of that day.",
		.title = "Impact", .unit = "%"),
	MCP_MARKET_FLAGS(struct row, flags),
};
static const mcp_table row_table = MCP_TABLE(struct row, row_fields);

static const mcp_field summary_fields[] = {
	MCP_INT(struct summary, total_buy_amount, "Bought in the asked market.",
		.title = "Total bought", .unit = "KRW"),
	MCP_INT(struct summary, total_sell_amount, "Sold in the asked market.",
		.title = "Total sold", .unit = "KRW"),
	MCP_INT(struct summary, total_net_amount, "Bought less sold in the asked market.",
		.title = "Total net", .unit = "KRW", .flags = MCP_F_SIGNED),
	MCP_REAL(struct summary, market_impact, "|total net| / trading value of the asked market.",
		.title = "Of the market's trading", .unit = "%"),
	MCP_TEXT(struct summary, flow_date, "The day of the trades."),
	MCP_MARKET_STANDING(struct summary),
};
static const mcp_table filled_table = MCP_TABLE(struct summary, summary_fields);
static const mcp_table summary_table =
	MCP_TABLE_FIRST(struct summary, summary_fields, SUMMARY_SHOWN);

static const mcp_field answer_fields[] = {
	MCP_MARKET_TIMESTAMP(struct answer),
	MCP_CHOICE(struct answer, investor_type, "Whose trades.", INVESTORS, .flags = MCP_F_REQUIRED),
	MCP_CHOICE(struct answer, trade_type, "What it is ranked by.", TRADES,
		.flags = MCP_F_REQUIRED),
	MCP_TEXT(struct answer, flow_date, "The day of the trades."),
	MCP_ROWS(struct answer, ranking, "The leading shares, the first on top.", row_table),
	MCP_OBJECT(struct answer, summary, "The whole of the asked market.", summary_table),
};
/* clang-format on */

static const char *column_of(const char *trade_type)
{
	if (trade_type[0] == 'B')
		return "buy_amount";
	return trade_type[0] == 'S' ? "sell_amount" : "net_amount";
}

static const char *words_of(const struct args *a)
{
	int is_asc = a->order[0] == 'a';

	if (a->trade_type[0] == 'B')
		return is_asc ? "buying, the smallest first" : "buying";
	if (a->trade_type[0] == 'S')
		return is_asc ? "selling, the smallest first" : "selling";
	return is_asc ? "net selling" : "net buying";
}

static mcp_status say_it(
	mcp_ctx *ctx, const struct args *a, const struct summary *s, mcp_rows ranking)
{
	const mcp_rows total = { s, 1, sizeof *s };

	return mcp_reply_text(ctx, "%s, %s, top %u by %s, trades of %s, %s\n\n%s\n%s",
		mcp_market_words(a->market), mcp_say(ctx, a->investor_type), ranking.count,
		mcp_say(ctx, words_of(a)), s->flow_date ? s->flow_date : "-", s->standing,
		mcp_format_table(ctx, &summary_table, total),
		mcp_format_table(ctx, &row_table, ranking));
}

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	const struct args *a = data;
	const mcp_market_query query = {
		.size = sizeof query,
		.count = (uint32_t)a->count,
		.market = a->market,
		.sort_by = column_of(a->trade_type),
		.order = a->order,
		.investor = a->investor_type,
	};
	struct summary summary = { 0 };
	struct answer answer = {
		.investor_type = a->investor_type,
		.trade_type = a->trade_type,
		.summary = &summary,
	};
	mcp_status s;

	s = mcp_market_top(ctx, &query, &row_table, &answer.ranking);
	if (s < 0)
		return s;

	s = mcp_market_summary(ctx, &query, &filled_table, &summary);
	if (s < 0)
		return s;

	answer.timestamp = summary.as_of;
	answer.flow_date = summary.flow_date;
	s = say_it(ctx, a, &summary, answer.ranking);
	if (s < 0)
		return s;
	return mcp_reply(ctx, &answer);
}

/* clang-format off */
static const char help[] =
	"Shares of KOSPI and KOSDAQ that foreigners, institutions, individuals or programs bought, sold, "
	"or bought less sold the most, in won, with mean prices and how much of the share's trading it "
	"was, and the whole market's totals. flow_date is the day of the trades: during a session it may "
	"be the last completed day. Use it for questions such as what foreigners buy. For sectors use "
	"get_sector_volume_ranking, for foreign ownership get_market_cap_ranking.";

static const mcp_phrase phrases[] = {
	{ "Investor ranking", "투자자별 매매 순위" },
	{ help,
	  "외국인, 기관, 개인, 프로그램이 가장 많이 사거나 팔거나 순매수한 코스피·코스닥 종목을 원 단위로, 평균 단가와 종목 "
	  "거래대금에서 차지하는 비중, 시장 전체 합계와 함께 보여 줍니다. flow_date는 매매한 날이며 장중에는 마지막으로 끝난 "
	  "거래일일 수 있습니다. 외국인이 무엇을 사는지 물을 때 쓰세요. 업종별 수급은 get_sector_volume_ranking, 외국인 "
	  "보유 비율은 get_market_cap_ranking을 쓰세요." },
	{ "%s, %s, top %u by %s, trades of %s, %s\n\n%s\n%s",
	  "%1$s %2$s %4$s 상위 %3$u, %5$s 매매, %6$s\n\n%7$s\n%8$s" },
	{ "FOREIGN", "외국인" },
	{ "INSTITUTION", "기관" },
	{ "INDIVIDUAL", "개인" },
	{ "PROGRAM", "프로그램" },
	{ "buying", "매수" },
	{ "buying, the smallest first", "매수(적은 순)" },
	{ "selling", "매도" },
	{ "selling, the smallest first", "매도(적은 순)" },
	{ "net buying", "순매수" },
	{ "net selling", "순매도" },
	{ "Whose trades.", "누구의 매매인지." },
	{ "What to rank by: bought, sold, or bought less sold.", "순위 기준: 매수, 매도, 순매수." },
	{ "desc: the largest first; asc with NET: the largest net sellers.",
	  "desc는 큰 것부터. NET에 asc면 순매도가 큰 것부터." },
	{ "Bought.", "매수." },
	{ "Sold.", "매도." },
	{ "Bought less sold.", "순매수(매수 - 매도)." },
	{ "Bought", "매수" },
	{ "Sold", "매도" },
	{ "Net", "순매수" },
	{ "Net shares", "순매수량" },
	{ "Amount / volume bought; null when rounding may shift it by more than 1 %.",
	  "매수 금액 / 수량. 반올림 오차가 1 %를 넘을 수 있으면 null." },
	{ "Amount / volume sold; null when rounding may shift it by more than 1 %.",
	  "매도 금액 / 수량. 반올림 오차가 1 %를 넘을 수 있으면 null." },
	{ "Mean buy", "평균 매수가" },
	{ "Mean sell", "평균 매도가" },
	{ "|net amount| / the share's trading value of that day.", "|순매수| / 그날 그 종목의 거래대금." },
	{ "Impact", "비중" },
	{ "Bought in the asked market.", "조회한 시장의 매수." },
	{ "Sold in the asked market.", "조회한 시장의 매도." },
	{ "Bought less sold in the asked market.", "조회한 시장의 순매수." },
	{ "|total net| / trading value of the asked market.", "|순매수| / 조회한 시장의 거래대금." },
	{ "Total bought", "전체 매수" },
	{ "Total sold", "전체 매도" },
	{ "Total net", "전체 순매수" },
	{ "Of the market's trading", "시장 거래대금 대비" },
	{ "The day of the trades.", "매매한 날." },
	{ "What it is ranked by.", "순위 기준." },
	{ "The whole of the asked market.", "조회한 시장 전체." },
};
/* clang-format on */

static const mcp_tool get_investor_ranking = {
	MCP_MARKET_TOOL_HEAD,
	.name = "get_investor_ranking",
	.title = "Investor ranking",
	.help = help,
	.args = MCP_TABLE(struct args, arg_fields),
	.result = MCP_TABLE(struct answer, answer_fields),
	.run = run,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "investor",
	.version = "0.1.0",
	.license = "MIT",
	.tools = MCP_LIST(&get_investor_ranking),
	.config = MCP_TABLE(struct config, config_fields),
	.needs = MCP_NEEDS("market/1", "format/1"),
	.phrases = MCP_PHRASES(phrases),
};
