/* app - everything that runs, tied together: loop, configuration, plugins, services, answers. */
#ifndef HOST_APP_H
#define HOST_APP_H

#include <uv.h>

#include "host/call/tool_cache.h"
#include "host/proto/server.h"
#include "service/upstream.h"

struct app {
	uv_loop_t loop;
	char exe[4096]; /* the executable */
	char exe_dir[4096];
	char module[4096]; /* mcp-upstream.so */
	char crypt[4096];  /* mcp-crypt.so, beside it */
	struct config *config;
	struct counters counters;
	struct env env;
	struct upstream *upstream;
	struct tool_cache *cache;
	struct registry *registry;
	struct dispatch *dispatch;
	struct server server;
	uv_async_t completed;
	uv_mutex_t lock; /* guards replies */
	struct queued_reply *replies;
	struct queued_reply **replies_end;
	void (*changed)(void *self); /* after the server was told; may be NULL */
	void *changed_self;
	/* Takes what the services answer in the registry's place, with the body; NULL: nobody. */
	void (*replied)(void *self, const struct service_reply *reply);
	void *replied_self;
};

/* Reads the configuration and makes the parts; starts no process and no thread. On failure the
 * reason is in *f and there is nothing to stop. `config_path` NULL: search. */
mcp_status app_init(struct app *a, const char *config_path, struct fault *f);
/* Ends workers and the upstream thread, closes the loop, frees everything. */
void app_done(struct app *a);

/* Begins to fetch missing completed days behind user calls. */
void app_fill_behind(struct app *a);

/* Statistics as lines of the log. */
void app_log_statistics(const struct app *a);

#endif
