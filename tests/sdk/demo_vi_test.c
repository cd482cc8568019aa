/* demo_vi_test - volatility interruptions: which, when, in which order. */
#include "demo_ask.h"

#define VI QUOTATIONS "inquire-vi-status"

struct vi_ask {
	const char *way;
	const char *market;
	const char *code;
	const char *kind;
	const char *date;
	const char *screen;
};

static void ask_vi(struct ask *a, const struct vi_ask *q)
{
	char query[256];

	(void)snprintf(query, sizeof query,
		"FID_DIV_CLS_CODE=%s&FID_COND_SCR_DIV_CODE=%s&FID_MRKT_CLS_CODE=%s"
		"&FID_INPUT_ISCD=%s&FID_RANK_SORT_CLS_CODE=%s&FID_INPUT_DATE_1=%s"
		"&FID_TRGT_CLS_CODE=&FID_TRGT_EXLS_CLS_CODE=",
		or_else(q->way, "0"), or_else(q->screen, "20139"), or_else(q->market, "0"),
		or_else(q->code, ""), or_else(q->kind, "0"), or_else(q->date, "20261123"));
	(void)ask_at(a, VI, "FHPST01390000", query);
}

/* Rows out of order or with a figure that does not fit its kind. */
static int wrong_rows(const struct ask *a)
{
	int64_t before = 240000;
	int n = 0;

	for (int k = 0; k < count_rows(a, "output"); k++) {
		const struct span row = row_of(a, "output", k);
		const int64_t start = number(row, "cntg_vi_hour");
		const bool is_static = number(row, "vi_kind_code") == 1;
		const int64_t base = number(row, is_static ? "vi_stnd_prc" : "vi_dmc_stnd_prc");
		double rate = 0;

		assert_true(span_real(
			span_of(field(row, is_static ? "vi_dprt" : "vi_dmc_dprt")), &rate));
		n += start > before || number(row, "vi_cncl_hour") <= start;
		n += base <= 0 || (rate > 0) != (number(row, "vi_prc") > base);
		n += is_static && rate < 9.5 && rate > -9.5;
		n += number(row, "vi_count") < 1;
		before = start;
	}
	return n;
}

static int rows_of_market(const struct ask *a, int market)
{
	int n = 0;

	for (int k = 0; k < count_rows(a, "output"); k++)
		n += issue_of(a, row_of(a, "output", k), "mksc_shrn_iscd")->market == market;
	return n;
}

/* Rows whose price lies above their base (1) or below (-1). */
static int rows_that_went(const struct ask *a, int way)
{
	int n = 0;

	for (int k = 0; k < count_rows(a, "output"); k++) {
		const struct span row = row_of(a, "output", k);
		const int64_t base = number(row, "vi_stnd_prc") + number(row, "vi_dmc_stnd_prc");

		n += (number(row, "vi_prc") - base) * way > 0;
	}
	return n;
}

static void lists_thirty_at_most_newest_first(void **state)
{
	struct ask *a = *state;

	a->at = kst_to_ms(ASK_DATE, 15, 0, 0);
	ask_vi(a, &(struct vi_ask){ 0 });
	assert_int_equal(count_rows(a, "output"), 30);
	assert_int_equal(wrong_rows(a), 0);
	assert_true(number(row_of(a, "output", 0), "cntg_vi_hour") <= 150000);
}

static void lists_only_what_has_happened(void **state)
{
	struct ask *a = *state;

	a->at = kst_to_ms(ASK_DATE, 8, 59, 0);
	ask_vi(a, &(struct vi_ask){ 0 });
	assert_int_equal(count_rows(a, "output"), 0);
	a->at = kst_to_ms(ASK_DATE, 9, 16, 0);
	ask_vi(a, &(struct vi_ask){ 0 });
	assert_in_range(count_rows(a, "output"), 1, 29);
	assert_in_range(number(row_of(a, "output", 0), "cntg_vi_hour"), 90000, 91600);
}

static void says_which_are_still_on(void **state)
{
	struct ask *a = *state;
	int64_t start;

	ask_vi(a, &(struct vi_ask){ .date = "20261120" });
	assert_string_equal(field(row_of(a, "output", 0), "vi_cls_code"), "N");
	ask_vi(a, &(struct vi_ask){ 0 });
	start = number(row_of(a, "output", 0), "cntg_vi_hour");
	a->at = kst_to_ms(ASK_DATE, (int32_t)(start / 10000), (int32_t)(start / 100 % 100), 59);
	ask_vi(a, &(struct vi_ask){ 0 });
	assert_string_equal(field(row_of(a, "output", 0), "vi_cls_code"), "Y");
}

static void shows_in_the_quote_while_it_lasts(void **state)
{
	struct ask *a = *state;
	char code[16];
	int64_t start;

	ask_vi(a, &(struct vi_ask){ 0 });
	start = number(row_of(a, "output", 0), "cntg_vi_hour");
	(void)snprintf(code, sizeof code, "%s", field(row_of(a, "output", 0), "mksc_shrn_iscd"));
	a->at = kst_to_ms(ASK_DATE, (int32_t)(start / 10000), (int32_t)(start / 100 % 100), 59);
	(void)ask_issue(a, "J", code);
	assert_string_equal(field(row_of(a, "output", 0), "vi_cls_code"), "Y");
	a->at = kst_to_ms(ASK_DATE, 21, 0, 0);
	(void)ask_issue(a, "J", code);
	assert_string_equal(field(row_of(a, "output", 0), "vi_cls_code"), "N");
}

static void keeps_markets_and_directions_apart(void **state)
{
	struct ask *a = *state;

	ask_vi(a, &(struct vi_ask){ .market = "K", .date = "20261120" });
	assert_true(count_rows(a, "output") > 0);
	assert_int_equal(rows_of_market(a, DEMO_KOSPI), count_rows(a, "output"));
	ask_vi(a, &(struct vi_ask){ .market = "Q", .way = "2", .date = "20261120" });
	assert_true(count_rows(a, "output") > 0);
	assert_int_equal(rows_of_market(a, DEMO_KOSDAQ), count_rows(a, "output"));
	assert_int_equal(rows_that_went(a, -1), count_rows(a, "output"));
	ask_vi(a, &(struct vi_ask){ .way = "1", .date = "20261120" });
	assert_int_equal(rows_that_went(a, 1), count_rows(a, "output"));
}

static void tells_static_from_dynamic(void **state)
{
	struct ask *a = *state;

	ask_vi(a, &(struct vi_ask){ .kind = "1", .date = "20261120" });
	assert_true(count_rows(a, "output") > 0);
	assert_string_equal(field(row_of(a, "output", 0), "vi_kind_code"), "1");
	assert_string_equal(field(row_of(a, "output", 0), "vi_dmc_stnd_prc"), "0");
	ask_vi(a, &(struct vi_ask){ .kind = "2", .date = "20261120" });
	assert_true(count_rows(a, "output") > 0);
	assert_string_equal(field(row_of(a, "output", 0), "vi_kind_code"), "2");
	assert_string_equal(field(row_of(a, "output", 0), "vi_stnd_prc"), "0");
}

static void lists_one_issue_alone(void **state)
{
	struct ask *a = *state;
	char code[16];

	ask_vi(a, &(struct vi_ask){ .date = "20261120" });
	(void)snprintf(code, sizeof code, "%s", field(row_of(a, "output", 3), "mksc_shrn_iscd"));
	ask_vi(a, &(struct vi_ask){ .date = "20261120", .code = code });
	assert_in_range(count_rows(a, "output"), 1, 5);
	assert_string_equal(field(row_of(a, "output", 0), "mksc_shrn_iscd"), code);
}

static void has_no_rows_for_wrong_input(void **state)
{
	struct ask *a = *state;

	ask_vi(a, &(struct vi_ask){ .date = "20261124" });
	assert_int_equal(count_rows(a, "output"), 0);
	ask_vi(a, &(struct vi_ask){ .date = "20261121" });
	assert_int_equal(count_rows(a, "output"), 0);
	ask_vi(a, &(struct vi_ask){ .date = "yesterday" });
	assert_int_equal(count_rows(a, "output"), 0);
	ask_vi(a, &(struct vi_ask){ .market = "X" });
	assert_int_equal(count_rows(a, "output"), 0);
	ask_vi(a, &(struct vi_ask){ .screen = "20171" });
	assert_int_equal(count_rows(a, "output"), 0);
	ask_vi(a, &(struct vi_ask){ .code = "005930" });
	assert_int_equal(count_rows(a, "output"), 0);
	assert_non_null(strstr(ask_at(a, VI, "FHPST01390000", "FID_DIV_CLS_CODE=0"), "OPSQ2001"));
}

static void answers_the_same_moment_the_same(void **state)
{
	struct ask *a = *state;
	char first[32768];

	ask_vi(a, &(struct vi_ask){ 0 });
	(void)snprintf(first, sizeof first, "%s", buf_text(&a->body));
	ask_vi(a, &(struct vi_ask){ 0 });
	assert_string_equal(buf_text(&a->body), first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(lists_thirty_at_most_newest_first),
		ASK_TEST(lists_only_what_has_happened),
		ASK_TEST(says_which_are_still_on),
		ASK_TEST(shows_in_the_quote_while_it_lasts),
		ASK_TEST(keeps_markets_and_directions_apart),
		ASK_TEST(tells_static_from_dynamic),
		ASK_TEST(lists_one_issue_alone),
		ASK_TEST(has_no_rows_for_wrong_input),
		ASK_TEST(answers_the_same_moment_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
