/* http_session - conversations of the legacy era, each with an id of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "host/transport/http_inside.h"

#define SPARE_MS 60000 /* a session idle for that long may make room for another */

/* In no constant time: of 128 random bits nothing is learnt by how long one guess takes. */
struct session *session_find(struct http_server *hs, struct span id)
{
	for (struct session *s = hs->sessions; s; s = s->next)
		if (span_is(id, s->id))
			return s;
	return NULL;
}

static void unlink_it(struct session *s)
{
	if (s->prev)
		s->prev->next = s->next;
	else
		s->hs->sessions = s->next;
	if (s->next)
		s->next->prev = s->prev;
	s->prev = NULL;
	s->next = NULL;
}

static void link_first(struct session *s)
{
	s->next = s->hs->sessions;
	if (s->next)
		s->next->prev = s;
	s->hs->sessions = s;
}

void session_touch(struct session *s)
{
	s->used = uv_now(s->hs->server->loop);
	unlink_it(s);
	link_first(s);
}

static bool is_idle(const struct session *s, uint64_t now, uint64_t ms)
{
	return now - s->used >= ms && !s->common.conn && peer_pending(s->peer) == 0;
}

bool session_has_room(struct http_server *hs)
{
	uint64_t now = uv_now(hs->server->loop);
	struct session *spare = NULL;

	if (hs->session_count < (uint32_t)hs->set->sessions)
		return true;
	for (struct session *s = hs->sessions; s; s = s->next)
		if (is_idle(s, now, SPARE_MS))
			spare = s;
	if (spare)
		session_free(spare);
	return spare != NULL;
}

static bool make_id(char *ret)
{
	unsigned char bytes[SESSION_ID_LEN / 2];

	if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
		return false;
	for (size_t i = 0; i < sizeof bytes; i++)
		(void)snprintf(ret + 2 * i, 3, "%02x", bytes[i]);
	return true;
}

struct session *session_new(struct http_server *hs)
{
	struct session *s = calloc(1, sizeof *s);

	if (!s)
		return NULL;
	s->hs = hs;
	stream_init(&s->common, s, 0);
	s->peer = peer_new(&(struct peer_options){
		.server = hs->server, .kind = PEER_SESSION, .common = &s->common.outlet });
	if (!s->peer || !make_id(s->id)) {
		peer_free(s->peer);
		free(s);
		return NULL;
	}
	return s;
}

void session_keep(struct session *s)
{
	s->kept = true;
	s->used = uv_now(s->hs->server->loop);
	s->hs->session_count++;
	link_first(s);
	http_watch(s->hs);
}

void session_free(struct session *s)
{
	peer_free(s->peer);
	while (s->streams)
		stream_free(s->streams);
	stream_done(&s->common);
	if (s->kept) {
		unlink_it(s);
		s->hs->session_count--;
	}
	free(s);
}

void session_tick(struct session *s, uint64_t now)
{
	if (is_idle(s, now, (uint64_t)s->hs->set->session_idle * 1000))
		session_free(s);
}

void session_receive(struct session *s, const struct asked *a)
{
	struct stream *t = stream_new(s, a->conn);

	if (!t) {
		conn_refuse(a->conn, 503, "out of memory; try again later");
		return;
	}
	if (peer_receive(s->peer, &(struct incoming){ .text = a->body,
					  .outlet = &t->outlet,
					  .claims = &a->claims }) == RECEIVED_REQUEST)
		return;
	stream_detach(t);
	stream_free(t);
	conn_accepted(a->conn);
}

static struct stream *find_stream(struct session *s, uint32_t number)
{
	if (number == 0)
		return &s->common;
	for (struct stream *t = s->streams; t; t = t->next)
		if (t->number == number && t->begun)
			return t;
	return NULL;
}

void session_listen(struct session *s, const struct asked *a)
{
	struct sse_id id = { 0, s->common.last };
	struct stream *t;

	if (a->last_event.at && !sse_id_from(a->last_event, &id)) {
		conn_refuse(a->conn, 400, "Last-Event-ID is none of ours");
		return;
	}
	t = find_stream(s, id.stream);
	if (!t) {
		conn_refuse(a->conn, 400, "the stream of Last-Event-ID is not kept any more");
		return;
	}
	stream_attach(t, a->conn, id.number);
}
