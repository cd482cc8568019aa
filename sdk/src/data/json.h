/* json - writing JSON into a buf: one line, UTF-8, nothing escaped that need not be. */
#ifndef DATA_JSON_H
#define DATA_JSON_H

#include "base/buf.h"

void json_text(struct buf *b, struct span text); /* with quotes; invalid bytes become U+FFFD */
void json_part(struct buf *b, struct span text); /* the same without the quotes */
void json_cstr(struct buf *b, const char *text); /* NULL: null */
void json_int(struct buf *b, int64_t n);
void json_real(struct buf *b, double value); /* shortest round trip; not finite: null */
void json_bool(struct buf *b, bool value);
/* ",\"name\":" or "\"name\":" after '{'. The name is ASCII that needs no escape. */
void json_name(struct buf *b, const char *name);
/* A comma unless the last byte opens an object or array. */
void json_next(struct buf *b);

#endif
