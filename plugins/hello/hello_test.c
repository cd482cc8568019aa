/* hello_test - the greeting, alone with a fake host. */
#include "support/fake_host.h"

#include "hello.c"

static void greets_by_name(void **state)
{
	struct fake_host host = fake_host_start(state);
	struct args args = { .name = "Mina", .times = 2 };

	assert_int_equal(run(&host.ctx, &args), MCP_OK);
	assert_string_equal(host.text, "Hello, Mina! (x2)");
}

static void refuses_an_empty_name(void **state)
{
	struct fake_host host = fake_host_start(state);
	struct args args = { .name = "", .times = 1 };

	assert_int_equal(run(&host.ctx, &args), MCP_E_ARGUMENT);
	assert_string_equal(host.said, "name is empty; give a name to greet");
}

static void greets_in_korean(void **state)
{
	struct fake_host host = fake_host_start(state);
	struct args args = { .name = "미나", .times = 1 };

	fake_host_korean(&host, &mcp_plugin_v1.phrases);

	assert_int_equal(run(&host.ctx, &args), MCP_OK);
	assert_string_equal(host.text, "안녕하세요, 미나! (x1)");
}

static void its_phrases_take_the_same_values(void **state)
{
	(void)state;

	assert_null(fake_host_phrase_at_odds(&mcp_plugin_v1.phrases));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(greets_by_name),
		cmocka_unit_test(refuses_an_empty_name),
		cmocka_unit_test(greets_in_korean),
		cmocka_unit_test(its_phrases_take_the_same_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
