/* question - what the six tools ask of market/1, as their plugins send it. */
#ifndef MARKETFAULTS_QUESTION_H
#define MARKETFAULTS_QUESTION_H

#include "base/buf.h"

enum tool { TOOL_VOLUME, TOOL_CHANGE, TOOL_INVESTOR, TOOL_SECTOR, TOOL_MCAP, TOOL_UNUSUAL, TOOLS };

struct question {
	const char *name;
	enum tool tool;
	uint32_t count;
	const char *query; /* members of the request, without count and columns */
	const char *key;   /* the column it is ranked by */
	bool ascending;
	const char *period;   /* 1D, 5D, 20D */
	const char *investor; /* NULL: no flows */
	/* Of a completed day in any case, by a bound that leaves nobody out; NULL: always so. */
	const char *day_query;
};

#define QUESTIONS 16

extern const struct question questions[QUESTIONS];

const char *tool_name(enum tool tool);
/* "top" or "sectors". */
const char *question_op(const struct question *q);
/* The request for its rows; `count` 0: the question's own. */
void question_rows(const struct question *q, uint32_t count, struct buf *ret);
/* The request for its summary. */
void question_summary(const struct question *q, struct buf *ret);

#endif
