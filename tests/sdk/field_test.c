/* field_test - tables as hostile input, ranges, choices, and values as people write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include <mcp/tool.h>

#include "data/field.h"

struct row {
	int64_t count;
	mcp_real rate;
	const char *text;
	mcp_rows inner;
};

static const mcp_field inner_fields[] = { MCP_TEXT(struct row, text, "A text.") };
static const mcp_table inner_table = MCP_TABLE(struct row, inner_fields);

static const mcp_field good_fields[] = {
	MCP_INT(struct row, count, "Rows.", .preset = "20", .range = "1..50"),
	MCP_REAL(struct row, rate, "A rate.", .range = "-0.5.."),
	MCP_CHOICE(struct row, text, "A market.", "ALL|KOSPI", .preset = "all"),
	MCP_ROWS(struct row, inner, "Rows.", inner_table),
};
static const mcp_table good_table = MCP_TABLE(struct row, good_fields);

/* Checks a table of one row and keeps the sentence. */
static const char *wrong_with(mcp_field field)
{
	static struct fault fault;
	const mcp_field rows[] = { field };
	const mcp_table one = MCP_TABLE(struct row, rows);

	fault = (struct fault){ .text = "" };
	return field_check_table(&one, "args", &fault) < 0 ? fault.text : "accepted";
}

static mcp_field int_field(const char *range, const char *preset)
{
	return (mcp_field){ .name = "n", .type = MCP_T_INT64, .range = range, .preset = preset };
}

static mcp_field choice_field(const char *choices)
{
	return (mcp_field){
		.name = "n",
		.type = MCP_T_CHOICE,
		.offset = offsetof(struct row, text),
		.choices = choices,
	};
}

static void takes_a_good_table(void **state)
{
	struct fault fault = { .text = "" };

	(void)state;
	assert_int_equal(field_check_table(&good_table, "args", &fault), MCP_OK);
	assert_int_equal(field_check_rows(&good_table, "args", &fault), MCP_OK);
	assert_int_equal(field_check_input(&good_table, "args", &fault), MCP_OK);
}

static void takes_an_empty_table(void **state)
{
	const mcp_table empty = { .at = NULL };

	(void)state;
	assert_int_equal(field_check_table(&empty, "args", NULL), MCP_OK);
	assert_null(field_at(&empty, 0).name);
}

static void refuses_wrong_names(void **state)
{
	static char long_name[66];

	(void)state;
	memset(long_name, 'a', 65);
	assert_string_equal(wrong_with((mcp_field){ .name = NULL, .type = MCP_T_INT64 }),
		"args: row 1 needs a name of 1 to 64 of A-Z, a-z, 0-9 and _");
	assert_string_equal(wrong_with((mcp_field){ .name = "", .type = MCP_T_INT64 }),
		"args: row 1 needs a name of 1 to 64 of A-Z, a-z, 0-9 and _");
	assert_string_equal(wrong_with((mcp_field){ .name = "co-unt", .type = MCP_T_INT64 }),
		"args: row 1 needs a name of 1 to 64 of A-Z, a-z, 0-9 and _");
	assert_string_equal(wrong_with((mcp_field){ .name = long_name, .type = MCP_T_INT64 }),
		"args: row 1 needs a name of 1 to 64 of A-Z, a-z, 0-9 and _");
}

static void refuses_unknown_types_and_flags(void **state)
{
	(void)state;
	assert_string_equal(wrong_with((mcp_field){ .name = "n", .type = 0 }),
		"args: field \"n\" has type 0; known are 1 to 11");
	assert_string_equal(wrong_with((mcp_field){ .name = "n", .type = 37 }),
		"args: field \"n\" has type 37; known are 1 to 11");
	assert_string_equal(wrong_with((mcp_field){ .name = "n", .type = 1, .flags = 0x100 }),
		"args: field \"n\" has a flag this host does not know");
}

static void refuses_members_outside_the_struct(void **state)
{
	(void)state;
	assert_string_equal(
		wrong_with((mcp_field){
			.name = "n", .type = MCP_T_INT64, .offset = sizeof(struct row) }),
		"args: field \"n\" lies outside its struct");
	assert_string_equal(
		wrong_with((mcp_field){
			.name = "n", .type = MCP_T_REAL, .offset = sizeof(struct row) - 8 }),
		"args: field \"n\" lies outside its struct");
	assert_string_equal(
		wrong_with((mcp_field){ .name = "n", .type = MCP_T_INT64, .offset = UINT32_MAX }),
		"args: field \"n\" lies outside its struct");
	assert_string_equal(
		wrong_with((mcp_field){ .name = "n", .type = MCP_T_INT64, .offset = 4 }),
		"args: field \"n\" has an offset its type cannot have");
}

static void refuses_wrong_ranges(void **state)
{
	const char *sentence =
		"args: field \"n\" has a range that cannot be read; write it like 1..50";

	(void)state;
	assert_string_equal(wrong_with(int_field("1-50", NULL)), sentence);
	assert_string_equal(wrong_with(int_field("a..50", NULL)), sentence);
	assert_string_equal(wrong_with(int_field("50..1", NULL)), sentence);
	assert_string_equal(wrong_with(int_field("1...5", NULL)), sentence);
	assert_string_equal(wrong_with(int_field("1..$", NULL)), sentence);
	assert_string_equal(wrong_with(int_field("1..$Key", NULL)), sentence);
	assert_string_equal(wrong_with(int_field("0.5..2", NULL)), sentence);
	assert_string_equal(wrong_with(int_field("1..$key", NULL)), "accepted");
	assert_string_equal(wrong_with((mcp_field){ .name = "n",
				    .type = MCP_T_TEXT,
				    .offset = offsetof(struct row, text),
				    .range = "1..2" }),
		"args: field \"n\" has a range and is no number");
}

static void refuses_wrong_choices(void **state)
{
	const char *sentence =
		"args: field \"n\" needs choices like ALL|KOSPI, none empty or twice";

	(void)state;
	assert_string_equal(wrong_with(choice_field(NULL)), sentence);
	assert_string_equal(wrong_with(choice_field("")), sentence);
	assert_string_equal(wrong_with(choice_field("A||B")), sentence);
	assert_string_equal(wrong_with(choice_field("A|b|a")), sentence);
	assert_string_equal(wrong_with(choice_field("A|\xff")), sentence);
	assert_string_equal(wrong_with(choice_field("A|AB")), "accepted");
	assert_string_equal(
		wrong_with((mcp_field){ .name = "n", .type = MCP_T_INT64, .choices = "A" }),
		"args: field \"n\" has choices and is no choice");
}

static void refuses_wrong_presets(void **state)
{
	(void)state;
	assert_string_equal(wrong_with(int_field("1..50", "51")),
		"args: field \"n\" has a wrong preset: n is 51; allowed is 1 to 50");
	assert_string_equal(wrong_with(int_field(NULL, "many")),
		"args: field \"n\" has a wrong preset: n is \"many\"; give a whole number");
	assert_string_equal(wrong_with((mcp_field){ .name = "n",
				    .type = MCP_T_ROWS,
				    .offset = offsetof(struct row, inner),
				    .table = &inner_table,
				    .preset = "x" }),
		"args: field \"n\" has a wrong preset: n is \"x\"; give a list of objects");
}

static void refuses_nested_tables_that_are_missing_or_too_deep(void **state)
{
	static mcp_field self[1];
	static mcp_table loop = { self, 1, sizeof(mcp_field), sizeof(struct row), 0 };
	const mcp_field into = { .name = "n",
		.type = MCP_T_ROWS,
		.offset = offsetof(struct row, inner),
		.table = &loop };
	mcp_field without = into;

	(void)state;
	self[0] = into;
	without.table = NULL;
	assert_string_equal(wrong_with(without), "args: field \"n\" needs a table with rows");
	assert_string_equal(wrong_with(into), "args: field \"n\" is nested too deep");
}

static void refuses_tables_of_a_wrong_shape(void **state)
{
	static mcp_field many[FIELD_MAX + 1];
	const mcp_field twins[] = {
		MCP_INT(struct row, count, "One."),
		MCP_INT(struct row, count, "Two."),
	};
	const mcp_table twice = MCP_TABLE(struct row, twins);
	const mcp_table large = MCP_TABLE(struct row, many);
	const mcp_table nowhere = { NULL, 2, sizeof(mcp_field), 8, 0 };
	const mcp_table narrow = { good_fields, 2, 8, 64, 0 };
	struct fault fault;

	(void)state;
	assert_true(field_check_table(&twice, "args", &fault) < 0);
	assert_string_equal(fault.text, "args: field \"count\" stands there twice");
	assert_true(field_check_table(&large, "args", &fault) < 0);
	assert_string_equal(fault.text, "args: the table has 65 rows; at most 64 are allowed");
	assert_true(field_check_table(&nowhere, "args", &fault) < 0);
	assert_string_equal(fault.text, "args: the table has a count and no rows");
	assert_true(field_check_table(&narrow, "args", &fault) < 0);
	assert_string_equal(fault.text, "args: the table's rows are too short (stride 8)");
}

static void wants_a_preset_for_input_that_is_never_null(void **state)
{
	const mcp_field bare[] = { MCP_INT(struct row, count, "Rows.") };
	const mcp_field required[] = { MCP_INT(
		struct row, count, "Rows.", .flags = MCP_F_REQUIRED) };
	const mcp_table bare_table = MCP_TABLE(struct row, bare);
	const mcp_table required_table = MCP_TABLE(struct row, required);
	struct fault fault;

	(void)state;
	assert_int_equal(field_check_input(&required_table, "args", &fault), MCP_OK);
	assert_int_equal(field_check_input(&bare_table, "args", &fault), MCP_E_CONFIG);
	assert_string_equal(fault.text,
		"args: field \"count\" is never null: give it a preset or MCP_F_REQUIRED");
}

static void reads_older_rows_with_zeros_at_their_end(void **state)
{
	const struct {
		const char *name;
		uint32_t type;
		uint32_t offset;
		uint32_t flags;
		uint32_t pad;
		const char *help;
	} old[] = { { "a", MCP_T_INT, 0, 0, 0, "A." }, { "b", MCP_T_BOOL, 16, 0, 0, "B." } };
	const mcp_table table = { (const void *)old, 2, sizeof *old, 24, 0 };
	mcp_field b = field_at(&table, 1);

	(void)state;
	assert_string_equal(b.name, "b");
	assert_string_equal(b.help, "B.");
	assert_null(b.preset);
	assert_null(b.table);
	assert_int_equal(field_check_table(&table, "args", NULL), MCP_OK);
	assert_string_equal(field_find(&table, SPAN("a")).help, "A.");
	assert_null(field_find(&table, SPAN("c")).name);
}

static const char *look_up(void *self, struct span key)
{
	return span_is(key, "limit") ? self : NULL;
}

static void reads_ranges(void **state)
{
	mcp_field field = int_field("1..$limit", NULL);
	struct field_range r;

	(void)state;
	assert_true(field_range(&field, look_up, "30", &r));
	assert_true(r.int_low == 1 && r.int_high == 30 && r.high == 30);
	assert_true(field_range(&field, NULL, NULL, &r));
	assert_true(r.int_high == INT64_MAX);
	assert_false(field_range(&field, look_up, "thirty", &r));
	assert_false(field_range(&field, look_up, "0", &r));
	field.range = "..9";
	assert_true(field_range(&field, NULL, NULL, &r));
	assert_true(r.int_low == INT64_MIN && r.int_high == 9);
	field.type = MCP_T_REAL;
	field.range = "0.5..1.5";
	assert_true(field_range(&field, NULL, NULL, &r));
	assert_true(r.low == 0.5 && r.high == 1.5);
}

static void finds_choices_in_any_case(void **state)
{
	struct span found;

	(void)state;
	assert_true(field_choice("ALL|KOSPI|KOSDAQ", SPAN("kosdaq"), &found));
	assert_true(span_is(found, "KOSDAQ"));
	assert_false(field_choice("ALL|KOSPI", SPAN("KOSP"), &found));
	assert_false(field_choice("ALL|KOSPI", SPAN(""), &found));
	assert_false(field_choice("ALL|KOSPI", SPAN("ALL|KOSPI"), &found));
}

/* The JSON of a text, or the sentence about it. */
static const char *json_of(uint32_t type, const char *unit, const char *text)
{
	static char ret[512];
	const mcp_field field = {
		.name = "n",
		.type = type,
		.unit = unit,
		.choices = type == MCP_T_CHOICE ? "ALL|KOSPI" : NULL,
	};
	struct fault fault;
	struct buf b;

	buf_init(&b, 400);
	if (field_text_to_json(&field, span_of(text), &b, &fault) < 0)
		(void)snprintf(ret, sizeof ret, "%s", fault.text);
	else
		(void)snprintf(ret, sizeof ret, "%s", buf_text(&b));
	buf_done(&b);
	return ret;
}

static void reads_values_as_people_write_them(void **state)
{
	(void)state;
	assert_string_equal(json_of(MCP_T_INT64, NULL, " 20 "), "20");
	assert_string_equal(json_of(MCP_T_INT, NULL, "-5"), "-5");
	assert_string_equal(json_of(MCP_T_REAL64, NULL, "1.50"), "1.5");
	assert_string_equal(json_of(MCP_T_FLAG, NULL, "true"), "true");
	assert_string_equal(json_of(MCP_T_BOOL, NULL, "False"), "false");
	assert_string_equal(json_of(MCP_T_TEXT, NULL, "a \"b\""), "\"a \\\"b\\\"\"");
	assert_string_equal(json_of(MCP_T_CHOICE, NULL, "kospi"), "\"KOSPI\"");
	assert_string_equal(json_of(MCP_T_TEXTS, NULL, "a, b,,c "), "[\"a\",\"b\",\"c\"]");
	assert_string_equal(json_of(MCP_T_TEXTS, NULL, ""), "[]");
}

static void reads_durations_and_sizes(void **state)
{
	(void)state;
	assert_string_equal(json_of(MCP_T_INT64, "s", "60"), "60");
	assert_string_equal(json_of(MCP_T_INT64, "s", "60s"), "60");
	assert_string_equal(json_of(MCP_T_INT64, "s", "5 m"), "300");
	assert_string_equal(json_of(MCP_T_INT64, "s", "2h"), "7200");
	assert_string_equal(json_of(MCP_T_INT64, "bytes", "32KiB"), "32768");
	assert_string_equal(json_of(MCP_T_INT64, "bytes", "1mib"), "1048576");
	assert_string_equal(json_of(MCP_T_INT64, "bytes", "12"), "12");
	assert_string_equal(
		json_of(MCP_T_INT64, "s", "m"), "n is \"m\"; give a duration like 60s, 5m or 1h");
	assert_string_equal(json_of(MCP_T_INT64, "s", "9223372036854775807m"),
		"n is \"9223372036854775807m\"; give a duration like 60s, 5m or 1h");
	assert_string_equal(json_of(MCP_T_INT64, NULL, "60s"), "n is \"60s\"; give a whole number");
}

static void says_what_a_text_should_have_been(void **state)
{
	(void)state;
	assert_string_equal(json_of(MCP_T_INT, NULL, "1.5"), "n is \"1.5\"; give a whole number");
	assert_string_equal(json_of(MCP_T_REAL, NULL, "nan"), "n is \"nan\"; give a number");
	assert_string_equal(
		json_of(MCP_T_BOOL, NULL, "maybe"), "n is \"maybe\"; give true or false");
	assert_string_equal(
		json_of(MCP_T_CHOICE, NULL, "NYSE"), "n is \"NYSE\"; allowed are ALL, KOSPI");
	assert_string_equal(json_of(MCP_T_TEXT, NULL, "\xff"), "n is \"?\"; give a text");
	assert_string_equal(json_of(MCP_T_OBJECT, NULL, "{}"), "n is \"{}\"; give an object");
	assert_string_equal(json_of(MCP_T_INT, NULL, NULL), "n is \"\"; give a whole number");
}

static void shows_long_values_by_their_beginning(void **state)
{
	(void)state;
	assert_string_equal(
		json_of(MCP_T_INT, NULL, "삼성전자 삼성전자 삼성전자 삼성전자 삼성전자 삼성전자"),
		"n is \"삼성전자 삼성전자 삼성전자 삼성전자 삼…\"; give a whole number");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_a_good_table),
		cmocka_unit_test(takes_an_empty_table),
		cmocka_unit_test(refuses_wrong_names),
		cmocka_unit_test(refuses_unknown_types_and_flags),
		cmocka_unit_test(refuses_members_outside_the_struct),
		cmocka_unit_test(refuses_wrong_ranges),
		cmocka_unit_test(refuses_wrong_choices),
		cmocka_unit_test(refuses_wrong_presets),
		cmocka_unit_test(refuses_nested_tables_that_are_missing_or_too_deep),
		cmocka_unit_test(refuses_tables_of_a_wrong_shape),
		cmocka_unit_test(wants_a_preset_for_input_that_is_never_null),
		cmocka_unit_test(reads_older_rows_with_zeros_at_their_end),
		cmocka_unit_test(reads_ranges),
		cmocka_unit_test(finds_choices_in_any_case),
		cmocka_unit_test(reads_values_as_people_write_them),
		cmocka_unit_test(reads_durations_and_sizes),
		cmocka_unit_test(says_what_a_text_should_have_been),
		cmocka_unit_test(shows_long_values_by_their_beginning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
