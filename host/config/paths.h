/* paths - where the configuration, the tools and the kept state lie. Results live in the arena;
 * NULL (or MCP_E_MEMORY) when it is full. */
#ifndef HOST_CONFIG_PATHS_H
#define HOST_CONFIG_PATHS_H

#include "host/config/config.h"

/* The file by the search order of config.h; *ret is NULL when there is none. A file that was named
 * must be there; reading it says so. */
mcp_status paths_find_file(const struct config_source *source, struct arena *a, const char **ret);

/* Where one may appear that is not named: at most two, first the user's own; returns how many. */
uint32_t paths_file_places(const struct config_source *source, struct arena *a, const char *ret[2]);

/* The absolute folder of a file; the working folder when `file` is NULL. */
const char *paths_folder(const char *file, struct arena *a);

/* `path` itself when it is absolute, else below `folder`. */
const char *paths_absolute(const char *folder, const char *path, struct arena *a);

/* The folder of the tools' shared objects for a program in `exe_dir`: as built, or as installed. */
const char *paths_plugin_dir(const char *exe_dir, struct arena *a);

/* The folder for what is kept, made when it is missing; NULL, with a warning in the log, when it
 * cannot be used. `wanted` may be NULL. */
const char *paths_state_dir(const char *wanted, const char *const *environment, struct arena *a);

#endif
