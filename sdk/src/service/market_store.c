/* market_store - the door to the history database in mcp-upstream.so. */
#include "service/market_store.h"

#include <stdlib.h>

#include "service/wires.h"

void store_event_done(struct store_event *e)
{
	free(e->bars);
	free(e->flows);
	free(e->marks);
	free(e->days);
	*e = (struct store_event){ 0 };
}

const struct store_ops *store_ops_load(const char *module, struct fault *f)
{
	const struct upstream_module *upstream = NULL;

	return upstream_module_load(module, &upstream, f) == MCP_OK ? upstream->store : NULL;
}
