/* demo_rank_test - the ranking endpoints: filters, bounds, sorts, the cut to thirty, the quirks. */
#include "demo_ask.h"

#define ROWS 30

static bool falls(const struct ask *a, const char *output, const char *name)
{
	int64_t before = INT64_MAX;

	for (int n = 0; n < count_rows(a, output); n++) {
		const int64_t value = number(row_of(a, output, n), name);

		if (value > before || number(row_of(a, output, n), "data_rank") != n + 1)
			return false;
		before = value;
	}
	return true;
}

/* How many rows are of a product. */
static int rows_of_product(const struct ask *a, int product)
{
	int n = 0;

	for (int k = 0; k < count_rows(a, "output"); k++)
		n += issue_of(a, row_of(a, "output", k), "mksc_shrn_iscd")->product == product;
	return n;
}

static int rows_of_market(const struct ask *a, int market)
{
	int n = 0;

	for (int k = 0; k < count_rows(a, "output"); k++)
		n += issue_of(a, row_of(a, "output", k), "mksc_shrn_iscd")->market == market;
	return n;
}

/* How many rows have one of the flags. */
static int rows_with(const struct ask *a, unsigned flags)
{
	int n = 0;

	for (int k = 0; k < count_rows(a, "output"); k++)
		n += (issue_of(a, row_of(a, "output", k), "mksc_shrn_iscd")->flags & flags) != 0;
	return n;
}

static int preferred_rows(const struct ask *a)
{
	int n = 0;

	for (int k = 0; k < count_rows(a, "output"); k++)
		n += issue_of(a, row_of(a, "output", k), "mksc_shrn_iscd")->preferred != 0;
	return n;
}

static int warned_rows(const struct ask *a)
{
	int n = 0;

	for (int k = 0; k < count_rows(a, "output"); k++)
		n += issue_of(a, row_of(a, "output", k), "mksc_shrn_iscd")->warning != 0;
	return n;
}

/* How many codes the bands of a market give together. */
static int codes_in_bands(struct ask *a)
{
	static const int64_t bounds[] = { 0, 3000, 8000, 15000, 30000, 60000, 100000000 };
	bool seen[8192] = { false };
	int n = 0;

	for (int band = 0; band < 6; band++) {
		(void)ask_rank(a, &(struct rank_ask){ .scope = "0001",
					  .low = bounds[band],
					  .high = bounds[band + 1] - (band < 5) });
		for (int k = 0; k < count_rows(a, "output"); k++) {
			const struct demo_issue *i =
				issue_of(a, row_of(a, "output", k), "mksc_shrn_iscd");

			n += !seen[i - a->d->issues];
			seen[i - a->d->issues] = true;
		}
	}
	return n;
}

static void cuts_at_thirty_rows(void **state)
{
	(void)ask_rank(*state, &(struct rank_ask){ 0 });
	assert_int_equal(count_rows(*state, "output"), ROWS);
}

static void sorts_by_trading_value(void **state)
{
	(void)ask_rank(*state, &(struct rank_ask){ .sort = "3" });
	assert_true(falls(*state, "output", "acml_tr_pbmn"));
}

static void sorts_by_volume(void **state)
{
	(void)ask_rank(*state, &(struct rank_ask){ .sort = "0" });
	assert_true(falls(*state, "output", "acml_vol"));
}

static void lists_the_same_twice(void **state)
{
	struct ask *a = *state;
	char first[32768];

	(void)snprintf(first, sizeof first, "%s", ask_rank(a, &(struct rank_ask){ 0 }));
	assert_string_equal(ask_rank(a, &(struct rank_ask){ 0 }), first);
}

static void lists_another_market_for_another_seed(void **state)
{
	struct ask *a = *state;
	char first[32768];

	(void)snprintf(first, sizeof first, "%s", ask_rank(a, &(struct rank_ask){ 0 }));
	demo_free(a->d);
	a->d = demo_new(2);
	assert_string_not_equal(ask_rank(a, &(struct rank_ask){ 0 }), first);
}

static void mixes_funds_in_when_nothing_is_left_out(void **state)
{
	(void)ask_rank(*state, &(struct rank_ask){ 0 });
	assert_true(rows_of_product(*state, DEMO_ETF) > 3);
}

static void leaves_out_etf_etn_and_spac(void **state)
{
	(void)ask_rank(*state, &(struct rank_ask){ .leave_out = "0000001101" });
	assert_int_equal(rows_of_product(*state, DEMO_SHARE), ROWS);
}

static void leaves_out_by_state(void **state)
{
	(void)ask_rank(*state, &(struct rank_ask){ .leave_out = "1111010010", .high = 1500 });
	assert_int_equal(
		rows_with(*state, DEMO_MANAGED | DEMO_LIQUIDATING | DEMO_UNFAITHFUL | DEMO_HALTED),
		0);
	assert_int_equal(warned_rows(*state), 0);
	assert_int_equal(rows_with(*state, DEMO_CREDIT), count_rows(*state, "output"));
}

static void tells_common_from_preferred(void **state)
{
	(void)ask_rank(*state, &(struct rank_ask){ .kind = "2" });
	assert_int_equal(preferred_rows(*state), ROWS);
	(void)ask_rank(*state, &(struct rank_ask){ .kind = "1" });
	assert_int_equal(preferred_rows(*state), 0);
	(void)ask_rank(*state, &(struct rank_ask){ .kind = "2", .leave_out = "0000100000" });
	assert_int_equal(count_rows(*state, "output"), 0);
}

static void keeps_markets_apart(void **state)
{
	(void)ask_rank(*state, &(struct rank_ask){ .scope = "0001" });
	assert_int_equal(rows_of_market(*state, DEMO_KOSPI), ROWS);
	(void)ask_rank(*state, &(struct rank_ask){ .scope = "1001" });
	assert_int_equal(rows_of_market(*state, DEMO_KOSDAQ), ROWS);
}

static void ranks_inside_a_sector(void **state)
{
	(void)ask_rank(*state, &(struct rank_ask){ .scope = "0024" });
	assert_true(count_rows(*state, "output") > 5);
	assert_int_equal(
		issue_of(*state, row_of(*state, "output", 0), "mksc_shrn_iscd")->sector, 24);
	assert_true(falls(*state, "output", "acml_tr_pbmn"));
}

static void ranks_members_of_an_index(void **state)
{
	(void)ask_rank(*state, &(struct rank_ask){ .scope = "2001" });
	assert_int_equal(rows_with(*state, DEMO_INDEX_MEMBER), ROWS);
}

static void takes_both_price_bounds_in(void **state)
{
	int64_t price;

	(void)ask_rank(*state, &(struct rank_ask){ .scope = "0001" });
	price = number(row_of(*state, "output", 4), "stck_prpr");
	(void)ask_rank(*state, &(struct rank_ask){ .scope = "0001", .low = price, .high = price });
	assert_true(count_rows(*state, "output") >= 1);
	assert_int_equal(number(row_of(*state, "output", 0), "stck_prpr"), price);
	(void)ask_rank(*state, &(struct rank_ask){ .low = price + 1, .high = price });
	assert_int_equal(count_rows(*state, "output"), 0);
}

static void gives_more_than_thirty_in_bands(void **state)
{
	assert_int_equal(codes_in_bands(*state), 6 * ROWS);
}

static void takes_a_lowest_volume(void **state)
{
	(void)ask_rank(*state, &(struct rank_ask){ .sort = "0", .volume = 5000000 });
	assert_true(count_rows(*state, "output") > 0);
	assert_true(count_rows(*state, "output") < ROWS);
}

static void copies_today_into_the_averages(void **state)
{
	struct span row;

	(void)ask_rank(*state, &(struct rank_ask){ 0 });
	row = row_of(*state, "output", 0);
	assert_int_equal(number(row, "avrg_vol"), number(row, "acml_vol"));
	assert_int_equal(number(row, "avrg_tr_pbmn"), number(row, "acml_tr_pbmn"));
	assert_string_equal(field(row, "n_befr_clpr_vrss_prpr_rate"), field(row, "prdy_ctrt"));
}

static void relates_volume_to_the_day_before(void **state)
{
	struct span row;
	double rate = 0;

	(void)ask_rank(*state, &(struct rank_ask){ .sort = "1" });
	row = row_of(*state, "output", 0);
	assert_true(span_real(span_of(field(row, "vol_inrt")), &rate));
	assert_true(rate > 100 && rate <= 9999.99);
}

static void gives_no_rows_for_wrong_input(void **state)
{
	struct ask *a = *state;

	assert_string_equal(ask_rank(a, &(struct rank_ask){ .scope = "9999" }),
		"{\"output\":[],\"rt_cd\":\"0\",\"msg_cd\":\"MCA00000\","
		"\"msg1\":\"정상처리 되었습니다.\"}");
	(void)ask_rank(a, &(struct rank_ask){ .screen = "20174" });
	assert_int_equal(count_rows(a, "output"), 0);
	(void)ask_rank(a, &(struct rank_ask){ .venue = "UN" });
	assert_int_equal(count_rows(a, "output"), 0);
}

static void ranks_nxt_by_its_own_trading(void **state)
{
	int64_t krx;

	(void)ask_rank(*state, &(struct rank_ask){ .scope = "0001" });
	krx = number(row_of(*state, "output", 0), "acml_tr_pbmn");
	(void)ask_rank(*state, &(struct rank_ask){ .scope = "0001", .venue = "NX" });
	assert_int_equal(count_rows(*state, "output"), ROWS);
	assert_int_equal(rows_with(*state, DEMO_NXT), ROWS);
	assert_true(number(row_of(*state, "output", 0), "acml_tr_pbmn") < krx);
}

static void nxt_begins_its_day_half_an_hour_before(void **state)
{
	struct ask *a = *state;

	a->at = kst_to_ms(ASK_DATE, 8, 10, 0);
	(void)ask_rank(a, &(struct rank_ask){ .venue = "NX" });
	assert_int_equal(number(row_of(a, "output", 0), "acml_vol"), 0);
	(void)ask_rank(a, &(struct rank_ask){ .venue = "J" });
	assert_true(number(row_of(a, "output", 0), "acml_vol") > 0);
	a->at = kst_to_ms(ASK_DATE, 7, 59, 59);
	(void)ask_rank(a, &(struct rank_ask){ .venue = "NX" });
	assert_true(number(row_of(a, "output", 0), "acml_vol") > 0);
}

static void names_a_missing_key(void **state)
{
	assert_string_equal(ask_at(*state, QUOTATIONS "volume-rank", "FHPST01710000",
				    "FID_COND_MRKT_DIV_CODE=J&FID_COND_SCR_DIV_CODE=20171"),
		"{\"rt_cd\":\"1\",\"msg_cd\":\"OPSQ2001\","
		"\"msg1\":\"ERROR INPUT FIELD NOT FOUND [FID_INPUT_ISCD]\"}");
}

static void refuses_another_tr_id(void **state)
{
	struct ask *a = *state;

	assert_non_null(
		strstr(ask_at(a, QUOTATIONS "volume-rank", "FHPST01740000", ""), "OPSQ0002"));
	assert_int_equal(a->status, 500);
	assert_non_null(strstr(ask_at(a, QUOTATIONS "volume-rank", NULL, ""), "OPSQ9999"));
}

static void knows_no_other_path(void **state)
{
	struct ask *a = *state;

	(void)ask_at(a, QUOTATIONS "market-cap", "FHPST01740000", "");
	assert_int_equal(a->status, 404);
}

static void ranks_by_capitalisation(void **state)
{
	struct span row;

	(void)ask_at(*state, RANKING "market-cap", "FHPST01740000",
		"fid_cond_mrkt_div_code=J&fid_cond_scr_div_code=20174&fid_input_iscd=0001"
		"&fid_div_cls_code=0&fid_trgt_cls_code=0&fid_trgt_exls_cls_code=0"
		"&fid_input_price_1=&fid_input_price_2=&fid_vol_cnt=");
	assert_int_equal(count_rows(*state, "output"), ROWS);
	assert_true(falls(*state, "output", "stck_avls"));
	row = row_of(*state, "output", 0);
	assert_int_equal(number(row, "stck_avls"),
		(number(row, "stck_prpr") * number(row, "lstn_stcn") + 50000000) / 100000000);
}

static void ranks_by_change(void **state)
{
	double best = 0;

	(void)ask_at(*state, RANKING "fluctuation", "FHPST01700000",
		"FID_COND_MRKT_DIV_CODE=J&FID_COND_SCR_DIV_CODE=20170&FID_INPUT_ISCD=0000"
		"&FID_RANK_SORT_CLS_CODE=0&FID_INPUT_CNT_1=0&FID_PRC_CLS_CODE=1"
		"&FID_INPUT_PRICE_1=&FID_INPUT_PRICE_2=&FID_VOL_CNT=&FID_TRGT_CLS_CODE=0"
		"&FID_TRGT_EXLS_CLS_CODE=0&FID_DIV_CLS_CODE=0&FID_RSFL_RATE1=&FID_RSFL_RATE2=9.99");
	assert_int_equal(count_rows(*state, "output"), ROWS);
	assert_true(span_real(span_of(field(row_of(*state, "output", 0), "prdy_ctrt")), &best));
	assert_true(best > 2 && best <= 9.99);
	assert_string_equal(field(row_of(*state, "output", 0), "prdy_vrss_sign"), "2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(cuts_at_thirty_rows),
		ASK_TEST(sorts_by_trading_value),
		ASK_TEST(sorts_by_volume),
		ASK_TEST(lists_the_same_twice),
		ASK_TEST(lists_another_market_for_another_seed),
		ASK_TEST(mixes_funds_in_when_nothing_is_left_out),
		ASK_TEST(leaves_out_etf_etn_and_spac),
		ASK_TEST(leaves_out_by_state),
		ASK_TEST(tells_common_from_preferred),
		ASK_TEST(keeps_markets_apart),
		ASK_TEST(ranks_inside_a_sector),
		ASK_TEST(ranks_members_of_an_index),
		ASK_TEST(takes_both_price_bounds_in),
		ASK_TEST(gives_more_than_thirty_in_bands),
		ASK_TEST(takes_a_lowest_volume),
		ASK_TEST(copies_today_into_the_averages),
		ASK_TEST(relates_volume_to_the_day_before),
		ASK_TEST(gives_no_rows_for_wrong_input),
		ASK_TEST(ranks_nxt_by_its_own_trading),
		ASK_TEST(nxt_begins_its_day_half_an_hour_before),
		ASK_TEST(names_a_missing_key),
		ASK_TEST(refuses_another_tr_id),
		ASK_TEST(knows_no_other_path),
		ASK_TEST(ranks_by_capitalisation),
		ASK_TEST(ranks_by_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
