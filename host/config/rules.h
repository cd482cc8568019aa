/* rules - what settings must be to each other. */
#ifndef HOST_CONFIG_RULES_H
#define HOST_CONFIG_RULES_H

#include "host/config/section.h"

/* Looks at the filled sections. */
mcp_status rules_check(struct loader *l);

#endif
