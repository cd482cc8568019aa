/* declare_write - a plugin's declaration as one JSON object, in the reader's language. */
#include "base/phrase.h"
#include "data/declare.h"
#include "data/field.h"
#include "data/json.h"
#include "data/value.h"

/* What does not apply is left out: the declaration stays small. */
static void put_text(struct buf *b, const char *name, const char *text)
{
	if (!text)
		return;
	json_name(b, name);
	json_cstr(b, text);
}

static void put_number(struct buf *b, const char *name, uint32_t number)
{
	if (number == 0)
		return;
	json_name(b, name);
	json_int(b, number);
}

/* Rows of a checked table: nested FIELD_TABLE_DEPTH deep at most. */
static void put_table(
	struct buf *b, const mcp_list *phrases, const char *name, const mcp_table *table)
{
	if (!table || table->count == 0)
		return;
	json_name(b, name);
	buf_char(b, '[');
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field field = field_at(table, i);

		json_next(b);
		buf_char(b, '{');
		put_text(b, "name", field.name);
		put_number(b, "type", field.type);
		put_number(b, "flags", field.flags);
		put_text(b, "help", phrase_in(phrases, field.help));
		put_text(b, "title", phrase_in(phrases, field.title));
		put_text(b, "preset", field.preset);
		put_text(b, "range", field.range);
		put_text(b, "choices", field.choices);
		put_text(b, "source", field.source);
		put_text(b, "unit", field.unit);
		if (value_has_table(field.type))
			put_table(b, phrases, "table", field.table);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void put_tool(struct buf *b, const mcp_list *phrases, const mcp_tool *tool)
{
	json_next(b);
	buf_char(b, '{');
	put_text(b, "name", tool->name);
	put_text(b, "title", phrase_in(phrases, tool->title));
	put_text(b, "help", phrase_in(phrases, tool->help));
	put_number(b, "hints", tool->hints);
	put_number(b, "fresh_s", tool->fresh_s);
	put_number(b, "keep_s", tool->keep_s);
	put_number(b, "deadline_s", tool->deadline_s);
	put_table(b, phrases, "args", &tool->args);
	put_table(b, phrases, "result", &tool->result);
	buf_char(b, '}');
}

static void put_needs(struct buf *b, const mcp_list *needs)
{
	if (needs->count == 0)
		return;
	json_name(b, "needs");
	buf_char(b, '[');
	for (uint32_t i = 0; i < needs->count; i++) {
		const char *need;

		memcpy(&need, (const char *)needs->at + (size_t)i * needs->stride, sizeof need);
		json_next(b);
		json_cstr(b, need);
	}
	buf_char(b, ']');
}

void declare_write(const mcp_plugin *plugin, const mcp_tool *tools, struct buf *ret)
{
	buf_char(ret, '{');
	put_text(ret, "name", plugin->name);
	put_text(ret, "version", plugin->version);
	put_text(ret, "license", plugin->license);
	put_needs(ret, &plugin->needs);
	put_table(ret, &plugin->phrases, "config", &plugin->config);
	json_name(ret, "tools");
	buf_char(ret, '[');
	for (uint32_t i = 0; i < plugin->tools.count; i++)
		put_tool(ret, &plugin->phrases, &tools[i]);
	buf_puts(ret, "]}");
}
