/* market - the market in domain words on top of the KIS client: service market/1.
 *
 * Every unit is converted here, once: won, shares, percent. Runs on the upstream thread.
 */
#ifndef SERVICE_MARKET_H
#define SERVICE_MARKET_H

#include "service/kis_client.h"
#include "service/market_settings.h"
#include "service/service.h"

struct market;

struct market *market_new(
	const struct env *env, struct kis *kis, const struct market_settings *settings);
/* What is under way is completed with MCP_E_CANCELLED. Before kis_free. */
void market_free(struct market *m);

/* Starts "top" or "summary" (mcp/market.h: columns and meaning). Completion through env->complete
 * with request->id, from inside when nothing has to be waited for. The request is copied as
 * needed. */
void market_start(struct market *m, const struct service_request *request);
void market_cancel(struct market *m, uint64_t id); /* completes with MCP_E_CANCELLED */

#endif
