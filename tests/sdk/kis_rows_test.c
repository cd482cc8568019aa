/* kis_rows_test - rows and values as KIS writes them. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "service/kis_client.h"

static uint32_t count_rows(struct span body, const char *output)
{
	struct kis_rows rows;
	struct kis_row row;
	uint32_t n = 0;

	if (!kis_rows(body, output, &rows))
		return UINT32_MAX;
	while (kis_rows_next(&rows, &row))
		n++;
	return n;
}

static int64_t int_of(const char *row)
{
	struct kis_row r;
	int64_t n;

	kis_row_init(&r, span_of(row));
	return kis_int(&r, "v", &n) ? n : INT64_MIN;
}

static int64_t hundredths_of(const char *row)
{
	struct kis_row r;
	int64_t n;

	kis_row_init(&r, span_of(row));
	return kis_hundredths(&r, "v", &n) ? n : INT64_MIN;
}

static void walks_an_array(void **state)
{
	(void)state;
	assert_int_equal(count_rows(SPAN("{\"output\":[{\"a\":1},{\"a\":2}]}"), "output"), 2);
	assert_int_equal(count_rows(SPAN("{\"output\":[]}"), "output"), 0);
}

static void takes_an_object_as_one_row(void **state)
{
	(void)state;
	assert_int_equal(count_rows(SPAN("{\"output1\":{\"a\":1}}"), "output1"), 1);
}

static void passes_over_what_is_no_object(void **state)
{
	(void)state;
	assert_int_equal(count_rows(SPAN("{\"output\":[1,{\"a\":1},null,[]]}"), "output"), 1);
}

static void refuses_a_missing_output(void **state)
{
	(void)state;
	assert_int_equal(count_rows(SPAN("{\"output\":[]}"), "output2"), UINT32_MAX);
	assert_int_equal(count_rows(SPAN("{\"output\":\"no\"}"), "output"), UINT32_MAX);
}

static void reads_whole_numbers(void **state)
{
	(void)state;
	assert_int_equal(int_of("{\"v\":\"00000123\"}"), 123);
	assert_int_equal(int_of("{\"v\":\"-5\"}"), -5);
	assert_int_equal(int_of("{\"v\":\"   12 \"}"), 12);
	assert_int_equal(int_of("{\"v\":\"-00000002\"}"), -2);
	assert_int_equal(int_of("{\"v\":77}"), 77);
}

static void takes_an_empty_value_for_absent(void **state)
{
	(void)state;
	assert_int_equal(int_of("{\"v\":\"\"}"), INT64_MIN);
	assert_int_equal(int_of("{\"v\":\"   \"}"), INT64_MIN);
	assert_int_equal(int_of("{\"v\":null}"), INT64_MIN);
	assert_int_equal(int_of("{}"), INT64_MIN);
	assert_int_equal(int_of("{\"v\":\"-\"}"), INT64_MIN);
	assert_int_equal(int_of("{\"v\":\"12a\"}"), INT64_MIN);
}

static void reads_decimals_as_hundredths(void **state)
{
	(void)state;
	assert_int_equal(hundredths_of("{\"v\":\"-0.46\"}"), -46);
	assert_int_equal(hundredths_of("{\"v\":\"12\"}"), 1200);
	assert_int_equal(hundredths_of("{\"v\":\"+1.5\"}"), 150);
	assert_int_equal(hundredths_of("{\"v\":\".5\"}"), 50);
	assert_int_equal(hundredths_of("{\"v\":\"0001.00\"}"), 100);
}

static void rounds_half_away_from_zero(void **state)
{
	(void)state;
	assert_int_equal(hundredths_of("{\"v\":\"1.005\"}"), 101);
	assert_int_equal(hundredths_of("{\"v\":\"-1.005\"}"), -101);
	assert_int_equal(hundredths_of("{\"v\":\"1.0049\"}"), 100);
}

static void refuses_what_is_no_decimal(void **state)
{
	(void)state;
	assert_int_equal(hundredths_of("{\"v\":\"1e5\"}"), INT64_MIN);
	assert_int_equal(hundredths_of("{\"v\":\".\"}"), INT64_MIN);
	assert_int_equal(hundredths_of("{\"v\":\"-\"}"), INT64_MIN);
	assert_int_equal(hundredths_of("{\"v\":\"1.2.3\"}"), INT64_MIN);
	assert_int_equal(hundredths_of("{\"v\":\"99999999999999999999\"}"), INT64_MIN);
}

static void refuses_a_text_that_does_not_fit(void **state)
{
	struct kis_row row;
	char room[4];

	(void)state;
	kis_row_init(&row, SPAN("{\"v\":\"abc\",\"w\":\"abcd\",\"x\":1234}"));
	assert_true(kis_text(&row, "v", room, sizeof room));
	assert_false(kis_text(&row, "w", room, sizeof room));
	assert_false(kis_text(&row, "x", room, sizeof room));
}

static void finds_fields_in_any_order(void **state)
{
	static const char *const asked[] = { "c", "a", "none", "d", "b", "a", "none", "d", "c" };
	static const int64_t expected[] = { 3, 1, INT64_MIN, 4, 2, 1, INT64_MIN, 4, 3 };
	struct kis_row row;

	(void)state;
	kis_row_init(&row, SPAN("{\"a\":\"1\",\"b\":\"2\",\"\\u0063\":\"3\",\"d\":\"4\"}"));
	for (size_t i = 0; i < COUNT_OF(asked); i++) {
		int64_t n = INT64_MIN;

		(void)kis_int(&row, asked[i], &n);
		assert_int_equal(n, expected[i]);
	}
}

/* More members than a row keeps. */
static void finds_fields_of_long_rows(void **state)
{
	const int count = 3 * KIS_ROW_KEPT;
	struct kis_row row;
	struct buf b;

	(void)state;
	buf_init(&b, 65536);
	buf_puts(&b, "{\"first\":0");
	for (int i = 0; i < count; i++)
		buf_printf(&b, ",\"field_%d\":\"%d\"", i, i);
	buf_puts(&b, "}");
	kis_row_init(&row, buf_as_span(&b));
	for (int i = 0; i < count; i++) {
		const int at = i * 7919 % count;
		char name[32];
		int64_t n = -1;

		(void)snprintf(name, sizeof name, "field_%d", at);
		assert_true(kis_int(&row, name, &n));
		assert_int_equal(n, at);
	}
	assert_null(kis_value(&row, "field_").at);
	assert_int_equal(row.count, KIS_ROW_KEPT);
	buf_done(&b);
}

static void finds_nothing_in_what_is_no_object(void **state)
{
	struct kis_row row;

	(void)state;
	kis_row_init(&row, SPAN("[\"a\",\"b\"]"));
	assert_null(kis_value(&row, "a").at);
	kis_row_init(&row, (struct span){ NULL, 0 });
	assert_null(kis_value(&row, "a").at);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walks_an_array),
		cmocka_unit_test(takes_an_object_as_one_row),
		cmocka_unit_test(passes_over_what_is_no_object),
		cmocka_unit_test(refuses_a_missing_output),
		cmocka_unit_test(reads_whole_numbers),
		cmocka_unit_test(takes_an_empty_value_for_absent),
		cmocka_unit_test(reads_decimals_as_hundredths),
		cmocka_unit_test(rounds_half_away_from_zero),
		cmocka_unit_test(refuses_what_is_no_decimal),
		cmocka_unit_test(refuses_a_text_that_does_not_fit),
		cmocka_unit_test(finds_fields_in_any_order),
		cmocka_unit_test(finds_fields_of_long_rows),
		cmocka_unit_test(finds_nothing_in_what_is_no_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
