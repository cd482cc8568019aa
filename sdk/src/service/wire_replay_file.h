/* wire_replay_file - one recorded answer, read as hostile input. */
#ifndef SERVICE_WIRE_REPLAY_FILE_H
#define SERVICE_WIRE_REPLAY_FILE_H

#include "base/buf.h"
#include "base/fault.h"
#include "service/wire_folder.h"

struct replayed {
	struct buf body;
	int64_t at_ms; /* when it was recorded */
};

/* Reads the answer of `call` out of `folder`: its own file, else one for any parameters
 * (NAME.json, NAME.mst). `ret->body` is initialised by the caller. */
mcp_status replay_read(
	const char *folder, const struct folder_call *call, struct replayed *ret, struct fault *f);
/* The body out of a file's text: an envelope of wire_record, or a plain body of KIS. */
mcp_status replay_parse(
	struct span file, const struct folder_call *call, struct replayed *ret, struct fault *f);

#endif
