/* market_news - how many news titles and disclosures a share had, counted in the slow lane and kept
 * for a while.
 */
#ifndef SERVICE_MARKET_NEWS_H
#define SERVICE_MARKET_NEWS_H

#include "service/kis_client.h"
#include "service/market_dart.h"

struct news;

/* `dart` may be NULL; it outlives the news. */
struct news *news_new(const struct env *env, struct kis *kis, struct dart *dart);
void news_free(struct news *n); /* accepts NULL */

/* Days, both inclusive. */
struct news_window {
	int32_t from;
	int32_t to;
};

struct news_query {
	const char (*codes)[8];
	uint32_t count;
	struct news_window window;
	int64_t until_mono_ms; /* waiting ends then */
};

struct news_count {
	bool known; /* false: not counted yet */
	/* Both are lower bounds: more pages than are read, titles in no order, counted more than
	 * ten minutes ago, or OpenDART set but without an answer. */
	bool at_least;
	int64_t news;
	int64_t disclosures;
};

struct news_waiter {
	void (*ready)(void *self); /* all asked are counted or their time is over */
	void *self;
	bool waiting;
	struct news_wish *wish; /* the news' own */
};

/* What is known of a share in the window. */
struct news_count news_get(struct news *n, const char *code, struct news_window window);
/* Sees to it that the shares are counted, the first ones first and before those wanted earlier,
 * one call a second in the background (40 titles a page, at most 3 pages a share, at most 200
 * shares waiting; what failed is asked again by the first want a minute later). True: all are
 * known already, or none can be. Else `ready` comes once, when nothing of it is under way any more
 * or its time is over; counting goes on after that. */
bool news_want(struct news *n, const struct news_query *q, struct news_waiter *w);
void news_forget(struct news *n, struct news_waiter *w);
/* Time passes: wakes who has waited long enough. Returns ms until the next call, or a minute. */
int64_t news_step(struct news *n);
uint32_t news_take_calls(struct news *n); /* exchanges since the last call */

#endif
