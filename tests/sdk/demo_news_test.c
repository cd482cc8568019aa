/* demo_news_test - titles: how many about whom, how pages follow one another, what is kept. */
#include "demo_event.h"

#include "demo/demo_title.h"

#define NEWS QUOTATIONS "news-title"
#define DISCLOSURES "FGHIN"

static void ask_news(struct ask *a, const char *code, const char *more)
{
	char query[256];

	(void)snprintf(query, sizeof query,
		"FID_COND_MRKT_CLS_CODE=&FID_INPUT_ISCD=%s&FID_TITL_CNTT="
		"&FID_RANK_SORT_CLS_CODE=%s",
		code, more);
	(void)ask_at(a, NEWS, "FHKST01011800", query);
}

/* The page after the one last asked for, by its last row. */
static void ask_next(struct ask *a, const char *code)
{
	const char *cursor =
		field(row_of(a, "output", count_rows(a, "output") - 1), "cntt_usiq_srno");
	char more[128];

	(void)snprintf(more, sizeof more,
		"&FID_INPUT_DATE_1=00%.8s&FID_INPUT_HOUR_1=%.6s&FID_INPUT_SRNO=%s", cursor,
		cursor + 8, cursor);
	ask_news(a, code, more);
}

static bool is_disclosure(struct span row)
{
	return strchr(DISCLOSURES, field(row, "news_ofer_entp_code")[0]) != NULL;
}

struct counts {
	int news;
	int disclosures;
	int pages;
};

/* Reads pages until a title is older than `from`; counts those of `from` to `to` once each. */
static struct counts count_titles(struct ask *a, const char *code, int32_t from, int32_t to)
{
	struct counts n = { 0 };
	char last[24] = "99999999999999999999";

	for (ask_news(a, code, "");; ask_next(a, code)) {
		struct scan_iter it = scan_iter(scan_get(buf_as_span(&a->body), "output"));
		struct span row;
		int rows = 0;

		for (n.pages++; scan_item(&it, &row); rows++) {
			const char *serial = field(row, "cntt_usiq_srno");
			const int64_t date = number(row, "cntt_usiq_srno") / 100000000000;

			if (strcmp(serial, last) >= 0)
				continue;
			(void)snprintf(last, sizeof last, "%s", serial);
			if (date < from)
				return n;
			if (date <= to && is_disclosure(row))
				n.disclosures++;
			else if (date <= to)
				n.news++;
		}
		if (rows < 40)
			return n;
	}
}

/* The issue of a market and rank. */
static const struct demo_issue *ranked(const struct ask *a, int market, int rank)
{
	for (size_t k = 0; k < a->d->count; k++) {
		const struct demo_issue *i = &a->d->issues[k];

		if (i->market == market && i->product == DEMO_SHARE && i->cap_rank == rank &&
			!i->preferred)
			return i;
	}
	return NULL;
}

/* Days of twenty whose count of news lies outside the bounds; open days only. */
static int days_outside(const struct ask *a, const struct demo_issue *i, int low, int high)
{
	struct demo_title titles[DEMO_TITLES_MAX];
	int32_t date = ASK_DATE;
	int n = 0;

	for (int day = 0; day < 20; day++) {
		int news = 0;

		date = demo_day_before(date);
		for (int k = demo_titles_on(a->d, i, date, titles); k > 0; k--)
			news += titles[k - 1].filing == NULL;
		n += news < low || news > high;
	}
	return n;
}

static int titles_of_days(const struct ask *a, const struct demo_issue *i, int days)
{
	struct demo_title titles[DEMO_TITLES_MAX];
	int n = 0;

	for (int day = 1; day <= days; day++)
		n += demo_titles_on(a->d, i, kst_date_add(ASK_DATE, -day), titles);
	return n;
}

/* Titles of a day out of order, or with a serial number twice. */
static int disorder_on(const struct ask *a, int32_t date)
{
	struct demo_title titles[DEMO_TITLES_MAX];
	int n = 0;

	for (size_t k = 0; k < a->d->count; k++) {
		const int count = demo_titles_on(a->d, &a->d->issues[k], date, titles);

		for (int t = 1; t < count; t++)
			n += titles[t].second < titles[t - 1].second ||
			     (titles[t].second == titles[t - 1].second &&
				     titles[t].tail <= titles[t - 1].tail);
	}
	return n;
}

/* Rows of a page that are not below the one before. */
static int rows_out_of_order(const struct ask *a)
{
	int n = 0;

	for (int k = 1; k < count_rows(a, "output"); k++)
		n += strcmp(field(row_of(a, "output", k), "cntt_usiq_srno"),
			     field(row_of(a, "output", k - 1), "cntt_usiq_srno")) >= 0;
	return n;
}

static int rows_from(const struct ask *a, const char *provider)
{
	int n = 0;

	for (int k = 0; k < count_rows(a, "output"); k++)
		n += str_same(field(row_of(a, "output", k), "news_ofer_entp_code"), provider);
	return n;
}

static int edited_rows(const struct ask *a)
{
	int n = 0;

	for (int k = 0; k < count_rows(a, "output"); k++) {
		const struct span row = row_of(a, "output", k);
		char written[24];

		(void)snprintf(written, sizeof written, "%s%s", field(row, "data_dt"),
			field(row, "data_tm"));
		n += strncmp(written, field(row, "cntt_usiq_srno"), 14) > 0;
	}
	return n;
}

static void writes_of_large_issues_all_day(void **state)
{
	const struct ask *a = *state;

	assert_int_equal(days_outside(a, ranked(a, DEMO_KOSPI, 0), 20, 65), 0);
	assert_int_equal(days_outside(a, ranked(a, DEMO_KOSPI, 9), 15, 60), 0);
}

static void writes_of_small_issues_a_few_times_a_week(void **state)
{
	const struct ask *a = *state;

	assert_in_range(titles_of_days(a, ranked(a, DEMO_KOSPI, 800), 28), 5, 50);
	assert_in_range(titles_of_days(a, ranked(a, DEMO_KOSDAQ, 1500), 28), 5, 50);
}

static void keeps_titles_in_order_and_serials_apart(void **state)
{
	assert_int_equal(disorder_on(*state, 20261120), 0);
	assert_int_equal(disorder_on(*state, 20261122), 0);
}

static void gives_forty_newest_first(void **state)
{
	struct ask *a = *state;

	ask_news(a, "", "");
	assert_int_equal(count_rows(a, "output"), 40);
	assert_int_equal(rows_out_of_order(a), 0);
	ask_news(a, ranked(a, DEMO_KOSPI, 0)->code, "");
	assert_int_equal(count_rows(a, "output"), 40);
	assert_int_equal(rows_out_of_order(a), 0);
	assert_string_equal(field(row_of(a, "output", 0), "iscd1"), ranked(a, DEMO_KOSPI, 0)->code);
	assert_string_equal(field(row_of(a, "output", 0), "iscd2"), "");
}

static void repeats_the_row_of_the_cursor(void **state)
{
	struct ask *a = *state;
	char last[24];

	ask_news(a, "", "");
	(void)snprintf(last, sizeof last, "%s", field(row_of(a, "output", 39), "cntt_usiq_srno"));
	ask_next(a, "");
	assert_string_equal(field(row_of(a, "output", 0), "cntt_usiq_srno"), last);
	assert_int_equal(count_rows(a, "output"), 40);
	assert_int_equal(rows_out_of_order(a), 0);
}

static void begins_at_a_date_and_time(void **state)
{
	struct ask *a = *state;

	ask_news(a, "", "&FID_INPUT_DATE_1=0020261119&FID_INPUT_HOUR_1=0000102400");
	assert_in_range(number(row_of(a, "output", 0), "cntt_usiq_srno") / 100000, 20261119102000,
		20261119102400);
	ask_news(a, "", "&FID_INPUT_DATE_1=20261119&FID_INPUT_HOUR_1=");
	assert_in_range(number(row_of(a, "output", 0), "cntt_usiq_srno") / 100000, 20261119220000,
		20261119235959);
	ask_news(a, "", "&FID_INPUT_DATE_1=20271119&FID_INPUT_HOUR_1=090000");
	assert_in_range(number(row_of(a, "output", 0), "cntt_usiq_srno") / 100000, 20261123100000,
		20261123102400);
}

static void loses_nothing_between_pages(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = ranked(a, DEMO_KOSPI, 3);
	struct demo_title titles[DEMO_TITLES_MAX];
	const struct counts n = count_titles(a, i->code, 20261116, 20261120);
	int expected = 0;

	for (int32_t date = 20261116; date <= 20261120; date++)
		expected += demo_titles_on(a->d, i, date, titles);
	assert_int_equal(n.news + n.disclosures, expected);
	assert_true(n.pages > 2);
}

static void finds_an_issues_titles_among_all(void **state)
{
	struct ask *a = *state;
	char serial[24];
	char more[128];

	ask_news(a, ranked(a, DEMO_KOSDAQ, 700)->code, "");
	(void)snprintf(
		serial, sizeof serial, "%s", field(row_of(a, "output", 0), "cntt_usiq_srno"));
	(void)snprintf(more, sizeof more,
		"&FID_INPUT_DATE_1=00%.8s&FID_INPUT_HOUR_1=%.6s&FID_INPUT_SRNO=%s", serial,
		serial + 8, serial);
	ask_news(a, "", more);
	assert_string_equal(field(row_of(a, "output", 0), "cntt_usiq_srno"), serial);
	assert_string_equal(
		field(row_of(a, "output", 0), "iscd1"), ranked(a, DEMO_KOSDAQ, 700)->code);
}

static void tells_disclosures_of_the_markets_apart(void **state)
{
	struct ask *a = *state;

	ask_news(a, "", "&FID_NEWS_OFER_ENTP_CODE=F&FID_INPUT_DATE_1=0020261120");
	assert_int_equal(rows_from(a, "F"), 40);
	assert_int_equal(issue_of(a, row_of(a, "output", 7), "iscd1")->market, DEMO_KOSPI);
	ask_news(a, "", "&FID_NEWS_OFER_ENTP_CODE=G&FID_INPUT_DATE_1=0020261120");
	assert_int_equal(rows_from(a, "G"), 40);
	assert_int_equal(issue_of(a, row_of(a, "output", 7), "iscd1")->market, DEMO_KOSDAQ);
	ask_news(a, "", "&FID_NEWS_OFER_ENTP_CODE=I&FID_INPUT_DATE_1=0020261120");
	assert_true(rows_from(a, "I") > 0);
}

static void keeps_disclosures_only_beyond_a_year(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = ranked(a, DEMO_KOSPI, 0);
	struct counts n = count_titles(a, i->code, 20251124, 20251130);

	assert_true(n.news > 0);
	n = count_titles(a, i->code, 20251001, 20251122);
	assert_int_equal(n.news, 0);
	assert_true(n.disclosures > 0);
}

static void dates_an_edited_article_later_than_its_serial(void **state)
{
	struct ask *a = *state;

	ask_news(a, "", "&FID_INPUT_DATE_1=0020261120&FID_INPUT_HOUR_1=150000");
	assert_in_range(edited_rows(a), 1, 20);
}

static void discloses_what_befalls_an_issue(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, SPLIT);

	go_to(a, i->action_day, 22, 0);
	ask_news(a, i->code, "");
	assert_non_null(strstr(buf_text(&a->body), "변경상장(주식분할)"));
	i = befallen(a, RIGHTS);
	go_to(a, i->action_day, 22, 0);
	ask_news(a, i->code, "");
	assert_non_null(strstr(buf_text(&a->body), "권리락(유상증자)"));
}

static void writes_nothing_of_who_is_not_listed_yet(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, LISTING);

	go_to(a, i->first_day, 22, 0);
	ask_news(a, i->code, "");
	assert_in_range(count_rows(a, "output"), 1, 10);
	go_to(a, i->first_day - 1, 22, 0);
	ask_news(a, i->code, "");
	assert_int_equal(count_rows(a, "output"), 0);
}

static void has_no_rows_for_wrong_input(void **state)
{
	struct ask *a = *state;

	ask_news(a, "005930", "");
	assert_int_equal(count_rows(a, "output"), 0);
	ask_news(a, "", "&FID_INPUT_DATE_1=0020261199");
	assert_int_equal(count_rows(a, "output"), 0);
	ask_news(a, "", "&FID_INPUT_HOUR_1=7777");
	assert_int_equal(count_rows(a, "output"), 0);
	ask_news(a, "", "&FID_INPUT_SRNO=123");
	assert_int_equal(count_rows(a, "output"), 0);
	ask_news(a, "", "&FID_INPUT_SRNO=2026109910240000000");
	assert_int_equal(count_rows(a, "output"), 0);
	ask_news(a, "", "&FID_INPUT_DATE_1=0020200101");
	assert_int_equal(count_rows(a, "output"), 0);
	assert_int_equal(a->status, 200);
}

static void answers_the_same_moment_the_same(void **state)
{
	struct ask *a = *state;
	char first[65536];

	ask_news(a, "", "");
	(void)snprintf(first, sizeof first, "%s", buf_text(&a->body));
	ask_news(a, "", "");
	assert_string_equal(buf_text(&a->body), first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(writes_of_large_issues_all_day),
		ASK_TEST(writes_of_small_issues_a_few_times_a_week),
		ASK_TEST(keeps_titles_in_order_and_serials_apart),
		ASK_TEST(gives_forty_newest_first),
		ASK_TEST(repeats_the_row_of_the_cursor),
		ASK_TEST(begins_at_a_date_and_time),
		ASK_TEST(loses_nothing_between_pages),
		ASK_TEST(finds_an_issues_titles_among_all),
		ASK_TEST(tells_disclosures_of_the_markets_apart),
		ASK_TEST(keeps_disclosures_only_beyond_a_year),
		ASK_TEST(dates_an_edited_article_later_than_its_serial),
		ASK_TEST(discloses_what_befalls_an_issue),
		ASK_TEST(writes_nothing_of_who_is_not_listed_yet),
		ASK_TEST(has_no_rows_for_wrong_input),
		ASK_TEST(answers_the_same_moment_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
