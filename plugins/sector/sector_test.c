/* sector_test - get_sector_volume_ranking: what it asks of the market, what it answers. */
#include "support/tool_frame.h"

#include <string.h>

#include "sector.c" // NOLINT

#define ELECTRONICS \
	"{\"rank\":1,\"sector_code\":\"0013\",\"sector_name\":\"전기·전자\"," \
	"\"trading_value\":5848618903000,\"volume\":89581470,\"stock_count\":82," \
	"\"average_change_rate\":1.24,\"leading_stocks\":[{\"code\":\"005930\"," \
	"\"name\":\"삼성전자\",\"contribution\":31.2},{\"code\":\"000660\"," \
	"\"name\":\"SK하이닉스\",\"contribution\":12.05},{\"code\":\"373220\"," \
	"\"name\":\"LG에너지솔루션\",\"contribution\":9.1}]," \
	"\"foreign_net_buy\":201100000000,\"institution_net_buy\":-54000000000}"
#define OTHERS \
	"{\"rank\":2,\"sector_code\":null,\"sector_name\":\"기타\"," \
	"\"trading_value\":258969317100,\"volume\":2833739,\"stock_count\":3," \
	"\"average_change_rate\":null,\"leading_stocks\":[],\"foreign_net_buy\":null," \
	"\"institution_net_buy\":null}"
#define LONGEST \
	"{\"rank\":20,\"sector_code\":\"1234\",\"sector_name\":\"IT 소프트웨어 서비스\"," \
	"\"trading_value\":12584861890300,\"volume\":1089581470,\"stock_count\":182," \
	"\"average_change_rate\":-10.46,\"leading_stocks\":[{\"code\":\"005930\"," \
	"\"name\":\"가상인더스트리얼우\",\"contribution\":31.20},{\"code\":\"005931\"," \
	"\"name\":\"가상인더스트리얼우\",\"contribution\":12.05},{\"code\":\"005932\"," \
	"\"name\":\"가상인더스트리얼우\",\"contribution\":9.10},{\"code\":\"005933\"," \
	"\"name\":\"가상인더스트리얼우\",\"contribution\":8.88},{\"code\":\"005934\"," \
	"\"name\":\"가상인더스트리얼우\",\"contribution\":7.77}]," \
	"\"foreign_net_buy\":-258486189030,\"institution_net_buy\":-258486189030}"
#define TOTALS "{\"as_of\":\"2026-11-23T10:24:00+09:00\",\"standing\":\"장중 10:24 기준\"}"

static struct fake_market market;

static struct fake_host start(void **state)
{
	struct fake_host host = fake_market_start(state, &market, &get_sector_volume_ranking);

	market.rows = "[" ELECTRONICS "," OTHERS "]";
	market.summary = TOTALS;
	return host;
}

static const struct tool_frame frame = {
	.plugin = &mcp_plugin_v1,
	.tool = &get_sector_volume_ranking,
	.market = &market,
	.start = start,
	.longest = LONGEST,
	.twenty_least = 1500,
	.fifty_least = 4000,
};

static const void *args_of(const char *json)
{
	return fake_market_args(&mcp_plugin_v1, &get_sector_volume_ranking, json);
}

/* ---- Asking. ---- */

static void asks_what_the_caller_asked(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{\"market\":\"KOSDAQ\",\"count\":50}")), MCP_OK);
	assert_string_equal(market.op, "sectors");
	assert_int_equal(market.asked.size, sizeof(mcp_market_query));
	assert_int_equal(market.asked.count, 50);
	assert_string_equal(market.asked.market, "KOSDAQ");
	assert_memory_equal(&market.asked_summary, &market.asked, sizeof market.asked);
}

static void without_arguments_it_asks_for_twenty_of_kospi(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_int_equal(market.asked.count, 20);
	assert_string_equal(market.asked.market, "KOSPI");
}

/* ---- Answering. ---- */

static void answers_every_field_and_leaves_null_what_is_not_known(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_string_equal(host.reply,
		"{\"timestamp\":\"2026-11-23T10:24:00+09:00\",\"market\":\"KOSPI\",\"ranking\":["
		"{\"rank\":1,\"sector_code\":\"0013\",\"sector_name\":\"전기·전자\","
		"\"trading_value\":5848618903000,\"trading_volume\":89581470,\"stock_count\":82,"
		"\"average_change_rate\":1.24,\"leading_stocks\":["
		"{\"stock_code\":\"005930\",\"stock_name\":\"삼성전자\",\"contribution\":31.2},"
		"{\"stock_code\":\"000660\",\"stock_name\":\"SK하이닉스\",\"contribution\":12.05},"
		"{\"stock_code\":\"373220\",\"stock_name\":\"LG에너지솔루션\","
		"\"contribution\":9.1}],\"foreign_net_buy\":201100000000,"
		"\"institution_net_buy\":-54000000000},"
		"{\"rank\":2,\"sector_code\":null,\"sector_name\":\"기타\","
		"\"trading_value\":258969317100,\"trading_volume\":2833739,\"stock_count\":3,"
		"\"average_change_rate\":null,\"leading_stocks\":[],\"foreign_net_buy\":null,"
		"\"institution_net_buy\":null}]}");
}

static void the_text_is_a_korean_table(void **state)
{
	struct fake_host host = start(state);

	fake_host_korean(&host, &mcp_plugin_v1.phrases);
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_string_equal(host.text,
		"KOSPI 업종 거래대금 상위 2, 장중 10:24 기준\n"
		"\n"
		"순위  업종          거래대금      거래량  종목 수  평균 등락률  주도 종목                           외국인 순매수  기관 순매수\n"
		"   1  전기·전자  5조 8,486억  89,581,470       82       +1.24%  삼성전자 31.20%, SK하이닉스 12.05%       +2,011억       -540억\n"
		"   2  기타           2,590억   2,833,739        3            -                                                  -            -\n");
}

static void the_english_text_has_english_units(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_string_equal(host.text,
		"KOSPI sectors, top 2 by trading value, 장중 10:24 기준\n"
		"\n"
		"Rank  Sector     Trading value      Volume  Shares  Mean change  Leaders                             Foreign net  Institution net\n"
		"   1  전기·전자          5.85T  89,581,470      82       +1.24%  삼성전자 31.20%, SK하이닉스 12.05%     +201.10B          -54.00B\n"
		"   2  기타             258.97B   2,833,739       3            -                                                -                -\n");
}

#define TEST(name) cmocka_unit_test_teardown(name, fake_market_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(asks_what_the_caller_asked),
		TEST(without_arguments_it_asks_for_twenty_of_kospi),
		TEST(answers_every_field_and_leaves_null_what_is_not_known),
		TEST(the_text_is_a_korean_table),
		TEST(the_english_text_has_english_units),
		TOOL_FRAME_TESTS(&frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
