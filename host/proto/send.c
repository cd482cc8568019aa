/* send - messages that go out, put together from parts. */
#include <stdio.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/list.h"
#include "host/proto/lower.h"
#include "host/proto/peer_inside.h"

#define LOWERED_MAX ((size_t)16 * 1024 * 1024)
#define SERVER_INFO "{\"name\":\"mcp-volume-ranking\",\"version\":\"" HOST_VERSION "\"}"

#define PARTS_MAX 12

struct parts {
	struct span at[PARTS_MAX];
	uint32_t count;
};

static void add(struct parts *p, struct span s)
{
	if (s.len > 0)
		p->at[p->count++] = s;
}

/* A batch collects; everything else leaves at once. */
static void deliver(const struct request *r, int status, const struct parts *parts)
{
	struct batch *b = r->batch;

	if (!b) {
		r->outlet->send(
			r->outlet, (struct sending){ OUT_ANSWER, status }, parts->at, parts->count);
		return;
	}
	json_next(&b->answers);
	for (uint32_t i = 0; i < parts->count; i++)
		buf_span(&b->answers, parts->at[i]);
	batch_settle(r->peer, b);
}

static struct span result_open(enum version v)
{
	return version_is_modern(v) ? SPAN(",\"result\":{\"resultType\":\"complete\",")
	                            : SPAN(",\"result\":{");
}

/* Closes result and message; the modern era adds who answered. */
static struct span result_close(enum version v)
{
	return version_is_modern(v)
	               ? SPAN(",\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
			      "{\"name\":\"mcp-volume-ranking\",\"version\":\"" HOST_VERSION
			      "\"}}}}")
	               : SPAN("}}");
}

static struct span head(void)
{
	return SPAN("{\"jsonrpc\":\"2.0\",\"id\":");
}

void send_result(const struct request *r, struct span members)
{
	struct parts p = { 0 };
	struct span open = result_open(r->version);
	struct span close = result_close(r->version);

	if (members.len == 0 && version_is_modern(r->version))
		open.len--; /* no comma before nothing */
	add(&p, head());
	add(&p, r->id);
	add(&p, open);
	add(&p, members);
	add(&p, close);
	deliver(r, 200, &p);
}

void send_written(const struct request *r, const struct buf *members)
{
	if (members->failed)
		send_no_memory(r);
	else
		send_result(r, buf_as_span(members));
}

void send_result_meta(const struct request *r, struct span members, struct span meta)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct parts p = { 0 };

	buf_init(&b, 65536);
	buf_puts(&b, members.len > 0 ? ",\"_meta\":{" : "\"_meta\":{");
	buf_span(&b, meta);
	if (version_is_modern(r->version))
		buf_puts(&b, ",\"io.modelcontextprotocol/serverInfo\":" SERVER_INFO);
	buf_puts(&b, "}}}");
	if (b.failed) {
		send_no_memory(r);
		return;
	}
	add(&p, head());
	add(&p, r->id);
	add(&p, result_open(r->version));
	add(&p, members);
	add(&p, buf_as_span(&b));
	deliver(r, 200, &p);
}

/* For clients that do not know all of it. */
static void send_lowered(const struct request *r, const struct answer *a, struct span tail)
{
	CLEANUP(buf_done) struct buf whole = { 0 };
	CLEANUP(buf_done) struct buf b = { 0 };

	buf_init(&whole, LOWERED_MAX);
	buf_init(&b, LOWERED_MAX);
	buf_char(&whole, '{');
	buf_put(&whole, a->bytes, a->len);
	buf_span(&whole, tail);
	buf_char(&whole, '}');
	lower_result(buf_as_span(&whole), a->special, r->version, &b);
	if (whole.failed || b.failed)
		send_error(r, RPC_INTERNAL, "the answer is too large", NOTHING);
	else
		send_result(r, buf_as_span(&b));
}

void send_typed(const struct request *r, const char *type, struct span members)
{
	struct parts p = { 0 };

	add(&p, head());
	add(&p, r->id);
	add(&p, SPAN(",\"result\":{\"resultType\":\""));
	add(&p, span_of(type));
	add(&p, SPAN("\","));
	add(&p, members);
	add(&p, result_close(r->version));
	deliver(r, 200, &p);
}

void send_answer(const struct request *r, const struct answer *a, bool stale)
{
	char room[ANSWER_TAIL_MAX];
	struct parts p = { 0 };
	struct span tail;

	if (a->failed && a->broken) {
		send_error(r, RPC_INTERNAL, a->fault.text, NOTHING);
		return;
	}
	if (a->failed) {
		send_tool_fault(r, &a->fault);
		return;
	}
	tail = answer_tail(a, clock_wall(&r->peer->server->env->clock), stale, room);
	if (lower_must(a->special, r->version)) {
		send_lowered(r, a, tail);
		return;
	}
	add(&p, head());
	add(&p, r->id);
	add(&p, result_open(r->version));
	add(&p, (struct span){ a->bytes, a->len });
	add(&p, tail);
	add(&p, result_close(r->version));
	deliver(r, 200, &p);
}

void send_acknowledged(const struct request *r)
{
	struct parts p = { 0 };

	add(&p, head());
	add(&p, r->id);
	add(&p, SPAN(",\"result\":{\"resultType\":\"complete\"}}"));
	deliver(r, 200, &p);
}

void write_tool_fault(struct buf *b, const struct fault *f)
{
	buf_puts(b, "\"content\":[{\"type\":\"text\",\"text\":");
	json_cstr(b, f->text);
	buf_puts(b, "}],\"isError\":true,\"_meta\":{\"mcp-volume-ranking/error\":{\"status\":");
	json_cstr(b, status_word(f->status));
	if (f->retry_after_s > 0) {
		buf_puts(b, ",\"retry_after_s\":");
		json_int(b, f->retry_after_s);
	}
	buf_char(b, '}');
}

void send_tool_fault(const struct request *r, const struct fault *f)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct parts p = { 0 };

	buf_init(&b, 8192);
	write_tool_fault(&b, f);
	if (version_is_modern(r->version))
		buf_puts(&b, ",\"io.modelcontextprotocol/serverInfo\":"
			     "{\"name\":\"mcp-volume-ranking\",\"version\":\"" HOST_VERSION "\"}");
	buf_puts(&b, "}}}");
	if (b.failed) {
		send_no_memory(r);
		return;
	}
	add(&p, head());
	add(&p, r->id);
	add(&p, result_open(r->version));
	add(&p, buf_as_span(&b));
	deliver(r, 200, &p);
}

/* The text of an error, also when there was no memory for it. */
static struct span error_text(const struct buf *b)
{
	return b->failed ? SPAN("\"error\":{\"code\":-32603,\"message\":"
				"\"out of memory; try again later\"}}")
	                 : buf_as_span(b);
}

static void error_body(struct buf *b, int code, const char *message, struct span data)
{
	buf_puts(b, "\"error\":{\"code\":");
	json_int(b, code);
	buf_puts(b, ",\"message\":");
	json_cstr(b, message);
	if (data.at) {
		buf_puts(b, ",\"data\":");
		buf_span(b, data);
	}
	buf_puts(b, "}}");
}

/* What HTTP calls a refusal: the modern era says it in the status, too. */
static int status_of(const struct request *r, int code)
{
	if (code == RPC_NO_METHOD && version_is_modern(r->version))
		return 404;
	if (r->at_door || code == RPC_PARSE || code == RPC_INVALID || code == RPC_HEADER ||
		code == RPC_CAPABILITY || code == RPC_VERSION)
		return 400;
	return 200;
}

void send_error(const struct request *r, int code, const char *message, struct span data)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct parts p = { 0 };

	buf_init(&b, 16384);
	error_body(&b, code, message, data);
	add(&p, head());
	add(&p, r->id);
	add(&p, SPAN(","));
	add(&p, error_text(&b));
	deliver(r, status_of(r, code), &p);
}

void send_no_memory(const struct request *r)
{
	send_error(r, RPC_INTERNAL, "out of memory; try again later", NOTHING);
}

void send_incapable(const struct request *r, struct span required)
{
	CLEANUP(buf_done) struct buf data = { 0 };

	buf_init(&data, 4096);
	buf_puts(&data, "{\"requiredCapabilities\":");
	buf_span(&data, required);
	buf_char(&data, '}');
	send_error(r, RPC_CAPABILITY, "this needs a capability the client did not declare",
		data.failed ? NOTHING : buf_as_span(&data));
}

void send_stray_error(const struct request *r, int code, const char *message)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct parts p = { 0 };
	enum version v = r->peer->legacy;
	bool wants_null = v != VERSION_NONE && v <= VERSION_2025_06_18;

	buf_init(&b, 4096);
	error_body(&b, code, message, NOTHING);
	add(&p, SPAN("{\"jsonrpc\":\"2.0\","));
	if (wants_null)
		add(&p, SPAN("\"id\":null,"));
	add(&p, error_text(&b));
	deliver(r, status_of(r, code), &p);
}

void send_notification(struct outlet *o, const char *method, struct span params)
{
	struct parts p = { 0 };

	if (!o)
		return;
	add(&p, SPAN("{\"jsonrpc\":\"2.0\",\"method\":\""));
	add(&p, span_of(method));
	add(&p, params.at ? SPAN("\",\"params\":") : SPAN("\""));
	add(&p, params);
	add(&p, SPAN("}"));
	o->send(o, (struct sending){ OUT_NOTE, 200 }, p.at, p.count);
}

void send_list(struct request *r, enum offer kind)
{
	struct server *s = r->peer->server;
	struct span page;
	uint32_t first;

	if (!s->settled) {
		wait_for_plugins(r);
		return;
	}
	if (!lists_position(s, kind, scan_get(r->params, "cursor"), &first)) {
		send_error(r, RPC_PARAMS,
			"cursor is not one of ours, or the list changed; begin without it",
			NOTHING);
		return;
	}
	page = lists_page(s, kind, r->version, first);
	if (page.at)
		send_result(r, page);
	else
		send_error(r, RPC_INTERNAL, "the list is too long", NOTHING);
}
