/* http_names_test - names the server is reached by, origins that may call, and ids of events. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "host/transport/http_names.h"
#include "host/transport/http_reply.h"
#include "host/transport/sse.h"

static const struct http_names names = {
	.hosts = { "ranks.lan, [fd00::1],a.lan:81", 29 },
	.origins = { "https://page.example, chrome-extension://abc", 44 },
};
static const struct http_names none = { 0 };

static bool host(const char *text)
{
	return http_host_allowed(&names, span_of(text));
}

static bool origin(const char *text)
{
	return http_origin_allowed(&names, span_of(text));
}

static void knows_this_machine_on_any_port(void **state)
{
	(void)state;
	assert_true(http_host_allowed(&none, SPAN("localhost")));
	assert_true(http_host_allowed(&none, SPAN("LocalHost:8080")));
	assert_true(http_host_allowed(&none, SPAN("127.0.0.1:1")));
	assert_true(http_host_allowed(&none, SPAN("[::1]")));
	assert_true(http_host_allowed(&none, SPAN("[::1]:65535")));
}

static void knows_no_other_host(void **state)
{
	(void)state;
	assert_false(http_host_allowed(&none, SPAN("")));
	assert_false(http_host_allowed(&none, SPAN("ranks.lan")));
	assert_false(host("localhost.evil"));
	assert_false(host("evil.localhost"));
	assert_false(host("127.0.0.1.evil"));
	assert_false(host("127.0.0.2"));
	assert_false(host("[::2]"));
	assert_false(host("::1"));
	assert_false(host("ranks"));
	assert_false(host("ranks.lan, [fd00::1]"));
}

static void knows_the_names_it_was_given(void **state)
{
	(void)state;
	assert_true(host("ranks.lan"));
	assert_true(host("RANKS.lan:8080"));
	assert_true(host("[fd00::1]:8080"));
	assert_true(host("a.lan:81"));
	assert_false(host("a.lan:82"));
	assert_false(host("a.lan"));
}

static void lets_pages_of_its_own_hosts_call(void **state)
{
	(void)state;
	assert_true(origin("http://localhost:3000"));
	assert_true(origin("https://127.0.0.1"));
	assert_true(origin("http://[::1]:1"));
	assert_true(origin("https://ranks.lan"));
	assert_true(origin("https://page.example"));
	assert_true(origin("chrome-extension://abc"));
}

static void lets_no_other_page_call(void **state)
{
	(void)state;
	assert_false(origin(""));
	assert_false(origin("null"));
	assert_false(origin("localhost"));
	assert_false(origin("http://"));
	assert_false(origin("file://localhost"));
	assert_false(origin("http://evil.example"));
	assert_false(origin("http://evil.example/localhost"));
	assert_false(origin("http://localhost@evil.example"));
	assert_false(origin("http://localhost:80@evil.example"));
	assert_false(origin("http://localhost/"));
	assert_false(origin("http://localhost, http://evil"));
	assert_false(origin("http://page.example"));
	assert_false(origin("https://page.example:444"));
}

static void reads_the_ids_it_writes(void **state)
{
	char room[SSE_HEAD_MAX];
	struct sse_id id = { UINT32_MAX, UINT32_MAX };
	struct sse_id again;

	(void)state;
	assert_true(span_is(sse_head(&id, room), "id: 4294967295.4294967295\ndata: "));
	assert_true(sse_id_from(SPAN("4294967295.4294967295"), &again));
	assert_int_equal(again.stream, UINT32_MAX);
	assert_int_equal(again.number, UINT32_MAX);
	assert_true(sse_id_from(SPAN("0.7"), &again));
	assert_int_equal(again.stream, 0);
	assert_int_equal(again.number, 7);
}

static void reads_no_other_ids(void **state)
{
	static const char *const texts[] = { "", ".", "1", "1.", ".1", "1.2.3", "01.2", "1.02",
		"+1.2", "1.-2", "1 .2", "1.2 ", "a.b", "4294967296.1", "1.4294967296",
		"11111111111.1", "0x1.1" };
	struct sse_id id = { 3, 4 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_false(sse_id_from(span_of(texts[i]), &id));
	assert_int_equal(id.stream, 3);
}

static void primes_with_an_empty_event(void **state)
{
	char room[SSE_HEAD_MAX];
	struct sse_id id = { 4294967295u, 4294967295u };

	(void)state;
	assert_true(span_is(sse_priming(&id, 1000, room),
		"id: 4294967295.4294967295\nretry: 1000\ndata: \n\n"));
	assert_true(span_is(sse_head(NULL, room), "data: "));
}

static void writes_heads_of_answers(void **state)
{
	char room[HTTP_REPLY_MAX];
	struct http_reply r = {
		.status = 405,
		.type = "application/json",
		.length = 12,
		.closes = true,
		.allow = "GET",
		.session = "abc",
		.wall_ms = 784111777000,
	};

	(void)state;
	assert_true(span_is(http_reply_head(&r, room),
		"HTTP/1.1 405 Method Not Allowed\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
		"Content-Type: application/json\r\nContent-Length: 12\r\nAllow: GET\r\n"
		"MCP-Session-Id: abc\r\nConnection: close\r\n\r\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_this_machine_on_any_port),
		cmocka_unit_test(knows_no_other_host),
		cmocka_unit_test(knows_the_names_it_was_given),
		cmocka_unit_test(lets_pages_of_its_own_hosts_call),
		cmocka_unit_test(lets_no_other_page_call),
		cmocka_unit_test(reads_the_ids_it_writes),
		cmocka_unit_test(reads_no_other_ids),
		cmocka_unit_test(primes_with_an_empty_event),
		cmocka_unit_test(writes_heads_of_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
