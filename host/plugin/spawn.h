/* spawn - starts this executable again as a worker, with one socket and no secrets. */
#ifndef HOST_PLUGIN_SPAWN_H
#define HOST_PLUGIN_SPAWN_H

#include <sys/types.h>

#include "base/fault.h"

struct spawn_options {
	const char *exe;
	const char *path; /* of the plugin */
	const char *locale;
	int64_t call_bytes; /* memory one call may take */
};

/* *ret_fd is the core's end of the socket, not blocking, closed by the caller; the caller reaps
 * *ret_pid. */
mcp_status spawn_worker(
	const struct spawn_options *options, pid_t *ret_pid, int *ret_fd, struct fault *f);

#endif
