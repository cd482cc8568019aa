/* change - whose trading grew the most: get_volume_change_ranking. */
#include <mcp/market_rows.h>
#include <mcp/format.h>

struct config {
	int64_t ranking_count;
};

struct args {
	const char *market;
	const char *period;
	int64_t count;
};

struct row {
	int64_t rank;
	const char *stock_code;
	const char *stock_name;
	mcp_int current_volume;
	mcp_int previous_volume;
	mcp_real volume_change_rate;
	mcp_real price_change_rate;
	mcp_int news_count;
	mcp_int disclosure_count;
	mcp_bool counts_at_least;
	mcp_texts flags;
};

struct summary {
	const char *as_of;
	const char *standing;
};

struct answer {
	const char *timestamp;
	const char *period;
	mcp_rows ranking;
};

#define PERIODS "1D|5D|20D"

/* clang-format off */
static const mcp_field config_fields[] = { MCP_MARKET_MOST(struct config) };

static const mcp_field arg_fields[] = {
	MCP_MARKET_CHOICE(struct args, market),
	MCP_CHOICE(struct args, period,
		"What the session's trading value is compared with: the day before, or the mean of the "
		"5 or 20 completed days before.", PERIODS, .preset = "1D"),
	MCP_MARKET_COUNT(struct args, count),
};

static const mcp_field row_fields[] = {
	MCP_MARKET_SHARE(struct row),
	MCP_MARKET_VALUE(struct row, current_volume),
	MCP_INT(struct row, previous_volume,
		"Value traded on the day before (1D), or the mean of the 5 or 20 completed days before.",
		.title = "Compared with", .source = "previous_value", .unit = "KRW"),
	MCP_REAL(struct row, volume_change_rate, "Growth of the trading value.",
		.title = "Growth", .source = "value_change_rate", .unit = "%", .flags = MCP_F_SIGNED),
	MCP_REAL(struct row, price_change_rate,
		"Price against the previous close (1D), or the close 5 or 20 completed days ago.",
		.title = "Price change", .source = "period_change_rate", .unit = "%",
		.flags = MCP_F_SIGNED),
	MCP_INT(struct row, news_count, "News titles about it in the period; null: not counted yet.",
		.title = "News"),
	MCP_INT(struct row, disclosure_count,
		"Disclosures about it in the period; null: not counted yet.", .title = "Disclosures"),
	MCP_BOOL(struct row, counts_at_least, "True: both counts are lower bounds.",
		.flags = MCP_F_QUIET),
	MCP_MARKET_FLAGS(struct row, flags),
};
static const mcp_table row_table = MCP_TABLE(struct row, row_fields);

static const mcp_field summary_fields[] = { MCP_MARKET_STANDING(struct summary) };
static const mcp_table summary_table = MCP_TABLE(struct summary, summary_fields);

static const mcp_field answer_fields[] = {
	MCP_MARKET_TIMESTAMP(struct answer),
	MCP_CHOICE(struct answer, period, "The period asked for.", PERIODS, .flags = MCP_F_REQUIRED),
	MCP_ROWS(struct answer, ranking, "The leading shares, the first on top.", row_table),
};
/* clang-format on */

static int has_lower_bounds(mcp_rows rows)
{
	const struct row *row = rows.at;

	for (uint32_t i = 0; i < rows.count; i++)
		if (row[i].counts_at_least.known && row[i].counts_at_least.value)
			return 1;
	return 0;
}

static const char *base_of(const char *period)
{
	if (period[0] == '1')
		return "the day before";
	return period[0] == '5' ? "the mean of 5 days" : "the mean of 20 days";
}

static mcp_status say_it(mcp_ctx *ctx, const struct args *a, const struct summary *s, mcp_rows rows)
{
	return mcp_reply_text(ctx, "%s, top %u by growth of trading value against %s, %s%s\n\n%s",
		mcp_market_words(a->market), rows.count, mcp_say(ctx, base_of(a->period)),
		s->standing,
		has_lower_bounds(rows) ? mcp_say(ctx, "; news and disclosures are lower bounds")
				       : "",
		mcp_format_table(ctx, &row_table, rows));
}

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	const struct args *a = data;
	const mcp_market_query query = {
		.size = sizeof query,
		.count = (uint32_t)a->count,
		.market = a->market,
		.sort_by = "value_change_rate",
		.period = a->period,
	};
	struct answer answer = { .period = a->period };
	struct summary summary = { 0 };
	mcp_status s;

	s = mcp_market_top(ctx, &query, &row_table, &answer.ranking);
	if (s < 0)
		return s;

	s = mcp_market_summary(ctx, &query, &summary_table, &summary);
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
	"Shares of KOSPI and KOSDAQ whose trading value (won) grew the most against the day before (1D) "
	"or the mean of the last 5 or 20 completed days, with the price change of the same period and "
	"how many news and disclosures there were. During the session the value so far is compared with "
	"whole days. Use it for questions such as where trading suddenly grew. For the largest trading "
	"value itself use get_volume_ranking, for volume far above its 20-day mean with possible reasons "
	"get_unusual_volume.";

static const mcp_phrase phrases[] = {
	{ "Growth of trading value", "거래대금 증가율 순위" },
	{ help,
	  "거래대금(원)이 전일(1D)이나 최근 5·20거래일 평균보다 가장 많이 늘어난 코스피·코스닥 종목과 같은 기간의 등락률, "
	  "뉴스·공시 건수를 보여 줍니다. 장중에는 지금까지의 거래대금을 하루 전체와 비교합니다. 어디에 갑자기 거래가 "
	  "몰렸는지 물을 때 쓰세요. 거래대금 자체의 순위는 get_volume_ranking, 20일 평균을 크게 넘은 거래량과 그 이유는 "
	  "get_unusual_volume을 쓰세요." },
	{ "%s, top %u by growth of trading value against %s, %s%s\n\n%s",
	  "%1$s %3$s 대비 거래대금 증가율 상위 %2$u, %4$s%5$s\n\n%6$s" },
	{ "the day before", "전일" },
	{ "the mean of 5 days", "5일 평균" },
	{ "the mean of 20 days", "20일 평균" },
	{ "; news and disclosures are lower bounds", ", 뉴스·공시 건수는 최소값" },
	{ "What the session's trading value is compared with: the day before, or the mean of the "
	  "5 or 20 completed days before.",
	  "그날 거래대금을 무엇과 비교할지: 전일, 또는 직전 5·20거래일 평균." },
	{ "Value traded on the day before (1D), or the mean of the 5 or 20 completed days before.",
	  "전일 거래대금(1D), 또는 직전 5·20거래일 평균." },
	{ "Compared with", "비교 기준" },
	{ "Growth of the trading value.", "거래대금 증가율." },
	{ "Growth", "증가율" },
	{ "Price against the previous close (1D), or the close 5 or 20 completed days ago.",
	  "전일 종가 대비(1D), 또는 5·20거래일 전 종가 대비." },
	{ "Price change", "등락률" },
	{ "News titles about it in the period; null: not counted yet.",
	  "그 기간의 관련 뉴스 건수. 아직 세지 못했으면 null." },
	{ "News", "뉴스" },
	{ "Disclosures about it in the period; null: not counted yet.",
	  "그 기간의 관련 공시 건수. 아직 세지 못했으면 null." },
	{ "Disclosures", "공시" },
	{ "True: both counts are lower bounds.", "true면 두 건수는 최소값." },
	{ "The period asked for.", "조회한 기간." },
};
/* clang-format on */

static const mcp_tool get_volume_change_ranking = {
	MCP_MARKET_TOOL_HEAD,
	.name = "get_volume_change_ranking",
	.title = "Growth of trading value",
	.help = help,
	.args = MCP_TABLE(struct args, arg_fields),
	.result = MCP_TABLE(struct answer, answer_fields),
	.run = run,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "change",
	.version = "0.1.0",
	.license = "MIT",
	.tools = MCP_LIST(&get_volume_change_ranking),
	.config = MCP_TABLE(struct config, config_fields),
	.needs = MCP_NEEDS("market/1", "format/1"),
	.phrases = MCP_PHRASES(phrases),
};
