/* dispatch - one question, one answer: kept answers, shared flights, refreshes behind. */
#include "host/call/dispatch.h"

#include <fnmatch.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/lru.h"

#define KEY_MAX (64 * 1024)
#define FAILURE_HELD_MS 1000
#define INCOMPLETE_FRESH_MS 5000
#define REFRESH_BACKOFF_MS 5000

struct flight {
	struct dispatch *dispatch;
	struct flight *next;
	const struct tool *tool;
	struct waiter *waiters;
	uint64_t call; /* registry's; 0: none any more */
	int64_t began_mono_ms;
	bool shared;     /* found by its key */
	bool background; /* a refresh: goes on without waiters */
	bool left;       /* its last waiter went away: only the end is awaited */
	size_t key_len;
	char key[];
};

struct dispatch {
	struct registry *registry;
	const struct config *config;
	struct env *env;
	struct lru *kept;
	struct flight *flights;
	struct buf key;           /* of the call being looked up */
	struct answer *refused;   /* what the last refused call was answered */
	struct answer *no_memory; /* made in time */
};

static struct answer *out_of_memory(const struct dispatch *d)
{
	struct call_end end = { 0 };
	struct answer_options options = { .locale = d->config->host.locale };

	(void)fault_set(&end.fault, MCP_E_MEMORY, "out of memory; try again later");
	return answer_new(&end, &options);
}

struct dispatch *dispatch_new(const struct dispatch_options *options)
{
	struct dispatch *d = calloc(1, sizeof *d);

	if (!d)
		return NULL;
	d->registry = options->registry;
	d->config = options->config;
	d->env = options->env;
	buf_init(&d->key, KEY_MAX);
	d->kept = lru_new(
		(size_t)d->config->cache.memory, (uint32_t)d->config->cache.entries, answer_unref);
	d->no_memory = out_of_memory(d);
	if (!d->kept || !d->no_memory) {
		dispatch_free(d);
		return NULL;
	}
	return d;
}

void dispatch_free(struct dispatch *d)
{
	if (!d)
		return;
	while (d->flights) {
		struct flight *f = d->flights;

		d->flights = f->next;
		free(f);
	}
	answer_unref(d->refused);
	answer_unref(d->no_memory);
	lru_free(d->kept);
	buf_done(&d->key);
	free(d);
}

/* ---- Kept answers. ---- */

/* The key: eight bytes of the tool's identity and settings, its name, the arguments. */
static bool make_key(struct dispatch *d, const struct tool *tool, struct span args)
{
	buf_clear(&d->key);
	buf_put(&d->key, &tool->key, sizeof tool->key);
	buf_puts(&d->key, tool->declared->name);
	buf_char(&d->key, ' ');
	buf_span(&d->key, args);
	if (d->key.failed)
		buf_clear(&d->key);
	return d->key.len > 0;
}

static bool may_share(const struct tool *tool)
{
	return tool->fresh_ms > 0 && (tool->declared->hints & MCP_READ_ONLY) != 0;
}

enum freshness { GONE, STALE, FRESH };

static enum freshness freshness(
	const struct dispatch *d, const struct tool *tool, const struct answer *a)
{
	int64_t age_ms = clock_mono(&d->env->clock) - a->began_mono_ms;
	int64_t fresh_ms = tool->fresh_ms;

	if (a->failed)
		return age_ms < FAILURE_HELD_MS ? FRESH : GONE;
	if (a->valid_until_ms && clock_wall(&d->env->clock) >= a->valid_until_ms)
		return GONE;
	if (!a->complete && fresh_ms > INCOMPLETE_FRESH_MS)
		fresh_ms = INCOMPLETE_FRESH_MS;
	if (age_ms < fresh_ms)
		return FRESH;
	return age_ms < tool->keep_ms ? STALE : GONE;
}

/* Keeps `a` unless what is kept is better. */
static void keep(struct dispatch *d, const struct flight *f, struct answer *a)
{
	struct span key = { f->key, f->key_len };
	struct answer *old = lru_get(d->kept, key);
	bool good = old && !old->failed && freshness(d, f->tool, old) != GONE;

	if (good && (a->failed || (!a->complete && old->complete))) {
		old->retry_mono_ms = clock_mono(&d->env->clock) + REFRESH_BACKOFF_MS;
		return;
	}
	if (a->failed)
		a->began_mono_ms = clock_mono(&d->env->clock);
	(void)lru_put(d->kept, key, answer_ref(a), sizeof *a + a->len);
}

/* ---- Flights. ---- */

static struct flight *find_flight(struct dispatch *d, struct span key)
{
	for (struct flight *f = d->flights; f; f = f->next)
		if (f->shared && !f->left && f->key_len == key.len &&
			memcmp(f->key, key.at, key.len) == 0)
			return f;
	return NULL;
}

static void unlink_flight(struct dispatch *d, const struct flight *flight)
{
	for (struct flight **at = &d->flights; *at; at = &(*at)->next) {
		if (*at == flight) {
			*at = flight->next;
			return;
		}
	}
}

static void end_flight(struct flight *f, struct answer *a)
{
	struct waiter *w = f->waiters;

	f->waiters = NULL;
	while (w) {
		struct waiter *next = w->next;

		w->flight = NULL;
		w->next = NULL;
		w->done(w, a, false);
		w = next;
	}
}

static void on_done(void *self, const struct call_end *end)
{
	struct flight *f = self;
	struct dispatch *d = f->dispatch;
	struct answer_options options = {
		.locale = d->config->host.locale,
		.bytes_max = (size_t)d->config->limits.answer_bytes,
		.began_mono_ms = f->began_mono_ms,
	};
	struct answer *a = f->left ? NULL : answer_new(end, &options);

	f->call = 0;
	unlink_flight(d, f);
	if (!f->left && !a)
		a = answer_ref(d->no_memory);
	if (a && a != d->no_memory && f->shared && end->fault.status != MCP_E_CANCELLED)
		keep(d, f, a);
	if (a)
		end_flight(f, a);
	answer_unref(a);
	free(f);
}

static void on_progress(void *self, double done, double total, struct span text)
{
	struct flight *f = self;

	for (struct waiter *w = f->waiters; w; w = w->next)
		if (w->progress)
			w->progress(w, done, total, text);
}

static void on_log(void *self, int32_t level, struct span text)
{
	struct flight *f = self;

	for (struct waiter *w = f->waiters; w; w = w->next)
		if (w->log)
			w->log(w, level, text);
}

/* Starts a run for the key in d->key; NULL with the reason in *fault. */
static struct flight *start_flight(struct dispatch *d, const struct tool *tool, struct span args,
	enum lane lane, struct fault *fault)
{
	struct flight *f = calloc(1, sizeof *f + d->key.len);

	if (!f) {
		(void)fault_set(fault, MCP_E_MEMORY, "out of memory; try again later");
		return NULL;
	}
	f->dispatch = d;
	f->tool = tool;
	f->shared = may_share(tool) && d->key.len > 0;
	f->background = lane == LANE_BACKGROUND;
	f->began_mono_ms = clock_mono(&d->env->clock);
	f->key_len = d->key.len;
	if (d->key.len > 0)
		memcpy(f->key, d->key.at, d->key.len);
	f->call = registry_call(d->registry, tool, args, lane,
		&(struct call_events){
			.progress = on_progress, .log = on_log, .done = on_done, .self = f },
		fault);
	if (!f->call) {
		free(f);
		return NULL;
	}
	f->next = d->flights;
	d->flights = f;
	return f;
}

static void refresh(
	struct dispatch *d, const struct tool *tool, struct span args, struct answer *old)
{
	struct fault fault;

	if (clock_mono(&d->env->clock) < old->retry_mono_ms || find_flight(d, buf_as_span(&d->key)))
		return;
	if (start_flight(d, tool, args, LANE_BACKGROUND, &fault))
		COUNT(d->env->counters, answer_refreshes);
	else
		old->retry_mono_ms = clock_mono(&d->env->clock) + REFRESH_BACKOFF_MS;
}

static void join(struct flight *f, struct waiter *w)
{
	w->flight = f;
	w->next = f->waiters;
	f->waiters = w;
}

/* A call that could not even start is answered at once, and not kept. */
static const struct answer *refuse(struct dispatch *d, const struct fault *fault)
{
	struct call_end end = { .fault = *fault };
	struct answer_options options = { .locale = d->config->host.locale };

	answer_unref(d->refused);
	d->refused = answer_new(&end, &options);
	return d->refused ? d->refused : d->no_memory;
}

/* True when a kept answer serves; a stale one is refreshed behind. */
static bool answer_from_kept(struct dispatch *d, const struct tool *tool, struct span args,
	const struct answer **ret, bool *ret_stale)
{
	struct answer *a = lru_get(d->kept, buf_as_span(&d->key));
	enum freshness how = a ? freshness(d, tool, a) : GONE;

	if (how == GONE)
		return false;
	if (how == STALE) {
		COUNT(d->env->counters, answer_stale_hits);
		refresh(d, tool, args, a);
	} else {
		COUNT(d->env->counters, answer_hits);
	}
	*ret = a;
	*ret_stale = how == STALE;
	return true;
}

bool dispatch_call(struct dispatch *d, const struct tool *tool, struct span args, struct waiter *w,
	const struct answer **ret, bool *ret_stale)
{
	struct fault fault = { 0 };
	struct flight *f = NULL;
	bool shared;

	buf_clear(&d->key);
	shared = may_share(tool) && make_key(d, tool, args);

	if (shared && answer_from_kept(d, tool, args, ret, ret_stale))
		return true;
	if (shared)
		f = find_flight(d, buf_as_span(&d->key));
	if (f) {
		COUNT(d->env->counters, answer_shared);
		join(f, w);
		return false;
	}

	if (shared)
		COUNT(d->env->counters, answer_misses);
	else
		COUNT(d->env->counters, answer_private);
	f = start_flight(d, tool, args, LANE_USER, &fault);
	if (f) {
		join(f, w);
		return false;
	}
	*ret = refuse(d, &fault);
	*ret_stale = false;
	return true;
}

struct span dispatch_key(const struct dispatch *d)
{
	return buf_as_span(&d->key);
}

const struct answer *dispatch_kept(struct dispatch *d, const struct tool *tool, struct span key)
{
	const struct answer *a = lru_get(d->kept, key);

	if (!a || a->failed || freshness(d, tool, a) != FRESH)
		return NULL;
	COUNT(d->env->counters, answer_hits);
	return a;
}

void dispatch_move(struct waiter *from, struct waiter *to)
{
	*to = *from;
	for (struct waiter **at = &from->flight->waiters; *at; at = &(*at)->next) {
		if (*at == from) {
			*at = to;
			break;
		}
	}
	*from = (struct waiter){ 0 };
}

void dispatch_cancel(struct dispatch *d, struct waiter *w)
{
	struct flight *f = w->flight;

	if (!f)
		return;
	for (struct waiter **at = &f->waiters; *at; at = &(*at)->next) {
		if (*at == w) {
			*at = w->next;
			break;
		}
	}
	w->flight = NULL;
	w->next = NULL;
	if (f->waiters || f->background || !f->call)
		return;
	f->left = true;
	registry_cancel(d->registry, f->call);
}

/* ---- Operating. ---- */

static bool key_matches(const struct lru_entry *entry, void *self)
{
	char text[512];
	size_t skip = sizeof(((struct tool *)0)->key);
	size_t len = entry->key.len > skip ? entry->key.len - skip : 0;

	if (len >= sizeof text)
		len = sizeof text - 1;
	memcpy(text, entry->key.at + skip, len);
	text[len] = '\0';
	return fnmatch(self, text, 0) == 0;
}

uint32_t dispatch_clear(struct dispatch *d, const char *pattern)
{
	char copy[256];
	size_t len = utf8_clean(span_of(pattern), copy, sizeof copy - 1);

	return len > 0 ? lru_remove_if(d->kept, key_matches, copy) : 0;
}

struct dispatch_state dispatch_state(const struct dispatch *d)
{
	struct dispatch_state s = {
		.kept = lru_count(d->kept),
		.kept_bytes = lru_bytes(d->kept),
		.evictions = lru_evictions(d->kept),
	};

	for (const struct flight *f = d->flights; f; f = f->next)
		s.flights++;
	return s;
}
