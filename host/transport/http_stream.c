/* http_stream - the messages of one legacy request, kept for a client that comes back. */
#include <stdlib.h>

#include "host/transport/http_inside.h"

#define RETRY_MS 1000
#define ENDED_MAX 32 /* streams of a session kept after their end */

static size_t replay_max(const struct stream *t)
{
	return (size_t)t->session->hs->set->replay_bytes;
}

/* ---- Events. ---- */

static void drop_oldest(struct stream *t)
{
	struct event *e = t->events;

	t->events = e->next;
	t->bytes -= e->len;
	t->session->hs->kept_bytes -= e->len;
	if (!t->events)
		t->newest = NULL;
	free(e);
}

static bool may_keep(const struct stream *t, size_t len)
{
	return replay_max(t) > 0 && t->session->hs->kept_bytes + len <= HTTP_KEPT_MAX;
}

/* Numbers a message and keeps it; the oldest ones make room, the newest one always stays. */
static uint32_t keep_event(struct stream *t, const struct span *parts, uint32_t count)
{
	struct event *e;
	size_t len = 0;

	t->last++;
	for (uint32_t i = 0; i < count; i++)
		len += parts[i].len;
	e = may_keep(t, len) ? malloc(sizeof *e + len) : NULL;
	if (!e)
		return t->last;
	*e = (struct event){ .number = t->last };
	for (uint32_t i = 0; i < count; i++) {
		memcpy(e->at + e->len, parts[i].at, parts[i].len);
		e->len += parts[i].len;
	}
	if (t->newest)
		t->newest->next = e;
	else
		t->events = e;
	t->newest = e;
	t->bytes += len;
	t->session->hs->kept_bytes += len;
	while (t->bytes > replay_max(t) && t->events != t->newest)
		drop_oldest(t);
	return t->last;
}

static void put_event(struct stream *t, const struct span *parts, uint32_t count)
{
	struct sse_id id = { t->number, keep_event(t, parts, count) };

	if (t->conn)
		conn_event(t->conn, &id, parts, count);
}

/* Ended streams go, oldest first, when the session keeps too much. */
static void trim_session(struct session *s)
{
	size_t bytes = 0;
	uint32_t ended = 0;
	struct stream **at = &s->streams;

	while (*at) {
		struct stream *t = *at;

		bytes += t->bytes;
		ended += t->ended;
		if (t->ended && !t->conn &&
			(ended > ENDED_MAX || (ended > 1 && bytes > replay_max(t)))) {
			*at = t->next;
			bytes -= t->bytes;
			stream_done(t);
			free(t);
			continue;
		}
		at = &t->next;
	}
}

/* ---- Its reader. ---- */

static struct conn *let_go(struct stream *t)
{
	struct conn *c = t->conn;

	t->conn = NULL;
	/* What was not begun cannot be come back to. */
	t->outlet.deaf = t->number > 0 && !t->begun;
	if (c)
		c->stream = NULL;
	return c;
}

void stream_detach(struct stream *t)
{
	(void)let_go(t);
}

void stream_cut(struct stream *t)
{
	struct conn *c = let_go(t);

	if (c)
		conn_end_stream(c);
}

/* The first event has no data: a client of 2025-11-25 learns where it may come back. */
static void prime(struct stream *t)
{
	struct sse_id id = { t->number, t->last };
	char text[SSE_HEAD_MAX];

	if (peer_version(t->session->peer) == VERSION_2025_11_25)
		conn_stream_text(t->conn, sse_priming(&id, RETRY_MS, text));
}

static bool begin(struct stream *t)
{
	if (!t->conn || t->conn->no_stream || !conn_begin_stream(t->conn, NULL))
		return false;
	t->begun = true;
	t->begun_at = uv_now(t->session->hs->server->loop);
	prime(t);
	return true;
}

void stream_attach(struct stream *t, struct conn *c, uint32_t number)
{
	stream_cut(t);
	if (!conn_begin_stream(c, NULL)) {
		conn_refuse(c, 503, TOO_MANY_STREAMS);
		return;
	}
	t->conn = c;
	t->begun = true;
	t->resumed = true;
	c->stream = t;
	if (t->number == 0)
		prime(t);
	for (const struct event *e = t->events; e; e = e->next) {
		struct sse_id id = { t->number, e->number };
		struct span text = { e->at, e->len };

		if (e->number > number)
			conn_event(c, &id, &text, 1);
	}
	if (t->ended)
		stream_cut(t);
}

void stream_tick(struct stream *t, uint64_t now)
{
	uint64_t after = (uint64_t)t->session->hs->set->poll_after_ms;

	if (after > 0 && t->number > 0 && t->begun && !t->resumed &&
		peer_version(t->session->peer) == VERSION_2025_11_25 && now - t->begun_at >= after)
		stream_cut(t);
}

/* ---- What its requests send. ---- */

static void send_note(struct stream *t, const struct span *parts, uint32_t count)
{
	if (t->begun || (t->number > 0 && begin(t)))
		put_event(t, parts, count);
}

/* The answer of a request whose answer is no event stream so far. */
static void send_plain(
	struct stream *t, struct sending how, const struct span *parts, uint32_t count)
{
	struct session *s = t->session;
	struct conn *c = let_go(t);
	bool is_new = !s->kept && peer_version(s->peer) != VERSION_NONE;

	if (is_new)
		session_keep(s);
	stream_free(t);
	if (!c)
		return;
	if (how.kind == OUT_ANSWER && !(c->no_json && how.status == 200)) {
		conn_reply(c,
			&(struct http_reply){ .status = how.status,
				.type = "application/json",
				.session = is_new ? s->id : NULL },
			parts, count);
		return;
	}
	if (!conn_begin_stream(c, is_new ? s->id : NULL)) {
		conn_refuse(c, 503, TOO_MANY_STREAMS);
		return;
	}
	if (how.kind == OUT_ANSWER)
		conn_event(c, NULL, parts, count);
	conn_end_stream(c);
}

static void stream_send(
	struct outlet *o, struct sending how, const struct span *parts, uint32_t count)
{
	struct stream *t = (struct stream *)o;

	if (how.kind == OUT_NOTE) {
		send_note(t, parts, count);
		return;
	}
	if (!t->begun) {
		send_plain(t, how, parts, count);
		return;
	}
	if (how.kind == OUT_ANSWER)
		put_event(t, parts, count);
	t->ended = true;
	stream_cut(t);
	trim_session(t->session);
}

/* ---- Making and ending. ---- */

void stream_init(struct stream *t, struct session *s, uint32_t number)
{
	*t = (struct stream){ .outlet = { .send = stream_send }, .session = s, .number = number };
}

struct stream *stream_new(struct session *s, struct conn *c)
{
	struct stream *t = malloc(sizeof *t);

	if (!t)
		return NULL;
	if (++s->numbers == 0) /* all were used: 0 is the session's own */
		s->numbers = 1;
	stream_init(t, s, s->numbers);
	t->conn = c;
	t->outlet.deaf = c->no_stream;
	c->stream = t;
	t->next = s->streams;
	s->streams = t;
	return t;
}

void stream_done(struct stream *t)
{
	struct conn *c = let_go(t);

	while (t->events)
		drop_oldest(t);
	if (c && c->streams)
		conn_end_stream(c);
	else if (c)
		conn_refuse(c, 404, "the session has ended; send initialize");
}

void stream_free(struct stream *t)
{
	for (struct stream **at = &t->session->streams; *at; at = &(*at)->next) {
		if (*at == t) {
			*at = t->next;
			break;
		}
	}
	stream_done(t);
	free(t);
}
