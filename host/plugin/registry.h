/* registry - the plugins that are on, their workers, and calls to them. All on the loop's thread.
 *
 * A plugin is only ever opened inside its worker. One call at a time runs in a worker; a plugin
 * has one worker from the start and more, up to limits.workers, when calls wait. A worker that
 * dies costs the call it ran; the next call starts another.
 */
#ifndef HOST_PLUGIN_REGISTRY_H
#define HOST_PLUGIN_REGISTRY_H

#include <uv.h>

#include "data/check.h"
#include "data/declare.h"
#include "host/config/config.h"
#include "service/service.h"

struct registry;
struct plugin;

/* A tool on offer. */
struct tool {
	const struct declared_tool *declared;
	struct plugin *plugin;
	const struct tool_setting *setting;
	int64_t fresh_ms; /* 0: never shared */
	int64_t keep_ms;
	int64_t deadline_ms;
	uint64_t key; /* plugin's file identity, settings, locale: part of every answer's key */
	struct check_context check; /* for check_args: looks "$key" up in the plugin's config */
};

/* Where a worker's requests go: set by the app, so that registry knows no service by name. The
 * answer comes back by registry_give with the same id. */
struct registry_services {
	mcp_status (*post)(void *self, const struct service_request *request, struct fault *f);
	void (*cancel)(void *self, uint64_t id);
	void *self;
};

struct registry_options {
	uv_loop_t *loop;
	const struct config *config;
	struct env *env;
	const char *exe; /* started again as a worker */
	struct registry_services services;
	/* Called whenever a plugin's state changed (declared, refused, gone). */
	void (*changed)(void *self);
	void *self;
};

struct registry *registry_new(const struct registry_options *options);
/* Spawns a worker for each plugin that is on; returns at once. Twice is harmless. */
void registry_start(struct registry *r);
/* True when every plugin has declared itself, was refused, or ran out of limits.worker_start. */
bool registry_settled(const struct registry *r);
/* Kills workers (their calls end with MCP_E_CANCELLED) and closes handles; `closed` may be NULL. */
void registry_stop(struct registry *r, void (*closed)(void *self), void *self);
void registry_free(struct registry *r);

/* Tools on offer, in the order of the configuration and then of the declaration. */
uint32_t registry_tool_count(const struct registry *r);
const struct tool *registry_tool_at(const struct registry *r, uint32_t i);
const struct tool *registry_tool(const struct registry *r, struct span name);

/* One row per plugin, for `check` and `list`. */
struct plugin_report {
	const char *name;
	const char *path;
	const char *version; /* NULL before it declared itself */
	const char *license;
	const char *state; /* "ready", "starting", "refused", "off" */
	const char *why;   /* of "refused": one sentence */
	uint32_t tools;
	int line;
};
uint32_t registry_plugin_count(const struct registry *r);
struct plugin_report registry_plugin_at(const struct registry *r, uint32_t i);

/* ---- Calls. ---- */

/* How a call ended. Spans are lent for the time of `done`. */
struct call_end {
	struct fault fault;     /* status MCP_OK: answered */
	bool crashed;           /* the worker died or broke the frame contract: fault says so */
	struct span text;       /* JSON string, or absent: none was given */
	struct span result;     /* JSON object that keeps the tool's result table, or absent */
	struct provenance from; /* of all services used, with the tool's notes */
};

struct call_events {
	void (*progress)(void *self, double done, double total, struct span text);
	void (*log)(void *self, int32_t level, struct span text);
	void (*done)(void *self, const struct call_end *end); /* exactly once, never from inside
	                                                         registry_call */
	void *self;
};

/* Runs the tool with canonical arguments (copied). Returns an id > 0, or 0 when too many wait
 * (`f` says so). Past the deadline the call ends with MCP_E_DEADLINE and its worker is killed. */
uint64_t registry_call(struct registry *r, const struct tool *tool, struct span args,
	enum lane lane, const struct call_events *events, struct fault *f);
/* The call ends with MCP_E_CANCELLED: its worker is told, and killed when it does not stop within
 * two seconds. */
void registry_cancel(struct registry *r, uint64_t call);
/* The answer (or progress) to a request posted through registry_services; takes its body. */
void registry_give(struct registry *r, const struct service_reply *reply);

#endif
