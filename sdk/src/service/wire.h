/* wire - one HTTP exchange with the data source, by whichever way: https, demo, replay.
 *
 * All functions run on the upstream thread, except wakeup.
 */
#ifndef SERVICE_WIRE_H
#define SERVICE_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fault.h"
#include "base/str.h"

#define WIRE_UNSENT (-1L)

struct wire_header {
	const char *name;
	const char *value;
};

struct wire_request {
	const char *method; /* "GET", or "POST" for the token */
	const char *url;    /* whole: scheme, host, path, query */
	const char *tr_id;  /* sent as the header of that name; NULL but for quotes */
	const struct wire_header *headers;
	uint32_t header_count;
	/* A parameter nobody else may see: only the https wire adds it to the address. NULL: none.
	 */
	const struct wire_header *secret_query;
	struct span body; /* of a POST */
	size_t body_max;  /* of the answer: larger ends the exchange with MCP_E_UPSTREAM */
	int64_t deadline_mono_ms;
	/* The end, exactly once, unless cancelled: status of the exchange (`fault`), HTTP status
	 * (0: no whole answer came, WIRE_UNSENT: the request never left), body (lent). */
	void (*done)(void *self, const struct fault *fault, long http_status, struct span body);
	void *self;
};

struct wire;

struct wire_ops {
	/* Copies what it needs and returns; `done` comes from a later poll, never from here.
	 * *ret_id serves cancel. */
	mcp_status (*start)(
		struct wire *w, const struct wire_request *r, uint64_t *ret_id, struct fault *f);
	void (*cancel)(struct wire *w, uint64_t id); /* `done` is not called any more */
	/* Works for at most `timeout_ms`, less when something happened or wakeup was called. */
	void (*poll)(struct wire *w, int timeout_ms);
	void (*wakeup)(struct wire *w); /* [any] */
	void (*close)(struct wire *w);
	/* Plain bytes out of the first file of a zip archive; NULL: this wire never meets one. */
	mcp_status (*unzip)(struct wire *w, struct span zip, struct buf *ret, struct fault *f);
	/* Wall clock of the answer that `done` is being given: when it was recorded. NULL: now. */
	int64_t (*at_ms)(struct wire *w);
};

struct wire {
	const struct wire_ops *ops;
};

#endif
