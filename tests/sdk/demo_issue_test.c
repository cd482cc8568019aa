/* demo_issue_test - what is said of one issue: quote, several quotes, bars, and the calendar. */
#include "demo_ask.h"

static const struct demo_issue *issue_where(
	const struct ask *a, bool (*matches)(const struct demo_issue *))
{
	for (size_t n = 0; n < a->d->count; n++) {
		if (matches(&a->d->issues[n]))
			return &a->d->issues[n];
	}
	return NULL;
}

static bool is_limited(const struct demo_issue *i)
{
	return demo_issue_foreign_limit(i) < 100 && demo_issue_foreign_held(i, 0) > 100000;
}

static bool loses_money(const struct demo_issue *i)
{
	return demo_issue_eps(i, 0) < 0;
}

static bool reports_nothing(const struct demo_issue *i)
{
	return demo_issue_eps(i, 0) == 0 && i->product == DEMO_SHARE;
}

static struct span ask_bars(struct ask *a, const char *code, const char *from, const char *period)
{
	char query[256];

	(void)snprintf(query, sizeof query,
		"FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD=%s&FID_INPUT_DATE_1=%s"
		"&FID_INPUT_DATE_2=20261231&FID_PERIOD_DIV_CODE=%s&FID_ORG_ADJ_PRC=0",
		code, from, period);
	(void)ask_at(a, QUOTATIONS "inquire-daily-itemchartprice", "FHKST03010100", query);
	return row_of(a, "output2", 0);
}

/* Bars whose change does not lead back to the bar before. */
static int broken_bars(const struct ask *a)
{
	int n = 0;

	for (int k = 0; k + 1 < count_rows(a, "output2"); k++) {
		const struct span bar = row_of(a, "output2", k);

		n += number(bar, "stck_clpr") - number(bar, "prdy_vrss") !=
		     number(row_of(a, "output2", k + 1), "stck_clpr");
	}
	return n;
}

static void answers_zeros_for_an_unknown_code(void **state)
{
	struct ask *a = *state;
	struct span row;

	(void)ask_issue(a, "J", "005930");
	row = row_of(a, "output", 0);
	assert_int_equal(a->status, 200);
	assert_non_null(strstr(buf_text(&a->body), "\"rt_cd\":\"0\""));
	assert_string_equal(field(row, "stck_prpr"), "0");
	assert_string_equal(field(row, "lstn_stcn"), "0");
	assert_string_equal(field(row, "per"), "0.00");
	assert_string_equal(field(row, "rprs_mrkt_kor_name"), "");
	assert_string_equal(field(row, "stck_shrn_iscd"), "");
}

static void quotes_the_same_in_ranking_and_alone(void **state)
{
	struct ask *a = *state;
	char code[16];
	int64_t value;

	(void)ask_rank(a, &(struct rank_ask){ .scope = "1001" });
	(void)snprintf(code, sizeof code, "%s", field(row_of(a, "output", 0), "mksc_shrn_iscd"));
	value = number(row_of(a, "output", 0), "acml_tr_pbmn");
	(void)ask_issue(a, "J", code);
	assert_int_equal(number(row_of(a, "output", 0), "acml_tr_pbmn"), value);
	assert_string_equal(field(row_of(a, "output", 0), "rprs_mrkt_kor_name"), "KSQ150");
}

static void uses_up_a_foreign_limit_faster_than_it_owns(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = issue_where(a, is_limited);
	struct span row;
	double use = 0;

	(void)ask_issue(a, "J", i->code);
	row = row_of(a, "output", 0);
	assert_true(span_real(span_of(field(row, "hts_frgn_ehrt")), &use));
	assert_true(use > 1.5 * 100.0 * (double)number(row, "frgn_hldn_qty") /
				  (double)number(row, "lstn_stcn"));
}

static void gives_a_loss_a_negative_per(void **state)
{
	struct ask *a = *state;

	(void)ask_issue(a, "J", issue_where(a, loses_money)->code);
	assert_int_equal(field(row_of(a, "output", 0), "per")[0], '-');
	assert_int_equal(field(row_of(a, "output", 0), "eps")[0], '-');
}

static void gives_no_per_without_a_report(void **state)
{
	struct ask *a = *state;

	(void)ask_issue(a, "J", issue_where(a, reports_nothing)->code);
	assert_string_equal(field(row_of(a, "output", 0), "per"), "0.00");
}

static void shows_one_state_of_a_halted_issue(void **state)
{
	struct ask *a = *state;

	(void)ask_issue(a, "J", issue_with(a, DEMO_HALTED | DEMO_MANAGED)->code);
	assert_string_equal(field(row_of(a, "output", 0), "iscd_stat_cls_code"), "58");
	assert_string_equal(field(row_of(a, "output", 0), "mang_issu_cls_code"), "Y");
	assert_string_equal(field(row_of(a, "output", 0), "prdy_vrss_sign"), "3");
}

static void adds_both_venues_up(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = issue_with(a, DEMO_NXT | DEMO_KRX100);
	int64_t krx;
	int64_t nxt;

	(void)ask_issue(a, "J", i->code);
	krx = number(row_of(a, "output", 0), "acml_vol");
	(void)ask_issue(a, "NX", i->code);
	nxt = number(row_of(a, "output", 0), "acml_vol");
	(void)ask_issue(a, "UN", i->code);
	assert_true(nxt > 0);
	assert_int_equal(number(row_of(a, "output", 0), "acml_vol"), krx + nxt);
}

static void quotes_several_and_leaves_unknown_ones_out(void **state)
{
	struct ask *a = *state;
	char query[256];

	(void)snprintf(query, sizeof query,
		"FID_COND_MRKT_DIV_CODE_1=J&FID_INPUT_ISCD_1=%s&FID_COND_MRKT_DIV_CODE_2=J"
		"&FID_INPUT_ISCD_2=005930&FID_COND_MRKT_DIV_CODE_3=U&FID_INPUT_ISCD_3=0001",
		a->d->issues[9].code);
	(void)ask_at(a, QUOTATIONS "intstock-multprice", "FHKST11300006", query);
	assert_int_equal(count_rows(a, "output"), 2);
	assert_string_equal(field(row_of(a, "output", 0), "inter_shrn_iscd"), a->d->issues[9].code);
	assert_string_equal(field(row_of(a, "output", 0), "kospi_kosdaq_cls_name"), "거래소");
	assert_string_equal(field(row_of(a, "output", 1), "kospi_kosdaq_cls_name"), "업종");
}

static void gives_a_hundred_bars_at_most(void **state)
{
	struct ask *a = *state;
	const struct span bar = ask_bars(a, a->d->issues[9].code, "20250101", "D");

	assert_int_equal(count_rows(a, "output2"), 100);
	assert_string_equal(field(bar, "stck_bsop_date"), "20261123");
	assert_int_equal(broken_bars(a), 0);
}

static void ends_its_bars_with_the_quote_of_today(void **state)
{
	struct ask *a = *state;
	const struct span bar = ask_bars(a, a->d->issues[9].code, "20261001", "D");

	assert_int_equal(
		number(bar, "acml_tr_pbmn"), number(row_of(a, "output1", 0), "acml_tr_pbmn"));
	assert_int_equal(number(bar, "stck_clpr"), number(row_of(a, "output1", 0), "stck_prpr"));
	assert_int_equal(number(row_of(a, "output2", 1), "stck_clpr"),
		number(row_of(a, "output1", 0), "stck_prdy_clpr"));
	assert_int_equal(number(row_of(a, "output2", 1), "acml_vol"),
		number(row_of(a, "output1", 0), "prdy_vol"));
}

static void makes_one_bar_of_a_month(void **state)
{
	struct ask *a = *state;
	int64_t volume;

	(void)ask_bars(a, a->d->issues[9].code, "20261116", "W");
	volume = number(row_of(a, "output2", 1), "acml_vol");
	assert_int_equal(count_rows(a, "output2"), 2);
	(void)ask_bars(a, a->d->issues[9].code, "20261101", "M");
	assert_int_equal(count_rows(a, "output2"), 1);
	assert_true(number(row_of(a, "output2", 0), "acml_vol") > volume);
}

static void has_no_bar_of_today_before_the_open(void **state)
{
	struct ask *a = *state;

	a->at = kst_to_ms(ASK_DATE, 8, 45, 0);
	assert_string_equal(
		field(ask_bars(a, a->d->issues[9].code, "20261001", "D"), "stck_bsop_date"),
		"20261120");
	assert_string_equal(field(row_of(a, "output1", 0), "stck_oprc"), "0");
}

static void tells_open_days_a_page_at_a_time(void **state)
{
	struct ask *a = *state;

	(void)ask_at(a, QUOTATIONS "chk-holiday", "CTCA0903R",
		"BASS_DT=20261224&CTX_AREA_NK=&CTX_AREA_FK=");
	assert_int_equal(count_rows(a, "output"), 24);
	assert_string_equal(field(row_of(a, "output", 0), "opnd_yn"), "Y");
	assert_string_equal(field(row_of(a, "output", 1), "opnd_yn"), "N");
	assert_string_equal(field(row_of(a, "output", 7), "opnd_yn"), "N");
	assert_string_equal(field(row_of(a, "output", 7), "bzdy_yn"), "Y");
	assert_string_equal(field(buf_as_span(&a->body), "ctx_area_nk"), "20270117            ");
}

static void pages_news_from_a_cursor(void **state)
{
	struct ask *a = *state;
	char query[256];
	char cursor[32];

	(void)ask_at(a, QUOTATIONS "news-title", "FHKST01011800", "FID_INPUT_ISCD=");
	assert_int_equal(count_rows(a, "output"), 40);
	(void)snprintf(
		cursor, sizeof cursor, "%s", field(row_of(a, "output", 39), "cntt_usiq_srno"));
	(void)snprintf(query, sizeof query,
		"FID_INPUT_ISCD=&FID_INPUT_DATE_1=00%.8s&FID_INPUT_HOUR_1=0000%.6s"
		"&FID_INPUT_SRNO=%s",
		cursor, cursor + 8, cursor);
	(void)ask_at(a, QUOTATIONS "news-title", "FHKST01011800", query);
	assert_string_equal(field(row_of(a, "output", 0), "cntt_usiq_srno"), cursor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(answers_zeros_for_an_unknown_code),
		ASK_TEST(quotes_the_same_in_ranking_and_alone),
		ASK_TEST(uses_up_a_foreign_limit_faster_than_it_owns),
		ASK_TEST(gives_a_loss_a_negative_per),
		ASK_TEST(gives_no_per_without_a_report),
		ASK_TEST(shows_one_state_of_a_halted_issue),
		ASK_TEST(adds_both_venues_up),
		ASK_TEST(quotes_several_and_leaves_unknown_ones_out),
		ASK_TEST(gives_a_hundred_bars_at_most),
		ASK_TEST(ends_its_bars_with_the_quote_of_today),
		ASK_TEST(makes_one_bar_of_a_month),
		ASK_TEST(has_no_bar_of_today_before_the_open),
		ASK_TEST(tells_open_days_a_page_at_a_time),
		ASK_TEST(pages_news_from_a_cursor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
