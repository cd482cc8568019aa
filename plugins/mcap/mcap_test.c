/* mcap_test - get_market_cap_ranking: what it asks of the market, what it answers. */
#include "support/tool_frame.h"

#include <string.h>

#include "mcap.c" // NOLINT

#define SAMSUNG \
	"{\"rank\":1,\"code\":\"005930\",\"name\":\"삼성전자\",\"market_cap\":388632843905000," \
	"\"market_cap_rank_change\":0,\"price\":65100,\"trading_value\":584861890300," \
	"\"trading_value_rank\":2,\"weight_in_index\":18.42,\"foreign_ratio\":50.23," \
	"\"treasury_ratio\":1.55,\"per\":13.30,\"pbr\":1.21,\"flags\":[]}"
#define HYNIX \
	"{\"rank\":2,\"code\":\"000660\",\"name\":\"SK하이닉스\",\"market_cap\":66757816870500," \
	"\"market_cap_rank_change\":null,\"price\":91700,\"trading_value\":258969317100," \
	"\"trading_value_rank\":3,\"weight_in_index\":3.16,\"foreign_ratio\":null," \
	"\"treasury_ratio\":null,\"per\":null,\"pbr\":null,\"flags\":[\"투자주의\"]}"
#define LONGEST \
	"{\"rank\":20,\"code\":\"123456\",\"name\":\"가상인더스트리얼홀딩스우\"," \
	"\"market_cap\":388632843905000,\"market_cap_rank_change\":-12,\"price\":1234500," \
	"\"trading_value\":1258486189030,\"trading_value_rank\":1234,\"weight_in_index\":10.42," \
	"\"foreign_ratio\":50.23,\"treasury_ratio\":11.55,\"per\":113.30,\"pbr\":11.21," \
	"\"flags\":[\"투자주의\",\"우선주\"]}"
#define TOTALS \
	"{\"total_market_cap\":2109000000000000,\"top10_concentration\":41.07," \
	"\"average_per\":15.20,\"average_pbr\":1.12,\"matched\":812," \
	"\"as_of\":\"2026-11-23T10:24:00+09:00\",\"standing\":\"장중 10:24 기준\"}"

static struct fake_market market;

static struct fake_host start(void **state)
{
	struct fake_host host = fake_market_start(state, &market, &get_market_cap_ranking);

	market.rows = "[" SAMSUNG "," HYNIX "]";
	market.summary = TOTALS;
	return host;
}

static const struct tool_frame frame = {
	.plugin = &mcp_plugin_v1,
	.tool = &get_market_cap_ranking,
	.market = &market,
	.start = start,
	.longest = LONGEST,
	.twenty_least = 1500,
	.fifty_least = 4000,
};

static const void *args_of(const char *json)
{
	return fake_market_args(&mcp_plugin_v1, &get_market_cap_ranking, json);
}

/* ---- Asking. ---- */

static void asks_what_the_caller_asked(void **state)
{
	struct fake_host host = start(state);
	const void *args = args_of("{\"market\":\"KOSDAQ\",\"count\":50,"
				   "\"filter_by\":{\"sector\":\"전기·전자\"}}");

	assert_int_equal(run(&host.ctx, args), MCP_OK);
	assert_string_equal(market.op, "top");
	assert_int_equal(market.asked.size, sizeof(mcp_market_query));
	assert_int_equal(market.asked.count, 50);
	assert_string_equal(market.asked.market, "KOSDAQ");
	assert_string_equal(market.asked.sort_by, "market_cap");
	assert_string_equal(market.asked.sector, "전기·전자");
	assert_int_equal(market.asked.filters.count, 0);
	assert_memory_equal(&market.asked_summary, &market.asked, sizeof market.asked);
}

static void without_arguments_it_asks_for_twenty_without_bounds(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_int_equal(market.asked.count, 20);
	assert_string_equal(market.asked.market, "ALL");
	assert_null(market.asked.sector);
	assert_int_equal(market.asked.filters.count, 0);
	assert_null(market.asked.omit);
}

static void assert_filter(const mcp_market_filter *f, const char *column, int64_t min, int64_t max)
{
	assert_string_equal(f->column, column);
	assert_true(f->min.known && f->max.known && !f->min_rate.known && !f->max_rate.known);
	assert_int_equal(f->min.value, min);
	assert_int_equal(f->max.value, max);
}

static void every_bound_becomes_a_bound_of_its_column(void **state)
{
	struct fake_host host = start(state);
	const void *args = args_of(
		"{\"filter_by\":{\"min_trading_value\":1,\"max_trading_value\":9000000000000,"
		"\"min_price\":3,\"max_price\":4,\"min_market_cap\":5,\"max_market_cap\":6,"
		"\"min_change_rate\":-1.5,\"max_change_rate\":29.99}}");

	assert_int_equal(run(&host.ctx, args), MCP_OK);
	assert_int_equal(market.asked.filters.count, 4);
	assert_filter(&market.filters[0], "trading_value", 1, 9000000000000);
	assert_filter(&market.filters[1], "price", 3, 4);
	assert_filter(&market.filters[2], "market_cap", 5, 6);
	assert_string_equal(market.filters[3].column, "change_rate");
	assert_false(market.filters[3].min.known || market.filters[3].max.known);
	assert_true(market.filters[3].min_rate.known && market.filters[3].max_rate.known);
	assert_true(market.filters[3].min_rate.value == -1.5);
	assert_true(market.filters[3].max_rate.value == 29.99);
}

static void one_bound_leaves_the_others_open(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(
		run(&host.ctx, args_of("{\"filter_by\":{\"max_change_rate\":0}}")), MCP_OK);
	assert_int_equal(market.asked.filters.count, 1);
	assert_string_equal(market.filters[0].column, "change_rate");
	assert_false(market.filters[0].min_rate.known);
	assert_true(market.filters[0].max_rate.known);
}

static void refuses_bounds_that_are_crossed(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(
		run(&host.ctx, args_of("{\"filter_by\":{\"min_price\":5,\"max_price\":4}}")),
		MCP_E_ARGUMENT);
	assert_string_equal(
		host.said, "filter_by.min_price is above filter_by.max_price; swap them");
	assert_int_equal(run(&host.ctx, args_of("{\"filter_by\":{\"min_change_rate\":0.5,"
						"\"max_change_rate\":0.25}}")),
		MCP_E_ARGUMENT);
	assert_int_equal(market.calls, 0);
}

/* ---- Answering. ---- */

static void answers_every_field_and_leaves_null_what_is_not_known(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_string_equal(host.reply,
		"{\"timestamp\":\"2026-11-23T10:24:00+09:00\",\"market\":\"ALL\",\"ranking\":["
		"{\"rank\":1,\"stock_code\":\"005930\",\"stock_name\":\"삼성전자\","
		"\"market_cap\":388632843905000,\"market_cap_rank_change\":0,"
		"\"current_price\":65100,\"trading_value\":584861890300,"
		"\"trading_value_rank\":2,\"weight_in_index\":18.42,"
		"\"foreign_ownership\":50.23,\"treasury_stock_ratio\":1.55,\"per\":13.3,"
		"\"pbr\":1.21,\"flags\":[]},"
		"{\"rank\":2,\"stock_code\":\"000660\",\"stock_name\":\"SK하이닉스\","
		"\"market_cap\":66757816870500,\"market_cap_rank_change\":null,"
		"\"current_price\":91700,\"trading_value\":258969317100,"
		"\"trading_value_rank\":3,\"weight_in_index\":3.16,\"foreign_ownership\":null,"
		"\"treasury_stock_ratio\":null,\"per\":null,\"pbr\":null,"
		"\"flags\":[\"투자주의\"]}],"
		"\"summary\":{\"total_market_cap\":2109000000000000,"
		"\"top10_concentration\":41.07,\"average_per\":15.2,\"average_pbr\":1.12}}");
}

static void the_text_is_a_korean_table(void **state)
{
	struct fake_host host = start(state);

	fake_host_korean(&host, &mcp_plugin_v1.phrases);
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_string_equal(host.text,
		"KOSPI + KOSDAQ 시가총액 상위 2, 장중 10:24 기준\n"
		"\n"
		"전체 시가총액  상위 10종목  평균 PER  평균 PBR  조건에 맞는 종목\n"
		"      2,109조       41.07%   15.20배    1.12배               812\n"
		"\n"
		"순위  코드    종목명           시가총액  변동    현재가  거래대금  대금순위    비중  외국인  자사주      PER     PBR  표시\n"
		"   1  005930  삼성전자    388조 6,328억     0  65,100원   5,849억         2  18.42%  50.23%   1.55%  13.30배  1.21배\n"
		"   2  000660  SK하이닉스   66조 7,578억     -  91,700원   2,590억         3   3.16%       -       -        -       -  투자주의\n");
}

static void the_english_text_has_english_units(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_non_null(strstr(host.text, "KOSPI + KOSDAQ, top 2 by market cap, "));
	assert_non_null(strstr(host.text, "2,109.00T"));
}

#define TEST(name) cmocka_unit_test_teardown(name, fake_market_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(asks_what_the_caller_asked),
		TEST(without_arguments_it_asks_for_twenty_without_bounds),
		TEST(every_bound_becomes_a_bound_of_its_column),
		TEST(one_bound_leaves_the_others_open),
		TEST(refuses_bounds_that_are_crossed),
		TEST(answers_every_field_and_leaves_null_what_is_not_known),
		TEST(the_text_is_a_korean_table),
		TEST(the_english_text_has_english_units),
		TOOL_FRAME_TESTS(&frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
