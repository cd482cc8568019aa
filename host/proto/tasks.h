/* tasks - calls that are answered later: the extension io.modelcontextprotocol/tasks.
 *
 * The tool decides (mcp_tool.task), and only clients that know the extension get a task. It is
 * read, answered and cancelled by its id, which nobody can guess. When it has ended it stays for
 * limits.task_ttl. All on the loop's thread.
 */
#ifndef HOST_PROTO_TASKS_H
#define HOST_PROTO_TASKS_H

#include "host/proto/server.h"

#define TASKS_MAX 1024                         /* running or kept, all clients together */
#define TASKS_BYTES ((size_t)64 * 1024 * 1024) /* of kept results: no task begins beyond */
#define TASK_POLL_MS 500                       /* how often a client may look */
#define TASK_ID_MAX 32

struct request;

/* Is this call, whose order stands, answered by a task (or refused for want of the extension)?
 * True: it was answered. `name` is params.name. */
bool tasks_take(struct request *r, struct call_order *order, struct span name);

void do_tasks_get(struct request *r);
void do_tasks_update(struct request *r);
void do_tasks_cancel(struct request *r);

void tasks_init(struct server *s);
/* After the registry has ended all calls. */
void tasks_done(struct server *s);
/* Drops those whose time is over. The timer calls it. */
void tasks_expire(struct server *s);

#endif
