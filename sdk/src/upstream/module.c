/* module - the only door of mcp-upstream.so. */
#include "base/log.h"
#include "upstream/https.h"
#include "upstream/store.h"

const struct upstream_module mcp_upstream_v1 __attribute__((visibility("default"))) = {
	.size = sizeof(struct upstream_module),
	.version = HOST_VERSION,
	.https_open = https_open,
	.store = &store_ops,
	.log_into = log_into,
};
