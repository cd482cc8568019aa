/* market_query - what a tool asks of market/1, checked. */
#include "service/market_query.h"

#include "base/cleanup.h"
#include "data/scan.h"
#include "service/market_query_list.h"

/* ---- Words. ---- */

/* `names` in the order of the values they stand for; null and absent leave *ret. */
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

static const enum top_column sort_keys[] = {
	TOP_VALUE,
	TOP_VOLUME,
	TOP_CHANGE_RATE,
	TOP_CAP,
	TOP_VALUE_CHANGE,
	TOP_VOLUME_RATIO,
	TOP_BUY_AMOUNT,
	TOP_SELL_AMOUNT,
	TOP_NET_AMOUNT,
};
#define SORT_WORDS \
	"trading_value|volume|change_rate|market_cap|value_change_rate|volume_ratio|buy_amount|" \
	"sell_amount|net_amount"

static enum basis basis_setting(const struct market_settings *settings)
{
	if (str_same(settings->basis, "NXT"))
		return BASIS_NXT;
	return str_same(settings->basis, "UNIFIED") ? BASIS_UNIFIED : BASIS_KRX;
}

static bool is_flow(enum top_column column)
{
	return column >= TOP_BUY_AMOUNT && column <= TOP_IMPACT;
}

static mcp_status read_words(struct span body, const struct market_settings *settings,
	struct market_query *q, struct fault *f)
{
	static const uint32_t periods[] = { 1, 5, 20 };
	uint32_t scope = SCOPE_ALL;
	uint32_t key = 0;
	uint32_t basis = basis_setting(settings);
	uint32_t order = 0;
	uint32_t period = 0;
	uint32_t investor = UINT32_MAX;
	mcp_status s;

	s = read_word(body, "market", "ALL|KOSPI|KOSDAQ", &scope, f);
	if (s == MCP_OK)
		s = read_word(body, "sort_by", SORT_WORDS, &key, f);
	if (s == MCP_OK)
		s = read_word(body, "basis", "KRX|NXT|UNIFIED", &basis, f);
	if (s == MCP_OK)
		s = read_word(body, "order", "desc|asc", &order, f);
	if (s == MCP_OK)
		s = read_word(body, "period", "1D|5D|20D", &period, f);
	if (s == MCP_OK)
		s = read_word(
			body, "investor", "FOREIGN|INSTITUTION|INDIVIDUAL|PROGRAM", &investor, f);
	if (s < 0)
		return s;
	q->scope = (enum market_scope)scope;
	q->key = sort_keys[key];
	q->basis = (enum basis)basis;
	q->ascending = order == 1;
	q->period = periods[period];
	q->investor = investor == UINT32_MAX ? -1 : (int32_t)investor;
	if (is_flow(q->key) && q->investor < 0)
		return fault_set(f, MCP_E_ARGUMENT,
			"sort_by is a flow of an investor; say whose by investor");
	return MCP_OK;
}

/* ---- Numbers, codes, filters. ---- */

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

static mcp_status read_sector(struct span body, struct market_query *q, struct fault *f)
{
	struct span value = scan_get(body, "sector");

	if (scan_kind(value) == SCAN_TEXT && !scan_text_into(value, q->sector, sizeof q->sector))
		return fault_set(
			f, MCP_E_ARGUMENT, "sector is too long; give its code or its Korean name");
	return MCP_OK;
}

static mcp_status read_text(struct span body, struct market_query *q, struct fault *f)
{
	struct span value = scan_get(body, "text");

	if (scan_kind(value) == SCAN_TEXT && !scan_text_into(value, q->text, sizeof q->text))
		return fault_set(f, MCP_E_ARGUMENT,
			"that is too long for a name; give a part of it, or a code");
	return MCP_OK;
}

static mcp_status read_op(const char *op, struct market_query *q, struct fault *f)
{
	q->op = op_find(op);
	if (q->op == MARKET_OPS)
		return fault_set(f, MCP_E_UNSUPPORTED,
			"market/1 has no \"%s\" here; use a newer host", op ? op : "");
	return MCP_OK;
}

static bool counts_rows(enum market_op op)
{
	return op == OP_TOP || op == OP_SECTORS || op == OP_BARS || op == OP_FIND;
}

static mcp_status read_rest(struct span body, struct market_query *q, struct fault *f)
{
	int64_t threshold = 0;
	mcp_status s;

	(void)scan_int(scan_get(body, "threshold"), &threshold);
	q->threshold = threshold > 0 && threshold <= 100000000 ? threshold : MARKET_THRESHOLD;
	q->sync_bars = scan_kind(scan_get(body, "bars")) == SCAN_TRUE;
	q->sync_investors = scan_kind(scan_get(body, "investors")) == SCAN_TRUE;
	s = read_sector(body, q, f);
	if (s == MCP_OK)
		s = read_text(body, q, f);
	if (s == MCP_OK)
		s = query_read_codes(body, q, f);
	if (s == MCP_OK)
		s = query_read_filters(body, q, f);
	if (s == MCP_OK && (q->op == OP_QUOTES || q->op == OP_BARS) && q->code_count == 0)
		return fault_set(
			f, MCP_E_ARGUMENT, "no code is given; give six characters, like 005930");
	return s;
}

mcp_status market_query_read(const struct service_request *r,
	const struct market_settings *settings, struct market_query *ret, struct fault *f)
{
	struct market_query q = { 0 };
	mcp_status s;

	s = read_op(r->op, &q, f);
	if (s == MCP_OK)
		s = read_words(r->body, settings, &q, f);
	/* The others do not cut rows. */
	if (s == MCP_OK &&
		(counts_rows(q.op) || scan_kind(scan_get(r->body, "count")) == SCAN_NUMBER))
		s = counts_rows(q.op) ? read_count(r->body, &q, f) : MCP_OK;
	if (s == MCP_OK)
		s = read_rest(r->body, &q, f);
	if (s == MCP_OK)
		s = query_read_omit(r->body, &q, f);
	if (s == MCP_OK)
		s = query_read_columns(scan_get(r->body, "columns"), &q, f);
	if (s < 0)
		return s;
	*ret = q;
	return MCP_OK;
}

/* ---- What follows from it. ---- */

bool market_query_wants(const struct market_query *q, uint32_t column)
{
	const bool of_shares = q->op == OP_TOP || q->op == OP_QUOTES;

	if (of_shares && q->omitted >> column & 1)
		return false;
	for (uint32_t i = 0; i < q->column_count; i++)
		if (q->columns[i].column == column)
			return true;
	return false;
}

bool market_query_uses(const struct market_query *q, enum top_column column)
{
	const bool of_shares = q->op == OP_TOP || q->op == OP_QUOTES;

	if (q->key == column && q->op != OP_QUOTES)
		return true;
	for (uint32_t i = 0; i < q->filter_count; i++)
		if (q->filters[i].column == column)
			return true;
	return of_shares && market_query_wants(q, column);
}

bool market_query_needs_history(const struct market_query *q)
{
	return market_query_uses(q, TOP_PREVIOUS_VALUE) || market_query_uses(q, TOP_VALUE_CHANGE) ||
	       (market_query_uses(q, TOP_PERIOD_CHANGE) && q->period > 1) ||
	       market_query_uses(q, TOP_AVERAGE_VOLUME) || market_query_uses(q, TOP_VOLUME_RATIO) ||
	       market_query_uses(q, TOP_Z_SCORE) || market_query_uses(q, TOP_STREAK);
}

bool market_query_needs_snapshot(const struct market_query *q)
{
	const bool ranked = q->key == TOP_VALUE || q->key == TOP_VOLUME;

	return !ranked || q->ascending || q->basis == BASIS_UNIFIED || q->filter_count > 0 ||
	       q->sector[0] || q->op == OP_QUOTES || market_query_needs_history(q) ||
	       market_query_uses(q, TOP_CAP_RANK_CHANGE) || market_query_uses(q, TOP_VALUE_RANK) ||
	       market_query_uses(q, TOP_WEIGHT);
}

static bool same_filters(const struct market_query *a, const struct market_query *b)
{
	if (a->filter_count != b->filter_count)
		return false;
	for (uint32_t i = 0; i < a->filter_count; i++) {
		const struct market_filter *x = &a->filters[i];
		const struct market_filter *y = &b->filters[i];

		if (x->column != y->column || x->has_min != y->has_min ||
			x->has_max != y->has_max || (x->has_min && x->min != y->min) ||
			(x->has_max && x->max != y->max))
			return false;
	}
	return true;
}

bool market_query_same_rows(const struct market_query *a, const struct market_query *b)
{
	return a->scope == b->scope && a->key == b->key && a->ascending == b->ascending &&
	       a->basis == b->basis && a->period == b->period && a->investor == b->investor &&
	       str_same(a->sector, b->sector) && same_filters(a, b);
}
