/* base64url - bytes as letters that need no escape: RFC 4648 §5 without padding. */
#ifndef HOST_PROTO_BASE64URL_H
#define HOST_PROTO_BASE64URL_H

#include "base/buf.h"

void base64url_write(struct buf *ret, struct span bytes);
/* Appends the bytes. False: a foreign letter, a length or a last letter no bytes lead to, or they
 * do not fit. Each text that is read is the only one of its bytes. */
bool base64url_read(struct span text, struct buf *ret);

#endif
