/* unusual_test - get_unusual_volume: what it asks of the market, what it answers. */
#include "support/tool_frame.h"

#include <string.h>

#include "unusual.c" // NOLINT

#define SAMSUNG \
	"{\"code\":\"005930\",\"name\":\"삼성전자\",\"volume\":8958147," \
	"\"average_volume\":2239536,\"volume_ratio\":400.00,\"z_score\":5.12," \
	"\"change_rate\":7.46,\"trading_value\":584861890300,\"consecutive_days\":2," \
	"\"reasons\":[\"major_disclosure\",\"price_limit\"]," \
	"\"reason_details\":[{\"code\":\"major_disclosure\"," \
	"\"seen\":\"공시 1건\"},{\"code\":\"price_limit\",\"seen\":\"상한가\"}],\"flags\":[]}"
#define HYNIX \
	"{\"code\":\"000660\",\"name\":\"SK하이닉스\",\"volume\":2833739," \
	"\"average_volume\":1300000,\"volume_ratio\":217.98,\"z_score\":null," \
	"\"change_rate\":null,\"trading_value\":258969317100,\"consecutive_days\":null," \
	"\"reasons\":[],\"reason_details\":[],\"flags\":[\"투자주의\"]}"
#define LONGEST \
	"{\"code\":\"123456\",\"name\":\"가상인더스트리얼홀딩스우\"," \
	"\"volume\":108958147,\"average_volume\":10895814,\"volume_ratio\":1000.00," \
	"\"z_score\":12.34,\"change_rate\":-10.46,\"trading_value\":1258486189030," \
	"\"consecutive_days\":12,\"reasons\":[\"news_coverage\",\"sector_move\"]," \
	"\"reason_details\":[{\"code\":\"news_coverage\"," \
	"\"seen\":\"뉴스 12건\"},{\"code\":\"sector_move\",\"seen\":\"업종 +5.12%\"}]," \
	"\"flags\":[\"투자주의\",\"우선주\"]}"
#define TOTALS_OF(days, matched) \
	"{\"compared_days\":" days ",\"matched\":" matched \
	",\"as_of\":\"2026-11-23T10:24:00+09:00\",\"standing\":\"장중 10:24 기준\"}"
#define TOTALS TOTALS_OF("20", "2")

static struct fake_market market;
static const struct config usual = { .ranking_count = 50, .threshold = 200 };

static struct fake_host start(void **state)
{
	struct fake_host host = fake_market_start(state, &market, &get_unusual_volume);

	market.rows = "[" SAMSUNG "," HYNIX "]";
	market.summary = TOTALS;
	host.ctx.config = &usual;
	return host;
}

static const struct tool_frame frame = {
	.plugin = &mcp_plugin_v1,
	.tool = &get_unusual_volume,
	.market = &market,
	.start = start,
	.longest = LONGEST,
	.twenty_least = 1500,
	.fifty_least = 4000,
};

static const void *args_of(const char *json)
{
	return fake_market_args(&mcp_plugin_v1, &get_unusual_volume, json);
}

/* ---- Asking. ---- */

static void asks_what_the_caller_asked(void **state)
{
	struct fake_host host = start(state);
	const void *args = args_of("{\"market\":\"KOSDAQ\",\"threshold\":350,\"min_price\":1000,"
				   "\"count\":50}");

	assert_int_equal(run(&host.ctx, args), MCP_OK);
	assert_string_equal(market.op, "top");
	assert_int_equal(market.asked.size, sizeof(mcp_market_query));
	assert_int_equal(market.asked.count, 50);
	assert_string_equal(market.asked.market, "KOSDAQ");
	assert_string_equal(market.asked.sort_by, "volume_ratio");
	assert_int_equal(market.asked.threshold, 350);
	assert_int_equal(market.asked.filters.count, 2);
	assert_string_equal(market.filters[0].column, "volume_ratio");
	assert_true(market.filters[0].min_rate.known && !market.filters[0].max_rate.known);
	assert_true(market.filters[0].min_rate.value == 350);
	assert_string_equal(market.filters[1].column, "price");
	assert_true(market.filters[1].min.known && !market.filters[1].max.known);
	assert_int_equal(market.filters[1].min.value, 1000);
	assert_memory_equal(&market.asked_summary, &market.asked, sizeof market.asked);
}

static void without_arguments_it_asks_by_the_threshold_of_the_settings(void **state)
{
	struct fake_host host = start(state);
	const struct config config = { .ranking_count = 50, .threshold = 275 };

	host.ctx.config = &config;
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_int_equal(market.asked.count, 20);
	assert_string_equal(market.asked.market, "ALL");
	assert_int_equal(market.asked.threshold, 275);
	assert_int_equal(market.asked.filters.count, 1);
	assert_true(market.filters[0].min_rate.value == 275);
	assert_non_null(strstr(host.reply, "\"threshold\":275,"));
}

/* ---- Answering. ---- */

static void answers_every_field_and_leaves_null_what_is_not_known(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{\"min_price\":1000}")), MCP_OK);
	assert_string_equal(host.reply,
		"{\"timestamp\":\"2026-11-23T10:24:00+09:00\",\"detection_criteria\":{"
		"\"threshold\":200,\"comparison_period\":\"20D\",\"min_price\":1000},"
		"\"unusual_stocks\":["
		"{\"stock_code\":\"005930\",\"stock_name\":\"삼성전자\","
		"\"current_volume\":8958147,\"average_volume\":2239536,\"volume_ratio\":400,"
		"\"z_score\":5.12,\"price_change_rate\":7.46,\"trading_value\":584861890300,"
		"\"consecutive_days\":2,\"possible_reasons\":[\"major_disclosure\","
		"\"price_limit\"],\"reason_details\":["
		"{\"code\":\"major_disclosure\",\"seen\":\"공시 1건\"},"
		"{\"code\":\"price_limit\",\"seen\":\"상한가\"}],\"flags\":[]},"
		"{\"stock_code\":\"000660\",\"stock_name\":\"SK하이닉스\","
		"\"current_volume\":2833739,\"average_volume\":1300000,"
		"\"volume_ratio\":217.98,\"z_score\":null,\"price_change_rate\":null,"
		"\"trading_value\":258969317100,\"consecutive_days\":null,"
		"\"possible_reasons\":[],\"reason_details\":[],\"flags\":[\"투자주의\"]}]}");
}

static void the_text_is_a_korean_table(void **state)
{
	struct fake_host host = start(state);

	fake_host_korean(&host, &mcp_plugin_v1.phrases);
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_string_equal(host.text,
		"KOSPI + KOSDAQ 거래량이 20일 평균의 200% 이상인 2종목, 장중 10:24 기준\n"
		"\n"
		"코드    종목명         거래량  비교 기준     비율     z  등락률  거래대금  연속일  가능한 이유          표시\n"
		"005930  삼성전자    8,958,147  2,239,536  400.00%  5.12  +7.46%   5,849억       2  주요 공시,상·하한가\n"
		"000660  SK하이닉스  2,833,739  1,300,000  217.98%     -       -   2,590억       -                       투자주의\n");
}

static void the_english_first_line_says_what_was_looked_for(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{\"market\":\"KOSPI\"}")), MCP_OK);
	assert_non_null(strstr(
		host.text, "KOSPI, 2 shares with a volume of 200% or more of their 20-day mean, "));
}

static void more_than_the_rows_shown_are_counted(void **state)
{
	struct fake_host host = start(state);

	market.summary = TOTALS_OF("20", "134");
	assert_int_equal(run(&host.ctx, args_of("{\"count\":2}")), MCP_OK);
	assert_non_null(strstr(host.text, "KOSPI + KOSDAQ, top 2 of 134 shares with a volume of "
					  "200% or more of their 20-day mean, "));

	fake_host_korean(&host, &mcp_plugin_v1.phrases);
	assert_int_equal(run(&host.ctx, args_of("{\"count\":2}")), MCP_OK);
	assert_non_null(strstr(host.text,
		"KOSPI + KOSDAQ 거래량이 20일 평균의 200% 이상인 134종목 중 상위 2종목, 장중"));
}

static void rows_of_an_unknown_total_are_only_the_top(void **state)
{
	struct fake_host host = start(state);

	market.summary = TOTALS_OF("1", "null");
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_non_null(strstr(host.text,
		"KOSPI + KOSDAQ, top 2 with a volume of 200% or more of the day before, "));

	fake_host_korean(&host, &mcp_plugin_v1.phrases);
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_non_null(strstr(host.text,
		"KOSPI + KOSDAQ 거래량이 전일의 200% 이상인 상위 2종목, 장중 10:24 기준"));
}

static void until_the_days_are_there_it_says_what_it_compares_with(void **state)
{
	struct fake_host host = start(state);

	market.summary = TOTALS_OF("1", "null");
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_non_null(strstr(host.text, "a volume of 200% or more of the day before, "));
	assert_non_null(strstr(host.reply, "\"comparison_period\":\"1D\""));
}

static void finding_nothing_is_an_answer(void **state)
{
	struct fake_host host = start(state);

	market.rows = "[]";
	market.summary = TOTALS_OF("20", "0");
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_non_null(strstr(host.reply, "\"unusual_stocks\":[]}"));
	assert_non_null(strstr(host.text, "KOSPI + KOSDAQ, 0 shares with "));
}

#define TEST(name) cmocka_unit_test_teardown(name, fake_market_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(asks_what_the_caller_asked),
		TEST(without_arguments_it_asks_by_the_threshold_of_the_settings),
		TEST(answers_every_field_and_leaves_null_what_is_not_known),
		TEST(the_text_is_a_korean_table),
		TEST(the_english_first_line_says_what_was_looked_for),
		TEST(more_than_the_rows_shown_are_counted),
		TEST(rows_of_an_unknown_total_are_only_the_top),
		TEST(until_the_days_are_there_it_says_what_it_compares_with),
		TEST(finding_nothing_is_an_answer),
		TOOL_FRAME_TESTS(&frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
