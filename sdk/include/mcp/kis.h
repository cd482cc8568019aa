/* kis - raw calls to the KIS OpenAPI: service kis/1. Prefer market.h where it has the answer.
 *
 * Values are KIS's own: units differ from field to field (won, 백만원, 억원, 천주), so convert with
 * care. Only quotation and ranking endpoints exist; orders and accounts cannot be reached. Equal
 * requests in flight share one answer; token, rate limit and retries are the host's.
 */
#ifndef MCP_KIS_H
#define MCP_KIS_H

#include <mcp/tool.h>

/* One query parameter, as KIS names it: { "FID_INPUT_ISCD", "0001" }. */
typedef struct mcp_kis_param {
	const char *name;
	const char *value;
} mcp_kis_param;

typedef struct mcp_kis_query {
	uint32_t size;
	uint32_t param_count;
	const char *endpoint; /* last part of the path: "volume-rank", "inquire-price" */
	const char *output;   /* "output", "output1" …; NULL: "output" */
	const mcp_kis_param *params;
} mcp_kis_query;

typedef struct mcp_kis_v1 {
	uint32_t size;
	uint32_t pad;
	mcp_status (*rows)(mcp_ctx *, const mcp_kis_query *, const mcp_table *row, mcp_rows *ret);
} mcp_kis_v1;

/* Asks once and decodes each row (an object counts as one row) into `row`'s struct; `.source` (or
 * the row's name) is the KIS field. A field that is absent or empty is null. ret->at lives as long
 * as ctx. On failure the reason is already recorded. [call] */
static inline mcp_status mcp_kis_rows(
	mcp_ctx *ctx, const mcp_kis_query *query, const mcp_table *row, mcp_rows *ret)
{
	const mcp_kis_v1 *kis = mcp_service(ctx, "kis/1");

	return kis ? kis->rows(ctx, query, row, ret) : MCP_E_UNSUPPORTED;
}

#endif
