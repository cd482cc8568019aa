/* http_eat - requests out of the bytes of a connection, one after the other.
 *
 * Bytes are read into memory that all connections share; what is no whole request yet is kept.
 */
#include <stdlib.h>

#include "host/transport/http_inside.h"

void conn_answered(struct conn *c)
{
	if (c->holds)
		c->hs->stream_count--;
	c->holds = false;
	c->streams = false;
	c->modern = false;
	c->is_head = false;
	c->origin = (struct span){ NULL, 0 };
	c->state = c->last || c->hs->draining ? CONN_LINGERING : CONN_HEAD;
	c->parse = (struct http_parse){ 0 };
	c->raw = 0;
	c->body_len = 0;
	if (!c->writing)
		c->deadline = 0;
	conn_due(c);
}

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
	c->deadline = conn_in_seconds(c, c->hs->set->body_deadline);
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

bool conn_may_eat(const struct conn *c)
{
	return !c->broken && !c->writing && (c->state == CONN_HEAD || c->state == CONN_BODY);
}

/* Keeps the bytes that are no whole request yet. */
static void keep(struct conn *c, const char *at, size_t len)
{
	char *in = c->in;
	size_t room = len > HTTP_KEPT_ROOM ? len : HTTP_KEPT_ROOM;

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

void conn_eat(struct conn *c, char *at, size_t len)
{
	bool was_waiting = c->in != NULL;
	size_t pos = 0;

	c->hungry = true;
	while (pos < len && conn_may_eat(c)) {
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
		c->deadline = conn_in_seconds(c, c->hs->set->head_deadline);
	conn_due(c);
}

void conn_forget(struct conn *c)
{
	keep(c, NULL, 0);
}
