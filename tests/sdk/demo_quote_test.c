/* demo_quote_test - prices and trading over time: steps, limits, days that fit together, sums. */
#include "demo_ask.h"

#include "demo/demo_index.h"
#include "demo/demo_sector.h"
#include "demo/demo_tick.h"
#include "service/market_calendar.h"

#define MINUTE 60000LL

static struct demo_quote quote_at(const struct ask *a, const struct demo_issue *i, int64_t at)
{
	const struct demo_moment m = demo_moment_at(at);
	struct demo_board board;
	struct demo_quote q;

	demo_board_make(a->d, &m, DEMO_VENUE_KRX, &board);
	demo_quote_get(&board, i, &q);
	return q;
}

/* True when a quote is in itself consistent. */
static bool makes_sense(const struct demo_issue *i, const struct demo_quote *q)
{
	if (q->volume == 0)
		return q->value == 0 && q->price == q->before && q->open == 0;
	return q->low <= q->price && q->price <= q->high && q->low <= q->open &&
	       q->open <= q->high && q->high <= demo_tick_upper(i, q->before) &&
	       q->low >= demo_tick_lower(i, q->before) && q->value >= q->low * q->volume &&
	       q->value <= q->high * q->volume && q->price % demo_tick_unit(i, q->price) == 0;
}

static int nonsense_at(const struct ask *a, int64_t at)
{
	int n = 0;

	for (size_t k = 0; k < a->d->count; k++) {
		const struct demo_quote q = quote_at(a, &a->d->issues[k], at);

		n += !makes_sense(&a->d->issues[k], &q);
	}
	return n;
}

/* Steps back in volume, value or range over a day, looked at every seven minutes. */
static int steps_back(const struct ask *a, const struct demo_issue *i)
{
	struct demo_quote last = { 0 };
	int n = 0;

	for (int64_t at = kst_to_ms(ASK_DATE, 8, 31, 0); at < kst_to_ms(ASK_DATE, 23, 0, 0);
		at += 7 * MINUTE) {
		const struct demo_quote q = quote_at(a, i, at);

		n += q.volume < last.volume || q.value < last.value || q.high < last.high ||
		     (last.low > 0 && q.low > last.low);
		last = q;
	}
	return n;
}

static int steps_back_of_all(const struct ask *a)
{
	int n = 0;

	for (size_t k = 0; k < a->d->count; k += 37)
		n += steps_back(a, &a->d->issues[k]);
	return n;
}

/* Days of the last 90 whose close, volume or change do not fit the day before. */
static int broken_days(const struct ask *a, const struct demo_issue *i)
{
	struct demo_quote later = quote_at(a, i, kst_to_ms(ASK_DATE, 21, 0, 0));
	int32_t date = ASK_DATE;
	int n = 0;

	for (int k = 0; k < 90; k++) {
		struct demo_quote q;

		date = demo_day_before(date);
		q = quote_at(a, i, kst_to_ms(date, 21, 0, 0));
		n += q.price != later.close_before || q.volume != later.volume_before ||
		     !makes_sense(i, &q);
		later = q;
	}
	return n;
}

static int broken_days_of_all(const struct ask *a)
{
	int n = 0;

	for (size_t k = 0; k < a->d->count; k += 29)
		n += broken_days(a, &a->d->issues[k]);
	return n;
}

/* Days of two years on which the exchange and the client's calendar differ. */
static int days_of_dispute(void)
{
	int n = 0;

	for (int32_t date = 20260101; date <= 20271231; date = kst_date_add(date, 1))
		n += demo_day_is_open(date) != calendar_is_open_day(NULL, date);
	return n;
}

struct sums {
	int64_t value;
	int64_t volume;
};

static struct sums add_up(const struct ask *a, int market)
{
	struct sums sum = { 0 };

	for (size_t k = 0; k < a->d->count; k++) {
		const struct demo_issue *i = &a->d->issues[k];
		const struct demo_quote q = quote_at(a, i, a->at);

		if (i->market == market && demo_issue_in_index(i)) {
			sum.value += q.value;
			sum.volume += q.volume;
		}
	}
	return sum;
}

static struct span ask_index(struct ask *a, const char *code)
{
	char query[64];

	(void)snprintf(query, sizeof query, "FID_COND_MRKT_DIV_CODE=U&FID_INPUT_ISCD=%s", code);
	(void)ask_at(a, QUOTATIONS "inquire-index-price", "FHPUP02100000", query);
	return row_of(a, "output", 0);
}

/* Days of 90 whose trading (백만원) lies outside the bounds. */
static int days_outside(struct ask *a, const char *code, int64_t low, int64_t high)
{
	int32_t date = ASK_DATE;
	int n = 0;

	for (int k = 0; k < 90; k++) {
		int64_t value;

		date = demo_day_before(date);
		a->at = kst_to_ms(date, 21, 0, 0);
		value = number(ask_index(a, code), "acml_tr_pbmn");
		n += value < low || value > high;
	}
	return n;
}

static void keeps_steps_and_limits_in_session(void **state)
{
	assert_int_equal(nonsense_at(*state, ASK_AT), 0);
}

static void keeps_steps_and_limits_at_the_end_of_a_day(void **state)
{
	assert_int_equal(nonsense_at(*state, kst_to_ms(ASK_DATE, 20, 30, 0)), 0);
	assert_int_equal(nonsense_at(*state, kst_to_ms(20270614, 15, 30, 0)), 0);
}

static void knows_the_limits_of_the_exchange(void **state)
{
	const struct demo_issue share = { .product = DEMO_SHARE };

	(void)state;
	assert_int_equal(demo_tick_upper(&share, 78200), 101600);
	assert_int_equal(demo_tick_lower(&share, 78200), 54800);
	assert_int_equal(demo_tick_upper(&share, 193000), 250500);
	assert_int_equal(demo_tick_lower(&share, 193000), 135100);
}

static void has_no_trade_before_nine(void **state)
{
	const struct ask *a = *state;
	const struct demo_quote q = quote_at(a, &a->d->issues[50], kst_to_ms(ASK_DATE, 8, 59, 59));

	assert_int_equal(q.volume, 0);
	assert_int_equal(q.price, q.before);
}

static void never_steps_back_within_a_day(void **state)
{
	assert_int_equal(steps_back_of_all(*state), 0);
}

static void stands_still_between_close_and_after_market(void **state)
{
	const struct ask *a = *state;
	const struct demo_issue *i = &a->d->issues[50];

	assert_int_equal(quote_at(a, i, kst_to_ms(ASK_DATE, 15, 30, 0)).volume,
		quote_at(a, i, kst_to_ms(ASK_DATE, 15, 59, 0)).volume);
	assert_true(quote_at(a, i, kst_to_ms(ASK_DATE, 19, 0, 0)).volume >
		    quote_at(a, i, kst_to_ms(ASK_DATE, 16, 0, 0)).volume);
}

static void is_frozen_from_evening_to_morning(void **state)
{
	const struct ask *a = *state;
	const struct demo_quote evening =
		quote_at(a, &a->d->issues[50], kst_to_ms(20261120, 20, 0, 0));
	const struct demo_quote monday =
		quote_at(a, &a->d->issues[50], kst_to_ms(ASK_DATE, 8, 29, 59));

	assert_memory_equal(&evening, &monday, sizeof evening);
}

static void is_closed_on_holidays(void **state)
{
	const struct demo_moment m = demo_moment_at(kst_to_ms(20261009, 11, 0, 0));

	(void)state;
	assert_int_equal(m.date, 20261008);
	assert_false(demo_day_is_open(20261009));
	assert_true(demo_day_is_open(20261012));
	assert_int_equal(demo_day_number(20261012), demo_day_number(20261008) + 1);
}

static void opens_when_the_calendar_expects_it(void **state)
{
	(void)state;
	assert_int_equal(days_of_dispute(), 0);
}

static void opens_late_on_the_first_day_and_the_exam_day(void **state)
{
	(void)state;
	assert_int_equal(demo_moment_at(kst_to_ms(20260102, 9, 59, 0)).knot, -1);
	assert_true(demo_moment_at(kst_to_ms(20260102, 10, 0, 0)).knot >= 0);
	assert_int_equal(demo_moment_at(kst_to_ms(20261119, 9, 59, 0)).knot, -1);
	assert_int_equal(demo_moment_at(kst_to_ms(20261119, 16, 30, 0)).knot, DEMO_KNOT_CLOSE);
}

static void fits_ninety_days_together(void **state)
{
	assert_int_equal(broken_days_of_all(*state), 0);
}

static void trades_nothing_that_is_halted(void **state)
{
	const struct ask *a = *state;
	const struct demo_issue *i = issue_with(a, DEMO_HALTED);
	const struct demo_quote q = quote_at(a, i, ASK_AT);

	assert_int_equal(q.volume, 0);
	assert_int_equal(q.value, 0);
	assert_int_equal(q.price, q.before);
}

static void gives_exact_sums_as_index_totals(void **state)
{
	struct ask *a = *state;
	const struct sums kospi = add_up(a, DEMO_KOSPI);
	const struct sums kosdaq = add_up(a, DEMO_KOSDAQ);

	assert_int_equal(number(ask_index(a, "0001"), "acml_tr_pbmn"), kospi.value / 1000000);
	assert_int_equal(number(row_of(a, "output", 0), "acml_vol"), kospi.volume / 1000);
	assert_int_equal(number(ask_index(a, "1001"), "acml_tr_pbmn"), kosdaq.value / 1000000);
	assert_int_equal(number(row_of(a, "output", 0), "acml_vol"), kosdaq.volume / 1000);
}

static void hands_totals_over_to_the_next_day(void **state)
{
	struct ask *a = *state;
	const int64_t today = number(ask_index(a, "0001"), "prdy_tr_pbmn");

	a->at = kst_to_ms(20261120, 21, 0, 0);
	assert_int_equal(number(ask_index(a, "0001"), "acml_tr_pbmn"), today);
}

static void trades_what_a_market_trades(void **state)
{
	assert_int_equal(days_outside(*state, "0001", 9000000, 15500000), 0);
	assert_int_equal(days_outside(*state, "1001", 6000000, 11000000), 0);
}

static void lists_all_sectors_with_the_market_first(void **state)
{
	struct ask *a = *state;

	(void)ask_at(a, QUOTATIONS "inquire-index-category-price", "FHPUP02140000",
		"FID_COND_MRKT_DIV_CODE=U&FID_INPUT_ISCD=0001&FID_COND_SCR_DIV_CODE=20214"
		"&FID_MRKT_CLS_CODE=K&FID_BLNG_CLS_CODE=3");
	assert_int_equal(count_rows(a, "output2"), 25);
	assert_string_equal(field(row_of(a, "output2", 0), "bstp_cls_code"), "0001");
	assert_string_equal(field(row_of(a, "output2", 0), "acml_tr_pbmn"),
		field(row_of(a, "output1", 0), "acml_tr_pbmn"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ASK_TEST(keeps_steps_and_limits_in_session),
		ASK_TEST(keeps_steps_and_limits_at_the_end_of_a_day),
		cmocka_unit_test(knows_the_limits_of_the_exchange),
		ASK_TEST(has_no_trade_before_nine),
		ASK_TEST(never_steps_back_within_a_day),
		ASK_TEST(stands_still_between_close_and_after_market),
		ASK_TEST(is_frozen_from_evening_to_morning),
		cmocka_unit_test(is_closed_on_holidays),
		cmocka_unit_test(opens_when_the_calendar_expects_it),
		cmocka_unit_test(opens_late_on_the_first_day_and_the_exam_day),
		ASK_TEST(fits_ninety_days_together),
		ASK_TEST(trades_nothing_that_is_halted),
		ASK_TEST(gives_exact_sums_as_index_totals),
		ASK_TEST(hands_totals_over_to_the_next_day),
		ASK_TEST(trades_what_a_market_trades),
		ASK_TEST(lists_all_sectors_with_the_market_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
