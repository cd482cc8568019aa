/* tools - the lines under `tools:`. */
#ifndef HOST_CONFIG_TOOLS_H
#define HOST_CONFIG_TOOLS_H

#include "host/config/section.h"

/* The keys of a tool's line that are the host's; all others are the tool's own. */
extern const mcp_table tool_line_table;

/* Fills config->tools. Without `tools:` in the file the built-in lines hold. */
mcp_status tools_load(struct loader *l);

#endif
