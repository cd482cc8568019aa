/* demo_dart_test - OpenDART: codes of companies, lists of disclosures, shares of reports. */
#include "demo_event.h"

#include "demo/demo_dart.h"

#define LIST "/api/list.json"
#define SHARES "/api/stockTotqySttus.json"
#define CORPS "/api/corpCode.xml"

static void ask_list(struct ask *a, const char *more)
{
	char query[256];

	(void)snprintf(query, sizeof query, "crtfc_key=K%s", more);
	(void)ask_at(a, LIST, NULL, query);
}

static void ask_page(struct ask *a, int page)
{
	char more[128];

	(void)snprintf(more, sizeof more,
		"&bgn_de=20261120&end_de=20261120&page_no=%d&page_count=100", page);
	ask_list(a, more);
}

static const char *status_of(const struct ask *a)
{
	return field(buf_as_span(&a->body), "status");
}

static int64_t plain_number(const struct ask *a, const char *name)
{
	int64_t n = -1;

	assert_true(scan_int(scan_get(buf_as_span(&a->body), name), &n));
	return n;
}

static void ask_shares(struct ask *a, const struct demo_issue *i, int year, const char *report)
{
	char query[128];
	char code[9];

	demo_dart_code(a->d, i, code);
	(void)snprintf(query, sizeof query, "crtfc_key=K&corp_code=%s&bsns_year=%d&reprt_code=%s",
		code, year, report);
	(void)ask_at(a, SHARES, NULL, query);
}

/* Figures with commas; -1 for "-". */
static int64_t with_commas(struct span row, const char *name)
{
	const char *text = field(row, name);
	int64_t n = 0;

	if (str_same(text, "-"))
		return -1;
	for (; *text != '\0'; text++) {
		if (*text != ',')
			n = n * 10 + (*text - '0');
	}
	return n;
}

/* Rows of all pages of a day; those of one stock apart. */
struct counts {
	int rows;
	int doubles; /* rows not below the one before by their receipt number */
	int of_stock;
};

static struct counts count_list(struct ask *a, const char *stock)
{
	struct counts n = { 0 };
	int64_t last = INT64_MAX;
	int64_t pages = 1;

	for (int page = 1; page <= pages; page++) {
		ask_page(a, page);
		pages = plain_number(a, "total_page");
		for (int k = 0; k < count_rows(a, "list"); k++) {
			const struct span row = row_of(a, "list", k);

			n.rows++;
			n.doubles += number(row, "rcept_no") >= last;
			n.of_stock += str_same(field(row, "stock_code"), stock);
			last = number(row, "rcept_no");
		}
	}
	return n;
}

static void ask_news(struct ask *a, const char *provider, const char *code, const char *cursor)
{
	char query[256];

	(void)snprintf(query, sizeof query,
		"FID_INPUT_ISCD=%s&FID_NEWS_OFER_ENTP_CODE=%s&FID_INPUT_DATE_1=0020261120"
		"&FID_INPUT_SRNO=%s",
		code, provider, cursor);
	(void)ask_at(a, QUOTATIONS "news-title", "FHKST01011800", query);
}

/* Titles of a provider on the day that are about companies (or one issue), by news-title. */
static int count_titles(struct ask *a, const char *provider, const char *code)
{
	char cursor[24] = "";
	int n = 0;

	for (;;) {
		ask_news(a, provider, code, cursor);
		for (int k = 0; k < count_rows(a, "output"); k++) {
			const struct span row = row_of(a, "output", k);
			const char *serial = field(row, "cntt_usiq_srno");

			if (str_same(serial, cursor))
				continue;
			if (strncmp(serial, "20261120", 8) != 0)
				return n;
			n += demo_dart_files(issue_of(a, row, "iscd1"));
			if (k + 1 == 40)
				(void)snprintf(cursor, sizeof cursor, "%s", serial);
		}
		if (count_rows(a, "output") < 40)
			return n;
	}
}

static int count_text(const struct ask *a, const char *text)
{
	const char *at = a->body.at;
	const char *end = a->body.at + a->body.len;
	int n = 0;

	while ((at = memmem(at, (size_t)(end - at), text, strlen(text)))) {
		at += strlen(text);
		n++;
	}
	return n;
}

static int count_companies(const struct ask *a)
{
	int n = 0;

	for (size_t k = 0; k < a->d->count; k++)
		n += demo_dart_files(&a->d->issues[k]) && a->d->issues[k].listed_on <= ASK_DATE;
	return n;
}

static bool is_company_with_preferred(const struct ask *a, const struct demo_issue *i)
{
	return demo_dart_files(i) && i + 1 < a->d->issues + a->d->count && i[1].preferred &&
	       memcmp(i->code, i[1].code, 5) == 0;
}

static const struct demo_issue *company_with_preferred(const struct ask *a)
{
	const struct demo_issue *i = a->d->issues;

	while (!is_company_with_preferred(a, i))
		i++;
	return i;
}

/* Companies of the first hundred with this in tesstk_co of their common shares: a number above 0
 * (1), "0" (0), "-" (-1). */
static int companies_with_treasury(struct ask *a, int64_t sign)
{
	int n = 0;

	for (size_t k = 0; k < 100; k++) {
		const struct demo_issue *i = &a->d->issues[k];
		int64_t held;

		if (!demo_dart_files(i))
			continue;
		ask_shares(a, i, 2026, "11012");
		if (!str_same(status_of(a), "000"))
			continue;
		held = with_commas(row_of(a, "list", 0), "tesstk_co");
		n += held > 0 ? sign == 1 : held == sign;
	}
	return n;
}

static void lists_a_day_by_pages(void **state)
{
	struct ask *a = *state;
	const struct counts n = count_list(a, "");

	assert_int_equal(n.rows, plain_number(a, "total_count"));
	assert_int_equal(n.doubles, 0);
	assert_in_range(plain_number(a, "total_page"), 5, 15);
	assert_string_equal(status_of(a), "000");
	assert_string_equal(field(row_of(a, "list", 0), "rcept_dt"), "20261120");
}

static void lists_what_the_news_tell(void **state)
{
	struct ask *a = *state;
	const struct counts n = count_list(a, "");

	assert_int_equal(count_titles(a, "F", "") + count_titles(a, "G", "") +
				 count_titles(a, "I", "") + count_titles(a, "N", ""),
		n.rows);
}

static void lists_as_many_of_a_share_as_the_news(void **state)
{
	struct ask *a = *state;
	char code[16];
	struct counts n;

	ask_page(a, 3);
	(void)snprintf(code, sizeof code, "%s", field(row_of(a, "list", 50), "stock_code"));
	n = count_list(a, code);
	assert_true(n.of_stock > 0);
	assert_int_equal(n.of_stock, count_titles(a, "F", code) + count_titles(a, "G", code) +
					     count_titles(a, "I", code) +
					     count_titles(a, "N", code));
}

static void lists_no_more_than_has_come(void **state)
{
	struct ask *a = *state;
	int64_t by_ten;

	ask_list(a, "");
	by_ten = plain_number(a, "total_count");
	assert_int_equal(plain_number(a, "page_count"), 10);
	assert_string_equal(field(row_of(a, "list", 0), "rcept_dt"), "20261123");
	a->at = kst_to_ms(ASK_DATE, 18, 0, 0);
	ask_list(a, "");
	assert_true(plain_number(a, "total_count") > by_ten);
	a->at = kst_to_ms(ASK_DATE, 6, 0, 0);
	ask_list(a, "");
	assert_string_equal(status_of(a), "013");
}

static void lists_by_market_type_and_company(void **state)
{
	struct ask *a = *state;
	char more[128];
	char code[16];

	ask_list(a, "&bgn_de=20261120&end_de=20261120&corp_cls=K&pblntf_ty=I&page_count=100");
	assert_string_equal(field(row_of(a, "list", 4), "corp_cls"), "K");
	(void)snprintf(code, sizeof code, "%s", field(row_of(a, "list", 4), "corp_code"));
	(void)snprintf(more, sizeof more, "&bgn_de=20260101&end_de=20261120&corp_code=%s", code);
	ask_list(a, more);
	assert_string_equal(field(row_of(a, "list", 3), "corp_code"), code);
	assert_true(plain_number(a, "total_count") > 20);
	assert_ptr_equal(
		demo_dart_find(a->d, code), issue_of(a, row_of(a, "list", 3), "stock_code"));
}

static void says_why_it_lists_nothing(void **state)
{
	struct ask *a = *state;

	ask_list(a, "&bgn_de=20261121&end_de=20261122");
	assert_string_equal(status_of(a), "013");
	ask_list(a, "&bgn_de=20261120&end_de=20261120&page_no=99&page_count=100");
	assert_string_equal(status_of(a), "013");
	ask_list(a, "&corp_code=99999999");
	assert_string_equal(status_of(a), "013");
	ask_list(a, "&bgn_de=20260101&end_de=20261120");
	assert_string_equal(status_of(a), "100");
	ask_list(a, "&bgn_de=20261120&end_de=20261101");
	assert_string_equal(status_of(a), "100");
	ask_list(a, "&bgn_de=2026-11-20");
	assert_string_equal(status_of(a), "100");
	ask_list(a, "&page_count=101");
	assert_string_equal(status_of(a), "100");
	ask_list(a, "&page_no=0");
	assert_string_equal(status_of(a), "100");
	assert_int_equal(a->status, 200);
}

static void names_every_company_once(void **state)
{
	struct ask *a = *state;

	(void)ask_at(a, CORPS, NULL, "crtfc_key=K");
	assert_int_equal(a->status, 200);
	assert_int_equal(count_text(a, "<corp_code>"), 2 * count_companies(a));
	assert_int_equal(count_text(a, "<stock_code> </stock_code>"), count_companies(a));
	assert_int_equal(count_text(a, "</list>"), 2 * count_companies(a));
	assert_memory_equal(a->body.at, "<?xml ", 6);
}

static void reports_common_and_preferred_shares(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = company_with_preferred(a);
	struct span all;

	ask_shares(a, i, 2026, "11012");
	assert_string_equal(status_of(a), "000");
	assert_int_equal(count_rows(a, "list"), 4);
	assert_string_equal(field(row_of(a, "list", 0), "se"), "보통주");
	assert_string_equal(field(row_of(a, "list", 1), "se"), "우선주");
	assert_int_equal(with_commas(row_of(a, "list", 0), "istc_totqy"), i->listed);
	assert_true(with_commas(row_of(a, "list", 1), "istc_totqy") >= i[1].listed);
	all = row_of(a, "list", 2);
	assert_string_equal(field(all, "se"), "합계");
	assert_int_equal(with_commas(all, "istc_totqy"),
		with_commas(row_of(a, "list", 0), "istc_totqy") +
			with_commas(row_of(a, "list", 1), "istc_totqy"));
	assert_non_null(strchr(field(all, "istc_totqy"), ','));
	assert_string_equal(field(all, "stlm_dt"), "2026-06-30");
	assert_string_equal(field(row_of(a, "list", 3), "tesstk_co"), "-");
}

static void says_nothing_of_kinds_that_do_not_exist(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = a->d->issues;

	while (i->market != DEMO_KOSDAQ || !demo_dart_files(i))
		i++;
	ask_shares(a, i, 2026, "11012");
	assert_string_equal(field(row_of(a, "list", 1), "istc_totqy"), "-");
	assert_string_equal(field(row_of(a, "list", 1), "tesstk_co"), "-");
}

static void knows_treasury_shares_of_some(void **state)
{
	assert_in_range(companies_with_treasury(*state, 1), 30, 70);
	assert_in_range(companies_with_treasury(*state, 0), 3, 40);
	assert_in_range(companies_with_treasury(*state, -1), 10, 50);
}

static void counts_shares_of_the_day_it_settles(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, SPLIT);

	a->at = kst_to_ms(20270401, 10, 0, 0);
	ask_shares(a, i, 2026, "11014");
	assert_int_equal(with_commas(row_of(a, "list", 0), "istc_totqy"), i->listed);
	ask_shares(a, i, 2026, "11011");
	assert_int_equal(
		with_commas(row_of(a, "list", 0), "istc_totqy"), i->listed * i->action_part);
	assert_string_equal(field(row_of(a, "list", 0), "stlm_dt"), "2026-12-31");
}

static void files_reports_weeks_later(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = company_with_preferred(a);

	a->at = kst_to_ms(20261101, 10, 0, 0);
	ask_shares(a, i, 2026, "11014");
	assert_string_equal(status_of(a), "013");
	a->at = kst_to_ms(20261114, 10, 0, 0);
	ask_shares(a, i, 2026, "11014");
	assert_string_equal(status_of(a), "000");
	ask_shares(a, i, 2026, "11011");
	assert_string_equal(status_of(a), "013");
}

static void has_no_report_for_wrong_input(void **state)
{
	struct ask *a = *state;

	ask_shares(a, company_with_preferred(a), 2026, "11019");
	assert_string_equal(status_of(a), "013");
	ask_shares(a, company_with_preferred(a), 1999, "11012");
	assert_string_equal(status_of(a), "013");
	ask_shares(a, company_with_preferred(a) + 1, 2026, "11012");
	assert_string_equal(status_of(a), "013");
	(void)ask_at(a, SHARES, NULL, "crtfc_key=K");
	assert_string_equal(status_of(a), "013");
	(void)ask_at(a, "/api/company.json", NULL, "crtfc_key=K");
	assert_int_equal(a->status, 404);
}

static void answers_the_same_moment_the_same(void **state)
{
	struct ask *a = *state;
	char first[65536];

	ask_page(a, 2);
	(void)snprintf(first, sizeof first, "%s", buf_text(&a->body));
	ask_page(a, 2);
	assert_string_equal(buf_text(&a->body), first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(lists_a_day_by_pages),
		ASK_TEST(lists_what_the_news_tell),
		ASK_TEST(lists_as_many_of_a_share_as_the_news),
		ASK_TEST(lists_no_more_than_has_come),
		ASK_TEST(lists_by_market_type_and_company),
		ASK_TEST(says_why_it_lists_nothing),
		ASK_TEST(names_every_company_once),
		ASK_TEST(reports_common_and_preferred_shares),
		ASK_TEST(says_nothing_of_kinds_that_do_not_exist),
		ASK_TEST(knows_treasury_shares_of_some),
		ASK_TEST(counts_shares_of_the_day_it_settles),
		ASK_TEST(files_reports_weeks_later),
		ASK_TEST(has_no_report_for_wrong_input),
		ASK_TEST(answers_the_same_moment_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
