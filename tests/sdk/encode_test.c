/* encode_test - structs into JSON, and structs that cannot be meant. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "sdk/decode_sample.h"

static void writes_what_it_read(void **state)
{
	struct world *w = *state;
	struct thing t = { .count = 0 };

	assert_int_equal(decode_object(&thing_table, SPAN(FULL), &w->arena, &t, &w->fault), MCP_OK);
	assert_int_equal(encode_object(&thing_table, &t, &w->out, &w->fault), MCP_OK);

	assert_string_equal(buf_text(&w->out), FULL);
}

static void writes_a_zeroed_struct_as_nulls(void **state)
{
	const struct thing t = { .count = 0 };
	struct world *w = *state;

	assert_int_equal(encode_object(&thing_table, &t, &w->out, &w->fault), MCP_OK);

	assert_string_equal(buf_text(&w->out), BARE);
}

static void writes_choices_in_their_spelling(void **state)
{
	const struct thing t = { .market = "kospi" };
	struct world *w = *state;

	assert_int_equal(encode_object(&thing_table, &t, &w->out, &w->fault), MCP_OK);

	assert_non_null(strstr(buf_text(&w->out), "\"market\":\"KOSPI\""));
}

/* The sentence about a struct that cannot be meant; nothing is written. */
static const char *lie_in(struct world *w, const struct thing *t)
{
	assert_int_equal(encode_object(&thing_table, t, &w->out, &w->fault), MCP_E_INTERNAL);
	assert_int_equal(w->out.len, 0);
	return w->fault.text;
}

static void names_scalars_that_cannot_be_meant(void **state)
{
	struct world *w = *state;

	assert_string_equal(lie_in(w, &(struct thing){ .ratio = NAN }),
		"the result's ratio is not a finite number; leave it null");
	assert_string_equal(lie_in(w, &(struct thing){ .rate = MCP_KNOWN_REAL(INFINITY) }),
		"the result's rate is not a finite number; leave it null");
	assert_string_equal(
		lie_in(w, &(struct thing){ .flag = 2 }), "the result's flag is neither 0 nor 1");
	assert_string_equal(lie_in(w, &(struct thing){ .yes = { .value = -1, .known = 1 } }),
		"the result's yes is neither 0 nor 1");
	assert_string_equal(
		lie_in(w, &(struct thing){ .text = "a\xff" }), "the result's text is not UTF-8");
	assert_string_equal(lie_in(w, &(struct thing){ .market = "NYSE" }),
		"the result's market is none of its choices");
}

static void names_lists_that_cannot_be_meant(void **state)
{
	static const char *const texts[] = { "a", NULL };
	static const char *const bad[] = { "\xc0" };
	static const struct inner rows[] = { { 1, "a" }, { 2, NULL } };
	struct world *w = *state;

	assert_string_equal(lie_in(w, &(struct thing){ .flags = { NULL, 2, sizeof(char *) } }),
		"the result's flags is a list without memory");
	assert_string_equal(lie_in(w, &(struct thing){ .flags = { texts, 2, 1 } }),
		"the result's flags is a list without memory");
	assert_string_equal(lie_in(w, &(struct thing){ .flags = { texts, 2, sizeof(char *) } }),
		"the result's flags holds a NULL");
	assert_string_equal(lie_in(w, &(struct thing){ .flags = { bad, 1, sizeof(char *) } }),
		"the result's flags is not UTF-8");
	assert_string_equal(lie_in(w, &(struct thing){ .many = { NULL, 1, sizeof *rows } }),
		"the result's many is a list without memory");
	assert_string_equal(lie_in(w, &(struct thing){ .many = { rows, 2, 4 } }),
		"the result's many is a list without memory");
	assert_string_equal(lie_in(w, &(struct thing){ .many = { rows, 2, sizeof *rows } }),
		"the result's many[1].text is null; the tool promised a value");
	assert_string_equal(lie_in(w, &(struct thing){ .one = &rows[1] }),
		"the result's one.text is null; the tool promised a value");
}

static void refuses_texts_longer_than_64_kib(void **state)
{
	static char text[64 * 1024 + 2];
	const struct thing t = { .text = text };
	struct world *w = *state;

	memset(text, 'a', sizeof text - 1);
	assert_string_equal(lie_in(w, &t), "the result's text is longer than 64 KiB; shorten it");

	text[64 * 1024] = '\0';
	assert_int_equal(encode_object(&thing_table, &t, &w->out, &w->fault), MCP_OK);
}

static void says_when_a_result_is_too_large(void **state)
{
	const struct thing t = { .count = 0 };
	struct world *w = *state;
	struct buf small;

	buf_init(&small, 20);

	assert_int_equal(encode_object(&thing_table, &t, &small, &w->fault), MCP_E_MEMORY);
	assert_string_equal(w->fault.text, "the result is larger than 20 bytes; reply with less");

	buf_done(&small);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(writes_what_it_read),
		CASE(writes_a_zeroed_struct_as_nulls),
		CASE(writes_choices_in_their_spelling),
		CASE(names_scalars_that_cannot_be_meant),
		CASE(names_lists_that_cannot_be_meant),
		CASE(refuses_texts_longer_than_64_kib),
		CASE(says_when_a_result_is_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
