/* tool_cache_test - texts a tool keeps for itself: apart from others', for a while, bounded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "host/call/tool_cache.h"

static int64_t now_ms;
static struct tool_cache *cache;

static int64_t mono(void *self)
{
	(void)self;
	return now_ms;
}

static struct counters counters;
static struct env env = { .clock = { .mono_ms = mono, .wall_ms = mono }, .counters = &counters };

static int set_up(void **state)
{
	(void)state;
	now_ms = 1000;
	counters = (struct counters){ 0 };
	cache = tool_cache_new(&env);
	return cache ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	tool_cache_free(cache);
	return 0;
}

/* Asks and compares the whole answer. */
static void expect(const char *plugin, const char *op, const char *body, const char *want)
{
	struct service_reply reply = tool_cache_answer(cache,
		&(struct service_request){
			.plugin = plugin, .service = "cache/1", .op = op, .body = span_of(body) });

	if (want)
		assert_string_equal(reply.body, want);
	else
		assert_int_equal(reply.fault.status, MCP_E_ARGUMENT);
	free(reply.body);
}

static void gives_back_what_was_put(void **state)
{
	(void)state;
	expect("a", "put", "{\"key\":\"k\",\"value\":\"v\\n1\",\"ttl_s\":10}", "{}");
	expect("a", "get", "{\"key\":\"k\"}", "{\"value\":\"v\\n1\"}");
	assert_int_equal(counters.cache_hits, 1);
}

static void knows_nothing_that_was_not_put(void **state)
{
	(void)state;
	expect("a", "get", "{\"key\":\"k\"}", "{\"value\":null}");
	assert_int_equal(counters.cache_misses, 1);
}

static void keeps_plugins_apart(void **state)
{
	(void)state;
	expect("a", "put", "{\"key\":\"k\",\"value\":\"v\",\"ttl_s\":10}", "{}");
	expect("b", "get", "{\"key\":\"k\"}", "{\"value\":null}");
}

static void forgets_when_the_time_is_over(void **state)
{
	(void)state;
	expect("a", "put", "{\"key\":\"k\",\"value\":\"v\",\"ttl_s\":10}", "{}");
	now_ms += 9999;
	expect("a", "get", "{\"key\":\"k\"}", "{\"value\":\"v\"}");
	now_ms += 1;
	expect("a", "get", "{\"key\":\"k\"}", "{\"value\":null}");
}

static void refuses_what_it_cannot_keep(void **state)
{
	(void)state;
	expect("a", "put", "{\"key\":\"k\",\"value\":7,\"ttl_s\":10}", NULL);
	expect("a", "put", "{\"key\":\"k\",\"value\":\"v\",\"ttl_s\":0}", NULL);
	expect("a", "put", "{\"key\":\"k\",\"value\":\"v\"}", NULL);
	expect("a", "get", "{\"key\":17}", NULL);
	expect("a", "get", "{}", NULL);
}

static void has_no_other_operation(void **state)
{
	struct service_reply reply =
		tool_cache_answer(cache, &(struct service_request){ .plugin = "a",
						 .service = "cache/1",
						 .op = "drop",
						 .body = SPAN("{\"key\":\"k\"}") });

	(void)state;
	assert_int_equal(reply.fault.status, MCP_E_UNSUPPORTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(gives_back_what_was_put),
		TEST(knows_nothing_that_was_not_put),
		TEST(keeps_plugins_apart),
		TEST(forgets_when_the_time_is_over),
		TEST(refuses_what_it_cannot_keep),
		TEST(has_no_other_operation),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
