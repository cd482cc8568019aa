/* flow_test - what a class of investors bought and sold of a share on a day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/scarce_memory.h"

#include "service/day_table.c" // NOLINT
#include "service/flow.c"      // NOLINT

#define REFUSED (-1)

static int start(void **state)
{
	memory_left = -1;
	*state = flows_new();
	return *state ? 0 : -1;
}

static int stop(void **state)
{
	memory_left = -1;
	flows_free(*state);
	return 0;
}

static bool put(struct flows *f, int32_t date, enum investor who, int64_t net)
{
	const struct flow flow = { .net_amount = net, .known = FLOW_NET_AMOUNT };

	return flows_put(f, "005930", date, who, &flow);
}

/* Its net amount; REFUSED when there is none. */
static int64_t net(const struct flows *f, int32_t date, enum investor who)
{
	const struct flow *flow = flows_get(f, "005930", date, who);

	return flow ? flow->net_amount : REFUSED;
}

static void keeps_each_class_of_a_day(void **state)
{
	(void)put(*state, 20261123, INVESTOR_FOREIGN, 1);
	(void)put(*state, 20261123, INVESTOR_INSTITUTION, 2);
	(void)put(*state, 20261123, INVESTOR_INDIVIDUAL, 3);
	(void)put(*state, 20261123, INVESTOR_PROGRAM, 4);
	assert_int_equal(net(*state, 20261123, INVESTOR_FOREIGN), 1);
	assert_int_equal(net(*state, 20261123, INVESTOR_INSTITUTION), 2);
	assert_int_equal(net(*state, 20261123, INVESTOR_INDIVIDUAL), 3);
	assert_int_equal(net(*state, 20261123, INVESTOR_PROGRAM), 4);
}

static void keeps_every_part_of_a_flow(void **state)
{
	const struct flow flow = { 10, 20, -10, 1, 2, -1, FLOW_ALL, 1, 0 };

	(void)flows_put(*state, "005930", 20261123, INVESTOR_PROGRAM, &flow);
	assert_memory_equal(
		flows_get(*state, "005930", 20261123, INVESTOR_PROGRAM), &flow, sizeof flow);
}

static void finds_nothing_else(void **state)
{
	(void)put(*state, 20261123, INVESTOR_FOREIGN, 1);
	assert_int_equal(net(*state, 20261123, INVESTOR_PROGRAM), REFUSED);
	assert_int_equal(net(*state, 20261120, INVESTOR_FOREIGN), REFUSED);
	assert_null(flows_get(*state, "000660", 20261123, INVESTOR_FOREIGN));
	assert_null(flows_get(*state, "005930", 20261123, INVESTORS));
}

static void counts_the_shares_of_a_class_and_day(void **state)
{
	const struct flow flow = { .known = FLOW_ALL };

	(void)put(*state, 20261123, INVESTOR_FOREIGN, 1);
	(void)put(*state, 20261123, INVESTOR_FOREIGN, 2);
	(void)flows_put(*state, "000660", 20261123, INVESTOR_FOREIGN, &flow);
	assert_int_equal(flows_count(*state, 20261123, INVESTOR_FOREIGN), 2);
	assert_int_equal(flows_count(*state, 20261123, INVESTOR_PROGRAM), 0);
	assert_int_equal(flows_count(*state, 20261120, INVESTOR_FOREIGN), 0);
	assert_int_equal(flows_count(*state, 20261123, INVESTORS), 0);
}

static void keeps_the_newest_four_days(void **state)
{
	(void)put(*state, 20261118, INVESTOR_FOREIGN, 18);
	(void)put(*state, 20261123, INVESTOR_FOREIGN, 23);
	(void)put(*state, 20261119, INVESTOR_FOREIGN, 19);
	(void)put(*state, 20261120, INVESTOR_FOREIGN, 20);
	assert_true(put(*state, 20261124, INVESTOR_PROGRAM, 24));
	assert_true(put(*state, 20261117, INVESTOR_PROGRAM, 17));
	assert_int_equal(net(*state, 20261117, INVESTOR_PROGRAM), REFUSED);
	assert_int_equal(net(*state, 20261118, INVESTOR_FOREIGN), REFUSED);
	assert_int_equal(net(*state, 20261119, INVESTOR_FOREIGN), 19);
	assert_int_equal(net(*state, 20261123, INVESTOR_FOREIGN), 23);
	assert_int_equal(net(*state, 20261124, INVESTOR_PROGRAM), 24);
}

static void refuses_what_is_no_class_or_code(void **state)
{
	const struct flow flow = { .known = FLOW_ALL };

	assert_false(put(*state, 20261123, INVESTORS, 1));
	assert_false(flows_put(*state, "", 20261123, INVESTOR_FOREIGN, &flow));
}

static void says_when_there_is_no_memory(void **state)
{
	(void)state;
	memory_left = 0;
	assert_null(flows_new());
	memory_left = 1;
	assert_null(flows_new());
}

static void a_put_says_when_there_is_no_memory(void **state)
{
	memory_left = 0;
	assert_false(put(*state, 20261123, INVESTOR_FOREIGN, 1));
	memory_left = 1;
	assert_false(put(*state, 20261123, INVESTOR_FOREIGN, 1));
	assert_int_equal(flows_count(*state, 20261123, INVESTOR_FOREIGN), 0);
}

static void nothing_is_freed_as_nothing(void **state)
{
	(void)state;
	flows_free(NULL);
}

/* ---- Average prices. ---- */

static int64_t average_buy(struct flow flow)
{
	int64_t got = REFUSED;

	return flow_average_buy(&flow, &got) ? got : REFUSED;
}

static int64_t average_sell(struct flow flow)
{
	int64_t got = REFUSED;

	return flow_average_sell(&flow, &got) ? got : REFUSED;
}

static struct flow both(int64_t amount, int64_t volume)
{
	return (struct flow){
		.buy_amount = amount,
		.buy_volume = volume,
		.sell_amount = amount,
		.sell_volume = volume,
		.known = FLOW_ALL,
	};
}

static struct flow rounded(int64_t amount, int64_t volume)
{
	struct flow flow = both(amount, volume);

	flow.rounded = 1;
	return flow;
}

static void an_average_is_won_by_shares(void **state)
{
	(void)state;
	/* 1,234,567,000,000 / 4,567,890 = 270,270.7… */
	assert_int_equal(average_buy(both(1234567000000, 4567890)), 270271);
	assert_int_equal(average_sell(both(1234567000000, 4567890)), 270271);
	assert_int_equal(average_buy(both(5, 2)), 3); /* 2.5 */
	assert_int_equal(average_buy(both(7, 5)), 1); /* 1.4 */
	assert_int_equal(average_buy(both(INT64_MAX, 1)), INT64_MAX);
	assert_int_equal(average_buy(both(INT64_MAX, INT64_MAX)), 1);
}

static void each_side_has_its_own(void **state)
{
	const struct flow flow = { 600, 100, 500, 3, 4, -1, FLOW_ALL, 0, 0 };

	(void)state;
	assert_int_equal(average_buy(flow), 200);
	assert_int_equal(average_sell(flow), 25);
}

static struct flow without(unsigned part)
{
	struct flow flow = both(600, 3);

	flow.known = (uint16_t)(FLOW_ALL & ~part);
	return flow;
}

static void a_side_needs_its_own_parts_alone(void **state)
{
	(void)state;
	assert_int_equal(average_buy(without(FLOW_BUY_AMOUNT)), REFUSED);
	assert_int_equal(average_buy(without(FLOW_BUY_VOLUME)), REFUSED);
	assert_int_equal(average_sell(without(FLOW_SELL_AMOUNT)), REFUSED);
	assert_int_equal(average_sell(without(FLOW_SELL_VOLUME)), REFUSED);
	assert_int_equal(average_buy(without(FLOW_SELL_AMOUNT | FLOW_SELL_VOLUME)), 200);
	assert_int_equal(average_sell(without(FLOW_BUY_AMOUNT | FLOW_BUY_VOLUME)), 200);
	assert_int_equal(average_buy(without(FLOW_NET_AMOUNT | FLOW_NET_VOLUME)), 200);
}

static void nothing_bought_has_no_average(void **state)
{
	(void)state;
	assert_int_equal(average_buy(both(0, 0)), REFUSED);
	assert_int_equal(average_buy(both(600, 0)), REFUSED);
	assert_int_equal(average_buy(both(600, -3)), REFUSED);
	assert_int_equal(average_buy(both(0, 3)), REFUSED);
	assert_int_equal(average_sell(both(-600, 3)), REFUSED);
}

static void rounding_of_more_than_one_percent_leaves_no_average(void **state)
{
	(void)state;
	/* Half a million is 1 % of 50 million, and 1.02 % of 49 million. */
	assert_int_equal(average_buy(rounded(50000000, 1000)), 50000);
	assert_int_equal(average_buy(rounded(49000000, 1000)), REFUSED);
	assert_int_equal(average_sell(rounded(50000000, 1000)), 50000);
	assert_int_equal(average_sell(rounded(49000000, 1000)), REFUSED);
	assert_int_equal(average_buy(rounded(0, 10)), REFUSED);
	assert_int_equal(average_buy(both(49000000, 1000)), 49000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(keeps_each_class_of_a_day, start, stop),
		cmocka_unit_test_setup_teardown(keeps_every_part_of_a_flow, start, stop),
		cmocka_unit_test_setup_teardown(finds_nothing_else, start, stop),
		cmocka_unit_test_setup_teardown(counts_the_shares_of_a_class_and_day, start, stop),
		cmocka_unit_test_setup_teardown(keeps_the_newest_four_days, start, stop),
		cmocka_unit_test_setup_teardown(refuses_what_is_no_class_or_code, start, stop),
		cmocka_unit_test_setup_teardown(says_when_there_is_no_memory, start, stop),
		cmocka_unit_test_setup_teardown(a_put_says_when_there_is_no_memory, start, stop),
		cmocka_unit_test(nothing_is_freed_as_nothing),
		cmocka_unit_test(an_average_is_won_by_shares),
		cmocka_unit_test(each_side_has_its_own),
		cmocka_unit_test(a_side_needs_its_own_parts_alone),
		cmocka_unit_test(nothing_bought_has_no_average),
		cmocka_unit_test(rounding_of_more_than_one_percent_leaves_no_average),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
