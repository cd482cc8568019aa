/* check - JSON against a table: arguments made canonical, results held to their promise. */
#ifndef DATA_CHECK_H
#define DATA_CHECK_H

#include "base/fault.h"
#include "data/field.h"

/* Where "$key" in a range looks; both may be NULL. */
struct check_context {
	field_lookup lookup;
	void *self;
};

/* Writes the canonical form of the object `args` (absent: {}) to `ret`: every field of the table
 * in its order, presets filled in, numbers normalised (20.0 and "20" become 20), choices in their
 * spelling; null for what is neither given nor preset. Unknown members are an error that names the
 * nearest known one. The sentence says what was seen and what is allowed. Allocates nothing beyond
 * `ret`. */
mcp_status check_args(const mcp_table *table, struct span args, const struct check_context *c,
	struct buf *ret, struct fault *f);

/* True to the table: types, nulls only where allowed, choices; no member the table does not name,
 * none missing. For results that a worker sent. */
mcp_status check_result(const mcp_table *table, struct span object, struct fault *f);

#endif
