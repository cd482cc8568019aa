/* bench - the host beside a bare echo over the same pipes, interleaved, medians of five rounds.
 *
 *	bench [--unpinned] [--calls N] ECHO HOST CONFIG TOOL ARGS
 *
 * Both ends stand on one core (unless --unpinned): wake-ups across cores drown everything else.
 * The echo runs twice: as it is (it answers the request's own line) and at the host's answer size.
 * It reports; it judges nothing.
 */
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "support/proc.h"
#include "support/talk.h"

#define ROUNDS 5
#define STARTS 21
#define IN_FLIGHT 32
#define START_TIMEOUT_MS 20000

/* One side of the comparison. */
struct side {
	const char *name;
	char *argv[8];
	struct child child;
	double p50_us[ROUNDS];
	double p99_us[ROUNDS];
	double per_second[ROUNDS];
	double cpu_us[ROUNDS];
};

struct bench {
	const char *tool;
	const char *args;
	int64_t calls;
	int64_t next_id;
	double *samples; /* room for `calls` */
};

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The value below which `percent` of the samples lie; sorts them. */
static double percentile(double *samples, int64_t n, int percent)
{
	qsort(samples, (size_t)n, sizeof *samples, by_value);
	return samples[(n - 1) * percent / 100];
}

static double median(double *samples, int64_t n)
{
	return percentile(samples, n, 50);
}

static void stop(const char *why)
{
	(void)fprintf(stderr, "bench: %s\n", why);
	exit(1);
}

static void pin(void)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(0, &one);
	if (sched_setaffinity(0, sizeof one, &one))
		stop("this machine does not let us choose a core; use --unpinned");
}

/* Reads the next line without poll: one system call less between us and what is measured. */
static struct span next_line(struct child *c)
{
	struct span line;

	while (!child_buffered(c, &line))
		if (!child_fill(c))
			stop("a process ended in the middle");
	return line;
}

/* ---- Starts. ---- */

/* Milliseconds from exec to the line that answers, after sending `lines`. */
static double time_start(struct side *s, struct span lines, int answers)
{
	int64_t from = child_now_ns();

	if (!child_start(&s->child, s->argv, -1) || !child_send(&s->child, lines))
		stop("a process does not start");
	for (int i = 0; i < answers; i++)
		(void)next_line(&s->child);

	double ms = (double)(child_now_ns() - from) / 1e6;
	(void)child_end(&s->child, START_TIMEOUT_MS);
	return ms;
}

static void report_starts(struct side *host, struct side *echo)
{
	double list[STARTS];
	double first[STARTS];
	double bare[STARTS];

	for (int i = 0; i < STARTS; i++) {
		bare[i] = time_start(echo, SPAN(TALK_INITIALIZE), 1);
		first[i] = time_start(host, SPAN(TALK_INITIALIZE), 1);
		list[i] = time_start(host, SPAN(TALK_INITIALIZE TALK_INITIALIZED TALK_LIST), 2);
	}

	double a = median(first, STARTS);
	double b = median(bare, STARTS);
	(void)printf(
		"%-34s %10.2f ms %10.2f ms %6.2f x   <= 3 x\n", "exec to initialize", a, b, a / b);
	(void)printf("%-34s %10.2f ms %13s %8s   <= 15 ms\n", "exec to tools/list",
		median(list, STARTS), "-", "");
}

/* ---- Warm calls. ---- */

static void one_by_one(struct bench *b, struct side *s, int round)
{
	char line[1024];
	double cpu = proc_cpu_us(s->child.pid);

	for (int64_t i = 0; i < b->calls; i++) {
		size_t len = talk_call(b->next_id++, b->tool, b->args, line, sizeof line);
		int64_t from = child_now_ns();

		if (!child_send(&s->child, (struct span){ line, len }))
			stop("a process ended in the middle");
		(void)next_line(&s->child);
		b->samples[i] = (double)(child_now_ns() - from) / 1e3;
	}
	s->cpu_us[round] = (proc_cpu_us(s->child.pid) - cpu) / (double)b->calls;
	s->p50_us[round] = percentile(b->samples, b->calls, 50);
	s->p99_us[round] = percentile(b->samples, b->calls, 99);
}

static void send_next(struct bench *b, struct side *s)
{
	char line[1024];
	size_t len = talk_call(b->next_id++, b->tool, b->args, line, sizeof line);

	if (!child_send(&s->child, (struct span){ line, len }))
		stop("a process ended in the middle");
}

static void many_at_once(struct bench *b, struct side *s, int round)
{
	int64_t from = child_now_ns();

	for (int i = 0; i < IN_FLIGHT; i++)
		send_next(b, s);
	for (int64_t i = 0; i < b->calls; i++) {
		(void)next_line(&s->child);
		if (i + IN_FLIGHT < b->calls)
			send_next(b, s);
	}
	s->per_second[round] = (double)b->calls * 1e9 / (double)(child_now_ns() - from);
}

static void compare_line(const char *what, double host, double echo, const char *bar)
{
	(void)printf(
		"%-34s %10.2f    %10.2f    %6.2f x   %s\n", what, host, echo, host / echo, bar);
}

static void report_warm(struct side *host, struct side *echo)
{
	(void)printf("beside %s:\n", echo->name);
	compare_line("  warm call p50, us", median(host->p50_us, ROUNDS),
		median(echo->p50_us, ROUNDS), "<= 1.3 x");
	compare_line("  warm call p99, us", median(host->p99_us, ROUNDS),
		median(echo->p99_us, ROUNDS), "<= 1.5 x");
	compare_line("  CPU per warm call, us", median(host->cpu_us, ROUNDS),
		median(echo->cpu_us, ROUNDS), "<= 1.6 x");
	compare_line("  calls per second, 32 in flight", median(host->per_second, ROUNDS),
		median(echo->per_second, ROUNDS), ">= 0.70 x");
}

static void run_rounds(struct bench *b, struct side *sides, int count)
{
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < count; i++)
			one_by_one(b, &sides[i], round);
		for (int i = 0; i < count; i++)
			many_at_once(b, &sides[i], round);
	}
}

/* ---- Memory, then everything. ---- */

static void report_memory(pid_t pid)
{
	(void)printf("%-34s %10.2f MiB %35s\n", "RSS of the idle core", proc_rss_kib(pid) / 1024,
		"<= 4 MiB");
	(void)printf("%-34s %10.2f MiB %35s\n", "private per idle worker",
		proc_children_private_kib(pid) / 1024, "<= 1 MiB");
}

static void run(struct bench *b, struct side *sides)
{
	char line[1024];
	char bytes[32];
	size_t answered = 0;
	size_t len = talk_call(2, b->tool, b->args, line, sizeof line);

	report_starts(&sides[0], &sides[1]);
	if (!child_start(&sides[0].child, sides[0].argv, -1) ||
		!talk_open(&sides[0].child, START_TIMEOUT_MS))
		stop("the host does not answer");
	report_memory(sides[0].child.pid);
	if (len == 0 || !talk_once(&sides[0].child, line, len, 2, &answered))
		stop("the host does not answer the call");

	(void)snprintf(bytes, sizeof bytes, "%zu", answered);
	sides[2].argv[1] = "--bytes";
	sides[2].argv[2] = bytes;
	if (!child_start(&sides[1].child, sides[1].argv, -1) ||
		!child_start(&sides[2].child, sides[2].argv, -1))
		stop("the echo does not start");
	(void)printf("one answer: %zu bytes; %lld calls a round\n", answered, (long long)b->calls);
	run_rounds(b, sides, 3);
	report_warm(&sides[0], &sides[1]);
	report_warm(&sides[0], &sides[2]);
	for (int i = 0; i < 3; i++)
		if (child_end(&sides[i].child, START_TIMEOUT_MS) != 0)
			stop("a process did not end well");
}

int main(int argc, char **argv)
{
	struct bench b = { .calls = 5000, .next_id = 1000 };
	bool pinned = true;

	for (; argc > 1 && strncmp(argv[1], "--", 2) == 0; argc--, argv++) {
		if (strcmp(argv[1], "--unpinned") == 0) {
			pinned = false;
		} else if (strcmp(argv[1], "--calls") == 0 && argc > 2) {
			b.calls = strtol(argv[2], NULL, 10);
			argc--;
			argv++;
		}
	}
	if (argc != 6 || b.calls < IN_FLIGHT) {
		(void)fprintf(stderr, "usage: bench [--unpinned] [--calls N] "
				      "ECHO HOST CONFIG TOOL ARGS (N is 32 or more)\n");
		return 2;
	}

	struct side sides[3] = {
		{ .name = "the host", .argv = { argv[2], "--config", argv[3] } },
		{ .name = "the echo (it returns the request)", .argv = { argv[1] } },
		{ .name = "the echo at the same answer size", .argv = { argv[1] } },
	};
	b.tool = argv[4];
	b.args = argv[5];
	CLEANUP(freep) double *samples = calloc((size_t)b.calls, sizeof *samples);
	b.samples = samples;
	if (!samples)
		stop("out of memory");
	if (pinned)
		pin();
	(void)printf("%s\n%-34s %10s    %10s    %8s   %s\n",
		pinned ? "== both ends on one core" : "== unpinned", "", "host", "echo", "ratio",
		"bar");
	run(&b, sides);
	return 0;
}
