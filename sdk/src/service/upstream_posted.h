/* upstream_posted - what another thread asks the upstream thread for. */
#ifndef SERVICE_UPSTREAM_POSTED_H
#define SERVICE_UPSTREAM_POSTED_H

#include "service/service.h"

struct posted {
	struct posted *next;
	bool cancels; /* the request of this id, instead of starting one */
	bool behind;  /* begin to fill behind user calls, instead of starting one */
	struct service_request request;
	char text[]; /* service, op, body */
};

/* A copy of the request and its texts in one piece, freed with free(); NULL: memory ran out. */
struct posted *posted_copy(const struct service_request *r);

#endif
