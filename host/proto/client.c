/* client - what a client says it can do. */
#include "data/scan.h"
#include "host/proto/peer_inside.h"

static bool has(struct span object, const char *name)
{
	return scan_kind(scan_get(object, name)) == SCAN_OBJECT;
}

/* An empty `elicitation` means forms only. */
static uint32_t elicitation(struct span capabilities, enum version v)
{
	struct span e = scan_get(capabilities, "elicitation");
	bool url = v >= VERSION_2025_11_25 && has(e, "url");
	bool form = !url || has(e, "form");

	if (v < VERSION_2025_06_18 || scan_kind(e) != SCAN_OBJECT)
		return 0;
	return (form ? MCP_CAN_FORM : 0) | (url ? MCP_CAN_URL : 0);
}

uint32_t client_can(struct span capabilities, enum version v)
{
	struct span sampling = scan_get(capabilities, "sampling");
	struct span extensions = scan_get(capabilities, "extensions");
	uint32_t can = elicitation(capabilities, v);

	if (scan_kind(sampling) == SCAN_OBJECT)
		can |= MCP_CAN_SAMPLE;
	if (v >= VERSION_2025_11_25 && has(sampling, "tools"))
		can |= MCP_CAN_SAMPLE_TOOLS;
	if (has(capabilities, "roots"))
		can |= MCP_CAN_ROOTS;
	if (version_is_modern(v) && has(extensions, "io.modelcontextprotocol/tasks"))
		can |= MCP_CAN_TASKS;
	return can;
}
