/* config - every setting of the host; one that was read never changes. A changed file is read into
 * another (reload.h), which is put in the place of the first. */
#ifndef HOST_CONFIG_CONFIG_H
#define HOST_CONFIG_CONFIG_H

#include "base/arena.h"
#include "base/fault.h"
#include "data/field.h"
#include "host/config/settings.h"
#include "service/kis_settings.h"
#include "service/market_settings.h"
#include "service/source_settings.h"

/* A key of a tool's own line: checked against the plugin's table once its declaration is known. */
struct tool_value {
	const char *name;
	const char *text;
	int line;
	bool has_variable; /* its text came from one, at least in part */
};

struct tool_setting {
	const char *name;
	const char *path; /* of the shared object, absolute */
	int32_t enabled;
	int line;      /* in the file; 0: built in */
	int64_t fresh; /* seconds; -1: the tool's own, else the host's */
	int64_t keep;
	const struct tool_value *values;
	uint32_t value_count;
};

struct config {
	uint32_t refs;
	struct config *base; /* whose values the settings have that need a restart; held */
	struct arena arena;
	const char *file;          /* NULL: built-in defaults */
	struct host_settings host; /* top-level keys: locale, plugin_dir */
	struct log_settings log;
	struct kis_settings kis;
	struct market_settings market;
	struct market_hours_settings market_hours;
	struct source_settings sources;
	struct cache_settings cache;
	struct limit_settings limits;
	struct http_settings http;
	const struct tool_setting *tools;
	uint32_t tool_count;
	const char *state_dir; /* created; NULL when it cannot be written (a warning was logged) */
	/* Of what shapes answers but the tools' own lines: part of every answer's key. */
	uint64_t hash;
};

struct config_source {
	const char *path;           /* --config; NULL: search */
	const char *exe_dir;        /* folder of the executable, for the default plugin_dir */
	const char *const *environ; /* "NAME=value", NULL-ended: where variables come from */
	/* The one in force when it is read again: its state_dir stays. NULL: none. */
	const struct config *running;
};

/* Search order: path, $MCP_VOLUME_RANKING_CONFIG, $XDG_CONFIG_HOME/mcp-volume-ranking/config.yaml
 * (~/.config), /etc/mcp-volume-ranking/config.yaml, built-in defaults. `.env` beside the file (or
 * in the working folder when there is none) is read first; the environment wins over it. The
 * plan's variables override YAML. One sentence on failure: "FILE:LINE: tools has no key \"volme\";
 * did you mean \"volume\"?". Marks secrets for the log. *ret is one hold, given up by config_free. */
mcp_status config_load(const struct config_source *source, struct config **ret, struct fault *f);
/* One more hold. [main] */
struct config *config_hold(struct config *c);
/* Gives one up; with the last it ends. Accepts NULL. [main] */
void config_free(struct config *c);
/* Wipes its secrets: those of `base`, which is held from now on, take their place. [main] */
void config_rest_on(struct config *c, struct config *base);

/* Whether a shared object lies where each tool's line of the file leads, unless the line gives a
 * path of its own: FILE:LINE and the nearest name otherwise. */
mcp_status config_check_tools(const struct config *c, struct fault *f);

/* A tool's own keys as the JSON object its worker decodes: declared presets, then host settings a
 * key follows (`source`), then the line's values. */
mcp_status config_tool_json(const struct config *c, const struct tool_setting *tool,
	const mcp_table *table, struct buf *ret, struct fault *f);

/* The value of a host setting ("limits.ranking_count") as text, or NULL. Into the arena. */
const char *config_setting(const struct config *c, struct span name, struct arena *a);

#endif
