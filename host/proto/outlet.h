/* outlet - where the messages of one exchange go.
 *
 * It belongs to the transport. It must outlive the requests handed in with it, or be given up by
 * peer_hang_up. All on the loop's thread.
 */
#ifndef HOST_PROTO_OUTLET_H
#define HOST_PROTO_OUTLET_H

#include <stdbool.h>

#include "base/str.h"

enum outgoing {
	OUT_ANSWER,  /* the response to the exchange's request (or batch): the last thing sent */
	OUT_NOTE,    /* a notification, or a request of ours, that belongs to the request */
	OUT_NOTHING, /* the request ended and no response will come: it was cancelled */
};

struct sending {
	enum outgoing kind;
	int status; /* of an HTTP reply when nothing was sent before: 200, 400, 404 */
};

struct outlet {
	/* Sends the parts as one message; the transport adds its framing. Parts are lent; none
	 * come with OUT_NOTHING. May be called from inside peer_receive; must not call into a peer,
	 * nor free one. */
	void (*send)(
		struct outlet *o, struct sending how, const struct span *parts, uint32_t count);
	/* Kept by the transport: an OUT_NOTE reaches nobody who could still answer. Then a question
	 * of ours would wait in vain. */
	bool deaf;
};

#endif
