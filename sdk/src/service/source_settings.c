/* source_settings - the keys under `opendart:` and `krx:`. */
#include "service/source_settings.h"

static const mcp_field opendart_rows[] = {
	MCP_TEXT(struct opendart_settings, api_key,
		"The OpenDART key, for treasury shares and disclosures, as ${NAME} only."),
	MCP_TEXT(struct opendart_settings, base_url, "The address of OpenDART.",
		.preset = "https://opendart.fss.or.kr"),
};

static const mcp_field krx_rows[] = {
	MCP_TEXT(struct krx_settings, api_key,
		"The KRX Open API key, for daily bars of the whole market, as ${NAME} only."),
	MCP_TEXT(struct krx_settings, base_url, "The address of the KRX Open API.",
		.preset = "https://data-dbg.krx.co.kr"),
};

const mcp_table opendart_settings_table = MCP_TABLE(struct opendart_settings, opendart_rows);
const mcp_table krx_settings_table = MCP_TABLE(struct krx_settings, krx_rows);
