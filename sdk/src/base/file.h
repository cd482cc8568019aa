/* file - whole files in, whole files out, and locks between processes. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/fault.h"

/* Says in one sentence why the system refused `path` (`error` is an errno, which is set again, so
 * that a caller can tell ENOENT) and returns whose matter it is. */
mcp_status file_refused(const char *path, int error, struct fault *f);

/* Adds a regular file to `ret` (its max is the limit). Directories, FIFOs and devices are
 * refused without blocking. */
mcp_status file_read(const char *path, struct buf *ret, struct fault *f);
/* Writes beside `path` (mode 0600), syncs, renames: after a crash the old file or the new one is
 * there, whole. */
mcp_status file_save(const char *path, const void *at, size_t len, struct fault *f);
/* Makes the folder and its parents (0700 for what it makes). */
mcp_status file_make_folder(const char *path, struct fault *f);
/* Opens (creating, 0600) and locks; waits at most `wait_ms` (0: try once). *ret_fd is closed to
 * release. MCP_E_BUSY when it stays locked. */
mcp_status file_lock(const char *path, int wait_ms, int *ret_fd, struct fault *f);

#endif
