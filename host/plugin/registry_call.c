/* registry_call - calls: waiting, running, asking services, ending. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/plugin/frames.h"
#include "host/plugin/registry_inner.h"

#define PROGRESS_EVERY_MS 50
#define LOG_LINES 200 /* of one call; the rest is dropped */
#define NOTES_READ 32

/* ---- Ends. ---- */

/* Takes the call off its registry, tells how it ended, frees it. */
static void tell(struct registry *r, struct call *c)
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
		tell(r, over);
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
		if (w->state == PROCESS_IDLE)
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
	process_send(p, start);
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

static mcp_status admit(const struct registry *r, const struct tool *tool, struct fault *f)
{
	if (r->stopping)
		return fault_set(f, MCP_E_CANCELLED, "the host stops");
	if (tool->plugin->state != PLUGIN_READY)
		return fault_set(f, MCP_E_CONFIG, "tool %s is not on offer any more (%s)",
			tool->declared->name, tool->plugin->why);
	if (r->call_count >= r->config->limits.calls)
		return fault_set(f, MCP_E_BUSY, "%lld calls wait already; try again in a moment",
			(long long)r->config->limits.calls);
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

uint64_t registry_call(struct registry *r, const struct tool *tool, struct span args,
	enum lane lane, const struct call_events *events, struct fault *f)
{
	struct call *c;
	char *copy;

	if (admit(r, tool, f) < 0)
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
	process_send(p, frame_begin(&p->out, "cancel"));
	registry_arm(r);
}

/* ---- Services. ---- */

static struct call *find_request(const struct registry *r, uint64_t id)
{
	struct call *c = r->calls;

	while (c && c->request != id)
		c = c->next;
	return c;
}

static void give_failure(struct buf *b, const struct fault *f)
{
	json_name(b, "text");
	json_cstr(b, f->text);
	json_name(b, "retry_after_s");
	json_int(b, f->retry_after_s);
}

static void give(struct call *c, const struct service_reply *reply)
{
	struct process *p = c->process;
	size_t start = frame_begin(&p->out, "give");
	bool answered = reply->fault.status == MCP_OK;

	c->request = 0;
	provenance_merge(&c->end.from, &reply->from);
	json_name(&p->out, "seq");
	json_int(&p->out, c->seq);
	json_name(&p->out, "status");
	json_cstr(&p->out, answered ? "ok" : status_word(reply->fault.status));
	if (!answered) {
		give_failure(&p->out, &reply->fault);
	} else {
		json_name(&p->out, "body");
		buf_put(&p->out, reply->body, reply->body_len);
	}
	process_send(p, start);
}

static void tell_progress(struct call *c, double done, double total, struct span text)
{
	int64_t now = registry_now(c->tool->plugin->registry);

	if (!isfinite(done) || !isfinite(total) || done <= c->progress ||
		(c->progress_ms != 0 && now - c->progress_ms < PROGRESS_EVERY_MS))
		return;
	c->progress = done;
	c->progress_ms = now;
	if (c->events.progress)
		c->events.progress(c->events.self, done, total, text);
}

void registry_give(struct registry *r, const struct service_reply *reply)
{
	struct call *c = reply->id ? find_request(r, reply->id) : NULL;

	if (c && reply->more)
		tell_progress(c, reply->done, reply->total, (struct span){ NULL, 0 });
	else if (c)
		give(c, reply);
	free(reply->body);
}

const char *registry_request_plugin(const struct registry *r, uint64_t id)
{
	const struct call *c = id ? find_request(r, id) : NULL;

	return c ? c->tool->plugin->setting->name : NULL;
}

static bool is_needed(const struct declared *d, const char *service)
{
	size_t len = strlen(service);

	for (uint32_t i = 0; i < d->need_count; i++)
		if (strncmp(d->needs[i], service, len) == 0 &&
			(d->needs[i][len] == '\0' || strcmp(d->needs[i] + len, "?") == 0))
			return true;
	return false;
}

static void post(struct call *c, const struct service_request *request)
{
	struct registry *r = c->tool->plugin->registry;
	struct service_reply reply = { .id = request->id };

	if (r->services.post(r->services.self, request, &reply.fault) == MCP_OK)
		return;
	provenance_init(&reply.from);
	registry_give(r, &reply);
}

bool call_need(struct call *c, struct span frame)
{
	char service[64];
	char op[64];
	struct span query = scan_get(frame, "q");
	struct service_request request = {
		.service = service,
		.op = op,
		.body = query,
		.lane = c->lane,
		.deadline_mono_ms = c->deadline_mono_ms,
	};

	if (c->request != 0 || scan_kind(query) != SCAN_OBJECT ||
		!scan_int(scan_get(frame, "seq"), &c->seq) ||
		!scan_text_into(scan_get(frame, "service"), service, sizeof service) ||
		!scan_text_into(scan_get(frame, "op"), op, sizeof op) ||
		!is_needed(&c->tool->plugin->declared, service))
		return false;

	c->request = ++c->tool->plugin->registry->last_id;
	request.id = c->request;
	post(c, &request);
	return true;
}

/* ---- What a running worker says. ---- */

bool call_progress(struct call *c, struct span frame)
{
	struct span text = scan_get(frame, "text");
	double done;
	double total;

	if (!scan_real(scan_get(frame, "done"), &done) ||
		!scan_real(scan_get(frame, "total"), &total))
		return false;
	if (scan_kind(text) != SCAN_TEXT)
		text = (struct span){ NULL, 0 };
	tell_progress(c, done, total, text);
	return true;
}

bool call_log(struct call *c, struct span frame)
{
	struct span text = scan_get(frame, "text");
	int64_t level;

	if (!scan_int(scan_get(frame, "level"), &level) || scan_kind(text) != SCAN_TEXT)
		return false;
	if (level < MCP_LOG_ERROR || level > MCP_LOG_DEBUG)
		level = MCP_LOG_INFO;
	if (c->events.log && c->log_lines++ < LOG_LINES)
		c->events.log(c->events.self, (int32_t)level, text);
	return true;
}

static void read_notes(struct call *c, struct span notes)
{
	struct scan_iter it = scan_iter(notes);
	char text[200];
	struct span note;

	for (int i = 0; i < NOTES_READ && scan_item(&it, &note); i++) {
		registry_clean_text(note, text, sizeof text);
		if (text[0])
			provenance_note_text(&c->end.from, span_of(text));
	}
}

static void read_failure(struct call *c, struct span frame, mcp_status status)
{
	struct fault *f = &c->end.fault;
	int64_t retry = 0;

	f->status = status;
	registry_clean_text(scan_get(frame, "text"), f->text, sizeof f->text);
	if (f->text[0] == '\0')
		(void)fault_set(f, status, "tool %s gave no reason (%s); tell its author",
			c->tool->declared->name, status_word(status));
	if (scan_int(scan_get(frame, "retry_after_s"), &retry) && retry > 0 && retry < 86400)
		f->retry_after_s = (int32_t)retry;
}

/* Success must keep what the tool declared. */
static void read_answer(struct call *c, struct span frame)
{
	const struct declared_tool *declared = c->tool->declared;
	struct span result = scan_get(frame, "result");
	struct span text = scan_get(frame, "text");
	struct fault f = { 0 };
	bool kept;

	if (declared->result.count > 0)
		kept = check_result(&declared->result, result, &f) == MCP_OK;
	else
		kept = scan_kind(text) == SCAN_TEXT;
	if (!kept) {
		c->end.crashed = true;
		(void)fault_set(&c->end.fault, MCP_E_INTERNAL,
			"tool %s gave an answer it does not declare (%s); tell its author",
			declared->name, f.text[0] ? f.text : phrase("no text"));
		return;
	}

	if (declared->result.count > 0)
		c->end.result = result;
	if (scan_kind(text) == SCAN_TEXT)
		c->end.text = text;
}

bool call_done(struct call *c, struct span frame)
{
	struct registry *r = c->tool->plugin->registry;
	char word[32];
	bool sound = scan_text_into(scan_get(frame, "status"), word, sizeof word);

	if (!sound || c->request != 0) {
		call_crashed(r, c);
		return false;
	}
	read_notes(c, scan_get(frame, "notes"));
	if (strcmp(word, "ok") == 0)
		read_answer(c, frame);
	else
		read_failure(c, frame, status_from_word(word));
	tell(r, c);
	return true;
}
