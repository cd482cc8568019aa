/* http_out - what leaves on a connection: in one call when the client's side takes it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "host/transport/http_inside.h"

#define ANSWER_MAX ((size_t)256 * 1024 * 1024)
#define IOV_MAX_PARTS (HTTP_PARTS_MAX + 6)
#define RETRY_AFTER_S 1

static void send_kept(struct conn *c);

size_t conn_unsent(const struct conn *c)
{
	return c->out.len + uv_stream_get_write_queue_size((const uv_stream_t *)&c->tcp);
}

static void give_up(struct conn *c)
{
	c->broken = true;
	conn_due(c);
}

static void on_written(uv_write_t *write, int status)
{
	struct conn *c = write->data;

	free(c->writing);
	c->writing = NULL;
	if (c->state == CONN_CLOSED)
		return;
	if (status < 0) {
		give_up(c);
		return;
	}
	c->deadline = 0;
	send_kept(c);
	if (!c->writing)
		conn_due(c); /* what waited for the reader may go on */
}

/* Gives what is kept to libuv, which calls back when it is taken. */
static void send_kept(struct conn *c)
{
	size_t len;
	uv_buf_t b;

	if (c->writing || c->out.len == 0)
		return;
	c->writing = buf_take(&c->out, &len);
	if (!c->writing) {
		give_up(c);
		return;
	}
	b = uv_buf_init(c->writing, (unsigned)len);
	c->write.data = c;
	c->deadline = uv_now(c->hs->server->loop) + (uint64_t)c->hs->set->body_deadline * 1000;
	if (uv_write(&c->write, (uv_stream_t *)&c->tcp, &b, 1, on_written) < 0) {
		free(c->writing);
		c->writing = NULL;
		give_up(c);
	}
}

/* How many bytes are taken now. */
static size_t try_write(struct conn *c, const struct span *parts, uint32_t count)
{
	uv_buf_t bufs[IOV_MAX_PARTS];
	int n;

	for (uint32_t i = 0; i < count; i++)
		bufs[i] = uv_buf_init((char *)(uintptr_t)parts[i].at, (unsigned)parts[i].len);
	n = uv_try_write((uv_stream_t *)&c->tcp, bufs, count);
	if (n < 0 && n != UV_EAGAIN)
		give_up(c);
	return n < 0 ? 0 : (size_t)n;
}

/* A stream's reader left too much unread. One message may be longer than that, and so may what a
 * client that comes back has missed. */
static bool reads_too_slowly(const struct conn *c)
{
	const struct http_settings *set = c->hs->set;
	int64_t most =
		set->unread_bytes > set->replay_bytes ? set->unread_bytes : set->replay_bytes;

	return conn_unsent(c) > (size_t)most;
}

void conn_send(struct conn *c, const struct span *parts, uint32_t count)
{
	size_t taken = 0;

	if (c->broken || c->state == CONN_CLOSED)
		return;
	c->sent = uv_now(c->hs->server->loop);
	if (!c->writing && c->out.len == 0)
		taken = try_write(c, parts, count);
	if (c->broken)
		return;
	if (!c->out.max)
		buf_init(&c->out, ANSWER_MAX);
	for (uint32_t i = 0; i < count; i++) {
		size_t skip = taken < parts[i].len ? taken : parts[i].len;

		taken -= skip;
		buf_put(&c->out, parts[i].at + skip, parts[i].len - skip);
	}
	if (c->out.failed) {
		give_up(c);
		return;
	}
	send_kept(c);
}

void conn_reply(struct conn *c, struct http_reply *r, const struct span *parts, uint32_t count)
{
	struct span all[HTTP_PARTS_MAX + 1];
	char head[HTTP_REPLY_MAX];

	r->length = 0;
	for (uint32_t i = 0; i < count; i++)
		r->length += parts[i].len;
	r->closes = c->last;
	r->varies = c->hs->names.origins.len > 0;
	r->origin = c->origin;
	r->wall_ms = clock_wall(&clock_real);
	all[0] = http_reply_head(r, head);
	if (c->is_head)
		count = 0;
	for (uint32_t i = 0; i < count; i++)
		all[i + 1] = parts[i];
	conn_send(c, all, count + 1);
	conn_answered(c);
}

void conn_refuse(struct conn *c, int status, const char *why)
{
	char text[HTTP_REPLY_MAX];
	struct span body = http_error_body(why, text);

	conn_reply(c,
		&(struct http_reply){ .status = status,
			.type = "application/json",
			.retry_after_s = status == 503 ? RETRY_AFTER_S : 0 },
		&body, 1);
}

void conn_accepted(struct conn *c)
{
	conn_reply(c, &(struct http_reply){ .status = 202 }, NULL, 0);
}

bool conn_hold_stream(struct conn *c)
{
	if (c->holds)
		return true;
	if (c->hs->stream_count >= (uint32_t)c->hs->set->streams)
		return false;
	c->hs->stream_count++;
	c->holds = true;
	return true;
}

bool conn_begin_stream(struct conn *c, const char *session)
{
	struct http_reply r = {
		.status = 200,
		.type = "text/event-stream",
		.streams = true,
		.in_chunks = !c->old,
		.closes = c->last,
		.session = session,
		.varies = c->hs->names.origins.len > 0,
		.origin = c->origin,
		.wall_ms = clock_wall(&clock_real),
	};
	char head[HTTP_REPLY_MAX];
	struct span text;

	if (!conn_hold_stream(c))
		return false;
	c->streams = true;
	text = http_reply_head(&r, head);
	conn_send(c, &text, 1);
	return true;
}

void conn_event(struct conn *c, const struct sse_id *id, const struct span *parts, uint32_t count)
{
	struct span all[HTTP_PARTS_MAX + 4];
	char head[SSE_HEAD_MAX];
	char size[24];
	uint32_t used = 1;
	size_t len = 2;

	if (reads_too_slowly(c)) {
		give_up(c);
		return;
	}
	all[used++] = sse_head(id, head);
	for (uint32_t i = 0; i < count; i++)
		all[used++] = parts[i];
	for (uint32_t i = 1; i < used; i++)
		len += all[i].len;
	all[used++] = c->old ? SPAN("\n\n") : SPAN("\n\n\r\n");
	all[0] = (struct span){ size,
		c->old ? 0 : (size_t)snprintf(size, sizeof size, "%zx\r\n", len) };
	conn_send(c, all, used);
}

void conn_stream_text(struct conn *c, struct span text)
{
	char size[24];
	struct span all[3] = { { size, 0 }, text, { "\r\n", c->old ? 0 : 2 } };

	if (!c->old)
		all[0].len = (size_t)snprintf(size, sizeof size, "%zx\r\n", text.len);
	conn_send(c, all, 3);
}

void conn_end_stream(struct conn *c)
{
	struct span end = SPAN("0\r\n\r\n");

	if (!c->old)
		conn_send(c, &end, 1);
	conn_answered(c);
}
