/* https_address - which addresses may be asked at all, and how a secret gets into one. */
#include "upstream/https_address.h"

#include <string.h>

#include "base/cleanup.h"

#define ADDRESS_MAX ((size_t)32 * 1024)

static mcp_status check_address(const char *key, const char *url, struct fault *f)
{
	if (url && strncmp(url, "https://", 8) == 0 && url[8] && url[strlen(url) - 1] != '/')
		return MCP_OK;
	return fault_set(f, MCP_E_CONFIG,
		"%s is \"%s\"; give an https:// address without a slash at its end", key,
		url ? url : "");
}

/* Addresses beside KIS count only with their key. */
mcp_status https_check_settings(const struct https_options *o, struct fault *f)
{
	const struct source_settings *sources = o->sources;
	mcp_status s;

	s = check_address("kis.base_url", o->settings->base_url, f);
	if (s == MCP_OK)
		s = check_address("kis.master_url", o->settings->master_url, f);
	if (s == MCP_OK && sources && sources->opendart.api_key)
		s = check_address("opendart.base_url", sources->opendart.base_url, f);
	if (s == MCP_OK && sources && sources->krx.api_key)
		s = check_address("krx.base_url", sources->krx.base_url, f);
	return s;
}

/* The path behind `base`, without the query; absent when the address is not under it. */
static struct span path_under(const char *base, const char *url)
{
	size_t n = base ? strlen(base) : 0;
	struct span path;

	if (n == 0 || strncmp(url, base, n) != 0 || url[n] != '/')
		return (struct span){ 0 };
	path = span_of(url + n);
	path.len = strcspn(path.at, "?#");
	return path;
}

static const char *base_of(const struct https_options *o, enum kis_kind kind)
{
	const struct source_settings *sources = o->sources;

	switch (kind) {
	case KIS_MASTER:
		return o->settings->master_url;
	case KIS_DART:
		return sources ? sources->opendart.base_url : NULL;
	case KIS_KRX:
		return sources ? sources->krx.base_url : NULL;
	default:
		return o->settings->base_url;
	}
}

/* Each host gets the paths of its own list only, and a secret parameter none but OpenDART. */
static bool is_allowed(
	const struct https_options *o, enum kis_kind kind, const struct wire_request *r)
{
	struct span path = path_under(base_of(o, kind), r->url);

	return path.at && o->allows(kind, r->method, path, r->tr_id) &&
	       !r->secret_query == (kind != KIS_DART);
}

mcp_status https_check(const struct https_options *o, const struct wire_request *r, struct fault *f)
{
	bool allowed = false;

	for (int kind = 0; kind < KIS_KINDS && !allowed; kind++)
		allowed = is_allowed(o, (enum kis_kind)kind, r);
	if (strncmp(r->url, "https://", 8) == 0 && allowed)
		return MCP_OK;
	return fault_set(f, MCP_E_ARGUMENT,
		"this call is not in the list of quotations and rankings; nothing else is ever "
		"sent");
}

/* It has held a secret. */
static void wipe(struct buf *b)
{
	if (b->at)
		explicit_bzero(b->at, b->room);
	buf_done(b);
}

static void put_encoded(struct buf *b, const char *text)
{
	for (; *text; text++) {
		const unsigned char c = (unsigned char)*text;

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
			buf_char(b, *text);
		else
			buf_printf(b, "%%%02X", (unsigned)c);
	}
}

/* The address as it is sent: the secret stands in it from here on only. */
static bool set_secret_url(CURL *easy, const struct wire_request *r)
{
	CLEANUP(wipe) struct buf url;

	buf_init(&url, ADDRESS_MAX);
	/* In one piece: growing would leave copies of the secret behind. */
	(void)buf_reserve(&url, ADDRESS_MAX);
	buf_puts(&url, r->url);
	buf_char(&url, strchr(r->url, '?') ? '&' : '?');
	buf_puts(&url, r->secret_query->name);
	buf_char(&url, '=');
	put_encoded(&url, r->secret_query->value);
	buf_char(&url, '\0');
	return !url.failed && !curl_easy_setopt(easy, CURLOPT_URL, url.at);
}

bool https_set_url(CURL *easy, const struct wire_request *r)
{
	return r->secret_query ? set_secret_url(easy, r)
	                       : !curl_easy_setopt(easy, CURLOPT_URL, r->url);
}
