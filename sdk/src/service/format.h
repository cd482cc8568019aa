/* format - figures as text, for people and for the model: service format/1, and the readable text
 * of a result. Pure; runs in the worker. */
#ifndef SERVICE_FORMAT_H
#define SERVICE_FORMAT_H

#include <mcp/format.h>

#include "base/buf.h"

extern const mcp_format_v1 format_v1_functions;

/* Appends the struct at `result` as readable text: one line per value, nested objects on a line of
 * their own, then each list of rows as a table. Quiet fields, and columns in which nothing is
 * known, are left out. Headings are titles (else names) in the reader's language. */
void format_result(const mcp_table *table, const void *result, const char *locale,
	const mcp_list *phrases, struct buf *ret);

/* ---- What both are made of. ---- */

void format_grouped(int64_t n, bool is_signed, struct buf *ret);
void format_won(int64_t won, bool is_korean, bool is_signed, struct buf *ret);
void format_percent(double percent, bool is_signed, struct buf *ret);

#endif
