/* worker_open - brings a plugin's shared object into this process. */
#ifndef HOST_PLUGIN_WORKER_OPEN_H
#define HOST_PLUGIN_WORKER_OPEN_H

#include "base/fault.h"

/* *ret is the plugin's `mcp_plugin_v1`. Only a regular file is opened, so nothing blocks. It stays
 * loaded for the life of the process. The sentence names the file without its folder. */
mcp_status worker_open(const char *path, const void **ret, struct fault *f);

/* The file's name without its folder. */
const char *worker_file(const char *path);

#endif
