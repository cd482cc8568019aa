/* market_sweep_test - a source that lies to a sweep: each share by its code, and no figure that
 * cannot be. */
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

/* ---- Rows that are not what was asked. ---- */

static void rows_are_matched_by_code_not_by_place(void **state)
{
	const struct snapshot *s;

	(void)state;
	script.shares[0].quoted = ROW("100020", GOOD);
	script.shares[2].quoted = ROW("100000", FIGURES("500", "0", "3", "0.00", "2", "1000"));
	s = swept();
	assert_int_equal(s->price[row_of(s, 0)], 500);
	assert_int_equal(s->price[row_of(s, 2)], 77400);
	assert_true(s->from.complete);
}

static void a_row_nobody_asked_for_is_left_out(void **state)
{
	const struct snapshot *s;

	(void)state;
	/* The other one is asked, but not in this call. */
	script.shares[0].quoted =
		ROW("100000", GOOD) "," ROW("999999", GOOD) "," ROW("B00599", GOOD);
	s = swept();
	assert_int_equal(s->price[snapshot_find(s, "B00599")], 5000);
	assert_true(snapshot_notes(s, "2 rows that were not asked for are left out"));
	assert_true(s->from.complete);
}

static void a_row_that_comes_twice_counts_once(void **state)
{
	const struct snapshot *s;

	(void)state;
	script.shares[0].quoted = ROW("100000", GOOD) "," ROW("100000", GOOD);
	s = swept();
	assert_int_equal(s->price[row_of(s, 0)], 77400);
	assert_true(snapshot_notes(s, "a share came twice in one answer"));
	assert_false(s->from.complete);
	assert_int_equal(s->missing, 0);
}

static void two_rows_that_differ_say_nothing(void **state)
{
	const struct snapshot *s;

	(void)state;
	script.shares[0].quoted = ROW("100000", GOOD) "," ROW(
		"100000", FIGURES("500", "0", "3", "0.00", "2", "1000"));
	s = swept();
	assert_int_equal(known(s, 0), 0);
	assert_int_equal(s->missing, 1);
	assert_false(s->from.complete);
}

static void a_missing_row_is_asked_once_more_and_said(void **state)
{
	const struct snapshot *s;

	(void)state;
	script.shares[0].quoted = "";
	s = swept();
	assert_int_equal(script.sweep_calls, MARKET_CALLS + 1);
	assert_int_equal(known(s, 0), 0);
	assert_int_equal(s->missing, 1);
	assert_false(s->from.complete);
	assert_true(snapshot_notes(s, "figures of 1 shares are not there: upstream gave none"));
}

static void a_row_about_nothing_is_no_answer(void **state)
{
	const struct snapshot *s;

	(void)state;
	script.shares[0].quoted = ROW("100000",
		"\"inter2_prpr\":\"0\",\"inter2_prdy_vrss\":\"0\",\"prdy_ctrt\":\"0.00\","
		"\"acml_vol\":\"0\",\"acml_tr_pbmn\":\"0\",\"inter2_prdy_clpr\":\"0\","
		"\"inter2_sdpr\":\"0\"");
	s = swept();
	assert_int_equal(known(s, 0), 0);
	assert_int_equal(s->missing, 1);
	assert_false(s->from.complete);
}

static void a_share_of_the_other_market_is_left_out(void **state)
{
	const struct snapshot *s;

	(void)state;
	/* It says 거래소, the master file KOSDAQ. */
	script.shares[1].quoted = ROW("100010", GOOD);
	s = swept();
	assert_int_equal(known(s, 1), 0);
	assert_int_equal(s->missing, 1);
	assert_false(s->from.complete);
	assert_true(
		snapshot_notes(s, "1 rows are left out: the master file has them in the other"));
	assert_false(snapshot_notes(s, "upstream gave none"));
}

static void an_index_is_no_share(void **state)
{
	const struct snapshot *s;

	(void)state;
	script.shares[0].quoted =
		"{\"kospi_kosdaq_cls_name\":\"업종\",\"inter_shrn_iscd\":\"100000\"," GOOD "}";
	s = swept();
	assert_int_equal(known(s, 0), 0);
	assert_int_equal(s->missing, 1);
}

static void a_word_for_a_market_that_tells_nothing_is_set_aside(void **state)
{
	const struct snapshot *s;

	(void)state;
	script.one_word = true;
	s = swept();
	assert_int_equal(s->missing, 0);
	assert_true(s->from.complete);
	assert_int_equal(s->shares[row_of(s, 1)].exchange, EXCHANGE_KOSDAQ);
	assert_true(snapshot_notes(s, "upstream's word for the market KOSDAQ is not understood"));
	assert_int_equal(s->from.note_count, 2);
}

/* ---- Figures that cannot be. ---- */

static const struct snapshot *swept_with(const char *row)
{
	script.shares[0].quoted = row;
	return swept();
}

static void assert_left_out(const char *row, uint32_t bits)
{
	const struct snapshot *s = swept_with(row);

	assert_int_equal(known(s, 0), 0x3ffu & ~bits);
	assert_int_equal(s->doubted, 1);
	assert_int_equal(s->missing, 0);
	assert_true(snapshot_notes(s, "figures of 1 shares are left out"));
	/* Without those it has no place in a ranking. */
	assert_int_equal(s->from.complete,
		(bits & (SNAPSHOT_PRICE | SNAPSHOT_VOLUME | SNAPSHOT_VALUE)) == 0);
}

static void a_negative_price_is_null(void **state)
{
	(void)state;
	assert_left_out(ROW("100000", FIGURES("-77400", "-800", "5", "-1.02", "1", "77400")),
		SNAPSHOT_PRICE | SNAPSHOT_CHANGE | SNAPSHOT_SIGN);
}

static void a_volume_that_is_no_number_is_null(void **state)
{
	(void)state;
	assert_left_out(ROW("100000", FIGURES("77400", "-800", "5", "-1.02", "1,000", "77400000")),
		SNAPSHOT_VOLUME);
}

static void a_negative_value_is_null(void **state)
{
	(void)state;
	assert_left_out(ROW("100000", FIGURES("77400", "-800", "5", "-1.02", "10", "-774000")),
		SNAPSHOT_VALUE);
}

static void a_value_in_another_unit_is_null(void **state)
{
	(void)state;
	/* 백만원 */
	assert_left_out(
		ROW("100000", FIGURES("77400", "-800", "5", "-1.02", "15713440", "1221686")),
		SNAPSHOT_VOLUME | SNAPSHOT_VALUE);
}

static void a_volume_in_another_unit_is_null(void **state)
{
	(void)state;
	/* 천주 */
	assert_left_out(
		ROW("100000", FIGURES("77400", "-800", "5", "-1.02", "15713", "1221686345500")),
		SNAPSHOT_VOLUME | SNAPSHOT_VALUE);
}

static void a_volume_without_a_value_is_null(void **state)
{
	(void)state;
	assert_left_out(ROW("100000", FIGURES("77400", "-800", "5", "-1.02", "15713440", "0")),
		SNAPSHOT_VOLUME | SNAPSHOT_VALUE);
}

static void a_change_without_its_rate_is_null(void **state)
{
	(void)state;
	assert_left_out(
		ROW("100000", FIGURES("77400", "-800", "5", "n/a", "15713440", "1221686345500")),
		SNAPSHOT_CHANGE);
}

static void a_sign_that_is_none_is_null(void **state)
{
	(void)state;
	assert_left_out(
		ROW("100000", FIGURES("77400", "-800", "9", "-1.02", "15713440", "1221686345500")),
		SNAPSHOT_SIGN);
}

static void what_is_missing_in_a_row_is_said(void **state)
{
	const struct snapshot *s;

	(void)state;
	s = swept_with(ROW("100000", "\"inter2_prpr\":\"100\",\"inter2_sdpr\":\"100\""));
	assert_int_equal(known(s, 0), SNAPSHOT_ANSWERED | SNAPSHOT_PRICE | SNAPSHOT_BASE);
	assert_true(snapshot_notes(s, "figures of 1 shares are left out"));
}

static void values_of_a_wrong_type_are_null(void **state)
{
	const struct snapshot *s;

	(void)state;
	s = swept_with(ROW("100000", "\"inter2_prpr\":[1],\"acml_vol\":true,\"acml_tr_pbmn\":{},"
				     "\"inter2_prdy_vrss\":null,\"prdy_vrss_sign\":\"x\","
				     "\"inter2_sdpr\":100"));
	assert_int_equal(known(s, 0), SNAPSHOT_ANSWERED | SNAPSHOT_BASE);
	assert_int_equal(s->doubted, 1);
}

static void a_change_from_another_close_is_null(void **state)
{
	const struct snapshot *s;

	(void)state;
	s = swept_with(
		ROW("100000", FIGURES("77400", "-900", "5", "-1.15", "15713440", "1221686345500")));
	assert_int_equal(known(s, 0) & (SNAPSHOT_CHANGE | SNAPSHOT_SIGN), 0);
	assert_true(snapshot_notes(s, "change of 1 shares is left out"));
}

static void a_change_that_its_sign_contradicts_is_null(void **state)
{
	const struct snapshot *s;

	(void)state;
	s = swept_with(
		ROW("100000", FIGURES("77400", "-800", "2", "-1.02", "15713440", "1221686345500")));
	assert_int_equal(known(s, 0), 0x3ffu & ~(uint32_t)(SNAPSHOT_CHANGE | SNAPSHOT_SIGN));
	assert_true(snapshot_notes(s, "change of 1 shares is left out"));
	assert_int_equal(s->doubted, 1);
}

static void a_high_below_its_low_is_null(void **state)
{
	const struct snapshot *s;

	(void)state;
	s = swept_with(ROW("100000", "\"inter2_prpr\":\"100\",\"acml_vol\":\"1\","
				     "\"acml_tr_pbmn\":\"100\",\"inter2_hgpr\":\"90\","
				     "\"inter2_lwpr\":\"110\""));
	assert_int_equal(known(s, 0) & (SNAPSHOT_HIGH | SNAPSHOT_LOW), 0);
	assert_int_equal(s->doubted, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sweep_start_script, sweep_stop_script)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rows_are_matched_by_code_not_by_place),
		TEST(a_row_nobody_asked_for_is_left_out),
		TEST(a_row_that_comes_twice_counts_once),
		TEST(two_rows_that_differ_say_nothing),
		TEST(a_missing_row_is_asked_once_more_and_said),
		TEST(a_row_about_nothing_is_no_answer),
		TEST(a_share_of_the_other_market_is_left_out),
		TEST(an_index_is_no_share),
		TEST(a_word_for_a_market_that_tells_nothing_is_set_aside),
		TEST(a_negative_price_is_null),
		TEST(a_volume_that_is_no_number_is_null),
		TEST(a_negative_value_is_null),
		TEST(a_value_in_another_unit_is_null),
		TEST(a_volume_in_another_unit_is_null),
		TEST(a_volume_without_a_value_is_null),
		TEST(a_change_without_its_rate_is_null),
		TEST(a_sign_that_is_none_is_null),
		TEST(what_is_missing_in_a_row_is_said),
		TEST(values_of_a_wrong_type_are_null),
		TEST(a_change_from_another_close_is_null),
		TEST(a_change_that_its_sign_contradicts_is_null),
		TEST(a_high_below_its_low_is_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
