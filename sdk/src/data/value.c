/* value - one value held against a field's rules, and the sentences about it. */
#include "data/value.h"

#include <float.h>
#include <stdio.h>
#include <strings.h>

#include "base/phrase.h"
#include "data/json.h"
#include "data/scan.h"

const char *value_row_name(const mcp_table *table, uint32_t i)
{
	const char *name;

	memcpy(&name, (const char *)table->at + (size_t)i * table->stride, sizeof name);
	return name;
}

bool value_is_int(uint32_t type)
{
	return type == MCP_T_INT64 || type == MCP_T_INT;
}

bool value_is_real(uint32_t type)
{
	return type == MCP_T_REAL64 || type == MCP_T_REAL;
}

bool value_never_null(uint32_t type)
{
	return type == MCP_T_INT64 || type == MCP_T_REAL64 || type == MCP_T_FLAG;
}

bool value_has_table(uint32_t type)
{
	return type == MCP_T_OBJECT || type == MCP_T_ROWS;
}

/* ---- Sentences. ---- */

/* Long values are shown by their beginning. */
static void show(struct span text, const char *quote, char ret[VALUE_SEEN])
{
	char clean[VALUE_SEEN - 8];
	size_t shown = utf8_clean(text, clean, sizeof clean - 1);
	bool is_cut = text.len > sizeof clean - 1 && shown + 4 >= sizeof clean;

	(void)snprintf(ret, VALUE_SEEN, "%s%s%s%s", quote, clean, is_cut ? "…" : "", quote);
}

void value_seen_text(struct span text, char ret[VALUE_SEEN])
{
	show(text, "\"", ret);
}

void value_seen_json(struct span json, char ret[VALUE_SEEN])
{
	char storage[512];
	struct span value = scan_value(json);

	switch (scan_kind(value)) {
	case SCAN_OBJECT:
		(void)snprintf(ret, VALUE_SEEN, "%s", phrase("an object"));
		break;
	case SCAN_ARRAY:
		(void)snprintf(ret, VALUE_SEEN, "%s", phrase("a list"));
		break;
	case SCAN_TEXT:
		if (scan_text_into(value, storage, sizeof storage))
			show(span_of(storage), "\"", ret);
		else
			show((struct span){ value.at + 1, value.len - 2 }, "\"", ret);
		break;
	default:
		show(value, "", ret);
		break;
	}
}

static void name_of(const struct value_rule *r, char ret[VALUE_NAME])
{
	(void)snprintf(ret, VALUE_NAME, "%s%s", r->prefix, r->field->name);
}

static const char *type_words(const mcp_field *field)
{
	uint32_t type = field->type;

	if (value_is_int(type) && str_same(field->unit, "s"))
		return phrase("a duration like 60s, 5m or 1h");
	if (value_is_int(type) && str_same(field->unit, "bytes"))
		return phrase("a size like 32KiB or 4MiB");
	if (value_is_int(type))
		return phrase("a whole number");
	if (value_is_real(type))
		return phrase("a number");
	if (type == MCP_T_FLAG || type == MCP_T_BOOL)
		return phrase("true or false");
	if (type == MCP_T_TEXTS)
		return phrase("a list of texts");
	if (type == MCP_T_OBJECT)
		return phrase("an object");
	return type == MCP_T_ROWS ? phrase("a list of objects") : phrase("a text");
}

mcp_status value_wrong_type(const struct value_rule *r, const char *seen, struct fault *f)
{
	char name[VALUE_NAME];

	name_of(r, name);
	return fault_set(f, MCP_E_ARGUMENT, "%s is %s; give %s", name, seen, type_words(r->field));
}

mcp_status value_missing(const struct value_rule *r, struct fault *f)
{
	char name[VALUE_NAME];

	name_of(r, name);
	return fault_set(f, MCP_E_ARGUMENT, "%s is required; give %s", name, type_words(r->field));
}

/* An end of the range as text; empty when it is the type's own. */
static void end_text(const struct value_rule *r, bool high, char ret[32])
{
	const struct field_range *g = &r->range;
	int64_t n = high ? g->int_high : g->int_low;
	double d = high ? g->high : g->low;

	ret[0] = '\0';
	if (value_is_real(r->field->type)) {
		if (d > -DBL_MAX && d < DBL_MAX)
			ret[str_from_real(d, ret)] = '\0';
		return;
	}
	if (n != (high ? INT64_MAX : INT64_MIN))
		(void)snprintf(ret, 32, "%lld", (long long)n);
}

static mcp_status out_of_range(const struct value_rule *r, const char *seen, struct fault *f)
{
	char name[VALUE_NAME];
	char low[32];
	char high[32];

	name_of(r, name);
	end_text(r, false, low);
	end_text(r, true, high);
	if (low[0] && high[0])
		return fault_set(
			f, MCP_E_ARGUMENT, "%s is %s; allowed is %s to %s", name, seen, low, high);
	if (low[0])
		return fault_set(
			f, MCP_E_ARGUMENT, "%s is %s; allowed is %s or more", name, seen, low);
	return fault_set(f, MCP_E_ARGUMENT, "%s is %s; allowed is %s or less", name, seen, high);
}

/* "ALL, KOSPI, KOSDAQ", cut when it is very long. */
static void list_choices(const char *choices, char *ret, size_t room)
{
	struct span rest = span_of(choices);
	struct span word;
	size_t len = 0;

	ret[0] = '\0';
	while (span_split(&rest, '|', &word)) {
		if (len + word.len + 3 > room)
			return;
		len += (size_t)snprintf(
			ret + len, room - len, "%s%.*s", len ? ", " : "", (int)word.len, word.at);
	}
}

/* ---- Values. ---- */

mcp_status value_put_int(const struct value_rule *r, int64_t n, struct buf *ret, struct fault *f)
{
	char seen[32];

	if (n < r->range.int_low || n > r->range.int_high) {
		(void)snprintf(seen, sizeof seen, "%lld", (long long)n);
		return out_of_range(r, seen, f);
	}
	json_int(ret, n);
	return MCP_OK;
}

mcp_status value_put_real(const struct value_rule *r, double n, struct buf *ret, struct fault *f)
{
	char seen[40];

	if (n < r->range.low || n > r->range.high) {
		seen[str_from_real(n, seen)] = '\0';
		return out_of_range(r, seen, f);
	}
	json_real(ret, n);
	return MCP_OK;
}

mcp_status value_put_choice(
	const struct value_rule *r, struct span word, struct buf *ret, struct fault *f)
{
	char name[VALUE_NAME];
	char allowed[240];
	char seen[VALUE_SEEN];
	struct span spelling;

	if (field_choice(r->field->choices, word, &spelling)) {
		json_text(ret, spelling);
		return MCP_OK;
	}
	name_of(r, name);
	value_seen_text(word, seen);
	list_choices(r->field->choices, allowed, sizeof allowed);
	return fault_set(f, MCP_E_ARGUMENT, "%s is %s; allowed are %s", name, seen, allowed);
}

bool value_word_bool(struct span word, bool *ret)
{
	*ret = word.len == 4 && strncasecmp(word.at, "true", 4) == 0;
	return *ret || (word.len == 5 && strncasecmp(word.at, "false", 5) == 0);
}
