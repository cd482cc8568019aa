/* http_markers - many clients, every call with id 1 and a marker of its own, some given up midway:
 * `http_markers PORT CLIENTS CALLS SEED`.
 *
 * Even clients speak 2026-07-28, one call at a time on one connection; giving up is closing it. Odd
 * ones have a session of 2025-11-25; giving up is notifications/cancelled on another connection.
 * Asks the tool `hello`, which must be on. Exit code 0: no answer went astray, was lost or came
 * twice.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "support/http_wire.h"

#define PATIENCE_MS 60000
#define GIVE_UP_ONE_IN 16
#define GIVE_UP_MAX_US 3000
#define QUIET_MS 300
#define CLIENTS_MAX 1024

struct client {
	struct http_wire call;
	struct http_wire side; /* of a session: where cancellations go */
	bool has_session;
	char session[96];
	uint32_t index;
	uint32_t next; /* the call under way, or the next one */
	bool waiting;
	bool given_up;      /* a cancellation was sent: an answer may come or not */
	int64_t give_up_us; /* 0: this call is not given up */
	int64_t sent_us;
	char marker[48];
};

struct tally {
	uint64_t answered;
	uint64_t given_up;
	uint64_t astray;
	uint64_t lost;
	uint64_t doubled;
	uint64_t wrong; /* neither an answer nor an end as the protocol has it */
};

static struct client clients[CLIENTS_MAX];
static struct tally tally;
static uint32_t client_count;
static uint32_t call_count;
static uint16_t port;
static uint64_t seed;
static int poller;

static int64_t now_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* xorshift64* */
static uint64_t draw(void)
{
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return seed * UINT64_C(2685821657736338717);
}

static void complain(const struct client *c, const char *what, struct span seen)
{
	if (tally.astray + tally.wrong + tally.lost + tally.doubled > 5)
		return;
	(void)printf("# client %u call %u (%s): %s: %.*s\n", c->index, c->next, c->marker, what,
		(int)(seen.len < 300 ? seen.len : 300), seen.at ? seen.at : "");
}

/* ---- Connections. ---- */

static bool connect_call(struct client *c)
{
	struct epoll_event e = { .events = EPOLLIN, .data.u32 = c->index };

	return http_wire_open(&c->call, port) &&
	       epoll_ctl(poller, EPOLL_CTL_ADD, c->call.fd, &e) == 0;
}

static bool ask_session(struct client *c, const char *headers, const char *body, int status)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct http_reply r = { 0 };
	struct span id;
	bool good;

	buf_init(&b, 4096);
	http_wire_post(&b, headers, span_of(body));
	good = http_wire_send(&c->side, buf_as_span(&b)) &&
	       http_wire_wait(&c->side, PATIENCE_MS, &r) && r.status == status;
	id = good ? http_reply_header(&r, "MCP-Session-Id") : (struct span){ NULL, 0 };
	if (id.at && id.len < sizeof c->session)
		(void)snprintf(c->session, sizeof c->session, "%.*s", (int)id.len, id.at);
	buf_done(&r.joined);
	return good;
}

static void session_headers(const struct client *c, char *ret, size_t room)
{
	(void)snprintf(ret, room, "MCP-Protocol-Version: 2025-11-25\r\nMCP-Session-Id: %s\r\n",
		c->session);
}

static bool open_session(struct client *c)
{
	char headers[192];

	if (!http_wire_open(&c->side, port) ||
		!ask_session(c, "",
			"{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{"
			"\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{"
			"\"name\":\"markers\",\"version\":\"1\"}}}",
			200) ||
		c->session[0] == '\0')
		return false;
	session_headers(c, headers, sizeof headers);
	return ask_session(
		c, headers, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", 202);
}

/* ---- Calls. ---- */

static bool send_call(struct client *c)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	char headers[192];
	char body[256];
	char args[96];
	int n;

	(void)snprintf(c->marker, sizeof c->marker, "m%u-%u-%04x", c->index, c->next,
		(unsigned)(draw() & 0xffff));
	buf_init(&b, 4096);
	(void)snprintf(args, sizeof args, "{\"name\":\"%s\"}", c->marker);
	if (c->has_session) {
		session_headers(c, headers, sizeof headers);
		n = snprintf(body, sizeof body,
			"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{"
			"\"name\":\"hello\",\"arguments\":%s}}",
			args);
		http_wire_post(&b, headers, (struct span){ body, (size_t)n });
	} else {
		http_wire_call(&b, "hello", args);
	}
	c->waiting = true;
	c->given_up = false;
	c->sent_us = now_us();
	c->give_up_us = draw() % GIVE_UP_ONE_IN == 0
	                        ? c->sent_us + 1 + (int64_t)(draw() % GIVE_UP_MAX_US)
	                        : 0;
	return http_wire_send(&c->call, buf_as_span(&b));
}

/* The call is over; the next one goes out. False when nothing can be sent any more. */
static bool go_on(struct client *c)
{
	c->waiting = false;
	c->next++;
	return c->next >= call_count || send_call(c);
}

/* True when the body is the answer to this call and to no other. */
static bool is_ours(const struct client *c, struct span body)
{
	char hello[80];

	(void)snprintf(hello, sizeof hello, "Hello, %s! (x1)", c->marker);
	return memmem(body.at, body.len, hello, strlen(hello)) &&
	       memmem(body.at, body.len, "\"id\":1,", 7);
}

static bool take_reply(struct client *c, const struct http_reply *r)
{
	if (!c->waiting) {
		complain(c, "an answer to nothing", r->body);
		tally.doubled++;
		return true;
	}
	if (r->status == 200 && r->body.len > 0 && is_ours(c, r->body)) {
		tally.answered++;
		return go_on(c);
	}
	/* A cancelled call of a session: a stream that ends without an answer. */
	if (c->given_up && r->status == 200 && !memmem(r->body.at, r->body.len, "\"id\":1,", 7)) {
		tally.given_up++;
		return go_on(c);
	}
	if (memmem(r->body.at, r->body.len, "Hello, m", 8)) {
		complain(c, "somebody else's answer", r->body);
		tally.astray++;
	} else {
		complain(c, "no answer", r->body.len > 0 ? r->body : r->head);
		tally.wrong++;
	}
	return go_on(c);
}

static bool read_call(struct client *c)
{
	struct http_reply r = { 0 };
	enum http_progress how;
	bool good = true;

	if (!http_wire_fill(&c->call)) {
		complain(c, "the connection ended", (struct span){ NULL, 0 });
		return false;
	}
	while (good && (how = http_wire_next(&c->call, &r)) == HTTP_WIRE_WHOLE)
		good = take_reply(c, &r);
	if (good && how == HTTP_WIRE_BROKEN) {
		complain(c, "no HTTP", buf_as_span(&c->call.in));
		good = false;
	}
	buf_done(&r.joined);
	return good;
}

static bool give_up(struct client *c)
{
	char headers[192];

	c->give_up_us = 0;
	if (!c->has_session) {
		http_wire_close(&c->call);
		tally.given_up++;
		c->waiting = false;
		return connect_call(c) && go_on(c);
	}
	c->given_up = true;
	session_headers(c, headers, sizeof headers);
	return ask_session(c, headers,
		"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{"
		"\"requestId\":1}}",
		202);
}

/* ---- The whole. ---- */

static bool start(void)
{
	for (uint32_t i = 0; i < client_count; i++) {
		struct client *c = &clients[i];

		c->index = i;
		c->has_session = i % 2 == 1;
		c->side.fd = -1;
		if (!connect_call(c) || (c->has_session && !open_session(c)) || !send_call(c)) {
			(void)printf("# client %u cannot begin\n", i);
			return false;
		}
	}
	return true;
}

/* Microseconds until the next client gives up, at most a second; gives up those that are due. */
static int64_t tend(bool *ret_open)
{
	int64_t soonest = 1000000;
	int64_t now = now_us();

	*ret_open = false;
	for (uint32_t i = 0; i < client_count; i++) {
		struct client *c = &clients[i];

		if (c->next >= call_count)
			continue;
		if (c->waiting && c->give_up_us != 0 && c->give_up_us <= now && !give_up(c)) {
			tally.wrong++;
			c->next = call_count;
			continue;
		}
		if (c->waiting && now - c->sent_us > (int64_t)PATIENCE_MS * 1000) {
			complain(c, "no answer came", (struct span){ NULL, 0 });
			tally.lost++;
			c->next = call_count;
			continue;
		}
		*ret_open = *ret_open || c->next < call_count;
		if (c->give_up_us != 0 && c->give_up_us - now < soonest)
			soonest = c->give_up_us > now ? c->give_up_us - now : 0;
	}
	return soonest;
}

static void pump(int timeout_ms)
{
	struct epoll_event events[64];
	int n = epoll_wait(poller, events, 64, timeout_ms);

	for (int i = 0; i < n; i++) {
		struct client *c = &clients[events[i].data.u32];

		if (!read_call(c)) {
			tally.lost += c->waiting;
			c->next = call_count;
			c->waiting = false;
			http_wire_close(&c->call);
		}
	}
}

int main(int argc, char **argv)
{
	int64_t began = now_us();
	bool open = true;

	if (argc != 5)
		return 2;
	port = (uint16_t)strtoul(argv[1], NULL, 10);
	client_count = (uint32_t)strtoul(argv[2], NULL, 10);
	call_count = (uint32_t)strtoul(argv[3], NULL, 10);
	seed = strtoull(argv[4], NULL, 10) | 1;
	poller = epoll_create1(EPOLL_CLOEXEC);
	if (client_count > CLIENTS_MAX || poller < 0 || !start())
		return 1;
	while (open) {
		int64_t us = tend(&open);

		pump((int)(us / 1000));
	}
	pump(QUIET_MS); /* what comes now comes twice */

	double seconds = (double)(now_us() - began) / 1e6;
	(void)printf("%llu answered, %llu given up, %llu astray, %llu lost, %llu doubled, %llu "
		     "wrong in %.1f s (%.0f/s)\n",
		(unsigned long long)tally.answered, (unsigned long long)tally.given_up,
		(unsigned long long)tally.astray, (unsigned long long)tally.lost,
		(unsigned long long)tally.doubled, (unsigned long long)tally.wrong, seconds,
		(double)(tally.answered + tally.given_up) / seconds);
	return tally.astray + tally.lost + tally.doubled + tally.wrong == 0 &&
	                       tally.answered + tally.given_up ==
	                               (uint64_t)client_count * call_count
	               ? 0
	               : 1;
}
