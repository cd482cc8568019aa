/* change_test - get_volume_change_ranking: what it asks of the market, what it answers. */
#include "support/tool_frame.h"

#include <string.h>

#include "change.c" // NOLINT

#define SAMSUNG \
	"{\"rank\":1,\"code\":\"005930\",\"name\":\"삼성전자\",\"trading_value\":584861890300," \
	"\"previous_value\":201000000000,\"value_change_rate\":190.98," \
	"\"period_change_rate\":-0.46,\"news_count\":12,\"disclosure_count\":1," \
	"\"counts_at_least\":false,\"flags\":[]}"
#define HYNIX \
	"{\"rank\":2,\"code\":\"000660\",\"name\":\"SK하이닉스\",\"trading_value\":258969317100," \
	"\"previous_value\":null,\"value_change_rate\":null,\"period_change_rate\":1.44," \
	"\"news_count\":null,\"disclosure_count\":null,\"counts_at_least\":null," \
	"\"flags\":[\"투자주의\"]}"
#define LONGEST \
	"{\"rank\":20,\"code\":\"123456\",\"name\":\"가상인더스트리얼홀딩스우\"," \
	"\"trading_value\":12584861890300,\"previous_value\":1258486189030," \
	"\"value_change_rate\":1190.98,\"period_change_rate\":-10.46,\"news_count\":120," \
	"\"disclosure_count\":10,\"counts_at_least\":true,\"flags\":[\"투자주의\"," \
	"\"우선주\"]}"
#define TOTALS "{\"as_of\":\"2026-11-23T10:24:00+09:00\",\"standing\":\"장중 10:24 기준\"}"

static struct fake_market market;

static struct fake_host start(void **state)
{
	struct fake_host host = fake_market_start(state, &market, &get_volume_change_ranking);

	market.rows = "[" SAMSUNG "," HYNIX "]";
	market.summary = TOTALS;
	return host;
}

static const struct tool_frame frame = {
	.plugin = &mcp_plugin_v1,
	.tool = &get_volume_change_ranking,
	.market = &market,
	.start = start,
	.longest = LONGEST,
	.twenty_least = 1500,
	.fifty_least = 4000,
};

static const void *args_of(const char *json)
{
	return fake_market_args(&mcp_plugin_v1, &get_volume_change_ranking, json);
}

/* ---- Asking. ---- */

static void asks_what_the_caller_asked(void **state)
{
	struct fake_host host = start(state);
	const void *args = args_of("{\"market\":\"KOSDAQ\",\"period\":\"20D\",\"count\":50}");

	assert_int_equal(run(&host.ctx, args), MCP_OK);
	assert_string_equal(market.op, "top");
	assert_int_equal(market.asked.size, sizeof(mcp_market_query));
	assert_int_equal(market.asked.count, 50);
	assert_string_equal(market.asked.market, "KOSDAQ");
	assert_string_equal(market.asked.period, "20D");
	assert_string_equal(market.asked.sort_by, "value_change_rate");
	assert_null(market.asked.order);
	assert_memory_equal(&market.asked_summary, &market.asked, sizeof market.asked);
}

static void without_arguments_it_asks_for_twenty_against_the_day_before(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_int_equal(market.asked.count, 20);
	assert_string_equal(market.asked.market, "ALL");
	assert_string_equal(market.asked.period, "1D");
}

/* ---- Answering. ---- */

static void answers_every_field_and_leaves_null_what_is_not_known(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{\"period\":\"5D\"}")), MCP_OK);
	assert_string_equal(host.reply,
		"{\"timestamp\":\"2026-11-23T10:24:00+09:00\",\"period\":\"5D\",\"ranking\":["
		"{\"rank\":1,\"stock_code\":\"005930\",\"stock_name\":\"삼성전자\","
		"\"current_volume\":584861890300,\"previous_volume\":201000000000,"
		"\"volume_change_rate\":190.98,\"price_change_rate\":-0.46,\"news_count\":12,"
		"\"disclosure_count\":1,\"counts_at_least\":false,\"flags\":[]},"
		"{\"rank\":2,\"stock_code\":\"000660\",\"stock_name\":\"SK하이닉스\","
		"\"current_volume\":258969317100,\"previous_volume\":null,"
		"\"volume_change_rate\":null,\"price_change_rate\":1.44,\"news_count\":null,"
		"\"disclosure_count\":null,\"counts_at_least\":null,"
		"\"flags\":[\"투자주의\"]}]}");
}

static void the_text_is_a_korean_table(void **state)
{
	struct fake_host host = start(state);

	fake_host_korean(&host, &mcp_plugin_v1.phrases);
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_string_equal(host.text,
		"KOSPI + KOSDAQ 전일 대비 거래대금 증가율 상위 2, 장중 10:24 기준\n"
		"\n"
		"순위  코드    종목명      거래대금  비교 기준    증가율  등락률  뉴스  공시  표시\n"
		"   1  005930  삼성전자     5,849억    2,010억  +190.98%  -0.46%    12     1\n"
		"   2  000660  SK하이닉스   2,590억          -         -  +1.44%     -     -  투자주의\n");
}

static void each_period_names_what_it_compares_with(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{\"period\":\"1D\"}")), MCP_OK);
	assert_non_null(strstr(host.text, "growth of trading value against the day before, "));
	assert_int_equal(run(&host.ctx, args_of("{\"period\":\"5D\"}")), MCP_OK);
	assert_non_null(strstr(host.text, "growth of trading value against the mean of 5 days, "));
	assert_int_equal(run(&host.ctx, args_of("{\"period\":\"20D\"}")), MCP_OK);
	assert_non_null(strstr(host.text, "growth of trading value against the mean of 20 days, "));
}

static void the_text_says_when_counts_are_lower_bounds(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_null(strstr(host.text, "lower bounds"));
	market.rows = "[" SAMSUNG "," LONGEST "]";
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_non_null(strstr(host.text, "; news and disclosures are lower bounds\n"));
}

#define TEST(name) cmocka_unit_test_teardown(name, fake_market_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(asks_what_the_caller_asked),
		TEST(without_arguments_it_asks_for_twenty_against_the_day_before),
		TEST(answers_every_field_and_leaves_null_what_is_not_known),
		TEST(the_text_is_a_korean_table),
		TEST(each_period_names_what_it_compares_with),
		TEST(the_text_says_when_counts_are_lower_bounds),
		TOOL_FRAME_TESTS(&frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
