/* declare_test - a declaration on its way to the core, and hostile ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "sdk/declare_sample.h"

static void carries_everything_to_the_core(void **state)
{
	struct world *w = *state;
	const struct declared *d = &w->declared;
	mcp_field inner;

	assert_int_equal(read_it(w, &good_plugin), MCP_OK);
	declare_write(&w->by, &w->out);
	assert_int_equal(
		declare_parse(buf_as_span(&w->out), &w->arena, &w->declared, &w->fault), MCP_OK);

	assert_string_equal(d->name, "volume");
	assert_string_equal(d->version, "1.2");
	assert_null(d->license);
	assert_int_equal(d->need_count, 2);
	assert_string_equal(d->needs[1], "cache/1?");
	assert_string_equal(field_at(&d->config, 0).preset, "50");
	assert_int_equal(d->tool_count, 2);
	assert_string_equal(d->tools[0].title, "Ranking");
	assert_int_equal(d->tools[0].hints, MCP_READ_ONLY | MCP_IDEMPOTENT);
	assert_int_equal(d->tools[0].fresh_s, 60);
	assert_string_equal(field_at(&d->tools[0].args, 0).range, "1..$limit");
	assert_string_equal(field_at(&d->tools[0].args, 1).choices, "ALL|KOSPI");
	inner = field_at(field_at(&d->tools[0].result, 0).table, 0);
	assert_string_equal(inner.name, "rank");
	assert_int_equal(inner.flags, MCP_F_REQUIRED);
	assert_int_equal(inner.offset, 0);
	assert_string_equal(d->tools[1].title, "bare");
	assert_string_equal(d->tools[1].help, "");
	assert_int_equal(d->tools[1].args.count, 0);
}

static void speaks_the_readers_language(void **state)
{
	struct world *w = *state;

	phrase_locale("ko");
	assert_int_equal(read_it(w, &good_plugin), MCP_OK);
	declare_write(&w->by, &w->out);

	assert_non_null(strstr(buf_text(&w->out), "\"help\":\"순위를 매깁니다.\""));
	assert_non_null(strstr(buf_text(&w->out), "\"title\":\"순위\""));
	assert_non_null(strstr(buf_text(&w->out), "\"title\":\"Ranking\""));
}

/* The sentence about a declaration the core refuses. */
static const char *refused_json(struct world *w, const char *json)
{
	assert_int_equal(
		declare_parse(span_of(json), &w->arena, &w->declared, &w->fault), MCP_E_CONFIG);
	assert_null(w->declared.name);
	return w->fault.text;
}

#define TOOL(inside) "{\"name\":\"p\",\"tools\":[{\"name\":\"t\"" inside "}]}"

static void refuses_hostile_declarations(void **state)
{
	struct world *w = *state;

	assert_string_equal(refused_json(w, "{\"name\":\"p\""),
		"the declaration is not JSON at byte 11: the text ends early");
	assert_string_equal(
		refused_json(w, "[]"), "the declaration holds something that is no object");
	assert_string_equal(
		refused_json(w, "{}"), "the plugin needs a name of 1 to 32 of a-z, 0-9, _ and -");
	assert_string_equal(
		refused_json(w, "{\"name\":5}"), "the declaration's member \"name\" is wrong");
	assert_string_equal(refused_json(w, "{\"name\":\"p\",\"more\":1}"),
		"the declaration has an unknown member \"more\"");
	assert_string_equal(refused_json(w, "{\"name\":\"p\"}"),
		"the declaration offers nothing; it needs a tool, prompt or resource");
	assert_string_equal(refused_json(w, "{\"name\":\"p\",\"needs\":[5],\"tools\":[]}"),
		"a need of the plugin is no service; write it like market/1");
	assert_string_equal(refused_json(w, "{\"name\":\"p\",\"tools\":[{\"name\":\"t\"},5]}"),
		"the declaration holds something that is no object");
	assert_string_equal(
		refused_json(w, "{\"name\":\"p\",\"tools\":[{\"name\":\"t\"},{\"name\":\"t\"}]}"),
		"two tools are named \"t\"; rename one");
}

static void refuses_hostile_tools(void **state)
{
	struct world *w = *state;

	assert_string_equal(refused_json(w, TOOL(",\"hints\":16")),
		"tool \"t\" has a hint this host does not know");
	assert_string_equal(refused_json(w, TOOL(",\"fresh_s\":-1")),
		"the declaration's member \"fresh_s\" is wrong");
	assert_string_equal(refused_json(w, TOOL(",\"keep_s\":4294967296")),
		"the declaration's member \"keep_s\" is wrong");
	assert_string_equal(refused_json(w, TOOL(",\"help\":\"a\\u001b[31m\"")),
		"the declaration's member \"help\" is wrong");
	assert_string_equal(refused_json(w, TOOL(",\"help\":\"a\\u0000\"")),
		"the declaration's member \"help\" is wrong");
	assert_string_equal(refused_json(w, TOOL(",\"args\":{}")),
		"the declaration has a table that is no list, too long or too deep");
	assert_string_equal(refused_json(w, TOOL(",\"args\":[{\"name\":\"a\",\"type\":37}]")),
		"tool \"t\", arguments: field \"a\" has type 37; known are 1 to 11");
	assert_string_equal(refused_json(w, TOOL(",\"args\":[{\"name\":\"a\",\"type\":1}]")),
		"tool \"t\", arguments: field \"a\" is never null: give it a preset or "
		"MCP_F_REQUIRED");
	assert_string_equal(refused_json(w, TOOL(",\"result\":[{\"name\":\"a\",\"type\":11}]")),
		"tool \"t\", result: field \"a\" needs a table with rows");
}

static void refuses_tables_nested_too_deep(void **state)
{
	struct world *w = *state;

	assert_string_equal(
		refused_json(w, TOOL(",\"result\":[{\"name\":\"a\",\"type\":10,\"table\":"
				     "[{\"name\":\"a\",\"type\":10,\"table\":"
				     "[{\"name\":\"a\",\"type\":10,\"table\":"
				     "[{\"name\":\"a\",\"type\":10,\"table\":"
				     "[{\"name\":\"a\",\"type\":2}]}]}]}]}]")),
		"the declaration has a table that is no list, too long or too deep");
}

static void refuses_a_declaration_that_is_too_long(void **state)
{
	static char json[DECLARE_MAX + 2];
	struct world *w = *state;

	memset(json, ' ', sizeof json - 1);
	assert_string_equal(refused_json(w, json),
		"the declaration has 262145 bytes; at most 262144 are allowed");
}

static void says_when_memory_is_short(void **state)
{
	struct world *w = *state;
	struct arena small;

	arena_init(&small, 64);
	assert_true(declare_read_plugin(&good_plugin, &small, &w->by, &w->fault) < 0);
	arena_done(&small);

	assert_int_equal(w->fault.status, MCP_E_MEMORY);
	assert_null(w->by.tools);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(carries_everything_to_the_core),
		CASE(speaks_the_readers_language),
		CASE(refuses_hostile_declarations),
		CASE(refuses_hostile_tools),
		CASE(refuses_tables_nested_too_deep),
		CASE(refuses_a_declaration_that_is_too_long),
		CASE(says_when_memory_is_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
