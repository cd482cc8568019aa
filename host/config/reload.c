/* reload - a configuration read again beside the one in force. */
#include "host/config/reload.h"

#include "base/cleanup.h"
#include "host/config/section.h"

/* What is looked at each time it is used, or by new workers only. */
static const struct {
	const char *section;
	const char *key;
} live[] = {
	{ "", "plugin_dir" },
	{ "log", "level" },
	{ "cache", "fresh" },
	{ "cache", "keep" },
	{ "limits", "ranking_count" },
	{ "limits", "answer_bytes" },
	{ "limits", "call_deadline" },
	{ "limits", "calls" },
	{ "limits", "workers" },
	{ "limits", "worker_start" },
};

static bool is_live(const char *section, const char *key)
{
	for (size_t i = 0; i < COUNT_OF(live); i++)
		if (str_same(live[i].section, section) && str_same(live[i].key, key))
			return true;
	return false;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_texts(const mcp_texts *a, const mcp_texts *b)
{
	if (a->count != b->count || !a->at != !b->at)
		return false;
	for (uint32_t i = 0; i < a->count; i++)
		if (!same_text(a->at[i], b->at[i]))
			return false;
	return true;
}

/* Members of the same type. */
static bool same_value(uint32_t type, const void *a, const void *b)
{
	if (type == MCP_T_TEXT || type == MCP_T_CHOICE)
		return same_text(*(const char *const *)a, *(const char *const *)b);
	if (type == MCP_T_TEXTS)
		return same_texts(a, b);
	return memcmp(a, b, field_size(type)) == 0;
}

typedef void (*visitor)(const struct section *s, const mcp_field *field, char *to, const char *from,
	struct buf *ret);

static void name_if_other(const struct section *s, const mcp_field *field, char *to,
	const char *from, struct buf *ret)
{
	if (same_value(field->type, to, from))
		return;
	if (ret->len > 0)
		buf_puts(ret, ", ");
	buf_printf(ret, "%s%s%s", s->name, *s->name ? "." : "", field->name);
}

static void put_back(const struct section *s, const mcp_field *field, char *to, const char *from,
	struct buf *ret)
{
	(void)s;
	(void)ret;
	memcpy(to, from, field_size(field->type));
}

/* Every setting that is not live. */
static void visit_all(
	struct config *next, const struct config *start, visitor visit, struct buf *ret)
{
	uint32_t count;
	const struct section *sections = section_all(&count);

	for (const struct section *s = sections; s < sections + count; s++)
		for (uint32_t i = 0; i < s->table->count; i++) {
			mcp_field field = field_at(s->table, i);
			size_t at = s->offset + field.offset;

			if (!is_live(s->name, field.name))
				visit(s, &field, (char *)next + at, (const char *)start + at, ret);
		}
}

void reload_merge(struct config *next, struct config *start, struct buf *ret)
{
	visit_all(next, start, name_if_other, ret);
	config_rest_on(next, start);
	visit_all(next, start, put_back, ret);
	next->state_dir = start->state_dir;
}
