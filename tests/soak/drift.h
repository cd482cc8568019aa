/* drift - a service that has run for days gives the figures of one that has just begun. */
#ifndef SOAK_DRIFT_H
#define SOAK_DRIFT_H

#include "soak/tally.h"
#include "soak/world.h"

struct drift {
	struct tally rows;
	uint64_t asked;
	uint32_t moment; /* of the next day's */
};

void drift_init(struct drift *d);
/* Once a day, each day at another time: the same questions to `w` and to a fresh service at the
 * same moment. */
void drift_look(struct drift *d, struct world *w, uint32_t minute);
bool drift_end(struct drift *d);

#endif
