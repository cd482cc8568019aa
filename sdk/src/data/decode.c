/* decode - JSON into structs by the tool's table. */
#include "data/decode.h"

#include "data/scan.h"
#include "data/store.h"
#include "data/value.h"

struct decode {
	struct arena *a;
	struct fault *f;
};

static mcp_status wrong(const struct decode *d, const mcp_field *field)
{
	return fault_set(d->f, MCP_E_INTERNAL, "the value of %s is not of its type", field->name);
}

static mcp_status no_memory(const struct decode *d)
{
	return fault_set(d->f, MCP_E_MEMORY, "the values need more memory than the call may use");
}

/* ---- Lists. ---- */

static uint32_t count_items(struct span array)
{
	struct scan_iter it = scan_iter(array);
	struct span item;
	uint32_t n = 0;

	while (scan_item(&it, &item))
		n++;
	return n;
}

static mcp_status decode_texts(
	const struct decode *d, const mcp_field *field, struct span value, mcp_texts *ret)
{
	struct scan_iter it = scan_iter(value);
	uint32_t count = count_items(value);
	/* One more than needed: an empty list has memory too, or it would be null. */
	const char **at = arena_alloc(d->a, ((size_t)count + 1) * sizeof *at);
	struct span item;

	if (scan_kind(value) != SCAN_ARRAY)
		return wrong(d, field);
	if (!at)
		return no_memory(d);
	for (uint32_t i = 0; i < count && scan_item(&it, &item); i++) {
		at[i] = scan_text_copy(item, d->a);
		if (!at[i])
			return wrong(d, field);
	}
	*ret = (mcp_texts){ at, count, sizeof *at };
	return MCP_OK;
}

static mcp_status fill(
	const struct decode *d, const mcp_table *table, struct span object, void *ret);

static mcp_status decode_list(
	const struct decode *d, const mcp_field *field, struct span value, mcp_rows *ret)
{
	struct scan_iter it = scan_iter(value);
	uint32_t count = count_items(value);
	size_t size = field->table->struct_size;
	struct span item;
	char *at;
	mcp_status s;

	if (scan_kind(value) != SCAN_ARRAY)
		return wrong(d, field);
	at = arena_alloc(d->a, ((size_t)count + 1) * size);
	if (!at)
		return no_memory(d);
	for (uint32_t i = 0; i < count && scan_item(&it, &item); i++) {
		s = fill(d, field->table, item, at + i * size);
		if (s < 0)
			return s;
	}
	*ret = (mcp_rows){ at, count, (uint32_t)size };
	return MCP_OK;
}

static mcp_status decode_inner(
	const struct decode *d, const mcp_field *field, struct span value, const void **ret)
{
	void *inner = arena_alloc(d->a, field->table->struct_size);
	mcp_status s;

	if (!inner)
		return no_memory(d);
	s = fill(d, field->table, value, inner);
	if (s == MCP_OK)
		*ret = inner;
	return s;
}

/* ---- Members. ---- */

static mcp_status store_scalar(
	const struct decode *d, const mcp_field *field, struct span value, void *base)
{
	enum scan_kind kind = scan_kind(value);
	const char *text;
	int64_t n;
	double real;

	if (value_is_int(field->type) && scan_int(value, &n))
		store_int(field, base, n);
	else if (value_is_real(field->type) && scan_real(value, &real))
		store_real(field, base, real);
	else if ((field->type == MCP_T_FLAG || field->type == MCP_T_BOOL) &&
		 (kind == SCAN_TRUE || kind == SCAN_FALSE))
		store_bool(field, base, kind == SCAN_TRUE);
	else if ((field->type == MCP_T_TEXT || field->type == MCP_T_CHOICE) &&
		 (text = scan_text_copy(value, d->a)) != NULL)
		store_at(field, base, &text, sizeof text);
	else
		return wrong(d, field);
	return MCP_OK;
}

static mcp_status store_list(
	const struct decode *d, const mcp_field *field, struct span value, void *base)
{
	const void *inner = NULL;
	mcp_texts texts = { NULL, 0, 0 };
	mcp_rows rows = { NULL, 0, 0 };
	mcp_status s;

	if (field->type == MCP_T_TEXTS) {
		s = decode_texts(d, field, value, &texts);
		store_at(field, base, &texts, sizeof texts);
	} else if (field->type == MCP_T_ROWS) {
		s = decode_list(d, field, value, &rows);
		store_at(field, base, &rows, sizeof rows);
	} else {
		s = decode_inner(d, field, value, &inner);
		store_at(field, base, &inner, sizeof inner);
	}
	return s;
}

static mcp_status fill(
	const struct decode *d, const mcp_table *table, struct span object, void *ret)
{
	mcp_status s = MCP_OK;

	if (scan_kind(object) != SCAN_OBJECT)
		return fault_set(d->f, MCP_E_INTERNAL, "the values are no object");
	for (uint32_t i = 0; s == MCP_OK && i < table->count; i++) {
		mcp_field field = field_at(table, i);
		struct span value = scan_get(object, field.name);
		bool is_null = !value.at || scan_kind(value) == SCAN_NULL;

		if (is_null && value_never_null(field.type))
			s = fault_set(
				d->f, MCP_E_INTERNAL, "%s is null; its type cannot be", field.name);
		else if (!is_null && (field.type == MCP_T_TEXTS || value_has_table(field.type)))
			s = store_list(d, &field, value, ret);
		else if (!is_null)
			s = store_scalar(d, &field, value, ret);
	}
	return s;
}

mcp_status decode_object(
	const mcp_table *table, struct span object, struct arena *a, void *ret, struct fault *f)
{
	return fill(&(struct decode){ a, f }, table, object, ret);
}
