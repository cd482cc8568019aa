/* round - questions to the client in the middle of a call. */
#ifndef HOST_PROTO_ROUND_H
#define HOST_PROTO_ROUND_H

#include "host/proto/peer_inside.h"

/* Before a call runs: fills what the client answered so far. False: it was refused. */
bool round_begin(struct request *r, struct call_order *order);
/* The call ended with questions: they go to the client, or the request ends here. Owns `p`. */
void round_needs(struct pending *p, const struct call_end *end);

#endif
