/* origin - where a setting was written, so that every error can say it. */
#ifndef HOST_CONFIG_ORIGIN_H
#define HOST_CONFIG_ORIGIN_H

#include "base/fault.h"

/* All zero: built in. */
struct origin {
	const char *variable; /* of the environment; else: */
	const char *file;
	int line;
};

/* Puts "VARIABLE: " or "FILE:LINE: " before what the fault says; returns its status. */
mcp_status origin_blame(struct origin o, struct fault *f);

/* Fills the fault with MCP_E_CONFIG and such a beginning; returns its status. */
mcp_status origin_fault(struct origin o, struct fault *f, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
