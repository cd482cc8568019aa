/* kis_flight - lists of flights and of waiters. */
#include "service/kis_flight.h"

#include <stdlib.h>

struct flight *flight_new(struct kis *kis, const struct kis_endpoint *e, char *url, size_t body_max)
{
	struct flight *f = calloc(1, sizeof *f);

	if (!f) {
		free(url);
		return NULL;
	}
	f->kis = kis;
	f->endpoint = e;
	f->url = url;
	f->lane = LANE_BACKGROUND;
	buf_init(&f->body, body_max);
	return f;
}

void flight_free(struct flight *f)
{
	struct waiter *w;

	while ((w = flight_take_first(f)))
		free(w);
	buf_done(&f->body);
	free(f->url);
	free(f);
}

bool flight_join(struct flight *f, uint64_t id, const struct kis_call *call)
{
	struct waiter *w = calloc(1, sizeof *w);
	struct waiter **end = &f->waiters;

	if (!w)
		return false;
	w->id = id;
	w->pays = !f->waiters;
	w->deadline_ms = call->deadline_mono_ms;
	w->done = call->done;
	w->self = call->self;
	while (*end)
		end = &(*end)->next;
	*end = w;
	/* The most urgent waiter sets the lane, the most patient the deadline. */
	if (call->lane < f->lane)
		f->lane = call->lane;
	if (w->deadline_ms > f->deadline_ms)
		f->deadline_ms = w->deadline_ms;
	return true;
}

static struct waiter *unlink_at(struct flight *f, struct waiter **at)
{
	struct waiter *w = *at;

	if (!w)
		return NULL;
	*at = w->next;
	w->next = NULL;
	/* Who stays on inherits the bill. */
	if (w->pays && f->waiters)
		f->waiters->pays = true;
	return w;
}

struct waiter *flight_take(struct flight *f, uint64_t id)
{
	struct waiter **at = &f->waiters;

	while (*at && (*at)->id != id)
		at = &(*at)->next;
	return unlink_at(f, at);
}

struct waiter *flight_take_expired(struct flight *f, int64_t now_ms)
{
	struct waiter **at = &f->waiters;

	while (*at && (*at)->deadline_ms > now_ms)
		at = &(*at)->next;
	return unlink_at(f, at);
}

struct waiter *flight_take_first(struct flight *f)
{
	struct waiter *w = f->waiters;

	if (w)
		f->waiters = w->next;
	return w;
}

void flights_add(struct flights *all, struct flight *f)
{
	struct flight **end = &all->first;

	while (*end)
		end = &(*end)->next;
	*end = f;
	all->count++;
}

void flights_remove(struct flights *all, struct flight *f)
{
	struct flight **at = &all->first;

	while (*at && *at != f)
		at = &(*at)->next;
	if (!*at)
		return;
	*at = f->next;
	f->next = NULL;
	all->count--;
}

struct flight *flights_find(const struct flights *all, const char *url)
{
	struct flight *f = all->first;

	while (f && !str_same(f->url, url))
		f = f->next;
	return f;
}

struct flight *flights_answered(const struct flights *all)
{
	struct flight *f = all->first;

	while (f && f->phase != FLIGHT_ANSWERED)
		f = f->next;
	return f;
}

uint32_t flights_sent(const struct flights *all, enum kis_kind kind)
{
	uint32_t n = 0;

	for (const struct flight *f = all->first; f; f = f->next)
		n += f->phase == FLIGHT_SENT && f->endpoint->kind == kind;
	return n;
}

static bool may_start(const struct flight *f, struct flight_skip skip, int64_t now_ms)
{
	if (f->phase != FLIGHT_QUEUED || f->not_before_ms > now_ms)
		return false;
	if (skip.kinds[f->endpoint->kind])
		return false;
	return !(flight_is_slow(f) && skip.slow);
}

struct flight *flights_ready(const struct flights *all, struct flight_skip skip, int64_t now_ms)
{
	struct flight *best = NULL;

	for (struct flight *f = all->first; f; f = f->next) {
		if (may_start(f, skip, now_ms) && (!best || f->lane < best->lane))
			best = f;
	}
	return best;
}
