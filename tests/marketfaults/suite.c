/* suite - cases, run in forked processes, counted in groups. */
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define JOBS_MAX 16
#define CASE_S 60 /* of the machine's own time: then it hangs */
#define SHOWN 6   /* wrong cases of a group that are told */

bool suite_init(struct suite *s, const struct truth *truth, struct base *base)
{
	*s = (struct suite){ .truth = truth, .base = base };
	s->cases = calloc(CASES_MAX, sizeof *s->cases);
	s->results = mmap(NULL, CASES_MAX * sizeof *s->results, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return s->cases && s->results != MAP_FAILED;
}

void suite_done(struct suite *s)
{
	free(s->cases);
	(void)munmap(s->results, CASES_MAX * sizeof *s->results);
}

void suite_add(struct suite *s, const struct case_of *c)
{
	if (s->count < CASES_MAX)
		s->cases[s->count++] = *c;
	else
		s->left_over++;
}

/* ---- One case. ---- */

static void ask_case(struct suite *s, const struct case_of *c, struct reply *ret)
{
	struct world *w = c->teaches ? &s->base->untaught : base_world(s->base, c->state);

	w->wrong = c->wrong;
	if (c->teaches && !base_teach(s->base, w))
		_exit(1);
	reply_ask(w, &questions[c->question], 0, ret);
}

static void judge_case(struct suite *s, uint32_t i)
{
	const struct case_of *c = &s->cases[i];
	const struct question_at at = { s->truth, s->base, c->question, c->state };
	struct reply reply;

	ask_case(s, c, &reply);
	judge(&at, &reply, &s->results[i]);
}

static void describe(const struct case_of *c, char *ret, size_t room)
{
	(void)snprintf(ret, room, "%s, %s: %s of %s, %s", questions[c->question].name,
		state_name(c->state), wrong_name(c->wrong.kind),
		c->wrong.endpoint ? c->wrong.endpoint->name : "nothing",
		c->wrong.cut ? "cut" : pattern_name(c->wrong.pattern));
}

void suite_show(struct suite *s, uint32_t i)
{
	const struct case_of *c = &s->cases[i];
	const struct question_at at = { s->truth, s->base, c->question, c->state };
	char text[256];
	struct reply r;
	struct judged judged;

	describe(c, text, sizeof text);
	ask_case(s, c, &r);
	judge(&at, &r, &judged);
	printf("# %s\n# verdict %d: %s\n# took %lld ms, complete %d, fault \"%s\"\n", text,
		judged.verdict, judged.why, (long long)r.took_ms, r.from.complete, r.fault.text);
	for (uint32_t n = 0; n < r.from.note_count; n++)
		printf("# note: %s\n", r.from.notes[n]);
	printf("# %.*s\n# %.*s\n", (int)r.rows.len, r.rows.at ? r.rows.at : "", (int)r.summary.len,
		r.summary.at ? r.summary.at : "");
}

/* ---- All of them. ---- */

struct running {
	pid_t pid;
	uint32_t at;
};

static void start(struct suite *s, uint32_t i, struct running *ret)
{
	(void)snprintf(s->results[i].why, WHY_ROOM, "it crashes or hangs");
	s->results[i].verdict = VERDICT_WRONG;
	ret->at = i;
	ret->pid = fork();
	if (ret->pid != 0)
		return;
	(void)alarm(CASE_S);
	judge_case(s, i);
	_exit(0);
}

static void end(struct suite *s, const struct running *r, int status)
{
	if (status == 0)
		return;
	(void)snprintf(s->results[r->at].why, WHY_ROOM, "its process ends with status %d", status);
	s->results[r->at].verdict = VERDICT_WRONG;
}

static void run_all(struct suite *s)
{
	const long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	const uint32_t jobs = cpus > 0 && cpus < JOBS_MAX ? (uint32_t)cpus : 2;
	struct running running[JOBS_MAX] = { 0 };
	uint32_t next = 0;
	uint32_t open = 0;

	(void)fflush(stdout);
	while (next < s->count || open > 0) {
		int status = 0;
		pid_t ended;

		for (uint32_t i = 0; i < jobs && next < s->count; i++) {
			if (running[i].pid > 0)
				continue;
			start(s, next++, &running[i]);
			open++;
		}
		ended = wait(&status);
		for (uint32_t i = 0; i < jobs; i++) {
			if (ended <= 0 || running[i].pid != ended)
				continue;
			end(s, &running[i], status);
			running[i].pid = 0;
			open--;
		}
		if (ended < 0)
			return;
	}
}

static void show_wrong(const struct suite *s, const char *group)
{
	uint32_t shown = 0;

	for (uint32_t i = 0; i < s->count && shown < SHOWN; i++) {
		char text[256];

		if (s->results[i].verdict != VERDICT_WRONG || !str_same(s->cases[i].group, group))
			continue;
		describe(&s->cases[i], text, sizeof text);
		printf("# case %u: %s: %s\n", i, text, s->results[i].why);
		shown++;
	}
}

static bool report(const struct suite *s, const char *group)
{
	uint32_t count[VERDICTS] = { 0 };
	uint32_t all = 0;

	for (uint32_t i = 0; i < s->count; i++) {
		if (!str_same(s->cases[i].group, group))
			continue;
		count[s->results[i].verdict]++;
		all++;
	}
	printf("%s - %s: %u cases: %u right, %u labelled, %u errors, %u wrong\n",
		count[VERDICT_WRONG] ? "not ok" : "ok", group, all, count[VERDICT_RIGHT],
		count[VERDICT_LABELLED], count[VERDICT_ERROR], count[VERDICT_WRONG]);
	show_wrong(s, group);
	return count[VERDICT_WRONG] == 0;
}

static bool is_first(const struct suite *s, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++)
		if (str_same(s->cases[k].group, s->cases[i].group))
			return false;
	return true;
}

uint32_t suite_run(struct suite *s)
{
	uint32_t bad = 0;

	run_all(s);
	if (s->left_over)
		printf("not ok - there is room for every case: %u are left over\n", s->left_over);
	bad += s->left_over > 0;
	for (uint32_t i = 0; i < s->count; i++)
		if (is_first(s, i))
			bad += report(s, s->cases[i].group) ? 0 : 1;
	return bad;
}
