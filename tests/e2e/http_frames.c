/* http_frames - how our reader of HTTP divides bytes into requests: `http_frames` reads cases from
 * standard input, each four bytes of length (the lowest first) and so many bytes, and answers each
 * with a line of JSON: the requests it took, [method, body in hex], and why it ended.
 *
 * Each case is read three times, whole, by sevens and byte by byte; a case that is read differently
 * ends the program.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "host/transport/http_parse.h"

#define CASE_MAX 65536
#define ANSWER_MAX (4 * CASE_MAX)

static const struct http_limits limits = {
	.target_max = 2048,
	.head_max = 16384,
	.body_max = 1 << 20,
};

/* What came so far, and the part of it that was looked at. */
struct input {
	struct span whole;
	size_t at;   /* behind the last request or piece of a body */
	size_t come; /* so many bytes have come */
	size_t step;
};

static bool more_comes(struct input *in)
{
	if (in->come == in->whole.len)
		return false;
	in->come += in->whole.len - in->come < in->step ? in->whole.len - in->come : in->step;
	return true;
}

static struct span what_came(const struct input *in)
{
	return (struct span){ in->whole.at + in->at, in->come - in->at };
}

static enum http_event read_head(struct input *in, struct http_parse *p)
{
	enum http_event e;

	do
		e = http_head(p, &limits, what_came(in));
	while (e == HTTP_MORE && more_comes(in));
	return e;
}

static enum http_event read_body(struct input *in, struct http_parse *p, struct buf *ret)
{
	enum http_event e;
	struct span piece;
	size_t used;

	do {
		e = http_body(p, &limits, what_came(in), &used, &piece);
		in->at += used;
		if (e == HTTP_PART)
			for (size_t i = 0; i < piece.len; i++)
				buf_printf(ret, "%02x", (unsigned char)piece.at[i]);
	} while (e == HTTP_PART || (e == HTTP_MORE && more_comes(in)));
	return e;
}

/* Reads one request and writes it when it is whole; else how the reading ended. */
static bool read_request(struct input *in, bool first, struct buf *ret)
{
	struct http_parse p = { 0 };
	const char *head = in->whole.at + in->at;
	enum http_event e = read_head(in, &p);
	struct buf body;

	buf_init(&body, ANSWER_MAX);
	if (e == HTTP_DONE) {
		in->at += p.head_len;
		e = read_body(in, &p, &body);
	}
	if (e == HTTP_DONE)
		buf_printf(ret, "%s[\"%.*s\",\"%s\"]", first ? "" : ",", (int)p.method.len,
			head + p.method.at, body.len ? buf_text(&body) : "");
	else if (e == HTTP_BAD)
		buf_printf(ret, "],\"end\":\"refused\",\"why\":\"%d %s\"}\n", p.status, p.why);
	else
		buf_printf(ret, "],\"end\":\"%s\"}\n",
			p.head_len > 0                  ? "body"
			: p.seen > 2u * p.blank_skipped ? "head"
							: "end");
	buf_done(&body);
	if (e == HTTP_DONE && p.closes)
		buf_puts(ret, "],\"end\":\"closed\"}\n");
	return e == HTTP_DONE && !p.closes;
}

static void read_case(struct span whole, size_t step, struct buf *ret)
{
	struct input in = { .whole = whole, .step = step };
	bool first = true;

	buf_puts(ret, "{\"seen\":[");
	while (read_request(&in, first, ret))
		first = false;
}

static void answer(struct span whole)
{
	static const size_t steps[] = { CASE_MAX, 7, 1 };
	struct buf first;
	struct buf other;

	buf_init(&first, ANSWER_MAX);
	read_case(whole, steps[0], &first);
	for (size_t i = 1; i < sizeof steps / sizeof *steps; i++) {
		buf_init(&other, ANSWER_MAX);
		read_case(whole, steps[i], &other);
		assert(!other.failed && span_same(buf_as_span(&first), buf_as_span(&other)));
		buf_done(&other);
	}
	(void)fwrite(first.at, 1, first.len, stdout);
	(void)fflush(stdout);
	buf_done(&first);
}

int main(void)
{
	static char bytes[CASE_MAX];
	unsigned char head[4];

	while (fread(head, 1, sizeof head, stdin) == sizeof head) {
		const size_t len = (size_t)head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 |
		                   (size_t)head[3] << 24;

		if (len > sizeof bytes || fread(bytes, 1, len, stdin) != len)
			return EXIT_FAILURE;
		answer((struct span){ bytes, len });
	}
	return EXIT_SUCCESS;
}
