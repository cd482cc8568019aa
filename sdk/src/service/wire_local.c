/* wire_local - a wire whose answers are made in this process: demo and replay stand on it. */
#include "service/wire_local.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/cleanup.h"

struct asked {
	struct asked *next;
	uint64_t id;
	char *method;
	char *url;
	char *tr_id; /* NULL: none */
	char *body;
	size_t body_len;
	size_t body_max;
	void (*done)(void *self, const struct fault *fault, long http_status, struct span body);
	void *self;
};

struct local {
	struct wire wire; /* first: the wire is the local */
	struct local_source source;
	int event_fd;
	struct asked *asked;
	uint64_t last_id;
	int64_t at_ms;
};

static struct local *local_of(struct wire *w)
{
	return (struct local *)w;
}

static void asked_free(struct asked *a)
{
	if (!a)
		return;
	free(a->method);
	free(a->url);
	free(a->tr_id);
	free(a->body);
	free(a);
}

static void asked_freep(struct asked **a)
{
	asked_free(*a);
}

static struct asked *copy(const struct wire_request *r)
{
	CLEANUP(asked_freep) struct asked *a = calloc(1, sizeof *a);

	if (!a)
		return NULL;
	a->method = strdup(r->method);
	a->url = strdup(r->url);
	a->tr_id = r->tr_id ? strdup(r->tr_id) : NULL;
	a->body = malloc(r->body.len + 1);
	if (!a->method || !a->url || !a->body || (r->tr_id && !a->tr_id))
		return NULL;
	if (r->body.len > 0)
		memcpy(a->body, r->body.at, r->body.len);
	a->body_len = r->body.len;
	a->body_max = r->body_max;
	a->done = r->done;
	a->self = r->self;
	return TAKE(a);
}

static mcp_status start(
	struct wire *w, const struct wire_request *r, uint64_t *ret_id, struct fault *f)
{
	struct local *local = local_of(w);
	struct asked **end = &local->asked;
	struct asked *a = copy(r);

	if (!a)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	a->id = ++local->last_id;
	while (*end)
		end = &(*end)->next;
	*end = a;
	*ret_id = a->id;
	return MCP_OK;
}

static void cancel(struct wire *w, uint64_t id)
{
	struct asked **at = &local_of(w)->asked;
	struct asked *a;

	while (*at && (*at)->id != id)
		at = &(*at)->next;
	a = *at;
	if (!a)
		return;
	*at = a->next;
	asked_free(a);
}

static void give_answer(struct local *local, const struct asked *a)
{
	struct local_question q = {
		.method = a->method,
		.url = a->url,
		.tr_id = a->tr_id,
		.body = { a->body, a->body_len },
		.body_max = a->body_max,
	};
	struct local_answer answer = { .at_ms = 0 };
	bool good;

	buf_init(&answer.body, a->body_max);
	local->source.answer(local->source.self, &q, &answer);
	local->at_ms = answer.at_ms;
	good = answer.fault.status == MCP_OK;
	a->done(a->self, &answer.fault, answer.http_status,
		good ? buf_as_span(&answer.body) : (struct span){ 0 });
	buf_done(&answer.body);
}

static void wait_for_wakeup(struct local *local, int timeout_ms)
{
	struct pollfd wait = { .fd = local->event_fd, .events = POLLIN };
	uint64_t woken;

	if (poll(&wait, 1, timeout_ms) > 0)
		(void)!read(local->event_fd, &woken, sizeof woken);
}

static void poll_wire(struct wire *w, int timeout_ms)
{
	struct local *local = local_of(w);
	const uint64_t last = local->last_id;
	struct asked *a = local->asked;

	if (!a)
		wait_for_wakeup(local, timeout_ms);
	while ((a = local->asked) && a->id <= last) {
		local->asked = a->next;
		give_answer(local, a);
		asked_free(a);
	}
}

static void wakeup(struct wire *w)
{
	const uint64_t one = 1;

	(void)!write(local_of(w)->event_fd, &one, sizeof one);
}

static void close_wire(struct wire *w)
{
	struct local *local = local_of(w);

	while (local->asked)
		cancel(w, local->asked->id);
	(void)close(local->event_fd);
	local->source.close(local->source.self);
	free(local);
}

static int64_t at_ms(struct wire *w)
{
	return local_of(w)->at_ms;
}

static const struct wire_ops ops = {
	.start = start,
	.cancel = cancel,
	.poll = poll_wire,
	.wakeup = wakeup,
	.close = close_wire,
	.at_ms = at_ms,
};

mcp_status wire_local_open(const struct local_source *source, struct wire **ret, struct fault *f)
{
	struct local *local = calloc(1, sizeof *local);

	if (!local)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	local->wire.ops = &ops;
	local->source = *source;
	local->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (local->event_fd < 0) {
		free(local);
		return fault_set(f, MCP_E_MEMORY,
			"no file descriptor is left; raise the limit of open files");
	}
	*ret = &local->wire;
	return MCP_OK;
}
