/* expand - variables in values. */
#include "host/config/expand.h"

/* One ${…} in a text. */
struct reference {
	struct span name;
	struct span preset; /* absent without :- */
	size_t length;      /* from $ to } */
};

static const char *environ_get(const char *const *environ, struct span name)
{
	for (; environ && *environ; environ++) {
		if (strncmp(*environ, name.at, name.len) == 0 && (*environ)[name.len] == '=')
			return *environ + name.len + 1;
	}
	return NULL;
}

const char *variable_get(const struct variables *v, struct span name)
{
	const char *value = environ_get(v->environ, name);

	if (!value && v->dotenv)
		value = dotenv_get(v->dotenv, name);
	return value;
}

/* Reads a reference at the front of `text`; false when what stands there is none. */
static bool read_reference(struct span text, struct reference *ret)
{
	struct reference r = { 0 };
	const char *end = text.len > 2 ? memchr(text.at, '}', text.len) : NULL;
	struct span inside;

	if (!end || text.at[1] != '{')
		return false;

	r.length = (size_t)(end - text.at) + 1;
	inside = (struct span){ text.at + 2, r.length - 3 };
	r.name = (struct span){ inside.at, dotenv_name_length(inside) };
	if (r.name.len == 0)
		return false;

	inside.at += r.name.len;
	inside.len -= r.name.len;
	if (inside.len >= 2 && inside.at[0] == ':' && inside.at[1] == '-')
		r.preset = (struct span){ inside.at + 2, inside.len - 2 };
	else if (inside.len > 0)
		return false;
	if (r.preset.at && memchr(r.preset.at, '$', r.preset.len))
		return false;

	*ret = r;
	return true;
}

static mcp_status put_reference(
	const struct reference *r, const struct variables *v, struct buf *ret, struct fault *f)
{
	const char *value = variable_get(v, r->name);

	if (r->preset.at && (!value || !*value)) {
		buf_span(ret, r->preset);
		return MCP_OK;
	}
	if (!value)
		return fault_set(f, MCP_E_CONFIG,
			"the variable %.*s is not set; set it, or write ${%.*s:-DEFAULT}",
			(int)r->name.len, r->name.at, (int)r->name.len, r->name.at);

	buf_puts(ret, value);
	return MCP_OK;
}

mcp_status expand(struct span text, const struct variables *v, struct buf *ret, struct fault *f)
{
	while (text.len > 0) {
		const char *dollar = memchr(text.at, '$', text.len);
		struct span plain = { text.at, dollar ? (size_t)(dollar - text.at) : text.len };
		struct reference r = { .length = 2 };
		mcp_status s = MCP_OK;

		buf_span(ret, plain);
		text.at += plain.len;
		text.len -= plain.len;
		if (text.len == 0)
			break;

		if (text.len > 1 && text.at[1] == '$')
			buf_char(ret, '$');
		else if (read_reference(text, &r))
			s = put_reference(&r, v, ret, f);
		else
			s = fault_set(f, MCP_E_CONFIG,
				"a $ that starts no variable; write ${NAME}, "
				"${NAME:-DEFAULT}, or $$ for the sign itself");
		if (s < 0)
			return s;
		text.at += r.length;
		text.len -= r.length;
	}
	if (ret->failed)
		return fault_set(f, MCP_E_CONFIG, "a value longer than %zu bytes; make it shorter",
			ret->max);
	return MCP_OK;
}

bool expand_is_only_variable(struct span text)
{
	struct reference r;

	return read_reference(text, &r) && r.length == text.len && r.preset.len == 0;
}
