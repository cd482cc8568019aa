/* keys - which keys may stand where. */
#include "host/config/keys.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "base/phrase.h"

#define SECTIONS_MAX 16

mcp_status keys_unknown(struct origin o, const struct unknown_key *u, struct fault *f)
{
	const char *near = str_nearest(u->seen, u->known, u->known_count);
	char list[256] = "";
	size_t len = 0;

	if (near)
		return origin_fault(o, f, "%s has no key \"%s\"; did you mean \"%s\"?", u->where,
			u->seen, near);

	for (size_t i = 0; i < u->known_count; i++) {
		size_t word = strlen(u->known[i]);

		if (len + word + 3 > sizeof list)
			break;
		len += (size_t)snprintf(
			list + len, sizeof list - len, "%s%s", i ? ", " : "", u->known[i]);
	}
	return origin_fault(o, f, "%s has no key \"%s\"; it has: %s", u->where, u->seen, list);
}

static size_t table_names(const mcp_table *table, const char **ret, size_t room)
{
	size_t n = 0;

	while (n < table->count && n < room) {
		ret[n] = field_at(table, (uint32_t)n).name;
		n++;
	}
	return n;
}

static mcp_status check_keys(struct loader *l, const struct section *section)
{
	const struct yaml *map = yaml_get(l->root, section->name);
	const char *known[FIELD_MAX];
	struct unknown_key u = { .where = section->name, .known = known };

	if (!map || map->kind == YAML_EMPTY)
		return MCP_OK;
	if (map->kind != YAML_MAP)
		return origin_fault(origin_of(l, map), l->fault,
			"%s is no group of keys; write its keys below it, indented", section->name);

	u.known_count = table_names(section->table, known, COUNT_OF(known));
	for (const struct yaml *key = map->first; key; key = key->next) {
		if (field_find(section->table, span_of(key->name)).name)
			continue;
		u.seen = key->name;
		return keys_unknown(origin_of(l, key), &u, l->fault);
	}
	return MCP_OK;
}

/* The top level: sections, its own keys, and `tools`. */
static mcp_status check_sections(struct loader *l)
{
	uint32_t count;
	const struct section *sections = section_all(&count);
	const char *known[FIELD_MAX + SECTIONS_MAX];
	size_t own = table_names(sections[0].table, known, FIELD_MAX);
	struct unknown_key u = { .where = phrase("the file"), .known = known };

	if (!l->root || l->root->kind == YAML_EMPTY)
		return MCP_OK;
	if (l->root->kind != YAML_MAP)
		return origin_fault(origin_of(l, l->root), l->fault,
			"the file is no group of keys; begin with a line like \"tools:\"");

	known[own++] = "tools";
	for (uint32_t i = 1; i < count && i < SECTIONS_MAX; i++)
		known[own++] = sections[i].name;
	u.known_count = own;
	for (const struct yaml *key = l->root->first; key; key = key->next) {
		size_t i = 0;

		while (i < own && !str_same(known[i], key->name))
			i++;
		u.seen = key->name;
		if (i == own)
			return keys_unknown(origin_of(l, key), &u, l->fault);
	}
	return MCP_OK;
}

mcp_status keys_check(struct loader *l)
{
	uint32_t count;
	const struct section *sections = section_all(&count);
	mcp_status s = check_sections(l);

	for (uint32_t i = 1; i < count && s == MCP_OK; i++)
		s = check_keys(l, &sections[i]);
	return s;
}
