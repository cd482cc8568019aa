/* frames_test - frames cut from bytes that may be anything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "data/json.h"
#include "host/plugin/frames.h"

#define BYTES(literal) ((struct span){ literal, sizeof(literal) - 1 })

static void assert_refused(struct span bytes)
{
	struct span body;
	size_t used;

	assert_int_equal(frame_next(bytes, &body, &used), -1);
}

static void assert_waits(struct span bytes)
{
	struct span body;
	size_t used;

	assert_int_equal(frame_next(bytes, &body, &used), 0);
}

static void what_is_written_is_read(void **state)
{
	struct span body;
	struct buf b;
	size_t used;
	size_t start;

	(void)state;
	buf_init(&b, 1024);
	start = frame_begin(&b, "give");
	json_name(&b, "seq");
	json_int(&b, 7);
	frame_end(&b, start);

	assert_int_equal(frame_next(buf_as_span(&b), &body, &used), 1);
	assert_int_equal(used, b.len);
	assert_true(span_is(body, "{\"t\":\"give\",\"seq\":7}"));
	buf_done(&b);
}

static void two_frames_come_one_by_one(void **state)
{
	struct span body;
	struct buf b;
	size_t used;

	(void)state;
	buf_init(&b, 1024);
	frame_end(&b, frame_begin(&b, "ready"));
	frame_end(&b, frame_begin(&b, "cancel"));

	assert_int_equal(frame_next(buf_as_span(&b), &body, &used), 1);
	assert_true(span_is(body, "{\"t\":\"ready\"}"));
	assert_int_equal(frame_next((struct span){ b.at + used, b.len - used }, &body, &used), 1);
	assert_true(span_is(body, "{\"t\":\"cancel\"}"));
	buf_done(&b);
}

static void a_frame_that_did_not_fit_fails_its_buffer(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 16);
	frame_end(&b, frame_begin(&b, "a name that is too long for it"));

	assert_true(b.failed);
	buf_done(&b);
}

static void waits_for_the_length(void **state)
{
	(void)state;
	assert_waits(BYTES(""));
	assert_waits(BYTES("\x0d\0\0"));
}

static void waits_for_the_body(void **state)
{
	(void)state;
	assert_waits(BYTES("\x0d\0\0\0{\"t\":\"ready\""));
}

static void refuses_a_length_above_the_maximum_at_once(void **state)
{
	(void)state;
	assert_refused(BYTES("\x01\0\x40\0"));
	assert_refused(BYTES("\xff\xff\xff\xff"));
}

static void refuses_an_empty_body(void **state)
{
	(void)state;
	assert_refused(BYTES("\0\0\0\0"));
}

static void refuses_what_is_not_strict_json(void **state)
{
	(void)state;
	assert_refused(BYTES("\x05\0\0\0hello"));
	assert_refused(BYTES("\x13\0\0\0{\"t\":\"a\",\"t\":\"b\"}  "));
}

static void refuses_what_has_no_kind(void **state)
{
	(void)state;
	assert_refused(BYTES("\x02\0\0\0{}"));
	assert_refused(BYTES("\x07\0\0\0{\"t\":1}"));
	assert_refused(BYTES("\x05\0\0\0[\"t\"]"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(two_frames_come_one_by_one),
		cmocka_unit_test(a_frame_that_did_not_fit_fails_its_buffer),
		cmocka_unit_test(waits_for_the_length),
		cmocka_unit_test(waits_for_the_body),
		cmocka_unit_test(refuses_a_length_above_the_maximum_at_once),
		cmocka_unit_test(refuses_an_empty_body),
		cmocka_unit_test(refuses_what_is_not_strict_json),
		cmocka_unit_test(refuses_what_has_no_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
