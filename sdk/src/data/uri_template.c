/* uri_template - URIs and RFC 6570 templates of level 1. */
#include "data/uri_template.h"

#include "data/json.h"

#define NAME_MAX_BYTES 64

/* ---- What is sound. ---- */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_scheme_char(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '.' || c == '-';
}

/* Bytes of "scheme:", or 0. */
static size_t scheme_length(struct span uri)
{
	size_t n = 0;

	if (uri.len == 0 || !is_letter(uri.at[0]))
		return 0;
	while (n < uri.len && is_scheme_char(uri.at[n]))
		n++;
	return n < uri.len && uri.at[n] == ':' ? n + 1 : 0;
}

static bool is_visible(char c)
{
	return (unsigned char)c > 0x20 && c != 0x7f && c != '"' && c != '<' && c != '>' &&
	       c != '\\';
}

static bool is_text_of_uri(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_visible(text.at[i]))
			return false;
	return utf8_valid(text);
}

bool uri_is_sound(struct span uri)
{
	size_t scheme = scheme_length(uri);

	return uri.len <= URI_MAX && scheme > 0 && uri.len > scheme && is_text_of_uri(uri) &&
	       !memchr(uri.at, '{', uri.len) && !memchr(uri.at, '}', uri.len);
}

static bool is_name(struct span name)
{
	if (name.len == 0 || name.len > NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		char c = name.at[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '_')
			return false;
	}
	return true;
}

bool uri_template_variable(struct span *rest, struct span *ret_name)
{
	const char *end = rest->at + rest->len;
	const char *open = rest->len ? memchr(rest->at, '{', rest->len) : NULL;
	const char *close = open ? memchr(open, '}', (size_t)(end - open)) : NULL;

	if (!close)
		return false;
	*ret_name = (struct span){ open + 1, (size_t)(close - open) - 1 };
	*rest = (struct span){ close + 1, (size_t)(end - close) - 1 };
	return true;
}

/* The variable is well named, new, and text stands before it. */
static bool is_next(struct span text, struct span name, const char *behind_last)
{
	struct span before = { text.at, (size_t)(name.at - 1 - text.at) };
	struct span other;

	if (!is_name(name) || name.at - 1 == behind_last)
		return false;
	while (uri_template_variable(&before, &other))
		if (span_same(other, name))
			return false;
	return true;
}

bool uri_template_is_sound(const char *text)
{
	struct span whole = span_of(text);
	size_t scheme = scheme_length(whole);
	struct span rest = whole;
	const char *behind_last = NULL;
	struct span name;
	size_t braces = 0;
	int count = 0;

	if (whole.len > URI_MAX || scheme == 0 || whole.len == scheme || !is_text_of_uri(whole))
		return false;
	for (size_t i = 0; i < whole.len; i++)
		braces += whole.at[i] == '{' || whole.at[i] == '}';
	while (uri_template_variable(&rest, &name)) {
		if (!is_next(whole, name, behind_last) || ++count > URI_VARIABLES_MAX)
			return false;
		behind_last = rest.at;
		braces -= 2;
	}
	return braces == 0;
}

size_t uri_template_literals(const char *text)
{
	struct span rest = span_of(text);
	size_t n = rest.len;
	struct span name;

	while (uri_template_variable(&rest, &name))
		n -= name.len + 2;
	return n;
}

/* ---- Matching: as a file name is matched, with variables for stars. ---- */

struct variable {
	struct span name;
	const char *at;
	const char *end;
};

struct match {
	const char *template; /* what is left of both */
	const char *uri;
	const char *uri_end;
	struct variable variables[URI_VARIABLES_MAX];
	int count;
	const char *behind_last; /* in the template, of the last variable */
};

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte at `at` as a variable holds it; returns how many bytes it takes, 0 when none may. */
static size_t take(const char *at, const char *end, char *ret)
{
	if (at == end || strchr("/?#", *at))
		return 0;
	*ret = *at;
	if (*at != '%')
		return 1;
	if (end - at < 3 || hex(at[1]) < 0 || hex(at[2]) < 0)
		return 0;
	*ret = (char)(hex(at[1]) * 16 + hex(at[2]));
	return 3;
}

/* Makes the last variable one longer and goes on behind it. Trying earlier ones again would help
 * no more: what stands between was found at its first place. */
static bool stretch(struct match *m)
{
	struct variable *last;
	char byte;
	size_t n;

	if (m->count == 0)
		return false;
	last = &m->variables[m->count - 1];
	n = take(last->end, m->uri_end, &byte);
	if (n == 0)
		return false;
	last->end += n;
	m->uri = last->end;
	m->template = m->behind_last;
	return true;
}

static bool begin_variable(struct match *m)
{
	struct variable *v = &m->variables[m->count];
	struct span rest = span_of(m->template);
	char byte;
	size_t n = take(m->uri, m->uri_end, &byte);

	if (n == 0 || m->count == URI_VARIABLES_MAX || !uri_template_variable(&rest, &v->name))
		return false;
	m->count++;
	v->at = m->uri;
	v->end = m->uri + n;
	m->uri = v->end;
	m->template = rest.at;
	m->behind_last = rest.at;
	return true;
}

static bool step(struct match *m)
{
	if (*m->template == '{')
		return begin_variable(m);
	if (*m->template == '\0' || m->uri == m->uri_end || *m->template != *m->uri)
		return false;
	m->template ++;
	m->uri++;
	return true;
}

static bool find(struct match *m)
{
	while (*m->template != '\0' || m->uri != m->uri_end)
		if (!step(m) && !stretch(m))
			return false;
	return true;
}

static bool put_variable(const struct variable *v, struct buf *ret)
{
	char plain[URI_MAX];
	struct span decoded = { plain, 0 };
	const char *at = v->at;

	while (at < v->end) {
		char *byte = &plain[decoded.len++];

		at += take(at, v->end, byte);
		if ((unsigned char)*byte < 0x20 || *byte == 0x7f)
			return false;
	}
	if (!utf8_valid(decoded))
		return false;
	json_next(ret);
	json_text(ret, v->name);
	buf_char(ret, ':');
	json_text(ret, decoded);
	return true;
}

bool uri_template_match(const char *text, struct span uri, struct buf *ret)
{
	struct match m = { .template = text, .uri = uri.at, .uri_end = uri.at + uri.len };
	size_t before = ret->len;

	if (uri.len == 0 || uri.len > URI_MAX || !find(&m))
		return false;
	buf_char(ret, '{');
	for (int i = 0; i < m.count; i++) {
		if (!put_variable(&m.variables[i], ret)) {
			ret->len = before;
			return false;
		}
	}
	buf_char(ret, '}');
	return !ret->failed;
}
