/* market_query - what a tool asks of market/1, checked. */
#ifndef SERVICE_MARKET_QUERY_H
#define SERVICE_MARKET_QUERY_H

#include "service/flow.h"
#include "service/market_column.h"
#include "service/market_settings.h"
#include "service/service.h"

#define MARKET_ROWS_MAX 50
#define MARKET_COLUMNS_MAX 64
#define MARKET_INNER_MAX 8
#define MARKET_FILTERS_MAX 16
#define MARKET_CODES_MAX 30
#define MARKET_LEADERS 5 /* a summary tells their share; every ranking knows them */
#define MARKET_THRESHOLD 200

enum market_scope { SCOPE_ALL, SCOPE_KOSPI, SCOPE_KOSDAQ, SCOPES };
/* What the ranking endpoint sorts by. */
enum market_sort { SORT_VALUE, SORT_VOLUME, SORTS };

struct asked_column {
	uint8_t column;
	uint8_t inner_count; /* of a list */
	uint8_t inner[MARKET_INNER_MAX];
};

/* Bounds in the column's own measure: whole numbers, or hundredths of a rate. */
struct market_filter {
	enum top_column column;
	bool has_min;
	bool has_max;
	int64_t min;
	int64_t max;
};

struct market_query {
	enum market_op op;
	uint32_t count;
	enum market_scope scope;
	enum top_column key; /* what a ranking is sorted by: one of TOP_FIGURES */
	bool ascending;
	enum basis basis;
	uint32_t period;   /* completed days: 1, 5, 20 */
	int32_t investor;  /* enum investor, or below 0 */
	int64_t threshold; /* percent */
	char sector[64];   /* a code or a name; empty: all */
	char text[256];    /* what "find" looks for */
	/* Found by it when the market is known: one of each exchange, all of them 0: every
	 * sector. */
	int32_t sector_codes[2];
	uint32_t code_count;
	char codes[MARKET_CODES_MAX][8];
	uint32_t filter_count;
	struct market_filter filters[MARKET_FILTERS_MAX];
	uint64_t omitted; /* bit per column of "top" */
	bool sync_bars;   /* of "sync" */
	bool sync_investors;
	uint32_t column_count;
	struct asked_column columns[MARKET_COLUMNS_MAX];
};

/* Reads a request. The sentence names what is not known. */
mcp_status market_query_read(const struct service_request *r,
	const struct market_settings *settings, struct market_query *ret, struct fault *f);
/* Asked for and not omitted. */
bool market_query_wants(const struct market_query *q, uint32_t column);
/* Wanted, sorted by, or filtered by. */
bool market_query_uses(const struct market_query *q, enum top_column column);
/* True when completed days are needed for it. */
bool market_query_needs_history(const struct market_query *q);
/* True when only the whole market answers it: no ranking of 30 rows does. */
bool market_query_needs_snapshot(const struct market_query *q);
/* Same rows, whatever columns are asked of them. */
bool market_query_same_rows(const struct market_query *a, const struct market_query *b);

#endif
