/* server - what all conversations share: tools, answers, texts that are made once. */
#ifndef HOST_PROTO_SERVER_H
#define HOST_PROTO_SERVER_H

#include <uv.h>

#include "base/buf.h"
#include "host/call/dispatch.h"
#include "host/config/config.h"
#include "host/proto/bus.h"
#include "host/proto/offer.h"
#include "host/proto/seal.h"
#include "host/proto/version.h"

#define SETTLE_MS 2000 /* tools/list waits that long for plugins to declare themselves */

#define PAGE_SIZE 100

struct list_cache {
	struct buf at[VERSION_2026_07_28 + 1];
};

/* What calls that ask share: round.h. */
struct rounds {
	struct seal *seal; /* NULL until first needed */
	uv_timer_t timer;  /* the end of waiting for answers */
	struct buf inputs; /* of the call that begins */
	struct buf opened; /* its state */
	uint32_t number;   /* rounds it had before */
};

/* Calls that are answered later: tasks.h. */
struct tasks {
	struct task *first;
	uint32_t count;
	uv_timer_t timer; /* the end of the next one's time */
};

struct server {
	uv_loop_t *loop;
	const struct config *config;
	struct env *env;
	struct registry *registry;
	struct dispatch *dispatch;
	const char *crypt; /* path of mcp-crypt.so */
	struct rounds rounds;
	struct tasks tasks;
	struct peer *peers;  /* linked by peer.next */
	uv_timer_t settle;   /* the end of waiting for declarations */
	uint32_t generation; /* of the tools on offer: what was learnt of an older one is void */
	struct bus bus;      /* changes on their way to who listens */
	bool started;        /* plugins were started */
	bool settled;        /* all declared themselves, or waited long enough */
	struct list_cache lists[OFFERS]; /* first pages, made when first asked */
	uint64_t offered[OFFERS];        /* what was listed last: tells a change from a rumour */
	uint32_t page_size;              /* items of one page; 0: PAGE_SIZE */
	struct buf page;                 /* a later page being written */
	struct buf args;                 /* canonical arguments of the call being looked at */
};

/* Zeroed by the caller except loop, config, env, crypt; registry and dispatch are set before
 * server_start. */
void server_init(struct server *s);
/* Starts the plugins, once: called when the first message has been answered. */
void server_start(struct server *s);
/* The registry's `changed`: forgets lists, lets waiting requests go on, tells clients of lists
 * that are not what they were. */
void server_changed(void *server);
/* The registry's `told`: a plugin says what changed (MCP_CHANGED_…). */
void server_told(void *server, uint32_t what, struct span uri);
/* Ends open listens with their result: before the last bytes leave. */
void server_drain(struct server *s);
void server_done(struct server *s);

/* `{"name":…,"version":…}` */
struct span server_info(enum version v);
/* What an assistant should know before it picks a tool. */
const char *server_instructions(const struct server *s);

#endif
