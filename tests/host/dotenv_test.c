/* dotenv_test - what a .env file says, and what is refused where. */
#include "host/config/dotenv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static struct dotenv dotenv;
static struct fault fault;
static char text[8192];

static mcp_status read_bytes(const char *at, size_t len)
{
	memcpy(text, at, len);
	text[len] = '\0';
	return dotenv_parse(text, len, ".env", &dotenv, &fault);
}

static const char *value_of(const char *file, const char *name)
{
	assert_int_equal(read_bytes(file, strlen(file)), MCP_OK);
	return dotenv_get(&dotenv, span_of(name));
}

static void refuses(const char *file, const char *said)
{
	assert_int_equal(read_bytes(file, strlen(file)), MCP_E_CONFIG);
	assert_string_equal(fault.text, said);
}

static size_t write_many(char *ret, size_t room, int count)
{
	size_t len = 0;

	for (int i = 0; i < count; i++)
		len += (size_t)snprintf(ret + len, room - len, "N%d=1\n", i);
	return len;
}

static void reads_names_and_values(void **state)
{
	(void)state;
	assert_string_equal(value_of("A=1\n\n# note\nB_2=two\n", "B_2"), "two");
}

static void reads_the_last_line_without_a_newline(void **state)
{
	(void)state;
	assert_string_equal(value_of("A=1", "A"), "1");
}

static void accepts_export(void **state)
{
	(void)state;
	assert_string_equal(value_of("export A=1\n", "A"), "1");
}

static void reads_a_variable_named_export(void **state)
{
	(void)state;
	assert_string_equal(value_of("export=1\n", "export"), "1");
}

static void keeps_equal_signs_in_values(void **state)
{
	(void)state;
	assert_string_equal(value_of("A=ab/c+d==\n", "A"), "ab/c+d==");
}

static void cuts_comments_and_blanks_off(void **state)
{
	(void)state;
	assert_string_equal(value_of("A=one two  # note\n", "A"), "one two");
}

static void keeps_a_number_sign_inside_a_word(void **state)
{
	(void)state;
	assert_string_equal(value_of("A=one#two\n", "A"), "one#two");
}

static void reads_empty_values(void **state)
{
	(void)state;
	assert_string_equal(value_of("A=\n", "A"), "");
	assert_string_equal(value_of("A= # note\n", "A"), "");
}

static void takes_single_quotes_as_they_are(void **state)
{
	(void)state;
	assert_string_equal(value_of("A=' \\n$B # '# note\n", "A"), " \\n$B # ");
}

static void reads_escapes_in_double_quotes(void **state)
{
	(void)state;
	assert_string_equal(value_of("A=\"a\\n\\t\\\\\\\"\\$\" # note\n", "A"), "a\n\t\\\"$");
}

static void expands_nothing(void **state)
{
	(void)state;
	assert_string_equal(value_of("A=1\nB=${A}\n", "B"), "${A}");
}

static void reads_windows_files(void **state)
{
	(void)state;
	assert_string_equal(value_of("\xef\xbb\xbf"
				     "A=1\r\nB=2\r\n",
				    "A"),
		"1");
}

static void does_not_know_other_names(void **state)
{
	(void)state;
	assert_null(value_of("AB=1\n", "A"));
}

static void refuses_lines_that_are_no_variable(void **state)
{
	(void)state;
	refuses("A=1\n9K=sesame\n", ".env:2: this is no variable; write NAME=value");
}

static void refuses_lines_without_equal_sign_and_shows_no_value(void **state)
{
	(void)state;
	refuses("sesame\n", ".env:1: no = right after the name; write NAME=value");
}

static void refuses_a_blank_before_the_equal_sign(void **state)
{
	(void)state;
	refuses("A =sesame\n", ".env:1: no = right after the name; write NAME=value");
}

static void refuses_a_blank_after_the_equal_sign(void **state)
{
	(void)state;
	refuses("A= sesame\n", ".env:1: a blank after =; write NAME=value or quote the value");
}

static void refuses_quotes_inside_a_value(void **state)
{
	(void)state;
	refuses("A=ses\"ame\"\n", ".env:1: a quote inside the value; quote the whole value");
}

static void refuses_open_quotes(void **state)
{
	(void)state;
	refuses("\nA=\"sesame\nB=1\n", ".env:2: the quote is not closed on this line; close it");
}

static void refuses_what_follows_a_quote(void **state)
{
	(void)state;
	refuses("A='ses'ame\n", ".env:1: something follows the closing quote; take it out");
}

static void refuses_unknown_escapes(void **state)
{
	(void)state;
	refuses("A=\"\\x41\"\n",
		".env:1: an escape other than \\\\ \\\" \\$ \\n \\t; use single quotes");
}

static void refuses_an_escape_of_the_end(void **state)
{
	(void)state;
	refuses("A=\"\\", ".env:1: an escape other than \\\\ \\\" \\$ \\n \\t; use single quotes");
}

static void refuses_a_name_twice_with_both_lines(void **state)
{
	(void)state;
	refuses("A=sesame\n\nA=2\n", ".env:3: A stands here and in line 1; keep one");
}

static void refuses_what_is_not_utf8(void **state)
{
	(void)state;
	refuses("A=\xff\n", ".env is not UTF-8 text; save it as UTF-8");
}

static void refuses_nul_bytes(void **state)
{
	(void)state;
	assert_int_equal(read_bytes("A=1\n\0B=2", 9), MCP_E_CONFIG);
	assert_string_equal(fault.text, ".env is not UTF-8 text; save it as UTF-8");
}

static void refuses_too_many_variables(void **state)
{
	char many[4096];
	size_t len = write_many(many, sizeof many, DOTENV_MAX + 1);

	(void)state;
	assert_int_equal(read_bytes(many, len), MCP_E_CONFIG);
	assert_string_equal(fault.text, ".env:129: more than 128 variables; make it shorter");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_names_and_values),
		cmocka_unit_test(reads_the_last_line_without_a_newline),
		cmocka_unit_test(accepts_export),
		cmocka_unit_test(reads_a_variable_named_export),
		cmocka_unit_test(keeps_equal_signs_in_values),
		cmocka_unit_test(cuts_comments_and_blanks_off),
		cmocka_unit_test(keeps_a_number_sign_inside_a_word),
		cmocka_unit_test(reads_empty_values),
		cmocka_unit_test(takes_single_quotes_as_they_are),
		cmocka_unit_test(reads_escapes_in_double_quotes),
		cmocka_unit_test(expands_nothing),
		cmocka_unit_test(reads_windows_files),
		cmocka_unit_test(does_not_know_other_names),
		cmocka_unit_test(refuses_lines_that_are_no_variable),
		cmocka_unit_test(refuses_lines_without_equal_sign_and_shows_no_value),
		cmocka_unit_test(refuses_a_blank_before_the_equal_sign),
		cmocka_unit_test(refuses_a_blank_after_the_equal_sign),
		cmocka_unit_test(refuses_quotes_inside_a_value),
		cmocka_unit_test(refuses_open_quotes),
		cmocka_unit_test(refuses_what_follows_a_quote),
		cmocka_unit_test(refuses_unknown_escapes),
		cmocka_unit_test(refuses_an_escape_of_the_end),
		cmocka_unit_test(refuses_a_name_twice_with_both_lines),
		cmocka_unit_test(refuses_what_is_not_utf8),
		cmocka_unit_test(refuses_nul_bytes),
		cmocka_unit_test(refuses_too_many_variables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
