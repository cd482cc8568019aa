/* listen - who wants to be told of changes: subscriptions/listen, and the older subscriptions. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/list.h"
#include "host/proto/peer_inside.h"

#define TASKS_EXTENSION "{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}"
#define URI_ROOM 2049
#define ACK_MAX (8 * BUS_NAMES_MAX) /* all its letters escaped */

static const struct {
	const char *name;
	uint32_t list;
} filters[] = {
	{ "toolsListChanged", BUS_TOOLS },
	{ "promptsListChanged", BUS_PROMPTS },
	{ "resourcesListChanged", BUS_RESOURCES },
};

/* Adds what the array names; NULL, or what is wrong. */
static const char *add_topics(struct sink *k, bool is_task, struct span array)
{
	struct scan_iter it = scan_iter(array);
	struct span item;
	char name[URI_ROOM];

	if (!array.at)
		return NULL;
	if (scan_kind(array) != SCAN_ARRAY)
		return "resourceSubscriptions and taskIds are lists of text";
	while (scan_item(&it, &item)) {
		if (!scan_text_into(item, name, sizeof name))
			return "resourceSubscriptions and taskIds are lists of text, up to 2048 "
			       "bytes each";
		if (!sink_add(k, is_task, span_of(name)))
			return "too much to listen to; name up to 1024, 256 KiB in all";
	}
	return NULL;
}

static const char *read_filter(struct sink *k, struct span filter)
{
	const char *problem;

	for (size_t i = 0; i < COUNT_OF(filters); i++) {
		enum scan_kind kind = scan_kind(scan_get(filter, filters[i].name));

		if (kind == SCAN_TRUE)
			k->wants |= filters[i].list;
		else if (kind != SCAN_FALSE && kind != SCAN_ABSENT)
			return "toolsListChanged and its like are true or false";
	}
	problem = add_topics(k, false, scan_get(filter, "resourceSubscriptions"));
	return problem ? problem : add_topics(k, true, scan_get(filter, "taskIds"));
}

static void list_topics(const struct sink *k, bool is_task, const char *name, struct buf *b)
{
	bool is_open = false;

	for (const struct topic *t = k->topics; t; t = t->next) {
		if (t->is_task != is_task)
			continue;
		if (!is_open) {
			json_name(b, name);
			buf_char(b, '[');
			is_open = true;
		}
		json_next(b);
		json_text(b, (struct span){ t->name, t->len });
	}
	if (is_open)
		buf_char(b, ']');
}

/* The first word on a listen stream: what will be told. False: memory is out. */
static bool acknowledge(const struct pending *p)
{
	CLEANUP(buf_done) struct buf b = { 0 };

	buf_init(&b, ACK_MAX);
	buf_puts(&b, "{\"notifications\":{");
	for (size_t i = 0; i < COUNT_OF(filters); i++) {
		if (!(p->sink->wants & filters[i].list))
			continue;
		json_name(&b, filters[i].name);
		buf_puts(&b, "true");
	}
	list_topics(p->sink, false, "resourceSubscriptions", &b);
	list_topics(p->sink, true, "taskIds", &b);
	buf_puts(&b, "},\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":");
	buf_span(&b, p->id);
	buf_puts(&b, "}}");
	if (b.failed)
		return false;
	send_notification(p->outlet, "notifications/subscriptions/acknowledged", buf_as_span(&b));
	return true;
}

static void drop_sink(struct sink **at)
{
	struct sink *k = *at;

	if (!k)
		return;
	sink_done(k);
	free(k);
}

void do_listen(struct request *r)
{
	CLEANUP(drop_sink) struct sink *k = NULL;
	struct server *s = r->peer->server;
	struct span filter = scan_get(r->params, "notifications");
	const char *problem = NULL;
	struct request kept;
	struct pending *p;

	if (scan_get(filter, "taskIds").at && !(r->client & MCP_CAN_TASKS)) {
		send_incapable(r, SPAN(TASKS_EXTENSION));
		return;
	}
	k = s->bus.listens < BUS_LISTENS_MAX ? calloc(1, sizeof *k) : NULL;
	if (!k) {
		send_error(r, RPC_INTERNAL, "too many listen already; try again later", NOTHING);
		return;
	}
	if (scan_kind(filter) != SCAN_OBJECT)
		problem = "subscriptions/listen needs params.notifications, an object";
	else
		problem = read_filter(k, filter);
	if (problem) {
		send_error(r, RPC_PARAMS, problem, NOTHING);
		return;
	}
	/* It may stay for days: of its message only the id is kept. */
	kept = *r;
	kept.whole = r->id;
	kept.meta = NOTHING;
	p = pending_new(&kept);
	if (!p)
		return;
	p->sink = k;
	k = NULL;
	s->bus.listens++;
	r->peer->pending_count--; /* it never ends by itself */
	if (!acknowledge(p)) {
		send_no_memory(r);
		pending_drop(p);
	}
}

void listen_dropped(struct pending *p)
{
	if (!p->sink)
		return;
	p->peer->server->bus.listens--;
	p->peer->pending_count++; /* pending_drop takes it away again */
	drop_sink(&p->sink);
}

/* On a shared channel the client is told by a cancellation, too. */
static void end_listen(struct pending *p)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct request r = pending_request(p);

	buf_init(&b, 4096);
	if (p->peer->kind == PEER_STDIO) {
		buf_puts(&b, "{\"requestId\":");
		buf_span(&b, p->id);
		buf_puts(&b, ",\"reason\":\"the host is stopping\"}");
		if (!b.failed)
			send_notification(p->outlet, "notifications/cancelled", buf_as_span(&b));
		buf_clear(&b);
	}
	buf_puts(&b, "\"io.modelcontextprotocol/subscriptionId\":");
	buf_span(&b, p->id);
	if (b.failed)
		send_no_memory(&r);
	else
		send_result_meta(&r, NOTHING, buf_as_span(&b));
	pending_drop(p);
}

void peer_drain(struct peer *p)
{
	struct pending *next;

	for (struct pending *q = p->pending; q; q = next) {
		next = q->next;
		if (q->sink)
			end_listen(q);
	}
}

/* ---- Sessions of the handshake revisions. ---- */

void do_subscribe(struct request *r)
{
	CLEANUP(buf_done) struct buf variables = { 0 };
	struct server *s = r->peer->server;
	struct span uri = scan_get(r->params, "uri");
	char plain[URI_ROOM];

	if (!scan_text_into(uri, plain, sizeof plain)) {
		send_error(r, RPC_PARAMS, "params.uri must be text, up to 2048 bytes", NOTHING);
		return;
	}
	if (!s->settled) {
		wait_for_plugins(r);
		return;
	}
	buf_init(&variables, 65536);
	if (!registry_resource_for(s->registry, span_of(plain), &variables)) {
		send_not_found(r, uri, "");
		return;
	}
	if (!sink_add(&r->peer->sink, false, span_of(plain))) {
		send_error(r, RPC_INTERNAL, "too many subscriptions; end some first", NOTHING);
		return;
	}
	send_result(r, NOTHING);
}

void do_unsubscribe(struct request *r)
{
	char plain[URI_ROOM];

	if (!scan_text_into(scan_get(r->params, "uri"), plain, sizeof plain)) {
		send_error(r, RPC_PARAMS, "params.uri must be text, up to 2048 bytes", NOTHING);
		return;
	}
	sink_remove(&r->peer->sink, span_of(plain));
	send_result(r, NOTHING);
}
