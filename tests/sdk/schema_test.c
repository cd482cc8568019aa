/* schema_test - tables as JSON Schema, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <mcp/tool.h>

#include "data/scan.h"
#include "data/schema.h"

struct inner {
	mcp_int n;
};

struct thing {
	int64_t count;
	mcp_real rate;
	mcp_bool yes;
	const char *name;
	const char *market;
	mcp_texts codes;
	const struct inner *one;
	mcp_rows many;
};

static const mcp_field inner_fields[] = { MCP_INT(struct inner, n, "A number.", .unit = "KRW") };
static const mcp_table inner_table = MCP_TABLE(struct inner, inner_fields);

static const mcp_field thing_fields[] = {
	MCP_INT(struct thing, count, "Rows.", .preset = "20", .range = "1..$limit"),
	MCP_REAL(struct thing, rate, "A \"rate\".", .range = "0.5..", .unit = "%"),
	MCP_BOOL(struct thing, yes, NULL, .preset = "true"),
	MCP_TEXT(struct thing, name, "A name.", .flags = MCP_F_REQUIRED),
	MCP_CHOICE(struct thing, market, "A market.", "ALL|KOSPI", .preset = "all"),
	MCP_TEXTS(struct thing, codes, "Codes."),
	MCP_OBJECT(struct thing, one, "One.", inner_table),
	MCP_ROWS(struct thing, many, "Many.", inner_table),
};
static const mcp_table thing_table = MCP_TABLE(struct thing, thing_fields);
static const mcp_table no_table = { .at = NULL };

static int start(void **state)
{
	static struct buf b;

	buf_init(&b, (size_t)64 * 1024);
	*state = &b;
	return 0;
}

static int stop(void **state)
{
	buf_done(*state);
	return 0;
}

static const char *look_up(void *self, struct span key)
{
	(void)key;
	return self;
}

#define INNER \
	"\"properties\":{\"n\":{\"type\":\"integer\",\"description\":\"A number. Unit: KRW.\"}}," \
	"\"additionalProperties\":false"

static void describes_arguments(void **state)
{
	struct buf *b = *state;

	schema_args(&thing_table, &(struct check_context){ look_up, "10" }, b);

	assert_string_equal(buf_text(b),
		"{\"type\":\"object\",\"properties\":{"
		"\"count\":{\"type\":\"integer\",\"description\":\"Rows.\",\"minimum\":1,"
		"\"maximum\":10,\"default\":10},"
		"\"rate\":{\"type\":\"number\",\"description\":\"A \\\"rate\\\". Unit: %.\","
		"\"minimum\":0.5},"
		"\"yes\":{\"type\":\"boolean\",\"default\":true},"
		"\"name\":{\"type\":\"string\",\"description\":\"A name.\"},"
		"\"market\":{\"type\":\"string\",\"enum\":[\"ALL\",\"KOSPI\"],"
		"\"description\":\"A market.\",\"default\":\"ALL\"},"
		"\"codes\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},"
		"\"description\":\"Codes.\"},"
		"\"one\":{\"type\":\"object\"," INNER ",\"description\":\"One.\"},"
		"\"many\":{\"type\":\"array\",\"items\":{\"type\":\"object\"," INNER
		"},\"description\":\"Many.\"}},"
		"\"required\":[\"name\"],\"additionalProperties\":false}");
	assert_true(scan_check(buf_as_span(b), NULL));
}

static void leaves_an_unknown_end_open(void **state)
{
	struct buf *b = *state;

	schema_args(&thing_table, NULL, b);

	assert_non_null(strstr(buf_text(b), "\"minimum\":1,\"default\":20}"));
}

static void describes_no_arguments(void **state)
{
	struct buf *b = *state;

	schema_args(&no_table, NULL, b);

	assert_string_equal(buf_text(b),
		"{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
}

#define INNER_RESULT \
	"\"properties\":{\"n\":{\"type\":[\"integer\",\"null\"],\"description\":\"A number. Unit: " \
	"KRW.\"}},\"required\":[\"n\"],\"additionalProperties\":false"

static void describes_results_with_their_nulls(void **state)
{
	struct buf *b = *state;

	schema_result(&thing_table, false, b);

	assert_string_equal(buf_text(b),
		"{\"type\":\"object\",\"properties\":{"
		"\"count\":{\"type\":\"integer\",\"description\":\"Rows.\"},"
		"\"rate\":{\"type\":[\"number\",\"null\"],\"description\":\"A \\\"rate\\\". Unit: "
		"%.\"},"
		"\"yes\":{\"type\":[\"boolean\",\"null\"]},"
		"\"name\":{\"type\":\"string\",\"description\":\"A name.\"},"
		"\"market\":{\"type\":[\"string\",\"null\"],\"enum\":[\"ALL\",\"KOSPI\",null],"
		"\"description\":\"A market.\"},"
		"\"codes\":{\"type\":[\"array\",\"null\"],\"items\":{\"type\":\"string\"},"
		"\"description\":\"Codes.\"},"
		"\"one\":{\"type\":[\"object\",\"null\"]," INNER_RESULT
		",\"description\":\"One.\"},"
		"\"many\":{\"type\":[\"array\",\"null\"],\"items\":{\"type\":\"object\"," INNER_RESULT
		"},\"description\":\"Many.\"}},"
		"\"required\":[\"count\",\"rate\",\"yes\",\"name\",\"market\",\"codes\",\"one\","
		"\"many\"],\"additionalProperties\":false}");
}

static void adds_where_the_answer_stands(void **state)
{
	struct buf *b = *state;
	struct span properties;
	struct span source;

	schema_result(&inner_table, true, b);

	properties = scan_get(buf_as_span(b), "properties");
	source = scan_get(properties, "source");
	assert_true(scan_check(buf_as_span(b), NULL));
	assert_true(span_is(scan_get(buf_as_span(b), "required"), "[\"n\",\"source\"]"));
	assert_true(span_is(scan_get(source, "required"),
		"[\"provider\",\"environment\",\"basis\",\"session\",\"as_of\",\"provisional\","
		"\"complete\",\"upstream_calls\",\"notes\",\"age_s\",\"stale\"]"));
	assert_true(
		span_is(scan_get(scan_get2(source, "properties", "age_s"), "type"), "\"integer\""));
}

static void says_when_it_does_not_fit(void **state)
{
	struct buf small;

	(void)state;
	buf_init(&small, 40);

	schema_result(&thing_table, true, &small);

	assert_true(small.failed);
	buf_done(&small);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(describes_arguments),
		CASE(leaves_an_unknown_end_open),
		CASE(describes_no_arguments),
		CASE(describes_results_with_their_nulls),
		CASE(adds_where_the_answer_stands),
		CASE(says_when_it_does_not_fit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
