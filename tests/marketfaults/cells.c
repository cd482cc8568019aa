/* cells - rows and columns of an answer of market/1. */
#include "data/scan.h"
#include "truth.h"

struct span list_item(struct span list, uint32_t at)
{
	struct scan_iter it = scan_iter(list);
	struct span item = { 0 };

	for (uint32_t i = 0; i <= at; i++)
		if (!scan_item(&it, &item))
			return (struct span){ 0 };
	return item;
}

static uint32_t list_count(struct span list)
{
	struct scan_iter it = scan_iter(list);
	struct span item;
	uint32_t n = 0;

	while (scan_item(&it, &item))
		n++;
	return n;
}

uint32_t body_rows(struct span body)
{
	return list_count(scan_get(body, "rows"));
}

struct span body_row(struct span body, uint32_t row)
{
	return list_item(scan_get(body, "rows"), row);
}

uint32_t body_column(struct span body, const char *name)
{
	struct scan_iter it = scan_iter(scan_get(body, "columns"));
	struct span item;

	for (uint32_t i = 0; scan_item(&it, &item); i++) {
		if (scan_kind(item) == SCAN_OBJECT)
			item = scan_get(item, "name");
		if (scan_text_is(item, name))
			return i;
	}
	return UINT32_MAX;
}

struct span body_cell(struct span body, uint32_t row, const char *column)
{
	const uint32_t at = body_column(body, column);

	return at == UINT32_MAX ? (struct span){ 0 } : list_item(body_row(body, row), at);
}

uint32_t body_find(struct span body, const char *column, struct span text)
{
	const uint32_t at = body_column(body, column);
	struct scan_iter it = scan_iter(scan_get(body, "rows"));
	struct span row;

	for (uint32_t i = 0; at != UINT32_MAX && scan_item(&it, &row); i++)
		if (span_same(list_item(row, at), text))
			return i;
	return UINT32_MAX;
}
