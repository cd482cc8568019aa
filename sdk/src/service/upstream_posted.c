/* upstream_posted - what another thread asks the upstream thread for. */
#include "service/upstream_posted.h"

#include <stdlib.h>
#include <string.h>

struct posted *posted_copy(const struct service_request *r)
{
	size_t service = strlen(r->service) + 1;
	size_t op = strlen(r->op) + 1;
	struct posted *p = calloc(1, sizeof *p + service + op + r->body.len + 1);

	if (!p)
		return NULL;
	p->request = *r;
	p->request.service = memcpy(p->text, r->service, service);
	p->request.op = memcpy(p->text + service, r->op, op);
	p->request.body.at = p->text + service + op;
	if (r->body.len > 0)
		memcpy(p->text + service + op, r->body.at, r->body.len);
	return p;
}
