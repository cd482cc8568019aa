/* market_top_test - "top": exact rankings of the right shares, row by row. */
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
	script.shares[8].value = 999999999 * script.shares[8].price;
	assert_string_equal(cell(ask("top", "{\"count\":1,\"sort_by\":\"volume\",\"columns\":["
					    "\"code\",\"volume\"]}"),
				    0, 0),
		"\"100080\"");
	assert_non_null(strstr(script.calls[2].params, "FID_BLNG_CLS_CODE=0"));
}

static void a_market_of_fewer_rows_than_an_answer_has_is_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(58);
	reply = ask("top", "{\"count\":5,\"columns\":[\"code\"]}");
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "fewer rows came than the 30 an answer has"));
}

static void a_value_in_another_unit_is_no_key(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.shares[0].value_text = "1000000000000";
	reply = ask("top", "{\"count\":1,\"market\":\"KOSPI\",\"columns\":[\"code\"]}");
	assert_string_equal(cell(reply, 0, 0), "\"100020\"");
	assert_false(reply->from.complete);
	assert_true(has_note(reply, "1 rows without a usable code or figure are left out"));
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
	/* It may have moved today: then its rank is missing. */
	assert_false(reply->from.complete);
}

static void nothing_costs_nothing(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	script.shares[0].price = 0;
	script.shares[2].listed = 0;
	reply = ask(
		"top", "{\"market\":\"KOSPI\",\"count\":2,\"columns\":[\"price\",\"market_cap\"]}");
	assert_string_equal(cell(reply, 0, 0), "null");
	assert_string_equal(cell(reply, 0, 1), "null");
	assert_string_equal(cell(reply, 1, 0), "16838");
	assert_string_equal(cell(reply, 1, 1), "null");
	assert_true(has_note(reply, "figures of 2 shares are left out"));
}

static void an_old_master_is_said(void **state)
{
	const struct service_reply *reply;

	(void)state;
	add_market(60);
	assert_false(has_note(ask("top", KOSPI1("\"code\"")), "master file"));
	script.wall_ms = kst_to_ms(20261124, 10, 24, 0);
	script.no_master = true;
	reply = ask("top", KOSPI1("\"code\""));
	assert_true(has_note(reply,
		"flags and share counts of KOSPI are of 2026-11-23: the newest master file"));
	assert_false(has_note(reply, "KOSDAQ"));
	assert_true(reply->from.complete);
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, script_start_quiet, script_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(twenty_of_both_markets_cost_two_calls),
		TEST(fifty_are_exact_by_price_bands),
		TEST(asks_bands_with_both_bounds_and_an_overlap),
		TEST(volume_is_another_key),
		TEST(a_market_of_fewer_rows_than_an_answer_has_is_said),
		TEST(a_value_in_another_unit_is_no_key),
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
		TEST(nothing_costs_nothing),
		TEST(an_old_master_is_said),
		TEST(without_a_master_the_answer_says_so),
		TEST(a_lost_master_is_not_asked_at_every_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
