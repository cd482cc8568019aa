/* market_quotes_test - a few shares asked for alone: one call, the same figures as the whole
 * market's, and the whole market where one call is not enough. */
#include "support/scripted_demo.h"

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

static const struct service_reply *ask_demo(const char *op, const char *query)
{
	const uint32_t before = script.reply_count;

	post(before + 1, op, query);
	while (script.reply_count == before && script_demo_answer())
		continue;
	assert_int_equal(script.reply_count, before + 1);
	return &script.replies[before];
}

static uint32_t sweep_calls(void)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < script.call_count; i++)
		n += strcmp(script.calls[i].endpoint, "intstock-multprice") == 0;
	return n;
}

static const struct queued *sweep_call(void)
{
	uint32_t i = 0;

	while (strcmp(script.calls[i].endpoint, "intstock-multprice") != 0)
		i++;
	return &script.calls[i];
}

static void have_the_market(enum basis basis)
{
	static const char *const questions[] = {
		"{\"count\":5,\"order\":\"asc\",\"basis\":\"KRX\",\"columns\":[\"code\"]}",
		"{\"count\":5,\"order\":\"asc\",\"basis\":\"NXT\",\"columns\":[\"code\"]}",
		"{\"count\":5,\"order\":\"asc\",\"basis\":\"UNIFIED\",\"columns\":[\"code\"]}",
	};

	(void)ask_demo("top", questions[basis]);
	assert_true(sweep_calls() > 80);
}

/* ---- The same figures. ---- */

#define COLUMNS \
	"\"columns\":[\"rank\",\"code\",\"name\",\"market\",\"sector_code\",\"sector_name\"," \
	"\"price\",\"change\",\"change_rate\",\"volume\",\"trading_value\",\"market_cap\"," \
	"\"listed_shares\",\"turnover_rate\",\"per\",\"pbr\",\"foreign_ratio\",\"flags\"," \
	"\"as_of\",\"session\",\"provisional\",\"environment\",\"basis\",\"notes\"]}"
#define CODES "{\"codes\":\"644090|618800|ABCDEF|644090|100010\","

static const char *const questions[] = {
	CODES "\"basis\":\"KRX\"," COLUMNS,
	CODES "\"basis\":\"NXT\"," COLUMNS,
	CODES "\"basis\":\"UNIFIED\"," COLUMNS,
};

static void assert_same(int64_t wall_ms, enum basis basis)
{
	const struct service_reply *alone;
	const struct service_reply *of_all;

	script.wall_ms = wall_ms;
	alone = ask_demo("quotes", questions[basis]);
	assert_string_equal(alone->fault.text, "");
	assert_int_equal(sweep_calls(), 1);
	have_the_market(basis);
	of_all = ask_demo("quotes", questions[basis]);
	assert_true(row_count(alone) > 2);
	assert_string_equal(alone->body, of_all->body);
	assert_int_equal(alone->from.as_of_ms, of_all->from.as_of_ms);
	assert_int_equal(alone->from.complete, of_all->from.complete);
	assert_int_equal(alone->from.fresh_until_ms, of_all->from.fresh_until_ms);
}

static void in_the_morning(void **state)
{
	(void)state;
	assert_same(AT(10, 24), BASIS_KRX);
}

static void before_the_open(void **state)
{
	(void)state;
	assert_same(AT(7, 10), BASIS_KRX);
}

static void after_the_close(void **state)
{
	(void)state;
	assert_same(AT(21, 5), BASIS_KRX);
}

static void at_the_other_venue(void **state)
{
	(void)state;
	assert_same(AT(18, 30), BASIS_NXT);
}

static void at_both_venues(void **state)
{
	(void)state;
	assert_same(AT(11, 3), BASIS_UNIFIED);
}

/* ---- What it costs. ---- */

#define PRICE "{\"codes\":\"644090|618800\",\"columns\":[\"code\",\"price\"]}"

static void one_call_says_it_at_once_and_for_a_user(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = ask_demo("quotes", PRICE);
	assert_int_equal(row_count(reply), 2);
	assert_int_equal(sweep_calls(), 1);
	assert_int_equal(reply->from.upstream_calls, 1);
	assert_int_equal(sweep_call()->lane, LANE_USER);
}

static void the_whole_market_at_hand_costs_none(void **state)
{
	uint32_t before;

	(void)state;
	have_the_market(BASIS_KRX);
	before = sweep_calls();
	assert_int_equal(ask_demo("quotes", PRICE)->from.upstream_calls, 0);
	assert_int_equal(sweep_calls(), before);
}

static void a_code_of_nobody_costs_none(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = ask_demo("quotes", "{\"codes\":\"ABCDEF\",\"columns\":[\"code\",\"price\"]}");
	assert_int_equal(reply->fault.status, MCP_OK);
	assert_int_equal(row_count(reply), 0);
	assert_true(has_note(reply, "ABCDEF is no listed share of KOSPI or KOSDAQ"));
	assert_int_equal(sweep_calls(), 0);
}

static void a_place_in_the_market_needs_all_of_it(void **state)
{
	(void)state;
	assert_int_equal(row_count(ask_demo("quotes", "{\"codes\":\"644090\",\"columns\":["
						      "\"weight_in_index\"]}")),
		1);
	assert_true(sweep_calls() > 80);
}

static void no_total_is_made_of_a_few_shares(void **state)
{
	const struct service_reply *reply;

	(void)state;
	(void)ask_demo("quotes", PRICE);
	reply = ask_demo("summary", "{\"columns\":[\"top5_concentration\"]}");
	assert_int_equal(reply->fault.status, MCP_OK);
	assert_string_not_equal(cell(reply, 0, 0), "null");
}

/* ---- Where one call is not enough. ---- */

#define PRICE_OF_FIRST "{\"codes\":\"100000\",\"columns\":[\"price\"]}"
#define ROW_OF_FIRST(market, price) \
	"{\"kospi_kosdaq_cls_name\":\"" market "\",\"inter_shrn_iscd\":\"100000\"," \
	"\"inter2_prpr\":\"" price "\",\"inter2_prdy_vrss\":\"0\",\"prdy_ctrt\":\"0.00\"," \
	"\"acml_vol\":\"0\",\"acml_tr_pbmn\":\"0\",\"inter2_prdy_clpr\":\"" price "\"," \
	"\"inter2_sdpr\":\"" price "\"}"

static const struct service_reply *ask_with_row(const char *row)
{
	const struct service_reply *reply;

	add_market(60);
	script.shares[0].quoted = row;
	reply = ask("quotes", PRICE_OF_FIRST);
	assert_int_equal(reply->fault.status, MCP_OK);
	assert_int_equal(row_count(reply), 1);
	return reply;
}

static void a_good_row_is_enough(void **state)
{
	(void)state;
	assert_string_equal(cell(ask_with_row(ROW_OF_FIRST("거래소", "500")), 0, 0), "500");
	assert_int_equal(script.sweep_calls, 1);
}

static void without_a_row_the_market_is_asked_and_says_what_it_lacks(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = ask_with_row("");
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_true(has_note(reply, "figures of 1 shares are not there: upstream gave none"));
	assert_true(script.sweep_calls > 3);
}

static void a_row_of_nothing_is_no_row(void **state)
{
	(void)state;
	assert_string_equal(cell(ask_with_row(ROW_OF_FIRST("거래소", "0")), 0, 0), "null");
	assert_true(script.sweep_calls > 3);
}

static void a_row_of_the_other_market_is_judged_by_the_whole(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = ask_with_row(ROW_OF_FIRST("코스닥", "500"));
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_true(has_note(reply, "1 rows are left out: the master file has them in the other"));
}

static void over_the_end_of_a_session_it_is_asked_again(void **state)
{
	(void)state;
	add_market(60);
	script.wall_ms = AT(15, 30) - 1;
	post(1, "quotes", PRICE_OF_FIRST);
	(void)script_answer();
	(void)script_answer();
	script.wall_ms += 1000;
	script_run();
	assert_int_equal(script.reply_count, 1);
	assert_int_equal(script.replies[0].fault.status, MCP_OK);
	assert_string_equal(script.replies[0].from.session, "post_close");
	assert_true(script.sweep_calls > 3);
}

static void without_a_master_file_it_says_why(void **state)
{
	(void)state;
	add_market(60);
	script.no_master = true;
	assert_int_equal(ask("quotes", PRICE_OF_FIRST)->fault.status, MCP_E_UPSTREAM);
	assert_int_equal(script.sweep_calls, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(in_the_morning),
		TEST(before_the_open),
		TEST(after_the_close),
		TEST(at_the_other_venue),
		TEST(at_both_venues),
		TEST(one_call_says_it_at_once_and_for_a_user),
		TEST(the_whole_market_at_hand_costs_none),
		TEST(a_code_of_nobody_costs_none),
		TEST(a_place_in_the_market_needs_all_of_it),
		TEST(no_total_is_made_of_a_few_shares),
		TEST(a_good_row_is_enough),
		TEST(without_a_row_the_market_is_asked_and_says_what_it_lacks),
		TEST(a_row_of_nothing_is_no_row),
		TEST(a_row_of_the_other_market_is_judged_by_the_whole),
		TEST(over_the_end_of_a_session_it_is_asked_again),
		TEST(without_a_master_file_it_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
