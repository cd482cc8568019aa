/* https - inside mcp-upstream.so: what its files share. It never logs: it tells by fault only. */
#ifndef UPSTREAM_HTTPS_H
#define UPSTREAM_HTTPS_H

#include "service/wires.h"

extern const struct upstream_module mcp_upstream_v1;

mcp_status https_open(const struct https_options *o, struct wire **ret, struct fault *f);

/* Plain bytes of the first file of a zip archive, at most what `ret` may hold. */
mcp_status unzip(struct span zip, struct buf *ret, struct fault *f);

#endif
