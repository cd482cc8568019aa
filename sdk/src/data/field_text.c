/* field_text - a value as a person writes it in YAML, the environment or a shell, made JSON. */
#include "data/field.h"

#include <strings.h>

#include "data/json.h"
#include "data/scan.h"
#include "data/value.h"

struct suffix {
	const char *text;
	int64_t factor;
};

static const struct suffix second_suffixes[] = {
	{ "s", 1 },
	{ "m", 60 },
	{ "h", 3600 },
	{ "d", 86400 },
};

static const struct suffix byte_suffixes[] = {
	{ "KiB", INT64_C(1) << 10 },
	{ "MiB", INT64_C(1) << 20 },
	{ "GiB", INT64_C(1) << 30 },
	{ "B", 1 },
};

/* Cuts a known suffix off *text; its factor, or 1. */
static int64_t take_suffix(struct span *text, const struct suffix *known, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t length = strlen(known[i].text);

		if (text->len <= length ||
			strncasecmp(text->at + text->len - length, known[i].text, length) != 0)
			continue;
		*text = span_trim((struct span){ text->at, text->len - length });
		return known[i].factor;
	}
	return 1;
}

static bool read_int(const mcp_field *field, struct span text, int64_t *ret)
{
	int64_t factor = 1;
	int64_t n;

	if (str_same(field->unit, "s"))
		factor = take_suffix(
			&text, second_suffixes, sizeof second_suffixes / sizeof *second_suffixes);
	else if (str_same(field->unit, "bytes"))
		factor = take_suffix(
			&text, byte_suffixes, sizeof byte_suffixes / sizeof *byte_suffixes);
	return span_int(text, &n) && !__builtin_mul_overflow(n, factor, ret);
}

static mcp_status wrong(const struct value_rule *rule, struct span text, struct fault *f)
{
	char seen[VALUE_SEEN];

	value_seen_text(text, seen);
	return value_wrong_type(rule, seen, f);
}

static mcp_status put_bool(
	const struct value_rule *rule, struct span text, struct buf *ret, struct fault *f)
{
	bool value;

	if (!value_word_bool(text, &value))
		return wrong(rule, text, f);
	json_bool(ret, value);
	return MCP_OK;
}

/* "a, b, c". */
static mcp_status put_texts(struct span text, struct buf *ret)
{
	struct span rest = text;
	struct span word;

	buf_char(ret, '[');
	while (span_split(&rest, ',', &word)) {
		word = span_trim(word);
		if (word.len == 0)
			continue;
		json_next(ret);
		json_text(ret, word);
	}
	buf_char(ret, ']');
	return MCP_OK;
}

static mcp_status put_number(
	const struct value_rule *rule, struct span text, struct buf *ret, struct fault *f)
{
	int64_t n;
	double d;

	if (value_is_int(rule->field->type))
		return read_int(rule->field, text, &n) ? value_put_int(rule, n, ret, f)
		                                       : wrong(rule, text, f);
	return span_real(text, &d) ? value_put_real(rule, d, ret, f) : wrong(rule, text, f);
}

mcp_status field_text_to_json(
	const mcp_field *field, struct span text, struct buf *ret, struct fault *f)
{
	struct value_rule rule = { .field = field, .prefix = "" };

	if (!field_range(field, NULL, NULL, &rule.range))
		return fault_set(f, MCP_E_CONFIG, "%s has the range \"%s\"; write it like 1..50",
			field->name, field->range);
	if (!text.at || !utf8_valid(text) || memchr(text.at, '\0', text.len))
		return wrong(&rule, text, f);

	switch (field->type) {
	case MCP_T_INT64:
	case MCP_T_INT:
	case MCP_T_REAL64:
	case MCP_T_REAL:
		return put_number(&rule, span_trim(text), ret, f);
	case MCP_T_FLAG:
	case MCP_T_BOOL:
		return put_bool(&rule, span_trim(text), ret, f);
	case MCP_T_TEXT:
		json_text(ret, text);
		return MCP_OK;
	case MCP_T_CHOICE:
		return value_put_choice(&rule, span_trim(text), ret, f);
	case MCP_T_TEXTS:
		return put_texts(text, ret);
	default:
		return wrong(&rule, text, f);
	}
}

mcp_status value_put_preset(const struct value_rule *r, struct buf *ret, struct fault *f)
{
	size_t before = ret->len;
	mcp_status s = field_text_to_json(r->field, span_of(r->field->preset), ret, f);
	const struct field_range *g = &r->range;
	struct span written;
	int64_t n;
	double d;

	if (s < 0 || ret->failed)
		return s;
	written = (struct span){ ret->at + before, ret->len - before };
	if (value_is_int(r->field->type) && scan_int(written, &n)) {
		ret->len = before;
		json_int(ret, n < g->int_low ? g->int_low : n > g->int_high ? g->int_high : n);
	} else if (value_is_real(r->field->type) && scan_real(written, &d)) {
		ret->len = before;
		json_real(ret, d < g->low ? g->low : d > g->high ? g->high : d);
	}
	return MCP_OK;
}
