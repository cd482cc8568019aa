/* declare_offers_test - schemas, headers, icons, prompts and resources the core refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "sdk/declare_sample.h"

static const char *refused_json(struct world *w, const char *json)
{
	assert_int_equal(
		declare_parse(span_of(json), &w->arena, &w->declared, &w->fault), MCP_E_CONFIG);
	return w->fault.text;
}

#define TOOL(inside) "{\"name\":\"p\",\"tools\":[{\"name\":\"t\"," inside "}]}"
#define SCHEMA(inside) TOOL("\"args_schema\":{\"type\":\"object\"," inside "}")
#define HEADER(type) "{\"type\":\"" type "\",\"x-mcp-header\":\"A\"}"
#define RESOURCE(inside) "{\"name\":\"p\",\"resources\":[{" inside "}]}"
#define ARG(name) "{\"name\":\"" name "\",\"type\":7}"

static void a_header_is_reached_by_properties_alone(void **state)
{
	static const char *const why = "tool \"t\", arguments has a wrong schema: "
				       "x-mcp-header stands where `properties` alone does not lead";
	struct world *w = *state;

	assert_string_equal(refused_json(w, SCHEMA("\"x-mcp-header\":\"A\"")), why);
	assert_string_equal(refused_json(w, SCHEMA("\"items\":" HEADER("string"))), why);
	assert_string_equal(refused_json(w, SCHEMA("\"allOf\":[{\"properties\":{\"a\":" HEADER(
						    "string") "}}]")),
		why);
	assert_string_equal(refused_json(w, SCHEMA("\"$defs\":{\"a\":" HEADER("string") "}")), why);
}

static void a_header_stands_at_flat_values_once(void **state)
{
	struct world *w = *state;

	assert_string_equal(refused_json(w, SCHEMA("\"properties\":{\"a\":" HEADER("number") "}")),
		"tool \"t\", arguments has a wrong schema: "
		"x-mcp-header stands at what is no string, integer or boolean");
	assert_string_equal(
		refused_json(w, SCHEMA("\"properties\":{\"a\":" HEADER(
					"string") ",\"b\":{\"type\":"
						  "\"integer\",\"x-mcp-header\":\"a\"}}")),
		"tool \"t\", arguments has a wrong schema: "
		"x-mcp-header is no header name, or stands twice");
	assert_string_equal(refused_json(w, TOOL("\"args\":[{\"name\":\"a\",\"type\":7,\"header\":"
						 "\"no name\"}]")),
		"tool \"t\", arguments: field \"a\" has a header that is none, stands twice, or "
		"stands where none may");
}

static void a_header_among_data_is_data(void **state)
{
	struct world *w = *state;
	const char *json = SCHEMA("\"default\":{\"x-mcp-header\":1},\"properties\":{"
				  "\"x-mcp-header\":{\"type\":\"string\"}}");

	assert_int_equal(declare_parse(span_of(json), &w->arena, &w->declared, &w->fault), MCP_OK);
}

static void refuses_wrong_schemas(void **state)
{
	struct world *w = *state;

	assert_string_equal(refused_json(w, TOOL("\"args_schema\":{}")),
		"tool \"t\", arguments has a wrong schema: its type is not \"object\"");
	assert_string_equal(refused_json(w, SCHEMA("\"$schema\":\"http://x/y\"")),
		"tool \"t\", arguments has a wrong schema: "
		"its $schema is neither 2020-12 nor draft-07");
	assert_string_equal(
		refused_json(
			w, TOOL("\"args_schema\":{\"type\":\"object\"},\"args\":[" ARG("a") "]")),
		"tool \"t\", arguments: there are both a table and a schema; drop one");
}

static void refuses_wrong_icons_and_annotations(void **state)
{
	struct world *w = *state;

	assert_string_equal(refused_json(w, TOOL("\"icons\":[{\"src\":\"http://x/i.png\"}]")),
		"tool \"t\" has a wrong icon; give src as https: or data:, sizes like 48x48, and "
		"theme as light or dark");
	assert_string_equal(
		refused_json(w, RESOURCE("\"uri\":\"a:b\",\"annotations\":{\"priority\":2}")),
		"resource \"a:b\" has wrong annotations; give audience, priority (0 to 1) or "
		"lastModified");
}

static void a_resource_has_a_field_for_each_variable(void **state)
{
	static const char *const why =
		"resource \"a:{b}\": its args must have one field for each variable";
	struct world *w = *state;

	assert_string_equal(refused_json(w, RESOURCE("\"uri\":\"a:{b}\"")), why);
	assert_string_equal(
		refused_json(w, RESOURCE("\"uri\":\"a:{b}\",\"args\":[" ARG("c") "]")), why);
	assert_string_equal(
		refused_json(w, RESOURCE("\"uri\":\"a:{b}\",\"args\":[" ARG("b") "," ARG("c") "]")),
		why);
	assert_string_equal(refused_json(w, RESOURCE("\"uri\":\"nothing\"")),
		"resource number 1 needs a URI like demo://status or demo://stocks/{code}");
	assert_string_equal(
		refused_json(
			w, "{\"name\":\"p\",\"resources\":[{\"uri\":\"a:b\"},{\"uri\":\"a:b\"}]}"),
		"two resources have the URI a:b; drop one");
}

static void a_prompt_takes_texts(void **state)
{
	struct world *w = *state;

	assert_string_equal(
		refused_json(w, "{\"name\":\"p\",\"prompts\":[{\"name\":\"q\",\"args\":[{\"name\":"
				"\"n\",\"type\":2}]}]}"),
		"prompt \"q\": field \"n\" is no text; make it MCP_TEXT");
	assert_string_equal(
		refused_json(w, "{\"name\":\"p\",\"prompts\":[{\"name\":\"q\"},{\"name\":\"q\"}]}"),
		"two prompts are named \"q\"; rename one");
}

#define WORLD(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD(a_header_is_reached_by_properties_alone),
		WORLD(a_header_stands_at_flat_values_once),
		WORLD(a_header_among_data_is_data),
		WORLD(refuses_wrong_schemas),
		WORLD(refuses_wrong_icons_and_annotations),
		WORLD(a_resource_has_a_field_for_each_variable),
		WORLD(a_prompt_takes_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
