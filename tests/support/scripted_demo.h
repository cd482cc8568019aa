/* scripted_demo - the demo exchange answers the calls that a scripted client has queued. */
#ifndef SUPPORT_SCRIPTED_DEMO_H
#define SUPPORT_SCRIPTED_DEMO_H

#include "support/scripted_kis.h"

#include "base/lru.h"
#include "demo/demo_market.h"
#include "service/kis_endpoint.h"

static struct demo *script_demo;
static struct lru *script_answers; /* NULL: nothing is kept */

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

#define SCRIPT_LARGEST 80 /* companies of each market that a small exchange keeps */

/* A share in four of KOSDAQ, in eight of KOSPI: its funds fill the master file, which is refused
 * below 500 rows. */
static inline bool is_kept(const struct demo_issue *i, size_t place)
{
	return i->product != DEMO_SHARE || i->cap_rank < SCRIPT_LARGEST ||
	       place % (i->market == DEMO_KOSDAQ ? 4 : 8) == 0;
}

/* About 700 of 2,700 shares, the largest among them: all that is asked afterwards is of these. */
static inline void script_demo_thin(void)
{
	struct demo_issue *issues = script_demo->issues;
	size_t kept = 0;

	for (size_t n = 0; n < script_demo->count; n++)
		if (is_kept(&issues[n], n))
			issues[kept++] = issues[n];
	script_demo->count = kept;
}

/* ---- Answers. ---- */

/* What an exchange of that size said: the same question at the same time is answered alike, and
 * tests that begin anew again and again ask much of it twice. */
struct script_said {
	long status;
	struct buf body;
};

#define SCRIPT_SAID_BYTES (64 * 1024 * 1024)

static inline void script_drop_said(void *value)
{
	struct script_said *said = value;

	buf_done(&said->body);
	free(said);
}

/* From here on answers are kept, until script_demo_forget: a teardown of the whole group. */
static inline void script_demo_keep(void)
{
	if (!script_answers)
		script_answers = lru_new(SCRIPT_SAID_BYTES, 65536, script_drop_said);
	assert_non_null(script_answers);
}

static inline int script_demo_forget(void **state)
{
	(void)state;
	lru_free(script_answers);
	script_answers = NULL;
	return 0;
}

static inline struct script_said *script_demo_say(const struct queued *c)
{
	struct script_said *said = calloc(1, sizeof *said);
	const struct demo_request request = {
		.method = "GET",
		.path = kis_endpoint(c->endpoint)->path,
		.tr_id = kis_endpoint(c->endpoint)->tr_id,
		.query = span_of(c->params),
		.wall_ms = script.wall_ms,
	};

	assert_non_null(said);
	buf_init(&said->body, 8 * 1024 * 1024);
	said->status = demo_answer(script_demo, &request, &said->body);
	return said;
}

/* The answer of the exchange at the script's time; the caller gives it back. */
static inline struct script_said *script_demo_ask(const struct queued *c)
{
	char key[sizeof c->endpoint + sizeof c->params + 32];
	struct script_said *said;
	size_t len;

	if (!script_answers)
		return script_demo_say(c);
	len = (size_t)snprintf(key, sizeof key, "%zu %lld %s %s", script_demo->count,
		(long long)script.wall_ms, c->endpoint, c->params);
	said = lru_get(script_answers, (struct span){ key, len });
	if (said)
		return said;
	said = script_demo_say(c);
	assert_true(lru_put(script_answers, (struct span){ key, len }, said, said->body.len));
	return said;
}

static inline void script_demo_give_back(struct script_said *said)
{
	if (said && !script_answers)
		script_drop_said(said);
}

/* Answers the oldest call as the exchange does at the script's time; false when there is none. */
static inline bool script_demo_answer(void)
{
	struct kis_answer answer = { .at_ms = script.wall_ms, .calls = 1 };
	struct script_said *said = NULL;
	struct queued c;

	if (!script_take(&c))
		return false;
	if (!is_refused(&c))
		said = script_demo_ask(&c);
	if (said)
		answer.body = buf_as_span(&said->body);
	if (!said || said->status != 200)
		(void)fault_set(&answer.fault, MCP_E_UPSTREAM, "demo refusal");
	c.done(c.self, &answer);
	script_demo_give_back(said);
	return true;
}

#endif
