/* schema - tables as JSON Schema (2020-12; also valid where draft-07 is read). */
#include "data/schema.h"

#include <float.h>

#include "base/phrase.h"
#include "data/json.h"
#include "data/value.h"

/* Where an answer stands: added by the host to every result that used a service. */
static const char source_schema[] =
	"{\"type\":\"object\","
	"\"description\":\"Where the figures come from and how good they are.\","
	"\"properties\":{"
	"\"provider\":{\"type\":[\"string\",\"null\"],"
	"\"description\":\"Who gave the data; null: none was used.\"},"
	"\"environment\":{\"type\":[\"string\",\"null\"],"
	"\"enum\":[\"real\",\"demo\",\"replay\",null],"
	"\"description\":\"demo: fictional data; replay: recorded data.\"},"
	"\"basis\":{\"type\":[\"string\",\"null\"],\"enum\":[\"KRX\",\"NXT\",\"UNIFIED\",null],"
	"\"description\":\"The trading venue.\"},"
	"\"session\":{\"type\":[\"string\",\"null\"],"
	"\"description\":\"Part of the trading day: pre_open, regular, closing_auction, post_close, "
	"after_market, closed.\"},"
	"\"as_of\":{\"type\":[\"string\",\"null\"],"
	"\"description\":\"Time of the data, ISO 8601.\"},"
	"\"provisional\":{\"type\":\"boolean\","
	"\"description\":\"The day is not over: volume and value still grow.\"},"
	"\"complete\":{\"type\":\"boolean\","
	"\"description\":\"False: something is missing; the notes say what.\"},"
	"\"upstream_calls\":{\"type\":\"integer\",\"minimum\":0,"
	"\"description\":\"Calls to the provider that made this answer.\"},"
	"\"notes\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},"
	"\"description\":\"What a reader must know.\"},"
	"\"age_s\":{\"type\":\"integer\",\"minimum\":0,"
	"\"description\":\"Seconds since as_of when the answer was sent.\"},"
	"\"stale\":{\"type\":\"boolean\","
	"\"description\":\"Older than promised; a fresh answer is on its way.\"}},"
	"\"required\":[\"provider\",\"environment\",\"basis\",\"session\",\"as_of\",\"provisional\","
	"\"complete\",\"upstream_calls\",\"notes\",\"age_s\",\"stale\"],"
	"\"additionalProperties\":false}";

struct schema {
	const struct check_context *context;
	bool is_result;
	bool with_source;
	const mcp_list *phrases; /* of a form, else NULL */
	struct buf *ret;
};

static void put_type(const struct schema *s, const mcp_field *field, const char *word)
{
	bool is_nullable =
		s->is_result && !(field->flags & MCP_F_REQUIRED) && !value_never_null(field->type);

	if (is_nullable)
		buf_printf(s->ret, "\"type\":[\"%s\",\"null\"]", word);
	else
		buf_printf(s->ret, "\"type\":\"%s\"", word);
}

/* "How many rows. Unit: shares." */
static void put_description(const struct schema *s, const mcp_field *field)
{
	if (!field->help && !field->unit)
		return;
	json_name(s->ret, "description");
	buf_char(s->ret, '"');
	json_part(s->ret, span_of(s->phrases ? phrase_in(s->phrases, field->help) : field->help));
	if (field->help && field->unit)
		buf_char(s->ret, ' ');
	if (field->unit) {
		buf_puts(s->ret, "Unit: ");
		json_part(s->ret, span_of(field->unit));
		buf_char(s->ret, '.');
	}
	buf_char(s->ret, '"');
}

static void put_ends(const struct schema *s, const mcp_field *field, const struct field_range *g)
{
	bool is_int = value_is_int(field->type);

	if (is_int ? g->int_low != INT64_MIN : g->low > -DBL_MAX) {
		json_name(s->ret, "minimum");
		is_int ? json_int(s->ret, g->int_low) : json_real(s->ret, g->low);
	}
	if (is_int ? g->int_high != INT64_MAX : g->high < DBL_MAX) {
		json_name(s->ret, "maximum");
		is_int ? json_int(s->ret, g->int_high) : json_real(s->ret, g->high);
	}
}

/* Range and preset: of arguments only. A result's range could name a setting of another time. */
static void put_input(const struct schema *s, const mcp_field *field)
{
	struct value_rule rule = { .field = field, .prefix = "" };
	const struct check_context *c = s->context;
	size_t before;

	if (s->is_result ||
		!field_range(field, c ? c->lookup : NULL, c ? c->self : NULL, &rule.range))
		return;
	if (field->range)
		put_ends(s, field, &rule.range);
	if (!field->preset || field->flags & MCP_F_REQUIRED)
		return;
	before = s->ret->len;
	json_name(s->ret, "default");
	if (value_put_preset(&rule, s->ret, NULL) < 0)
		s->ret->len = before;
}

static void put_enum(const struct schema *s, const mcp_field *field, bool is_nullable)
{
	struct span rest = span_of(field->choices);
	struct span word;

	json_name(s->ret, "enum");
	buf_char(s->ret, '[');
	while (span_split(&rest, '|', &word)) {
		json_next(s->ret);
		json_text(s->ret, word);
	}
	if (is_nullable)
		buf_puts(s->ret, ",null");
	buf_char(s->ret, ']');
}

static void put_members(const struct schema *s, const mcp_table *table);

/* Tables that were checked are nested FIELD_TABLE_DEPTH deep at most. */
static void put_list(const struct schema *s, const mcp_field *field)
{
	put_type(s, field, "array");
	json_name(s->ret, "items");
	if (field->type == MCP_T_TEXTS) {
		buf_puts(s->ret, "{\"type\":\"string\"");
		if (field->choices)
			put_enum(s, field, false);
		buf_char(s->ret, '}');
		return;
	}
	buf_puts(s->ret, "{\"type\":\"object\"");
	put_members(s, field->table);
	buf_char(s->ret, '}');
}

static void put_field(const struct schema *s, const mcp_field *field)
{
	buf_char(s->ret, '{');
	if (value_is_int(field->type))
		put_type(s, field, "integer");
	else if (value_is_real(field->type))
		put_type(s, field, "number");
	else if (field->type == MCP_T_FLAG || field->type == MCP_T_BOOL)
		put_type(s, field, "boolean");
	else if (field->type == MCP_T_TEXTS || field->type == MCP_T_ROWS)
		put_list(s, field);
	else
		put_type(s, field, field->type == MCP_T_OBJECT ? "object" : "string");
	if (field->type == MCP_T_OBJECT)
		put_members(s, field->table);
	if (field->type == MCP_T_CHOICE)
		put_enum(s, field, s->is_result && !(field->flags & MCP_F_REQUIRED));
	if (s->phrases && field->title) {
		json_name(s->ret, "title");
		json_cstr(s->ret, phrase_in(s->phrases, field->title));
	}
	put_description(s, field);
	put_input(s, field);
	if (field->header && !s->is_result) {
		json_name(s->ret, "x-mcp-header");
		json_cstr(s->ret, field->header);
	}
	buf_char(s->ret, '}');
}

/* Names of what must be there; nothing when that is nothing. */
static void put_required(const struct schema *s, const mcp_table *table)
{
	size_t before = s->ret->len;
	size_t empty;

	json_name(s->ret, "required");
	buf_char(s->ret, '[');
	empty = s->ret->len;
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field field = field_at(table, i);

		if (!s->is_result && !(field.flags & MCP_F_REQUIRED))
			continue;
		json_next(s->ret);
		json_cstr(s->ret, field.name);
	}
	if (s->with_source) {
		json_next(s->ret);
		json_cstr(s->ret, "source");
	}
	if (s->ret->len == empty)
		s->ret->len = before;
	else
		buf_char(s->ret, ']');
}

static void put_members(const struct schema *s, const mcp_table *table)
{
	struct schema inner = *s;

	inner.with_source = false;
	json_name(s->ret, "properties");
	buf_char(s->ret, '{');
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field field = field_at(table, i);

		json_name(s->ret, field.name);
		put_field(&inner, &field);
	}
	if (s->with_source) {
		json_name(s->ret, "source");
		buf_puts(s->ret, source_schema);
	}
	buf_char(s->ret, '}');
	put_required(s, table);
	if (!s->phrases)
		buf_puts(s->ret, ",\"additionalProperties\":false");
}

void schema_args(const mcp_table *table, const struct check_context *c, struct buf *ret)
{
	buf_puts(ret, "{\"type\":\"object\"");
	put_members(&(struct schema){ .context = c, .ret = ret }, table);
	buf_char(ret, '}');
}

void schema_result(const mcp_table *table, bool with_source, struct buf *ret)
{
	buf_puts(ret, "{\"type\":\"object\"");
	put_members(&(struct schema){ .is_result = true, .with_source = with_source, .ret = ret },
		table);
	buf_char(ret, '}');
}

void schema_form(const mcp_table *table, const mcp_list *phrases, struct buf *ret)
{
	buf_puts(ret, "{\"type\":\"object\"");
	put_members(&(struct schema){ .phrases = phrases, .ret = ret }, table);
	buf_char(ret, '}');
}
