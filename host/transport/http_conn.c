/* http_conn - a connection's coming and going: requests are read one after the other.
 *
 * Bytes are read into memory that all connections share; what is no whole request yet is kept.
 */
#include <stdlib.h>

#include "host/transport/http_inside.h"

#define LINGER_MS 2000        /* for the client to read a last answer */
#define AHEAD_MAX (64 * 1024) /* bytes of further requests kept while one is answered */
#define KEPT_ROOM (4 * 1024)  /* least room for what is kept */
#define OVER_MAX 64           /* connections that are told there are too many */

static uint64_t now(const struct conn *c)
{
	return uv_now(c->hs->server->loop);
}

static uint64_t in_seconds(const struct conn *c, int64_t seconds)
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

void conn_answered(struct conn *c)
{
	if (c->streams)
		c->hs->stream_count--;
	c->streams = false;
	c->modern = false;
	c->is_head = false;
	c->state = c->last || c->hs->draining ? CONN_LINGERING : CONN_HEAD;
	c->parse = (struct http_parse){ 0 };
	c->raw = 0;
	c->body_len = 0;
	if (!c->writing)
		c->deadline = 0;
	conn_due(c);
}

/* ---- Requests out of bytes. ---- */

static size_t refuse(struct conn *c, size_t len)
{
	c->last = true;
	conn_refuse(c, c->parse.status, c->parse.why);
	return len;
}

static void begin_body(struct conn *c)
{
	c->state = CONN_BODY;
	c->raw = c->parse.head_len;
	c->body_len = 0;
	c->old = c->parse.minor == 0;
	c->last = c->parse.closes || c->hs->draining;
	c->deadline = in_seconds(c, c->hs->set->body_deadline);
}

static void say_continue(struct conn *c, size_t len)
{
	struct span text = SPAN("HTTP/1.1 100 Continue\r\n\r\n");

	if (c->parse.expects_continue && http_has_body(&c->parse) && len == c->parse.head_len)
		conn_send(c, &text, 1);
}

/* The body is put together behind the head. Returns the bytes of the whole request; 0: more must
 * come, and *len is what is worth keeping. */
static size_t eat_body(struct conn *c, char *at, size_t *len)
{
	char *body = at + c->parse.head_len;
	size_t used;
	struct span piece;
	enum http_event e;

	do {
		e = http_body(&c->parse, &c->hs->limits,
			(struct span){ at + c->raw, *len - c->raw }, &used, &piece);
		c->raw += used;
		if (e == HTTP_PART) {
			memmove(body + c->body_len, piece.at, piece.len);
			c->body_len += piece.len;
		}
	} while (e == HTTP_PART);
	if (e == HTTP_BAD)
		return refuse(c, *len);
	if (e == HTTP_MORE) {
		c->raw = c->parse.head_len + c->body_len;
		*len = c->raw;
		return 0;
	}
	used = c->raw;
	c->state = CONN_ANSWERING;
	c->deadline = 0;
	exchange_run(c, at, (struct span){ body, c->body_len });
	return used;
}

static size_t eat_one(struct conn *c, char *at, size_t *len)
{
	enum http_event e;
	size_t head_len;

	if (c->state == CONN_BODY)
		return eat_body(c, at, len);
	e = http_head(&c->parse, &c->hs->limits, (struct span){ at, *len });
	if (e == HTTP_BAD)
		return refuse(c, *len);
	if (e == HTTP_MORE)
		return 0;
	head_len = c->parse.head_len;
	begin_body(c);
	if (!exchange_head(c, at))
		return c->state == CONN_LINGERING ? *len : head_len;
	say_continue(c, *len);
	return eat_body(c, at, len);
}

/* Back-pressure: no further request is taken up while the client does not read. */
static bool may_eat(const struct conn *c)
{
	return !c->broken && !c->writing && (c->state == CONN_HEAD || c->state == CONN_BODY);
}

/* Keeps the bytes that are no whole request yet. */
static void keep(struct conn *c, const char *at, size_t len)
{
	char *in = c->in;
	size_t room = len > KEPT_ROOM ? len : KEPT_ROOM;

	if (len == 0) {
		free(c->in);
		c->in = NULL;
	} else if (!in) {
		in = malloc(room);
		c->in_room = room;
		c->broken = c->broken || !in;
		c->in = in;
	}
	if (len > 0 && in)
		memmove(in, at, len);
	c->in_len = c->in ? len : 0;
}

static void eat(struct conn *c, char *at, size_t len)
{
	bool was_waiting = c->in != NULL;
	size_t pos = 0;

	c->hungry = true;
	while (pos < len && may_eat(c)) {
		size_t left = len - pos;
		size_t used = eat_one(c, at + pos, &left);

		len = pos + left;
		pos += used;
		was_waiting = was_waiting && used == 0;
		c->hungry = used > 0;
		if (used == 0)
			break;
	}
	if (c->state == CONN_LINGERING)
		pos = len;
	keep(c, at + pos, len - pos);
	if (c->state == CONN_HEAD && c->in && !was_waiting && !c->writing)
		c->deadline = in_seconds(c, c->hs->set->head_deadline);
	conn_due(c);
}

/* ---- Reading. ---- */

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *ret)
{
	struct conn *c = handle->data;

	(void)suggested;
	*ret = uv_buf_init(c->hs->room, HTTP_ROOM);
	if (!c->in || c->state == CONN_LINGERING)
		return;
	if (c->in_room - c->in_len < KEPT_ROOM) {
		size_t room = c->in_room * 2 + KEPT_ROOM;
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
		eat(c, c->in, c->in_len + (size_t)n);
	else
		eat(c, buf->base, (size_t)n);
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
	if (c->state != CONN_CLOSED && c->ended)
		conn_close(c);
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
	keep(c, NULL, 0);
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
	if (c->hungry && c->in && may_eat(c))
		eat(c, c->in, c->in_len);
	if (c->broken) {
		conn_close(c);
		return;
	}
	if (c->state == CONN_LINGERING) {
		linger(c);
		return;
	}
	if (c->state == CONN_HEAD && c->deadline == 0)
		c->deadline = in_seconds(c, c->in ? c->hs->set->head_deadline : c->hs->set->idle);
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

static void on_closed(uv_handle_t *handle)
{
	struct conn *c = handle->data;
	struct http_server *hs = c->hs;

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
	if (c->streams)
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

	if (!c || uv_tcp_init(hs->server->loop, &c->tcp) < 0) {
		free(c);
		return;
	}
	link_in(hs, c);
	if (uv_accept((uv_stream_t *)&hs->listener, (uv_stream_t *)&c->tcp) < 0 ||
		hs->conn_count > (uint32_t)hs->set->connections + OVER_MAX) {
		conn_close(c);
		return;
	}
	(void)uv_tcp_nodelay(&c->tcp, 1);
	if (hs->conn_count > (uint32_t)hs->set->connections) {
		c->last = true;
		conn_refuse(c, 503, "too many connections are open");
		return;
	}
	conn_due(c);
}
