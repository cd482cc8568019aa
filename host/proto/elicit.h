/* elicit - questions of a handler to the client: what they need, how a revision words them. */
#ifndef HOST_PROTO_ELICIT_H
#define HOST_PROTO_ELICIT_H

#include "base/buf.h"
#include "base/fault.h"
#include "host/proto/version.h"

#define EXTENSION_TASKS "io.modelcontextprotocol/tasks"

enum question_kind {
	QUESTION_FORM,
	QUESTION_URL,
	QUESTION_SAMPLE,
	QUESTION_ROOTS,
};

/* Spans of the text it was read from. */
struct question {
	enum question_kind kind;
	uint32_t needs;      /* MCP_CAN_…, all of them */
	struct span message; /* form, url: JSON string */
	struct span schema;  /* form: JSON object */
	struct span url;     /* url: JSON string */
	struct span params;  /* sample: JSON object */
};

/* Appends the capabilities that these bits stand for, as a client would declare them. */
void elicit_required(uint32_t can, struct buf *ret);

/* Reads {"method":…,"params":…} as a handler asked it (checked JSON, nothing else is trusted):
 * MCP_E_INTERNAL with a sentence when it is none of the four, or its form is not flat. */
mcp_status elicit_read(struct span request, struct question *ret, struct fault *f);
/* "elicitation/create" … */
const char *elicit_method(const struct question *q);
/* Appends the params for a client of revision `v`; `id` names an address to open where `v` wants a
 * name (2025-11-25). MCP_E_UNSUPPORTED: that revision cannot ask it. */
mcp_status elicit_params(
	const struct question *q, enum version v, const char *id, struct buf *ret, struct fault *f);
/* Is this (checked JSON, or absent) an answer to it? Members nobody asked for are none of our
 * business. */
bool elicit_fits(enum question_kind kind, struct span answer);

#endif
