/* market_fill_demo_test - the whole demo market filled through the real client: every share, every
 * day, the same whichever way it comes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/phrase.h"
#include "service/market_fill.h"
#include "service/wires.h"

#define TODAY 20261124
#define YESTERDAY 20261123
#define STEPS_MAX 200000

/* One market with its client, in one moment that the test sets. */
struct trial {
	struct env env;
	struct counters counters;
	struct kis_settings settings;
	struct source_settings sources;
	struct calendar calendar;
	struct kis *kis;
	struct master *master;
	struct snapshots *snapshots;
	struct history *history;
	struct flows *flows;
	struct fill *fill;
};

static int64_t wall_ms;
static int64_t mono_ms = 1000000;

static int64_t get_wall(void *self)
{
	(void)self;
	return wall_ms;
}

static int64_t get_mono(void *self)
{
	(void)self;
	return mono_ms;
}

/* `krx_key` NULL: bars come from KIS. */
static void open_trial(struct trial *t, const char *krx_key)
{
	struct wire *wire = NULL;

	*t = (struct trial){
		.env = { .clock = { .wall_ms = get_wall, .mono_ms = get_mono } },
		.settings = { .deadline = 10, .body_max = 8 << 20, .requests_per_second = 15 },
	};
	t->env.counters = &t->counters;
	t->sources.krx = (struct krx_settings){
		.api_key = krx_key,
		.base_url = "https://data-dbg.krx.co.kr",
	};
	assert_int_equal(wire_demo_open(1, &t->env.clock, &wire, NULL), MCP_OK);
	t->kis = kis_new(&(struct kis_options){
		.env = &t->env,
		.settings = &t->settings,
		.sources = &t->sources,
		.environment = ENVIRONMENT_DEMO,
		.wire = wire,
	});
	assert_non_null(t->kis);
	t->master = master_new(&t->env, t->kis);
	t->snapshots = snapshots_new(&t->env, t->kis, t->master, &t->calendar);
	t->history = history_new();
	t->flows = flows_new();
	assert_true(t->master && t->snapshots && t->history && t->flows);
	t->fill = fill_new(&(struct fill_parts){
		.env = &t->env,
		.kis = t->kis,
		.master = t->master,
		.calendar = &t->calendar,
		.snapshots = t->snapshots,
		.history = t->history,
		.flows = t->flows,
		.sources = &t->sources,
	});
	assert_non_null(t->fill);
}

static void close_trial(struct trial *t)
{
	fill_free(t->fill);
	snapshots_free(t->snapshots);
	flows_free(t->flows);
	history_free(t->history);
	master_free(t->master);
	kis_free(t->kis);
}

static void at(int32_t date, int hour, int minute)
{
	int64_t to = kst_to_ms(date, hour, minute, 0);

	mono_ms += wall_ms ? to - wall_ms : 0;
	wall_ms = to;
}

/* Until that kind is there. */
static void fill_up(struct trial *t, enum fill_kind kind)
{
	struct fill_state s = { 0 };

	fill_start(t->fill, kind);
	for (int i = 0; i < STEPS_MAX && !s.ready; i++) {
		(void)fill_step(t->fill);
		kis_step(t->kis, 0);
		wall_ms++;
		mono_ms++;
		fill_state(t->fill, kind, &s);
	}
	assert_true(s.ready);
	assert_int_equal(s.skipped, 0);
	assert_int_equal(s.done, s.total);
}

static uint64_t calls_of(const struct trial *t)
{
	return atomic_load_explicit(&t->counters.kis_calls, memory_order_relaxed);
}

static uint32_t roster_of(const struct trial *t, const struct master_entry **ret)
{
	uint32_t count = master_roster(t->master, ret);

	assert_true(count > 2500);
	return count;
}

/* The bars of TODAY at 10:24, by chart: two tests look at them, and they take long to fill. */
static struct trial chart;

static const struct trial *charted(void)
{
	at(TODAY, 10, 24);
	if (!chart.fill) {
		open_trial(&chart, NULL);
		fill_up(&chart, FILL_BARS);
	}
	return &chart;
}

static int close_charted(void **state)
{
	(void)state;
	if (chart.fill)
		close_trial(&chart);
	return 0;
}

static void every_share_gets_its_bars(void **state)
{
	const struct trial *t = charted();
	const struct master_entry *roster;
	int32_t days[HISTORY_DAYS];
	uint32_t count;
	uint32_t traded = 0;

	(void)state;
	count = roster_of(t, &roster);
	calendar_days_before(&t->calendar, TODAY, days, HISTORY_DAYS);
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t d = 0; d < HISTORY_DAYS; d++) {
			const struct master_row *row = roster[i].row;
			const struct bar *bar = history_bar(t->history, row->code, days[d]);

			assert_true((bar != NULL) == (row->listed_on <= days[d]));
			if (bar)
				traded += bar->known & BAR_VALUE && bar->value > 0;
		}
	assert_true(traded > count * (HISTORY_DAYS - 4));
	/* One call a share, and the master files. */
	assert_in_range(calls_of(t), count, count + 8);
}

static void every_share_gets_its_flows(void **state)
{
	const struct master_entry *roster;
	struct trial t;
	uint32_t count;

	(void)state;
	at(TODAY, 10, 24);
	open_trial(&t, NULL);
	fill_up(&t, FILL_INVESTORS);
	fill_up(&t, FILL_PROGRAMS);
	count = roster_of(&t, &roster);
	for (uint32_t i = 0; i < count; i++)
		for (int who = 0; who < INVESTORS; who++) {
			const struct master_row *row = roster[i].row;
			const struct flow *f =
				flows_get(t.flows, row->code, YESTERDAY, (enum investor)who);

			assert_true((f != NULL) == (row->listed_on <= YESTERDAY));
			if (f)
				assert_int_equal(f->known, FLOW_ALL);
			assert_null(flows_get(t.flows, row->code, TODAY, (enum investor)who));
		}
	close_trial(&t);
}

static void assert_same(const struct trial *a, const struct trial *b, const char *code)
{
	const struct bar *x = history_bar(a->history, code, TODAY);
	const struct bar *y = history_bar(b->history, code, TODAY);

	assert_true((x != NULL) == (y != NULL));
	if (!x)
		return;
	assert_int_equal(x->close, y->close);
	assert_int_equal(x->volume, y->volume);
	assert_int_equal(x->value, y->value);
	if (x->known & y->known & BAR_BASE)
		assert_int_equal(x->base, y->base);
}

/* The day's own bars from one sweep, and by chart. */
static void both_ways_give_the_same_day(void **state)
{
	const struct master_entry *roster;
	struct trial swept;
	struct trial asked;
	uint64_t before;
	uint32_t count;

	(void)state;
	at(TODAY, 19, 0);
	open_trial(&swept, NULL);
	fill_up(&swept, FILL_BARS);
	at(TODAY, 20, 6);
	before = calls_of(&swept);
	fill_up(&swept, FILL_BARS);
	/* A sweep, and the few that have no price in it. */
	assert_in_range(calls_of(&swept) - before, 80, 200);
	open_trial(&asked, NULL);
	fill_up(&asked, FILL_BARS);
	count = roster_of(&swept, &roster);
	for (uint32_t i = 0; i < count; i++)
		assert_same(&swept, &asked, roster[i].row->code);
	close_trial(&asked);
	close_trial(&swept);
}

/* The count of shares changes in what KRX tells, or today, as KIS tells of the day before. */
static bool had_an_action(
	const struct trial *t, const struct trial *kis, const char *code, const int32_t *days)
{
	const struct bar *newest = history_bar(t->history, code, days[0]);
	const struct bar *by_kis = history_bar(kis->history, code, days[0]);

	if (by_kis && by_kis->split)
		return true;

	for (uint32_t d = 1; newest && d < HISTORY_DAYS; d++) {
		const struct bar *bar = history_bar(t->history, code, days[d]);

		if (bar && bar->listed != newest->listed)
			return true;
	}
	return false;
}

static uint32_t count_differences(
	const struct trial *a, const struct trial *b, const char *code, const int32_t *days)
{
	uint32_t n = 0;

	for (uint32_t d = 0; d < HISTORY_DAYS; d++) {
		const struct bar *x = history_bar(a->history, code, days[d]);
		const struct bar *y = history_bar(b->history, code, days[d]);

		if (x && y)
			n += x->close != y->close || x->volume != y->volume ||
			     x->value != y->value || x->base != y->base;
		else
			n += x != y;
	}
	return n;
}

/* KRX gives bars as traded, KIS adjusted: they differ where shares were split or merged only. */
static void krx_gives_what_kis_gives_but_for_splits(void **state)
{
	const struct master_entry *roster;
	const struct trial *kis = charted();
	int32_t days[HISTORY_DAYS];
	struct trial krx;
	uint32_t differing = 0;
	uint32_t count;

	(void)state;
	at(TODAY, 10, 24);
	open_trial(&krx, "KRXTESTKEY");
	fill_up(&krx, FILL_BARS);
	/* Two calls a day, and the master files. */
	assert_in_range(calls_of(&krx), 2 * HISTORY_DAYS, 2 * HISTORY_DAYS + 8);
	calendar_days_before(&kis->calendar, TODAY, days, HISTORY_DAYS);
	count = roster_of(&krx, &roster);
	for (uint32_t i = 0; i < count; i++) {
		const char *code = roster[i].row->code;

		if (count_differences(&krx, kis, code, days) == 0)
			continue;
		assert_true(had_an_action(&krx, kis, code, days));
		differing++;
	}
	assert_in_range(differing, 0, count / 100);
	close_trial(&krx);
}

static int start(void **state)
{
	(void)state;
	phrase_locale("en");
	wall_ms = 0;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(every_share_gets_its_bars, start),
		cmocka_unit_test_setup(every_share_gets_its_flows, start),
		cmocka_unit_test_setup(both_ways_give_the_same_day, start),
		cmocka_unit_test_setup(krx_gives_what_kis_gives_but_for_splits, start),
	};

	return cmocka_run_group_tests(tests, NULL, close_charted);
}
