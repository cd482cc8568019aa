/* peer_inside - what the files of a conversation share. */
#ifndef HOST_PROTO_PEER_INSIDE_H
#define HOST_PROTO_PEER_INSIDE_H

#include "host/proto/message.h"
#include "host/proto/peer.h"
#include "host/proto/round.h"
#include "host/proto/shortcut.h"

/* JSON-RPC and MCP error codes (those with a meaning of their own are named by the protocol). */
#define RPC_PARSE (-32700)
#define RPC_INVALID (-32600)
#define RPC_NO_METHOD (-32601)
#define RPC_PARAMS (-32602)
#define RPC_INTERNAL (-32603)
#define RPC_NOT_FOUND (-32002) /* of the handshake revisions only */
#define RPC_HEADER (-32020)
#define RPC_CAPABILITY (-32021)
#define RPC_VERSION (-32022)

#define NOTHING ((struct span){ NULL, 0 })

/* Log levels of the protocol, most verbose first. */
enum log_threshold {
	LOG_OFF = -1,
	LOG_AT_DEBUG,
	LOG_AT_INFO,
	LOG_AT_NOTICE,
	LOG_AT_WARNING,
	LOG_AT_ERROR,
	LOG_AT_CRITICAL,
	LOG_AT_ALERT,
	LOG_AT_EMERGENCY
};

/* Answers of a batch (2025-03-26 only), collected until all are there. */
struct batch {
	struct outlet *outlet;
	struct buf answers;
	uint32_t waiting; /* requests not yet answered, and one for the reading itself */
	bool asks;        /* it holds something that is answered */
};

struct peer {
	struct server *server;
	struct peer *next;
	enum peer_kind kind;
	struct outlet *common;  /* or NULL */
	enum version legacy;    /* VERSION_NONE before initialize */
	bool ready;             /* notifications/initialized came */
	uint32_t client;        /* MCP_CAN_…, of the legacy half */
	struct sink sink;       /* what the legacy half is told of */
	enum log_threshold log; /* of the legacy half */
	struct asked *asked;    /* questions under way, of the legacy half */
	uint32_t asked_count;
	int64_t asked_last; /* id of the last one */
	struct shortcuts *shortcuts;
	bool owns_shortcuts;
	struct pending *pending;
	uint32_t pending_count;
};

/* One request while it is being answered. Spans point into the message. */
struct request {
	struct peer *peer;
	struct outlet *outlet;
	struct batch *batch;         /* NULL: answered on its own */
	const struct claims *claims; /* NULL: no HTTP, or no more to be judged by them */
	enum version version;
	bool at_door; /* the message itself is being judged: HTTP says 400 when it is refused */
	struct span id;
	struct span method;
	struct span params;
	struct span meta;
	struct span whole;      /* the message */
	enum log_threshold log; /* what it wants to be told */
	uint32_t client;        /* MCP_CAN_… */
};

/* A request that is answered later. */
struct pending {
	struct waiter waiter;
	struct pending *next;
	struct peer *peer;
	struct outlet *outlet;
	struct batch *batch;
	enum version version;
	enum log_threshold log;
	bool waits;            /* `message` is read again when the plugins have settled, … */
	struct claims *claims; /* … and judged by these, or NULL */
	struct round *round;   /* of a call that may ask, or NULL */
	double last_progress;
	struct sink *sink; /* of a listen request; else NULL */
	enum call_kind kind;
	uint32_t client;            /* MCP_CAN_… */
	uint32_t ttl_s;             /* of a resource */
	bool is_public;             /* … */
	char *tool;                 /* the name of what is called, for log messages */
	struct span id;             /* these point into `message` */
	struct span target;         /* JSON: the name or URI in question; or absent */
	struct span progress_token; /* absent: no progress wanted */
	size_t message_len;
	char message[];
};

/* ---- send.c ---- */

/* A result given as its members without braces. `version` adds what its era wants. */
void send_result(const struct request *r, struct span members);
/* The same from a buffer; without memory for it that is said instead. */
void send_written(const struct request *r, const struct buf *members);
/* The same with members for its _meta, no comma around them. */
void send_result_meta(const struct request *r, struct span members, struct span meta);
/* The same with a resultType of its own: the modern era only. */
void send_typed(const struct request *r, const char *type, struct span members);
/* Nothing but that it was taken, not even a _meta. */
void send_acknowledged(const struct request *r);
/* Members of a tool's error; its _meta is still open. */
void write_tool_fault(struct buf *b, const struct fault *f);
/* `[,"_meta"…]` and the like are not added to what comes in parts: the hot path for answers. */
void send_answer(const struct request *r, const struct answer *a, bool stale);
/* A tool's error as a result: isError and a text. */
void send_tool_fault(const struct request *r, const struct fault *f);
/* `data` is JSON or absent. */
void send_error(const struct request *r, int code, const char *message, struct span data);
/* Memory is out. */
void send_no_memory(const struct request *r);
/* An error for a message whose id could not be read: `r` has only peer, outlet and batch. */
void send_stray_error(const struct request *r, int code, const char *message);
/* To `o`, which may be NULL. */
void send_notification(struct outlet *o, const char *method, struct span params);

/* The client lacks what `required` says, a JSON object shaped like its capabilities. */
void send_incapable(const struct request *r, struct span required);

/* The page of a list that the request asks for, once the plugins have settled. */
void send_list(struct request *r, enum offer kind);

/* ---- private.c ---- */

/* Runs what the order says for this request alone; `target` (JSON, or absent) is what its params
 * name. */
void run_private(struct request *r, struct call_order *order, struct span target);
/* `why`: what its reader said, or "". */
void send_not_found(const struct request *r, struct span uri, const char *why);

/* ---- note.c: a waiter's progress and log ---- */

void note_progress(struct waiter *w, double done, double total, struct span text);
void note_log(struct waiter *w, int32_t level, struct span text);

/* ---- client.c ---- */

/* MCP_CAN_… of a client's capabilities, as far as revision `v` has them. */
uint32_t client_can(struct span capabilities, enum version v);

/* ---- param.c ---- */

bool tool_has_headers(const struct declared_tool *d);
/* Do the Mcp-Param-… headers repeat the arguments? False: it was refused. */
bool param_headers_agree(const struct request *r, const struct declared_tool *d, struct span args);

/* ---- gate.c ---- */

/* Is this a request of the modern era, well enveloped, and do its headers agree? Sets the version;
 * false: it was refused. */
bool gate_modern(struct request *r, struct span claim);
/* Its log level; false: it was refused. */
bool gate_log_level(struct request *r);
/* Do headers and message still agree, for a message that is known? `name` is params.name. */
bool gate_known(const struct claims *c, const char *method, const char *name);

/* ---- lifecycle.c: initialize, ping, server/discover, logging/setLevel ---- */

void do_initialize(struct request *r);
void do_ping(struct request *r);
void do_discover(struct request *r);
void do_set_level(struct request *r);
/* The threshold a JSON string names; false when it is none. */
bool log_threshold_from(struct span level, enum log_threshold *ret);
/* How the protocol calls a tool's log level, and where it stands. */
const char *log_level_word(int32_t level, enum log_threshold *ret);

/* ---- tools.c, prompts.c, resources.c, complete.c ---- */

void do_tools_list(struct request *r);
void do_tools_call(struct request *r);
void do_prompts_list(struct request *r);
void do_prompts_get(struct request *r);
void do_resources_list(struct request *r);
void do_templates_list(struct request *r);
void do_resources_read(struct request *r);
void do_complete(struct request *r);

/* ---- listen.c ---- */

void do_listen(struct request *r);
void do_subscribe(struct request *r);
void do_unsubscribe(struct request *r);
/* The listen request ends. */
void listen_dropped(struct pending *p);

/* ---- pending.c ---- */

/* Keeps the request for later; NULL when memory is out (the error was sent). */
struct pending *pending_new(const struct request *r);
/* Where a part of the request's message lies in what was kept. */
struct span pending_moved(const struct pending *p, const struct request *r, struct span part);
/* Puts the request aside until the plugins have declared themselves. */
void wait_for_plugins(const struct request *r);
void pending_drop(struct pending *p); /* unlinks and frees */
/* The request as it stands in the kept message. */
struct request pending_request(const struct pending *p);
/* notifications/cancelled: ends the request without an answer. */
void pending_cancel(struct peer *p, struct span id);
/* Is a request with this id under way, where ids must differ from that of `r`? */
bool pending_has(const struct request *r);
/* Ends it without a word. */
void pending_give_up(struct pending *p);

/* ---- peer.c ---- */

/* Reads one checked message (also one of a batch, or one kept for later): `how` has its peer,
 * outlet and batch. */
enum received peer_handle(const struct request *how, struct span value);

/* ---- batch.c ---- */

/* `r` has peer and outlet. */
enum received batch_receive(const struct request *r, struct span array);
/* The answer to one request of a batch went into it, or will never come. */
void batch_settle(struct peer *p, struct batch *b);
void batch_free(struct batch *b);

#endif
