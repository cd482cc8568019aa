/* market_top_test - "top": exact rankings out of cut answers, and what is said when they are not. */
#include "support/scripted_kis.h"

#define COLUMNS "\"columns\":[\"rank\",\"code\",\"trading_value\"]"
#define ALL20 "{\"market\":\"ALL\",\"sort_by\":\"trading_value\",\"count\":20," COLUMNS "}"
#define ALL50 "{\"market\":\"ALL\",\"sort_by\":\"trading_value\",\"count\":50," COLUMNS "}"
#define KOSPI50 "{\"market\":\"KOSPI\",\"count\":50," COLUMNS "}"
#define KOSPI1(columns) "{\"market\":\"KOSPI\",\"count\":1,\"columns\":[" columns "]}"

static void assert_ranked(const struct service_reply *reply, uint32_t count)
{
	char code[16];

	assert_int_equal(reply->fault.status, MCP_OK);
	assert_int_equal(row_count(reply), count);
	for (uint32_t i = 0; i < count; i++) {
		(void)snprintf(code, sizeof code, "\"%s\"", script.shares[i].code);
		assert_string_equal(cell(reply, i, 1), code);
	}
}

/* ---- Exact rankings. ---- */

static void twenty_of_both_markets_cost_two_calls(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(300);
	reply = ask("top", ALL20);
	assert_ranked(reply, 20);
	assert_true(reply->from.complete);
	assert_int_equal(script.rank_calls, 2);
	assert_int_equal(reply->from.upstream_calls, 4);
}

static void fifty_are_exact_by_price_bands(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(300);
	reply = ask("top", ALL50);
	assert_ranked(reply, 50);
	assert_true(reply->from.complete);
	assert_int_equal(reply->from.note_count, 1);
	assert_true(has_note(reply, "figures are provisional"));
}

static void asks_bands_with_both_bounds_and_an_overlap(void **state)
{
	(void)state;
	add_market(300);
	(void)ask("top", KOSPI50);
	assert_non_null(strstr(script.calls[2].params, "PRICE_1=&FID_INPUT_PRICE_2=&"));
	assert_non_null(strstr(script.calls[3].params, "FID_INPUT_PRICE_1=0&"));
	assert_non_null(strstr(script.calls[4].params, "FID_INPUT_PRICE_2=100000000&"));
	assert_int_equal(param_of(script.calls[3].params, "FID_INPUT_PRICE_2", -1),
		param_of(script.calls[4].params, "FID_INPUT_PRICE_1", -1) + 1);
}

static void volume_is_another_key(void **state)
{
	(void)state;
	add_market(10);
	script.shares[8].volume = 999999999;
	assert_string_equal(cell(ask("top", "{\"count\":1,\"sort_by\":\"volume\",\"columns\":["
					    "\"code\",\"volume\"]}"),
				    0, 0),
		"\"100080\"");
	assert_non_null(strstr(script.calls[2].params, "FID_BLNG_CLS_CODE=0"));
}

static void nxt_is_asked_of_nxt(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	reply = ask("top", "{\"count\":5,\"basis\":\"NXT\",\"columns\":[\"code\"]}");
	assert_int_equal(reply->from.basis, BASIS_NXT);
	assert_non_null(strstr(script.calls[2].params, "MRKT_DIV_CODE=NX&"));
}

/* ---- Rows. ---- */

static void figures_are_won_shares_and_percent(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	reply = ask(
		"top", KOSPI1("\"price\",\"change\",\"change_rate\",\"market_cap\","
			      "\"listed_shares\",\"turnover_rate\",\"market\",\"name\",\"flags\""));
	assert_string_equal(cell(reply, 0, 0), "1000");
	assert_string_equal(cell(reply, 0, 1), "100");
	assert_string_equal(cell(reply, 0, 2), "1.23");
	assert_string_equal(cell(reply, 0, 3), "1000000000");
	assert_string_equal(cell(reply, 0, 4), "1000000");
	assert_string_equal(cell(reply, 0, 5), "0.15");
	assert_string_equal(cell(reply, 0, 6), "\"KOSPI\"");
	assert_string_equal(cell(reply, 0, 7), "\"회사\"");
	assert_string_equal(cell(reply, 0, 8), "[]");
}

static void flags_speak_the_readers_language(void **state)
{
	(void)state;
	add_market(60);
	script.shares[0].preferred = true;
	phrase_locale("ko");
	assert_string_equal(cell(ask("top", KOSPI1("\"flags\"")), 0, 0), "[\"우선주\"]");
	phrase_locale("en");
	assert_string_equal(cell(ask("top", KOSPI1("\"flags\"")), 0, 0), "[\"preferred share\"]");
}

static void a_change_against_its_sign_is_null(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.shares[0].sign = "5";
	reply = ask("top", KOSPI1("\"change\",\"change_rate\",\"price\""));
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_string_equal(cell(reply, 0, 1), "null");
	assert_string_equal(cell(reply, 0, 2), "1000");
	assert_true(has_note(reply, "change of 1 shares is left out"));
}

static void a_signed_change_stays_signed(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.shares[0].sign = "5";
	script.shares[0].change = "-300";
	script.shares[0].rate = "-0.46";
	reply = ask("top", KOSPI1("\"change\",\"change_rate\""));
	assert_string_equal(cell(reply, 0, 0), "-300");
	assert_string_equal(cell(reply, 0, 1), "-0.46");
}

static void a_price_below_zero_is_null(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.shares[0].price = -5;
	reply = ask("top", KOSPI1("\"price\",\"market_cap\""));
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_string_equal(cell(reply, 0, 1), "null");
	assert_true(has_note(reply, "figures of 1 shares"));
}

static void a_cap_that_does_not_fit_is_null(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.shares[0].listed = INT64_MAX;
	reply = ask("top", KOSPI1("\"market_cap\""));
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_true(has_note(reply, "market cap of 1 shares"));
}

static void a_row_without_its_key_is_dropped_and_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.shares[0].value_text = "-1";
	reply = ask("top", KOSPI1("\"code\""));
	assert_string_equal(cell(reply, 0, 0), "\"100020\"");
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "1 rows without a usable code or figure"));
}

static void a_name_is_cut_and_cleaned(void **state)
{
	(void)state;
	add_market(60);
	script.shares[0].name = "a\xe2\x80\xae"
				"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
				"bbbbbbbbbbbbbbbbbbbbbb";
	assert_int_equal(strlen(cell(ask("top", KOSPI1("\"name\"")), 0, 0)), 64 + 2);
}

static void a_missing_name_comes_from_the_master(void **state)
{
	(void)state;
	add_market(60);
	script.shares[0].name = "";
	assert_string_equal(cell(ask("top", KOSPI1("\"name\"")), 0, 0), "\"회사\"");
}

static void without_any_name_the_code_stands(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.shares[0].name = "";
	script.shares[0].newly = true;
	reply = ask("top", KOSPI1("\"name\",\"flags\""));
	assert_string_equal(cell(reply, 0, 0), "\"100000\"");
	assert_string_equal(cell(reply, 0, 1), "null");
	assert_true(has_note(reply, "without a name"));
	assert_true(has_note(reply, "not in the master file yet"));
}

/* ---- The universe. ---- */

static void funds_and_spacs_are_left_out_and_counted(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(300);
	for (int i = 0; i < 40; i += 2)
		script.shares[i].group = "EF";
	script.shares[40].spac = true;
	reply = ask("top", "{\"market\":\"KOSPI\",\"count\":20," COLUMNS "}");
	assert_string_equal(cell(reply, 0, 1), "\"100420\"");
	assert_int_equal(row_count(reply), 20);
	assert_true(reply->from.complete);
	assert_true(script.rank_calls > 1);
}

static void an_etn_code_is_no_share(void **state)
{
	(void)state;
	add_market(60);
	script.shares[0].newly = true;
	memcpy(script.shares[0].code, "Q500027", 8);
	assert_string_equal(cell(ask("top", KOSPI1("\"code\"")), 0, 0), "\"100020\"");
}

static void a_row_of_the_other_market_is_dropped_and_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.shares[0].elsewhere = true;
	reply = ask("top", KOSPI1("\"code\""));
	assert_string_equal(cell(reply, 0, 0), "\"100020\"");
	assert_true(has_note(reply, "in the other market"));
}

static void without_a_master_the_answer_says_so(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.no_master = true;
	reply = ask("top", KOSPI1("\"code\",\"flags\""));
	assert_string_equal(cell(reply, 0, 0), "\"100000\"");
	assert_string_equal(cell(reply, 0, 1), "null");
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "the master file is not there"));
}

static void a_lost_master_is_not_asked_at_every_call(void **state)
{
	(void)state;
	add_market(60);
	script.no_master = true;
	(void)ask("top", KOSPI1("\"code\""));
	(void)ask("top", KOSPI1("\"code\""));
	assert_int_equal(script.call_count, 4);
	script.mono_ms += 61000;
	script.no_master = false;
	assert_true(ask("top", KOSPI1("\"code\""))->from.complete);
}

/* ---- What upstream does wrong. ---- */

static void kospi_refused_is_taken_from_all_markets(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(300);
	script.refuse = "FID_INPUT_ISCD=0001";
	reply = ask("top", ALL20);
	assert_ranked(reply, 20);
	assert_true(reply->from.complete);
	assert_true(has_note(reply, "KOSPI alone was not answered"));
}

static void a_market_that_does_not_answer_fails_the_call(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.refuse = "volume-rank";
	reply = ask("top", ALL20);
	assert_int_equal(reply->fault.status, MCP_E_UPSTREAM);
	assert_string_equal(reply->fault.text, "scripted refusal");
	assert_true(reply->from.used);
	assert_true(reply->from.upstream_calls > 0);
}

static void a_band_that_fails_is_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(300);
	script.refuse = "FID_INPUT_PRICE_2=100000000";
	reply = ask("top", KOSPI50);
	assert_int_equal(reply->fault.status, MCP_OK);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "calls for this ranking failed"));
}

static void bounds_that_do_nothing_are_noticed_once(void **state)
{
	const struct service_reply *reply;
	uint32_t calls;

	(void)state;
	add_market(300);
	script.ignore_prices = true;
	reply = ask("top", KOSPI50);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "price bands are not honoured upstream"));
	assert_int_equal(row_count(reply), 30);
	calls = script.rank_calls;
	(void)ask("top", KOSPI50);
	assert_int_equal(script.rank_calls, calls + 1);
}

static void bounds_behind_the_cut_are_noticed(void **state)
{
	(void)state;
	add_market(300);
	script.cut_first = true;
	assert_true(has_note(ask("top", KOSPI50), "price bands are not honoured upstream"));
}

static void unordered_rows_are_sorted_and_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(40);
	script.upside_down = true;
	reply = ask("top", "{\"market\":\"KOSPI\",\"count\":20," COLUMNS "}");
	assert_string_equal(cell(reply, 0, 1), "\"100000\"");
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "did not come in the asked order"));
}

static void a_double_is_counted_once_and_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(40);
	script.twice = true;
	reply = ask("top", "{\"market\":\"KOSPI\",\"count\":20," COLUMNS "}");
	assert_string_equal(cell(reply, 1, 1), "\"100020\"");
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "came twice"));
}

static void more_than_thirty_rows_are_doubted(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(300);
	script.flood = true;
	reply = ask("top", ALL20);
	assert_int_equal(row_count(reply), 20);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "more rows came"));
}

static void no_rows_while_open_is_a_fault(void **state)
{
	(void)state;
	add_market(40);
	script.body = "{\"output\":[],\"rt_cd\":\"0\"}";
	assert_int_equal(ask("top", ALL20)->fault.status, MCP_E_UPSTREAM);
}

static void no_rows_while_closed_is_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(40);
	script.wall_ms = AT(21, 0);
	script.body = "{\"output\":[],\"rt_cd\":\"0\"}";
	reply = ask("top", ALL20);
	assert_int_equal(row_count(reply), 0);
	assert_false(reply->from.complete);
}

static void rows_of_zeros_are_doubted(void **state)
{
	const struct service_reply *reply;

	(void)state;
	for (int i = 0; i < 60; i++)
		(void)add_share(i % 2 == 0 ? 0 : 1, 1000, 0);
	reply = ask("top", ALL20);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "holds no trades"));
}

static void a_body_without_rows_is_a_fault(void **state)
{
	(void)state;
	add_market(40);
	script.body = "{\"rt_cd\":\"0\"}";
	assert_int_equal(ask("top", ALL20)->fault.status, MCP_E_UPSTREAM);
}

static void fewer_rows_than_wanted_are_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(10);
	reply = ask("top", ALL20);
	assert_ranked(reply, 10);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "only 10 of the 20"));
}

static void shares_at_one_price_are_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	for (int i = 0; i < 200; i++)
		(void)add_share(0, i % 4 == 0 ? 2000 + i * 50 : 1000, 1000000000 - i * 1000);
	reply = ask("top", KOSPI50);
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "one price"));
}

static void a_leader_that_moved_is_asked_again(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(300);
	script.sink_at = 2;
	script.sink_until = 3;
	reply = ask("top", KOSPI50);
	assert_string_equal(cell(reply, 0, 1), "\"100000\"");
	assert_true(reply->from.complete);
	assert_true(script.rank_calls > 4);
}

static void a_leader_that_keeps_moving_is_shown_and_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(300);
	(void)ask("top", KOSPI50);
	script.sink_at = script.rank_calls;
	script.sink_until = 1000;
	reply = ask("top", KOSPI50);
	assert_string_equal(cell(reply, 0, 1), "\"100000\"");
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "prices moved"));
}

static void a_client_that_takes_no_call_fails_the_answer(void **state)
{
	(void)state;
	script.full = true;
	assert_int_equal(ask("top", ALL20)->fault.status, MCP_E_MEMORY);
}

/* ---- Where the figures stand. ---- */

static void in_session_figures_are_provisional(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	reply = ask("top", ALL20);
	assert_true(reply->from.used);
	assert_int_equal(reply->from.as_of_ms, AT(10, 24));
	assert_int_equal(reply->from.fresh_until_ms, AT(15, 20));
	assert_string_equal(reply->from.session, "regular");
	assert_true(reply->from.provisional);
}

static void closed_figures_are_of_the_last_session(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.wall_ms = AT(7, 0);
	reply = ask("top", ALL20);
	assert_int_equal(reply->from.as_of_ms, kst_to_ms(20261120, 20, 0, 0));
	assert_false(reply->from.provisional);
	assert_true(has_note(reply, "figures of the session of 2026-11-20"));
}

static void the_closed_market_is_said_in_korean(void **state)
{
	(void)state;
	add_market(60);
	script.wall_ms = AT(7, 0);
	phrase_locale("ko");
	assert_true(has_note(ask("top", ALL20), "장이 닫혀 있어 2026-11-20 거래일 수치입니다"));
}

static void nxt_opens_half_an_hour_earlier(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.wall_ms = AT(8, 10);
	reply = ask("top", "{\"count\":5,\"basis\":\"NXT\",\"columns\":[\"code\"]}");
	assert_string_equal(reply->from.session, "pre_open");
	assert_int_equal(reply->from.as_of_ms, AT(8, 10));
	assert_int_equal(reply->from.fresh_until_ms, AT(8, 30));
}

static void recorded_answers_do_not_expire(void **state)
{
	(void)state;
	add_market(60);
	script.environment = ENVIRONMENT_REPLAY;
	assert_int_equal(ask("top", ALL20)->from.fresh_until_ms, 0);
}

/* ---- Details. ---- */

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
}

static void details_report_how_far_they_are(void **state)
{
	(void)state;
	add_market(60);
	(void)ask("top", DETAILS);
	assert_int_equal(script.progress_count, 3);
	assert_true(script.progress_total > 2.9 && script.progress_total < 3.1);
}

/* ---- Queries, ends. ---- */

static void an_unknown_column_is_named(void **state)
{
	const struct service_reply *reply;

	(void)state;
	reply = ask("top", "{\"count\":3,\"columns\":[\"rank\",\"trading_valu\"]}");
	assert_int_equal(reply->fault.status, MCP_E_ARGUMENT);
	assert_string_equal(reply->fault.text,
		"market/1 has no column \"trading_valu\"; did you mean \"trading_value\"?");
	assert_int_equal(script.call_count, 0);
}

static void a_count_out_of_range_is_refused(void **state)
{
	(void)state;
	assert_int_equal(ask("top", "{\"count\":51,\"columns\":[]}")->fault.status, MCP_E_ARGUMENT);
	assert_int_equal(ask("top", "{\"columns\":[]}")->fault.status, MCP_E_ARGUMENT);
}

static void an_unknown_word_is_refused(void **state)
{
	(void)state;
	assert_string_equal(
		ask("top", "{\"market\":\"NYSE\",\"count\":1,\"columns\":[]}")->fault.text,
		"market is \"NYSE\"; give one of ALL|KOSPI|KOSDAQ");
	assert_int_equal(
		ask("top", "{\"basis\":\"UNIFIED\",\"count\":1,\"columns\":[]}")->fault.status,
		MCP_E_ARGUMENT);
	assert_int_equal(
		ask("top", "{\"omit\":\"nothing\",\"count\":1,\"columns\":[]}")->fault.status,
		MCP_E_ARGUMENT);
}

static void an_unknown_operation_is_refused(void **state)
{
	(void)state;
	assert_int_equal(ask("quotes", "{\"count\":1}")->fault.status, MCP_E_UNSUPPORTED);
}

static void a_cancel_ends_the_calls(void **state)
{
	(void)state;
	add_market(60);
	post(7, "top", ALL20);
	(void)script_answer();
	market_cancel(script_market, 7);
	assert_int_equal(script.reply_count, 1);
	assert_int_equal(script.replies[0].fault.status, MCP_E_CANCELLED);
	script_run();
	assert_int_equal(script.reply_count, 1);
}

static void a_cancel_among_the_details_ends_them(void **state)
{
	(void)state;
	add_market(60);
	post(7, "top", DETAILS);
	(void)(script_answer() && script_answer() && script_answer() && script_answer());
	assert_int_equal(script.detail_calls, 1);
	market_cancel(script_market, 7);
	script_run();
	assert_int_equal(script.detail_calls, 1);
	assert_int_equal(script.replies[0].fault.status, MCP_E_CANCELLED);
}

static void an_unknown_cancel_does_nothing(void **state)
{
	(void)state;
	market_cancel(script_market, 99);
	assert_int_equal(script.reply_count, 0);
}

static void the_end_of_the_market_ends_its_calls(void **state)
{
	(void)state;
	add_market(60);
	post(1, "top", ALL20);
	post(2, "summary", "{\"columns\":[\"total_trading_value\",\"top5_concentration\"]}");
	market_free(script_market);
	script_market = NULL;
	assert_int_equal(script.reply_count, 2);
	script_run();
	assert_int_equal(script.reply_count, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, script_start, script_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(twenty_of_both_markets_cost_two_calls),
		TEST(fifty_are_exact_by_price_bands),
		TEST(asks_bands_with_both_bounds_and_an_overlap),
		TEST(volume_is_another_key),
		TEST(nxt_is_asked_of_nxt),
		TEST(figures_are_won_shares_and_percent),
		TEST(flags_speak_the_readers_language),
		TEST(a_change_against_its_sign_is_null),
		TEST(a_signed_change_stays_signed),
		TEST(a_price_below_zero_is_null),
		TEST(a_cap_that_does_not_fit_is_null),
		TEST(a_row_without_its_key_is_dropped_and_said),
		TEST(a_name_is_cut_and_cleaned),
		TEST(a_missing_name_comes_from_the_master),
		TEST(without_any_name_the_code_stands),
		TEST(funds_and_spacs_are_left_out_and_counted),
		TEST(an_etn_code_is_no_share),
		TEST(a_row_of_the_other_market_is_dropped_and_said),
		TEST(without_a_master_the_answer_says_so),
		TEST(a_lost_master_is_not_asked_at_every_call),
		TEST(kospi_refused_is_taken_from_all_markets),
		TEST(a_market_that_does_not_answer_fails_the_call),
		TEST(a_band_that_fails_is_said),
		TEST(bounds_that_do_nothing_are_noticed_once),
		TEST(bounds_behind_the_cut_are_noticed),
		TEST(unordered_rows_are_sorted_and_said),
		TEST(a_double_is_counted_once_and_said),
		TEST(more_than_thirty_rows_are_doubted),
		TEST(no_rows_while_open_is_a_fault),
		TEST(no_rows_while_closed_is_said),
		TEST(rows_of_zeros_are_doubted),
		TEST(a_body_without_rows_is_a_fault),
		TEST(fewer_rows_than_wanted_are_said),
		TEST(shares_at_one_price_are_said),
		TEST(a_leader_that_moved_is_asked_again),
		TEST(a_leader_that_keeps_moving_is_shown_and_said),
		TEST(a_client_that_takes_no_call_fails_the_answer),
		TEST(in_session_figures_are_provisional),
		TEST(closed_figures_are_of_the_last_session),
		TEST(the_closed_market_is_said_in_korean),
		TEST(nxt_opens_half_an_hour_earlier),
		TEST(recorded_answers_do_not_expire),
		TEST(details_cost_one_call_a_share_and_day),
		TEST(omitted_details_cost_nothing),
		TEST(details_that_fail_are_null_and_said_once),
		TEST(a_quote_of_zeros_is_no_quote),
		TEST(another_shares_quote_is_no_quote),
		TEST(no_earnings_give_no_per),
		TEST(a_ratio_above_all_is_null_and_said),
		TEST(details_report_how_far_they_are),
		TEST(an_unknown_column_is_named),
		TEST(a_count_out_of_range_is_refused),
		TEST(an_unknown_word_is_refused),
		TEST(an_unknown_operation_is_refused),
		TEST(a_cancel_ends_the_calls),
		TEST(a_cancel_among_the_details_ends_them),
		TEST(an_unknown_cancel_does_nothing),
		TEST(the_end_of_the_market_ends_its_calls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
