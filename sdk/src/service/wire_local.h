/* wire_local - a wire whose answers are made in this process: demo and replay stand on it. */
#ifndef SERVICE_WIRE_LOCAL_H
#define SERVICE_WIRE_LOCAL_H

#include "service/wire.h"

/* One question. The url may be cut up in place. */
struct local_question {
	const char *method;
	char *url;
	const char *tr_id; /* NULL: none */
	struct span body;
	size_t body_max;
};

struct local_answer {
	struct fault fault; /* MCP_OK: answered */
	long http_status;
	struct buf body; /* made with the question's body_max as its maximum */
	int64_t at_ms;   /* wall clock of the answer */
};

struct local_source {
	void (*answer)(void *self, struct local_question *q, struct local_answer *ret);
	void (*close)(void *self);
	void *self;
};

/* Answers come from a later poll, in the order of the questions; what is asked while answers are
 * given waits for the next poll. On failure the source is not closed. */
mcp_status wire_local_open(const struct local_source *source, struct wire **ret, struct fault *f);

#endif
