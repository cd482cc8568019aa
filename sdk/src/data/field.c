/* field - reading mcp_field tables safely. */
#include "data/field.h"

#include <float.h>
#include <strings.h>

#include "data/value.h"

mcp_field field_at(const mcp_table *table, uint32_t i)
{
	size_t known = table->stride < sizeof(mcp_field) ? table->stride : sizeof(mcp_field);
	mcp_field field = { .name = NULL };

	if (table->at && i < table->count)
		memcpy(&field, (const char *)table->at + (size_t)i * table->stride, known);
	return field;
}

mcp_field field_find(const mcp_table *table, struct span name)
{
	for (uint32_t i = 0; i < table->count; i++) {
		mcp_field field = field_at(table, i);

		if (field.name && span_is(name, field.name))
			return field;
	}
	return (mcp_field){ .name = NULL };
}

static bool is_same_word(struct span a, struct span b)
{
	return a.len == b.len && strncasecmp(a.at, b.at, a.len) == 0;
}

bool field_choice(const char *choices, struct span word, struct span *ret)
{
	struct span rest = span_of(choices);
	struct span choice;

	while (word.len > 0 && span_split(&rest, '|', &choice)) {
		if (!is_same_word(choice, word))
			continue;
		*ret = choice;
		return true;
	}
	return false;
}

/* ---- Ranges. ---- */

static bool is_key(struct span key)
{
	for (size_t i = 0; i < key.len; i++)
		if (!((key.at[i] >= 'a' && key.at[i] <= 'z') ||
			    (key.at[i] >= '0' && key.at[i] <= '9') || key.at[i] == '_'))
			return false;
	return key.len > 0 && key.len <= 64;
}

/* One end of a range: what stands there, or what the key of that name holds. False when it is to
 * be read and cannot; `ret` with `at` NULL when the type's own end holds. */
static bool end_given(struct span text, field_lookup lookup, void *self, struct span *ret)
{
	*ret = (struct span){ NULL, 0 };
	if (text.len == 0)
		return true;
	if (text.at[0] != '$') {
		*ret = text;
		return true;
	}
	text.at++;
	text.len--;
	if (lookup)
		*ret = span_of(lookup(self, text));
	return is_key(text);
}

static bool read_end(struct span text, bool is_int, int64_t *ret_int, double *ret_real)
{
	if (!text.at)
		return true;
	if (!is_int)
		return span_real(text, ret_real);
	if (!span_int(text, ret_int))
		return false;
	*ret_real = (double)*ret_int;
	return true;
}

bool field_range(const mcp_field *field, field_lookup lookup, void *self, struct field_range *ret)
{
	struct field_range r = { -DBL_MAX, DBL_MAX, INT64_MIN, INT64_MAX };
	bool is_int = value_is_int(field->type);
	const char *dots;
	struct span low;
	struct span high;

	if (field->range) {
		dots = strstr(field->range, "..");
		if (!dots || dots[2] == '.')
			return false;
		if (!end_given((struct span){ field->range, (size_t)(dots - field->range) }, lookup,
			    self, &low) ||
			!end_given(span_of(dots + 2), lookup, self, &high))
			return false;
		if (!read_end(low, is_int, &r.int_low, &r.low) ||
			!read_end(high, is_int, &r.int_high, &r.high))
			return false;
	}
	if (r.low > r.high || r.int_low > r.int_high)
		return false;
	*ret = r;
	return true;
}
