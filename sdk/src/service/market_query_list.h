/* market_query_list - the lists of a query: columns, what is left out, codes, filters. */
#ifndef SERVICE_MARKET_QUERY_LIST_H
#define SERVICE_MARKET_QUERY_LIST_H

#include "service/market_query.h"

/* Each adds to `q`, whose op is known; the sentence names what is wrong. */
mcp_status query_read_columns(struct span list, struct market_query *q, struct fault *f);
mcp_status query_read_omit(struct span body, struct market_query *q, struct fault *f);
mcp_status query_read_codes(struct span body, struct market_query *q, struct fault *f);
mcp_status query_read_filters(struct span body, struct market_query *q, struct fault *f);

#endif
