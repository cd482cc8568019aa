/* elicit_form - forms a client can show: flat, of plain fields. */
#include "host/proto/elicit_form.h"

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"

static bool is_any(struct span text, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (scan_text_is(text, words[i]))
			return true;
	return false;
}

/* Members that would make a field more than a plain value. */
static bool is_nested(struct span field)
{
	static const char *const inner[] = { "properties", "$ref", "allOf", "not", "if",
		"prefixItems", "patternProperties", "additionalProperties" };

	for (size_t i = 0; i < COUNT_OF(inner); i++)
		if (scan_get(field, inner[i]).at)
			return true;
	return false;
}

static bool all_are_texts(struct span array)
{
	struct scan_iter it = scan_iter(array);
	struct span item;
	bool any = false;

	while (scan_item(&it, &item)) {
		if (scan_kind(item) != SCAN_TEXT)
			return false;
		any = true;
	}
	return any;
}

/* [{"const":"…","title":"…"},…] */
static bool all_are_titled(struct span array)
{
	struct scan_iter it = scan_iter(array);
	struct span item;
	bool any = false;

	while (scan_item(&it, &item)) {
		if (scan_kind(scan_get(item, "const")) != SCAN_TEXT ||
			scan_kind(scan_get(item, "title")) != SCAN_TEXT)
			return false;
		any = true;
	}
	return any;
}

static bool is_several(struct span field)
{
	struct span items = scan_get(field, "items");

	return scan_kind(items) == SCAN_OBJECT &&
	       (all_are_texts(scan_get(items, "enum")) || all_are_titled(scan_get(items, "anyOf")));
}

static bool is_plain_field(struct span field)
{
	static const char *const types[] = { "string", "number", "integer", "boolean" };
	struct span type = scan_get(field, "type");
	struct span words = scan_get(field, "enum");
	struct span titled = scan_get(field, "oneOf");

	if (scan_kind(field) != SCAN_OBJECT || is_nested(field))
		return false;
	if (scan_text_is(type, "array"))
		return is_several(field);
	if (words.at && !all_are_texts(words))
		return false;
	if (titled.at && !all_are_titled(titled))
		return false;
	return is_any(type, types, COUNT_OF(types));
}

const char *form_problem(struct span schema)
{
	struct scan_iter it = scan_iter(scan_get(schema, "properties"));
	struct span required = scan_get(schema, "required");
	struct span name;
	struct span field;

	if (!scan_text_is(scan_get(schema, "type"), "object") ||
		scan_kind(scan_get(schema, "properties")) != SCAN_OBJECT)
		return "requestedSchema";
	if (required.at && scan_kind(required) != SCAN_ARRAY)
		return "required";
	while (scan_member(&it, &name, &field))
		if (!is_plain_field(field))
			return "properties";
	return NULL;
}

/* ---- As 2025-06-18 knows it. ---- */

static void write_part(struct span array, const char *part, struct buf *ret)
{
	struct scan_iter it = scan_iter(array);
	struct span item;

	buf_char(ret, '[');
	while (scan_item(&it, &item)) {
		json_next(ret);
		buf_span(ret, scan_get(item, part));
	}
	buf_char(ret, ']');
}

static void write_titled(struct span array, struct buf *ret)
{
	json_next(ret);
	buf_puts(ret, "\"enum\":");
	write_part(array, "const", ret);
	buf_puts(ret, ",\"enumNames\":");
	write_part(array, "title", ret);
}

static bool write_field(struct span field, struct buf *ret)
{
	bool is_flag = scan_text_is(scan_get(field, "type"), "boolean");
	struct scan_iter it = scan_iter(field);
	struct span name;
	struct span value;

	if (scan_text_is(scan_get(field, "type"), "array"))
		return false;
	buf_char(ret, '{');
	while (scan_member(&it, &name, &value)) {
		if (scan_text_is(name, "default") && !is_flag)
			continue;
		if (scan_text_is(name, "oneOf")) {
			write_titled(value, ret);
			continue;
		}
		json_next(ret);
		buf_span(ret, name);
		buf_char(ret, ':');
		buf_span(ret, value);
	}
	buf_char(ret, '}');
	return true;
}

bool form_lower(struct span schema, struct buf *ret)
{
	struct scan_iter it = scan_iter(scan_get(schema, "properties"));
	struct span required = scan_get(schema, "required");
	struct span name;
	struct span field;

	buf_puts(ret, "{\"type\":\"object\",\"properties\":{");
	while (scan_member(&it, &name, &field)) {
		json_next(ret);
		buf_span(ret, name);
		buf_char(ret, ':');
		if (!write_field(field, ret))
			return false;
	}
	buf_char(ret, '}');
	if (required.at) {
		buf_puts(ret, ",\"required\":");
		buf_span(ret, required);
	}
	buf_char(ret, '}');
	return true;
}
