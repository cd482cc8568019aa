/* encode - structs into JSON by the tool's table; what a struct cannot mean is an error. */
#include "data/decode.h"

#include <math.h>
#include <stdio.h>

#include "base/phrase.h"
#include "data/json.h"
#include "data/store.h"
#include "data/value.h"

/* A struct on its way out. */
struct encode {
	const mcp_table *table;
	const char *prefix; /* of its members' names in a sentence */
	uint32_t depth;
	struct buf *ret;
	struct fault *f;
};

static mcp_status lie(const struct encode *e, const mcp_field *field, const char *what)
{
	return fault_set(
		e->f, MCP_E_INTERNAL, "the result's %s%s %s", e->prefix, field->name, phrase(what));
}

static mcp_status put_null(const struct encode *e, const mcp_field *field)
{
	if (field->flags & MCP_F_REQUIRED)
		return lie(e, field, "is null; the tool promised a value");
	buf_puts(e->ret, "null");
	return MCP_OK;
}

/* ---- Scalars. ---- */

static mcp_status put_int(const struct encode *e, const mcp_field *field, const void *data)
{
	mcp_int n = { .known = 1 };

	if (field->type == MCP_T_INT64)
		store_load(field, data, &n.value, sizeof n.value);
	else
		store_load(field, data, &n, sizeof n);
	if (!n.known)
		return put_null(e, field);
	json_int(e->ret, n.value);
	return MCP_OK;
}

static mcp_status put_real(const struct encode *e, const mcp_field *field, const void *data)
{
	mcp_real n = { .known = 1 };

	if (field->type == MCP_T_REAL64)
		store_load(field, data, &n.value, sizeof n.value);
	else
		store_load(field, data, &n, sizeof n);
	if (!n.known)
		return put_null(e, field);
	if (!isfinite(n.value))
		return lie(e, field, "is not a finite number; leave it null");
	json_real(e->ret, n.value);
	return MCP_OK;
}

static mcp_status put_bool(const struct encode *e, const mcp_field *field, const void *data)
{
	mcp_bool b = { .known = 1 };

	if (field->type == MCP_T_FLAG)
		store_load(field, data, &b.value, sizeof b.value);
	else
		store_load(field, data, &b, sizeof b);
	if (!b.known)
		return put_null(e, field);
	if (b.value != 0 && b.value != 1)
		return lie(e, field, "is neither 0 nor 1");
	json_bool(e->ret, b.value);
	return MCP_OK;
}

/* NULL for a text that may be written, else what is wrong. */
static const char *text_fault(const char *text, struct span *ret)
{
	*ret = (struct span){ text, strnlen(text, VALUE_TEXT_MAX + 1) };
	if (ret->len > VALUE_TEXT_MAX)
		return "is longer than 64 KiB; shorten it";
	return utf8_valid(*ret) ? NULL : "is not UTF-8";
}

static mcp_status put_text(const struct encode *e, const mcp_field *field, const void *data)
{
	const char *text;
	const char *wrong;
	struct span all;

	store_load(field, data, &text, sizeof text);
	if (!text)
		return put_null(e, field);
	wrong = text_fault(text, &all);
	if (wrong)
		return lie(e, field, wrong);
	if (field->type == MCP_T_CHOICE && !field_choice(field->choices, all, &all))
		return lie(e, field, "is none of its choices");
	json_text(e->ret, all);
	return MCP_OK;
}

/* ---- Lists. ---- */

static mcp_status put_texts(const struct encode *e, const mcp_field *field, const void *data)
{
	mcp_texts texts;
	const char *wrong;
	const char *text;
	struct span all;

	store_load(field, data, &texts, sizeof texts);
	if (!texts.at && texts.count == 0)
		return put_null(e, field);
	if (!texts.at || (texts.count > 1 && texts.stride < sizeof text))
		return lie(e, field, "is a list without memory");
	buf_char(e->ret, '[');
	for (uint32_t i = 0; i < texts.count; i++) {
		memcpy(&text, (const char *)texts.at + (size_t)i * texts.stride, sizeof text);
		wrong = text ? text_fault(text, &all) : "holds a NULL";
		if (wrong)
			return lie(e, field, wrong);
		json_next(e->ret);
		json_text(e->ret, all);
	}
	buf_char(e->ret, ']');
	return MCP_OK;
}

static mcp_status put_struct(const struct encode *e, const void *data);

static mcp_status put_rows(const struct encode *e, const mcp_field *field, const void *data)
{
	char prefix[VALUE_NAME];
	struct encode inner = { field->table, prefix, e->depth + 1, e->ret, e->f };
	mcp_status s = MCP_OK;
	mcp_rows rows;

	store_load(field, data, &rows, sizeof rows);
	if (!rows.at && rows.count == 0)
		return put_null(e, field);
	if (!rows.at || (rows.count > 1 && rows.stride < field->table->struct_size))
		return lie(e, field, "is a list without memory");
	buf_char(e->ret, '[');
	for (uint32_t i = 0; s == MCP_OK && i < rows.count && !e->ret->failed; i++) {
		(void)snprintf(prefix, sizeof prefix, "%s%s[%u].", e->prefix, field->name, i);
		json_next(e->ret);
		s = put_struct(&inner, (const char *)rows.at + (size_t)i * rows.stride);
	}
	buf_char(e->ret, ']');
	return s;
}

static mcp_status put_object(const struct encode *e, const mcp_field *field, const void *data)
{
	char prefix[VALUE_NAME];
	struct encode inner = { field->table, prefix, e->depth + 1, e->ret, e->f };
	const void *object;

	store_load(field, data, &object, sizeof object);
	if (!object)
		return put_null(e, field);
	(void)snprintf(prefix, sizeof prefix, "%s%s.", e->prefix, field->name);
	return put_struct(&inner, object);
}

/* ---- Structs. ---- */

static mcp_status put_member(const struct encode *e, const mcp_field *field, const void *data)
{
	switch (field->type) {
	case MCP_T_INT64:
	case MCP_T_INT:
		return put_int(e, field, data);
	case MCP_T_REAL64:
	case MCP_T_REAL:
		return put_real(e, field, data);
	case MCP_T_FLAG:
	case MCP_T_BOOL:
		return put_bool(e, field, data);
	case MCP_T_TEXT:
	case MCP_T_CHOICE:
		return put_text(e, field, data);
	case MCP_T_TEXTS:
		return put_texts(e, field, data);
	case MCP_T_OBJECT:
		return put_object(e, field, data);
	default:
		return put_rows(e, field, data);
	}
}

static mcp_status put_struct(const struct encode *e, const void *data)
{
	mcp_status s = MCP_OK;

	if (e->depth >= FIELD_TABLE_DEPTH)
		return fault_set(e->f, MCP_E_INTERNAL, "the result is nested too deep");
	buf_char(e->ret, '{');
	for (uint32_t i = 0; s == MCP_OK && i < e->table->count; i++) {
		mcp_field field = field_at(e->table, i);

		json_name(e->ret, field.name);
		s = put_member(e, &field, data);
	}
	buf_char(e->ret, '}');
	return s;
}

mcp_status encode_object(const mcp_table *table, const void *data, struct buf *ret, struct fault *f)
{
	struct encode top = { table, "", 0, ret, f };
	size_t before = ret->len;
	mcp_status s = put_struct(&top, data);

	if (s == MCP_OK && ret->failed)
		s = fault_set(f, MCP_E_MEMORY,
			"the result is larger than %zu bytes; reply with less", ret->max);
	if (s < 0)
		ret->len = before;
	return s;
}
