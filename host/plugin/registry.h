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

/* A tool on offer. Lent until its plugin has left the offer (`changed` was called since) and its
 * calls have ended: who keeps one longer than a call looks it up again by its name. */
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

/* A prompt on offer. */
struct prompt {
	const struct declared_prompt *declared;
	struct plugin *plugin;
	int64_t deadline_ms;
};

/* A resource on offer, or a template of many. */
struct resource {
	const struct declared_resource *declared;
	struct plugin *plugin;
	int64_t deadline_ms;
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
	struct config *config; /* held */
	struct env *env;
	const char *exe; /* started again as a worker */
	struct registry_services services;
	/* Called whenever a plugin's state changed (declared, refused, gone). */
	void (*changed)(void *self);
	/* A plugin said that something of its own changed (MCP_CHANGED_…); `uri` is plain text, of
	 * MCP_CHANGED_RESOURCE only. May be NULL. */
	void (*told)(void *self, uint32_t what, struct span uri);
	void *self;
};

struct registry *registry_new(const struct registry_options *options);
/* Spawns a worker for each plugin that is on; returns at once. Twice is harmless. */
void registry_start(struct registry *r);
/* True when every plugin has declared itself, was refused, or ran out of limits.worker_start. */
bool registry_settled(const struct registry *r);
/* Puts the plugins of `config` (held) in the place of those there are. What stays as it is keeps
 * its workers. What is new, or has other settings or another file, gets new ones; until they are
 * ready, and when they are refused, what was there serves. Calls under way and waiting end as they
 * began, then their workers go. Settings that do not fit a plugin's table change nothing:
 * FILE:LINE. */
mcp_status registry_reconfigure(struct registry *r, struct config *config, struct fault *f);
/* Kills workers (their calls end with MCP_E_CANCELLED) and closes handles; `closed` may be NULL. */
void registry_stop(struct registry *r, void (*closed)(void *self), void *self);
void registry_free(struct registry *r);

/* Tools on offer, in the order of the configuration and then of the declaration. */
uint32_t registry_tool_count(const struct registry *r);
const struct tool *registry_tool_at(const struct registry *r, uint32_t i);
const struct tool *registry_tool(const struct registry *r, struct span name);
/* True when the tool's plugin may ask the client (it named ask/1): its answers are for the caller
 * alone. */
bool registry_tool_asks(const struct tool *t);

/* Prompts and resources in the same order; resources are exact ones and templates, listed or not.
 */
uint32_t registry_prompt_count(const struct registry *r);
const struct prompt *registry_prompt_at(const struct registry *r, uint32_t i);
const struct prompt *registry_prompt(const struct registry *r, struct span name);
uint32_t registry_resource_count(const struct registry *r);
const struct resource *registry_resource_at(const struct registry *r, uint32_t i);
/* Who answers `uri`: an exact one first, then the template with the most literal characters. Adds
 * its variables, decoded, to *ret_variables: {"code":"005930"}, or {}. */
const struct resource *registry_resource_for(
	const struct registry *r, struct span uri, struct buf *ret_variables);
/* The template that is written like this. */
const struct resource *registry_template(const struct registry *r, struct span uri_template);

/* One row per plugin, for `check` and `list`. */
struct plugin_report {
	const char *name;
	const char *path;
	const char *version; /* NULL before it declared itself */
	const char *license;
	const char *state; /* "ready", "starting", "refused", "off" */
	const char *why;   /* of "refused": one sentence */
	uint32_t tools;
	uint32_t prompts;
	uint32_t resources; /* exact ones and templates */
	int line;
};
uint32_t registry_plugin_count(const struct registry *r);
struct plugin_report registry_plugin_at(const struct registry *r, uint32_t i);

/* ---- Calls. ---- */

enum call_kind {
	CALL_TOOL,
	CALL_PROMPT,
	CALL_RESOURCE,
	CALL_COMPLETE, /* of a prompt's or a template's argument */
};

struct call_order {
	enum call_kind kind;
	/* The one that applies. */
	const struct tool *tool;
	const struct prompt *prompt;
	const struct resource *resource;
	/* JSON object, by kind: a tool's canonical arguments (raw ones with args_schema) ·
	 * {"arg":"text",…} · {"uri":"…","variables":{…}} ·
	 * {"argument":"…","value":"…","context":{…}}. */
	struct span args;
	enum lane lane;
	struct span inputs; /* {"key":answer,…} as the client sent it, of all rounds; or absent */
	struct span kept;   /* call_end.kept of the last round; or absent */
	uint32_t client;    /* MCP_CAN_… */
	int64_t deadline_ms; /* 0: the target's own */
};

/* How a call ended. Spans are lent for the time of `done`; what does not apply is absent. */
struct call_end {
	struct fault fault;     /* status MCP_OK: answered */
	bool crashed;           /* the worker died or broke the frame contract: fault says so */
	struct span text;       /* TOOL: JSON string */
	struct span result;     /* TOOL: JSON object that keeps the tool's result table */
	struct provenance from; /* of all services used, with the tool's notes */
	struct span content; /* TOOL: JSON array of content blocks; else `text` is all there is */
	struct span structured; /* TOOL: JSON value, of a tool without a result table */
	bool is_error;          /* TOOL: the blocks say what went wrong */
	/* PROMPT {"description":…,"messages":[…]} · RESOURCE {"contents":[…]} ·
	 * COMPLETE {"values":[…],"total":N}. */
	struct span body;
	struct span requests; /* MCP_E_NEEDS_INPUT: {"key":{"method":"…","params":{…}},…} */
	struct span kept;     /* JSON object for the next round */
};

struct call_events {
	void (*progress)(void *self, double done, double total, struct span text);
	void (*log)(void *self, int32_t level, struct span text);
	void (*done)(void *self, const struct call_end *end); /* exactly once, never from inside
	                                                         registry_call */
	void *self;
};

/* Runs what the order says (copied). Returns an id > 0, or 0 when too many wait (`f` says so).
 * Past the deadline the call ends with MCP_E_DEADLINE and its worker is killed. */
uint64_t registry_call(struct registry *r, const struct call_order *order,
	const struct call_events *events, struct fault *f);
/* The call ends with MCP_E_CANCELLED: its worker is told, and killed when it does not stop within
 * two seconds. */
void registry_cancel(struct registry *r, uint64_t call);
/* The answer (or progress) to a request posted through registry_services; takes its body. */
void registry_give(struct registry *r, const struct service_reply *reply);

#endif
