/* market_snapshot_test - sweeps of a scripted market: what is asked, what stands in them, what they
 * make of calls that fail. */
#include "support/scripted_sweep.h"

#define MARKET_SHARES (60 + 2 * MASTER_ROWS)
#define MARKET_CALLS ((MARKET_SHARES + 29) / 30)

#define ROW(code, figures) \
	"{\"kospi_kosdaq_cls_name\":\"거래소\",\"inter_shrn_iscd\":\"" code "\"," figures "}"
#define FIGURES(price, change, sign, rate, volume, value) \
	"\"inter2_prpr\":\"" price "\",\"inter2_prdy_vrss\":\"" change "\",\"prdy_vrss_sign\":" \
	"\"" sign "\",\"prdy_ctrt\":\"" rate "\",\"acml_vol\":\"" volume "\",\"acml_tr_pbmn\":" \
	"\"" value "\",\"inter2_prdy_clpr\":\"78200\",\"inter2_sdpr\":\"78100\"," \
	"\"inter2_hgpr\":\"78800\",\"inter2_lwpr\":\"77200\""
#define GOOD FIGURES("77400", "-800", "5", "-1.02", "15713440", "1221686345500")

static uint32_t known(const struct snapshot *s, uint32_t n)
{
	return s->known[row_of(s, n)];
}

/* ---- What stands in it. ---- */

static void every_ranked_share_stands_in_it_once(void **state)
{
	const struct snapshot *s;

	(void)state;
	script.shares[4].spac = true;
	script.shares[6].group = "EF";
	s = swept();
	assert_non_null(s);
	assert_int_equal(s->count, MARKET_SHARES - 2);
	for (uint32_t i = 1; i < s->count; i++)
		assert_true(strcmp(s->shares[i - 1].row.code, s->shares[i].row.code) < 0);
	assert_int_equal(snapshot_find(s, script.shares[4].code), UINT32_MAX);
	assert_int_equal(snapshot_find(s, script.shares[6].code), UINT32_MAX);
	assert_int_equal(s->shares[row_of(s, 0)].exchange, EXCHANGE_KOSPI);
	assert_int_equal(s->shares[row_of(s, 1)].exchange, EXCHANGE_KOSDAQ);
	assert_int_equal(s->missing, 0);
	assert_int_equal(s->doubted, 0);
	assert_true(s->from.complete);
}

static void figures_are_what_upstream_said(void **state)
{
	const struct snapshot *s;
	uint32_t i;

	(void)state;
	script.shares[0].quoted = ROW("100000", GOOD);
	s = swept();
	i = row_of(s, 0);
	assert_int_equal(s->known[i], 0x3ff);
	assert_int_equal(s->price[i], 77400);
	assert_int_equal(s->change[i], -800);
	assert_int_equal(s->rate[i], -102);
	assert_int_equal(s->volume[i], 15713440);
	assert_int_equal(s->value[i], 1221686345500);
	assert_int_equal(s->before[i], 78200);
	assert_int_equal(s->base[i], 78100);
	assert_int_equal(s->high[i], 78800);
	assert_int_equal(s->low[i], 77200);
	assert_int_equal(s->sign[i], 5);
}

static void it_says_where_it_stands(void **state)
{
	const struct snapshot *s = swept();

	(void)state;
	assert_int_equal(s->basis, BASIS_KRX);
	assert_int_equal(s->date, 20261123);
	assert_int_equal(s->first_ms, AT(10, 24));
	assert_int_equal(s->from.as_of_ms, AT(10, 24));
	assert_string_equal(s->from.session, "regular");
	assert_true(s->from.provisional);
	assert_int_equal(s->from.environment, ENVIRONMENT_DEMO);
	assert_int_equal(s->from.upstream_calls, MARKET_CALLS);
	assert_int_equal(s->from.fresh_until_ms, AT(15, 20));
	assert_int_equal(s->from.note_count, 1);
}

static void its_time_is_that_of_the_oldest_answer(void **state)
{
	const struct snapshot *s;

	(void)state;
	(void)snapshots_want(snapshots, BASIS_KRX, NULL);
	while (script_answer())
		pass(100);
	s = snapshots_newest(snapshots, BASIS_KRX);
	assert_int_equal(s->last_ms - s->first_ms, (MARKET_CALLS - 1) * 100);
	assert_int_equal(s->from.as_of_ms, s->first_ms);
}

/* ---- How it is asked. ---- */

static void thirty_codes_are_asked_a_call(void **state)
{
	const struct queued *first;

	(void)state;
	(void)swept();
	assert_int_equal(script.sweep_calls, MARKET_CALLS);
	first = &script.calls[2];
	assert_string_equal(first->endpoint, "intstock-multprice");
	assert_int_equal(first->lane, LANE_SWEEP);
	assert_non_null(
		strstr(first->params, "FID_COND_MRKT_DIV_CODE_1=J&FID_INPUT_ISCD_1=100000&"));
	assert_non_null(strstr(first->params, "FID_INPUT_ISCD_30=100290&"));
	assert_null(strstr(first->params, "_31="));
}

static void few_calls_are_under_way_at_a_time(void **state)
{
	(void)state;
	(void)swept();
	assert_int_equal(script.open_most, 16);
}

static void each_venue_is_asked_as_itself(void **state)
{
	(void)state;
	assert_int_equal(swept_as(BASIS_NXT)->basis, BASIS_NXT);
	assert_non_null(strstr(script.calls[2].params, "FID_COND_MRKT_DIV_CODE_1=NX&"));
	script.call_count = 0;
	assert_int_equal(swept_as(BASIS_UNIFIED)->basis, BASIS_UNIFIED);
	assert_non_null(strstr(script.calls[1].params, "FID_COND_MRKT_DIV_CODE_1=UN&"));
	assert_null(snapshots_newest(snapshots, BASIS_KRX));
}

static void what_nxt_does_not_trade_is_nothing_to_note(void **state)
{
	const struct snapshot *s;
	uint32_t i;

	(void)state;
	script.shares[0].off_nxt = true;
	s = swept_as(BASIS_NXT);
	i = row_of(s, 0);
	assert_int_equal(s->known[i], SNAPSHOT_ANSWERED | SNAPSHOT_VOLUME | SNAPSHOT_VALUE);
	assert_int_equal(s->volume[i], 0);
	assert_int_equal(s->missing, 0);
	assert_int_equal(s->doubted, 0);
	assert_true(s->from.complete);
	assert_int_equal(s->from.note_count, 1);
}

static void a_share_that_does_not_trade_has_volume_but_no_price(void **state)
{
	const struct snapshot *s;

	(void)state;
	script.shares[0].quoted = ROW("100000", FIGURES("0", "-78200", "5", "-100.00", "0", "0"));
	s = swept();
	assert_int_equal(known(s, 0) & (SNAPSHOT_PRICE | SNAPSHOT_CHANGE | SNAPSHOT_SIGN), 0);
	assert_int_equal(known(s, 0) & (SNAPSHOT_VOLUME | SNAPSHOT_VALUE | SNAPSHOT_BEFORE),
		SNAPSHOT_VOLUME | SNAPSHOT_VALUE | SNAPSHOT_BEFORE);
	assert_int_equal(s->doubted, 0);
	assert_true(s->from.complete);
}

/* ---- Calls that fail. ---- */

static void a_failed_call_is_asked_once_more_at_the_end(void **state)
{
	const struct snapshot *s;

	(void)state;
	script.refuse = "FID_INPUT_ISCD_1=100000&";
	(void)snapshots_want(snapshots, BASIS_KRX, NULL);
	while (script_open() > 0 && script.call_count < 2 + MARKET_CALLS)
		assert_true(script_answer());
	script.refuse = NULL;
	script_run();
	s = snapshots_newest(snapshots, BASIS_KRX);
	assert_int_equal(s->missing, 0);
	assert_true(s->from.complete);
	assert_int_equal(s->from.note_count, 1);
	assert_int_equal(s->from.upstream_calls, MARKET_CALLS + 1);
}

static void what_fails_twice_is_missing_and_said(void **state)
{
	const struct snapshot *s;

	(void)state;
	script.refuse = "FID_INPUT_ISCD_1=100000&";
	s = swept();
	assert_int_equal(s->missing, 30);
	assert_false(s->from.complete);
	assert_true(snapshot_notes(s, "figures of 30 shares are not there: scripted refusal"));
	assert_int_equal(s->from.upstream_calls, MARKET_CALLS + 1);
}

static void half_a_market_is_no_snapshot(void **state)
{
	const struct snapshot *good = swept();

	(void)state;
	pass(60000);
	script.refuse = "FID_INPUT_ISCD_1=B00";
	for (uint32_t i = 0; i < 60; i++)
		script.shares[i].quoted = "";
	assert_null(swept());
	assert_ptr_equal(snapshots_newest(snapshots, BASIS_KRX), good);
	assert_int_equal(snapshots_fault(snapshots, BASIS_KRX).status, MCP_E_UPSTREAM);
	assert_string_equal(snapshots_fault(snapshots, BASIS_KRX).text, "scripted refusal");
}

static void a_source_that_does_not_answer_costs_few_calls(void **state)
{
	(void)state;
	script.refuse = "intstock";
	assert_null(swept());
	assert_int_equal(script.call_count, 2 + 31);
	assert_int_equal(script_open(), 0);
	assert_null(snapshots_newest(snapshots, BASIS_KRX));
}

static void bodies_without_rows_fail(void **state)
{
	(void)state;
	script.sweep = "{\"output\":[],\"rt_cd\":\"0\"}";
	assert_null(swept());
	assert_non_null(strstr(snapshots_fault(snapshots, BASIS_KRX).text,
		"intstock-multprice gave figures of only 0 of the 1260 shares"));
	pass(10000);
	script.sweep = "{\"rt_cd\":\"0\"}";
	assert_null(swept());
}

static void a_market_of_zeros_is_no_snapshot_of_nxt(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 60; i++)
		script.shares[i].off_nxt = true;
	script.sweep = "{\"output\":[" ROW("100000", "\"inter2_prpr\":\"0\"") "]}";
	assert_null(swept_as(BASIS_NXT));
	assert_int_equal(snapshots_fault(snapshots, BASIS_NXT).status, MCP_E_UPSTREAM);
}

static void a_failed_sweep_is_not_begun_again_at_once(void **state)
{
	(void)state;
	script.refuse = "intstock";
	assert_null(swept());
	pass(4999);
	assert_true(snapshots_want(snapshots, BASIS_KRX, NULL));
	pass(1);
	script.refuse = NULL;
	assert_non_null(swept());
	assert_int_equal(snapshots_fault(snapshots, BASIS_KRX).status, MCP_OK);
}

static void a_client_that_refuses_each_call_ends_the_sweep(void **state)
{
	(void)state;
	(void)snapshots_want(snapshots, BASIS_KRX, NULL);
	assert_true(script_answer());
	script.full = true;
	script_run();
	assert_null(snapshots_newest(snapshots, BASIS_KRX));
	assert_string_equal(snapshots_fault(snapshots, BASIS_KRX).text, "the script is full");
	assert_true(snapshots_want(snapshots, BASIS_KRX, NULL));
}

static void without_a_master_file_there_is_no_sweep(void **state)
{
	(void)state;
	script.refuse = "master-kosdaq";
	assert_null(swept());
	assert_int_equal(script.sweep_calls, 0);
	assert_string_equal(snapshots_fault(snapshots, BASIS_KRX).text, "scripted refusal");
}

/* ---- Holding. ---- */

static void a_held_snapshot_outlives_the_next(void **state)
{
	const struct snapshot *held = snapshot_hold(swept());
	int64_t price = held->price[row_of(held, 0)];

	(void)state;
	pass(60000);
	script.shares[0].price += 500;
	assert_ptr_not_equal(swept(), held);
	assert_int_equal(held->price[row_of(held, 0)], price);
	assert_int_equal(held->generation, 1);
	assert_int_equal(snapshots_newest(snapshots, BASIS_KRX)->generation, 2);
	snapshot_drop(held);
	assert_null(snapshot_hold(NULL));
	snapshot_drop(NULL);
}

static void generations_count_over_all_venues(void **state)
{
	(void)state;
	assert_int_equal(swept_as(BASIS_NXT)->generation, 1);
	assert_int_equal(swept_as(BASIS_KRX)->generation, 2);
}

static void a_master_file_renewed_in_the_middle_does_no_harm(void **state)
{
	const struct snapshot *s;

	(void)state;
	(void)snapshots_want(snapshots, BASIS_KRX, NULL);
	(void)script_answer();
	(void)script_answer();
	script.wall_ms = kst_to_ms(20261124, 7, 50, 0);
	(void)master_want(sweep_master, LANE_USER, &(struct master_waiter){ 0 });
	script_run();
	s = snapshots_newest(snapshots, BASIS_KRX);
	assert_int_equal(s->count, MARKET_SHARES);
	assert_string_equal(s->shares[row_of(s, 0)].row.name, "회사");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sweep_start_script, sweep_stop_script)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_ranked_share_stands_in_it_once),
		TEST(figures_are_what_upstream_said),
		TEST(it_says_where_it_stands),
		TEST(its_time_is_that_of_the_oldest_answer),
		TEST(thirty_codes_are_asked_a_call),
		TEST(few_calls_are_under_way_at_a_time),
		TEST(each_venue_is_asked_as_itself),
		TEST(what_nxt_does_not_trade_is_nothing_to_note),
		TEST(a_share_that_does_not_trade_has_volume_but_no_price),
		TEST(a_failed_call_is_asked_once_more_at_the_end),
		TEST(what_fails_twice_is_missing_and_said),
		TEST(half_a_market_is_no_snapshot),
		TEST(a_source_that_does_not_answer_costs_few_calls),
		TEST(bodies_without_rows_fail),
		TEST(a_market_of_zeros_is_no_snapshot_of_nxt),
		TEST(a_failed_sweep_is_not_begun_again_at_once),
		TEST(a_client_that_refuses_each_call_ends_the_sweep),
		TEST(without_a_master_file_there_is_no_sweep),
		TEST(a_held_snapshot_outlives_the_next),
		TEST(generations_count_over_all_venues),
		TEST(a_master_file_renewed_in_the_middle_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
