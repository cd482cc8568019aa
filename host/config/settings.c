/* settings - the host's own sections: every key with its default, range and one sentence. */
#include "host/config/settings.h"

static const mcp_field host_rows[] = {
	MCP_CHOICE(struct host_settings, locale, "The language of texts.", "ko|en", .preset = "ko"),
	MCP_TEXT(struct host_settings, plugin_dir,
		"The folder of the tools' shared objects; empty: beside the program."),
	MCP_TEXT(struct host_settings, state_dir,
		"The folder for what is kept between starts; empty: "
		"$XDG_STATE_HOME/mcp-volume-ranking."),
};

static const mcp_field log_rows[] = {
	MCP_CHOICE(struct log_settings, level, "How much is written to standard error.",
		"error|warn|info|debug", .preset = "warn"),
};

static const mcp_field cache_rows[] = {
	MCP_INT(struct cache_settings, fresh, "How long an answer is given again as it is.",
		.preset = "60", .range = "0..86400", .unit = "s"),
	MCP_INT(struct cache_settings, keep,
		"How long an older answer is given at once while a new one is made.",
		.preset = "300", .range = "0..86400", .unit = "s"),
	MCP_INT(struct cache_settings, memory, "Memory for kept answers.", .preset = "16777216",
		.range = "65536..1073741824", .unit = "bytes"),
	MCP_INT(struct cache_settings, entries, "How many answers are kept.", .preset = "1000",
		.range = "1..100000"),
};

static const mcp_field limit_rows[] = {
	MCP_INT(struct limit_settings, ranking_count, "The most rows a ranking may have.",
		.preset = "50", .range = "1..50"),
	MCP_INT(struct limit_settings, answer_bytes,
		"The largest answer; longer ones are cut and say so.", .preset = "32768",
		.range = "4096..1048576", .unit = "bytes"),
	MCP_INT(struct limit_settings, line_bytes, "The longest line read from a client.",
		.preset = "10485760", .range = "65536..67108864", .unit = "bytes"),
	MCP_INT(struct limit_settings, call_deadline, "How long one call of a tool may take.",
		.preset = "60", .range = "1..600", .unit = "s"),
	MCP_INT(struct limit_settings, calls,
		"The most calls under way or waiting, all clients together.", .preset = "256",
		.range = "1..4096"),
	MCP_INT(struct limit_settings, workers, "The most processes per tool.", .preset = "4",
		.range = "1..16"),
	MCP_INT(struct limit_settings, worker_start, "How long a tool's process may take to start.",
		.preset = "10", .range = "1..60", .unit = "s"),
	MCP_INT(struct limit_settings, task_ttl,
		"How long the answer of a task is kept for its client.", .preset = "600",
		.range = "1..86400", .unit = "s"),
};

const mcp_table host_settings_table = MCP_TABLE(struct host_settings, host_rows);
const mcp_table log_settings_table = MCP_TABLE(struct log_settings, log_rows);
const mcp_table cache_settings_table = MCP_TABLE(struct cache_settings, cache_rows);
const mcp_table limit_settings_table = MCP_TABLE(struct limit_settings, limit_rows);
