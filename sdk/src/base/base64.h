/* base64 - standard base64 with padding (RFC 4648 §4). */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/buf.h"

void base64_put(const void *bytes, size_t len, struct buf *ret);
/* True when `text` is canonical: the alphabet, padding, no stray bits. */
bool base64_is_sound(struct span text);
/* Appends the bytes; false when `text` is not sound. */
bool base64_decode(struct span text, struct buf *ret);

#endif
