/* worker_call - one call inside the worker: what the tool is given, and what becomes of it. */
#ifndef HOST_PLUGIN_WORKER_CALL_H
#define HOST_PLUGIN_WORKER_CALL_H

#include "base/arena.h"
#include "base/fault.h"
#include "data/declare.h"
#include "host/plugin/worker_link.h"

/* The opened plugin. */
struct worker {
	struct link link;
	struct arena arena; /* of the declaration and the config struct */
	struct declared_by by;
	const void *config; /* NULL: the plugin declares none */
	const char *locale;
	size_t call_bytes; /* memory one call may take */
	int64_t last_seq;  /* of requests to services */
};

/* The tool's ctx comes first, so that a ctx leads back here. */
struct call {
	mcp_ctx ctx;
	struct worker *worker;
	const mcp_tool *tool;
	char subject[192]; /* "tool volume", in the reader's language */
	struct arena arena;
	struct fault fault; /* the last reason recorded */
	struct buf result;  /* JSON, empty: none */
	struct buf text;    /* plain, empty: none */
	bool text_given;    /* by the tool, not made from the result */
	struct buf notes;   /* JSON items */
	uint32_t note_count;
	int64_t wall_ms; /* when the call began */
	int64_t mono_ms;
	int64_t progress_ms; /* when progress was last told; 0: never */
	double progress;
};

static inline struct call *call_of(mcp_ctx *ctx)
{
	return (struct call *)(void *)ctx;
}

/* Runs the call of a "call" frame and sends "done". */
void worker_call(struct worker *w, struct span frame);

/* What a tool may call (mcp_host in abi.h). */
extern const mcp_host worker_host;

/* A service's function table by id, or NULL when this host has none of that name. */
const void *worker_service(const char *id);

#endif
