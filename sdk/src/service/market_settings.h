/* market_settings - the keys under `market:`. */
#ifndef SERVICE_MARKET_SETTINGS_H
#define SERVICE_MARKET_SETTINGS_H

#include <mcp/tool.h>

struct market_settings {
	const char *basis; /* KRX | NXT */
};

extern const mcp_table market_settings_table;

#endif
