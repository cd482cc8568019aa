/* fault_test - why something did not work. */
#include "base/fault.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/phrase.h"
#include "base/str.h"

static void records_status_and_reason(void **state)
{
	struct fault f = { .retry_after_s = 7 };

	(void)state;
	assert_int_equal(fault_set(&f, MCP_E_BUSY, "try again in %d s", 3), MCP_E_BUSY);
	assert_int_equal(f.status, MCP_E_BUSY);
	assert_int_equal(f.retry_after_s, 0);
	assert_string_equal(f.text, "try again in 3 s");
}

static void returns_the_status_without_a_place_for_it(void **state)
{
	(void)state;
	assert_int_equal(fault_set(NULL, MCP_E_CONFIG, "x"), MCP_E_CONFIG);
}

static void may_quote_itself(void **state)
{
	struct fault f = { .text = "no answer" };

	(void)state;
	(void)fault_set(&f, MCP_E_UPSTREAM, "KIS: %s", f.text);
	assert_string_equal(f.text, "KIS: no answer");
}

static void stays_one_clean_line(void **state)
{
	struct fault f;

	(void)state;
	(void)fault_set(&f, MCP_E_ARGUMENT, "seen \"%s\"", "a\r\nb\xff");
	assert_string_equal(f.text, "seen \"ab?\"");
}

static void cuts_a_long_reason_at_a_character(void **state)
{
	struct fault f;

	(void)state;
	(void)fault_set(&f, MCP_E_ARGUMENT, "%510s한", "x");
	assert_int_equal(strlen(f.text), 510);
	assert_true(utf8_valid(span_of(f.text)));
}

static void speaks_korean_when_chosen(void **state)
{
	struct fault f;

	(void)state;
	phrase_locale("ko");
	(void)fault_set(&f, MCP_E_CONFIG, "%s is a folder; name a file", "/etc");
	phrase_locale("en");
	assert_string_equal(f.text, "/etc: 폴더입니다. 파일을 지정하세요");
}

static void every_status_has_a_word(void **state)
{
	(void)state;
	assert_string_equal(status_word(MCP_OK), "ok");
	assert_string_equal(status_word(MCP_E_ARGUMENT), "argument");
	assert_string_equal(status_word(MCP_E_CONFIG), "config");
	assert_string_equal(status_word(MCP_E_UPSTREAM), "upstream");
	assert_string_equal(status_word(MCP_E_BUSY), "busy");
	assert_string_equal(status_word(MCP_E_CLOSED), "closed");
	assert_string_equal(status_word(MCP_E_CANCELLED), "cancelled");
	assert_string_equal(status_word(MCP_E_DEADLINE), "deadline");
	assert_string_equal(status_word(MCP_E_MEMORY), "memory");
	assert_string_equal(status_word(MCP_E_INTERNAL), "internal");
	assert_string_equal(status_word(MCP_E_UNSUPPORTED), "unsupported");
	assert_string_equal(status_word(MCP_E_NEEDS_INPUT), "needs_input");
	assert_string_equal(status_word(MCP_E_PROTOCOL), "protocol");
}

static void an_unknown_status_is_internal(void **state)
{
	(void)state;
	assert_string_equal(status_word(1), "internal");
	assert_string_equal(status_word(-13), "internal");
	assert_string_equal(status_word(INT32_MIN), "internal");
}

static void words_turn_back_into_their_status(void **state)
{
	(void)state;
	assert_int_equal(status_from_word("ok"), MCP_OK);
	assert_int_equal(status_from_word("unsupported"), MCP_E_UNSUPPORTED);
	assert_int_equal(status_from_word("deadline"), MCP_E_DEADLINE);
}

static void an_unknown_word_is_internal(void **state)
{
	(void)state;
	assert_int_equal(status_from_word("late"), MCP_E_INTERNAL);
	assert_int_equal(status_from_word(NULL), MCP_E_INTERNAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_status_and_reason),
		cmocka_unit_test(returns_the_status_without_a_place_for_it),
		cmocka_unit_test(may_quote_itself),
		cmocka_unit_test(stays_one_clean_line),
		cmocka_unit_test(cuts_a_long_reason_at_a_character),
		cmocka_unit_test(speaks_korean_when_chosen),
		cmocka_unit_test(every_status_has_a_word),
		cmocka_unit_test(an_unknown_status_is_internal),
		cmocka_unit_test(words_turn_back_into_their_status),
		cmocka_unit_test(an_unknown_word_is_internal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
