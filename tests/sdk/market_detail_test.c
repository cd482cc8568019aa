/* market_detail_test - foreign ratio and PER: one call a share and day. */
#include "support/scripted_kis.h"

#define DETAILS "{\"market\":\"KOSPI\",\"count\":3,\"columns\":[\"foreign_ratio\",\"per\"]}"

static void details_cost_one_call_a_share_and_day(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	reply = ask("top", DETAILS);
	assert_string_equal(cell(reply, 2, 0), "50.23");
	assert_string_equal(cell(reply, 2, 1), "13.30");
	assert_int_equal(script.detail_calls, 3);
	(void)ask("top", DETAILS);
	assert_int_equal(script.detail_calls, 3);
	script.wall_ms = kst_to_ms(20261124, 10, 0, 0);
	(void)ask("top", DETAILS);
	assert_int_equal(script.detail_calls, 6);
}

/* Of a share of 1,000 won with earnings of 75.19 and a book value of 800 won. */
#define QUOTED \
	"{\"output\":{\"stck_prpr\":\"1000\",\"per\":\"13.30\",\"eps\":\"75.19\"," \
	"\"pbr\":\"1.25\",\"bps\":\"800.00\",\"lstn_stcn\":\"1000000\"," \
	"\"frgn_hldn_qty\":\"502345\"},\"rt_cd\":\"0\"}"
#define MULTIPLES "\"count\":1,\"columns\":[\"foreign_ratio\",\"per\",\"pbr\"]}"

static void later(int64_t ms)
{
	script.wall_ms += ms;
	script.mono_ms += ms;
}

/* PER and PBR are of the price that stands beside them. */
static void what_is_remembered_follows_the_price(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.shares[0].price = 1000;
	script.quote = QUOTED;
	assert_string_equal(cell(ask("top", "{" MULTIPLES), 0, 1), "13.30");
	script.shares[0].price = 1100;
	later(60000);
	reply = ask("top", "{" MULTIPLES);
	assert_string_equal(cell(reply, 0, 0), "50.23");
	assert_string_equal(cell(reply, 0, 1), "14.63");
	assert_string_equal(cell(reply, 0, 2), "1.38");
	assert_int_equal(script.detail_calls, 1);
	/* At the price it was given for, it is what was given. */
	script.shares[0].price = 1000;
	later(60000);
	assert_string_equal(cell(ask("top", "{" MULTIPLES), 0, 1), "13.30");
}

static void a_multiple_that_cannot_follow_is_null(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.shares[0].price = 1000;
	script.quote = "{\"output\":{\"stck_prpr\":\"1000\",\"per\":\"13.30\","
		       "\"lstn_stcn\":\"1000000\",\"frgn_hldn_qty\":\"502345\"},\"rt_cd\":\"0\"}";
	assert_string_equal(cell(ask("top", "{" MULTIPLES), 0, 1), "13.30");
	script.shares[0].price = 1100;
	later(60000);
	reply = ask("top", "{" MULTIPLES);
	assert_string_equal(cell(reply, 0, 1), "null");
	assert_string_equal(cell(reply, 0, 0), "50.23");
}

/* The price of another venue is not what KRX's multiples are made with. */
static void another_venues_details_are_asked_again_after_a_minute(void **state)
{
	(void)state;
	add_market(60);
	script.shares[0].price = 1000;
	script.quote = QUOTED;
	(void)ask("top", "{\"basis\":\"NXT\"," MULTIPLES);
	script.shares[0].price = 1100;
	later(30000);
	assert_string_equal(cell(ask("top", "{\"basis\":\"NXT\"," MULTIPLES), 0, 1), "13.30");
	assert_int_equal(script.detail_calls, 1);
	later(31000);
	assert_string_equal(cell(ask("top", "{\"basis\":\"NXT\"," MULTIPLES), 0, 1), "13.30");
	assert_int_equal(script.detail_calls, 2);
}

/* Before the open a share count is that of the day before. */
static void details_of_before_the_open_do_not_hold_after_it(void **state)
{
	(void)state;
	add_market(60);
	script.wall_ms = AT(0, 30);
	(void)ask("top", DETAILS);
	assert_int_equal(script.detail_calls, 3);
	script.wall_ms = AT(9, 30);
	(void)ask("top", DETAILS);
	assert_int_equal(script.detail_calls, 6);
}

static void omitted_details_cost_nothing(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	reply = ask("top", "{\"count\":3,\"omit\":\"foreign_ratio|per\","
			   "\"columns\":[\"foreign_ratio\",\"per\"]}");
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_int_equal(script.detail_calls, 0);
}

static void details_that_fail_are_null_and_said_once(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.refuse = "inquire-price?FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=100020";
	reply = ask("top", DETAILS);
	assert_string_equal(cell(reply, 1, 0), "null");
	assert_string_equal(cell(reply, 0, 0), "50.23");
	assert_true(has_note(reply, "PER of 1 shares are not known: scripted refusal"));
	assert_false(reply->from.complete);
}

static void a_quote_of_zeros_is_no_quote(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.quote = "{\"output\":{\"per\":\"0.00\",\"lstn_stcn\":\"0\",\"frgn_hldn_qty\":\"0\","
		       "\"stck_shrn_iscd\":\"\"},\"rt_cd\":\"0\"}";
	reply = ask("top", DETAILS);
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_true(has_note(reply, "PER of 3 shares are not known"));
}

static void another_shares_quote_is_no_quote(void **state)
{
	(void)state;
	add_market(60);
	script.quote = "{\"output\":{\"stck_shrn_iscd\":\"999999\",\"per\":\"1.00\","
		       "\"lstn_stcn\":\"10\",\"frgn_hldn_qty\":\"1\"},\"rt_cd\":\"0\"}";
	assert_string_equal(cell(ask("top", DETAILS), 0, 1), "null");
}

static void no_earnings_give_no_per(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.quote = "{\"output\":{\"per\":\"-3.20\",\"lstn_stcn\":\"1000\","
		       "\"frgn_hldn_qty\":\"333\"},\"rt_cd\":\"0\"}";
	reply = ask("top", DETAILS);
	assert_string_equal(cell(reply, 0, 0), "33.30");
	assert_string_equal(cell(reply, 0, 1), "null");
	assert_int_equal(reply->from.note_count, 1);
	assert_true(reply->from.complete);
}

static void a_ratio_above_all_is_null_and_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.quote = "{\"output\":{\"per\":\"3.20\",\"lstn_stcn\":\"1000\","
		       "\"frgn_hldn_qty\":\"1001\"},\"rt_cd\":\"0\"}";
	reply = ask("top", DETAILS);
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_true(has_note(reply, "foreign ratio of 3 shares"));
	/* Not asked again that day, and said again. */
	reply = ask("top", DETAILS);
	assert_int_equal(script.detail_calls, 3);
	assert_true(has_note(reply, "foreign ratio of 3 shares"));
}

static void a_ratio_without_shares_held_is_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.quote = "{\"output\":{\"per\":\"3.20\",\"lstn_stcn\":\"1000\"},\"rt_cd\":\"0\"}";
	reply = ask("top", DETAILS);
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_string_equal(cell(reply, 0, 1), "3.20");
	assert_true(has_note(reply, "foreign ratio of 3 shares"));
}

static void details_report_how_far_they_are(void **state)
{
	(void)state;
	add_market(60);
	(void)ask("top", DETAILS);
	assert_int_equal(script.progress_count, 3);
	assert_true(script.progress_total > 2.9 && script.progress_total < 3.1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, script_start_quiet, script_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(details_cost_one_call_a_share_and_day),
		TEST(what_is_remembered_follows_the_price),
		TEST(a_multiple_that_cannot_follow_is_null),
		TEST(another_venues_details_are_asked_again_after_a_minute),
		TEST(details_of_before_the_open_do_not_hold_after_it),
		TEST(omitted_details_cost_nothing),
		TEST(details_that_fail_are_null_and_said_once),
		TEST(a_quote_of_zeros_is_no_quote),
		TEST(another_shares_quote_is_no_quote),
		TEST(no_earnings_give_no_per),
		TEST(a_ratio_above_all_is_null_and_said),
		TEST(a_ratio_without_shares_held_is_said),
		TEST(details_report_how_far_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
