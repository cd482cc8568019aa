/* http_server_test - a client over HTTP: what it may ask, and how connections are kept and end. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/fake_http.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: localhost\r\n\r\n"
#define POST(fields) \
	"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" fields "\r\n"
#define DISCOVER ASK("1", "server/discover", CLAIM)
#define LIST ASK("2", "tools/list", CLAIM)

static void begin(void)
{
	http_serve();
	client_open(&client_a);
}

/* What `text` is answered with begins with `status`. */
static void answers(const char *text, const char *status)
{
	client_open(&client_a);
	client_send(&client_a, text);
	expect(&client_a, status);
}

static void says_how_it_is(void **state)
{
	(void)state;
	begin();
	client_send(&client_a, GET("/health?now"));
	expect(&client_a, "HTTP/1.1 200 OK\r\n");
	expect(&client_a, "Content-Type: application/json\r\n");
	expect(&client_a, "\r\n\r\n{\"live\":true,\"ready\":true,\"version\":\"");
	expect(&client_a, "\"config\":\"");
}

static void sends_no_body_to_head(void **state)
{
	(void)state;
	begin();
	client_send(&client_a, "HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n" GET("/health"));
	expect(&client_a, "\r\n\r\nHTTP/1.1 200 OK\r\n");
}

static void knows_its_paths_and_methods(void **state)
{
	(void)state;
	begin();
	answers(GET("/"), "HTTP/1.1 404 ");
	answers(GET("/mcp/"), "HTTP/1.1 404 ");
	answers("OPTIONS /mcp HTTP/1.1\r\nHost: a.lan\r\n\r\n", "HTTP/1.1 403 ");
	answers("OPTIONS /mcp HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 405 ");
	expect(&client_a, "Allow: GET, POST, DELETE\r\n");
	answers("PUT /mcp HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 405 ");
	answers("POST /health HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 405 ");
	expect(&client_a, "Allow: GET, HEAD\r\n");
	answers("GET /mcp HTTP/1.1\r\nHost: localhost\r\nMCP-Protocol-Version: 2026-07-28\r\n\r\n",
		"HTTP/1.1 405 ");
	expect(&client_a, "Allow: POST\r\n");
}

static void checks_host_and_origin_on_every_path(void **state)
{
	(void)state;
	begin();
	answers("GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n", "HTTP/1.1 403 ");
	answers("GET /nowhere HTTP/1.1\r\nHost: evil.example\r\n\r\n", "HTTP/1.1 403 ");
	answers("GET /health HTTP/1.1\r\nHost: localhost.evil\r\n\r\n", "HTTP/1.1 403 ");
	answers("GET /health HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n\r\n", "HTTP/1.1 403 ");
	answers("GET /health HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n\r\n",
		"HTTP/1.1 403 ");
	answers("GET /health HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
		"Origin: http://localhost\r\n\r\n",
		"HTTP/1.1 403 ");
	answers("GET /health HTTP/1.1\r\nHost: LOCALHOST:1\r\nOrigin: http://localhost:9\r\n\r\n",
		"HTTP/1.1 200 ");
	answers("GET /health HTTP/1.1\r\nHost: [::1]:1\r\nOrigin: https://page.example\r\n\r\n",
		"HTTP/1.1 200 ");
	answers("GET /health HTTP/1.1\r\nHost: ranks.lan:7\r\n\r\n", "HTTP/1.1 200 ");
	answers("GET /health HTTP/1.1\r\nHost: other.lan\r\n\r\n", "HTTP/1.1 403 ");
}

#define PREFLIGHT(origin, headers) \
	"OPTIONS /mcp HTTP/1.1\r\nHost: localhost\r\nOrigin: " origin "\r\n" \
	"Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: " headers \
	"\r\n\r\n"

static void lets_pages_of_configured_origins_send_and_read(void **state)
{
	(void)state;
	fake_config.http.origins = "https://a.example, https://Page.example:8";
	begin();
	answers(PREFLIGHT("https://page.example:8",
			"content-type,mcp-param-region, Mcp-Param-B,x-other, mcp-param-a b"),
		"HTTP/1.1 204 No Content\r\n");
	expect(&client_a, "Vary: Origin\r\n"
			  "Access-Control-Allow-Origin: https://page.example:8\r\n"
			  "Access-Control-Allow-Methods: POST, GET, DELETE\r\n"
			  "Access-Control-Allow-Headers: content-type, accept, authorization, "
			  "mcp-protocol-version, mcp-session-id, mcp-method, mcp-name, "
			  "last-event-id, mcp-param-region, Mcp-Param-B\r\n"
			  "Access-Control-Max-Age: 600\r\n\r\n");
	client_post(&client_a, "Origin: https://a.example\r\n", "{");
	expect(&client_a, "HTTP/1.1 400 ");
	expect(&client_a, "Access-Control-Allow-Origin: https://a.example\r\n"
			  "Access-Control-Expose-Headers: mcp-session-id, www-authenticate\r\n");
	client_send(&client_a, GET("/health"));
	expect(&client_a, "HTTP/1.1 200 ");
	expect(&client_a, "Vary: Origin\r\n\r\n{\"live\"");
}

static void lets_pages_read_event_streams(void **state)
{
	(void)state;
	begin();
	client_post(&client_a,
		"Origin: https://page.example\r\nMCP-Protocol-Version: 2026-07-28\r\n"
		"Mcp-Method: tools/call\r\nMcp-Name: act\r\n",
		MODERN_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, "text/event-stream\r\n");
	expect(&client_a, "Access-Control-Allow-Origin: https://page.example\r\n");
}

/* Origins of this machine may call, but what they read is up to the configuration. */
static void says_nothing_to_pages_of_other_origins(void **state)
{
	(void)state;
	begin();
	answers(PREFLIGHT("http://localhost:9", "content-type"), "HTTP/1.1 405 ");
	assert_null(strstr(client_a.text, "Access-Control"));
	answers(PREFLIGHT("https://evil.example", "content-type"), "HTTP/1.1 403 ");
	answers("OPTIONS /mcp HTTP/1.1\r\nHost: localhost\r\nOrigin: https://page.example\r\n\r\n",
		"HTTP/1.1 405 ");
	fake_config.http.origins = NULL;
	http_close(fake_http);
	settle();
	http_free(fake_http);
	begin();
	answers(PREFLIGHT("https://page.example", "content-type"), "HTTP/1.1 403 ");
	answers(PREFLIGHT("http://localhost", "content-type"), "HTTP/1.1 405 ");
	expect(&client_a, "\r\n\r\n");
	answers(GET("/health"), "HTTP/1.1 200 ");
	expect(&client_a, "live");
	assert_null(strstr(client_a.text, "Vary"));
}

/* The body never comes: the answer does not wait for it, and the connection ends. */
static void refuses_before_it_reads_a_body(void **state)
{
	(void)state;
	begin();
	answers("POST /mcp HTTP/1.1\r\nHost: evil.example\r\nContent-Type: application/json\r\n"
		"Content-Length: 5\r\n\r\n",
		"HTTP/1.1 403 ");
	expect(&client_a, "Connection: close\r\n");
	expect_end(&client_a);
	answers("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n",
		"HTTP/1.1 415 ");
	expect_end(&client_a);
	answers(POST("Content-Length: 8193\r\nExpect: 100-continue\r\n"), "HTTP/1.1 413 ");
	expect_end(&client_a);
	answers(POST("Accept: text/html\r\nContent-Length: 5\r\n"), "HTTP/1.1 406 ");
	expect_end(&client_a);
}

/* What follows a refused request is no request. */
static void throws_the_rest_away_after_a_refusal(void **state)
{
	(void)state;
	begin();
	client_send(&client_a,
		"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n" GET(
			"/health"));
	expect(&client_a, "HTTP/1.1 415 ");
	expect_end(&client_a);
	assert_null(strstr(client_a.text, "HTTP/1.1"));
}

static void refuses_what_is_no_request(void **state)
{
	(void)state;
	begin();
	answers("GET / HTTP/1.1\nHost: localhost\n\n", "HTTP/1.1 400 ");
	expect(&client_a, "Connection: close\r\n");
	expect_end(&client_a);
	answers(POST("Content-Length: 1\r\nContent-Length: 1\r\n"), "HTTP/1.1 400 ");
	answers("GET / HTTP/2.0\r\nHost: localhost\r\n\r\n", "HTTP/1.1 505 ");
	answers(POST("Transfer-Encoding: chunked\r\n") "zz\r\n", "HTTP/1.1 400 ");
	answers(POST("Transfer-Encoding: chunked\r\n") "2001\r\n", "HTTP/1.1 413 ");
}

static void refuses_long_heads(void **state)
{
	char text[6000] = "GET /";

	(void)state;
	begin();
	memset(text + 5, 'a', 3000);
	answers(text, "HTTP/1.1 414 ");
	(void)snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: localhost\r\nA: ");
	memset(text + strlen(text), 'a', 5000);
	answers(text, "HTTP/1.1 431 ");
}

static void answers_a_modern_request_as_json(void **state)
{
	(void)state;
	begin();
	client_ask(&client_a, "server/discover", DISCOVER);
	expect(&client_a, "HTTP/1.1 200 OK\r\n");
	expect(&client_a, "Content-Type: application/json\r\n");
	expect(&client_a, "\"supportedVersions\"");
	assert_null(strstr(client_a.text, "MCP-Session-Id"));
}

#define MARKED_CALL CALL("1", "\"name\":\"marked\",\"arguments\":{\"region\":\"us\"}," CLAIM)
#define MARKED_HEADERS \
	"MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: marked\r\n"

/* What is read meanwhile takes the place of its bytes, but not of its headers. */
static void judges_a_call_that_waited_by_its_headers(void **state)
{
	(void)state;
	begin();
	fake_registry.marked = true;
	fake_registry.starting = true;
	fake_server.settled = false;
	client_post(&client_a, MARKED_HEADERS "Mcp-Param-Region: us\r\n", MARKED_CALL);
	settle();
	client_open(&client_b);
	client_post(&client_b, MARKED_HEADERS "Mcp-Param-Region: eu\r\n", MARKED_CALL);
	settle();
	client_send(&client_a, GET("/health"));
	settle();
	fake_registry.starting = false;
	server_changed(&fake_server);
	expect(&client_b, "HTTP/1.1 400 ");
	expect(&client_b, "-32020");
	assert_int_equal(fake_registry.call_count, 1);
	fake_end(0, 7, NULL);
	expect(&client_a, "n is 7");
	expect(&client_a, "{\"live\":true");
}

static void forgets_a_waiting_call_whose_client_left(void **state)
{
	(void)state;
	begin();
	fake_registry.starting = true;
	fake_server.settled = false;
	client_post(&client_a, MARKED_HEADERS, MARKED_CALL);
	settle();
	client_close(&client_a);
	settle();
	fake_registry.starting = false;
	server_changed(&fake_server);
	assert_int_equal(fake_registry.call_count, 0);
}

static void accepts_notices_without_a_body(void **state)
{
	(void)state;
	begin();
	client_post(&client_a, "MCP-Protocol-Version: 2026-07-28\r\n",
		"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\",\"params\":{" CLAIM "}}");
	expect(&client_a, "HTTP/1.1 202 Accepted\r\n");
	expect(&client_a, "Content-Length: 0\r\n");
}

static void refuses_broken_messages(void **state)
{
	(void)state;
	begin();
	client_post(&client_a, "", "{");
	expect(&client_a, "HTTP/1.1 400 ");
	expect(&client_a, "-32700");
	client_post(&client_a, "", "[]");
	expect(&client_a, "HTTP/1.1 400 ");
	expect(&client_a, "-32600");
	client_send(&client_a, POST("") GET("/health"));
	expect(&client_a, "HTTP/1.1 400 ");
	expect(&client_a, "HTTP/1.1 200 ");
}

static void answers_pipelined_requests_in_order(void **state)
{
	(void)state;
	begin();
	client_ask(&client_a, "tools/call", MODERN_CALL("1"));
	client_ask(&client_a, "tools/list", LIST);
	client_send(&client_a, GET("/health"));
	expect_calls(&client_a, 1);
	assert_int_equal(client_a.len, 0);
	fake_end(0, 7, NULL);
	expect(&client_a, "n is 7");
	expect(&client_a, "\"id\":2,");
	expect(&client_a, "{\"live\":true");
}

static void takes_bytes_one_by_one(void **state)
{
	char text[2048];

	(void)state;
	begin();
	(void)snprintf(text, sizeof text,
		POST("Content-Length: %zu\r\nMcp-Method: server/discover\r\n"
		     "MCP-Protocol-Version: 2026-07-28\r\n") "%s",
		sizeof DISCOVER - 1, DISCOVER);
	for (const char *at = text; *at; at++) {
		char one[2] = { *at, '\0' };

		client_send(&client_a, one);
		settle();
	}
	expect(&client_a, "\"supportedVersions\"");
}

static void takes_bodies_in_chunks(void **state)
{
	char text[2048];

	(void)state;
	begin();
	(void)snprintf(text, sizeof text,
		POST("Transfer-Encoding: chunked\r\nMcp-Method: server/discover\r\n"
		     "MCP-Protocol-Version: 2026-07-28\r\n") "1\r\n{\r\n%zx;a=b\r\n%s\r\n0\r\n\r\n" GET("/health"),
		sizeof DISCOVER - 2, &DISCOVER[1]);
	for (const char *at = text; *at; at++) {
		char one[2] = { *at, '\0' };

		client_send(&client_a, one);
		settle();
	}
	expect(&client_a, "\"supportedVersions\"");
	expect(&client_a, "{\"live\":true");
}

static void asks_for_a_body_that_waits(void **state)
{
	(void)state;
	begin();
	client_send(&client_a, POST("Content-Length: 1\r\nExpect: 100-continue\r\n"));
	expect(&client_a, "HTTP/1.1 100 Continue\r\n\r\n");
	client_send(&client_a, "{");
	expect(&client_a, "HTTP/1.1 400 ");
}

static void closes_when_the_client_wants_it(void **state)
{
	(void)state;
	begin();
	client_send(
		&client_a, "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
	expect(&client_a, "Connection: close\r\n");
	expect_end(&client_a);
	client_open(&client_a);
	client_send(&client_a, "GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n");
	expect_end(&client_a);
	expect(&client_a, "{\"live\":true");
}

/* ---- Event streams of the modern era. ---- */

static void streams_progress_and_then_the_answer(void **state)
{
	(void)state;
	begin();
	client_ask(&client_a, "tools/call", MODERN_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, "HTTP/1.1 200 OK\r\n");
	expect(&client_a, "Content-Type: text/event-stream\r\n");
	expect(&client_a, "Cache-Control: no-cache\r\n");
	expect(&client_a, "X-Accel-Buffering: no\r\n");
	expect(&client_a, "\r\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"");
	expect(&client_a, "}\n\n\r\n");
	fake_end(0, 7, NULL);
	expect(&client_a, "data: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\"");
	expect(&client_a, "}\n\n\r\n0\r\n\r\n");
	client_send(&client_a, GET("/health"));
	expect(&client_a, "{\"live\":true");
}

static void streams_without_chunks_to_old_clients(void **state)
{
	char text[2048];

	(void)state;
	begin();
	(void)snprintf(text, sizeof text,
		"POST /mcp HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\n"
		"MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: act\r\n"
		"Content-Length: %zu\r\n\r\n%s",
		sizeof MODERN_CALL("1") - 1, MODERN_CALL("1"));
	client_send(&client_a, text);
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, "\r\n\r\ndata: {");
	fake_end(0, 7, NULL);
	expect(&client_a, "}\n\ndata: {");
	expect_end(&client_a);
}

static void cancels_when_a_modern_client_leaves(void **state)
{
	(void)state;
	begin();
	client_ask(&client_a, "tools/call", MODERN_CALL("1"));
	expect_calls(&client_a, 1);
	client_close(&client_a);
	expect_cancelled(0);
}

static void cancels_when_the_reader_of_a_stream_leaves(void **state)
{
	(void)state;
	begin();
	client_ask(&client_a, "tools/call", MODERN_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, "notifications/progress");
	client_close(&client_a);
	expect_cancelled(0);
}

static void sends_no_events_to_who_takes_json_only(void **state)
{
	char text[2048];

	(void)state;
	begin();
	(void)snprintf(text, sizeof text,
		POST("Accept: application/json\r\nMcp-Method: tools/call\r\nMcp-Name: act\r\n"
		     "MCP-Protocol-Version: 2026-07-28\r\nContent-Length: %zu\r\n") "%s",
		sizeof MODERN_CALL("1") - 1, MODERN_CALL("1"));
	client_send(&client_a, text);
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	fake_end(0, 7, NULL);
	expect(&client_a, "Content-Type: application/json\r\n");
	expect(&client_a, "n is 7");
}

static void gives_signs_of_life(void **state)
{
	(void)state;
	fake_config.http.keep_alive = 1;
	begin();
	client_ask(&client_a, "tools/call", MODERN_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, "\r\n: keep-alive\n\n\r\n");
}

/* It never reads: once the kernel's buffers and ours are full it is gone. */
static void drops_a_reader_that_does_not_read(void **state)
{
	int little = 4096;

	(void)state;
	http_serve();
	client_open(&client_a);
	(void)setsockopt(client_a.fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
	client_ask(&client_a, "tools/call", MODERN_CALL("1"));
	for (int i = 0; i < TURNS_MAX && fake_registry.call_count == 0; i++)
		(void)uv_run(&fake_loop, UV_RUN_ONCE);
	for (int i = 1; i < 200000 && !fake_registry.calls[0].cancelled; i++) {
		make_progress(0, i);
		(void)uv_run(&fake_loop, UV_RUN_NOWAIT);
	}
	assert_true(fake_registry.calls[0].cancelled);
}

#define LARGE ((size_t)7 * 1024 * 1024)

static char large[LARGE];

static void say_much(struct call_end *end)
{
	static const char head[] = "[{\"type\":\"text\",\"text\":\"";

	memset(large, 'x', sizeof large);
	memcpy(large, head, sizeof head - 1);
	memcpy(large + sizeof large - 3, "\"}]", 3);
	end->content = (struct span){ large, sizeof large };
}

/* Reads on until something else than the text's letters comes. */
static void skip_x(struct client *c)
{
	for (int i = 0; i < TURNS_MAX && strspn(c->text, "x") == c->len; i++) {
		c->len = 0;
		turn(c);
	}
}

/* One message longer than what may be unread: who reads gets it whole. */
static void streams_an_answer_of_any_length(void **state)
{
	(void)state;
	begin();
	client_ask(&client_a, "tools/call", MODERN_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, "notifications/progress");
	fake_end(0, 7, say_much);
	expect(&client_a, "\"id\":1,\"result\"");
	expect(&client_a, "\"text\":\"");
	skip_x(&client_a);
	expect(&client_a, "\n\n\r\n0\r\n\r\n");
}

static void opens_no_listen_stream_for_who_takes_json_only(void **state)
{
	char text[1024];

	(void)state;
	begin();
	(void)snprintf(text, sizeof text,
		POST("Accept: application/json\r\nMcp-Method: subscriptions/listen\r\n"
		     "MCP-Protocol-Version: 2026-07-28\r\nContent-Length: %zu\r\n") "%s",
		sizeof LIST - 1, LIST);
	client_send(&client_a, text);
	expect(&client_a, "HTTP/1.1 406 ");
}

/* The answers wait until the client reads, and so do its requests. */
static void stops_reading_while_answers_are_unread(void **state)
{
	int little = 4096;
	char text[65536];
	size_t len = 0;
	size_t sent = 0;

	(void)state;
	begin();
	(void)setsockopt(client_a.fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof little);
	while (len + sizeof GET("/health") < sizeof text) {
		memcpy(text + len, GET("/health"), sizeof GET("/health") - 1);
		len += sizeof GET("/health") - 1;
	}
	for (int quiet = 0; quiet < 20;) {
		ssize_t n = send(client_a.fd, text + sent % len, len - sent % len,
			MSG_DONTWAIT | MSG_NOSIGNAL);

		sent += n > 0 ? (size_t)n : 0;
		quiet = n > 0 ? 0 : quiet + 1;
		settle();
	}
	assert_true(sent > len);
	for (int i = 0; i < 100; i++)
		expect(&client_a, "{\"live\":true");
}

/* ---- Caps and deadlines. ---- */

static void refuses_more_connections_than_allowed(void **state)
{
	(void)state;
	fake_config.http.connections = 1;
	begin();
	client_send(&client_a, GET("/health"));
	expect(&client_a, "{\"live\":true");
	client_open(&client_b);
	expect(&client_b, "HTTP/1.1 503 ");
	expect_end(&client_b);
}

static void refuses_more_streams_than_allowed(void **state)
{
	(void)state;
	fake_config.http.streams = 1;
	begin();
	client_ask(&client_a, "tools/call", MODERN_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	client_open(&client_b);
	client_ask(&client_b, "tools/call", MODERN_CALL("1"));
	expect_calls(&client_b, 2);
	make_progress(1, 1);
	expect(&client_b, "HTTP/1.1 503 ");
	expect(&client_b, "Retry-After: 1\r\n");
	expect_cancelled(1);
	assert_false(fake_registry.calls[0].cancelled);
}

static void ends_a_head_that_takes_too_long(void **state)
{
	(void)state;
	fake_config.http.head_deadline = 1;
	begin();
	client_send(&client_a, "GET /health HTTP/1.1\r\n");
	expect(&client_a, "HTTP/1.1 408 ");
	expect_end(&client_a);
}

static void ends_a_body_that_takes_too_long(void **state)
{
	(void)state;
	fake_config.http.body_deadline = 1;
	begin();
	client_send(&client_a, POST("Content-Length: 5\r\n") "{");
	expect(&client_a, "HTTP/1.1 408 ");
	expect_end(&client_a);
}

static void ends_a_connection_that_is_idle(void **state)
{
	(void)state;
	fake_config.http.idle = 1;
	begin();
	client_send(&client_a, GET("/health"));
	expect_end(&client_a);
	assert_null(strstr(client_a.text, "408"));
}

/* ---- The end. ---- */

static void drains_what_is_under_way(void **state)
{
	(void)state;
	begin();
	client_ask(&client_a, "tools/call", MODERN_CALL("1"));
	client_open(&client_b);
	client_send(&client_b, GET("/health"));
	expect(&client_b, "{\"live\":true");
	expect_calls(&client_a, 1);
	http_drain(fake_http);
	expect_end(&client_b);
	assert_int_equal(fake_http_closed, 0);
	fake_end(0, 7, NULL);
	expect(&client_a, "Connection: close\r\n");
	expect(&client_a, "n is 7");
	expect_end(&client_a);
	client_close(&client_a);
	client_close(&client_b);
	for (int i = 0; i < TURNS_MAX && !fake_http_closed; i++)
		turn(&client_b);
	assert_int_equal(fake_http_closed, 1);
}

static void ends_the_drain_after_its_grace(void **state)
{
	(void)state;
	fake_config.http.grace = 1;
	begin();
	client_ask(&client_a, "tools/call", MODERN_CALL("1"));
	expect_calls(&client_a, 1);
	http_drain(fake_http);
	expect_end(&client_a);
	assert_true(fake_registry.calls[0].cancelled);
	assert_int_equal(fake_http_closed, 1);
}

static void ends_at_once_when_told_twice(void **state)
{
	(void)state;
	begin();
	client_ask(&client_a, "tools/call", MODERN_CALL("1"));
	expect_calls(&client_a, 1);
	http_drain(fake_http);
	http_drain(fake_http);
	expect_end(&client_a);
	assert_int_equal(fake_http_closed, 1);
}

static void serves_the_loopback_only(void **state)
{
	static const char *const addresses[] = { "0.0.0.0:0", "[::]:0", "192.168.0.1:80", "8080",
		"127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:-1", "127.0.0.1:65536",
		"example.com:80", ":80", "[::1:80" };

	(void)state;
	for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
		struct fault f = { 0 };

		assert_null(http_open(&fake_server, addresses[i], on_fake_http_closed, NULL, &f));
		assert_int_equal(f.status, MCP_E_CONFIG);
	}
}

static void says_when_an_address_is_taken(void **state)
{
	struct fault f = { 0 };
	char address[32];

	(void)state;
	begin();
	(void)snprintf(address, sizeof address, "localhost:%d", http_port(fake_http));
	assert_null(http_open(&fake_server, address, on_fake_http_closed, NULL, &f));
	assert_int_equal(f.status, MCP_E_CONFIG);
	expect_part(f.text, "cannot be served on");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, http_begin, http_end)
		TEST(says_how_it_is),
		TEST(sends_no_body_to_head),
		TEST(knows_its_paths_and_methods),
		TEST(checks_host_and_origin_on_every_path),
		TEST(lets_pages_of_configured_origins_send_and_read),
		TEST(lets_pages_read_event_streams),
		TEST(says_nothing_to_pages_of_other_origins),
		TEST(refuses_before_it_reads_a_body),
		TEST(throws_the_rest_away_after_a_refusal),
		TEST(refuses_what_is_no_request),
		TEST(refuses_long_heads),
		TEST(answers_a_modern_request_as_json),
		TEST(judges_a_call_that_waited_by_its_headers),
		TEST(forgets_a_waiting_call_whose_client_left),
		TEST(accepts_notices_without_a_body),
		TEST(refuses_broken_messages),
		TEST(answers_pipelined_requests_in_order),
		TEST(takes_bytes_one_by_one),
		TEST(takes_bodies_in_chunks),
		TEST(asks_for_a_body_that_waits),
		TEST(closes_when_the_client_wants_it),
		TEST(streams_progress_and_then_the_answer),
		TEST(streams_without_chunks_to_old_clients),
		TEST(cancels_when_a_modern_client_leaves),
		TEST(cancels_when_the_reader_of_a_stream_leaves),
		TEST(sends_no_events_to_who_takes_json_only),
		TEST(gives_signs_of_life),
		TEST(drops_a_reader_that_does_not_read),
		TEST(streams_an_answer_of_any_length),
		TEST(opens_no_listen_stream_for_who_takes_json_only),
		TEST(stops_reading_while_answers_are_unread),
		TEST(refuses_more_connections_than_allowed),
		TEST(refuses_more_streams_than_allowed),
		TEST(ends_a_head_that_takes_too_long),
		TEST(ends_a_body_that_takes_too_long),
		TEST(ends_a_connection_that_is_idle),
		TEST(drains_what_is_under_way),
		TEST(ends_the_drain_after_its_grace),
		TEST(ends_at_once_when_told_twice),
		TEST(serves_the_loopback_only),
		TEST(says_when_an_address_is_taken),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
