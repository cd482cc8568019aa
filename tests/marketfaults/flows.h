/* flows - what a class of investors did with a share, read straight from the exchange's body. */
#ifndef MARKETFAULTS_FLOWS_H
#define MARKETFAULTS_FLOWS_H

#include "truth.h"

/* A figure, and the day the answer says its flows are of. */
struct flow_cell {
	const char *investor;
	const char *code;
	const char *column;
	struct span cell;
	struct span date; /* "2026-11-23", with its quotes */
};

/* True when it is that day's. */
bool flow_is_true(struct base *b, const struct flow_cell *f);

#endif
