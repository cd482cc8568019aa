/* market_dart_corps - a small strict scanner for the one shape that corpCode.xml has:
 *
 *	<result><list><corp_code>00126380</corp_code>…<stock_code>005930</stock_code>…</list>…
 */
#include "service/market_dart_corps.h"

#include <stdbool.h>
#include <stdlib.h>

#define KEPT_MAX 20000
#define FIELD_NAME_MAX 32

struct cursor {
	const char *at;
	const char *end;
};

static void skip_blanks(struct cursor *c)
{
	while (c->at < c->end && strchr(" \t\r\n", *c->at) && *c->at)
		c->at++;
}

static bool take(struct cursor *c, struct span text)
{
	if ((size_t)(c->end - c->at) < text.len || memcmp(c->at, text.at, text.len) != 0)
		return false;
	c->at += text.len;
	return true;
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || c == '_';
}

/* <name>text</name>, or <name/> for an empty one. */
static bool take_field(struct cursor *c, struct span *ret_name, struct span *ret_text)
{
	const char *at;

	if (!take(c, SPAN("<")))
		return false;
	at = c->at;
	while (c->at < c->end && is_name_char(*c->at))
		c->at++;
	*ret_name = (struct span){ at, (size_t)(c->at - at) };
	if (ret_name->len == 0 || ret_name->len > FIELD_NAME_MAX)
		return false;
	*ret_text = (struct span){ c->at, 0 };
	if (take(c, SPAN("/>")))
		return true;
	if (!take(c, SPAN(">")))
		return false;
	at = c->at;
	while (c->at < c->end && *c->at != '<')
		c->at++;
	*ret_text = span_trim((struct span){ at, (size_t)(c->at - at) });
	return take(c, SPAN("</")) && take(c, *ret_name) && take(c, SPAN(">"));
}

static bool is_digits(struct span s, size_t len)
{
	size_t n = 0;

	while (n < s.len && s.at[n] >= '0' && s.at[n] <= '9')
		n++;
	return n == len && s.len == len;
}

static bool is_stock(struct span s)
{
	size_t n = 0;

	while (n < s.len &&
		((s.at[n] >= '0' && s.at[n] <= '9') || (s.at[n] >= 'A' && s.at[n] <= 'Z')))
		n++;
	return n == 6 && s.len == 6;
}

/* What stands between <list> and </list>. False: not this shape. `ret->stock` is empty for a
 * company that is not listed. */
static bool take_list(struct cursor *c, struct dart_corp *ret)
{
	struct span corp = { 0 };
	struct span stock = { 0 };
	struct span name;
	struct span text;

	for (skip_blanks(c); !take(c, SPAN("</list>")); skip_blanks(c)) {
		if (!take_field(c, &name, &text))
			return false;
		if (span_is(name, "corp_code") && !corp.at)
			corp = text;
		else if (span_is(name, "stock_code") && !stock.at)
			stock = text;
		else if (span_is(name, "corp_code") || span_is(name, "stock_code"))
			return false;
	}
	if (!is_digits(corp, 8))
		return false;
	*ret = (struct dart_corp){ .stock = "" };
	memcpy(ret->corp, corp.at, 8);
	if (is_stock(stock))
		memcpy(ret->stock, stock.at, 6);
	return true;
}

static bool take_head(struct cursor *c)
{
	(void)take(c, SPAN("\xef\xbb\xbf"));
	if (take(c, SPAN("<?xml"))) {
		while (c->at < c->end && *c->at != '>')
			c->at++;
		if (!take(c, SPAN(">")))
			return false;
	}
	skip_blanks(c);
	return take(c, SPAN("<result>"));
}

static bool read_all(struct cursor *c, struct dart_corps *ret)
{
	struct dart_corp one;

	if (!take_head(c))
		return false;
	for (skip_blanks(c); take(c, SPAN("<list>")); skip_blanks(c)) {
		if (!take_list(c, &one) || ret->count == KEPT_MAX)
			return false;
		if (one.stock[0] != '\0')
			ret->rows[ret->count++] = one;
	}
	if (!take(c, SPAN("</result>")))
		return false;
	skip_blanks(c);
	return c->at == c->end && ret->count > 0;
}

static int by_code(const void *a, const void *b)
{
	const struct dart_corp *left = a;
	const struct dart_corp *right = b;

	return strcmp(left->stock, right->stock);
}

/* Of each code, the row that stands alone; the rows are sorted. */
static void drop_claimed_twice(struct dart_corps *c)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < c->count;) {
		uint32_t next = i + 1;

		while (next < c->count && strcmp(c->rows[i].stock, c->rows[next].stock) == 0)
			next++;
		if (next == i + 1)
			c->rows[kept++] = c->rows[i];
		i = next;
	}
	c->count = kept;
}

mcp_status dart_corps_parse(struct span xml, struct dart_corps *ret, struct fault *f)
{
	struct dart_corps c = { .rows = calloc(KEPT_MAX, sizeof *c.rows) };
	struct cursor at = { xml.at, xml.at + xml.len };

	if (!c.rows)
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	if (!xml.at || !read_all(&at, &c)) {
		dart_corps_done(&c);
		return fault_set(f, MCP_E_UPSTREAM,
			"OpenDART's list of companies is cut or of another shape; try again later");
	}
	qsort(c.rows, c.count, sizeof *c.rows, by_code);
	drop_claimed_twice(&c);
	*ret = c;
	return MCP_OK;
}

void dart_corps_done(struct dart_corps *c)
{
	free(c->rows);
	*c = (struct dart_corps){ 0 };
}

const char *dart_corps_find(const struct dart_corps *c, const char *stock)
{
	struct dart_corp key = { .stock = "" };
	const struct dart_corp *found;

	if (!stock || strlen(stock) != 6 || c->count == 0)
		return NULL;
	memcpy(key.stock, stock, 6);
	found = bsearch(&key, c->rows, c->count, sizeof *c->rows, by_code);
	return found ? found->corp : NULL;
}
