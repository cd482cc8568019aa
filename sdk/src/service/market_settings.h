/* market_settings - the keys under `market:` and `market_hours:`. */
#ifndef SERVICE_MARKET_SETTINGS_H
#define SERVICE_MARKET_SETTINGS_H

#include <mcp/tool.h>

struct market_settings {
	const char *basis; /* KRX | NXT | UNIFIED */
};

struct market_hours_settings {
	const char *closed; /* last_session | cache_only | error */
};

extern const mcp_table market_settings_table;
extern const mcp_table market_hours_settings_table;

#endif
