/* round_inside - what the two eras of asking share. */
#ifndef HOST_PROTO_ROUND_INSIDE_H
#define HOST_PROTO_ROUND_INSIDE_H

#include "host/proto/peer_inside.h"

/* A question on its way to a legacy client. */
struct asked {
	struct asked *next;
	struct pending *pending;
	int64_t id;
	int64_t until_mono_ms;
	enum question_kind kind;
	size_t key_len;
	char key[]; /* JSON string */
};

/* Ends the call with what went wrong, and `p` with it. */
void round_fail(struct pending *p, const struct fault *f);
/* The same when nothing that is asked can be asked of this client. */
void round_incapable(struct pending *p, uint32_t needs);

/* round_ask.c: sends the questions of `end` to a legacy client. */
void round_ask(struct pending *p, const struct call_end *end);

#endif
