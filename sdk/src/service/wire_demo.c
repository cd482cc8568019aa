/* wire_demo - the embedded demo exchange as a wire: no network, no login, no waiting.
 *
 * The exchange is made when it is first asked.
 */
#include <stdlib.h>
#include <string.h>

#include "demo/demo.h"
#include "service/wire_local.h"
#include "service/wires.h"

struct market {
	int64_t seed;
	const struct clock *clock;
	struct demo *exchange; /* NULL until the first question */
};

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

static mcp_status out_of_memory(struct fault *f)
{
	return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
}

static void answer(void *self, struct local_question *q, struct local_answer *ret)
{
	struct market *m = self;
	struct demo_request r = {
		.method = q->method,
		.tr_id = q->tr_id,
		.body = q->body,
		.wall_ms = clock_wall(m->clock),
	};
	char *path;

	if (!m->exchange)
		m->exchange = demo_new(m->seed);
	if (!m->exchange) {
		(void)out_of_memory(&ret->fault);
		return;
	}
	split_url(q->url, &path, &r.query);
	r.path = path;
	ret->at_ms = r.wall_ms;
	ret->http_status = demo_answer(m->exchange, &r, &ret->body);
	if (!ret->body.failed)
		return;
	ret->http_status = 0;
	(void)fault_set(&ret->fault, MCP_E_UPSTREAM,
		"the demo exchange's answer is larger than %zu bytes; raise kis.body_max",
		q->body_max);
}

static void close_market(void *self)
{
	struct market *m = self;

	demo_free(m->exchange);
	free(m);
}

mcp_status wire_demo_open(
	int64_t seed, const struct clock *clock, struct wire **ret, struct fault *f)
{
	struct market *m = calloc(1, sizeof *m);
	mcp_status s;

	if (!m)
		return out_of_memory(f);
	m->seed = seed;
	m->clock = clock;
	s = wire_local_open(
		&(struct local_source){ .answer = answer, .close = close_market, .self = m }, ret,
		f);
	if (s < 0)
		close_market(m);
	return s;
}
