/* expand_test - variables in values. */
#include "host/config/expand.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char *const environment[] = {
	"HOME=/srv/kim",
	"EMPTY=",
	"SECRET=hunter2hunter2",
	"HOMELESS=no",
	NULL,
};

struct expansion {
	struct dotenv dotenv;
	struct variables variables;
	struct buf buf;
	struct fault fault;
};

static int begin(void **state)
{
	static struct expansion e;

	e = (struct expansion){
		.dotenv = {
			.entries = { { "HOME", "/elsewhere", 1 }, { "FROM_FILE", "yes", 2 } },
			.count = 2,
		},
		.variables = { .environ = environment, .dotenv = &e.dotenv },
	};
	buf_init(&e.buf, 64);
	*state = &e;
	return 0;
}

static int end(void **state)
{
	struct expansion *e = *state;

	buf_done(&e->buf);
	return 0;
}

static const char *expanded(void **state, const char *text)
{
	struct expansion *e = *state;

	assert_int_equal(expand(span_of(text), &e->variables, &e->buf, &e->fault), MCP_OK);
	return buf_text(&e->buf);
}

static const char *refused(void **state, const char *text)
{
	struct expansion *e = *state;

	assert_int_equal(expand(span_of(text), &e->variables, &e->buf, &e->fault), MCP_E_CONFIG);
	return e->fault.text;
}

static const char not_a_variable[] =
	"a $ that starts no variable; write ${NAME}, ${NAME:-DEFAULT}, "
	"or $$ for the sign itself";

static void fills_in_a_variable(void **state)
{
	assert_string_equal(expanded(state, "in ${HOME}/x"), "in /srv/kim/x");
}

static void reads_the_dotenv_after_the_environment(void **state)
{
	assert_string_equal(expanded(state, "${FROM_FILE} ${HOME}"), "yes /srv/kim");
}

static void takes_the_default_when_unset(void **state)
{
	assert_string_equal(expanded(state, "${NOWHERE:-a b}"), "a b");
}

static void takes_the_default_when_empty(void **state)
{
	assert_string_equal(expanded(state, "${EMPTY:-a}"), "a");
}

static void takes_an_empty_default(void **state)
{
	assert_string_equal(expanded(state, "<${NOWHERE:-}>"), "<>");
}

static void lets_an_empty_variable_be_empty(void **state)
{
	assert_string_equal(expanded(state, "<${EMPTY}>"), "<>");
}

static void makes_two_dollar_signs_one(void **state)
{
	assert_string_equal(expanded(state, "$$5 $${HOME}"), "$5 ${HOME}");
}

static void does_not_expand_twice(void **state)
{
	assert_string_equal(expanded(state, "${NOWHERE:-{x}y"), "{xy");
}

static void refuses_an_unset_variable_by_name(void **state)
{
	assert_string_equal(refused(state, "x ${KEY_9}"),
		"the variable KEY_9 is not set; set it, or write ${KEY_9:-DEFAULT}");
}

static void refuses_a_lone_dollar(void **state)
{
	assert_string_equal(refused(state, "5$"), not_a_variable);
}

static void refuses_a_name_without_braces(void **state)
{
	assert_string_equal(refused(state, "$HOME"), not_a_variable);
}

static void refuses_an_open_brace(void **state)
{
	assert_string_equal(refused(state, "${HOME"), not_a_variable);
}

static void refuses_an_empty_name(void **state)
{
	assert_string_equal(refused(state, "${}"), not_a_variable);
}

static void refuses_other_operators(void **state)
{
	assert_string_equal(refused(state, "${HOME-x}"), not_a_variable);
}

static void refuses_a_variable_in_a_default(void **state)
{
	assert_string_equal(refused(state, "${NOWHERE:-${HOME}}"), not_a_variable);
}

static void refuses_what_becomes_too_long(void **state)
{
	assert_string_equal(refused(state, "${SECRET}${SECRET}${SECRET}${SECRET}${SECRET}"),
		"a value longer than 64 bytes; make it shorter");
}

static void knows_a_variable_alone(void **state)
{
	(void)state;
	assert_true(expand_is_only_variable(SPAN("${KEY}")));
	assert_true(expand_is_only_variable(SPAN("${KEY:-}")));
}

static void knows_what_holds_a_value_of_its_own(void **state)
{
	(void)state;
	assert_false(expand_is_only_variable(SPAN("${KEY:-abc}")));
	assert_false(expand_is_only_variable(SPAN("x${KEY}")));
	assert_false(expand_is_only_variable(SPAN("${KEY}x")));
	assert_false(expand_is_only_variable(SPAN("abc")));
	assert_false(expand_is_only_variable(SPAN("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(fills_in_a_variable, begin, end),
		cmocka_unit_test_setup_teardown(reads_the_dotenv_after_the_environment, begin, end),
		cmocka_unit_test_setup_teardown(takes_the_default_when_unset, begin, end),
		cmocka_unit_test_setup_teardown(takes_the_default_when_empty, begin, end),
		cmocka_unit_test_setup_teardown(takes_an_empty_default, begin, end),
		cmocka_unit_test_setup_teardown(lets_an_empty_variable_be_empty, begin, end),
		cmocka_unit_test_setup_teardown(makes_two_dollar_signs_one, begin, end),
		cmocka_unit_test_setup_teardown(does_not_expand_twice, begin, end),
		cmocka_unit_test_setup_teardown(refuses_an_unset_variable_by_name, begin, end),
		cmocka_unit_test_setup_teardown(refuses_a_lone_dollar, begin, end),
		cmocka_unit_test_setup_teardown(refuses_a_name_without_braces, begin, end),
		cmocka_unit_test_setup_teardown(refuses_an_open_brace, begin, end),
		cmocka_unit_test_setup_teardown(refuses_an_empty_name, begin, end),
		cmocka_unit_test_setup_teardown(refuses_other_operators, begin, end),
		cmocka_unit_test_setup_teardown(refuses_a_variable_in_a_default, begin, end),
		cmocka_unit_test_setup_teardown(refuses_what_becomes_too_long, begin, end),
		cmocka_unit_test(knows_a_variable_alone),
		cmocka_unit_test(knows_what_holds_a_value_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
