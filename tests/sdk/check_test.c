/* check_test - arguments made canonical with helpful sentences, results held to their promise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include <mcp/tool.h>

#include "data/check.h"
#include "data/scan.h"

struct order {
	int64_t n;
	const char *code;
};

struct args {
	const char *market;
	int64_t count;
	mcp_real rate;
	mcp_bool details;
	const char *text;
	mcp_texts codes;
	const struct order *one;
	mcp_rows orders;
};

static const mcp_field order_fields[] = {
	MCP_INT(struct order, n, "How many.", .preset = "1", .range = "1..9"),
	MCP_TEXT(struct order, code, "Which.", .flags = MCP_F_REQUIRED),
};
static const mcp_table order_table = MCP_TABLE(struct order, order_fields);

static const mcp_field arg_fields[] = {
	MCP_CHOICE(struct args, market, "Market.", "ALL|KOSPI|KOSDAQ", .preset = "ALL"),
	MCP_INT(struct args, count, "Rows.", .preset = "20", .range = "1..$limit"),
	MCP_REAL(struct args, rate, "Rate.", .range = "0.5.."),
	MCP_BOOL(struct args, details, "Details.", .preset = "true"),
	MCP_TEXT(struct args, text, "Text."),
	MCP_TEXTS(struct args, codes, "Codes."),
	MCP_OBJECT(struct args, one, "One.", order_table),
	MCP_ROWS(struct args, orders, "Orders.", order_table),
};
static const mcp_table arg_table = MCP_TABLE(struct args, arg_fields);
static const mcp_table no_table = { .at = NULL };

static const char *limit_of(void *self, struct span key)
{
	return span_is(key, "limit") ? self : NULL;
}

/* The canonical form under a limit, or the sentence. */
static const char *checked(const mcp_table *table, const char *limit, const char *json)
{
	static char ret[1024];
	char limit_text[16];
	struct check_context c = { limit_of, limit_text };
	struct fault fault = { .text = "" };
	struct buf b;

	(void)snprintf(limit_text, sizeof limit_text, "%s", limit);
	assert_true(!json || scan_check(span_of(json), NULL));
	buf_init(&b, 900);
	buf_puts(&b, "=");
	if (check_args(table, span_of(json), &c, &b, &fault) < 0)
		(void)snprintf(ret, sizeof ret, "%s", fault.text);
	else
		(void)snprintf(ret, sizeof ret, "%s", buf_text(&b));
	assert_true(ret[0] == '=' || b.len == 1);
	buf_done(&b);
	return ret;
}

static const char *canonical(const char *json)
{
	return checked(&arg_table, "50", json);
}

#define REST \
	",\"rate\":null,\"details\":true,\"text\":null,\"codes\":null,\"one\":null,\"orders\":null}"
#define HEAD "={\"market\":\"ALL\",\"count\":20,\"rate\":null,\"details\":true,\"text\":null"

static void fills_in_presets(void **state)
{
	(void)state;
	assert_string_equal(canonical(NULL), "={\"market\":\"ALL\",\"count\":20" REST);
	assert_string_equal(canonical("{}"), "={\"market\":\"ALL\",\"count\":20" REST);
	assert_string_equal(canonical("{\"count\":null,\"market\":null,\"text\":null}"),
		"={\"market\":\"ALL\",\"count\":20" REST);
}

static void normalises_numbers_and_spelling(void **state)
{
	const char *expected = "={\"market\":\"KOSPI\",\"count\":7" REST;

	(void)state;
	assert_string_equal(canonical("{\"count\":7,\"market\":\"KOSPI\"}"), expected);
	assert_string_equal(canonical(" { \"market\" : \"kospi\" , \"count\" : 7.0 } "), expected);
	assert_string_equal(canonical("{\"count\":\"7\",\"market\":\"K\\u004fSPI\"}"), expected);
	assert_string_equal(canonical("{\"\\u0063ount\":70e-1,\"market\":\"Kospi\"}"), expected);
}

static void takes_reals_and_flags_as_text_too(void **state)
{
	const char *expected = "={\"market\":\"ALL\",\"count\":20,\"rate\":1.5,\"details\":false,"
			       "\"text\":null,\"codes\":null,\"one\":null,\"orders\":null}";

	(void)state;
	assert_string_equal(canonical("{\"rate\":1.50,\"details\":false}"), expected);
	assert_string_equal(canonical("{\"rate\":\"1.5\",\"details\":\"false\"}"), expected);
}

static void gives_one_text_one_spelling(void **state)
{
	const char *expected =
		"={\"market\":\"ALL\",\"count\":20,\"rate\":null,\"details\":true,"
		"\"text\":\"A\\\"삼/\\n\",\"codes\":null,\"one\":null,\"orders\":null}";

	(void)state;
	assert_string_equal(canonical("{\"text\":\"A\\\"삼/\\n\"}"), expected);
	assert_string_equal(canonical("{\"text\":\"\\u0041\\u0022\\uc0bc\\/\\u000a\"}"), expected);
}

static void makes_nested_values_canonical(void **state)
{
	(void)state;
	assert_string_equal(
		canonical("{\"codes\":[\"a\",\"\\u0062\"],\"one\":{\"code\":\"x\"},"
			  "\"orders\":[{\"n\":\"2\",\"code\":\"y\"},{\"code\":\"z\"}]}"),
		HEAD ",\"codes\":[\"a\",\"b\"],\"one\":{\"n\":1,\"code\":\"x\"},"
		     "\"orders\":[{\"n\":2,\"code\":\"y\"},{\"n\":1,\"code\":\"z\"}]}");
	assert_string_equal(canonical("{\"codes\":[],\"orders\":[]}"),
		HEAD ",\"codes\":[],\"one\":null,\"orders\":[]}");
}

static void says_what_range_is_allowed(void **state)
{
	(void)state;
	assert_string_equal(canonical("{\"count\":51}"), "count is 51; allowed is 1 to 50");
	assert_string_equal(canonical("{\"count\":\"0\"}"), "count is 0; allowed is 1 to 50");
	assert_string_equal(canonical("{\"rate\":0.25}"), "rate is 0.25; allowed is 0.5 or more");
	assert_string_equal(
		checked(&arg_table, "10", "{\"count\":11}"), "count is 11; allowed is 1 to 10");
}

static void moves_a_preset_into_a_narrower_range(void **state)
{
	(void)state;
	assert_string_equal(
		checked(&arg_table, "10", "{}"), "={\"market\":\"ALL\",\"count\":10" REST);
}

static void says_when_a_setting_breaks_the_range(void **state)
{
	(void)state;
	assert_string_equal(checked(&arg_table, "ten", "{}"),
		"the range \"1..$limit\" of count cannot be read; correct the setting it names");
}

static void says_which_choices_there_are(void **state)
{
	(void)state;
	assert_string_equal(canonical("{\"market\":\"NYSE\"}"),
		"market is \"NYSE\"; allowed are ALL, KOSPI, KOSDAQ");
	assert_string_equal(
		canonical("{\"market\":\"\"}"), "market is \"\"; allowed are ALL, KOSPI, KOSDAQ");
	assert_string_equal(canonical("{\"market\":1}"), "market is 1; give a text");
}

static void suggests_the_nearest_argument(void **state)
{
	(void)state;
	assert_string_equal(
		canonical("{\"cuont\":5}"), "unknown argument \"cuont\"; did you mean \"count\"?");
	assert_string_equal(canonical("{\"Market\":\"ALL\"}"),
		"unknown argument \"Market\"; did you mean \"market\"?");
	assert_string_equal(canonical("{\"one\":{\"kode\":\"x\"}}"),
		"unknown argument \"kode\"; did you mean \"one.code\"?");
	assert_string_equal(canonical("{\"zzzzzzzz\":5}"),
		"unknown argument \"zzzzzzzz\"; known are market, count, rate, details, text, "
		"codes, one, orders");
	assert_string_equal(checked(&no_table, "", "{\"a\":5}"),
		"unknown argument \"a\"; the tool takes no arguments");
	assert_string_equal(checked(&no_table, "", "{}"), "={}");
}

static void says_which_type_is_wanted(void **state)
{
	(void)state;
	assert_string_equal(canonical("{\"count\":20.5}"), "count is 20.5; give a whole number");
	assert_string_equal(canonical("{\"count\":1e30}"), "count is 1e30; give a whole number");
	assert_string_equal(canonical("{\"count\":true}"), "count is true; give a whole number");
	assert_string_equal(canonical("{\"count\":[1]}"), "count is a list; give a whole number");
	assert_string_equal(canonical("{\"count\":{}}"), "count is an object; give a whole number");
	assert_string_equal(canonical("{\"count\":\"x\"}"), "count is \"x\"; give a whole number");
	assert_string_equal(canonical("{\"rate\":\"NaN\"}"), "rate is \"NaN\"; give a number");
	assert_string_equal(canonical("{\"details\":1}"), "details is 1; give true or false");
	assert_string_equal(
		canonical("{\"details\":\"si\"}"), "details is \"si\"; give true or false");
	assert_string_equal(canonical("{\"text\":5}"), "text is 5; give a text");
	assert_string_equal(
		canonical("{\"text\":\"a\\u0000\"}"), "text is \"a\\u0000\"; give a text");
	assert_string_equal(canonical("{\"codes\":\"a\"}"), "codes is \"a\"; give a list of texts");
	assert_string_equal(canonical("{\"codes\":[1]}"), "codes is 1; give a list of texts");
	assert_string_equal(canonical("{\"one\":[]}"), "one is a list; give an object");
	assert_string_equal(
		canonical("{\"orders\":{}}"), "orders is an object; give a list of objects");
	assert_string_equal(canonical("{\"orders\":[1]}"), "orders is 1; give a list of objects");
	assert_string_equal(canonical("[]"), "the arguments are no object; give {\"name\": value}");
}

static void names_the_place_of_a_nested_mistake(void **state)
{
	(void)state;
	assert_string_equal(canonical("{\"orders\":[{\"code\":\"a\"},{\"code\":\"b\",\"n\":10}]}"),
		"orders[1].n is 10; allowed is 1 to 9");
	assert_string_equal(canonical("{\"one\":{}}"), "one.code is required; give a text");
	assert_string_equal(canonical("{\"orders\":[{\"code\":null}]}"),
		"orders[0].code is required; give a text");
}

static void says_when_there_is_no_room(void **state)
{
	struct fault fault;
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_int_equal(check_args(&arg_table, SPAN("{}"), NULL, &b, &fault), MCP_E_ARGUMENT);
	assert_string_equal(fault.text, "the arguments are too long; give less");
	buf_done(&b);
}

/* ---- Results. ---- */

struct answer {
	int64_t rank;
	mcp_int price;
	const char *market;
	mcp_texts flags;
	mcp_rows rows;
	mcp_real rate;
};

static const mcp_field answer_fields[] = {
	MCP_INT(struct answer, rank, "Rank."),
	MCP_INT(struct answer, price, "Price."),
	MCP_CHOICE(struct answer, market, "Market.", "KOSPI|KOSDAQ", .flags = MCP_F_REQUIRED),
	MCP_TEXTS(struct answer, flags, "Flags."),
	MCP_ROWS(struct answer, rows, "Rows.", order_table),
	MCP_REAL(struct answer, rate, "Rate."),
};
static const mcp_table answer_table = MCP_TABLE(struct answer, answer_fields);

static const char *wrong_with(const char *json)
{
	static struct fault fault;

	assert_true(scan_check(span_of(json), NULL));
	return check_result(&answer_table, span_of(json), &fault) < 0 ? fault.text : "true to it";
}

#define LIE "the tool's result is not as declared: "
#define ANSWER(rank, price, market, flags, rows, rate) \
	"{\"rank\":" rank ",\"price\":" price ",\"market\":" market ",\"flags\":" flags \
	",\"rows\":" rows ",\"rate\":" rate "}"

static void takes_results_that_keep_their_promise(void **state)
{
	(void)state;
	assert_string_equal(
		wrong_with(ANSWER("1", "null", "\"KOSPI\"", "null", "null", "null")), "true to it");
	assert_string_equal(wrong_with(ANSWER("1", "-5", "\"KOSDAQ\"", "[\"a\"]",
				    "[{\"n\":10,\"code\":\"x\"}]", "1.5")),
		"true to it");
	assert_string_equal(wrong_with("{\"rate\":1,\"rows\":[],\"flags\":[],\"market\":\"KOSPI\","
				       "\"price\":2,\"rank\":3}"),
		"true to it");
}

static void refuses_results_that_lie(void **state)
{
	(void)state;
	assert_string_equal(wrong_with("[]"), "the tool's result is no object");
	assert_string_equal(wrong_with("{\"rank\":1}"), LIE "price is missing");
	assert_string_equal(wrong_with("{\"rank\":1,\"x\":2}"), LIE "it has a member \"x\"");
	assert_string_equal(wrong_with(ANSWER("null", "1", "\"KOSPI\"", "null", "null", "1")),
		LIE "rank is null");
	assert_string_equal(
		wrong_with(ANSWER("1", "1", "null", "null", "null", "1")), LIE "market is null");
	assert_string_equal(wrong_with(ANSWER("1.5", "1", "\"KOSPI\"", "null", "null", "1")),
		LIE "rank has the wrong type");
	assert_string_equal(wrong_with(ANSWER("1", "\"1\"", "\"KOSPI\"", "null", "null", "1")),
		LIE "price has the wrong type");
	assert_string_equal(wrong_with(ANSWER("1", "1", "\"kospi\"", "null", "null", "1")),
		LIE "market has the wrong type");
	assert_string_equal(wrong_with(ANSWER("1", "1", "\"KOSPI\"", "[1]", "null", "1")),
		LIE "flags has the wrong type");
	assert_string_equal(wrong_with(ANSWER("1", "1", "\"KOSPI\"", "null", "null", "1e400")),
		LIE "rate has the wrong type");
	assert_string_equal(wrong_with(ANSWER("1", "1", "\"KOSPI\"", "null", "{}", "1")),
		LIE "rows has the wrong type");
	assert_string_equal(wrong_with(ANSWER("1", "1", "\"KOSPI\"", "null", "[1]", "1")),
		LIE "rows has a row that is no object");
	assert_string_equal(wrong_with(ANSWER("1", "1", "\"KOSPI\"", "null",
				    "[{\"n\":1,\"code\":\"x\"},{\"n\":1,\"code\":null}]", "1")),
		LIE "rows[1].code is null");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills_in_presets),
		cmocka_unit_test(normalises_numbers_and_spelling),
		cmocka_unit_test(takes_reals_and_flags_as_text_too),
		cmocka_unit_test(gives_one_text_one_spelling),
		cmocka_unit_test(makes_nested_values_canonical),
		cmocka_unit_test(says_what_range_is_allowed),
		cmocka_unit_test(moves_a_preset_into_a_narrower_range),
		cmocka_unit_test(says_when_a_setting_breaks_the_range),
		cmocka_unit_test(says_which_choices_there_are),
		cmocka_unit_test(suggests_the_nearest_argument),
		cmocka_unit_test(says_which_type_is_wanted),
		cmocka_unit_test(names_the_place_of_a_nested_mistake),
		cmocka_unit_test(says_when_there_is_no_room),
		cmocka_unit_test(takes_results_that_keep_their_promise),
		cmocka_unit_test(refuses_results_that_lie),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
