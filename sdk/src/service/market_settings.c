/* market_settings - the keys under `market:` and `market_hours:`. */
#include "service/market_settings.h"

static const mcp_field rows[] = {
	MCP_CHOICE(struct market_settings, basis, "Whose trading a figure counts.",
		"KRX|NXT|UNIFIED", .preset = "KRX"),
};

static const mcp_field hours_rows[] = {
	MCP_CHOICE(struct market_hours_settings, closed,
		"What is answered while the market is closed: the last session's figures, only what "
		"is kept, or an error.",
		"last_session|cache_only|error", .preset = "last_session"),
};

const mcp_table market_settings_table = MCP_TABLE(struct market_settings, rows);
const mcp_table market_hours_settings_table = MCP_TABLE(struct market_hours_settings, hours_rows);
