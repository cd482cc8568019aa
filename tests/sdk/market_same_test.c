/* market_same_test - the two ways to a ranking, thirty rows by price bands and the whole market,
 * give the same rows at the same moment, every column. */
#include "support/scripted_demo.h"

static int start(void **state)
{
	return script_demo_open() ? script_start(state) : -1;
}

static int stop(void **state)
{
	int status = script_stop(state);

	script_demo_close();
	return status;
}

static const struct service_reply *ask_demo(const char *query)
{
	const uint32_t before = script.reply_count;

	post(before + 1, "top", query);
	while (script.reply_count == before && script_demo_answer())
		continue;
	assert_int_equal(script.reply_count, before + 1);
	assert_string_equal(script.replies[before].fault.text, "");
	return &script.replies[before];
}

/* ---- The questions. ---- */

/* All that needs no completed days; foreign ratio and PER bring the exact count of shares. */
#define COLUMNS \
	"\"columns\":[\"rank\",\"code\",\"name\",\"market\",\"price\",\"change\",\"change_rate\"," \
	"\"volume\",\"trading_value\",\"market_cap\",\"listed_shares\",\"turnover_rate\"," \
	"\"foreign_ratio\",\"per\",\"pbr\",\"flags\"]}"

static const char *const krx[] = {
	"{\"count\":50," COLUMNS,
	"{\"count\":30,\"market\":\"KOSPI\"," COLUMNS,
	"{\"count\":50,\"market\":\"KOSDAQ\",\"sort_by\":\"volume\"," COLUMNS,
	"{\"count\":20,\"sort_by\":\"volume\"," COLUMNS,
};

static const char *const nxt[] = {
	"{\"count\":20,\"basis\":\"NXT\"," COLUMNS,
	"{\"count\":50,\"basis\":\"NXT\",\"market\":\"KOSDAQ\"," COLUMNS,
	"{\"count\":30,\"basis\":\"NXT\",\"market\":\"KOSPI\",\"sort_by\":\"volume\"," COLUMNS,
	"{\"count\":10,\"basis\":\"NXT\",\"sort_by\":\"volume\"," COLUMNS,
};

#define QUESTIONS 4

/* ---- Asked twice. ---- */

static struct span rows_of(const struct service_reply *reply)
{
	return scan_get((struct span){ reply->body, reply->body_len }, "rows");
}

/* Sweeps are refused, so that each question takes the short way. */
static void ask_the_short_way(const char *const *questions)
{
	script.quiet = true;
	for (uint32_t i = 0; i < QUESTIONS; i++)
		assert_true(ask_demo(questions[i])->from.complete);
}

static uint32_t calls_of(const char *endpoint)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < script.call_count; i++)
		n += strcmp(script.calls[i].endpoint, endpoint) == 0;
	return n;
}

/* The same moment: the clock on the wall stands. Another question has had the market swept. */
static void ask_the_long_way(const char *const *questions)
{
	uint32_t rankings;

	script.quiet = false;
	script.mono_ms += 60000; /* the sweeps that were refused are tried again */
	(void)ask_demo(questions[0]);
	while (script_demo_answer())
		continue;
	rankings = calls_of("volume-rank");
	for (uint32_t i = 0; i < QUESTIONS; i++)
		assert_true(ask_demo(questions[i])->from.complete);
	assert_int_equal(calls_of("volume-rank"), rankings);
	assert_true(calls_of("intstock-multprice") > 80);
}

static void assert_same_rows(uint32_t i, uint32_t k)
{
	struct scan_iter shorts = scan_iter(rows_of(&script.replies[i]));
	struct scan_iter longs = scan_iter(rows_of(&script.replies[k]));
	struct span a;
	struct span b;
	char first[512];
	char second[512];

	assert_true(row_count(&script.replies[i]) > 0);
	while (scan_item(&shorts, &a)) {
		assert_true(scan_item(&longs, &b));
		(void)snprintf(first, sizeof first, "%.*s", (int)a.len, a.at);
		(void)snprintf(second, sizeof second, "%.*s", (int)b.len, b.at);
		assert_string_equal(first, second);
	}
	assert_false(scan_item(&longs, &b));
}

static void assert_both_ways(int64_t wall_ms, const char *const *questions)
{
	script.wall_ms = wall_ms;
	ask_the_short_way(questions);
	ask_the_long_way(questions);
	for (uint32_t i = 0; i < QUESTIONS; i++)
		assert_same_rows(i, QUESTIONS + 1 + i);
}

/* ---- The moments. ---- */

static void in_the_first_half_hour(void **state)
{
	(void)state;
	assert_both_ways(AT(9, 12), krx);
}

static void in_the_morning(void **state)
{
	(void)state;
	assert_both_ways(AT(10, 24), krx);
}

static void in_the_closing_auction(void **state)
{
	(void)state;
	assert_both_ways(AT(15, 25), krx);
}

static void in_the_after_market(void **state)
{
	(void)state;
	assert_both_ways(AT(17, 40), krx);
}

static void in_the_evening(void **state)
{
	(void)state;
	assert_both_ways(AT(22, 0), krx);
}

static void before_the_open(void **state)
{
	(void)state;
	assert_both_ways(kst_to_ms(20261124, 7, 30, 0), krx);
}

static void at_the_weekend(void **state)
{
	(void)state;
	assert_both_ways(kst_to_ms(20261122, 12, 0, 0), krx);
}

static void on_a_day_of_another_month(void **state)
{
	(void)state;
	assert_both_ways(kst_to_ms(20260914, 13, 5, 0), krx);
}

static void at_the_other_venue_after_the_close(void **state)
{
	(void)state;
	assert_both_ways(AT(16, 5), nxt);
}

static void at_the_other_venue_in_the_morning(void **state)
{
	(void)state;
	assert_both_ways(AT(11, 3), nxt);
}

static void at_the_other_venue_in_the_evening(void **state)
{
	(void)state;
	assert_both_ways(AT(18, 30), nxt);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(in_the_first_half_hour),
		TEST(in_the_morning),
		TEST(in_the_closing_auction),
		TEST(in_the_after_market),
		TEST(in_the_evening),
		TEST(before_the_open),
		TEST(at_the_weekend),
		TEST(on_a_day_of_another_month),
		TEST(at_the_other_venue_after_the_close),
		TEST(at_the_other_venue_in_the_morning),
		TEST(at_the_other_venue_in_the_evening),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
