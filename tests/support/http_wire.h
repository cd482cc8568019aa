/* http_wire - the client's side of HTTP/1.1 over loopback, for tests: requests go out whole,
 * replies are cut off what came in. */
#ifndef SUPPORT_HTTP_WIRE_H
#define SUPPORT_HTTP_WIRE_H

#include "base/buf.h"

struct http_wire {
	int fd; /* -1: closed */
	struct buf in;
	size_t used; /* bytes of `in` that replies before took */
};

struct http_reply {
	int status;
	struct span head; /* status line and headers */
	struct span body; /* chunks put together; both lent until the next http_wire call */
	struct buf joined;
	size_t size; /* bytes on the wire */
};

enum http_progress { HTTP_WIRE_MORE, HTTP_WIRE_WHOLE, HTTP_WIRE_BROKEN };

/* Connects to 127.0.0.1; false with errno set. */
bool http_wire_open(struct http_wire *w, uint16_t port);
void http_wire_close(struct http_wire *w);
/* Sends all of it, waiting where it must; false when the other side is gone. */
bool http_wire_send(struct http_wire *w, struct span bytes);
/* Reads what is there, without waiting; false at the end of the stream. */
bool http_wire_fill(struct http_wire *w);
/* The next whole reply in what came in. `ret` is zeroed before its first use and done with
 * buf_done(&ret->joined). */
enum http_progress http_wire_next(struct http_wire *w, struct http_reply *ret);
/* As http_wire_next, waiting at most `timeout_ms`. */
bool http_wire_wait(struct http_wire *w, int timeout_ms, struct http_reply *ret);
/* A header's value, or an absent span. */
struct span http_reply_header(const struct http_reply *r, const char *name);

/* Appends a POST of `body` to /mcp; `headers` are whole lines with their ends, or "". */
void http_wire_post(struct buf *ret, const char *headers, struct span body);
/* Appends a modern tools/call with id 1 and its headers. `args` is a JSON object. */
void http_wire_call(struct buf *ret, const char *tool, const char *args);

#endif
