/* stocks_test - kis://stocks/{code} and kis://sectors/{market}: what they ask, what they give. */
#include "support/fake_content.h"
#include "support/fake_market.h"

#include <string.h>

#include "stocks.c" // NOLINT

#define SAMSUNG \
	"{\"code\":\"005930\",\"name\":\"삼성전자\",\"market\":\"KOSPI\",\"sector_code\":\"0013\"," \
	"\"sector_name\":\"전기·전자\",\"price\":65100,\"change\":-300,\"change_rate\":-0.46," \
	"\"volume\":8958147,\"trading_value\":584861890300,\"market_cap\":388632843905000," \
	"\"listed_shares\":5969782550,\"turnover_rate\":null,\"flags\":[\"투자주의\"]," \
	"\"as_of\":\"2026-11-23T10:24:00+09:00\",\"notes\":[\"why\"],\"environment\":\"demo\"," \
	"\"basis\":\"KRX\",\"session\":\"regular\",\"provisional\":true}"
#define SECTOR(code, name, environment) \
	"{\"market\":\"KOSPI\",\"sector_code\":\"" code "\",\"sector_name\":" name \
	",\"stock_count\":7,\"as_of\":\"2026-11-23T07:45:00+09:00\"," \
	"\"environment\":\"" environment "\",\"notes\":[\"n\"]}"

static struct fake_market market;
static struct fake_content content;
static const struct stock_args samsung = { .code = "005930" };

static struct fake_host start(void **state)
{
	struct fake_host host = fake_market_start(state, &market, NULL);

	fake_content_start(&host, &content);
	market.rows = "[" SAMSUNG "]";
	return host;
}

/* ---- One share. ---- */

static void a_share_is_asked_by_its_code(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(read_stock(&host.ctx, "kis://stocks/005930", &samsung), MCP_OK);
	assert_string_equal(market.op, "quotes");
	assert_string_equal(market.asked.codes, "005930");
}

static void a_share_is_told_with_time_source_and_why_something_is_null(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(read_stock(&host.ctx, "kis://stocks/005930", &samsung), MCP_OK);
	assert_string_equal(content.uri, "kis://stocks/005930");
	assert_string_equal(content.mime, "application/json");
	assert_string_equal(content.body,
		"{\"notice\":\"Fictional demo data\",\"stock_code\":\"005930\","
		"\"stock_name\":\"삼성전자\",\"market\":\"KOSPI\","
		"\"sector_code\":\"0013\",\"sector_name\":\"전기·전자\",\"price\":65100,"
		"\"change\":-300,\"change_rate\":-0.46,\"volume\":8958147,"
		"\"trading_value\":584861890300,\"market_cap\":388632843905000,"
		"\"listed_shares\":5969782550,\"turnover_rate\":null,\"flags\":[\"투자주의\"],"
		"\"units\":\"amounts: whole won; volume and listed_shares: shares; rates: "
		"percent\",\"as_of\":\"2026-11-23T10:24:00+09:00\",\"notes\":[\"why\"],"
		"\"source\":{\"provider\":\"KIS\",\"environment\":\"demo\",\"basis\":\"KRX\","
		"\"session\":\"regular\",\"provisional\":true}}");
}

static void a_share_that_is_not_listed_is_not_there(void **state)
{
	struct fake_host host = start(state);

	market.rows = "[]";
	assert_int_equal(read_stock(&host.ctx, "kis://stocks/005930", &samsung), MCP_E_ARGUMENT);
	assert_string_equal(host.said, "005930 is no listed share of KOSPI or KOSDAQ");
	assert_int_equal(content.body_count, 0);
}

static void what_is_no_code_is_not_asked(void **state)
{
	static const struct stock_args name = { .code = "삼성전자" };
	static const struct stock_args two = { .code = "005930|000660" };
	struct fake_host host = start(state);

	assert_int_equal(read_stock(&host.ctx, "kis://stocks/x", &name), MCP_E_ARGUMENT);
	assert_int_equal(read_stock(&host.ctx, "kis://stocks/x", &two), MCP_E_ARGUMENT);
	assert_int_equal(market.calls, 0);
}

static void a_market_that_cannot_answer_is_passed_on(void **state)
{
	struct fake_host host = start(state);

	market.rows_status = MCP_E_BUSY;
	assert_int_equal(read_stock(&host.ctx, "kis://stocks/005930", &samsung), MCP_E_BUSY);
	assert_int_equal(content.body_count, 0);
}

static void an_answer_that_does_not_fit_is_passed_on(void **state)
{
	struct fake_host host = start(state);

	content.status = MCP_E_MEMORY;
	assert_int_equal(read_stock(&host.ctx, "kis://stocks/005930", &samsung), MCP_E_MEMORY);
}

/* ---- Completion. ---- */

static void a_code_is_completed_by_name_or_code(void **state)
{
	struct fake_host host = start(state);

	market.rows = "[{\"code\":\"005930\",\"matched\":12},{\"code\":\"005935\",\"matched\":12}]";
	assert_int_equal(complete_code(&host.ctx, "code", "ㅅㅅㅈㅈ"), MCP_OK);
	assert_string_equal(market.op, "find");
	assert_string_equal(market.asked.text, "ㅅㅅㅈㅈ");
	assert_int_equal(content.value_count, 2);
	assert_string_equal(content.values[0], "005930");
	assert_string_equal(content.values[1], "005935");
	assert_int_equal(content.total, 12);
}

static void nothing_typed_completes_to_nothing(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(complete_code(&host.ctx, "code", " "), MCP_OK);
	assert_int_equal(market.calls, 0);
	assert_int_equal(content.value_count, 0);
}

static void a_search_that_fails_fails_the_completion(void **state)
{
	struct fake_host host = start(state);

	market.rows_status = MCP_E_UPSTREAM;
	assert_int_equal(complete_code(&host.ctx, "code", "삼"), MCP_E_UPSTREAM);
	assert_int_equal(content.total, -1);
}

static void markets_are_completed_whatever_the_case(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(complete_market(&host.ctx, "market", "kos"), MCP_OK);
	assert_int_equal(content.value_count, 2);
	assert_string_equal(content.values[0], "KOSPI");
	assert_string_equal(content.values[1], "KOSDAQ");
	assert_int_equal(complete_market(&host.ctx, "market", "KOSPIX"), MCP_OK);
	assert_int_equal(content.value_count, 2);
}

/* ---- Sectors. ---- */

static void sectors_are_told_with_their_codes(void **state)
{
	static const struct sector_args args = { .market = "KOSPI" };
	struct fake_host host = start(state);

	market.rows =
		"[" SECTOR("0005", "\"음식료\"", "real") "," SECTOR("0013", "null", "real") "]";
	assert_int_equal(read_sectors(&host.ctx, "kis://sectors/KOSPI", &args), MCP_OK);
	assert_string_equal(market.op, "sector_names");
	assert_string_equal(market.asked.market, "KOSPI");
	assert_string_equal(content.body,
		"{\"market\":\"KOSPI\",\"as_of\":\"2026-11-23T07:45:00+09:00\","
		"\"environment\":\"real\",\"sectors\":["
		"{\"market\":\"KOSPI\",\"sector_code\":\"0005\",\"sector_name\":\"음식료\","
		"\"stock_count\":7},"
		"{\"market\":\"KOSPI\",\"sector_code\":\"0013\",\"sector_name\":null,"
		"\"stock_count\":7}],\"notes\":[\"n\"]}");
}

static void fictional_sectors_say_so_first(void **state)
{
	static const struct sector_args args = { .market = "KOSPI" };
	struct fake_host host = start(state);

	market.rows = "[" SECTOR("0005", "\"음식료\"", "demo") "]";
	assert_int_equal(read_sectors(&host.ctx, "kis://sectors/KOSPI", &args), MCP_OK);
	assert_memory_equal(content.body, "{\"notice\":\"Fictional demo data\",", 32);
}

static void real_figures_have_no_notice(void **state)
{
	static const char real[] = "[" SAMSUNG "]";
	struct fake_host host = start(state);
	char rows[sizeof real];

	memcpy(rows, real, sizeof real);
	memcpy(strstr(rows, "\"demo\""), "\"real\"", 6);
	market.rows = rows;
	assert_int_equal(read_stock(&host.ctx, "kis://stocks/005930", &samsung), MCP_OK);
	assert_memory_equal(content.body, "{\"stock_code\":", 14);
	assert_non_null(strstr(content.body, "\"environment\":\"real\""));
}

static void sectors_of_another_market_are_not_there(void **state)
{
	static const struct sector_args args = { .market = "NASDAQ" };
	struct fake_host host = start(state);

	assert_int_equal(read_sectors(&host.ctx, "kis://sectors/NASDAQ", &args), MCP_E_ARGUMENT);
	assert_string_equal(host.said, "market is \"NASDAQ\"; give KOSPI, KOSDAQ or ALL");
	assert_int_equal(market.calls, 0);
}

/* ---- The declaration. ---- */

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
		TEST(a_share_is_asked_by_its_code),
		TEST(a_share_is_told_with_time_source_and_why_something_is_null),
		TEST(a_share_that_is_not_listed_is_not_there),
		TEST(what_is_no_code_is_not_asked),
		TEST(a_market_that_cannot_answer_is_passed_on),
		TEST(an_answer_that_does_not_fit_is_passed_on),
		TEST(a_code_is_completed_by_name_or_code),
		TEST(nothing_typed_completes_to_nothing),
		TEST(a_search_that_fails_fails_the_completion),
		TEST(markets_are_completed_whatever_the_case),
		TEST(sectors_are_told_with_their_codes),
		TEST(fictional_sectors_say_so_first),
		TEST(real_figures_have_no_notice),
		TEST(sectors_of_another_market_are_not_there),
		cmocka_unit_test(the_phrases_take_the_same_values),
		cmocka_unit_test(every_text_is_there_in_korean),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
