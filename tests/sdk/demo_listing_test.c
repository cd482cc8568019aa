/* demo_listing_test - new listings and halts: not there before their day, standing still. */
#include "demo_event.h"

static void lists_nobody_before_his_day(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, LISTING);

	go_to(a, i->first_day - 1, 10, 24);
	assert_false(ask_master(a, i).there);
	(void)ask_issue(a, "J", i->code);
	assert_string_equal(field(row_of(a, "output", 0), "stck_shrn_iscd"), "");
	assert_int_equal(quote_on(a, i, i->first_day - 1).volume, 0);
	go_to(a, i->first_day, 7, 34);
	assert_false(ask_master(a, i).there);
	go_to(a, i->first_day, 7, 35);
	assert_true(ask_master(a, i).there);
	assert_int_equal(ask_master(a, i).listed_on, i->listed_on);
}

/* The year's first day opens at ten; the files come as ever. */
static void lists_in_the_morning_however_late_a_day_opens(void **state)
{
	struct ask *a = *state;
	char *before;

	a->at = kst_to_ms(20270104, 7, 34, 0);
	before = strdup(ask_at(a, KOSPI, NULL, "") ? buf_text(&a->body) : "");
	a->at = kst_to_ms(20270104, 7, 35, 0);
	(void)ask_at(a, KOSPI, NULL, "");
	assert_string_not_equal(buf_text(&a->body), before);
	free(before);
	before = strdup(buf_text(&a->body));
	a->at = kst_to_ms(20270104, 9, 40, 0);
	(void)ask_at(a, KOSPI, NULL, "");
	assert_string_equal(buf_text(&a->body), before);
	free(before);
}

static void trades_a_new_listing_from_its_day_on(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, LISTING);

	assert_true(quote_on(a, i, i->first_day).volume > 0);
	assert_int_equal(quote_on(a, i, i->first_day).volume_before, 0);
	ask_chart(a, i, "0");
	assert_int_equal(count_rows(a, "output2"), demo_day_number(ASK_DATE) - i->first_day + 1);
	assert_int_equal(broken_bars(a), 0);
}

static void ranks_nobody_before_his_day(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, LISTING);
	const struct demo_quote q = quote_on(a, i, i->first_day - 1);
	int before;

	go_to(a, i->first_day - 1, 21, 0);
	(void)ask_rank(a, &(struct rank_ask){ .low = q.price, .high = q.price, .scope = "0000" });
	before = count_rows(a, "output");
	assert_null(strstr(buf_text(&a->body), i->code));
	go_to(a, i->first_day, 8, 59);
	(void)ask_rank(a, &(struct rank_ask){ .low = q.price, .high = q.price, .scope = "0000" });
	assert_true(before < 30);
	assert_non_null(strstr(buf_text(&a->body), i->code));
}

static void stands_still_while_halted(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, HALT);
	const struct demo_quote before = quote_on(a, i, i->halt_day - 1);
	struct span bar;

	ask_chart(a, i, "0");
	bar = bar_at(a, i->halt_day);
	assert_string_equal(field(bar, "acml_vol"), "0");
	assert_string_equal(field(bar, "acml_tr_pbmn"), "0");
	assert_string_equal(field(bar, "mod_yn"), "Y");
	assert_string_equal(field(bar, "prdy_vrss"), "0");
	assert_int_equal(number(bar, "stck_clpr"), before.price);
	bar = bar_at(a, i->halt_day + i->halt_days);
	assert_string_equal(field(bar, "mod_yn"), "N");
	assert_true(number(bar, "acml_vol") > 0);
	assert_int_equal(broken_bars(a), 0);
}

static void shows_a_halt_in_state_and_master(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, HALT);

	go_to(a, i->halt_day, 10, 24);
	(void)ask_issue(a, "J", i->code);
	assert_string_equal(field(row_of(a, "output", 0), "iscd_stat_cls_code"), "58");
	assert_string_equal(field(row_of(a, "output", 0), "temp_stop_yn"), "Y");
	assert_int_equal(ask_master(a, i).halted, 'Y');
	go_to(a, i->halt_day + i->halt_days, 10, 24);
	assert_int_equal(ask_master(a, i).halted, 'N');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(lists_nobody_before_his_day),
		ASK_TEST(lists_in_the_morning_however_late_a_day_opens),
		ASK_TEST(trades_a_new_listing_from_its_day_on),
		ASK_TEST(ranks_nobody_before_his_day),
		ASK_TEST(stands_still_while_halted),
		ASK_TEST(shows_a_halt_in_state_and_master),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
