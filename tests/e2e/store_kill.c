/* store_kill - the history database under SIGKILL.
 *
 * `store_kill write MODULE PATH` goes on from the last batch it finds and prints each one that was
 * reported committed. `store_kill run MODULE PATH TIMES SEED` starts it again and again, kills it
 * at a random moment, and looks what is there: every committed batch whole, no half one.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "service/market_store.h"
#include "support/child.h"

#define DAY_FIRST 100000 /* batch n is of the day DAY_FIRST + n */
#define BATCHES_KEPT 40
#define BARS_MAX 1200
#define FLOWS 16
#define PATIENCE_MS 20000
#define LIFE_MAX_MS 120

static const struct store_ops *ops;

/* ---- A store, and its events. ---- */

struct own {
	struct store *store;
	int woken[2];
};

static void wake(void *self)
{
	const struct own *o = self;

	if (write(o->woken[1], "", 1) < 0)
		return;
}

static bool open_store(struct own *o, const char *path, bool may_write)
{
	struct fault f = { 0 };
	const struct store_options options = {
		.path = path,
		.locale = "en",
		.may_write = may_write,
		.wake = wake,
		.self = o,
	};

	return pipe(o->woken) == 0 && ops->open(&options, &o->store, &f) == MCP_OK;
}

static void close_store(struct own *o)
{
	ops->close(o->store);
	(void)close(o->woken[0]);
	(void)close(o->woken[1]);
}

static bool next_event(struct own *o, struct store_event *ret)
{
	struct pollfd woken = { .fd = o->woken[0], .events = POLLIN };
	char byte;

	while (!ops->take(o->store, ret)) {
		if (poll(&woken, 1, PATIENCE_MS) <= 0 || read(o->woken[0], &byte, 1) != 1)
			return false;
	}
	return true;
}

/* Everything that is there. False when it is not sound or nothing came. */
static bool load_all(struct own *o, struct store_event *ret)
{
	return ops->load(o->store, 0, 0) == MCP_OK && next_event(o, ret) &&
	       ret->kind == STORE_LOADED;
}

/* ---- Batch n: its size and every figure follow from n. ---- */

static uint32_t bars_of(int32_t n)
{
	return 1 + (uint32_t)n * 7919 % BARS_MAX;
}

static struct store_bar bar_of(int32_t n, uint32_t i)
{
	struct store_bar ret = {
		.date = DAY_FIRST + n,
		.bar = { .volume = (int64_t)n * 1000003 + i,
			.value = (int64_t)i << 32,
			.close = n,
			.known = 31 },
	};

	(void)snprintf(ret.code, sizeof ret.code, "%06u", i);
	return ret;
}

static struct store_flow flow_of(int32_t n, uint32_t i)
{
	struct store_flow ret = {
		.date = DAY_FIRST + n,
		.who = i % INVESTORS,
		.flow = { .net_amount = -(int64_t)n * 17 - i, .known = FLOW_NET_AMOUNT },
	};

	(void)snprintf(ret.code, sizeof ret.code, "%06u", i);
	return ret;
}

/* One mark and one day are written by every batch: they must be of the newest whole one. */
static mcp_status save_batch(struct own *o, int32_t n, uint64_t *ret_ticket)
{
	static struct store_bar bars[BARS_MAX];
	static struct store_flow flows[FLOWS];
	struct store_mark mark = { .code = "HEAD", .until = DAY_FIRST + n };
	struct store_day day = { .date = 1, .is_open = n };

	for (uint32_t i = 0; i < bars_of(n); i++)
		bars[i] = bar_of(n, i);
	for (uint32_t i = 0; i < FLOWS; i++)
		flows[i] = flow_of(n, i);
	return ops->save(o->store,
		&(struct store_batch){
			.bars = bars,
			.bar_count = bars_of(n),
			.flows = flows,
			.flow_count = FLOWS,
			.marks = &mark,
			.mark_count = 1,
			.days = &day,
			.day_count = 1,
			.drop_before = DAY_FIRST + n - BATCHES_KEPT + 1,
		},
		ret_ticket, NULL);
}

/* ---- Looking. ---- */

/* The newest batch; 0: none. */
static int32_t newest(const struct store_event *e)
{
	return e->mark_count == 1 ? e->marks[0].until - DAY_FIRST : 0;
}

static bool same_bar(const struct store_bar *a, const struct store_bar *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

/* Rows come by day and code, so one walk compares all. */
static bool bars_are_whole(const struct store_event *e, int32_t first, int32_t last)
{
	uint32_t at = 0;

	for (int32_t n = first; n <= last; n++) {
		for (uint32_t i = 0; i < bars_of(n); i++, at++) {
			const struct store_bar wanted = bar_of(n, i);

			if (at >= e->bar_count || !same_bar(&e->bars[at], &wanted))
				return false;
		}
	}
	return at == e->bar_count;
}

static bool flows_are_whole(const struct store_event *e, int32_t first, int32_t last)
{
	uint32_t at = 0;

	for (int32_t n = first; n <= last; n++) {
		for (uint32_t i = 0; i < FLOWS; i++, at++) {
			const struct store_flow wanted = flow_of(n, i);

			if (at >= e->flow_count ||
				memcmp(&e->flows[at], &wanted, sizeof wanted) != 0)
				return false;
		}
	}
	return at == e->flow_count;
}

/* The last batches are there whole, up to `committed` at least, and nothing else. */
static bool is_whole(const struct store_event *e, int32_t committed)
{
	const int32_t last = newest(e);
	const int32_t first = last > BATCHES_KEPT ? last - BATCHES_KEPT + 1 : 1;

	if (last < committed)
		return false;
	if (last == 0)
		return e->bar_count + e->flow_count + e->mark_count + e->day_count == 0;
	return e->day_count == 1 && e->days[0].is_open == last && bars_are_whole(e, first, last) &&
	       flows_are_whole(e, first, last);
}

/* ---- write: until it is killed. ---- */

static int write_for_ever(const char *path)
{
	struct own o;
	struct store_event e;
	uint64_t ticket;
	int32_t n;

	if (!open_store(&o, path, true) || !load_all(&o, &e))
		return 1;
	for (n = newest(&e) + 1;; n++) {
		store_event_done(&e);
		if (save_batch(&o, n, &ticket) < 0 || !next_event(&o, &e) ||
			e.kind != STORE_SAVED || e.ticket != ticket)
			return 1;
		(void)printf("%d\n", n);
		if (fflush(stdout) != 0)
			return 1;
	}
}

/* ---- run: kill, look, again. ---- */

/* The last whole line it wrote before its end. */
static int32_t last_said(struct child *c, int32_t before)
{
	struct span line;
	int64_t n;

	while (child_line(c, PATIENCE_MS, &line))
		if (span_int(line, &n))
			before = (int32_t)n;
	return before;
}

/* Lives for a random while; *committed becomes the last batch it reported. False: it ended by
 * itself. */
static bool live_and_die(char **argv, int32_t *committed)
{
	struct child c;
	bool killed;

	if (!child_start(&c, argv, -1))
		return false;
	(void)poll(NULL, 0, (int)(random() % LIFE_MAX_MS));
	killed = waitpid(c.pid, NULL, WNOHANG) == 0 && kill(c.pid, SIGKILL) == 0;
	*committed = last_said(&c, *committed);
	(void)child_end(&c, PATIENCE_MS);
	return killed;
}

/* Half of the times as one who only reads: who writes next cleans up then. */
static bool look(const char *path, int32_t committed, int32_t *ret_newest)
{
	struct own o;
	struct store_event e = { 0 };
	bool good;

	if (!open_store(&o, path, random() % 2 == 0))
		return false;
	good = load_all(&o, &e);
	if (!good)
		(void)printf("# %s\n", e.fault.text);
	good = good && is_whole(&e, committed);
	if (!good)
		(void)printf("# batch %d was committed; newest is %d, %u bars\n", committed,
			newest(&e), e.bar_count);
	*ret_newest = newest(&e);
	store_event_done(&e);
	close_store(&o);
	return good;
}

static int run(char **argv, const char *path, int64_t times)
{
	int32_t committed = 0;
	int32_t seen = 0;
	int64_t unsaid = 0; /* committed, and killed before it could be said */

	for (int64_t i = 0; i < times; i++) {
		if (!live_and_die(argv, &committed)) {
			(void)printf("# it ended by itself before kill %lld\n", (long long)i);
			return 1;
		}
		if (!look(path, committed, &seen)) {
			(void)printf("# after kill %lld\n", (long long)i);
			return 1;
		}
		unsaid += seen > committed;
		committed = seen;
	}
	(void)printf("# %lld kills, %d batches committed, %lld of them while dying\n",
		(long long)times, committed, (long long)unsaid);
	return committed > times / 2 ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct fault f = { 0 };

	if (argc < 4)
		return 2;
	ops = store_ops_load(argv[2], &f);
	if (!ops)
		return 1;
	if (str_same(argv[1], "write"))
		return write_for_ever(argv[3]);
	if (argc != 6)
		return 2;
	srandom((unsigned)strtoul(argv[5], NULL, 10));
	return run((char *[]){ argv[0], (char *)"write", argv[2], argv[3], NULL }, argv[3],
		strtoll(argv[4], NULL, 10));
}
