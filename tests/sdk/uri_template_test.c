/* uri_template_test - which URIs and templates are sound, and what a variable stands for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "data/uri_template.h"

static struct buf found;

static void begin(void)
{
	buf_init(&found, 4096);
}

static const char *variables(const char *template, const char *uri)
{
	buf_clear(&found);
	return uri_template_match(template, span_of(uri), &found) ? buf_text(&found) : "no match";
}

static void a_uri_has_a_scheme_and_something(void **state)
{
	(void)state;

	assert_true(uri_is_sound(SPAN("kis://status")));
	assert_true(uri_is_sound(SPAN("urn:isbn:1")));
	assert_false(uri_is_sound(SPAN("status")));
	assert_false(uri_is_sound(SPAN("kis:")));
	assert_false(uri_is_sound(SPAN("1kis://status")));
	assert_false(uri_is_sound(SPAN("kis://a b")));
	assert_false(uri_is_sound(SPAN("kis://{code}")));
	assert_false(uri_is_sound(SPAN("kis://\xff")));
}

static void a_template_names_each_variable_once(void **state)
{
	(void)state;

	assert_true(uri_template_is_sound("kis://stocks/{code}/{day}"));
	assert_true(uri_template_is_sound("kis://status"));
	assert_false(uri_template_is_sound("kis://stocks/{code}/{code}"));
	assert_false(uri_template_is_sound("kis://stocks/{code}{day}"));
	assert_false(uri_template_is_sound("kis://stocks/{+code}"));
	assert_false(uri_template_is_sound("kis://stocks/{}"));
	assert_false(uri_template_is_sound("kis://stocks/{code"));
	assert_false(uri_template_is_sound("kis://stocks/code}"));
	assert_false(uri_template_is_sound("kis://stocks/{{code}}"));
	assert_false(uri_template_is_sound("{scheme}://stocks"));
}

static void a_variable_ends_at_what_stands_behind_it(void **state)
{
	(void)state;

	assert_string_equal(
		variables("kis://stocks/{code}", "kis://stocks/005930"), "{\"code\":\"005930\"}");
	assert_string_equal(variables("a:{x}-{y}.json", "a:1-2-3.json.json"),
		"{\"x\":\"1\",\"y\":\"2-3.json\"}");
	assert_string_equal(variables("a:{x}aab", "a:aaaab"), "{\"x\":\"aa\"}");
}

static void a_variable_is_never_empty_and_never_crosses_a_slash(void **state)
{
	(void)state;

	assert_string_equal(variables("kis://stocks/{code}", "kis://stocks/"), "no match");
	assert_string_equal(variables("kis://stocks/{code}", "kis://stocks/a/b"), "no match");
	assert_string_equal(variables("kis://stocks/{code}", "kis://stocks/a?b"), "no match");
	assert_string_equal(variables("kis://{x}/{y}", "kis://a/b"), "{\"x\":\"a\",\"y\":\"b\"}");
	assert_string_equal(variables("kis://{x}/{y}", "kis://a/"), "no match");
}

static void escapes_are_decoded(void **state)
{
	(void)state;

	assert_string_equal(variables("a:{x}", "a:%EC%82%BC%2f"), "{\"x\":\"삼/\"}");
	assert_string_equal(variables("a:{x}", "a:삼성"), "{\"x\":\"삼성\"}");
	assert_string_equal(variables("a:{x}2", "a:%322"), "{\"x\":\"2\"}");
	assert_string_equal(variables("a:{x}", "a:%2"), "no match");
	assert_string_equal(variables("a:{x}", "a:%00"), "no match");
	assert_string_equal(variables("a:{x}", "a:%ff"), "no match");
}

static void many_near_misses_end_quickly(void **state)
{
	static char uri[URI_MAX + 1];

	(void)state;
	memset(uri, '-', URI_MAX);
	memcpy(uri, "a:", 2);

	assert_string_equal(variables("a:{a}-{b}-{c}-{d}-{e}-{f}-{g}x", uri), "no match");
}

static void what_does_not_fit_is_no_match(void **state)
{
	struct buf small;

	(void)state;
	buf_init(&small, 4);

	assert_false(uri_template_match("a:{x}", SPAN("a:long"), &small));
	buf_done(&small);
}

static void literals_are_counted_without_variables(void **state)
{
	(void)state;

	assert_int_equal(uri_template_literals("a:{x}/{yy}b"), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_uri_has_a_scheme_and_something),
		cmocka_unit_test(a_template_names_each_variable_once),
		cmocka_unit_test(a_variable_ends_at_what_stands_behind_it),
		cmocka_unit_test(a_variable_is_never_empty_and_never_crosses_a_slash),
		cmocka_unit_test(escapes_are_decoded),
		cmocka_unit_test(many_near_misses_end_quickly),
		cmocka_unit_test(what_does_not_fit_is_no_match),
		cmocka_unit_test(literals_are_counted_without_variables),
	};
	int failed;

	begin();
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	buf_done(&found);
	return failed;
}
