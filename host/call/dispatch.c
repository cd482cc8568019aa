/* dispatch - one question, one answer: kept answers, shared flights, refreshes behind. */
#include "host/call/dispatch.h"

#include <stdlib.h>

#include "base/log.h"
#include "host/call/kept.h"

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
	struct kept *kept;
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
	buf_init(&d->key, KEPT_KEY_MAX);
	d->kept = kept_new(&d->config->cache, d->env);
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
	kept_free(d->kept);
	buf_done(&d->key);
	free(d);
}

void dispatch_reconfigure(struct dispatch *d, const struct config *config)
{
	d->config = config;
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
		.wall_ms = clock_wall(&d->env->clock),
	};
	struct answer *a = f->left ? NULL : answer_new(end, &options);

	log_debug("call ended tool=%s status=%s ms=%lld upstream_calls=%u", f->tool->declared->name,
		status_word(end->fault.status),
		(long long)(clock_mono(&d->env->clock) - f->began_mono_ms),
		end->from.upstream_calls);
	f->call = 0;
	unlink_flight(d, f);
	if (!f->left && !a)
		a = answer_ref(d->no_memory);
	if (a && a != d->no_memory && f->shared && end->fault.status != MCP_E_CANCELLED)
		kept_put(d->kept, f->tool, (struct span){ f->key, f->key_len }, a);
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
	f->shared = kept_may(tool) && d->key.len > 0;
	f->background = lane == LANE_BACKGROUND;
	f->began_mono_ms = clock_mono(&d->env->clock);
	f->key_len = d->key.len;
	if (d->key.len > 0)
		memcpy(f->key, d->key.at, d->key.len);
	f->call = registry_call(d->registry,
		&(struct call_order){ .kind = CALL_TOOL, .tool = tool, .args = args, .lane = lane },
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
static bool answer_from_kept(
	struct dispatch *d, const struct tool *tool, struct span args, struct at_once *ret)
{
	struct answer *a = kept_get(d->kept, buf_as_span(&d->key));
	enum freshness how = a ? kept_freshness(d->kept, tool, a) : GONE;

	if (how == GONE)
		return false;
	if (how == STALE) {
		COUNT(d->env->counters, answer_stale_hits);
		refresh(d, tool, args, a);
	} else {
		COUNT(d->env->counters, answer_hits);
	}
	*ret = (struct at_once){ .answer = a, .stale = how == STALE };
	return true;
}

bool dispatch_call(struct dispatch *d, const struct tool *tool, struct span args, struct waiter *w,
	struct at_once *ret)
{
	struct fault fault = { 0 };
	struct flight *f = NULL;
	bool shared;

	buf_clear(&d->key);
	shared = kept_may(tool) && kept_key(tool, args, &d->key);
	if (shared && answer_from_kept(d, tool, args, ret))
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
	*ret = (struct at_once){ .answer = refuse(d, &fault) };
	return true;
}

struct span dispatch_key(const struct dispatch *d)
{
	return buf_as_span(&d->key);
}

const struct answer *dispatch_kept(struct dispatch *d, const struct tool *tool, struct span key)
{
	const struct answer *a = kept_get(d->kept, key);

	if (!a || a->failed || kept_freshness(d->kept, tool, a) != FRESH)
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

uint32_t dispatch_clear(struct dispatch *d, const char *pattern)
{
	return kept_clear(d->kept, pattern);
}

struct dispatch_state dispatch_state(const struct dispatch *d)
{
	struct dispatch_state s = {
		.kept = kept_count(d->kept),
		.kept_bytes = kept_bytes(d->kept),
		.evictions = kept_evictions(d->kept),
	};

	for (const struct flight *f = d->flights; f; f = f->next)
		s.flights++;
	return s;
}
