/* store - inside mcp-upstream.so: the history database's door, as market_store.h says it. */
#ifndef UPSTREAM_STORE_H
#define UPSTREAM_STORE_H

#include "service/market_store.h"

extern const struct store_ops store_ops;

#endif
