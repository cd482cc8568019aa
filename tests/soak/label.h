/* label - whether an answer says rightly where its figures stand. */
#ifndef SOAK_LABEL_H
#define SOAK_LABEL_H

#include "service/service.h"
#include "soak/hours.h"
#include "soak/tally.h"

struct label {
	const char *what; /* for the reader */
	enum venue venue;
	bool has_flows; /* it may stand for the last completed day */
	int64_t asked_ms;
	int64_t answered_ms;
};

/* Session, day, provisional, time and how long it holds, against the table of hours. */
void label_check(struct tally *t, const struct label *l, const struct provenance *p);
/* The body of "session" with date, name, next_change and is_open_day. */
void label_check_session(struct tally *t, enum venue v, int64_t wall_ms, const char *body);
/* "2026-12-07 10:24:05.000" into ret[32]. */
const char *label_time(int64_t wall_ms, char *ret);

#endif
