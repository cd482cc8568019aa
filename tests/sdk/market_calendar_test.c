/* market_calendar_test - which session the market is in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "service/market_calendar.h"

static void weekends_and_listed_days_are_closed(void **state)
{
	(void)state;
	assert_true(calendar_is_open_day(NULL, 20261123));
	assert_false(calendar_is_open_day(NULL, 20261122));
	assert_false(calendar_is_open_day(NULL, 20261225));
	assert_false(calendar_is_open_day(NULL, 20261231));
	assert_false(calendar_is_open_day(NULL, 20270101));
	assert_false(calendar_is_open_day(NULL, 20270914));
}

static void the_day_before_skips_closed_days(void **state)
{
	(void)state;
	assert_int_equal(calendar_previous_day(NULL, 20261123), 20261120);
	assert_int_equal(calendar_previous_day(NULL, 20270104), 20261230);
	assert_int_equal(calendar_previous_day(NULL, 20260219), 20260213);
}

static void assert_session(int64_t at, const char *name, int32_t date, int64_t next)
{
	struct market_session s = market_session(NULL, BASIS_KRX, at);

	assert_string_equal(s.name, name);
	assert_int_equal(s.date, date);
	assert_int_equal(s.next_change_ms, next);
}

#define ON(date, h, m) kst_to_ms((date), (h), (m), 0)

static void a_day_runs_through_its_sessions(void **state)
{
	(void)state;
	assert_session(ON(20261123, 0, 0), "closed", 20261120, ON(20261123, 8, 30));
	assert_session(ON(20261123, 8, 30), "pre_open", 20261123, ON(20261123, 9, 0));
	assert_session(ON(20261123, 9, 0), "regular", 20261123, ON(20261123, 15, 20));
	assert_session(ON(20261123, 15, 20), "closing_auction", 20261123, ON(20261123, 15, 30));
	assert_session(ON(20261123, 15, 30), "post_close", 20261123, ON(20261123, 16, 0));
	assert_session(ON(20261123, 16, 0), "after_market", 20261123, ON(20261123, 20, 0));
	assert_session(ON(20261123, 20, 0), "closed", 20261123, ON(20261124, 0, 0));
}

static void a_boundary_is_met_to_the_millisecond(void **state)
{
	(void)state;
	assert_session(ON(20261123, 9, 0) - 1, "pre_open", 20261123, ON(20261123, 9, 0));
	assert_session(ON(20261124, 0, 0) - 1, "closed", 20261123, ON(20261124, 0, 0));
}

static void figures_are_provisional_until_eight(void **state)
{
	(void)state;
	assert_true(market_session(NULL, BASIS_KRX, ON(20261123, 19, 59)).provisional);
	assert_false(market_session(NULL, BASIS_KRX, ON(20261123, 20, 0)).provisional);
	assert_false(market_session(NULL, BASIS_KRX, ON(20261123, 8, 29)).provisional);
	assert_false(market_session(NULL, BASIS_KRX, ON(20261122, 12, 0)).provisional);
}

static void figures_end_with_their_day(void **state)
{
	(void)state;
	assert_int_equal(market_session(NULL, BASIS_KRX, ON(20261122, 12, 0)).figures_end_ms,
		ON(20261120, 20, 0));
	assert_int_equal(market_session(NULL, BASIS_KRX, ON(20261123, 10, 0)).figures_end_ms,
		ON(20261123, 20, 0));
}

static void a_closed_day_changes_at_midnight(void **state)
{
	(void)state;
	assert_session(ON(20261225, 10, 0), "closed", 20261224, ON(20261226, 0, 0));
}

static void the_first_day_of_a_year_begins_at_ten(void **state)
{
	(void)state;
	assert_session(ON(20270104, 9, 29), "closed", 20261230, ON(20270104, 9, 30));
	assert_session(ON(20270104, 9, 59), "pre_open", 20270104, ON(20270104, 10, 0));
	assert_session(ON(20270104, 10, 0), "regular", 20270104, ON(20270104, 15, 20));
}

static void the_exam_day_is_an_hour_later(void **state)
{
	(void)state;
	assert_session(ON(20261119, 9, 30), "pre_open", 20261119, ON(20261119, 10, 0));
	assert_session(ON(20261119, 16, 29), "closing_auction", 20261119, ON(20261119, 16, 30));
	assert_session(ON(20261119, 20, 30), "after_market", 20261119, ON(20261119, 21, 0));
}

static void assert_venue(enum basis basis, int64_t at, const char *name, int64_t next)
{
	struct market_session s = market_session(NULL, basis, at);

	assert_string_equal(s.name, name);
	assert_int_equal(s.next_change_ms, next);
}

static void nxt_runs_through_its_own_sessions(void **state)
{
	(void)state;
	assert_venue(BASIS_NXT, ON(20261123, 7, 40), "closed", ON(20261123, 8, 0));
	assert_venue(BASIS_NXT, ON(20261123, 8, 0), "pre_market", ON(20261123, 8, 50));
	assert_venue(BASIS_NXT, ON(20261123, 8, 50), "pre_open", ON(20261123, 9, 0) + 30000);
	assert_venue(BASIS_NXT, ON(20261123, 9, 1), "regular", ON(20261123, 15, 20));
	assert_venue(BASIS_NXT, ON(20261123, 15, 20), "post_close", ON(20261123, 15, 40));
	assert_venue(BASIS_NXT, ON(20261123, 15, 40), "after_market", ON(20261123, 20, 0));
	assert_venue(BASIS_NXT, ON(20261123, 20, 0), "closed", ON(20261124, 0, 0));
}

static void both_together_trade_from_the_first_to_the_last(void **state)
{
	(void)state;
	assert_venue(BASIS_UNIFIED, ON(20261123, 8, 0), "pre_market", ON(20261123, 8, 50));
	assert_venue(BASIS_UNIFIED, ON(20261123, 9, 0), "regular", ON(20261123, 15, 20));
	assert_venue(BASIS_UNIFIED, ON(20261123, 15, 45), "after_market", ON(20261123, 20, 0));
}

static void upstream_has_the_last_word_on_a_day(void **state)
{
	struct calendar c = { 0 };

	(void)state;
	calendar_learn(&c, 20261124, false);
	calendar_learn(&c, 20261225, true);
	assert_false(calendar_is_open_day(&c, 20261124));
	assert_true(calendar_is_open_day(&c, 20261225));
	assert_int_equal(calendar_next_day(&c, 20261123), 20261125);
	assert_int_equal(calendar_known_until(&c), 20261225);
	calendar_learn(&c, 20261124, true);
	assert_true(calendar_is_open_day(&c, 20261124));
	assert_int_equal(c.learnt_count, 2);
}

static void a_full_calendar_forgets_its_oldest_day(void **state)
{
	struct calendar c = { 0 };
	int32_t date = 20270101;

	(void)state;
	while (c.learnt_count < CALENDAR_LEARNT_MAX) {
		calendar_learn(&c, date, true);
		date = kst_date_add(date, 1);
	}
	calendar_learn(&c, 20261231, true);
	assert_int_equal(c.learnt[0].date, 20270101);
	calendar_learn(&c, date, false);
	assert_int_equal(c.learnt_count, CALENDAR_LEARNT_MAX);
	assert_int_equal(c.learnt[0].date, 20270102);
	assert_int_equal(calendar_known_until(&c), date);
	assert_false(c.learnt[CALENDAR_LEARNT_MAX - 1].is_open);
}

static void a_closed_market_says_why(void **state)
{
	(void)state;
	assert_int_equal(calendar_closed_why(NULL, BASIS_KRX, ON(20261123, 10, 0)), CLOSED_NOT);
	assert_int_equal(calendar_closed_why(NULL, BASIS_KRX, ON(20261122, 10, 0)), CLOSED_WEEKEND);
	assert_int_equal(calendar_closed_why(NULL, BASIS_KRX, ON(20261225, 10, 0)), CLOSED_HOLIDAY);
	assert_int_equal(calendar_closed_why(NULL, BASIS_KRX, ON(20261123, 21, 0)), CLOSED_HOURS);
}

static void days_before_come_newest_first(void **state)
{
	int32_t days[3];

	(void)state;
	calendar_days_before(NULL, 20261123, days, 3);
	assert_int_equal(days[0], 20261120);
	assert_int_equal(days[2], 20261118);
}

static void nxt_too_is_closed_until_midnight(void **state)
{
	(void)state;
	assert_int_equal(market_session(NULL, BASIS_NXT, ON(20261122, 12, 0)).next_change_ms,
		ON(20261123, 0, 0));
	assert_int_equal(market_session(NULL, BASIS_NXT, ON(20261123, 20, 0)).next_change_ms,
		ON(20261124, 0, 0));
}

static void krx_waits_for_its_own_hour(void **state)
{
	(void)state;
	assert_int_equal(market_session(NULL, BASIS_KRX, ON(20261123, 7, 40)).next_change_ms,
		ON(20261123, 8, 30));
	assert_string_equal(market_session(NULL, BASIS_KRX, ON(20261123, 8, 10)).name, "closed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weekends_and_listed_days_are_closed),
		cmocka_unit_test(the_day_before_skips_closed_days),
		cmocka_unit_test(a_day_runs_through_its_sessions),
		cmocka_unit_test(a_boundary_is_met_to_the_millisecond),
		cmocka_unit_test(figures_are_provisional_until_eight),
		cmocka_unit_test(figures_end_with_their_day),
		cmocka_unit_test(a_closed_day_changes_at_midnight),
		cmocka_unit_test(the_first_day_of_a_year_begins_at_ten),
		cmocka_unit_test(the_exam_day_is_an_hour_later),
		cmocka_unit_test(nxt_runs_through_its_own_sessions),
		cmocka_unit_test(both_together_trade_from_the_first_to_the_last),
		cmocka_unit_test(upstream_has_the_last_word_on_a_day),
		cmocka_unit_test(a_full_calendar_forgets_its_oldest_day),
		cmocka_unit_test(a_closed_market_says_why),
		cmocka_unit_test(days_before_come_newest_first),
		cmocka_unit_test(nxt_too_is_closed_until_midnight),
		cmocka_unit_test(krx_waits_for_its_own_hour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
