/* market_calls_test - what each answer costs upstream over the demo exchange, cold, with the whole
 * market there, and asked again; and that figures move once they are old. */
#include "support/scripted_demo.h"

#define ENDPOINTS 32

/* Calls sent so far, by endpoint. */
static struct {
	char endpoint[32];
	uint32_t calls;
} sent[ENDPOINTS];

static void count_next(void)
{
	uint32_t i = 0;
	uint32_t at = 0;

	while (at < script.call_count && !script.calls[at].open)
		at++;
	if (at == script.call_count)
		return;
	while (sent[i].calls > 0 && strcmp(sent[i].endpoint, script.calls[at].endpoint) != 0)
		i++;
	assert_true(i + 1 < ENDPOINTS);
	memcpy(sent[i].endpoint, script.calls[at].endpoint, sizeof sent[i].endpoint);
	sent[i].calls++;
}

static bool answer_next(void)
{
	count_next();
	return script_demo_answer();
}

static uint32_t calls_of(const char *endpoint)
{
	for (uint32_t i = 0; i < ENDPOINTS; i++)
		if (strcmp(sent[i].endpoint, endpoint) == 0)
			return sent[i].calls;
	return 0;
}

static void forget_calls(void)
{
	memset(sent, 0, sizeof sent);
}

static int start(void **state)
{
	forget_calls();
	if (!script_demo_open())
		return -1;
	script_demo_keep();
	return script_start(state);
}

static int start_small(void **state)
{
	const int status = start(state);

	script_demo_thin();
	return status;
}

static int stop(void **state)
{
	int status = script_stop(state);

	script_demo_close();
	return status;
}

/* With a key nobody waits for every share's days: that takes minutes. */
static int start_with_key(void **state)
{
	const int status = start(state);

	script.environment = ENVIRONMENT_REAL;
	return status;
}

static const struct service_reply *ask_demo(const char *op, const char *body)
{
	const uint32_t before = script.reply_count;
	const struct service_request request = {
		.id = before + 1,
		.run = 1,
		.service = "market/1",
		.op = op,
		.body = span_of(body),
		.deadline_mono_ms = script.mono_ms + 60000,
	};

	market_start(script_market, &request);
	while (script.reply_count == before && answer_next())
		(void)market_step(script_market);
	assert_int_equal(script.reply_count, before + 1);
	assert_string_equal(script.replies[before].fault.text, "");
	return &script.replies[before];
}

static uint32_t cost(const char *op, const char *body)
{
	return ask_demo(op, body)->from.upstream_calls;
}

/* What is under way goes on behind answers. */
static void finish_calls(void)
{
	while (answer_next())
		continue;
}

static void pass(int64_t ms)
{
	script.wall_ms += ms;
	script.mono_ms += ms;
}

#define DETAILS "\"columns\":[\"code\",\"price\",\"volume\",\"foreign_ratio\",\"per\"]}"
#define PLAIN "\"columns\":[\"code\",\"price\",\"volume\",\"trading_value\"]}"
#define TOTALS(of) "{" of "\"columns\":[\"total_trading_value\",\"top5_concentration\"]}"
#define NEEDS_MARKET "{\"count\":5,\"sort_by\":\"market_cap\",\"columns\":[\"code\"]}"

/* The whole market, read for another question. */
static void have_the_market(void)
{
	(void)ask_demo("top", NEEDS_MARKET);
	finish_calls();
	forget_calls();
}

/* ---- Rankings by value and volume. ---- */

static void thirty_rows_cost_three_calls_and_two_files_cold(void **state)
{
	uint32_t calls;

	(void)state;
	calls = cost("top", "{\"count\":30,\"market\":\"KOSPI\"," PLAIN);
	calls += cost("summary", TOTALS("\"count\":30,\"market\":\"KOSPI\","));
	assert_int_equal(calls, 3 + calls_of("master-kospi") + calls_of("master-kosdaq"));
	assert_int_equal(calls_of("master-kospi") + calls_of("master-kosdaq"), 2);
	assert_int_equal(calls_of("volume-rank"), 1);
	assert_int_equal(calls_of("inquire-index-price"), 2);
}

static void fifty_rows_cost_a_few_bands_cold(void **state)
{
	(void)state;
	(void)cost("top", "{\"count\":50," PLAIN);
	assert_in_range(calls_of("volume-rank"), 2, 7);
	assert_int_equal(calls_of("inquire-price"), 0);
}

static void details_cost_a_call_a_row(void **state)
{
	(void)state;
	(void)cost("top", "{\"count\":50," DETAILS);
	assert_int_equal(calls_of("inquire-price"), 50);
}

static void with_the_market_there_only_totals_cost(void **state)
{
	(void)state;
	have_the_market();
	assert_int_equal(cost("top", "{\"count\":50," PLAIN), 0);
	assert_int_equal(cost("summary", TOTALS("")), 2);
	assert_int_equal(calls_of("intstock-multprice"), 0);
	assert_int_equal(calls_of("volume-rank"), 0);
}

static void totals_of_half_a_minute_ago_cost_nothing(void **state)
{
	(void)state;
	have_the_market();
	(void)cost("summary", TOTALS(""));
	pass(20000);
	assert_int_equal(cost("summary", TOTALS("")), 0);
}

static void details_are_asked_once_a_day(void **state)
{
	(void)state;
	have_the_market();
	assert_int_equal(cost("top", "{\"count\":30," DETAILS), 30);
	pass(3600000);
	have_the_market();
	assert_in_range(cost("top", "{\"count\":30,\"sort_by\":\"trading_value\"," DETAILS), 0, 15);
	assert_int_equal(cost("top", "{\"count\":30," DETAILS), 0);
	pass(24 * 3600000LL);
	have_the_market();
	assert_int_equal(cost("top", "{\"count\":30," DETAILS), 30);
}

/* ---- The whole market. ---- */

static void the_market_costs_a_call_for_thirty_shares(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = ask_demo("top", NEEDS_MARKET);
	assert_in_range(calls_of("intstock-multprice"), 80, 100);
	assert_in_range(reply->from.upstream_calls, 80, 104);
}

static void all_who_ask_within_half_a_minute_share_it(void **state)
{
	(void)state;
	have_the_market();
	pass(29000);
	assert_int_equal(cost("top", NEEDS_MARKET), 0);
	assert_int_equal(cost("top", "{\"count\":50,\"sort_by\":\"change_rate\"," PLAIN), 0);
	assert_int_equal(cost("top", "{\"count\":20,\"market\":\"KOSDAQ\"," PLAIN), 0);
	assert_int_equal(cost("quotes", "{\"codes\":\"644090\",\"columns\":[\"price\"]}"), 0);
	finish_calls();
	assert_int_equal(calls_of("intstock-multprice"), 0);
}

static void then_it_is_read_anew_and_prices_have_moved(void **state)
{
	static const char busiest[] = "{\"count\":50,\"sort_by\":\"trading_value\"," PLAIN;
	const struct service_reply *first;
	const struct service_reply *within;
	const struct service_reply *after;

	(void)state;
	have_the_market();
	first = ask_demo("top", busiest);
	pass(29000);
	within = ask_demo("top", busiest);
	assert_string_equal(within->body, first->body);
	assert_int_equal(within->from.as_of_ms, AT(10, 24));
	pass(1000);
	(void)ask_demo("top", NEEDS_MARKET);
	assert_in_range(calls_of("intstock-multprice"), 80, 100);
	after = ask_demo("top", busiest);
	assert_int_equal(after->from.as_of_ms, AT(10, 24) + 30000);
	assert_string_not_equal(after->body, first->body);
}

static void the_short_way_moves_with_every_question(void **state)
{
	const char *body = "{\"count\":30,\"market\":\"KOSPI\"," PLAIN;
	const struct service_reply *first;
	const struct service_reply *next;

	(void)state;
	script.quiet = true;
	first = ask_demo("top", body);
	pass(1000);
	next = ask_demo("top", body);
	assert_string_not_equal(next->body, first->body);
	assert_int_equal(calls_of("volume-rank"), 2);
}

static void a_closed_market_is_read_once(void **state)
{
	(void)state;
	script.wall_ms = AT(21, 0);
	have_the_market();
	pass(10 * 3600000LL);
	assert_int_equal(cost("top", NEEDS_MARKET), 0);
	finish_calls();
	assert_int_equal(calls_of("intstock-multprice"), 0);
}

/* ---- Against other days. ---- */

#define GROWN \
	"{\"count\":20,\"sort_by\":\"value_change_rate\",\"period\":\"20D\",\"columns\":[\"code\"," \
	"\"previous_value\"]}"
#define UNUSUAL \
	"{\"count\":20,\"sort_by\":\"volume_ratio\",\"filters\":[{\"column\":\"volume_ratio\"," \
	"\"min_rate\":110}],\"columns\":[\"code\",\"volume\",\"reasons\"]}"
#define SURGED \
	"{\"count\":20,\"sort_by\":\"value_change_rate\",\"period\":\"1D\",\"columns\":[\"code\"]}"

static void completed_days_are_asked_once(void **state)
{
	(void)state;
	(void)ask_demo("top", GROWN);
	assert_in_range(calls_of("inquire-daily-itemchartprice"), 2000, 3000);
	finish_calls();
	forget_calls();
	assert_int_equal(cost("top", GROWN), 0);
	pass(3600000);
	(void)ask_demo("top", GROWN);
	finish_calls();
	assert_int_equal(calls_of("inquire-daily-itemchartprice"), 0);
}

static void reasons_cost_two_calls_a_row_and_three(void **state)
{
	uint32_t rows;

	(void)state;
	(void)ask_demo("top", GROWN);
	finish_calls();
	forget_calls();
	rows = row_count(ask_demo("top", UNUSUAL));
	assert_in_range(rows, 5, 20);
	assert_int_equal(calls_of("inquire-price"), rows);
	assert_int_equal(calls_of("news-title"), rows);
	assert_int_equal(calls_of("inquire-vi-status"), 1);
	assert_int_equal(calls_of("inquire-index-category-price"), 2);
	assert_int_equal(script.replies[1].from.upstream_calls, 2 * rows + 3);
	assert_int_equal(cost("top", UNUSUAL), 0);
}

static void until_days_are_there_the_day_before_costs_two(void **state)
{
	(void)state;
	have_the_market();
	assert_int_equal(cost("top", SURGED), 2);
	assert_int_equal(calls_of("volume-rank"), 2);
	assert_int_equal(cost("top", SURGED), 0);
}

/* ---- Investors. ---- */

#define NET \
	"{\"count\":20,\"investor\":\"FOREIGN\",\"sort_by\":\"net_amount\",\"columns\":[\"code\"]}"
#define BUYS \
	"{\"count\":20,\"investor\":\"INDIVIDUAL\",\"sort_by\":\"buy_amount\",\"columns\":[" \
	"\"code\"]}"
#define SELLS \
	"{\"count\":20,\"investor\":\"FOREIGN\",\"sort_by\":\"sell_amount\",\"columns\":[\"code\"]}"
#define PROGRAM \
	"{\"count\":20,\"investor\":\"PROGRAM\",\"sort_by\":\"net_amount\",\"columns\":[\"code\"]}"
#define FLOW_TOTALS(who, key) \
	"{\"investor\":\"" who "\",\"sort_by\":\"" key "\",\"columns\":[\"total_net_amount\"," \
	"\"market_impact\"]}"

static void live_net_buying_costs_one_call_and_four_for_totals(void **state)
{
	(void)state;
	(void)ask_demo("top", NET);
	assert_int_equal(calls_of("foreign-institution-total"), 1);
	assert_int_equal(calls_of("intstock-multprice"), 0);
	assert_int_equal(cost("summary", FLOW_TOTALS("FOREIGN", "net_amount")), 4);
	assert_int_equal(cost("top", NET), 0);
	assert_int_equal(cost("summary", FLOW_TOTALS("FOREIGN", "net_amount")), 0);
}

static void the_most_traded_cost_a_call_each_and_serve_all_classes(void **state)
{
	(void)state;
	have_the_market();
	assert_in_range(cost("top", BUYS), 90, 100);
	assert_in_range(calls_of("inquire-investor"), 90, 130);
	assert_int_equal(cost("top", SELLS), 0);
	assert_in_range(cost("top", PROGRAM), 100, 100);
	assert_int_equal(cost("top", PROGRAM), 0);
}

static void a_stored_day_costs_nothing(void **state)
{
	(void)state;
	(void)ask_demo("top", BUYS);
	finish_calls();
	forget_calls();
	assert_int_equal(cost("top", BUYS), 0);
	assert_int_equal(cost("top", SELLS), 0);
	assert_int_equal(cost("summary", FLOW_TOTALS("FOREIGN", "sell_amount")), 0);
	assert_int_equal(calls_of("inquire-investor"), 0);
}

/* ---- Sectors. ---- */

#define SECTORS \
	"{\"count\":50,\"market\":\"KOSPI\",\"columns\":[\"sector_code\",\"foreign_net_buy\"]}"

static void sectors_cost_a_call_each_and_their_list(void **state)
{
	uint32_t calls;

	(void)state;
	have_the_market();
	calls = cost("sectors", SECTORS);
	assert_in_range(calls, 15, 30);
	assert_int_equal(calls_of("inquire-index-category-price"), 1);
	assert_int_equal(calls_of("inquire-investor-time-by-market"), calls - 1);
	assert_int_equal(cost("sectors", SECTORS), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
#define TEST_SMALL(name) cmocka_unit_test_setup_teardown(name, start_small, stop)
#define TEST_WITH_KEY(name) cmocka_unit_test_setup_teardown(name, start_with_key, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(thirty_rows_cost_three_calls_and_two_files_cold),
		TEST(fifty_rows_cost_a_few_bands_cold),
		TEST(details_cost_a_call_a_row),
		TEST(with_the_market_there_only_totals_cost),
		TEST(totals_of_half_a_minute_ago_cost_nothing),
		TEST(details_are_asked_once_a_day),
		TEST(the_market_costs_a_call_for_thirty_shares),
		TEST(all_who_ask_within_half_a_minute_share_it),
		TEST(then_it_is_read_anew_and_prices_have_moved),
		TEST(the_short_way_moves_with_every_question),
		TEST(a_closed_market_is_read_once),
		TEST(completed_days_are_asked_once),
		TEST_SMALL(reasons_cost_two_calls_a_row_and_three),
		TEST_WITH_KEY(until_days_are_there_the_day_before_costs_two),
		TEST(live_net_buying_costs_one_call_and_four_for_totals),
		TEST_WITH_KEY(the_most_traded_cost_a_call_each_and_serve_all_classes),
		TEST_SMALL(a_stored_day_costs_nothing),
		TEST(sectors_cost_a_call_each_and_their_list),
	};

	return cmocka_run_group_tests(tests, NULL, script_demo_forget);
}
