/* server - what all conversations share: tools, answers, texts that are made once. */
#ifndef HOST_PROTO_SERVER_H
#define HOST_PROTO_SERVER_H

#include <uv.h>

#include "base/buf.h"
#include "host/call/dispatch.h"
#include "host/config/config.h"
#include "host/proto/version.h"

#define SETTLE_MS 2000 /* tools/list waits that long for plugins to declare themselves */

struct server {
	uv_loop_t *loop;
	const struct config *config;
	struct env *env;
	struct registry *registry;
	struct dispatch *dispatch;
	struct peer *peers;  /* linked by peer.next */
	uv_timer_t settle;   /* the end of waiting for declarations */
	uint32_t generation; /* of the tools on offer: what was learnt of an older one is void */
	bool started;        /* plugins were started */
	bool settled;        /* all declared themselves, or waited long enough */
	struct buf lists[VERSION_2026_07_28 + 1]; /* tools/list results, made when first asked */
	struct buf args; /* canonical arguments of the call being looked at */
};

/* Zeroed by the caller except loop, config, env; registry and dispatch are set before
 * server_start. */
void server_init(struct server *s);
/* Starts the plugins, once: called when the first message has been answered. */
void server_start(struct server *s);
/* The registry's `changed`: forgets lists, lets waiting requests go on, tells clients. */
void server_changed(void *server);
void server_done(struct server *s);

/* The members of a tools/list result, without braces, as `v` may see them. */
struct span server_tool_list(struct server *s, enum version v);
/* `{"name":…,"version":…}` */
struct span server_info(enum version v);
/* What an assistant should know before it picks a tool. */
const char *server_instructions(const struct server *s);

#endif
