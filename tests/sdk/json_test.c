/* json_test - writing JSON: one line, nothing escaped that need not be. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/json.h"
#include "data/scan.h"

static int start(void **state)
{
	static struct buf b;

	buf_init(&b, 4096);
	*state = &b;
	return 0;
}

static int stop(void **state)
{
	buf_done(*state);
	return 0;
}

static void escapes_only_what_must_be(void **state)
{
	struct buf *b = *state;

	json_text(b, SPAN("a\"b\\c/\b\f\n\r\t\x01\x1f\x7f 삼성 \xf0\x9f\x98\x80"));

	assert_string_equal(buf_text(b),
		"\"a\\\"b\\\\c/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f 삼성 \xf0\x9f\x98\x80\"");
	assert_true(scan_check(buf_as_span(b), NULL));
}

static void writes_a_nul_inside_a_span(void **state)
{
	struct buf *b = *state;

	json_text(b, SPAN("a\0b"));

	assert_string_equal(buf_text(b), "\"a\\u0000b\"");
}

static void mends_invalid_bytes(void **state)
{
	struct buf *b = *state;

	json_text(b, SPAN("x\xc0\xafy\xed\xa0\x80z\xea\xb0"));

	assert_string_equal(buf_text(b),
		"\"x\xef\xbf\xbd\xef\xbf\xbdy\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz\xef\xbf\xbd"
		"\xef\xbf\xbd\"");
	assert_true(scan_check(buf_as_span(b), NULL));
}

static void writes_null_for_no_text(void **state)
{
	struct buf *b = *state;

	json_cstr(b, NULL);

	assert_string_equal(buf_text(b), "null");
}

static void writes_members_with_commas_between(void **state)
{
	struct buf *b = *state;

	buf_char(b, '{');
	json_name(b, "a");
	json_int(b, INT64_MIN);
	json_name(b, "b");
	json_bool(b, true);
	json_name(b, "c");
	buf_char(b, '[');
	json_next(b);
	json_cstr(b, "{");
	json_next(b);
	json_bool(b, false);
	buf_puts(b, "]}");

	assert_string_equal(
		buf_text(b), "{\"a\":-9223372036854775808,\"b\":true,\"c\":[\"{\",false]}");
}

static void writes_reals_as_short_as_they_are(void **state)
{
	struct buf *b = *state;

	json_real(b, 0.1);
	buf_char(b, ' ');
	json_real(b, 20);
	buf_char(b, ' ');
	json_real(b, -3.21);
	buf_char(b, ' ');
	json_real(b, NAN);
	buf_char(b, ' ');
	json_real(b, INFINITY);

	assert_string_equal(buf_text(b), "0.1 20 -3.21 null null");
}

static void begins_without_a_comma(void **state)
{
	struct buf *b = *state;

	json_next(b);

	assert_int_equal(b->len, 0);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(escapes_only_what_must_be),
		CASE(writes_a_nul_inside_a_span),
		CASE(mends_invalid_bytes),
		CASE(writes_null_for_no_text),
		CASE(writes_members_with_commas_between),
		CASE(writes_reals_as_short_as_they_are),
		CASE(begins_without_a_comma),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
