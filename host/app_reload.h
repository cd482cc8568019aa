/* app_reload - the configuration read again while the host runs: when its file or .env changes, and
 * when SIGHUP asks for it. What was read last stays in force until something better is there. */
#ifndef HOST_APP_RELOAD_H
#define HOST_APP_RELOAD_H

#include "host/app.h"

/* Reads the configuration again, and every plugin whose file is another one is started anew. On
 * failure nothing has changed; *f says why, with FILE:LINE where there is one. `waiting` gets the
 * names of changed settings that need a restart. [main] */
mcp_status app_reload(struct app *a, struct buf *waiting, struct fault *f);

struct reload;

/* Watches the files and SIGHUP from now on. NULL: no memory. [main] */
struct reload *reload_open(struct app *a);
/* Before app_done, which lets it end. Accepts NULL. [main] */
void reload_close(struct reload *r);

#endif
