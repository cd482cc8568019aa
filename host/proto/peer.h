/* peer - one conversation: its era, its requests under way, the messages it gets.
 *
 * A transport hands in messages and is handed what goes out. Both eras are served on one peer: a
 * message that claims a modern version is served statelessly, `initialize` opens the legacy half.
 * All on the loop's thread.
 */
#ifndef HOST_PROTO_PEER_H
#define HOST_PROTO_PEER_H

#include "host/proto/server.h"

struct peer;

/* Sends the parts as one message; the transport adds its framing. Parts are lent. */
typedef void (*peer_send)(void *self, const struct span *parts, uint32_t count);

struct peer *peer_new(struct server *s, peer_send send, void *self);
/* Cancels what is under way. */
void peer_free(struct peer *p);

/* One message as it came, without its framing. */
void peer_receive(struct peer *p, struct span text);
/* A message that was longer than allowed and was not kept. */
void peer_receive_oversize(struct peer *p);
/* Requests under way or waiting. */
uint32_t peer_pending(const struct peer *p);

#endif
