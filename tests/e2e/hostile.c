/* hostile - a client that sends valid and broken lines mixed and keeps the books.
 *
 *	hostile LINES SEED flat|any COMMAND...
 *
 * Each request must be answered exactly once and with the right kind; all that is printed must be
 * one MCP message a line; with "flat" the host's memory must not grow after the first quarter.
 * Exit code 0 when all holds.
 */
#include <fcntl.h>
#include <json-c/json.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "support/hostile_lines.h"
#include "support/proc.h"
#include "support/talk.h"

#define LINE_MAX_BYTES ((size_t)11 * 1024 * 1024)
#define IN_FLIGHT 32
#define PATIENCE_MS 60000
#define SAMPLE_EVERY 500
#define RSS_SLACK_KIB 1024.0
#define FAULTS_SHOWN 10

struct entry {
	int code;
	uint8_t expect;
	uint8_t answered;
	const char *kind;
};

struct run {
	struct child host;
	struct entry *book; /* by id; `lines` + 1 of them */
	int64_t lines;
	int64_t owed;          /* answers still to come */
	int64_t nameless_owed; /* errors without id that must come */
	int64_t nameless_seen;
	int64_t answers;
	int64_t notices; /* notifications seen */
	int64_t faults;
	struct json_tokener *tokener;
	double rss_warm; /* the most in the first quarter */
	double rss_late; /* the least in the last: a long line in hand is no growth, a leak is */
};

static void complain(struct run *r, const char *what, const char *kind, struct span line)
{
	if (r->faults++ < FAULTS_SHOWN)
		(void)printf("# %s (%s): %.*s\n", what, kind ? kind : "?",
			(int)(line.len < 300 ? line.len : 300), line.at);
}

/* The number in an id: 7, -7, "s7" and "s7---" are all 7. 0 when there is none. */
static int64_t id_number(struct json_object *id)
{
	const char *text = json_object_get_string(id);

	return text ? llabs(strtoll(text + (*text == 's'), NULL, 10)) : 0;
}

static bool has(struct json_object *message, const char *name)
{
	return json_object_object_get_ex(message, name, NULL);
}

static int error_code(struct json_object *message)
{
	struct json_object *error;
	struct json_object *code;

	if (!json_object_object_get_ex(message, "error", &error) ||
		!json_object_object_get_ex(error, "code", &code) || !has(error, "message"))
		return 0;
	return json_object_get_int(code);
}

static void take_nameless(struct run *r, struct json_object *message, struct span line)
{
	int code = error_code(message);

	r->nameless_seen++;
	if (code != -32700 && code != -32600)
		complain(r, "no id, and not a parse error or an invalid message", NULL, line);
}

static void take_named(struct run *r, struct json_object *message, int64_t id, struct span line)
{
	struct entry *e = id > 0 && id <= r->lines ? &r->book[id] : NULL;
	int code = error_code(message);

	if (!e || e->answered || e->expect == EXPECT_NOTHING || e->expect == EXPECT_NAMELESS) {
		complain(r, "nobody waits for this answer", e ? e->kind : NULL, line);
		return;
	}
	e->answered = 1;
	if ((e->expect == EXPECT_RESULT) != has(message, "result"))
		complain(r, "a result for an error, or an error for a result", e->kind, line);
	else if (e->code && code != e->code)
		complain(r, "another code was expected", e->kind, line);
}

static void take_message(struct run *r, struct json_object *message, struct span line)
{
	struct json_object *id = NULL;
	bool named = json_object_object_get_ex(message, "id", &id) && id;
	int parts = has(message, "result") + has(message, "error") + has(message, "method");

	if (parts != 1 || !has(message, "jsonrpc") || (!named && has(message, "result"))) {
		complain(r, "not an MCP message", NULL, line);
		return;
	}
	if (has(message, "method")) {
		r->notices++;
		return;
	}
	r->owed--;
	r->answers++;
	if (named)
		take_named(r, message, id_number(id), line);
	else
		take_nameless(r, message, line);
}

static void take_lines(struct run *r)
{
	struct span line;

	while (child_buffered(&r->host, &line)) {
		json_tokener_reset(r->tokener);
		struct json_object *message =
			json_tokener_parse_ex(r->tokener, line.at, (int)line.len);

		if (message && json_tokener_get_parse_end(r->tokener) == line.len)
			take_message(r, message, line);
		else
			complain(r, "not JSON", NULL, line);
		(void)json_object_put(message);
	}
}

/* Waits until the host reads or writes; takes what it wrote. False when it hangs or is gone. */
static bool pump(struct run *r, bool want_write, bool *ret_writable)
{
	struct pollfd p[2] = {
		{ .fd = r->host.out, .events = POLLIN },
		{ .fd = want_write ? r->host.in : -1, .events = POLLOUT },
	};

	if (poll(p, 2, PATIENCE_MS) <= 0)
		return false;
	if (p[0].revents) {
		if (!child_fill(&r->host))
			return false;
		take_lines(r);
	}
	*ret_writable = p[1].revents != 0;
	return true;
}

static bool send_line(struct run *r, struct span bytes)
{
	bool writable = false;

	while (bytes.len > 0) {
		if (!pump(r, true, &writable))
			return false;
		if (!writable)
			continue;

		ssize_t n = write(r->host.in, bytes.at, bytes.len);
		if (n < 0)
			return false;
		bytes.at += n;
		bytes.len -= (size_t)n;
	}
	return true;
}

static bool drain(struct run *r, int64_t until)
{
	bool writable;

	while (r->owed > until)
		if (!pump(r, false, &writable))
			return false;
	return true;
}

static void sample_memory(struct run *r, int64_t i)
{
	double rss = proc_rss_kib(r->host.pid);

	if (i * 4 < r->lines && rss > r->rss_warm)
		r->rss_warm = rss;
	if (i * 4 >= r->lines * 3 && (r->rss_late == 0 || rss < r->rss_late))
		r->rss_late = rss;
}

static bool send_all(struct run *r, struct hostile *h, struct buf *b)
{
	for (int64_t i = 0; i < r->lines; i++) {
		struct hostile_line line = hostile_line(h, b);

		r->book[line.id] = (struct entry){ line.code, (uint8_t)line.expect, 0, line.kind };
		r->owed += line.expect != EXPECT_NOTHING;
		r->nameless_owed += line.expect == EXPECT_NAMELESS;
		if (b->failed || !send_line(r, buf_as_span(b)) || !drain(r, IN_FLIGHT))
			return false;
		if (i % SAMPLE_EVERY == 0)
			sample_memory(r, i);
	}
	return drain(r, 0);
}

/* What no answer came for; errors that chose to come without their id are made up for. */
static void close_books(struct run *r)
{
	for (int64_t id = 1; id <= r->lines; id++) {
		const struct entry *e = &r->book[id];
		bool wanted = e->expect == EXPECT_RESULT || e->expect == EXPECT_ERROR;

		if (e->expect == EXPECT_ANY_ERROR && !e->answered)
			r->nameless_owed++;
		if (wanted && !e->answered)
			complain(r, "never answered", e->kind, (struct span){ "", 0 });
	}
	if (r->nameless_owed != r->nameless_seen) {
		(void)printf("# errors without id: %lld expected, %lld seen\n",
			(long long)r->nameless_owed, (long long)r->nameless_seen);
		r->faults++;
	}
}

static int verdict(struct run *r, bool flat, int code)
{
	bool grew = flat && r->rss_late > r->rss_warm * 1.05 + RSS_SLACK_KIB;

	(void)printf("# %lld lines, %lld answers, %lld notifications, %lld faults, exit code %d, "
		     "RSS %.0f KiB in the first quarter, %.0f KiB in the last\n",
		(long long)r->lines, (long long)r->answers, (long long)r->notices,
		(long long)r->faults, code, r->rss_warm, r->rss_late);
	if (grew)
		(void)printf("# memory grew\n");
	return r->faults || code != 0 || grew;
}

static bool converse(struct run *r, uint64_t seed)
{
	struct hostile h = { .random = seed, .next_id = 1 };
	struct buf b;

	if (!talk_open(&r->host, PATIENCE_MS) || fcntl(r->host.in, F_SETFL, O_NONBLOCK)) {
		(void)printf("# the host does not answer\n");
		return false;
	}
	buf_init(&b, LINE_MAX_BYTES);
	bool ok = send_all(r, &h, &b);
	buf_done(&b);
	if (!ok)
		(void)printf(
			"# the host is gone or silent: %lld answers owed\n", (long long)r->owed);
	return ok;
}

int main(int argc, char **argv)
{
	if (argc < 5) {
		(void)fprintf(stderr, "usage: hostile LINES SEED flat|any COMMAND...\n");
		return 2;
	}

	struct run r = { .lines = strtoll(argv[1], NULL, 10) };
	CLEANUP(freep) struct entry *book = calloc((size_t)r.lines + 1, sizeof *book);
	r.book = book;
	r.tokener = json_tokener_new();
	if (!r.book || !r.tokener)
		return 1;
	json_tokener_set_flags(r.tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);

	bool ok = child_start(&r.host, argv + 4, -1) && converse(&r, strtoull(argv[2], NULL, 10));
	if (!ok)
		r.faults++;
	int code = child_end(&r.host, PATIENCE_MS);
	close_books(&r);
	json_tokener_free(r.tokener);
	return verdict(&r, strcmp(argv[3], "flat") == 0, code);
}
