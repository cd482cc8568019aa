/* investor_test - get_investor_ranking: what it asks of the market, what it answers. */
#include "support/tool_frame.h"

#include <string.h>

#include "investor.c" // NOLINT

#define SAMSUNG \
	"{\"rank\":1,\"code\":\"005930\",\"name\":\"삼성전자\",\"buy_amount\":301200000000," \
	"\"sell_amount\":100100000000,\"net_amount\":201100000000,\"buy_volume\":4626728," \
	"\"sell_volume\":1537634,\"net_volume\":3089094,\"average_buy_price\":65100," \
	"\"average_sell_price\":65100,\"impact_ratio\":34.38,\"flags\":[]}"
#define HYNIX \
	"{\"rank\":2,\"code\":\"000660\",\"name\":\"SK하이닉스\",\"buy_amount\":null," \
	"\"sell_amount\":null,\"net_amount\":-5000000,\"buy_volume\":null,\"sell_volume\":null," \
	"\"net_volume\":-54,\"average_buy_price\":null,\"average_sell_price\":null," \
	"\"impact_ratio\":0.01,\"flags\":[\"투자주의\"]}"
#define LONGEST \
	"{\"rank\":20,\"code\":\"123456\",\"name\":\"가상인더스트리얼홀딩스우\"," \
	"\"buy_amount\":1258486189030,\"sell_amount\":1158486189030," \
	"\"net_amount\":-1258486189030,\"buy_volume\":108958147,\"sell_volume\":108958147," \
	"\"net_volume\":-108958147,\"average_buy_price\":1234500," \
	"\"average_sell_price\":1234500,\"impact_ratio\":10.46,\"flags\":[\"투자주의\"," \
	"\"우선주\"]}"
#define TOTALS \
	"{\"total_buy_amount\":2500000000000,\"total_sell_amount\":2100000000000," \
	"\"total_net_amount\":400000000000,\"market_impact\":2.01,\"flow_date\":\"2026-11-20\"," \
	"\"as_of\":\"2026-11-20T20:00:00+09:00\",\"standing\":\"2026-11-20 장 마감 기준\"}"

static struct fake_market market;

static struct fake_host start(void **state)
{
	struct fake_host host = fake_market_start(state, &market, &get_investor_ranking);

	market.rows = "[" SAMSUNG "," HYNIX "]";
	market.summary = TOTALS;
	return host;
}

static const struct tool_frame frame = {
	.plugin = &mcp_plugin_v1,
	.tool = &get_investor_ranking,
	.market = &market,
	.start = start,
	.longest = LONGEST,
	.twenty_least = 1500,
	.fifty_least = 4000,
};

static const void *args_of(const char *json)
{
	return fake_market_args(&mcp_plugin_v1, &get_investor_ranking, json);
}

/* ---- Asking. ---- */

static void asks_what_the_caller_asked(void **state)
{
	struct fake_host host = start(state);
	const void *args = args_of("{\"investor_type\":\"PROGRAM\",\"trade_type\":\"NET\","
				   "\"market\":\"KOSPI\",\"count\":50,\"order\":\"asc\"}");

	assert_int_equal(run(&host.ctx, args), MCP_OK);
	assert_string_equal(market.op, "top");
	assert_int_equal(market.asked.size, sizeof(mcp_market_query));
	assert_int_equal(market.asked.count, 50);
	assert_string_equal(market.asked.market, "KOSPI");
	assert_string_equal(market.asked.investor, "PROGRAM");
	assert_string_equal(market.asked.sort_by, "net_amount");
	assert_string_equal(market.asked.order, "asc");
	assert_memory_equal(&market.asked_summary, &market.asked, sizeof market.asked);
}

static void without_arguments_it_asks_for_the_net_buying_of_foreigners(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_int_equal(market.asked.count, 20);
	assert_string_equal(market.asked.market, "ALL");
	assert_string_equal(market.asked.investor, "FOREIGN");
	assert_string_equal(market.asked.sort_by, "net_amount");
	assert_string_equal(market.asked.order, "desc");
}

static void buying_and_selling_are_ranked_by_their_gross_amounts(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{\"trade_type\":\"BUY\"}")), MCP_OK);
	assert_string_equal(market.asked.sort_by, "buy_amount");
	assert_int_equal(run(&host.ctx, args_of("{\"trade_type\":\"SELL\"}")), MCP_OK);
	assert_string_equal(market.asked.sort_by, "sell_amount");
}

/* ---- Answering. ---- */

static void answers_every_field_and_leaves_null_what_is_not_known(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_string_equal(host.reply,
		"{\"timestamp\":\"2026-11-20T20:00:00+09:00\",\"investor_type\":\"FOREIGN\","
		"\"trade_type\":\"NET\",\"flow_date\":\"2026-11-20\",\"ranking\":["
		"{\"rank\":1,\"stock_code\":\"005930\",\"stock_name\":\"삼성전자\","
		"\"buy_amount\":301200000000,\"sell_amount\":100100000000,"
		"\"net_amount\":201100000000,\"buy_volume\":4626728,\"sell_volume\":1537634,"
		"\"net_volume\":3089094,\"average_buy_price\":65100,"
		"\"average_sell_price\":65100,\"impact_ratio\":34.38,\"flags\":[]},"
		"{\"rank\":2,\"stock_code\":\"000660\",\"stock_name\":\"SK하이닉스\","
		"\"buy_amount\":null,\"sell_amount\":null,\"net_amount\":-5000000,"
		"\"buy_volume\":null,\"sell_volume\":null,\"net_volume\":-54,"
		"\"average_buy_price\":null,\"average_sell_price\":null,\"impact_ratio\":0.01,"
		"\"flags\":[\"투자주의\"]}],"
		"\"summary\":{\"total_buy_amount\":2500000000000,"
		"\"total_sell_amount\":2100000000000,\"total_net_amount\":400000000000,"
		"\"market_impact\":2.01}}");
}

static void the_text_is_a_korean_table(void **state)
{
	struct fake_host host = start(state);

	fake_host_korean(&host, &mcp_plugin_v1.phrases);
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_string_equal(host.text,
		"KOSPI + KOSDAQ 외국인 순매수 상위 2, 2026-11-20 매매, 2026-11-20 장 마감 기준\n"
		"\n"
		"  전체 매수    전체 매도  전체 순매수  시장 거래대금 대비\n"
		"2조 5,000억  2조 1,000억     +4,000억               2.01%\n"
		"\n"
		"순위  코드    종목명         매수     매도    순매수    순매수량  평균 매수가  평균 매도가    비중  표시\n"
		"   1  005930  삼성전자    3,012억  1,001억  +2,011억  +3,089,094     65,100원     65,100원  34.38%\n"
		"   2  000660  SK하이닉스        -        -    -500만         -54            -            -   0.01%  투자주의\n");
}

/* The first line for these arguments. */
static const char *first_line(struct fake_host *host, const char *json)
{
	assert_int_equal(run(&host->ctx, args_of(json)), MCP_OK);
	*strchr(host->text, '\n') = '\0';
	return host->text;
}

static void the_first_line_says_whose_trades_and_how_they_are_ranked(void **state)
{
	struct fake_host host = start(state);

	assert_string_equal(first_line(&host, "{\"investor_type\":\"INSTITUTION\"}"),
		"KOSPI + KOSDAQ, INSTITUTION, top 2 by net buying, trades of 2026-11-20, "
		"2026-11-20 장 마감 기준");
	assert_non_null(strstr(first_line(&host, "{\"order\":\"asc\"}"), "by net selling, "));
	assert_non_null(
		strstr(first_line(&host, "{\"trade_type\":\"BUY\"}"), "top 2 by buying, trades"));
	assert_non_null(
		strstr(first_line(&host, "{\"trade_type\":\"SELL\"}"), "top 2 by selling, trades"));
	assert_non_null(strstr(first_line(&host, "{\"trade_type\":\"BUY\",\"order\":\"asc\"}"),
		"by buying, the smallest first, "));
	assert_non_null(strstr(first_line(&host, "{\"trade_type\":\"SELL\",\"order\":\"asc\"}"),
		"by selling, the smallest first, "));
}

static void every_investor_has_a_korean_name(void **state)
{
	struct fake_host host = start(state);

	fake_host_korean(&host, &mcp_plugin_v1.phrases);
	assert_non_null(
		strstr(first_line(&host, "{\"investor_type\":\"FOREIGN\"}"), " 외국인 순매수 "));
	assert_non_null(strstr(first_line(&host, "{\"investor_type\":\"INSTITUTION\"}"), " 기관 "));
	assert_non_null(strstr(first_line(&host, "{\"investor_type\":\"INDIVIDUAL\"}"), " 개인 "));
	assert_non_null(strstr(first_line(&host, "{\"investor_type\":\"PROGRAM\"}"), " 프로그램 "));
}

static void unknown_totals_and_day_are_null(void **state)
{
	struct fake_host host = start(state);

	market.summary = "{\"total_buy_amount\":null,\"total_sell_amount\":null,"
			 "\"total_net_amount\":null,\"market_impact\":null,\"flow_date\":null,"
			 "\"as_of\":\"2026-11-20T20:00:00+09:00\",\"standing\":\"now\"}";
	assert_int_equal(run(&host.ctx, args_of("{}")), MCP_OK);
	assert_non_null(strstr(host.reply, "\"flow_date\":null"));
	assert_non_null(strstr(host.reply, "\"market_impact\":null}"));
	assert_null(strstr(host.text, "Total"));
	assert_non_null(strstr(host.text, "trades of -, now\n"));
}

#define TEST(name) cmocka_unit_test_teardown(name, fake_market_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(asks_what_the_caller_asked),
		TEST(without_arguments_it_asks_for_the_net_buying_of_foreigners),
		TEST(buying_and_selling_are_ranked_by_their_gross_amounts),
		TEST(answers_every_field_and_leaves_null_what_is_not_known),
		TEST(the_text_is_a_korean_table),
		TEST(the_first_line_says_whose_trades_and_how_they_are_ranked),
		TEST(every_investor_has_a_korean_name),
		TEST(unknown_totals_and_day_are_null),
		TOOL_FRAME_TESTS(&frame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
