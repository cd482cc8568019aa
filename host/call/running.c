/* running - a run under way, and who waits for it. */
#include "host/call/running.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"

struct flight *running_find(struct dispatch *d, struct span key)
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

static struct answer *answer_of(const struct flight *f, const struct call_end *end)
{
	struct dispatch *d = f->dispatch;
	struct answer_options options = {
		.locale = d->config->host.locale,
		.bytes_max = (size_t)d->config->limits.answer_bytes,
		.began_mono_ms = f->began_mono_ms,
		.wall_ms = clock_wall(&d->env->clock),
		.wraps = f->tool && answer_wraps(f->tool->declared),
	};

	return answer_new(end, &options);
}

static void end_private(struct flight *f, const struct call_end *end)
{
	struct waiter *w = f->waiters;
	struct answer *a = NULL;

	if (!f->left && f->tool && end->fault.status != MCP_E_NEEDS_INPUT) {
		a = answer_of(f, end);
		if (!a)
			a = answer_ref(f->dispatch->no_memory);
	}
	f->waiters = NULL;
	if (w) {
		w->flight = NULL;
		w->ended(w, end, a);
	}
	answer_unref(a);
	free(f);
}

static void on_done(void *self, const struct call_end *end)
{
	struct flight *f = self;
	struct dispatch *d = f->dispatch;
	struct answer *a;

	log_debug("call ended %s status=%s ms=%lld upstream_calls=%u", f->name,
		status_word(end->fault.status),
		(long long)(clock_mono(&d->env->clock) - f->began_mono_ms),
		end->from.upstream_calls);
	f->call = 0;
	unlink_flight(d, f);
	if (f->is_private) {
		end_private(f, end);
		return;
	}
	a = f->left ? NULL : answer_of(f, end);
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

/* What the log calls it. */
static void name_flight(struct flight *f, const struct call_order *o)
{
	static const char *const words[] = {
		[CALL_TOOL] = "tool",
		[CALL_PROMPT] = "prompt",
		[CALL_RESOURCE] = "resource",
		[CALL_COMPLETE] = "completion",
	};
	const char *name = o->tool       ? o->tool->declared->name
	                   : o->prompt   ? o->prompt->declared->name
	                   : o->resource ? o->resource->declared->name
	                                 : "";

	(void)snprintf(f->name, sizeof f->name, "%s=%s", words[o->kind], name);
}

struct flight *running_start(
	struct dispatch *d, const struct call_order *order, struct span key, struct fault *fault)
{
	struct flight *f = calloc(1, sizeof *f + key.len);

	if (!f) {
		(void)fault_set(fault, MCP_E_MEMORY, "out of memory; try again later");
		return NULL;
	}
	f->dispatch = d;
	f->tool = order->tool;
	f->shared = key.len > 0;
	f->background = order->lane == LANE_BACKGROUND;
	f->began_mono_ms = clock_mono(&d->env->clock);
	f->key_len = key.len;
	if (key.len > 0)
		memcpy(f->key, key.at, key.len);
	name_flight(f, order);
	f->call = registry_call(d->registry, order,
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

void running_join(struct flight *f, struct waiter *w)
{
	w->flight = f;
	w->next = f->waiters;
	f->waiters = w;
}
