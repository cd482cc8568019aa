/* dotenv - the variables of a `.env` file, read in place. */
#include "host/config/dotenv.h"

#include "base/phrase.h"
#include "host/config/origin.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static char *after_blanks(char *at)
{
	while (is_blank(*at))
		at++;
	return at;
}

static bool is_over(const char *at)
{
	return *at == '\0' || *at == '#';
}

size_t dotenv_name_length(struct span text)
{
	size_t n = 0;

	while (n < text.len) {
		char c = text.at[n];
		bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';

		if (!letter && !(n > 0 && c >= '0' && c <= '9'))
			break;
		n++;
	}
	return n;
}

/* Ends at the first # with a blank before it, or at the line's end. This and the readers below
 * return what is wrong, or NULL. */
static const char *read_bare(char *at, const char **ret)
{
	char *end = at;

	if (is_blank(*at) && !is_over(after_blanks(at)))
		return "a blank after =; write NAME=value or quote the value";

	for (; *end && !(*end == '#' && (end == at || is_blank(end[-1]))); end++) {
		if (*end == '\'' || *end == '"')
			return "a quote inside the value; quote the whole value";
	}
	while (end > at && is_blank(end[-1]))
		end--;
	*end = '\0';
	*ret = at;
	return NULL;
}

/* The character an escape in double quotes stands for; NUL when there is no such escape. */
static char unescape(char c)
{
	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case '\\':
	case '"':
	case '$':
		return c;
	default:
		return '\0';
	}
}

static const char *read_quoted(char *at, const char **ret)
{
	char quote = *at++;
	char *to = at;
	const char *value = at;

	for (; *at && *at != quote; at++) {
		char c = *at;

		if (quote == '"' && c == '\\')
			c = unescape(*++at);
		if (c == '\0')
			return "an escape other than \\\\ \\\" \\$ \\n \\t; use single quotes";
		*to++ = c;
	}
	if (*at != quote)
		return "the quote is not closed on this line; close it";
	if (!is_over(after_blanks(at + 1)))
		return "something follows the closing quote; take it out";

	*to = '\0';
	*ret = value;
	return NULL;
}

static const char *read_line(char *at, struct dotenv_entry *ret)
{
	static const char export_word[] = "export";
	const size_t export_len = sizeof export_word - 1;
	size_t n;

	if (strncmp(at, export_word, export_len) == 0 && is_blank(at[export_len]))
		at = after_blanks(at + export_len);

	n = dotenv_name_length(span_of(at));
	if (n == 0)
		return "this is no variable; write NAME=value";
	if (at[n] != '=')
		return "no = right after the name; write NAME=value";

	at[n] = '\0';
	ret->name = at;
	at += n + 1;
	return *at == '\'' || *at == '"' ? read_quoted(at, &ret->value)
	                                 : read_bare(at, &ret->value);
}

static mcp_status add(
	struct dotenv *d, const struct dotenv_entry *e, const char *file, struct fault *f)
{
	struct origin here = { .file = file, .line = e->line };

	for (uint32_t i = 0; i < d->count; i++) {
		if (str_same(d->entries[i].name, e->name))
			return origin_fault(here, f, "%s stands here and in line %d; keep one",
				e->name, d->entries[i].line);
	}
	if (d->count == DOTENV_MAX)
		return origin_fault(here, f, "more than %d variables; make it shorter", DOTENV_MAX);

	d->entries[d->count++] = *e;
	return MCP_OK;
}

/* Cuts one line off at *rest; NULL at the end. */
static char *cut_line(char **rest)
{
	char *line = *rest;
	char *end;

	if (!line)
		return NULL;

	end = strchr(line, '\n');
	*rest = end ? end + 1 : NULL;
	if (!end)
		end = line + strlen(line);
	if (end > line && end[-1] == '\r')
		end--;
	*end = '\0';
	return line;
}

static char *skip_mark(char *text)
{
	return strncmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text;
}

mcp_status dotenv_parse(
	char *text, size_t len, const char *file, struct dotenv *ret, struct fault *f)
{
	char *rest = skip_mark(text);
	struct origin here = { .file = file };
	mcp_status s;

	ret->count = 0;
	if (memchr(text, '\0', len) || !utf8_valid((struct span){ text, len }))
		return fault_set(f, MCP_E_CONFIG, "%s is not UTF-8 text; save it as UTF-8", file);

	for (char *line = cut_line(&rest); line; line = cut_line(&rest)) {
		struct dotenv_entry entry = { .line = ++here.line };
		const char *wrong;

		line = after_blanks(line);
		if (is_over(line))
			continue;

		wrong = read_line(line, &entry);
		if (wrong)
			return origin_fault(here, f, "%s", phrase(wrong));

		s = add(ret, &entry, file, f);
		if (s < 0)
			return s;
	}
	return MCP_OK;
}

const char *dotenv_get(const struct dotenv *d, struct span name)
{
	for (uint32_t i = 0; i < d->count; i++) {
		if (span_is(name, d->entries[i].name))
			return d->entries[i].value;
	}
	return NULL;
}
