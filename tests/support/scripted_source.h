/* scripted_source - a client that keeps calls until the test answers them, one by one. Include it
 * once, in the test itself: it stands in for kis_client.c. */
#ifndef SUPPORT_SCRIPTED_SOURCE_H
#define SUPPORT_SCRIPTED_SOURCE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/phrase.h"
#include "service/kis_client.h"

#define SOURCE_CALLS 2048

struct source_call {
	uint64_t id;
	bool open;
	enum lane lane;
	char endpoint[32];
	char params[512]; /* "name=value&name=value&" */
	void (*done)(void *self, const struct kis_answer *answer);
	void *self;
};

/* What happened, and what the test says: `reply` writes the body, or fills *f. */
static struct source {
	int64_t wall_ms;
	int64_t mono_ms;
	bool full;     /* kis_send itself refuses */
	uint32_t cost; /* exchanges of each answer */
	void (*reply)(const struct source_call *c, struct buf *body, struct fault *f);
	struct source_call calls[SOURCE_CALLS];
	uint32_t call_count;
	uint32_t answered;
} source;

static struct counters source_counters;

static inline int64_t source_wall(void *self)
{
	(void)self;
	return source.wall_ms;
}

static inline int64_t source_mono(void *self)
{
	(void)self;
	return source.mono_ms;
}

static struct env source_env = {
	.clock = { .wall_ms = source_wall, .mono_ms = source_mono },
	.counters = &source_counters,
};

mcp_status kis_send(struct kis *k, const struct kis_call *call, uint64_t *ret_id, struct fault *f)
{
	struct source_call *c = &source.calls[source.call_count];

	(void)k;
	if (source.full || source.call_count == SOURCE_CALLS)
		return fault_set(f, MCP_E_MEMORY, "the script is full");
	*c = (struct source_call){
		.id = ++source.call_count,
		.open = true,
		.lane = call->lane,
		.done = call->done,
		.self = call->self,
	};
	(void)snprintf(c->endpoint, sizeof c->endpoint, "%s", call->endpoint);
	for (uint32_t i = 0; i < call->param_count; i++) {
		size_t used = strlen(c->params);

		(void)snprintf(c->params + used, sizeof c->params - used, "%s=%s&",
			call->params[i].name, call->params[i].value);
	}
	*ret_id = c->id;
	return MCP_OK;
}

void kis_cancel(struct kis *k, uint64_t id)
{
	(void)k;
	source.calls[id - 1].open = false;
}

/* The value of a parameter; "" when it has none. */
static inline const char *source_param(const struct source_call *c, const char *name)
{
	static char value[128];
	char head[64];
	const char *at;

	(void)snprintf(head, sizeof head, "%s=", name);
	at = strstr(c->params, head);
	at = at ? at + strlen(head) : "";
	(void)snprintf(value, sizeof value, "%.*s", (int)strcspn(at, "&"), at);
	return value;
}

/* Answers the oldest call; false when there is none. */
static inline bool source_answer(void)
{
	struct kis_answer answer = { .at_ms = source.wall_ms, .calls = source.cost };
	struct buf body;

	for (uint32_t i = 0; i < source.call_count; i++) {
		struct source_call c = source.calls[i];

		if (!c.open)
			continue;
		source.calls[i].open = false;
		source.answered++;
		buf_init(&body, (size_t)4 * 1024 * 1024);
		source.reply(&c, &body, &answer.fault);
		answer.body = buf_as_span(&body);
		c.done(c.self, &answer);
		buf_done(&body);
		return true;
	}
	return false;
}

static inline void source_run(void)
{
	while (source_answer())
		continue;
}

static inline uint32_t source_open(void)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < source.call_count; i++)
		n += source.calls[i].open;
	return n;
}

/* Calls whose "endpoint?params" holds `part`. */
static inline uint32_t source_count(const char *part)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < source.call_count; i++) {
		char whole[600];

		(void)snprintf(whole, sizeof whole, "%s?%s", source.calls[i].endpoint,
			source.calls[i].params);
		n += strstr(whole, part) != NULL;
	}
	return n;
}

static inline void source_pass(int64_t ms)
{
	source.wall_ms += ms;
	source.mono_ms += ms;
}

/* 2026-11-23 is a Monday; it is 10:24. */
static inline void source_start(void)
{
	memset(&source, 0, sizeof source);
	source.wall_ms = kst_to_ms(20261123, 10, 24, 0);
	source.mono_ms = 1000000;
	source.cost = 1;
	phrase_locale("en");
}

#endif
