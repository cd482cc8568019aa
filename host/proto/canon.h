/* canon - one text for all ways to write the same JSON value. */
#ifndef HOST_PROTO_CANON_H
#define HOST_PROTO_CANON_H

#include "base/buf.h"

/* Appends the value (checked JSON) with its members sorted by name, without white space, strings
 * and numbers in one way of writing. Does not fit: ret->failed. */
void canon_json(struct buf *ret, struct span value);

#endif
