/* market_query_list - the lists of a query: columns, what is left out, codes, filters. */
#include "service/market_query_list.h"

#include <math.h>

#include "base/cleanup.h"
#include "data/scan.h"

/* ---- Columns. ---- */

static mcp_status refuse_column(
	const struct column *columns, uint32_t count, const char *name, struct fault *f)
{
	const char *names[TOP_COLUMNS];
	const char *near;

	for (uint32_t i = 0; i < count; i++)
		names[i] = columns[i].name;
	near = str_nearest(name, names, count);
	if (near)
		return fault_set(f, MCP_E_ARGUMENT,
			"market/1 has no column \"%s\"; did you mean \"%s\"?", name, near);
	return fault_set(f, MCP_E_ARGUMENT,
		"market/1 has no column \"%s\"; mcp/market.h lists the columns", name);
}

static mcp_status read_inner(
	struct span list, struct market_query *q, struct asked_column *asked, struct fault *f)
{
	uint32_t count = 0;
	const struct column *columns = columns_inside(q->op, asked->column, &count);
	struct scan_iter it = scan_iter(list);
	struct span item;

	while (scan_item(&it, &item)) {
		char name[64] = "";
		int column;

		if (asked->inner_count == MARKET_INNER_MAX)
			return fault_set(f, MCP_E_ARGUMENT,
				"more than %d columns are asked; ask for fewer", MARKET_INNER_MAX);
		(void)scan_text_into(item, name, sizeof name);
		column = column_find(columns, count, name);
		if (column < 0)
			return refuse_column(columns, count, name, f);
		asked->inner[asked->inner_count++] = (uint8_t)column;
	}
	return MCP_OK;
}

/* "price", or {"name":"leading_stocks","columns":["code"]}. */
static mcp_status read_column(struct span item, struct market_query *q, struct fault *f)
{
	struct asked_column *asked = &q->columns[q->column_count];
	const bool is_list = scan_kind(item) == SCAN_OBJECT;
	uint32_t count;
	const struct column *columns = columns_of(q->op, &count);
	char name[64] = "";
	int column;

	(void)scan_text_into(is_list ? scan_get(item, "name") : item, name, sizeof name);
	column = column_find(columns, count, name);
	if (column < 0)
		return refuse_column(columns, count, name, f);
	if (is_list != (columns[column].kind == COLUMN_LIST))
		return fault_set(f, MCP_E_ARGUMENT,
			is_list ? "column \"%s\" is no list; ask for a single value"
				: "column \"%s\" is a list; ask for rows",
			name);
	asked->column = (uint8_t)column;
	q->column_count++;
	return is_list ? read_inner(scan_get(item, "columns"), q, asked, f) : MCP_OK;
}

mcp_status query_read_columns(struct span list, struct market_query *q, struct fault *f)
{
	struct scan_iter it = scan_iter(list);
	mcp_status s = MCP_OK;
	struct span item;

	while (s == MCP_OK && scan_item(&it, &item)) {
		if (q->column_count == MARKET_COLUMNS_MAX)
			return fault_set(f, MCP_E_ARGUMENT,
				"more than %d columns are asked; ask for fewer",
				MARKET_COLUMNS_MAX);
		s = read_column(item, q, f);
	}
	return s;
}

mcp_status query_read_omit(struct span body, struct market_query *q, struct fault *f)
{
	char words[256] = "";
	struct span rest = SPAN("");
	struct span word;
	uint32_t count;
	const struct column *columns = columns_of(OP_TOP, &count);

	if (scan_kind(scan_get(body, "omit")) == SCAN_TEXT) {
		if (!scan_text_into(scan_get(body, "omit"), words, sizeof words))
			return fault_set(f, MCP_E_ARGUMENT,
				"omit is too long; name columns of mcp/market.h");
		rest = span_of(words);
	}
	while (rest.len > 0 && span_split(&rest, '|', &word)) {
		uint32_t others;
		const struct column *other = columns_of(q->op, &others);
		char name[64];
		int column;

		(void)utf8_clean(span_trim(word), name, sizeof name - 1);
		column = column_find(columns, count, name);
		/* One query serves several operations: a column of another one is no mistake. */
		if (column < 0 && column_find(other, others, name) < 0)
			return refuse_column(columns, count, name, f);
		if (column >= 0)
			q->omitted |= UINT64_C(1) << column;
	}
	return MCP_OK;
}

/* ---- Codes and filters. ---- */

static bool is_code(struct span text)
{
	if (text.len != 6)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (!((text.at[i] >= '0' && text.at[i] <= '9') ||
			    (text.at[i] >= 'A' && text.at[i] <= 'Z')))
			return false;
	return true;
}

mcp_status query_read_codes(struct span body, struct market_query *q, struct fault *f)
{
	char words[MARKET_CODES_MAX * 8 + 8] = "";
	struct span rest;
	struct span word;

	if (scan_kind(scan_get(body, "codes")) != SCAN_TEXT)
		return MCP_OK;
	if (!scan_text_into(scan_get(body, "codes"), words, sizeof words))
		return fault_set(
			f, MCP_E_ARGUMENT, "codes are too many; give at most %d", MARKET_CODES_MAX);
	rest = span_of(words);
	while (rest.len > 0 && span_split(&rest, '|', &word)) {
		word = span_trim(word);
		if (!is_code(word))
			return fault_set(f, MCP_E_ARGUMENT,
				"code \"%.*s\" is none; give six characters, like 005930",
				(int)word.len, word.at);
		if (q->code_count == MARKET_CODES_MAX)
			return fault_set(f, MCP_E_ARGUMENT, "codes are too many; give at most %d",
				MARKET_CODES_MAX);
		memcpy(q->codes[q->code_count++], word.at, 6);
	}
	return MCP_OK;
}

/* Bounds of a rate are tightened to its two decimals. */
static bool read_bound(struct span filter, const char *name, bool is_rate, int64_t *ret)
{
	struct span value = scan_get(filter, name);
	double rate;

	if (!is_rate)
		return scan_int(value, ret);
	if (!scan_real(value, &rate) || fabs(rate) > 1e13)
		return false;
	*ret = (int64_t)(name[1] == 'i' ? ceil(rate * 100 - 1e-6) : floor(rate * 100 + 1e-6));
	return true;
}

static mcp_status read_filter(struct span item, struct market_query *q, struct fault *f)
{
	struct market_filter *filter = &q->filters[q->filter_count];
	uint32_t count;
	const struct column *columns = columns_of(OP_TOP, &count);
	char name[64] = "";
	bool is_rate;
	int column;

	(void)scan_text_into(scan_get(item, "column"), name, sizeof name);
	column = column_find(columns, count, name);
	if (column < 0)
		return refuse_column(columns, count, name, f);
	if (column >= TOP_FIGURES || (column >= TOP_FOREIGN && column <= TOP_PBR) ||
		column == TOP_STREAK || (column >= TOP_TREASURY && column <= TOP_DISCLOSURES))
		return fault_set(f, MCP_E_ARGUMENT,
			"rows cannot be filtered by \"%s\"; use a figure the whole market has",
			name);
	is_rate = columns[column].kind == COLUMN_RATE;
	filter->column = (enum top_column)column;
	filter->has_min = read_bound(item, is_rate ? "min_rate" : "min", is_rate, &filter->min);
	filter->has_max = read_bound(item, is_rate ? "max_rate" : "max", is_rate, &filter->max);
	q->filter_count++;
	return MCP_OK;
}

mcp_status query_read_filters(struct span body, struct market_query *q, struct fault *f)
{
	struct scan_iter it = scan_iter(scan_get(body, "filters"));
	mcp_status s = MCP_OK;
	struct span item;

	while (s == MCP_OK && scan_item(&it, &item)) {
		if (q->filter_count == MARKET_FILTERS_MAX)
			return fault_set(f, MCP_E_ARGUMENT,
				"more than %d filters are given; give fewer", MARKET_FILTERS_MAX);
		s = read_filter(item, q, f);
	}
	return s;
}
