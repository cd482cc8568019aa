/* registry_inner - what the files of the registry share. Nobody else includes it.
 *
 * registry.c owns the life of the whole and the one timer; registry_plugin.c what a plugin
 * declares; registry_offer.c what of it is on offer; registry_process.c workers and what they may
 * say when; registry_socket.c their sockets; registry_call.c calls; registry_talk.c what is said
 * during a call; registry_answer.c what is answered; registry_reload.c the change of plugins while
 * it all runs. Whatever has a time carries `due_ms` (loop time, 0: none); after a change
 * registry_arm sets the timer to the soonest.
 */
#ifndef HOST_PLUGIN_REGISTRY_INNER_H
#define HOST_PLUGIN_REGISTRY_INNER_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/buf.h"
#include "host/plugin/frames.h"
#include "host/plugin/registry.h"

#define CALL_BYTES (8 * 1024 * 1024) /* memory one call may take in its worker */
#define BODY_MAX (FRAME_MAX - 4096)  /* of arguments or an answer inside a frame */
#define START_DEATHS 3               /* workers lost while opening before a plugin is refused */
#define START_PATIENCE 3             /* times limits.worker_start until an opening is given up */
#define CANCEL_GRACE_MS 2000
#define CALL_SUBJECT 192

enum plugin_state { PLUGIN_OFF, PLUGIN_STARTING, PLUGIN_READY, PLUGIN_REFUSED };

enum process_state {
	PROCESS_OPENING,     /* until hello */
	PROCESS_CONFIGURING, /* until ready */
	PROCESS_IDLE,
	PROCESS_BUSY,     /* runs `call` */
	PROCESS_DRAINING, /* runs a call nobody waits for any more */
	PROCESS_CONDEMNED /* killed; waits to be reaped */
};

struct process {
	struct process *next;
	struct plugin *plugin;
	uv_poll_t poll;
	pid_t pid; /* 0: reaped */
	int fd;
	enum process_state state;
	struct buf in;
	struct buf out;
	struct call *call;
	int64_t due_ms; /* end of patience with opening, or with a cancelled call */
};

/* Whom an order is for. */
struct target {
	struct plugin *plugin;
	const char *name; /* a resource's is its URI */
	int64_t deadline_ms;
};

struct call {
	struct call *next;
	uint64_t id;
	struct call_order order; /* its spans lie in `memory` */
	struct target target;
	char subject[CALL_SUBJECT]; /* "tool volume", in the reader's language */
	struct call_events events;
	struct process *process; /* NULL: waits, or is over */
	int64_t due_ms;
	int64_t deadline_mono_ms;
	char *memory;
	uint64_t request; /* under way at a service; 0: none */
	int64_t seq;      /* the worker's number for it */
	double progress;
	int64_t progress_ms;
	bool progress_ended;
	uint32_t log_lines;
	uint32_t changes;
	bool over; /* `end` says how; told at the next tick */
	struct call_end end;
};

/* Which file it is: another build is another one. */
struct file_mark {
	uint64_t device;
	uint64_t inode;
	int64_t size;
	int64_t changed_s;
	int64_t changed_ns;
};

/* A plugin under one configuration. With new settings there is another one beside it. */
struct plugin {
	struct plugin *next;   /* of all there are */
	struct plugin *before; /* serves until this one is ready; NULL: nobody */
	bool retired;          /* not on offer again: freed when its calls and workers are gone */
	struct config *config; /* held */
	struct file_mark mark; /* of its file when the first worker was started */
	struct registry *registry;
	const struct tool_setting *setting;
	enum plugin_state state;
	char why[512];
	struct arena arena; /* of `declared` and `tools` */
	bool is_declared;
	uint64_t declaration; /* hash: every worker must declare the same */
	struct declared declared;
	struct tool *tools;
	struct prompt *prompts;
	struct resource *resources;
	const char **config_texts; /* of each row of declared.config, for "$key" */
	struct buf config_json;
	struct process *processes;
	uint32_t start_deaths;
	int64_t settle_ms; /* loop time from which nobody waits for the declaration */
	int64_t due_ms;    /* next try to start a worker */
};

/* What clients are offered. */
struct offer {
	const struct tool **tools;
	uint32_t tool_count;
	const struct prompt **prompts;
	uint32_t prompt_count;
	const struct resource **resources;
	uint32_t resource_count;
};

struct registry {
	uv_loop_t *loop;
	struct config *config; /* held */
	struct env *env;
	char *exe;
	struct registry_services services;
	void (*changed)(void *self);
	void (*told)(void *self, uint32_t what, struct span uri);
	void *self;
	struct plugin *every;    /* those that drain, too */
	struct plugin **plugins; /* in the order of the configuration */
	uint32_t plugin_count;
	struct offer offer;
	struct call *calls; /* oldest first */
	uint32_t call_count;
	uint64_t last_id; /* of calls and of requests */
	uv_timer_t timer;
	uv_signal_t reaper;
	bool started;
	bool stopping;
	bool settled;     /* told */
	uint32_t handles; /* open */
	void (*closed)(void *self);
	void *closed_self;
};

/* registry.c */
/* A plugin as the configuration has it, among all there are; NULL: no memory. */
struct plugin *registry_add(
	struct registry *r, struct config *config, const struct tool_setting *setting);
/* Starts its first worker. */
void registry_open(struct plugin *p);
int64_t registry_now(struct registry *r);
void registry_arm(struct registry *r);
void registry_changed(struct registry *r);
/* After the last process of a stopping registry is gone. */
void registry_process_gone(struct registry *r);
/* `text` (a JSON string a worker wrote) cleaned into ret[room]; empty when it is none. */
void registry_clean_text(struct span text, char *ret, size_t room);

/* registry_plugin.c */
mcp_status plugin_declare(struct plugin *p, struct span declaration, struct fault *f);
/* A worker is ready: offers the tools when this is the first. */
void plugin_ready(struct plugin *p);
/* For good: its workers are killed, its calls end, what it offers leaves the offer. */
void plugin_refuse(struct plugin *p, const char *why);
/* The same without the offer. */
void plugin_rule_out(struct plugin *p, const char *why);
void plugin_free(struct plugin *p);
struct file_mark plugin_mark(const char *path);
/* It goes on under another configuration that gives it the same settings. */
void plugin_adopt(struct plugin *p, struct config *config, const struct tool_setting *setting);

/* registry_reload.c */
/* `p`, which is ready or refused, takes the place of the one before it, or gives it back. */
void plugin_settle(struct plugin *p);
/* Ends workers of a retired plugin that nothing waits for. */
void plugin_drain(struct plugin *p);
/* True when nothing is left of a retired plugin. */
bool plugin_is_over(const struct plugin *p);
/* Frees what is over. At the end of a tick: nobody holds a tool then. */
void registry_sweep(struct registry *r);

/* registry_offer.c */
/* Builds the offer anew, in the order of the file; rules out whoever offers what another does. True
 * when it is another one than before. */
bool offer_all(struct registry *r);
void offer_done(struct offer *o);
/* True when the declaration names `service` ("market/1") among its needs. */
bool declared_needs(const struct declared *d, const char *service);

/* registry_process.c */
/* Starts a worker; refuses the plugin when that can't be done at all. */
void process_start(struct plugin *p);
/* Kills it. Its call ends with MCP_E_INTERNAL. */
void process_condemn(struct process *p, const char *why);
/* Kills one that runs no call, without a word. */
void process_dismiss(struct process *p);
void process_tick(struct process *p, int64_t now);
void process_reap_all(struct registry *r);
/* A whole frame came. False: it broke the contract. */
bool process_take(struct process *p, struct span frame);

/* registry_socket.c */
mcp_status socket_open(struct process *p, uv_loop_t *loop, struct fault *f);
void socket_done(struct process *p);
/* Reads what is there, at most so many chunks, and hands its frames on. */
void socket_read(struct process *p, int chunks);
/* Ends the frame begun in `p->out` and sends what the socket takes. */
void socket_send(struct process *p, size_t start);

/* registry_call.c */
/* Gives waiting calls to idle workers; starts another worker when none is idle. */
void calls_pump(struct plugin *p);
/* The call is over; the reader is told at the next tick. */
void call_over(struct registry *r, struct call *c, mcp_status status, const char *text);
/* What a client hears of a target whose plugin was refused. */
mcp_status call_not_on_offer(const char *subject, struct fault *f);
/* As call_over, because the worker died or broke its promise. */
void call_crashed(struct registry *r, struct call *c);
/* Takes the call off the registry, tells how it ended, frees it. */
void call_tell(struct registry *r, struct call *c);
/* Every call is over with MCP_E_CANCELLED. */
void calls_cancel_all(struct registry *r);
/* Tells ends, and ends what is past its deadline. */
void calls_tick(struct registry *r, int64_t now);
int64_t calls_due(const struct registry *r, int64_t now);

/* registry_talk.c */
/* Frames of a running call. False: the worker broke the contract. */
bool call_need(struct call *c, struct span frame);
bool call_progress(struct call *c, struct span frame);
bool call_log(struct call *c, struct span frame);
bool call_changed(struct call *c, struct span frame);
bool call_done(struct call *c, struct span frame);

/* registry_answer.c */
/* The answer of a "done" frame into c->end, or why it is none. */
void answer_read(struct call *c, struct span frame);
/* The same of questions. */
void answer_read_questions(struct call *c, struct span frame);

#endif
