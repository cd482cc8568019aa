/* scripted_demo - the demo exchange answers the calls that a scripted client has queued. */
#ifndef SUPPORT_SCRIPTED_DEMO_H
#define SUPPORT_SCRIPTED_DEMO_H

#include "support/scripted_kis.h"

#include "demo/demo.h"
#include "service/kis_endpoint.h"

static struct demo *script_demo;

static inline bool script_demo_open(void)
{
	script_demo = demo_new(1);
	return script_demo;
}

static inline void script_demo_close(void)
{
	demo_free(script_demo);
	script_demo = NULL;
}

/* Answers the oldest call as the exchange does at the script's time; false when there is none. */
static inline bool script_demo_answer(void)
{
	struct kis_answer answer = { .at_ms = script.wall_ms, .calls = 1 };
	struct demo_request request = { .method = "GET", .wall_ms = script.wall_ms };
	struct queued c;
	struct buf b;

	if (!script_take(&c))
		return false;
	buf_init(&b, 8 * 1024 * 1024);
	request.path = kis_endpoint(c.endpoint)->path;
	request.tr_id = kis_endpoint(c.endpoint)->tr_id;
	request.query = span_of(c.params);
	if (is_refused(&c) || demo_answer(script_demo, &request, &b) != 200)
		(void)fault_set(&answer.fault, MCP_E_UPSTREAM, "demo refusal");
	answer.body = buf_as_span(&b);
	c.done(c.self, &answer);
	buf_done(&b);
	return true;
}

#endif
