/* sse - server-sent events: their ids, and how they stand on the wire. */
#ifndef HOST_TRANSPORT_SSE_H
#define HOST_TRANSPORT_SSE_H

#include "base/str.h"

#define SSE_HEAD_MAX 64 /* bytes of what stands before an event's data */

/* An event's place: the stream of its session, and its number there, as "STREAM.NUMBER". */
struct sse_id {
	uint32_t stream;
	uint32_t number;
};

/* Reads Last-Event-ID: exactly what we write; false otherwise. */
bool sse_id_from(struct span text, struct sse_id *ret);

/* What stands before the data of an event, into ret[SSE_HEAD_MAX]; `id` NULL: none. Behind the
 * data, which has no line end of its own, stand two of them. */
struct span sse_head(const struct sse_id *id, char *ret);
/* A whole event with an id, no data, and how long to wait before coming back. */
struct span sse_priming(const struct sse_id *id, uint32_t retry_ms, char *ret);

#endif
