/* upstream_wire - which way to the data source the settings choose. */
#ifndef SERVICE_UPSTREAM_WIRE_H
#define SERVICE_UPSTREAM_WIRE_H

#include "service/upstream.h"
#include "service/wire.h"

/* `clock` outlives the wire. */
mcp_status upstream_wire_open(const struct upstream_options *o, const struct clock *clock,
	struct wire **ret, struct fault *f);

#endif
