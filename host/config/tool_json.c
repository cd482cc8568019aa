/* tool_json - a tool's own keys, checked by the table it declared, as JSON for its worker. */
#include <stdio.h>

#include "base/log.h"
#include "data/json.h"
#include "host/config/config.h"
#include "host/config/keys.h"
#include "host/config/section.h"
#include "host/config/setting.h"
#include "host/config/tools.h"

struct request {
	const struct config *config;
	const struct tool_setting *tool;
	const mcp_table *table;
	struct buf *ret;
	struct fault *fault;
	char name[64]; /* "tools.volume" */
};

static struct origin value_origin(const struct request *r, const struct tool_value *v)
{
	if (v->line == 0)
		return (struct origin){ .variable = section_variable(r->name, v->name) };
	return (struct origin){ .file = r->config->file, .line = v->line };
}

static struct origin tool_origin(const struct request *r)
{
	const struct config *c = r->config;

	return (struct origin){ .file = r->tool->line ? c->file : NULL, .line = r->tool->line };
}

static mcp_status check_name(const struct request *r, const struct tool_value *v)
{
	const char *known[FIELD_MAX + FIELD_MAX];
	struct unknown_key u = { .where = r->tool->name, .seen = v->name, .known = known };

	/* A plan's variable for a tool that has no such key is not an error of the operator's. */
	if (v->line == 0 || field_find(r->table, span_of(v->name)).name)
		return MCP_OK;

	for (uint32_t i = 0; i < r->table->count && i < FIELD_MAX; i++)
		known[u.known_count++] = field_at(r->table, i).name;
	for (uint32_t i = 0; i < tool_line_table.count; i++)
		known[u.known_count++] = field_at(&tool_line_table, i).name;
	return keys_unknown(value_origin(r, v), &u, r->fault);
}

static const struct tool_value *find_value(const struct tool_setting *tool, const char *name)
{
	for (uint32_t i = 0; i < tool->value_count; i++) {
		if (str_same(tool->values[i].name, name))
			return &tool->values[i];
	}
	return NULL;
}

static mcp_status put_default(const struct request *r, const mcp_field *field)
{
	bool nullable = field->type != MCP_T_INT64 && field->type != MCP_T_REAL64 &&
	                field->type != MCP_T_FLAG && !(field->flags & MCP_F_REQUIRED);

	if (field->preset)
		return field_text_to_json(field, span_of(field->preset), r->ret, r->fault);
	if (!nullable)
		return origin_fault(tool_origin(r), r->fault, "%s needs the key \"%s\"; %s",
			r->name, field->name, field->help ? field->help : "give it");
	buf_puts(r->ret, "null");
	return MCP_OK;
}

/* The host's setting a key follows. */
static mcp_status put_followed(const struct request *r, const mcp_field *field)
{
	struct arena a;
	const char *text;
	mcp_status s;

	if (!setting_exists(span_of(field->source)))
		return fault_set(r->fault, MCP_E_CONFIG,
			"%s: its key \"%s\" follows \"%s\", which this host does not have; "
			"use another version of the tool",
			r->name, field->name, field->source);

	arena_init(&a, (size_t)64 * 1024);
	text = config_setting(r->config, span_of(field->source), &a);
	if (text)
		s = field_text_to_json(field, span_of(text), r->ret, r->fault);
	else
		s = put_default(r, field);
	arena_done(&a);
	return s;
}

static mcp_status put_value(const struct request *r, const mcp_field *field)
{
	const struct tool_value *v = find_value(r->tool, field->name);
	mcp_status s;

	if (!v)
		return field->source ? put_followed(r, field) : put_default(r, field);

	s = field_text_to_json(field, span_of(v->text), r->ret, r->fault);
	return s < 0 ? origin_blame(value_origin(r, v), r->fault) : MCP_OK;
}

static mcp_status put_all(const struct request *r)
{
	mcp_status s;

	for (uint32_t i = 0; i < r->tool->value_count; i++) {
		s = check_name(r, &r->tool->values[i]);
		if (s < 0)
			return s;
	}
	buf_char(r->ret, '{');
	for (uint32_t i = 0; i < r->table->count; i++) {
		mcp_field field = field_at(r->table, i);

		json_name(r->ret, field.name);
		s = put_value(r, &field);
		if (s < 0)
			return s;
	}
	buf_char(r->ret, '}');
	if (r->ret->failed)
		return origin_fault(tool_origin(r), r->fault,
			"the settings under %s are longer than %zu bytes; make them shorter",
			r->name, r->ret->max);
	return MCP_OK;
}

mcp_status config_tool_json(const struct config *c, const struct tool_setting *tool,
	const mcp_table *table, struct buf *ret, struct fault *f)
{
	struct fault own = { 0 };
	struct request r = {
		.config = c,
		.tool = tool,
		.table = table,
		.ret = ret,
		.fault = f ? f : &own,
	};
	size_t start = ret->len;
	mcp_status s;

	(void)snprintf(r.name, sizeof r.name, "tools.%s", tool->name);
	s = put_all(&r);
	if (s == MCP_OK)
		return s;

	ret->len = start;
	log_mask(r.fault->text);
	return s;
}
