/* flow_read_test - who bought and sold, by day: units, gaps, and bodies that lie. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buf.h"
#include "data/scan.h"
#include "service/market_fill.h"

#define ROOM 40

/* One class's six fields. */
#define CLASS(kis, bv, sv, nv, ba, sa, na) \
	",\"" kis "_shnu_vol\":\"" bv "\",\"" kis "_seln_vol\":\"" sv "\",\"" kis \
	"_ntby_qty\":\"" nv "\",\"" kis "_shnu_tr_pbmn\":\"" ba "\",\"" kis \
	"_seln_tr_pbmn\":\"" sa "\",\"" kis "_ntby_tr_pbmn\":\"" na "\""
#define DAY(date, classes) "{\"stck_bsop_date\":\"" date "\"" classes "}"
#define BODY(rows) "{\"output\":[" rows "]}"

static struct flow_row rows[ROOM];
static uint32_t count;

static bool read_body(enum fill_kind kind, const char *body)
{
	assert_true(scan_check(span_of(body), NULL));
	memset(rows, 0, sizeof rows);
	count = 0;
	return flow_read(span_of(body), kind, rows, ROOM, &count);
}

static void amounts_of_investors_are_millions(void **state)
{
	const struct flow *f = &rows[0].flow[INVESTOR_FOREIGN];

	(void)state;
	assert_true(read_body(
		FILL_INVESTORS, BODY(DAY("20240610", CLASS("frgn", "3111002", "5004337", "-1893335",
							     "236549", "380262", "-143714")))));
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].date, 20240610);
	assert_int_equal(f->known, FLOW_ALL);
	assert_int_equal(f->rounded, 1);
	assert_int_equal(f->buy_volume, 3111002);
	assert_int_equal(f->sell_volume, 5004337);
	assert_int_equal(f->net_volume, -1893335);
	assert_int_equal(f->buy_amount, 236549000000);
	assert_int_equal(f->sell_amount, 380262000000);
	assert_int_equal(f->net_amount, -143714000000);
	assert_int_equal(rows[0].flow[INVESTOR_PROGRAM].known, 0);
}

static void amounts_of_programs_are_won(void **state)
{
	const struct flow *f = &rows[0].flow[INVESTOR_PROGRAM];

	(void)state;
	assert_true(read_body(FILL_PROGRAMS,
		BODY(DAY("20240517", CLASS("whol_smtn", "3468820", "6910299", "-3441479",
					     "270120727200", "536935491000", "-266814763800")))));
	assert_int_equal(f->known, FLOW_ALL);
	assert_int_equal(f->rounded, 0);
	assert_int_equal(f->buy_amount, 270120727200);
	assert_int_equal(f->net_amount, -266814763800);
	assert_int_equal(rows[0].flow[INVESTOR_FOREIGN].known, 0);
}

static void empty_fields_are_not_zero(void **state)
{
	(void)state;
	assert_true(read_body(FILL_INVESTORS,
		BODY(DAY("20240611", CLASS("frgn", "", "", "", "", "", "")
					     CLASS("orgn", "0", "0", "0", "0", "0", "0")))));
	assert_int_equal(count, 1);
	assert_int_equal(rows[0].flow[INVESTOR_FOREIGN].known, 0);
	assert_int_equal(rows[0].flow[INVESTOR_INSTITUTION].known, FLOW_ALL);
}

static void what_is_there_alone_is_known_alone(void **state)
{
	(void)state;
	assert_true(read_body(
		FILL_INVESTORS, BODY(DAY("20240611", CLASS("frgn", "5", "", "", "1", "", "")))));
	assert_int_equal(rows[0].flow[INVESTOR_FOREIGN].known, FLOW_BUY_VOLUME | FLOW_BUY_AMOUNT);
}

static uint16_t known_of_programs(const char *body)
{
	assert_true(read_body(FILL_PROGRAMS, body));
	assert_int_equal(count, 1);
	return rows[0].flow[INVESTOR_PROGRAM].known;
}

#define PROGRAM(bv, sv, nv, ba, sa, na) \
	BODY(DAY("20240611", CLASS("whol_smtn", bv, sv, nv, ba, sa, na)))

static void figures_that_contradict_each_other_are_not_known(void **state)
{
	(void)state;
	assert_int_equal(known_of_programs(PROGRAM("5", "3", "2", "50", "30", "20")), FLOW_ALL);
	/* The net is not the difference. */
	assert_int_equal(known_of_programs(PROGRAM("5", "3", "-2", "50", "30", "20")), 0);
	assert_int_equal(known_of_programs(PROGRAM("5", "3", "2", "50", "30", "21")), 0);
	/* Below nothing. */
	assert_int_equal(known_of_programs(PROGRAM("-5", "3", "-8", "50", "30", "20")), 0);
	assert_int_equal(known_of_programs(PROGRAM("5", "3", "2", "-50", "30", "-80")), 0);
	/* Won without shares, shares without won. */
	assert_int_equal(known_of_programs(PROGRAM("0", "3", "-3", "50", "30", "20")), 0);
	assert_int_equal(known_of_programs(PROGRAM("5", "3", "2", "0", "30", "-30")), 0);
	assert_int_equal(known_of_programs(PROGRAM("5", "0", "5", "50", "30", "20")), 0);
}

static uint16_t known_of_foreigners(const char *body)
{
	assert_true(read_body(FILL_INVESTORS, body));
	return rows[0].flow[INVESTOR_FOREIGN].known;
}

#define FOREIGN(bv, sv, nv, ba, sa, na) BODY(DAY("20240611", CLASS("frgn", bv, sv, nv, ba, sa, na)))

static void rounded_amounts_may_be_off_by_their_rounding(void **state)
{
	(void)state;
	assert_int_equal(known_of_foreigners(FOREIGN("5", "3", "2", "50", "30", "22")), FLOW_ALL);
	assert_int_equal(known_of_foreigners(FOREIGN("5", "3", "2", "50", "30", "23")), 0);
	/* A few shares are less than half a million won. */
	assert_int_equal(known_of_foreigners(FOREIGN("5", "3", "2", "0", "0", "0")), FLOW_ALL);
	/* More than 64 bits hold. */
	assert_int_equal(
		known_of_foreigners(FOREIGN("5", "3", "2", "9223372036854775", "0", "0")), 0);
}

static void gives_the_newest_first_and_each_day_once(void **state)
{
	(void)state;
	assert_true(read_body(FILL_PROGRAMS,
		BODY(DAY("20240610", CLASS("whol_smtn", "1", "0", "1", "9", "0", "9")) "," DAY(
			"20240611",
			CLASS("whol_smtn", "2", "0", "2", "9", "0", "9")) "," DAY("20240610",
			CLASS("whol_smtn", "1", "0", "1", "9", "0", "9")) "," DAY("20240611",
			CLASS("whol_smtn", "3", "0", "3", "9", "0", "9")))));
	assert_int_equal(count, 2);
	assert_int_equal(rows[0].date, 20240611);
	/* Two that differ: nobody knows. */
	assert_int_equal(rows[0].flow[INVESTOR_PROGRAM].known, 0);
	assert_int_equal(rows[1].date, 20240610);
	assert_int_equal(rows[1].flow[INVESTOR_PROGRAM].buy_volume, 1);
}

static void refuses_what_is_not_of_the_kind(void **state)
{
	(void)state;
	assert_false(read_body(FILL_INVESTORS, "{}"));
	assert_false(read_body(FILL_INVESTORS, "{\"output\":{}}"));
	assert_false(read_body(FILL_INVESTORS, "{\"output\":\"\"}"));
	assert_false(read_body(FILL_INVESTORS, PROGRAM("5", "3", "2", "50", "30", "20")));
	assert_false(read_body(FILL_PROGRAMS, FOREIGN("5", "3", "2", "50", "30", "20")));
}

static void a_row_without_a_day_is_no_row(void **state)
{
	(void)state;
	assert_true(read_body(FILL_PROGRAMS, BODY("{},[],{\"stck_bsop_date\":\"20240631\"}")));
	assert_int_equal(count, 0);
	assert_true(read_body(FILL_PROGRAMS, BODY("")));
	assert_int_equal(count, 0);
}

static void reads_no_more_rows_than_there_is_room_for(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_puts(&b, "{\"output\":[");
	for (int i = 0; i < ROOM + 20; i++)
		buf_printf(&b, "%s{\"stck_bsop_date\":\"2024%02d%02d\",\"frgn_ntby_qty\":\"1\"}",
			i ? "," : "", 1 + i / 28, 1 + i % 28);
	buf_puts(&b, "]}");
	assert_true(read_body(FILL_INVESTORS, buf_text(&b)));
	assert_int_equal(count, ROOM);
	buf_done(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_of_investors_are_millions),
		cmocka_unit_test(amounts_of_programs_are_won),
		cmocka_unit_test(empty_fields_are_not_zero),
		cmocka_unit_test(what_is_there_alone_is_known_alone),
		cmocka_unit_test(figures_that_contradict_each_other_are_not_known),
		cmocka_unit_test(rounded_amounts_may_be_off_by_their_rounding),
		cmocka_unit_test(gives_the_newest_first_and_each_day_once),
		cmocka_unit_test(refuses_what_is_not_of_the_kind),
		cmocka_unit_test(a_row_without_a_day_is_no_row),
		cmocka_unit_test(reads_no_more_rows_than_there_is_room_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
