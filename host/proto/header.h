/* header - values of HTTP headers that repeat what a request's body says. */
#ifndef HOST_PROTO_HEADER_H
#define HOST_PROTO_HEADER_H

#include "base/buf.h"

/* Appends the text that `value` stands for: itself when it is visible ASCII with blanks inside, or
 * what its `=?base64?…?=` holds. False when it is neither, or no UTF-8. */
bool header_text(struct span value, struct buf *ret);
/* True when `value` stands for the JSON scalar `json`, checked JSON: text as it is, numbers by
 * their value ("42.0" is 42), "true", "false". */
bool header_same(struct span value, struct span json);

#endif
