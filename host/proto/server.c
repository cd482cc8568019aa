/* server - what all conversations share: tools, answers, texts that are made once. */
#include "host/proto/server.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "host/proto/list.h"
#include "host/proto/peer_inside.h"
#include "host/proto/tasks.h"

#define ARGS_MAX (1024 * 1024)

void server_init(struct server *s)
{
	lists_init(s);
	bus_init(s);
	buf_init(&s->args, ARGS_MAX);
	rounds_init(s);
	tasks_init(s);
	(void)uv_timer_init(s->loop, &s->settle);
	s->settle.data = s;
}

void server_done(struct server *s)
{
	lists_done(s);
	bus_done(s);
	buf_done(&s->args);
	tasks_done(s);
	rounds_done(s);
	if (!uv_is_closing((uv_handle_t *)&s->settle))
		uv_close((uv_handle_t *)&s->settle, NULL);
}

/* ---- Waiting for plugins. ---- */

/* The oldest request of `p` that waits for plugins, or NULL. */
static struct pending *oldest_waiting(const struct peer *p)
{
	struct pending *oldest = NULL;

	for (struct pending *q = p->pending; q; q = q->next)
		if (q->waits)
			oldest = q;
	return oldest;
}

/* Reads a request again that was put aside. */
static void resume(struct pending *q)
{
	CLEANUP(freep) struct claims *claims = TAKE(q->claims);
	struct request how = {
		.peer = q->peer, .outlet = q->outlet, .batch = q->batch, .claims = claims
	};
	CLEANUP(freep) char *copy = malloc(q->message_len);
	size_t len = q->message_len;

	if (!copy) {
		struct request r = pending_request(q);

		send_no_memory(&r);
		pending_drop(q);
		return;
	}
	memcpy(copy, q->message, len);
	pending_drop(q);
	(void)peer_handle(&how, (struct span){ copy, len });
	if (how.batch)
		batch_settle(how.peer, how.batch); /* reading it again counted it twice */
}

static void settle(struct server *s)
{
	if (s->settled)
		return;
	s->settled = true;
	(void)lists_forget(s); /* from here on a difference is a change */
	(void)uv_timer_stop(&s->settle);
	for (struct peer *p = s->peers; p; p = p->next) {
		struct pending *q;

		while ((q = oldest_waiting(p)) != NULL)
			resume(q);
	}
}

static void on_settle_timer(uv_timer_t *timer)
{
	settle(timer->data);
}

void server_start(struct server *s)
{
	if (s->started)
		return;
	s->started = true;
	registry_start(s->registry);
	if (registry_settled(s->registry))
		settle(s);
	else
		(void)uv_timer_start(&s->settle, on_settle_timer, SETTLE_MS, 0);
}

void server_changed(void *server)
{
	struct server *s = server;
	uint32_t changed;

	s->generation++;
	changed = lists_forget(s);
	if (s->settled)
		bus_changed(s, changed);
	else if (s->started && registry_settled(s->registry))
		settle(s);
}

void server_told(void *server, uint32_t what, struct span uri)
{
	struct server *s = server;

	if (what == MCP_CHANGED_RESOURCE)
		bus_updated(s, uri);
	else
		bus_changed(s, what == MCP_CHANGED_TOOLS     ? BUS_TOOLS
			       : what == MCP_CHANGED_PROMPTS ? BUS_PROMPTS
							     : BUS_RESOURCES);
}

void server_drain(struct server *s)
{
	for (struct peer *p = s->peers; p; p = p->next)
		peer_drain(p);
}

/* ---- Texts. ---- */

struct span server_info(enum version v)
{
	if (v >= VERSION_2025_06_18)
		return SPAN("{\"name\":\"mcp-volume-ranking\",\"title\":\"Korean stock market "
			    "rankings\",\"version\":\"" HOST_VERSION "\"}");
	return SPAN("{\"name\":\"mcp-volume-ranking\",\"version\":\"" HOST_VERSION "\"}");
}

const char *server_instructions(const struct server *s)
{
	if (str_same(s->config->host.locale, "en"))
		return "Rankings of the Korean stock market (KOSPI, KOSDAQ). Amounts are in won, "
		       "rates in percent; null means not known, and source.notes say why. Quote "
		       "source.as_of with every figure, and say so when source.environment is demo: "
		       "those companies are fictional.";
	return "한국 주식시장(KOSPI, KOSDAQ) 순위를 제공합니다. 금액은 원, 비율은 %이며 null은 알 수 "
	       "없음을 뜻하고 이유는 source.notes에 있습니다. 수치를 인용할 때는 source.as_of(기준 "
	       "시각)를 함께 밝히고, source.environment가 demo이면 가상의 종목임을 알려 주세요.";
}
