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
		put_text(b, "header", field.header);
		if (value_has_table(field.type))
			put_table(b, phrases, "table", field.table);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

/* JSON that was checked when it was read. */
static void put_json(struct buf *b, const char *name, const char *json)
{
	if (!json)
		return;
	json_name(b, name);
	buf_puts(b, json);
}

static void put_icon(struct buf *b, const mcp_icon *icon)
{
	struct span rest = span_of(icon->sizes);
	struct span size;

	json_next(b);
	buf_char(b, '{');
	put_text(b, "src", icon->src);
	put_text(b, "mimeType", icon->mime);
	if (icon->sizes) {
		json_name(b, "sizes");
		buf_char(b, '[');
		while (span_split(&rest, ' ', &size)) {
			json_next(b);
			json_text(b, size);
		}
		buf_char(b, ']');
	}
	put_text(b, "theme", icon->theme);
	buf_char(b, '}');
}

static void put_icons(struct buf *b, const mcp_list *icons)
{
	if (icons->count == 0)
		return;
	json_name(b, "icons");
	buf_char(b, '[');
	for (uint32_t i = 0; i < icons->count; i++) {
		mcp_icon icon;

		memcpy(&icon, (const char *)icons->at + (size_t)i * icons->stride, sizeof icon);
		put_icon(b, &icon);
	}
	buf_char(b, ']');
}

static void put_flag(struct buf *b, const char *name, bool is_set)
{
	if (!is_set)
		return;
	json_name(b, name);
	buf_puts(b, "true");
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
	put_number(b, "task", tool->task);
	put_table(b, phrases, "args", &tool->args);
	put_table(b, phrases, "result", &tool->result);
	put_json(b, "args_schema", tool->args_schema);
	put_json(b, "result_schema", tool->result_schema);
	put_icons(b, &tool->icons);
	put_json(b, "meta", tool->meta);
	buf_char(b, '}');
}

static void put_prompt(struct buf *b, const mcp_list *phrases, const mcp_prompt *prompt)
{
	json_next(b);
	buf_char(b, '{');
	put_text(b, "name", prompt->name);
	put_text(b, "title", phrase_in(phrases, prompt->title));
	put_text(b, "help", phrase_in(phrases, prompt->help));
	put_table(b, phrases, "args", &prompt->args);
	put_flag(b, "completes", prompt->complete != NULL);
	put_number(b, "deadline_s", prompt->deadline_s);
	put_icons(b, &prompt->icons);
	put_json(b, "meta", prompt->meta);
	buf_char(b, '}');
}

static void put_resource(struct buf *b, const mcp_list *phrases, const mcp_resource *resource)
{
	json_next(b);
	buf_char(b, '{');
	put_text(b, "uri", resource->uri);
	put_text(b, "name", resource->name);
	put_text(b, "title", phrase_in(phrases, resource->title));
	put_text(b, "help", phrase_in(phrases, resource->help));
	put_text(b, "mime", resource->mime);
	put_table(b, phrases, "args", &resource->args);
	put_number(b, "flags", resource->flags);
	put_flag(b, "completes", resource->complete != NULL);
	if (resource->bytes != 0) {
		json_name(b, "bytes");
		json_int(b, resource->bytes);
	}
	put_number(b, "ttl_s", resource->ttl_s);
	put_number(b, "deadline_s", resource->deadline_s);
	put_icons(b, &resource->icons);
	put_json(b, "meta", resource->meta);
	put_json(b, "annotations", resource->annotations);
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

void declare_write(const struct declared_by *d, struct buf *ret)
{
	const mcp_plugin *plugin = &d->plugin;

	buf_char(ret, '{');
	put_text(ret, "name", plugin->name);
	put_text(ret, "version", plugin->version);
	put_text(ret, "license", plugin->license);
	put_needs(ret, &plugin->needs);
	put_table(ret, &plugin->phrases, "config", &plugin->config);
	json_name(ret, "tools");
	buf_char(ret, '[');
	for (uint32_t i = 0; i < plugin->tools.count; i++)
		put_tool(ret, &plugin->phrases, &d->tools[i]);
	buf_puts(ret, "],\"prompts\":[");
	for (uint32_t i = 0; i < plugin->prompts.count; i++)
		put_prompt(ret, &plugin->phrases, &d->prompts[i]);
	buf_puts(ret, "],\"resources\":[");
	for (uint32_t i = 0; i < plugin->resources.count; i++)
		put_resource(ret, &plugin->phrases, &d->resources[i]);
	buf_puts(ret, "]}");
}
