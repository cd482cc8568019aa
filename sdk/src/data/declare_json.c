/* declare_json - JSON that a plugin hands on as it is, held against what the protocol allows. */
#include "data/declare_json.h"

#include <strings.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/scan.h"

#define SRC_MAX (64u * 1024)

/* ---- Header names. ---- */

static bool is_token(struct span name)
{
	static const char extra[] = "!#$%&'*+-.^_`|~";

	if (name.len == 0 || name.len > 64)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
			(c == '\0' || !strchr(extra, c)))
			return false;
	}
	return true;
}

bool header_names_add(struct header_names *h, struct span name)
{
	if (!is_token(name) || h->count == DECLARE_HEADERS_MAX)
		return false;
	for (uint32_t i = 0; i < h->count; i++)
		if (h->names[i].len == name.len &&
			strncasecmp(h->names[i].at, name.at, name.len) == 0)
			return false;
	h->names[h->count++] = name;
	return true;
}

/* ---- Schemas. ---- */

struct walk {
	struct header_names names;
	const char *why; /* NULL: sound */
};

/* How a subschema is reached. */
enum place {
	PLACE_ROOT,
	PLACE_PROPERTY, /* by `properties` alone */
	PLACE_HIDDEN,
};

static bool is_one_of(struct span name, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (scan_text_is(name, words[i]))
			return true;
	return false;
}

static bool is_data(struct span name)
{
	static const char *const words[] = { "const", "default", "enum", "examples", "required" };

	return is_one_of(name, words, COUNT_OF(words));
}

/* Members of these are named by the author, not keywords. */
static bool is_map(struct span name)
{
	static const char *const words[] = { "$defs", "definitions", "patternProperties",
		"dependentSchemas", "dependencies" };

	return is_one_of(name, words, COUNT_OF(words));
}

static void check_header(struct walk *w, struct span schema, struct span header, enum place place)
{
	static const char *const types[] = { "string", "integer", "boolean" };

	if (place != PLACE_PROPERTY)
		w->why = phrase("x-mcp-header stands where `properties` alone does not lead");
	else if (!is_one_of(scan_get(schema, "type"), types, COUNT_OF(types)))
		w->why = phrase("x-mcp-header stands at what is no string, integer or boolean");
	else if (scan_kind(header) != SCAN_TEXT ||
		 !header_names_add(&w->names, (struct span){ header.at + 1, header.len - 2 }))
		w->why = phrase("x-mcp-header is no header name, or stands twice");
}

static void walk_schema(struct walk *w, struct span schema, enum place place);

static void walk_map(struct walk *w, struct span map, enum place place)
{
	struct scan_iter it = scan_iter(map);
	struct span name;
	struct span value;

	if (scan_kind(map) != SCAN_OBJECT)
		return;
	while (!w->why && scan_member(&it, &name, &value))
		walk_schema(w, value, place);
}

static void walk_items(struct walk *w, struct span list)
{
	struct scan_iter it = scan_iter(list);
	struct span item;

	while (!w->why && scan_item(&it, &item))
		walk_schema(w, item, PLACE_HIDDEN);
}

/* As deep as the scanner lets JSON be. */
static void walk_schema(struct walk *w, struct span schema, enum place place)
{
	struct scan_iter it = scan_iter(schema);
	struct span name;
	struct span value;

	if (scan_kind(schema) == SCAN_ARRAY)
		walk_items(w, schema);
	if (scan_kind(schema) != SCAN_OBJECT)
		return;
	while (!w->why && scan_member(&it, &name, &value)) {
		if (scan_text_is(name, "x-mcp-header"))
			check_header(w, schema, value, place);
		else if (scan_text_is(name, "properties"))
			walk_map(w, value, place == PLACE_HIDDEN ? PLACE_HIDDEN : PLACE_PROPERTY);
		else if (is_map(name))
			walk_map(w, value, PLACE_HIDDEN);
		else if (!is_data(name))
			walk_schema(w, value, PLACE_HIDDEN);
	}
}

static bool is_known_dialect(struct span schema)
{
	static const char *const words[] = {
		"https://json-schema.org/draft/2020-12/schema",
		"https://json-schema.org/draft/2020-12/schema#",
		"http://json-schema.org/draft-07/schema",
		"http://json-schema.org/draft-07/schema#",
	};
	struct span dialect = scan_get(schema, "$schema");

	return !dialect.at || is_one_of(dialect, words, COUNT_OF(words));
}

mcp_status declare_check_schema(struct span schema, bool is_args, const char *what, struct fault *f)
{
	struct walk w = { .why = NULL };

	if (scan_kind(schema) != SCAN_OBJECT)
		w.why = phrase("it is no object");
	else if (!is_known_dialect(schema))
		w.why = phrase("its $schema is neither 2020-12 nor draft-07");
	else if (is_args && !scan_text_is(scan_get(schema, "type"), "object"))
		w.why = phrase("its type is not \"object\"");
	else if (is_args)
		walk_schema(&w, schema, PLACE_ROOT);
	if (!w.why)
		return MCP_OK;
	return fault_set(f, MCP_E_CONFIG, "%s has a wrong schema: %s", what, w.why);
}

/* ---- Icons. ---- */

static bool starts(struct span text, const char *head)
{
	size_t len = strlen(head);

	return scan_kind(text) == SCAN_TEXT && text.len > len + 2 &&
	       strncmp(text.at + 1, head, len) == 0;
}

static bool are_all_texts(struct span list)
{
	struct scan_iter it = scan_iter(list);
	struct span item;

	if (scan_kind(list) != SCAN_ARRAY)
		return false;
	while (scan_item(&it, &item))
		if (scan_kind(item) != SCAN_TEXT || item.len > 34)
			return false;
	return true;
}

static bool is_icon_member(struct span name, struct span value)
{
	if (scan_text_is(name, "src"))
		return value.len <= SRC_MAX && (starts(value, "https:") || starts(value, "data:"));
	if (scan_text_is(name, "mimeType"))
		return scan_kind(value) == SCAN_TEXT && value.len <= 130;
	if (scan_text_is(name, "sizes"))
		return are_all_texts(value);
	return scan_text_is(name, "theme") &&
	       (scan_text_is(value, "light") || scan_text_is(value, "dark"));
}

static bool is_icon(struct span icon)
{
	struct scan_iter it = scan_iter(icon);
	struct span name;
	struct span value;

	if (scan_kind(icon) != SCAN_OBJECT || !scan_get(icon, "src").at)
		return false;
	while (scan_member(&it, &name, &value))
		if (!is_icon_member(name, value))
			return false;
	return true;
}

mcp_status declare_check_icons(struct span icons, const char *what, struct fault *f)
{
	struct scan_iter it = scan_iter(icons);
	struct span icon;

	while (scan_item(&it, &icon))
		if (!is_icon(icon))
			return fault_set(f, MCP_E_CONFIG,
				"%s has a wrong icon; give src as https: or data:, sizes like "
				"48x48, and theme as light or dark",
				what);
	return MCP_OK;
}

/* ---- Annotations. ---- */

static bool is_audience(struct span list)
{
	static const char *const words[] = { "user", "assistant" };
	struct scan_iter it = scan_iter(list);
	struct span item;

	if (scan_kind(list) != SCAN_ARRAY)
		return false;
	while (scan_item(&it, &item))
		if (!is_one_of(item, words, COUNT_OF(words)))
			return false;
	return true;
}

static bool is_annotation(struct span name, struct span value)
{
	double d;

	if (scan_text_is(name, "audience"))
		return is_audience(value);
	if (scan_text_is(name, "priority"))
		return scan_real(value, &d) && d >= 0 && d <= 1;
	return scan_text_is(name, "lastModified") && scan_kind(value) == SCAN_TEXT &&
	       value.len <= 64;
}

bool declare_are_annotations(struct span annotations)
{
	struct scan_iter it = scan_iter(annotations);
	struct span name;
	struct span value;

	if (scan_kind(annotations) != SCAN_OBJECT)
		return false;
	while (scan_member(&it, &name, &value))
		if (!is_annotation(name, value))
			return false;
	return true;
}

mcp_status declare_check_annotations(struct span annotations, const char *what, struct fault *f)
{
	if (!annotations.at || declare_are_annotations(annotations))
		return MCP_OK;
	return fault_set(f, MCP_E_CONFIG,
		"%s has wrong annotations; give audience, priority (0 to 1) or lastModified", what);
}
