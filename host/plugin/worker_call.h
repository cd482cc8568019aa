/* worker_call - one call inside the worker: what a handler is given, and what becomes of it. */
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

enum run_kind { RUN_TOOL, RUN_PROMPT, RUN_RESOURCE, RUN_COMPLETE };

/* What content/1 gathered; see worker_content.c. */
struct content {
	struct buf blocks; /* JSON items, the last one without its end */
	uint32_t count;
	bool is_annotated; /* the last one */
	bool has_text;
	struct buf structured; /* JSON, empty: none */
	struct buf description;
	const char *role;
	bool is_failure;
	int64_t total; /* of completion; below 0: not said */
};

/* Something remembered; also the keys asked for, by name alone. */
struct memory {
	struct memory *next;
	const char *name;
	const char *bytes;
	size_t len;
};

/* What ask/1 asked and knows; see worker_ask.c, worker_memory.c. */
struct asked {
	struct span inputs;  /* JSON object, or absent */
	struct buf requests; /* JSON members */
	struct memory *keys; /* asked for in this run */
	struct memory *memories;
	size_t remembered; /* bytes */
};

/* The handler's ctx comes first, so that a ctx leads back here. */
struct call {
	mcp_ctx ctx;
	struct worker *worker;
	enum run_kind kind;
	const mcp_tool *tool; /* NULL unless it is one */
	const mcp_prompt *prompt;
	const mcp_resource *resource;
	const char *name;   /* a resource's is its URI */
	char subject[192];  /* "tool volume", in the reader's language */
	uint32_t client;    /* MCP_CAN_… */
	struct span chosen; /* of a completion: JSON object, or absent */
	struct arena arena;
	struct fault fault; /* the last reason recorded */
	struct buf result;  /* JSON, empty: none */
	struct buf text;    /* plain, empty: none */
	bool text_given;    /* by the tool, not made from the result */
	struct content content;
	struct asked asked;
	struct buf notes; /* JSON items */
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

/* What a handler may call (mcp_host in abi.h). */
extern const mcp_host worker_host;

/* A service's function table by id, or NULL when this host has none of that name. */
const void *worker_service(const char *id);

/* worker_content.c: content/1. */
extern const struct mcp_content worker_content;
void content_init(struct content *c);
void content_done(struct content *c);
/* A buf of it took no more. */
bool content_is_full(const struct content *c);
/* Members of the "done" frame. */
void content_write(struct call *c, struct buf *b);

/* worker_ask.c: ask/1. */
extern const struct mcp_ask worker_ask;

/* worker_memory.c */
/* 1–64 of [A-Za-z0-9_.-]. */
bool ask_is_key(const char *key);
mcp_status ask_remember(mcp_ctx *ctx, const char *name, const void *bytes, uint64_t len);
mcp_status ask_recall(mcp_ctx *ctx, const char *name, void *ret, uint64_t room, uint64_t *ret_len);
/* Takes the inputs and memories of a "call" frame. */
mcp_status asked_take(struct call *c, struct span frame);
void asked_done(struct asked *a);
/* Members of the "done" frame. */
void asked_write(const struct asked *a, struct buf *b);

#endif
