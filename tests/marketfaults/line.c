/* line - the wire of a world: answers of the demo exchange, or what goes wrong instead. */
#include "line.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"

#define URL_ROOM 4096
#define SLOW_MS 6000
#define SILENT_MS INT64_C(3600000)
#define ANSWER_MAX (8 * 1024 * 1024)

struct pending {
	struct pending *next;
	uint64_t id;
	int64_t due_ms;
	bool late; /* its deadline comes first */
	char url[URL_ROOM];
	const char *tr_id;
	bool is_token;
	enum wrong_kind wrong;
	void (*done)(void *self, const struct fault *fault, long http_status, struct span body);
	void *self;
};

static struct world *world_of(struct wire *wire)
{
	return (struct world *)wire;
}

/* By the path: no two share one. */
static const struct kis_endpoint *endpoint_of(const char *url)
{
	const char *host = strstr(url, "://");
	const char *path = host ? strchr(host + 3, '/') : NULL;
	const struct kis_endpoint *all;
	uint32_t count;
	size_t len;

	if (!path)
		return NULL;
	len = strcspn(path, "?");
	all = kis_endpoint_all(&count);
	for (uint32_t i = 0; i < count; i++)
		if (strlen(all[i].path) == len && strncmp(all[i].path, path, len) == 0)
			return &all[i];
	return NULL;
}

/* ---- Starting. ---- */

static int64_t latency(enum wrong_kind wrong)
{
	if (wrong == WRONG_SILENT)
		return SILENT_MS;
	return wrong == WRONG_SLOW ? SLOW_MS : LATENCY_MS;
}

static uint32_t token_of(const struct wire_request *r)
{
	for (uint32_t i = 0; i < r->header_count; i++) {
		const char *number = strrchr(r->headers[i].value, '.');

		if (strcmp(r->headers[i].name, "authorization") == 0 && number)
			return (uint32_t)strtoul(number + 1, NULL, 10);
	}
	return 0;
}

/* A token that was refused once stays so: everywhere. */
static enum wrong_kind judge_token(struct world *w, const struct wire_request *r, bool hit)
{
	const uint32_t number = token_of(r);

	const bool dies =
		w->wrong.pattern == PATTERN_ALL ? number > w->token_dead : w->token_dead == 0;

	if (hit && dies)
		w->token_dead = number;
	return number > 0 && number <= w->token_dead ? WRONG_TOKEN : WRONG_NOTHING;
}

static enum wrong_kind wrong_of(struct world *w, const struct wire_request *r)
{
	const struct kis_endpoint *e = endpoint_of(r->url);
	const bool hit = wrong_hits(&w->wrong, e);

	w->asked[endpoint_index(e)]++;
	if (w->wrong.kind == WRONG_TOKEN)
		return judge_token(w, r, hit);
	return hit ? w->wrong.kind : WRONG_NOTHING;
}

static mcp_status start(
	struct wire *wire, const struct wire_request *r, uint64_t *ret_id, struct fault *f)
{
	struct world *w = world_of(wire);
	struct pending *p = calloc(1, sizeof *p);

	if (!p)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	p->wrong = wrong_of(w, r);
	p->id = *ret_id = ++w->last_id;
	p->due_ms = w->mono_ms + latency(p->wrong);
	p->late = p->due_ms > r->deadline_mono_ms;
	if (p->late)
		p->due_ms = r->deadline_mono_ms;
	(void)snprintf(p->url, sizeof p->url, "%s", r->url);
	/* The exchange's copy is of the list, so it outlives the request. */
	p->tr_id = endpoint_of(r->url) ? endpoint_of(r->url)->tr_id : NULL;
	p->is_token = strcmp(r->method, "POST") == 0;
	p->done = r->done;
	p->self = r->self;
	p->next = w->pending;
	w->pending = p;
	return MCP_OK;
}

static struct pending *take(struct world *w, struct pending *p)
{
	struct pending **at = &w->pending;

	while (*at && *at != p)
		at = &(*at)->next;
	if (*at)
		*at = p->next;
	return p;
}

static void cancel(struct wire *wire, uint64_t id)
{
	struct world *w = world_of(wire);
	struct pending *p = w->pending;

	while (p && p->id != id)
		p = p->next;
	if (p)
		free(take(w, p));
}

/* ---- Answering. ---- */

static int64_t moment_of(const struct world *w)
{
	int64_t at = w->moments[0];

	for (int i = 1; i < MOMENTS; i++)
		if (w->moments[i] && (w->moments[i] <= w->wall_ms || !at))
			at = w->moments[i];
	return at;
}

static void write_token(struct world *w, struct buf *ret)
{
	const struct kst end = kst_from_ms(w->wall_ms + INT64_C(86400000));

	buf_printf(ret,
		"{\"access_token\":\"token.of.the.test.%u\",\"token_type\":\"Bearer\","
		"\"expires_in\":86400,\"access_token_token_expired\":"
		"\"%04d-%02d-%02d %02d:%02d:%02d\"}",
		++w->token_number, end.year, end.month, end.day, end.hour, end.minute, end.second);
}

/* What comes over the line, and its HTTP status. */
static void answer(struct world *w, const struct pending *p, struct buf *ret, long *http_status)
{
	struct wrong wrong = w->wrong;
	char url[URL_ROOM];
	struct buf token;
	struct span body;

	buf_init(&token, 4096);
	wrong.kind = p->wrong;
	wrong_url(p->wrong, p->url, url, sizeof url);
	*http_status = 200;
	if (p->is_token) {
		write_token(w, &token);
		body = buf_as_span(&token);
	} else {
		body = bourse_ask(w->bourse, url, p->tr_id, moment_of(w), http_status);
	}
	if (p->wrong == WRONG_NOTHING)
		buf_span(ret, body);
	else
		wrong_body(&wrong, body, ret, http_status);
	buf_done(&token);
}

static void finish(struct world *w, struct pending *p)
{
	struct fault f = { 0 };
	struct buf body;
	long http_status = 0;

	buf_init(&body, ANSWER_MAX);
	if (p->late) {
		(void)fault_set(&f, MCP_E_DEADLINE, "no answer came in time; try again later");
	} else if (p->wrong == WRONG_REFUSED) {
		http_status = WIRE_UNSENT;
		(void)fault_set(&f, MCP_E_UPSTREAM, "the connection was refused; try again later");
	} else if (p->wrong == WRONG_RESET) {
		(void)fault_set(&f, MCP_E_UPSTREAM, "the answer broke off; try again later");
	} else {
		answer(w, p, &body, &http_status);
	}
	p->done(p->self, &f, http_status, buf_as_span(&body));
	buf_done(&body);
	free(p);
}

/* ---- Time. ---- */

static struct pending *earliest(const struct world *w)
{
	struct pending *first = w->pending;

	for (struct pending *p = w->pending; p; p = p->next)
		if (p->due_ms < first->due_ms || (p->due_ms == first->due_ms && p->id < first->id))
			first = p;
	return first;
}

static void poll_line(struct wire *wire, int timeout_ms)
{
	struct world *w = world_of(wire);
	struct pending *p = earliest(w);
	int64_t until = w->mono_ms + timeout_ms;

	if (p && p->due_ms < until)
		until = p->due_ms;
	if (until > w->mono_ms) {
		w->wall_ms += until - w->mono_ms;
		w->mono_ms = until;
	}
	while ((p = earliest(w)) && p->due_ms <= w->mono_ms)
		finish(w, take(w, p));
}

static void wakeup(struct wire *wire)
{
	(void)wire;
}

static void close_line(struct wire *wire)
{
	struct world *w = world_of(wire);

	while (w->pending)
		free(take(w, w->pending));
}

const struct wire_ops line_ops = {
	.start = start,
	.cancel = cancel,
	.poll = poll_line,
	.wakeup = wakeup,
	.close = close_line,
};
