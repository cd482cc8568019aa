/* offer - what can be listed: tools, prompts, resources, templates, as each revision knows them. */
#include "host/proto/offer.h"

#include "data/field.h"
#include "data/json.h"
#include "data/scan.h"
#include "data/schema.h"
#include "host/call/answer.h"

#define KNOWS_TITLES VERSION_2025_06_18
#define KNOWS_ICONS VERSION_2025_11_25

static void add_text(struct buf *b, const char *name, const char *text)
{
	if (!text)
		return;
	json_name(b, name);
	json_cstr(b, text);
}

static void add_json(struct buf *b, const char *name, const char *json)
{
	if (!json)
		return;
	json_name(b, name);
	buf_puts(b, json);
}

/* What every kind may have beside its own members. */
static void add_extras(struct buf *b, enum version v, const char *icons, const char *meta)
{
	if (v >= KNOWS_ICONS)
		add_json(b, "icons", icons);
	if (v >= KNOWS_TITLES)
		add_json(b, "_meta", meta);
}

static void write_hints(uint32_t hints, const char *title, struct buf *b)
{
	buf_puts(b, ",\"annotations\":{");
	add_text(b, "title", title);
	json_name(b, "readOnlyHint");
	json_bool(b, hints & MCP_READ_ONLY);
	json_name(b, "destructiveHint");
	json_bool(b, hints & MCP_DESTRUCTIVE);
	json_name(b, "idempotentHint");
	json_bool(b, hints & MCP_IDEMPOTENT);
	json_name(b, "openWorldHint");
	json_bool(b, hints & MCP_OPEN_WORLD);
	buf_char(b, '}');
}

/* A schema that points into itself cannot be put inside another one. */
static bool points_inside(const char *schema)
{
	return strstr(schema, "\"$ref\"") || strstr(schema, "\"$dynamicRef\"");
}

static void write_output_schema(const struct declared_tool *d, enum version v, struct buf *b)
{
	if (d->result.count > 0) {
		json_name(b, "outputSchema");
		schema_result(&d->result, true, b);
		return;
	}
	if (!d->result_schema)
		return;
	if (version_is_modern(v) || !answer_wraps(d)) {
		add_json(b, "outputSchema", d->result_schema);
		return;
	}
	if (points_inside(d->result_schema))
		return;
	buf_puts(b, ",\"outputSchema\":{\"type\":\"object\",\"properties\":{\"result\":");
	buf_puts(b, d->result_schema);
	buf_puts(b, "},\"required\":[\"result\"]}");
}

static void write_tool(const struct tool *tool, enum version v, struct buf *b)
{
	const struct declared_tool *d = tool->declared;

	buf_char(b, '{');
	add_text(b, "name", d->name);
	if (v >= KNOWS_TITLES)
		add_text(b, "title", d->title);
	add_text(b, "description", d->help);
	json_name(b, "inputSchema");
	if (d->args_schema)
		buf_puts(b, d->args_schema);
	else
		schema_args(&d->args, &tool->check, b);
	if (v >= VERSION_2025_06_18)
		write_output_schema(d, v, b);
	if (v >= VERSION_2025_03_26)
		write_hints(d->hints, d->title, b);
	add_extras(b, v, d->icons, d->meta);
	buf_char(b, '}');
}

static void write_arguments(const mcp_table *args, struct buf *b)
{
	json_name(b, "arguments");
	buf_char(b, '[');
	for (uint32_t i = 0; i < args->count; i++) {
		mcp_field f = field_at(args, i);

		json_next(b);
		buf_char(b, '{');
		add_text(b, "name", f.name);
		add_text(b, "description", f.help);
		json_name(b, "required");
		json_bool(b, f.flags & MCP_F_REQUIRED);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void write_prompt(const struct declared_prompt *d, enum version v, struct buf *b)
{
	buf_char(b, '{');
	add_text(b, "name", d->name);
	if (v >= KNOWS_TITLES)
		add_text(b, "title", d->title);
	add_text(b, "description", d->help);
	if (d->args.count > 0)
		write_arguments(&d->args, b);
	add_extras(b, v, d->icons, d->meta);
	buf_char(b, '}');
}

static void write_resource(const struct declared_resource *d, enum version v, struct buf *b)
{
	buf_char(b, '{');
	add_text(b, d->is_template ? "uriTemplate" : "uri", d->uri);
	add_text(b, "name", d->name);
	if (v >= KNOWS_TITLES)
		add_text(b, "title", d->title);
	add_text(b, "description", d->help);
	add_text(b, "mimeType", d->mime);
	if (d->bytes > 0 && !d->is_template) {
		json_name(b, "size");
		json_int(b, d->bytes);
	}
	add_json(b, "annotations", d->annotations);
	add_extras(b, v, d->icons, d->meta);
	buf_char(b, '}');
}

/* ---- Lists. ---- */

const char *offer_word(enum offer kind)
{
	static const char *const words[] = {
		[OFFER_TOOLS] = "tools",
		[OFFER_PROMPTS] = "prompts",
		[OFFER_RESOURCES] = "resources",
		[OFFER_TEMPLATES] = "resourceTemplates",
	};

	return words[kind];
}

/* How many there are to choose from. */
static uint32_t pool(const struct registry *r, enum offer kind)
{
	if (kind == OFFER_TOOLS)
		return registry_tool_count(r);
	if (kind == OFFER_PROMPTS)
		return registry_prompt_count(r);
	return registry_resource_count(r);
}

static bool is_listed(const struct registry *r, enum offer kind, uint32_t i)
{
	const struct declared_resource *d;

	if (kind == OFFER_TOOLS || kind == OFFER_PROMPTS)
		return true;
	d = registry_resource_at(r, i)->declared;
	return d->listed && d->is_template == (kind == OFFER_TEMPLATES);
}

uint32_t offer_count(const struct registry *r, enum offer kind)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < pool(r, kind); i++)
		count += is_listed(r, kind, i);
	return count;
}

static void write_one(
	const struct registry *r, enum offer kind, enum version v, uint32_t i, struct buf *b)
{
	if (kind == OFFER_TOOLS)
		write_tool(registry_tool_at(r, i), v, b);
	else if (kind == OFFER_PROMPTS)
		write_prompt(registry_prompt_at(r, i)->declared, v, b);
	else
		write_resource(registry_resource_at(r, i)->declared, v, b);
}

void offer_write(const struct registry *r, const struct slice *slice, struct buf *ret)
{
	uint32_t seen = 0;
	uint32_t written = 0;

	for (uint32_t i = 0; i < pool(r, slice->kind) && written < slice->max; i++) {
		if (!is_listed(r, slice->kind, i) || seen++ < slice->first)
			continue;
		if (written++ > 0)
			buf_char(ret, ',');
		write_one(r, slice->kind, slice->version, i, ret);
	}
}
