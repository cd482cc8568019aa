/* module - the only door of mcp-upstream.so. */
#include "upstream/https.h"

const struct upstream_module mcp_upstream_v1 __attribute__((visibility("default"))) = {
	.size = sizeof(struct upstream_module),
	.version = HOST_VERSION,
	.https_open = https_open,
};
