/* tool_cache - service cache/1: texts a tool keeps for itself, for a while. */
#include "host/call/tool_cache.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/cleanup.h"
#include "base/lru.h"
#include "data/json.h"
#include "data/scan.h"

#define MEMORY_MAX (4 * 1024 * 1024)
#define ENTRIES_MAX 4096
#define KEY_MAX 512
#define VALUE_MAX (64 * 1024)
#define TTL_MAX_S (24 * 60 * 60)

struct kept {
	int64_t until_mono_ms;
	size_t len;
	char json[]; /* the value as it came: a JSON string */
};

struct tool_cache {
	const struct env *env;
	struct lru *lru;
};

struct tool_cache *tool_cache_new(const struct env *env)
{
	struct tool_cache *c = calloc(1, sizeof *c);

	if (!c)
		return NULL;
	c->env = env;
	c->lru = lru_new(MEMORY_MAX, ENTRIES_MAX, free);
	if (!c->lru) {
		free(c);
		return NULL;
	}
	return c;
}

void tool_cache_free(struct tool_cache *c)
{
	if (!c)
		return;
	lru_free(c->lru);
	free(c);
}

/* "PLUGIN KEY": plugins do not see each other's. */
static mcp_status make_key(const struct service_request *r, struct buf *ret, struct fault *f)
{
	struct span key = scan_get(r->body, "key");

	buf_puts(ret, r->plugin ? r->plugin : "");
	buf_char(ret, ' ');
	if (!scan_text(key, ret) || ret->failed)
		return fault_set(
			f, MCP_E_ARGUMENT, "a cache key is text of 1 to %d bytes", KEY_MAX);
	return MCP_OK;
}

static void get(struct tool_cache *c, struct span key, struct buf *ret)
{
	struct kept *k = lru_get(c->lru, key);

	if (k && clock_mono(&c->env->clock) >= k->until_mono_ms) {
		(void)lru_remove(c->lru, key);
		k = NULL;
	}
	if (k)
		COUNT(c->env->counters, cache_hits);
	else
		COUNT(c->env->counters, cache_misses);
	buf_puts(ret, "{\"value\":");
	buf_span(ret, k ? (struct span){ k->json, k->len } : SPAN("null"));
	buf_char(ret, '}');
}

static mcp_status put(
	struct tool_cache *c, const struct service_request *r, struct span key, struct fault *f)
{
	struct span value = scan_get(r->body, "value");
	struct kept *k;
	int64_t ttl_s;

	if (scan_kind(value) != SCAN_TEXT || value.len > VALUE_MAX)
		return fault_set(
			f, MCP_E_ARGUMENT, "a cache value is text of up to %d bytes", VALUE_MAX);
	if (!scan_int(scan_get(r->body, "ttl_s"), &ttl_s) || ttl_s < 1 || ttl_s > TTL_MAX_S)
		return fault_set(
			f, MCP_E_ARGUMENT, "a cache entry lives 1 to %d seconds", TTL_MAX_S);
	k = malloc(sizeof *k + value.len);
	if (!k)
		return fault_set(f, MCP_E_MEMORY, "out of memory; try again later");
	k->until_mono_ms = clock_mono(&c->env->clock) + ttl_s * 1000;
	k->len = value.len;
	memcpy(k->json, value.at, value.len);
	(void)lru_put(c->lru, key, k, sizeof *k + value.len);
	return MCP_OK;
}

static mcp_status answer(
	struct tool_cache *c, const struct service_request *r, struct buf *ret, struct fault *f)
{
	CLEANUP(buf_done) struct buf key = { 0 };
	mcp_status s;

	buf_init(&key, KEY_MAX);
	s = make_key(r, &key, f);
	if (s < 0)
		return s;
	if (str_same(r->op, "get")) {
		get(c, buf_as_span(&key), ret);
		return MCP_OK;
	}
	if (str_same(r->op, "put")) {
		buf_puts(ret, "{}");
		return put(c, r, buf_as_span(&key), f);
	}
	return fault_set(f, MCP_E_UNSUPPORTED, "cache/1 has no \"%s\"; it has get and put", r->op);
}

struct service_reply tool_cache_answer(struct tool_cache *c, const struct service_request *request)
{
	CLEANUP(buf_done) struct buf b = { 0 };
	struct service_reply reply = { .id = request->id };

	provenance_init(&reply.from);
	buf_init(&b, VALUE_MAX + 64);
	if (answer(c, request, &b, &reply.fault) < 0)
		return reply;
	reply.body = buf_take(&b, &reply.body_len);
	if (!reply.body)
		(void)fault_set(&reply.fault, MCP_E_MEMORY, "out of memory; try again later");
	return reply;
}
