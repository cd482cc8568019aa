/* http_parse - the head of a request: its line and its fields. */
#include "host/transport/http_parse.h"

#include <strings.h>

static enum http_event refuse(struct http_parse *p, int status, const char *why)
{
	p->status = status;
	p->why = why;
	return HTTP_BAD;
}

/* ---- Letters. ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_token(char c)
{
	return is_digit(c) || is_letter(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~", c));
}

static bool all_token(struct span s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!is_token(s.at[i]))
			return false;
	return s.len > 0;
}

bool http_same(struct span a, const char *b)
{
	return a.len == strlen(b) && strncasecmp(a.at, b, a.len) == 0;
}

bool http_is_param(struct span name)
{
	return name.len > 10 && strncasecmp(name.at, "mcp-param-", 10) == 0 && all_token(name);
}

static struct span trim(struct span s)
{
	while (s.len > 0 && (s.at[0] == ' ' || s.at[0] == '\t')) {
		s.at++;
		s.len--;
	}
	while (s.len > 0 && (s.at[s.len - 1] == ' ' || s.at[s.len - 1] == '\t'))
		s.len--;
	return s;
}

bool http_lists(struct span value, const char *token)
{
	struct span word;

	while (span_split(&value, ',', &word))
		if (http_same(trim(word), token))
			return true;
	return false;
}

/* ---- Host and target. ---- */

static bool is_port(struct span s)
{
	int64_t port;

	for (size_t i = 0; i < s.len; i++)
		if (!is_digit(s.at[i]))
			return false;
	return s.len > 0 && s.len <= 5 && span_int(s, &port) && port <= 65535;
}

static size_t name_length(struct span s)
{
	size_t n = 0;

	if (s.len > 0 && s.at[0] == '[') {
		for (n = 1; n < s.len && (is_hex(s.at[n]) || s.at[n] == ':' || s.at[n] == '.');)
			n++;
		return n > 1 && n < s.len && s.at[n] == ']' ? n + 1 : 0;
	}
	while (n < s.len &&
		(is_letter(s.at[n]) || is_digit(s.at[n]) || strchr("-._", s.at[n]) != NULL))
		n++;
	return n;
}

/* A name or address with perhaps a port; nobody's name and password. */
static bool is_authority(struct span s)
{
	size_t n = name_length(s);

	if (n == 0 || n > 255)
		return false;
	return n == s.len ||
	       (s.at[n] == ':' && is_port((struct span){ s.at + n + 1, s.len - n - 1 }));
}

static bool is_path(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] <= ' ' || s.at[i] >= 0x7f || strchr("\"#<>\\^`{|}", s.at[i]))
			return false;
		if (s.at[i] == '%' &&
			(s.len - i < 3 || !is_hex(s.at[i + 1]) || !is_hex(s.at[i + 2])))
			return false;
	}
	return s.len > 0;
}

static void place_path(struct http_parse *p, const char *head, struct span path)
{
	const char *mark = memchr(path.at, '?', path.len);
	size_t len = mark ? (size_t)(mark - path.at) : path.len;

	p->path = (struct http_place){ (uint32_t)(path.at - head), (uint32_t)len };
	if (mark)
		p->query = (struct http_place){ (uint32_t)(mark + 1 - head),
			(uint32_t)(path.len - len - 1) };
}

/* http://NAME/PATH: the name must be that of Host. */
static bool absolute_target(struct http_parse *p, const char *head, struct span target)
{
	struct span rest = { target.at + 7, target.len > 7 ? target.len - 7 : 0 };
	const char *slash = rest.len ? memchr(rest.at, '/', rest.len) : NULL;
	struct span authority = { rest.at, slash ? (size_t)(slash - rest.at) : 0 };

	if (target.len <= 7 || strncasecmp(target.at, "http://", 7) != 0 ||
		!is_authority(authority))
		return false;
	p->authority =
		(struct http_place){ (uint32_t)(authority.at - head), (uint32_t)authority.len };
	place_path(p, head, (struct span){ slash, rest.len - authority.len });
	return true;
}

static enum http_event read_target(struct http_parse *p, const char *head, struct span target)
{
	if (!is_path(target))
		return refuse(p, 400, "the target is no path");
	if (target.at[0] == '/' ||
		(span_is(target, "*") && span_is(http_text(head, p->method), "OPTIONS")))
		place_path(p, head, target);
	else if (!absolute_target(p, head, target))
		return refuse(p, 400, "the target is no path");
	return HTTP_MORE;
}

/* ---- The first line. ---- */

static enum http_event read_version(struct http_parse *p, struct span version)
{
	bool formed = version.len == 8 && memcmp(version.at, "HTTP/", 5) == 0 &&
	              is_digit(version.at[5]) && version.at[6] == '.' && is_digit(version.at[7]);

	if (!formed)
		return refuse(p, 400, "the request line does not end in a version");
	if (version.at[5] != '1' || version.at[7] > '1')
		return refuse(p, 505, "only HTTP/1.1 and HTTP/1.0 are spoken");
	p->minor = (uint8_t)(version.at[7] - '0');
	p->closes = p->minor == 0;
	return HTTP_MORE;
}

static enum http_event read_request_line(struct http_parse *p, const char *head, struct span line)
{
	const char *end = memchr(line.at, ' ', line.len);
	struct span method = { line.at, end ? (size_t)(end - line.at) : 0 };
	struct span rest = { end ? end + 1 : NULL, end ? line.len - method.len - 1 : 0 };
	const char *second = rest.len ? memchr(rest.at, ' ', rest.len) : NULL;
	struct span target = { rest.at, second ? (size_t)(second - rest.at) : 0 };
	enum http_event e;

	if (!second || !all_token(method) || method.len > 32)
		return refuse(p, 400, "the request line is not METHOD TARGET VERSION");
	p->method = (struct http_place){ (uint32_t)(method.at - head), (uint32_t)method.len };
	e = read_version(p, (struct span){ second + 1, rest.len - target.len - 1 });
	if (e == HTTP_BAD)
		return e;
	return read_target(p, head, target);
}

/* ---- Fields. ---- */

static enum http_event read_length(struct http_parse *p, struct span value)
{
	uint64_t n = 0;

	if (p->has_length)
		return refuse(p, 400, "Content-Length came twice");
	if (value.len == 0 || (value.len > 1 && value.at[0] == '0'))
		return refuse(p, 400, "Content-Length is no plain number");
	for (size_t i = 0; i < value.len; i++) {
		if (!is_digit(value.at[i]))
			return refuse(p, 400, "Content-Length is no plain number");
		n = n > UINT64_MAX / 10 - 10 ? UINT64_MAX / 10
		                             : n * 10 + (uint64_t)(value.at[i] - '0');
	}
	p->has_length = true;
	p->length = value.len > 18 ? UINT64_MAX : n;
	p->left = p->length;
	return HTTP_MORE;
}

static enum http_event read_coding(struct http_parse *p, struct span value)
{
	if (p->chunked || !http_same(value, "chunked"))
		return refuse(p, 400, "the only Transfer-Encoding is chunked, once");
	p->chunked = true;
	return HTTP_MORE;
}

static enum http_event read_host(struct http_parse *p, const char *head, struct span value)
{
	if (p->has_host)
		return refuse(p, 400, "Host came twice");
	if (!is_authority(value))
		return refuse(p, 400, "Host is no name with a port");
	p->has_host = true;
	p->host = (struct http_place){ (uint32_t)(value.at - head), (uint32_t)value.len };
	return HTTP_MORE;
}

static enum http_event read_expect(struct http_parse *p, struct span value)
{
	if (!http_same(value, "100-continue"))
		return refuse(p, 417, "Expect is not 100-continue");
	p->expects_continue = p->minor == 1;
	return HTTP_MORE;
}

static enum http_event know_field(
	struct http_parse *p, const char *head, struct span name, struct span value)
{
	if (http_same(name, "content-length"))
		return read_length(p, value);
	if (http_same(name, "transfer-encoding"))
		return read_coding(p, value);
	if (http_same(name, "host"))
		return read_host(p, head, value);
	if (http_same(name, "expect"))
		return read_expect(p, value);
	if (http_same(name, "connection") && http_lists(value, "close"))
		p->closes = true;
	return HTTP_MORE;
}

static struct span name_of(struct span line)
{
	const char *colon = memchr(line.at, ':', line.len);

	return (struct span){ line.at, colon ? (size_t)(colon - line.at) : 0 };
}

static bool is_framing(struct span name)
{
	return http_same(name, "content-length") || http_same(name, "transfer-encoding");
}

static enum http_event read_field(struct http_parse *p, const char *head, struct span line)
{
	struct span name = name_of(line);

	if (line.at[0] == ' ' || line.at[0] == '\t')
		return refuse(p, 400, "a field is folded over two lines");
	if (!all_token(name))
		return refuse(p, 400, "a field has no proper name");
	if (++p->field_count > HTTP_FIELDS_MAX)
		return refuse(p, 431, "there are too many fields");
	/* The grammar allows it, but both Node and nginx refuse it. */
	if (is_framing(name) && memchr(line.at, '\t', line.len))
		return refuse(p, 400, "a tab stands beside what frames the body");
	return know_field(p, head, name,
		trim((struct span){ line.at + name.len + 1, line.len - name.len - 1 }));
}

bool http_field(const struct http_parse *p, const char *head, uint32_t *place,
	struct span *ret_name, struct span *ret_value)
{
	const char *at = head + (*place ? *place : p->fields);
	const char *end = memchr(at, '\r', (size_t)(head + p->head_len - at));
	struct span line = { at, (size_t)(end - at) };

	if (line.len == 0)
		return false;
	*place = (uint32_t)(end - head) + 2;
	*ret_name = name_of(line);
	*ret_value = trim((struct span){ at + ret_name->len + 1, line.len - ret_name->len - 1 });
	return true;
}

/* ---- Lines. ---- */

static enum http_event end_of_head(struct http_parse *p, const char *head)
{
	struct span host = http_text(head, p->host);
	struct span authority = http_text(head, p->authority);

	if (!p->has_host)
		return refuse(p, 400, "Host is missing");
	if (authority.len > 0 &&
		(authority.len != host.len || strncasecmp(authority.at, host.at, host.len) != 0))
		return refuse(p, 400, "the target names another host than Host");
	if (p->chunked && (p->has_length || p->minor == 0))
		return refuse(p, 400, "Transfer-Encoding stands beside Content-Length or HTTP/1.0");
	p->head_len = p->seen;
	return HTTP_DONE;
}

static enum http_event read_line(struct http_parse *p, const char *head, struct span line)
{
	if (p->method.len > 0)
		return line.len == 0 ? end_of_head(p, head) : read_field(p, head, line);
	if (line.len > 0) {
		p->fields = p->seen;
		return read_request_line(p, head, line);
	}
	/* One empty line is left over from what some clients sent behind their last body. */
	if (p->blank_skipped)
		return refuse(p, 400, "the request line is empty");
	p->blank_skipped = true;
	return HTTP_MORE;
}

/* One byte inside a line; HTTP_DONE at its end. */
static enum http_event look_at(struct http_parse *p, const char *head, char c)
{
	bool behind_return = p->seen > p->line && head[p->seen - 1] == '\r';

	if (c == '\n')
		return behind_return ? HTTP_DONE : refuse(p, 400, "a line does not end in CR LF");
	if (behind_return)
		return refuse(p, 400, "a carriage return stands inside a line");
	if ((c >= 0 && c < ' ' && c != '\r' && c != '\t') || c == 0x7f)
		return refuse(p, 400, "a control character stands in the head");
	return HTTP_MORE;
}

/* Judged at each byte, so that it does not matter how they come. */
static enum http_event too_long(struct http_parse *p, const struct http_limits *limits, char c)
{
	if (p->method.len == 0 && p->target_len <= limits->target_max) {
		if (c == ' ')
			p->spaces++;
		else if (p->spaces == 1 && ++p->target_len > limits->target_max)
			return refuse(p, 414, "the target is too long");
	}
	return p->seen >= limits->head_max ? refuse(p, 431, "the head is too long") : HTTP_MORE;
}

enum http_event http_head(struct http_parse *p, const struct http_limits *limits, struct span bytes)
{
	enum http_event e;

	while (p->seen < bytes.len) {
		e = look_at(p, bytes.at, bytes.at[p->seen]);
		if (e == HTTP_BAD || too_long(p, limits, bytes.at[p->seen]) == HTTP_BAD)
			return HTTP_BAD;
		p->seen++;
		if (e == HTTP_MORE)
			continue;
		e = read_line(
			p, bytes.at, (struct span){ bytes.at + p->line, p->seen - p->line - 2 });
		if (e != HTTP_MORE)
			return e;
		p->line = p->seen;
	}
	return HTTP_MORE;
}
