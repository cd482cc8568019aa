/* kept - answers that are kept: found by key, judged by age, replaced only by better ones. */
#ifndef HOST_CALL_KEPT_H
#define HOST_CALL_KEPT_H

#include "host/call/answer.h"

struct kept;

struct kept *kept_new(const struct cache_settings *settings, struct env *env);
void kept_free(struct kept *k); /* accepts NULL */

/* True for a read-only tool with a fresh period: only its answers are kept. */
bool kept_may(const struct tool *tool);
/* Writes the key of a call: the tool's identity and settings, its name, its arguments. False (and
 * empty) when it is too long. */
bool kept_key(const struct tool *tool, struct span args, struct buf *ret);
#define KEPT_KEY_MAX (64 * 1024)

enum freshness { GONE, STALE, FRESH };

/* How good the answer is now. */
enum freshness kept_freshness(
	const struct kept *k, const struct tool *tool, const struct answer *a);
/* The answer under `key`, lent until the next kept_put; NULL when there is none. */
struct answer *kept_get(struct kept *k, struct span key);
/* Keeps `a` (a reference of its own) unless what is kept is better: then that one is not refreshed
 * for a while. */
void kept_put(struct kept *k, const struct tool *tool, struct span key, struct answer *a);

/* Forgets answers whose "TOOL ARGUMENTS" matches the pattern (fnmatch); returns how many. */
uint32_t kept_clear(struct kept *k, const char *pattern);

uint32_t kept_count(const struct kept *k);
size_t kept_bytes(const struct kept *k);
uint64_t kept_evictions(const struct kept *k);

#define REFRESH_BACKOFF_MS 5000

#endif
