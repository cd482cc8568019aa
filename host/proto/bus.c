/* bus - what changed, told to whoever listens. */
#include "host/proto/bus.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "host/proto/peer_inside.h"

#define NOTE_MAX ((size_t)1024 * 1024)

/* ---- Sinks. ---- */

static struct topic **find(struct sink *k, bool is_task, struct span name)
{
	struct topic **at = &k->topics;

	while (*at && ((*at)->is_task != is_task ||
			      !span_same((struct span){ (*at)->name, (*at)->len }, name)))
		at = &(*at)->next;
	return at;
}

bool sink_add(struct sink *k, bool is_task, struct span name)
{
	struct topic *t;

	if (*find(k, is_task, name))
		return true;
	if (k->topic_count >= BUS_TOPICS_MAX || name.len > BUS_NAMES_MAX - k->names_len)
		return false;
	t = calloc(1, sizeof *t + name.len);
	if (!t)
		return false;
	t->is_task = is_task;
	t->len = name.len;
	if (name.len > 0)
		memcpy(t->name, name.at, name.len);
	t->next = k->topics;
	k->topics = t;
	k->topic_count++;
	k->names_len += name.len;
	return true;
}

void sink_remove(struct sink *k, struct span uri)
{
	struct topic **at = find(k, false, uri);
	struct topic *t = *at;

	if (!t)
		return;
	*at = t->next;
	k->topic_count--;
	k->names_len -= t->len;
	free(t);
}

void sink_done(struct sink *k)
{
	while (k->topics) {
		struct topic *t = k->topics;

		k->topics = t->next;
		free(t);
	}
}

/* ---- Telling. ---- */

/* Where a sink's notes go, and the listen request they belong to (absent in the legacy era). */
struct reader {
	struct outlet *outlet;
	struct span id;
};

static void note(const struct reader *to, const char *method, const char *name, struct span text)
{
	CLEANUP(buf_done) struct buf b = { 0 };

	if (!to->id.at && !name) {
		send_notification(to->outlet, method, NOTHING);
		return;
	}
	buf_init(&b, NOTE_MAX);
	buf_char(&b, '{');
	if (name) {
		json_name(&b, name);
		json_text(&b, text);
	}
	if (to->id.at) {
		json_name(&b, "_meta");
		buf_puts(&b, "{\"io.modelcontextprotocol/subscriptionId\":");
		buf_span(&b, to->id);
		buf_char(&b, '}');
	}
	buf_char(&b, '}');
	if (!b.failed)
		send_notification(to->outlet, method, buf_as_span(&b));
}

static void tell(struct sink *k, const struct reader *to)
{
	static const struct {
		uint32_t list;
		const char *method;
	} lists[] = {
		{ BUS_TOOLS, "notifications/tools/list_changed" },
		{ BUS_PROMPTS, "notifications/prompts/list_changed" },
		{ BUS_RESOURCES, "notifications/resources/list_changed" },
	};
	uint32_t changed = k->changed & k->wants;

	k->changed = 0;
	for (size_t i = 0; i < COUNT_OF(lists); i++)
		if (changed & lists[i].list)
			note(to, lists[i].method, NULL, NOTHING);
	for (struct topic *t = k->topics; t; t = t->next) {
		if (t->changed)
			note(to, "notifications/resources/updated", "uri",
				(struct span){ t->name, t->len });
		t->changed = false;
	}
}

/* Before its `initialized` a legacy client is told nothing. */
static void on_timer(uv_timer_t *timer)
{
	struct server *s = timer->data;

	for (struct peer *p = s->peers; p; p = p->next) {
		if (p->ready)
			tell(&p->sink, &(struct reader){ .outlet = p->common });
		for (struct pending *q = p->pending; q; q = q->next)
			if (q->sink)
				tell(q->sink, &(struct reader){ q->outlet, q->id });
	}
}

static void tell_soon(struct server *s)
{
	if (!uv_is_active((uv_handle_t *)&s->bus.timer))
		(void)uv_timer_start(&s->bus.timer, on_timer, BUS_DELAY_MS, 0);
}

/* ---- Changes. ---- */

static void mark(struct sink *k, uint32_t lists, struct span uri)
{
	struct topic *t = uri.at ? *find(k, false, uri) : NULL;

	k->changed |= lists & k->wants;
	if (t)
		t->changed = true;
}

static void mark_all(struct server *s, uint32_t lists, struct span uri)
{
	for (struct peer *p = s->peers; p; p = p->next) {
		if (p->ready)
			mark(&p->sink, lists, uri);
		for (struct pending *q = p->pending; q; q = q->next)
			if (q->sink)
				mark(q->sink, lists, uri);
	}
	tell_soon(s);
}

void bus_changed(struct server *s, uint32_t lists)
{
	if (lists)
		mark_all(s, lists, NOTHING);
}

void bus_updated(struct server *s, struct span uri)
{
	mark_all(s, 0, uri);
}

void bus_task(struct server *s, struct span id, struct span members)
{
	CLEANUP(buf_done) struct buf b = { 0 };

	buf_init(&b, members.len + 4096); /* and an id */
	for (struct peer *p = s->peers; p; p = p->next) {
		for (struct pending *q = p->pending; q; q = q->next) {
			if (!q->sink || !*find(q->sink, true, id))
				continue;
			buf_clear(&b);
			buf_char(&b, '{');
			buf_span(&b, members);
			buf_puts(&b, ",\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":");
			buf_span(&b, q->id);
			buf_puts(&b, "}}");
			if (!b.failed)
				send_notification(
					q->outlet, "notifications/tasks", buf_as_span(&b));
		}
	}
}

void bus_init(struct server *s)
{
	(void)uv_timer_init(s->loop, &s->bus.timer);
	s->bus.timer.data = s;
}

void bus_done(struct server *s)
{
	if (!uv_is_closing((uv_handle_t *)&s->bus.timer))
		uv_close((uv_handle_t *)&s->bus.timer, NULL);
}
