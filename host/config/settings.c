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

static const mcp_field http_rows[] = {
	MCP_TEXT(struct http_settings, address,
		"Where HTTP is served, like 127.0.0.1:8080; empty: not at all."),
	MCP_TEXT(struct http_settings, hosts,
		"Further names the server is reached by, separated by commas."),
	MCP_TEXT(struct http_settings, origins,
		"Further origins whose pages may call it, separated by commas."),
	MCP_INT(struct http_settings, connections, "The most connections open at once.",
		.preset = "1024", .range = "1..65536"),
	MCP_INT(struct http_settings, streams, "The most event streams open at once.",
		.preset = "512", .range = "1..65536"),
	MCP_INT(struct http_settings, sessions, "The most sessions kept at once.", .preset = "256",
		.range = "1..65536"),
	MCP_INT(struct http_settings, session_idle, "How long a session is kept without a request.",
		.preset = "1800", .range = "1..86400", .unit = "s"),
	MCP_INT(struct http_settings, head_bytes, "The longest request line with its fields.",
		.preset = "16384", .range = "1024..65536", .unit = "bytes"),
	MCP_INT(struct http_settings, body_bytes, "The longest body of a request.",
		.preset = "4194304", .range = "1024..67108864", .unit = "bytes"),
	MCP_INT(struct http_settings, head_deadline,
		"How long the head of a request may take to come.", .preset = "10",
		.range = "1..600", .unit = "s"),
	MCP_INT(struct http_settings, body_deadline,
		"How long the body of a request may take to come, or an answer to be read.",
		.preset = "30", .range = "1..600", .unit = "s"),
	MCP_INT(struct http_settings, idle, "How long a connection is kept between two requests.",
		.preset = "60", .range = "1..3600", .unit = "s"),
	MCP_INT(struct http_settings, keep_alive,
		"How often a quiet event stream gives a sign of life.", .preset = "15",
		.range = "1..600", .unit = "s"),
	MCP_INT(struct http_settings, grace,
		"How long requests under way may take when the program ends.", .preset = "10",
		.range = "0..600", .unit = "s"),
	MCP_INT(struct http_settings, unread_bytes,
		"What the reader of an event stream may leave unread before it is cut off.",
		.preset = "1048576", .range = "4096..67108864", .unit = "bytes"),
	MCP_INT(struct http_settings, replay_bytes,
		"Events kept per session for a client that comes back.", .preset = "262144",
		.range = "0..67108864", .unit = "bytes"),
	MCP_INT(struct http_settings, poll_after_ms,
		"When the event stream of a running call is cut so that the client polls, in milliseconds; 0: never.",
		.preset = "0", .range = "0..600000"),
};

const mcp_table host_settings_table = MCP_TABLE(struct host_settings, host_rows);
const mcp_table log_settings_table = MCP_TABLE(struct log_settings, log_rows);
const mcp_table cache_settings_table = MCP_TABLE(struct cache_settings, cache_rows);
const mcp_table limit_settings_table = MCP_TABLE(struct limit_settings, limit_rows);
const mcp_table http_settings_table = MCP_TABLE(struct http_settings, http_rows);
