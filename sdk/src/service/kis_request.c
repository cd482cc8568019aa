/* kis_request - percent-encoding, sorting, and the headers KIS wants. */
#include "service/kis_request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cleanup.h"

#define URL_MAX (16 * 1024)
#define NAME_MAX_BYTES 64
#define VALUE_MAX_BYTES 256

static bool is_plain(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       c == '_' || c == '-' || c == '.' || c == '~';
}

static bool is_name(const char *text)
{
	size_t n = 0;

	while (text && text[n] && is_plain(text[n]))
		n++;
	return n > 0 && n <= NAME_MAX_BYTES && text[n] == '\0';
}

static bool is_value(const char *text)
{
	size_t n = 0;

	while (text && (unsigned char)text[n] >= ' ')
		n++;
	return text && n <= VALUE_MAX_BYTES && text[n] == '\0';
}

static int by_name(const void *a, const void *b)
{
	const mcp_kis_param *left = a;
	const mcp_kis_param *right = b;
	int order = strcmp(left->name, right->name);

	return order ? order : strcmp(left->value, right->value);
}

static void put_encoded(struct buf *b, const char *text)
{
	for (; *text; text++) {
		if (is_plain(*text))
			buf_char(b, *text);
		else
			buf_printf(b, "%%%02X", (unsigned)(unsigned char)*text);
	}
}

static mcp_status check(const struct kis_request *r, struct fault *f)
{
	if (r->param_count > KIS_PARAMS_MAX)
		return fault_set(f, MCP_E_ARGUMENT, "%s has %u parameters; give at most %d",
			r->endpoint->name, r->param_count, KIS_PARAMS_MAX);
	for (uint32_t i = 0; i < r->param_count; i++) {
		if (!is_name(r->params[i].name))
			return fault_set(f, MCP_E_ARGUMENT,
				"parameter %u of %s has no proper name; give one like FID_INPUT_ISCD",
				i + 1, r->endpoint->name);
		if (!is_value(r->params[i].value))
			return fault_set(f, MCP_E_ARGUMENT,
				"parameter %s of %s is too long or holds control characters; give "
				"plain text",
				r->params[i].name, r->endpoint->name);
	}
	return MCP_OK;
}

mcp_status kis_request_url(
	const char *base, const struct kis_request *r, char **ret, struct fault *f)
{
	mcp_kis_param sorted[KIS_PARAMS_MAX];
	struct buf url;
	mcp_status s;

	s = check(r, f);
	if (s < 0)
		return s;

	for (uint32_t i = 0; i < r->param_count; i++)
		sorted[i] = r->params[i];
	if (r->param_count > 1)
		qsort(sorted, r->param_count, sizeof *sorted, by_name);
	buf_init(&url, URL_MAX);
	buf_puts(&url, base);
	buf_puts(&url, r->endpoint->path);
	for (uint32_t i = 0; i < r->param_count; i++) {
		buf_char(&url, i == 0 ? '?' : '&');
		put_encoded(&url, sorted[i].name);
		buf_char(&url, '=');
		put_encoded(&url, sorted[i].value);
	}
	if (url.failed) {
		buf_done(&url);
		return fault_set(f, MCP_E_ARGUMENT,
			"the parameters of %s are too long; give fewer or shorter ones",
			r->endpoint->name);
	}
	*ret = buf_take(&url, NULL);
	return *ret ? MCP_OK
	            : fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
}

void kis_headers_init(struct kis_headers *h, const struct kis_settings *settings, const char *token)
{
	(void)snprintf(h->bearer, sizeof h->bearer, "Bearer %s", token);
	h->secret_query = (struct wire_header){ 0 };
	h->count = KIS_HEADERS;
	h->at[0] = (struct wire_header){ "content-type", "application/json; charset=utf-8" };
	h->at[1] = (struct wire_header){ "authorization", h->bearer };
	h->at[2] = (struct wire_header){ "appkey", settings->app_key };
	h->at[3] = (struct wire_header){ "appsecret", settings->app_secret };
	h->at[4] = (struct wire_header){ "custtype", "P" };
}

void kis_headers_init_source(
	struct kis_headers *h, enum kis_kind kind, const struct source_settings *sources)
{
	h->bearer[0] = '\0';
	h->count = 0;
	h->secret_query = (struct wire_header){ 0 };
	if (kind == KIS_DART)
		h->secret_query = (struct wire_header){ "crtfc_key", sources->opendart.api_key };
	if (kind == KIS_KRX)
		h->at[h->count++] = (struct wire_header){ "AUTH_KEY", sources->krx.api_key };
}

void kis_headers_done(struct kis_headers *h)
{
	explicit_bzero(h, sizeof *h);
}
