/* mcap - the largest companies, filtered as asked: get_market_cap_ranking. */
#include <mcp/format.h>
#include <mcp/market_rows.h>

struct config {
	int64_t ranking_count;
};

struct filter {
	mcp_int min_trading_value;
	mcp_int max_trading_value;
	mcp_int min_price;
	mcp_int max_price;
	mcp_int min_market_cap;
	mcp_int max_market_cap;
	mcp_real min_change_rate;
	mcp_real max_change_rate;
	const char *sector;
};

struct args {
	const char *market;
	int64_t count;
	const struct filter *filter_by;
};

struct row {
	int64_t rank;
	const char *stock_code;
	const char *stock_name;
	mcp_int market_cap;
	mcp_int market_cap_rank_change;
	mcp_int current_price;
	mcp_int trading_value;
	mcp_int trading_value_rank;
	mcp_real weight_in_index;
	mcp_real foreign_ownership;
	mcp_real treasury_stock_ratio;
	mcp_real per;
	mcp_real pbr;
	mcp_texts flags;
};

struct summary {
	mcp_int total_market_cap;
	mcp_real top10_concentration;
	mcp_real average_per;
	mcp_real average_pbr;
	mcp_int matched;
	const char *as_of;
	const char *standing;
};

#define SUMMARY_SHOWN 4 /* in the answer; the text has `matched` too */

struct answer {
	const char *timestamp;
	const char *market;
	mcp_rows ranking;
	const void *summary;
};

/* clang-format off */
static const mcp_field config_fields[] = { MCP_MARKET_MOST(struct config) };

static const mcp_field filter_fields[] = {
	MCP_INT(struct filter, min_trading_value, "Of the session's day.", .range = "0..", .unit = "KRW"),
	MCP_INT(struct filter, max_trading_value, "Of the session's day.", .range = "0..", .unit = "KRW"),
	MCP_INT(struct filter, min_price, "Of one share.", .range = "0..", .unit = "KRW"),
	MCP_INT(struct filter, max_price, "Of one share.", .range = "0..", .unit = "KRW"),
	MCP_INT(struct filter, min_market_cap, "Price x listed shares.", .range = "0..", .unit = "KRW"),
	MCP_INT(struct filter, max_market_cap, "Price x listed shares.", .range = "0..", .unit = "KRW"),
	MCP_REAL(struct filter, min_change_rate, "Against the previous close.", .range = "-100..",
		.unit = "%"),
	MCP_REAL(struct filter, max_change_rate, "Against the previous close.", .range = "-100..",
		.unit = "%"),
	MCP_TEXT(struct filter, sector, "A sector's four-digit code or Korean name."),
};
static const mcp_table filter_table = MCP_TABLE(struct filter, filter_fields);

static const mcp_field arg_fields[] = {
	MCP_MARKET_CHOICE(struct args, market),
	MCP_MARKET_COUNT(struct args, count),
	MCP_OBJECT(struct args, filter_by, "Only shares within these bounds.", filter_table),
};

static const mcp_field row_fields[] = {
	MCP_MARKET_SHARE(struct row),
	MCP_MARKET_CAP(struct row, market_cap),
	MCP_INT(struct row, market_cap_rank_change,
		"Places gained within its own market since the previous close.",
		.title = "Rank change", .flags = MCP_F_SIGNED),
	MCP_MARKET_PRICE(struct row, current_price),
	MCP_MARKET_VALUE(struct row, trading_value),
	MCP_INT(struct row, trading_value_rank, "Place by trading value within its own market.",
		.title = "Value rank"),
	MCP_REAL(struct row, weight_in_index, "Market cap / sum of its own market.",
		.title = "Weight", .unit = "%"),
	MCP_MARKET_FOREIGN(struct row, foreign_ownership),
	MCP_REAL(struct row, treasury_stock_ratio, "Own shares held by the company, of those issued.",
		.title = "Treasury", .source = "treasury_ratio", .unit = "%"),
	MCP_MARKET_PER(struct row, per),
	MCP_REAL(struct row, pbr,
		"Price / book value of the last business year; null when not above zero.",
		.title = "PBR", .unit = "x"),
	MCP_MARKET_FLAGS(struct row, flags),
};
static const mcp_table row_table = MCP_TABLE(struct row, row_fields);

static const mcp_field summary_fields[] = {
	MCP_INT(struct summary, total_market_cap, "Sum over the asked market.",
		.title = "Total market cap", .unit = "KRW"),
	MCP_REAL(struct summary, top10_concentration, "The ten largest / total_market_cap.",
		.title = "Ten largest", .unit = "%"),
	MCP_REAL(struct summary, average_per, "Simple mean of the rows that have one.",
		.title = "Mean PER", .unit = "x"),
	MCP_REAL(struct summary, average_pbr, "Simple mean of the rows that have one.",
		.title = "Mean PBR", .unit = "x"),
	MCP_INT(struct summary, matched, "Shares within the bounds.", .title = "Within the bounds",
		.unit = "shares"),
	MCP_MARKET_STANDING(struct summary),
};
static const mcp_table filled_table = MCP_TABLE(struct summary, summary_fields);
static const mcp_table summary_table =
	MCP_TABLE_FIRST(struct summary, summary_fields, SUMMARY_SHOWN);
static const mcp_table text_table =
	MCP_TABLE_FIRST(struct summary, summary_fields, SUMMARY_SHOWN + 1);

static const mcp_field answer_fields[] = {
	MCP_MARKET_TIMESTAMP(struct answer),
	MCP_MARKET_ASKED(struct answer),
	MCP_ROWS(struct answer, ranking, "The leading shares, the first on top.", row_table),
	MCP_OBJECT(struct answer, summary, "The asked market.", summary_table),
};
/* clang-format on */

#define BOUNDED 4 /* columns that filter_by bounds */

/* What has no bound is left out: it would drop shares whose figure is not known. */
static uint32_t bounds_of(const struct filter *f, mcp_market_filter *ret)
{
	const mcp_market_filter all[BOUNDED] = {
		{ .column = "trading_value",
			.min = f->min_trading_value,
			.max = f->max_trading_value },
		{ .column = "price", .min = f->min_price, .max = f->max_price },
		{ .column = "market_cap", .min = f->min_market_cap, .max = f->max_market_cap },
		{ .column = "change_rate",
			.min_rate = f->min_change_rate,
			.max_rate = f->max_change_rate },
	};
	uint32_t n = 0;

	for (uint32_t i = 0; i < BOUNDED; i++)
		if (all[i].min.known || all[i].max.known || all[i].min_rate.known ||
			all[i].max_rate.known)
			ret[n++] = all[i];
	return n;
}

static mcp_status check_bounds(mcp_ctx *ctx, const mcp_market_filter *bounds, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const mcp_market_filter *b = &bounds[i];
		int is_crossed = b->min.known && b->max.known && b->min.value > b->max.value;
		int is_crossed_rate = b->min_rate.known && b->max_rate.known &&
		                      b->min_rate.value > b->max_rate.value;

		if (is_crossed || is_crossed_rate)
			return mcp_fail(ctx, MCP_E_ARGUMENT,
				"filter_by.min_%s is above filter_by.max_%s; swap them", b->column,
				b->column);
	}
	return MCP_OK;
}

static mcp_status say_it(
	mcp_ctx *ctx, const struct args *a, const struct summary *s, mcp_rows ranking)
{
	const mcp_rows total = { s, 1, sizeof *s };

	return mcp_reply_text(ctx, "%s, top %u by market cap, %s\n\n%s\n%s",
		mcp_market_words(a->market), ranking.count, s->standing,
		mcp_format_table(ctx, &text_table, total),
		mcp_format_table(ctx, &row_table, ranking));
}

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	const struct args *a = data;
	const struct filter none = { 0 };
	const struct filter *filter = a->filter_by ? a->filter_by : &none;
	mcp_market_filter bounds[BOUNDED];
	const mcp_market_query query = {
		.size = sizeof query,
		.count = (uint32_t)a->count,
		.market = a->market,
		.sort_by = "market_cap",
		.sector = filter->sector,
		.filters = MCP_FILTERS(bounds, bounds_of(filter, bounds)),
	};
	struct summary summary = { 0 };
	struct answer answer = { .market = a->market, .summary = &summary };
	mcp_status s;

	s = check_bounds(ctx, bounds, query.filters.count);
	if (s < 0)
		return s;

	s = mcp_market_top(ctx, &query, &row_table, &answer.ranking);
	if (s < 0)
		return s;

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
	"The largest companies of KOSPI and KOSDAQ by market cap, with weight in their market, places "
	"gained, foreign ownership, treasury shares, PER and PBR, and the market's total. filter_by keeps "
	"only shares within bounds of price, change, trading value, market cap or in one sector. Use it "
	"for questions about size, ownership and valuation. For what trades the most use "
	"get_volume_ranking, for what investors buy get_investor_ranking.";

static const mcp_phrase phrases[] = {
	{ "Market cap ranking", "시가총액 순위" },
	{ help,
	  "코스피·코스닥 시가총액 상위 종목과 시장 내 비중, 순위 변동, 외국인 비율, 자사주 비율, PER·PBR, 시장 전체 "
	  "시가총액을 보여 줍니다. filter_by로 가격, 등락률, 거래대금, 시가총액 범위나 업종을 좁힐 수 있습니다. 기업 규모, "
	  "지분, 밸류에이션을 물을 때 쓰세요. 거래 상위는 get_volume_ranking, 투자자별 매매는 get_investor_ranking을 쓰세요." },
	{ "%s, top %u by market cap, %s\n\n%s\n%s", "%s 시가총액 상위 %u, %s\n\n%s\n%s" },
	{ "filter_by.min_%s is above filter_by.max_%s; swap them",
	  "filter_by.min_%s 값이 filter_by.max_%s보다 큽니다. 서로 바꾸세요" },
	{ "Only shares within these bounds.", "이 범위 안의 종목만." },
	{ "Of the session's day.", "그 거래일 기준." },
	{ "Of one share.", "한 주 가격." },
	{ "A sector's four-digit code or Korean name.", "업종코드 네 자리 또는 한글 업종명." },
	{ "Places gained within its own market since the previous close.",
	  "전일 종가 기준 대비 같은 시장 안 순위 변동(양수는 상승)." },
	{ "Rank change", "변동" },
	{ "Place by trading value within its own market.", "같은 시장 안 거래대금 순위." },
	{ "Value rank", "대금순위" },
	{ "Market cap / sum of its own market.", "같은 시장 시가총액 합계에서 차지하는 비중." },
	{ "Weight", "비중" },
	{ "Own shares held by the company, of those issued.", "발행주식 중 회사가 가진 자기주식." },
	{ "Treasury", "자사주" },
	{ "Sum over the asked market.", "조회한 시장 합계." },
	{ "Total market cap", "전체 시가총액" },
	{ "The ten largest / total_market_cap.", "상위 10종목 / total_market_cap." },
	{ "Ten largest", "상위 10종목" },
	{ "Simple mean of the rows that have one.", "값이 있는 행의 단순 평균." },
	{ "Mean PER", "평균 PER" },
	{ "Mean PBR", "평균 PBR" },
	{ "Within the bounds", "조건에 맞는 종목" },
	{ "The asked market.", "조회한 시장." },
};
/* clang-format on */

static const mcp_tool get_market_cap_ranking = {
	MCP_MARKET_TOOL_HEAD,
	.name = "get_market_cap_ranking",
	.title = "Market cap ranking",
	.help = help,
	.args = MCP_TABLE(struct args, arg_fields),
	.result = MCP_TABLE(struct answer, answer_fields),
	.run = run,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "mcap",
	.version = "0.1.0",
	.license = "MIT",
	.tools = MCP_LIST(&get_market_cap_ranking),
	.config = MCP_TABLE(struct config, config_fields),
	.needs = MCP_NEEDS("market/1", "format/1"),
	.phrases = MCP_PHRASES(phrases),
};
