/* yaml - libyaml's events made into a small tree that knows its lines. */
#include "host/config/yaml.h"

#include <yaml.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "host/config/origin.h"

struct reader {
	yaml_parser_t parser;
	struct arena *arena;
	const char *file;
	struct fault *fault;
	int depth;
};

static struct origin at_mark(const struct reader *r, const yaml_mark_t *mark)
{
	return (struct origin){ .file = r->file, .line = (int)mark->line + 1 };
}

static mcp_status next_event(struct reader *r, yaml_event_t *ret)
{
	const yaml_parser_t *p = &r->parser;

	if (yaml_parser_parse(&r->parser, ret))
		return MCP_OK;
	if (p->error == YAML_MEMORY_ERROR)
		return fault_set(r->fault, MCP_E_MEMORY, "out of memory while reading %s", r->file);
	if (p->error == YAML_READER_ERROR)
		return fault_set(r->fault, MCP_E_CONFIG,
			"%s: byte %zu is not UTF-8 text; save the file as UTF-8", r->file,
			p->problem_offset);
	return origin_fault(at_mark(r, &p->problem_mark), r->fault,
		"this is not YAML (%s); look at indentation, colons and quotes here",
		p->problem ? p->problem : "unknown");
}

static mcp_status refuse(struct reader *r, const yaml_event_t *e, const char *why)
{
	return origin_fault(at_mark(r, &e->start_mark), r->fault, "%s", phrase(why));
}

static mcp_status no_memory(struct reader *r)
{
	return fault_set(
		r->fault, MCP_E_MEMORY, "%s holds too much to keep; make it shorter", r->file);
}

/* What a value may carry in YAML and a setting may not. */
static mcp_status check_plain(struct reader *r, const yaml_event_t *e)
{
	const yaml_char_t *anchor = NULL;
	const yaml_char_t *tag = NULL;

	if (e->type == YAML_ALIAS_EVENT) {
		anchor = e->data.alias.anchor;
	} else if (e->type == YAML_SCALAR_EVENT) {
		anchor = e->data.scalar.anchor;
		tag = e->data.scalar.tag;
	} else if (e->type == YAML_MAPPING_START_EVENT) {
		anchor = e->data.mapping_start.anchor;
		tag = e->data.mapping_start.tag;
	} else if (e->type == YAML_SEQUENCE_START_EVENT) {
		anchor = e->data.sequence_start.anchor;
		tag = e->data.sequence_start.tag;
	}
	if (anchor)
		return refuse(r, e, "an anchor or alias (& or *); write the value out or quote it");
	if (tag)
		return refuse(r, e, "a tag (!); write the value without it or quote it");
	return MCP_OK;
}

static mcp_status read_text(struct reader *r, const yaml_event_t *e, const char **ret)
{
	const char *at = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length;
	const char *copy;

	if (memchr(at, '\0', len))
		return refuse(r, e, "a value with a NUL character; take it out");

	copy = arena_copy(r->arena, at, len);
	if (!copy)
		return no_memory(r);

	*ret = copy;
	return MCP_OK;
}

static bool is_empty(const yaml_event_t *e, const char *text)
{
	if (e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return false;
	return text[0] == '\0' || str_same(text, "~") || str_same(text, "null");
}

static mcp_status read_children(struct reader *r, struct yaml *parent);

static mcp_status read_value(struct reader *r, const yaml_event_t *e, struct yaml *ret)
{
	mcp_status s = check_plain(r, e);

	if (s < 0)
		return s;
	if (!ret->line)
		ret->line = (int)e->start_mark.line + 1;

	if (e->type == YAML_SCALAR_EVENT) {
		s = read_text(r, e, &ret->text);
		if (s < 0)
			return s;
		ret->kind = is_empty(e, ret->text) ? YAML_EMPTY : YAML_TEXT;
		return MCP_OK;
	}

	if (r->depth == YAML_DEPTH_MAX)
		return refuse(r, e, "too many levels inside each other; settings need three");
	ret->kind = e->type == YAML_MAPPING_START_EVENT ? YAML_MAP : YAML_LIST;
	r->depth++;
	s = read_children(r, ret);
	r->depth--;
	return s;
}

static mcp_status read_name(
	struct reader *r, const yaml_event_t *e, const struct yaml *parent, struct yaml *ret)
{
	const struct yaml *twin;
	mcp_status s = check_plain(r, e);

	if (s < 0)
		return s;
	if (e->type != YAML_SCALAR_EVENT || e->data.scalar.length == 0)
		return refuse(r, e, "a key that is not a word; write NAME: value");

	s = read_text(r, e, &ret->name);
	if (s < 0)
		return s;

	ret->line = (int)e->start_mark.line + 1;
	twin = yaml_get(parent, ret->name);
	if (twin)
		return origin_fault(at_mark(r, &e->start_mark), r->fault,
			"\"%s\" stands here and in line %d; keep one", ret->name, twin->line);
	return MCP_OK;
}

/* One key and value of a map, or one item of a list; *ret is NULL at the end. */
static mcp_status read_child(struct reader *r, const struct yaml *parent, struct yaml **ret)
{
	CLEANUP(yaml_event_delete) yaml_event_t first = { 0 };
	CLEANUP(yaml_event_delete) yaml_event_t value = { 0 };
	struct yaml *child;
	mcp_status s = next_event(r, &first);

	if (s < 0)
		return s;
	if (first.type == YAML_MAPPING_END_EVENT || first.type == YAML_SEQUENCE_END_EVENT) {
		*ret = NULL;
		return MCP_OK;
	}

	child = arena_alloc(r->arena, sizeof *child);
	if (!child)
		return no_memory(r);

	if (parent->kind == YAML_LIST) {
		s = read_value(r, &first, child);
	} else {
		s = read_name(r, &first, parent, child);
		if (s == MCP_OK)
			s = next_event(r, &value);
		if (s == MCP_OK)
			s = read_value(r, &value, child);
	}
	if (s < 0)
		return s;

	*ret = child;
	return MCP_OK;
}

static mcp_status read_children(struct reader *r, struct yaml *parent)
{
	struct origin here = { .file = r->file, .line = parent->line };
	const struct yaml **end = &parent->first;
	struct yaml *child = NULL;
	mcp_status s;

	for (int count = 0; count <= YAML_ITEMS_MAX; count++) {
		s = read_child(r, parent, &child);
		if (s < 0 || !child)
			return s;
		*end = child;
		end = &child->next;
	}
	return origin_fault(here, r->fault, "more than %d items; make it shorter", YAML_ITEMS_MAX);
}

/* The one document between the stream's start and end; an empty file has none. */
static mcp_status read_document(struct reader *r, struct yaml *ret)
{
	CLEANUP(yaml_event_delete) yaml_event_t start = { 0 };
	CLEANUP(yaml_event_delete) yaml_event_t value = { 0 };
	CLEANUP(yaml_event_delete) yaml_event_t end = { 0 };
	CLEANUP(yaml_event_delete) yaml_event_t after = { 0 };
	mcp_status s = next_event(r, &start);

	if (s < 0 || start.type == YAML_STREAM_END_EVENT)
		return s;
	s = next_event(r, &value);
	if (s < 0)
		return s;
	s = read_value(r, &value, ret);
	if (s < 0)
		return s;
	s = next_event(r, &end);
	if (s < 0)
		return s;
	s = next_event(r, &after);
	if (s < 0)
		return s;

	if (after.type != YAML_STREAM_END_EVENT)
		return refuse(r, &after, "a second document (---); keep one");
	return MCP_OK;
}

mcp_status yaml_parse(struct span text, const char *file, struct arena *a, const struct yaml **ret,
	struct fault *f)
{
	struct reader r = { .arena = a, .file = file, .fault = f };
	CLEANUP(yaml_event_delete) yaml_event_t start = { 0 };
	struct yaml *root = arena_alloc(a, sizeof *root);
	mcp_status s;

	if (!root)
		return no_memory(&r);
	if (text.len > YAML_FILE_MAX)
		return fault_set(f, MCP_E_CONFIG, "%s is longer than %zu bytes; make it shorter",
			file, YAML_FILE_MAX);
	if (!yaml_parser_initialize(&r.parser))
		return fault_set(f, MCP_E_MEMORY, "out of memory while reading %s", file);

	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
		&r.parser, (const unsigned char *)(text.at ? text.at : ""), text.len);
	s = next_event(&r, &start);
	if (s == MCP_OK)
		s = read_document(&r, root);
	yaml_parser_delete(&r.parser);
	if (s == MCP_OK)
		*ret = root;
	return s;
}

const struct yaml *yaml_get(const struct yaml *map, const char *name)
{
	if (!map || map->kind != YAML_MAP)
		return NULL;
	for (const struct yaml *child = map->first; child; child = child->next) {
		if (child->name && str_same(child->name, name))
			return child;
	}
	return NULL;
}
