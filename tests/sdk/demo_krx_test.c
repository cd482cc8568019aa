/* demo_krx_test - KRX Open API: a whole market's day, as traded, from the next day on. */
#include "demo_event.h"

static void ask_day(struct ask *a, int market, const char *date)
{
	char query[32];

	(void)snprintf(query, sizeof query, "basDd=%s", date);
	(void)ask_at(a,
		market == DEMO_KOSPI ? "/svc/apis/sto/stk_bydd_trd" : "/svc/apis/sto/ksq_bydd_trd",
		NULL, query);
	assert_int_equal(a->status, 200);
}

static int count_listed(const struct ask *a, int market, int32_t date)
{
	int n = 0;

	for (size_t k = 0; k < a->d->count; k++) {
		const struct demo_issue *i = &a->d->issues[k];

		n += i->market == market && i->product <= DEMO_SPAC && i->listed_on <= date;
	}
	return n;
}

/* Rows that differ from the quote of their share at the end of that day. */
static int wrong_rows(const struct ask *a, int32_t date)
{
	const int64_t day = demo_day_number(date);
	struct scan_iter it = scan_iter(scan_get(buf_as_span(&a->body), "OutBlock_1"));
	struct span row;
	int n = 0;

	while (scan_item(&it, &row)) {
		const struct demo_issue *i = issue_of(a, row, "ISU_CD");
		const struct demo_quote q = quote_on(a, i, day);

		n += number(row, "TDD_CLSPRC") != q.price ||
		     number(row, "ACC_TRDVOL") != q.volume ||
		     number(row, "ACC_TRDVAL") != q.value ||
		     number(row, "CMPPREVDD_PRC") != q.price - q.before ||
		     number(row, "LIST_SHRS") != demo_issue_listed(i, day) ||
		     number(row, "MKTCAP") != q.price * number(row, "LIST_SHRS") ||
		     number(row, "BAS_DD") != date;
	}
	return n;
}

static struct span row_with(const struct ask *a, const struct demo_issue *i)
{
	struct scan_iter it = scan_iter(scan_get(buf_as_span(&a->body), "OutBlock_1"));
	struct span row = { 0 };

	while (scan_item(&it, &row)) {
		if (str_same(field(row, "ISU_CD"), i->code))
			return row;
	}
	fail_msg("%s is not among the rows", i->code);
	return row;
}

static void ask_event_day(struct ask *a, const struct demo_issue *i, int64_t day)
{
	char date[16];

	(void)snprintf(date, sizeof date, "%d", (int)date_of(day));
	ask_day(a, i->market, date);
}

static void gives_every_share_of_a_market(void **state)
{
	struct ask *a = *state;

	ask_day(a, DEMO_KOSPI, "20261120");
	assert_int_equal(count_rows(a, "OutBlock_1"), count_listed(a, DEMO_KOSPI, 20261120));
	assert_int_equal(wrong_rows(a, 20261120), 0);
	assert_string_equal(field(row_of(a, "OutBlock_1", 0), "MKT_NM"), "KOSPI");
	ask_day(a, DEMO_KOSDAQ, "20261119");
	assert_int_equal(count_rows(a, "OutBlock_1"), count_listed(a, DEMO_KOSDAQ, 20261119));
	assert_int_equal(wrong_rows(a, 20261119), 0);
	assert_string_equal(field(row_of(a, "OutBlock_1", 0), "MKT_NM"), "KOSDAQ");
}

static void gives_a_day_from_the_next_one_on(void **state)
{
	struct ask *a = *state;

	a->at = kst_to_ms(ASK_DATE, 23, 59, 59);
	ask_day(a, DEMO_KOSPI, "20261123");
	assert_string_equal(buf_text(&a->body), "{\"OutBlock_1\":[]}");
	a->at = kst_to_ms(20261124, 0, 0, 0);
	ask_day(a, DEMO_KOSPI, "20261123");
	assert_true(count_rows(a, "OutBlock_1") > 1000);
}

static void has_no_rows_of_a_closed_day_or_none(void **state)
{
	struct ask *a = *state;

	ask_day(a, DEMO_KOSPI, "20261122");
	assert_int_equal(count_rows(a, "OutBlock_1"), 0);
	ask_day(a, DEMO_KOSPI, "20261132");
	assert_int_equal(count_rows(a, "OutBlock_1"), 0);
	ask_day(a, DEMO_KOSPI, "");
	assert_int_equal(count_rows(a, "OutBlock_1"), 0);
	ask_day(a, DEMO_KOSPI, "20271123");
	assert_int_equal(count_rows(a, "OutBlock_1"), 0);
}

static void gives_shares_and_prices_as_they_were(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, SPLIT);
	int64_t before;

	ask_event_day(a, i, i->action_day - 1);
	before = number(row_with(a, i), "TDD_CLSPRC");
	assert_int_equal(number(row_with(a, i), "LIST_SHRS"), i->listed);
	ask_event_day(a, i, i->action_day);
	assert_int_equal(number(row_with(a, i), "LIST_SHRS"), i->listed * i->action_part);
	assert_true(number(row_with(a, i), "TDD_CLSPRC") < before * 2 / i->action_part);
}

static void gives_a_halted_share_without_range(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, HALT);

	ask_event_day(a, i, i->halt_day);
	assert_string_equal(field(row_with(a, i), "TDD_OPNPRC"), "0");
	assert_string_equal(field(row_with(a, i), "ACC_TRDVOL"), "0");
	assert_string_equal(field(row_with(a, i), "FLUC_RT"), "0.00");
	assert_true(number(row_with(a, i), "TDD_CLSPRC") > 0);
}

static void answers_the_same_moment_the_same(void **state)
{
	struct ask *a = *state;
	struct buf first;

	ask_day(a, DEMO_KOSDAQ, "20261120");
	buf_init(&first, a->body.len);
	buf_span(&first, buf_as_span(&a->body));
	ask_day(a, DEMO_KOSDAQ, "20261120");
	assert_int_equal(a->body.len, first.len);
	assert_memory_equal(a->body.at, first.at, first.len);
	buf_done(&first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(gives_every_share_of_a_market),
		ASK_TEST(gives_a_day_from_the_next_one_on),
		ASK_TEST(has_no_rows_of_a_closed_day_or_none),
		ASK_TEST(gives_shares_and_prices_as_they_were),
		ASK_TEST(gives_a_halted_share_without_range),
		ASK_TEST(answers_the_same_moment_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
