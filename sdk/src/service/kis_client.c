/* kis_client - asking and cancelling; one folder, limit and token per key. */
#include "service/kis_client.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "base/file.h"
#include "base/log.h"
#include "service/kis_hash.h"
#include "service/kis_inside.h"
#include "service/kis_request.h"

#define FLIGHTS_MAX 4096
#define WAITERS_MAX 16384

/* ---- Asking. ---- */

static bool key_is_sound(const char *text)
{
	return text && token_is_sound(span_of(text));
}

const char *kis_base(const struct kis *k, enum kis_kind kind)
{
	switch (kind) {
	case KIS_MASTER:
		return k->settings->master_url;
	case KIS_DART:
		return k->sources->opendart.base_url;
	case KIS_KRX:
		return k->sources->krx.base_url;
	default:
		return k->settings->base_url;
	}
}

/* OpenDART's or KRX's: NULL without settings or without a value. */
static const char *source_key(const struct kis *k, enum kis_kind kind)
{
	if (!k->sources)
		return NULL;
	return kind == KIS_DART ? k->sources->opendart.api_key : k->sources->krx.api_key;
}

static mcp_status check_key(const struct kis *k, enum kis_kind kind, struct fault *f)
{
	const char *name = kind == KIS_DART ? "opendart.api_key" : "krx.api_key";
	const char *key;

	if (kind == KIS_DART || kind == KIS_KRX) {
		key = source_key(k, kind);
		if (!key || !key[0])
			return fault_set(f, MCP_E_CONFIG,
				"%s is asked only with a key of its own; set %s",
				kis_endpoint_owner(kind), name);
		if (!key_is_sound(key))
			return fault_set(f, MCP_E_CONFIG,
				"%s holds blanks or is too long; set it as %s shows it", name,
				kis_endpoint_owner(kind));
		return MCP_OK;
	}
	if (k->token &&
		(!key_is_sound(k->settings->app_key) || !key_is_sound(k->settings->app_secret)))
		return fault_set(f, MCP_E_CONFIG,
			"kis.app_key or kis.app_secret is missing or holds blanks; set both as KIS "
			"shows them");
	return MCP_OK;
}

static mcp_status check(
	const struct kis *k, const struct kis_endpoint *e, const char *name, struct fault *f)
{
	if (!e || e->kind == KIS_TOKEN)
		return fault_set(f, MCP_E_ARGUMENT,
			"KIS has no quotation or ranking named \"%s\"; give the last part of its path, "
			"like volume-rank",
			name ? name : "");
	if (k->closing)
		return fault_set(f, MCP_E_CANCELLED, "the host is stopping; start it again");
	if (k->flights.count >= FLIGHTS_MAX || k->flights.waiting >= WAITERS_MAX)
		return fault_set(f, MCP_E_BUSY, "too many calls to KIS wait; try again later");
	return check_key(k, e->kind, f);
}

static struct flight *find_or_add(struct kis *k, const struct kis_endpoint *e, char *url)
{
	struct flight *f = flights_find(&k->flights, url);

	if (f) {
		free(url);
		COUNT(k->env->counters, kis_shared);
		return f;
	}
	f = flight_new(k, e, url, kis_body_max(k, e));
	if (f)
		flights_add(&k->flights, f);
	return f;
}

mcp_status kis_send(struct kis *k, const struct kis_call *call, uint64_t *ret_id, struct fault *f)
{
	const struct kis_endpoint *e = kis_endpoint(call->endpoint);
	struct kis_call bounded = *call;
	struct flight *flight;
	char *url = NULL;
	mcp_status s;

	s = check(k, e, call->endpoint, f);
	if (s < 0)
		return s;
	s = kis_request_url(kis_base(k, e->kind),
		&(struct kis_request){ e, call->params, call->param_count }, &url, f);
	if (s < 0)
		return s;

	if (bounded.deadline_mono_ms <= 0)
		bounded.deadline_mono_ms = kis_now(k) + k->settings->deadline * 1000;
	flight = find_or_add(k, e, url);
	if (!flight || !flight_join(flight, k->last_id + 1, &bounded)) {
		if (flight)
			kis_drop_if_left(k, flight);
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	}
	k->flights.waiting++;
	*ret_id = ++k->last_id;
	return MCP_OK;
}

void kis_cancel(struct kis *k, uint64_t id)
{
	struct flight *f = k->flights.first;
	struct waiter *w = k->ending ? flight_take(k->ending, id) : NULL;

	while (!w && f) {
		struct flight *next = f->next;

		w = flight_take(f, id);
		if (w)
			kis_drop_if_left(k, f);
		f = next;
	}
	if (w)
		k->flights.waiting--;
	free(w);
}

void kis_wakeup(struct kis *k)
{
	k->wire->ops->wakeup(k->wire);
}

int64_t kis_calls_per_second(const struct kis *k)
{
	return k->rate ? kis_rate_now(k->rate) : 0;
}

void kis_limits(const struct kis *k, struct kis_limits *ret)
{
	*ret = (struct kis_limits){ .has_key = k->settings->app_key && k->settings->app_key[0] };
	if (!k->rate)
		return;
	ret->limited = true;
	ret->per_second = kis_rate_now(k->rate);
	ret->set = kis_rate_set(k->rate);
	ret->in_use = kis_rate_in_use(k->rate);
}

enum environment kis_environment(const struct kis *k)
{
	return k->environment;
}

/* ---- Beginning and end. ---- */

/* The folder that all processes of one key share; NULL: this process is alone. */
static char *key_folder(const struct kis_options *o)
{
	char hash[KIS_HASH_ROOM];
	struct fault f = { 0 };
	char *folder = NULL;

	if (!o->env->state_dir) {
		log_warn("no state folder: token and limit are not shared with other processes");
		return NULL;
	}
	kis_hash_hex(kis_hash(KIS_HASH_START, span_of(o->settings->app_key)), hash);
	if (asprintf(&folder, "%s/%s", o->env->state_dir, hash) < 0)
		return NULL;
	if (file_make_folder(folder, &f) < 0) {
		log_warn("token and limit are not shared with other processes: %s", f.text);
		free(folder);
		return NULL;
	}
	return folder;
}

static bool log_in_by(struct kis *k, const struct kis_options *o)
{
	CLEANUP(freep) char *folder = key_folder(o);

	k->rate = kis_rate_new(&o->env->clock, o->settings->requests_per_second, folder);
	if (!k->rate)
		return false;
	k->token = kis_token_new(&(struct kis_token_options){
		.env = o->env,
		.settings = o->settings,
		.wire = o->wire,
		.rate = k->rate,
		.folder = folder,
	});
	return k->token;
}

struct kis *kis_new(const struct kis_options *o)
{
	struct kis *k = calloc(1, sizeof *k);

	if (!k)
		return NULL;
	k->env = o->env;
	k->settings = o->settings;
	k->sources = o->sources;
	k->environment = o->environment;
	k->wire = o->wire;
	if (o->environment == ENVIRONMENT_REAL && !log_in_by(k, o)) {
		kis_rate_free(k->rate);
		free(k);
		return NULL;
	}
	return k;
}

void kis_free(struct kis *k)
{
	struct fault f = { 0 };

	if (!k)
		return;
	k->closing = true;
	(void)fault_set(&f, MCP_E_CANCELLED, "the host is stopping; start it again");
	while (k->flights.first)
		kis_finish(k, k->flights.first, &f);
	kis_token_free(k->token);
	kis_rate_free(k->rate);
	k->wire->ops->close(k->wire);
	free(k);
}
