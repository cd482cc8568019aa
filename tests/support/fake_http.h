/* fake_http - an HTTP server in this process whose calls the test ends itself, and its clients.
 *
 * Include it in one test file; it brings the fake peer along.
 */
#ifndef TESTS_SUPPORT_FAKE_HTTP_H
#define TESTS_SUPPORT_FAKE_HTTP_H

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "host/transport/http_server.h"
#include "support/fake_peer.h"

#define TURNS_MAX 2000 /* of the loop, about 5 ms each when nothing comes */

struct client {
	int fd;
	size_t len;
	bool ended; /* the server closed */
	char text[1024 * 1024];
};

static struct http_server *fake_http;
static int fake_http_closed;
static struct client client_a;
static struct client client_b;

static inline void on_fake_http_closed(void *self)
{
	(*(int *)self)++;
}

static inline int http_begin(void **state)
{
	(void)state;
	fake_server_start(PEER_STDIO);
	fake_http_closed = 0;
	client_a = (struct client){ .fd = -1 };
	client_b = (struct client){ .fd = -1 };
	fake_config.http = (struct http_settings){
		.hosts = "ranks.lan, other.lan:81",
		.origins = "https://page.example",
		.connections = 8,
		.streams = 2,
		.sessions = 2,
		.session_idle = 60,
		.head_bytes = 4096,
		.body_bytes = 8192,
		.head_deadline = 60,
		.body_deadline = 60,
		.idle = 60,
		.keep_alive = 60,
		.grace = 60,
		.unread_bytes = 65536,
		.replay_bytes = 4096,
	};
	return 0;
}

/* Serves with the settings as they stand. */
static inline void http_serve(void)
{
	struct fault f = { 0 };

	fake_http =
		http_open(&fake_server, "127.0.0.1:0", on_fake_http_closed, &fake_http_closed, &f);
	if (!fake_http)
		fail_msg("%s", f.text);
}

static inline void client_close(struct client *c)
{
	if (c->fd >= 0)
		(void)close(c->fd);
	c->fd = -1;
}

static inline int http_end(void **state)
{
	client_close(&client_a);
	client_close(&client_b);
	if (fake_http)
		http_close(fake_http);
	for (int i = 0; i < 3; i++) /* handles close in a turn of their own */
		(void)uv_run(&fake_loop, UV_RUN_NOWAIT);
	http_free(fake_http);
	fake_http = NULL;
	return fake_server_stop(state);
}

static inline void client_open(struct client *c)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)http_port(fake_http)),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };

	client_close(c);
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	c->len = 0;
	c->text[0] = '\0';
	c->ended = false;
	assert_int_equal(connect(c->fd, (struct sockaddr *)&a, sizeof a), 0);
}

static inline void client_send(struct client *c, const char *text)
{
	assert_int_equal(send(c->fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

static inline void client_read(struct client *c)
{
	ssize_t n = c->fd < 0 ? -1
	                      : recv(c->fd, c->text + c->len, sizeof c->text - 1 - c->len,
					MSG_DONTWAIT);

	if (n > 0)
		c->len += (size_t)n;
	if (n == 0 || (n < 0 && errno != EAGAIN))
		c->ended = true;
	c->text[c->len] = '\0';
}

/* One turn of the loop; a little rest when the client has nothing to read. */
static inline void turn(struct client *c)
{
	struct pollfd p = { .fd = c->fd, .events = POLLIN };

	(void)uv_run(&fake_loop, UV_RUN_NOWAIT);
	(void)poll(&p, 1, 5);
	client_read(c);
}

/* Some turns in which what was sent before is surely taken in. */
static inline void settle(void)
{
	for (int i = 0; i < 5; i++)
		(void)uv_run(&fake_loop, UV_RUN_NOWAIT);
}

/* Waits until the client has read `part`, and forgets what came up to its end. */
static inline void expect(struct client *c, const char *part)
{
	char *at = NULL;

	for (int i = 0; i < TURNS_MAX && !(at = strstr(c->text, part)); i++)
		turn(c);
	if (!at)
		fail_msg("expected %s\ngot %s", part, c->text);
	at += strlen(part);
	c->len -= (size_t)(at - c->text);
	memmove(c->text, at, c->len + 1);
}

static inline void expect_end(struct client *c)
{
	for (int i = 0; i < TURNS_MAX && !c->ended; i++)
		turn(c);
	assert_true(c->ended);
}

/* Waits until `calls` calls were begun. */
static inline void expect_calls(struct client *c, uint32_t calls)
{
	for (int i = 0; i < TURNS_MAX && fake_registry.call_count < calls; i++)
		turn(c);
	assert_int_equal(fake_registry.call_count, calls);
}

static inline void expect_cancelled(uint32_t call)
{
	for (int i = 0; i < TURNS_MAX && !fake_registry.calls[call].cancelled; i++) {
		(void)poll(NULL, 0, 5);
		(void)uv_run(&fake_loop, UV_RUN_NOWAIT);
	}
	assert_true(fake_registry.calls[call].cancelled);
}

/* A POST of `body` with more header lines, each with its end. */
static inline void client_post(struct client *c, const char *fields, const char *body)
{
	char text[16384];

	(void)snprintf(text, sizeof text,
		"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
		"Accept: application/json, text/event-stream\r\n%sContent-Length: %zu\r\n\r\n%s",
		fields, strlen(body), body);
	client_send(c, text);
}

/* The same with the headers that a modern request of `method` for `name` needs. */
static inline void client_ask(struct client *c, const char *method, const char *body)
{
	char fields[512];

	(void)snprintf(fields, sizeof fields,
		"MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: %s\r\n%s", method,
		strcmp(method, "tools/call") == 0 ? "Mcp-Name: act\r\n" : "");
	client_post(c, fields, body);
}

/* A call of "act" that wants progress told. */
#define MODERN_CALL(id) \
	CALL(id, "\"name\":\"act\",\"_meta\":{\"progressToken\":5," \
		 "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"," \
		 "\"io.modelcontextprotocol/clientCapabilities\":{}}")
#define LEGACY_CALL(id) CALL(id, "\"name\":\"act\",\"_meta\":{\"progressToken\":5}")

static inline void make_progress(uint32_t call, int value)
{
	const struct call_events *e = &fake_registry.calls[call].events;

	fake_mono_ms += 1000;
	e->progress(e->self, value, 9, (struct span){ NULL, 0 });
}

#endif
