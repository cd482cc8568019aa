/* schema - tables as JSON Schema (2020-12; also valid where draft-07 is read). */
#ifndef DATA_SCHEMA_H
#define DATA_SCHEMA_H

#include "base/buf.h"
#include "data/check.h"

/* {"type":"object","properties":{…},"required":[…],"additionalProperties":false}: types, ranges,
 * presets as "default", choices as "enum", help and unit as "description". Arguments accept null
 * nowhere. */
void schema_args(const mcp_table *table, const struct check_context *c, struct buf *ret);
/* The same for results: nullable types are ["integer","null"], every member is required. When
 * `with_source` the member "source" (below) is added and required. */
void schema_result(const mcp_table *table, bool with_source, struct buf *ret);
/* A form's requestedSchema: flat fields with titles, presets as "default"; texts with choices are
 * an array of them. Texts in the reader's language. */
void schema_form(const mcp_table *table, const mcp_list *phrases, struct buf *ret);

#endif
