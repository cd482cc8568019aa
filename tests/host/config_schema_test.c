/* config_schema_test - the shipped file, the schema for editors and the README know every key.
 *
 * The schema is made from the tables. When config/schema.json differs, the right one lies in
 * config-schema.json in the folder this test ran in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "data/json.h"
#include "host/config/section.h"
#include "host/config/tools.h"

#define VARIABLE "{\"$ref\":\"#/definitions/variable\"}"

static const char head[] = "{\n"
			   "\t\"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
			   "\t\"title\": \"mcp-volume-ranking\",\n"
			   "\t\"definitions\": {\n"
			   "\t\t\"variable\": {\"type\":\"string\",\"pattern\":"
			   "\"\\\\$\\\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\\\}\"},\n"
			   "\t\t\"secret\": {\"type\":[\"string\",\"null\"],\"pattern\":"
			   "\"^(\\\\$\\\\{[A-Za-z_][A-Za-z0-9_]*(:-)?\\\\})?$\"}\n"
			   "\t},\n"
			   "\t\"type\": [\"object\", \"null\"],\n"
			   "\t\"additionalProperties\": false,\n"
			   "\t\"properties\": {\n";

static void put_choices(struct buf *b, const char *choices)
{
	struct span rest = span_of(choices);
	struct span word;

	buf_puts(b, "\"anyOf\":[{\"enum\":[");
	while (span_split(&rest, '|', &word)) {
		json_text(b, word);
		buf_char(b, ',');
	}
	buf_puts(b, "null]}," VARIABLE "]");
}

static void put_int(struct buf *b, const mcp_field *field)
{
	struct field_range range;

	assert_true(field_range(field, NULL, NULL, &range));
	buf_puts(b, "\"anyOf\":[{\"type\":[\"integer\",\"null\"],\"minimum\":");
	json_int(b, range.int_low);
	buf_puts(b, ",\"maximum\":");
	json_int(b, range.int_high);
	buf_puts(b, "},");
	if (str_same(field->unit, "s"))
		buf_puts(b, "{\"type\":\"string\",\"pattern\":\"^[0-9]+ ?[smhdSMHD]$\"},");
	if (str_same(field->unit, "bytes"))
		buf_puts(b, "{\"type\":\"string\",\"pattern\":\"^[0-9]+ ?([KMG]i)?B$\"},");
	buf_puts(b, VARIABLE "]");
}

static void put_type(struct buf *b, const char *section, const mcp_field *field)
{
	if (section_is_secret(section, field->name))
		buf_puts(b, "\"$ref\":\"#/definitions/secret\"");
	else if (field->type == MCP_T_CHOICE)
		put_choices(b, field->choices);
	else if (field->type == MCP_T_FLAG)
		buf_puts(b, "\"anyOf\":[{\"type\":[\"boolean\",\"null\"]}," VARIABLE "]");
	else if (field->type == MCP_T_INT || field->type == MCP_T_INT64)
		put_int(b, field);
	else
		buf_puts(b, "\"type\":[\"string\",\"null\"]");
}

static void put_key(struct buf *b, const char *section, const mcp_field *field)
{
	json_text(b, span_of(field->name));
	buf_puts(b, ": {\"description\":");
	json_text(b, span_of(field->help));
	buf_char(b, ',');
	put_type(b, section, field);
	if (field->preset) {
		buf_puts(b, ",\"default\":");
		assert_int_equal(
			field_text_to_json(field, span_of(field->preset), b, NULL), MCP_OK);
	}
	buf_char(b, '}');
}

/* The table's keys, one a line, below `indent`. */
static void put_keys(struct buf *b, const char *section, const mcp_table *table, const char *indent)
{
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field field = field_at(table, i);

		buf_puts(b, i ? ",\n" : "");
		buf_puts(b, indent);
		put_key(b, section, &field);
	}
}

static void put_section(struct buf *b, const struct section *section)
{
	buf_printf(b,
		",\n\t\t\"%s\": {\n\t\t\t\"type\": [\"object\", \"null\"],\n"
		"\t\t\t\"additionalProperties\": false,\n\t\t\t\"properties\": {\n",
		section->name);
	put_keys(b, section->name, section->table, "\t\t\t\t");
	buf_puts(b, "\n\t\t\t}\n\t\t}");
}

static void put_tools(struct buf *b)
{
	buf_puts(b, ",\n\t\t\"tools\": {\n"
		    "\t\t\t\"description\": \"The tools on offer, by name.\",\n"
		    "\t\t\t\"type\": [\"object\", \"null\"],\n"
		    "\t\t\t\"propertyNames\": {\"pattern\":\"^[a-z0-9_-]{1,32}$\"},\n"
		    "\t\t\t\"additionalProperties\": {\n"
		    "\t\t\t\t\"type\": [\"object\", \"boolean\", \"string\", \"null\"],\n"
		    "\t\t\t\t\"properties\": {\n");
	put_keys(b, "tools", &tool_line_table, "\t\t\t\t\t");
	buf_puts(b, "\n\t\t\t\t},\n"
		    "\t\t\t\t\"additionalProperties\": "
		    "{\"type\":[\"string\",\"number\",\"boolean\",\"null\"]}\n"
		    "\t\t\t}\n\t\t}");
}

static void put_schema(struct buf *b)
{
	uint32_t count;
	const struct section *sections = section_all(&count);

	buf_puts(b, head);
	put_keys(b, "", sections[0].table, "\t\t");
	put_tools(b);
	for (uint32_t i = 1; i < count; i++)
		put_section(b, &sections[i]);
	buf_puts(b, "\n\t}\n}\n");
}

/* A text a test frees by buf_done. */
static const char *read_shipped(const char *name, struct buf *ret)
{
	char path[512];

	(void)snprintf(path, sizeof path, "%s/config/%s", TEST_SOURCE, name);
	buf_init(ret, 1024 * 1024);
	assert_int_equal(file_read(path, ret, NULL), MCP_OK);
	return buf_text(ret);
}

static void assert_key_in_yaml(const struct yaml *root, const char *section, const mcp_field *field)
{
	const struct yaml *map = *section ? yaml_get(root, section) : root;

	if (!yaml_get(map, field->name))
		fail_msg("the shipped file lacks %s.%s", section, field->name);
}

static void assert_help_in_yaml(const char *text, const char *section, const mcp_field *field)
{
	char line[128];

	if (section_is_secret(section, field->name) || field->type == MCP_T_CHOICE)
		return;
	(void)snprintf(line, sizeof line, "# %.60s", field->help);
	if (!strstr(text, line))
		fail_msg("the shipped file does not explain %s.%s", section, field->name);
}

static void assert_key_in_readme(const char *text, const char *section, const mcp_field *field)
{
	char cell[128];

	(void)snprintf(
		cell, sizeof cell, "| `%s%s%s` |", section, *section ? "." : "", field->name);
	if (!strstr(text, cell))
		fail_msg("config/README.md lacks %s", cell);
}

struct shipped {
	struct buf yaml_text;
	struct buf readme_text;
	struct arena arena;
	const struct yaml *root;
	const char *readme;
	const char *yaml;
};

static void open_shipped(struct shipped *s)
{
	arena_init(&s->arena, 1024 * 1024);
	s->yaml = read_shipped("mcp-volume-ranking.yaml", &s->yaml_text);
	s->readme = read_shipped("README.md", &s->readme_text);
	assert_int_equal(
		yaml_parse(buf_as_span(&s->yaml_text), "shipped", &s->arena, &s->root, NULL),
		MCP_OK);
}

static void close_shipped(struct shipped *s)
{
	arena_done(&s->arena);
	buf_done(&s->yaml_text);
	buf_done(&s->readme_text);
}

static void look_for_keys(const struct shipped *s, const struct section *section)
{
	for (uint32_t i = 0; i < section->table->count; i++) {
		mcp_field field = field_at(section->table, i);

		assert_key_in_yaml(s->root, section->name, &field);
		assert_help_in_yaml(s->yaml, section->name, &field);
		assert_key_in_readme(s->readme, section->name, &field);
	}
}

static void look_for_all_keys(const struct shipped *s)
{
	uint32_t count;
	const struct section *sections = section_all(&count);

	for (uint32_t i = 0; i < count; i++)
		look_for_keys(s, &sections[i]);
}

static void ships_every_key_with_its_sentence(void **state)
{
	struct shipped shipped;

	(void)state;
	open_shipped(&shipped);
	look_for_all_keys(&shipped);
	close_shipped(&shipped);
}

static void ships_the_schema_of_the_tables(void **state)
{
	struct buf made;
	struct buf shipped;

	(void)state;
	buf_init(&made, 1024 * 1024);
	put_schema(&made);
	assert_int_equal(file_save("config-schema.json", made.at, made.len, NULL), MCP_OK);
	assert_string_equal(read_shipped("schema.json", &shipped), buf_text(&made));
	buf_done(&made);
	buf_done(&shipped);
}

static void has_sound_tables(void **state)
{
	struct fault f = { 0 };
	uint32_t count;
	const struct section *sections = section_all(&count);

	(void)state;
	for (uint32_t i = 0; i < count; i++)
		(void)field_check_table(sections[i].table, sections[i].name, &f);
	(void)field_check_table(&tool_line_table, "tools", &f);
	assert_string_equal(f.text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ships_every_key_with_its_sentence),
		cmocka_unit_test(ships_the_schema_of_the_tables),
		cmocka_unit_test(has_sound_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
