/* declare - a plugin's declaration as JSON: written in the worker, read by the core as hostile
 * input. */
#ifndef DATA_DECLARE_H
#define DATA_DECLARE_H

#include <mcp/abi.h>

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"

#define DECLARE_MAX ((size_t)256 * 1024) /* bytes of one declaration */
#define DECLARE_TOOLS_MAX 64
#define DECLARE_PROMPTS_MAX 64
#define DECLARE_RESOURCES_MAX 64

/* A declared tool, as the core keeps it: no pointers into the plugin. Offsets in its tables are
 * zero. */
struct declared_tool {
	const char *name;
	const char *title;
	const char *help;
	uint32_t hints;
	uint32_t fresh_s;
	uint32_t keep_s;
	uint32_t deadline_s;
	mcp_table args;
	mcp_table result; /* count 0: text only */
	/* JSON texts, or NULL. A schema stands here as its author wrote it (line ends
	 * are blanks), and the table is empty then. */
	const char *args_schema;
	const char *result_schema;
	const char *icons; /* array, as the protocol words it */
	const char *meta;  /* object */
	uint32_t task;     /* MCP_TASK_… */
};

struct declared_prompt {
	const char *name;
	const char *title;
	const char *help;
	mcp_table args; /* text fields */
	const char *icons;
	const char *meta;
	bool completes; /* has values to offer */
	uint32_t deadline_s;
};

struct declared_resource {
	const char *uri; /* or a template */
	const char *name;
	const char *title;
	const char *help;
	const char *mime; /* may be NULL */
	mcp_table args;   /* a template's variables */
	bool is_template;
	bool listed;
	bool is_public; /* the same for everybody */
	bool completes;
	const char *icons;
	const char *meta;
	const char *annotations; /* object, or NULL */
	int64_t bytes;           /* 0: not known */
	uint32_t ttl_s;
	uint32_t deadline_s;
};

struct declared {
	const char *name;
	const char *version;
	const char *license; /* may be NULL */
	mcp_table config;
	const char *const *needs;
	uint32_t need_count;
	struct declared_tool *tools;
	uint32_t tool_count;
	struct declared_prompt *prompts;
	uint32_t prompt_count;
	struct declared_resource *resources;
	uint32_t resource_count;
};

/* A plugin's structs as this host knows them, whatever their age; they point into the plugin. */
struct declared_by {
	mcp_plugin plugin;
	mcp_tool *tools;
	mcp_prompt *prompts;
	mcp_resource *resources;
};

/* Copies what this host knows of a plugin's structs after checking magic,
 * sizes, versions, unknown bytes, names and tables. One sentence on failure, naming both versions
 * where versions are the reason. The result points into the plugin. [worker] */
mcp_status declare_read_plugin(
	const void *symbol, struct arena *a, struct declared_by *ret, struct fault *f);
/* The declaration as one JSON object; texts in the reader's language. [worker] */
void declare_write(const struct declared_by *d, struct buf *ret);
/* Reads such an object; everything is checked again. The result lives in the arena. [core] */
mcp_status declare_parse(struct span json, struct arena *a, struct declared *ret, struct fault *f);

#endif
