/* wire_https - exchanges over TLS by libcurl's multi interface, on one thread.
 *
 * Only https, only the hosts of the settings, only what the list allows; TLS 1.2 or newer,
 * certificate and name checked; no redirects, no proxy, no cookies, no netrc; connections stay
 * open between calls. Key, secret and token are wiped where they were copied.
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/phrase.h"
#include "upstream/https.h"
#include "upstream/https_address.h"
#include "upstream/https_fault.h"

#define CONNECT_MS 5000L
#define CONNECTIONS_MAX 32L
#define IDLE_CONNECTIONS 16L
#define HEADER_MAX 8192

struct exchange {
	struct exchange *next;
	uint64_t id;
	CURL *easy;
	struct curl_slist *headers;
	char *post; /* the POST's body */
	size_t post_len;
	struct buf body;
	bool sent;
	void (*done)(void *self, const struct fault *fault, long http_status, struct span body);
	void *self;
};

struct https {
	struct wire wire;
	struct https_options o;
	CURLM *multi;
	struct exchange *exchanges;
	uint64_t last_id;
};

static struct https *https_of(struct wire *w)
{
	return (struct https *)w;
}

/* ---- An exchange. ---- */

static void wipe_list(struct curl_slist *list)
{
	for (struct curl_slist *at = list; at; at = at->next)
		explicit_bzero(at->data, strlen(at->data));
	curl_slist_free_all(list);
}

static void wipe(struct buf *b)
{
	if (b->at)
		explicit_bzero(b->at, b->room);
	buf_done(b);
}

static void exchange_free(struct exchange *x)
{
	if (!x)
		return;
	curl_easy_cleanup(x->easy);
	wipe_list(x->headers);
	if (x->post)
		explicit_bzero(x->post, x->post_len);
	free(x->post);
	/* It may hold a token. */
	wipe(&x->body);
	free(x);
}

static void exchange_freep(struct exchange **x)
{
	exchange_free(*x);
}

static size_t take_body(char *at, size_t one, size_t len, void *self)
{
	struct exchange *x = self;

	buf_put(&x->body, at, one * len);
	/* Less than came: libcurl ends the transfer. */
	return x->body.failed ? 0 : one * len;
}

/* libcurl sends again by itself when a kept connection dies under it. A second time would be a call
 * that nobody counted. */
static int before_sending(void *self, char *ip, char *own_ip, int port, int own_port)
{
	struct exchange *x = self;
	bool again = x->sent;

	(void)ip;
	(void)own_ip;
	(void)port;
	(void)own_port;
	x->sent = true;
	return again ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

static bool add_header(struct exchange *x, const char *name, const char *value)
{
	struct curl_slist *longer;
	char line[HEADER_MAX];
	int n = snprintf(line, sizeof line, "%s: %s", name, value);
	bool fits = n > 0 && (size_t)n < sizeof line && !strpbrk(line, "\r\n");

	longer = fits ? curl_slist_append(x->headers, line) : NULL;
	explicit_bzero(line, sizeof line);
	if (longer)
		x->headers = longer;
	return longer;
}

static bool add_headers(struct exchange *x, const struct wire_request *r)
{
	bool good = add_header(x, "accept", "*/*");

	for (uint32_t i = 0; good && i < r->header_count; i++)
		good = add_header(x, r->headers[i].name, r->headers[i].value);
	if (good && r->tr_id)
		good = add_header(x, "tr_id", r->tr_id);
	return good;
}

/* ---- libcurl's settings. ---- */

static bool set_safety(CURL *easy, const struct kis_settings *settings)
{
	bool good = true;

	good = good && !curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
	good = good && !curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "https");
	good = good && !curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	good = good && !curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	good = good && !curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	good = good && !curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	/* Whatever http_proxy and the like say: keys go to KIS and nowhere else. */
	good = good && !curl_easy_setopt(easy, CURLOPT_PROXY, "");
	good = good && !curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	good = good && !curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	if (good && settings->ca_file && settings->ca_file[0])
		good = !curl_easy_setopt(easy, CURLOPT_CAINFO, settings->ca_file);
	return good;
}

static bool set_request(const struct https *h, struct exchange *x, const struct wire_request *r)
{
	int64_t left_ms = r->deadline_mono_ms - clock_mono(h->o.clock);
	CURL *easy = x->easy;
	bool good = true;

	/* 0 would mean for ever. */
	left_ms = left_ms < 1 ? 1 : left_ms;
	good = good && https_set_url(easy, r);
	good = good && !curl_easy_setopt(easy, CURLOPT_HTTPHEADER, x->headers);
	good = good && !curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	good = good && !curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)left_ms);
	good = good && !curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS);
	good = good && !curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
	good = good && !curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
	good = good && !curl_easy_setopt(easy, CURLOPT_WRITEDATA, x);
	good = good && !curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before_sending);
	good = good && !curl_easy_setopt(easy, CURLOPT_PREREQDATA, x);
	good = good && !curl_easy_setopt(easy, CURLOPT_PRIVATE, x);
	if (good && x->post) {
		good = good && !curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
		good = good && !curl_easy_setopt(easy, CURLOPT_POST, 1L);
		good = good && !curl_easy_setopt(easy, CURLOPT_POSTFIELDS, x->post);
		good = good && !curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)x->post_len);
	}
	return good;
}

static struct exchange *exchange_new(const struct https *h, const struct wire_request *r)
{
	CLEANUP(exchange_freep) struct exchange *x = calloc(1, sizeof *x);

	if (!x)
		return NULL;
	buf_init(&x->body, r->body_max);
	x->easy = curl_easy_init();
	x->done = r->done;
	x->self = r->self;
	if (!x->easy || !add_headers(x, r))
		return NULL;
	if (str_same(r->method, "POST")) {
		x->post_len = r->body.len;
		x->post = malloc(x->post_len + 1);
		if (!x->post)
			return NULL;
		if (x->post_len > 0)
			memcpy(x->post, r->body.at, x->post_len);
	}
	if (!set_safety(x->easy, h->o.settings) || !set_request(h, x, r))
		return NULL;
	return TAKE(x);
}

/* ---- The wire. ---- */

static void take_off(struct https *h, struct exchange *x)
{
	struct exchange **at = &h->exchanges;

	while (*at && *at != x)
		at = &(*at)->next;
	if (*at)
		*at = x->next;
	(void)curl_multi_remove_handle(h->multi, x->easy);
}

static mcp_status start(
	struct wire *w, const struct wire_request *r, uint64_t *ret_id, struct fault *f)
{
	struct https *h = https_of(w);
	struct exchange *x;
	mcp_status s;

	s = https_check(&h->o, r, f);
	if (s < 0)
		return s;

	x = exchange_new(h, r);
	if (!x || curl_multi_add_handle(h->multi, x->easy) != CURLM_OK) {
		exchange_free(x);
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	}
	x->id = ++h->last_id;
	x->next = h->exchanges;
	h->exchanges = x;
	*ret_id = x->id;
	return MCP_OK;
}

static void cancel(struct wire *w, uint64_t id)
{
	struct https *h = https_of(w);
	struct exchange *x = h->exchanges;

	while (x && x->id != id)
		x = x->next;
	if (!x)
		return;
	take_off(h, x);
	exchange_free(x);
}

static void end_exchange(struct https *h, CURL *easy, CURLcode code)
{
	struct fault fault = { 0 };
	struct exchange *x = NULL;
	long http_status;

	(void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&x);
	take_off(h, x);
	http_status = https_explain(easy, code, x->body.max, &fault);
	x->done(x->self, &fault, http_status,
		fault.status < 0 ? (struct span){ 0 } : buf_as_span(&x->body));
	exchange_free(x);
}

static bool end_what_is_done(struct https *h)
{
	bool any = false;
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(h->multi, &left))) {
		if (message->msg != CURLMSG_DONE)
			continue;
		end_exchange(h, message->easy_handle, message->data.result);
		any = true;
	}
	return any;
}

static void poll_wire(struct wire *w, int timeout_ms)
{
	struct https *h = https_of(w);
	int running;

	(void)curl_multi_perform(h->multi, &running);
	if (end_what_is_done(h))
		return;
	(void)curl_multi_poll(h->multi, NULL, 0, timeout_ms, NULL);
	(void)curl_multi_perform(h->multi, &running);
	(void)end_what_is_done(h);
}

static void wakeup(struct wire *w)
{
	(void)curl_multi_wakeup(https_of(w)->multi);
}

static void close_wire(struct wire *w)
{
	struct https *h = https_of(w);

	while (h->exchanges)
		cancel(w, h->exchanges->id);
	(void)curl_multi_cleanup(h->multi);
	free(h);
}

static mcp_status unzip_on(struct wire *w, struct span zip, struct buf *ret, struct fault *f)
{
	(void)w;
	return unzip(zip, ret, f);
}

static const struct wire_ops ops = {
	.start = start,
	.cancel = cancel,
	.poll = poll_wire,
	.wakeup = wakeup,
	.close = close_wire,
	.unzip = unzip_on,
};

mcp_status https_open(const struct https_options *o, struct wire **ret, struct fault *f)
{
	struct https *h;
	mcp_status s;

	phrase_locale(o->locale);
	s = https_check_settings(o, f);
	if (s < 0)
		return s;

	h = calloc(1, sizeof *h);
	/* Counted by libcurl; the module stays until the process ends. */
	if (!h || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
		!(h->multi = curl_multi_init())) {
		free(h);
		return fault_set(f, MCP_E_MEMORY, "memory ran out; free some or raise the limit");
	}
	h->wire.ops = &ops;
	h->o = *o;
	(void)curl_multi_setopt(h->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, CONNECTIONS_MAX);
	(void)curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, IDLE_CONNECTIONS);
	*ret = &h->wire;
	return MCP_OK;
}
