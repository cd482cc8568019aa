/* kis_settle - what an answer leads to: telling who waits, or trying again. */
#include <stdlib.h>

#include "base/log.h"
#include "service/kis_error.h"
#include "service/kis_inside.h"

#define TRIES_MAX 3
#define RATE_TRIES_MAX 8
#define BACKOFF_MS 200
#define BUSY_RETRY_S 5

/* ---- Telling waiters. ---- */

void kis_tell(struct kis *k, struct waiter *w, const struct kis_answer *answer)
{
	k->told++;
	k->flights.waiting--;
	w->done(w->self, answer);
	free(w);
}

/* Stops what is under way for it; nothing arrives any more. */
static void recall(struct kis *k, struct flight *f)
{
	if (f->phase == FLIGHT_SENT)
		k->wire->ops->cancel(k->wire, f->wire_id);
	if (k->rate)
		kis_rate_give(k->rate, &f->ticket);
	f->phase = FLIGHT_QUEUED;
}

static void finish(struct kis *k, struct flight *f, const struct fault *fault, struct span body)
{
	struct kis_answer answer = { .body = body, .at_ms = f->at_ms };
	struct waiter *w;

	if (fault)
		answer.fault = *fault;
	if (answer.fault.status < 0 && answer.fault.status != MCP_E_CANCELLED)
		COUNT(k->env->counters, kis_failures);
	log_debug("kis answered endpoint=%s status=%s http=%ld calls=%u", f->endpoint->name,
		status_word(answer.fault.status), f->http_status, f->calls);
	recall(k, f);
	flights_remove(&k->flights, f);
	/* A waiter may send and cancel calls while it is told: the flight is off the list, and
	 * those not yet told can still leave it. */
	k->ending = f;
	while ((w = flight_take_first(f))) {
		answer.calls = w->pays ? f->calls : 0;
		kis_tell(k, w, &answer);
	}
	k->ending = NULL;
	flight_free(f);
}

void kis_finish(struct kis *k, struct flight *f, const struct fault *fault)
{
	struct fault copy = *fault;

	finish(k, f, &copy, (struct span){ 0 });
}

void kis_drop_if_left(struct kis *k, struct flight *f)
{
	if (f->waiters || f == k->ending)
		return;
	recall(k, f);
	flights_remove(&k->flights, f);
	flight_free(f);
}

/* ---- What an answer leads to. ---- */

static void queue_again(struct kis *k, struct flight *f, const struct fault *why, int64_t wait_ms)
{
	COUNT(k->env->counters, kis_retries);
	buf_clear(&f->body);
	f->last = *why;
	f->not_before_ms = kis_now(k) + wait_ms;
	f->phase = FLIGHT_QUEUED;
}

static void try_again(struct kis *k, struct flight *f, const struct fault *why)
{
	int64_t wait_ms = BACKOFF_MS << f->tries;

	if (++f->tries >= TRIES_MAX || kis_now(k) + wait_ms >= flight_end(f))
		kis_finish(k, f, why);
	else
		queue_again(k, f, why, wait_ms);
}

static void slow_down(struct kis *k, struct flight *f, struct fault *why)
{
	why->retry_after_s = BUSY_RETRY_S;
	if (++f->rate_tries >= RATE_TRIES_MAX)
		kis_finish(k, f, why);
	else
		queue_again(k, f, why, k->rate ? 0 : BACKOFF_MS);
}

static void renew_token(struct kis *k, struct flight *f, const struct fault *why)
{
	if (f->renewed || !k->token) {
		kis_finish(k, f, why);
		return;
	}
	f->renewed = true;
	kis_token_refuse(k->token, f->pass_number);
	queue_again(k, f, why, 0);
}

static bool is_zip(struct span body)
{
	return body.len >= 4 && memcmp(body.at, "PK\003\004", 4) == 0;
}

static mcp_status unzip(struct kis *k, const struct flight *f, struct buf *ret, struct fault *why)
{
	const size_t own_max = f->endpoint->plain_max;
	mcp_status s;

	buf_init(ret, own_max ? own_max : (size_t)k->settings->body_max);
	if (!k->wire->ops->unzip)
		return fault_set(why, MCP_E_UPSTREAM,
			"the file %s is zipped, which is not expected here; give it unzipped",
			f->endpoint->name);
	s = k->wire->ops->unzip(k->wire, buf_as_span(&f->body), ret, why);
	/* No setting mends a file of such a size. */
	if (s < 0 && own_max && ret->failed)
		return fault_set(why, MCP_E_UPSTREAM,
			"the file %s is larger than the %zu bytes it may have; try again later",
			f->endpoint->name, own_max);
	return s;
}

static void finish_zip(struct kis *k, struct flight *f)
{
	struct fault why = { 0 };
	struct buf plain;

	if (unzip(k, f, &plain, &why) < 0)
		kis_finish(k, f, &why);
	else
		finish(k, f, NULL, buf_as_span(&plain));
	buf_done(&plain);
}

static void finish_good(struct kis *k, struct flight *f)
{
	if (f->endpoint->file && is_zip(buf_as_span(&f->body)))
		finish_zip(k, f);
	else
		finish(k, f, NULL, buf_as_span(&f->body));
}

static enum kis_verdict judge(struct kis *k, struct flight *f, struct fault *ret)
{
	if (f->body.failed)
		(void)fault_set(
			&f->answer, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	/* A waiter who came later may wait longer than the exchange was allowed to. */
	if (f->answer.status == MCP_E_DEADLINE && flight_end(f) > kis_now(k)) {
		*ret = f->answer;
		return KIS_AGAIN;
	}
	return kis_judge(
		&(struct kis_exchange){
			.endpoint = f->endpoint,
			.fault = &f->answer,
			.http_status = f->http_status,
			.body = buf_as_span(&f->body),
		},
		ret);
}

void kis_settle(struct kis *k, struct flight *f)
{
	struct fault why = { 0 };
	enum kis_verdict verdict = judge(k, f, &why);

	if (verdict == KIS_RATE) {
		COUNT(k->env->counters, kis_rate_errors);
		if (k->rate)
			kis_rate_exceeded(k->rate, &f->ticket);
	}
	if (k->rate)
		kis_rate_give(k->rate, &f->ticket);
	switch (verdict) {
	case KIS_GOOD:
		finish_good(k, f);
		return;
	case KIS_RATE:
		slow_down(k, f, &why);
		return;
	case KIS_OLD_TOKEN:
		renew_token(k, f, &why);
		return;
	case KIS_AGAIN:
		try_again(k, f, &why);
		return;
	default:
		kis_finish(k, f, &why);
	}
}
