/* demo_flow_rank_test - net buyers as brokers tell: when, whose, in which units, which thirty. */
#include "demo_ask.h"

#include "demo/demo_flow.h"

#define TOTAL QUOTATIONS "foreign-institution-total"

struct total_ask {
	const char *scope;
	const char *sort;
	const char *side;
	const char *who;
	const char *screen;
	const char *division;
};

static void ask_total(struct ask *a, const struct total_ask *q)
{
	char query[256];

	(void)snprintf(query, sizeof query,
		"FID_COND_MRKT_DIV_CODE=%s&FID_COND_SCR_DIV_CODE=%s&FID_INPUT_ISCD=%s"
		"&FID_DIV_CLS_CODE=%s&FID_RANK_SORT_CLS_CODE=%s&FID_ETC_CLS_CODE=%s",
		or_else(q->division, "V"), or_else(q->screen, "16449"), or_else(q->scope, "0000"),
		or_else(q->sort, "0"), or_else(q->side, "0"), or_else(q->who, "1"));
	(void)ask_at(a, TOTAL, "FHPTJ04400000", query);
}

/* Rows that are out of order by a column, or break a rule of units. */
static int wrong_rows(const struct ask *a, const char *column, int way)
{
	int64_t before = INT64_MAX;
	int n = 0;

	for (int k = 0; k < count_rows(a, "output"); k++) {
		const struct span row = row_of(a, "output", k);
		const int64_t key = number(row, column) * way;
		const int64_t shares = number(row, "frgn_ntby_qty");
		const int64_t won = shares * number(row, "stck_prpr");

		n += key > before;
		n += shares % 1000 != 0 || number(row, "orgn_ntby_qty") % 1000 != 0;
		n += number(row, "frgn_ntby_tr_pbmn") !=
		     (won + (won < 0 ? -500000 : 500000)) / 1000000;
		before = key;
	}
	return n;
}

static int rows_where(const struct ask *a, bool (*matches)(const struct demo_issue *i))
{
	int n = 0;

	for (int k = 0; k < count_rows(a, "output"); k++)
		n += matches(issue_of(a, row_of(a, "output", k), "mksc_shrn_iscd"));
	return n;
}

static bool is_kosdaq(const struct demo_issue *i)
{
	return i->market == DEMO_KOSDAQ;
}

static bool is_fund(const struct demo_issue *i)
{
	return i->product == DEMO_ETF;
}

/* What a class had bought net at a time of the day, in whole thousands. */
static int64_t net_at(const struct ask *a, const struct demo_issue *i, enum demo_class class,
	int hour, int minute)
{
	const struct demo_moment at = demo_moment_at(kst_to_ms(ASK_DATE, hour, minute, 0));
	struct demo_board board;
	struct demo_flow flow;
	struct demo_quote q;
	int64_t net;

	demo_board_make(a->d, &at, DEMO_VENUE_KRX, &board);
	demo_quote_get(&board, i, &q);
	demo_flow_get(i, at.day, &q, &flow);
	net = demo_trade_net(&flow.of[class]).volume;
	return (net + (net < 0 ? -500 : 500)) / 1000 * 1000;
}

static void gives_thirty_rows_in_order(void **state)
{
	struct ask *a = *state;

	ask_total(a, &(struct total_ask){ 0 });
	assert_int_equal(count_rows(a, "output"), 30);
	assert_int_equal(wrong_rows(a, "frgn_ntby_qty", 1), 0);
	assert_true(number(row_of(a, "output", 0), "frgn_ntby_qty") > 0);
	ask_total(a, &(struct total_ask){ .side = "1" });
	assert_int_equal(wrong_rows(a, "frgn_ntby_qty", -1), 0);
	assert_true(number(row_of(a, "output", 0), "frgn_ntby_qty") < 0);
}

static void sorts_by_amount_when_asked(void **state)
{
	struct ask *a = *state;

	ask_total(a, &(struct total_ask){ .sort = "1", .who = "2", .scope = "1001" });
	assert_int_equal(count_rows(a, "output"), 30);
	assert_int_equal(wrong_rows(a, "orgn_ntby_tr_pbmn", 1), 0);
	assert_int_equal(rows_where(a, is_kosdaq), 30);
}

static void sorts_by_the_class_asked(void **state)
{
	struct ask *a = *state;
	struct span row;

	ask_total(a, &(struct total_ask){ .who = "1" });
	row = row_of(a, "output", 0);
	assert_int_equal(number(row, "ntby_qty"), number(row, "frgn_ntby_qty"));
	ask_total(a, &(struct total_ask){ .who = "2" });
	row = row_of(a, "output", 0);
	assert_int_equal(number(row, "ntby_qty"), number(row, "orgn_ntby_qty"));
	ask_total(a, &(struct total_ask){ .who = "0" });
	row = row_of(a, "output", 0);
	assert_int_equal(number(row, "ntby_qty"),
		number(row, "frgn_ntby_qty") + number(row, "orgn_ntby_qty") +
			number(row, "etc_corp_ntby_vol") + number(row, "etc_orgt_ntby_vol"));
}

static void tells_what_was_at_the_last_time(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i;
	int64_t told;

	a->at = kst_to_ms(ASK_DATE, 13, 19, 59);
	ask_total(a, &(struct total_ask){ 0 });
	i = issue_of(a, row_of(a, "output", 0), "mksc_shrn_iscd");
	told = number(row_of(a, "output", 0), "frgn_ntby_qty");
	assert_int_equal(told, net_at(a, i, DEMO_FOREIGN, 11, 20));
	assert_int_not_equal(told, net_at(a, i, DEMO_FOREIGN, 13, 19));
	a->at = kst_to_ms(ASK_DATE, 22, 0, 0);
	ask_total(a, &(struct total_ask){ 0 });
	i = issue_of(a, row_of(a, "output", 0), "mksc_shrn_iscd");
	assert_int_equal(number(row_of(a, "output", 0), "frgn_ntby_qty"),
		net_at(a, i, DEMO_FOREIGN, 14, 30));
}

static void has_no_rows_before_a_class_is_told(void **state)
{
	struct ask *a = *state;

	a->at = kst_to_ms(ASK_DATE, 9, 29, 59);
	ask_total(a, &(struct total_ask){ 0 });
	assert_int_equal(count_rows(a, "output"), 0);
	a->at = kst_to_ms(ASK_DATE, 9, 30, 0);
	ask_total(a, &(struct total_ask){ 0 });
	assert_int_equal(count_rows(a, "output"), 30);
	assert_string_equal(field(row_of(a, "output", 0), "orgn_ntby_qty"), "0");
	ask_total(a, &(struct total_ask){ .who = "2" });
	assert_int_equal(count_rows(a, "output"), 0);
	a->at = kst_to_ms(ASK_DATE, 10, 0, 0);
	ask_total(a, &(struct total_ask){ .who = "2" });
	assert_int_equal(count_rows(a, "output"), 30);
}

static void tells_later_when_the_day_is_late(void **state)
{
	struct ask *a = *state;

	a->at = kst_to_ms(20261119, 10, 29, 59);
	ask_total(a, &(struct total_ask){ 0 });
	assert_int_equal(count_rows(a, "output"), 0);
	a->at = kst_to_ms(20261119, 10, 30, 0);
	ask_total(a, &(struct total_ask){ 0 });
	assert_int_equal(count_rows(a, "output"), 30);
	a->at = kst_to_ms(20260102, 9, 45, 0);
	ask_total(a, &(struct total_ask){ 0 });
	assert_int_equal(count_rows(a, "output"), 0);
}

static void lets_funds_take_part(void **state)
{
	ask_total(*state, &(struct total_ask){ 0 });
	assert_true(rows_where(*state, is_fund) > 0);
}

static void lets_some_of_kosdaq_into_kospi(void **state)
{
	ask_total(*state, &(struct total_ask){ .scope = "0001" });
	assert_true(rows_where(*state, is_kosdaq) > 0);
	assert_true(rows_where(*state, is_kosdaq) < 15);
}

static void has_no_rows_for_wrong_input(void **state)
{
	struct ask *a = *state;

	ask_total(a, &(struct total_ask){ .division = "J" });
	assert_int_equal(count_rows(a, "output"), 0);
	ask_total(a, &(struct total_ask){ .screen = "20171" });
	assert_int_equal(count_rows(a, "output"), 0);
	ask_total(a, &(struct total_ask){ .scope = "KOSPI" });
	assert_int_equal(count_rows(a, "output"), 0);
	ask_total(a, &(struct total_ask){ .who = "9" });
	assert_int_equal(count_rows(a, "output"), 0);
	ask_total(a, &(struct total_ask){ .sort = "2" });
	assert_int_equal(count_rows(a, "output"), 0);
	ask_total(a, &(struct total_ask){ .side = "" });
	assert_int_equal(count_rows(a, "output"), 0);
	assert_int_equal(a->status, 200);
}

static void names_what_a_question_lacks(void **state)
{
	assert_non_null(strstr(ask_at(*state, TOTAL, "FHPTJ04400000",
				       "FID_COND_MRKT_DIV_CODE=V&FID_INPUT_ISCD=0000"),
		"[FID_COND_SCR_DIV_CODE]"));
}

static void answers_the_same_moment_the_same(void **state)
{
	struct ask *a = *state;
	char first[32768];

	ask_total(a, &(struct total_ask){ 0 });
	(void)snprintf(first, sizeof first, "%s", buf_text(&a->body));
	ask_total(a, &(struct total_ask){ 0 });
	assert_string_equal(buf_text(&a->body), first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(gives_thirty_rows_in_order),
		ASK_TEST(sorts_by_amount_when_asked),
		ASK_TEST(sorts_by_the_class_asked),
		ASK_TEST(tells_what_was_at_the_last_time),
		ASK_TEST(has_no_rows_before_a_class_is_told),
		ASK_TEST(tells_later_when_the_day_is_late),
		ASK_TEST(lets_funds_take_part),
		ASK_TEST(lets_some_of_kosdaq_into_kospi),
		ASK_TEST(has_no_rows_for_wrong_input),
		ASK_TEST(names_what_a_question_lacks),
		ASK_TEST(answers_the_same_moment_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
