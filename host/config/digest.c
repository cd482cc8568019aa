/* digest - one number for a whole configuration: the same wherever the same is in force. */
#include "host/config/digest.h"

#include <assert.h>

#include "base/cleanup.h"
#include "host/config/section.h"

/* FNV-1a, 64 bits: nobody gains by two configurations that look the same. */
#define BEGIN 0xcbf29ce484222325u
#define PRIME 0x100000001b3u

static const struct {
	const char *section;
	const char *key;
} places[] = {
	{ "", "plugin_dir" },
	{ "", "state_dir" },
	{ "kis", "ca_file" },
	{ "kis", "record" },
	{ "kis", "replay" },
	{ "http", "address" },
};

static bool is_hidden(const char *section, const char *key)
{
	for (size_t i = 0; i < COUNT_OF(places); i++)
		if (str_same(places[i].section, section) && str_same(places[i].key, key))
			return true;
	return section_is_secret(section, key);
}

static void put(uint64_t *d, const void *at, size_t len)
{
	const unsigned char *bytes = at;

	for (size_t i = 0; i < len; i++)
		*d = (*d ^ bytes[i]) * PRIME;
}

/* With its NUL, so that two texts are never one. NULL is none of them. */
static void put_text(uint64_t *d, const char *text)
{
	put(d, text ? text : "\1", text ? strlen(text) + 1 : 1);
}

static void put_int(uint64_t *d, int64_t n)
{
	unsigned char bytes[8];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)((uint64_t)n >> (8 * i));
	put(d, bytes, sizeof bytes);
}

static void put_hidden(uint64_t *d, const char *text)
{
	put_text(d, text && *text ? "set" : "");
}

static void put_setting(
	uint64_t *d, const struct section *s, const mcp_field *field, const void *at)
{
	put_text(d, field->name);
	if (field->type == MCP_T_INT64) {
		put_int(d, *(const int64_t *)at);
		return;
	}
	assert(field->type == MCP_T_TEXT || field->type == MCP_T_CHOICE);
	if (is_hidden(s->name, field->name))
		put_hidden(d, *(const char *const *)at);
	else
		put_text(d, *(const char *const *)at);
}

static void put_tool(uint64_t *d, const struct tool_setting *t)
{
	put_text(d, t->name);
	put_int(d, t->enabled);
	put_int(d, t->fresh);
	put_int(d, t->keep);
	put_int(d, t->value_count);
	for (uint32_t i = 0; i < t->value_count; i++) {
		put_text(d, t->values[i].name);
		if (t->values[i].has_variable)
			put_hidden(d, t->values[i].text);
		else
			put_text(d, t->values[i].text);
	}
}

uint64_t config_digest(const struct config *c)
{
	uint64_t d = BEGIN;
	uint32_t count;
	const struct section *sections = section_all(&count);

	for (const struct section *s = sections; s < sections + count; s++) {
		put_text(&d, s->name);
		for (uint32_t i = 0; i < s->table->count; i++) {
			mcp_field field = field_at(s->table, i);

			put_setting(&d, s, &field, (const char *)c + s->offset + field.offset);
		}
	}
	for (uint32_t i = 0; i < c->tool_count; i++)
		put_tool(&d, &c->tools[i]);
	return d;
}
