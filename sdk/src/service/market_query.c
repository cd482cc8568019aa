/* market_query - what a tool asks of market/1, checked. */
#include "service/market_query.h"

#include "base/cleanup.h"
#include "data/scan.h"

static const char *const top_names[TOP_COLUMNS] = {
	[TOP_RANK] = "rank",
	[TOP_CODE] = "code",
	[TOP_NAME] = "name",
	[TOP_MARKET] = "market",
	[TOP_PRICE] = "price",
	[TOP_CHANGE] = "change",
	[TOP_CHANGE_RATE] = "change_rate",
	[TOP_VOLUME] = "volume",
	[TOP_VALUE] = "trading_value",
	[TOP_CAP] = "market_cap",
	[TOP_LISTED] = "listed_shares",
	[TOP_TURNOVER] = "turnover_rate",
	[TOP_FOREIGN] = "foreign_ratio",
	[TOP_PER] = "per",
	[TOP_FLAGS] = "flags",
};

static const char *const summary_names[SUMMARY_COLUMNS] = {
	[SUMMARY_TOTAL] = "total_trading_value",
	[SUMMARY_KOSPI] = "kospi_trading_value",
	[SUMMARY_KOSDAQ] = "kosdaq_trading_value",
	[SUMMARY_TOP5] = "top5_concentration",
	[SUMMARY_AS_OF] = "as_of",
	[SUMMARY_STANDING] = "standing",
};

const char *market_column_name(bool is_summary, uint32_t column)
{
	return is_summary ? summary_names[column] : top_names[column];
}

static int find_column(bool is_summary, const char *name)
{
	const char *const *names = is_summary ? summary_names : top_names;
	int count = is_summary ? (int)SUMMARY_COLUMNS : (int)TOP_COLUMNS;

	for (int i = 0; i < count; i++)
		if (str_same(names[i], name))
			return i;
	return -1;
}

static mcp_status refuse_column(bool is_summary, const char *name, struct fault *f)
{
	const char *const *names = is_summary ? summary_names : top_names;
	size_t count = is_summary ? (size_t)SUMMARY_COLUMNS : (size_t)TOP_COLUMNS;
	const char *near = str_nearest(name, names, count);

	if (near)
		return fault_set(f, MCP_E_ARGUMENT,
			"market/1 has no column \"%s\"; did you mean \"%s\"?", name, near);
	return fault_set(f, MCP_E_ARGUMENT,
		"market/1 has no column \"%s\"; mcp/market.h lists the columns", name);
}

static mcp_status read_columns(struct span list, struct market_query *q, struct fault *f)
{
	struct scan_iter it = scan_iter(list);
	struct span item;

	while (scan_item(&it, &item)) {
		char name[64] = "";
		int column;

		if (q->column_count == MARKET_COLUMNS_MAX)
			return fault_set(f, MCP_E_ARGUMENT,
				"more than %d columns are asked; ask for fewer",
				MARKET_COLUMNS_MAX);
		(void)scan_text_into(item, name, sizeof name);
		column = find_column(q->is_summary, name);
		if (column < 0)
			return refuse_column(q->is_summary, name, f);
		q->columns[q->column_count++] = (uint8_t)column;
	}
	return MCP_OK;
}

/* `names` in the order of the values they stand for; null and absent are `preset`. */
static mcp_status read_word(
	struct span body, const char *member, const char *names, uint32_t *ret, struct fault *f)
{
	struct span value = scan_get(body, member);
	struct span rest = span_of(names);
	char word[32] = "";
	struct span name;

	if (scan_kind(value) == SCAN_ABSENT || scan_kind(value) == SCAN_NULL)
		return MCP_OK;
	(void)scan_text_into(value, word, sizeof word);
	for (uint32_t i = 0; span_split(&rest, '|', &name); i++)
		if (span_is(name, word)) {
			*ret = i;
			return MCP_OK;
		}
	return fault_set(f, MCP_E_ARGUMENT, "%s is \"%s\"; give one of %s", member, word, names);
}

static mcp_status read_count(struct span body, struct market_query *q, struct fault *f)
{
	struct span value = scan_get(body, "count");
	int64_t count;

	if (!scan_int(value, &count) || count < 1 || count > MARKET_ROWS_MAX)
		return fault_set(f, MCP_E_ARGUMENT, "count is %.*s; give 1 to %d",
			(int)(value.len < 40 ? value.len : 40), value.at ? value.at : "",
			MARKET_ROWS_MAX);
	q->count = (uint32_t)count;
	return MCP_OK;
}

static mcp_status read_omit(struct span body, struct market_query *q, struct fault *f)
{
	char words[256] = "";
	struct span rest = SPAN("");
	struct span word;

	if (scan_kind(scan_get(body, "omit")) == SCAN_TEXT) {
		if (!scan_text_into(scan_get(body, "omit"), words, sizeof words))
			return fault_set(f, MCP_E_ARGUMENT,
				"omit is too long; name columns of mcp/market.h");
		rest = span_of(words);
	}
	while (rest.len > 0 && span_split(&rest, '|', &word)) {
		char name[64];
		int column;

		(void)utf8_clean(span_trim(word), name, sizeof name - 1);
		column = find_column(q->is_summary, name);
		/* One query serves both operations: a column of the other one is no mistake. */
		if (column < 0 && find_column(!q->is_summary, name) < 0)
			return refuse_column(q->is_summary, name, f);
		if (column >= 0)
			q->omitted |= UINT32_C(1) << column;
	}
	return MCP_OK;
}

static mcp_status read_op(const char *op, struct market_query *q, struct fault *f)
{
	q->is_summary = str_same(op, "summary");
	if (!q->is_summary && !str_same(op, "top"))
		return fault_set(f, MCP_E_UNSUPPORTED,
			"market/1 has no \"%s\" here; use a newer host", op ? op : "");
	return MCP_OK;
}

static mcp_status read_words(struct span body, const struct market_settings *settings,
	struct market_query *q, struct fault *f)
{
	uint32_t scope = SCOPE_ALL;
	uint32_t sort = SORT_VALUE;
	uint32_t basis = str_same(settings->basis, "NXT") ? BASIS_NXT : BASIS_KRX;
	mcp_status s;

	s = read_word(body, "market", "ALL|KOSPI|KOSDAQ", &scope, f);
	if (s == MCP_OK)
		s = read_word(body, "sort_by", "trading_value|volume", &sort, f);
	if (s == MCP_OK)
		s = read_word(body, "basis", "KRX|NXT", &basis, f);
	if (s < 0)
		return s;
	q->scope = (enum market_scope)scope;
	q->sort = (enum market_sort)sort;
	q->basis = (enum basis)basis;
	return MCP_OK;
}

mcp_status market_query_read(const struct service_request *r,
	const struct market_settings *settings, struct market_query *ret, struct fault *f)
{
	struct market_query q = { 0 };
	mcp_status s;

	s = read_op(r->op, &q, f);
	if (s == MCP_OK)
		s = read_words(r->body, settings, &q, f);
	/* Totals do not count rows. */
	if (s == MCP_OK && !q.is_summary)
		s = read_count(r->body, &q, f);
	if (s == MCP_OK)
		s = read_omit(r->body, &q, f);
	if (s == MCP_OK)
		s = read_columns(scan_get(r->body, "columns"), &q, f);
	if (s < 0)
		return s;
	*ret = q;
	return MCP_OK;
}

bool market_query_wants(const struct market_query *q, uint32_t column)
{
	if (q->omitted >> column & 1)
		return false;
	for (uint32_t i = 0; i < q->column_count; i++)
		if (q->columns[i] == column)
			return true;
	return false;
}
