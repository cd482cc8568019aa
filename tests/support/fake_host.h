/* fake_host - a host for testing one tool: include the tool's .c and call its `run` with &ctx.
 *
 * What the tool says is kept here to look at. Memory the tool gets lives until the next
 * fake_host_start; one host at a time.
 */
#ifndef SUPPORT_FAKE_HOST_H
#define SUPPORT_FAKE_HOST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <mcp/tool.h>

#define FAKE_SERVICES 8
#define FAKE_CHOSEN 4

struct fake_host {
	mcp_ctx ctx; /* first, so that a ctx leads back here */

	/* What the tool said. */
	mcp_status status;     /* of the last mcp_fail */
	char said[512];        /* the last reason */
	char text[16 * 1024];  /* of mcp_reply_text */
	char reply[64 * 1024]; /* of mcp_reply, as JSON by `result` */
	uint32_t replies;
	char notes[4 * 1024]; /* one line each */
	uint32_t note_count;
	double done; /* of the last mcp_progress */
	double total;
	uint32_t progress_count;
	uint32_t log_count;
	uint32_t changes; /* of mcp_changed, and the last one */
	uint32_t changed_what;
	char changed_uri[128];

	/* What the test sets. */
	const mcp_table *result; /* of the tool: needed when it calls mcp_reply */
	int64_t now_ms;
	int32_t cancelled;
	uint32_t client; /* MCP_CAN_… */
	struct fake_chosen {
		const char *argument;
		const char *value;
	} chosen[FAKE_CHOSEN];   /* of mcp_chosen */
	int64_t allocs_left;     /* the alloc after that many gives NULL; below 0: no end */
	const mcp_list *phrases; /* see fake_host_korean */
	struct fake_service {
		const char *id;
		const void *functions;
	} services[FAKE_SERVICES];
};

/* English, at 2026-11-23 10:24 KST, nothing plugged in. `state` is the test's own. */
struct fake_host fake_host_start(void **state);

/* Plugs a service's function table in. */
void fake_host_service(struct fake_host *host, const char *id, const void *functions);
/* From now on a reader of Korean. */
void fake_host_korean(struct fake_host *host, const mcp_list *phrases);
/* The English of the first phrase whose two texts take different values, or NULL. */
const char *fake_host_phrase_at_odds(const mcp_list *phrases);

#endif
