/* history_rules_test - windows and streaks against a plain reading of their rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sdk/history_sample.h"

#define SOME 20000
#define DRAWN_DAYS 45

static struct bar drawn[DRAWN_DAYS];
static bool is_drawn[DRAWN_DAYS];
static uint64_t seed;
static uint32_t verdicts[3];
static uint32_t streaks;

static uint32_t draw(uint32_t below)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (uint32_t)(seed % below);
}

/* Rarely anything happens, or windows would never be whole. */
static bool draw_rare(void)
{
	return draw(120) == 0;
}

/* From the oldest on: closes and counts go on from the day before. */
static void draw_share(struct history *h)
{
	struct bar bar = calm();

	for (uint32_t i = DRAWN_DAYS; i-- > 0;) {
		bar.base = draw_rare() ? bar.close / 2 : bar.close;
		bar.close += (int32_t)draw(21) - 10;
		bar.listed += draw_rare() ? bar.listed / 2 : draw(3) * (bar.listed / 201);
		bar.volume = draw_rare() ? 0 : draw(1000) + 1;
		bar.value = bar.volume * bar.close;
		bar.split = draw_rare();
		bar.known = draw_rare() ? (uint16_t)draw(ALL_KNOWN + 1) : ALL_KNOWN;
		is_drawn[i] = !draw_rare();
		drawn[i] = bar;
		if (is_drawn[i])
			put(h, i, bar);
	}
}

/* Its share count; 0: not known. Day -1 is the session's. */
static int64_t plain_count(int32_t day, int64_t listed)
{
	if (day < 0)
		return listed;
	return is_drawn[day] && (drawn[day].known & BAR_LISTED) ? drawn[day].listed : 0;
}

/* The counts of two days, with none known between them, are more than 1 % apart. */
static bool plain_step(int32_t older, int32_t newer, int64_t listed)
{
	const int64_t before = plain_count(older, listed);
	const int64_t after = plain_count(newer, listed);

	for (int32_t between = newer + 1; between < older; between++)
		if (plain_count(between, listed) > 0)
			return false;
	return before > 0 && after > 0 && llabs(after - before) * 100 > before;
}

static bool plain_close(uint32_t day)
{
	return is_drawn[day] && (drawn[day].known & BAR_CLOSE);
}

/* The base of the day after `day` is 60 % of its close or less, or its close that of the base. */
static bool plain_far(int32_t day, int32_t first, int32_t base)
{
	const int32_t after = day == first ? base
	                      : is_drawn[day - 1] && (drawn[day - 1].known & BAR_BASE)
	                              ? drawn[day - 1].base
	                              : 0;

	return plain_close((uint32_t)day) && after > 0 &&
	       (after * 10 <= drawn[day].close * 6 || drawn[day].close * 10 <= after * 6);
}

/* Of the days first … last; `listed` and `base` are those of the day before the first in the list.
 */
static bool plain_action(int32_t first, int32_t last, int64_t listed, int32_t base)
{
	for (int32_t older = first; older <= last; older++) {
		if ((is_drawn[older] && drawn[older].split) || plain_far(older, first, base))
			return true;
		for (int32_t newer = listed ? -1 : first; newer < older; newer++)
			if (plain_step(older, newer, listed))
				return true;
	}
	return false;
}

static bool plain_trades(uint32_t day)
{
	return is_drawn[day] && (drawn[day].known & BAR_VOLUME) && (drawn[day].known & BAR_VALUE) &&
	       drawn[day].volume > 0;
}

static bool plain_all_trade(uint32_t first, uint32_t count)
{
	for (uint32_t i = first; i < first + count; i++)
		if (!plain_trades(i))
			return false;
	return true;
}

static enum window_verdict plain_verdict(const struct window_query *q)
{
	if (plain_action(0, (int32_t)q->n - 1, q->listed, q->base))
		return WINDOW_ACTION;
	return plain_all_trade(0, q->n) ? WINDOW_OK : WINDOW_SHORT;
}

static bool plain_base_differs(const struct window_query *q, uint32_t n)
{
	bool differs = q->base > 0 && plain_close(0) && q->base != drawn[0].close;

	for (uint32_t i = 0; i + 1 < n; i++)
		if (is_drawn[i] && (drawn[i].known & BAR_BASE) && plain_close(i + 1))
			differs = differs || drawn[i].base != drawn[i + 1].close;
	return differs;
}

static int32_t plain_high(const struct window_query *q)
{
	int32_t high = 0;

	if (plain_action(0, (int32_t)q->day_count - 1, q->listed, q->base) ||
		plain_base_differs(q, q->day_count))
		return 0;
	for (uint32_t i = 0; i < q->day_count; i++)
		if (plain_close(i) && drawn[i].close > high)
			high = drawn[i].close;
	return high;
}

static void assert_sums(const struct window *w, uint32_t n)
{
	int64_t volume = 0;
	int64_t value = 0;

	for (uint32_t i = 0; i < n; i++) {
		volume += drawn[i].volume;
		value += drawn[i].value;
	}
	assert_int_equal(w->volume_sum, volume);
	assert_int_equal(w->value_sum, value);
	assert_int_equal(w->close_before, plain_close(0) ? drawn[0].close : 0);
	assert_int_equal(w->close_first, plain_close(n - 1) ? drawn[n - 1].close : 0);
}

static bool plain_reaches(uint32_t day, const struct window_query *q, int64_t threshold)
{
	int64_t sum = 0;

	if (day + 20 >= DRAWN_DAYS || !plain_all_trade(day, 21) ||
		plain_action((int32_t)day, (int32_t)day + 20, day == 0 ? q->listed : 0,
			day == 0 ? q->base : 0))
		return false;
	for (uint32_t i = day + 1; i <= day + 20; i++)
		sum += drawn[i].volume;
	return drawn[day].volume * 200000 >= threshold * sum;
}

static void check_streak(const struct history *h, const struct window_query *q)
{
	const int64_t threshold = draw(8000);
	uint32_t want = 0;

	while (plain_reaches(want, q, threshold))
		want++;
	assert_int_equal(history_streak(h, q, threshold), want);
	streaks += want > 1;
}

static void check_share(void)
{
	struct history *h = history_new();
	struct window_query q = ask(draw(20) + 1);
	struct window w;
	enum window_verdict got;

	assert_non_null(h);
	draw_share(h);
	q.day_count = DRAWN_DAYS;
	q.listed = draw_rare() ? draw(2) * LISTED : drawn[0].listed;
	q.base = draw_rare() ? (int32_t)draw(2) * 5 : drawn[0].close;
	got = history_window(h, &q, &w);
	verdicts[got]++;
	assert_int_equal(got, plain_verdict(&q));
	assert_int_equal(w.base_differs, plain_base_differs(&q, q.n));
	assert_int_equal(w.close_high, plain_high(&q));
	if (got == WINDOW_OK)
		assert_sums(&w, q.n);
	check_streak(h, &q);
	history_free(h);
}

static void windows_are_those_of_a_plain_reading(void **state)
{
	(void)state;
	seed = 20261123;
	for (int i = 0; i < SOME; i++)
		check_share();
	assert_true(verdicts[WINDOW_OK] > 1000);
	assert_true(verdicts[WINDOW_SHORT] > 1000);
	assert_true(verdicts[WINDOW_ACTION] > 1000);
	assert_true(streaks > 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			windows_are_those_of_a_plain_reading, start_empty, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
