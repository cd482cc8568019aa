/* declare_offers - prompts and resources of a declaration, as the core reads them. */
#include <stdio.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "data/declare_json.h"
#include "data/declare_members.h"
#include "data/declare_rules.h"

mcp_status declare_read_extras(
	const struct parse *p, struct span object, const char *what, const struct extras *extras)
{
	mcp_status s = members_json(p, object, "icons", SCAN_ARRAY, extras->icons);

	if (s == MCP_OK)
		s = members_json(p, object, "meta", SCAN_OBJECT, extras->meta);
	if (s == MCP_OK && extras->annotations)
		s = members_json(p, object, "annotations", SCAN_OBJECT, extras->annotations);
	if (s == MCP_OK)
		s = declare_check_icons(scan_get(object, "icons"), what, p->f);
	if (s == MCP_OK && extras->annotations)
		s = declare_check_annotations(scan_get(object, "annotations"), what, p->f);
	return s;
}

static bool is_true(struct span object, const char *name)
{
	return scan_kind(scan_get(object, name)) == SCAN_TRUE;
}

/* ---- Prompts. ---- */

static mcp_status read_prompt(
	const struct parse *p, struct span object, mcp_prompt *prompts, uint32_t i)
{
	mcp_prompt *prompt = &prompts[i];
	const struct text_rule texts[] = {
		{ "name", 64, &prompt->name },
		{ "title", 200, &prompt->title },
		{ "help", 8000, &prompt->help },
	};
	const struct number_rule numbers[] = { { "deadline_s", &prompt->deadline_s } };
	mcp_status s =
		members_known(p, object, "name|title|help|args|icons|meta|completes|deadline_s");

	if (s == MCP_OK)
		s = members_texts(p, object, texts, COUNT_OF(texts));
	if (s == MCP_OK)
		s = members_numbers(p, object, numbers, COUNT_OF(numbers));
	if (s == MCP_OK)
		s = members_table(p, object, "args", &prompt->args);
	return s < 0 ? s : declare_check_prompt(prompts, i, false, p->f);
}

static mcp_status take_prompt(const struct parse *p, struct span object, mcp_prompt *prompts,
	uint32_t i, struct declared_prompt *ret)
{
	char what[DECLARE_SUBJECT];
	mcp_status s = read_prompt(p, object, prompts, i);
	const mcp_prompt *prompt = &prompts[i];

	if (s < 0)
		return s;
	*ret = (struct declared_prompt){
		.name = prompt->name,
		.title = prompt->title ? prompt->title : prompt->name,
		.help = prompt->help ? prompt->help : "",
		.args = prompt->args,
		.completes = is_true(object, "completes"),
		.deadline_s = prompt->deadline_s,
	};
	(void)snprintf(what, sizeof what, phrase("prompt \"%.64s\""), ret->name);
	return declare_read_extras(
		p, object, what, &(struct extras){ .icons = &ret->icons, .meta = &ret->meta });
}

mcp_status declare_read_prompts(const struct parse *p, struct span list, struct declared *d)
{
	struct scan_iter it = scan_iter(list);
	mcp_status s = MCP_OK;
	struct span object;
	mcp_prompt *prompts;

	if (!members_count(list, DECLARE_PROMPTS_MAX, &d->prompt_count))
		return members_wrong(p, "prompts");
	prompts = arena_alloc(p->a, (d->prompt_count + 1) * sizeof *prompts);
	d->prompts = arena_alloc(p->a, (d->prompt_count + 1) * sizeof *d->prompts);
	if (!prompts || !d->prompts)
		return members_no_memory(p);
	for (uint32_t i = 0; s == MCP_OK && i < d->prompt_count && scan_item(&it, &object); i++)
		s = take_prompt(p, object, prompts, i, &d->prompts[i]);
	return s;
}

/* ---- Resources. ---- */

static mcp_status read_bytes(const struct parse *p, struct span object, int64_t *ret)
{
	struct span value = scan_get(object, "bytes");

	*ret = 0;
	if (value.at && (!scan_int(value, ret) || *ret < 0))
		return members_wrong(p, "bytes");
	return MCP_OK;
}

static mcp_status read_resource(
	const struct parse *p, struct span object, mcp_resource *resources, uint32_t i)
{
	mcp_resource *resource = &resources[i];
	const struct text_rule texts[] = {
		{ "uri", 1024, &resource->uri },
		{ "name", 200, &resource->name },
		{ "title", 200, &resource->title },
		{ "help", 8000, &resource->help },
		{ "mime", 128, &resource->mime },
	};
	const struct number_rule numbers[] = {
		{ "flags", &resource->flags },
		{ "ttl_s", &resource->ttl_s },
		{ "deadline_s", &resource->deadline_s },
	};
	mcp_status s = members_known(p, object,
		"uri|name|title|help|mime|args|flags|icons|meta|annotations|bytes|completes|ttl_s|"
		"deadline_s");

	if (s == MCP_OK)
		s = members_texts(p, object, texts, COUNT_OF(texts));
	if (s == MCP_OK)
		s = members_numbers(p, object, numbers, COUNT_OF(numbers));
	if (s == MCP_OK)
		s = members_table(p, object, "args", &resource->args);
	if (s == MCP_OK)
		s = read_bytes(p, object, &resource->bytes);
	return s < 0 ? s : declare_check_resource(resources, i, false, p->f);
}

static mcp_status take_resource(const struct parse *p, struct span object, mcp_resource *resources,
	uint32_t i, struct declared_resource *ret)
{
	char what[DECLARE_SUBJECT];
	mcp_status s = read_resource(p, object, resources, i);
	const mcp_resource *resource = &resources[i];

	if (s < 0)
		return s;
	*ret = (struct declared_resource){
		.uri = resource->uri,
		.name = resource->name ? resource->name : resource->uri,
		.title = resource->title,
		.help = resource->help ? resource->help : "",
		.mime = resource->mime,
		.args = resource->args,
		.is_template = resource->args.count > 0,
		.listed = !(resource->flags & MCP_RESOURCE_UNLISTED),
		.is_public = resource->flags & MCP_RESOURCE_PUBLIC,
		.completes = is_true(object, "completes"),
		.bytes = resource->bytes,
		.ttl_s = resource->ttl_s,
		.deadline_s = resource->deadline_s,
	};
	if (!ret->title)
		ret->title = ret->name;
	(void)snprintf(what, sizeof what, phrase("resource \"%.64s\""), ret->uri);
	return declare_read_extras(p, object, what,
		&(struct extras){ .icons = &ret->icons,
			.meta = &ret->meta,
			.annotations = &ret->annotations });
}

mcp_status declare_read_resources(const struct parse *p, struct span list, struct declared *d)
{
	struct scan_iter it = scan_iter(list);
	mcp_status s = MCP_OK;
	struct span object;
	mcp_resource *resources;

	if (!members_count(list, DECLARE_RESOURCES_MAX, &d->resource_count))
		return members_wrong(p, "resources");
	resources = arena_alloc(p->a, (d->resource_count + 1) * sizeof *resources);
	d->resources = arena_alloc(p->a, (d->resource_count + 1) * sizeof *d->resources);
	if (!resources || !d->resources)
		return members_no_memory(p);
	for (uint32_t i = 0; s == MCP_OK && i < d->resource_count && scan_item(&it, &object); i++)
		s = take_resource(p, object, resources, i, &d->resources[i]);
	return s;
}
