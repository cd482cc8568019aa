/* buf_test - bytes that grow up to a maximum. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/scarce_memory.h"

#include "base/buf.c" // NOLINT

static int start(void **state)
{
	static struct buf buf;

	memory_left = -1;
	buf_init(&buf, 1000);
	*state = &buf;
	return 0;
}

static int stop(void **state)
{
	buf_done(*state);
	return 0;
}

static void writes_one_behind_the_other(void **state)
{
	buf_puts(*state, "KO");
	buf_span(*state, SPAN("SPI"));
	buf_char(*state, ' ');
	buf_printf(*state, "%d/%s", 20, "x");
	assert_string_equal(buf_text(*state), "KOSPI 20/x");
}

static void writes_the_smallest_integer(void **state)
{
	buf_int(*state, INT64_MIN);
	assert_string_equal(buf_text(*state), "-9223372036854775808");
}

static void writes_the_largest_integer(void **state)
{
	buf_int(*state, INT64_MAX);
	assert_string_equal(buf_text(*state), "9223372036854775807");
}

static void writes_zero(void **state)
{
	buf_int(*state, 0);
	assert_string_equal(buf_text(*state), "0");
}

static void an_empty_one_is_an_empty_text(void **state)
{
	assert_string_equal(buf_text(*state), "");
}

static void holds_exactly_its_maximum(void **state)
{
	struct buf *buf = *state;

	buf->max = 5;
	buf_puts(buf, "KOSPI");
	assert_string_equal(buf_text(buf), "KOSPI");
}

static void keeps_what_fitted_before_a_write_that_did_not(void **state)
{
	struct buf *buf = *state;

	buf->max = 5;
	buf_puts(buf, "KOS");
	buf_puts(buf, "DAQ");
	assert_int_equal(buf->len, 3);
	assert_true(buf->failed);
}

static void refuses_what_would_fit_after_a_failure(void **state)
{
	struct buf *buf = *state;

	buf->max = 5;
	buf_puts(buf, "KOSDAQ");
	buf_puts(buf, "K");
	assert_null(buf_text(buf));
	assert_int_equal(buf->len, 0);
}

static void forgets_contents_and_failure_when_cleared(void **state)
{
	struct buf *buf = *state;

	buf->max = 5;
	buf_puts(buf, "KOSDAQ");
	buf_clear(buf);
	buf_puts(buf, "KOSPI");
	assert_string_equal(buf_text(buf), "KOSPI");
}

static void fails_when_memory_is_out(void **state)
{
	struct buf *buf = *state;

	memory_left = 0;
	buf_puts(buf, "KOSPI");
	assert_true(buf->failed);
}

static void keeps_its_contents_when_memory_for_more_is_out(void **state)
{
	struct buf *buf = *state;

	buf_puts(buf, "KOSPI");
	memory_left = 0;
	buf_printf(buf, "%500d", 1);
	assert_true(buf->failed);
	assert_memory_equal(buf->at, "KOSPI", 5);
}

static void reserves_room_that_stays_uncounted(void **state)
{
	struct buf *buf = *state;

	memset(buf_reserve(buf, 900), 'x', 900);
	assert_int_equal(buf->len, 0);
}

static void reserves_nothing_beyond_its_maximum(void **state)
{
	assert_null(buf_reserve(*state, 1001));
}

static void refuses_a_length_that_wraps(void **state)
{
	buf_puts(*state, "KOSPI");
	assert_null(buf_reserve(*state, SIZE_MAX));
}

static void grows_without_a_maximum(void **state)
{
	struct buf *buf = *state;

	buf_init(buf, SIZE_MAX);
	buf_printf(buf, "%5000d", 1);
	assert_int_equal(strlen(buf_text(buf)), 5000);
}

static void gives_its_contents_away(void **state)
{
	struct buf *buf = *state;
	size_t len;
	char *text;

	buf_puts(buf, "KOSPI");
	text = buf_take(buf, &len);
	assert_string_equal(text, "KOSPI");
	assert_int_equal(len, 5);
	assert_null(buf->at);
	free(text);
}

static void gives_an_empty_text_away(void **state)
{
	char *text = buf_take(*state, NULL);

	assert_string_equal(text, "");
	free(text);
}

static void gives_nothing_away_after_a_failure(void **state)
{
	struct buf *buf = *state;

	buf_printf(buf, "%2000d", 1);
	assert_null(buf_take(buf, NULL));
	assert_false(buf->failed);
}

static void ends_one_that_is_all_zero(void **state)
{
	struct buf none = { 0 };

	(void)state;
	buf_done(&none);
	assert_null(none.at);
}

static void lends_its_contents_as_a_span(void **state)
{
	buf_puts(*state, "KOSPI");
	assert_true(span_is(buf_as_span(*state), "KOSPI"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(writes_one_behind_the_other, start, stop),
		cmocka_unit_test_setup_teardown(writes_the_smallest_integer, start, stop),
		cmocka_unit_test_setup_teardown(writes_the_largest_integer, start, stop),
		cmocka_unit_test_setup_teardown(writes_zero, start, stop),
		cmocka_unit_test_setup_teardown(an_empty_one_is_an_empty_text, start, stop),
		cmocka_unit_test_setup_teardown(holds_exactly_its_maximum, start, stop),
		cmocka_unit_test_setup_teardown(
			keeps_what_fitted_before_a_write_that_did_not, start, stop),
		cmocka_unit_test_setup_teardown(
			refuses_what_would_fit_after_a_failure, start, stop),
		cmocka_unit_test_setup_teardown(
			forgets_contents_and_failure_when_cleared, start, stop),
		cmocka_unit_test_setup_teardown(fails_when_memory_is_out, start, stop),
		cmocka_unit_test_setup_teardown(
			keeps_its_contents_when_memory_for_more_is_out, start, stop),
		cmocka_unit_test_setup_teardown(reserves_room_that_stays_uncounted, start, stop),
		cmocka_unit_test_setup_teardown(reserves_nothing_beyond_its_maximum, start, stop),
		cmocka_unit_test_setup_teardown(refuses_a_length_that_wraps, start, stop),
		cmocka_unit_test_setup_teardown(grows_without_a_maximum, start, stop),
		cmocka_unit_test_setup_teardown(gives_its_contents_away, start, stop),
		cmocka_unit_test_setup_teardown(gives_an_empty_text_away, start, stop),
		cmocka_unit_test_setup_teardown(gives_nothing_away_after_a_failure, start, stop),
		cmocka_unit_test_setup_teardown(lends_its_contents_as_a_span, start, stop),
		cmocka_unit_test(ends_one_that_is_all_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
