/* wire_demo - the embedded demo exchange as a wire: no network, no login, no waiting.
 *
 * The exchange is made when it is first asked. Answers come from a later poll, in the order of the
 * questions; what is asked while answers are given waits for the next poll.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "demo/demo.h"
#include "service/wires.h"

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

struct demo_wire {
	struct wire wire;
	int64_t seed;
	const struct clock *clock;
	struct demo *exchange; /* NULL until the first question */
	int event_fd;
	struct asked *asked;
	uint64_t last_id;
	int64_t at_ms;
};

static struct demo_wire *demo_of(struct wire *w)
{
	return (struct demo_wire *)w;
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

static mcp_status out_of_memory(struct fault *f)
{
	return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
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
	struct demo_wire *demo = demo_of(w);
	struct asked **end = &demo->asked;
	struct asked *a;

	if (!demo->exchange)
		demo->exchange = demo_new(demo->seed);
	if (!demo->exchange)
		return out_of_memory(f);
	a = copy(r);
	if (!a)
		return out_of_memory(f);
	a->id = ++demo->last_id;
	while (*end)
		end = &(*end)->next;
	*end = a;
	*ret_id = a->id;
	return MCP_OK;
}

static void cancel(struct wire *w, uint64_t id)
{
	struct asked **at = &demo_of(w)->asked;
	struct asked *a;

	while (*at && (*at)->id != id)
		at = &(*at)->next;
	a = *at;
	if (!a)
		return;
	*at = a->next;
	asked_free(a);
}

/* Cuts "https://host:port/path?query" in place: *ret_path is NUL-ended. */
static void split_url(char *url, char **ret_path, struct span *ret_query)
{
	char *host = strstr(url, "://");
	char *path = strchr(host ? host + 3 : url, '/');
	char *query = strchr(path ? path : url, '?');

	*ret_query = SPAN("");
	if (query) {
		*query = '\0';
		*ret_query = span_of(query + 1);
	}
	*ret_path = path ? path : url + strlen(url);
}

static void answer(struct demo_wire *demo, struct asked *a)
{
	struct demo_request r = {
		.method = a->method,
		.tr_id = a->tr_id,
		.body = { a->body, a->body_len },
		.wall_ms = clock_wall(demo->clock),
	};
	struct fault f = { 0 };
	struct buf body;
	char *path;
	long http;

	split_url(a->url, &path, &r.query);
	r.path = path;
	demo->at_ms = r.wall_ms;
	buf_init(&body, a->body_max);
	http = demo_answer(demo->exchange, &r, &body);
	if (body.failed)
		(void)fault_set(&f, MCP_E_UPSTREAM,
			"the demo exchange's answer is larger than %zu bytes; raise kis.body_max",
			a->body_max);
	a->done(a->self, &f, f.status < 0 ? 0 : http,
		f.status < 0 ? (struct span){ 0 } : buf_as_span(&body));
	buf_done(&body);
}

static void wait_for_wakeup(struct demo_wire *demo, int timeout_ms)
{
	struct pollfd wait = { .fd = demo->event_fd, .events = POLLIN };
	uint64_t woken;

	if (poll(&wait, 1, timeout_ms) > 0)
		(void)!read(demo->event_fd, &woken, sizeof woken);
}

static void poll_wire(struct wire *w, int timeout_ms)
{
	struct demo_wire *demo = demo_of(w);
	const uint64_t last = demo->last_id;
	struct asked *a = demo->asked;

	if (!a)
		wait_for_wakeup(demo, timeout_ms);
	while ((a = demo->asked) && a->id <= last) {
		demo->asked = a->next;
		answer(demo, a);
		asked_free(a);
	}
}

static void wakeup(struct wire *w)
{
	const uint64_t one = 1;

	(void)!write(demo_of(w)->event_fd, &one, sizeof one);
}

static void close_wire(struct wire *w)
{
	struct demo_wire *demo = demo_of(w);

	while (demo->asked)
		cancel(w, demo->asked->id);
	if (demo->event_fd >= 0)
		(void)close(demo->event_fd);
	demo_free(demo->exchange);
	free(demo);
}

static int64_t at_ms(struct wire *w)
{
	return demo_of(w)->at_ms;
}

static const struct wire_ops ops = {
	.start = start,
	.cancel = cancel,
	.poll = poll_wire,
	.wakeup = wakeup,
	.close = close_wire,
	.at_ms = at_ms,
};

mcp_status wire_demo_open(
	int64_t seed, const struct clock *clock, struct wire **ret, struct fault *f)
{
	struct demo_wire *demo = calloc(1, sizeof *demo);

	if (!demo)
		return out_of_memory(f);
	demo->wire.ops = &ops;
	demo->seed = seed;
	demo->clock = clock;
	demo->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (demo->event_fd < 0) {
		free(demo);
		return fault_set(f, MCP_E_MEMORY,
			"no file descriptor is left for the demo exchange; raise the limit");
	}
	*ret = &demo->wire;
	return MCP_OK;
}
