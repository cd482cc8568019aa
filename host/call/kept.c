/* kept - answers that are kept: found by key, judged by age, replaced only by better ones. */
#include "host/call/kept.h"

#include <fnmatch.h>
#include <stdlib.h>

#include "base/lru.h"

#define FAILURE_HELD_MS 1000
#define INCOMPLETE_FRESH_MS 5000
#define PATTERN_MAX 256
#define MATCHED_MAX 512 /* bytes of a key that a pattern sees */

struct kept {
	struct lru *lru;
	struct env *env;
};

struct kept *kept_new(const struct cache_settings *settings, struct env *env)
{
	struct kept *k = calloc(1, sizeof *k);

	if (!k)
		return NULL;
	k->env = env;
	k->lru = lru_new((size_t)settings->memory, (uint32_t)settings->entries, answer_unref);
	if (!k->lru) {
		free(k);
		return NULL;
	}
	return k;
}

void kept_free(struct kept *k)
{
	if (!k)
		return;
	lru_free(k->lru);
	free(k);
}

bool kept_may(const struct tool *tool)
{
	return tool->fresh_ms > 0 && (tool->declared->hints & MCP_READ_ONLY) != 0;
}

bool kept_key(const struct tool *tool, struct span args, struct buf *ret)
{
	buf_clear(ret);
	buf_put(ret, &tool->key, sizeof tool->key);
	buf_puts(ret, tool->declared->name);
	buf_char(ret, ' ');
	buf_span(ret, args);
	if (ret->failed)
		buf_clear(ret);
	return ret->len > 0;
}

enum freshness kept_freshness(const struct kept *k, const struct tool *tool, const struct answer *a)
{
	int64_t age_ms = clock_mono(&k->env->clock) - a->began_mono_ms;
	int64_t fresh_ms = tool->fresh_ms;

	if (a->failed)
		return age_ms < FAILURE_HELD_MS ? FRESH : GONE;
	if (a->valid_until_ms && clock_wall(&k->env->clock) >= a->valid_until_ms)
		return GONE;
	if (!a->complete && fresh_ms > INCOMPLETE_FRESH_MS)
		fresh_ms = INCOMPLETE_FRESH_MS;
	if (age_ms < fresh_ms)
		return FRESH;
	return age_ms < tool->keep_ms ? STALE : GONE;
}

struct answer *kept_get(struct kept *k, struct span key)
{
	return lru_get(k->lru, key);
}

void kept_put(struct kept *k, const struct tool *tool, struct span key, struct answer *a)
{
	struct answer *old = lru_get(k->lru, key);
	bool good = old && !old->failed && kept_freshness(k, tool, old) != GONE;

	if (good && (a->failed || (!a->complete && old->complete))) {
		old->retry_mono_ms = clock_mono(&k->env->clock) + REFRESH_BACKOFF_MS;
		return;
	}
	if (a->failed) /* held from now on, however long it took */
		a->began_mono_ms = clock_mono(&k->env->clock);
	(void)lru_put(k->lru, key, answer_ref(a), sizeof *a + a->len + key.len);
}

static bool key_matches(const struct lru_entry *entry, void *self)
{
	char text[MATCHED_MAX];
	size_t skip = sizeof(((struct tool *)0)->key);
	size_t len = entry->key.len > skip ? entry->key.len - skip : 0;

	if (len >= sizeof text)
		len = sizeof text - 1;
	memcpy(text, entry->key.at + skip, len);
	text[len] = '\0';
	return fnmatch(self, text, 0) == 0;
}

uint32_t kept_clear(struct kept *k, const char *pattern)
{
	char copy[PATTERN_MAX];
	size_t len = utf8_clean(span_of(pattern), copy, sizeof copy - 1);

	return len > 0 ? lru_remove_if(k->lru, key_matches, copy) : 0;
}

uint32_t kept_count(const struct kept *k)
{
	return lru_count(k->lru);
}

size_t kept_bytes(const struct kept *k)
{
	return lru_bytes(k->lru);
}

uint64_t kept_evictions(const struct kept *k)
{
	return lru_evictions(k->lru);
}
