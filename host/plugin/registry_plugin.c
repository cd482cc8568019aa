/* registry_plugin - what a plugin declares, and what becomes of it. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/log.h"
#include "base/phrase.h"
#include "data/scan.h"
#include "host/plugin/registry_inner.h"

/* ---- What was declared. ---- */

/* The plugin's config key as text, for "1..$key". */
static const char *config_text(void *self, struct span key)
{
	const struct plugin *p = self;

	for (uint32_t i = 0; i < p->declared.config.count; i++)
		if (span_is(key, field_at(&p->declared.config, i).name))
			return p->config_texts[i];
	return NULL;
}

static const char *plain_text(struct arena *a, struct span value)
{
	if (scan_kind(value) == SCAN_TEXT)
		return scan_text_copy(value, a);
	if (scan_kind(value) == SCAN_NULL || scan_kind(value) == SCAN_ABSENT)
		return NULL;
	return arena_copy(a, value.at, value.len);
}

static mcp_status read_config(struct plugin *p, struct fault *f)
{
	const mcp_table *table = &p->declared.config;
	struct span json;
	mcp_status s;

	s = config_tool_json(p->config, p->setting, table, &p->config_json, f);
	if (s < 0)
		return s;

	json = buf_as_span(&p->config_json);
	p->config_texts = arena_alloc(&p->arena, (table->count + 1) * sizeof *p->config_texts);
	if (!p->config_texts)
		return fault_set(f, MCP_E_MEMORY, "plugin %s declares too much; split it in two",
			p->setting->name);
	for (uint32_t i = 0; i < table->count; i++)
		p->config_texts[i] = plain_text(&p->arena, scan_get(json, field_at(table, i).name));
	return MCP_OK;
}

struct file_mark plugin_mark(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return (struct file_mark){ 0 };
	return (struct file_mark){
		.device = st.st_dev,
		.inode = st.st_ino,
		.size = st.st_size,
		.changed_s = st.st_mtim.tv_sec,
		.changed_ns = st.st_mtim.tv_nsec,
	};
}

/* Identity of file and settings: an answer of another build is another answer. */
static uint64_t answer_key(struct plugin *p)
{
	const struct config *c = p->config;
	struct buf text;
	uint64_t key;

	buf_init(&text, 2 * DECLARE_MAX);
	buf_printf(&text, "%s|%" PRIx64 "|%s|", p->setting->path, c->hash, c->host.locale);
	buf_put(&text, &p->mark, sizeof p->mark);
	buf_span(&text, buf_as_span(&p->config_json));
	key = span_hash(buf_as_span(&text));
	buf_done(&text);
	return key;
}

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* A tool says how long an answer may be shared, at most; the host's setting may shorten it, the
 * tool's own line in the file decides. A tool that says 0 is never shared. */
static int64_t shared_ms(uint32_t tool_s, int64_t line_s, int64_t host_s)
{
	if (tool_s == 0)
		return 0;
	return (line_s >= 0 ? line_s : smaller(tool_s, host_s)) * 1000;
}

static int64_t deadline_ms(const struct plugin *p, uint32_t own_s)
{
	int64_t s = own_s ? own_s : p->config->limits.call_deadline;

	return s * 1000;
}

static struct tool make_tool(struct plugin *p, const struct declared_tool *declared, uint64_t key)
{
	const struct config *c = p->config;
	const struct tool_setting *line = p->setting;
	bool shared = declared->hints & MCP_READ_ONLY;
	struct tool tool = {
		.declared = declared,
		.plugin = p,
		.setting = line,
		.deadline_ms = deadline_ms(p, declared->deadline_s),
		.key = key,
		.check = { .lookup = config_text, .self = p },
	};

	if (shared) {
		tool.fresh_ms = shared_ms(declared->fresh_s, line->fresh, c->cache.fresh);
		tool.keep_ms = shared_ms(declared->keep_s, line->keep, c->cache.keep);
	}
	if (tool.keep_ms < tool.fresh_ms)
		tool.keep_ms = tool.fresh_ms;
	return tool;
}

static void fill_offers(struct plugin *p)
{
	uint64_t key = answer_key(p);

	for (uint32_t i = 0; i < p->declared.tool_count; i++)
		p->tools[i] = make_tool(p, &p->declared.tools[i], key);
	for (uint32_t i = 0; i < p->declared.prompt_count; i++) {
		const struct declared_prompt *d = &p->declared.prompts[i];

		p->prompts[i] = (struct prompt){ d, p, deadline_ms(p, d->deadline_s) };
	}
	for (uint32_t i = 0; i < p->declared.resource_count; i++) {
		const struct declared_resource *d = &p->declared.resources[i];

		p->resources[i] = (struct resource){ d, p, deadline_ms(p, d->deadline_s) };
	}
}

static mcp_status make_offers(struct plugin *p, struct fault *f)
{
	const struct declared *d = &p->declared;

	p->tools = arena_alloc(&p->arena, (d->tool_count + 1) * sizeof *p->tools);
	p->prompts = arena_alloc(&p->arena, (d->prompt_count + 1) * sizeof *p->prompts);
	p->resources = arena_alloc(&p->arena, (d->resource_count + 1) * sizeof *p->resources);
	if (!p->tools || !p->prompts || !p->resources)
		return fault_set(f, MCP_E_MEMORY, "plugin %s declares too much; split it in two",
			p->setting->name);
	fill_offers(p);
	return MCP_OK;
}

void plugin_adopt(struct plugin *p, struct config *config, const struct tool_setting *setting)
{
	struct config *old = p->config;

	p->config = config_hold(config);
	p->setting = setting;
	if (p->is_declared)
		fill_offers(p);
	config_free(old);
}

mcp_status plugin_declare(struct plugin *p, struct span declaration, struct fault *f)
{
	uint64_t hash = span_hash(declaration);
	mcp_status s;

	if (p->is_declared && p->declaration == hash)
		return MCP_OK;
	if (p->is_declared)
		return fault_set(f, MCP_E_CONFIG,
			"plugin %s was replaced while the host ran; send the host SIGHUP",
			p->setting->name);

	s = declare_parse(declaration, &p->arena, &p->declared, f);
	if (s < 0)
		return s;
	if (strcmp(p->declared.name, p->setting->name) != 0)
		return fault_set(f, MCP_E_CONFIG,
			"the file of %s is the plugin %s; write %s: under tools", p->setting->name,
			p->declared.name, p->declared.name);
	s = read_config(p, f);
	if (s < 0)
		return s;
	s = make_offers(p, f);
	if (s < 0)
		return s;

	p->declaration = hash;
	p->is_declared = true;
	return MCP_OK;
}

/* ---- Ready or refused. ---- */

/* Clients hear that it is gone; why may name paths, and is the operator's to read. */
static void end_its_calls(struct plugin *p)
{
	for (struct call *c = p->registry->calls; c; c = c->next) {
		struct fault f;

		if (c->target.plugin != p || c->over)
			continue;
		call_over(p->registry, c, call_not_on_offer(c->subject, &f), f.text);
	}
}

void plugin_rule_out(struct plugin *p, const char *why)
{
	p->state = PLUGIN_REFUSED;
	p->due_ms = 0;
	(void)snprintf(p->why, sizeof p->why, "%s", why);
	log_warn("plugin refused name=%s why=\"%s\"", p->setting->name, p->why);
	for (struct process *w = p->processes; w; w = w->next)
		process_condemn(w, "the plugin is refused");
	end_its_calls(p);
}

void plugin_ready(struct plugin *p)
{
	p->start_deaths = 0;
	if (p->state == PLUGIN_STARTING) {
		p->state = PLUGIN_READY;
		(void)offer_all(p->registry);
		plugin_settle(p);
		registry_changed(p->registry);
	}
	if (p->state == PLUGIN_READY)
		calls_pump(p);
}

void plugin_refuse(struct plugin *p, const char *why)
{
	if (p->state == PLUGIN_REFUSED)
		return;
	plugin_rule_out(p, why);
	if (p->retired)
		return;
	plugin_settle(p);
	(void)offer_all(p->registry);
	registry_changed(p->registry);
}

void plugin_free(struct plugin *p)
{
	buf_done(&p->config_json);
	arena_done(&p->arena);
	config_free(p->config);
	free(p);
}
