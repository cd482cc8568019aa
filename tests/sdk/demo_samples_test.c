/* demo_samples_test - the demo exchange's bodies have the fields of real recorded ones, no more and
 * no less. */
#include "demo_ask.h"

#include "support/samples.h"

#define CODE "FID_COND_MRKT_DIV_CODE=J&FID_INPUT_ISCD="

static struct span first_row(struct span rows)
{
	struct scan_iter it = scan_iter(rows);
	struct span row = { 0 };

	if (scan_kind(rows) == SCAN_OBJECT)
		return rows;
	assert_true(scan_item(&it, &row));
	return row;
}

/* Names of `a` that `b` lacks; each is told. */
static int count_missing(struct span a, struct span b, const char *where)
{
	struct scan_iter it = scan_iter(a);
	struct span name;
	struct span value;
	int n = 0;

	while (scan_member(&it, &name, &value)) {
		char text[64];

		(void)snprintf(text, sizeof text, "%.*s", (int)(name.len - 2), name.at + 1);
		if (scan_get(b, text).at)
			continue;
		print_error("%s: %s\n", where, text);
		n++;
	}
	return n;
}

static int count_differences(const struct ask *a, const char *sample, const char *output)
{
	struct buf recorded;
	char file[64];
	struct span ours = first_row(scan_get(buf_as_span(&a->body), output));
	struct span real;
	int n;

	(void)snprintf(file, sizeof file, "%s.json", sample);
	sample_read(file, &recorded);
	real = first_row(scan_get(buf_as_span(&recorded), output));
	n = count_missing(real, ours, "not in the demo") +
	    count_missing(ours, real, "only in the demo");
	buf_done(&recorded);
	return n;
}

static const char *some_code(const struct ask *a)
{
	return issue_with(a, DEMO_KRX100 | DEMO_NXT)->code;
}

static void ask_about(struct ask *a, const char *name, const char *tr_id, const char *more)
{
	char query[512];
	char path[128];

	(void)snprintf(path, sizeof path, QUOTATIONS "%s", name);
	(void)snprintf(query, sizeof query, CODE "%s%s", some_code(a), more);
	(void)ask_at(a, path, tr_id, query);
}

static void lists_investors_with_the_fields_of_the_real_one(void **state)
{
	ask_about(*state, "inquire-investor", "FHKST01010900", "");
	assert_int_equal(count_differences(*state, "inquire-investor", "output"), 0);
}

static void lists_programs_with_the_fields_of_the_real_one(void **state)
{
	ask_about(*state, "program-trade-by-stock-daily", "FHPPG04650201", "");
	assert_int_equal(count_differences(*state, "program-trade-by-stock-daily", "output"), 0);
}

static void sums_investors_with_the_fields_of_the_real_one(void **state)
{
	(void)ask_at(*state, QUOTATIONS "inquire-investor-time-by-market", "FHPTJ04030000",
		"FID_INPUT_ISCD=KSP&FID_INPUT_ISCD_2=0001");
	assert_int_equal(count_differences(*state, "inquire-investor-time-by-market", "output"), 0);
}

static void sums_programs_with_the_fields_of_the_real_one(void **state)
{
	(void)ask_at(*state, QUOTATIONS "comp-program-trade-today", "FHPPG04600101",
		"FID_COND_MRKT_DIV_CODE=J&FID_MRKT_CLS_CODE=K");
	assert_int_equal(count_differences(*state, "comp-program-trade-today", "output"), 0);
}

static void lists_interruptions_with_the_fields_of_the_real_one(void **state)
{
	(void)ask_at(*state, QUOTATIONS "inquire-vi-status", "FHPST01390000",
		"FID_DIV_CLS_CODE=0&FID_COND_SCR_DIV_CODE=20139&FID_MRKT_CLS_CODE=0"
		"&FID_INPUT_ISCD=&FID_RANK_SORT_CLS_CODE=0&FID_INPUT_DATE_1=20261120");
	assert_int_equal(count_differences(*state, "inquire-vi-status", "output"), 0);
}

static void lists_titles_with_the_fields_of_the_real_one(void **state)
{
	(void)ask_at(*state, QUOTATIONS "news-title", "FHKST01011800", "FID_INPUT_ISCD=");
	assert_int_equal(count_differences(*state, "news-title", "output"), 0);
}

static void draws_bars_with_the_fields_of_the_real_one(void **state)
{
	ask_about(*state, "inquire-daily-itemchartprice", "FHKST03010100",
		"&FID_INPUT_DATE_1=20261101&FID_INPUT_DATE_2=20261123&FID_PERIOD_DIV_CODE=D"
		"&FID_ORG_ADJ_PRC=0");
	assert_int_equal(count_differences(*state, "inquire-daily-itemchartprice", "output1"), 0);
	assert_int_equal(count_differences(*state, "inquire-daily-itemchartprice", "output2"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(lists_investors_with_the_fields_of_the_real_one),
		ASK_TEST(lists_programs_with_the_fields_of_the_real_one),
		ASK_TEST(sums_investors_with_the_fields_of_the_real_one),
		ASK_TEST(sums_programs_with_the_fields_of_the_real_one),
		ASK_TEST(lists_interruptions_with_the_fields_of_the_real_one),
		ASK_TEST(lists_titles_with_the_fields_of_the_real_one),
		ASK_TEST(draws_bars_with_the_fields_of_the_real_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
