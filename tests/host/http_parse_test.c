/* http_parse_test - what a strict reader of HTTP/1.1 takes, and all it refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/cleanup.h"
#include "host/transport/http_parse.h"

static const struct http_limits limits = { 64, 512, 100 };

#define LINE "POST /mcp HTTP/1.1\r\n"
#define HOST "Host: localhost:80\r\n"
#define CHUNKED LINE HOST "Transfer-Encoding: chunked\r\n\r\n"
#define TEN "xxxxxxxxxx"
#define FIFTY TEN TEN TEN TEN TEN
#define FIELDS_10 "a:b\r\na:b\r\na:b\r\na:b\r\na:b\r\na:b\r\na:b\r\na:b\r\na:b\r\na:b\r\n"

struct outcome {
	enum http_event event;
	struct http_parse p;
	char body[256];
	size_t body_len;
	size_t used; /* bytes of the request */
};

/* Takes the body out of what lies behind the head, `step` bytes at a time. */
static void read_body(struct outcome *o, struct span rest, size_t step)
{
	size_t at = 0;

	do {
		size_t left = rest.len - at;
		struct span more = { rest.at + at, left < step ? left : step };
		struct span piece = { NULL, 0 };
		size_t used;

		o->event = http_body(&o->p, &limits, more, &used, &piece);
		at += used;
		if (o->event == HTTP_PART) {
			assert_true(o->body_len + piece.len <= sizeof o->body);
			memcpy(o->body + o->body_len, piece.at, piece.len);
			o->body_len += piece.len;
		}
	} while (o->event == HTTP_PART || (o->event == HTTP_MORE && at < rest.len));
	o->used = o->p.head_len + at;
}

/* Reads one request of which `first` bytes come at first, then `step` bytes at a time. The bytes
 * move with each arrival and nothing lies behind them, so that a sanitizer sees a step too far. */
static struct outcome read_split(struct span text, size_t first, size_t step)
{
	struct outcome o = { .event = HTTP_MORE };
	size_t there = first < text.len ? first : text.len;

	for (;;) {
		char *copy = malloc(there + 1);

		assert_non_null(copy);
		memcpy(copy + 1, text.at, there);
		o.event = http_head(&o.p, &limits, (struct span){ copy + 1, there });
		free(copy);
		if (o.event != HTTP_MORE || there == text.len)
			break;
		there = there + step < text.len ? there + step : text.len;
	}
	if (o.event == HTTP_DONE)
		read_body(
			&o, (struct span){ text.at + o.p.head_len, text.len - o.p.head_len }, step);
	return o;
}

static void refuse_one(struct span text, int status)
{
	struct outcome whole = read_split(text, text.len, 1);
	struct outcome bytes = read_split(text, 1, 1);

	if (whole.event != HTTP_BAD || bytes.event != HTTP_BAD)
		fail_msg("taken: %s", text.at);
	assert_non_null(whole.p.why);
	if (whole.p.status != status || bytes.p.status != status)
		fail_msg("%d and %d instead of %d for %s", whole.p.status, bytes.p.status, status,
			text.at);
}

static void refuse_all(const struct span *texts, size_t count, int status)
{
	for (size_t i = 0; i < count; i++)
		refuse_one(texts[i], status);
}

/* Takes it in one piece, byte by byte, and cut at every place; the body is `body`. */
static struct outcome take(struct span text, const char *body)
{
	for (size_t cut = 1; cut <= text.len; cut++) {
		struct outcome o = read_split(text, cut, text.len);

		assert_int_equal(o.event, HTTP_DONE);
		assert_int_equal(o.used, text.len);
		assert_int_equal(o.body_len, strlen(body));
		assert_memory_equal(o.body, body, o.body_len);
	}
	return read_split(text, 1, 1);
}

#define REFUSES(name, code, ...) \
	static void name(void **state) \
	{ \
		static const char *const texts[] = { __VA_ARGS__ }; \
		struct span spans[COUNT_OF(texts)]; \
\
		(void)state; \
		for (size_t i = 0; i < COUNT_OF(texts); i++) \
			spans[i] = span_of(texts[i]); \
		refuse_all(spans, COUNT_OF(texts), code); \
	}

REFUSES(refuses_broken_request_lines, 400, "\r\n\r\n", "GET\r\n\r\n", "GET /\r\n" HOST "\r\n",
	" GET / HTTP/1.1\r\n" HOST "\r\n", "GET  / HTTP/1.1\r\n" HOST "\r\n",
	"GET /  HTTP/1.1\r\n" HOST "\r\n", "GET / HTTP/1.1 \r\n" HOST "\r\n",
	"GET\t/\tHTTP/1.1\r\n" HOST "\r\n", "G@T / HTTP/1.1\r\n" HOST "\r\n",
	"GET / http/1.1\r\n" HOST "\r\n", "GET / HTTP/11\r\n" HOST "\r\n",
	"GET / HTTP/1.\r\n" HOST "\r\n", "GET / HTTP/+1.1\r\n" HOST "\r\n",
	"GET / HTTP/1.10\r\n" HOST "\r\n", "GET / FTP/1.1\r\n" HOST "\r\n",
	"GET / a HTTP/1.1\r\n" HOST "\r\n", FIFTY " / HTTP/1.1\r\n" HOST "\r\n")

REFUSES(refuses_targets_that_are_no_path, 400, "GET mcp HTTP/1.1\r\n" HOST "\r\n",
	"GET * HTTP/1.1\r\n" HOST "\r\n", "CONNECT localhost:80 HTTP/1.1\r\n" HOST "\r\n",
	"GET /a#b HTTP/1.1\r\n" HOST "\r\n", "GET /a%2 HTTP/1.1\r\n" HOST "\r\n",
	"GET /a%zz HTTP/1.1\r\n" HOST "\r\n", "GET /a\\b HTTP/1.1\r\n" HOST "\r\n",
	"GET /\xc3\xa4 HTTP/1.1\r\n" HOST "\r\n", "GET /\x7f HTTP/1.1\r\n" HOST "\r\n",
	"GET ftp://localhost:80/ HTTP/1.1\r\n" HOST "\r\n",
	"GET http:///mcp HTTP/1.1\r\n" HOST "\r\n",
	"GET http://localhost:80 HTTP/1.1\r\n" HOST "\r\n")

REFUSES(refuses_a_target_of_another_host, 400, "GET http://evil/mcp HTTP/1.1\r\n" HOST "\r\n",
	"GET http://localhost/mcp HTTP/1.1\r\n" HOST "\r\n",
	"GET http://a@localhost:80/mcp HTTP/1.1\r\n" HOST "\r\n")

REFUSES(refuses_other_versions, 505, "GET / HTTP/0.9\r\n" HOST "\r\n",
	"GET / HTTP/1.2\r\n" HOST "\r\n", "GET / HTTP/2.0\r\n" HOST "\r\n",
	"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")

REFUSES(refuses_broken_ends_of_lines, 400, "GET / HTTP/1.1\n" HOST "\r\n",
	LINE "Host: localhost\n\r\n", LINE HOST "\n", LINE HOST "A: b\rc\r\n\r\n",
	LINE HOST "A: b\r\r\n\r\n", "GET / HTTP/1.1\r" HOST "\r\n", "\n" LINE HOST "\r\n",
	"\r\n\r\n" LINE HOST "\r\n", "\rGET / HTTP/1.1\r\n" HOST "\r\n")

REFUSES(refuses_broken_fields, 400, LINE HOST "A\r\n\r\n", LINE HOST "A : b\r\n\r\n",
	LINE HOST "A\t: b\r\n\r\n", LINE HOST ": b\r\n\r\n", LINE HOST " A: b\r\n\r\n",
	LINE HOST "A: b\r\n c\r\n\r\n", LINE HOST "A: b\r\n\tc\r\n\r\n", LINE " " HOST "\r\n",
	LINE HOST "A(: b\r\n\r\n", LINE HOST "\xc3\xa4: b\r\n\r\n", LINE HOST "A: \x01\r\n\r\n",
	LINE HOST "A: \x7f\r\n\r\n", LINE HOST "A: b\x1b[0m\r\n\r\n", LINE HOST "\"A\": b\r\n\r\n")

REFUSES(refuses_a_doubtful_host, 400, LINE "\r\n", LINE "Accept: a\r\n\r\n", LINE HOST HOST "\r\n",
	LINE HOST "host: evil\r\n\r\n", LINE "Host:\r\n\r\n", LINE "Host: a b\r\n\r\n",
	LINE "Host: a,b\r\n\r\n", LINE "Host: a@b\r\n\r\n", LINE "Host: a/b\r\n\r\n",
	LINE "Host: a:\r\n\r\n", LINE "Host: a:+80\r\n\r\n", LINE "Host: a:65536\r\n\r\n",
	LINE "Host: [::1\r\n\r\n", LINE "Host: []\r\n\r\n", LINE "Host: [::1]80\r\n\r\n",
	"GET / HTTP/1.0\r\n\r\n")

REFUSES(refuses_doubtful_lengths, 400, LINE HOST "Content-Length:\r\n\r\n",
	LINE HOST "Content-Length: +1\r\n\r\nx", LINE HOST "Content-Length: -1\r\n\r\n",
	LINE HOST "Content-Length: 01\r\n\r\nx", LINE HOST "Content-Length: 00\r\n\r\n",
	LINE HOST "Content-Length: 0x1\r\n\r\nx", LINE HOST "Content-Length: 1 1\r\n\r\nx",
	LINE HOST "Content-Length: 1, 1\r\n\r\nx", LINE HOST "Content-Length: 1,2\r\n\r\nx",
	LINE HOST "Content-Length: 1.0\r\n\r\nx", LINE HOST "Content-Length: 1e1\r\n\r\nx",
	LINE HOST "Content-Length: 1 \t\r\n\r\nx", LINE HOST "Content-Length:\t1\r\n\r\nx",
	LINE HOST "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx",
	LINE HOST "Content-Length: 1\r\ncontent-length: 2\r\n\r\nxx")

REFUSES(refuses_doubtful_codings, 400,
	LINE HOST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	LINE HOST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
	LINE HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
	LINE HOST "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
	LINE HOST "Transfer-Encoding: identity\r\n\r\n", LINE HOST "Transfer-Encoding:\r\n\r\n",
	LINE HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
	LINE HOST "Transfer-Encoding: chunked\t\r\n\r\n0\r\n\r\n",
	LINE HOST "Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n",
	LINE HOST "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
	LINE HOST "Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n",
	LINE HOST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
	LINE HOST "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
	"POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")

REFUSES(refuses_broken_chunks, 400, CHUNKED "\r\n", CHUNKED "x\r\n", CHUNKED " 1\r\nx\r\n0\r\n\r\n",
	CHUNKED "1 \r\nx\r\n0\r\n\r\n", CHUNKED "+1\r\nx\r\n0\r\n\r\n",
	CHUNKED "-1\r\nx\r\n0\r\n\r\n", CHUNKED "0x1\r\nx\r\n0\r\n\r\n",
	CHUNKED "1\nx\r\n0\r\n\r\n", CHUNKED "1\rx\r\n0\r\n\r\n", CHUNKED "1\r\nxx\r\n0\r\n\r\n",
	CHUNKED "1\r\nx\n0\r\n\r\n", CHUNKED "1\r\nx0\r\n\r\n", CHUNKED "1;\x01\r\nx\r\n0\r\n\r\n",
	CHUNKED "1;a\nx\r\n0\r\n\r\n", CHUNKED ";a\r\n", CHUNKED "0\r\nA: b\r\n\r\n",
	CHUNKED "0\r\n\n", CHUNKED "0\n\n")

REFUSES(refuses_bodies_in_chunks_that_grow_too_large, 413, CHUNKED "65\r\n",
	CHUNKED "32\r\n" FIFTY "\r\n33\r\n", CHUNKED "fffffffff\r\n", CHUNKED "000000001\r\n")

REFUSES(refuses_a_long_target, 414, "GET /" FIFTY TEN TEN " HTTP/1.1\r\n" HOST "\r\n",
	"GET /" FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY)

REFUSES(refuses_a_long_head, 431,
	LINE HOST "A: " FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY,
	FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY FIFTY,
	LINE HOST FIELDS_10 FIELDS_10 FIELDS_10 FIELDS_10 FIELDS_10 FIELDS_10 FIELDS_10 FIELDS_10
		FIELDS_10 FIELDS_10 "\r\n")

REFUSES(refuses_other_expectations, 417, LINE HOST "Expect: 200-ok\r\n\r\n",
	LINE HOST "Expect:\r\n\r\n", LINE HOST "Expect: 100-continue, x\r\n\r\n")

static void refuses_nul_bytes(void **state)
{
	static const struct span texts[] = {
		{ "GET /\0 HTTP/1.1\r\n" HOST "\r\n", 17 + 20 + 3 },
		{ LINE HOST "A\0: b\r\n\r\n", sizeof(LINE HOST "A\0: b\r\n\r\n") - 1 },
		{ LINE HOST "A: b\0\r\n\r\n", sizeof(LINE HOST "A: b\0\r\n\r\n") - 1 },
		{ LINE "Host: localhost\0.evil\r\n\r\n",
			sizeof(LINE "Host: localhost\0.evil\r\n\r\n") - 1 },
	};

	(void)state;
	refuse_all(texts, COUNT_OF(texts), 400);
}

static void refuses_more_fields_than_it_counts(void **state)
{
	struct http_limits wide = { 64, 65536, 100 };
	struct http_parse p = { 0 };
	char text[4096] = LINE HOST;

	(void)state;
	for (int i = 0; i < HTTP_FIELDS_MAX; i++)
		memcpy(text + strlen(text), "a:b\r\n", 6);
	assert_int_equal(http_head(&p, &wide, span_of(text)), HTTP_BAD);
	assert_int_equal(p.status, 431);
}

/* ---- What it takes. ---- */

static void takes_a_request_without_a_body(void **state)
{
	static const char text[] = "GET /health?a=b HTTP/1.1\r\nhOsT:\t[::1]:8080 \r\nA:\r\n\r\n";
	struct outcome o = take(span_of(text), "");

	(void)state;
	assert_true(span_is(http_text(text, o.p.method), "GET"));
	assert_true(span_is(http_text(text, o.p.path), "/health"));
	assert_true(span_is(http_text(text, o.p.query), "a=b"));
	assert_true(span_is(http_text(text, o.p.host), "[::1]:8080"));
	assert_false(http_has_body(&o.p));
	assert_false(o.p.closes);
}

static void takes_a_counted_body(void **state)
{
	struct outcome o = take(SPAN(LINE HOST "Content-Length: 5\r\n\r\nhello"), "hello");

	(void)state;
	assert_int_equal(o.p.length, 5);
	assert_true(http_has_body(&o.p));
}

static void takes_an_empty_body(void **state)
{
	struct outcome o = take(SPAN(LINE HOST "Content-Length: 0\r\n\r\n"), "");

	(void)state;
	assert_false(http_has_body(&o.p));
}

static void takes_a_body_in_chunks(void **state)
{
	(void)state;
	(void)take(SPAN(LINE HOST "Transfer-Encoding: Chunked\r\n\r\n"
				  "5\r\nhello\r\n00a;x=\"y\"\r\n, my world\r\n0;z\r\n\r\n"),
		"hello, my world");
	(void)take(SPAN(CHUNKED "0\r\n\r\n"), "");
	(void)take(SPAN(CHUNKED "1;\r\nA\r\n2\r\n\r\n\r\n000\r\n\r\n"), "A\r\n");
}

static void takes_an_absolute_target_of_its_host(void **state)
{
	static const char text[] = "POST HTTP://LocalHost:80/mcp?x HTTP/1.1\r\n" HOST "\r\n";
	struct outcome o = take(span_of(text), "");

	(void)state;
	assert_true(span_is(http_text(text, o.p.path), "/mcp"));
	assert_true(span_is(http_text(text, o.p.query), "x"));
}

static void takes_an_old_version_that_closes(void **state)
{
	struct outcome o = take(SPAN("GET / HTTP/1.0\r\n" HOST "Expect: 100-continue\r\n\r\n"), "");

	(void)state;
	assert_true(o.p.closes);
	assert_false(o.p.expects_continue);
}

static void takes_what_stands_in_front_and_around(void **state)
{
	struct outcome o = take(SPAN("\r\nOPTIONS * HTTP/1.1\r\n" HOST
				     "Connection: a, Close\r\nExpect: 100-Continue\r\n"
				     "X: a\xc3\xa4\tb\r\n\r\n"),
		"");

	(void)state;
	assert_true(o.p.closes);
	assert_true(o.p.expects_continue);
}

static void leaves_the_next_request_alone(void **state)
{
	static const char two[] = LINE HOST "Content-Length: 2\r\n\r\nokGET / HTTP/1.1\r\n";
	struct outcome o = read_split(span_of(two), sizeof two - 1, sizeof two - 1);

	(void)state;
	assert_int_equal(o.event, HTTP_DONE);
	assert_int_equal(o.body_len, 2);
	assert_string_equal(two + o.used, "GET / HTTP/1.1\r\n");
}

static void takes_a_length_beyond_counting_as_one(void **state)
{
	struct http_parse p = { 0 };

	(void)state;
	assert_int_equal(http_head(&p, &limits,
				 SPAN(LINE HOST "Content-Length: 99999999999999999999999\r\n\r\n")),
		HTTP_DONE);
	assert_true(p.length == UINT64_MAX);
}

static void walks_the_fields(void **state)
{
	static const char text[] = LINE HOST "A:  b c \r\nA:\r\n\r\n";
	struct http_parse p = { 0 };
	struct span name;
	struct span value;
	uint32_t place = 0;

	(void)state;
	assert_int_equal(http_head(&p, &limits, span_of(text)), HTTP_DONE);
	assert_true(http_field(&p, text, &place, &name, &value));
	assert_true(http_same(name, "host"));
	assert_true(http_field(&p, text, &place, &name, &value));
	assert_true(span_is(name, "A") && span_is(value, "b c"));
	assert_true(http_field(&p, text, &place, &name, &value));
	assert_int_equal(value.len, 0);
	assert_false(http_field(&p, text, &place, &name, &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_broken_request_lines),
		cmocka_unit_test(refuses_targets_that_are_no_path),
		cmocka_unit_test(refuses_a_target_of_another_host),
		cmocka_unit_test(refuses_other_versions),
		cmocka_unit_test(refuses_broken_ends_of_lines),
		cmocka_unit_test(refuses_broken_fields),
		cmocka_unit_test(refuses_a_doubtful_host),
		cmocka_unit_test(refuses_doubtful_lengths),
		cmocka_unit_test(refuses_doubtful_codings),
		cmocka_unit_test(refuses_broken_chunks),
		cmocka_unit_test(refuses_bodies_in_chunks_that_grow_too_large),
		cmocka_unit_test(refuses_a_long_target),
		cmocka_unit_test(refuses_a_long_head),
		cmocka_unit_test(refuses_other_expectations),
		cmocka_unit_test(refuses_nul_bytes),
		cmocka_unit_test(refuses_more_fields_than_it_counts),
		cmocka_unit_test(takes_a_request_without_a_body),
		cmocka_unit_test(takes_a_counted_body),
		cmocka_unit_test(takes_an_empty_body),
		cmocka_unit_test(takes_a_body_in_chunks),
		cmocka_unit_test(takes_an_absolute_target_of_its_host),
		cmocka_unit_test(takes_an_old_version_that_closes),
		cmocka_unit_test(takes_what_stands_in_front_and_around),
		cmocka_unit_test(leaves_the_next_request_alone),
		cmocka_unit_test(takes_a_length_beyond_counting_as_one),
		cmocka_unit_test(walks_the_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
