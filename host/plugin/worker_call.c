/* worker_call - one call inside the worker: what the tool is given, and what becomes of it. */
#include "host/plugin/worker_call.h"

#include <stdio.h>

#include "base/clock.h"
#include "base/phrase.h"
#include "data/decode.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/plugin/frames.h"

#define TEXT_MAX (1024 * 1024)
#define NOTES_MAX (16 * 1024)

static const mcp_tool *find_tool(const struct worker *w, struct span name)
{
	for (uint32_t i = 0; i < w->by.plugin.tools.count; i++)
		if (scan_text_is(name, w->by.tools[i].name))
			return &w->by.tools[i];
	return NULL;
}

static void begin(struct call *c, struct worker *w, struct span frame)
{
	*c = (struct call){
		.ctx = { .size = sizeof c->ctx,
			.host = &worker_host,
			.config = w->config,
			.locale = w->locale },
		.worker = w,
		.tool = find_tool(w, scan_get(frame, "name")),
		.mono_ms = clock_mono(&clock_real),
	};
	(void)snprintf(
		c->subject, sizeof c->subject, phrase("tool %.128s"), c->tool ? c->tool->name : "");
	if (!scan_int(scan_get(frame, "now_ms"), &c->wall_ms))
		c->wall_ms = clock_wall(&clock_real);
	arena_init(&c->arena, w->call_bytes);
	buf_init(&c->result, FRAME_MAX);
	buf_init(&c->text, TEXT_MAX);
	buf_init(&c->notes, NOTES_MAX);
	w->link.cancelled = false;
}

static void end(struct call *c)
{
	buf_done(&c->notes);
	buf_done(&c->text);
	buf_done(&c->result);
	arena_done(&c->arena);
}

static mcp_status run(struct call *c, struct span args)
{
	const mcp_table *table = &c->tool->args;
	void *data = arena_alloc(&c->arena, table->struct_size + 1);
	mcp_status s;

	if (!data)
		return fault_set(&c->fault, MCP_E_MEMORY,
			"the arguments of %s take more memory than a call may have; ask for less",
			c->tool->name);
	s = decode_object(table, args, &c->arena, data, &c->fault);
	if (s < 0)
		return s;
	return c->tool->run(&c->ctx, data);
}

/* A status the contract does not have, or success without what was promised, is the tool's bug. */
static mcp_status judge(struct call *c, mcp_status s)
{
	bool has_text = c->text_given || c->text.len > 0;

	if (s > MCP_OK || s < MCP_E_PROTOCOL)
		return fault_set(&c->fault, MCP_E_INTERNAL,
			"%s ended with status %d, which does not exist; tell its author",
			c->subject, s);
	if (s < MCP_OK && c->fault.text[0] == '\0')
		return fault_set(&c->fault, s, "%s gave no reason (%s); tell its author",
			c->subject, status_word(s));
	if (s < MCP_OK)
		return s;
	if (c->result.failed || c->text.failed)
		return fault_set(&c->fault, MCP_E_MEMORY,
			"the answer of %s is too large; ask for less", c->tool->name);
	if (c->tool->result.count > 0 ? c->result.len > 0 : has_text)
		return MCP_OK;
	/* A reply that was refused, and the refusal ignored. */
	if (c->fault.status < MCP_OK)
		return c->fault.status;
	return fault_set(&c->fault, MCP_E_INTERNAL, "%s ended without an answer; tell its author",
		c->subject);
}

static void write_failure(struct buf *b, const struct fault *f)
{
	json_name(b, "text");
	json_cstr(b, f->text);
	if (f->retry_after_s > 0) {
		json_name(b, "retry_after_s");
		json_int(b, f->retry_after_s);
	}
}

static void write_answer(struct buf *b, const struct call *c)
{
	json_name(b, "text");
	if (c->text_given || c->text.len > 0)
		json_text(b, buf_as_span(&c->text));
	else
		buf_puts(b, "null");
	json_name(b, "result");
	if (c->result.len > 0)
		buf_span(b, buf_as_span(&c->result));
	else
		buf_puts(b, "null");
}

static bool send_done(struct call *c, mcp_status s)
{
	struct link *l = &c->worker->link;
	size_t start = link_begin(l, "done");

	json_name(&l->out, "status");
	json_cstr(&l->out, s == MCP_OK ? "ok" : status_word(s));
	if (s == MCP_OK)
		write_answer(&l->out, c);
	else
		write_failure(&l->out, &c->fault);
	json_name(&l->out, "notes");
	buf_char(&l->out, '[');
	buf_span(&l->out, buf_as_span(&c->notes));
	buf_char(&l->out, ']');
	return link_send(l, start);
}

void worker_call(struct worker *w, struct span frame)
{
	struct call c;
	mcp_status s;

	begin(&c, w, frame);
	if (c.tool)
		s = judge(&c, run(&c, scan_get(frame, "args")));
	else
		s = fault_set(&c.fault, MCP_E_INTERNAL,
			"the plugin has no such tool any more; start the host again");

	if (!send_done(&c, s)) {
		s = fault_set(&c.fault, MCP_E_MEMORY, "the answer of %s is too large; ask for less",
			c.tool->name);
		(void)send_done(&c, s);
	}
	end(&c);
}
