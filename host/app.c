/* app - everything that runs, tied together: loop, configuration, plugins, services, answers. */
#include "host/app.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "base/phrase.h"

struct queued_reply {
	struct queued_reply *next;
	struct service_reply reply;
};

/* ---- Services: asked by workers, answered through one queue. ---- */

/* [any] */
static void on_complete(void *self, const struct service_reply *reply)
{
	struct app *a = self;
	struct queued_reply *q = calloc(1, sizeof *q);

	if (!q) {
		free(reply->body); /* the call ends at its deadline */
		log_error("an answer was lost reason=\"out of memory\"");
		return;
	}
	q->reply = *reply;
	uv_mutex_lock(&a->lock);
	*a->replies_end = q;
	a->replies_end = &q->next;
	uv_mutex_unlock(&a->lock);
	(void)uv_async_send(&a->completed);
}

static struct queued_reply *take_replies(struct app *a)
{
	struct queued_reply *q;

	uv_mutex_lock(&a->lock);
	q = a->replies;
	a->replies = NULL;
	a->replies_end = &a->replies;
	uv_mutex_unlock(&a->lock);
	return q;
}

static void on_completed(uv_async_t *async)
{
	struct app *a = async->data;
	struct queued_reply *q = take_replies(a);

	while (q) {
		struct queued_reply *next = q->next;

		if (a->replied)
			a->replied(a->replied_self, &q->reply);
		else
			registry_give(a->registry, &q->reply);
		free(q);
		q = next;
	}
}

static mcp_status post(void *self, const struct service_request *request, struct fault *f)
{
	struct app *a = self;
	struct service_reply reply;
	mcp_status s;

	if (str_same(request->service, "cache/1")) {
		reply = tool_cache_answer(a->cache, request);
		on_complete(a, &reply);
		return MCP_OK;
	}
	if (!str_same(request->service, "market/1") && !str_same(request->service, "kis/1"))
		return fault_set(
			f, MCP_E_UNSUPPORTED, "this host has no service \"%s\"", request->service);
	s = upstream_post(a->upstream, request);
	return s < 0 ? fault_set(f, s, "the data source cannot be asked now; try again later") : s;
}

static void cancel(void *self, uint64_t id)
{
	struct app *a = self;

	upstream_cancel(a->upstream, id);
}

static void on_changed(void *self)
{
	struct app *a = self;

	server_changed(&a->server);
	if (a->changed)
		a->changed(a->changed_self);
}

static void on_told(void *self, uint32_t what, struct span uri)
{
	struct app *a = self;

	server_told(&a->server, what, uri);
}

/* ---- Making the parts. ---- */

/* The private modules lie beside the executable, or in the library folder when installed. */
static void find_module(struct app *a, const char *name, char *ret)
{
	static const char *const places[] = {
		"%s/%s",
		"%s/../lib/mcp-volume-ranking/%s",
		"%s/../lib/x86_64-linux-gnu/mcp-volume-ranking/%s",
		"%s/../lib/aarch64-linux-gnu/mcp-volume-ranking/%s",
	};

	for (size_t i = 0; i < COUNT_OF(places); i++) {
		CLEANUP(freep) char *path = NULL;

		/* NOLINTNEXTLINE(clang-diagnostic-format-nonliteral): rows of the table above. */
		if (asprintf(&path, places[i], a->exe_dir, name) < 0)
			return;
		(void)snprintf(ret, sizeof a->module, "%s", path);
		if (access(path, R_OK) == 0)
			return;
	}
}

static mcp_status find_executable(struct app *a, struct fault *f)
{
	ssize_t n = readlink("/proc/self/exe", a->exe, sizeof a->exe - 1);
	char *slash;

	if (n <= 0)
		return fault_set(f, MCP_E_CONFIG, "/proc is not there; mount it and start again");
	a->exe[n] = '\0';
	memcpy(a->exe_dir, a->exe, (size_t)n + 1);
	slash = strrchr(a->exe_dir, '/');
	if (slash)
		*slash = '\0';
	find_module(a, "mcp-upstream.so", a->module);
	find_module(a, "mcp-crypt.so", a->crypt);
	return MCP_OK;
}

static mcp_status load_config(struct app *a, const char *path, struct fault *f)
{
	struct config_source source = {
		.path = path,
		.exe_dir = a->exe_dir,
		.environ = (const char *const *)environ,
	};
	int level;
	mcp_status s = config_load(&source, &a->config, f);

	if (s == MCP_OK)
		s = config_check_tools(a->config, f);
	if (s < 0) {
		config_free(a->config);
		a->config = NULL;
		return s;
	}
	if (log_level_from_word(a->config->log.level, &level))
		log_level(level);
	phrase_locale(a->config->host.locale);
	return MCP_OK;
}

/* The demo market may be given its own time; then everything lives in it. */
static struct clock choose_clock(const struct config *c)
{
	int64_t start_ms;

	if (upstream_environment(&c->kis) == ENVIRONMENT_DEMO && c->kis.demo_clock &&
		kst_from_text(c->kis.demo_clock, &start_ms))
		return clock_shifted(start_ms);
	return clock_real;
}

static bool make_parts(struct app *a)
{
	a->env = (struct env){
		.clock = choose_clock(a->config),
		.counters = &a->counters,
		.state_dir = a->config->state_dir,
		.complete = on_complete,
		.self = a,
	};
	a->upstream = upstream_new(&(struct upstream_options){
		.env = &a->env,
		.kis = &a->config->kis,
		.sources = &a->config->sources,
		.market = &a->config->market,
		.hours = &a->config->market_hours,
		.module = a->module,
	});
	a->cache = tool_cache_new(&a->env);
	a->registry = registry_new(&(struct registry_options){
		.loop = &a->loop,
		.config = a->config,
		.env = &a->env,
		.exe = a->exe,
		.services = { .post = post, .cancel = cancel, .self = a },
		.changed = on_changed,
		.told = on_told,
		.self = a,
	});
	if (!a->upstream || !a->cache || !a->registry)
		return false;
	a->dispatch = dispatch_new(&(struct dispatch_options){
		.registry = a->registry,
		.config = a->config,
		.env = &a->env,
	});
	return a->dispatch != NULL;
}

static void start_loop(struct app *a)
{
	(void)uv_loop_init(&a->loop);
	(void)uv_mutex_init(&a->lock);
	a->replies_end = &a->replies;
	(void)uv_async_init(&a->loop, &a->completed, on_completed);
	a->completed.data = a;
	uv_unref((uv_handle_t *)&a->completed);
	a->server.loop = &a->loop;
	a->server.config = a->config;
	a->server.env = &a->env;
	a->server.crypt = a->crypt;
	server_init(&a->server);
}

mcp_status app_init(struct app *a, const char *config_path, struct fault *f)
{
	mcp_status s;

	*a = (struct app){ 0 };
	s = find_executable(a, f);
	if (s < 0)
		return s;
	s = load_config(a, config_path, f);
	if (s < 0)
		return s;

	start_loop(a);
	if (!make_parts(a)) {
		app_done(a);
		return fault_set(f, MCP_E_MEMORY, "out of memory; close something and start again");
	}
	a->server.registry = a->registry;
	a->server.dispatch = a->dispatch;
	return MCP_OK;
}

/* ---- Ending. ---- */

static void drop_replies(struct app *a)
{
	struct queued_reply *q = take_replies(a);

	while (q) {
		struct queued_reply *next = q->next;

		free(q->reply.body);
		free(q);
		q = next;
	}
}

void app_done(struct app *a)
{
	if (a->registry)
		registry_stop(a->registry, NULL, NULL);
	upstream_free(a->upstream);
	server_done(&a->server);
	if (!uv_is_closing((uv_handle_t *)&a->completed))
		uv_close((uv_handle_t *)&a->completed, NULL);
	/* Again after an uv_stop that nobody has noticed yet: then the first run does nothing. */
	while (uv_run(&a->loop, UV_RUN_DEFAULT) != 0)
		continue;
	drop_replies(a);
	dispatch_free(a->dispatch);
	registry_free(a->registry);
	tool_cache_free(a->cache);
	(void)uv_loop_close(&a->loop);
	uv_mutex_destroy(&a->lock);
	config_free(a->config);
	*a = (struct app){ 0 };
}

void app_fill_behind(struct app *a)
{
	upstream_fill_behind(a->upstream);
}

void app_log_statistics(const struct app *a)
{
	struct dispatch_state s = dispatch_state(a->dispatch);

#define LOG_COUNTER(member, name) \
	log_warn("statistics " name "=%llu", (unsigned long long)atomic_load_explicit( \
						     &a->counters.member, memory_order_relaxed));
	COUNTERS(LOG_COUNTER)
#undef LOG_COUNTER
	log_warn(
		"statistics answers.kept=%u answers.kept_bytes=%zu answers.evictions=%llu flights=%u",
		s.kept, s.kept_bytes, (unsigned long long)s.evictions, s.flights);
}
