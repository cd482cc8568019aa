/* market_news - counts titles share by share in the slow lane, one call at a time: who was wanted
 * last comes first. */
#include "service/market_news.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/lru.h"
#include "service/market_news_count.h"
#include "service/market_news_queue.h"

#define SHARES_MAX 4096
#define BYTES_MAX ((size_t)8 * 1024 * 1024)
#define FRESH_MS (INT64_C(10) * 60000)
#define TRY_AGAIN_MS 60000
#define CALL_MS 30000
#define IDLE_MS 60000

/* What is known of a share. */
struct counted {
	int64_t at_ms;
	int64_t failed_ms; /* 0: it did not */
	int32_t day;       /* when it was counted */
	int32_t reach;     /* every title since this day is in it; 0: all there are */
	bool known;
	bool doubtful;
	bool cut;
	uint32_t count;
	struct news_tally days[];
};

/* The share being counted. */
struct counting {
	bool open;
	uint64_t call;
	struct news_queued what;
	int64_t began_ms;
	int32_t day;
	struct news_gathered gathered;
};

struct news_wish {
	struct news_wish *next;
	struct news *news;
	struct news_waiter *waiter;
	struct dart_waiter dart;
	int64_t until_ms;
	uint32_t count;
	char codes[][NEWS_CODE];
};

struct news {
	const struct env *env;
	struct kis *kis;
	struct dart *dart; /* NULL: none */
	struct lru *shares;
	struct counting counting;
	struct news_queue queue;
	struct news_wish *wishes;
	uint32_t calls;
};

struct news *news_new(const struct env *env, struct kis *kis, struct dart *dart)
{
	struct news *n = calloc(1, sizeof *n);

	if (!n)
		return NULL;
	n->env = env;
	n->kis = kis;
	n->dart = dart;
	n->shares = lru_new(BYTES_MAX, SHARES_MAX, free);
	if (n->shares)
		return n;
	free(n);
	return NULL;
}

void news_free(struct news *n)
{
	if (!n)
		return;
	while (n->wishes)
		news_forget(n, n->wishes->waiter);
	if (n->counting.open)
		kis_cancel(n->kis, n->counting.call);
	lru_free(n->shares);
	free(n);
}

static int64_t now_of(const struct news *n)
{
	return clock_mono(&n->env->clock);
}

static int32_t today_of(const struct news *n)
{
	return kst_from_ms(clock_wall(&n->env->clock)).date;
}

/* ---- What is known. ---- */

/* Titles of that day may have come since. */
static bool is_old(const struct news *n, const struct counted *c, int32_t to)
{
	return to >= c->day && now_of(n) - c->at_ms >= FRESH_MS;
}

static bool is_due(const struct news *n, const char *code, struct news_window window)
{
	const struct counted *c = lru_get(n->shares, span_of(code));

	if (!c)
		return true;
	if (c->failed_ms > 0)
		return now_of(n) - c->failed_ms >= TRY_AGAIN_MS;
	if (is_old(n, c, window.to))
		return true;
	/* Asking again goes no further back than the same number of pages. */
	return c->reach > window.from && !c->cut && !c->doubtful;
}

struct news_count news_get(struct news *n, const char *code, struct news_window window)
{
	const struct counted *c = lru_get(n->shares, span_of(code));
	struct news_count r = { .known = c && c->known };
	int64_t filings;

	if (!r.known)
		return r;
	for (uint32_t i = 0; i < c->count; i++) {
		const struct news_tally *day = &c->days[i];

		if (day->date < window.from || day->date > window.to)
			continue;
		r.news += day->news;
		r.disclosures += day->disclosures;
	}
	r.at_least = c->doubtful || c->reach > window.from || is_old(n, c, window.to);
	if (!n->dart || !dart_is_set(n->dart))
		return r;
	/* Without OpenDART's word the exchanges' titles are what is known at least. */
	if (dart_disclosures(n->dart, code, window.from, window.to, &filings))
		r.disclosures = filings;
	else
		r.at_least = true;
	return r;
}

/* ---- Waiting. ---- */

static bool is_pending(const struct news *n, const char *code)
{
	if (n->counting.open && strcmp(n->counting.what.code, code) == 0)
		return true;
	return news_queue_has(&n->queue, code);
}

static bool has_come(const struct news *n, const struct news_wish *w)
{
	if (w->until_ms <= now_of(n))
		return true;
	if (w->dart.waiting)
		return false;
	for (uint32_t i = 0; i < w->count; i++)
		if (is_pending(n, w->codes[i]))
			return false;
	return true;
}

static struct news_waiter *take_off(struct news_wish **at)
{
	struct news_wish *wish = *at;
	struct news_waiter *w = wish->waiter;

	*at = wish->next;
	if (wish->dart.waiting)
		dart_forget(wish->news->dart, &wish->dart);
	w->wish = NULL;
	w->waiting = false;
	free(wish);
	return w;
}

static void wake(struct news *n)
{
	struct news_wish **at = &n->wishes;

	while (*at) {
		struct news_waiter *w;

		if (!has_come(n, *at)) {
			at = &(*at)->next;
			continue;
		}
		w = take_off(at);
		w->ready(w->self);
		/* It may have asked or forgotten anything. */
		at = &n->wishes;
	}
}

void news_forget(struct news *n, struct news_waiter *w)
{
	struct news_wish **at = &n->wishes;

	if (!w->waiting)
		return;
	while (*at && (*at)->waiter != w)
		at = &(*at)->next;
	if (*at)
		(void)take_off(at);
	w->waiting = false;
}

int64_t news_step(struct news *n)
{
	int64_t left_ms = IDLE_MS;

	wake(n);
	for (const struct news_wish *w = n->wishes; w; w = w->next) {
		int64_t own_ms = w->until_ms - now_of(n);

		if (own_ms < left_ms)
			left_ms = own_ms < 0 ? 0 : own_ms;
	}
	return left_ms;
}

uint32_t news_take_calls(struct news *n)
{
	uint32_t calls = n->calls;

	n->calls = 0;
	return calls;
}

/* ---- Counting one share. ---- */

static void keep_counted(struct news *n, const struct counting *c, bool failed)
{
	const struct news_gathered *g = &c->gathered;
	const size_t bytes = sizeof(struct counted) + g->count * sizeof(struct news_tally);
	struct counted *k = calloc(1, bytes);

	if (!k)
		return;
	k->at_ms = c->began_ms;
	k->failed_ms = failed ? now_of(n) : 0;
	k->day = c->day;
	k->known = g->pages > 0;
	k->reach = g->reach;
	k->doubtful = g->doubtful || failed;
	k->cut = g->cut;
	k->count = news_tally(g, k->days);
	(void)lru_put(n->shares, span_of(c->what.code), k, bytes);
}

static void keep(struct news *n, const struct counting *c, bool failed)
{
	struct counted *old = lru_get(n->shares, span_of(c->what.code));

	/* What was counted before is better than nothing. */
	if (old && c->gathered.pages == 0)
		old->failed_ms = now_of(n);
	else
		keep_counted(n, c, failed);
}

static void on_page(void *self, const struct kis_answer *answer);

static bool ask_page(struct news *n, const char *cursor)
{
	const struct kis_call call = {
		.lane = LANE_NEWS,
		.deadline_mono_ms = now_of(n) + CALL_MS,
		.done = on_page,
		.self = n,
	};

	return news_send_page(n->kis, &call, n->counting.what.code, cursor, &n->counting.call) ==
	       MCP_OK;
}

/* What cannot be asked counts as failed, so that nobody waits for it. */
static void start_next(struct news *n)
{
	struct counting *c = &n->counting;
	struct news_queued next;

	while (!c->open && news_queue_take(&n->queue, &next)) {
		*c = (struct counting){
			.what = next,
			.began_ms = now_of(n),
			.day = today_of(n),
		};
		c->open = ask_page(n, "");
		if (!c->open)
			keep(n, c, true);
	}
}

static void end_counting(struct news *n, bool failed)
{
	keep(n, &n->counting, failed);
	n->counting.open = false;
	start_next(n);
	wake(n);
}

static void on_page(void *self, const struct kis_answer *answer)
{
	struct news *n = self;
	struct counting *c = &n->counting;
	struct news_page page;

	n->calls += answer->calls;
	if (answer->fault.status < 0 || !news_read_page(answer->body, c->what.code, &page)) {
		log_debug("titles not read code=%s page=%u reason=\"%s\"", c->what.code,
			c->gathered.pages + 1, answer->fault.text);
		end_counting(n, true);
		return;
	}
	news_gather(&c->gathered, &page, c->what.from);
	if (c->gathered.at_its_end)
		end_counting(n, false);
	else if (!ask_page(n, page.cursor))
		end_counting(n, true);
}

/* ---- Asking. ---- */

static void ask_share(struct news *n, const char *code, struct news_window window)
{
	struct news_queued *under_way = &n->counting.what;

	if (n->counting.open && strcmp(under_way->code, code) == 0) {
		if (window.from < under_way->from)
			under_way->from = window.from;
	} else if (is_due(n, code, window)) {
		news_queue_put(&n->queue, code, window.from);
	}
}

static void on_dart(void *self)
{
	wake(((struct news_wish *)self)->news);
}

static struct news_wish *wish_new(struct news *n, const struct news_query *q, struct news_waiter *w)
{
	struct news_wish *wish = calloc(1, sizeof *wish + q->count * sizeof *wish->codes);

	if (!wish)
		return NULL;
	wish->news = n;
	wish->waiter = w;
	wish->until_ms = q->until_mono_ms;
	wish->dart = (struct dart_waiter){ .ready = on_dart, .self = wish };
	wish->count = q->count;
	for (uint32_t i = 0; i < q->count; i++)
		(void)snprintf(wish->codes[i], NEWS_CODE, "%.7s", q->codes[i]);
	return wish;
}

bool news_want(struct news *n, const struct news_query *q, struct news_waiter *w)
{
	struct news_wish **end = &n->wishes;
	struct news_wish *wish = wish_new(n, q, w);

	/* From the last to the first, so that the first stands in front. */
	for (uint32_t i = q->count; i > 0; i--)
		ask_share(n, q->codes[i - 1], q->window);
	start_next(n);
	if (!wish)
		return true;
	if (n->dart)
		(void)dart_want_disclosures(
			n->dart, q->window.from, q->window.to, q->until_mono_ms, &wish->dart);
	if (has_come(n, wish)) {
		if (wish->dart.waiting)
			dart_forget(n->dart, &wish->dart);
		free(wish);
		return true;
	}
	w->wish = wish;
	w->waiting = true;
	while (*end)
		end = &(*end)->next;
	*end = wish;
	return false;
}
