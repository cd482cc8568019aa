/* market_dart_body - what OpenDART answers, read as hostile input: share counts of a company,
 * a page of the day's filings. Bodies are those kis_judge has found good. */
#ifndef SERVICE_MARKET_DART_BODY_H
#define SERVICE_MARKET_DART_BODY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/str.h"

/* Status 013: there is nothing of the kind. */
bool dart_found_nothing(struct span body);

/* ---- stockTotqySttus.json. ---- */

struct dart_shares {
	bool known;
	int64_t issued;   /* istc_totqy, above 0 */
	int64_t treasury; /* tesstk_co, 0 to issued */
};

struct dart_totals {
	struct dart_shares common;    /* 보통주 */
	struct dart_shares preferred; /* 우선주 */
};

/* A kind without a row, with two, without issued shares or with figures that cannot be is not
 * known. MCP_E_UPSTREAM when there are no rows, or rows of another company. */
mcp_status dart_read_totals(
	struct span body, const char *corp, struct dart_totals *ret, struct fault *f);
/* treasury / issued in hundredths of a percent, rounded half up. */
int64_t dart_share_hundredths(const struct dart_shares *s);

/* ---- list.json. ---- */

#define DART_PAGE_ROWS 100

struct dart_filing {
	uint64_t number; /* rcept_no, fourteen digits */
	char stock[8];   /* empty: of a company that is not listed */
};

struct dart_page {
	uint32_t total_page;
	uint32_t total_count;
	uint32_t count;
	struct dart_filing filings[DART_PAGE_ROWS];
};

/* MCP_E_UPSTREAM when it is another page, holds another day's filing or one without a number. */
mcp_status dart_read_page(
	struct span body, int32_t day, uint32_t page, struct dart_page *ret, struct fault *f);

#endif
