/* canon_test - one text for all ways to write the same JSON value. */
#include "host/proto/canon.h"

#include "base/cleanup.h"
#include "data/scan.h"
#include "support/fake_host.h"

static void expect_canon(const char *text, const char *wanted)
{
	CLEANUP(buf_done) struct buf b = { 0 };

	buf_init(&b, 4096);
	assert_true(scan_check(span_of(text), NULL));
	canon_json(&b, scan_value(span_of(text)));
	assert_false(b.failed);
	assert_string_equal(buf_text(&b), wanted);
}

static void sorts_members_by_their_decoded_names(void **state)
{
	(void)state;
	expect_canon("{\"b\":1,\"\\u0061\":2,\"ab\":3}", "{\"a\":2,\"ab\":3,\"b\":1}");
}

static void sorts_inside_and_keeps_the_order_of_items(void **state)
{
	(void)state;
	expect_canon("[ {\"z\": [2, 1], \"y\": {\"b\":null,\"a\":true}} , false]",
		"[{\"y\":{\"a\":true,\"b\":null},\"z\":[2,1]},false]");
}

static void writes_numbers_in_one_way(void **state)
{
	(void)state;
	expect_canon("[2.0, 2e0, 2, 0.50, 5e-1]", "[2,2,2,0.5,0.5]");
	expect_canon("[2222220222222022020.0008, 2222220222222022100]",
		"[2222220222222022100,2222220222222022100]");
}

static void keeps_numbers_apart_that_no_double_holds(void **state)
{
	(void)state;
	expect_canon("[1e999, 1e998]", "[1e999,1e998]");
}

static void says_when_it_does_not_fit(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 8);
	canon_json(&b, SPAN("{\"name\":\"long\"}"));
	assert_true(b.failed);
	buf_done(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorts_members_by_their_decoded_names),
		cmocka_unit_test(sorts_inside_and_keeps_the_order_of_items),
		cmocka_unit_test(writes_numbers_in_one_way),
		cmocka_unit_test(keeps_numbers_apart_that_no_double_holds),
		cmocka_unit_test(says_when_it_does_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
