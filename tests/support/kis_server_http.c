/* kis_server_http - just enough HTTP/1.1 for our own client. */
#include "kis_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HEAD_MAX (64 * 1024)

static bool read_more(struct server_connection *c)
{
	char *at = buf_reserve(&c->in, 16 * 1024);
	int n;

	if (!at)
		return false;
	n = SSL_read(c->ssl, at, 16 * 1024);
	if (n <= 0)
		return false;
	c->in.len += (size_t)n;
	return true;
}

/* Forgets the request before; what came behind it stays. */
static void drop_used(struct server_connection *c)
{
	if (c->used == 0)
		return;
	memmove(c->in.at, c->in.at + c->used, c->in.len - c->used);
	c->in.len -= c->used;
	c->used = 0;
}

static bool find_head(struct server_connection *c, size_t *ret_len)
{
	for (;;) {
		const char *end = c->in.len ? memmem(c->in.at, c->in.len, "\r\n\r\n", 4) : NULL;

		if (end) {
			*ret_len = (size_t)(end - c->in.at) + 4;
			return true;
		}
		if (c->in.len > HEAD_MAX || !read_more(c))
			return false;
	}
}

bool server_header(const struct server_request *r, const char *name, char *ret, size_t room)
{
	const size_t len = strlen(name);
	const char *line = strstr(r->head, "\r\n");

	for (; line && line[2] != '\r' && line[2] != '\0'; line = strstr(line + 2, "\r\n")) {
		const char *at = line + 2;
		struct span value;

		if (strncasecmp(at, name, len) != 0 || at[len] != ':')
			continue;
		value = span_trim((struct span){ at + len + 1, strcspn(at + len + 1, "\r") });
		return snprintf(ret, room, "%.*s", (int)value.len, value.at) < (int)room;
	}
	ret[0] = '\0';
	return false;
}

/* "GET /path?query HTTP/1.1" */
static bool read_line(struct server_request *r)
{
	char *target = strchr(r->head, ' ');
	char *end = target ? strchr(target + 1, ' ') : NULL;
	char *query;

	if (!end || target - r->head >= (int)sizeof r->method)
		return false;
	(void)snprintf(r->method, sizeof r->method, "%.*s", (int)(target - r->head), r->head);
	target++;
	query = memchr(target, '?', (size_t)(end - target));
	r->query = query ? (struct span){ query + 1, (size_t)(end - query) - 1 } : SPAN("");
	if (!query)
		query = end;
	return snprintf(r->path, sizeof r->path, "%.*s", (int)(query - target), target) <
	       (int)sizeof r->path;
}

bool server_read(struct server_connection *c, struct server_request *ret)
{
	char value[64];
	size_t head;
	int64_t length = 0;

	drop_used(c);
	*ret = (struct server_request){ .keep_alive = true };
	if (!find_head(c, &head))
		return false;
	c->in.at[head - 1] = '\0';
	ret->head = c->in.at;
	if (server_header(ret, "content-length", value, sizeof value) &&
		(!span_int(span_of(value), &length) || length < 0 || length > HEAD_MAX))
		return false;
	while (c->in.len < head + (size_t)length) {
		if (!read_more(c))
			return false;
	}
	ret->head = c->in.at;
	ret->body = (struct span){ c->in.at + head, (size_t)length };
	c->used = head + (size_t)length;
	if (server_header(ret, "connection", value, sizeof value))
		ret->keep_alive = strcasecmp(value, "close") != 0;
	return read_line(ret);
}

static bool write_all(SSL *ssl, const char *at, size_t len)
{
	while (len > 0) {
		const int n = SSL_write(ssl, at, len > 1 << 20 ? 1 << 20 : (int)len);

		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

bool server_write(struct server_connection *c, const struct server_answer *a, size_t len)
{
	char head[256];
	const int n = snprintf(head, sizeof head,
		"HTTP/1.1 %ld Demo\r\ncontent-type: %s\r\ncontent-length: %zu\r\n\r\n", a->status,
		a->type, a->body.len);

	return write_all(c->ssl, head, (size_t)n) &&
	       write_all(c->ssl, a->body.at, len < a->body.len ? len : a->body.len);
}
