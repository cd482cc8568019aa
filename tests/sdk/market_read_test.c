/* market_read_test - queries of market/1 as they are read: words, bounds, columns, what follows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "service/market_query.h"

static struct market_query q;
static struct fault fault;

static mcp_status read_as(const char *op, const char *basis, const char *body)
{
	const struct market_settings settings = { .basis = basis };
	const struct service_request request = { .op = op, .body = span_of(body) };

	fault = (struct fault){ 0 };
	q = (struct market_query){ 0 };
	return market_query_read(&request, &settings, &q, &fault);
}

static mcp_status read_top(const char *body)
{
	return read_as("top", "KRX", body);
}

static void refused(const char *op, const char *body, const char *sentence)
{
	assert_int_equal(read_as(op, "KRX", body), MCP_E_ARGUMENT);
	assert_string_equal(fault.text, sentence);
}

/* ---- Words. ---- */

static void the_usual_is_by_trading_value_of_both_markets(void **state)
{
	(void)state;
	assert_int_equal(read_top("{\"count\":20,\"columns\":[]}"), MCP_OK);
	assert_int_equal(q.key, TOP_VALUE);
	assert_int_equal(q.scope, SCOPE_ALL);
	assert_int_equal(q.basis, BASIS_KRX);
	assert_int_equal(q.period, 1);
	assert_int_equal(q.threshold, 200);
	assert_true(q.investor < 0);
	assert_false(q.ascending);
}

static void every_word_is_read(void **state)
{
	(void)state;
	assert_int_equal(read_top("{\"count\":5,\"market\":\"KOSDAQ\",\"sort_by\":\"net_amount\","
				  "\"basis\":\"UNIFIED\",\"order\":\"asc\",\"period\":\"20D\","
				  "\"investor\":\"PROGRAM\",\"sector\":\"0013\",\"threshold\":150,"
				  "\"codes\":\"005930|0004Y0\",\"columns\":[]}"),
		MCP_OK);
	assert_int_equal(q.scope, SCOPE_KOSDAQ);
	assert_int_equal(q.key, TOP_NET_AMOUNT);
	assert_int_equal(q.basis, BASIS_UNIFIED);
	assert_true(q.ascending);
	assert_int_equal(q.period, 20);
	assert_int_equal(q.investor, INVESTOR_PROGRAM);
	assert_string_equal(q.sector, "0013");
	assert_int_equal(q.threshold, 150);
	assert_int_equal(q.code_count, 2);
	assert_string_equal(q.codes[1], "0004Y0");
}

static void the_basis_of_the_settings_holds_unless_another_is_asked(void **state)
{
	(void)state;
	assert_int_equal(read_as("top", "UNIFIED", "{\"count\":5,\"columns\":[]}"), MCP_OK);
	assert_int_equal(q.basis, BASIS_UNIFIED);
	assert_int_equal(read_as("top", "NXT", "{\"count\":5,\"basis\":\"KRX\"}"), MCP_OK);
	assert_int_equal(q.basis, BASIS_KRX);
}

static void a_flow_needs_its_investor(void **state)
{
	(void)state;
	refused("top", "{\"count\":5,\"sort_by\":\"buy_amount\"}",
		"sort_by is a flow of an investor; say whose by investor");
}

static void codes_are_six_characters(void **state)
{
	(void)state;
	refused("quotes", "{\"codes\":\"5930\"}",
		"code \"5930\" is none; give six characters, like 005930");
	refused("quotes", "{}", "no code is given; give six characters, like 005930");
	refused("bars", "{\"count\":5}", "no code is given; give six characters, like 005930");
}

/* ---- Filters. ---- */

static void whole_bounds_stay_whole(void **state)
{
	(void)state;
	assert_int_equal(
		read_top("{\"count\":5,\"filters\":[{\"column\":\"price\",\"min\":1000},"
			 "{\"column\":\"market_cap\",\"min\":1,\"max\":9000000000000000}]}"),
		MCP_OK);
	assert_int_equal(q.filter_count, 2);
	assert_true(q.filters[0].has_min);
	assert_false(q.filters[0].has_max);
	assert_int_equal(q.filters[0].min, 1000);
	assert_int_equal(q.filters[1].max, INT64_C(9000000000000000));
}

static void bounds_of_a_rate_are_tightened_to_hundredths(void **state)
{
	(void)state;
	assert_int_equal(read_top("{\"count\":5,\"filters\":[{\"column\":\"change_rate\","
				  "\"min_rate\":-1.234,\"max_rate\":2.349}]}"),
		MCP_OK);
	assert_int_equal(q.filters[0].min, -123);
	assert_int_equal(q.filters[0].max, 234);
}

static void a_bound_on_the_hundredth_is_kept(void **state)
{
	(void)state;
	assert_int_equal(read_top("{\"count\":5,\"filters\":[{\"column\":\"volume_ratio\","
				  "\"min_rate\":200.07,\"max_rate\":200.07}]}"),
		MCP_OK);
	assert_int_equal(q.filters[0].min, 20007);
	assert_int_equal(q.filters[0].max, 20007);
}

static void what_needs_a_call_each_is_no_filter(void **state)
{
	(void)state;
	refused("top", "{\"count\":5,\"filters\":[{\"column\":\"per\"}]}",
		"rows cannot be filtered by \"per\"; use a figure the whole market has");
	refused("top", "{\"count\":5,\"filters\":[{\"column\":\"name\"}]}",
		"rows cannot be filtered by \"name\"; use a figure the whole market has");
	refused("top", "{\"count\":5,\"filters\":[{\"column\":\"pricee\"}]}",
		"market/1 has no column \"pricee\"; did you mean \"price\"?");
}

/* ---- Columns. ---- */

static void a_list_is_asked_with_its_own_columns(void **state)
{
	(void)state;
	assert_int_equal(read_as("sectors", "KRX",
				 "{\"count\":5,\"columns\":[\"rank\",{\"name\":\"leading_stocks\","
				 "\"columns\":[\"contribution\",\"code\"]}]}"),
		MCP_OK);
	assert_int_equal(q.column_count, 2);
	assert_int_equal(q.columns[1].column, SECTOR_LEADERS);
	assert_int_equal(q.columns[1].inner_count, 2);
	assert_int_equal(q.columns[1].inner[0], LEADER_CONTRIBUTION);
}

static void lists_and_single_values_are_not_mixed_up(void **state)
{
	(void)state;
	refused("sectors", "{\"count\":5,\"columns\":[\"leading_stocks\"]}",
		"column \"leading_stocks\" is a list; ask for rows");
	refused("top", "{\"count\":5,\"columns\":[{\"name\":\"price\",\"columns\":[]}]}",
		"column \"price\" is no list; ask for a single value");
	refused("sectors",
		"{\"count\":5,\"columns\":[{\"name\":\"leading_stocks\",\"columns\":[\"cod\"]}]}",
		"market/1 has no column \"cod\"; did you mean \"code\"?");
}

/* ---- What follows. ---- */

static void a_plain_ranking_needs_no_snapshot(void **state)
{
	(void)state;
	(void)read_top("{\"count\":50,\"columns\":[\"rank\",\"per\",\"market_cap\"]}");
	assert_false(market_query_needs_snapshot(&q));
	assert_false(market_query_needs_history(&q));
}

static void what_thirty_rows_cannot_say_needs_one(void **state)
{
	(void)state;
	(void)read_top("{\"count\":5,\"columns\":[\"weight_in_index\"]}");
	assert_true(market_query_needs_snapshot(&q));
	(void)read_top("{\"count\":5,\"order\":\"asc\",\"columns\":[]}");
	assert_true(market_query_needs_snapshot(&q));
	(void)read_top("{\"count\":5,\"basis\":\"UNIFIED\",\"columns\":[]}");
	assert_true(market_query_needs_snapshot(&q));
	(void)read_top(
		"{\"count\":5,\"filters\":[{\"column\":\"price\",\"min\":1}],\"columns\":[]}");
	assert_true(market_query_needs_snapshot(&q));
	(void)read_top("{\"count\":5,\"sector\":\"0013\",\"columns\":[]}");
	assert_true(market_query_needs_snapshot(&q));
}

static void completed_days_are_needed_where_a_figure_stands_on_them(void **state)
{
	(void)state;
	(void)read_top("{\"count\":5,\"columns\":[\"previous_value\"]}");
	assert_true(market_query_needs_history(&q));
	(void)read_top("{\"count\":5,\"columns\":[\"period_change_rate\"]}");
	assert_false(market_query_needs_history(&q));
	(void)read_top("{\"count\":5,\"period\":\"5D\",\"columns\":[\"period_change_rate\"]}");
	assert_true(market_query_needs_history(&q));
	(void)read_top("{\"count\":5,\"omit\":\"z_score\",\"columns\":[\"z_score\"]}");
	assert_false(market_query_needs_history(&q));
}

static void a_summary_knows_its_ranking_by_the_rows_asked(void **state)
{
	struct market_query first;

	(void)state;
	(void)read_top("{\"count\":5,\"filters\":[{\"column\":\"price\",\"min\":1}],"
		       "\"columns\":[\"rank\"]}");
	first = q;
	(void)read_as("summary", "KRX",
		"{\"filters\":[{\"column\":\"price\",\"min\":1}],\"columns\":[\"as_of\"]}");
	assert_true(market_query_same_rows(&first, &q));
	(void)read_as("summary", "KRX",
		"{\"filters\":[{\"column\":\"price\",\"min\":2}],\"columns\":[\"as_of\"]}");
	assert_false(market_query_same_rows(&first, &q));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_usual_is_by_trading_value_of_both_markets),
		cmocka_unit_test(every_word_is_read),
		cmocka_unit_test(the_basis_of_the_settings_holds_unless_another_is_asked),
		cmocka_unit_test(a_flow_needs_its_investor),
		cmocka_unit_test(codes_are_six_characters),
		cmocka_unit_test(whole_bounds_stay_whole),
		cmocka_unit_test(bounds_of_a_rate_are_tightened_to_hundredths),
		cmocka_unit_test(a_bound_on_the_hundredth_is_kept),
		cmocka_unit_test(what_needs_a_call_each_is_no_filter),
		cmocka_unit_test(a_list_is_asked_with_its_own_columns),
		cmocka_unit_test(lists_and_single_values_are_not_mixed_up),
		cmocka_unit_test(a_plain_ranking_needs_no_snapshot),
		cmocka_unit_test(what_thirty_rows_cannot_say_needs_one),
		cmocka_unit_test(completed_days_are_needed_where_a_figure_stands_on_them),
		cmocka_unit_test(a_summary_knows_its_ranking_by_the_rows_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
