/* line_out - lines that leave through a descriptor, never blocking, in as few calls as possible.
 *
 * Lines up to 32 KiB wait for the last of their read batch and leave with it; larger ones, and a
 * line alone, leave at once, straight from where they lie. What the reader does not take yet is
 * kept.
 */
#ifndef HOST_TRANSPORT_LINE_OUT_H
#define HOST_TRANSPORT_LINE_OUT_H

#include "base/buf.h"

struct line_out {
	int fd;
	bool is_socket;
	bool gathering; /* inside a read batch: small lines wait for its end */
	bool broken;    /* the reader is gone, or the disk is full: errno in `error` */
	int error;
	struct buf small; /* gathered lines */
	struct buf queue; /* what the reader has not taken yet */
	size_t queue_start;
};

/* Takes over `fd` (closed by line_out_done). A pipe is made large and given its own non-blocking
 * description, so that nobody else's descriptor changes. */
void line_out_init(struct line_out *o, int fd);
void line_out_done(struct line_out *o);

/* Sends the parts as one line. */
void line_out_send(struct line_out *o, const struct span *parts, uint32_t count);
/* Ends a read batch: what was gathered leaves. */
void line_out_flush(struct line_out *o);
/* Sends of the queue what the reader takes now. */
void line_out_drain(struct line_out *o);
size_t line_out_waiting(const struct line_out *o);

#endif
