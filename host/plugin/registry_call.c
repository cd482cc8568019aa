/* registry_call - calls: waiting, running, ending. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/json.h"
#include "host/plugin/frames.h"
#include "host/plugin/registry_inner.h"

/* ---- Ends. ---- */

/* Takes the call off its registry, tells how it ended, frees it. */
void call_tell(struct registry *r, struct call *c)
{
	struct call **at = &r->calls;

	while (*at != c)
		at = &(*at)->next;
	*at = c->next;
	r->call_count--;
	c->events.done(c->events.self, &c->end);
	free(c->memory);
	free(c);
}

static void drop_request(struct registry *r, struct call *c)
{
	uint64_t id = c->request;

	c->request = 0;
	if (id != 0)
		r->services.cancel(r->services.self, id);
}

/* Once: the first reason stays. */
static void finish(struct registry *r, struct call *c)
{
	c->over = true;
	c->process = NULL;
	drop_request(r, c);
	registry_arm(r);
}

void call_over(struct registry *r, struct call *c, mcp_status status, const char *text)
{
	if (c->over)
		return;
	(void)fault_set(&c->end.fault, status, "%s", text);
	finish(r, c);
}

void call_crashed(struct registry *r, struct call *c)
{
	if (c->over)
		return;
	c->end.crashed = true;
	(void)fault_set(
		&c->end.fault, MCP_E_INTERNAL, "%s stopped unexpectedly; try again", c->subject);
	finish(r, c);
}

void calls_cancel_all(struct registry *r)
{
	for (struct call *c = r->calls; c; c = c->next)
		call_over(r, c, MCP_E_CANCELLED, phrase("the host stops"));
}

static void expire(struct registry *r, struct call *c)
{
	struct process *p = c->process;

	(void)fault_set(&c->end.fault, MCP_E_DEADLINE,
		"%s did not finish within %lld s; ask for less, or try again later", c->subject,
		(long long)(c->target.deadline_ms / 1000));
	finish(r, c);
	if (!p)
		return;
	p->call = NULL;
	process_condemn(p, "its call passed the deadline");
}

static struct call *find_over(struct registry *r)
{
	struct call *c = r->calls;

	while (c && !c->over)
		c = c->next;
	return c;
}

void calls_tick(struct registry *r, int64_t now)
{
	struct call *over;

	for (struct call *c = r->calls; c; c = c->next)
		if (!c->over && c->due_ms <= now)
			expire(r, c);
	/* From the top each time: the one told may call, cancel or stop. */
	while ((over = find_over(r)) != NULL)
		call_tell(r, over);
}

int64_t calls_due(const struct registry *r, int64_t now)
{
	int64_t soonest = 0;

	for (const struct call *c = r->calls; c; c = c->next) {
		int64_t due = c->over ? now : c->due_ms;

		if (soonest == 0 || due < soonest)
			soonest = due;
	}
	return soonest;
}

/* ---- Waiting and running. ---- */

static struct process *find_idle(const struct plugin *p)
{
	for (struct process *w = p->processes; w; w = w->next)
		if (w->state == PROCESS_IDLE && w->pid > 0)
			return w;
	return NULL;
}

static struct call *find_waiting(const struct plugin *p)
{
	struct call *best = NULL;

	for (struct call *c = p->registry->calls; c; c = c->next)
		if (c->target.plugin == p && !c->process && !c->over &&
			(!best || c->order.lane < best->order.lane))
			best = c;
	return best;
}

static void put_if_given(struct buf *b, const char *name, struct span json)
{
	if (!json.at)
		return;
	json_name(b, name);
	buf_span(b, json);
}

static void run(struct process *p, struct call *c)
{
	static const char *const kinds[] = { [CALL_TOOL] = "tool",
		[CALL_PROMPT] = "prompt",
		[CALL_RESOURCE] = "resource",
		[CALL_COMPLETE] = "complete" };
	struct buf *b = &p->out;
	size_t start = frame_begin(b, "call");

	json_name(b, "kind");
	json_cstr(b, kinds[c->order.kind]);
	if (c->order.kind == CALL_COMPLETE) {
		json_name(b, "of");
		json_cstr(b, c->order.prompt ? "prompt" : "resource");
	}
	json_name(b, "name");
	json_cstr(b, c->target.name);
	put_if_given(b, "args", c->order.args);
	put_if_given(b, "inputs", c->order.inputs);
	put_if_given(b, "kept", c->order.kept);
	json_name(b, "client");
	json_int(b, c->order.client);
	json_name(b, "now_ms");
	json_int(b, clock_wall(&c->target.plugin->registry->env->clock));
	p->state = PROCESS_BUSY;
	p->call = c;
	c->process = p;
	socket_send(p, start);
}

/* One more worker when more calls wait than workers are being opened. */
static void grow(struct plugin *plugin)
{
	int64_t alive = 0;
	int64_t opening = 0;
	int64_t waiting = 0;

	for (const struct process *p = plugin->processes; p; p = p->next) {
		alive += p->state != PROCESS_CONDEMNED;
		opening += p->state == PROCESS_OPENING || p->state == PROCESS_CONFIGURING;
	}
	for (const struct call *c = plugin->registry->calls; c; c = c->next)
		waiting += c->target.plugin == plugin && !c->process && !c->over;
	/* due_ms: a worker was lost while opening, and the pause after it is not over. */
	if (waiting > opening && alive < plugin->registry->config->limits.workers &&
		plugin->due_ms == 0)
		process_start(plugin);
}

void calls_pump(struct plugin *p)
{
	struct call *c;
	struct process *idle;

	if (p->registry->stopping)
		return;
	while ((c = find_waiting(p)) != NULL && (idle = find_idle(p)) != NULL)
		run(idle, c);
	if (c)
		grow(p);
	if (p->retired)
		plugin_drain(p);
	registry_arm(p->registry);
}

mcp_status call_not_on_offer(const char *subject, struct fault *f)
{
	return fault_set(f, MCP_E_CONFIG,
		"%s is not on offer any more; mcp-volume-ranking check says why", subject);
}

/* ---- Orders. ---- */

static struct target find_target(const struct call_order *o)
{
	struct target t;

	if (o->kind == CALL_TOOL)
		t = (struct target){ o->tool->plugin, o->tool->declared->name,
			o->tool->deadline_ms };
	else if (o->kind == CALL_PROMPT || (o->kind == CALL_COMPLETE && o->prompt))
		t = (struct target){ o->prompt->plugin, o->prompt->declared->name,
			o->prompt->deadline_ms };
	else
		t = (struct target){ o->resource->plugin, o->resource->declared->uri,
			o->resource->deadline_ms };
	if (o->deadline_ms > 0)
		t.deadline_ms = o->deadline_ms;
	return t;
}

static void name_subject(const struct call_order *o, const char *name, char ret[CALL_SUBJECT])
{
	const char *fmt = o->kind == CALL_TOOL ? phrase("tool %.128s")
	                  : o->prompt          ? phrase("prompt %.128s")
	                                       : phrase("resource %.128s");

	(void)snprintf(ret, CALL_SUBJECT, fmt, name); // NOLINT: fmt is one of ours
}

static mcp_status admit(const struct registry *r, const struct call *c, struct fault *f)
{
	const struct call_order *o = &c->order;

	if (r->stopping)
		return fault_set(f, MCP_E_CANCELLED, "the host stops");
	if (c->target.plugin->state != PLUGIN_READY || c->target.plugin->retired)
		return call_not_on_offer(c->subject, f);
	if (r->call_count >= r->config->limits.calls)
		return fault_set(f, MCP_E_BUSY, "%lld calls wait already; try again in a moment",
			(long long)r->config->limits.calls);
	if (o->args.len > BODY_MAX || o->inputs.len > BODY_MAX || o->kept.len > BODY_MAX ||
		o->args.len + o->inputs.len + o->kept.len > BODY_MAX)
		return fault_set(f, MCP_E_ARGUMENT, "the arguments of %s are too large; give less",
			c->target.name);
	return MCP_OK;
}

/* Copies the bytes of *span to `at`, where it points then; returns the end. */
static char *move(struct span *span, char *at)
{
	if (!span->at)
		return at;
	memcpy(at, span->at, span->len);
	span->at = at;
	return at + span->len;
}

/* The spans of the order come to lie in the call's own memory. */
static bool keep_order(struct call *c)
{
	struct call_order *o = &c->order;

	if (o->args.len == 0)
		o->args = SPAN("{}");
	c->memory = malloc(o->args.len + o->inputs.len + o->kept.len);
	if (!c->memory)
		return false;
	(void)move(&o->kept, move(&o->inputs, move(&o->args, c->memory)));
	return true;
}

static void append(struct registry *r, struct call *c)
{
	struct call **at = &r->calls;

	while (*at)
		at = &(*at)->next;
	*at = c;
	r->call_count++;
}

static void drop(void *call)
{
	struct call **c = call;

	if (*c)
		free((*c)->memory);
	free(*c);
}

uint64_t registry_call(struct registry *r, const struct call_order *order,
	const struct call_events *events, struct fault *f)
{
	CLEANUP(drop) struct call *made = calloc(1, sizeof *made);
	struct call *c = made;

	if (!c) {
		(void)fault_set(f, MCP_E_MEMORY, "out of memory; try again later");
		return 0;
	}
	c->order = *order;
	c->target = find_target(order);
	name_subject(order, c->target.name, c->subject);
	if (admit(r, c, f) < 0)
		return 0;
	if (!keep_order(c)) {
		(void)fault_set(f, MCP_E_MEMORY, "out of memory; try again later");
		return 0;
	}

	uv_update_time(r->loop);
	c->id = ++r->last_id;
	c->events = *events;
	c->due_ms = registry_now(r) + c->target.deadline_ms;
	c->deadline_mono_ms = clock_mono(&r->env->clock) + c->target.deadline_ms;
	provenance_init(&c->end.from);
	append(r, TAKE(made));
	calls_pump(c->target.plugin);
	return c->id;
}

void registry_cancel(struct registry *r, uint64_t id)
{
	struct call *c = r->calls;
	struct process *p;

	while (c && (c->id != id || c->over))
		c = c->next;
	if (!c)
		return;

	p = c->process;
	call_over(r, c, MCP_E_CANCELLED, phrase("the call was cancelled"));
	if (!p)
		return;
	p->call = NULL;
	p->state = PROCESS_DRAINING;
	p->due_ms = registry_now(r) + CANCEL_GRACE_MS;
	socket_send(p, frame_begin(&p->out, "cancel"));
	registry_arm(r);
}
