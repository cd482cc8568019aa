/* dispatch - one question, one answer: kept answers, shared flights, refreshes behind. */
#include "host/call/dispatch.h"

#include <stdlib.h>

#include "host/call/running.h"

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

/* Starts a run of a tool for the key in d->key. */
static struct flight *start_tool(struct dispatch *d, const struct tool *tool, struct span args,
	enum lane lane, struct fault *fault)
{
	struct call_order order = { .kind = CALL_TOOL, .tool = tool, .args = args, .lane = lane };

	return running_start(d, &order, buf_as_span(&d->key), fault);
}

static void refresh(
	struct dispatch *d, const struct tool *tool, struct span args, struct answer *old)
{
	struct fault fault;

	if (clock_mono(&d->env->clock) < old->retry_mono_ms ||
		running_find(d, buf_as_span(&d->key)))
		return;
	if (start_tool(d, tool, args, LANE_BACKGROUND, &fault))
		COUNT(d->env->counters, answer_refreshes);
	else
		old->retry_mono_ms = clock_mono(&d->env->clock) + REFRESH_BACKOFF_MS;
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
		f = running_find(d, buf_as_span(&d->key));
	if (f) {
		COUNT(d->env->counters, answer_shared);
		running_join(f, w);
		return false;
	}

	if (shared)
		COUNT(d->env->counters, answer_misses);
	else
		COUNT(d->env->counters, answer_private);
	f = start_tool(d, tool, args, LANE_USER, &fault);
	if (f) {
		running_join(f, w);
		return false;
	}
	*ret = (struct at_once){ .answer = refuse(d, &fault) };
	return true;
}

bool dispatch_private(
	struct dispatch *d, const struct call_order *order, struct waiter *w, struct fault *fault)
{
	struct flight *f = running_start(d, order, (struct span){ NULL, 0 }, fault);

	if (!f)
		return false;
	COUNT(d->env->counters, answer_private);
	f->is_private = true;
	running_join(f, w);
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
