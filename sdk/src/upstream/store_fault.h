/* store_fault - why the history database did not do what it was asked. */
#ifndef UPSTREAM_STORE_FAULT_H
#define UPSTREAM_STORE_FAULT_H

#include <sqlite3.h>
#include <stdbool.h>

#include "base/fault.h"

/* The file itself is damaged, or none of SQLite's. */
bool store_is_unsound(int rc);
/* One sentence about SQLite's last failure; `what` was tried goes to the log with the codes. `db`
 * may be NULL. */
mcp_status store_explain(sqlite3 *db, int rc, const char *what, struct fault *f);
/* The same about the system: `error` is an errno. */
mcp_status store_refused(int error, const char *what, struct fault *f);

#endif
