/* kis_inside - the client's own parts: what kis_client.c, kis_step.c and kis_settle.c share. */
#ifndef SERVICE_KIS_INSIDE_H
#define SERVICE_KIS_INSIDE_H

#include "service/kis_flight.h"
#include "service/kis_token.h"

struct kis {
	const struct env *env;
	const struct kis_settings *settings;
	const struct source_settings *sources; /* NULL: none but KIS */
	enum environment environment;
	struct wire *wire;
	struct kis_rate *rate;   /* NULL: no limit; the demo market has none */
	struct kis_token *token; /* NULL: no login */
	struct flights flights;
	struct flight *ending; /* its waiters are being told */
	uint64_t last_id;
	int64_t wake_ms; /* when to look again without an answer */
	uint64_t told;   /* waiters answered so far */
	bool closing;
};

static inline int64_t kis_now(const struct kis *k)
{
	return clock_mono(&k->env->clock);
}

/* Of an answer's bytes as they come: only the real hosts zip their files. */
static inline size_t kis_body_max(const struct kis *k, const struct kis_endpoint *e)
{
	const size_t own_max = k->environment == ENVIRONMENT_REAL ? e->body_max : e->plain_max;

	return own_max ? own_max : (size_t)k->settings->body_max;
}

/* Where calls of that kind go: scheme, host and port. */
const char *kis_base(const struct kis *k, enum kis_kind kind);

/* Judges the answer that a flight got: it ends, or queues again. */
void kis_settle(struct kis *k, struct flight *f);
/* Ends a flight: every waiter is told, then it is gone. */
void kis_finish(struct kis *k, struct flight *f, const struct fault *fault);
/* Ends a flight that nobody waits for any more, without a word. */
void kis_drop_if_left(struct kis *k, struct flight *f);
/* Tells and frees a waiter that was taken off its flight. */
void kis_tell(struct kis *k, struct waiter *w, const struct kis_answer *answer);

#endif
