/* registry_call - calls: waiting, running, ending. */
#include <stdlib.h>
#include <string.h>

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
	free(c->args);
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
	(void)fault_set(&c->end.fault, MCP_E_INTERNAL, "tool %s stopped unexpectedly; try again",
		c->tool->declared->name);
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
		"tool %s did not finish within %lld s; ask for less, or try again later",
		c->tool->declared->name, (long long)(c->tool->deadline_ms / 1000));
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
		if (c->tool->plugin == p && !c->process && !c->over &&
			(!best || c->lane < best->lane))
			best = c;
	return best;
}

static void run(struct process *p, struct call *c)
{
	struct buf *b = &p->out;
	size_t start = frame_begin(b, "call");

	json_name(b, "tool");
	json_cstr(b, c->tool->declared->name);
	json_name(b, "args");
	buf_put(b, c->args, c->args_len);
	json_name(b, "now_ms");
	json_int(b, clock_wall(&c->tool->plugin->registry->env->clock));
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
		waiting += c->tool->plugin == plugin && !c->process && !c->over;
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
	registry_arm(p->registry);
}

mcp_status call_not_on_offer(const struct tool *tool, struct fault *f)
{
	return fault_set(f, MCP_E_CONFIG,
		"tool %s is not on offer any more; mcp-volume-ranking check says why",
		tool->declared->name);
}

static mcp_status admit(
	const struct registry *r, const struct tool *tool, struct span args, struct fault *f)
{
	if (r->stopping)
		return fault_set(f, MCP_E_CANCELLED, "the host stops");
	if (tool->plugin->state != PLUGIN_READY)
		return call_not_on_offer(tool, f);
	if (r->call_count >= r->config->limits.calls)
		return fault_set(f, MCP_E_BUSY, "%lld calls wait already; try again in a moment",
			(long long)r->config->limits.calls);
	if (args.len > BODY_MAX)
		return fault_set(f, MCP_E_ARGUMENT, "the arguments of %s are too large; give less",
			tool->declared->name);
	return MCP_OK;
}

static void append(struct registry *r, struct call *c)
{
	struct call **at = &r->calls;

	while (*at)
		at = &(*at)->next;
	*at = c;
	r->call_count++;
}

/* Six parameters, each a thing of its own; a struct around them would only be unpacked here.
 * NOLINTNEXTLINE(readability-function-size) */
uint64_t registry_call(struct registry *r, const struct tool *tool, struct span args,
	enum lane lane, const struct call_events *events, struct fault *f)
{
	struct call *c;
	char *copy;

	if (admit(r, tool, args, f) < 0)
		return 0;
	c = calloc(1, sizeof *c);
	copy = malloc(args.len + 2);
	if (!c || !copy) {
		free(c);
		free(copy);
		(void)fault_set(f, MCP_E_MEMORY, "out of memory; try again later");
		return 0;
	}

	c->args_len = args.len ? args.len : 2;
	memcpy(copy, args.len ? args.at : "{}", c->args_len);
	uv_update_time(r->loop);
	c->id = ++r->last_id;
	c->tool = tool;
	c->lane = lane;
	c->events = *events;
	c->args = copy;
	c->due_ms = registry_now(r) + tool->deadline_ms;
	c->deadline_mono_ms = clock_mono(&r->env->clock) + tool->deadline_ms;
	provenance_init(&c->end.from);
	append(r, c);
	calls_pump(tool->plugin);
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
