/* peer - one conversation: which era a message belongs to, and who answers it. */
#include "host/proto/peer.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/peer_inside.h"
#include "host/proto/tasks.h"

#define IN_LEGACY 1u
#define IN_MODERN 2u
#define BEFORE_HANDSHAKE 4u /* legacy, but allowed before initialize */

static const struct {
	const char *name;
	unsigned where;
	void (*run)(struct request *r);
} methods[] = {
	{ "tools/call", IN_LEGACY | IN_MODERN, do_tools_call },
	{ "tools/list", IN_LEGACY | IN_MODERN, do_tools_list },
	{ "resources/read", IN_LEGACY | IN_MODERN, do_resources_read },
	{ "resources/list", IN_LEGACY | IN_MODERN, do_resources_list },
	{ "resources/templates/list", IN_LEGACY | IN_MODERN, do_templates_list },
	{ "prompts/get", IN_LEGACY | IN_MODERN, do_prompts_get },
	{ "prompts/list", IN_LEGACY | IN_MODERN, do_prompts_list },
	{ "completion/complete", IN_LEGACY | IN_MODERN, do_complete },
	{ "subscriptions/listen", IN_MODERN, do_listen },
	{ "tasks/get", IN_MODERN, do_tasks_get },
	{ "tasks/update", IN_MODERN, do_tasks_update },
	{ "tasks/cancel", IN_MODERN, do_tasks_cancel },
	{ "resources/subscribe", IN_LEGACY, do_subscribe },
	{ "resources/unsubscribe", IN_LEGACY, do_unsubscribe },
	{ "server/discover", IN_MODERN, do_discover },
	{ "ping", IN_LEGACY | BEFORE_HANDSHAKE, do_ping },
	{ "initialize", IN_LEGACY | BEFORE_HANDSHAKE, do_initialize },
	{ "logging/setLevel", IN_LEGACY, do_set_level },
};

struct peer *peer_new(const struct peer_options *o)
{
	struct peer *p = calloc(1, sizeof *p);

	if (!p)
		return NULL;
	p->server = o->server;
	p->kind = o->kind;
	p->common = o->common;
	p->log = LOG_AT_INFO;
	p->sink.wants = BUS_LISTS;
	p->owns_shortcuts = o->shortcuts == NULL;
	p->shortcuts = o->shortcuts ? o->shortcuts : shortcuts_new();
	if (!p->shortcuts) {
		free(p);
		return NULL;
	}
	p->next = p->server->peers;
	p->server->peers = p;
	return p;
}

void peer_free(struct peer *p)
{
	if (!p)
		return;
	while (p->pending)
		pending_give_up(p->pending);
	for (struct peer **at = &p->server->peers; *at; at = &(*at)->next) {
		if (*at == p) {
			*at = p->next;
			break;
		}
	}
	if (p->owns_shortcuts)
		shortcuts_free(p->shortcuts);
	sink_done(&p->sink);
	free(p);
}

void peer_hang_up(struct peer *p, struct outlet *o)
{
	struct pending *next;

	for (struct pending *q = p->pending; q; q = next) {
		next = q->next;
		if (q->outlet == o)
			pending_give_up(q);
	}
}

enum version peer_version(const struct peer *p)
{
	return p->legacy;
}

uint32_t peer_pending(const struct peer *p)
{
	return p->pending_count;
}

/* ---- Requests. ---- */

static void unknown_method(struct request *r)
{
	char plain[72];
	char message[128];

	if (!scan_text_into(r->method, plain, sizeof plain))
		(void)snprintf(plain, sizeof plain, "its name is too long");
	(void)snprintf(message, sizeof message, "unknown method: %s", plain);
	r->at_door = false;
	send_error(r, RPC_NO_METHOD, message, NOTHING);
}

static void route(struct request *r, unsigned where)
{
	for (size_t i = 0; i < COUNT_OF(methods); i++) {
		if (!(methods[i].where & where) || !scan_text_is(r->method, methods[i].name))
			continue;
		r->at_door = false;
		if (!version_is_modern(r->version) || gate_log_level(r))
			methods[i].run(r);
		return;
	}
	unknown_method(r);
}

static void handle_modern(struct request *r, struct span claim)
{
	if (gate_modern(r, claim))
		route(r, IN_MODERN);
}

static void handle_legacy(struct request *r)
{
	bool initialize = scan_text_is(r->method, "initialize");

	if (scan_text_is(r->method, "server/discover")) {
		send_error(r, RPC_PARAMS,
			"server/discover needs _meta io.modelcontextprotocol/protocolVersion",
			NOTHING);
		return;
	}
	r->version = r->peer->legacy;
	r->log = r->peer->log;
	r->client = r->peer->client;
	if (r->batch && initialize) {
		send_error(r, RPC_INVALID, "initialize must not be part of a batch", NOTHING);
		return;
	}
	if (r->version == VERSION_NONE && !initialize && !scan_text_is(r->method, "ping")) {
		send_error(r, RPC_PARAMS,
			"say which protocol: send initialize (2024-11-05 to 2025-11-25), or _meta "
			"io.modelcontextprotocol/protocolVersion \"2026-07-28\" with each request",
			NOTHING);
		return;
	}
	if (r->version == VERSION_NONE)
		route(r, BEFORE_HANDSHAKE);
	else
		route(r, IN_LEGACY);
}

static void handle_request(const struct request *how, struct span whole, const struct message *m)
{
	struct request r = *how;

	r.version = r.peer->legacy;
	r.id = m->id;
	r.method = m->method;
	r.params = m->params;
	r.meta = m->meta;
	r.whole = whole;
	r.log = r.peer->log;
	r.at_door = true;
	if (m->params_wrong)
		send_error(&r, RPC_PARAMS, "params must be an object", NOTHING);
	else if (pending_has(&r))
		send_error(&r, RPC_INVALID, "a request with this id is still under way", NOTHING);
	else if (m->claim.at || r.peer->kind == PEER_STATELESS)
		handle_modern(&r, m->claim);
	else
		handle_legacy(&r);
}

/* ---- Notifications and all the rest. ---- */

static void handle_notification(struct peer *p, const struct message *m)
{
	/* Modern HTTP cancels by hanging up, and has no other notices. */
	if (p->kind == PEER_STATELESS)
		return;
	if (scan_text_is(m->method, "notifications/cancelled"))
		pending_cancel(p, scan_get(m->params, "requestId"));
	else if (scan_text_is(m->method, "notifications/initialized"))
		p->ready = p->legacy != VERSION_NONE;
}

static void refuse_message(const struct request *how, const struct message *m)
{
	struct request r = *how;

	r.id = m->id;
	if (r.id.at)
		send_error(&r, RPC_INVALID, m->problem, NOTHING);
	else
		send_stray_error(&r, RPC_INVALID, m->problem);
}

enum received peer_handle(const struct request *how, struct span value)
{
	struct message m = message_read(value);

	if (m.kind == MESSAGE_RESPONSE && how->peer->kind == PEER_STATELESS) {
		send_stray_error(how, RPC_INVALID, "nothing was asked: this is no answer");
		return RECEIVED_REQUEST;
	}
	if (m.kind == MESSAGE_RESPONSE) {
		round_answered(how->peer, &m);
		return RECEIVED_NOTICE;
	}
	if (m.kind == MESSAGE_NOTIFICATION) {
		handle_notification(how->peer, &m);
		return RECEIVED_NOTICE;
	}
	if (how->batch)
		how->batch->waiting++;
	if (m.kind == MESSAGE_REQUEST)
		handle_request(how, value, &m);
	else
		refuse_message(how, &m);
	return RECEIVED_REQUEST;
}

enum received peer_receive(struct peer *p, const struct incoming *in)
{
	struct request how = { .peer = p, .outlet = in->outlet, .claims = in->claims };
	struct scan_fault problem = { 0 };
	struct span value;

	if (shortcut_answer(p, in))
		return RECEIVED_REQUEST;
	if (!scan_check(in->text, &problem)) {
		char message[128];

		(void)snprintf(message, sizeof message, "not JSON: %s at byte %zu", problem.what,
			problem.at);
		send_stray_error(&how, RPC_PARSE, message);
		return RECEIVED_REQUEST;
	}
	value = scan_value(in->text);
	if (scan_kind(value) == SCAN_ARRAY)
		return batch_receive(&how, value);
	return peer_handle(&how, value);
}

void peer_receive_oversize(struct peer *p, struct outlet *o)
{
	char message[96];

	(void)snprintf(message, sizeof message, "the message is longer than %lld bytes",
		(long long)p->server->config->limits.line_bytes);
	send_stray_error(&(struct request){ .peer = p, .outlet = o }, RPC_INVALID, message);
}

enum look peer_look(struct span text)
{
	struct message m;
	struct span value;

	if (!scan_check(text, NULL))
		return LOOK_BROKEN;
	value = scan_value(text);
	if (scan_kind(value) == SCAN_ARRAY)
		return LOOK_BATCH;
	m = message_read(value);
	if (m.claim.at)
		return LOOK_MODERN;
	if (m.kind == MESSAGE_BROKEN)
		return LOOK_BROKEN;
	if (m.kind == MESSAGE_REQUEST && scan_text_is(m.method, "initialize"))
		return LOOK_INITIALIZE;
	return LOOK_LEGACY;
}
