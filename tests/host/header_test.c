/* header_test - what a header's value stands for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "host/proto/header.h"

static void takes_plain_text_as_it_is(void **state)
{
	(void)state;
	assert_true(header_same(SPAN("get_volume ranking"), SPAN("\"get_volume ranking\"")));
	assert_true(header_same(SPAN(""), SPAN("\"\"")));
	assert_true(header_same(SPAN("a/b"), SPAN("\"a\\/b\"")));
	assert_true(header_same(SPAN("=?base64?YQ=="), SPAN("\"=?base64?YQ==\"")));
	assert_true(header_same(SPAN("=?BASE64?YQ==?="), SPAN("\"=?BASE64?YQ==?=\"")));
}

static void minds_the_case_of_values(void **state)
{
	(void)state;
	assert_false(header_same(SPAN("Rank"), SPAN("\"rank\"")));
}

static void decodes_base64(void **state)
{
	(void)state;
	assert_true(header_same(SPAN("=?base64?7ZWc6rWt?="), SPAN("\"한국\"")));
	assert_true(header_same(SPAN("=?base64?7ZWc6rWt?="), SPAN("\"\\ud55c\\uad6d\"")));
	assert_true(header_same(SPAN("=?base64?IGE=?="), SPAN("\" a\"")));
	assert_true(header_same(SPAN("=?base64?\?="), SPAN("\"\"")));
	assert_true(
		header_same(SPAN("=?base64?PT9iYXNlNjQ/WVE9PT89?="), SPAN("\"=?base64?YQ==?=\"")));
	assert_true(header_same(SPAN("=?base64?NDI=?="), SPAN("42")));
}

static void refuses_base64_that_is_not_exact(void **state)
{
	(void)state;
	assert_false(header_same(SPAN("=?base64?YQ?="), SPAN("\"a\"")));
	assert_false(header_same(SPAN("=?base64?YQ=?="), SPAN("\"a\"")));
	assert_false(header_same(SPAN("=?base64?YR==?="), SPAN("\"a\"")));
	assert_false(header_same(SPAN("=?base64?YQ==YQ==?="), SPAN("\"aa\"")));
	assert_false(header_same(SPAN("=?base64?Y Q==?="), SPAN("\"a\"")));
	assert_false(header_same(SPAN("=?base64?_-_-?="), SPAN("\"\"")));
	assert_false(header_same(SPAN("=?base64?/w==?="), SPAN("\"\xef\xbf\xbd\"")));
}

static void refuses_bytes_that_must_be_encoded(void **state)
{
	(void)state;
	assert_false(header_same(SPAN("한국"), SPAN("\"한국\"")));
	assert_false(header_same(SPAN("a\x7f"), SPAN("\"a\x7f\"")));
}

static void compares_numbers_by_value(void **state)
{
	(void)state;
	assert_true(header_same(SPAN("42.0"), SPAN("42")));
	assert_true(header_same(SPAN("42"), SPAN("4.2e1")));
	assert_true(header_same(SPAN("9223372036854775807"), SPAN("9223372036854775807")));
	assert_false(header_same(SPAN("9223372036854775807"), SPAN("9223372036854775806")));
	assert_false(header_same(SPAN("042"), SPAN("42")));
	assert_false(header_same(SPAN("forty-two"), SPAN("42")));
}

static void compares_booleans_by_word(void **state)
{
	(void)state;
	assert_true(header_same(SPAN("true"), SPAN("true")));
	assert_false(header_same(SPAN("True"), SPAN("true")));
	assert_false(header_same(SPAN("1"), SPAN("true")));
	assert_true(header_same(SPAN("false"), SPAN("false")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_plain_text_as_it_is),
		cmocka_unit_test(minds_the_case_of_values),
		cmocka_unit_test(decodes_base64),
		cmocka_unit_test(refuses_base64_that_is_not_exact),
		cmocka_unit_test(refuses_bytes_that_must_be_encoded),
		cmocka_unit_test(compares_numbers_by_value),
		cmocka_unit_test(compares_booleans_by_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
