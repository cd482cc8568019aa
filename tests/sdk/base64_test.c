/* base64_test - RFC 4648's own examples, and what is no base64. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base64.h"

static struct buf out;

static const char *encoded(struct span bytes)
{
	buf_clear(&out);
	base64_put(bytes.at, bytes.len, &out);
	return buf_text(&out);
}

static const char *decoded(struct span text)
{
	buf_clear(&out);
	return base64_decode(text, &out) ? buf_text(&out) : "refused";
}

static void encodes_with_padding(void **state)
{
	(void)state;
	assert_string_equal(encoded(SPAN("")), "");
	assert_string_equal(encoded(SPAN("f")), "Zg==");
	assert_string_equal(encoded(SPAN("fo")), "Zm8=");
	assert_string_equal(encoded(SPAN("foo")), "Zm9v");
	assert_string_equal(encoded(SPAN("foobar")), "Zm9vYmFy");
	assert_string_equal(encoded(SPAN("\xff\xef\xbe")), "/+++");
}

static void decodes_what_it_encoded(void **state)
{
	(void)state;
	assert_string_equal(decoded(SPAN("")), "");
	assert_string_equal(decoded(SPAN("Zg==")), "f");
	assert_string_equal(decoded(SPAN("Zm8=")), "fo");
	assert_string_equal(decoded(SPAN("Zm9vYmFy")), "foobar");
}

static void refuses_what_is_not_canonical(void **state)
{
	(void)state;
	assert_string_equal(decoded(SPAN("Zg=")), "refused");
	assert_string_equal(decoded(SPAN("Zh==")), "refused");
	assert_string_equal(decoded(SPAN("Zm9=")), "refused");
	assert_string_equal(decoded(SPAN("Z===")), "refused");
	assert_string_equal(decoded(SPAN("====")), "refused");
	assert_string_equal(decoded(SPAN("Zg==Zg==")), "refused");
	assert_string_equal(decoded(SPAN("Zm-v")), "refused");
	assert_string_equal(decoded(SPAN("Zm\nv")), "refused");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encodes_with_padding),
		cmocka_unit_test(decodes_what_it_encoded),
		cmocka_unit_test(refuses_what_is_not_canonical),
	};
	int failed;

	buf_init(&out, 1024);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	buf_done(&out);
	return failed;
}
