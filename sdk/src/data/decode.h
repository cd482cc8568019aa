/* decode - JSON into structs, and structs into JSON, by the tool's table. */
#ifndef DATA_DECODE_H
#define DATA_DECODE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"
#include "data/field.h"

/* Fills the zeroed struct at `ret` from a checked JSON object. A member that is absent or null is
 * null (an error for a type that is never null). Texts and nested values go to the arena. */
mcp_status decode_object(
	const mcp_table *table, struct span object, struct arena *a, void *ret, struct fault *f);

/* Rows of a service: `columns` (JSON array of names) and `rows` (JSON array of arrays in that
 * order) become structs of `table`; a field's column is its source, else its name. Money may come
 * as text or integer, rates as decimal text or number. A list in a row is asked for and named as
 * {"name":"leaders","columns":[…]}; its cell is an array of rows in that order. */
mcp_status decode_rows(const mcp_table *table, struct span columns, struct span rows,
	struct arena *a, mcp_rows *ret, struct fault *f);

/* The JSON array of column names a table asks for: what decode_rows expects back. */
void decode_columns(const mcp_table *table, struct buf *ret);

/* The struct as a JSON object, every field in the table's order. A lie of the struct (a required
 * text that is NULL, a real that is not finite, a choice that is none, a list without memory) is an
 * error that names the field. */
mcp_status encode_object(
	const mcp_table *table, const void *data, struct buf *ret, struct fault *f);

#endif
