/* market_ways_test - the ways to an answer over the demo exchange: live, completed days, the most
 * traded shares, the day before, sectors, quotes, bars, sessions, a closed market. */
#include "support/scripted_demo.h"

/* The reply asked last; what nobody waits for is left undone. */
static const struct service_reply *ask_of(uint64_t run, const char *op, const char *body)
{
	const uint32_t before = script.reply_count;
	const struct service_request request = {
		.id = before + 1,
		.run = run,
		.service = "market/1",
		.op = op,
		.body = span_of(body),
		.deadline_mono_ms = script.mono_ms + 60000,
	};

	market_start(script_market, &request);
	while (script.reply_count == before && script_demo_answer())
		(void)market_step(script_market);
	assert_int_equal(script.reply_count, before + 1);
	return &script.replies[before];
}

static const struct service_reply *ask_demo(const char *op, const char *body)
{
	return ask_of(1, op, body);
}

static int start_whole(void **state)
{
	if (!script_demo_open())
		return -1;
	script_demo_keep();
	return script_start(state);
}

static int start(void **state)
{
	const int status = start_whole(state);

	script_demo_thin();
	return status;
}

static int stop(void **state)
{
	int status = script_stop(state);

	script_demo_close();
	return status;
}

/* With a key there is no waiting for every share: that takes minutes. */
static int start_with_key(void **state)
{
	const int status = start_whole(state);

	script.environment = ENVIRONMENT_REAL;
	return status;
}

static int64_t number(const struct service_reply *reply, uint32_t row, uint32_t column)
{
	return strtoll(cell(reply, row, column), NULL, 10);
}

static void assert_answered(const struct service_reply *reply)
{
	assert_string_equal(reply->fault.text, "");
	assert_int_equal(reply->fault.status, MCP_OK);
}

static bool falls(const struct service_reply *reply, uint32_t column)
{
	for (uint32_t i = 1; i < row_count(reply); i++)
		if (number(reply, i, column) > number(reply, i - 1, column))
			return false;
	return true;
}

static bool all_are(const struct service_reply *reply, uint32_t column, const char *text)
{
	for (uint32_t i = 0; i < row_count(reply); i++)
		if (strcmp(cell(reply, i, column), text) != 0)
			return false;
	return true;
}

/* ---- Investors. ---- */

#define FLOWS "\"columns\":[\"code\",\"net_amount\",\"buy_amount\",\"market\",\"impact_ratio\"]"
#define NET "{\"count\":8,\"investor\":\"FOREIGN\",\"sort_by\":\"net_amount\"," FLOWS "}"
#define NET_SELLERS \
	"{\"count\":8,\"investor\":\"FOREIGN\",\"sort_by\":\"net_amount\",\"order\":\"asc\"," \
	"\"market\":\"KOSPI\"," FLOWS "}"
#define BUYS "{\"count\":8,\"investor\":\"INSTITUTION\",\"sort_by\":\"buy_amount\"," FLOWS "}"
#define PROGRAM "{\"count\":8,\"investor\":\"PROGRAM\",\"sort_by\":\"net_amount\"," FLOWS "}"

static void net_buying_is_live_and_provisional(void **state)
{
	const struct service_reply *reply = ask_demo("top", NET);

	(void)state;
	assert_answered(reply);
	assert_int_equal(row_count(reply), 8);
	assert_true(falls(reply, 1));
	assert_true(number(reply, 7, 1) > 0);
	assert_true(all_are(reply, 2, "null"));
	assert_true(reply->from.provisional);
	assert_true(reply->from.complete);
	assert_true(has_note(reply, "provisional net figures"));
	assert_int_equal(reply->from.as_of_ms, AT(10, 24));
}

static void the_largest_net_sellers_come_first_when_asked(void **state)
{
	const struct service_reply *reply = ask_demo("top", NET_SELLERS);

	(void)state;
	assert_answered(reply);
	assert_true(number(reply, 0, 1) < number(reply, 7, 1));
	assert_true(number(reply, 7, 1) < 0);
	assert_true(all_are(reply, 3, "\"KOSPI\""));
}

static void before_the_first_figures_the_day_before_answers(void **state)
{
	const struct service_reply *reply;

	(void)state;
	script.wall_ms = AT(9, 20);
	reply = ask_demo("top", NET);
	assert_answered(reply);
	assert_false(reply->from.provisional);
	assert_true(has_note(reply, "buys and sells are of 2026-11-20"));
	assert_int_equal(reply->from.as_of_ms, kst_to_ms(20261120, 20, 0, 0));
}

/* The year's first day opens at ten: at the usual hour the list is empty. */
static void while_live_figures_are_late_the_day_before_answers(void **state)
{
	const struct service_reply *reply;

	(void)state;
	script.wall_ms = kst_to_ms(20270104, 9, 50, 0);
	reply = ask_demo("top", NET);
	assert_answered(reply);
	assert_int_equal(row_count(reply), 8);
	assert_true(reply->from.complete);
	assert_false(reply->from.provisional);
	assert_true(has_note(reply, "buys and sells are of 2026-12-30"));
	assert_int_equal(reply->from.as_of_ms, kst_to_ms(20261230, 20, 0, 0));
}

static void caps_are_in_order_before_the_first_trade(void **state)
{
	const struct service_reply *reply;

	(void)state;
	script.wall_ms = AT(8, 45);
	reply = ask_demo("top", "{\"count\":8,\"sort_by\":\"market_cap\",\"columns\":[\"code\"]}");
	assert_true(reply->from.complete);
	assert_string_equal(reply->from.session, "pre_open");
	reply = ask_demo("top", "{\"count\":8,\"sort_by\":\"change_rate\",\"columns\":[\"code\"]}");
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "holds no trades"));
}

#define WEIGHT \
	"{\"count\":1,\"market\":\"KOSPI\",\"sort_by\":\"market_cap\",\"columns\":[\"weight_in_index\"]}"

/* A share that split on Friday is counted on Saturday as it was on Friday. */
static void a_closed_day_counts_shares_as_the_day_before(void **state)
{
	char friday[256];

	script.wall_ms = kst_to_ms(20261211, 21, 0, 0);
	(void)snprintf(friday, sizeof friday, "%s", cell(ask_demo("top", WEIGHT), 0, 0));
	assert_int_equal(stop(state), 0);
	assert_int_equal(start(state), 0);
	script.wall_ms = kst_to_ms(20261212, 10, 24, 0);
	assert_string_equal(cell(ask_demo("top", WEIGHT), 0, 0), friday);
}

static void buys_are_of_the_last_completed_day(void **state)
{
	const struct service_reply *reply = ask_demo("top", BUYS);

	(void)state;
	assert_answered(reply);
	assert_true(falls(reply, 2));
	assert_true(reply->from.complete);
	assert_false(reply->from.provisional);
	assert_true(has_note(reply, "buys and sells are of 2026-11-20"));
	assert_string_not_equal(cell(reply, 0, 4), "null");
}

static void until_then_the_most_traded_shares_are_ranked(void **state)
{
	const struct service_reply *reply = ask_demo("top", BUYS);

	(void)state;
	assert_answered(reply);
	assert_int_equal(row_count(reply), 8);
	assert_true(falls(reply, 2));
	assert_false(reply->from.complete);
	assert_false(reply->from.provisional);
	assert_true(has_note(reply, "among the 100 most traded shares"));
	assert_true(has_note(reply, "buys and sells are of 2026-11-20"));
	assert_true(has_note(reply, "the impact of 8 shares is not known"));
}

static void settled_figures_are_of_the_day_itself(void **state)
{
	const struct service_reply *reply;

	(void)state;
	script.wall_ms = AT(15, 45);
	reply = ask_demo("top", BUYS);
	assert_answered(reply);
	assert_false(has_note(reply, "buys and sells are of"));
	/* Trading goes on until 20:00. */
	assert_int_equal(reply->from.as_of_ms, AT(15, 45));
	assert_true(reply->from.provisional);
}

static void programs_are_live_among_the_most_traded(void **state)
{
	const struct service_reply *reply = ask_demo("top", PROGRAM);

	(void)state;
	assert_answered(reply);
	assert_true(reply->from.provisional);
	assert_false(reply->from.complete);
	assert_int_equal(reply->from.as_of_ms, AT(10, 24));
}

static void the_markets_totals_go_with_its_ranking(void **state)
{
	const struct service_reply *reply;

	(void)state;
	assert_answered(ask_demo("top", NET));
	reply = ask_demo("summary",
		"{\"investor\":\"FOREIGN\",\"sort_by\":\"net_amount\",\"columns\":["
		"\"total_buy_amount\",\"total_sell_amount\",\"total_net_amount\",\"market_impact\","
		"\"flow_date\"]}");
	assert_answered(reply);
	assert_true(number(reply, 0, 0) > 0);
	assert_string_not_equal(cell(reply, 0, 3), "null");
	assert_string_equal(cell(reply, 0, 4), "\"2026-11-23\"");
}

static void another_runs_ranking_does_not_count(void **state)
{
	const struct service_reply *reply;

	(void)state;
	assert_answered(ask_demo("top", NET));
	reply = ask_of(2, "summary",
		"{\"investor\":\"FOREIGN\",\"sort_by\":\"net_amount\",\"columns\":["
		"\"total_buy_amount\",\"flow_date\"]}");
	assert_answered(reply);
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_string_equal(cell(reply, 0, 1), "null");
	assert_false(reply->from.complete);
}

/* ---- Against other days. ---- */

#define AGAINST(period) \
	"{\"count\":8,\"sort_by\":\"value_change_rate\",\"period\":\"" period "\",\"columns\":[" \
	"\"code\",\"trading_value\",\"previous_value\",\"value_change_rate\"]}"
#define UNUSUAL \
	"{\"count\":8,\"sort_by\":\"volume_ratio\",\"filters\":[{\"column\":\"volume_ratio\"," \
	"\"min_rate\":200}],\"columns\":[\"code\",\"volume\",\"average_volume\",\"consecutive_days\"," \
	"\"reasons\",{\"name\":\"reason_details\",\"columns\":[\"code\",\"seen\"]}]}"

static void twenty_days_are_waited_for_where_they_cost_nothing(void **state)
{
	const struct service_reply *reply = ask_demo("top", AGAINST("20D"));

	(void)state;
	assert_answered(reply);
	assert_int_equal(row_count(reply), 8);
	assert_true(number(reply, 0, 2) > 0);
	assert_true(script.progress_count > 0);
}

static void the_day_before_answers_until_days_are_there(void **state)
{
	const struct service_reply *reply = ask_demo("top", AGAINST("1D"));

	(void)state;
	assert_answered(reply);
	assert_true(all_are(reply, 2, "null"));
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "compared with the volume of the day before only"));
	assert_true(has_note(reply, "of shares traded, not of won"));
}

static void more_days_are_said_to_be_on_their_way(void **state)
{
	const struct service_reply *reply = ask_demo("top", AGAINST("5D"));

	(void)state;
	assert_int_equal(reply->fault.status, MCP_E_BUSY);
	assert_non_null(strstr(reply->fault.text, "completed days are still being fetched"));
	assert_true(reply->fault.retry_after_s > 100);
}

static void unusual_volume_says_what_it_saw(void **state)
{
	const struct service_reply *reply = ask_demo("top", UNUSUAL);

	(void)state;
	assert_answered(reply);
	assert_true(row_count(reply) > 0);
	assert_true(number(reply, 0, 1) >= 2 * number(reply, 0, 2));
	assert_true(number(reply, 0, 3) >= 1);
	assert_int_equal(cell(reply, 0, 4)[0], '[');
	assert_int_equal(cell(reply, 0, 5)[0], '[');
}

/* ---- Sectors. ---- */

#define SECTORS \
	"{\"count\":50,\"market\":\"KOSPI\",\"columns\":[\"sector_code\",\"trading_value\"," \
	"\"stock_count\",\"foreign_net_buy\",{\"name\":\"leading_stocks\",\"columns\":[\"code\"," \
	"\"contribution\"]},\"sector_name\"]}"

static int64_t sum_of_column(const struct service_reply *reply, uint32_t column)
{
	int64_t sum = 0;

	for (uint32_t i = 0; i < row_count(reply); i++)
		sum += number(reply, i, column);
	return sum;
}

static bool has_row(const struct service_reply *reply, uint32_t column, const char *text)
{
	for (uint32_t i = 0; i < row_count(reply); i++)
		if (strcmp(cell(reply, i, column), text) == 0)
			return true;
	return false;
}

static void every_share_is_in_one_sector(void **state)
{
	const struct service_reply *reply = ask_demo("sectors", SECTORS);

	(void)state;
	assert_answered(reply);
	assert_true(falls(reply, 1));
	/* 1,060 KOSPI shares of the demo, less those not listed yet. */
	assert_true(sum_of_column(reply, 2) > 1000);
	assert_false(has_row(reply, 0, "\"0001\""));
	assert_false(has_row(reply, 0, "\"0021\""));
	assert_false(has_row(reply, 0, "\"0027\""));
	assert_true(has_row(reply, 0, "\"0024\""));
	assert_true(has_row(reply, 5, "\"금융, other\""));
	assert_string_not_equal(cell(reply, 0, 3), "null");
}

static void sectors_are_of_one_market(void **state)
{
	const struct service_reply *reply =
		ask_demo("sectors", "{\"count\":5,\"columns\":[\"sector_code\"]}");

	(void)state;
	assert_int_equal(reply->fault.status, MCP_E_ARGUMENT);
	assert_non_null(strstr(reply->fault.text, "give KOSPI or KOSDAQ"));
}

static void a_sector_is_found_by_name_and_code(void **state)
{
	const struct service_reply *by_name;
	const struct service_reply *by_code;

	(void)state;
	by_name =
		ask_demo("top", "{\"count\":5,\"market\":\"KOSPI\",\"sort_by\":\"market_cap\","
				"\"sector\":\"전기.전자\",\"columns\":[\"code\",\"sector_code\"]}");
	assert_answered(by_name);
	by_code = ask_demo("top", "{\"count\":5,\"market\":\"KOSPI\",\"sort_by\":\"market_cap\","
				  "\"sector\":\"0013\",\"columns\":[\"code\",\"sector_code\"]}");
	assert_string_equal(by_name->body, by_code->body);
	assert_true(all_are(by_code, 1, "\"0013\""));
}

static void an_unknown_sector_is_refused(void **state)
{
	const struct service_reply *reply =
		ask_demo("top", "{\"count\":5,\"sector\":\"우주\",\"columns\":[\"code\"]}");

	(void)state;
	assert_int_equal(reply->fault.status, MCP_E_ARGUMENT);
	assert_non_null(strstr(reply->fault.text, "there is no sector"));
}

/* ---- Quotes, bars, session. ---- */

static void quotes_keep_the_order_asked(void **state)
{
	const struct service_reply *three = ask_demo("top", "{\"count\":5,\"order\":\"asc\","
							    "\"columns\":[\"code\"]}");
	char body[256];
	char first[16];
	char second[16];
	const struct service_reply *reply;

	(void)state;
	assert_answered(three);
	(void)snprintf(first, sizeof first, "%.6s", cell(three, 4, 0) + 1);
	(void)snprintf(second, sizeof second, "%.6s", cell(three, 0, 0) + 1);
	(void)snprintf(body, sizeof body,
		"{\"codes\":\"%s|ABCDEF|%s\",\"columns\":[\"code\",\"price\"]}", first, second);
	reply = ask_demo("quotes", body);
	assert_answered(reply);
	assert_int_equal(row_count(reply), 2);
	assert_memory_equal(cell(reply, 0, 0) + 1, first, 6);
	assert_memory_equal(cell(reply, 1, 0) + 1, second, 6);
	assert_true(has_note(reply, "ABCDEF is no listed share"));
}

static void bars_are_completed_days_newest_first(void **state)
{
	const struct service_reply *top = ask_demo("top", "{\"count\":5,\"columns\":[\"code\"]}");
	const struct service_reply *reply;
	char body[128];

	(void)state;
	(void)snprintf(body, sizeof body,
		"{\"codes\":\"%.6s\",\"count\":3,\"columns\":[\"date\",\"close\",\"volume\"]}",
		cell(top, 0, 0) + 1);
	reply = ask_demo("bars", body);
	assert_answered(reply);
	assert_int_equal(row_count(reply), 3);
	assert_string_equal(cell(reply, 0, 0), "\"2026-11-20\"");
	assert_string_equal(cell(reply, 2, 0), "\"2026-11-18\"");
	assert_true(number(reply, 0, 1) > 0);
	assert_false(reply->from.provisional);
}

static void the_session_is_told(void **state)
{
	const struct service_reply *reply = ask_demo(
		"session", "{\"columns\":[\"date\",\"name\",\"next_change\",\"is_open_day\"]}");

	(void)state;
	assert_answered(reply);
	assert_string_equal(cell(reply, 0, 0), "\"2026-11-23\"");
	assert_string_equal(cell(reply, 0, 1), "\"regular\"");
	assert_string_equal(cell(reply, 0, 2), "\"2026-11-23T15:20:00+09:00\"");
	assert_string_equal(cell(reply, 0, 3), "true");
}

/* ---- A closed market. ---- */

static void use_hours(const char *closed)
{
	static const struct market_settings settings = { .basis = "KRX" };
	static struct market_hours_settings hours;

	hours.closed = closed;
	market_free(script_market);
	script_market = market_new(&(struct market_options){
		.env = &script_env, .settings = &settings, .hours = &hours });
	assert_non_null(script_market);
}

static void a_closed_market_may_be_an_error(void **state)
{
	(void)state;
	use_hours("error");
	script.wall_ms = kst_to_ms(20261122, 12, 0, 0);
	assert_int_equal(ask_demo("top", NET)->fault.status, MCP_E_CLOSED);
	assert_string_equal(script.replies[0].fault.text, "there is no trading at the weekend");
	script.wall_ms = kst_to_ms(20261225, 12, 0, 0);
	assert_string_equal(
		ask_demo("top", NET)->fault.text, "there is no trading today: a market holiday");
	script.wall_ms = AT(22, 0);
	assert_string_equal(ask_demo("top", NET)->fault.text, "there is no trading at this hour");
	script.wall_ms = AT(10, 24);
	assert_answered(ask_demo("top", NET));
}

static void a_closed_market_may_answer_what_is_kept_only(void **state)
{
	const char *query = "{\"count\":5,\"columns\":[\"code\",\"per\"]}";
	uint32_t calls;

	(void)state;
	use_hours("cache_only");
	script.wall_ms = AT(20, 6);
	assert_int_equal(ask_demo("top", query)->fault.status, MCP_E_CLOSED);
	use_hours("last_session");
	assert_answered(ask_demo("top", "{\"count\":5,\"order\":\"asc\",\"columns\":[\"code\"]}"));
	while (script_demo_answer())
		continue;
	calls = script.call_count;
	assert_answered(ask_demo("top", query));
	assert_true(script.call_count > calls);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
#define TEST_WHOLE(name) cmocka_unit_test_setup_teardown(name, start_whole, stop)
#define WITH_KEY(name) cmocka_unit_test_setup_teardown(name, start_with_key, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(net_buying_is_live_and_provisional),
		TEST(the_largest_net_sellers_come_first_when_asked),
		TEST(before_the_first_figures_the_day_before_answers),
		TEST(while_live_figures_are_late_the_day_before_answers),
		TEST(caps_are_in_order_before_the_first_trade),
		TEST(a_closed_day_counts_shares_as_the_day_before),
		TEST(buys_are_of_the_last_completed_day),
		WITH_KEY(until_then_the_most_traded_shares_are_ranked),
		WITH_KEY(settled_figures_are_of_the_day_itself),
		WITH_KEY(programs_are_live_among_the_most_traded),
		TEST(the_markets_totals_go_with_its_ranking),
		TEST(another_runs_ranking_does_not_count),
		TEST(twenty_days_are_waited_for_where_they_cost_nothing),
		WITH_KEY(the_day_before_answers_until_days_are_there),
		WITH_KEY(more_days_are_said_to_be_on_their_way),
		TEST(unusual_volume_says_what_it_saw),
		TEST_WHOLE(every_share_is_in_one_sector),
		TEST(sectors_are_of_one_market),
		TEST(a_sector_is_found_by_name_and_code),
		TEST(an_unknown_sector_is_refused),
		TEST(quotes_keep_the_order_asked),
		TEST(bars_are_completed_days_newest_first),
		TEST(the_session_is_told),
		TEST(a_closed_market_may_be_an_error),
		TEST(a_closed_market_may_answer_what_is_kept_only),
	};

	return cmocka_run_group_tests(tests, NULL, script_demo_forget);
}
