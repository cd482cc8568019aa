/* wire_folder - how a folder of recorded answers is laid out: wire_record writes it, wire_replay
 * reads it. wire_record.c describes it. */
#ifndef SERVICE_WIRE_FOLDER_H
#define SERVICE_WIRE_FOLDER_H

#include "base/str.h"
#include "service/kis_endpoint.h"

#define FOLDER_PARAMS_MAX 128

struct folder_param {
	struct span name;
	struct span value; /* still percent-encoded, as in the address */
};

/* What an address asks for. Spans point into the address. */
struct folder_call {
	const struct kis_endpoint *endpoint;
	struct folder_param params[FOLDER_PARAMS_MAX]; /* sorted */
	uint32_t param_count;
};

/* False when the address is not one of the list, or asks too much. */
bool folder_call(const char *url, const char *tr_id, struct folder_call *ret);
/* The file of that call in `folder`, freed by the caller; NULL when memory is out. */
char *folder_path(const char *folder, const struct folder_call *call);
/* Decodes a percent-encoded value into ret[room]; false when it is broken or does not fit. */
bool folder_decode(struct span value, char *ret, size_t room);

#endif
