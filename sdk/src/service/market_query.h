/* market_query - what a tool asks of market/1, checked. */
#ifndef SERVICE_MARKET_QUERY_H
#define SERVICE_MARKET_QUERY_H

#include "service/market_settings.h"
#include "service/service.h"

#define MARKET_ROWS_MAX 50
#define MARKET_COLUMNS_MAX 64
#define MARKET_LEADERS 5 /* a summary tells their share; every ranking knows them */

enum market_scope { SCOPE_ALL, SCOPE_KOSPI, SCOPE_KOSDAQ, SCOPES };
enum market_sort { SORT_VALUE, SORT_VOLUME, SORTS };

enum top_column {
	TOP_RANK,
	TOP_CODE,
	TOP_NAME,
	TOP_MARKET,
	TOP_PRICE,
	TOP_CHANGE,
	TOP_CHANGE_RATE,
	TOP_VOLUME,
	TOP_VALUE,
	TOP_CAP,
	TOP_LISTED,
	TOP_TURNOVER,
	TOP_FOREIGN,
	TOP_PER,
	TOP_FLAGS,
	TOP_COLUMNS,
};

enum summary_column {
	SUMMARY_TOTAL,
	SUMMARY_KOSPI,
	SUMMARY_KOSDAQ,
	SUMMARY_TOP5,
	SUMMARY_AS_OF,
	SUMMARY_STANDING,
	SUMMARY_COLUMNS,
};

struct market_query {
	bool is_summary;
	uint32_t count;
	enum market_scope scope;
	enum market_sort sort;
	enum basis basis;
	uint32_t omitted; /* bit per column */
	uint32_t column_count;
	uint8_t columns[MARKET_COLUMNS_MAX];
};

/* Reads a request to "top" or "summary". The sentence names what is not known. */
mcp_status market_query_read(const struct service_request *r,
	const struct market_settings *settings, struct market_query *ret, struct fault *f);
/* Asked for and not omitted. */
bool market_query_wants(const struct market_query *q, uint32_t column);
const char *market_column_name(bool is_summary, uint32_t column);

#endif
