/* http_reply - the heads of answers. */
#include "host/transport/http_reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "base/cleanup.h"

static const struct {
	int status;
	const char *words;
} statuses[] = {
	{ 200, "OK" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 400, "Bad Request" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 406, "Not Acceptable" },
	{ 408, "Request Timeout" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 417, "Expectation Failed" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" },
	{ 503, "Service Unavailable" },
	{ 505, "HTTP Version Not Supported" },
};

static const char *words_of(int status)
{
	for (size_t i = 0; i < COUNT_OF(statuses); i++)
		if (statuses[i].status == status)
			return statuses[i].words;
	return "Unknown";
}

struct text {
	char *at;
	size_t len;
};

__attribute__((format(printf, 2, 3))) static void put(struct text *t, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(t->at + t->len, HTTP_REPLY_MAX - t->len, fmt, args);
	va_end(args);
	if (n > 0)
		t->len += (size_t)n < HTTP_REPLY_MAX - t->len ? (size_t)n
		                                              : HTTP_REPLY_MAX - t->len - 1;
}

/* The form of RFC 9110, whatever the locale is. */
static void put_date(struct text *t, int64_t wall_ms)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	time_t now = (time_t)(wall_ms / 1000);
	struct tm tm;

	if (!gmtime_r(&now, &tm))
		return;
	put(t, "Date: %.3s, %02d %.3s %04d %02d:%02d:%02d GMT\r\n", days + tm.tm_wday * 3,
		tm.tm_mday, months + tm.tm_mon * 3, tm.tm_year + 1900, tm.tm_hour, tm.tm_min,
		tm.tm_sec);
}

#define CORS_HEADERS \
	"content-type, accept, authorization, mcp-protocol-version, mcp-session-id, mcp-method, " \
	"mcp-name, last-event-id"
#define CORS_KEPT_S 600 /* how long a page may remember what it may send */

static void put_cors(struct text *t, const struct http_reply *r)
{
	if (r->varies)
		put(t, "Vary: Origin\r\n");
	if (r->origin.len == 0)
		return;
	put(t, "Access-Control-Allow-Origin: %.*s\r\n", (int)r->origin.len, r->origin.at);
	if (r->cors_preflight)
		put(t,
			"Access-Control-Allow-Methods: POST, GET, DELETE\r\n"
			"Access-Control-Allow-Headers: " CORS_HEADERS "%.*s\r\n"
			"Access-Control-Max-Age: %d\r\n",
			(int)r->cors_params.len, r->cors_params.at, CORS_KEPT_S);
	else
		put(t, "Access-Control-Expose-Headers: mcp-session-id, www-authenticate\r\n");
}

struct span http_reply_head(const struct http_reply *r, char *ret)
{
	struct text t = { ret, 0 };

	put(&t, "HTTP/1.1 %d %s\r\n", r->status, words_of(r->status));
	put_date(&t, r->wall_ms);
	if (r->type)
		put(&t, "Content-Type: %s\r\n", r->type);
	if (r->streams)
		put(&t, "Cache-Control: no-cache\r\nX-Accel-Buffering: no\r\n%s",
			r->in_chunks ? "Transfer-Encoding: chunked\r\n" : "");
	else if (r->status != 204)
		put(&t, "Content-Length: %zu\r\n", r->length);
	if (r->allow)
		put(&t, "Allow: %s\r\n", r->allow);
	if (r->session)
		put(&t, "MCP-Session-Id: %s\r\n", r->session);
	put_cors(&t, r);
	if (r->retry_after_s > 0)
		put(&t, "Retry-After: %d\r\n", r->retry_after_s);
	if (r->closes)
		put(&t, "Connection: close\r\n");
	put(&t, "\r\n");
	return (struct span){ ret, t.len };
}

struct span http_error_body(const char *why, char *ret)
{
	int n = snprintf(ret, HTTP_REPLY_MAX,
		"{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"%s\"}}", why);

	return (struct span){ ret, n > 0 && n < HTTP_REPLY_MAX ? (size_t)n : 0 };
}
