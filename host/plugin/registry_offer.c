/* registry_offer - what clients are offered: tools, prompts and resources of the plugins that are
 * ready. */
#include <stdlib.h>
#include <string.h>

#include "data/uri_template.h"
#include "host/plugin/registry_inner.h"

bool declared_needs(const struct declared *d, const char *service)
{
	size_t len = strlen(service);

	for (uint32_t i = 0; i < d->need_count; i++)
		if (strncmp(d->needs[i], service, len) == 0 &&
			(d->needs[i][len] == '\0' || strcmp(d->needs[i] + len, "?") == 0))
			return true;
	return false;
}

/* ---- Making: names are taken by plugins that stand earlier in the file. ---- */

static mcp_status check_tools(const struct registry *r, const struct plugin *p, struct fault *f)
{
	for (uint32_t i = 0; i < p->declared.tool_count; i++) {
		const char *name = p->declared.tools[i].name;
		const struct tool *other = registry_tool(r, span_of(name));

		if (other)
			return fault_set(f, MCP_E_CONFIG,
				"plugins %s and %s both offer a tool named %s; turn one of them off",
				other->plugin->setting->name, p->setting->name, name);
	}
	return MCP_OK;
}

static mcp_status check_prompts(const struct registry *r, const struct plugin *p, struct fault *f)
{
	for (uint32_t i = 0; i < p->declared.prompt_count; i++) {
		const char *name = p->declared.prompts[i].name;
		const struct prompt *other = registry_prompt(r, span_of(name));

		if (other)
			return fault_set(f, MCP_E_CONFIG,
				"plugins %s and %s both offer a prompt named %s; turn one of them off",
				other->plugin->setting->name, p->setting->name, name);
	}
	return MCP_OK;
}

/* A URI or a template as it is written. */
static const struct resource *find_resource(const struct registry *r, struct span uri)
{
	for (uint32_t i = 0; i < r->offer.resource_count; i++)
		if (span_is(uri, r->offer.resources[i]->declared->uri))
			return r->offer.resources[i];
	return NULL;
}

static mcp_status check_resources(const struct registry *r, const struct plugin *p, struct fault *f)
{
	for (uint32_t i = 0; i < p->declared.resource_count; i++) {
		const char *uri = p->declared.resources[i].uri;
		const struct resource *other = find_resource(r, span_of(uri));

		if (other)
			return fault_set(f, MCP_E_CONFIG,
				"plugins %s and %s both offer the resource %s; turn one of them off",
				other->plugin->setting->name, p->setting->name, uri);
	}
	return MCP_OK;
}

static mcp_status offer_plugin(struct registry *r, struct plugin *p, struct fault *f)
{
	struct offer *o = &r->offer;

	if (check_tools(r, p, f) < 0 || check_prompts(r, p, f) < 0 || check_resources(r, p, f) < 0)
		return f->status;
	for (uint32_t i = 0; i < p->declared.tool_count; i++)
		o->tools[o->tool_count++] = &p->tools[i];
	for (uint32_t i = 0; i < p->declared.prompt_count; i++)
		o->prompts[o->prompt_count++] = &p->prompts[i];
	for (uint32_t i = 0; i < p->declared.resource_count; i++)
		o->resources[o->resource_count++] = &p->resources[i];
	return MCP_OK;
}

void offer_done(struct offer *o)
{
	free(o->tools);
	free(o->prompts);
	free(o->resources);
	*o = (struct offer){ .tools = NULL };
}

static bool make_room(struct registry *r)
{
	struct offer *o = &r->offer;
	size_t tools = 1;
	size_t prompts = 1;
	size_t resources = 1;

	for (const struct plugin *p = r->every; p; p = p->next) {
		tools += p->declared.tool_count;
		prompts += p->declared.prompt_count;
		resources += p->declared.resource_count;
	}
	o->tools = calloc(tools, sizeof(const struct tool *));
	o->prompts = calloc(prompts, sizeof(const struct prompt *));
	o->resources = calloc(resources, sizeof(const struct resource *));
	return o->tools && o->prompts && o->resources;
}

static bool same_things(const void *a, uint32_t a_count, const void *b, uint32_t b_count)
{
	return a_count == b_count && (a_count == 0 || memcmp(a, b, a_count * sizeof(void *)) == 0);
}

static bool same_offer(const struct offer *a, const struct offer *b)
{
	return same_things(a->tools, a->tool_count, b->tools, b->tool_count) &&
	       same_things(a->prompts, a->prompt_count, b->prompts, b->prompt_count) &&
	       same_things(a->resources, a->resource_count, b->resources, b->resource_count);
}

/* One that starts leaves its place to the one before it. */
static struct plugin *serving(struct plugin *p)
{
	return p->state == PLUGIN_STARTING && p->before ? p->before : p;
}

/* Rebuilt in the order of the file, so that who came first in time decides nothing. */
bool offer_all(struct registry *r)
{
	struct offer old = r->offer;
	struct fault f;
	bool same;

	r->offer = (struct offer){ .tools = NULL };
	if (!make_room(r))
		offer_done(&r->offer);
	for (uint32_t i = 0; i < r->plugin_count && r->offer.tools; i++) {
		struct plugin *p = serving(r->plugins[i]);

		if (p->state == PLUGIN_READY && offer_plugin(r, p, &f) < 0)
			plugin_rule_out(p, f.text);
	}
	same = same_offer(&old, &r->offer);
	offer_done(&old);
	return !same;
}

/* ---- Looking. ---- */

uint32_t registry_tool_count(const struct registry *r)
{
	return r->offer.tool_count;
}

const struct tool *registry_tool_at(const struct registry *r, uint32_t i)
{
	return i < r->offer.tool_count ? r->offer.tools[i] : NULL;
}

const struct tool *registry_tool(const struct registry *r, struct span name)
{
	for (uint32_t i = 0; i < r->offer.tool_count; i++)
		if (span_is(name, r->offer.tools[i]->declared->name))
			return r->offer.tools[i];
	return NULL;
}

bool registry_tool_asks(const struct tool *t)
{
	return declared_needs(&t->plugin->declared, "ask/1");
}

uint32_t registry_prompt_count(const struct registry *r)
{
	return r->offer.prompt_count;
}

const struct prompt *registry_prompt_at(const struct registry *r, uint32_t i)
{
	return i < r->offer.prompt_count ? r->offer.prompts[i] : NULL;
}

const struct prompt *registry_prompt(const struct registry *r, struct span name)
{
	for (uint32_t i = 0; i < r->offer.prompt_count; i++)
		if (span_is(name, r->offer.prompts[i]->declared->name))
			return r->offer.prompts[i];
	return NULL;
}

uint32_t registry_resource_count(const struct registry *r)
{
	return r->offer.resource_count;
}

const struct resource *registry_resource_at(const struct registry *r, uint32_t i)
{
	return i < r->offer.resource_count ? r->offer.resources[i] : NULL;
}

const struct resource *registry_template(const struct registry *r, struct span uri_template)
{
	const struct resource *found = find_resource(r, uri_template);

	return found && found->declared->is_template ? found : NULL;
}

/* Of those that match, the one with the most literal characters; the first of equals. */
static const struct resource *match_templates(
	const struct registry *r, struct span uri, struct buf *ret)
{
	const struct resource *best = NULL;
	size_t start = ret->len;
	size_t most = 0;

	for (uint32_t i = 0; i < r->offer.resource_count; i++) {
		const struct declared_resource *d = r->offer.resources[i]->declared;
		size_t literals = d->is_template ? uri_template_literals(d->uri) : 0;
		size_t end = ret->len;

		if (!d->is_template || (best && literals <= most) ||
			!uri_template_match(d->uri, uri, ret))
			continue;
		memmove(ret->at + start, ret->at + end, ret->len - end);
		ret->len -= end - start;
		best = r->offer.resources[i];
		most = literals;
	}
	return best;
}

const struct resource *registry_resource_for(
	const struct registry *r, struct span uri, struct buf *ret_variables)
{
	const struct resource *found = find_resource(r, uri);

	if (!found || found->declared->is_template)
		return match_templates(r, uri, ret_variables);
	buf_puts(ret_variables, "{}");
	return found;
}
