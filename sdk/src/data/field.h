/* field - reading mcp_field tables safely, and single values from text by a field's rules. */
#ifndef DATA_FIELD_H
#define DATA_FIELD_H

#include <mcp/abi.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "base/str.h"

#define FIELD_MAX 64        /* rows of one table */
#define FIELD_TABLE_DEPTH 4 /* nested tables */

/* Row `i` of a table, by its stride; a shorter (older) row reads as zeros at its end. */
mcp_field field_at(const mcp_table *table, uint32_t i);
/* The row named `name`, or a row with .name NULL. */
mcp_field field_find(const mcp_table *table, struct span name);
/* Bytes a value of a known type takes in a struct. */
size_t field_size(uint32_t type);
/* Checks a table as hostile input: names (1–64 of [a-z0-9_], unique), known types and flags,
 * offsets inside the struct and of the right alignment, presets, ranges and choices that parse,
 * nested tables present and not too deep. `what` names it in the sentence ("tool volume,
 * arguments"). */
mcp_status field_check_table(const mcp_table *table, const char *what, struct fault *f);
/* The same for a table without a struct, as the core keeps them: offsets are not looked at. */
mcp_status field_check_rows(const mcp_table *table, const char *what, struct fault *f);
/* Values that come from outside (arguments, config keys) may be left out: so a type that is never
 * null needs a preset or MCP_F_REQUIRED. For checked tables. */
mcp_status field_check_input(const mcp_table *table, const char *what, struct fault *f);

/* Bounds of a `range` text; an absent end is the type's own. `lookup` (may be NULL) gives the text
 * for "$key". */
struct field_range {
	double low;
	double high;
	int64_t int_low;
	int64_t int_high;
};
typedef const char *(*field_lookup)(void *self, struct span key);
bool field_range(const mcp_field *field, field_lookup lookup, void *self, struct field_range *ret);

/* True when the choices hold `word`, in any case of ASCII; *ret gets the canonical spelling. */
bool field_choice(const char *choices, struct span word, struct span *ret);

/* Appends the JSON value of `text` as a person writes it in YAML, the environment or a shell:
 * "20", "true", "60s" for unit "s" (s, m, h; bare numbers are seconds), "32KiB" for unit "bytes".
 * Checks range and choices. On failure says what was seen and what is allowed. */
mcp_status field_text_to_json(
	const mcp_field *field, struct span text, struct buf *ret, struct fault *f);

#endif
