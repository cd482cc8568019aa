/* complete - completion/complete: values for an argument of a prompt or a template. */
#include "base/cleanup.h"
#include "data/field.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/peer_inside.h"

#define ORDER_MAX ((size_t)1024 * 1024)
#define NAME_ROOM 2049

static void refuse(const struct request *r, const char *why)
{
	send_error(r, RPC_PARAMS, why, NOTHING);
}

/* Who is asked; *ret_args are its arguments. False when there is nobody. */
static bool find_target(const struct request *r, struct call_order *order,
	const mcp_table **ret_args, bool *ret_completes)
{
	CLEANUP(buf_done) struct buf variables = { 0 };
	struct registry *g = r->peer->server->registry;
	struct span ref = scan_get(r->params, "ref");
	char name[NAME_ROOM];

	if (scan_text_is(scan_get(ref, "type"), "ref/prompt") &&
		scan_text_into(scan_get(ref, "name"), name, sizeof name))
		order->prompt = registry_prompt(g, span_of(name));
	if (scan_text_is(scan_get(ref, "type"), "ref/resource") &&
		scan_text_into(scan_get(ref, "uri"), name, sizeof name)) {
		buf_init(&variables, ORDER_MAX);
		order->resource = registry_template(g, span_of(name));
		if (!order->resource)
			order->resource = registry_resource_for(g, span_of(name), &variables);
	}
	if (order->prompt) {
		*ret_args = &order->prompt->declared->args;
		*ret_completes = order->prompt->declared->completes;
	} else if (order->resource) {
		*ret_args = &order->resource->declared->args;
		*ret_completes = order->resource->declared->completes;
	}
	return order->prompt || order->resource;
}

static bool has_field(const mcp_table *table, struct span name)
{
	for (uint32_t i = 0; i < table->count; i++)
		if (scan_text_is(name, field_at(table, i).name))
			return true;
	return false;
}

static bool write_order(const struct request *r, struct buf *b)
{
	struct span context = scan_get2(r->params, "context", "arguments");

	buf_init(b, ORDER_MAX);
	buf_puts(b, "{\"argument\":");
	buf_span(b, scan_get2(r->params, "argument", "name"));
	buf_puts(b, ",\"value\":");
	buf_span(b, scan_get2(r->params, "argument", "value"));
	buf_puts(b, ",\"context\":");
	buf_span(b, scan_kind(context) == SCAN_OBJECT ? context : SPAN("{}"));
	buf_char(b, '}');
	return !b->failed;
}

void do_complete(struct request *r)
{
	CLEANUP(buf_done) struct buf args = { 0 };
	struct call_order order = { .kind = CALL_COMPLETE };
	struct span name = scan_get2(r->params, "argument", "name");
	const mcp_table *table = NULL;
	bool completes = false;

	if (scan_kind(name) != SCAN_TEXT ||
		scan_kind(scan_get2(r->params, "argument", "value")) != SCAN_TEXT) {
		refuse(r, "completion/complete needs params.argument with name and value, texts");
		return;
	}
	if (!r->peer->server->settled) {
		wait_for_plugins(r);
		return;
	}
	if (!find_target(r, &order, &table, &completes)) {
		refuse(r, "params.ref names no prompt, template or resource that is there");
		return;
	}
	if (!has_field(table, name)) {
		refuse(r, "params.argument.name is no argument of what params.ref names");
		return;
	}
	if (!completes) {
		send_result(r, SPAN("\"completion\":{\"values\":[]}"));
		return;
	}
	if (!write_order(r, &args)) {
		refuse(r, "params are too long");
		return;
	}
	order.args = buf_as_span(&args);
	run_private(r, &order, NOTHING);
}
