/* market_dart - OpenDART: treasury shares and disclosures, when its key is set. */
#ifndef SERVICE_MARKET_DART_H
#define SERVICE_MARKET_DART_H

#include "service/kis_client.h"
#include "service/source_settings.h"

struct dart;

struct dart *dart_new(
	const struct env *env, struct kis *kis, const struct source_settings *settings);
void dart_free(struct dart *d); /* accepts NULL */

bool dart_is_set(const struct dart *d); /* a key is there */

struct dart_waiter {
	void (*ready)(void *self);
	void *self;
	bool waiting;
	struct dart_wish *wish; /* the dart's own */
};

/* Sees to it that the treasury ratio of the shares is known (corpCode.xml once a day, then
 * stockTotqySttus.json for each company and report, kept for three days; what failed is asked
 * again after a minute). True: nothing to wait for. Else `ready` comes once, when nothing of
 * it is under way any more or `until_mono_ms` has passed. */
bool dart_want_treasury(struct dart *d, const char (*codes)[8], uint32_t count,
	int64_t until_mono_ms, struct dart_waiter *w);
/* tesstk_co / istc_totqy of the share's kind, hundredths of a percent, from the latest filed
 * report. False: not known; *ret_why is a sentence (phrase()d) that says why, lent until the
 * next call of any function here. */
bool dart_treasury(
	const struct dart *d, const char *code, int64_t *ret_hundredths, const char **ret_why);

/* Sees to it that disclosures of each day of the window are listed (list.json, 100 a page, at
 * most 30 pages a day; the last 45 days are kept). As dart_want_treasury. */
bool dart_want_disclosures(
	struct dart *d, int32_t from, int32_t to, int64_t until_mono_ms, struct dart_waiter *w);
/* How many a share's company has in the window; false: not all of its days are known. Today's
 * is what was listed at most ten minutes ago. */
bool dart_disclosures(
	const struct dart *d, const char *code, int32_t from, int32_t to, int64_t *ret);
void dart_forget(struct dart *d, struct dart_waiter *w); /* `ready` does not come any more */
int64_t dart_step(struct dart *d);                       /* as news_step */
uint32_t dart_take_calls(struct dart *d);

#endif
