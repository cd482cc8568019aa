/* server - what all conversations share: tools, answers, texts that are made once. */
#include "host/proto/server.h"

#include <stdlib.h>

#include "base/cleanup.h"
#include "data/json.h"
#include "data/schema.h"
#include "host/proto/peer_inside.h"

#define LIST_MAX (4 * 1024 * 1024)
#define ARGS_MAX (1024 * 1024)

void server_init(struct server *s)
{
	for (size_t i = 0; i < COUNT_OF(s->lists); i++)
		buf_init(&s->lists[i], LIST_MAX);
	buf_init(&s->args, ARGS_MAX);
	(void)uv_timer_init(s->loop, &s->settle);
	s->settle.data = s;
}

void server_done(struct server *s)
{
	for (size_t i = 0; i < COUNT_OF(s->lists); i++)
		buf_done(&s->lists[i]);
	buf_done(&s->args);
	if (!uv_is_closing((uv_handle_t *)&s->settle))
		uv_close((uv_handle_t *)&s->settle, NULL);
}

/* ---- Waiting for plugins. ---- */

/* The oldest request of `p` that waits for tools, or NULL. */
static struct pending *oldest_waiting(const struct peer *p)
{
	struct pending *oldest = NULL;

	for (struct pending *q = p->pending; q; q = q->next)
		if (q->waits_for_tools)
			oldest = q;
	return oldest;
}

/* Reads a request again that was put aside. */
static void resume(struct pending *q)
{
	struct request how = { .peer = q->peer, .outlet = q->outlet, .batch = q->batch };
	CLEANUP(freep) char *copy = malloc(q->message_len);
	size_t len = q->message_len;

	if (!copy) {
		struct request r = pending_request(q);

		send_error(&r, RPC_INTERNAL, "out of memory; try again later", NOTHING);
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
	bool was_settled = s->settled;

	s->generation++;
	for (size_t i = 0; i < COUNT_OF(s->lists); i++)
		buf_clear(&s->lists[i]);
	if (s->started && registry_settled(s->registry))
		settle(s);
	if (!was_settled)
		return;
	for (struct peer *p = s->peers; p; p = p->next)
		if (p->ready && p->listed)
			send_notification(p->common, "notifications/tools/list_changed", NOTHING);
}

/* ---- Texts. ---- */

static void write_hints(uint32_t hints, const char *title, struct buf *b)
{
	buf_puts(b, ",\"annotations\":{");
	if (title) {
		buf_puts(b, "\"title\":");
		json_cstr(b, title);
		buf_char(b, ',');
	}
	buf_puts(b, "\"readOnlyHint\":");
	json_bool(b, hints & MCP_READ_ONLY);
	buf_puts(b, ",\"destructiveHint\":");
	json_bool(b, hints & MCP_DESTRUCTIVE);
	buf_puts(b, ",\"idempotentHint\":");
	json_bool(b, hints & MCP_IDEMPOTENT);
	buf_puts(b, ",\"openWorldHint\":");
	json_bool(b, hints & MCP_OPEN_WORLD);
	buf_char(b, '}');
}

/* A tool as revision `v` knows it. */
static void write_tool(const struct tool *tool, enum version v, struct buf *b)
{
	const struct declared_tool *d = tool->declared;

	buf_puts(b, "{\"name\":");
	json_cstr(b, d->name);
	if (v >= VERSION_2025_06_18 && d->title) {
		buf_puts(b, ",\"title\":");
		json_cstr(b, d->title);
	}
	buf_puts(b, ",\"description\":");
	json_cstr(b, d->help);
	buf_puts(b, ",\"inputSchema\":");
	schema_args(&d->args, &tool->check, b);
	if (v >= VERSION_2025_06_18 && d->result.count > 0) {
		buf_puts(b, ",\"outputSchema\":");
		schema_result(&d->result, true, b);
	}
	if (v >= VERSION_2025_03_26)
		write_hints(d->hints, d->title, b);
	buf_char(b, '}');
}

struct span server_tool_list(struct server *s, enum version v)
{
	struct buf *b = &s->lists[v];

	if (b->len > 0)
		return buf_as_span(b);
	buf_puts(b, "\"tools\":[");
	for (uint32_t i = 0; i < registry_tool_count(s->registry); i++) {
		if (i > 0)
			buf_char(b, ',');
		write_tool(registry_tool_at(s->registry, i), v, b);
	}
	buf_char(b, ']');
	if (version_is_modern(v))
		buf_puts(b, ",\"ttlMs\":60000,\"cacheScope\":\"public\"");
	return buf_as_span(b);
}

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
