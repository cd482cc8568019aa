/* value - one value held against a field's rules, and the sentences about it; private to data. */
#ifndef DATA_VALUE_H
#define DATA_VALUE_H

#include "data/field.h"

#define VALUE_TEXT_MAX ((size_t)64 * 1024) /* bytes of one text in a result */
#define VALUE_SEEN 64                      /* room for what a sentence shows of a value */
#define VALUE_NAME 192                     /* room for "orders[2].count" */

struct value_rule {
	const mcp_field *field;
	const char *prefix; /* "" or "orders[2]." */
	struct field_range range;
};

/* The name of row `i`: names come first in every row of every age. For checked tables. */
const char *value_row_name(const mcp_table *table, uint32_t i);
bool value_is_int(uint32_t type);
bool value_is_real(uint32_t type);
/* Of int64_t, double, int32_t: their null cannot be told. */
bool value_never_null(uint32_t type);
bool value_has_table(uint32_t type);

/* What a sentence shows of a JSON value: 51, "NYSE", an object. */
void value_seen_json(struct span json, char ret[VALUE_SEEN]);
/* The same of a person's text: always in quotes. */
void value_seen_text(struct span text, char ret[VALUE_SEEN]);

/* Each appends the JSON value to `ret` when it keeps the rule, else says what was `seen` and what
 * is allowed. */
mcp_status value_put_int(const struct value_rule *r, int64_t n, struct buf *ret, struct fault *f);
mcp_status value_put_real(const struct value_rule *r, double n, struct buf *ret, struct fault *f);
mcp_status value_put_choice(
	const struct value_rule *r, struct span word, struct buf *ret, struct fault *f);

/* "count is "x"; give a whole number". Returns MCP_E_ARGUMENT. */
mcp_status value_wrong_type(const struct value_rule *r, const char *seen, struct fault *f);

/* "count is required; give a whole number". Returns MCP_E_ARGUMENT. */
mcp_status value_missing(const struct value_rule *r, struct fault *f);
/* Appends the field's preset; a number is moved into the range, which a setting may have narrowed
 * since the preset was declared. */
mcp_status value_put_preset(const struct value_rule *r, struct buf *ret, struct fault *f);

/* true, false in any case. */
bool value_word_bool(struct span word, bool *ret);

#endif
