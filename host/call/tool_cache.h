/* tool_cache - service cache/1: texts a tool keeps for itself, for a while. [main] */
#ifndef HOST_CALL_TOOL_CACHE_H
#define HOST_CALL_TOOL_CACHE_H

#include "service/service.h"

struct tool_cache;

struct tool_cache *tool_cache_new(const struct env *env);
void tool_cache_free(struct tool_cache *c); /* accepts NULL */

/* Answers "get" {"key"} with {"value":"…"|null} and "put" {"key","value","ttl_s"} with {}. The
 * reply's body is the caller's to free. */
struct service_reply tool_cache_answer(struct tool_cache *c, const struct service_request *request);

#endif
