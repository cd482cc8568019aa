/* round - calls that ask the client something: what begins and ends them, and the modern way. */
#include "host/proto/round.h"

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/round_inside.h"

#define REQUESTS_MAX ((size_t)1024 * 1024)
#define TARGET_ROOM 4096

static const char *const methods[] = {
	[CALL_TOOL] = "tools/call",
	[CALL_PROMPT] = "prompts/get",
	[CALL_RESOURCE] = "resources/read",
	[CALL_COMPLETE] = "completion/complete",
};

/* Where the answers of a conversation are kept that the client carries. NULL: memory is out. */
static struct seal *seal_of(struct server *s)
{
	if (!s->rounds.seal)
		s->rounds.seal = seal_new(s->crypt, &s->env->clock);
	return s->rounds.seal;
}

/* What the request names, plain. */
static bool target_of(enum call_kind kind, struct span params, struct buf *ret)
{
	return scan_text(scan_get(params, kind == CALL_RESOURCE ? "uri" : "name"), ret);
}

static struct seal_use use_of(enum call_kind kind, struct span target, struct span params)
{
	return (struct seal_use){
		.principal = SPAN(""),
		.method = span_of(methods[kind]),
		.target = target,
		.args = scan_get(params, "arguments"),
	};
}

/* ---- Before a call. ---- */

/* Opens the state the client brings; false: it is none. */
static bool open_state(const struct request *r, const struct call_order *order, struct span state,
	struct sealed *ret)
{
	CLEANUP(buf_done) struct buf target = { 0 };
	CLEANUP(buf_done) struct buf text = { 0 };
	struct server *s = r->peer->server;
	struct seal *seal = seal_of(s);
	struct seal_use use;

	buf_init(&target, TARGET_ROOM);
	buf_init(&text, SEAL_TEXT_MAX * 2);
	if (!seal || !scan_text(state, &text) || !target_of(order->kind, r->params, &target))
		return false;
	use = use_of(order->kind, buf_as_span(&target), r->params);
	return seal_open(seal, &use, buf_as_span(&text), &s->rounds.opened, ret);
}

static bool refuse(const struct request *r, const char *why)
{
	send_error(r, RPC_PARAMS, why, NOTHING);
	return false;
}

bool round_begin(struct request *r, struct call_order *order)
{
	struct rounds *k = &r->peer->server->rounds;
	struct span answers = scan_get(r->params, "inputResponses");
	struct span state = scan_get(r->params, "requestState");
	struct sealed before = { 0 };

	buf_clear(&k->inputs);
	buf_clear(&k->opened);
	k->number = 0;
	if (!version_is_modern(r->version) || order->kind == CALL_COMPLETE)
		return true;
	if (answers.at && scan_kind(answers) != SCAN_OBJECT)
		return refuse(r, "params.inputResponses must be an object");
	if (state.at && !open_state(r, order, state, &before))
		return refuse(r, "params.requestState is not good for this request, or its time "
				 "is over; call again without it");
	if (before.round >= ROUNDS_MODERN)
		return refuse(r, "this call was made too often; call again without "
				 "params.requestState");
	if (!round_merge(&k->inputs, before.inputs) || !round_merge(&k->inputs, answers))
		return refuse(r, "params.inputResponses holds too much");
	k->number = before.round;
	order->inputs = k->inputs.len > 0 ? buf_as_span(&k->inputs) : NOTHING;
	order->kept = before.kept;
	return true;
}

bool round_keep(struct pending *p, const struct call_order *order)
{
	CLEANUP(buf_done) struct buf target = { 0 };

	buf_init(&target, TARGET_ROOM);
	if (scan_text(p->target, &target))
		p->round = round_new(order, buf_as_span(&target), p->peer->server->rounds.number);
	return p->round != NULL;
}

/* ---- After a call. ---- */

void round_fail(struct pending *p, const struct fault *f)
{
	struct request r = pending_request(p);
	bool is_ours = f->status == MCP_E_INTERNAL || f->status == MCP_E_PROTOCOL;

	if (p->kind == CALL_TOOL && !is_ours)
		send_tool_fault(&r, f);
	else
		send_error(&r, RPC_INTERNAL, f->text, NOTHING);
	pending_drop(p);
}

void round_incapable(struct pending *p, uint32_t needs)
{
	CLEANUP(buf_done) struct buf required = { 0 };
	struct request r = pending_request(p);
	struct fault f = { 0 };

	buf_init(&required, 1024);
	elicit_required(needs, &required);
	if (!version_is_modern(p->version)) {
		(void)fault_set(&f, MCP_E_UNSUPPORTED,
			"this needs a client that can answer questions: %s",
			required.failed ? "" : buf_text(&required));
		round_fail(p, &f);
		return;
	}
	if (required.failed)
		send_no_memory(&r);
	else
		send_incapable(&r, buf_as_span(&required));
	pending_drop(p);
}

/* Adds the questions this client can be asked. *ret_count says how many; *ret_needs gets what the
 * others would need. */
static mcp_status write_requests(const struct pending *p, struct span requests, struct buf *b,
	uint32_t *ret_needs, struct fault *f)
{
	struct scan_iter it = scan_iter(requests);
	struct span key;
	struct span request;
	struct question q;
	mcp_status s;

	while (scan_member(&it, &key, &request)) {
		s = elicit_read(request, &q, f);
		if (s < 0)
			return s;
		if (q.needs & ~p->round->client) {
			*ret_needs |= q.needs;
			continue;
		}
		json_next(b);
		buf_span(b, key);
		buf_puts(b, ":{\"method\":\"");
		buf_puts(b, elicit_method(&q));
		buf_puts(b, "\",\"params\":");
		s = elicit_params(&q, p->version, NULL, b, f);
		if (s < 0)
			return s;
		buf_char(b, '}');
	}
	return b->failed ? fault_set(f, MCP_E_MEMORY, "the tool asks too much at once") : MCP_OK;
}

/* Adds `,"requestState":"…"`. */
static mcp_status write_state(struct pending *p, struct span kept, struct buf *b, struct fault *f)
{
	struct round *k = p->round;
	struct message m = message_read((struct span){ p->message, p->message_len });
	struct seal_use use = use_of(k->kind, buf_as_span(&k->target), m.params);
	struct seal *seal = seal_of(p->peer->server);
	struct sealed what = {
		.round = k->number + 1,
		.inputs = k->inputs.len > 0 ? buf_as_span(&k->inputs) : NOTHING,
		.kept = kept,
	};
	mcp_status s;

	if (!seal)
		return fault_set(f, MCP_E_MEMORY, "out of memory; try again later");
	buf_puts(b, ",\"requestState\":\"");
	s = seal_make(seal, &use, &what, b, f);
	buf_char(b, '"');
	return s;
}

static void ask_back(struct pending *p, const struct call_end *end)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct request r = pending_request(p);
	struct fault f = { 0 };
	uint32_t needs = 0;
	size_t before;
	mcp_status s;

	buf_init(&b, REQUESTS_MAX + SEAL_TEXT_MAX * 2);
	buf_puts(&b, "\"inputRequests\":{");
	before = b.len;
	s = write_requests(p, end->requests, &b, &needs, &f);
	if (s == MCP_OK && b.len == before && needs) {
		round_incapable(p, needs);
		return;
	}
	buf_char(&b, '}');
	if (s == MCP_OK)
		s = write_state(p, end->kept, &b, &f);
	if (s == MCP_OK && b.failed)
		s = fault_set(&f, MCP_E_MEMORY, "out of memory; try again later");
	if (s < 0) {
		round_fail(p, &f);
		return;
	}
	send_typed(&r, "input_required", buf_as_span(&b));
	pending_drop(p);
}

void round_needs(struct pending *p, const struct call_end *end)
{
	struct scan_iter it = scan_iter(end->requests);
	struct span key;
	struct span request;

	if (!p->round || !scan_member(&it, &key, &request))
		round_fail(p, &end->fault);
	else if (version_is_modern(p->version))
		ask_back(p, end);
	else
		round_ask(p, end);
}
