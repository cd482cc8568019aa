/* market_demo_test - the market service over the demo exchange: complete rankings by price bands,
 * at several hours of a day. */
#include "support/scripted_demo.h"

static const struct service_reply *ask_demo(const char *op, const char *body)
{
	uint32_t before = script.reply_count;

	script.call_count = 0;
	post(before + 1, op, body);
	while (script_demo_answer())
		continue;
	assert_int_equal(script.reply_count, before + 1);
	return &script.replies[before];
}

static int start(void **state)
{
	return script_demo_open() ? script_start(state) : -1;
}

static int stop(void **state)
{
	int status = script_stop(state);

	script_demo_close();
	return status;
}

static void print_notes(const struct service_reply *reply)
{
	for (uint32_t i = 0; i < reply->from.note_count; i++)
		print_message("note: %s\n", reply->from.notes[i]);
}

static void assert_complete(const char *query, uint32_t rows)
{
	const struct service_reply *reply = ask_demo("top", query);

	print_notes(reply);
	assert_string_equal(reply->fault.text, "");
	assert_int_equal(row_count(reply), rows);
	assert_true(reply->from.complete);
}

static void every_ranking_is_complete(void **state)
{
	(void)state;
	assert_complete("{\"count\":50,\"columns\":[\"code\"]}", 50);
	assert_complete("{\"count\":50,\"market\":\"KOSPI\",\"columns\":[\"code\"]}", 50);
	assert_complete("{\"count\":50,\"market\":\"KOSDAQ\",\"columns\":[\"code\"]}", 50);
	assert_complete("{\"count\":50,\"sort_by\":\"volume\",\"columns\":[\"code\"]}", 50);
	assert_complete("{\"count\":20,\"basis\":\"NXT\",\"columns\":[\"code\"]}", 20);
}

static void the_hours_of_a_day_are_complete(void **state)
{
	(void)state;
	script.wall_ms = AT(9, 30);
	assert_complete("{\"count\":50,\"columns\":[\"code\"]}", 50);
	script.wall_ms = AT(15, 25);
	assert_complete("{\"count\":50,\"columns\":[\"code\"]}", 50);
	script.wall_ms = AT(17, 0);
	assert_complete("{\"count\":50,\"columns\":[\"code\"]}", 50);
	script.wall_ms = AT(22, 0);
	assert_complete("{\"count\":50,\"columns\":[\"code\"]}", 50);
	script.wall_ms = kst_to_ms(20261122, 12, 0, 0);
	assert_complete("{\"count\":50,\"columns\":[\"code\"]}", 50);
}

static void figures_fit_each_other(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = ask_demo("top", "{\"count\":20,\"columns\":[\"foreign_ratio\",\"per\",\"price\","
				"\"listed_shares\",\"market_cap\"]}");
	print_notes(reply);
	for (uint32_t i = 0; i < 20; i++) {
		int64_t price = strtoll(cell(reply, i, 2), NULL, 10);
		int64_t listed = strtoll(cell(reply, i, 3), NULL, 10);

		assert_int_equal(strtoll(cell(reply, i, 4), NULL, 10), price * listed);
		assert_string_not_equal(cell(reply, i, 0), "null");
	}
}

static void totals_are_there(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = ask_demo(
		"summary", "{\"columns\":[\"total_trading_value\",\"top5_concentration\"]}");
	print_notes(reply);
	assert_string_not_equal(cell(reply, 0, 0), "null");
	assert_string_not_equal(cell(reply, 0, 1), "null");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_ranking_is_complete),
		TEST(the_hours_of_a_day_are_complete),
		TEST(figures_fit_each_other),
		TEST(totals_are_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
