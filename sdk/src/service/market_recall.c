/* market_recall - what KIS answered a moment ago. */
#include "service/market_recall.h"

#include <stdlib.h>

#include "base/lru.h"

#define BYTES_MAX (4u << 20)
#define ENTRIES_MAX 1024
#define KEY_MAX 1024

struct kept_body {
	int64_t at_ms;         /* as the answer had it */
	int64_t until_mono_ms; /* old from then on */
	int64_t until_ms;      /* wall clock: another session */
	size_t len;
	char text[];
};

struct recall {
	const struct env *env;
	const struct calendar *calendar;
	struct lru *bodies;
};

struct recall *recall_new(const struct env *env, const struct calendar *calendar)
{
	struct recall *r = calloc(1, sizeof *r);

	if (!r)
		return NULL;
	r->env = env;
	r->calendar = calendar;
	r->bodies = lru_new(BYTES_MAX, ENTRIES_MAX, free);
	if (r->bodies)
		return r;
	free(r);
	return NULL;
}

void recall_free(struct recall *r)
{
	if (!r)
		return;
	lru_free(r->bodies);
	free(r);
}

char *recall_key(const char *endpoint, const mcp_kis_param *params, uint32_t count)
{
	struct buf b;
	char *key;

	buf_init(&b, KEY_MAX);
	buf_puts(&b, endpoint);
	for (uint32_t i = 0; i < count; i++)
		buf_printf(&b, "&%s=%s", params[i].name, params[i].value);
	key = buf_text(&b) ? strdup(buf_text(&b)) : NULL;
	buf_done(&b);
	return key;
}

/* The first boundary of any venue: which of them a body is of is not known here. */
static int64_t next_boundary(const struct recall *r, int64_t at_ms)
{
	static const enum basis all[] = { BASIS_KRX, BASIS_NXT, BASIS_UNIFIED };
	int64_t first = INT64_MAX;

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		const int64_t next = market_session(r->calendar, all[i], at_ms).next_change_ms;

		first = next < first ? next : first;
	}
	return first;
}

bool recall_get(struct recall *r, const char *key, struct kis_answer *ret)
{
	const struct kept_body *k = lru_get(r->bodies, span_of(key));
	const int64_t wall_ms = clock_wall(&r->env->clock);

	if (!k)
		return false;
	/* A clock that was set back makes no old body new. */
	if (clock_mono(&r->env->clock) >= k->until_mono_ms || wall_ms >= k->until_ms ||
		wall_ms < k->at_ms) {
		(void)lru_remove(r->bodies, span_of(key));
		return false;
	}
	*ret = (struct kis_answer){ .body = { k->text, k->len }, .at_ms = k->at_ms };
	return true;
}

void recall_put(struct recall *r, const char *key, const struct kis_answer *answer)
{
	struct kept_body *k;

	if (answer->fault.status < 0)
		return;
	k = malloc(sizeof *k + answer->body.len);
	if (!k)
		return;
	*k = (struct kept_body){
		.at_ms = answer->at_ms,
		.until_mono_ms = clock_mono(&r->env->clock) + RECALL_MS,
		.until_ms = next_boundary(r, answer->at_ms),
		.len = answer->body.len,
	};
	if (k->len > 0)
		memcpy(k->text, answer->body.at, k->len);
	(void)lru_put(r->bodies, span_of(key), k, sizeof *k + k->len);
}
