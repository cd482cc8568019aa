/* market_scene_test - questions over the demo exchange as over the real one: while the days are
 * filled, across sessions, beside each other. */
#include "support/scripted_demo.h"

#include "base/log.h"

#define CALL_MS 66 /* fifteen a second */
#define TURNS_MAX 40000

#define PROGRAMS \
	"{\"sort_by\":\"net_amount\",\"investor\":\"PROGRAM\",\"count\":5,\"columns\":[\"code\"," \
	"\"net_amount\"]}"

static void pass(int64_t ms)
{
	script.wall_ms += ms;
	script.mono_ms += ms;
}

static void at(int32_t date, int32_t hour, int32_t minute)
{
	pass(kst_to_ms(date, hour, minute, 0) - script.wall_ms);
}

/* One turn of the upstream thread; in the background nothing happens unless `behind`. */
static void turn(bool behind)
{
	const int64_t next = behind ? market_step(script_market) : CALL_MS;

	if (script_demo_answer())
		pass(CALL_MS);
	else
		pass(next > CALL_MS ? next : CALL_MS);
}

static void forget_replies(void)
{
	for (uint32_t i = 0; i < script.reply_count; i++)
		free(script.replies[i].body);
	script.reply_count = 0;
}

/* The reply of a question asked alone, while nothing is filled in the background. */
static const struct service_reply *ask_scene(const char *op, const char *body)
{
	forget_replies();
	post(1, op, body);
	for (uint32_t i = 0; i < TURNS_MAX && script.reply_count == 0; i++)
		turn(false);
	assert_int_equal(script.reply_count, 1);
	return &script.replies[0];
}

/* Twenty minutes in which the background works: three calls a share take three, of the whole
 * exchange nine. */
static void fill(void)
{
	const int64_t until_ms = script.wall_ms + INT64_C(20) * 60000;

	market_fill_behind(script_market);
	while (script.wall_ms < until_ms)
		turn(true);
}

/* The market of a host with that market_hours.closed. */
static void begin_with_hours(const char *closed)
{
	static const struct market_settings settings = { .basis = "KRX" };
	static struct market_hours_settings hours;

	hours.closed = closed;
	market_free(script_market);
	script_market = market_new(&(struct market_options){
		.env = &script_env,
		.settings = &settings,
		.hours = &hours,
	});
	assert_non_null(script_market);
}

static int start_whole(void **state)
{
	int s = script_demo_open() ? script_start(state) : -1;

	script.environment = ENVIRONMENT_REAL;
	log_level(MCP_LOG_ERROR);
	return s;
}

static int start(void **state)
{
	int s = start_whole(state);

	script_demo_thin();
	return s;
}

static int stop(void **state)
{
	int s = script_stop(state);

	script_demo_close();
	return s;
}

/* ---- Investors. ---- */

static void programs_of_the_morning_are_not_the_days(void **state)
{
	const struct service_reply *reply;
	char morning[256];

	(void)state;
	reply = ask_scene("top", PROGRAMS);
	assert_string_equal(reply->fault.text, "");
	assert_true(reply->from.provisional);
	(void)snprintf(morning, sizeof morning, "%s", cell(reply, 0, 1));
	at(20261123, 20, 1);
	reply = ask_scene("top", PROGRAMS);
	assert_string_equal(reply->fault.text, "");
	assert_false(reply->from.provisional);
	assert_true(reply->from.upstream_calls > 100);
	assert_string_not_equal(cell(reply, 0, 1), morning);
}

/* KIS has the day's buys from 15:40 on, and trading goes on until 20:00. */
static void the_days_buys_are_of_no_later_hour(void **state)
{
	const struct service_reply *reply;

	(void)state;
	at(20261123, 16, 10);
	reply = ask_scene("top", "{\"sort_by\":\"buy_amount\",\"investor\":\"FOREIGN\",\"count\":5,"
				 "\"columns\":[\"code\",\"buy_amount\"]}");
	assert_string_equal(reply->fault.text, "");
	assert_true(reply->from.as_of_ms <= script.wall_ms);
	assert_true(reply->from.provisional);
	assert_string_equal(reply->from.session, "after_market");
}

#define BUYS \
	"{\"sort_by\":\"buy_amount\",\"investor\":\"FOREIGN\",\"count\":5,\"columns\":[\"code\"," \
	"\"buy_amount\"]}"

/* Monday's buys were never fetched: on Tuesday those of Friday are not the last completed day's. */
static void the_most_traded_shares_stand_in_for_a_day_that_is_not_there(void **state)
{
	const struct service_reply *reply;

	(void)state;
	fill();
	at(20261124, 10, 24);
	turn(true);
	reply = ask_scene("top", BUYS);
	assert_string_equal(reply->fault.text, "");
	assert_false(reply->from.complete);
	assert_int_equal(reply->from.as_of_ms, kst_to_ms(20261123, 20, 0, 0));
	assert_true(has_note(reply, "only among the 100 most traded shares"));
}

static void an_older_day_says_what_it_lacks(void **state)
{
	const struct service_reply *reply;

	(void)state;
	fill();
	at(20261124, 10, 24);
	script.refuse = "inquire-investor?";
	turn(true);
	reply = ask_scene("top", BUYS);
	assert_string_equal(reply->fault.text, "");
	assert_int_equal(reply->from.as_of_ms, kst_to_ms(20261120, 20, 0, 0));
	assert_true(has_note(reply, "of 2026-11-20: those of newer days are not there yet"));
	assert_false(has_note(reply, "the last completed day"));
}

/* Friday's buys beside Monday's prices: the whole is not Friday's. */
static void prices_beside_flows_are_the_sessions(void **state)
{
	const struct service_reply *reply;

	(void)state;
	fill();
	reply = ask_scene("top", "{\"sort_by\":\"buy_amount\",\"investor\":\"FOREIGN\",\"count\":5,"
				 "\"columns\":[\"code\",\"buy_amount\",\"price\"]}");
	assert_string_equal(reply->fault.text, "");
	assert_true(reply->from.provisional);
	assert_true(reply->from.as_of_ms >= AT(10, 24));
	assert_true(has_note(reply, "buys and sells are of 2026-11-20"));
}

#define DAY_TOTALS \
	"{\"sort_by\":\"net_amount\",\"investor\":\"INDIVIDUAL\",\"count\":5,\"columns\":[" \
	"\"total_buy_amount\",\"market_impact\"]}"

static void ask_day(void)
{
	const struct service_reply *reply = ask_scene("top",
		"{\"sort_by\":\"net_amount\",\"investor\":\"INDIVIDUAL\",\"count\":5,"
		"\"columns\":[\"code\"]}");

	assert_string_equal(reply->fault.text, "");
	assert_true(reply->from.complete);
}

/* With the bars of one market alone the impact would be twice as large. */
static void an_impact_needs_what_the_whole_market_traded(void **state)
{
	const struct service_reply *reply;

	(void)state;
	script.refuse = "chartprice?FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=7"; /* KOSDAQ */
	fill();
	ask_day();
	reply = ask_scene("summary", DAY_TOTALS);
	assert_string_not_equal(cell(reply, 0, 0), "null");
	assert_string_equal(cell(reply, 0, 1), "null");
	assert_true(has_note(reply, "market_impact is not known"));
}

static void an_impact_is_of_the_whole_market(void **state)
{
	const struct service_reply *reply;

	(void)state;
	fill();
	ask_day();
	reply = ask_scene("summary", DAY_TOTALS);
	assert_string_not_equal(cell(reply, 0, 0), "null");
	assert_string_not_equal(cell(reply, 0, 1), "null");
}

/* ---- Master files. ---- */

static void caps_say_that_share_counts_are_old(void **state)
{
	static const char caps[] = "{\"sort_by\":\"market_cap\",\"market\":\"KOSPI\",\"count\":5,"
				   "\"columns\":[\"code\"]}";
	const struct service_reply *reply;

	(void)state;
	assert_false(has_note(ask_scene("top", caps), "share counts"));
	at(20261124, 10, 24);
	script.refuse = "master-kospi";
	reply = ask_scene("top", caps);
	assert_string_equal(reply->fault.text, "");
	assert_true(has_note(reply, "share counts of KOSPI are of 2026-11-23"));
	assert_false(has_note(reply, "share counts of KOSDAQ"));
}

/* ---- Completed days. ---- */

#define FIVE_DAYS \
	"{\"sort_by\":\"value_change_rate\",\"period\":\"5D\",\"count\":5,\"columns\":[\"code\"]}"

/* 2,704 calls at fifteen a second. */
static void before_a_day_has_come_the_limit_tells_how_long(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = ask_scene("top", FIVE_DAYS);
	assert_int_equal(reply->fault.status, MCP_E_BUSY);
	assert_non_null(strstr(reply->fault.text, "0 of 2704 shares, about 181 s left"));
	assert_int_equal(reply->fault.retry_after_s, 181);
}

/* Before the days are there a list of thirty stands in: against the day before, and it says so. */
static void a_list_against_the_day_before_says_so(void **state)
{
	static const char twenty[] = "{\"sort_by\":\"volume_ratio\",\"count\":5,\"columns\":["
				     "\"compared_days\"]}";

	(void)state;
	(void)ask_scene("top", "{\"sort_by\":\"volume_ratio\",\"count\":5,\"columns\":[\"code\"]}");
	assert_string_equal(cell(ask_scene("summary", twenty), 0, 0), "1");
	fill();
	(void)ask_scene("top", "{\"sort_by\":\"volume_ratio\",\"count\":5,\"columns\":[\"code\"]}");
	assert_string_equal(cell(ask_scene("summary", twenty), 0, 0), "20");
}

static void quotes_say_what_they_lack(void **state)
{
	static const char quotes[] =
		"{\"codes\":\"644090\",\"investor\":\"FOREIGN\",\"columns\":[\"price\",\"volume_ratio\","
		"\"buy_amount\"]}";
	const struct service_reply *reply;

	(void)state;
	reply = ask_scene("quotes", quotes);
	assert_string_not_equal(cell(reply, 0, 0), "null");
	assert_string_equal(cell(reply, 0, 1), "null");
	assert_string_equal(cell(reply, 0, 2), "null");
	assert_true(has_note(reply, "what 1 shares are compared with is not known"));
	assert_true(has_note(reply, "buys and sells are not known"));
	fill();
	reply = ask_scene("quotes", quotes);
	assert_string_not_equal(cell(reply, 0, 1), "null");
	assert_string_not_equal(cell(reply, 0, 2), "null");
	assert_true(has_note(reply, "buys and sells are of 2026-11-20"));
}

/* ---- Only what is kept. ---- */

static const struct {
	const char *op;
	const char *body;
} questions[] = {
	{ "top", "{\"count\":5,\"columns\":[\"code\",\"foreign_ratio\",\"per\"]}" },
	{ "top", FIVE_DAYS },
	{ "top", "{\"sort_by\":\"volume_ratio\",\"count\":5,\"columns\":[\"code\",\"reasons\","
		 "\"news_count\"]}" },
	{ "top",
		"{\"sort_by\":\"market_cap\",\"count\":5,\"columns\":[\"code\",\"treasury_ratio\"]}" },
	{ "top", PROGRAMS },
	{ "sectors", "{\"market\":\"KOSPI\",\"count\":5,\"columns\":[\"sector_name\","
		     "\"index_change_rate\",\"foreign_net_buy\"]}" },
	{ "summary", "{\"columns\":[\"total_trading_value\",\"top5_concentration\","
		     "\"total_market_cap\"]}" },
	{ "bars", "{\"codes\":\"644090\",\"count\":5,\"columns\":[\"date\"]}" },
	{ "session", "{\"columns\":[\"name\"]}" },
};

/* Answered at once, and nothing is sent. */
static const struct service_reply *ask_offline(const char *op, const char *body)
{
	forget_replies();
	assert_int_equal(script_open(), 0);
	post(1, op, body);
	assert_int_equal(script_open(), 0);
	assert_int_equal(script.reply_count, 1);
	return &script.replies[0];
}

static void what_is_kept_is_answered_without_a_call(void **state)
{
	(void)state;
	begin_with_hours("cache_only");
	fill();
	at(20261123, 20, 6);
	fill();
	at(20261124, 7, 0);
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		assert_string_equal(
			ask_offline(questions[i].op, questions[i].body)->fault.text, "");
}

static void what_is_not_kept_is_said_without_a_call(void **state)
{
	const struct service_reply *reply;

	(void)state;
	begin_with_hours("cache_only");
	at(20261123, 20, 6);
	reply = ask_offline("top", questions[0].body);
	assert_int_equal(reply->fault.status, MCP_E_CLOSED);
	script.refuse = "chartprice?FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=7";
	fill();
	script.call_count = 0;
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		(void)ask_offline(questions[i].op, questions[i].body);
	reply = ask_offline("top", FIVE_DAYS);
	assert_int_equal(reply->fault.status, MCP_E_CLOSED);
}

static void sectors_say_that_nobody_was_asked(void **state)
{
	const struct service_reply *reply;

	(void)state;
	begin_with_hours("cache_only");
	at(20261123, 19, 50);
	fill();
	fill();
	reply = ask_offline("sectors", questions[5].body);
	assert_string_equal(cell(reply, 0, 2), "null");
	assert_true(has_note(reply, "nothing is asked while the market is closed"));
	assert_false(has_note(reply, "holds no figures"));
}

/* ---- Boundaries. ---- */

/* The auction begins in the middle of the sweep: two sessions stand in it, and it is taken anew. */
static void a_sweep_over_a_boundary_is_taken_once_more(void **state)
{
	const struct service_reply *reply;

	(void)state;
	(void)ask_scene("session", "{\"columns\":[\"name\"]}");
	at(20261123, 15, 19);
	pass(57000);
	reply = ask_scene("top", "{\"sort_by\":\"market_cap\",\"count\":5,\"columns\":[\"code\"]}");
	assert_string_equal(reply->fault.text, "");
	assert_true(reply->from.complete);
	assert_string_equal(reply->from.session, "closing_auction");
	assert_true(reply->from.as_of_ms >= AT(15, 20));
	assert_true(reply->from.upstream_calls > 180);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)
#define TEST_WHOLE(name) cmocka_unit_test_setup_teardown(name, start_whole, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(programs_of_the_morning_are_not_the_days),
		TEST(the_days_buys_are_of_no_later_hour),
		TEST(the_most_traded_shares_stand_in_for_a_day_that_is_not_there),
		TEST(an_older_day_says_what_it_lacks),
		TEST(prices_beside_flows_are_the_sessions),
		TEST(an_impact_needs_what_the_whole_market_traded),
		TEST(an_impact_is_of_the_whole_market),
		TEST(caps_say_that_share_counts_are_old),
		TEST_WHOLE(before_a_day_has_come_the_limit_tells_how_long),
		TEST(quotes_say_what_they_lack),
		TEST(what_is_kept_is_answered_without_a_call),
		TEST(what_is_not_kept_is_said_without_a_call),
		TEST(sectors_say_that_nobody_was_asked),
		TEST(a_list_against_the_day_before_says_so),
		TEST_WHOLE(a_sweep_over_a_boundary_is_taken_once_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
