/* http_reply - the heads of answers. */
#ifndef HOST_TRANSPORT_HTTP_REPLY_H
#define HOST_TRANSPORT_HTTP_REPLY_H

#include "base/str.h"

#define HTTP_REPLY_MAX 2048  /* bytes of a head */
#define HTTP_ORIGIN_MAX 256  /* bytes of an origin; longer ones get no CORS headers */
#define HTTP_PARAMS_MAX 1024 /* bytes of `cors_params` */

struct http_reply {
	int status;
	const char *type;        /* NULL: no body */
	size_t length;           /* of the body */
	bool streams;            /* an event stream: no length */
	bool in_chunks;          /* of a stream; else it ends with the connection */
	bool closes;             /* the connection ends behind it */
	const char *allow;       /* of 405, or NULL */
	const char *session;     /* an id, or NULL */
	int retry_after_s;       /* 0: not said */
	bool varies;             /* by Origin */
	struct span origin;      /* whose pages may read the answer; absent: nobody's */
	bool cors_preflight;     /* what they may send is said, too */
	struct span cors_params; /* names of further headers they may send, each behind ", " */
	int64_t wall_ms;
};

/* The head with the empty line behind it, into ret[HTTP_REPLY_MAX]. */
struct span http_reply_head(const struct http_reply *r, char *ret);
/* A JSON-RPC error without an id around `why`, which holds nothing to escape; into `ret` of
 * HTTP_REPLY_MAX bytes. */
struct span http_error_body(const char *why, char *ret);

#endif
