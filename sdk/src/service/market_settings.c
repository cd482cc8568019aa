/* market_settings - the keys under `market:`. */
#include "service/market_settings.h"

static const mcp_field rows[] = {
	MCP_CHOICE(struct market_settings, basis, "Whose trading a figure counts.", "KRX|NXT",
		.preset = "KRX"),
};

const mcp_table market_settings_table = MCP_TABLE(struct market_settings, rows);
