/* fill_samples_test - real recorded bodies of bars and flows, read in place, to the won. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "support/samples.h"

#include "base/buf.h"
#include "data/scan.h"
#include "service/bars_read.h"
#include "service/market_fill.h"

#define ROOM 40

static struct buf body;
static struct json_object *recorded;

/* The body, read. */
static struct span sample(const char *name)
{
	sample_read(name, &body);
	assert_non_null(buf_text(&body));
	recorded = json_tokener_parse(buf_text(&body));
	assert_non_null(recorded);
	assert_true(scan_check(buf_as_span(&body), NULL));
	return buf_as_span(&body);
}

static int stop(void **state)
{
	(void)state;
	buf_done(&body);
	json_object_put(recorded);
	recorded = NULL;
	return 0;
}

static struct json_object *row_of(const char *output, uint32_t i)
{
	return json_object_array_get_idx(json_object_object_get(recorded, output), i);
}

static uint32_t rows_of(const char *output)
{
	return (uint32_t)json_object_array_length(json_object_object_get(recorded, output));
}

static int64_t number(struct json_object *row, const char *name)
{
	return strtoll(json_object_get_string(json_object_object_get(row, name)), NULL, 10);
}

static void a_recorded_chart_is_read_to_the_won(void **state)
{
	struct span chart = sample("inquire-daily-itemchartprice.json");
	struct bars bars;

	(void)state;
	assert_int_equal(chart_read(chart, "005930", &bars, NULL), MCP_OK);
	assert_int_equal(bars.count, rows_of("output2"));
	assert_int_equal(bars.dropped, 0);
	assert_int_equal(
		bars.listed, number(json_object_object_get(recorded, "output1"), "lstn_stcn"));
	for (uint32_t i = 0; i < bars.count; i++) {
		struct json_object *row = row_of("output2", i);
		const struct bar *bar = &bars.rows[i].bar;

		assert_int_equal(bars.rows[i].date, number(row, "stck_bsop_date"));
		assert_int_equal(bar->close, number(row, "stck_clpr"));
		assert_int_equal(bar->volume, number(row, "acml_vol"));
		assert_int_equal(bar->value, number(row, "acml_tr_pbmn"));
		assert_int_equal(bar->base, number(row, "stck_clpr") - number(row, "prdy_vrss"));
		assert_int_equal(bar->split, 0);
	}
}

/* KIS's word for a class, and what its amounts are in. */
struct class
{
	enum investor who;
	const char *word;
	int64_t unit;
};

static const struct class investors[] = {
	{ INVESTOR_FOREIGN, "frgn", 1000000 },
	{ INVESTOR_INSTITUTION, "orgn", 1000000 },
	{ INVESTOR_INDIVIDUAL, "prsn", 1000000 },
};
static const struct class programs[] = { { INVESTOR_PROGRAM, "whol_smtn", 1 } };

static int64_t figure(struct json_object *row, const struct class *c, const char *ending)
{
	char name[64];

	(void)snprintf(name, sizeof name, "%s_%s", c->word, ending);
	return number(row, name);
}

static void assert_flow(const struct flow *f, struct json_object *row, const struct class *c)
{
	assert_int_equal(f->known, FLOW_ALL);
	assert_int_equal(f->buy_volume, figure(row, c, "shnu_vol"));
	assert_int_equal(f->sell_volume, figure(row, c, "seln_vol"));
	assert_int_equal(f->net_volume, figure(row, c, "ntby_qty"));
	assert_int_equal(f->buy_amount, figure(row, c, "shnu_tr_pbmn") * c->unit);
	assert_int_equal(f->sell_amount, figure(row, c, "seln_tr_pbmn") * c->unit);
	assert_int_equal(f->net_amount, figure(row, c, "ntby_tr_pbmn") * c->unit);
}

static void recorded_investors_are_read_to_the_won(void **state)
{
	struct span given = sample("inquire-investor.json");
	struct flow_row rows[ROOM];
	uint32_t count;

	(void)state;
	assert_true(flow_read(given, FILL_INVESTORS, rows, ROOM, &count));
	assert_int_equal(count, rows_of("output"));
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].date, 20240611);
	for (uint32_t i = 0; i < 3; i++) {
		/* The day that goes on has no figures yet. */
		assert_int_equal(rows[0].flow[investors[i].who].known, 0);
		assert_flow(&rows[1].flow[investors[i].who], row_of("output", 1), &investors[i]);
	}
}

static void recorded_programs_are_read_to_the_won(void **state)
{
	struct span given = sample("program-trade-by-stock-daily.json");
	struct flow_row rows[ROOM];
	uint32_t count;

	(void)state;
	assert_true(flow_read(given, FILL_PROGRAMS, rows, ROOM, &count));
	assert_int_equal(count, rows_of("output"));
	assert_int_equal(count, 4);
	for (uint32_t i = 0; i < count; i++) {
		assert_int_equal(rows[i].date, number(row_of("output", i), "stck_bsop_date"));
		assert_flow(&rows[i].flow[INVESTOR_PROGRAM], row_of("output", i), &programs[0]);
		assert_int_equal(rows[i].flow[INVESTOR_PROGRAM].rounded, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_recorded_chart_is_read_to_the_won, stop),
		cmocka_unit_test_teardown(recorded_investors_are_read_to_the_won, stop),
		cmocka_unit_test_teardown(recorded_programs_are_read_to_the_won, stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
