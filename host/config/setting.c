/* setting - a host setting by its name. */
#include "host/config/setting.h"

#include "host/config/section.h"

struct place {
	const struct section *section;
	mcp_field field;
};

static const struct section *find_section(struct span name)
{
	uint32_t count;
	const struct section *sections = section_all(&count);

	for (uint32_t i = 0; i < count; i++) {
		if (span_is(name, sections[i].name))
			return &sections[i];
	}
	return NULL;
}

static bool find(struct span name, struct place *ret)
{
	const char *dot = name.len ? memchr(name.at, '.', name.len) : NULL;
	struct span head = { name.at, dot ? (size_t)(dot - name.at) : 0 };
	struct span key = name;
	struct place p;

	if (dot)
		key = (struct span){ dot + 1, name.len - head.len - 1 };
	p.section = find_section(head);
	if (!p.section)
		return false;

	p.field = field_find(p.section->table, key);
	if (!p.field.name || section_is_secret(p.section->name, p.field.name))
		return false;

	*ret = p;
	return true;
}

bool setting_exists(struct span name)
{
	struct place p;

	return find(name, &p);
}

const char *config_setting(const struct config *c, struct span name, struct arena *a)
{
	struct place p;
	const char *member;
	const char *text;

	if (!find(name, &p))
		return NULL;

	member = (const char *)c + p.section->offset + p.field.offset;
	if (p.field.type == MCP_T_INT64)
		return arena_printf(a, "%lld", (long long)*(const int64_t *)(const void *)member);

	text = *(const char *const *)(const void *)member;
	return text ? arena_copy(a, text, strlen(text)) : NULL;
}
