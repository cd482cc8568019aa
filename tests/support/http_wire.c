/* http_wire - the client's side of HTTP/1.1 over loopback, for tests. */
#include "support/http_wire.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define WIRE_MAX (64 * 1024 * 1024)
#define SEND_PATIENCE_MS 30000

bool http_wire_open(struct http_wire *w, uint16_t port)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int on = 1;

	*w = (struct http_wire){ .fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) };
	buf_init(&w->in, WIRE_MAX);
	if (w->fd < 0)
		return false;
	if (connect(w->fd, (const struct sockaddr *)&to, sizeof to) < 0) {
		http_wire_close(w);
		return false;
	}
	(void)setsockopt(w->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return true;
}

void http_wire_close(struct http_wire *w)
{
	if (w->fd >= 0)
		(void)close(w->fd);
	w->fd = -1;
	w->used = 0;
	buf_done(&w->in);
	buf_init(&w->in, WIRE_MAX);
}

static bool wait_for(int fd, short events, int timeout_ms)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, timeout_ms) == 1;
}

bool http_wire_send(struct http_wire *w, struct span bytes)
{
	while (bytes.len > 0) {
		ssize_t n = send(w->fd, bytes.at, bytes.len, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n < 0 && errno == EAGAIN && wait_for(w->fd, POLLOUT, SEND_PATIENCE_MS))
			continue;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes.at += n;
		bytes.len -= (size_t)n;
	}
	return true;
}

bool http_wire_fill(struct http_wire *w)
{
	char *room;
	ssize_t n;

	if (w->used > 0) {
		memmove(w->in.at, w->in.at + w->used, w->in.len - w->used);
		w->in.len -= w->used;
		w->used = 0;
	}
	room = buf_reserve(&w->in, 16384);
	if (!room)
		return false;
	n = recv(w->fd, room, 16384, MSG_DONTWAIT);
	if (n > 0)
		w->in.len += (size_t)n;
	return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* ---- Replies. ---- */

struct span http_reply_header(const struct http_reply *r, const char *name)
{
	struct span rest = r->head;
	size_t len = strlen(name);

	while (rest.len > 0) {
		const char *end = memmem(rest.at, rest.len, "\r\n", 2);
		size_t line = end ? (size_t)(end - rest.at) : rest.len;

		if (line > len && rest.at[len] == ':' && strncasecmp(rest.at, name, len) == 0)
			return span_trim((struct span){ rest.at + len + 1, line - len - 1 });
		if (!end)
			break;
		rest.at += line + 2;
		rest.len -= line + 2;
	}
	return (struct span){ NULL, 0 };
}

/* Puts the chunks from `rest` on together; bytes used in *ret_size. */
static enum http_progress join_chunks(struct span rest, struct buf *ret, size_t *ret_size)
{
	const char *start = rest.at;

	for (;;) {
		const char *end = memmem(rest.at, rest.len, "\r\n", 2);
		char *past;
		unsigned long size;

		if (!end)
			return HTTP_WIRE_MORE;
		errno = 0;
		size = strtoul(rest.at, &past, 16);
		if (past != end || errno != 0 || size > WIRE_MAX)
			return HTTP_WIRE_BROKEN;
		rest.len -= (size_t)(end + 2 - rest.at);
		rest.at = end + 2;
		if (rest.len < size + 2)
			return HTTP_WIRE_MORE;
		if (memcmp(rest.at + size, "\r\n", 2) != 0)
			return HTTP_WIRE_BROKEN;
		buf_put(ret, rest.at, size);
		rest.at += size + 2;
		rest.len -= size + 2;
		if (size == 0)
			break;
	}
	*ret_size = (size_t)(rest.at - start);
	return ret->failed ? HTTP_WIRE_BROKEN : HTTP_WIRE_WHOLE;
}

static enum http_progress read_body(struct span rest, struct http_reply *ret, size_t *ret_size)
{
	struct span coding = http_reply_header(ret, "Transfer-Encoding");
	struct span length = http_reply_header(ret, "Content-Length");
	enum http_progress how;
	int64_t n = 0;

	buf_init(&ret->joined, WIRE_MAX);
	if (coding.at) {
		how = join_chunks(rest, &ret->joined, ret_size);
		ret->body = buf_as_span(&ret->joined);
		return how;
	}
	if (length.at && (!span_int(length, &n) || n < 0 || n > WIRE_MAX))
		return HTTP_WIRE_BROKEN;
	if (rest.len < (size_t)n)
		return HTTP_WIRE_MORE;
	ret->body = (struct span){ rest.at, (size_t)n };
	*ret_size = (size_t)n;
	return HTTP_WIRE_WHOLE;
}

enum http_progress http_wire_next(struct http_wire *w, struct http_reply *ret)
{
	struct span all = { w->in.at ? w->in.at + w->used : NULL, w->in.len - w->used };
	const char *end = all.len > 0 ? memmem(all.at, all.len, "\r\n\r\n", 4) : NULL;
	enum http_progress how;
	size_t head;
	size_t size = 0;

	buf_done(&ret->joined);
	*ret = (struct http_reply){ 0 };
	if (!end)
		return HTTP_WIRE_MORE;
	head = (size_t)(end + 4 - all.at);
	if (head < 16 || strncmp(all.at, "HTTP/1.1 ", 9) != 0)
		return HTTP_WIRE_BROKEN;
	ret->status = (all.at[9] - '0') * 100 + (all.at[10] - '0') * 10 + (all.at[11] - '0');
	ret->head = (struct span){ all.at, head };
	how = read_body((struct span){ all.at + head, all.len - head }, ret, &size);
	if (how != HTTP_WIRE_WHOLE)
		return how;
	ret->size = head + size;
	w->used += ret->size;
	return how;
}

bool http_wire_wait(struct http_wire *w, int timeout_ms, struct http_reply *ret)
{
	for (;;) {
		enum http_progress how = http_wire_next(w, ret);

		if (how != HTTP_WIRE_MORE)
			return how == HTTP_WIRE_WHOLE;
		if (!wait_for(w->fd, POLLIN, timeout_ms) || !http_wire_fill(w))
			return false;
	}
}

/* ---- Requests. ---- */

void http_wire_post(struct buf *ret, const char *headers, struct span body)
{
	buf_printf(ret,
		"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
		"Accept: application/json, text/event-stream\r\n%sContent-Length: %zu\r\n\r\n",
		headers, body.len);
	buf_span(ret, body);
}

void http_wire_call(struct buf *ret, const char *tool, const char *args)
{
	char headers[256];
	char body[1024];
	int n;

	(void)snprintf(headers, sizeof headers,
		"MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: %s\r\n",
		tool);
	n = snprintf(body, sizeof body,
		"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\","
		"\"arguments\":%s,\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":"
		"\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}",
		tool, args);
	http_wire_post(ret, headers, (struct span){ body, n > 0 ? (size_t)n : 0 });
}
