/* demo_flow_market_test - classes and programs of whole markets: sums over their shares, each field
 * rounded by itself. */
#include "demo_ask.h"

#include "demo/demo_flow.h"
#include "demo/demo_sector.h"

#define MARKET QUOTATIONS "inquire-investor-time-by-market"
#define PROGRAMS QUOTATIONS "comp-program-trade-today"

static struct span ask_market(struct ask *a, const char *market, const char *scope)
{
	char query[64];

	(void)snprintf(query, sizeof query, "FID_INPUT_ISCD=%s&FID_INPUT_ISCD_2=%s", market, scope);
	(void)ask_at(a, MARKET, "FHPTJ04030000", query);
	assert_int_equal(count_rows(a, "output"), 1);
	return row_of(a, "output", 0);
}

static void ask_programs(struct ask *a, const char *venue, const char *market)
{
	char query[128];

	(void)snprintf(query, sizeof query,
		"FID_COND_MRKT_DIV_CODE=%s&FID_MRKT_CLS_CODE=%s&FID_SCTN_CLS_CODE=&FID_INPUT_ISCD="
		"&FID_COND_MRKT_DIV_CODE1=&FID_INPUT_HOUR_1=",
		venue, market);
	(void)ask_at(a, PROGRAMS, "FHPPG04600101", query);
}

struct sums {
	struct demo_flow flow;
	struct demo_trade programs;
	struct demo_trade arbitrage;
	int64_t value;
};

static void add_up(const struct ask *a, int scope, int64_t wall_ms, struct sums *ret)
{
	const struct demo_moment at = demo_moment_at(wall_ms);
	struct demo_board board;

	*ret = (struct sums){ 0 };
	demo_board_make(a->d, &at, DEMO_VENUE_KRX, &board);
	for (size_t k = 0; k < a->d->count; k++) {
		const struct demo_issue *i = &a->d->issues[k];
		struct demo_program programs;
		struct demo_flow flow;
		struct demo_quote q;

		if (!demo_issue_in_index(i) || !demo_scope_covers(scope, i))
			continue;
		demo_quote_get(&board, i, &q);
		demo_flow_get(i, at.day, &q, &flow);
		for (int c = 0; c < DEMO_CLASSES; c++)
			demo_trade_add(&ret->flow.of[c], &flow.of[c]);
		demo_program_get(i, at.day, &q, &programs);
		demo_trade_add(&ret->programs, &programs.all);
		demo_trade_add(&ret->arbitrage, &programs.arbitrage);
		ret->value += q.value;
	}
}

static int64_t in_units(int64_t n, int64_t unit)
{
	return (n + (n < 0 ? -unit : unit) / 2) / unit;
}

static int count_fields(struct span row)
{
	struct scan_iter it = scan_iter(row);
	struct span name;
	struct span value;
	int n = 0;

	while (scan_member(&it, &name, &value))
		n++;
	return n;
}

/* Fields whose text is something else than "0". */
static int count_given(struct span row)
{
	struct scan_iter it = scan_iter(row);
	struct span name;
	struct span value;
	int n = 0;

	while (scan_member(&it, &name, &value))
		n += !scan_text_is(value, "0");
	return n;
}

static void sums_over_the_shares_of_a_market(void **state)
{
	struct ask *a = *state;
	struct span row = ask_market(a, "KSP", "0001");
	struct demo_trade orgn;
	struct sums sum;

	add_up(a, 1, a->at, &sum);
	orgn = demo_flow_institutions(&sum.flow);
	assert_int_equal(number(row, "frgn_shnu_tr_pbmn"),
		in_units(sum.flow.of[DEMO_FOREIGN].buy.value, 1000000));
	assert_int_equal(number(row, "frgn_ntby_tr_pbmn"),
		in_units(demo_trade_net(&sum.flow.of[DEMO_FOREIGN]).value, 1000000));
	assert_int_equal(
		number(row, "prsn_seln_vol"), in_units(sum.flow.of[DEMO_PERSON].sell.volume, 1000));
	assert_int_equal(
		number(row, "orgn_ntby_qty"), in_units(demo_trade_net(&orgn).volume, 1000));
	assert_int_equal(number(row, "pe_fund_ntby_vol"),
		in_units(demo_trade_net(&sum.flow.of[DEMO_PRIVATE_FUND]).volume, 1000));
	assert_int_equal(number(row, "etc_corp_ntby_vol"),
		in_units(demo_trade_net(&sum.flow.of[DEMO_OTHER_CORPS]).volume, 1000));
}

static void adds_up_to_what_the_market_traded(void **state)
{
	struct ask *a = *state;
	int64_t bought;
	int64_t sold;
	struct span row = ask_market(a, "KSQ", "1001");

	bought = number(row, "frgn_shnu_tr_pbmn") + number(row, "prsn_shnu_tr_pbmn") +
	         number(row, "orgn_shnu_tr_pbmn") + number(row, "etc_corp_shnu_tr_pbmn");
	sold = number(row, "frgn_seln_tr_pbmn") + number(row, "prsn_seln_tr_pbmn") +
	       number(row, "orgn_seln_tr_pbmn") + number(row, "etc_corp_seln_tr_pbmn");
	(void)ask_at(a, QUOTATIONS "inquire-index-price", "FHPUP02100000",
		"FID_COND_MRKT_DIV_CODE=U&FID_INPUT_ISCD=1001");
	row = row_of(a, "output", 0);
	assert_in_range(bought, number(row, "acml_tr_pbmn") - 2, number(row, "acml_tr_pbmn") + 3);
	assert_in_range(sold, number(row, "acml_tr_pbmn") - 2, number(row, "acml_tr_pbmn") + 3);
}

static void expect_no_debt(const struct demo_issue *i, const struct demo_flow *flow)
{
	for (int c = 0; c < DEMO_CLASSES; c++) {
		if (flow->of[c].buy.volume < 0 || flow->of[c].sell.volume < 0)
			fail_msg("%s: class %d trades less than nothing", i->code, c);
	}
}

/* Whoever else trades much, individuals never trade less than nothing: every share, thirty days. */
static void crowds_nobody_out(void **state)
{
	struct ask *a = *state;
	struct demo_moment at = demo_moment_end(ASK_DATE);

	for (int n = 0; n < 30; n++) {
		struct demo_board board;

		demo_board_make(a->d, &at, DEMO_VENUE_KRX, &board);
		for (size_t k = 0; k < a->d->count; k++) {
			const struct demo_issue *i = &a->d->issues[k];
			struct demo_flow flow;
			struct demo_quote q;

			demo_quote_get(&board, i, &q);
			demo_flow_get(i, at.day, &q, &flow);
			expect_no_debt(i, &flow);
		}
		at = demo_moment_end(demo_day_before(at.date));
	}
}

static void sums_over_the_shares_of_a_sector(void **state)
{
	struct ask *a = *state;
	const struct span row = ask_market(a, "KSP", "0013");
	struct sums sum;

	add_up(a, 13, a->at, &sum);
	assert_int_equal(number(row, "prsn_shnu_tr_pbmn"),
		in_units(sum.flow.of[DEMO_PERSON].buy.value, 1000000));
	assert_true(number(row, "prsn_shnu_tr_pbmn") > 0);
}

static void gives_seventy_two_fields(void **state)
{
	const struct span row = ask_market(*state, "KSP", "0001");

	assert_int_equal(count_fields(row), 72);
	assert_true(count_given(row) >= 66);
}

static void answers_zeros_for_a_wrong_pair(void **state)
{
	struct ask *a = *state;

	assert_int_equal(count_given(ask_market(a, "KSP", "1001")), 0);
	assert_non_null(strstr(buf_text(&a->body), "\"rt_cd\":\"0\""));
	assert_int_equal(count_given(ask_market(a, "KSQ", "0001")), 0);
	assert_int_equal(count_given(ask_market(a, "999", "S001")), 0);
	assert_int_equal(count_given(ask_market(a, "KSP", "2001")), 0);
	assert_int_equal(count_given(ask_market(a, "KSP", "")), 0);
	assert_int_equal(count_fields(row_of(a, "output", 0)), 72);
}

static void moves_a_market_with_the_clock(void **state)
{
	struct ask *a = *state;
	const int64_t before = number(ask_market(a, "KSQ", "1001"), "prsn_shnu_tr_pbmn");

	a->at += 60000;
	assert_true(number(ask_market(a, "KSQ", "1001"), "prsn_shnu_tr_pbmn") > before);
	a->at = kst_to_ms(ASK_DATE, 8, 59, 0);
	assert_int_equal(count_given(ask_market(a, "KSQ", "1001")), 0);
}

static void lists_programs_minute_by_minute(void **state)
{
	struct ask *a = *state;

	a->at += 37000;
	ask_programs(a, "J", "K");
	assert_int_equal(count_rows(a, "output"), 30);
	assert_string_equal(field(row_of(a, "output", 0), "bsop_hour"), "102400");
	assert_string_equal(field(row_of(a, "output", 1), "bsop_hour"), "102300");
	assert_string_equal(field(row_of(a, "output", 29), "bsop_hour"), "095500");
}

static void sums_programs_over_the_shares(void **state)
{
	struct ask *a = *state;
	struct span row;
	struct sums sum;
	double rate = 0;

	ask_programs(a, "J", "K");
	row = row_of(a, "output", 7);
	add_up(a, 1, kst_to_ms(ASK_DATE, 10, 17, 0), &sum);
	assert_int_equal(
		number(row, "arbt_smtn_shnu_tr_pbmn"), in_units(sum.arbitrage.buy.value, 1000000));
	assert_int_equal(number(row, "nabt_smtn_seln_tr_pbmn"),
		in_units(sum.programs.sell.value - sum.arbitrage.sell.value, 1000000));
	assert_int_equal(number(row, "whol_smtn_ntby_tr_pbmn"),
		in_units(demo_trade_net(&sum.programs).value, 1000000));
	assert_true(span_real(span_of(field(row, "nabt_smtm_shun_tr_pbmn_rate")), &rate));
	assert_true(rate > 10 && rate < 60);
	assert_true(number(row, "arbt_smtn_seln_tr_pbmn") > 0);
}

static void ends_programs_with_the_day(void **state)
{
	struct ask *a = *state;

	a->at = kst_to_ms(20261122, 12, 0, 0);
	ask_programs(a, "J", "Q");
	assert_string_equal(field(row_of(a, "output", 0), "bsop_hour"), "200000");
	a->at = kst_to_ms(ASK_DATE, 9, 2, 30);
	ask_programs(a, "J", "Q");
	assert_int_equal(count_rows(a, "output"), 3);
	a->at = kst_to_ms(ASK_DATE, 8, 59, 0);
	ask_programs(a, "J", "Q");
	assert_int_equal(count_rows(a, "output"), 0);
}

static void has_no_programs_of_an_unknown_market(void **state)
{
	struct ask *a = *state;

	ask_programs(a, "J", "X");
	assert_int_equal(count_rows(a, "output"), 0);
	ask_programs(a, "V", "K");
	assert_int_equal(count_rows(a, "output"), 0);
	assert_int_equal(a->status, 200);
}

static void trades_fewer_programs_on_nxt(void **state)
{
	struct ask *a = *state;
	int64_t krx;

	ask_programs(a, "J", "K");
	krx = number(row_of(a, "output", 0), "nabt_smtn_shnu_tr_pbmn");
	ask_programs(a, "NX", "K");
	assert_in_range(number(row_of(a, "output", 0), "nabt_smtn_shnu_tr_pbmn"), 1, krx - 1);
}

static void names_what_a_question_lacks(void **state)
{
	assert_non_null(strstr(ask_at(*state, MARKET, "FHPTJ04030000", "FID_INPUT_ISCD=KSP"),
		"[FID_INPUT_ISCD_2]"));
	assert_non_null(
		strstr(ask_at(*state, PROGRAMS, "FHPPG04600101", ""), "[FID_COND_MRKT_DIV_CODE]"));
}

static void answers_the_same_moment_the_same(void **state)
{
	struct ask *a = *state;
	char first[32768];

	ask_programs(a, "UN", "Q");
	(void)snprintf(first, sizeof first, "%s", buf_text(&a->body));
	ask_programs(a, "UN", "Q");
	assert_string_equal(buf_text(&a->body), first);
	(void)ask_market(a, "KSP", "0027");
	(void)snprintf(first, sizeof first, "%s", buf_text(&a->body));
	(void)ask_market(a, "KSP", "0027");
	assert_string_equal(buf_text(&a->body), first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(sums_over_the_shares_of_a_market),
		ASK_TEST(adds_up_to_what_the_market_traded),
		ASK_TEST(crowds_nobody_out),
		ASK_TEST(sums_over_the_shares_of_a_sector),
		ASK_TEST(gives_seventy_two_fields),
		ASK_TEST(answers_zeros_for_a_wrong_pair),
		ASK_TEST(moves_a_market_with_the_clock),
		ASK_TEST(lists_programs_minute_by_minute),
		ASK_TEST(sums_programs_over_the_shares),
		ASK_TEST(ends_programs_with_the_day),
		ASK_TEST(has_no_programs_of_an_unknown_market),
		ASK_TEST(trades_fewer_programs_on_nxt),
		ASK_TEST(names_what_a_question_lacks),
		ASK_TEST(answers_the_same_moment_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
