/* http_gate - who may ask: a head is judged before anything of its body is read. */
#include "base/log.h"
#include "host/transport/http_inside.h"

#define MCP_ALLOW "GET, POST, DELETE"

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

struct span exchange_find(const struct asked *a, const char *name, uint32_t *ret_count)
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
	struct span origin = exchange_find(a, "origin", &count);

	if (!http_host_allowed(names, http_text(a->head, a->parse->host))) {
		log_info("request refused reason=\"foreign host\"");
		return refuse(c, 403, "this server is not reached by that Host");
	}
	if (count > 1 || (count == 1 && !http_origin_allowed(names, origin))) {
		log_info("request refused reason=\"foreign origin\"");
		return refuse(c, 403, "pages of that Origin may not call this server");
	}
	if (count == 1 && origin.len <= HTTP_ORIGIN_MAX)
		c->origin = http_origin_listed(names, origin);
	return true;
}

/* The further headers a page asks for that may repeat arguments, each behind ", ". */
static struct span wanted_params(const struct asked *a, char *ret)
{
	uint32_t count;
	struct span list = exchange_find(a, "access-control-request-headers", &count);
	struct span word;
	size_t len = 0;

	while (count == 1 && span_split(&list, ',', &word)) {
		word = span_trim(word);
		if (!http_is_param(word) || len + word.len + 2 > HTTP_PARAMS_MAX)
			continue;
		memcpy(ret + len, ", ", 2);
		memcpy(ret + len + 2, word.at, word.len);
		len += word.len + 2;
	}
	return (struct span){ ret, len };
}

/* A browser asks whether a page may send what it wants to. Only configured origins are told. */
static bool is_preflight(const struct asked *a)
{
	uint32_t count;

	(void)exchange_find(a, "access-control-request-method", &count);
	return count == 1 && a->conn->origin.at && !http_has_body(a->parse) &&
	       span_is(http_text(a->head, a->parse->method), "OPTIONS");
}

static bool answer_preflight(const struct asked *a)
{
	char params[HTTP_PARAMS_MAX];

	conn_reply(a->conn,
		&(struct http_reply){ .status = 204,
			.cors_preflight = true,
			.cors_params = wanted_params(a, params) },
		NULL, 0);
	return false;
}

static bool check_post(struct conn *c, const struct asked *a)
{
	uint32_t count;
	struct span type = exchange_find(a, "content-type", &count);

	if (count != 1 || !is_json(type))
		return refuse(c, 415, "Content-Type must be application/json");
	if (c->no_json && c->no_stream)
		return refuse(c, 406, "Accept must take application/json or text/event-stream");
	return true;
}

bool exchange_names_modern(struct span version)
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
	if (is_preflight(a))
		return answer_preflight(a);
	if (!span_is(method, "GET") && !span_is(method, "DELETE"))
		return refuse_method(c, MCP_ALLOW);
	if (exchange_names_modern(exchange_find(a, "mcp-protocol-version", &count)))
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
