/* message - one JSON-RPC message taken apart, nothing copied. */
#ifndef HOST_PROTO_MESSAGE_H
#define HOST_PROTO_MESSAGE_H

#include "base/str.h"

enum message_kind {
	MESSAGE_REQUEST,
	MESSAGE_NOTIFICATION,
	MESSAGE_RESPONSE,
	MESSAGE_BROKEN, /* valid JSON, but no message: `problem` says why */
};

#define MESSAGE_ID_MAX 1024 /* bytes of an id as JSON */

struct message {
	enum message_kind kind;
	const char *problem;
	struct span id;     /* as it came; absent when it could not be read */
	struct span method; /* JSON string */
	struct span params; /* object, or absent */
	struct span meta;   /* params._meta when it is an object */
	struct span claim;  /* the modern era's protocolVersion in _meta, of any type; or absent */
	bool params_wrong;  /* params are there but no object */
	struct span result; /* of a response; or absent */
};

/* Takes `value` apart: checked JSON, one value. */
struct message message_read(struct span value);

#endif
