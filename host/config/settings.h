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

/* http: serving over Streamable HTTP. */
struct http_settings {
	const char *address;   /* HOST:PORT of the loopback; NULL or empty: none */
	const char *hosts;     /* further names it is reached by, comma-separated */
	const char *origins;   /* further origins that may call, comma-separated */
	int64_t connections;   /* open at once */
	int64_t streams;       /* event streams open at once */
	int64_t sessions;      /* kept at once */
	int64_t session_idle;  /* seconds without a request */
	int64_t head_bytes;    /* request line and fields */
	int64_t body_bytes;    /* of a request */
	int64_t head_deadline; /* seconds from a request's first byte to its body */
	int64_t body_deadline; /* seconds for a body to come, or for an answer to be read on */
	int64_t idle;          /* seconds between two requests of a connection */
	int64_t keep_alive;    /* seconds between two signs of life on a quiet stream */
	int64_t grace;         /* seconds for requests under way when the server ends */
	int64_t unread_bytes;  /* what a reader of a stream may leave unread */
	int64_t replay_bytes;  /* events kept per session for those that come back */
	int64_t poll_after_ms; /* a stream of 2025-11-25 is cut then, to be polled; 0: never */
};

extern const mcp_table host_settings_table;
extern const mcp_table log_settings_table;
extern const mcp_table cache_settings_table;
extern const mcp_table limit_settings_table;
extern const mcp_table http_settings_table;

#endif
