/* kis_step - one turn of the wheel: what arrived, who is late, what may start. */
#include "service/kis_inside.h"
#include "service/kis_request.h"

#define FILE_MS 40000
#define AT_ONCE_MAX 4

static void wake_by(struct kis *k, int64_t at_ms)
{
	if (at_ms < k->wake_ms)
		k->wake_ms = at_ms;
}

/* ---- Deadlines. ---- */

static void say_late(const struct flight *f, struct fault *ret)
{
	const enum kis_kind kind = f->endpoint->kind;

	if (f->last.status < 0)
		*ret = f->last;
	else if (kind == KIS_DART || kind == KIS_KRX)
		(void)fault_set(ret, MCP_E_DEADLINE,
			"%s did not answer %s in time; try again later", kis_endpoint_owner(kind),
			f->endpoint->name);
	else
		(void)fault_set(ret, MCP_E_DEADLINE, "KIS did not answer %s in time; try again",
			f->endpoint->name);
}

/* Tells one waiter who is late; false when there is none. */
static bool tell_late(struct kis *k)
{
	int64_t now = kis_now(k);

	for (struct flight *f = k->flights.first; f; f = f->next) {
		struct waiter *w = flight_take_expired(f, now);
		struct kis_answer answer = { .at_ms = 0 };

		if (!w)
			continue;
		say_late(f, &answer.fault);
		answer.calls = w->pays ? f->calls : 0;
		kis_drop_if_left(k, f);
		COUNT(k->env->counters, kis_failures);
		kis_tell(k, w, &answer);
		return true;
	}
	return false;
}

/* ---- Sending. ---- */

static void arrived(void *self, const struct fault *fault, long http_status, struct span body)
{
	struct flight *f = self;
	struct wire *wire = f->kis->wire;

	f->answer = *fault;
	f->http_status = http_status;
	f->at_ms = wire->ops->at_ms ? wire->ops->at_ms(wire) : clock_wall(&f->kis->env->clock);
	buf_span(&f->body, body);
	f->phase = FLIGHT_ANSWERED;
}

/* A file of megabytes takes its time. */
static int64_t patience(const struct kis *k, const struct flight *f)
{
	int64_t ms = k->settings->deadline * 1000;

	return f->endpoint->body_max && ms < FILE_MS ? FILE_MS : ms;
}

static mcp_status start(struct kis *k, struct flight *f, const char *token, struct fault *why)
{
	int64_t longest_ms = kis_now(k) + KIS_RATE_HOLD_MS / 2;
	struct kis_headers headers;
	mcp_status s;

	if (!f->patience_ms)
		f->patience_ms = kis_now(k) + patience(k, f);
	if (token)
		kis_headers_init(&headers, k->settings, token);
	else
		kis_headers_init_source(&headers, f->endpoint->kind, k->sources);
	s = k->wire->ops->start(k->wire,
		&(struct wire_request){
			.method = "GET",
			.url = f->url,
			.tr_id = f->endpoint->tr_id,
			.headers = headers.at,
			.header_count = headers.count,
			.secret_query = headers.secret_query.name ? &headers.secret_query : NULL,
			.body_max = kis_body_max(k, f->endpoint),
			.deadline_mono_ms = flight_end(f) < longest_ms ? flight_end(f) : longest_ms,
			.done = arrived,
			.self = f,
		},
		&f->wire_id, why);
	kis_headers_done(&headers);
	if (s < 0)
		return s;

	f->phase = FLIGHT_SENT;
	f->calls++;
	COUNT(k->env->counters, kis_calls);
	return MCP_OK;
}

static void start_or_finish(struct kis *k, struct flight *f, const char *token)
{
	struct fault why = { 0 };

	if (start(k, f, token, &why) < 0)
		kis_finish(k, f, &why);
}

/* A quote needs the token, then a slot. */
static void start_quote(struct kis *k, struct flight *f, struct flight_skip *skip)
{
	struct kis_pass pass = { 0 };
	struct fault why = { 0 };
	enum kis_token_state state = KIS_TOKEN_READY;
	int64_t wait_ms = 0;

	if (k->token)
		state = kis_token_get(k->token, &pass, &why);
	if (state == KIS_TOKEN_FAILED) {
		kis_finish(k, f, &why);
		return;
	}
	if (state == KIS_TOKEN_WAIT) {
		skip->kinds[KIS_QUOTE] = true;
		return;
	}
	if (k->rate && !kis_rate_take(k->rate, flight_is_slow(f), &f->ticket, &wait_ms)) {
		skip->slow = true;
		skip->kinds[KIS_QUOTE] = skip->kinds[KIS_QUOTE] || !flight_is_slow(f);
		wake_by(k, kis_now(k) + wait_ms);
		return;
	}
	f->pass_number = pass.number;
	start_or_finish(k, f, pass.text);
}

/* Hosts beside KIS are asked few things at once. */
static void skip_full(const struct kis *k, struct flight_skip *skip)
{
	skip->kinds[KIS_DART] = flights_sent(&k->flights, KIS_DART) >= AT_ONCE_MAX;
	skip->kinds[KIS_KRX] = flights_sent(&k->flights, KIS_KRX) >= AT_ONCE_MAX;
}

static void dispatch(struct kis *k)
{
	struct flight_skip skip = { 0 };
	struct flight *f;

	skip_full(k, &skip);
	while ((f = flights_ready(&k->flights, skip, kis_now(k)))) {
		if (f->endpoint->kind == KIS_QUOTE)
			start_quote(k, f, &skip);
		else
			start_or_finish(k, f, NULL);
		skip_full(k, &skip);
	}
}

static void look_ahead(struct kis *k)
{
	int64_t now = kis_now(k);

	if (k->token)
		wake_by(k, kis_token_wake(k->token));
	for (const struct flight *f = k->flights.first; f; f = f->next) {
		if (f->phase == FLIGHT_QUEUED && f->not_before_ms > now)
			wake_by(k, f->not_before_ms);
		for (const struct waiter *w = f->waiters; w; w = w->next)
			wake_by(k, w->deadline_ms);
	}
}

static void work(struct kis *k)
{
	struct flight *f;

	k->wake_ms = INT64_MAX;
	if (k->token)
		kis_token_step(k->token);
	while ((f = flights_answered(&k->flights)))
		kis_settle(k, f);
	while (tell_late(k))
		;
	dispatch(k);
	look_ahead(k);
}

void kis_step(struct kis *k, int timeout_ms)
{
	uint64_t told = k->told;
	int64_t left_ms;

	work(k);
	left_ms = k->wake_ms - kis_now(k);
	if (told != k->told || left_ms < 0)
		left_ms = 0;
	k->wire->ops->poll(k->wire, left_ms < timeout_ms ? (int)left_ms : timeout_ms);
	work(k);
}
