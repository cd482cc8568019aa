/* kis_settings - the keys under `kis:`, declared beside the code that reads them. */
#ifndef SERVICE_KIS_SETTINGS_H
#define SERVICE_KIS_SETTINGS_H

#include <mcp/tool.h>

struct kis_settings {
	const char *environment; /* auto | real | demo | replay */
	const char *app_key;     /* secret */
	const char *app_secret;  /* secret */
	int64_t requests_per_second;
	int64_t deadline;     /* seconds for one upstream call from its first send, with retries */
	int64_t body_max;     /* bytes of one upstream body */
	const char *base_url; /* https://openapi.koreainvestment.com:9443 */
	const char *master_url; /* https://new.real.download.dws.co.kr */
	const char *ca_file;    /* NULL: the system's */
	const char *record;     /* folder for recorded answers; NULL: none */
	const char *replay;     /* folder to answer from */
	int64_t demo_seed;
	const char
		*demo_clock; /* "2026-11-23T10:24:00+09:00": where the demo market's clock starts;
	                           NULL: now */
};

extern const mcp_table kis_settings_table;

#endif
