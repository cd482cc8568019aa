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

/* ---- Whom the call is for. ---- */

static void find_tool(struct call *c, struct span name)
{
	const struct declared_by *by = &c->worker->by;

	for (uint32_t i = 0; i < by->plugin.tools.count; i++)
		if (scan_text_is(name, by->tools[i].name))
			c->tool = &by->tools[i];
	if (c->tool)
		c->name = c->tool->name;
}

static void find_prompt(struct call *c, struct span name)
{
	const struct declared_by *by = &c->worker->by;

	for (uint32_t i = 0; i < by->plugin.prompts.count; i++)
		if (scan_text_is(name, by->prompts[i].name))
			c->prompt = &by->prompts[i];
	if (c->prompt)
		c->name = c->prompt->name;
}

static void find_resource(struct call *c, struct span name)
{
	const struct declared_by *by = &c->worker->by;

	for (uint32_t i = 0; i < by->plugin.resources.count; i++)
		if (scan_text_is(name, by->resources[i].uri))
			c->resource = &by->resources[i];
	if (c->resource)
		c->name = c->resource->uri;
}

static void find_target(struct call *c, struct span frame)
{
	struct span kind = scan_get(frame, "kind");
	struct span name = scan_get(frame, "name");

	if (scan_text_is(kind, "complete")) {
		c->kind = RUN_COMPLETE;
		kind = scan_get(frame, "of");
	}
	if (scan_text_is(kind, "tool"))
		find_tool(c, name);
	else if (scan_text_is(kind, "prompt"))
		find_prompt(c, name);
	else
		find_resource(c, name);
	if (c->kind != RUN_COMPLETE)
		c->kind = c->prompt ? RUN_PROMPT : c->resource ? RUN_RESOURCE : RUN_TOOL;
	(void)snprintf(c->subject, sizeof c->subject, /* NOLINT: the formats are ours */
		c->prompt     ? phrase("prompt %.128s")
		: c->resource ? phrase("resource %.128s")
			      : phrase("tool %.128s"),
		c->name);
}

static void begin(struct call *c, struct worker *w, struct span frame)
{
	int64_t client = 0;

	*c = (struct call){
		.ctx = { .size = sizeof c->ctx,
			.host = &worker_host,
			.config = w->config,
			.locale = w->locale },
		.worker = w,
		.name = "",
		.mono_ms = clock_mono(&clock_real),
	};
	find_target(c, frame);
	if (!scan_int(scan_get(frame, "now_ms"), &c->wall_ms))
		c->wall_ms = clock_wall(&clock_real);
	if (scan_int(scan_get(frame, "client"), &client))
		c->client = (uint32_t)client;
	arena_init(&c->arena, w->call_bytes);
	buf_init(&c->result, FRAME_MAX);
	buf_init(&c->text, TEXT_MAX);
	buf_init(&c->notes, NOTES_MAX);
	content_init(&c->content);
	w->link.cancelled = false;
}

static void end(struct call *c)
{
	asked_done(&c->asked);
	content_done(&c->content);
	buf_done(&c->notes);
	buf_done(&c->text);
	buf_done(&c->result);
	arena_done(&c->arena);
}

/* ---- Running. ---- */

static mcp_status too_much(struct call *c)
{
	return fault_set(&c->fault, MCP_E_MEMORY,
		"the arguments of %s take more memory than a call may have; ask for less", c->name);
}

/* The struct of `table` filled from `object`. */
static mcp_status make_args(struct call *c, const mcp_table *table, struct span object, void **ret)
{
	void *data = arena_alloc(&c->arena, table->struct_size + 1);
	mcp_status s;

	if (!data)
		return too_much(c);
	s = decode_object(table, object.at ? object : SPAN("{}"), &c->arena, data, &c->fault);
	if (s == MCP_OK)
		*ret = data;
	return s;
}

static mcp_status run_raw_tool(struct call *c, struct span args)
{
	mcp_raw raw = { .size = sizeof raw };

	raw.json = arena_copy(&c->arena, args.at ? args.at : "{}", args.at ? args.len : 2);
	return raw.json ? c->tool->run(&c->ctx, &raw) : too_much(c);
}

static mcp_status run_tool(struct call *c, struct span args)
{
	void *data = NULL;
	mcp_status s;

	if (c->tool->args_schema)
		return run_raw_tool(c, args);
	s = make_args(c, &c->tool->args, args, &data);
	return s < 0 ? s : c->tool->run(&c->ctx, data);
}

static mcp_status run_prompt(struct call *c, struct span args)
{
	void *data = NULL;
	mcp_status s = make_args(c, &c->prompt->args, args, &data);

	return s < 0 ? s : c->prompt->get(&c->ctx, data);
}

static mcp_status run_resource(struct call *c, struct span args)
{
	const char *uri = scan_text_copy(scan_get(args, "uri"), &c->arena);
	void *data = NULL;
	mcp_status s;

	if (!uri)
		return too_much(c);
	s = make_args(c, &c->resource->args, scan_get(args, "variables"), &data);
	return s < 0 ? s : c->resource->read(&c->ctx, uri, data);
}

static mcp_status run_complete(struct call *c, struct span args)
{
	const char *argument = scan_text_copy(scan_get(args, "argument"), &c->arena);
	const char *value = scan_text_copy(scan_get(args, "value"), &c->arena);
	struct span context = scan_get(args, "context");
	const char *chosen = context.at ? arena_copy(&c->arena, context.at, context.len) : "{}";
	mcp_status (*complete)(mcp_ctx * ctx, const char *argument, const char *value) =
		c->prompt ? c->prompt->complete : c->resource->complete;

	if (!argument || !value || !chosen)
		return too_much(c);
	c->chosen = span_of(chosen);
	return complete ? complete(&c->ctx, argument, value) : MCP_OK;
}

static mcp_status run(struct call *c, struct span frame)
{
	struct span args = scan_get(frame, "args");
	mcp_status s = asked_take(c, frame);

	if (s < 0)
		return s;
	switch (c->kind) {
	case RUN_PROMPT:
		return run_prompt(c, args);
	case RUN_RESOURCE:
		return run_resource(c, args);
	case RUN_COMPLETE:
		return run_complete(c, args);
	default:
		return run_tool(c, args);
	}
}

/* ---- Judging. ---- */

/* A handler of the kind gave what it must. */
static bool has_answer(const struct call *c)
{
	bool has_text = c->text_given || c->text.len > 0;
	bool has_blocks = c->content.count > 0 || c->content.structured.len > 0;

	if (c->kind != RUN_TOOL)
		return c->kind == RUN_COMPLETE || c->content.count > 0;
	if (c->content.is_failure)
		return has_blocks || has_text;
	if (c->tool->result.count > 0)
		return c->result.len > 0;
	if (c->tool->result_schema)
		return c->content.structured.len > 0;
	return has_text || has_blocks;
}

static mcp_status judge_question(struct call *c)
{
	if (c->kind != RUN_COMPLETE && !c->asked.requests.failed &&
		(c->asked.requests.len > 0 || c->asked.memories))
		return MCP_E_NEEDS_INPUT;
	return fault_set(&c->fault, MCP_E_INTERNAL,
		"%s needs answers and asks nothing; tell its author", c->subject);
}

/* A status the contract does not have, or success without what was promised, is the tool's bug. */
static mcp_status judge(struct call *c, mcp_status s)
{
	if (s > MCP_OK || s < MCP_E_PROTOCOL)
		return fault_set(&c->fault, MCP_E_INTERNAL,
			"%s ended with status %d, which does not exist; tell its author",
			c->subject, s);
	if (s == MCP_E_NEEDS_INPUT)
		return judge_question(c);
	if (s < MCP_OK && c->fault.text[0] == '\0')
		return fault_set(&c->fault, s, "%s gave no reason (%s); tell its author",
			c->subject, status_word(s));
	if (s < MCP_OK)
		return s;
	if (c->result.failed || c->text.failed || content_is_full(&c->content))
		return fault_set(&c->fault, MCP_E_MEMORY,
			"the answer of %s is too large; ask for less", c->name);
	if (has_answer(c))
		return MCP_OK;
	/* A reply that was refused, and the refusal ignored. */
	if (c->fault.status < MCP_OK)
		return c->fault.status;
	return fault_set(&c->fault, MCP_E_INTERNAL, "%s ended without an answer; tell its author",
		c->subject);
}

/* ---- Telling. ---- */

static void write_failure(struct buf *b, const struct fault *f)
{
	json_name(b, "text");
	json_cstr(b, f->text);
	if (f->retry_after_s > 0) {
		json_name(b, "retry_after_s");
		json_int(b, f->retry_after_s);
	}
}

static void write_answer(struct buf *b, struct call *c)
{
	content_write(c, b);
	if (c->kind != RUN_TOOL)
		return;
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
	else if (s == MCP_E_NEEDS_INPUT)
		asked_write(&c->asked, &l->out);
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
	if (c.tool || c.prompt || c.resource)
		s = judge(&c, run(&c, frame));
	else
		s = fault_set(&c.fault, MCP_E_INTERNAL,
			"the plugin has no such tool any more; start the host again");

	if (!send_done(&c, s)) {
		s = fault_set(&c.fault, MCP_E_MEMORY, "the answer of %s is too large; ask for less",
			c.name);
		(void)send_done(&c, s);
	}
	end(&c);
}
