/* bus - what changed, told to whoever listens: legacy sessions and open listen requests.
 *
 * Changes are gathered for a moment, so that a burst is told once.
 */
#ifndef HOST_PROTO_BUS_H
#define HOST_PROTO_BUS_H

#include <uv.h>

#include "base/str.h"

/* Lists. */
#define BUS_TOOLS 0x1u
#define BUS_PROMPTS 0x2u
#define BUS_RESOURCES 0x4u
#define BUS_LISTS 0x7u

#define BUS_DELAY_MS 50
#define BUS_LISTENS_MAX 1024               /* listen requests open at once */
#define BUS_TOPICS_MAX 1024                /* resources and tasks one of them may name */
#define BUS_NAMES_MAX ((size_t)256 * 1024) /* bytes of their names */

struct server;

struct bus {
	uv_timer_t timer;
	uint32_t listens;
};

/* A resource by its URI, or a task by its id. */
struct topic {
	struct topic *next;
	bool is_task;
	bool changed; /* and not told yet */
	size_t len;
	char name[];
};

/* Somebody who listens. */
struct sink {
	uint32_t wants;   /* BUS_… */
	uint32_t changed; /* and not told yet */
	struct topic *topics;
	uint32_t topic_count;
	size_t names_len;
};

void bus_init(struct server *s);
void bus_done(struct server *s);
/* Lists (BUS_…) are not what they were. */
void bus_changed(struct server *s, uint32_t lists);
/* The resource `uri` (plain text) has new contents. */
void bus_updated(struct server *s, struct span uri);
/* The task `id` has a new state: `members` of the notification's params, told at once. */
void bus_task(struct server *s, struct span id, struct span members);

/* Adds a topic by its plain name, once; false when there are too many, or memory is out. */
bool sink_add(struct sink *k, bool is_task, struct span name);
void sink_remove(struct sink *k, struct span uri);
void sink_done(struct sink *k);

#endif
