/* origin - where a setting was written. */
#include "host/config/origin.h"

#include <string.h>

mcp_status origin_blame(struct origin o, struct fault *f)
{
	char said[sizeof f->text];

	memcpy(said, f->text, sizeof said);
	/* What is the caller's fault in an argument is the operator's here. */
	if (f->status == MCP_E_ARGUMENT)
		f->status = MCP_E_CONFIG;
	if (o.variable)
		return fault_set(f, f->status, "%s: %s", o.variable, said);
	if (o.file)
		return fault_set(f, f->status, "%s:%d: %s", o.file, o.line, said);
	return f->status;
}

mcp_status origin_fault(struct origin o, struct fault *f, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	(void)fault_vset(f, MCP_E_CONFIG, fmt, args);
	va_end(args);

	return origin_blame(o, f);
}
