/* tools - tools/list and tools/call. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/peer_inside.h"
#include "host/proto/tasks.h"

void do_tools_list(struct request *r)
{
	send_list(r, OFFER_TOOLS);
}

/* ---- A call that is answered later. ---- */

static void on_done(struct waiter *w, const struct answer *answer, bool stale)
{
	struct pending *p = (struct pending *)w;
	struct request r = pending_request(p);

	if (answer->failed && answer->fault.status == MCP_E_CANCELLED) {
		struct fault gone = { .status = MCP_E_CANCELLED };

		(void)fault_set(&gone, MCP_E_CANCELLED, "the host is stopping; call again");
		send_tool_fault(&r, &gone);
	} else {
		send_answer(&r, answer, stale);
	}
	pending_drop(p);
}

/* The dispatcher needs a waiter that lives on, should the answer not be at hand: one is kept ready
 * on the stack and moved to the heap only then. */
static void call(struct request *r, const struct tool *tool, struct span args)
{
	struct server *s = r->peer->server;
	struct waiter probe = { .done = on_done, .progress = note_progress, .log = note_log };
	struct at_once now;
	struct pending *p;

	if (dispatch_call(s->dispatch, tool, args, &probe, &now)) {
		if (!now.stale && !now.answer->failed &&
			!(r->claims && tool_has_headers(tool->declared)))
			shortcut_learn(r, tool, dispatch_key(s->dispatch));
		send_answer(r, now.answer, now.stale);
		return;
	}
	p = pending_new(r);
	if (!p) {
		dispatch_cancel(s->dispatch, &probe);
		return;
	}
	p->tool = strdup(tool->declared->name);
	dispatch_move(&probe, &p->waiter);
}

static void unknown_tool(const struct request *r, struct span name)
{
	char plain[128];
	char message[256];

	if (!scan_text_into(name, plain, sizeof plain))
		plain[0] = '\0';
	(void)snprintf(message, sizeof message, "unknown tool%s%.64s; tools/list names them",
		plain[0] ? ": " : "", plain);
	send_error(r, RPC_PARAMS, message, NOTHING);
}

/* The tool's name as plain text, or an absent span. */
static struct span plain_name(struct span json, char *ret, size_t room)
{
	return scan_text_into(json, ret, room) ? span_of(ret) : NOTHING;
}

/* Its answer is for this client alone. */
static bool is_private(const struct request *r, const struct tool *tool)
{
	return registry_tool_asks(tool) || tool->declared->task != MCP_TASK_NEVER ||
	       scan_get(r->params, "inputResponses").at || scan_get(r->params, "requestState").at;
}

/* The arguments as the tool gets them, in s->args. */
static mcp_status take_args(
	struct server *s, const struct tool *tool, struct span args, struct fault *f)
{
	buf_clear(&s->args);
	if (!tool->declared->args_schema)
		return check_args(&tool->declared->args, args, &tool->check, &s->args, f);
	buf_span(&s->args, args.at ? args : SPAN("{}"));
	return s->args.failed ? fault_set(f, MCP_E_ARGUMENT,
					"the arguments of %s are too large; give less",
					tool->declared->name)
	                      : MCP_OK;
}

void do_tools_call(struct request *r)
{
	struct server *s = r->peer->server;
	struct span name = scan_get(r->params, "name");
	struct span args = scan_get(r->params, "arguments");
	const struct tool *tool;
	struct call_order order;
	struct fault fault = { 0 };
	char room[80];

	if (scan_kind(name) != SCAN_TEXT) {
		send_error(r, RPC_PARAMS, "tools/call needs params.name, a string", NOTHING);
		return;
	}
	if (args.at && scan_kind(args) != SCAN_OBJECT) {
		send_error(r, RPC_PARAMS, "params.arguments must be an object", NOTHING);
		return;
	}
	tool = registry_tool(s->registry, plain_name(name, room, sizeof room));
	if (!tool && !s->settled) {
		wait_for_plugins(r);
		return;
	}
	if (!tool) {
		unknown_tool(r, name);
		return;
	}

	if (!param_headers_agree(r, tool->declared, args))
		return;
	if (take_args(s, tool, args, &fault) < 0) {
		send_tool_fault(r, &fault);
		return;
	}
	if (!is_private(r, tool)) {
		call(r, tool, buf_as_span(&s->args));
		return;
	}
	order = (struct call_order){
		.kind = CALL_TOOL, .tool = tool, .args = buf_as_span(&s->args)
	};
	if (!tasks_take(r, &order, name))
		run_private(r, &order, name);
}
