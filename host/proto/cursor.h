/* cursor - where a list goes on: opaque to clients, checked when it comes back. */
#ifndef HOST_PROTO_CURSOR_H
#define HOST_PROTO_CURSOR_H

#include "base/buf.h"

/* What a cursor stands for. A list that changed since makes it void. */
struct cursor {
	uint32_t list;
	uint32_t generation;
	uint32_t position;
};

/* As a JSON string. */
void cursor_write(const struct cursor *c, struct buf *ret);
/* False when the JSON value is no cursor this process made. */
bool cursor_read(struct span json, struct cursor *ret);

#endif
