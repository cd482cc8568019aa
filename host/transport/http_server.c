/* http_server - the address, its clients, and how they end. */
#include "host/transport/http_server.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/log.h"
#include "host/transport/http_inside.h"

#define BACKLOG 512
#define TICK_MS 500
#define TICK_MIN_MS 20
#define FILES_BESIDE 256 /* descriptors that are no connection's */

/* ---- Addresses. ---- */

static bool read_port(struct span s, int *ret)
{
	int64_t port;

	if (s.len == 0 || s.at[0] < '0' || s.at[0] > '9' || !span_int(s, &port) || port > 65535)
		return false;
	*ret = (int)port;
	return true;
}

static bool read_host(struct span host, int port, struct sockaddr_storage *ret)
{
	char text[64];

	if (span_is(host, "localhost"))
		host = SPAN("127.0.0.1");
	if (host.len > 2 && host.at[0] == '[' && host.at[host.len - 1] == ']')
		host = (struct span){ host.at + 1, host.len - 2 };
	if (host.len >= sizeof text)
		return false;
	memcpy(text, host.at, host.len);
	text[host.len] = '\0';
	return uv_ip4_addr(text, port, (struct sockaddr_in *)ret) == 0 ||
	       uv_ip6_addr(text, port, (struct sockaddr_in6 *)ret) == 0;
}

static bool is_loopback(const struct sockaddr_storage *a)
{
	const struct sockaddr_in *four = (const struct sockaddr_in *)a;
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)a;

	if (a->ss_family == AF_INET)
		return (ntohl(four->sin_addr.s_addr) >> 24) == 127;
	return IN6_IS_ADDR_LOOPBACK(&six->sin6_addr);
}

static mcp_status read_address(const char *address, struct sockaddr_storage *ret, struct fault *f)
{
	const char *colon = strrchr(address, ':');
	int port;

	*ret = (struct sockaddr_storage){ 0 };
	if (!colon || !read_port(span_of(colon + 1), &port) ||
		!read_host((struct span){ address, (size_t)(colon - address) }, port, ret))
		return fault_set(f, MCP_E_CONFIG,
			"\"%s\" is no address to serve on; give one like 127.0.0.1:8080", address);
	if (!is_loopback(ret))
		return fault_set(f, MCP_E_CONFIG,
			"%s is not on this machine alone; serve on 127.0.0.1 or [::1]", address);
	return MCP_OK;
}

/* ---- Listening. ---- */

static void on_connection(uv_stream_t *listener, int status)
{
	struct http_server *hs = listener->data;

	if (status == 0 && !hs->draining)
		conn_accept(hs);
}

/* As many descriptors as connections may need, if we may have them. Else fewer connections, so that
 * some are left for workers and files. */
static void allow_files(struct http_server *hs)
{
	struct rlimit limit;
	rlim_t wanted = (rlim_t)hs->set->connections + FILES_BESIDE;

	hs->conn_max = (uint32_t)hs->set->connections;
	if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= wanted)
		return;
	(void)getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_cur > 2 * FILES_BESIDE ? limit.rlim_cur - FILES_BESIDE
	                                                   : limit.rlim_cur / 2;
	if (limit.rlim_cur < hs->conn_max)
		hs->conn_max = (uint32_t)limit.rlim_cur;
	log_warn("fewer connections than configured can be open connections=%u", hs->conn_max);
}

static void log_address(struct http_server *hs)
{
	struct sockaddr_storage a = { 0 };
	char host[INET6_ADDRSTRLEN] = "";
	int len = sizeof a;
	bool six;

	(void)uv_tcp_getsockname(&hs->listener, (struct sockaddr *)&a, &len);
	six = a.ss_family == AF_INET6;
	if (six)
		(void)uv_ip6_name((const struct sockaddr_in6 *)&a, host, sizeof host);
	else
		(void)uv_ip4_name((const struct sockaddr_in *)&a, host, sizeof host);
	hs->port = ntohs(six ? ((const struct sockaddr_in6 *)&a)->sin6_port
			     : ((const struct sockaddr_in *)&a)->sin_port);
	log_warn(
		"http listening address=%s%s%s:%d", six ? "[" : "", host, six ? "]" : "", hs->port);
}

static int start_listening(struct http_server *hs, const struct sockaddr_storage *a)
{
	int e = uv_tcp_bind(&hs->listener, (const struct sockaddr *)a, 0);

	return e < 0 ? e : uv_listen((uv_stream_t *)&hs->listener, BACKLOG, on_connection);
}

/* ---- Tending. ---- */

static void on_tend(uv_prepare_t *prepare)
{
	struct http_server *hs = prepare->data;

	while (hs->due) {
		struct conn *c = hs->due;

		hs->due = c->next_due;
		c->is_due = false;
		conn_tend(c);
	}
}

static void end_all(struct http_server *hs)
{
	while (hs->conns)
		conn_close(hs->conns);
}

static void on_tick(uv_timer_t *timer)
{
	struct http_server *hs = timer->data;
	uint64_t now = uv_now(hs->server->loop);
	struct conn *next;
	struct session *after;

	for (struct conn *c = hs->conns; c; c = next) {
		next = c->next;
		conn_tick(c, now);
	}
	for (struct session *s = hs->sessions; s; s = after) {
		after = s->next;
		session_tick(s, now);
	}
	if (hs->owes && !hs->draining)
		conn_accept(hs);
	if (hs->draining && now >= hs->grace_end)
		end_all(hs);
	http_unwatch(hs);
}

void http_watch(struct http_server *hs)
{
	if (hs->ticking)
		return;
	hs->ticking = uv_timer_start(&hs->tick, on_tick, hs->tick_ms, hs->tick_ms) == 0;
}

void http_unwatch(struct http_server *hs)
{
	if (hs->conn_count > 0)
		return;
	if (hs->ticking && !hs->closing && ((!hs->sessions && !hs->owes) || hs->draining)) {
		(void)uv_timer_stop(&hs->tick);
		hs->ticking = false;
	}
	if (hs->draining && !hs->told && !hs->closing) {
		hs->told = true;
		hs->closed(hs->self);
	}
}

/* ---- Opening and closing. ---- */

static void read_settings(struct http_server *hs)
{
	const struct http_settings *set = hs->set;
	uint64_t half = (uint64_t)set->poll_after_ms / 2;

	hs->limits = (struct http_limits){
		.target_max = (uint32_t)set->head_bytes / 2,
		.head_max = (uint32_t)set->head_bytes,
		.body_max = (uint64_t)set->body_bytes,
	};
	/* A configuration that is read again takes the place of this one. */
	hs->hosts = set->hosts ? strdup(set->hosts) : NULL;
	hs->origins = set->origins ? strdup(set->origins) : NULL;
	/* As browsers write them: what is echoed must be the same letter by letter. */
	for (char *at = hs->origins; at && *at; at++)
		*at = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
	hs->names = (struct http_names){ span_of(hs->hosts), span_of(hs->origins) };
	hs->tick_ms = TICK_MS;
	if (half > 0 && half < TICK_MS)
		hs->tick_ms = half > TICK_MIN_MS ? half : TICK_MIN_MS;
}

static void open_handles(struct http_server *hs)
{
	uv_loop_t *loop = hs->server->loop;

	(void)uv_tcp_init(loop, &hs->listener);
	(void)uv_prepare_init(loop, &hs->tend);
	(void)uv_timer_init(loop, &hs->tick);
	hs->listener.data = hs;
	hs->tend.data = hs;
	hs->tick.data = hs;
	(void)uv_prepare_start(&hs->tend, on_tend);
	uv_unref((uv_handle_t *)&hs->tend);
}

struct http_server *http_open(struct server *s, const char *address, void (*closed)(void *self),
	void *self, struct fault *f)
{
	struct http_server *hs = NULL;
	struct sockaddr_storage a;
	int e;

	if (read_address(address, &a, f) < 0)
		return NULL;
	hs = calloc(1, sizeof *hs);
	if (hs)
		hs->shortcuts = shortcuts_new();
	if (!hs || !hs->shortcuts) {
		free(hs);
		(void)fault_set(f, MCP_E_MEMORY, "out of memory; try again later");
		return NULL;
	}
	hs->server = s;
	hs->settings = s->config->http;
	hs->set = &hs->settings;
	hs->closed = closed;
	hs->self = self;
	read_settings(hs);
	allow_files(hs);
	open_handles(hs);
	e = start_listening(hs, &a);
	if (e < 0) {
		(void)fault_set(f, MCP_E_CONFIG, "%s cannot be served on (%s); choose another",
			address, uv_strerror(e));
		http_close(hs);
		(void)uv_run(s->loop, UV_RUN_NOWAIT);
		http_free(hs);
		return NULL;
	}
	log_address(hs);
	server_start(s);
	return hs;
}

void http_drain(struct http_server *hs)
{
	struct conn *next;

	if (hs->draining) {
		end_all(hs);
		return;
	}
	hs->draining = true;
	hs->grace_end = uv_now(hs->server->loop) + (uint64_t)hs->set->grace * 1000;
	uv_close((uv_handle_t *)&hs->listener, NULL);
	server_drain(hs->server);
	for (struct conn *c = hs->conns; c; c = next) {
		next = c->next;
		conn_drain(c);
	}
	http_unwatch(hs);
}

void http_close(struct http_server *hs)
{
	if (hs->closing)
		return;
	hs->closing = true;
	while (hs->sessions)
		session_free(hs->sessions);
	end_all(hs);
	hs->due = NULL;
	if (!uv_is_closing((uv_handle_t *)&hs->listener))
		uv_close((uv_handle_t *)&hs->listener, NULL);
	uv_close((uv_handle_t *)&hs->tend, NULL);
	uv_close((uv_handle_t *)&hs->tick, NULL);
}

void http_free(struct http_server *hs)
{
	if (!hs)
		return;
	shortcuts_free(hs->shortcuts);
	free(hs->hosts);
	free(hs->origins);
	free(hs);
}

int http_port(const struct http_server *hs)
{
	return hs->port;
}
