/* peer - one conversation: its era, its requests under way, the messages it gets.
 *
 * A transport hands in messages, each with the outlet its answer goes to. On stdio both eras are
 * served on one peer: a message that claims a modern version is served statelessly, `initialize`
 * opens the legacy half. Over HTTP a session's peer is legacy, a connection's peer modern. All on
 * the loop's thread.
 */
#ifndef HOST_PROTO_PEER_H
#define HOST_PROTO_PEER_H

#include "host/proto/outlet.h"
#include "host/proto/server.h"

struct peer;
struct shortcuts;

enum peer_kind {
	PEER_STDIO,
	PEER_SESSION,   /* legacy HTTP */
	PEER_STATELESS, /* modern HTTP, one per connection: ids of two outlets may be the same */
};

struct peer_options {
	struct server *server;
	enum peer_kind kind;
	struct outlet *common; /* messages of no request (list changes …); NULL: they are dropped */
	struct shortcuts *shortcuts; /* outlives the peer; NULL: the peer's own */
};

/* Headers of a POST, blanks around their values trimmed; absent spans: not sent. */
struct claims {
	struct span version; /* MCP-Protocol-Version */
	struct span method;  /* Mcp-Method */
	struct span name;    /* Mcp-Name */
	bool doubled;        /* one of these, or a parameter's header, came twice */
	/* The value of a header like "Mcp-Param-Region"; false: not sent. */
	bool (*param)(void *self, const char *header, struct span *ret);
	void *self;
	/* A copy for a request that waits, freed by free(); NULL: memory is out. */
	struct claims *(*keep)(const struct claims *c);
};

/* One message as it came, without its framing. */
struct incoming {
	struct span text;
	struct outlet *outlet;
	const struct claims *claims; /* NULL on stdio */
};

enum received {
	RECEIVED_REQUEST, /* the outlet was or will be sent an OUT_ANSWER or OUT_NOTHING */
	RECEIVED_NOTICE,  /* nothing will be sent: HTTP 202 */
};

struct peer *peer_new(const struct peer_options *o); /* NULL: memory is out */
/* Cancels what is under way; nothing more is sent. */
void peer_free(struct peer *p);

enum received peer_receive(struct peer *p, const struct incoming *in);
/* A message that was longer than allowed and was not kept. */
void peer_receive_oversize(struct peer *p, struct outlet *o);
/* Nobody reads `o` any more: its requests are cancelled, nothing is sent. */
void peer_hang_up(struct peer *p, struct outlet *o);
/* Ends its open listen requests with their result. */
void peer_drain(struct peer *p);
/* The client says nothing more: calls that wait for its answers end. Its outlets are deaf by then,
 * so that no call asks again. */
void peer_silent(struct peer *p);
/* Requests under way or waiting, but for those that listen. */
uint32_t peer_pending(const struct peer *p);
/* Of the handshake; VERSION_NONE before it. */
enum version peer_version(const struct peer *p);

/* Shortcuts that several peers share, as those of HTTP connections. */
struct shortcuts *shortcuts_new(void);
void shortcuts_free(struct shortcuts *s); /* accepts NULL */

/* What an HTTP message is, before a peer is chosen. */
enum look {
	LOOK_BROKEN,     /* not JSON, or no message: any peer says what is wrong */
	LOOK_MODERN,     /* carries a claim */
	LOOK_INITIALIZE, /* without a claim */
	LOOK_LEGACY, /* any other message without a claim; may still be a malformed modern one */
	LOOK_BATCH,
};
enum look peer_look(struct span text);

#endif
