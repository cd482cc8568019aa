/* find_test - find_stock: what it asks of the market, what it answers. */
#include "support/fake_market.h"

#include <string.h>

#include "data/field.h"

#include "find.c" // NOLINT

#define SAMSUNG \
	"{\"code\":\"005930\",\"name\":\"삼성전자\",\"market\":\"KOSPI\",\"sector_code\":\"0013\"," \
	"\"sector_name\":\"전기·전자\",\"matched_by\":\"initials\",\"flags\":[]}"
#define NAMELESS \
	"{\"code\":\"0004Y0\",\"name\":\"0004Y0\",\"market\":\"KOSDAQ\",\"sector_code\":null," \
	"\"sector_name\":null,\"matched_by\":\"code\",\"flags\":[\"투자주의\"]}"

static struct fake_market market;

static struct fake_host start(void **state)
{
	struct fake_host host = fake_market_start(state, &market, &find_stock);

	market.rows = "[" SAMSUNG "]";
	market.also[0] = (struct fake_rows){
		.op = "status",
		.rows = "[{\"master_as_of\":\"2026-11-23T07:45:00+09:00\"}]",
	};
	return host;
}

static const void *args_of(const char *json)
{
	return fake_market_args(&mcp_plugin_v1, &find_stock, json);
}

/* ---- Asking. ---- */

static void asks_what_the_caller_asked(void **state)
{
	struct fake_host host = start(state);
	const void *args = args_of("{\"query\":\"ㅅㅅㅈㅈ\",\"market\":\"KOSPI\",\"count\":50}");

	assert_int_equal(run(&host.ctx, args), MCP_OK);
	assert_string_equal(market.op, "find");
	assert_int_equal(market.asked.size, sizeof(mcp_market_query));
	assert_string_equal(market.asked.text, "ㅅㅅㅈㅈ");
	assert_string_equal(market.asked.market, "KOSPI");
	assert_int_equal(market.asked.count, 50);
}

static void without_more_it_asks_for_ten_of_both_markets(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, args_of("{\"query\":\"삼성\"}")), MCP_OK);
	assert_string_equal(market.asked.market, "ALL");
	assert_int_equal(market.asked.count, 10);
}

/* ---- Answering. ---- */

static void answers_every_field_and_leaves_null_what_is_not_known(void **state)
{
	struct fake_host host = start(state);

	market.rows = "[" SAMSUNG "," NAMELESS "]";
	assert_int_equal(run(&host.ctx, args_of("{\"query\":\"삼성\"}")), MCP_OK);
	assert_string_equal(host.reply,
		"{\"timestamp\":\"2026-11-23T07:45:00+09:00\",\"query\":\"삼성\",\"matches\":["
		"{\"stock_code\":\"005930\",\"stock_name\":\"삼성전자\",\"market\":\"KOSPI\","
		"\"sector_code\":\"0013\",\"sector_name\":\"전기·전자\","
		"\"matched_by\":\"initials\",\"flags\":[]},"
		"{\"stock_code\":\"0004Y0\",\"stock_name\":\"0004Y0\",\"market\":\"KOSDAQ\","
		"\"sector_code\":null,\"sector_name\":null,\"matched_by\":\"code\","
		"\"flags\":[\"투자주의\"]}]}");
}

static void the_text_is_a_korean_table(void **state)
{
	struct fake_host host = start(state);

	fake_host_korean(&host, &mcp_plugin_v1.phrases);
	assert_int_equal(run(&host.ctx, args_of("{\"query\":\"ㅅㅅㅈㅈ\"}")), MCP_OK);
	assert_string_equal(host.text, "\"ㅅㅅㅈㅈ\": KOSPI + KOSDAQ 1종목\n"
				       "\n"
				       "코드    종목명    시장   업종코드  업종       일치\n"
				       "005930  삼성전자  KOSPI  0013      전기·전자  initials\n");
}

static void the_english_first_line_says_what_was_looked_for(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(
		run(&host.ctx, args_of("{\"query\":\"삼성\",\"market\":\"KOSPI\"}")), MCP_OK);
	assert_non_null(strstr(host.text, "\"삼성\": 1 shares of KOSPI\n\n"));
}

static void finding_nothing_is_an_answer(void **state)
{
	struct fake_host host = start(state);

	market.rows = "[]";
	assert_int_equal(run(&host.ctx, args_of("{\"query\":\"없는이름\"}")), MCP_OK);
	assert_non_null(strstr(host.reply, "\"matches\":[]}"));
	assert_string_equal(host.text, "\"없는이름\": no share of KOSPI + KOSDAQ fits");
}

static void fifty_rows_fit_into_four_kibibytes(void **state)
{
	struct fake_host host = start(state);

	market.rows = fake_market_repeat(SAMSUNG, 50);
	fake_host_korean(&host, &mcp_plugin_v1.phrases);
	assert_int_equal(run(&host.ctx, args_of("{\"query\":\"삼\",\"count\":50}")), MCP_OK);
	assert_in_range(strlen(host.text), 1500, 4096);
}

/* ---- Failing. ---- */

static void a_search_that_fails_fails_the_call(void **state)
{
	struct fake_host host = start(state);

	market.rows_status = MCP_E_UPSTREAM;
	assert_int_equal(run(&host.ctx, args_of("{\"query\":\"삼성\"}")), MCP_E_UPSTREAM);
	assert_string_equal(host.said, "no ranking today; try again later");
	assert_int_equal(host.replies, 0);
}

static void a_time_that_fails_fails_the_call(void **state)
{
	struct fake_host host = start(state);

	market.also[0].status = MCP_E_BUSY;
	assert_int_equal(run(&host.ctx, args_of("{\"query\":\"삼성\"}")), MCP_E_BUSY);
	assert_int_equal(host.replies, 0);
}

/* ---- The declaration. ---- */

static void the_tables_are_sound(void **state)
{
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(field_check_table(&find_stock.args, "find_stock", &f), MCP_OK);
	assert_int_equal(field_check_table(&find_stock.result, "find_stock", &f), MCP_OK);
}

static void the_phrases_take_the_same_values(void **state)
{
	(void)state;
	assert_null(fake_host_phrase_at_odds(&mcp_plugin_v1.phrases));
}

static void every_text_is_there_in_korean(void **state)
{
	(void)state;
	assert_null(fake_market_untranslated(&mcp_plugin_v1));
}

#define TEST(name) cmocka_unit_test_teardown(name, fake_market_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(asks_what_the_caller_asked),
		TEST(without_more_it_asks_for_ten_of_both_markets),
		TEST(answers_every_field_and_leaves_null_what_is_not_known),
		TEST(the_text_is_a_korean_table),
		TEST(the_english_first_line_says_what_was_looked_for),
		TEST(finding_nothing_is_an_answer),
		TEST(fifty_rows_fit_into_four_kibibytes),
		TEST(a_search_that_fails_fails_the_call),
		TEST(a_time_that_fails_fails_the_call),
		cmocka_unit_test(the_tables_are_sound),
		cmocka_unit_test(the_phrases_take_the_same_values),
		cmocka_unit_test(every_text_is_there_in_korean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
