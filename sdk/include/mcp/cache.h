/* cache - bytes with a time to live, for a tool's own derived figures: service cache/1.
 *
 * Each plugin sees its own keys only. What is stored may be dropped at any time (bounded by bytes
 * and entries), so treat it as a hint. Text only: UTF-8, no NUL.
 */
#ifndef MCP_CACHE_H
#define MCP_CACHE_H

#include <mcp/tool.h>

typedef struct mcp_cache_v1 {
	uint32_t size;
	uint32_t pad;
	mcp_status (*get)(mcp_ctx *, const char *key, const char **ret);
	mcp_status (*put)(mcp_ctx *, const char *key, const char *value, uint32_t ttl_s);
} mcp_cache_v1;

/* *ret is the stored text, or NULL when there is none; it lives as long as ctx. [call] */
static inline mcp_status mcp_cache_get(mcp_ctx *ctx, const char *key, const char **ret)
{
	const mcp_cache_v1 *cache = mcp_service(ctx, "cache/1");

	return cache ? cache->get(ctx, key, ret) : MCP_E_UNSUPPORTED;
}

/* Keeps `value` under `key` for `ttl_s` seconds at most. [call] */
static inline mcp_status mcp_cache_put(
	mcp_ctx *ctx, const char *key, const char *value, uint32_t ttl_s)
{
	const mcp_cache_v1 *cache = mcp_service(ctx, "cache/1");

	return cache ? cache->put(ctx, key, value, ttl_s) : MCP_E_UNSUPPORTED;
}

#endif
