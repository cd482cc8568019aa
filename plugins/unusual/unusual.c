/* unusual - whose volume lies far above its usual one, and what may explain it:
 * get_unusual_volume. */
#include <mcp/format.h>
#include <mcp/market_rows.h>

struct config {
	int64_t ranking_count;
	int64_t threshold;
};

struct args {
	const char *market;
	mcp_int threshold;
	mcp_int min_price;
	int64_t count;
};

struct reason {
	const char *code;
	const char *seen;
};

struct row {
	const char *stock_code;
	const char *stock_name;
	mcp_int current_volume;
	mcp_int average_volume;
	mcp_real volume_ratio;
	mcp_real z_score;
	mcp_real price_change_rate;
	mcp_int trading_value;
	mcp_int consecutive_days;
	mcp_texts possible_reasons;
	mcp_rows reason_details;
	mcp_texts flags;
};

struct criteria {
	int64_t threshold;
	const char *comparison_period;
	mcp_int min_price;
};

struct summary {
	mcp_int compared_days;
	mcp_int matched;
	const char *as_of;
	const char *standing;
};

struct answer {
	const char *timestamp;
	const void *detection_criteria;
	mcp_rows unusual_stocks;
};

#define THRESHOLDS "1..100000"

/* clang-format off */
static const mcp_field config_fields[] = {
	MCP_MARKET_MOST(struct config),
	MCP_INT(struct config, threshold,
		"From which volume on, in percent of the 20-day mean, a share is unusual.",
		.preset = "200", .range = THRESHOLDS, .unit = "%"),
};

static const mcp_field arg_fields[] = {
	MCP_MARKET_CHOICE(struct args, market),
	MCP_INT(struct args, threshold,
		"The least volume in percent of the 20-day mean; left out: the host's setting, usually 200.",
		.range = THRESHOLDS, .unit = "%"),
	MCP_INT(struct args, min_price, "Only shares at this price or above.", .range = "0..",
		.unit = "KRW"),
	MCP_MARKET_COUNT(struct args, count),
};

static const mcp_field reason_fields[] = {
	MCP_TEXT(struct reason, code, "One of possible_reasons."),
	MCP_TEXT(struct reason, seen, "What was seen."),
};
static const mcp_table reason_table = MCP_TABLE(struct reason, reason_fields);

static const mcp_field row_fields[] = {
	MCP_MARKET_CODE(struct row, stock_code),
	MCP_MARKET_NAME(struct row, stock_name),
	MCP_MARKET_VOLUME(struct row, current_volume),
	MCP_INT(struct row, average_volume,
		"Mean of the 20 completed days before, or volume of the day before: see comparison_period.",
		.title = "Compared with", .unit = "shares"),
	MCP_REAL(struct row, volume_ratio, "Volume / average_volume.", .title = "Ratio", .unit = "%"),
	MCP_REAL(struct row, z_score, "(volume - mean) / deviation of the 20 completed days before.",
		.title = "z"),
	MCP_MARKET_CHANGE_RATE(struct row, price_change_rate),
	MCP_MARKET_VALUE(struct row, trading_value),
	MCP_INT(struct row, consecutive_days,
		"Days in a row, this one as 1, with a volume of the threshold or more.",
		.title = "Days"),
	MCP_TEXTS(struct row, possible_reasons,
		"What may explain it: major_disclosure, news_coverage, technical_breakout, price_limit, "
		"volatility_interruption, sector_move, corporate_action, newly_listed, program_flow, "
		"market_warning.", .title = "Possible reasons", .source = "reasons"),
	MCP_ROWS(struct row, reason_details, "What each reason saw.", reason_table,
		.flags = MCP_F_QUIET),
	MCP_MARKET_FLAGS(struct row, flags),
};
static const mcp_table row_table = MCP_TABLE(struct row, row_fields);

static const mcp_field summary_fields[] = {
	MCP_INT(struct summary, compared_days, "Completed days that are compared with."),
	MCP_INT(struct summary, matched, "Shares that pass, shown or not.", .unit = "shares"),
	MCP_MARKET_STANDING(struct summary),
};
static const mcp_table summary_table = MCP_TABLE(struct summary, summary_fields);

static const mcp_field criteria_fields[] = {
	MCP_INT(struct criteria, threshold, "The least volume in percent of the mean.", .unit = "%"),
	MCP_CHOICE(struct criteria, comparison_period,
		"20D: the mean of 20 days; 1D: the day before, until all 20 are there.", "20D|1D",
		.flags = MCP_F_REQUIRED),
	MCP_INT(struct criteria, min_price, "The least price; null: any.", .unit = "KRW"),
};
static const mcp_table criteria_table = MCP_TABLE(struct criteria, criteria_fields);

static const mcp_field answer_fields[] = {
	MCP_MARKET_TIMESTAMP(struct answer),
	MCP_OBJECT(struct answer, detection_criteria, "What was looked for.", criteria_table),
	MCP_ROWS(struct answer, unusual_stocks, "The shares found, the largest ratio first.", row_table),
};
/* clang-format on */

/* The rows shown are not all that pass: the total, where it is known, is said. */
static mcp_status say_it(mcp_ctx *ctx, const struct args *a, const struct answer *answer,
	const struct summary *summary)
{
	const struct criteria *c = answer->detection_criteria;
	const uint32_t shown = answer->unusual_stocks.count;
	const char *market = mcp_market_words(a->market);
	const char *base = mcp_say(
		ctx, c->comparison_period[0] == '1' ? "the day before" : "their 20-day mean");
	const char *table = mcp_format_table(ctx, &row_table, answer->unusual_stocks);

	if (!summary->matched.known && shown > 0)
		return mcp_reply_text(ctx,
			"%s, top %u with a volume of %lld%% or more of %s, %s\n\n%s", market, shown,
			(long long)c->threshold, base, summary->standing, table);
	if (summary->matched.known && summary->matched.value > shown)
		return mcp_reply_text(ctx,
			"%s, top %u of %lld shares with a volume of %lld%% or more of %s, "
			"%s\n\n%s",
			market, shown, (long long)summary->matched.value, (long long)c->threshold,
			base, summary->standing, table);
	return mcp_reply_text(ctx, "%s, %u shares with a volume of %lld%% or more of %s, %s\n\n%s",
		market, shown, (long long)c->threshold, base, summary->standing, table);
}

static mcp_status run(mcp_ctx *ctx, const void *data)
{
	const struct args *a = data;
	struct criteria criteria = {
		.threshold = a->threshold.known ? a->threshold.value
		                                : MCP_CONFIG(ctx, struct config)->threshold,
		.comparison_period = "20D",
		.min_price = a->min_price,
	};
	const mcp_market_filter filters[] = {
		{ .column = "volume_ratio",
			.min_rate = MCP_KNOWN_REAL((double)criteria.threshold) },
		{ .column = "price", .min = a->min_price },
	};
	const mcp_market_query query = {
		.size = sizeof query,
		.count = (uint32_t)a->count,
		.market = a->market,
		.sort_by = "volume_ratio",
		.threshold = (uint32_t)criteria.threshold,
		.filters = MCP_FILTERS(filters, a->min_price.known ? 2 : 1),
	};
	struct answer answer = { .detection_criteria = &criteria };
	struct summary summary = { 0 };
	mcp_status s;

	s = mcp_market_top(ctx, &query, &row_table, &answer.unusual_stocks);
	if (s < 0)
		return s;

	s = mcp_market_summary(ctx, &query, &summary_table, &summary);
	if (s < 0)
		return s;

	answer.timestamp = summary.as_of;
	if (summary.compared_days.known && summary.compared_days.value == 1)
		criteria.comparison_period = "1D";
	s = say_it(ctx, a, &answer, &summary);
	if (s < 0)
		return s;
	return mcp_reply(ctx, &answer);
}

/* clang-format off */
static const char help[] =
	"Shares of KOSPI and KOSDAQ whose volume of the day lies far above the mean of their 20 completed "
	"days before (threshold, in percent), with z-score, days in a row and possible reasons such as "
	"disclosures, news, price limits or sector moves. Fewer rows than asked means that no more passed. "
	"Use it for questions such as what trades unusually today and why. For growth against the day "
	"before or 5 days use get_volume_change_ranking, for the largest volume get_volume_ranking.";

static const mcp_phrase phrases[] = {
	{ "Unusual volume", "이상 거래량" },
	{ help,
	  "그날 거래량이 직전 20거래일 평균을 크게 넘은(threshold: 퍼센트) 코스피·코스닥 종목과 z 점수, 연속 일수, 공시·뉴스·상·하한가·"
	  "업종 움직임 같은 가능한 이유를 보여 줍니다. 요청보다 행이 적으면 조건에 맞는 종목이 그만큼뿐입니다. 오늘 평소와 "
	  "다르게 거래되는 종목과 이유를 물을 때 쓰세요. 전일·5일 대비 증가율은 get_volume_change_ranking, 거래량 자체의 "
	  "순위는 get_volume_ranking을 쓰세요." },
	{ "%s, %u shares with a volume of %lld%% or more of %s, %s\n\n%s",
	  "%1$s 거래량이 %4$s의 %3$lld%% 이상인 %2$u종목, %5$s\n\n%6$s" },
	{ "%s, top %u of %lld shares with a volume of %lld%% or more of %s, %s\n\n%s",
	  "%1$s 거래량이 %5$s의 %4$lld%% 이상인 %3$lld종목 중 상위 %2$u종목, %6$s\n\n%7$s" },
	{ "%s, top %u with a volume of %lld%% or more of %s, %s\n\n%s",
	  "%1$s 거래량이 %4$s의 %3$lld%% 이상인 상위 %2$u종목, %5$s\n\n%6$s" },
	{ "the day before", "전일" },
	{ "their 20-day mean", "20일 평균" },
	{ "From which volume on, in percent of the 20-day mean, a share is unusual.",
	  "거래량이 20일 평균의 몇 퍼센트부터 이상 거래량인지." },
	{ "The least volume in percent of the 20-day mean; left out: the host's setting, usually 200.",
	  "20일 평균 대비 최소 거래량(퍼센트). 생략하면 호스트 설정(보통 200)." },
	{ "Only shares at this price or above.", "이 가격 이상인 종목만." },
	{ "One of possible_reasons.", "possible_reasons의 하나." },
	{ "What was seen.", "확인된 내용." },
	{ "Mean of the 20 completed days before, or volume of the day before: see comparison_period.",
	  "직전 20거래일 평균 또는 전일 거래량(comparison_period 참고)." },
	{ "Compared with", "비교 기준" },
	{ "Volume / average_volume.", "거래량 / average_volume." },
	{ "Completed days that are compared with.", "비교한 거래일 수." },
	{ "Shares that pass, shown or not.", "조건에 맞는 종목 수(보이지 않는 것 포함)." },
	{ "Ratio", "비율" },
	{ "(volume - mean) / deviation of the 20 completed days before.",
	  "(거래량 - 평균) / 직전 20거래일 표준편차." },
	{ "z", "z" },
	{ "Days in a row, this one as 1, with a volume of the threshold or more.",
	  "거래량이 기준 이상인 연속 일수(당일이 1)." },
	{ "Days", "연속일" },
	{ "What may explain it: major_disclosure, news_coverage, technical_breakout, price_limit, "
	  "volatility_interruption, sector_move, corporate_action, newly_listed, program_flow, "
	  "market_warning.",
	  "가능한 이유: major_disclosure(주요 공시), news_coverage(뉴스), technical_breakout(기술적 돌파), "
	  "price_limit(상·하한가), volatility_interruption(VI 발동), sector_move(업종 동반 움직임), "
	  "corporate_action(분할·증자 등), newly_listed(신규 상장), program_flow(프로그램 매매), "
	  "market_warning(시장 경보)." },
	{ "Possible reasons", "가능한 이유" },
	{ "What each reason saw.", "이유마다 확인된 내용." },
	{ "The least volume in percent of the mean.", "평균 대비 최소 거래량(퍼센트)." },
	{ "20D: the mean of 20 days; 1D: the day before, until all 20 are there.",
	  "20D는 20일 평균, 1D는 20일치가 모일 때까지 쓰는 전일." },
	{ "The least price; null: any.", "최소 가격. null이면 제한 없음." },
	{ "What was looked for.", "찾은 조건." },
	{ "The shares found, the largest ratio first.", "찾은 종목. 비율이 큰 것부터." },
};
/* clang-format on */

static const mcp_tool get_unusual_volume = {
	MCP_MARKET_TOOL_HEAD,
	.name = "get_unusual_volume",
	.title = "Unusual volume",
	.help = help,
	.args = MCP_TABLE(struct args, arg_fields),
	.result = MCP_TABLE(struct answer, answer_fields),
	.run = run,
};

const mcp_plugin mcp_plugin_v1 = {
	MCP_PLUGIN_HEAD,
	.name = "unusual",
	.version = "0.1.0",
	.license = "MIT",
	.tools = MCP_LIST(&get_unusual_volume),
	.config = MCP_TABLE(struct config, config_fields),
	.needs = MCP_NEEDS("market/1", "format/1"),
	.phrases = MCP_PHRASES(phrases),
};
