/* http_exchange - one request: what is asked, and which conversation answers. */
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/cleanup.h"
#include "data/scan.h"
#include "host/config/digest.h"
#include "host/transport/http_inside.h"

/* ---- Headers of the protocol. ---- */

/* struct claims.param */
static bool param_value(void *self, const char *header, struct span *ret)
{
	uint32_t count;

	*ret = exchange_find(self, header, &count);
	return count > 0;
}

/* Claims that outlive their request's bytes. */
struct kept_claims {
	struct claims claims; /* first */
	struct asked asked;
	struct http_parse parse;
	char head[];
};

/* Where `part` of the head lies in the copy. */
static struct span moved(struct span part, const char *head, const char *copy)
{
	return part.at ? (struct span){ copy + (part.at - head), part.len } : part;
}

/* struct claims.keep */
static struct claims *keep_claims(const struct claims *claims)
{
	const struct asked *a = claims->self;
	struct kept_claims *k = malloc(sizeof *k + a->parse->head_len);

	if (!k)
		return NULL;
	memcpy(k->head, a->head, a->parse->head_len);
	k->parse = *a->parse;
	k->asked = (struct asked){ .conn = a->conn, .parse = &k->parse, .head = k->head };
	k->claims = *claims;
	k->claims.self = &k->asked;
	k->claims.version = moved(claims->version, a->head, k->head);
	k->claims.method = moved(claims->method, a->head, k->head);
	k->claims.name = moved(claims->name, a->head, k->head);
	return &k->claims;
}

static void take_once(bool *doubled, struct span *at, struct span value)
{
	*doubled = *doubled || at->at != NULL;
	*at = value;
}

static bool came_twice(const struct asked *a, struct span name)
{
	uint32_t place = 0;
	uint32_t count = 0;
	struct span n;
	struct span value;

	while (http_field(a->parse, a->head, &place, &n, &value))
		count += n.len == name.len && strncasecmp(n.at, name.at, n.len) == 0;
	return count > 1;
}

static void read_fields(struct asked *a)
{
	struct claims *claims = &a->claims;
	uint32_t place = 0;
	struct span name;
	struct span value;

	claims->param = param_value;
	claims->keep = keep_claims;
	claims->self = a;
	while (http_field(a->parse, a->head, &place, &name, &value)) {
		if (http_same(name, "mcp-protocol-version"))
			take_once(&claims->doubled, &claims->version, value);
		else if (http_same(name, "mcp-method"))
			take_once(&claims->doubled, &claims->method, value);
		else if (http_same(name, "mcp-name"))
			take_once(&claims->doubled, &claims->name, value);
		else if (http_same(name, "mcp-session-id"))
			take_once(&a->doubled, &a->session, value);
		else if (http_same(name, "last-event-id"))
			take_once(&a->doubled, &a->last_event, value);
		else if (http_is_param(name))
			claims->doubled = claims->doubled || came_twice(a, name);
	}
}

/* ---- The modern era: the connection is the outlet. ---- */

void exchange_send(struct outlet *o, struct sending how, const struct span *parts, uint32_t count)
{
	struct conn *c = (struct conn *)o;
	struct http_reply r = { .status = how.status, .type = "application/json" };
	bool as_stream = how.kind != OUT_ANSWER || (c->no_json && how.status == 200);

	if (!c->modern || (how.kind == OUT_NOTE && c->no_stream))
		return;
	if (!c->streams && !as_stream) {
		conn_reply(c, &r, parts, count);
		return;
	}
	if (!c->streams && !conn_begin_stream(c, NULL)) {
		c->last = true; /* ends the connection, and with it the request */
		conn_refuse(c, 503, TOO_MANY_STREAMS);
		return;
	}
	if (how.kind != OUT_NOTHING)
		conn_event(c, NULL, parts, count);
	if (how.kind != OUT_NOTE)
		conn_end_stream(c);
}

static void ask_modern(struct asked *a)
{
	struct conn *c = a->conn;

	if (c->no_stream && http_same(a->claims.method, "subscriptions/listen")) {
		conn_refuse(c, 406, "Accept must take text/event-stream");
		return;
	}
	if (!c->peer)
		c->peer = peer_new(&(struct peer_options){
			.server = c->hs->server,
			.kind = PEER_STATELESS,
			.shortcuts = c->hs->shortcuts,
		});
	if (!c->peer) {
		conn_refuse(c, 503, "out of memory; try again later");
		return;
	}
	c->modern = true;
	if (peer_receive(c->peer, &(struct incoming){ .text = a->body,
					  .outlet = &c->outlet,
					  .claims = &a->claims }) == RECEIVED_NOTICE) {
		c->modern = false;
		conn_accepted(c);
	}
}

/* ---- The legacy era: a session answers. ---- */

static void begin_session(struct asked *a)
{
	struct session *s = NULL;

	if (session_has_room(a->conn->hs))
		s = session_new(a->conn->hs);
	if (!s) {
		conn_refuse(a->conn, 503, "too many sessions are open; end one with DELETE");
		return;
	}
	session_receive(s, a);
	if (!s->kept)
		session_free(s);
}

/* The session a request names; refused when it is none. */
static struct session *named_session(struct asked *a)
{
	struct session *s;

	if (a->doubled || a->claims.doubled) {
		conn_refuse(a->conn, 400, "a header came twice");
		return NULL;
	}
	if (!a->session.at) {
		conn_refuse(a->conn, 400, "MCP-Session-Id is missing; send initialize first");
		return NULL;
	}
	s = session_find(a->conn->hs, a->session);
	if (!s) {
		conn_refuse(a->conn, 404, "there is no such session; send initialize");
		return NULL;
	}
	session_touch(s);
	return s;
}

static bool is_discover(struct span text)
{
	struct span method = scan_get(scan_value(text), "method");

	return scan_kind(method) == SCAN_TEXT && scan_text_is(method, "server/discover");
}

/* Without a session only the other era can say what is wrong with it. */
static bool is_for_modern(const struct asked *a, enum look look)
{
	if (look == LOOK_MODERN || exchange_names_modern(a->claims.version))
		return true;
	if (a->session.at)
		return false;
	return look == LOOK_BROKEN || look == LOOK_BATCH ||
	       (look == LOOK_LEGACY && is_discover(a->body));
}

/* What runs may ask the client, and tell it things. */
static bool may_stream(const struct asked *a, enum look look)
{
	static const char *const methods[] = { "tools/call", "prompts/get", "resources/read",
		"completion/complete" };
	struct span method;

	if (a->conn->no_stream || look != LOOK_LEGACY)
		return look == LOOK_BATCH && !a->conn->no_stream;
	method = scan_get(scan_value(a->body), "method");
	for (size_t i = 0; i < COUNT_OF(methods); i++)
		if (scan_text_is(method, methods[i]))
			return true;
	return false;
}

static void ask_session(struct asked *a, enum look look)
{
	struct session *s = named_session(a);

	if (!s)
		return;
	if (may_stream(a, look) && !conn_hold_stream(a->conn))
		conn_refuse(a->conn, 503, TOO_MANY_STREAMS);
	else
		session_receive(s, a);
}

static void post(struct asked *a)
{
	enum look look = peer_look(a->body);

	if (is_for_modern(a, look)) {
		ask_modern(a);
		return;
	}
	if (look == LOOK_INITIALIZE && !a->session.at) {
		begin_session(a);
		return;
	}
	ask_session(a, look);
}

/* ---- Routes. ---- */

static void say_health(struct conn *c)
{
	const struct server *s = c->hs->server;
	char text[256];
	bool ready = s->settled && !c->hs->draining;
	int n = snprintf(text, sizeof text,
		"{\"live\":true,\"ready\":%s,\"version\":\"" HOST_VERSION
		"\",\"config\":\"%016llx\"}",
		ready ? "true" : "false", (unsigned long long)config_digest(s->config));
	struct span body = { text, n > 0 ? (size_t)n : 0 };

	conn_reply(c, &(struct http_reply){ .status = 200, .type = "application/json" }, &body, 1);
}

static void end_session(struct asked *a)
{
	struct session *s = named_session(a);

	if (!s)
		return;
	session_free(s);
	conn_reply(a->conn, &(struct http_reply){ .status = 204 }, NULL, 0);
}

static void listen_to_session(struct asked *a)
{
	struct session *s = named_session(a);

	if (s)
		session_listen(s, a);
}

void exchange_run(struct conn *c, const char *head, struct span body)
{
	struct asked a = { .conn = c, .parse = &c->parse, .head = head, .body = body };
	struct span method = http_text(head, c->parse.method);

	if (span_is(http_text(head, c->parse.path), "/health")) {
		say_health(c);
		return;
	}
	read_fields(&a);
	if (span_is(method, "POST"))
		post(&a);
	else if (span_is(method, "GET"))
		listen_to_session(&a);
	else
		end_session(&a);
}
