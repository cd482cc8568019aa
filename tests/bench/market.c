/* market - what the tools cost: time and upstream calls, from nothing, with the whole market there,
 * and asked again; for market.sh. It reports; it judges nothing.
 *
 *	market cold|views|warm COMMAND...
 *
 * COMMAND is the host. Each of its processes finds an empty folder in BENCH_STATE; with
 * BENCH_LIMITED one follows the other after a second.
 * cold    every tool in a new process: first question; with a fresh snapshot; the same again
 * views   every view of the investor tool, the first question of a new process
 * warm    every tool 200 times in one process, behind ten that are not timed
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "support/proc.h"
#include "support/talk.h"

#define TIMEOUT_MS 90000
#define WARM_CALLS 200
#define VARIANTS 10 /* of a question, so that none is the one before */
#define A_SECOND_MS 1100

struct question {
	const char *name;
	const char *tool;
	const char *args; /* with a %d for the rows */
	int rows;
};

static const struct question tools[] = {
	{ "volume", "get_volume_ranking", "{\"count\":%d,\"include_details\":false}", 30 },
	{ "volume, 50 rows, details", "get_volume_ranking", "{\"count\":%d}", 50 },
	{ "change 1D", "get_volume_change_ranking", "{\"count\":%d}", 20 },
	{ "investor, foreign net", "get_investor_ranking",
		"{\"investor_type\":\"FOREIGN\",\"trade_type\":\"NET\",\"count\":%d}", 20 },
	{ "investor, individual buy", "get_investor_ranking",
		"{\"investor_type\":\"INDIVIDUAL\",\"trade_type\":\"BUY\",\"count\":%d}", 20 },
	{ "sector, KOSPI", "get_sector_volume_ranking", "{\"market\":\"KOSPI\",\"count\":%d}", 50 },
	{ "mcap", "get_market_cap_ranking", "{\"count\":%d}", 30 },
	{ "unusual", "get_unusual_volume", "{\"count\":%d}", 20 },
};

/* Needs the whole market and next to nothing else. */
static const struct question market_question = { "the market", "get_market_cap_ranking",
	"{\"market\":\"KOSDAQ\",\"count\":%d}", 1 };

/* What came. */
struct answer {
	double ms;
	int64_t calls; /* upstream; -1: it does not say */
	bool is_error;
	bool is_part;
};

static _Noreturn void stop(const char *why)
{
	(void)fprintf(stderr, "market: %s\n", why);
	exit(1);
}

static double ms_since(int64_t ns)
{
	return (double)(child_now_ns() - ns) / 1e6;
}

/* ---- One question. ---- */

static bool has(struct span line, const char *text)
{
	return memmem(line.at, line.len, text, strlen(text));
}

static int64_t calls_in(struct span line)
{
	static const char name[] = "\"upstream_calls\":";
	const char *at = memmem(line.at, line.len, name, sizeof name - 1);

	/* The line's end stands behind it. */
	return at ? strtoll(at + sizeof name - 1, NULL, 10) : -1;
}

static struct answer ask(struct child *c, const struct question *q, int rows)
{
	static int64_t id = 1000;
	struct answer ret = { 0 };
	char args[256];
	char text[512];
	struct span line;
	int64_t from;
	size_t len;

	(void)snprintf(args, sizeof args, q->args, rows);
	len = talk_call(++id, q->tool, args, text, sizeof text);
	from = child_now_ns();
	if (len == 0 || !child_send(c, (struct span){ text, len }))
		stop("the host has ended");
	do
		if (!child_line(c, TIMEOUT_MS, &line))
			stop("the host does not answer");
	while (!talk_is_result(line, id));
	ret.ms = ms_since(from);
	ret.calls = calls_in(line);
	ret.is_error = has(line, "\"isError\":true");
	ret.is_part = !has(line, "\"complete\":true");
	return ret;
}

static void start(struct child *c, char **command)
{
	if (!child_start(c, command, -1) || !talk_open(c, TIMEOUT_MS))
		stop("the host does not start");
}

static void end(struct child *c)
{
	if (child_end(c, TIMEOUT_MS) != 0)
		stop("the host did not end well");
}

static void show(const struct answer *a)
{
	(void)printf(" %9.1f ms %4lld calls%s", a->ms, (long long)a->calls,
		a->is_error  ? " (busy)"
		: a->is_part ? " (part)"
			     : "       ");
}

/* ---- New processes. ---- */

/* A folder of its own, and a second in which upstream forgets the calls of the one before: their
 * limits know nothing of each other. */
static void begin_from_nothing(const char *base)
{
	static int n;
	char path[512];

	(void)snprintf(path, sizeof path, "%s/%d", base, ++n);
	if (setenv("BENCH_STATE", path, 1))
		stop("memory ran out");
	if (n > 1 && getenv("BENCH_LIMITED"))
		(void)poll(NULL, 0, A_SECOND_MS);
}

/* With the time the process takes to start. */
static struct answer ask_from_nothing(char **command, const char *base, const struct question *q)
{
	struct answer a;
	struct child c;
	int64_t from;

	begin_from_nothing(base);
	from = child_now_ns();
	start(&c, command);
	a = ask(&c, q, q->rows);
	a.ms = ms_since(from);
	end(&c);
	return a;
}

static void run_cold(char **command, const char *base)
{
	(void)printf("%-26s %25s %27s %26s\n", "", "new process, no state", "snapshot fresh",
		"the same again");
	for (size_t i = 0; i < COUNT_OF(tools); i++) {
		const struct answer cold = ask_from_nothing(command, base, &tools[i]);
		struct answer fresh;
		struct answer again;
		struct child c;

		begin_from_nothing(base);
		start(&c, command);
		(void)ask(&c, &market_question, market_question.rows);
		fresh = ask(&c, &tools[i], tools[i].rows);
		again = ask(&c, &tools[i], tools[i].rows);
		end(&c);
		(void)printf("%-26s", tools[i].name);
		show(&cold);
		show(&fresh);
		show(&again);
		(void)printf("\n");
		(void)fflush(stdout);
	}
}

static void run_views(char **command, const char *base)
{
	static const char *const who[] = { "FOREIGN", "INSTITUTION", "INDIVIDUAL", "PROGRAM" };
	static const char *const sides[] = { "BUY", "SELL", "NET" };
	char args[256];
	double most = 0;

	for (size_t i = 0; i < COUNT_OF(who) * COUNT_OF(sides); i++) {
		const char *type = who[i / COUNT_OF(sides)];
		const char *side = sides[i % COUNT_OF(sides)];
		const struct question q = { "", "get_investor_ranking", args, 20 };
		struct answer a;

		(void)snprintf(args, sizeof args,
			"{\"investor_type\":\"%s\",\"trade_type\":\"%s\",\"count\":%%d}", type,
			side);
		a = ask_from_nothing(command, base, &q);
		most = a.ms > most ? a.ms : most;
		(void)printf("%-14s %-11s", type, side);
		show(&a);
		(void)printf("\n");
		(void)fflush(stdout);
	}
	(void)printf("%-26s %9.1f ms %26s\n", "the slowest", most, "<= 20000 ms");
}

/* ---- One process. ---- */

static int by_value(const void *a, const void *b)
{
	const double x = *(const double *)a;
	const double y = *(const double *)b;

	return (x > y) - (x < y);
}

static double cpu_us(const struct child *c)
{
	return proc_cpu_us(c->pid) + proc_children_cpu_us(c->pid);
}

static void report_warm(const struct question *q, double *ms, int n, double each_us)
{
	qsort(ms, (size_t)n, sizeof *ms, by_value);
	(void)printf("%-26s %9.2f %9.2f %9.2f %11.2f", q->name, n ? ms[n / 2] : 0,
		n ? ms[n * 99 / 100] : 0, n ? ms[n - 1] : 0, each_us / 1e3);
	if (n < WARM_CALLS)
		(void)printf("   %d asked upstream", WARM_CALLS - n);
	(void)printf("\n");
	(void)fflush(stdout);
}

static void time_warm(struct child *c, const struct question *q)
{
	double ms[WARM_CALLS];
	double cpu;
	int n = 0;

	(void)ask(c, &market_question, market_question.rows);
	for (int i = 0; i < VARIANTS; i++)
		(void)ask(c, q, q->rows - i);
	cpu = cpu_us(c);
	for (int i = 0; i < WARM_CALLS; i++) {
		const struct answer a = ask(c, q, q->rows - i % VARIANTS);

		/* What went upstream was not warm. */
		if (a.calls == 0)
			ms[n++] = a.ms;
	}
	report_warm(q, ms, n, (cpu_us(c) - cpu) / WARM_CALLS);
}

static void run_warm(char **command, const char *base)
{
	struct child c;

	begin_from_nothing(base);
	start(&c, command);
	/* What is fetched once and behind answers is not measured with them. */
	for (size_t i = 0; i < COUNT_OF(tools); i++)
		(void)ask(&c, &tools[i], tools[i].rows);
	(void)printf("%-26s %9s %9s %9s %11s\n", "warm, ms (p50 <= 2)", "p50", "p99", "most",
		"CPU a call");
	for (size_t i = 0; i < COUNT_OF(tools); i++)
		time_warm(&c, &tools[i]);
	end(&c);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(char **command, const char *base);
	} modes[] = {
		{ "cold", run_cold },
		{ "views", run_views },
		{ "warm", run_warm },
	};
	const char *base = getenv("BENCH_STATE");
	CLEANUP(freep) char *copy = base ? strdup(base) : NULL;

	for (size_t i = 0; i < COUNT_OF(modes) && argc > 2 && copy; i++) {
		if (strcmp(argv[1], modes[i].name) != 0)
			continue;
		modes[i].run(argv + 2, copy);
		return 0;
	}
	(void)fprintf(stderr, "usage: BENCH_STATE=FOLDER market cold|views|warm COMMAND...\n");
	return 2;
}
