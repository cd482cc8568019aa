/* volume_test - get_volume_ranking: what it asks of the market, what it answers. */
#include "support/tool_frame.h"

#include <string.h>

#include "data/field.h"

#include "volume.c" // NOLINT

#define SAMSUNG \
	"{\"rank\":1,\"code\":\"005930\",\"name\":\"삼성전자\",\"market\":\"KOSPI\"," \
	"\"price\":65100,\"change\":-300,\"change_rate\":-0.46,\"volume\":8958147," \
	"\"trading_value\":584861890300,\"market_cap\":388632843905000,\"foreign_ratio\":50.23," \
	"\"per\":13.30,\"turnover_rate\":0.15,\"flags\":[]}"
#define HYNIX \
	"{\"rank\":2,\"code\":\"000660\",\"name\":\"SK하이닉스\",\"market\":\"KOSPI\"," \
	"\"price\":91700,\"change\":1300,\"change_rate\":1.44,\"volume\":2833739," \
	"\"trading_value\":258969317100,\"market_cap\":66757816870500,\"foreign_ratio\":null," \
	"\"per\":null,\"turnover_rate\":0.39,\"flags\":[\"투자주의\",\"우선주\"]}"
#define LONGEST \
	"{\"rank\":20,\"code\":\"123456\",\"name\":\"가상인더스트리얼홀딩스우\"," \
	"\"market\":\"KOSDAQ\",\"price\":1234500,\"change\":-300,\"change_rate\":-10.46," \
	"\"volume\":108958147,\"trading_value\":12584861890300,\"market_cap\":388632843905000," \
	"\"foreign_ratio\":50.23,\"per\":113.30,\"turnover_rate\":10.15," \
	"\"flags\":[\"투자주의\",\"우선주\"]}"
#define TOTALS \
	"{\"total_trading_value\":20007962000000,\"kospi_trading_value\":8500000000000," \
	"\"kosdaq_trading_value\":11507962000000,\"top5_concentration\":31.25," \
	"\"as_of\":\"2026-11-23T10:24:00+09:00\",\"standing\":\"장중 10:24 기준\"}"

static struct fake_market market;

static struct fake_host start(void **state)
{
	struct fake_host host = fake_market_start(state, &market, &get_volume_ranking);

	market.rows = "[" SAMSUNG "," HYNIX "]";
	market.summary = TOTALS;
	return host;
}

static const struct tool_frame frame = {
	.plugin = &mcp_plugin_v1,
	.tool = &get_volume_ranking,
	.market = &market,
	.start = start,
	.longest = LONGEST,
	.twenty_least = 2000,
	.fifty_least = 5000,
};

static const void *args_of(const char *json)
{
	return fake_market_args(&mcp_plugin_v1, &get_volume_ranking, json);
}

/* ---- Asking. ---- */

static void asks_what_the_caller_asked(void **state)
{
	struct fake_host host = start(state);
	const void *args = args_of("{\"market\":\"KOSDAQ\",\"count\":50,\"include_details\":false,"
				   "\"sort_by\":\"volume\",\"basis\":\"UNIFIED\"}");

	assert_int_equal(run(&host.ctx, args), MCP_OK);
	assert_int_equal(market.asked.size, sizeof(mcp_market_query));
	assert_int_equal(market.asked.count, 50);
	assert_string_equal(market.asked.market, "KOSDAQ");
	assert_string_equal(market.asked.sort_by, "volume");
	assert_string_equal(market.asked.basis, "UNIFIED");
	assert_string_equal(market.asked.omit, "foreign_ratio|per");
}

static void without_arguments_it_asks_for_twenty_by_value_with_details(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_int_equal(market.asked.count, 20);
	assert_string_equal(market.asked.market, "ALL");
	assert_string_equal(market.asked.sort_by, "trading_value");
	assert_null(market.asked.omit);
	assert_null(market.asked.basis);
}

static void the_totals_are_of_the_same_question(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{\"market\":\"KOSDAQ\"}")), MCP_OK);
	assert_memory_equal(&market.asked_summary, &market.asked, sizeof market.asked);
}

/* ---- Answering. ---- */

static void answers_every_field_of_the_promise(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_string_equal(host.reply,
		"{\"timestamp\":\"2026-11-23T10:24:00+09:00\",\"market\":\"ALL\",\"ranking\":["
		"{\"rank\":1,\"stock_code\":\"005930\",\"stock_name\":\"삼성전자\","
		"\"market_type\":\"KOSPI\",\"current_price\":65100,\"change\":-300,"
		"\"change_rate\":-0.46,\"volume\":8958147,\"trading_value\":584861890300,"
		"\"market_cap\":388632843905000,\"foreign_ratio\":50.23,\"per\":13.3,"
		"\"turnover_rate\":0.15,\"flags\":[]},"
		"{\"rank\":2,\"stock_code\":\"000660\",\"stock_name\":\"SK하이닉스\","
		"\"market_type\":\"KOSPI\",\"current_price\":91700,\"change\":1300,"
		"\"change_rate\":1.44,\"volume\":2833739,\"trading_value\":258969317100,"
		"\"market_cap\":66757816870500,\"foreign_ratio\":null,\"per\":null,"
		"\"turnover_rate\":0.39,\"flags\":[\"투자주의\",\"우선주\"]}],"
		"\"summary\":{\"total_trading_value\":20007962000000,"
		"\"kospi_trading_value\":8500000000000,\"kosdaq_trading_value\":11507962000000,"
		"\"top5_concentration\":31.25}}");
}

static void the_text_is_a_korean_table(void **state)
{
	struct fake_host host = start(state);

	fake_host_korean(&host, &mcp_plugin_v1.phrases);
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_string_equal(host.text,
		"KOSPI + KOSDAQ 거래대금 상위 2, 장중 10:24 기준\n"
		"전체 거래대금 20조 80억 (KOSPI 8조 5,000억, KOSDAQ 11조 5,080억), "
		"KOSPI + KOSDAQ 거래대금 중 상위 5종목 31.25%\n\n"
		"순위  코드    종목명      시장     현재가  등락률     거래량  거래대금       시가총액"
		"  외국인      PER  회전율  표시\n"
		"   1  005930  삼성전자    KOSPI  65,100원  -0.46%  8,958,147   5,849억  388조 6,328억"
		"  50.23%  13.30배   0.15%\n"
		"   2  000660  SK하이닉스  KOSPI  91,700원  +1.44%  2,833,739   2,590억   66조 7,578억"
		"       -        -   0.39%  투자주의,우선주\n");
}

static void the_english_text_has_english_units(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_non_null(strstr(host.text, "KOSPI + KOSDAQ, top 2 by trading value, "));
	assert_non_null(strstr(host.text, "Trading value 20.01T (KOSPI 8.50T, KOSDAQ 11.51T); "
					  "of KOSPI + KOSDAQ, the five largest have 31.25%"));
	assert_non_null(strstr(host.text, "  584.86B     388.63T   50.23%  13.30x"));
}

static void unknown_totals_are_null_and_a_dash(void **state)
{
	struct fake_host host = start(state);

	market.summary = "{\"total_trading_value\":null,\"kospi_trading_value\":null,"
			 "\"kosdaq_trading_value\":null,\"top5_concentration\":null,"
			 "\"as_of\":\"2026-11-23T10:24:00+09:00\",\"standing\":\"now\"}";
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_non_null(strstr(host.reply, "\"total_trading_value\":null"));
	assert_non_null(strstr(host.text, "Trading value - (KOSPI -, KOSDAQ -)"));
}

static void columns_nobody_knows_are_not_in_the_text(void **state)
{
	struct fake_host host = start(state);

	market.rows = "[{\"rank\":1,\"code\":\"005930\",\"name\":\"삼성전자\","
		      "\"market\":\"KOSPI\",\"price\":65100,\"change\":-300,\"change_rate\":-0.46,"
		      "\"volume\":1,\"trading_value\":2,\"market_cap\":3,\"foreign_ratio\":null,"
		      "\"per\":null,\"turnover_rate\":0.15,\"flags\":[]}]";
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_null(strstr(host.text, "PER"));
	assert_null(strstr(host.text, "Foreign"));
	assert_null(strstr(host.text, "Flags"));
}

/* ---- Failing. ---- */

static void without_a_market_it_says_what_it_needs(void **state)
{
	struct fake_host host = fake_host_start(state);
	const struct args args = { .market = "ALL", .count = 20, .sort_by = "volume" };

	assert_int_equal(run(&host.ctx, &args), MCP_E_UNSUPPORTED);
	assert_non_null(strstr(host.said, "market/1"));
}

static void the_table_of_totals_is_sound(void **state)
{
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(field_check_table(&filled_table, "totals", &f), MCP_OK);
}

#define TEST(name) cmocka_unit_test_teardown(name, fake_market_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(asks_what_the_caller_asked),
		TEST(without_arguments_it_asks_for_twenty_by_value_with_details),
		TEST(the_totals_are_of_the_same_question),
		TEST(answers_every_field_of_the_promise),
		TEST(the_text_is_a_korean_table),
		TEST(the_english_text_has_english_units),
		TEST(unknown_totals_are_null_and_a_dash),
		TEST(columns_nobody_knows_are_not_in_the_text),
		TEST(without_a_market_it_says_what_it_needs),
		cmocka_unit_test(the_table_of_totals_is_sound),
		TOOL_FRAME_TESTS(&frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
