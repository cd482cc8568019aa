/* round - questions to the client in the middle of a call. */
#include "host/proto/round.h"

bool round_begin(struct request *r, struct call_order *order)
{
	(void)r;
	(void)order;
	return true;
}

void round_needs(struct pending *p, const struct call_end *end)
{
	static const char text[] = "this client cannot be asked; call with all that is needed";
	struct request r = pending_request(p);
	struct fault f = { 0 };

	(void)end;
	(void)fault_set(&f, MCP_E_UNSUPPORTED, text);
	if (p->kind == CALL_TOOL)
		send_tool_fault(&r, &f);
	else
		send_error(&r, RPC_INTERNAL, f.text, NOTHING);
	pending_drop(p);
}
