/* suite - cases, run in forked processes, counted in groups. */
#ifndef MARKETFAULTS_SUITE_H
#define MARKETFAULTS_SUITE_H

#include "judge.h"

#define CASES_MAX 131072
#define GROUP_ROOM 64

struct case_of {
	char group[GROUP_ROOM]; /* one line of the report */
	uint32_t question;
	enum state state;
	struct wrong wrong;
	bool teaches; /* it goes wrong while completed days are fetched, before the question */
};

struct suite {
	const struct truth *truth;
	struct base *base;
	uint32_t count;
	uint32_t left_over;     /* there was no room for */
	struct case_of *cases;  /* [CASES_MAX] */
	struct judged *results; /* [CASES_MAX], shared */
};

bool suite_init(struct suite *s, const struct truth *truth, struct base *base);
void suite_done(struct suite *s);
void suite_add(struct suite *s, const struct case_of *c);
/* Runs them all, and prints a line for each group. Returns how many groups are not well. */
uint32_t suite_run(struct suite *s);
/* Runs one, and prints what it says. */
void suite_show(struct suite *s, uint32_t i);

/* ---- Which cases there are; `full`: all, else about one in ten. ---- */

void cases_faults(struct suite *s, bool full);
void cases_lies(struct suite *s, bool full);
void cases_bytes(struct suite *s, bool full);
void cases_lessons(struct suite *s, bool full);
/* Of a base that stands at an edge of a day: `name`. */
void cases_edge(struct suite *s, const char *name, bool full);

#endif
