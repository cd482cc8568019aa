/* kis_service - a query of a tool becomes one call; the answer's rows become columns of texts. */
#include "service/kis_service.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "service/kis_request.h"
#include "service/market_calendar.h"

#define ARENA_MAX (256 * 1024)
#define REPLY_MAX ((size_t)4 * 1024 * 1024)
#define COLUMNS_MAX 64
#define FIELD_ROOM 65
#define VALUE_ROOM 4096

struct ask {
	struct ask *next;
	struct kis_service *service;
	uint64_t id;
	uint64_t call_id; /* 0: refused, or told already */
	struct arena arena;
	const char *endpoint;
	const char *output;
	mcp_kis_param params[KIS_PARAMS_MAX];
	uint32_t param_count;
	const char *columns[COLUMNS_MAX];
	uint32_t column_count;
};

struct kis_service {
	const struct env *env;
	struct kis *kis;
	struct ask *asks;
};

struct kis_service *kis_service_new(const struct env *env, struct kis *kis)
{
	struct kis_service *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->env = env;
	s->kis = kis;
	return s;
}

static void ask_free(struct ask *a)
{
	struct ask **at = &a->service->asks;

	while (*at && *at != a)
		at = &(*at)->next;
	if (*at)
		*at = a->next;
	arena_done(&a->arena);
	free(a);
}

static void complete(struct ask *a, struct service_reply *reply)
{
	const struct env *env = a->service->env;

	reply->id = a->id;
	ask_free(a);
	env->complete(env->self, reply);
}

static void refuse(struct ask *a, const struct fault *fault)
{
	struct service_reply reply = { .fault = *fault };

	provenance_init(&reply.from);
	complete(a, &reply);
}

/* ---- Reading the query. ---- */

static mcp_status bad_query(const char *what, struct fault *f)
{
	return fault_set(
		f, MCP_E_ARGUMENT, "the query of kis/1 has no proper %s; see mcp/kis.h", what);
}

static bool read_param(struct ask *a, struct span pair)
{
	struct scan_iter it = scan_iter(pair);
	struct span name;
	struct span value;

	if (a->param_count == KIS_PARAMS_MAX || scan_kind(pair) != SCAN_ARRAY)
		return false;
	if (!scan_item(&it, &name) || !scan_item(&it, &value))
		return false;
	a->params[a->param_count] = (mcp_kis_param){
		.name = scan_text_copy(name, &a->arena),
		.value = scan_text_copy(value, &a->arena),
	};
	return a->params[a->param_count].name && a->params[a->param_count++].value;
}

static mcp_status read_params(struct ask *a, struct span list, struct fault *f)
{
	struct scan_iter it;
	struct span item;

	if (!list.at)
		return MCP_OK;
	it = scan_iter(list);
	while (scan_item(&it, &item)) {
		if (!read_param(a, item))
			return bad_query("params", f);
	}
	return MCP_OK;
}

static mcp_status read_columns(struct ask *a, struct span list, struct fault *f)
{
	struct scan_iter it;
	struct span item;

	if (!list.at)
		return bad_query("columns", f);
	it = scan_iter(list);
	while (scan_item(&it, &item)) {
		const char *name = scan_text_copy(item, &a->arena);

		if (!name || strlen(name) >= FIELD_ROOM || a->column_count == COLUMNS_MAX)
			return bad_query("columns", f);
		a->columns[a->column_count++] = name;
	}
	return a->column_count > 0 ? MCP_OK : bad_query("columns", f);
}

static mcp_status read_query(struct ask *a, struct span body, struct fault *f)
{
	struct span output = scan_get(body, "output");
	mcp_status s;

	a->endpoint = scan_text_copy(scan_get(body, "endpoint"), &a->arena);
	if (!a->endpoint)
		return bad_query("endpoint", f);
	a->output = "output";
	if (scan_kind(output) == SCAN_TEXT)
		a->output = scan_text_copy(output, &a->arena);
	if (!a->output || strlen(a->output) >= FIELD_ROOM)
		return bad_query("output", f);

	s = read_params(a, scan_get(body, "params"), f);
	if (s < 0)
		return s;
	return read_columns(a, scan_get(body, "columns"), f);
}

/* ---- Writing the reply. ---- */

static void write_row(const struct ask *a, struct kis_row *row, struct buf *ret)
{
	char value[VALUE_ROOM];
	char clean[VALUE_ROOM];

	buf_char(ret, '[');
	for (uint32_t i = 0; i < a->column_count; i++) {
		json_next(ret);
		if (kis_text(row, a->columns[i], value, sizeof value)) {
			(void)utf8_clean(span_of(value), clean, sizeof clean - 1);
			json_cstr(ret, clean);
		} else {
			buf_puts(ret, "null");
		}
	}
	buf_char(ret, ']');
}

static bool write_rows(const struct ask *a, struct span body, struct buf *ret)
{
	struct kis_rows rows;
	struct kis_row row;

	if (!kis_rows(body, a->output, &rows))
		return false;
	buf_puts(ret, "{\"columns\":[");
	for (uint32_t i = 0; i < a->column_count; i++) {
		json_next(ret);
		json_cstr(ret, a->columns[i]);
	}
	buf_puts(ret, "],\"rows\":[");
	while (kis_rows_next(&rows, &row)) {
		json_next(ret);
		write_row(a, &row, ret);
	}
	buf_puts(ret, "]}");
	return true;
}

static enum basis basis_of(const struct ask *a)
{
	for (uint32_t i = 0; i < a->param_count; i++) {
		if (!str_same(a->params[i].name, "FID_COND_MRKT_DIV_CODE"))
			continue;
		if (str_same(a->params[i].value, "NX"))
			return BASIS_NXT;
		if (str_same(a->params[i].value, "UN"))
			return BASIS_UNIFIED;
	}
	return BASIS_KRX;
}

static void say_where_from(
	const struct ask *a, const struct kis_answer *answer, struct provenance *ret)
{
	enum basis basis = basis_of(a);
	struct market_session session = market_session(NULL, basis, answer->at_ms);

	provenance_init(ret);
	ret->used = true;
	ret->environment = kis_environment(a->service->kis);
	ret->basis = basis;
	ret->session = session.name;
	ret->as_of_ms = answer->at_ms;
	/* Recorded answers do not age with today's clock. */
	if (ret->environment != ENVIRONMENT_REPLAY)
		ret->fresh_until_ms = session.next_change_ms;
	ret->provisional = session.provisional;
	ret->upstream_calls = answer->calls;
}

static void answered(void *self, const struct kis_answer *answer)
{
	struct service_reply reply = { .fault = answer->fault };
	struct ask *a = self;
	struct buf body;

	buf_init(&body, REPLY_MAX);
	provenance_init(&reply.from);
	reply.from.upstream_calls = answer->calls;
	if (answer->fault.status == MCP_OK) {
		say_where_from(a, answer, &reply.from);
		if (!write_rows(a, answer->body, &body))
			(void)fault_set(&reply.fault, MCP_E_UPSTREAM,
				"the answer of %s has no \"%s\"; name another output", a->endpoint,
				a->output);
		else if (!(reply.body = buf_take(&body, &reply.body_len)))
			(void)fault_set(&reply.fault, MCP_E_MEMORY,
				"the answer of %s is too large; ask for fewer columns",
				a->endpoint);
	}
	buf_done(&body);
	complete(a, &reply);
}

/* ---- Asking. ---- */

static struct ask *ask_new(struct kis_service *s, uint64_t id)
{
	struct ask *a = calloc(1, sizeof *a);

	if (!a)
		return NULL;
	a->service = s;
	a->id = id;
	arena_init(&a->arena, ARENA_MAX);
	a->next = s->asks;
	s->asks = a;
	return a;
}

static mcp_status send(struct ask *a, const struct service_request *r, struct fault *f)
{
	const struct kis_endpoint *e;
	mcp_status s;

	if (!str_same(r->op, "rows"))
		return fault_set(f, MCP_E_ARGUMENT, "kis/1 has no \"%s\"; it has rows", r->op);
	s = read_query(a, r->body, f);
	if (s < 0)
		return s;
	e = kis_endpoint(a->endpoint);
	if (!e || e->kind != KIS_QUOTE)
		return fault_set(f, MCP_E_ARGUMENT,
			"KIS has no quotation or ranking named \"%s\"; give the last part of its "
			"path, like volume-rank",
			a->endpoint);
	return kis_send(a->service->kis,
		&(struct kis_call){
			.endpoint = a->endpoint,
			.params = a->params,
			.param_count = a->param_count,
			.lane = r->lane,
			.deadline_mono_ms = r->deadline_mono_ms,
			.done = answered,
			.self = a,
		},
		&a->call_id, f);
}

void kis_service_start(struct kis_service *s, const struct service_request *request)
{
	struct ask *a = ask_new(s, request->id);
	struct fault f = { 0 };

	if (!a) {
		struct service_reply reply = { .id = request->id };

		provenance_init(&reply.from);
		(void)fault_set(
			&reply.fault, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
		s->env->complete(s->env->self, &reply);
		return;
	}
	if (send(a, request, &f) < 0)
		refuse(a, &f);
}

static void cancel_ask(struct ask *a)
{
	struct fault f = { 0 };

	kis_cancel(a->service->kis, a->call_id);
	(void)fault_set(&f, MCP_E_CANCELLED, "the call was cancelled");
	refuse(a, &f);
}

void kis_service_cancel(struct kis_service *s, uint64_t id)
{
	struct ask *a = s->asks;

	while (a && a->id != id)
		a = a->next;
	if (a)
		cancel_ask(a);
}

void kis_service_free(struct kis_service *s)
{
	if (!s)
		return;
	while (s->asks)
		cancel_ask(s->asks);
	free(s);
}
