/* peer - one conversation: which era a message belongs to, and who answers it. */
#include "host/proto/peer.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/peer_inside.h"

#define NOTHING ((struct span){ NULL, 0 })
#define BATCH_MAX 100
#define BATCH_BYTES (16 * 1024 * 1024)

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
	{ "server/discover", IN_MODERN, do_discover },
	{ "ping", IN_LEGACY | BEFORE_HANDSHAKE, do_ping },
	{ "initialize", IN_LEGACY | BEFORE_HANDSHAKE, do_initialize },
	{ "logging/setLevel", IN_LEGACY, do_set_level },
};

struct peer *peer_new(struct server *s, peer_send send, void *self)
{
	struct peer *p = calloc(1, sizeof *p);

	if (!p)
		return NULL;
	p->server = s;
	p->send = send;
	p->self = self;
	p->log = LOG_AT_INFO;
	p->next = s->peers;
	s->peers = p;
	return p;
}

static void drop_batch(struct batch *b)
{
	buf_done(&b->answers);
	free(b);
}

void peer_free(struct peer *p)
{
	if (!p)
		return;
	while (p->pending) {
		struct pending *q = p->pending;

		dispatch_cancel(p->server->dispatch, &q->waiter);
		if (q->batch && --q->batch->waiting == 0)
			drop_batch(q->batch);
		pending_drop(q);
	}
	for (struct peer **at = &p->server->peers; *at; at = &(*at)->next) {
		if (*at == p) {
			*at = p->next;
			break;
		}
	}
	shortcuts_done(&p->shortcuts);
	free(p);
}

uint32_t peer_pending(const struct peer *p)
{
	return p->pending_count;
}

/* ---- Requests. ---- */

static void unknown_method(const struct request *r)
{
	char plain[72];
	char message[128];

	if (!scan_text_into(r->method, plain, sizeof plain))
		(void)snprintf(plain, sizeof plain, "its name is too long");
	(void)snprintf(message, sizeof message, "unknown method: %s", plain);
	send_error(r, RPC_NO_METHOD, message, NOTHING);
}

static void route(struct request *r, unsigned where)
{
	for (size_t i = 0; i < COUNT_OF(methods); i++) {
		if (!(methods[i].where & where) || !scan_text_is(r->method, methods[i].name))
			continue;
		methods[i].run(r);
		return;
	}
	unknown_method(r);
}

static void refuse_version(const struct request *r, struct span claim)
{
	CLEANUP(buf_done) struct buf data = { 0 };

	buf_init(&data, 4096);
	buf_puts(&data, "{\"supported\":[");
	json_cstr(&data, version_text(VERSION_MODERN_NEWEST));
	buf_puts(&data, "],\"requested\":");
	buf_span(&data, claim);
	buf_char(&data, '}');
	send_error(r, RPC_VERSION, "unsupported protocol version",
		data.failed ? NOTHING : buf_as_span(&data));
}

static void handle_modern(struct request *r, struct span claim)
{
	struct span capabilities = scan_get(r->meta, "io.modelcontextprotocol/clientCapabilities");
	struct span level = scan_get(r->meta, "io.modelcontextprotocol/logLevel");

	r->version = VERSION_MODERN_NEWEST;
	r->log = LOG_OFF;
	if (scan_kind(claim) != SCAN_TEXT) {
		send_error(r, RPC_PARAMS,
			"_meta io.modelcontextprotocol/protocolVersion must be a string", NOTHING);
		return;
	}
	if (scan_kind(capabilities) != SCAN_OBJECT) {
		send_error(r, RPC_PARAMS,
			"_meta needs io.modelcontextprotocol/clientCapabilities, an object",
			NOTHING);
		return;
	}
	if (!version_is_modern(version_from(claim))) {
		refuse_version(r, claim);
		return;
	}
	if (level.at && !log_threshold_from(level, &r->log)) {
		send_error(r, RPC_PARAMS,
			"_meta io.modelcontextprotocol/logLevel is not a log level", NOTHING);
		return;
	}
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

static void handle_request(
	struct peer *p, struct batch *b, struct span whole, const struct message *m)
{
	struct request r = {
		.peer = p,
		.batch = b,
		.version = p->legacy,
		.id = m->id,
		.method = m->method,
		.params = m->params,
		.meta = m->meta,
		.whole = whole,
		.log = p->log,
	};

	if (m->params_wrong)
		send_error(&r, RPC_PARAMS, "params must be an object", NOTHING);
	else if (pending_has(p, m->id))
		send_error(&r, RPC_INVALID, "a request with this id is still under way", NOTHING);
	else if (m->claim.at)
		handle_modern(&r, m->claim);
	else
		handle_legacy(&r);
}

/* ---- Notifications and all the rest. ---- */

static void handle_notification(struct peer *p, const struct message *m)
{
	if (scan_text_is(m->method, "notifications/cancelled"))
		pending_cancel(p, scan_get(m->params, "requestId"));
	else if (scan_text_is(m->method, "notifications/initialized"))
		p->ready = p->legacy != VERSION_NONE;
}

void peer_handle(struct peer *p, struct batch *b, struct span value)
{
	struct message m = message_read(value);

	if (b && m.kind != MESSAGE_RESPONSE && m.kind != MESSAGE_NOTIFICATION)
		b->waiting++;
	switch (m.kind) {
	case MESSAGE_REQUEST:
		handle_request(p, b, value, &m);
		break;
	case MESSAGE_NOTIFICATION:
		handle_notification(p, &m);
		break;
	case MESSAGE_RESPONSE: /* we ask nothing, so there is nothing to match it with */
		break;
	case MESSAGE_BROKEN:
		if (m.id.at)
			send_error(&(struct request){ .peer = p, .batch = b, .id = m.id },
				RPC_INVALID, m.problem, NOTHING);
		else
			send_stray_error(p, b, RPC_INVALID, m.problem);
		break;
	}
}

/* ---- Batches: sessions of 2025-03-26 only. ---- */

void batch_settle(struct peer *p, struct batch *b)
{
	struct span whole;

	if (--b->waiting > 0)
		return;
	if (b->answers.len > 1 || b->answers.failed) {
		buf_char(&b->answers, ']');
		whole = buf_as_span(&b->answers);
		if (b->answers.failed)
			send_stray_error(
				p, NULL, RPC_INTERNAL, "the answers to this batch are too long");
		else
			p->send(p->self, &whole, 1);
	}
	drop_batch(b);
}

/* What is wrong with the batch as a whole, or NULL. */
static const char *batch_problem(const struct peer *p, struct span array)
{
	struct scan_iter it = scan_iter(array);
	struct span item;
	uint32_t count = 0;

	if (p->legacy != VERSION_2025_03_26)
		return "batches are not part of this protocol version";
	while (scan_item(&it, &item)) {
		if (message_read(item).claim.at)
			return "a request of 2026-07-28 must not be part of a batch";
		count++;
	}
	if (count == 0)
		return "an empty batch asks nothing";
	return count > BATCH_MAX ? "a batch may hold 100 messages" : NULL;
}

static void receive_batch(struct peer *p, struct span array)
{
	const char *problem = batch_problem(p, array);
	struct scan_iter it = scan_iter(array);
	struct span item;
	struct batch *b;

	if (problem) {
		send_stray_error(p, NULL, RPC_INVALID, problem);
		return;
	}
	b = calloc(1, sizeof *b);
	if (!b) {
		send_stray_error(p, NULL, RPC_INTERNAL, "out of memory; try again later");
		return;
	}
	buf_init(&b->answers, BATCH_BYTES);
	buf_char(&b->answers, '[');
	b->waiting = 1;
	while (scan_item(&it, &item))
		peer_handle(p, b, item);
	batch_settle(p, b);
}

void peer_receive(struct peer *p, struct span text)
{
	struct scan_fault problem = { 0 };
	struct span value;

	if (shortcut_answer(p, text))
		return;
	if (!scan_check(text, &problem)) {
		char message[128];

		(void)snprintf(message, sizeof message, "not JSON: %s at byte %zu", problem.what,
			problem.at);
		send_stray_error(p, NULL, RPC_PARSE, message);
		return;
	}
	value = scan_value(text);
	if (scan_kind(value) == SCAN_ARRAY)
		receive_batch(p, value);
	else
		peer_handle(p, NULL, value);
}

void peer_receive_oversize(struct peer *p)
{
	char message[96];

	(void)snprintf(message, sizeof message, "the message is longer than %lld bytes",
		(long long)p->server->config->limits.line_bytes);
	send_stray_error(p, NULL, RPC_INVALID, message);
}
