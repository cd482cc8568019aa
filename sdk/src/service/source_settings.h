/* source_settings - the keys under `opendart:` and `krx:`: sources beside KIS, used when their key
 * is set. */
#ifndef SERVICE_SOURCE_SETTINGS_H
#define SERVICE_SOURCE_SETTINGS_H

#include <mcp/tool.h>

struct opendart_settings {
	const char *api_key;  /* NULL: not used */
	const char *base_url; /* https */
};

struct krx_settings {
	const char *api_key; /* NULL: not used */
	const char *base_url;
};

struct source_settings {
	struct opendart_settings opendart;
	struct krx_settings krx;
};

extern const mcp_table opendart_settings_table;
extern const mcp_table krx_settings_table;

#endif
