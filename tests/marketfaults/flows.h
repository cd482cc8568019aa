/* flows - what a class of investors did with a share, read straight from the exchange's body. */
#ifndef MARKETFAULTS_FLOWS_H
#define MARKETFAULTS_FLOWS_H

#include "truth.h"

/* True when the column's figure is that of the day the answer says its flows are of. */
bool flow_is_true(struct base *b, const char *investor, const struct reply *got, const char *code,
	const char *column, struct span cell);

#endif
