/* demo_action_test - splits, merges and rights issues show in every place they show on the real
 * exchange, and nothing else jumps. */
#include "demo_event.h"

#include "demo/demo_tick.h"

static int count_events(const struct demo *d, enum event event, int32_t until, int days)
{
	const int64_t last = demo_day_number(until);
	int n = 0;

	for (size_t k = 0; k < d->count; k++) {
		const int64_t day = day_of(&d->issues[k], event);

		n += day > last - days && day <= last;
	}
	return n;
}

/* How many months of a year and kinds have fewer than three. */
static int poor_months(int64_t seed)
{
	struct demo *d = demo_new(seed);
	int n = 0;

	for (int32_t month = 202602; month <= 202701; month += month == 202612 ? 89 : 1) {
		for (int event = 0; event < EVENTS; event++)
			n += count_events(d, (enum event)event, demo_day_before(month * 100 + 28),
				     20) < 3;
	}
	demo_free(d);
	return n;
}

static struct span ask_several(struct ask *a, const struct demo_issue *i)
{
	char query[128];

	(void)snprintf(
		query, sizeof query, "FID_COND_MRKT_DIV_CODE_1=J&FID_INPUT_ISCD_1=%s", i->code);
	(void)ask_at(a, QUOTATIONS "intstock-multprice", "FHKST11300006", query);
	return row_of(a, "output", 0);
}

/* Days of the befallen that do not fit the day before, in its own units. */
static int broken_days(const struct ask *a)
{
	int n = 0;

	for (size_t k = 0; k < a->d->count; k++) {
		const struct demo_issue *i = &a->d->issues[k];
		const int64_t day = i->action_day + i->halt_day;

		for (int64_t later = day > 0 ? day - 3 : 9; later < day + 9; later++) {
			const struct demo_quote q = quote_on(a, i, later);
			const struct demo_quote before = quote_on(a, i, later - 1);

			n += q.close_before != before.price || q.volume_before != before.volume ||
			     q.before != demo_action_reference(i, later, before.price) ||
			     q.price > demo_tick_upper(i, q.before) ||
			     q.price < demo_tick_lower(i, q.before);
		}
	}
	return n;
}

static int64_t level_of(struct ask *a, const char *name)
{
	double level = 0;

	(void)ask_at(a, QUOTATIONS "inquire-index-price", "FHPUP02100000",
		"FID_COND_MRKT_DIV_CODE=U&FID_INPUT_ISCD=1001");
	assert_true(span_real(span_of(field(row_of(a, "output", 0), name)), &level));
	return (int64_t)(level * 100 + 0.5);
}

/* Days of forty on which the index does not begin where it ended. */
static int index_jumps(struct ask *a)
{
	const int64_t last = demo_day_number(ASK_DATE);
	int n = 0;

	for (int64_t day = last - 40; day < last; day++) {
		int64_t level;

		go_to(a, day, 21, 0);
		level = level_of(a, "bstp_nmix_prpr");
		go_to(a, day + 1, 8, 50);
		n += level != level_of(a, "bstp_nmix_prpr");
	}
	return n;
}

static void has_several_of_each_kind_in_any_month(void **state)
{
	(void)state;
	assert_int_equal(poor_months(1), 0);
	assert_int_equal(poor_months(20261123), 0);
}

static void befalls_few(void **state)
{
	const struct ask *a = *state;

	assert_in_range(count_events(a->d, SPLIT, 20261230, 248), 30, 60);
	assert_in_range(count_events(a->d, RIGHTS, 20261230, 248), 30, 60);
	assert_in_range(count_events(a->d, LISTING, ASK_DATE, 60), 8, 20);
}

static void fits_the_days_of_the_befallen_together(void **state)
{
	assert_int_equal(broken_days(*state), 0);
}

static void moves_no_index(void **state)
{
	assert_int_equal(index_jumps(*state), 0);
}

static void splits_the_price_and_multiplies_the_shares(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, SPLIT);
	const struct demo_quote before = quote_on(a, i, i->action_day - 1);
	const int64_t reference = demo_tick_round(i, (double)before.price / (double)i->action_part);
	struct record r;
	struct span row;

	go_to(a, i->action_day, 10, 24);
	row = ask_several(a, i);
	assert_int_equal(number(row, "inter2_sdpr"), reference);
	assert_int_equal(number(row, "inter2_prpr") - number(row, "inter2_prdy_vrss"), reference);
	(void)ask_issue(a, "J", i->code);
	assert_int_equal(number(row_of(a, "output", 0), "stck_sdpr"), reference);
	assert_int_equal(number(row_of(a, "output", 0), "lstn_stcn"), i->listed * i->action_part);
	r = ask_master(a, i);
	assert_string_equal(r.actions, "000100");
	assert_int_equal(r.price, reference);
	assert_int_equal(r.listed, i->listed * i->action_part / 1000);
	go_to(a, i->action_day + 1, 10, 24);
	assert_string_equal(ask_master(a, i).actions, "000000");
}

static void adjusts_prices_of_bars_before_a_split_not_volumes(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, SPLIT);
	const struct demo_quote before = quote_on(a, i, i->action_day - 1);
	char rate[16];

	(void)snprintf(rate, sizeof rate, "%d.00", i->action_part);
	ask_chart(a, i, "0");
	assert_string_equal(field(bar_at(a, i->action_day), "prtt_rate"), rate);
	assert_string_equal(field(bar_at(a, i->action_day - 1), "prtt_rate"), "0.00");
	assert_in_range(number(bar_at(a, i->action_day - 1), "stck_clpr"),
		before.price / i->action_part, before.price / i->action_part + 1);
	assert_int_equal(number(bar_at(a, i->action_day - 1), "acml_vol"), before.volume);
	assert_true(broken_bars(a) <= 1);
	ask_chart(a, i, "1");
	assert_int_equal(number(bar_at(a, i->action_day - 1), "stck_clpr"), before.price);
	assert_string_equal(field(bar_at(a, i->action_day), "prtt_rate"), rate);
	assert_int_equal(broken_bars(a), 1);
}

static void merges_shares(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, MERGE);
	const struct demo_quote before = quote_on(a, i, i->action_day - 1);

	assert_string_equal(field((ask_chart(a, i, "0"), bar_at(a, i->action_day)), "prtt_rate"),
		i->action_part == 5 ? "0.20" : "0.10");
	assert_int_equal(
		number(bar_at(a, i->action_day - 1), "stck_clpr"), before.price * i->action_part);
	go_to(a, i->action_day, 10, 24);
	assert_int_equal(number(ask_several(a, i), "inter2_sdpr"),
		demo_tick_round(i, (double)(before.price * i->action_part)));
	assert_string_equal(ask_master(a, i).actions, "000200");
	assert_int_equal(ask_master(a, i).listed, i->listed / i->action_part / 1000);
}

static void trades_in_new_units_after_a_split(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, SPLIT);
	const struct demo_quote before = quote_on(a, i, i->action_day - 1);
	const struct demo_quote after = quote_on(a, i, i->action_day);

	assert_true(after.volume * 2 > before.volume * i->action_part / 2);
	assert_true(after.value < before.value * 4 && before.value < after.value * 4);
}

static void lowers_the_base_of_a_rights_issue(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, RIGHTS);
	const struct demo_quote before = quote_on(a, i, i->action_day - 1);
	struct span bar;

	ask_chart(a, i, "0");
	bar = bar_at(a, i->action_day);
	assert_string_equal(field(bar, "flng_cls_code"), "01");
	assert_string_equal(field(bar, "prtt_rate"), "0.00");
	assert_true(number(bar, "stck_clpr") - number(bar, "prdy_vrss") < before.price);
	assert_int_equal(number(bar_at(a, i->action_day - 1), "stck_clpr"), before.price);
	assert_string_equal(field(bar_at(a, i->action_day + 1), "flng_cls_code"), "00");
	assert_int_equal(broken_bars(a), 1);
}

static void adds_the_shares_of_a_rights_issue(void **state)
{
	struct ask *a = *state;
	const struct demo_issue *i = befallen(a, RIGHTS);
	const int64_t listed = i->listed + i->listed / 100 * i->action_part;
	struct record r;

	go_to(a, i->action_day, 10, 24);
	(void)ask_issue(a, "J", i->code);
	assert_int_equal(number(row_of(a, "output", 0), "lstn_stcn"), listed);
	assert_true(listed > i->listed + i->listed / 11);
	r = ask_master(a, i);
	assert_string_equal(r.actions, "010001");
	assert_int_equal(r.listed, listed / 1000);
	go_to(a, i->action_day - 1, 20, 30);
	assert_int_equal(ask_master(a, i).listed, i->listed / 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_several_of_each_kind_in_any_month),
		ASK_TEST(befalls_few),
		ASK_TEST(fits_the_days_of_the_befallen_together),
		ASK_TEST(moves_no_index),
		ASK_TEST(splits_the_price_and_multiplies_the_shares),
		ASK_TEST(adjusts_prices_of_bars_before_a_split_not_volumes),
		ASK_TEST(merges_shares),
		ASK_TEST(trades_in_new_units_after_a_split),
		ASK_TEST(lowers_the_base_of_a_rights_issue),
		ASK_TEST(adds_the_shares_of_a_rights_issue),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
