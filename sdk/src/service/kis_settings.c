/* kis_settings - the keys under `kis:`. */
#include "service/kis_settings.h"

static const mcp_field rows[] = {
	MCP_CHOICE(struct kis_settings, environment,
		"Where figures come from; auto is real when a key is set, else demo.",
		"auto|real|demo|replay", .preset = "auto"),
	MCP_TEXT(struct kis_settings, app_key, "The KIS app key, as ${NAME} only."),
	MCP_TEXT(struct kis_settings, app_secret, "The KIS app secret, as ${NAME} only."),
	MCP_INT(struct kis_settings, requests_per_second,
		"Calls to KIS in any second, from all processes together; KIS allows 18.",
		.preset = "15", .range = "1..18"),
	MCP_INT(struct kis_settings, deadline,
		"How long one upstream call may take once it is sent, retries included.",
		.preset = "10", .range = "1..60", .unit = "s"),
	MCP_INT(struct kis_settings, body_max, "The largest upstream answer that is read.",
		.preset = "4194304", .range = "65536..67108864", .unit = "bytes"),
	MCP_TEXT(struct kis_settings, base_url, "The address of the KIS OpenAPI.",
		.preset = "https://openapi.koreainvestment.com:9443"),
	MCP_TEXT(struct kis_settings, master_url, "The address of the master files.",
		.preset = "https://new.real.download.dws.co.kr"),
	MCP_TEXT(struct kis_settings, ca_file,
		"A file of trusted certificates; empty: the system's."),
	MCP_TEXT(struct kis_settings, record,
		"A folder that keeps every answer of KIS, without secrets; empty: none."),
	MCP_TEXT(struct kis_settings, replay,
		"A folder of kept answers, for environment replay; empty: none."),
	MCP_INT(struct kis_settings, demo_seed,
		"Which demo market; another number is another market.", .preset = "1",
		.range = "0..2147483647"),
	MCP_TEXT(struct kis_settings, demo_clock,
		"When the demo market's clock starts, like 2026-11-23T10:24:00+09:00; empty: now."),
};

const mcp_table kis_settings_table = MCP_TABLE(struct kis_settings, rows);
