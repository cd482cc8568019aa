/* private - calls that are run for one request alone, and what becomes of their end. */
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/lower.h"
#include "host/proto/peer_inside.h"

#define RESULT_MAX ((size_t)16 * 1024 * 1024)
#define STOPPING "the host is stopping; call again"

void send_not_found(const struct request *r, struct span uri, const char *why)
{
	CLEANUP(buf_done) struct buf data = { 0 };
	char text[sizeof((struct fault *)NULL)->text + 32];

	buf_init(&data, 65536);
	buf_puts(&data, "{\"uri\":");
	buf_span(&data, uri);
	buf_char(&data, '}');
	(void)snprintf(text, sizeof text, "resource not found%s%s", why[0] ? ": " : "", why);
	send_error(r, version_is_modern(r->version) ? RPC_PARAMS : RPC_NOT_FOUND, text,
		data.failed ? NOTHING : buf_as_span(&data));
}

static void send_failure(const struct pending *p, const struct request *r, const struct fault *f)
{
	if (p->kind == CALL_TOOL)
		send_tool_fault(r, f);
	else if (p->kind == CALL_RESOURCE && f->status == MCP_E_ARGUMENT)
		send_not_found(r, p->target, f->text);
	else
		send_error(r, f->status == MCP_E_ARGUMENT ? RPC_PARAMS : RPC_INTERNAL, f->text,
			NOTHING);
}

/* How long what was read may be kept. */
static void write_hints(const struct pending *p, struct buf *b)
{
	buf_puts(b, ",\"ttlMs\":");
	json_int(b, (int64_t)p->ttl_s * 1000);
	buf_puts(b, p->is_public ? ",\"cacheScope\":\"public\"" : ",\"cacheScope\":\"private\"");
}

static void write_completion(struct span body, struct buf *b)
{
	struct span values = scan_get(body, "values");
	struct scan_iter it = scan_iter(values);
	struct span total = scan_get(body, "total");
	struct span item;
	int64_t in_all = 0;
	int64_t count = 0;

	while (scan_item(&it, &item))
		count++;
	buf_puts(b, "\"completion\":{\"values\":");
	buf_span(b, values.at ? values : SPAN("[]"));
	if (scan_int(total, &in_all)) {
		buf_puts(b, ",\"total\":");
		json_int(b, in_all);
		buf_puts(b, ",\"hasMore\":");
		json_bool(b, in_all > count);
	}
	buf_char(b, '}');
}

static void write_contents(const struct pending *p, struct span contents, struct buf *b)
{
	buf_puts(b, "\"contents\":");
	buf_span(b, contents);
	if (version_is_modern(p->version))
		write_hints(p, b);
}

static void send_body(const struct pending *p, const struct request *r, struct span body)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct span contents = scan_get(body, "contents");
	struct scan_iter it = scan_iter(contents);

	buf_init(&b, RESULT_MAX);
	if (p->kind == CALL_RESOURCE && !scan_item(&it, &(struct span){ NULL, 0 })) {
		send_not_found(
			r, p->target, ""); /* nothing there is an error, never an empty list */
		return;
	}
	if (p->kind == CALL_RESOURCE)
		write_contents(p, contents, &b);
	else if (p->kind == CALL_PROMPT)
		lower_prompt(body, p->version, &b);
	else
		write_completion(body, &b);
	if (b.failed)
		send_error(r, RPC_INTERNAL, "the answer is too large", NOTHING);
	else
		send_result(r, buf_as_span(&b));
}

static void on_ended(struct waiter *w, const struct call_end *end, const struct answer *answer)
{
	struct pending *p = (struct pending *)w;
	struct request r = pending_request(p);
	struct fault gone = { 0 };

	if (end->fault.status == MCP_E_NEEDS_INPUT) {
		round_needs(p, end);
		return;
	}
	if (end->fault.status == MCP_E_CANCELLED) {
		(void)fault_set(&gone, MCP_E_CANCELLED, STOPPING);
		send_failure(p, &r, &gone);
	} else if (answer) {
		send_answer(&r, answer, false);
	} else if (end->fault.status < 0) {
		send_failure(p, &r, &end->fault);
	} else {
		send_body(p, &r, end->body);
	}
	pending_drop(p);
}

static bool is_answered(const struct request *r)
{
	return scan_get(r->params, "inputResponses").at || scan_get(r->params, "requestState").at;
}

void run_private(struct request *r, struct call_order *order, struct span target)
{
	struct fault fault = { 0 };
	struct pending *p;

	order->lane = LANE_USER;
	order->client = r->client;
	if (!round_begin(r, order))
		return;
	p = pending_new(r);
	if (!p)
		return;
	p->kind = order->kind;
	p->target = pending_moved(p, r, target);
	if (order->tool)
		p->tool = strdup(order->tool->declared->name);
	if (order->prompt)
		p->tool = strdup(order->prompt->declared->name);
	if (order->resource) {
		p->tool = strdup(order->resource->declared->name);
		/* What came of answers is for who gave them, and for now. */
		p->ttl_s = is_answered(r) ? 0 : order->resource->declared->ttl_s;
		p->is_public = !is_answered(r) && order->resource->declared->is_public;
	}
	if (order->kind != CALL_COMPLETE && !round_keep(p, order)) {
		send_no_memory(r);
		pending_drop(p);
		return;
	}
	p->waiter = (struct waiter){
		.progress = note_progress,
		.log = note_log,
		.ended = on_ended,
	};
	if (!dispatch_private(r->peer->server->dispatch, order, &p->waiter, &fault)) {
		send_failure(p, r, &fault);
		pending_drop(p);
	}
}
