/* tools - tools/list and tools/call. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/peer_inside.h"

/* Puts the request aside until the plugins have declared themselves. */
static void wait_for_tools(const struct request *r)
{
	struct pending *p = pending_new(r);

	if (p)
		p->waits_for_tools = true;
}

void do_tools_list(struct request *r)
{
	struct server *s = r->peer->server;

	if (scan_kind(scan_get(r->params, "cursor")) > SCAN_NULL) {
		send_error(
			r, RPC_PARAMS, "cursor is not one of ours; the list has one page", NOTHING);
		return;
	}
	if (!s->settled) {
		wait_for_tools(r);
		return;
	}
	r->peer->listed = true;
	send_result(r, server_tool_list(s, r->version));
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

static void on_progress(struct waiter *w, double done, double total, struct span text)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct pending *p = (struct pending *)w;

	if (!p->progress_token.at || done <= p->last_progress)
		return;
	p->last_progress = done;
	buf_init(&b, 8192);
	buf_puts(&b, "{\"progressToken\":");
	buf_span(&b, p->progress_token);
	buf_puts(&b, ",\"progress\":");
	json_real(&b, done);
	if (total > 0) {
		buf_puts(&b, ",\"total\":");
		json_real(&b, total);
	}
	if (text.at && p->version >= VERSION_2025_03_26) {
		buf_puts(&b, ",\"message\":");
		buf_span(&b, text);
	}
	buf_char(&b, '}');
	if (!b.failed)
		send_notification(p->outlet, "notifications/progress", buf_as_span(&b));
}

static void on_log(struct waiter *w, int32_t level, struct span text)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct pending *p = (struct pending *)w;
	enum log_threshold at;
	const char *word = log_level_word(level, &at);

	if (p->log == LOG_OFF || at < p->log || !text.at)
		return;
	buf_init(&b, 8192);
	buf_puts(&b, "{\"level\":");
	json_cstr(&b, word);
	buf_puts(&b, ",\"logger\":");
	json_cstr(&b, p->tool);
	buf_puts(&b, ",\"data\":");
	buf_span(&b, text);
	buf_char(&b, '}');
	if (!b.failed)
		send_notification(p->outlet, "notifications/message", buf_as_span(&b));
}

/* The dispatcher needs a waiter that lives on, should the answer not be at hand: one is kept ready
 * on the stack and moved to the heap only then. */
static void call(struct request *r, const struct tool *tool, struct span args)
{
	struct server *s = r->peer->server;
	struct waiter probe = { .done = on_done, .progress = on_progress, .log = on_log };
	struct at_once now;
	struct pending *p;

	if (dispatch_call(s->dispatch, tool, args, &probe, &now)) {
		if (!now.stale && !now.answer->failed)
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

void do_tools_call(struct request *r)
{
	struct server *s = r->peer->server;
	struct span name = scan_get(r->params, "name");
	struct span args = scan_get(r->params, "arguments");
	const struct tool *tool;
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
		wait_for_tools(r);
		return;
	}
	if (!tool) {
		unknown_tool(r, name);
		return;
	}

	buf_clear(&s->args);
	if (check_args(&tool->declared->args, args, &tool->check, &s->args, &fault) < 0) {
		send_tool_fault(r, &fault);
		return;
	}
	call(r, tool, buf_as_span(&s->args));
}
