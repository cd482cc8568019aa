/* demo_investor_test - who bought and sold: classes by day, programs by day, and that all of it
 * adds up to what was traded. */
#include "demo_ask.h"

#include "demo/demo_flow.h"

#define INVESTOR QUOTATIONS "inquire-investor"
#define PROGRAM QUOTATIONS "program-trade-by-stock-daily"

static void ask_investor(struct ask *a, const char *venue, const char *code)
{
	char query[128];

	(void)snprintf(
		query, sizeof query, "FID_COND_MRKT_DIV_CODE=%s&FID_INPUT_ISCD=%s", venue, code);
	(void)ask_at(a, INVESTOR, "FHKST01010900", query);
}

static void ask_program(struct ask *a, const char *code, const char *date)
{
	char query[128];

	(void)snprintf(query, sizeof query,
		"FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=%s&FID_INPUT_DATE_1=%s", code, date);
	(void)ask_at(a, PROGRAM, "FHPPG04650201", query);
}

/* A large share of KOSPI that trades. */
static const struct demo_issue *large_share(const struct ask *a)
{
	return issue_with(a, DEMO_KRX100 | DEMO_NXT | DEMO_CREDIT);
}

static struct demo_quote quote_on(const struct ask *a, const struct demo_issue *i, int32_t date)
{
	const struct demo_moment at = demo_moment_end(date);
	struct demo_board board;
	struct demo_quote q;

	demo_board_make(a->d, &at, DEMO_VENUE_KRX, &board);
	demo_quote_get(&board, i, &q);
	return q;
}

static bool within_range(const struct demo_amount *a, const struct demo_quote *q)
{
	return a->volume >= 0 && a->value >= q->low * a->volume && a->value <= q->high * a->volume;
}

/* True when the classes share out the quote and nothing else. */
static bool adds_up(const struct demo_issue *i, int64_t day, const struct demo_quote *q)
{
	struct demo_trade sum = { 0 };
	struct demo_flow flow;
	bool good = true;

	demo_flow_get(i, day, q, &flow);
	for (int k = 0; k < DEMO_CLASSES; k++) {
		demo_trade_add(&sum, &flow.of[k]);
		good = good && within_range(&flow.of[k].buy, q) &&
		       within_range(&flow.of[k].sell, q);
	}
	return good && sum.buy.volume == q->volume && sum.sell.volume == q->volume &&
	       sum.buy.value == q->value && sum.sell.value == q->value;
}

static bool programs_fit(const struct demo_issue *i, int64_t day, const struct demo_quote *q)
{
	struct demo_program p;

	demo_program_get(i, day, q, &p);
	return within_range(&p.all.buy, q) && within_range(&p.all.sell, q) &&
	       within_range(&p.arbitrage.buy, q) && p.all.buy.volume <= q->volume &&
	       p.all.sell.volume <= q->volume && p.arbitrage.buy.volume <= p.all.buy.volume &&
	       p.arbitrage.sell.value <= p.all.sell.value;
}

/* Issues whose classes or programs do not fit at a moment. */
static int misfits_at(const struct ask *a, int64_t wall_ms)
{
	const struct demo_moment at = demo_moment_at(wall_ms);
	struct demo_board board;
	int n = 0;

	demo_board_make(a->d, &at, DEMO_VENUE_KRX, &board);
	for (size_t k = 0; k < a->d->count; k++) {
		struct demo_quote q;

		demo_quote_get(&board, &a->d->issues[k], &q);
		n += !adds_up(&a->d->issues[k], at.day, &q) ||
		     !programs_fit(&a->d->issues[k], at.day, &q);
	}
	return n;
}

/* Rows whose net is not their buys less their sells, but for rounding. */
static int wrong_nets(const struct ask *a)
{
	static const char *const classes[] = { "prsn", "frgn", "orgn" };
	int n = 0;

	for (int k = 1; k < count_rows(a, "output"); k++) {
		const struct span row = row_of(a, "output", k);

		for (int w = 0; w < 3; w++) {
			char name[3][32];
			int64_t off;

			(void)snprintf(name[0], 32, "%s_ntby_tr_pbmn", classes[w]);
			(void)snprintf(name[1], 32, "%s_shnu_tr_pbmn", classes[w]);
			(void)snprintf(name[2], 32, "%s_seln_tr_pbmn", classes[w]);
			off = number(row, name[0]) - number(row, name[1]) + number(row, name[2]);
			n += off < -1 || off > 1;
			(void)snprintf(name[0], 32, "%s_ntby_qty", classes[w]);
			(void)snprintf(name[1], 32, "%s_shnu_vol", classes[w]);
			(void)snprintf(name[2], 32, "%s_seln_vol", classes[w]);
			n += number(row, name[0]) != number(row, name[1]) - number(row, name[2]);
		}
	}
	return n;
}

/* Rows of programs that disagree with themselves or with the bar of their day. */
static int wrong_programs(const struct ask *a, const struct demo_issue *i)
{
	int n = 0;

	for (int k = 0; k + 1 < count_rows(a, "output"); k++) {
		const struct span row = row_of(a, "output", k);
		const struct span before = row_of(a, "output", k + 1);
		const int64_t net = number(row, "whol_smtn_ntby_tr_pbmn");
		const struct demo_quote q = quote_on(a, i, (int32_t)number(row, "stck_bsop_date"));

		n += net !=
		     number(row, "whol_smtn_shnu_tr_pbmn") - number(row, "whol_smtn_seln_tr_pbmn");
		n += number(row, "whol_ntby_tr_pbmn_icdc2") !=
		     net - number(before, "whol_smtn_ntby_tr_pbmn");
		n += k > 0 && (number(row, "acml_vol") != q.volume ||
				      number(row, "acml_tr_pbmn") != q.value ||
				      number(row, "stck_clpr") != q.price);
	}
	return n;
}

static void shares_everything_out(void **state)
{
	assert_int_equal(misfits_at(*state, ASK_AT), 0);
	assert_int_equal(misfits_at(*state, kst_to_ms(ASK_DATE, 9, 0, 5)), 0);
	assert_int_equal(misfits_at(*state, kst_to_ms(20260716, 20, 30, 0)), 0);
}

static void gives_thirty_days_newest_first(void **state)
{
	struct ask *a = *state;

	ask_investor(a, "J", large_share(a)->code);
	assert_int_equal(count_rows(a, "output"), 30);
	assert_string_equal(field(row_of(a, "output", 0), "stck_bsop_date"), "20261123");
	assert_string_equal(field(row_of(a, "output", 1), "stck_bsop_date"), "20261120");
	assert_string_equal(field(row_of(a, "output", 29), "stck_bsop_date"), "20261013");
	assert_int_equal(wrong_nets(a), 0);
}

static void leaves_today_empty_until_it_is_settled(void **state)
{
	struct ask *a = *state;

	a->at = kst_to_ms(ASK_DATE, 15, 39, 59);
	ask_investor(a, "J", large_share(a)->code);
	assert_string_equal(field(row_of(a, "output", 0), "prsn_ntby_qty"), "");
	assert_string_equal(field(row_of(a, "output", 0), "orgn_seln_tr_pbmn"), "");
	assert_string_not_equal(field(row_of(a, "output", 0), "stck_clpr"), "");
	a->at = kst_to_ms(ASK_DATE, 15, 40, 0);
	ask_investor(a, "J", large_share(a)->code);
	assert_true(number(row_of(a, "output", 0), "prsn_shnu_vol") > 0);
}

static void settles_an_hour_later_on_the_exam_day(void **state)
{
	struct ask *a = *state;

	a->at = kst_to_ms(20261119, 16, 39, 59);
	ask_investor(a, "J", large_share(a)->code);
	assert_string_equal(field(row_of(a, "output", 0), "frgn_shnu_vol"), "");
	a->at = kst_to_ms(20261119, 16, 40, 0);
	ask_investor(a, "J", large_share(a)->code);
	assert_true(number(row_of(a, "output", 0), "frgn_shnu_vol") > 0);
}

static void shows_the_row_of_today_before_the_open(void **state)
{
	struct ask *a = *state;

	a->at = kst_to_ms(ASK_DATE, 8, 45, 0);
	ask_investor(a, "J", large_share(a)->code);
	assert_string_equal(field(row_of(a, "output", 0), "stck_bsop_date"), "20261123");
	assert_string_equal(field(row_of(a, "output", 0), "prdy_vrss"), "0");
	assert_string_equal(field(row_of(a, "output", 0), "prdy_vrss_sign"), "0");
}

static void rounds_each_amount_by_itself(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = large_share(a);
	const struct demo_quote q = quote_on(a, i, 20261120);
	struct demo_flow flow;
	struct demo_trade orgn;

	demo_flow_get(i, demo_day_number(20261120), &q, &flow);
	orgn = demo_flow_institutions(&flow);
	ask_investor(a, "J", i->code);
	assert_int_equal(number(row_of(a, "output", 1), "orgn_shnu_tr_pbmn"),
		(orgn.buy.value + 500000) / 1000000);
	assert_int_equal(
		number(row_of(a, "output", 1), "frgn_seln_vol"), flow.of[DEMO_FOREIGN].sell.volume);
}

static void leaves_other_corporations_out_of_the_sum(void **state)
{
	struct ask *a = *state;
	struct span row;

	ask_investor(a, "J", large_share(a)->code);
	row = row_of(a, "output", 1);
	assert_int_not_equal(number(row, "prsn_ntby_qty") + number(row, "frgn_ntby_qty") +
				     number(row, "orgn_ntby_qty"),
		0);
}

static void buys_at_another_price_than_it_sells(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = large_share(a);
	const struct demo_quote q = quote_on(a, i, 20261120);
	struct demo_flow f;

	demo_flow_get(i, demo_day_number(20261120), &q, &f);
	assert_int_not_equal(f.of[DEMO_FOREIGN].buy.value / f.of[DEMO_FOREIGN].buy.volume,
		f.of[DEMO_FOREIGN].sell.value / f.of[DEMO_FOREIGN].sell.volume);
}

static void trades_less_on_nxt_than_on_both(void **state)
{
	struct ask *a = *state;
	int64_t nxt;

	ask_investor(a, "NX", large_share(a)->code);
	nxt = number(row_of(a, "output", 1), "prsn_shnu_vol");
	ask_investor(a, "UN", large_share(a)->code);
	assert_true(nxt > 0 && nxt < number(row_of(a, "output", 1), "prsn_shnu_vol"));
}

static void has_no_rows_for_an_unknown_code_or_venue(void **state)
{
	struct ask *a = *state;

	ask_investor(a, "J", "005930");
	assert_int_equal(a->status, 200);
	assert_int_equal(count_rows(a, "output"), 0);
	ask_investor(a, "X", large_share(a)->code);
	assert_int_equal(count_rows(a, "output"), 0);
	ask_program(a, "005930", "");
	assert_int_equal(count_rows(a, "output"), 0);
	ask_program(a, large_share(a)->code, "20261399");
	assert_int_equal(count_rows(a, "output"), 0);
}

static void names_what_a_question_lacks(void **state)
{
	assert_non_null(strstr(
		ask_at(*state, INVESTOR, "FHKST01010900", "FID_COND_MRKT_DIV_CODE=J"), "OPSQ2001"));
	assert_non_null(
		strstr(ask_at(*state, PROGRAM, "FHPPG04650201", "FID_INPUT_ISCD=1"), "OPSQ2001"));
	assert_non_null(strstr(ask_at(*state, INVESTOR, "FHPPG04650201", ""), "OPSQ0002"));
}

static void answers_the_same_moment_the_same(void **state)
{
	struct ask *a = *state;
	char first[32768];

	a->at = kst_to_ms(ASK_DATE, 17, 0, 0);
	ask_investor(a, "J", large_share(a)->code);
	(void)snprintf(first, sizeof first, "%s", buf_text(&a->body));
	ask_investor(a, "J", large_share(a)->code);
	assert_string_equal(buf_text(&a->body), first);
}

static void lists_programs_of_thirty_days_in_won(void **state)
{
	struct ask *a = *state;

	ask_program(a, large_share(a)->code, "");
	assert_int_equal(count_rows(a, "output"), 30);
	assert_string_equal(field(row_of(a, "output", 0), "stck_bsop_date"), "20261123");
	assert_int_equal(wrong_programs(a, large_share(a)), 0);
}

static void moves_programs_of_today_with_the_clock(void **state)
{
	struct ask *a = *state;
	int64_t bought;

	ask_program(a, large_share(a)->code, "");
	bought = number(row_of(a, "output", 0), "whol_smtn_shnu_vol");
	a->at = kst_to_ms(ASK_DATE, 11, 24, 0);
	ask_program(a, large_share(a)->code, "");
	assert_true(bought > 0);
	assert_true(number(row_of(a, "output", 0), "whol_smtn_shnu_vol") > bought);
}

static void ends_programs_at_the_date_asked(void **state)
{
	struct ask *a = *state;

	ask_program(a, large_share(a)->code, "0020261115");
	assert_string_equal(field(row_of(a, "output", 0), "stck_bsop_date"), "20261113");
	ask_program(a, large_share(a)->code, "20271231");
	assert_string_equal(field(row_of(a, "output", 0), "stck_bsop_date"), "20261123");
}

static void agrees_with_the_quote(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = large_share(a);
	int64_t programs;
	int64_t foreigners;

	ask_program(a, i->code, "");
	programs = number(row_of(a, "output", 0), "whol_smtn_ntby_qty");
	(void)ask_issue(a, "J", i->code);
	assert_int_equal(number(row_of(a, "output", 0), "pgtr_ntby_qty"), programs);
	assert_string_equal(field(row_of(a, "output", 0), "frgn_ntby_qty"), "0");
	a->at = kst_to_ms(ASK_DATE, 17, 0, 0);
	ask_investor(a, "J", i->code);
	foreigners = number(row_of(a, "output", 0), "frgn_ntby_qty");
	(void)ask_issue(a, "J", i->code);
	assert_int_equal(number(row_of(a, "output", 0), "frgn_ntby_qty"), foreigners);
	assert_int_not_equal(foreigners, 0);
}

static void has_no_programs_in_a_fund(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *fund = a->d->issues;

	while (fund->product != DEMO_ETF)
		fund++;
	ask_program(a, fund->code, "");
	assert_string_equal(field(row_of(a, "output", 0), "whol_smtn_shnu_vol"), "0");
	assert_true(number(row_of(a, "output", 0), "acml_vol") > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(shares_everything_out),
		ASK_TEST(gives_thirty_days_newest_first),
		ASK_TEST(leaves_today_empty_until_it_is_settled),
		ASK_TEST(settles_an_hour_later_on_the_exam_day),
		ASK_TEST(shows_the_row_of_today_before_the_open),
		ASK_TEST(rounds_each_amount_by_itself),
		ASK_TEST(leaves_other_corporations_out_of_the_sum),
		ASK_TEST(buys_at_another_price_than_it_sells),
		ASK_TEST(trades_less_on_nxt_than_on_both),
		ASK_TEST(has_no_rows_for_an_unknown_code_or_venue),
		ASK_TEST(names_what_a_question_lacks),
		ASK_TEST(answers_the_same_moment_the_same),
		ASK_TEST(lists_programs_of_thirty_days_in_won),
		ASK_TEST(moves_programs_of_today_with_the_clock),
		ASK_TEST(ends_programs_at_the_date_asked),
		ASK_TEST(agrees_with_the_quote),
		ASK_TEST(has_no_programs_in_a_fund),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
