/* registry_reload - the plugins change while calls run: nothing is ever changed under an open tool.
 *
 * A plugin with new settings or a new file is another struct plugin beside the old one. Until it is
 * ready the old one stays on offer (`before`); then the old one retires: it takes no call any more,
 * ends those it has, and is freed when the last of them and of its workers is gone.
 */
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/log.h"
#include "host/plugin/registry_inner.h"

/* ---- Going. ---- */

static bool has_calls(const struct plugin *p)
{
	for (const struct call *c = p->registry->calls; c; c = c->next)
		if (c->target.plugin == p)
			return true;
	return false;
}

static bool has_waiting(const struct plugin *p)
{
	for (const struct call *c = p->registry->calls; c; c = c->next)
		if (c->target.plugin == p && !c->process && !c->over)
			return true;
	return false;
}

bool plugin_is_over(const struct plugin *p)
{
	return p->retired && !p->processes && !has_calls(p);
}

void plugin_drain(struct plugin *p)
{
	if (has_waiting(p))
		return;
	for (struct process *w = p->processes; w; w = w->next)
		if (w->state <= PROCESS_IDLE)
			process_dismiss(w);
}

static void retire(struct plugin *p)
{
	if (p->retired)
		return;
	log_debug("plugin retires name=%s", p->setting->name);
	p->retired = true;
	p->before = NULL;
	plugin_drain(p);
	registry_arm(p->registry);
}

void registry_sweep(struct registry *r)
{
	struct plugin **at = &r->every;

	while (*at) {
		struct plugin *p = *at;

		if (!plugin_is_over(p)) {
			at = &p->next;
			continue;
		}
		*at = p->next;
		plugin_free(p);
	}
}

/* ---- The one before. ---- */

static void give_back(struct plugin *p)
{
	struct registry *r = p->registry;

	log_warn("plugin goes on as before name=%s", p->setting->name);
	for (uint32_t i = 0; i < r->plugin_count; i++)
		if (r->plugins[i] == p)
			r->plugins[i] = p->before;
	retire(p);
	(void)offer_all(r);
}

void plugin_settle(struct plugin *p)
{
	if (!p->before)
		return;
	if (p->state == PLUGIN_REFUSED) {
		give_back(p);
		return;
	}
	retire(p->before);
	p->before = NULL;
}

/* ---- What stays, what comes. ---- */

/* A change under way: nothing of it is seen before `commit`. */
struct change {
	struct registry *r;
	struct config *config;
	struct plugin **plugins;
	struct fault *fault;
};

static struct plugin *find_plugin(const struct registry *r, const char *name)
{
	for (uint32_t i = 0; i < r->plugin_count; i++)
		if (strcmp(r->plugins[i]->setting->name, name) == 0)
			return r->plugins[i];
	return NULL;
}

/* Its workers would open the same file again. */
static bool same_file(const struct plugin *p, const struct tool_setting *setting)
{
	struct file_mark mark = plugin_mark(setting->path);

	return strcmp(p->setting->path, setting->path) == 0 &&
	       (p->mark.inode == 0 || memcmp(&mark, &p->mark, sizeof mark) == 0);
}

/* Its own keys under the new configuration, in `ret`. */
static mcp_status new_json(const struct change *c, const struct plugin *p,
	const struct tool_setting *setting, struct buf *ret)
{
	buf_init(ret, DECLARE_MAX);
	return config_tool_json(c->config, setting, &p->declared.config, ret, c->fault);
}

/* A key that is wrong for a table we know is found before anything changes. */
static mcp_status check_one(const struct change *c, const struct tool_setting *setting)
{
	CLEANUP(buf_done) struct buf json = { 0 };
	const struct plugin *p = find_plugin(c->r, setting->name);

	if (p && !p->is_declared)
		p = p->before;
	if (!setting->enabled || !p || !p->is_declared || !same_file(p, setting))
		return MCP_OK;
	return new_json(c, p, setting, &json);
}

/* True when `p` is already what the new settings make of it. */
static bool stays(const struct change *c, struct plugin *p, const struct tool_setting *setting)
{
	CLEANUP(buf_done) struct buf json = { 0 };
	struct span old = p ? buf_as_span(&p->config_json) : (struct span){ NULL, 0 };

	if (!p || !setting->enabled || p->state == PLUGIN_OFF)
		return p && !setting->enabled && p->state == PLUGIN_OFF;
	if (p->state == PLUGIN_REFUSED || !same_file(p, setting))
		return false;
	/* It has not been told its settings yet. */
	if (!p->is_declared)
		return true;
	if (new_json(c, p, setting, &json) < 0 || json.len != old.len)
		return false;
	return old.len == 0 || memcmp(json.at, old.at, old.len) == 0;
}

/* The one to be in the place of a setting: one there is, or a new one. */
static struct plugin *choose(const struct change *c, const struct tool_setting *setting)
{
	struct plugin *old = find_plugin(c->r, setting->name);
	struct plugin *before = old ? old->before : NULL;
	struct plugin *p;

	/* The one that serves, when the change was taken back. */
	if (before && stays(c, before, setting))
		return before;
	if (stays(c, old, setting))
		return old;
	p = registry_add(c->r, c->config, setting);
	if (p && setting->enabled)
		p->before = old && old->state == PLUGIN_READY ? old : before;
	return p;
}

static mcp_status prepare(struct change *c)
{
	const struct config *config = c->config;

	for (uint32_t i = 0; i < config->tool_count; i++) {
		mcp_status s = check_one(c, &config->tools[i]);

		if (s < 0)
			return s;
	}
	c->plugins = calloc(config->tool_count + 1, sizeof(struct plugin *));
	for (uint32_t i = 0; c->plugins && i < config->tool_count; i++) {
		c->plugins[i] = choose(c, &config->tools[i]);
		if (!c->plugins[i])
			break;
	}
	if (c->plugins && (config->tool_count == 0 || c->plugins[config->tool_count - 1]))
		return MCP_OK;
	return fault_set(c->fault, MCP_E_MEMORY, "out of memory; try again later");
}

/* ---- The change. ---- */

static void put_in_place(struct change *c)
{
	struct registry *r = c->r;

	free(r->plugins);
	r->plugins = c->plugins;
	r->plugin_count = c->config->tool_count;
	(void)config_hold(c->config);
	config_free(r->config);
	r->config = c->config;
	for (uint32_t i = 0; i < r->plugin_count; i++)
		plugin_adopt(r->plugins[i], c->config, &c->config->tools[i]);
}

static bool has_place(const struct registry *r, const struct plugin *p)
{
	for (uint32_t i = 0; i < r->plugin_count; i++)
		if (r->plugins[i] == p || r->plugins[i]->before == p)
			return true;
	return false;
}

static void retire_the_rest(struct registry *r)
{
	for (struct plugin *p = r->every; p; p = p->next)
		if (!has_place(r, p))
			retire(p);
}

/* Those added since `old` was the first of all. */
static void open_new(struct registry *r, const struct plugin *old)
{
	for (struct plugin *p = r->every; p != old; p = p->next)
		if (p->state == PLUGIN_STARTING && r->started)
			registry_open(p);
	registry_arm(r);
}

static void drop_new(struct registry *r, const struct plugin *old)
{
	while (r->every != old) {
		struct plugin *p = r->every;

		r->every = p->next;
		plugin_free(p);
	}
}

mcp_status registry_reconfigure(struct registry *r, struct config *config, struct fault *f)
{
	struct change c = { .r = r, .config = config, .fault = f };
	const struct plugin *old = r->every;
	mcp_status s = prepare(&c);

	if (s < 0) {
		drop_new(r, old);
		free(c.plugins);
		return s;
	}
	put_in_place(&c);
	retire_the_rest(r);
	open_new(r, old);
	if (offer_all(r))
		registry_changed(r);
	return MCP_OK;
}
