/* volume_test - get_volume_ranking: what it asks of the market, what it answers. */
#include "support/fake_host.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/phrase.h"
#include "base/str.h"
#include "data/decode.h"
#include "data/field.h"
#include "service/format.h"

#include "volume.c" // NOLINT

/* ---- A market service that answers from text, by the tool's own table. ---- */

#define TOP_COLUMNS \
	"[\"rank\",\"code\",\"name\",\"market\",\"price\",\"change\",\"change_rate\",\"volume\"," \
	"\"trading_value\",\"market_cap\",\"foreign_ratio\",\"per\",\"turnover_rate\",\"flags\"]"
#define TOP_ROWS \
	"[[1,\"005930\",\"삼성전자\",\"KOSPI\",65100,-300,-0.46,8958147,584861890300," \
	"388632843905000,50.23,13.30,0.15,[]]," \
	"[2,\"000660\",\"SK하이닉스\",\"KOSPI\",91700,1300,1.44,2833739,258969317100," \
	"66757816870500,null,null,0.39,[\"투자주의\",\"우선주\"]]]"
#define SUMMARY_COLUMNS \
	"[\"total_trading_value\",\"kospi_trading_value\",\"kosdaq_trading_value\"," \
	"\"top5_concentration\",\"as_of\",\"standing\"]"
#define SUMMARY_ROWS \
	"[[20007962000000,8500000000000,11507962000000,31.25,\"2026-11-23T10:24:00+09:00\"," \
	"\"장중 10:24 기준\"]]"

static struct arena arena;
static mcp_market_query seen;
static mcp_status top_status;
static mcp_status summary_status;
static const char *top_rows;
static const char *summary_rows;

static mcp_status decode(const mcp_table *row, const char *columns, const char *rows, mcp_rows *ret)
{
	struct fault f = { 0 };

	return decode_rows(row, span_of(columns), span_of(rows), &arena, ret, &f);
}

static mcp_status fake_top(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, mcp_rows *ret)
{
	seen = *query;
	if (top_status < 0)
		return mcp_fail(ctx, top_status, "no ranking today; try again later");
	return decode(row, TOP_COLUMNS, top_rows, ret);
}

static mcp_status fake_summary(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, void *ret)
{
	mcp_rows rows = { 0 };
	mcp_status s;

	(void)query;
	if (summary_status < 0)
		return mcp_fail(ctx, summary_status, "no totals today; try again later");
	s = decode(row, SUMMARY_COLUMNS, summary_rows, &rows);
	if (s == MCP_OK)
		memcpy(ret, rows.at, row->struct_size);
	return s;
}

static const mcp_market_v1 fake_market = {
	.size = sizeof fake_market,
	.top = fake_top,
	.summary = fake_summary,
};

static struct fake_host start(void **state)
{
	struct fake_host host = fake_host_start(state);

	arena_init(&arena, (size_t)1 << 20);
	top_status = summary_status = MCP_OK;
	top_rows = TOP_ROWS;
	summary_rows = SUMMARY_ROWS;
	host.result = &get_volume_ranking.result;
	fake_host_service(&host, "market/1", &fake_market);
	fake_host_service(&host, "format/1", &format_v1_functions);
	return host;
}

static const struct args usual = {
	.market = "ALL",
	.count = 20,
	.include_details = 1,
	.sort_by = "trading_value",
};

static int stop(void **state)
{
	(void)state;
	arena_done(&arena);
	return 0;
}

/* ---- Asking. ---- */

static void asks_what_the_caller_asked(void **state)
{
	struct fake_host host = start(state);
	const struct args args = {
		.market = "KOSDAQ",
		.count = 50,
		.include_details = 0,
		.sort_by = "volume",
		.basis = "NXT",
	};

	assert_int_equal(run(&host.ctx, &args), MCP_OK);
	assert_int_equal(seen.count, 50);
	assert_string_equal(seen.market, "KOSDAQ");
	assert_string_equal(seen.sort_by, "volume");
	assert_string_equal(seen.basis, "NXT");
	assert_string_equal(seen.omit, "foreign_ratio|per");
}

static void details_are_asked_by_default(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, &usual), MCP_OK);
	assert_null(seen.omit);
	assert_null(seen.basis);
}

/* ---- Answering. ---- */

static void answers_every_field_of_the_promise(void **state)
{
	struct fake_host host = start(state);

	assert_int_equal(run(&host.ctx, &usual), MCP_OK);
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
	assert_int_equal(run(&host.ctx, &usual), MCP_OK);
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

	assert_int_equal(run(&host.ctx, &usual), MCP_OK);
	assert_non_null(strstr(host.text, "KOSPI + KOSDAQ, top 2 by trading value, "));
	assert_non_null(strstr(host.text, "Trading value 20.01T (KOSPI 8.50T, KOSDAQ 11.51T); "
					  "of KOSPI + KOSDAQ, the five largest have 31.25%"));
	assert_non_null(strstr(host.text, "  584.86B     388.63T   50.23%  13.30x"));
}

static void unknown_totals_are_null_and_a_dash(void **state)
{
	struct fake_host host = start(state);

	summary_rows = "[[null,null,null,null,\"2026-11-23T10:24:00+09:00\",\"now\"]]";
	assert_int_equal(run(&host.ctx, &usual), MCP_OK);
	assert_non_null(strstr(host.reply, "\"total_trading_value\":null"));
	assert_non_null(strstr(host.text, "Trading value - (KOSPI -, KOSDAQ -)"));
}

static void columns_nobody_knows_are_not_in_the_text(void **state)
{
	struct fake_host host = start(state);

	top_rows =
		"[[1,\"005930\",\"삼성전자\",\"KOSPI\",65100,-300,-0.46,1,2,3,null,null,0.15,[]]]";
	assert_int_equal(run(&host.ctx, &usual), MCP_OK);
	assert_null(strstr(host.text, "PER"));
	assert_null(strstr(host.text, "Foreign"));
	assert_null(strstr(host.text, "Flags"));
}

static const char *twenty_rows(void)
{
	static char rows[8192];
	size_t used = 0;

	for (int i = 1; i <= 20; i++)
		used += (size_t)snprintf(rows + used, sizeof rows - used,
			"%s[%d,\"%06d\",\"가상인더스트리얼홀딩스우\",\"KOSDAQ\",1234500,-300,-10.46,"
			"108958147,12584861890300,388632843905000,50.23,113.30,10.15,"
			"[\"투자주의\",\"우선주\"]]",
			i == 1 ? "[" : ",", i, i);
	(void)snprintf(rows + used, sizeof rows - used, "]");
	return rows;
}

static void twenty_rows_fit_into_four_kibibytes(void **state)
{
	struct fake_host host = start(state);

	top_rows = twenty_rows();
	fake_host_korean(&host, &mcp_plugin_v1.phrases);
	assert_int_equal(run(&host.ctx, &usual), MCP_OK);
	assert_true(strlen(host.text) <= 4096);
}

/* ---- Failing. ---- */

static void a_ranking_that_fails_fails_the_call(void **state)
{
	struct fake_host host = start(state);

	top_status = MCP_E_BUSY;
	assert_int_equal(run(&host.ctx, &usual), MCP_E_BUSY);
	assert_string_equal(host.said, "no ranking today; try again later");
	assert_int_equal(host.replies, 0);
}

static void totals_that_fail_fail_the_call(void **state)
{
	struct fake_host host = start(state);

	summary_status = MCP_E_DEADLINE;
	assert_int_equal(run(&host.ctx, &usual), MCP_E_DEADLINE);
	assert_int_equal(host.replies, 0);
}

static void without_a_market_it_says_what_it_needs(void **state)
{
	struct fake_host host = fake_host_start(state);

	arena_init(&arena, 1024);
	assert_int_equal(run(&host.ctx, &usual), MCP_E_UNSUPPORTED);
	assert_non_null(strstr(host.said, "market/1"));
}

/* ---- The declaration. ---- */

static void the_tables_are_sound(void **state)
{
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(field_check_table(&get_volume_ranking.args, "arguments", &f), MCP_OK);
	assert_int_equal(field_check_table(&get_volume_ranking.result, "result", &f), MCP_OK);
	assert_int_equal(field_check_table(&filled_table, "totals", &f), MCP_OK);
}

static void the_phrases_take_the_same_values(void **state)
{
	(void)state;
	assert_null(fake_host_phrase_at_odds(&mcp_plugin_v1.phrases));
}

#define TEST(name) cmocka_unit_test_teardown(name, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(asks_what_the_caller_asked),
		TEST(details_are_asked_by_default),
		TEST(answers_every_field_of_the_promise),
		TEST(the_text_is_a_korean_table),
		TEST(the_english_text_has_english_units),
		TEST(unknown_totals_are_null_and_a_dash),
		TEST(columns_nobody_knows_are_not_in_the_text),
		TEST(twenty_rows_fit_into_four_kibibytes),
		TEST(a_ranking_that_fails_fails_the_call),
		TEST(totals_that_fail_fail_the_call),
		TEST(without_a_market_it_says_what_it_needs),
		cmocka_unit_test(the_tables_are_sound),
		cmocka_unit_test(the_phrases_take_the_same_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
