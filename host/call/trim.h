/* trim - making an answer fit: fewer rows and a shorter text, never half of either. */
#ifndef HOST_CALL_TRIM_H
#define HOST_CALL_TRIM_H

#include "base/buf.h"

struct trimmed {
	uint32_t rows;      /* rows kept in the first list of objects */
	uint32_t rows_were; /* rows it had; equal when nothing was cut */
};

/* Writes the JSON object `result` with rows cut off the end of its first list of objects until it
 * has at most `max` bytes; other members stay. */
struct trimmed trim_result(struct span result, size_t max, struct buf *ret);

/* Writes the JSON string `text` cut at the end of a line to at most `max` bytes, "…" in place of
 * the rest. When `ret` holds the beginning of a string already, `text` comes without its first
 * quote. */
void trim_text(struct span text, size_t max, struct buf *ret);

#endif
