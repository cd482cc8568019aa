/* source - "where these figures come from": the block every answer carries. */
#ifndef HOST_CALL_SOURCE_H
#define HOST_CALL_SOURCE_H

#include "base/buf.h"
#include "service/service.h"

/* `"source":{"provider":…,"notes":[…]` - left open: age and staleness follow when it is sent. */
void source_write(const struct provenance *from, struct buf *ret);

/* The lines a text ends with, each after a line feed, for readers that see nothing but the text:
 * venue and time of the figures, then what a reader must know. Nothing when no data was used. */
void source_footer(const struct provenance *from, struct buf *ret);

/* The line a text begins with when its figures are not of the real market; NULL for real ones. */
const char *source_banner(const struct provenance *from, const char *locale);

#endif
