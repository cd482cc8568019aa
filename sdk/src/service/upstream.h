/* upstream - the thread that owns network, limiter, token and market: the core posts, it answers.
 */
#ifndef SERVICE_UPSTREAM_H
#define SERVICE_UPSTREAM_H

#include "service/kis_settings.h"
#include "service/market_settings.h"
#include "service/service.h"
#include "service/source_settings.h"

struct upstream;

struct upstream_options {
	const struct env *env;
	const struct kis_settings *kis;            /* outlives it */
	const struct source_settings *sources;     /* outlives it; NULL: none but KIS */
	const struct market_settings *market;      /* outlives it */
	const struct market_hours_settings *hours; /* outlives it; NULL: as its presets */
	const char *module; /* path of mcp-upstream.so; loaded when a real call is made */
};

/* Starts nothing yet: the thread and the wire come with the first post. NULL: out of memory. */
struct upstream *upstream_new(const struct upstream_options *options);
/* Cancels what is under way (each is completed with MCP_E_CANCELLED), ends the thread, frees. */
void upstream_free(struct upstream *u);

/* Copies the request and returns at once. Exactly one final completion follows. [main] */
mcp_status upstream_post(struct upstream *u, const struct service_request *request);
/* Asks for an early end; the completion says MCP_E_CANCELLED unless it was faster. [main] */
void upstream_cancel(struct upstream *u, uint64_t id);

/* Begins to fetch missing completed days behind user calls: of a real market only, the others cost
 * nothing. Returns at once. [main] */
void upstream_fill_behind(struct upstream *u);

/* Which environment the settings lead to (auto: real when a key is set, else demo). */
enum environment upstream_environment(const struct kis_settings *kis);

#endif
