/* worker_service - services as a tool sees them: each call is one frame out and one frame back. */
#include <string.h>

#include <mcp/ask.h>
#include <mcp/cache.h>
#include <mcp/content.h>
#include <mcp/format.h>
#include <mcp/kis.h>
#include <mcp/market.h>

#include "base/cleanup.h"
#include "data/decode.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/plugin/worker_call.h"
#include "service/format.h"

/* Copies a query that may be older (shorter) or newer (longer) than ours; it begins with its
 * size. */
static void copy_query(void *ret, size_t room, const void *query)
{
	uint32_t size;

	memcpy(&size, query, sizeof size);
	memcpy(ret, query, size < room ? size : room);
}

static size_t begin_need(struct call *c, const char *service, const char *op)
{
	struct buf *b = &c->worker->link.out;
	size_t start = link_begin(&c->worker->link, "need");

	json_name(b, "seq");
	json_int(b, ++c->worker->last_seq);
	json_name(b, "service");
	json_cstr(b, service);
	json_name(b, "op");
	json_cstr(b, op);
	json_name(b, "q");
	buf_char(b, '{');
	return start;
}

static mcp_status take_failure(struct call *c, struct span give)
{
	char word[32] = "internal";
	int64_t retry = 0;

	(void)scan_text_into(scan_get(give, "status"), word, sizeof word);
	(void)scan_int(scan_get(give, "retry_after_s"), &retry);
	if (!scan_text_into(scan_get(give, "text"), c->fault.text, sizeof c->fault.text))
		c->fault.text[0] = '\0';
	c->fault.retry_after_s = retry > 0 && retry < INT32_MAX ? (int32_t)retry : 0;
	c->fault.status = status_from_word(word);
	return c->fault.status;
}

/* Sends what begin_need began and waits. *ret is lent until the next frame. */
static mcp_status finish_need(struct call *c, size_t start, struct span *ret)
{
	struct link *l = &c->worker->link;

	buf_char(&l->out, '}');
	if (!link_send(l, start))
		return fault_set(&c->fault, MCP_E_ARGUMENT,
			"%s asks a service with too large a query; tell its author", c->subject);

	while (!l->cancelled) {
		struct span frame = link_next(l);
		int64_t seq = 0;

		if (link_is(frame, "cancel")) {
			l->cancelled = true;
			continue;
		}
		if (!link_is(frame, "give") || !scan_int(scan_get(frame, "seq"), &seq) ||
			seq != c->worker->last_seq)
			continue;
		if (!scan_text_is(scan_get(frame, "status"), "ok"))
			return take_failure(c, frame);
		*ret = scan_get(frame, "body");
		return MCP_OK;
	}
	return fault_set(&c->fault, MCP_E_CANCELLED, "the call was cancelled");
}

/* Ends a need with the columns `row` asks for, and decodes the rows that come. */
static mcp_status finish_rows(struct call *c, size_t start, const mcp_table *row, mcp_rows *ret)
{
	struct buf *b = &c->worker->link.out;
	struct span body;
	mcp_status s;

	json_name(b, "columns");
	decode_columns(row, b);
	s = finish_need(c, start, &body);
	if (s < 0)
		return s;
	return decode_rows(
		row, scan_get(body, "columns"), scan_get(body, "rows"), &c->arena, ret, &c->fault);
}

/* What every row service was handed: a broken promise of the tool ends its call with a sentence. */
static mcp_status check_asked(struct call *c, const void *query, const mcp_table *row, void *ret)
{
	if (!query || !row || !ret)
		return fault_set(&c->fault, MCP_E_INTERNAL,
			"%s asks a service with nothing in hand; tell its author", c->subject);
	return field_check_table(row, c->name, &c->fault);
}

static void write_filter(struct buf *b, const mcp_market_filter *f)
{
	json_next(b);
	buf_puts(b, "{\"column\":");
	json_cstr(b, f->column);
	if (f->min.known) {
		json_name(b, "min");
		json_int(b, f->min.value);
	}
	if (f->max.known) {
		json_name(b, "max");
		json_int(b, f->max.value);
	}
	if (f->min_rate.known) {
		json_name(b, "min_rate");
		json_real(b, f->min_rate.value);
	}
	if (f->max_rate.known) {
		json_name(b, "max_rate");
		json_real(b, f->max_rate.value);
	}
	buf_char(b, '}');
}

static void write_filters(struct buf *b, const mcp_market_query *q)
{
	json_name(b, "filters");
	buf_char(b, '[');
	for (uint32_t i = 0; q->filters.at && i < q->filters.count; i++) {
		mcp_market_filter filter = { .column = NULL };
		const char *at = (const char *)q->filters.at + (size_t)i * q->filters.stride;

		memcpy(&filter, at,
			q->filters.stride < sizeof filter ? q->filters.stride : sizeof filter);
		write_filter(b, &filter);
	}
	buf_char(b, ']');
}

static void write_market_words(struct buf *b, const mcp_market_query *q)
{
	const struct {
		const char *name;
		const char *value;
	} words[] = {
		{ "market", q->market ? q->market : "ALL" },
		{ "sort_by", q->sort_by ? q->sort_by : "trading_value" },
		{ "basis", q->basis },
		{ "omit", q->omit },
		{ "order", q->order },
		{ "period", q->period },
		{ "investor", q->investor },
		{ "sector", q->sector },
		{ "codes", q->codes },
		{ "text", q->text },
	};

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		json_name(b, words[i].name);
		json_cstr(b, words[i].value);
	}
}

static size_t begin_market(struct call *c, const char *op, const mcp_market_query *asked)
{
	struct buf *b = &c->worker->link.out;
	mcp_market_query q = { .size = 0 };
	size_t start;

	copy_query(&q, sizeof q, asked);
	start = begin_need(c, "market/1", op);
	write_market_words(b, &q);
	json_name(b, "count");
	json_int(b, q.count);
	json_name(b, "threshold");
	json_int(b, q.threshold);
	write_filters(b, &q);
	return start;
}

static mcp_status market_top(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, mcp_rows *ret)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_asked(c, query, row, ret);

	if (s < 0)
		return s;
	return finish_rows(c, begin_market(c, "top", query), row, ret);
}

static mcp_status market_summary(
	mcp_ctx *ctx, const mcp_market_query *query, const mcp_table *row, void *ret)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_asked(c, query, row, ret);
	mcp_rows rows = { 0 };

	if (s < 0)
		return s;
	s = finish_rows(c, begin_market(c, "summary", query), row, &rows);
	if (s < 0)
		return s;
	if (rows.count != 1)
		return fault_set(&c->fault, MCP_E_INTERNAL,
			"market/1 gave %u rows for a summary; tell the host's author", rows.count);

	memcpy(ret, rows.at, row->struct_size);
	return MCP_OK;
}

static mcp_status market_rows(mcp_ctx *ctx, const char *op, const mcp_market_query *query,
	const mcp_table *row, mcp_rows *ret)
{
	struct call *c = call_of(ctx);
	mcp_status s = check_asked(c, op ? query : NULL, row, ret);

	if (s < 0)
		return s;
	return finish_rows(c, begin_market(c, op, query), row, ret);
}

static void write_params(struct buf *b, const mcp_kis_query *q)
{
	json_name(b, "params");
	buf_char(b, '[');
	for (uint32_t i = 0; q->params && i < q->param_count; i++) {
		json_next(b);
		buf_char(b, '[');
		json_cstr(b, q->params[i].name);
		buf_char(b, ',');
		json_cstr(b, q->params[i].value);
		buf_char(b, ']');
	}
	buf_char(b, ']');
}

static mcp_status kis_rows(
	mcp_ctx *ctx, const mcp_kis_query *query, const mcp_table *row, mcp_rows *ret)
{
	struct call *c = call_of(ctx);
	struct buf *b = &c->worker->link.out;
	mcp_status s = check_asked(c, query, row, ret);
	mcp_kis_query q = { .size = 0 };
	size_t start;

	if (s < 0)
		return s;

	copy_query(&q, sizeof q, query);
	start = begin_need(c, "kis/1", "rows");
	json_name(b, "endpoint");
	json_cstr(b, q.endpoint);
	json_name(b, "output");
	json_cstr(b, q.output ? q.output : "output");
	write_params(b, &q);
	return finish_rows(c, start, row, ret);
}

static mcp_status cache_get(mcp_ctx *ctx, const char *key, const char **ret)
{
	struct call *c = call_of(ctx);
	struct buf *b = &c->worker->link.out;
	struct span value;
	struct span body;
	mcp_status s;
	size_t start;

	start = begin_need(c, "cache/1", "get");
	json_name(b, "key");
	json_cstr(b, key);
	s = finish_need(c, start, &body);
	if (s < 0)
		return s;

	value = scan_get(body, "value");
	*ret = scan_kind(value) == SCAN_TEXT ? scan_text_copy(value, &c->arena) : NULL;
	return MCP_OK;
}

static mcp_status cache_put(mcp_ctx *ctx, const char *key, const char *value, uint32_t ttl_s)
{
	struct call *c = call_of(ctx);
	struct buf *b = &c->worker->link.out;
	struct span body;
	size_t start;

	start = begin_need(c, "cache/1", "put");
	json_name(b, "key");
	json_cstr(b, key);
	json_name(b, "value");
	json_cstr(b, value);
	json_name(b, "ttl_s");
	json_int(b, ttl_s);
	return finish_need(c, start, &body);
}

static const mcp_market_v1 market_functions = {
	.size = sizeof(mcp_market_v1),
	.top = market_top,
	.summary = market_summary,
	.rows = market_rows,
};
static const mcp_kis_v1 kis_functions = { .size = sizeof(mcp_kis_v1), .rows = kis_rows };
static const mcp_cache_v1 cache_functions = {
	.size = sizeof(mcp_cache_v1), .get = cache_get, .put = cache_put
};

static const struct {
	const char *id;
	const void *functions;
} services[] = {
	{ "market/1", &market_functions },
	{ "kis/1", &kis_functions },
	{ "cache/1", &cache_functions },
	{ "format/1", &format_v1_functions },
	{ "content/1", &worker_content },
	{ "ask/1", &worker_ask },
};

const void *worker_service(const char *id)
{
	for (size_t i = 0; i < COUNT_OF(services); i++)
		if (strcmp(services[i].id, id) == 0)
			return services[i].functions;
	return NULL;
}
