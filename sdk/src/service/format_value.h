/* format_value - one value of a struct as text; private to format. */
#ifndef SERVICE_FORMAT_VALUE_H
#define SERVICE_FORMAT_VALUE_H

#include "base/buf.h"
#include "data/field.h"
#include "service/format.h"

/* Who reads: language, and where headings are translated. */
struct reader {
	bool is_korean;
	const mcp_list *phrases; /* else through `ctx`; both may be NULL */
	mcp_ctx *ctx;
};

const char *format_heading(const struct reader *r, const mcp_field *field);
/* Appends the field of the struct at `data`; of rows the first two. False, with nothing written,
 * when it is null or an object. */
bool format_value(
	const struct reader *r, const mcp_field *field, const void *data, struct buf *ret);

#endif
