/* http_exchange - one request: who may ask, what is asked, and which conversation answers. */
#include <stdio.h>
#include <strings.h>

#include "base/log.h"
#include "data/scan.h"
#include "host/transport/http_inside.h"

#define MCP_ALLOW "GET, POST, DELETE"

/* ---- Before the body: nothing of it is read when the head is refused. ---- */

static bool refuse(struct conn *c, int status, const char *why)
{
	c->last = c->last || http_has_body(&c->parse);
	conn_refuse(c, status, why);
	return false;
}

static bool refuse_method(struct conn *c, const char *allow)
{
	char text[HTTP_REPLY_MAX];
	struct span body = http_error_body("this path does not take that method", text);

	c->last = c->last || http_has_body(&c->parse);
	conn_reply(c,
		&(struct http_reply){ .status = 405, .type = "application/json", .allow = allow },
		&body, 1);
	return false;
}

/* The value of a field; *ret_count says how often it came. */
static struct span find(const struct asked *a, const char *name, uint32_t *ret_count)
{
	struct span found = { NULL, 0 };
	uint32_t place = 0;
	struct span n;
	struct span value;

	*ret_count = 0;
	while (http_field(a->parse, a->head, &place, &n, &value)) {
		if (!http_same(n, name))
			continue;
		found = value;
		(*ret_count)++;
	}
	return found;
}

/* The media range without its parameters. */
static struct span plain_type(struct span value)
{
	const char *end = value.len > 0 ? memchr(value.at, ';', value.len) : NULL;

	return span_trim((struct span){ value.at, end ? (size_t)(end - value.at) : value.len });
}

static bool is_json(struct span value)
{
	struct span type = plain_type(value);
	struct span rest = { type.at + type.len, value.len - type.len };

	if (!http_same(type, "application/json"))
		return false;
	return rest.len == 0 || !memmem(rest.at, rest.len, "charset", 7) ||
	       memmem(rest.at, rest.len, "utf-8", 5) || memmem(rest.at, rest.len, "UTF-8", 5);
}

/* One Accept: what of our two forms it takes. Weights are not looked at. */
static void look_at_accept(struct conn *c, struct span value)
{
	struct span word;

	while (span_split(&value, ',', &word)) {
		struct span type = plain_type(word);
		bool all = http_same(type, "*/*");

		if (all || http_same(type, "application/json") || http_same(type, "application/*"))
			c->no_json = false;
		if (all || http_same(type, "text/event-stream") || http_same(type, "text/*"))
			c->no_stream = false;
	}
}

static void read_accept(struct conn *c, const struct asked *a)
{
	uint32_t place = 0;
	bool any = false;
	struct span name;
	struct span value;

	c->no_json = true;
	c->no_stream = true;
	while (http_field(a->parse, a->head, &place, &name, &value)) {
		if (!http_same(name, "accept"))
			continue;
		any = true;
		look_at_accept(c, value);
	}
	if (!any) {
		c->no_json = false;
		c->no_stream = false;
	}
}

static bool check_names(struct conn *c, const struct asked *a)
{
	const struct http_names *names = &c->hs->names;
	uint32_t count;
	struct span origin = find(a, "origin", &count);

	if (!http_host_allowed(names, http_text(a->head, a->parse->host))) {
		log_info("request refused reason=\"foreign host\"");
		return refuse(c, 403, "this server is not reached by that Host");
	}
	if (count > 1 || (count == 1 && !http_origin_allowed(names, origin))) {
		log_info("request refused reason=\"foreign origin\"");
		return refuse(c, 403, "pages of that Origin may not call this server");
	}
	return true;
}

static bool check_post(struct conn *c, const struct asked *a)
{
	uint32_t count;
	struct span type = find(a, "content-type", &count);

	if (count != 1 || !is_json(type))
		return refuse(c, 415, "Content-Type must be application/json");
	if (c->no_json && c->no_stream)
		return refuse(c, 406, "Accept must take application/json or text/event-stream");
	return true;
}

/* Is it a version of the era without sessions? Unknown ones are: that era says which it knows. */
static bool names_modern(struct span version)
{
	for (int v = VERSION_2024_11_05; v <= VERSION_LEGACY_NEWEST; v++)
		if (span_is(version, version_text((enum version)v)))
			return false;
	return version.at != NULL;
}

static bool check_mcp(struct conn *c, const struct asked *a)
{
	struct span method = http_text(a->head, a->parse->method);
	uint32_t count;

	if (span_is(method, "POST"))
		return check_post(c, a);
	if (!span_is(method, "GET") && !span_is(method, "DELETE"))
		return refuse_method(c, MCP_ALLOW);
	if (names_modern(find(a, "mcp-protocol-version", &count)))
		return refuse_method(c, "POST");
	if (span_is(method, "GET") && c->no_stream)
		return refuse(c, 406, "Accept must take text/event-stream");
	return true;
}

bool exchange_head(struct conn *c, const char *head)
{
	struct asked a = { .conn = c, .parse = &c->parse, .head = head };
	struct span path = http_text(head, c->parse.path);
	struct span method = http_text(head, c->parse.method);

	c->is_head = span_is(method, "HEAD");
	if (!check_names(c, &a))
		return false;
	read_accept(c, &a);
	if (span_is(path, "/health")) {
		if (!span_is(method, "GET") && !c->is_head)
			return refuse_method(c, "GET, HEAD");
	} else if (!span_is(path, "/mcp")) {
		return refuse(c, 404, "there are /mcp and /health only");
	} else if (!check_mcp(c, &a)) {
		return false;
	}
	if (!c->parse.chunked && c->parse.length > c->hs->limits.body_max)
		return refuse(c, 413, "the body is too large");
	return true;
}

/* ---- Headers of the protocol. ---- */

static bool is_param(struct span name)
{
	return name.len > 10 && strncasecmp(name.at, "mcp-param-", 10) == 0;
}

/* struct claims.param */
static bool param_value(void *self, const char *header, struct span *ret)
{
	uint32_t count;

	*ret = find(self, header, &count);
	return count > 0;
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
		else if (is_param(name))
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
		conn_refuse(c, 503, "too many event streams are open");
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
	if (look == LOOK_MODERN || names_modern(a->claims.version))
		return true;
	if (a->session.at)
		return false;
	return look == LOOK_BROKEN || look == LOOK_BATCH ||
	       (look == LOOK_LEGACY && is_discover(a->body));
}

static void post(struct asked *a)
{
	enum look look = peer_look(a->body);
	struct session *s;

	if (is_for_modern(a, look)) {
		ask_modern(a);
		return;
	}
	if (look == LOOK_INITIALIZE && !a->session.at) {
		begin_session(a);
		return;
	}
	s = named_session(a);
	if (s)
		session_receive(s, a);
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
		ready ? "true" : "false", (unsigned long long)s->config->hash);
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
