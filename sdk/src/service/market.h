/* market - the Korean stock market in domain words on top of the KIS client: service market/1.
 *
 * Every unit is converted here, once: won, shares, percent. Runs on the upstream thread.
 */
#ifndef SERVICE_MARKET_H
#define SERVICE_MARKET_H

#include "service/kis_client.h"
#include "service/market_settings.h"
#include "service/service.h"
#include "service/source_settings.h"

struct market;

struct market_options {
	const struct env *env;
	struct kis *kis;
	const struct market_settings *settings;
	const struct market_hours_settings *hours; /* NULL: the last session's figures are shown */
	const struct source_settings *sources;     /* NULL: none beside KIS */
	const char *module; /* of the store; NULL: nothing is kept between starts */
};

/* NULL: out of memory. What the options point to outlives it. */
struct market *market_new(const struct market_options *options);
/* What is under way is completed with MCP_E_CANCELLED. Before kis_free. */
void market_free(struct market *m);

/* Starts an operation (mcp/market.h: names, columns and meaning; and "sync"). Completion through
 * env->complete with request->id, from inside when nothing has to be waited for. The request is
 * copied as needed. */
void market_start(struct market *m, const struct service_request *request);
void market_cancel(struct market *m, uint64_t id); /* completes with MCP_E_CANCELLED */

/* From now on missing completed days are fetched behind user calls. */
void market_fill_behind(struct market *m);
/* Does what time brought; returns how many ms until it wants to be called again. */
int64_t market_step(struct market *m);

#endif
