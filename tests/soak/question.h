/* question - what the six tools ask, as they send it. */
#ifndef SOAK_QUESTION_H
#define SOAK_QUESTION_H

#include "soak/hours.h"

#define QUESTION_TOOLS 6

struct question {
	const char *tool;
	const char *op; /* "top", "sectors" */
	enum venue venue;
	bool has_flows;
	bool counts; /* fewer rows than asked are no gap: filters */
	char body[1024];
	char summary[1024];
};

/* The n-th question of a tool: all its choices come around. `plain`: without the columns that are
 * counted behind the answer, and with those that make share counts exact. */
struct question question_make(uint32_t tool, uint64_t n, bool plain);

#endif
