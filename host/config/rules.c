/* rules - what settings must be to each other. */
#include "host/config/rules.h"

#include "base/clock.h"

static mcp_status check_secret(
	struct loader *l, const char *section, const char *key, const char *value)
{
	if (!value)
		return MCP_OK;
	for (const char *c = value; *c; c++) {
		if (*c <= ' ' || *c > '~')
			return origin_fault(section_origin(l, section, key), l->fault,
				"the value of %s.%s has a blank or a character no key has; "
				"copy it again",
				section, key);
	}
	return MCP_OK;
}

static mcp_status check_pair(struct loader *l)
{
	const struct kis_settings *kis = &l->config->kis;
	const char *there = section_variable("kis", kis->app_key ? "app_key" : "app_secret");
	const char *missing = section_variable("kis", kis->app_key ? "app_secret" : "app_key");

	if (!kis->app_key == !kis->app_secret)
		return MCP_OK;
	return fault_set(l->fault, MCP_E_CONFIG,
		"%s is set and %s is not; set both, or neither for the demo market", there,
		missing);
}

static mcp_status check_environment(struct loader *l)
{
	const struct kis_settings *kis = &l->config->kis;
	struct origin here = section_origin(l, "kis", "environment");

	if (str_same(kis->environment, "real") && !kis->app_key)
		return origin_fault(here, l->fault,
			"kis.environment is real and there is no key; "
			"set %s and %s, or choose demo",
			section_variable("kis", "app_key"), section_variable("kis", "app_secret"));
	if (str_same(kis->environment, "replay") && !kis->replay)
		return origin_fault(here, l->fault,
			"kis.environment is replay and kis.replay is empty; "
			"name the folder to answer from");
	return MCP_OK;
}

/* A key is sent there, so nothing but TLS will do. */
static mcp_status check_url(struct loader *l, const char *section, const char *key, const char *url)
{
	static const char scheme[] = "https://";

	if (url && strncmp(url, scheme, sizeof scheme - 1) == 0 && url[sizeof scheme - 1])
		return MCP_OK;
	return origin_fault(section_origin(l, section, key), l->fault,
		"%s.%s does not begin with https://; give a whole address", section, key);
}

static mcp_status check_demo_clock(struct loader *l)
{
	const char *text = l->config->kis.demo_clock;
	int64_t wall_ms;

	if (!text || kst_from_text(text, &wall_ms))
		return MCP_OK;
	return origin_fault(section_origin(l, "kis", "demo_clock"), l->fault,
		"kis.demo_clock is no time; write it like 2026-11-23T10:24:00+09:00");
}

static mcp_status check_cache(struct loader *l)
{
	const struct cache_settings *cache = &l->config->cache;
	struct origin keep = section_origin(l, "cache", "keep");
	struct origin fresh = section_origin(l, "cache", "fresh");

	if (cache->keep >= cache->fresh)
		return MCP_OK;
	return origin_fault(keep.variable || keep.file ? keep : fresh, l->fault,
		"%s.keep is %lld s, less than its fresh of %lld s; make it as long or longer",
		"cache", (long long)cache->keep, (long long)cache->fresh);
}

static mcp_status check_keys(struct loader *l)
{
	const struct config *c = l->config;
	mcp_status s;

	s = check_secret(l, "kis", "app_key", c->kis.app_key);
	if (s == MCP_OK)
		s = check_secret(l, "kis", "app_secret", c->kis.app_secret);
	if (s == MCP_OK)
		s = check_secret(l, "opendart", "api_key", c->sources.opendart.api_key);
	if (s == MCP_OK)
		s = check_secret(l, "krx", "api_key", c->sources.krx.api_key);
	return s;
}

static mcp_status check_urls(struct loader *l)
{
	const struct config *c = l->config;
	mcp_status s;

	s = check_url(l, "kis", "base_url", c->kis.base_url);
	if (s == MCP_OK)
		s = check_url(l, "kis", "master_url", c->kis.master_url);
	if (s == MCP_OK)
		s = check_url(l, "opendart", "base_url", c->sources.opendart.base_url);
	if (s == MCP_OK)
		s = check_url(l, "krx", "base_url", c->sources.krx.base_url);
	return s;
}

mcp_status rules_check(struct loader *l)
{
	mcp_status s = check_pair(l);

	if (s == MCP_OK)
		s = check_keys(l);
	if (s == MCP_OK)
		s = check_environment(l);
	if (s == MCP_OK)
		s = check_urls(l);
	if (s == MCP_OK)
		s = check_demo_clock(l);
	if (s == MCP_OK)
		s = check_cache(l);
	return s;
}
