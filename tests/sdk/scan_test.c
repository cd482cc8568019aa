/* scan_test - strict JSON: what is taken, what is refused, and where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "data/scan.h"

#define ROOM ((size_t)4 * 1024 * 1024)

static bool accepts(struct span text)
{
	return scan_check(text, NULL);
}

static const char *wrong_in(struct span text)
{
	struct scan_fault fault = { 0, "" };

	return scan_check(text, &fault) ? "accepted" : fault.what;
}

static void takes_every_kind_of_value(void **state)
{
	(void)state;
	assert_true(accepts(SPAN("null")));
	assert_true(accepts(SPAN(" true ")));
	assert_true(accepts(SPAN("false\n")));
	assert_true(accepts(SPAN("\"\"")));
	assert_true(accepts(SPAN("[]")));
	assert_true(accepts(SPAN("{ }")));
	assert_true(
		accepts(SPAN("[1, -0, 0.5, 1e9, 1E+9, -2.5e-3, 123456789012345678901234567890]")));
	assert_true(accepts(SPAN("\t{\"a\" : [ {\"b\":null} , \"c\" ] , \"d\":{}}\r\n")));
	assert_true(accepts(SPAN("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\ud83d\\ude00\"")));
	assert_true(accepts(SPAN("\"삼성전자 \xf0\x9f\x98\x80 \x7f\"")));
}

static void refuses_what_is_no_value(void **state)
{
	(void)state;
	assert_string_equal(wrong_in(SPAN("")), "the text ends early");
	assert_string_equal(wrong_in((struct span){ NULL, 0 }), "the text ends early");
	assert_string_equal(wrong_in(SPAN("  ")), "the text ends early");
	assert_string_equal(wrong_in(SPAN("tru")), "unknown word");
	assert_string_equal(wrong_in(SPAN("nul1")), "unknown word");
	assert_string_equal(wrong_in(SPAN("NaN")), "no value here");
	assert_string_equal(wrong_in(SPAN("Infinity")), "no value here");
	assert_string_equal(wrong_in(SPAN("'a'")), "no value here");
	assert_string_equal(wrong_in(SPAN("+1")), "no value here");
	assert_string_equal(wrong_in(SPAN("// no\n1")), "no value here");
	assert_string_equal(wrong_in(SPAN("\xef\xbb\xbf{}")), "no value here");
	assert_string_equal(wrong_in(SPAN("{} {}")), "text behind the value");
	assert_string_equal(wrong_in(SPAN("1\0")), "text behind the value");
}

static void refuses_wrong_numbers(void **state)
{
	(void)state;
	assert_string_equal(wrong_in(SPAN("01 ")), "leading zero");
	assert_string_equal(wrong_in(SPAN("-01 ")), "leading zero");
	assert_string_equal(wrong_in(SPAN("-")), "the text ends early");
	assert_string_equal(wrong_in(SPAN("-a")), "bad number");
	assert_string_equal(wrong_in(SPAN("1. ")), "bad number");
	assert_string_equal(wrong_in(SPAN("1.e3")), "bad number");
	assert_string_equal(wrong_in(SPAN("1e")), "the text ends early");
	assert_string_equal(wrong_in(SPAN("1e+ ")), "bad number");
	assert_string_equal(wrong_in(SPAN(".5")), "no value here");
	assert_string_equal(wrong_in(SPAN("0x10")), "text behind the value");
}

static void refuses_wrong_strings(void **state)
{
	(void)state;
	assert_string_equal(wrong_in(SPAN("\"abc")), "the text ends early");
	assert_string_equal(wrong_in(SPAN("\"abc\\")), "the text ends early");
	assert_string_equal(wrong_in(SPAN("\"a\nb\"")), "raw control character");
	assert_string_equal(wrong_in(SPAN("\"a\0b\"")), "raw control character");
	assert_string_equal(wrong_in(SPAN("\"\\x41\"")), "bad escape");
	assert_string_equal(wrong_in(SPAN("\"\\u12g4\"")), "bad escape");
	assert_string_equal(wrong_in(SPAN("\"\\u12")), "bad escape");
	assert_string_equal(wrong_in(SPAN("\"\\ud800\"")), "lone surrogate");
	assert_string_equal(wrong_in(SPAN("\"\\ud800\\u0041\"")), "lone surrogate");
	assert_string_equal(wrong_in(SPAN("\"\\udc00\"")), "lone surrogate");
	assert_string_equal(wrong_in(SPAN("\"\xc0\xaf\"")), "invalid UTF-8");
	assert_string_equal(wrong_in(SPAN("\"\xed\xa0\x80\"")), "invalid UTF-8");
	assert_string_equal(wrong_in(SPAN("\"\xf4\x90\x80\x80\"")), "invalid UTF-8");
	assert_string_equal(wrong_in(SPAN("\"plain text \x80\"")), "invalid UTF-8");
	assert_string_equal(wrong_in(SPAN("\"\xea\xb0\"")), "invalid UTF-8");
}

static void refuses_wrong_punctuation(void **state)
{
	(void)state;
	assert_string_equal(wrong_in(SPAN("[1,]")), "no value here");
	assert_string_equal(wrong_in(SPAN("[,1]")), "no value here");
	assert_string_equal(wrong_in(SPAN("[1 2]")), "a comma must stand here");
	assert_string_equal(wrong_in(SPAN("[1}")), "a comma must stand here");
	assert_string_equal(wrong_in(SPAN("[1")), "the text ends early");
	assert_string_equal(wrong_in(SPAN("{\"a\":1]")), "a comma must stand here");
	assert_string_equal(wrong_in(SPAN("{\"a\":1,}")), "a member's name must stand here");
	assert_string_equal(wrong_in(SPAN("{a:1}")), "a member's name must stand here");
	assert_string_equal(wrong_in(SPAN("{\"a\" 1}")), "a colon must stand here");
	assert_string_equal(wrong_in(SPAN("{\"a\":}")), "no value here");
}

static void says_where_it_went_wrong(void **state)
{
	struct scan_fault fault;

	(void)state;
	assert_false(scan_check(SPAN("{\"a\":1, \"b\":tru}"), &fault));

	assert_int_equal(fault.at, 12);
	assert_string_equal(fault.what, "unknown word");
}

static void refuses_a_member_twice_however_it_is_spelt(void **state)
{
	(void)state;
	assert_string_equal(wrong_in(SPAN("{\"a\":1,\"a\":2}")), "duplicate member");
	assert_string_equal(wrong_in(SPAN("{\"a\":1,\"\\u0061\":2}")), "duplicate member");
	assert_string_equal(wrong_in(SPAN("{\"\":1,\"\":2}")), "duplicate member");
	assert_string_equal(wrong_in(SPAN("{\"\xf0\x9f\x98\x80\":1,\"\\ud83d\\ude00\":2}")),
		"duplicate member");
	assert_string_equal(
		wrong_in(SPAN("[{\"x\":{\"a\":1,\"b\":2,\"a\":3}}]")), "duplicate member");
	assert_true(accepts(SPAN("{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":1}]}")));
}

/* An object of `count` members named k0, k1 …, and the last one again when `twice`. */
static struct span make_object(struct buf *b, int count, bool twice)
{
	buf_init(b, ROOM);
	buf_puts(b, "{\"first\":0");
	for (int i = 0; i < count; i++)
		buf_printf(b, ",\"k%d\":%d", i, i);
	if (twice)
		buf_printf(b, ",\"k%d\":0", count - 1);
	buf_char(b, '}');
	return buf_as_span(b);
}

static const char *wrong_in_object(int count, bool twice)
{
	struct buf b;
	const char *ret = wrong_in(make_object(&b, count, twice));

	buf_done(&b);
	return ret;
}

static void notices_doubles_in_objects_of_any_size(void **state)
{
	(void)state;
	assert_string_equal(wrong_in_object(62, false), "accepted");
	assert_string_equal(wrong_in_object(62, true), "duplicate member");
	assert_string_equal(wrong_in_object(63, true), "duplicate member");
	assert_string_equal(wrong_in_object(64, true), "duplicate member");
	assert_string_equal(wrong_in_object(1000, false), "accepted");
	assert_string_equal(wrong_in_object(1000, true), "duplicate member");
	assert_string_equal(wrong_in_object(60000, false), "accepted");
	assert_string_equal(wrong_in_object(60000, true), "duplicate member");
	assert_string_equal(wrong_in_object(70000, false), "too many members");
}

/* {"xxx…":1,"xxx…":2} with names of `length` bytes; the second spelt with escapes. */
static const char *wrong_with_long_names(int length, char last)
{
	struct buf b;
	const char *ret;

	buf_init(&b, ROOM);
	buf_puts(&b, "{\"");
	for (int i = 0; i < length; i++)
		buf_char(&b, 'x');
	buf_puts(&b, "\":1,\"");
	for (int i = 1; i < length; i++)
		buf_puts(&b, "\\u0078");
	buf_char(&b, last);
	buf_puts(&b, "\":2}");
	ret = wrong_in(buf_as_span(&b));
	buf_done(&b);
	return ret;
}

static void notices_doubles_of_any_length(void **state)
{
	(void)state;
	assert_string_equal(wrong_with_long_names(1, 'x'), "duplicate member");
	assert_string_equal(wrong_with_long_names(119, 'x'), "duplicate member");
	assert_string_equal(wrong_with_long_names(120, 'x'), "duplicate member");
	assert_string_equal(wrong_with_long_names(121, 'x'), "duplicate member");
	assert_string_equal(wrong_with_long_names(240, 'x'), "duplicate member");
	assert_string_equal(wrong_with_long_names(5000, 'x'), "duplicate member");
	assert_string_equal(wrong_with_long_names(119, 'y'), "accepted");
	assert_string_equal(wrong_with_long_names(240, 'y'), "accepted");
	assert_string_equal(wrong_with_long_names(5000, 'y'), "accepted");
}

static const char *wrong_at_depth(int depth, const char *open, const char *shut)
{
	struct buf b;
	const char *ret;

	buf_init(&b, ROOM);
	for (int i = 0; i < depth; i++)
		buf_puts(&b, open);
	buf_puts(&b, "1");
	for (int i = 0; i < depth; i++)
		buf_puts(&b, shut);
	ret = wrong_in(buf_as_span(&b));
	buf_done(&b);
	return ret;
}

static void goes_as_deep_as_allowed(void **state)
{
	(void)state;
	assert_string_equal(wrong_at_depth(SCAN_DEPTH_MAX, "[", "]"), "accepted");
	assert_string_equal(wrong_at_depth(SCAN_DEPTH_MAX + 1, "[", "]"), "nested too deep");
	assert_string_equal(wrong_at_depth(SCAN_DEPTH_MAX, "{\"a\":", "}"), "accepted");
	assert_string_equal(wrong_at_depth(10000, "{\"a\":", "}"), "nested too deep");
	assert_string_equal(wrong_at_depth(10000, "[", ""), "nested too deep");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_every_kind_of_value),
		cmocka_unit_test(refuses_what_is_no_value),
		cmocka_unit_test(refuses_wrong_numbers),
		cmocka_unit_test(refuses_wrong_strings),
		cmocka_unit_test(refuses_wrong_punctuation),
		cmocka_unit_test(says_where_it_went_wrong),
		cmocka_unit_test(refuses_a_member_twice_however_it_is_spelt),
		cmocka_unit_test(notices_doubles_in_objects_of_any_size),
		cmocka_unit_test(notices_doubles_of_any_length),
		cmocka_unit_test(goes_as_deep_as_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
