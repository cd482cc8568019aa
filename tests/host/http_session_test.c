/* http_session_test - the legacy era over HTTP: sessions, their streams, and who comes back. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "host/transport/http_inside.h"
#include "support/fake_http.h"

static char session[64]; /* "MCP-Session-Id: …\r\n" */

static void take_session(struct client *c)
{
	expect(c, "MCP-Session-Id: ");
	(void)snprintf(session, sizeof session, "MCP-Session-Id: %.32s\r\n", c->text);
	assert_int_equal(strspn(session + 16, "0123456789abcdef"), 32);
}

static void initialize(struct client *c, const char *hello)
{
	client_open(c);
	client_post(c, "", hello);
	expect(c, "HTTP/1.1 200 OK\r\n");
	take_session(c);
	expect(c, "\"protocolVersion\":");
	client_post(c, session, INITIALIZED);
	expect(c, "HTTP/1.1 202 ");
}

static void begin(void)
{
	http_serve();
	initialize(&client_a, INITIALIZE("2025-11-25"));
}

static void client_get(struct client *c, const char *fields)
{
	char text[1024];

	(void)snprintf(text, sizeof text,
		"GET /mcp HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n%s%s\r\n",
		session, fields);
	client_send(c, text);
}

static void client_delete(struct client *c)
{
	char text[1024];

	(void)snprintf(
		text, sizeof text, "DELETE /mcp HTTP/1.1\r\nHost: localhost\r\n%s\r\n", session);
	client_send(c, text);
}

/* There are none for a while, or again. */
static void change_tools(void)
{
	fake_registry.starting = !fake_registry.starting;
	server_changed(&fake_server);
}

static void answers_in_a_session(void **state)
{
	(void)state;
	begin();
	client_post(&client_a, session, ASK("1", "tools/list", ""));
	expect(&client_a, "HTTP/1.1 200 OK\r\n");
	expect(&client_a, "Content-Type: application/json\r\n");
	expect(&client_a, "\"tools\":[");
}

/* Whatever connection it comes on. */
static void keeps_sessions_apart(void **state)
{
	char first[64];

	(void)state;
	begin();
	(void)memcpy(first, session, sizeof first);
	initialize(&client_b, INITIALIZE("2025-03-26"));
	assert_string_not_equal(first, session);
	client_post(&client_a, session, "[" ASK("1", "ping", "") "]");
	expect(&client_a, "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}]");
	client_post(&client_a, first, "[" ASK("1", "ping", "") "]");
	expect(&client_a, "HTTP/1.1 400 ");
}

static void wants_a_session_it_knows(void **state)
{
	(void)state;
	begin();
	client_post(&client_a, "", ASK("1", "tools/list", ""));
	expect(&client_a, "HTTP/1.1 400 ");
	client_post(&client_a, "MCP-Session-Id: 00000000000000000000000000000000\r\n",
		ASK("1", "tools/list", ""));
	expect(&client_a, "HTTP/1.1 404 ");
	client_post(&client_a, "MCP-Session-Id: \r\n", ASK("1", "tools/list", ""));
	expect(&client_a, "HTTP/1.1 404 ");
	client_post(&client_a, session, ASK("1", "tools/list", ""));
	expect(&client_a, "HTTP/1.1 200 ");
}

static void refuses_a_session_that_came_twice(void **state)
{
	char twice[256];

	(void)state;
	begin();
	(void)snprintf(twice, sizeof twice, "%s%s", session, session);
	client_post(&client_a, twice, ASK("1", "tools/list", ""));
	expect(&client_a, "HTTP/1.1 400 ");
}

static void looks_at_the_version_header(void **state)
{
	char fields[256];

	(void)state;
	begin();
	(void)snprintf(fields, sizeof fields, "%sMCP-Protocol-Version: 2025-11-25\r\n", session);
	client_post(&client_a, fields, ASK("1", "tools/list", ""));
	expect(&client_a, "HTTP/1.1 200 ");
	(void)snprintf(fields, sizeof fields, "%sMCP-Protocol-Version: 1999-01-01\r\n", session);
	client_post(&client_a, fields, ASK("1", "tools/list", ""));
	expect(&client_a, "HTTP/1.1 400 ");
}

static void makes_no_session_for_a_bad_handshake(void **state)
{
	(void)state;
	http_serve();
	client_open(&client_a);
	client_post(&client_a, "", ASK("1", "initialize", "\"protocolVersion\":7"));
	expect(&client_a, "\"error\"");
	assert_null(strstr(client_a.text, "MCP-Session-Id"));
}

static void ends_a_session_by_delete(void **state)
{
	(void)state;
	begin();
	client_delete(&client_a);
	expect(&client_a, "HTTP/1.1 204 ");
	client_post(&client_a, session, ASK("1", "tools/list", ""));
	expect(&client_a, "HTTP/1.1 404 ");
	client_delete(&client_a);
	expect(&client_a, "HTTP/1.1 404 ");
}

static void ends_all_of_a_session(void **state)
{
	(void)state;
	begin();
	client_get(&client_a, "");
	expect(&client_a, "data: \n\n");
	client_open(&client_b);
	client_post(&client_b, session, LEGACY_CALL("1"));
	expect_calls(&client_b, 1);
	make_progress(0, 1);
	expect(&client_b, "notifications/progress");
	client_close(&client_b);
	client_open(&client_b);
	client_delete(&client_b);
	expect(&client_b, "HTTP/1.1 204 ");
	expect(&client_a, "0\r\n\r\n");
	assert_true(fake_registry.calls[0].cancelled);
}

static void refuses_more_sessions_than_allowed(void **state)
{
	(void)state;
	begin();
	initialize(&client_a, INITIALIZE("2025-11-25"));
	client_post(&client_a, "", INITIALIZE("2025-11-25"));
	expect(&client_a, "HTTP/1.1 503 ");
	client_delete(&client_a);
	expect(&client_a, "HTTP/1.1 204 ");
	client_post(&client_a, "", INITIALIZE("2025-11-25"));
	expect(&client_a, "HTTP/1.1 200 ");
}

static void forgets_a_session_nobody_uses(void **state)
{
	(void)state;
	fake_config.http.session_idle = 1;
	begin();
	client_open(&client_b); /* keeps the clock going */
	for (int i = 0; i < TURNS_MAX && !strstr(client_a.text, " 404 "); i++) {
		client_send(&client_b, "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
		expect(&client_b, "live");
		(void)poll(NULL, 0, i < 2 ? 1200 : 5);
		client_post(&client_a, session, ASK("1", "ping", ""));
		turn(&client_a);
	}
	expect(&client_a, "HTTP/1.1 404 ");
}

/* ---- Streams. ---- */

static void primes_streams_of_the_newest_version(void **state)
{
	(void)state;
	begin();
	client_post(&client_a, session, LEGACY_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, "Content-Type: text/event-stream\r\n");
	expect(&client_a, ".0\nretry: 1000\ndata: \n\n\r\n");
	expect(&client_a, ".1\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"");
	fake_end(0, 7, NULL);
	expect(&client_a, ".2\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\"");
	expect(&client_a, "0\r\n\r\n");
	client_post(&client_a, session, ASK("2", "ping", ""));
	expect(&client_a, "\"id\":2");
}

static void does_not_prime_older_versions(void **state)
{
	(void)state;
	http_serve();
	initialize(&client_a, INITIALIZE("2025-06-18"));
	client_post(&client_a, session, LEGACY_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, "text/event-stream");
	turn(&client_a);
	assert_null(strstr(client_a.text, "retry"));
	expect(&client_a, ".1\ndata: {");
}

static void keeps_working_for_a_client_that_left(void **state)
{
	(void)state;
	begin();
	client_post(&client_a, session, LEGACY_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, "id: ");
	expect(&client_a, "notifications/progress");
	client_close(&client_a);
	settle();
	assert_false(fake_registry.calls[0].cancelled);
	make_progress(0, 2);
	fake_end(0, 7, NULL);
	client_open(&client_b);
	client_get(&client_b, "Last-Event-ID: 3.1\r\n");
	expect(&client_b,
		"id: 3.2\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"");
	expect(&client_b, "id: 3.3\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\"");
	expect(&client_b, "0\r\n\r\n");
}

static void keeps_no_more_events_than_all_sessions_may(void **state)
{
	(void)state;
	begin();
	client_post(&client_a, session, LEGACY_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, "notifications/progress");
	client_close(&client_a);
	settle();
	assert_true(fake_http->kept_bytes > 0);
	fake_http->kept_bytes += HTTP_KEPT_MAX;
	make_progress(0, 2);
	fake_http->kept_bytes -= HTTP_KEPT_MAX;
	fake_end(0, 7, NULL);
	client_open(&client_b);
	client_get(&client_b, "Last-Event-ID: 3.1\r\n");
	expect(&client_b, "id: 3.3\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\"");
	assert_null(strstr(client_b.text, "id: 3.2"));
	expect(&client_b, "0\r\n\r\n");
}

static void keeps_working_without_an_event_stream(void **state)
{
	(void)state;
	begin();
	client_post(&client_a, session, LEGACY_CALL("1"));
	expect_calls(&client_a, 1);
	client_close(&client_a);
	settle();
	make_progress(0, 1);
	assert_false(fake_registry.calls[0].cancelled);
	fake_end(0, 7, NULL);
	client_open(&client_b);
	client_post(&client_b, session, ASK("2", "ping", ""));
	expect(&client_b, "\"id\":2");
}

static void goes_on_with_a_call_for_who_comes_back(void **state)
{
	(void)state;
	begin();
	client_post(&client_a, session, LEGACY_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, "notifications/progress");
	client_open(&client_b);
	client_get(&client_b, "Last-Event-ID: 3.0\r\n");
	expect(&client_b, "id: 3.1\ndata: {");
	expect(&client_a, "0\r\n\r\n");
	make_progress(0, 2);
	expect(&client_b, "id: 3.2\ndata: {");
	fake_end(0, 7, NULL);
	expect(&client_b, "n is 7");
	expect(&client_b, "0\r\n\r\n");
}

static void refuses_events_it_does_not_know(void **state)
{
	(void)state;
	begin();
	client_get(&client_a, "Last-Event-ID: 9.1\r\n");
	expect(&client_a, "HTTP/1.1 400 ");
	client_get(&client_a, "Last-Event-ID: x\r\n");
	expect(&client_a, "HTTP/1.1 400 ");
	client_get(&client_a, "Last-Event-ID: 0.1\r\nLast-Event-ID: 0.1\r\n");
	expect(&client_a, "HTTP/1.1 400 ");
}

/* Not more than a session may keep; the newest event always. */
static void keeps_the_newest_events(void **state)
{
	(void)state;
	fake_config.http.replay_bytes = 300;
	begin();
	client_post(&client_a, session, LEGACY_CALL("1"));
	expect_calls(&client_a, 1);
	for (int i = 1; i <= 8; i++)
		make_progress(0, i);
	client_open(&client_b);
	client_get(&client_b, "Last-Event-ID: 3.0\r\n");
	expect(&client_b, "id: 3.8\ndata: {");
	assert_null(strstr(client_b.text, "id: 3.2\n"));
}

static void tells_changes_on_the_stream_of_the_session(void **state)
{
	(void)state;
	begin();
	client_post(&client_a, session, ASK("1", "tools/list", ""));
	expect(&client_a, "\"tools\":[");
	change_tools();
	client_get(&client_a, "");
	expect(&client_a, "id: 0.0\nretry: 1000\ndata: \n\n");
	change_tools();
	expect(&client_a, "id: 0.1\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/");
	client_open(&client_b);
	client_get(&client_b, "");
	expect(&client_b, "id: 0.1\nretry: 1000\ndata: \n\n");
	expect(&client_a, "0\r\n\r\n");
	change_tools();
	expect(&client_b, "id: 0.2\ndata: {");
}

static void tells_changes_that_were_missed(void **state)
{
	(void)state;
	begin();
	client_post(&client_a, session, ASK("1", "tools/list", ""));
	expect(&client_a, "\"tools\":[");
	client_get(&client_a, "");
	expect(&client_a, "data: \n\n");
	client_close(&client_a);
	settle();
	change_tools();
	client_open(&client_b);
	client_get(&client_b, "Last-Event-ID: 0.0\r\n");
	expect(&client_b, "id: 0.1\ndata: {");
}

/* What it would have to say could not be said: so it is not begun. */
static void begins_no_call_when_streams_are_full(void **state)
{
	(void)state;
	fake_config.http.streams = 1;
	begin();
	client_get(&client_a, "");
	expect(&client_a, "data: \n\n");
	client_open(&client_b);
	client_post(&client_b, session, LEGACY_CALL("1"));
	expect(&client_b, "HTTP/1.1 503 ");
	expect(&client_b, "Retry-After: 1\r\n");
	assert_int_equal(fake_registry.call_count, 0);
	client_post(&client_b, session, ASK("2", "ping", ""));
	expect(&client_b, "\"id\":2");
}

/* Its place is its own from the start, and is free when it is answered. */
static void keeps_a_place_for_the_stream_of_a_call(void **state)
{
	(void)state;
	fake_config.http.streams = 1;
	begin();
	client_post(&client_a, session, LEGACY_CALL("1"));
	expect_calls(&client_a, 1);
	client_open(&client_b);
	client_get(&client_b, "");
	expect(&client_b, "HTTP/1.1 503 ");
	make_progress(0, 1);
	expect(&client_a, "notifications/progress");
	fake_end(0, 7, NULL);
	expect(&client_a, "n is 7");
	expect(&client_a, "0\r\n\r\n");
	client_post(&client_a, session, LEGACY_CALL("2"));
	expect_calls(&client_a, 2);
	fake_end(1, 8, NULL);
	expect(&client_a, "n is 8");
	client_post(&client_a, session, LEGACY_CALL("3"));
	expect_calls(&client_a, 3);
	client_close(&client_a);
	settle();
	client_get(&client_b, "");
	expect(&client_b, "data: \n\n");
}

/* ---- Cancelled calls. ---- */

static void ends_the_stream_of_a_cancelled_call(void **state)
{
	(void)state;
	begin();
	client_post(&client_a, session, LEGACY_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, "notifications/progress");
	client_open(&client_b);
	client_post(&client_b, session, CANCEL("1"));
	expect(&client_b, "HTTP/1.1 202 ");
	expect(&client_a, "0\r\n\r\n");
	assert_null(strstr(client_a.text, "\"id\":1"));
	assert_true(fake_registry.calls[0].cancelled);
}

static void answers_a_cancelled_call_with_an_empty_stream(void **state)
{
	(void)state;
	begin();
	client_post(&client_a, session, LEGACY_CALL("1"));
	expect_calls(&client_a, 1);
	client_open(&client_b);
	client_post(&client_b, session, CANCEL("1"));
	expect(&client_b, "HTTP/1.1 202 ");
	expect(&client_a, "HTTP/1.1 200 OK\r\n");
	expect(&client_a, "Content-Type: text/event-stream\r\n");
	expect(&client_a, "\r\n\r\n0\r\n\r\n");
}

/* ---- Polling. ---- */

static void cuts_a_quiet_call_to_be_polled(void **state)
{
	(void)state;
	fake_config.http.poll_after_ms = 50;
	begin();
	client_post(&client_a, session, LEGACY_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, "id: 3.1\n");
	expect(&client_a, "0\r\n\r\n");
	client_get(&client_a, "Last-Event-ID: 3.1\r\n");
	expect(&client_a, "text/event-stream");
	assert_false(fake_registry.calls[0].cancelled);
	fake_end(0, 7, NULL);
	expect(&client_a, "id: 3.2\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\"");
	expect(&client_a, "0\r\n\r\n");
}

static void cuts_no_stream_of_an_older_version(void **state)
{
	(void)state;
	fake_config.http.poll_after_ms = 40;
	fake_config.http.keep_alive = 1;
	http_serve();
	initialize(&client_a, INITIALIZE("2025-06-18"));
	client_post(&client_a, session, LEGACY_CALL("1"));
	expect_calls(&client_a, 1);
	make_progress(0, 1);
	expect(&client_a, ": keep-alive\n\n");
	assert_null(strstr(client_a.text, "\r\n0\r\n"));
	fake_end(0, 7, NULL);
	expect(&client_a, "n is 7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, http_begin, http_end)
		TEST(answers_in_a_session),
		TEST(keeps_sessions_apart),
		TEST(wants_a_session_it_knows),
		TEST(refuses_a_session_that_came_twice),
		TEST(looks_at_the_version_header),
		TEST(makes_no_session_for_a_bad_handshake),
		TEST(ends_a_session_by_delete),
		TEST(ends_all_of_a_session),
		TEST(refuses_more_sessions_than_allowed),
		TEST(forgets_a_session_nobody_uses),
		TEST(primes_streams_of_the_newest_version),
		TEST(does_not_prime_older_versions),
		TEST(keeps_working_for_a_client_that_left),
		TEST(keeps_no_more_events_than_all_sessions_may),
		TEST(keeps_working_without_an_event_stream),
		TEST(goes_on_with_a_call_for_who_comes_back),
		TEST(refuses_events_it_does_not_know),
		TEST(keeps_the_newest_events),
		TEST(tells_changes_on_the_stream_of_the_session),
		TEST(tells_changes_that_were_missed),
		TEST(begins_no_call_when_streams_are_full),
		TEST(keeps_a_place_for_the_stream_of_a_call),
		TEST(ends_the_stream_of_a_cancelled_call),
		TEST(answers_a_cancelled_call_with_an_empty_stream),
		TEST(cuts_a_quiet_call_to_be_polled),
		TEST(cuts_no_stream_of_an_older_version),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
