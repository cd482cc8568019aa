/* upstream - a queue in, completions out, and one thread between that owns everything upstream.
 *
 * Whatever a service does, each request is completed exactly once: what is under way stands in a
 * list here, and only the first completion of an id passes.
 */
#include "service/upstream.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/log.h"
#include "service/kis_service.h"
#include "service/market.h"
#include "service/upstream_posted.h"
#include "service/upstream_wire.h"

#define IDLE_MS 60000

struct under_way {
	struct under_way *next;
	uint64_t id;
	bool is_market;
	bool is_started;
};

struct upstream {
	struct upstream_options o;
	enum environment environment;
	struct env env; /* what the services see: completions pass through here */
	pthread_t thread;
	bool runs; /* [main] */

	pthread_mutex_t lock; /* guards the four below */
	pthread_cond_t posted;
	struct posted *queue;
	bool stopping;
	struct kis *waking; /* what a post wakes: NULL while there is no wire */

	/* Of the thread. */
	struct kis *kis;
	struct kis_service *raw;
	struct market *market;
	struct under_way *list;
	bool said_where;
	bool behind; /* missing days are fetched without being asked for */
};

/* ---- Completions. ---- */

static bool take_off(struct upstream *u, uint64_t id)
{
	struct under_way **at = &u->list;
	struct under_way *gone;

	while (*at && (*at)->id != id)
		at = &(*at)->next;
	gone = *at;
	if (!gone)
		return false;
	*at = gone->next;
	free(gone);
	return true;
}

static struct under_way *find(const struct upstream *u, uint64_t id)
{
	struct under_way *w = u->list;

	while (w && w->id != id)
		w = w->next;
	return w;
}

static void pass_on(void *self, const struct service_reply *reply)
{
	struct upstream *u = self;
	bool known = reply->more ? find(u, reply->id) != NULL : take_off(u, reply->id);

	if (known)
		u->o.env->complete(u->o.env->self, reply);
	else
		free(reply->body);
}

static void refuse(struct upstream *u, uint64_t id, const struct fault *f)
{
	struct service_reply reply = { .id = id, .fault = *f };

	provenance_init(&reply.from);
	pass_on(u, &reply);
}

/* ---- The services. ---- */

static void close_services(struct upstream *u)
{
	market_free(u->market);
	kis_service_free(u->raw);
	kis_free(u->kis);
	u->market = NULL;
	u->raw = NULL;
	u->kis = NULL;
}

static void say_where(struct upstream *u)
{
	static const char *const names[] = { "real", "demo", "replay" };

	if (!u->said_where)
		log_info("upstream started environment=%s", names[u->environment]);
	u->said_where = true;
}

/* Only real figures outlive the process: the demo's cost nothing and must never stand in for
 * them. */
static bool keeps(const struct upstream *u)
{
	return u->environment == ENVIRONMENT_REAL && u->env.state_dir;
}

/* Failed: the next request tries again, so a repaired installation needs no restart. */
static mcp_status open_services(struct upstream *u, struct fault *f)
{
	struct wire *wire = NULL;
	mcp_status s;

	if (u->kis)
		return MCP_OK;
	s = upstream_wire_open(&u->o, &u->env.clock, &wire, f);
	if (s < 0)
		return s;

	u->kis = kis_new(&(struct kis_options){
		.env = &u->env,
		.settings = u->o.kis,
		.sources = u->o.sources,
		.environment = u->environment,
		.wire = wire,
	});
	if (!u->kis)
		wire->ops->close(wire);
	u->raw = u->kis ? kis_service_new(&u->env, u->kis) : NULL;
	u->market = u->kis ? market_new(&(struct market_options){
				     .env = &u->env,
				     .kis = u->kis,
				     .settings = u->o.market,
				     .hours = u->o.hours,
				     .sources = u->o.sources,
				     .module = keeps(u) ? u->o.module : NULL,
			     })
	                   : NULL;
	if (!u->raw || !u->market) {
		close_services(u);
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	}
	say_where(u);
	if (u->behind)
		market_fill_behind(u->market);
	return MCP_OK;
}

/* ---- The thread. ---- */

static void stop_request(struct upstream *u, uint64_t id)
{
	struct under_way *w = find(u, id);
	struct fault f = { 0 };

	if (w && w->is_started && w->is_market)
		market_cancel(u->market, id);
	else if (w && w->is_started)
		kis_service_cancel(u->raw, id);
	(void)fault_set(&f, MCP_E_CANCELLED, "the call was cancelled");
	refuse(u, id, &f);
}

static void start_request(struct upstream *u, const struct service_request *r)
{
	struct under_way *w = find(u, r->id);
	struct fault f = { 0 };

	if (!w)
		return;
	w->is_market = str_same(r->service, "market/1");
	if (!w->is_market && !str_same(r->service, "kis/1")) {
		(void)fault_set(&f, MCP_E_UNSUPPORTED,
			"this host has no service %s; it has market/1 and kis/1", r->service);
		refuse(u, r->id, &f);
		return;
	}
	if (open_services(u, &f) < 0) {
		refuse(u, r->id, &f);
		return;
	}
	w->is_started = true;
	if (w->is_market)
		market_start(u->market, r);
	else
		kis_service_start(u->raw, r);
}

static bool add(struct upstream *u, uint64_t id)
{
	struct under_way *w = calloc(1, sizeof *w);

	if (!w)
		return false;
	w->id = id;
	w->next = u->list;
	u->list = w;
	return true;
}

static void handle(struct upstream *u, const struct posted *p)
{
	struct service_reply reply = { .id = p->request.id };

	if (p->behind) {
		u->behind = true;
		if (open_services(u, &reply.fault) == MCP_OK)
			market_fill_behind(u->market);
	} else if (p->cancels) {
		stop_request(u, p->request.id);
	} else if (add(u, p->request.id)) {
		start_request(u, &p->request);
	} else {
		provenance_init(&reply.from);
		(void)fault_set(
			&reply.fault, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
		u->o.env->complete(u->o.env->self, &reply);
	}
}

static void handle_all(struct upstream *u, struct posted *p)
{
	while (p) {
		struct posted *next = p->next;

		handle(u, p);
		free(p);
		p = next;
	}
}

/* What was posted, oldest first; waits for it while there is no wire to wait on. False: stop. */
static bool take_posted(struct upstream *u, struct posted **ret)
{
	bool stopping;

	(void)pthread_mutex_lock(&u->lock);
	u->waking = u->kis;
	while (!u->kis && !u->queue && !u->stopping)
		(void)pthread_cond_wait(&u->posted, &u->lock);
	*ret = u->queue;
	u->queue = NULL;
	stopping = u->stopping;
	(void)pthread_mutex_unlock(&u->lock);
	return !stopping;
}

static void stop_all(struct upstream *u)
{
	while (u->list)
		stop_request(u, u->list->id);
	(void)pthread_mutex_lock(&u->lock);
	u->waking = NULL;
	(void)pthread_mutex_unlock(&u->lock);
	close_services(u);
}

static void step(struct upstream *u)
{
	const int64_t wait_ms = market_step(u->market);

	kis_step(u->kis, !u->waking ? 0 : wait_ms < IDLE_MS ? (int)wait_ms : IDLE_MS);
}

static void *run(void *self)
{
	struct upstream *u = self;
	struct posted *p;

	while (take_posted(u, &p)) {
		handle_all(u, p);
		/* What was just opened is not yet known to those who post: look again first. */
		if (u->kis)
			step(u);
	}
	handle_all(u, p);
	stop_all(u);
	return NULL;
}

/* ---- From outside. ---- */

struct upstream *upstream_new(const struct upstream_options *options)
{
	struct upstream *u = calloc(1, sizeof *u);

	if (!u)
		return NULL;
	u->o = *options;
	u->environment = upstream_environment(options->kis);
	u->env = *options->env;
	u->env.complete = pass_on;
	u->env.self = u;
	(void)pthread_mutex_init(&u->lock, NULL);
	(void)pthread_cond_init(&u->posted, NULL);
	return u;
}

static void push(struct upstream *u, struct posted *p)
{
	struct posted **end = &u->queue;

	(void)pthread_mutex_lock(&u->lock);
	while (*end)
		end = &(*end)->next;
	*end = p;
	(void)pthread_cond_signal(&u->posted);
	if (u->waking)
		kis_wakeup(u->waking);
	(void)pthread_mutex_unlock(&u->lock);
}

static bool start_thread(struct upstream *u)
{
	if (!u->runs)
		u->runs = pthread_create(&u->thread, NULL, run, u) == 0;
	return u->runs;
}

mcp_status upstream_post(struct upstream *u, const struct service_request *request)
{
	struct posted *p = posted_copy(request);

	if (!p)
		return MCP_E_MEMORY;
	if (!start_thread(u)) {
		free(p);
		return MCP_E_MEMORY;
	}
	push(u, p);
	return MCP_OK;
}

void upstream_cancel(struct upstream *u, uint64_t id)
{
	struct posted *p = calloc(1, sizeof *p);

	/* Without memory the request runs to its deadline. */
	if (!p)
		return;
	p->cancels = true;
	p->request.id = id;
	if (u->runs)
		push(u, p);
	else
		free(p);
}

void upstream_fill_behind(struct upstream *u)
{
	struct posted *p;

	if (u->environment != ENVIRONMENT_REAL || !start_thread(u))
		return;
	p = calloc(1, sizeof *p);
	if (!p)
		return;
	p->behind = true;
	push(u, p);
}

void upstream_free(struct upstream *u)
{
	if (!u)
		return;
	if (u->runs) {
		(void)pthread_mutex_lock(&u->lock);
		u->stopping = true;
		(void)pthread_cond_signal(&u->posted);
		if (u->waking)
			kis_wakeup(u->waking);
		(void)pthread_mutex_unlock(&u->lock);
		(void)pthread_join(u->thread, NULL);
	}
	(void)pthread_mutex_destroy(&u->lock);
	(void)pthread_cond_destroy(&u->posted);
	free(u);
}
