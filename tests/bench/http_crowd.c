/* http_crowd - many connections at once, in figures: `http_crowd idle PORT PID COUNT` and
 * `http_crowd loris PORT COUNT`.
 *
 * idle: COUNT connections that have asked once stay open; what the host's memory grew by each; then
 * one call on every one. loris: how long a normal caller waits, alone and beside COUNT connections
 * that send a byte of a header each second. Exit code 0: everything was answered.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

#include "base/cleanup.h"
#include "support/http_wire.h"
#include "support/proc.h"

#define PATIENCE_MS 60000
#define WINDOW 64 /* calls under way at once, over all connections */
#define NORMAL_CALLS 50000

static uint16_t port;

static int64_t now_us(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void raise_limit(void)
{
	struct rlimit l;

	if (getrlimit(RLIMIT_NOFILE, &l) == 0) {
		l.rlim_cur = l.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &l);
	}
}

static bool send_call(struct http_wire *w)
{
	CLEANUP(buf_done) struct buf b = { 0 };

	buf_init(&b, 4096);
	http_wire_call(&b, "get_volume_ranking", "{\"count\":10}");
	return http_wire_send(w, buf_as_span(&b));
}

static bool take_answer(struct http_wire *w)
{
	struct http_reply r = { 0 };
	bool good = http_wire_wait(w, PATIENCE_MS, &r) && r.status == 200 &&
	            memmem(r.body.at, r.body.len, "\"result\":", 9);

	buf_done(&r.joined);
	return good;
}

/* ---- Idle connections. ---- */

/* Calls on every connection, WINDOW at a time; returns how many were answered. */
static uint32_t call_all(struct http_wire *all, uint32_t count)
{
	uint32_t answered = 0;

	for (uint32_t at = 0; at < count; at += WINDOW) {
		uint32_t end = at + WINDOW < count ? at + WINDOW : count;

		for (uint32_t i = at; i < end; i++)
			if (!send_call(&all[i]))
				http_wire_close(&all[i]);
		for (uint32_t i = at; i < end; i++)
			answered += all[i].fd >= 0 && take_answer(&all[i]);
	}
	return answered;
}

static int idle(int pid, uint32_t count)
{
	CLEANUP(freep) struct http_wire *all = calloc(count, sizeof *all);
	double before = proc_rss_kib(pid);
	uint32_t open = 0;
	uint32_t first;
	uint32_t second;
	double after;

	if (!all)
		return 1;
	while (open < count && http_wire_open(&all[open], port))
		open++;
	first = call_all(all, open);
	after = proc_rss_kib(pid);
	second = call_all(all, open);
	(void)printf("idle connections %u, first call %u answered, second call %u answered, "
		     "%.2f KiB each\n",
		open, first, second, open ? (after - before) / open : 0.0);
	for (uint32_t i = 0; i < open; i++)
		http_wire_close(&all[i]);
	return open == count && first == count && second == count ? 0 : 1;
}

/* ---- Slow ones beside normal ones. ---- */

static int by_size(const void *a, const void *b)
{
	const int64_t *x = a;
	const int64_t *y = b;

	return (*x > *y) - (*x < *y);
}

/* As many bytes as are due after so long: one for each connection and second. */
static void drip(struct http_wire *slow, uint32_t count, int64_t since_us, uint64_t *sent)
{
	static const char letters[] = "X-Slow: aaaaaaaaaaaaaaaa";
	const uint64_t due = (uint64_t)since_us * count / 1000000;

	for (; *sent < due; (*sent)++) {
		struct http_wire *w = &slow[*sent % count];

		if (w->fd >= 0)
			(void)send(w->fd, &letters[*sent / count % (sizeof letters - 1)], 1,
				MSG_NOSIGNAL | MSG_DONTWAIT);
	}
}

/* The 99th percentile of a normal call's time in microseconds; -1 when one was not answered. */
static int64_t normal_p99(struct http_wire *slow, uint32_t count, int64_t *ret_p50)
{
	static int64_t took[NORMAL_CALLS];
	const int64_t start = now_us();
	struct http_wire w;
	uint64_t sent = 0;

	if (!http_wire_open(&w, port))
		return -1;
	for (uint32_t i = 0; i < NORMAL_CALLS; i++) {
		int64_t began = now_us();

		if (!send_call(&w) || !take_answer(&w))
			return -1;
		took[i] = now_us() - began;
		drip(slow, count, now_us() - start, &sent);
	}
	http_wire_close(&w);
	qsort(took, NORMAL_CALLS, sizeof *took, by_size);
	*ret_p50 = took[NORMAL_CALLS / 2];
	return took[NORMAL_CALLS * 99 / 100];
}

static int loris(uint32_t count)
{
	static const char opening[] = "POST /mcp HTTP/1.1\r\nHost: localhost\r\n";
	CLEANUP(freep) struct http_wire *slow = calloc(count, sizeof *slow);
	int64_t p50_alone;
	int64_t p50_beside;
	int64_t alone;
	int64_t beside;
	uint32_t open = 0;

	if (!slow)
		return 1;
	(void)normal_p99(NULL, 0, &p50_alone); /* warms up */
	alone = normal_p99(NULL, 0, &p50_alone);
	while (open < count && http_wire_open(&slow[open], port))
		(void)http_wire_send(&slow[open++], span_of(opening));
	beside = normal_p99(slow, open, &p50_beside);
	(void)printf("slow connections %u: p50 %lld us alone, %lld beside; p99 %lld alone, %lld "
		     "beside: %.2f x\n",
		open, (long long)p50_alone, (long long)p50_beside, (long long)alone,
		(long long)beside, alone > 0 ? (double)beside / (double)alone : 0.0);
	for (uint32_t i = 0; i < open; i++)
		http_wire_close(&slow[i]);
	return open == count && alone >= 0 && beside >= 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
	raise_limit();
	if (argc > 2)
		port = (uint16_t)strtoul(argv[2], NULL, 10);
	if (argc == 5 && str_same(argv[1], "idle"))
		return idle((int)strtol(argv[3], NULL, 10), (uint32_t)strtoul(argv[4], NULL, 10));
	if (argc == 4 && str_same(argv[1], "loris"))
		return loris((uint32_t)strtoul(argv[3], NULL, 10));
	return 2;
}
