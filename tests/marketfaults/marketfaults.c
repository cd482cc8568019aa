/* marketfaults - the market service under every fault and lie of its upstream: each question of the
 * six tools, with nothing known, with fresh and with old figures, must end in time, right,
 * labelled, or with a typed error.
 *
 * `marketfaults [--full]` prints a line for each kind of trouble and state. `--case N` shows what
 * one case says (with --full when that named it), `--edge NAME` is one edge of a day alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/phrase.h"
#include "suite.h"

#define TUESDAY 20261124
#define WEDNESDAY 20261125
#define MINUTE_MS INT64_C(60000)

struct options {
	bool full;
	long shown;       /* below 0: all run */
	const char *edge; /* NULL: the middle of a session, then every edge */
};

static bool read_options(int argc, char **argv, struct options *ret)
{
	*ret = (struct options){ .shown = -1 };
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--full") == 0)
			ret->full = true;
		else if (strcmp(argv[i], "--case") == 0 && i + 1 < argc)
			ret->shown = strtol(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "--edge") == 0 && i + 1 < argc)
			ret->edge = argv[++i];
		else
			return false;
	}
	return true;
}

/* `edge` NULL: all that can go wrong within a session. */
static uint32_t run_cases(
	const struct truth *truth, struct base *base, const char *edge, const struct options *o)
{
	struct suite suite;
	uint32_t bad = 0;

	if (!suite_init(&suite, truth, base))
		return 1;
	if (edge) {
		cases_edge(&suite, edge, o->full);
	} else {
		cases_faults(&suite, o->full);
		cases_lies(&suite, o->full);
		cases_bytes(&suite, o->full);
		cases_lessons(&suite, o->full);
	}
	if (o->shown < 0)
		bad = suite_run(&suite);
	else if (o->shown < (long)suite.count)
		suite_show(&suite, (uint32_t)o->shown);
	suite_done(&suite);
	return bad;
}

static uint32_t run(const char *edge, const struct times *times, const struct options *o)
{
	static struct base base;
	struct truth *truth = truth_new();
	uint32_t bad = 1;

	if (truth && base_make(&base, times) && truth_make(truth, &base))
		bad = run_cases(truth, &base, edge, o);
	else
		printf("not ok - the undisturbed market answers, %s\n", edge ? edge : "in session");
	base_done(&base);
	truth_free(truth);
	return bad;
}

/* A minute before the edge, the edge, and three seconds before it. */
static struct times times_at(int64_t edge_ms, int64_t fill_ms)
{
	return (struct times){
		.fill_ms = fill_ms,
		.moments = { edge_ms - MINUTE_MS, edge_ms },
		.cold_ms = edge_ms - 3000,
	};
}

static uint32_t run_edges(const struct options *o)
{
	const struct {
		const char *name;
		int64_t at_ms;
		int64_t fill_ms;
		bool always;
	} edges[] = {
		{ "midnight", kst_to_ms(WEDNESDAY, 0, 0, 0), kst_to_ms(TUESDAY, 21, 0, 0), true },
		{ "a new day", kst_to_ms(WEDNESDAY, 8, 30, 0), kst_to_ms(WEDNESDAY, 7, 45, 0),
			true },
		{ "the open", kst_to_ms(WEDNESDAY, 9, 0, 0), kst_to_ms(WEDNESDAY, 8, 0, 0), false },
		{ "the close", kst_to_ms(TUESDAY, 15, 30, 0), kst_to_ms(TUESDAY, 14, 0, 0), false },
		{ "the end", kst_to_ms(TUESDAY, 20, 0, 0), kst_to_ms(TUESDAY, 19, 0, 0), false },
	};
	uint32_t bad = 0;

	for (size_t i = 0; i < COUNT_OF(edges); i++) {
		const struct times times = times_at(edges[i].at_ms, edges[i].fill_ms);

		if (o->edge ? str_same(o->edge, edges[i].name) : o->full || edges[i].always)
			bad += run(edges[i].name, &times, o);
	}
	return bad;
}

/* ---- Both at once. ---- */

/* A process of its own: suites wait for every child they see. What it prints is kept until its
 * turn. */
struct beside {
	FILE *said;
	pid_t pid;
};

static bool start(struct beside *b)
{
	b->said = tmpfile();
	b->pid = b->said ? fork() : -1;
	return b->pid == 0 && dup2(fileno(b->said), STDOUT_FILENO) >= 0;
}

static _Noreturn void leave(uint32_t bad)
{
	_exit(fflush(stdout) != 0 || bad ? 1 : 0);
}

static uint32_t end(struct beside *b)
{
	char line[1024];
	int status = -1;

	if (b->pid < 0 || waitpid(b->pid, &status, 0) != b->pid || !WIFEXITED(status))
		printf("not ok - the cases come to their end\n");
	if (!b->said)
		return 1;
	rewind(b->said);
	while (fgets(line, sizeof line, b->said))
		(void)fputs(line, stdout);
	(void)fclose(b->said);
	(void)fflush(stdout);
	return status == 0 ? 0 : 1;
}

static uint32_t run_all(const struct times *session, const struct options *o)
{
	struct beside first;
	struct beside edges;

	if (start(&first))
		leave(run(NULL, session, o));
	if (start(&edges))
		leave(run_edges(o));
	return end(&first) + end(&edges);
}

int main(int argc, char **argv)
{
	const struct times session = {
		.fill_ms = kst_to_ms(TUESDAY, 9, 40, 0),
		.moments = { kst_to_ms(TUESDAY, 10, 24, 0), kst_to_ms(TUESDAY, 10, 34, 0) },
		.cold_ms = kst_to_ms(TUESDAY, 10, 24, 0),
	};
	struct options o;

	if (!read_options(argc, argv, &o)) {
		(void)fprintf(stderr, "usage: marketfaults [--full] [--case N] [--edge NAME]\n");
		return 2;
	}
	phrase_locale("en");
	log_level(MCP_LOG_ERROR);
	if (o.edge)
		return run_edges(&o) ? 1 : 0;
	if (o.shown >= 0)
		return run(NULL, &session, &o) ? 1 : 0;
	return run_all(&session, &o) ? 1 : 0;
}
