/* days - what a day leaves behind: its bars and flows as the exchange has them, windows that moved
 * on, and how many upstream calls it cost. */
#ifndef SOAK_DAYS_H
#define SOAK_DAYS_H

#include "soak/tally.h"
#include "soak/world.h"

struct days;

struct days *days_new(void); /* NULL: memory is out */
void days_begin(struct days *d, const struct world *w);
/* An hour after the end of an open day it looks at the day's bars and flows, at noon at windows. */
void days_look(struct days *d, struct world *w, int32_t date, uint32_t minute);
void days_end(struct days *d, const struct world *w, int32_t date);
/* Prints its lines and frees it. False when something was wrong. */
bool days_finish(struct days *d);

#endif
