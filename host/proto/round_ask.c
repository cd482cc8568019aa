/* round_ask - the legacy way to ask: requests to the client, and its responses. */
#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/scan.h"
#include "host/proto/round_inside.h"

#define REQUEST_MAX ((size_t)1024 * 1024)

/* ---- Questions under way. ---- */

static void forget(struct asked *a)
{
	for (struct asked **at = &a->pending->peer->asked; *at; at = &(*at)->next) {
		if (*at == a) {
			*at = a->next;
			break;
		}
	}
	a->pending->peer->asked_count--;
	a->pending->round->waiting--;
	free(a);
}

/* The next question of `p` that is under way, or NULL. */
static struct asked *asked_of(const struct pending *p)
{
	struct asked *a = p->peer->asked;

	while (a && a->pending != p)
		a = a->next;
	return a;
}

void round_drop(struct pending *p)
{
	struct asked *a;

	while ((a = asked_of(p)) != NULL)
		forget(a);
	round_free(p->round);
	p->round = NULL;
}

void round_withdraw(struct pending *p)
{
	struct asked *a;

	while ((a = asked_of(p)) != NULL) {
		char params[64];

		(void)snprintf(params, sizeof params, "{\"requestId\":%lld}", (long long)a->id);
		send_notification(p->outlet, "notifications/cancelled", span_of(params));
		forget(a);
	}
}

static void end_call(struct pending *p, const struct fault *f)
{
	round_withdraw(p);
	round_fail(p, f);
}

/* ---- Asking. ---- */

static void on_timer(uv_timer_t *timer)
{
	rounds_expire(timer->data);
}

static void watch(struct server *s)
{
	if (!uv_is_active((uv_handle_t *)&s->rounds.timer))
		(void)uv_timer_start(&s->rounds.timer, on_timer, (uint64_t)ROUND_ANSWER_MS, 0);
}

/* A place in the peer's table; NULL: memory is out. */
static struct asked *note(struct pending *p, enum question_kind kind, struct span key)
{
	struct asked *a = calloc(1, sizeof *a + key.len);
	const struct clock *clock = &p->peer->server->env->clock;

	if (!a)
		return NULL;
	memcpy(a->key, key.at, key.len);
	a->key_len = key.len;
	a->kind = kind;
	a->pending = p;
	a->id = ++p->peer->asked_last;
	a->until_mono_ms = clock_mono(clock) + ROUND_ANSWER_MS;
	a->next = p->peer->asked;
	p->peer->asked = a;
	p->peer->asked_count++;
	p->round->waiting++;
	return a;
}

static mcp_status send_question(
	struct pending *p, struct span key, const struct question *q, struct fault *f)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct asked *a;
	struct span whole;
	char id[32];
	mcp_status s;

	if (p->outlet->deaf)
		return fault_set(f, MCP_E_UNSUPPORTED,
			"the reply to this call cannot carry a question; accept text/event-stream");
	/* Each holds its call: so many that stdio would not read the answers any more. */
	if (p->peer->asked_count >= ROUND_ASKED_MAX)
		return fault_set(f, MCP_E_BUSY, "too many questions wait for answers; answer some");
	a = note(p, q->kind, key);
	if (!a)
		return fault_set(f, MCP_E_MEMORY, "out of memory; try again later");
	(void)snprintf(id, sizeof id, "ask-%lld", (long long)a->id);
	buf_init(&b, REQUEST_MAX);
	buf_puts(&b, "{\"jsonrpc\":\"2.0\",\"id\":");
	json_int(&b, a->id);
	buf_puts(&b, ",\"method\":\"");
	buf_puts(&b, elicit_method(q));
	buf_puts(&b, "\",\"params\":");
	s = elicit_params(q, p->version, id, &b, f);
	buf_char(&b, '}');
	if (s == MCP_OK && b.failed)
		s = fault_set(f, MCP_E_MEMORY, "the tool asks too much at once");
	if (s < 0) {
		forget(a);
		return s;
	}
	whole = buf_as_span(&b);
	p->outlet->send(p->outlet, (struct sending){ OUT_NOTE, 200 }, &whole, 1);
	return MCP_OK;
}

void round_ask(struct pending *p, const struct call_end *end)
{
	struct scan_iter it = scan_iter(end->requests);
	struct span key;
	struct span request;
	struct question q;
	struct fault f = { 0 };
	uint32_t needs = 0;
	mcp_status s = MCP_OK;

	if (++p->round->number > ROUNDS_LEGACY)
		s = fault_set(&f, MCP_E_INTERNAL, "the tool asked too often");
	else if (!round_remember(p->round, end->kept))
		s = fault_set(&f, MCP_E_MEMORY, "out of memory; try again later");
	while (s == MCP_OK && scan_member(&it, &key, &request)) {
		s = elicit_read(request, &q, &f);
		if (s == MCP_OK && (q.needs & ~p->round->client))
			needs |= q.needs;
		else if (s == MCP_OK)
			s = send_question(p, key, &q, &f);
	}
	if (s < 0)
		end_call(p, &f);
	else if (p->round->waiting == 0)
		round_incapable(p, needs);
	else
		watch(p->peer->server);
}

/* ---- Answers. ---- */

static void run_again(struct pending *p)
{
	struct server *s = p->peer->server;
	struct call_order order;
	struct fault f = { 0 };

	if (!round_order(s, p->round, &order, &f) ||
		!dispatch_private(s->dispatch, &order, &p->waiter, &f))
		round_fail(p, &f);
}

void round_answered(struct peer *peer, const struct message *m)
{
	struct asked *a = peer->asked;
	struct pending *p;
	struct fault f = { 0 };
	int64_t id;

	if (scan_kind(m->id) != SCAN_NUMBER || !scan_int(m->id, &id))
		return;
	while (a && a->id != id)
		a = a->next;
	if (!a)
		return;
	p = a->pending;
	if (!elicit_fits(a->kind, m->result))
		(void)fault_set(&f, MCP_E_UNSUPPORTED, "the client did not answer the question");
	else if (!round_add(&p->round->inputs, (struct span){ a->key, a->key_len }, m->result))
		(void)fault_set(&f, MCP_E_MEMORY, "the answers so far are too long to be kept");
	forget(a);
	if (f.status < 0)
		end_call(p, &f);
	else if (p->round->waiting == 0)
		run_again(p);
}

void peer_silent(struct peer *p)
{
	while (p->asked) {
		struct fault f = { 0 };

		(void)fault_set(&f, MCP_E_UNSUPPORTED, "the client did not answer the question");
		end_call(p->asked->pending, &f);
	}
}

/* ---- Time. ---- */

/* A question nobody answered in time, or NULL; *ret_next gets when the next one is due. */
static struct asked *overdue(struct server *s, int64_t now, int64_t *ret_next)
{
	*ret_next = INT64_MAX;
	for (struct peer *p = s->peers; p; p = p->next) {
		for (struct asked *a = p->asked; a; a = a->next) {
			if (a->until_mono_ms <= now)
				return a;
			if (a->until_mono_ms < *ret_next)
				*ret_next = a->until_mono_ms;
		}
	}
	return NULL;
}

void rounds_expire(struct server *s)
{
	int64_t now = clock_mono(&s->env->clock);
	int64_t next;
	struct asked *a;

	while ((a = overdue(s, now, &next)) != NULL) {
		struct fault f = { 0 };

		(void)fault_set(&f, MCP_E_DEADLINE, "nobody answered the question in time");
		end_call(a->pending, &f);
	}
	if (next != INT64_MAX)
		(void)uv_timer_start(&s->rounds.timer, on_timer, (uint64_t)(next - now), 0);
}

void rounds_init(struct server *s)
{
	buf_init(&s->rounds.inputs, ROUND_INPUTS_MAX);
	buf_init(&s->rounds.opened, SEAL_TEXT_MAX * 2);
	(void)uv_timer_init(s->loop, &s->rounds.timer);
	uv_unref((uv_handle_t *)&s->rounds.timer);
	s->rounds.timer.data = s;
}

void rounds_done(struct server *s)
{
	seal_free(s->rounds.seal);
	s->rounds.seal = NULL;
	buf_done(&s->rounds.inputs);
	buf_done(&s->rounds.opened);
	if (!uv_is_closing((uv_handle_t *)&s->rounds.timer))
		uv_close((uv_handle_t *)&s->rounds.timer, NULL);
}
