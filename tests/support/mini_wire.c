/* mini_wire - rules in, exchanges out. */
#include "support/mini_wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOUR_MS (INT64_C(3600) * 1000)

struct mini_pending {
	struct mini_pending *next;
	uint64_t id;
	uint32_t sent;
	int64_t due_ms;
	bool late;
	struct mini_rule rule;
	void (*done)(void *self, const struct fault *fault, long http_status, struct span body);
	void *self;
};

static struct mini_wire *mini_of(struct wire *w)
{
	return (struct mini_wire *)w;
}

static int64_t wall_ms(void *self)
{
	return ((struct mini_wire *)self)->wall_ms;
}

static int64_t mono_ms(void *self)
{
	return ((struct mini_wire *)self)->mono_ms;
}

static struct mini_rule rule_for(struct mini_wire *m, const char *url)
{
	for (uint32_t i = 0; i < m->rule_count; i++) {
		struct mini_rule *rule = &m->rules[i];

		if (!strstr(url, rule->part) || rule->times == UINT32_MAX)
			continue;
		if (rule->times > 0 && --rule->times == 0)
			rule->times = UINT32_MAX;
		return *rule;
	}
	return (struct mini_rule){ .broken = MCP_E_UPSTREAM, .http_status = WIRE_UNSENT };
}

static void remember(struct mini_wire *m, const struct wire_request *r)
{
	struct mini_sent *sent = &m->sent[m->sent_count % MINI_SENT];

	*sent = (struct mini_sent){ .started_ms = m->mono_ms };
	(void)snprintf(sent->method, sizeof sent->method, "%s", r->method);
	(void)snprintf(sent->url, sizeof sent->url, "%s", r->url);
	(void)snprintf(sent->tr_id, sizeof sent->tr_id, "%s", r->tr_id ? r->tr_id : "");
	(void)snprintf(sent->body, sizeof sent->body, "%.*s", (int)r->body.len,
		r->body.at ? r->body.at : "");
	sent->body_max = r->body_max;
	sent->header_count = r->header_count;
	if (r->secret_query)
		(void)snprintf(sent->secret, sizeof sent->secret, "%s=%s", r->secret_query->name,
			r->secret_query->value);
	for (uint32_t i = 0; i < r->header_count; i++) {
		const struct wire_header *h = &r->headers[i];

		if (strcmp(h->name, "authorization") == 0)
			(void)snprintf(
				sent->authorization, sizeof sent->authorization, "%s", h->value);
		if (strcmp(h->name, "AUTH_KEY") == 0)
			(void)snprintf(sent->auth_key, sizeof sent->auth_key, "%s", h->value);
	}
	m->sent_count++;
}

static mcp_status start(
	struct wire *w, const struct wire_request *r, uint64_t *ret_id, struct fault *f)
{
	struct mini_wire *m = mini_of(w);
	struct mini_pending *p = calloc(1, sizeof *p);

	if (!p)
		return fault_set(f, MCP_E_MEMORY, "memory ran out");
	p->id = *ret_id = ++m->last_id;
	p->rule = rule_for(m, r->url);
	p->due_ms = m->mono_ms + p->rule.delay_ms;
	p->late = p->rule.hangs || p->due_ms > r->deadline_mono_ms;
	if (p->late)
		p->due_ms = r->deadline_mono_ms;
	p->done = r->done;
	p->self = r->self;
	p->sent = m->sent_count % MINI_SENT;
	p->next = m->pending;
	m->pending = p;
	remember(m, r);
	return MCP_OK;
}

static struct mini_pending *take(struct mini_wire *m, struct mini_pending *p)
{
	struct mini_pending **at = &m->pending;

	while (*at && *at != p)
		at = &(*at)->next;
	if (*at)
		*at = p->next;
	return p;
}

static void cancel(struct wire *w, uint64_t id)
{
	struct mini_wire *m = mini_of(w);
	struct mini_pending *p = m->pending;

	while (p && p->id != id)
		p = p->next;
	if (!p)
		return;
	m->cancelled++;
	free(take(m, p));
}

static void finish(struct mini_wire *m, struct mini_pending *p)
{
	struct fault f = { 0 };
	struct span body = span_of(p->rule.body);
	long http_status = p->rule.http_status ? p->rule.http_status : 200;

	if (p->rule.body_len > 0)
		body.len = p->rule.body_len;
	m->sent[p->sent].ended_ms = m->mono_ms;
	if (p->late)
		(void)fault_set(&f, MCP_E_DEADLINE, "it took too long");
	else if (p->rule.broken < 0)
		(void)fault_set(&f, p->rule.broken, "the exchange broke");
	if (f.status < 0) {
		body = (struct span){ 0 };
		http_status = p->late ? 0 : p->rule.http_status;
	}
	p->done(p->self, &f, http_status, body);
	free(p);
}

static struct mini_pending *earliest(const struct mini_wire *m)
{
	struct mini_pending *first = m->pending;

	for (struct mini_pending *p = m->pending; p; p = p->next) {
		if (p->due_ms < first->due_ms || (p->due_ms == first->due_ms && p->id < first->id))
			first = p;
	}
	return first;
}

static void poll_wire(struct wire *w, int timeout_ms)
{
	struct mini_wire *m = mini_of(w);
	struct mini_pending *p = earliest(m);
	int64_t until = m->mono_ms + timeout_ms;

	if (p && p->due_ms < until)
		until = p->due_ms;
	if (until > m->mono_ms) {
		m->wall_ms += until - m->mono_ms;
		m->mono_ms = until;
	}
	while ((p = earliest(m)) && p->due_ms <= m->mono_ms)
		finish(m, take(m, p));
}

static void wakeup(struct wire *w)
{
	(void)w;
}

static void close_wire(struct wire *w)
{
	struct mini_wire *m = mini_of(w);

	while (m->pending)
		free(take(m, m->pending));
	m->closed++;
}

static const struct wire_ops ops = {
	.start = start,
	.cancel = cancel,
	.poll = poll_wire,
	.wakeup = wakeup,
	.close = close_wire,
};

void mini_wire_init(struct mini_wire *m)
{
	memset(m, 0, sizeof *m);
	m->wire.ops = &ops;
	m->clock = (struct clock){ .wall_ms = wall_ms, .mono_ms = mono_ms, .self = m };
	m->wall_ms = kst_to_ms(20261123, 10, 24, 0);
	m->mono_ms = HOUR_MS;
}

void mini_wire_say(struct mini_wire *m, struct mini_rule rule)
{
	if (m->rule_count < MINI_RULES)
		m->rules[m->rule_count++] = rule;
}

uint32_t mini_wire_count(const struct mini_wire *m, const char *part)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < m->sent_count && i < MINI_SENT; i++)
		n += strstr(m->sent[i].url, part) != NULL;
	return n;
}

static uint32_t started_from(const struct mini_wire *m, uint32_t first, int64_t ms)
{
	uint32_t n = 0;

	for (uint32_t i = first; i < m->sent_count && i < MINI_SENT; i++)
		n += m->sent[i].started_ms < m->sent[first].started_ms + ms;
	return n;
}

uint32_t mini_wire_most_within(const struct mini_wire *m, int64_t ms)
{
	uint32_t most = 0;

	for (uint32_t i = 0; i < m->sent_count && i < MINI_SENT; i++) {
		uint32_t n = started_from(m, i, ms);

		most = n > most ? n : most;
	}
	return most;
}
