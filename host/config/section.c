/* section - one part of the file made into its struct. */
#include "host/config/section.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "data/decode.h"
#include "data/json.h"
#include "host/config/keys.h"

static const struct section sections[] = {
	{ "", &host_settings_table, offsetof(struct config, host) },
	{ "log", &log_settings_table, offsetof(struct config, log) },
	{ "kis", &kis_settings_table, offsetof(struct config, kis) },
	{ "market", &market_settings_table, offsetof(struct config, market) },
	{ "market_hours", &market_hours_settings_table, offsetof(struct config, market_hours) },
	{ "opendart", &opendart_settings_table, offsetof(struct config, sources.opendart) },
	{ "krx", &krx_settings_table, offsetof(struct config, sources.krx) },
	{ "cache", &cache_settings_table, offsetof(struct config, cache) },
	{ "limits", &limit_settings_table, offsetof(struct config, limits) },
	{ "http", &http_settings_table, offsetof(struct config, http) },
};

/* The plan's variables, and those of keys: they win over the file. */
static const struct {
	const char *section;
	const char *key;
	const char *variable;
} overrides[] = {
	{ "kis", "app_key", "KOREA_INVESTMENT_APP_KEY" },
	{ "kis", "app_secret", "KOREA_INVESTMENT_APP_SECRET" },
	{ "opendart", "api_key", "OPENDART_API_KEY" },
	{ "krx", "api_key", "KRX_API_KEY" },
	{ "cache", "fresh", "CACHE_L1_TTL_SECONDS" },
	{ "cache", "keep", "CACHE_L2_TTL_SECONDS" },
	{ "log", "level", "LOG_LEVEL" },
	{ "limits", "ranking_count", "MAX_RANKING_COUNT" },
	{ "tools.unusual", "threshold", "UNUSUAL_VOLUME_THRESHOLD" },
};

const struct section *section_all(uint32_t *ret_count)
{
	*ret_count = COUNT_OF(sections);
	return sections;
}

const char *section_variable(const char *section, const char *key)
{
	for (size_t i = 0; i < COUNT_OF(overrides); i++) {
		if (str_same(overrides[i].section, section) && str_same(overrides[i].key, key))
			return overrides[i].variable;
	}
	return NULL;
}

bool section_is_secret(const char *section, const char *key)
{
	return str_same(key, "app_key") || str_same(key, "app_secret") ||
	       (str_same(key, "api_key") &&
		       (str_same(section, "opendart") || str_same(section, "krx")));
}

struct origin origin_of(const struct loader *l, const struct yaml *node)
{
	return (struct origin){ .file = node ? l->file : NULL, .line = node ? node->line : 0 };
}

const char *section_override_key(const char *section, uint32_t i)
{
	for (size_t k = 0; k < COUNT_OF(overrides); k++) {
		if (str_same(overrides[k].section, section) && i-- == 0)
			return overrides[k].key;
	}
	return NULL;
}

const char *section_override(const struct loader *l, const char *section, const char *key)
{
	const char *variable = section_variable(section, key);
	const char *value = variable ? variable_get(&l->variables, span_of(variable)) : NULL;

	return value && *value ? value : NULL;
}

/* `section`: one of the file's, or "tools.NAME". */
static const struct yaml *section_map(const struct loader *l, const char *name)
{
	return *name ? yaml_get(l->root, name) : l->root;
}

struct origin section_origin(const struct loader *l, const char *section, const char *key)
{
	if (section_override(l, section, key))
		return (struct origin){ .variable = section_variable(section, key) };
	return origin_of(l, yaml_get(section_map(l, section), key));
}

/* "kis.app_key"; a key of the top level alone. */
static void put_path(char *ret, size_t room, const char *section, const char *key)
{
	(void)snprintf(ret, room, "%s%s%s", section, *section ? "." : "", key);
}

mcp_status section_expand(struct loader *l, const struct yaml *node, const char *what)
{
	mcp_status s;

	buf_clear(&l->value);
	if (node->kind == YAML_MAP || node->kind == YAML_LIST)
		return origin_fault(origin_of(l, node), l->fault,
			"%s holds more than one value; give one", what);
	if (node->kind == YAML_EMPTY)
		return MCP_OK;

	s = expand(span_of(node->text), &l->variables, &l->value, l->fault);
	return s < 0 ? origin_blame(origin_of(l, node), l->fault) : MCP_OK;
}

/* A secret may stand in the file as a variable only. */
static mcp_status check_secret(struct loader *l, const struct fill *what, const mcp_field *field)
{
	const struct yaml *node = yaml_get(what->map, field->name);

	if (!section_is_secret(what->name, field->name) || !node || node->kind != YAML_TEXT)
		return MCP_OK;
	if (*node->text == '\0' || expand_is_only_variable(span_of(node->text)))
		return MCP_OK;
	return origin_fault(origin_of(l, node), l->fault,
		"%s.%s is a secret; set it in the environment or in .env and write ${%s:-} here",
		what->name, field->name, section_variable(what->name, field->name));
}

/* Where one value stands before it is typed. */
struct given {
	const char *text; /* NULL: not given */
	struct origin origin;
	const struct yaml *node;
};

static mcp_status find_given(
	struct loader *l, const struct fill *what, const mcp_field *field, struct given *ret)
{
	struct given g = { .text = section_override(l, what->name, field->name) };
	char path[160];
	mcp_status s = check_secret(l, what, field);

	if (s < 0)
		return s;
	if (g.text) {
		g.origin.variable = section_variable(what->name, field->name);
		*ret = g;
		return MCP_OK;
	}

	g.node = yaml_get(what->map, field->name);
	g.origin = origin_of(l, g.node);
	if (g.node) {
		put_path(path, sizeof path, what->name, field->name);
		s = section_expand(l, g.node, path);
		if (s < 0)
			return s;
		g.text = l->value.len ? buf_text(&l->value) : NULL;
	}
	*ret = g;
	return MCP_OK;
}

/* A value that came out of a variable may be anything, so the sentence shows the variable. */
static mcp_status bad_value(
	struct loader *l, const struct fill *what, const mcp_field *field, const struct given *g)
{
	const char *takes = field->choices ? field->choices : field->range;
	char path[160];

	if (!g->node || !strchr(g->node->text, '$'))
		return origin_blame(g->origin, l->fault);

	put_path(path, sizeof path, what->name, field->name);
	return origin_fault(g->origin, l->fault, "%s cannot be what %s gives; it takes %s", path,
		g->node->text, takes ? takes : field->help);
}

static mcp_status put_value(struct loader *l, const struct fill *what, const mcp_field *field)
{
	struct given g;
	size_t start = l->json.len;
	mcp_status s = find_given(l, what, field, &g);

	if (s < 0)
		return s;

	if (g.text) {
		s = field_text_to_json(field, span_of(g.text), &l->json, l->fault);
		if (s < 0)
			return bad_value(l, what, field, &g);
	} else if (field->preset) {
		s = field_text_to_json(field, span_of(field->preset), &l->json, l->fault);
		if (s < 0)
			return s;
	} else {
		buf_puts(&l->json, "null");
	}

	if (what->shapes_answers && section_is_secret(what->name, field->name))
		buf_puts(&l->digest, g.text ? "set" : "unset");
	else if (what->shapes_answers)
		buf_put(&l->digest, l->json.at + start, l->json.len - start);
	buf_char(&l->digest, '\n');
	return MCP_OK;
}

mcp_status section_fill(struct loader *l, const struct fill *what)
{
	buf_clear(&l->json);
	buf_char(&l->json, '{');
	for (uint32_t i = 0; i < what->table->count; i++) {
		mcp_field field = field_at(what->table, i);
		mcp_status s;

		json_name(&l->json, field.name);
		s = put_value(l, what, &field);
		if (s < 0)
			return s;
	}
	buf_char(&l->json, '}');
	if (l->json.failed)
		return fault_set(l->fault, MCP_E_CONFIG,
			"the settings under %s are longer than %zu bytes; make them shorter",
			what->name, l->json.max);

	return decode_object(
		what->table, buf_as_span(&l->json), &l->config->arena, what->ret, l->fault);
}

mcp_status section_fill_all(struct loader *l)
{
	mcp_status s = keys_check(l);

	for (size_t i = 0; i < COUNT_OF(sections) && s == MCP_OK; i++) {
		struct fill what = {
			.name = sections[i].name,
			.table = sections[i].table,
			.map = section_map(l, sections[i].name),
			.shapes_answers = !str_same(sections[i].name, "log"),
			.ret = (char *)l->config + sections[i].offset,
		};

		s = section_fill(l, &what);
	}
	return s;
}
