/* settings - the host's own sections of the YAML file. Members are named as the keys are; units
 * stand in the tables. */
#ifndef HOST_CONFIG_SETTINGS_H
#define HOST_CONFIG_SETTINGS_H

#include <mcp/tool.h>

/* Top level. */
struct host_settings {
	const char *locale;     /* ko | en */
	const char *plugin_dir; /* where NAME.so lies; NULL: beside the executable's folder */
	const char *state_dir;  /* NULL: $XDG_STATE_HOME/mcp-volume-ranking (~/.local/state) */
};

struct log_settings {
	const char *level; /* error | warn | info | debug */
};

/* cache: how long answers are shared. */
struct cache_settings {
	int64_t fresh;  /* seconds; CACHE_L1_TTL_SECONDS */
	int64_t keep;   /* seconds, served stale and refreshed behind; CACHE_L2_TTL_SECONDS */
	int64_t memory; /* bytes of kept answers */
	int64_t entries;
};

struct limit_settings {
	int64_t ranking_count; /* rows a ranking may have; MAX_RANKING_COUNT */
	int64_t answer_bytes;  /* bytes of one answer */
	int64_t line_bytes;    /* bytes of one input line */
	int64_t call_deadline; /* seconds */
	int64_t calls;         /* under way or waiting, all clients */
	int64_t workers;       /* processes per plugin */
	int64_t worker_start;  /* seconds a worker may take to declare itself */
	int64_t task_ttl;      /* seconds a task is kept after its end */
};

extern const mcp_table host_settings_table;
extern const mcp_table log_settings_table;
extern const mcp_table cache_settings_table;
extern const mcp_table limit_settings_table;

#endif
