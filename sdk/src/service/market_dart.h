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
	struct dart_waiter *next;
};

/* Sees to it that the treasury ratio of the shares is known (corpCode.xml once a day, then
 * stockTotqySttus.json for each company and period, kept for days). True: nothing to wait for. Else
 * `ready` comes once, when all are there or `until_mono_ms` has passed. */
bool dart_want_treasury(struct dart *d, const char (*codes)[8], uint32_t count,
	int64_t until_mono_ms, struct dart_waiter *w);
/* tesstk_co / istc_totqy of the share's kind, hundredths of a percent, from the latest filed
 * report. False: not known; *ret_why is a sentence (phrase()d) that says why. */
bool dart_treasury(
	const struct dart *d, const char *code, int64_t *ret_hundredths, const char **ret_why);

/* Sees to it that disclosures of each day of the window are listed (list.json, 100 a page). */
bool dart_want_disclosures(
	struct dart *d, int32_t from, int32_t to, int64_t until_mono_ms, struct dart_waiter *w);
/* How many a share has in the window; false: not all of its days are known. */
bool dart_disclosures(
	const struct dart *d, const char *code, int32_t from, int32_t to, int64_t *ret);
void dart_forget(struct dart *d, struct dart_waiter *w);
int64_t dart_step(struct dart *d); /* as news_step */
uint32_t dart_take_calls(struct dart *d);

#endif
