/* market_dart_body - rows of OpenDART: figures with commas, "-" for none. */
#include "service/market_dart_body.h"

#include <stdio.h>

#include "data/scan.h"
#include "service/kis_client.h"

#define NUMBER_ROOM 32
/* Above any share count; x 10,000 stays far inside int64. */
#define SHARES_MAX INT64_C(100000000000000)

bool dart_found_nothing(struct span body)
{
	return scan_text_is(scan_get(body, "status"), "013");
}

/* ---- stockTotqySttus.json. ---- */

enum count { COUNT_ABSENT, COUNT_NONE, COUNT_KNOWN };

/* "5,969,782,550", "0"; "-" is none. */
static enum count read_count(struct kis_row *row, const char *field, int64_t *ret)
{
	char text[NUMBER_ROOM];
	size_t used = 0;
	int64_t n;

	if (!kis_text(row, field, text, sizeof text))
		return COUNT_ABSENT;
	if (strcmp(text, "-") == 0)
		return COUNT_NONE;
	for (const char *c = text; *c; c++) {
		if (*c != ',')
			text[used++] = *c;
	}
	text[used] = '\0';
	if (!span_int(span_of(text), &n) || n < 0 || n > SHARES_MAX)
		return COUNT_ABSENT;
	*ret = n;
	return COUNT_KNOWN;
}

static struct dart_shares read_shares(struct kis_row *row)
{
	struct dart_shares s = { .known = true };

	/* "-" in the place of treasury shares says that there are none. */
	if (read_count(row, "istc_totqy", &s.issued) != COUNT_KNOWN || s.issued == 0 ||
		read_count(row, "tesstk_co", &s.treasury) == COUNT_ABSENT || s.treasury > s.issued)
		return (struct dart_shares){ .known = false };
	return s;
}

static bool is_kind(const char *se, const char *kind)
{
	size_t n = strlen(kind);

	/* 보통주, 보통주식. */
	return strncmp(se, kind, n) == 0 && (se[n] == '\0' || strcmp(se + n, "식") == 0);
}

static void take_kind(struct kis_row *row, uint32_t *seen, struct dart_shares *ret)
{
	/* Which of two rows is meant, nobody can tell. */
	if ((*seen)++ == 0)
		*ret = read_shares(row);
	else
		ret->known = false;
}

mcp_status dart_read_totals(
	struct span body, const char *corp, struct dart_totals *ret, struct fault *f)
{
	struct dart_totals t = { .common.known = false };
	uint32_t seen[2] = { 0 };
	struct kis_rows rows;
	struct kis_row row;
	bool any = false;
	char text[64];

	if (!kis_rows(body, "list", &rows) || rows.single)
		return fault_set(
			f, MCP_E_UPSTREAM, "OpenDART answered without rows; try again later");
	while (kis_rows_next(&rows, &row)) {
		if (kis_text(&row, "corp_code", text, sizeof text) && strcmp(text, corp) != 0)
			return fault_set(f, MCP_E_UPSTREAM,
				"OpenDART answered about another company; try again later");
		any = true;
		if (!kis_text(&row, "se", text, sizeof text))
			continue;
		if (is_kind(text, "보통주"))
			take_kind(&row, &seen[0], &t.common);
		else if (is_kind(text, "우선주"))
			take_kind(&row, &seen[1], &t.preferred);
	}
	if (!any)
		return fault_set(
			f, MCP_E_UPSTREAM, "OpenDART answered without rows; try again later");
	*ret = t;
	return MCP_OK;
}

int64_t dart_share_hundredths(const struct dart_shares *s)
{
	return (s->treasury * 10000 + s->issued / 2) / s->issued;
}

/* ---- list.json. ---- */

static bool read_filing(struct kis_row *row, int32_t day, struct dart_filing *ret)
{
	struct dart_filing filing = { .number = 0 };
	char text[32];
	int64_t n;

	if (!kis_int(row, "rcept_dt", &n) || n != day)
		return false;
	if (!kis_text(row, "rcept_no", text, sizeof text) || strlen(text) != 14 ||
		!span_int(span_of(text), &n) || n <= 0)
		return false;
	filing.number = (uint64_t)n;
	if (kis_text(row, "stock_code", text, sizeof text) && strlen(text) == 6)
		(void)snprintf(filing.stock, sizeof filing.stock, "%.6s", text);
	*ret = filing;
	return true;
}

static mcp_status strange(struct fault *f)
{
	return fault_set(f, MCP_E_UPSTREAM,
		"OpenDART's list of filings is not the asked page; try again later");
}

mcp_status dart_read_page(
	struct span body, int32_t day, uint32_t page, struct dart_page *ret, struct fault *f)
{
	int64_t number = 0;
	int64_t pages = 0;
	int64_t count = 0;
	struct kis_rows rows;
	struct kis_row row;

	ret->count = 0;
	kis_row_init(&row, body);
	if (!kis_rows(body, "list", &rows) || rows.single || !kis_int(&row, "page_no", &number) ||
		!kis_int(&row, "total_page", &pages) || !kis_int(&row, "total_count", &count))
		return strange(f);
	if (number != page || pages < page || pages > INT32_MAX || count < 0 || count > INT32_MAX)
		return strange(f);
	while (kis_rows_next(&rows, &row)) {
		if (ret->count == DART_PAGE_ROWS ||
			!read_filing(&row, day, &ret->filings[ret->count]))
			return strange(f);
		ret->count++;
	}
	ret->total_page = (uint32_t)pages;
	ret->total_count = (uint32_t)count;
	return MCP_OK;
}
