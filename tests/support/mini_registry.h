/* mini_registry - a registry on a loop of its own, for tests: plugins added by path, calls waited
 * for, never longer than a watchdog allows.
 *
 * The test program is the worker's executable too: its main begins with
 * `if (mini_is_worker(argc, argv)) return worker_main(argc, argv);`.
 */
#ifndef SUPPORT_MINI_REGISTRY_H
#define SUPPORT_MINI_REGISTRY_H

#include "host/plugin/registry.h"

#define MINI_PLUGINS 24

struct mini_registry {
	uv_loop_t loop;
	uv_timer_t watchdog;
	struct registry *registry;
	struct config config;
	struct tool_setting settings[MINI_PLUGINS];
	char paths[MINI_PLUGINS][512];
	struct counters counters;
	struct env env;
	uint32_t changes;
	uint32_t told; /* times a plugin said `changed` */
	uint32_t told_what;
	char told_uri[128];
	bool closed;
	bool is_late; /* the watchdog barked */

	/* The service: what the next request gets. */
	const char *body;   /* its answer; NULL: none comes */
	struct fault fault; /* … unless this is set */
	bool reports;       /* a progress report before the answer */
	uint32_t asked;
	uint32_t withdrawn;
	char asked_of[64]; /* "trial market/1 top" */
	char query[1024];
	uint64_t request;
};

/* How a call went. */
struct mini_call {
	struct mini_registry *mini;
	uint64_t id;
	uint32_t ends; /* must become 1 */
	struct fault fault;
	bool crashed;
	char text[1024];    /* as JSON */
	char result[1024];  /* as JSON */
	char content[2048]; /* as JSON, like all below; empty: absent */
	char structured[512];
	char body[1024];
	char requests[2048];
	char kept[512];
	bool is_error;
	struct provenance from;
	uint32_t progress_count;
	double first_progress;
	double progress;
	uint32_t log_count;
};

bool mini_is_worker(int argc, char **argv);

/* Memory of the test's own; English. */
void mini_open(struct mini_registry *m);
/* A line under `tools:`; the name is also the file's in `folder` (NAME.so). */
struct tool_setting *mini_add(struct mini_registry *m, const char *folder, const char *name);
/* Starts the registry and waits until it is settled. */
void mini_start(struct mini_registry *m);
/* Stops it without waiting. */
void mini_stop(struct mini_registry *m);
/* Stops it, waits until it is closed, and frees. */
void mini_close(struct mini_registry *m);

/* Starts a call; 0 when it was not taken (call->fault says why). */
uint64_t mini_call(
	struct mini_registry *m, const char *tool, const char *args, struct mini_call *ret);
/* The same of any order. */
uint64_t mini_order(struct mini_registry *m, const struct call_order *order, struct mini_call *ret);
/* Waits for its end. */
void mini_wait(struct mini_call *call);
/* Both. */
void mini_run(struct mini_registry *m, const char *tool, const char *args, struct mini_call *ret);
/* Turns the loop until `*flag` is at least `n`; whoever raises the flag calls uv_stop. */
void mini_until(struct mini_registry *m, const uint32_t *flag, uint32_t n);
/* The report of a plugin by name. */
struct plugin_report mini_report(struct mini_registry *m, const char *name);

#endif
