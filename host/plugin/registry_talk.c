/* registry_talk - what a running worker says about its call, and what services answer. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/phrase.h"
#include "data/json.h"
#include "data/scan.h"
#include "data/uri_template.h"
#include "host/plugin/frames.h"
#include "host/plugin/registry_inner.h"

#define PROGRESS_EVERY_MS 50
#define LOG_LINES 200 /* of one call; the rest is dropped */
#define NOTES_READ 32
#define CHANGES 64 /* of one call; the rest is dropped */

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
	struct fault f = reply->fault;
	size_t start;

	c->request = 0;
	provenance_merge(&c->end.from, &reply->from);
	if (f.status == MCP_OK && reply->body_len > BODY_MAX)
		(void)fault_set(&f, MCP_E_UPSTREAM, "the answer of %s is too large; ask for less",
			c->target.name);

	start = frame_begin(&p->out, "give");
	json_name(&p->out, "seq");
	json_int(&p->out, c->seq);
	json_name(&p->out, "status");
	json_cstr(&p->out, status_word(f.status));
	if (f.status == MCP_OK) {
		json_name(&p->out, "body");
		buf_put(&p->out, reply->body, reply->body_len);
	} else {
		give_failure(&p->out, &f);
	}
	socket_send(p, start);
}

static void tell_progress(struct call *c, double done, double total, struct span text)
{
	int64_t now = registry_now(c->target.plugin->registry);
	bool is_last = total > 0 && done >= total && !c->progress_ended;
	bool is_first = c->progress_ms == 0;
	bool too_soon = !is_first && now - c->progress_ms < PROGRESS_EVERY_MS;

	if (!isfinite(done) || !isfinite(total) || (!is_first && done <= c->progress) ||
		(too_soon && !is_last))
		return;
	c->progress = done;
	c->progress_ms = now;
	c->progress_ended = c->progress_ended || is_last; /* the last comes through, once */
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

static void post(struct call *c, const struct service_request *request)
{
	struct registry *r = c->target.plugin->registry;
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
		.run = c->id,
		.plugin = c->target.plugin->setting->name,
		.service = service,
		.op = op,
		.body = query,
		.lane = c->order.lane,
		.deadline_mono_ms = c->deadline_mono_ms,
	};

	if (c->request != 0 || scan_kind(query) != SCAN_OBJECT ||
		!scan_int(scan_get(frame, "seq"), &c->seq) ||
		!scan_text_into(scan_get(frame, "service"), service, sizeof service) ||
		!scan_text_into(scan_get(frame, "op"), op, sizeof op) ||
		!declared_needs(&c->target.plugin->declared, service))
		return false;

	c->request = ++c->target.plugin->registry->last_id;
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

	/* A call that was cancelled is over already: this one's reader waits for an answer. */
	if (status == MCP_E_CANCELLED) {
		(void)fault_set(f, MCP_E_INTERNAL,
			"%s gave up although nobody cancelled it; tell its author", c->subject);
		return;
	}

	f->status = status;
	registry_clean_text(scan_get(frame, "text"), f->text, sizeof f->text);
	if (f->text[0] == '\0')
		(void)fault_set(f, status, "%s gave no reason (%s); tell its author", c->subject,
			status_word(status));
	if (scan_int(scan_get(frame, "retry_after_s"), &retry) && retry > 0 && retry < 86400)
		f->retry_after_s = (int32_t)retry;
}

/* Only those that listen hear of it; a plugin that never stops saying so is not heard for ever. */
bool call_changed(struct call *c, struct span frame)
{
	struct registry *r = c->target.plugin->registry;
	char uri[URI_MAX + 1] = "";
	int64_t what;

	if (!scan_int(scan_get(frame, "what"), &what) || what < MCP_CHANGED_TOOLS ||
		what > MCP_CHANGED_RESOURCE)
		return false;
	if (what == MCP_CHANGED_RESOURCE &&
		(!scan_text_into(scan_get(frame, "uri"), uri, sizeof uri) ||
			!uri_is_sound(span_of(uri))))
		return false;
	if (r->told && c->changes++ < CHANGES)
		r->told(r->self, (uint32_t)what, span_of(uri));
	return true;
}

bool call_done(struct call *c, struct span frame)
{
	struct registry *r = c->target.plugin->registry;
	char word[32];
	bool sound = scan_text_into(scan_get(frame, "status"), word, sizeof word);

	/* What it says goes out as it is, on one line. */
	if (!sound || memchr(frame.at, '\n', frame.len) || memchr(frame.at, '\r', frame.len) ||
		c->request != 0) {
		call_crashed(r, c);
		return false;
	}
	read_notes(c, scan_get(frame, "notes"));
	if (strcmp(word, "ok") == 0)
		answer_read(c, frame);
	else if (status_from_word(word) == MCP_E_NEEDS_INPUT)
		answer_read_questions(c, frame);
	else
		read_failure(c, frame, status_from_word(word));
	call_tell(r, c);
	return true;
}
