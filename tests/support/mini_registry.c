/* mini_registry - a registry on a loop of its own, for tests. */
#include "support/mini_registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/phrase.h"

#define WATCHDOG_MS 30000

bool mini_is_worker(int argc, char **argv)
{
	return argc > 1 && strcmp(argv[1], "--worker") == 0;
}

/* ---- The loop. ---- */

static void bark(uv_timer_t *timer)
{
	struct mini_registry *m = timer->data;

	m->is_late = true;
	uv_stop(&m->loop);
}

/* Until somebody who is waited for calls uv_stop. */
static void turn(struct mini_registry *m)
{
	(void)uv_run(&m->loop, UV_RUN_DEFAULT);
	if (!m->is_late)
		return;
	(void)fprintf(stderr, "mini_registry: nothing happened for %d ms\n", WATCHDOG_MS);
	abort();
}

void mini_until(struct mini_registry *m, const uint32_t *flag, uint32_t n)
{
	while (*flag < n)
		turn(m);
}

/* ---- The service. ---- */

static mcp_status post(void *self, const struct service_request *request, struct fault *f)
{
	struct mini_registry *m = self;
	struct service_reply reply = { .id = request->id, .fault = m->fault };

	m->asked++;
	uv_stop(&m->loop);
	m->request = request->id;
	(void)snprintf(m->asked_of, sizeof m->asked_of, "%s %s %s", request->plugin,
		request->service, request->op);
	(void)snprintf(m->query, sizeof m->query, "%.*s", (int)request->body.len, request->body.at);
	if (m->fault.status != MCP_OK && m->fault.status != MCP_E_BUSY) {
		*f = m->fault;
		return f->status;
	}
	provenance_init(&reply.from);
	if (m->reports) {
		reply.more = true;
		reply.done = 1;
		reply.total = 2;
		registry_give(m->registry, &reply);
		reply.more = false;
	}
	if (!m->body && m->fault.status == MCP_OK)
		return MCP_OK;
	reply.from.used = true;
	reply.from.upstream_calls = 2;
	reply.body = strdup(m->body ? m->body : "{}");
	reply.body_len = strlen(reply.body);
	registry_give(m->registry, &reply);
	return MCP_OK;
}

static void withdraw(void *self, uint64_t id)
{
	struct mini_registry *m = self;

	(void)id;
	m->withdrawn++;
}

/* ---- Life. ---- */

static void count_change(void *self)
{
	struct mini_registry *m = self;

	m->changes++;
	uv_stop(&m->loop);
}

static void note_told(void *self, uint32_t what, struct span uri)
{
	struct mini_registry *m = self;

	m->told++;
	m->told_what = what;
	(void)snprintf(m->told_uri, sizeof m->told_uri, "%.*s", (int)uri.len, uri.at);
}

static void note_closed(void *self)
{
	struct mini_registry *m = self;

	m->closed = true;
	uv_stop(&m->loop);
}

void mini_open(struct mini_registry *m)
{
	memset(m, 0, sizeof *m);
	phrase_locale("en");
	m->config.refs = 1;
	m->config.host.locale = "en";
	m->config.cache = (struct cache_settings){ .fresh = 60, .keep = 300 };
	m->config.limits = (struct limit_settings){ .ranking_count = 50,
		.call_deadline = 20,
		.calls = 8,
		.workers = 2,
		.worker_start = 10 };
	m->config.tools = m->settings;
	m->env = (struct env){ .clock = clock_real, .counters = &m->counters };
	(void)uv_loop_init(&m->loop);
	(void)uv_timer_init(&m->loop, &m->watchdog);
	m->watchdog.data = m;
	(void)uv_timer_start(&m->watchdog, bark, WATCHDOG_MS, 0);
}

struct tool_setting *mini_add(struct mini_registry *m, const char *folder, const char *name)
{
	uint32_t i = m->config.tool_count++;

	(void)snprintf(m->paths[i], sizeof m->paths[i], "%s/%s.so", folder, name);
	m->settings[i] = (struct tool_setting){
		.name = name, .path = m->paths[i], .enabled = 1, .fresh = -1, .keep = -1
	};
	return &m->settings[i];
}

void mini_start(struct mini_registry *m)
{
	const struct registry_options options = {
		.loop = &m->loop,
		.config = &m->config,
		.env = &m->env,
		.exe = "/proc/self/exe",
		.services = { .post = post, .cancel = withdraw, .self = m },
		.changed = count_change,
		.told = note_told,
		.self = m,
	};

	m->registry = registry_new(&options);
	if (!m->registry)
		abort();
	registry_start(m->registry);
	while (!registry_settled(m->registry))
		turn(m);
}

void mini_stop(struct mini_registry *m)
{
	registry_stop(m->registry, note_closed, m);
}

void mini_close(struct mini_registry *m)
{
	mini_stop(m);
	while (!m->closed)
		turn(m);
	registry_free(m->registry);
	uv_close((uv_handle_t *)&m->watchdog, NULL);
	(void)uv_run(&m->loop, UV_RUN_DEFAULT);
	if (uv_loop_close(&m->loop) < 0)
		abort();
}

/* ---- Calls. ---- */

static void copy_span(char *ret, size_t room, struct span s)
{
	(void)snprintf(ret, room, "%.*s", (int)s.len, s.at ? s.at : "");
}

static void on_progress(void *self, double done, double total, struct span text)
{
	struct mini_call *c = self;

	(void)total;
	(void)text;
	if (c->progress_count++ == 0)
		c->first_progress = done;
	c->progress = done;
}

static void on_log(void *self, int32_t level, struct span text)
{
	struct mini_call *c = self;

	(void)level;
	(void)text;
	c->log_count++;
}

static void on_done(void *self, const struct call_end *end)
{
	struct mini_call *c = self;

	c->ends++;
	uv_stop(&c->mini->loop);
	c->fault = end->fault;
	c->crashed = end->crashed;
	c->from = end->from;
	copy_span(c->text, sizeof c->text, end->text);
	copy_span(c->result, sizeof c->result, end->result);
	copy_span(c->content, sizeof c->content, end->content);
	copy_span(c->structured, sizeof c->structured, end->structured);
	copy_span(c->body, sizeof c->body, end->body);
	copy_span(c->requests, sizeof c->requests, end->requests);
	copy_span(c->kept, sizeof c->kept, end->kept);
	c->is_error = end->is_error;
}

uint64_t mini_order(struct mini_registry *m, const struct call_order *order, struct mini_call *ret)
{
	const struct call_events events = {
		.progress = on_progress, .log = on_log, .done = on_done, .self = ret
	};

	*ret = (struct mini_call){ .mini = m };
	ret->id = registry_call(m->registry, order, &events, &ret->fault);
	return ret->id;
}

uint64_t mini_call(
	struct mini_registry *m, const char *tool, const char *args, struct mini_call *ret)
{
	const struct tool *t = registry_tool(m->registry, span_of(tool));
	const struct call_order order = {
		.kind = CALL_TOOL, .tool = t, .args = span_of(args), .lane = LANE_USER
	};

	if (!t) {
		(void)fprintf(stderr, "mini_registry: no tool %s\n", tool);
		abort();
	}
	return mini_order(m, &order, ret);
}

void mini_wait(struct mini_call *call)
{
	mini_until(call->mini, &call->ends, 1);
}

void mini_run(struct mini_registry *m, const char *tool, const char *args, struct mini_call *ret)
{
	if (mini_call(m, tool, args, ret) != 0)
		mini_wait(ret);
}

struct plugin_report mini_report(struct mini_registry *m, const char *name)
{
	uint32_t i = 0;

	while (strcmp(m->settings[i].name, name) != 0)
		i++;
	return registry_plugin_at(m->registry, i);
}
