/* round - calls that ask the client something: asked, answered, run again.
 *
 * In the modern era a call that asks ends with what it asks, and is made again with the answers;
 * what was answered and remembered before travels in its sealed state. In the legacy era the host
 * sends its questions to the client, waits, and runs the call again. All on the loop's thread.
 */
#ifndef HOST_PROTO_ROUND_H
#define HOST_PROTO_ROUND_H

#include "host/plugin/registry.h"
#include "host/proto/elicit.h"

#define ROUNDS_LEGACY 8                           /* times one call may ask in the legacy era */
#define ROUNDS_MODERN 32                          /* … and be made again in the modern one */
#define ROUND_ANSWER_MS ((int64_t)10 * 60 * 1000) /* a client may take to answer */
#define ROUND_ASKED_MAX 256                       /* questions one client may owe an answer */
#define ROUND_KEYS 64                             /* answers of one call */
#define ROUND_INPUTS_MAX ((size_t)256 * 1024)

struct message;
struct peer;
struct pending;
struct request;
struct server;

/* What one call is about, kept to run it again. */
struct round {
	enum call_kind kind; /* not CALL_COMPLETE: that cannot ask */
	struct buf target;   /* tool, prompt or URI, plain */
	struct buf args;     /* call_order.args */
	struct buf inputs;   /* {"key":answer,…} of all rounds; empty: none */
	struct buf kept;     /* what the handler remembers; empty: nothing */
	uint32_t client;     /* MCP_CAN_… */
	uint32_t number;     /* rounds so far */
	uint32_t waiting;    /* questions under way */
};

void rounds_init(struct server *s);
void rounds_done(struct server *s);
/* Ends calls whose client took too long to answer. The timer calls it. */
void rounds_expire(struct server *s);

/* Before a call: fills inputs, kept and client of `order` from the request (lent until the next
 * call begins). False: they are wrong, and the error was sent. */
bool round_begin(struct request *r, struct call_order *order);
/* The call has begun: `p` keeps what is needed to run it again. False: memory is out. */
bool round_keep(struct pending *p, const struct call_order *order);
/* The call ended with MCP_E_NEEDS_INPUT: asks the client. `p` is gone after this, or runs again
 * later with the same waiter. */
void round_needs(struct pending *p, const struct call_end *end);
/* A client's response, maybe to one of our questions. */
void round_answered(struct peer *p, const struct message *m);
/* Takes questions under way back: the call was cancelled. */
void round_withdraw(struct pending *p);
/* Forgets it: part of pending_drop. */
void round_drop(struct pending *p);

/* ---- Also for tasks. ---- */

struct round *round_new(const struct call_order *order, struct span target, uint32_t number);
void round_free(struct round *k); /* accepts NULL */
/* The order to run it again; its arguments are lent until the next call begins. False: its tool,
 * prompt or resource is gone, or does not take the arguments any more; `f` says so. */
bool round_order(struct server *s, const struct round *k, struct call_order *ret, struct fault *f);
/* Adds `added` (object, or absent) to the answers in `ret`, the later of equal keys wins. False:
 * too many, or they do not fit. */
bool round_merge(struct buf *ret, struct span added);
/* One more answer: `key` is a JSON string. */
bool round_add(struct buf *ret, struct span key, struct span answer);
/* Are two JSON strings the same text? */
bool round_same_key(struct span a, struct span b);
/* Keeps what the handler remembers. */
bool round_remember(struct round *k, struct span kept);

#endif
