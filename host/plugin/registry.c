/* registry - the plugins that are on, their workers, and calls to them. */
#include "host/plugin/registry_inner.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "data/scan.h"

#define PLUGIN_BYTES (4 * 1024 * 1024) /* of one declaration as the core keeps it */

int64_t registry_now(struct registry *r)
{
	return (int64_t)uv_now(r->loop);
}

void registry_changed(struct registry *r)
{
	r->settled = r->settled || registry_settled(r);
	if (r->changed && !r->stopping)
		r->changed(r->self);
}

void registry_clean_text(struct span text, char *ret, size_t room)
{
	struct buf plain;

	buf_init(&plain, 64 * 1024);
	ret[0] = '\0';
	if (scan_kind(text) == SCAN_TEXT && scan_text(text, &plain))
		(void)utf8_clean(buf_as_span(&plain), ret, room - 1);
	buf_done(&plain);
}

/* ---- The timer. ---- */

static void sooner(int64_t *soonest, int64_t due)
{
	if (due > 0 && (*soonest == 0 || due < *soonest))
		*soonest = due;
}

static int64_t plugin_due(const struct plugin *p, int64_t now)
{
	int64_t soonest = plugin_is_over(p) ? now : p->due_ms;

	if (p->state == PLUGIN_STARTING && p->settle_ms > now)
		sooner(&soonest, p->settle_ms);
	for (const struct process *w = p->processes; w; w = w->next)
		sooner(&soonest, w->due_ms);
	return soonest;
}

static void plugin_tick(struct plugin *p, int64_t now)
{
	for (struct process *w = p->processes; w; w = w->next)
		process_tick(w, now);
	if (p->due_ms == 0 || p->due_ms > now)
		return;

	p->due_ms = 0;
	if (p->state == PLUGIN_STARTING && !p->retired)
		process_start(p);
	else
		calls_pump(p);
}

/* Somebody may wait for the slow ones no longer than settle_ms. */
static void tell_settled(struct registry *r)
{
	if (r->settled || !registry_settled(r))
		return;
	r->settled = true;
	registry_changed(r);
}

static void on_timer(uv_timer_t *timer)
{
	struct registry *r = timer->data;
	int64_t now = registry_now(r);

	for (struct plugin *p = r->every; p; p = p->next)
		plugin_tick(p, now);
	calls_tick(r, now);
	tell_settled(r);
	registry_sweep(r);
	registry_arm(r);
}

void registry_arm(struct registry *r)
{
	int64_t now = registry_now(r);
	int64_t soonest = calls_due(r, now);
	int64_t wait;

	if (r->stopping)
		return;
	for (const struct plugin *p = r->every; p; p = p->next)
		sooner(&soonest, plugin_due(p, now));
	if (soonest == 0) {
		(void)uv_timer_stop(&r->timer);
		return;
	}

	wait = soonest > now ? soonest - now : 0;
	(void)uv_timer_start(&r->timer, on_timer, (uint64_t)wait, 0);
}

/* ---- Life. ---- */

static void on_child(uv_signal_t *reaper, int signal)
{
	(void)signal;
	process_reap_all(reaper->data);
}

struct plugin *registry_add(
	struct registry *r, struct config *config, const struct tool_setting *setting)
{
	struct plugin *p = calloc(1, sizeof *p);

	if (!p)
		return NULL;
	p->registry = r;
	p->config = config_hold(config);
	p->setting = setting;
	p->state = setting->enabled ? PLUGIN_STARTING : PLUGIN_OFF;
	arena_init(&p->arena, PLUGIN_BYTES);
	buf_init(&p->config_json, DECLARE_MAX);
	p->next = r->every;
	r->every = p;
	return p;
}

static bool add_all(struct registry *r)
{
	struct config *c = r->config;

	for (uint32_t i = 0; i < c->tool_count; i++) {
		r->plugins[i] = registry_add(r, c, &c->tools[i]);
		if (!r->plugins[i])
			return false;
		r->plugin_count++;
	}
	return true;
}

struct registry *registry_new(const struct registry_options *options)
{
	struct registry *r = calloc(1, sizeof *r);
	uint32_t n = options->config->tool_count;

	if (!r)
		return NULL;
	r->config = config_hold(options->config);
	r->exe = strdup(options->exe);
	r->plugins = calloc(n ? n : 1, sizeof(struct plugin *));
	if (!r->exe || !r->plugins || !add_all(r)) {
		registry_free(r);
		return NULL;
	}

	r->loop = options->loop;
	r->env = options->env;
	r->services = options->services;
	r->changed = options->changed;
	r->told = options->told;
	r->self = options->self;
	(void)uv_timer_init(r->loop, &r->timer);
	(void)uv_signal_init(r->loop, &r->reaper);
	r->timer.data = r;
	r->reaper.data = r;
	r->handles = 2;
	return r;
}

void registry_open(struct plugin *p)
{
	struct registry *r = p->registry;

	p->settle_ms = registry_now(r) + r->config->limits.worker_start * 1000;
	process_start(p);
}

void registry_start(struct registry *r)
{
	if (r->started || r->stopping)
		return;
	r->started = true;
	uv_update_time(r->loop);
	(void)uv_signal_start(&r->reaper, on_child, SIGCHLD);
	for (uint32_t i = 0; i < r->plugin_count; i++)
		if (r->plugins[i]->state == PLUGIN_STARTING)
			registry_open(r->plugins[i]);
	registry_arm(r);
}

bool registry_settled(const struct registry *r)
{
	int64_t now = (int64_t)uv_now(r->loop);

	if (!r->started)
		return false;
	for (uint32_t i = 0; i < r->plugin_count; i++)
		if (r->plugins[i]->state == PLUGIN_STARTING && now < r->plugins[i]->settle_ms)
			return false;
	return true;
}

static void on_closed(uv_handle_t *handle)
{
	struct registry *r = handle->data;

	if (--r->handles == 0 && r->closed)
		r->closed(r->closed_self);
}

void registry_process_gone(struct registry *r)
{
	if (!r->stopping || uv_is_closing((uv_handle_t *)&r->timer))
		return;
	for (const struct plugin *p = r->every; p; p = p->next)
		if (p->processes)
			return;
	uv_close((uv_handle_t *)&r->timer, on_closed);
	uv_close((uv_handle_t *)&r->reaper, on_closed);
}

static void condemn_all(struct plugin *p)
{
	for (struct process *w = p->processes; w; w = w->next)
		process_condemn(w, "the host stops");
}

void registry_stop(struct registry *r, void (*closed)(void *self), void *self)
{
	if (r->stopping)
		return;
	r->stopping = true;
	r->closed = closed;
	r->closed_self = self;
	calls_cancel_all(r);
	for (struct plugin *p = r->every; p; p = p->next)
		condemn_all(p);
	calls_tick(r, 0);
	registry_process_gone(r);
}

void registry_free(struct registry *r)
{
	if (!r)
		return;
	while (r->every) {
		struct plugin *p = r->every;

		r->every = p->next;
		plugin_free(p);
	}
	config_free(r->config);
	free(r->plugins);
	offer_done(&r->offer);
	free(r->exe);
	free(r);
}

/* ---- Looking. ---- */

uint32_t registry_plugin_count(const struct registry *r)
{
	return r->plugin_count;
}

struct plugin_report registry_plugin_at(const struct registry *r, uint32_t i)
{
	static const char *const words[] = { [PLUGIN_OFF] = "off",
		[PLUGIN_STARTING] = "starting",
		[PLUGIN_READY] = "ready",
		[PLUGIN_REFUSED] = "refused" };
	const struct plugin *p = r->plugins[i];

	return (struct plugin_report){
		.name = p->setting->name,
		.path = p->setting->path,
		.version = p->is_declared ? p->declared.version : NULL,
		.license = p->is_declared ? p->declared.license : NULL,
		.state = words[p->state],
		.why = p->state == PLUGIN_REFUSED ? p->why : NULL,
		.tools = p->state == PLUGIN_READY ? p->declared.tool_count : 0,
		.prompts = p->state == PLUGIN_READY ? p->declared.prompt_count : 0,
		.resources = p->state == PLUGIN_READY ? p->declared.resource_count : 0,
		.line = p->setting->line,
	};
}
