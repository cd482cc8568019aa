/* market_body - one answer of volume-rank: its rows, and whether they are what was asked. */
#ifndef SERVICE_MARKET_BODY_H
#define SERVICE_MARKET_BODY_H

#include "service/market_stock.h"
#include "service/rank.h"

struct body {
	struct stock *stocks; /* owned; `count` of them, NULL when there are none */
	uint32_t count;
	uint32_t received; /* rows that came; above RANK_BODY_MAX the rest was not read */
	int64_t last_key;
	uint32_t keyless; /* rows that cannot be ranked */
	bool sorted;      /* by the asked key, the largest first */
	bool doubled;     /* a code came twice */
	bool zeros;       /* every row's key is 0 */
};

/* Reads the rows of a checked body. MCP_E_UPSTREAM when it has none of the kind. */
mcp_status body_read(struct span json, enum market_sort sort, struct body *ret, struct fault *f);
void body_done(struct body *b); /* accepts a zeroed one */

#endif
