/* resources - resources/list, resources/templates/list, resources/read. */
#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/list.h"
#include "host/proto/peer_inside.h"

#define URI_ROOM 2049
#define ORDER_MAX ((size_t)64 * 1024)

void do_resources_list(struct request *r)
{
	send_list(r, OFFER_RESOURCES);
}

void do_templates_list(struct request *r)
{
	send_list(r, OFFER_TEMPLATES);
}

void do_resources_read(struct request *r)
{
	CLEANUP(buf_done) struct buf args = { 0 };
	struct server *s = r->peer->server;
	struct call_order order = { .kind = CALL_RESOURCE };
	struct span uri = scan_get(r->params, "uri");
	char plain[URI_ROOM];

	if (!scan_text_into(uri, plain, sizeof plain)) {
		send_error(r, RPC_PARAMS,
			"resources/read needs params.uri, a text up to 2048 bytes", NOTHING);
		return;
	}
	if (!s->settled) {
		wait_for_plugins(r);
		return;
	}
	buf_init(&args, ORDER_MAX);
	buf_puts(&args, "{\"uri\":");
	json_text(&args, span_of(plain));
	buf_puts(&args, ",\"variables\":");
	order.resource = registry_resource_for(s->registry, span_of(plain), &args);
	buf_char(&args, '}');
	if (!order.resource || args.failed) {
		send_not_found(r, uri, "");
		return;
	}
	order.args = buf_as_span(&args);
	run_private(r, &order, uri);
}
