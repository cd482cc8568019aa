/* market_summary_test - "summary": totals of the markets and the share of the five largest. */
#include "support/scripted_kis.h"

#define COLUMNS \
	"\"columns\":[\"total_trading_value\",\"kospi_trading_value\",\"kosdaq_trading_value\"," \
	"\"top5_concentration\",\"as_of\",\"standing\"]"
#define ALL "{\"market\":\"ALL\",\"count\":20," COLUMNS "}"
#define KOSDAQ "{\"market\":\"KOSDAQ\",\"count\":20," COLUMNS "}"
#define TOP "{\"market\":\"ALL\",\"count\":20,\"columns\":[\"code\"]}"

static void totals_are_won_of_both_markets(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	reply = ask("summary", KOSDAQ);
	assert_int_equal(row_count(reply), 1);
	assert_string_equal(cell(reply, 0, 0), "20000000000");
	assert_string_equal(cell(reply, 0, 1), "12000000000");
	assert_string_equal(cell(reply, 0, 2), "8000000000");
}

static void concentration_is_of_the_asked_market(void **state)
{
	(void)state;
	add_market(60);
	/* 1,000 + 999 + 998 + 997 + 996 million of 20,000 million. */
	assert_string_equal(cell(ask("summary", ALL), 0, 3), "24.95");
	/* 999 + 997 + 995 + 993 + 991 million of 8,000 million. */
	assert_string_equal(cell(ask("summary", KOSDAQ), 0, 3), "62.19");
}

static void a_ranking_just_given_is_not_paid_again(void **state)
{
	const struct service_reply *top;
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	top = ask("top", TOP);
	script.wall_ms += 1500;
	script.mono_ms += 1500;
	reply = ask("summary", ALL);
	assert_int_equal(script.rank_calls, 2);
	assert_int_equal(reply->from.upstream_calls, 2);
	assert_int_equal(reply->from.as_of_ms, top->from.as_of_ms);
	assert_string_equal(cell(reply, 0, 4), "\"2026-11-23T10:24:00+09:00\"");
}

static void a_ranking_of_one_row_serves_too(void **state)
{
	const struct service_reply *top;

	(void)state;
	add_market(60);
	top = ask("top", "{\"market\":\"ALL\",\"count\":1,\"columns\":[\"code\"]}");
	assert_int_equal(row_count(top), 1);
	(void)ask("summary", ALL);
	assert_int_equal(script.rank_calls, 2);
}

/* Holds back answers of an endpoint, or lets them go. */
static void hold(const char *endpoint, bool held)
{
	for (uint32_t i = 0; i < script.call_count; i++)
		if (strcmp(script.calls[i].endpoint, endpoint) == 0)
			script.calls[i].open = !held;
}

static void caps_are_of_the_ranking_whatever_others_ask(void **state)
{
	static const char alone[] = "{\"sort_by\":\"market_cap\",\"count\":5,\"columns\":["
				    "\"total_market_cap\"]}";
	static const char caps[] = "{\"sort_by\":\"market_cap\",\"count\":5,\"columns\":["
				   "\"total_market_cap\",\"total_trading_value\"]}";
	char before[256];

	(void)state;
	script.quiet = false;
	add_market(60);
	(void)ask("top", "{\"sort_by\":\"market_cap\",\"count\":5,\"columns\":[\"code\"]}");
	(void)snprintf(before, sizeof before, "%s", cell(ask("summary", alone), 0, 0));
	assert_string_not_equal(before, "null");
	script.call_count = 0;
	post(90, "summary", caps);
	hold("inquire-index-price", true);
	script.mono_ms += 60000;
	script.wall_ms += 60000;
	script.shares[0].price *= 10;
	post(91, "top", "{\"sort_by\":\"change_rate\",\"count\":5,\"columns\":[\"code\"]}");
	script_run();
	hold("inquire-index-price", false);
	script_run();
	assert_int_equal(script.replies[script.reply_count - 1].id, 90);
	assert_string_equal(cell(&script.replies[script.reply_count - 1], 0, 0), before);
}

/* At 08:20 NXT trades before its open, and KRX's figures are those of Friday. */
static void the_venue_that_answered_is_the_summarys_too(void **state)
{
	const struct service_reply *reply;

	(void)state;
	script.quiet = false;
	script.wall_ms = AT(8, 20);
	add_market(60);
	reply = ask("sectors", "{\"market\":\"KOSPI\",\"basis\":\"NXT\",\"count\":3,"
			       "\"columns\":[\"sector_name\"]}");
	assert_int_equal(reply->from.basis, BASIS_KRX);
	reply = ask("summary", "{\"market\":\"KOSPI\",\"basis\":\"NXT\",\"count\":3,"
			       "\"columns\":[\"as_of\",\"standing\"]}");
	assert_int_equal(reply->from.basis, BASIS_KRX);
	assert_string_equal(cell(reply, 0, 0), "\"2026-11-20T20:00:00+09:00\"");
	assert_string_equal(cell(reply, 0, 1), "\"close of 2026-11-20\"");
}

static void an_older_ranking_is_taken_anew(void **state)
{
	(void)state;
	add_market(60);
	(void)ask("top", TOP);
	script.mono_ms += 11000;
	(void)ask("summary", ALL);
	assert_int_equal(script.rank_calls, 4);
}

static void a_ranking_of_an_ended_session_is_taken_anew(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.wall_ms = AT(20, 0) - 1000;
	(void)ask("top", TOP);
	script.wall_ms = AT(20, 0);
	reply = ask("summary", ALL);
	assert_int_equal(script.rank_calls, 4);
	/* The rows stay what they were. */
	assert_int_equal(reply->from.as_of_ms, AT(20, 0) - 1000);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "a session ended between the rows and the totals"));
}

static void a_ranking_by_volume_does_not_name_the_five_largest(void **state)
{
	(void)state;
	add_market(60);
	(void)ask("top", "{\"count\":20,\"sort_by\":\"volume\",\"columns\":[\"code\"]}");
	assert_string_equal(
		cell(ask("summary", "{\"sort_by\":\"volume\",\"count\":20," COLUMNS "}"), 0, 3),
		"24.95");
	assert_int_equal(script.rank_calls, 4);
}

static void one_market_unknown_leaves_the_sum_unknown(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.refuse = "inquire-index-price?FID_COND_MRKT_DIV_CODE=U&FID_INPUT_ISCD=1001";
	reply = ask("summary", ALL);
	assert_int_equal(reply->fault.status, MCP_OK);
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_string_equal(cell(reply, 0, 1), "12000000000");
	assert_string_equal(cell(reply, 0, 2), "null");
	assert_string_equal(cell(reply, 0, 3), "null");
	assert_true(has_note(reply, "the trading value of KOSDAQ is not known: scripted refusal"));
	assert_false(reply->from.complete);
}

static void an_index_of_zeros_is_unknown(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.index = "{\"output\":{\"bstp_nmix_prpr\":\"0.00\",\"acml_tr_pbmn\":\"0\"},"
		       "\"rt_cd\":\"0\"}";
	reply = ask("summary", ALL);
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_true(has_note(reply, "KOSPI is not known"));
}

static void a_total_that_does_not_fit_is_unknown(void **state)
{
	(void)state;
	add_market(60);
	script.index = "{\"output\":{\"bstp_nmix_prpr\":\"9.00\","
		       "\"acml_tr_pbmn\":\"9223372036854775807\"},\"rt_cd\":\"0\"}";
	assert_string_equal(cell(ask("summary", ALL), 0, 1), "null");
}

static void figures_that_both_markets_have_are_one_markets(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.index = "{\"output\":{\"bstp_nmix_prpr\":\"9.00\",\"acml_tr_pbmn\":\"100\"},"
		       "\"rt_cd\":\"0\"}";
	reply = ask("summary", ALL);
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_true(has_note(reply, "gave both markets the same figures"));
	assert_false(reply->from.complete);
}

static void an_index_value_in_another_unit_is_unknown(void **state)
{
	(void)state;
	add_market(60);
	/* Won for millions of won: 8,768,000 won a share. */
	script.index = "{\"output\":{\"bstp_nmix_prpr\":\"9.00\",\"acml_vol\":\"1312496\","
		       "\"acml_tr_pbmn\":\"11507962000\"},\"rt_cd\":\"0\"}";
	script.refuse = "inquire-index-price?FID_COND_MRKT_DIV_CODE=U&FID_INPUT_ISCD=1001";
	assert_string_equal(cell(ask("summary", ALL), 0, 1), "null");
}

static void five_larger_than_the_total_are_unknown(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.shares[0].value = 30000000000;
	script.shares[0].volume = 30000000;
	reply = ask("summary", ALL);
	assert_string_equal(cell(reply, 0, 0), "20000000000");
	assert_string_equal(cell(reply, 0, 3), "null");
	assert_true(has_note(reply, "share of the five largest is not known"));
}

static void a_ranking_that_fails_leaves_the_totals(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.refuse = "volume-rank";
	reply = ask("summary", ALL);
	assert_string_equal(cell(reply, 0, 0), "20000000000");
	assert_string_equal(cell(reply, 0, 3), "null");
	assert_true(has_note(reply, "the five largest are not known"));
}

static void nxt_has_no_totals(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	reply = ask("summary", "{\"basis\":\"NXT\"," COLUMNS "}");
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_string_equal(cell(reply, 0, 3), "null");
	assert_int_equal(script.call_count, 0);
	assert_true(has_note(reply, "KRX figures, not those of NXT"));
}

static void what_is_not_asked_costs_nothing(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = ask("summary", "{\"columns\":[\"as_of\"]}");
	assert_string_equal(cell(reply, 0, 0), "\"2026-11-23T10:24:00+09:00\"");
	assert_int_equal(script.call_count, 0);
}

static void assert_standing(int32_t hour, int32_t minute, const char *text)
{
	script.wall_ms = AT(hour, minute);
	assert_string_equal(cell(ask("summary", "{\"columns\":[\"standing\"]}"), 0, 0), text);
}

static void says_how_the_figures_stand(void **state)
{
	(void)state;
	assert_standing(8, 45, "\"before the open, as of 08:45\"");
	assert_standing(10, 24, "\"in session, as of 10:24\"");
	assert_standing(16, 20, "\"after the close, as of 16:20\"");
	assert_standing(21, 0, "\"close of 2026-11-23\"");
	phrase_locale("ko");
	assert_standing(7, 0, "\"2026-11-20 장 마감 기준\"");
	assert_standing(10, 24, "\"장중 10:24 기준\"");
}

static void a_cancel_ends_both_parts(void **state)
{
	(void)state;
	add_market(60);
	post(3, "summary", ALL);
	(void)script_answer();
	market_cancel(script_market, 3);
	script_run();
	assert_int_equal(script.reply_count, 1);
	assert_int_equal(script.replies[0].fault.status, MCP_E_CANCELLED);
}

static void a_client_that_takes_no_call_leaves_nulls(void **state)
{
	const struct service_reply *reply;

	(void)state;
	script.full = true;
	reply = ask("summary", ALL);
	assert_int_equal(reply->fault.status, MCP_OK);
	assert_string_equal(cell(reply, 0, 0), "null");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, script_start_quiet, script_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(totals_are_won_of_both_markets),
		TEST(concentration_is_of_the_asked_market),
		TEST(a_ranking_just_given_is_not_paid_again),
		TEST(a_ranking_of_one_row_serves_too),
		TEST(caps_are_of_the_ranking_whatever_others_ask),
		TEST(the_venue_that_answered_is_the_summarys_too),
		TEST(an_older_ranking_is_taken_anew),
		TEST(a_ranking_of_an_ended_session_is_taken_anew),
		TEST(a_ranking_by_volume_does_not_name_the_five_largest),
		TEST(one_market_unknown_leaves_the_sum_unknown),
		TEST(an_index_of_zeros_is_unknown),
		TEST(a_total_that_does_not_fit_is_unknown),
		TEST(figures_that_both_markets_have_are_one_markets),
		TEST(an_index_value_in_another_unit_is_unknown),
		TEST(five_larger_than_the_total_are_unknown),
		TEST(a_ranking_that_fails_leaves_the_totals),
		TEST(nxt_has_no_totals),
		TEST(what_is_not_asked_costs_nothing),
		TEST(says_how_the_figures_stand),
		TEST(a_cancel_ends_both_parts),
		TEST(a_client_that_takes_no_call_leaves_nulls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
