/* scan_walk_test - walking checked JSON: members, items, strings and numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "data/scan.h"

#define ROOM ((size_t)4 * 1024 * 1024)

static void finds_members_by_name(void **state)
{
	const struct span object = SPAN(
		" { \"a\" : 1 , \"b\":{\"a\":[1,{\"x\":\"}\"}],\"c\":\"\\\"\"}, \"\\u0064\":null } ");

	(void)state;
	assert_true(span_is(scan_get(object, "a"), "1"));
	assert_true(span_is(scan_get2(object, "b", "a"), "[1,{\"x\":\"}\"}]"));
	assert_true(span_is(scan_get2(object, "b", "c"), "\"\\\"\""));
	assert_true(span_is(scan_get(object, "d"), "null"));
	assert_null(scan_get(object, "x").at);
	assert_null(scan_get2(object, "a", "b").at);
	assert_null(scan_get(SPAN("[\"a\",1]"), "a").at);
}

static void walks_items(void **state)
{
	struct scan_iter it = scan_iter(SPAN("[ 1 , \"two,\" , [3,[4]] , { } ]"));
	struct span item;

	(void)state;
	assert_true(scan_item(&it, &item) && span_is(item, "1"));
	assert_true(scan_item(&it, &item) && span_is(item, "\"two,\""));
	assert_true(scan_item(&it, &item) && span_is(item, "[3,[4]]"));
	assert_true(scan_item(&it, &item) && span_is(item, "{ }"));
	assert_false(scan_item(&it, &item));
}

static void walks_nothing_where_nothing_is(void **state)
{
	struct scan_iter empty = scan_iter(SPAN("[ ]"));
	struct scan_iter scalar = scan_iter(SPAN("\"[1]\""));
	struct scan_iter absent = scan_iter((struct span){ NULL, 0 });
	struct span item;

	(void)state;
	assert_false(scan_item(&empty, &item));
	assert_false(scan_item(&scalar, &item));
	assert_false(scan_item(&absent, &item));
}

static void tells_kinds(void **state)
{
	(void)state;
	assert_int_equal(scan_kind(SPAN(" null")), SCAN_NULL);
	assert_int_equal(scan_kind(SPAN("true")), SCAN_TRUE);
	assert_int_equal(scan_kind(SPAN("false")), SCAN_FALSE);
	assert_int_equal(scan_kind(SPAN("-1")), SCAN_NUMBER);
	assert_int_equal(scan_kind(SPAN("\"\"")), SCAN_TEXT);
	assert_int_equal(scan_kind(SPAN("[]")), SCAN_ARRAY);
	assert_int_equal(scan_kind(SPAN("{}")), SCAN_OBJECT);
	assert_int_equal(scan_kind((struct span){ NULL, 0 }), SCAN_ABSENT);
}

static void decodes_strings(void **state)
{
	const struct span text =
		SPAN("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uc0bc\\ud83d\\ude00z\"");
	const char *plain = "a\"\\/\b\f\n\r\t\xc3\xa9\xec\x82\xbc\xf0\x9f\x98\x80z";
	struct arena arena;
	char room[64];
	struct buf b;

	(void)state;
	arena_init(&arena, ROOM);
	buf_init(&b, ROOM);

	assert_true(scan_text(text, &b) && span_is(buf_as_span(&b), plain));
	assert_string_equal(scan_text_copy(text, &arena), plain);
	assert_true(scan_text_into(text, room, sizeof room));
	assert_string_equal(room, plain);
	assert_true(scan_text_is(text, plain));
	assert_false(scan_text_is(text, "a\""));
	assert_false(scan_text_is(SPAN("1"), "1"));

	buf_done(&b);
	arena_done(&arena);
}

static void gives_no_c_string_with_a_nul_inside(void **state)
{
	const struct span text = SPAN("\"a\\u0000b\"");
	struct arena arena;
	char room[16];
	struct buf b;

	(void)state;
	arena_init(&arena, ROOM);
	buf_init(&b, ROOM);

	assert_null(scan_text_copy(text, &arena));
	assert_false(scan_text_into(text, room, sizeof room));
	assert_true(scan_text(text, &b));
	assert_int_equal(b.len, 3);

	buf_done(&b);
	arena_done(&arena);
}

static void says_when_a_string_does_not_fit(void **state)
{
	struct arena arena;
	char room[4];
	struct buf b;

	(void)state;
	arena_init(&arena, 1);
	buf_init(&b, 3);

	assert_true(scan_text_into(SPAN("\"abc\""), room, sizeof room));
	assert_false(scan_text_into(SPAN("\"abcd\""), room, sizeof room));
	assert_false(scan_text_into(SPAN("\"\""), room, 0));
	assert_false(scan_text(SPAN("\"abcd\""), &b));
	assert_false(scan_text(SPAN("12"), &b));
	assert_null(scan_text_copy(SPAN("\"abcdefghijklmnop\""), &arena));

	buf_done(&b);
	arena_done(&arena);
}

static bool is_int(struct span text, int64_t expected)
{
	int64_t n = 0;

	return scan_int(text, &n) && n == expected;
}

static void reads_whole_numbers_exactly(void **state)
{
	(void)state;
	assert_true(is_int(SPAN("20"), 20));
	assert_true(is_int(SPAN(" 20.0 "), 20));
	assert_true(is_int(SPAN("2e1"), 20));
	assert_true(is_int(SPAN("200e-1"), 20));
	assert_true(is_int(SPAN("0.002E+4"), 20));
	assert_true(is_int(SPAN("-0"), 0));
	assert_true(is_int(SPAN("0e999999999999999999999"), 0));
	assert_true(is_int(SPAN("9007199254740993"), 9007199254740993));
	assert_true(is_int(SPAN("9223372036854775807"), INT64_MAX));
	assert_true(is_int(SPAN("-9223372036854775808"), INT64_MIN));
	assert_true(is_int(SPAN("-9223372036854775808.000"), INT64_MIN));
	assert_true(is_int(SPAN("922337203685477580700e-2"), INT64_MAX));
}

static void refuses_what_is_not_whole_or_too_large(void **state)
{
	int64_t n;

	(void)state;
	assert_false(scan_int(SPAN("20.5"), &n));
	assert_false(scan_int(SPAN("1e30"), &n));
	assert_false(scan_int(SPAN("1e-1"), &n));
	assert_false(scan_int(SPAN("9223372036854775808"), &n));
	assert_false(scan_int(SPAN("-9223372036854775809"), &n));
	assert_false(scan_int(SPAN("1e999999999999999999999"), &n));
	assert_false(scan_int(SPAN("1e-999999999999999999999"), &n));
	assert_false(scan_int(SPAN("\"20\""), &n));
	assert_false(scan_int((struct span){ NULL, 0 }, &n));
}

static void reads_finite_reals(void **state)
{
	double d = 0;

	(void)state;
	assert_true(scan_real(SPAN("-1.5e-3"), &d));
	assert_true(d == -1.5e-3);
	assert_false(scan_real(SPAN("1e400"), &d));
	assert_false(scan_real(SPAN("true"), &d));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_members_by_name),
		cmocka_unit_test(walks_items),
		cmocka_unit_test(walks_nothing_where_nothing_is),
		cmocka_unit_test(tells_kinds),
		cmocka_unit_test(decodes_strings),
		cmocka_unit_test(gives_no_c_string_with_a_nul_inside),
		cmocka_unit_test(says_when_a_string_does_not_fit),
		cmocka_unit_test(reads_whole_numbers_exactly),
		cmocka_unit_test(refuses_what_is_not_whole_or_too_large),
		cmocka_unit_test(reads_finite_reals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
