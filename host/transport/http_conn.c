/* http_conn - a connection's coming and going, and when it reads. */
#include <stdlib.h>

#include "host/transport/http_inside.h"

#define LINGER_MS 2000        /* for the client to read a last answer */
#define AHEAD_MAX (64 * 1024) /* bytes of further requests kept while one is answered */
#define OVER_MAX 64           /* connections that are told there are too many */

static uint64_t now(const struct conn *c)
{
	return uv_now(c->hs->server->loop);
}

uint64_t conn_in_seconds(const struct conn *c, int64_t seconds)
{
	return now(c) + (uint64_t)seconds * 1000;
}

void conn_due(struct conn *c)
{
	if (c->is_due || c->state == CONN_CLOSED)
		return;
	c->is_due = true;
	c->next_due = c->hs->due;
	c->hs->due = c;
}

/* ---- Reading. ---- */

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *ret)
{
	struct conn *c = handle->data;

	(void)suggested;
	*ret = uv_buf_init(c->hs->room, HTTP_ROOM);
	if (!c->in || c->state == CONN_LINGERING)
		return;
	if (c->in_room - c->in_len < HTTP_KEPT_ROOM) {
		size_t room = c->in_room * 2 + HTTP_KEPT_ROOM;
		char *in = realloc(c->in, room);

		if (!in) {
			*ret = uv_buf_init(NULL, 0);
			return;
		}
		c->in = in;
		c->in_room = room;
	}
	*ret = uv_buf_init(c->in + c->in_len, (unsigned)(c->in_room - c->in_len));
}

/* The client sends nothing more: it is gone, unless it still reads a whole answer. */
static void on_end(struct conn *c, bool is_clean)
{
	c->ended = true;
	c->reading = false;
	(void)uv_read_stop((uv_stream_t *)&c->tcp);
	if (is_clean && c->state == CONN_HEAD && conn_unsent(c) > 0)
		c->state = CONN_LINGERING;
	else if (!is_clean || c->state != CONN_LINGERING || c->shutdown.data)
		c->broken = true;
	conn_due(c);
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct conn *c = stream->data;

	if (n == 0 || c->state == CONN_CLOSED)
		return;
	if (n < 0) {
		on_end(c, n == UV_EOF);
		return;
	}
	if (c->state == CONN_LINGERING || c->broken)
		return;
	if (c->in && buf->base != c->hs->room)
		conn_eat(c, c->in, c->in_len + (size_t)n);
	else
		conn_eat(c, buf->base, (size_t)n);
}

static void set_reading(struct conn *c, bool wanted)
{
	if (wanted == c->reading || c->ended)
		return;
	c->reading = wanted;
	if (!wanted)
		(void)uv_read_stop((uv_stream_t *)&c->tcp);
	else if (uv_read_start((uv_stream_t *)&c->tcp, on_alloc, on_read) < 0)
		c->broken = true;
}

/* ---- Tending. ---- */

static void on_shutdown(uv_shutdown_t *shutdown, int status)
{
	struct conn *c = shutdown->data;

	(void)status;
	c->broken = c->broken || c->ended;
	conn_due(c);
}

/* The last answer is out: our half is closed, and the client's rest thrown away for a while, so
 * that no reset overtakes the answer. */
static void linger(struct conn *c)
{
	if (c->peer) {
		peer_hang_up(c->peer, &c->outlet);
		peer_free(c->peer);
		c->peer = NULL;
	}
	conn_forget(c);
	set_reading(c, true);
	if (c->writing || c->shutdown.data)
		return;
	c->shutdown.data = c;
	c->deadline = now(c) + LINGER_MS;
	if (uv_shutdown(&c->shutdown, (uv_stream_t *)&c->tcp, on_shutdown) < 0)
		conn_close(c);
}

void conn_tend(struct conn *c)
{
	if (c->state == CONN_CLOSED)
		return;
	if (c->hungry && c->in && conn_may_eat(c))
		conn_eat(c, c->in, c->in_len);
	if (c->broken) {
		conn_close(c);
		return;
	}
	if (c->state == CONN_LINGERING) {
		linger(c);
		return;
	}
	if (c->state == CONN_HEAD && c->deadline == 0)
		c->deadline =
			conn_in_seconds(c, c->in ? c->hs->set->head_deadline : c->hs->set->idle);
	set_reading(c, !c->writing && (c->state != CONN_ANSWERING || c->in_len < AHEAD_MAX));
}

void conn_tick(struct conn *c, uint64_t at)
{
	if (c->stream && c->stream->conn == c)
		stream_tick(c->stream, at);
	if (c->streams && at - c->sent >= (uint64_t)c->hs->set->keep_alive * 1000)
		conn_stream_text(c, SPAN(": keep-alive\n\n"));
	if (c->deadline == 0 || at < c->deadline)
		return;
	if (!c->writing && (c->state == CONN_BODY || (c->state == CONN_HEAD && c->in))) {
		c->last = true;
		conn_refuse(c, 408, "the request did not come in time");
		return;
	}
	conn_close(c);
}

void conn_drain(struct conn *c)
{
	c->last = true;
	if (c->state == CONN_HEAD || c->state == CONN_BODY) {
		c->state = CONN_LINGERING;
		conn_due(c);
	} else if (c->stream && c->stream->number == 0) {
		stream_cut(c->stream);
	}
}

/* ---- Opening and closing. ---- */

/* It may have become due since the loop last waited. */
static void forget_due(struct conn *c)
{
	for (struct conn **at = &c->hs->due; *at; at = &(*at)->next_due) {
		if (*at == c) {
			*at = c->next_due;
			return;
		}
	}
}

static void on_closed(uv_handle_t *handle)
{
	struct conn *c = handle->data;
	struct http_server *hs = c->hs;

	if (c->is_due)
		forget_due(c);
	buf_done(&c->out);
	free(c->writing);
	free(c->in);
	free(c);
	hs->conn_count--;
	http_unwatch(hs);
}

void conn_close(struct conn *c)
{
	if (c->state == CONN_CLOSED)
		return;
	c->state = CONN_CLOSED;
	if (c->stream)
		stream_detach(c->stream);
	if (c->holds)
		c->hs->stream_count--;
	if (c->peer) {
		peer_hang_up(c->peer, &c->outlet);
		peer_free(c->peer);
	}
	if (c->prev)
		c->prev->next = c->next;
	else
		c->hs->conns = c->next;
	if (c->next)
		c->next->prev = c->prev;
	uv_close((uv_handle_t *)&c->tcp, on_closed);
}

static void link_in(struct http_server *hs, struct conn *c)
{
	c->hs = hs;
	c->tcp.data = c;
	c->outlet.send = exchange_send;
	c->next = hs->conns;
	if (c->next)
		c->next->prev = c;
	hs->conns = c;
	hs->conn_count++;
	http_watch(hs);
}

void conn_accept(struct http_server *hs)
{
	struct conn *c = calloc(1, sizeof *c);

	/* libuv reports no further one until this one is accepted: tried again at the next tick. */
	hs->owes = !c || uv_tcp_init(hs->server->loop, &c->tcp) < 0;
	if (hs->owes) {
		free(c);
		http_watch(hs);
		return;
	}
	link_in(hs, c);
	if (uv_accept((uv_stream_t *)&hs->listener, (uv_stream_t *)&c->tcp) < 0 ||
		hs->conn_count > hs->conn_max + OVER_MAX) {
		conn_close(c);
		return;
	}
	(void)uv_tcp_nodelay(&c->tcp, 1);
	if (hs->conn_count > hs->conn_max) {
		c->last = true;
		conn_refuse(c, 503, "too many connections are open");
		return;
	}
	conn_due(c);
}
