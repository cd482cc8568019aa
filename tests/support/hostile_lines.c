/* hostile_lines - lines a host must survive, each with what may be answered to it. */
#include "support/hostile_lines.h"

#include "base/cleanup.h"

#define LONG_LINE ((size_t)10 * 1024 * 1024) /* the host's default limits.line_bytes */
#define DEEP 10000

#define PARSE (-32700)
#define INVALID (-32600)
#define NO_METHOD (-32601)
#define BAD_PARAMS (-32602)
#define BAD_VERSION (-32022)

#define META(version) \
	"\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" version \
	"\",\"io.modelcontextprotocol/clientCapabilities\":{}}"
#define MODERN META("2026-07-28")
#define HEAD "{\"jsonrpc\":\"2.0\",\"id\":@,\"method\":"
#define CALL HEAD "\"tools/call\",\"params\":{\"name\":\"get_volume_ranking\",\"arguments\":"

/* One kind of line: '@' stands for the id. */
struct template
{
	const char *kind;
	enum expect expect;
	int code;
	const char *text;
};

/* clang-format off */
static const struct template templates[] = {
	/* What is right. */
	{ "ping", EXPECT_RESULT, 0, HEAD "\"ping\"}" },
	{ "ping, params", EXPECT_RESULT, 0, HEAD "\"ping\",\"params\":{\"x\":[{}]}}" },
	{ "ping, text id", EXPECT_RESULT, 0, "{\"jsonrpc\":\"2.0\",\"id\":\"s@\",\"method\":\"ping\"}" },
	{ "ping, negative id", EXPECT_RESULT, 0, "{\"jsonrpc\":\"2.0\",\"id\":-@,\"method\":\"ping\"}" },
	{ "ping, escapes", EXPECT_RESULT, 0, HEAD "\"p\\u0069ng\"}" },
	{ "ping, blanks", EXPECT_RESULT, 0, " \t{ \"method\" : \"ping\" ,\"id\":@ , \"jsonrpc\":\"2.0\"} " },
	{ "ping, CRLF", EXPECT_RESULT, 0, HEAD "\"ping\"}\r" },
	{ "ping, unknown members", EXPECT_RESULT, 0, HEAD "\"ping\",\"\xea\xb0\x80\":null,\"z\":[1,[2]]}" },
	{ "list", EXPECT_RESULT, 0, HEAD "\"tools/list\"}" },
	{ "list, modern", EXPECT_RESULT, 0, HEAD "\"tools/list\",\"params\":{" MODERN "}}" },
	{ "discover", EXPECT_RESULT, 0, HEAD "\"server/discover\",\"params\":{" MODERN "}}" },
	{ "call", EXPECT_RESULT, 0, CALL "{\"count\":1}}}" },
	{ "call, three rows", EXPECT_RESULT, 0, CALL "{\"count\":3,\"market\":\"KOSDAQ\"}}}" },
	{ "call, modern", EXPECT_RESULT, 0, CALL "{\"count\":2}," MODERN "}}" },
	{ "call, progress", EXPECT_RESULT, 0, CALL "{\"count\":1},\"_meta\":{\"progressToken\":@}}}" },
	{ "call, wrong value", EXPECT_RESULT, 0, CALL "{\"market\":\"NYSE\"}}}" },
	{ "call, wrong type", EXPECT_RESULT, 0, CALL "{\"count\":[1]}}}" },
	{ "call, too many", EXPECT_RESULT, 0, CALL "{\"count\":99999999999999999999}}}" },
	{ "call, unknown argument", EXPECT_RESULT, 0, CALL "{\"\\u0000\":1}}}" },
	{ "level", EXPECT_RESULT, 0, HEAD "\"logging/setLevel\",\"params\":{\"level\":\"error\"}}" },

	/* What calls for an error with the id. */
	{ "unknown method", EXPECT_ERROR, NO_METHOD, HEAD "\"no/such\"}" },
	{ "empty method", EXPECT_ERROR, 0, HEAD "\"\"}" },
	{ "unknown method, modern", EXPECT_ERROR, NO_METHOD, HEAD "\"x\",\"params\":{" MODERN "}}" },
	{ "ping, modern", EXPECT_ERROR, NO_METHOD, HEAD "\"ping\",\"params\":{" MODERN "}}" },
	{ "initialize, modern", EXPECT_ERROR, NO_METHOD, HEAD "\"initialize\",\"params\":{" MODERN "}}" },
	{ "version", EXPECT_ERROR, BAD_VERSION, HEAD "\"tools/list\",\"params\":{" META("1900-01-01") "}}" },
	{ "legacy claim", EXPECT_ERROR, BAD_VERSION, HEAD "\"tools/list\",\"params\":{" META("2025-11-25") "}}" },
	{ "discover, no claim", EXPECT_ERROR, BAD_PARAMS, HEAD "\"server/discover\"}" },
	{ "claim is a number", EXPECT_ERROR, 0, HEAD "\"tools/list\",\"params\":{\"_meta\":{"
		"\"io.modelcontextprotocol/protocolVersion\":7}}}" },
	{ "second initialize", EXPECT_ERROR, INVALID, HEAD "\"initialize\",\"params\":{\"protocolVersion\":"
		"\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"h\",\"version\":\"1\"}}}" },
	{ "call, no params", EXPECT_ERROR, BAD_PARAMS, HEAD "\"tools/call\"}" },
	{ "call, empty params", EXPECT_ERROR, BAD_PARAMS, HEAD "\"tools/call\",\"params\":{}}" },
	{ "call, unknown tool", EXPECT_ERROR, BAD_PARAMS, HEAD "\"tools/call\",\"params\":{\"name\":\"no\"}}" },
	{ "call, name is a list", EXPECT_ERROR, BAD_PARAMS, HEAD "\"tools/call\",\"params\":{\"name\":[]}}" },
	{ "call, arguments are text", EXPECT_ERROR, BAD_PARAMS, CALL "\"count=1\"}}" },
	{ "call, arguments are a list", EXPECT_ERROR, BAD_PARAMS, CALL "[]}}" },
	{ "bad level", EXPECT_ERROR, BAD_PARAMS, HEAD "\"logging/setLevel\",\"params\":{\"level\":\"loud\"}}" },
	{ "no level", EXPECT_ERROR, BAD_PARAMS, HEAD "\"logging/setLevel\"}" },

	/* What is no message, though its id can be read. */
	{ "params are a list", EXPECT_ANY_ERROR, 0, HEAD "\"tools/list\",\"params\":[1]}" },
	{ "params are text", EXPECT_ANY_ERROR, 0, HEAD "\"tools/call\",\"params\":\"x\"}" },
	{ "method is a number", EXPECT_ANY_ERROR, INVALID, HEAD "7}" },
	{ "method is null", EXPECT_ANY_ERROR, INVALID, HEAD "null}" },
	{ "only an id", EXPECT_ANY_ERROR, INVALID, "{\"jsonrpc\":\"2.0\",\"id\":@}" },
	{ "jsonrpc 1.0", EXPECT_ANY_ERROR, INVALID, "{\"jsonrpc\":\"1.0\",\"id\":@,\"method\":\"ping\"}" },
	{ "no jsonrpc", EXPECT_ANY_ERROR, INVALID, "{\"id\":@,\"method\":\"ping\"}" },
	{ "two ids", EXPECT_ANY_ERROR, 0, "{\"jsonrpc\":\"2.0\",\"id\":@,\"id\":@,\"method\":\"ping\"}" },
	{ "two methods", EXPECT_ANY_ERROR, 0, HEAD "\"ping\",\"m\\u0065thod\":\"ping\"}" },
	{ "two of a kind, deep", EXPECT_ANY_ERROR, 0, CALL "{\"count\":1,\"count\":2}}}" },

	/* What cannot be read, or has no usable id. */
	{ "text", EXPECT_NAMELESS, PARSE, "hello?" },
	{ "HTTP", EXPECT_NAMELESS, PARSE, "GET /mcp HTTP/1.1\r" },
	{ "cut", EXPECT_NAMELESS, PARSE, "{\"jsonrpc\":\"2.0\",\"id\":@,\"method\":\"pi" },
	{ "trailing comma", EXPECT_NAMELESS, PARSE, HEAD "\"ping\",}" },
	{ "two values", EXPECT_NAMELESS, PARSE, HEAD "\"ping\"}{}" },
	{ "single quotes", EXPECT_NAMELESS, PARSE, "{'jsonrpc':'2.0','id':@,'method':'ping'}" },
	{ "comment", EXPECT_NAMELESS, PARSE, HEAD "\"ping\"/* */}" },
	{ "NaN", EXPECT_NAMELESS, PARSE, HEAD "\"ping\",\"params\":{\"x\":NaN}}" },
	{ "leading zero", EXPECT_NAMELESS, PARSE, "{\"jsonrpc\":\"2.0\",\"id\":0@,\"method\":\"ping\"}" },
	{ "bad escape", EXPECT_NAMELESS, PARSE, HEAD "\"\\x70ing\"}" },
	{ "lone surrogate", EXPECT_NAMELESS, PARSE, HEAD "\"\\ud800\"}" },
	{ "tab in a text", EXPECT_NAMELESS, PARSE, HEAD "\"pi\tng\"}" },
	{ "invalid UTF-8", EXPECT_NAMELESS, PARSE, HEAD "\"\xff\xfe\"}" },
	{ "overlong UTF-8", EXPECT_NAMELESS, PARSE, HEAD "\"\xc0\xaf\"}" },
	{ "byte order mark", EXPECT_NAMELESS, PARSE, "\xef\xbb\xbf" HEAD "\"ping\"}" },
	{ "a number", EXPECT_NAMELESS, INVALID, "5" },
	{ "a text", EXPECT_NAMELESS, INVALID, "\"ping\"" },
	{ "null", EXPECT_NAMELESS, INVALID, "null" },
	{ "empty object", EXPECT_NAMELESS, INVALID, "{}" },
	{ "empty list", EXPECT_NAMELESS, INVALID, "[]" },
	{ "nested lists", EXPECT_NAMELESS, INVALID, "[[[[[]]],[[]]]]" },
	{ "batch", EXPECT_NAMELESS, INVALID, "[" HEAD "\"ping\"}]" },
	{ "null id", EXPECT_NAMELESS, INVALID, "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}" },
	{ "fractional id", EXPECT_NAMELESS, INVALID, "{\"jsonrpc\":\"2.0\",\"id\":@.5,\"method\":\"ping\"}" },
	{ "true id", EXPECT_NAMELESS, INVALID, "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}" },
	{ "list id", EXPECT_NAMELESS, INVALID, "{\"jsonrpc\":\"2.0\",\"id\":[@],\"method\":\"ping\"}" },
	{ "huge id", EXPECT_NAMELESS, INVALID, "{\"jsonrpc\":\"2.0\",\"id\":99999999999999999999999999@,"
		"\"method\":\"ping\"}" },
	{ "endless id", EXPECT_NAMELESS, INVALID, "{\"jsonrpc\":\"2.0\",\"id\":1e400,\"method\":\"ping\"}" },

	/* What calls for silence. */
	{ "empty line", EXPECT_NOTHING, 0, "" },
	{ "unknown notification", EXPECT_NOTHING, 0, "{\"jsonrpc\":\"2.0\",\"method\":\"no/such\"}" },
	{ "call without id", EXPECT_NOTHING, 0, "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\"}" },
	{ "cancel of nothing", EXPECT_NOTHING, 0, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
		"\"params\":{\"requestId\":\"no\"}}" },
	{ "cancel without id", EXPECT_NOTHING, 0, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}" },
	{ "initialized again", EXPECT_NOTHING, 0, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}" },
	{ "an answer", EXPECT_NOTHING, 0, "{\"jsonrpc\":\"2.0\",\"id\":@,\"result\":{}}" },
	{ "an error", EXPECT_NOTHING, 0, "{\"jsonrpc\":\"2.0\",\"id\":@,\"error\":{\"code\":1,\"message\":\"\"}}" },
};
/* clang-format on */

static uint64_t next_random(struct hostile *h)
{
	uint64_t z = h->random += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static struct hostile_line fill(const struct template *t, int64_t id, struct buf *ret)
{
	for (const char *p = t->text; *p; p++) {
		if (*p == '@')
			buf_int(ret, id);
		else
			buf_char(ret, *p);
	}
	return (struct hostile_line){ t->expect, id, t->code, t->kind };
}

static void repeat(struct buf *ret, char c, size_t times)
{
	char *at = buf_reserve(ret, times);

	if (!at)
		return;
	memset(at, c, times);
	ret->len += times;
}

static struct hostile_line deep(int64_t id, struct buf *ret)
{
	buf_printf(ret, "{\"jsonrpc\":\"2.0\",\"id\":%lld,\"method\":\"ping\",\"params\":{\"x\":",
		(long long)id);
	repeat(ret, '[', DEEP);
	repeat(ret, ']', DEEP);
	buf_puts(ret, "}}");
	return (struct hostile_line){ EXPECT_NAMELESS, id, 0, "depth 10000" };
}

static struct hostile_line zeros(int64_t id, struct buf *ret)
{
	buf_printf(ret, "{\"jsonrpc\":\"2.0\",\"id\":%lld,\"method\":\"pi", (long long)id);
	repeat(ret, '\0', 3);
	buf_puts(ret, "ng\"}");
	return (struct hostile_line){ EXPECT_NAMELESS, id, PARSE, "NUL bytes" };
}

/* Never blanks only (that may count as an empty line), never a line's end. */
static struct hostile_line noise(struct hostile *h, int64_t id, struct buf *ret)
{
	size_t len = next_random(h) % 200;

	buf_char(ret, '}');
	for (size_t i = 0; i < len; i++) {
		char c = (char)next_random(h);

		buf_char(ret, c == '\n' ? '?' : c);
	}
	return (struct hostile_line){ EXPECT_NAMELESS, id, PARSE, "noise" };
}

/* A ping of exactly `bytes`, its end not counted. */
static void long_ping(int64_t id, size_t bytes, struct buf *ret)
{
	buf_printf(ret, "{\"jsonrpc\":\"2.0\",\"id\":%lld,\"method\":\"ping\",\"params\":{\"x\":\"",
		(long long)id);
	repeat(ret, 'x', bytes - ret->len - 3);
	buf_puts(ret, "\"}}");
}

static struct hostile_line long_line(int64_t id, bool allowed, struct buf *ret)
{
	long_ping(id, allowed ? LONG_LINE - 1 : LONG_LINE + 1, ret);
	return allowed ? (struct hostile_line){ EXPECT_RESULT, id, 0, "10 MiB, allowed" }
	               : (struct hostile_line){ EXPECT_NAMELESS, id, 0, "10 MiB, too long" };
}

static struct hostile_line long_id(int64_t id, struct buf *ret)
{
	buf_printf(ret, "{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":\"s%lld", (long long)id);
	repeat(ret, '-', 1000);
	buf_puts(ret, "\"}");
	return (struct hostile_line){ EXPECT_RESULT, id, 0, "ping, long id" };
}

struct hostile_line hostile_line(struct hostile *h, struct buf *ret)
{
	int64_t id = h->next_id++;
	uint64_t pick = next_random(h);
	struct hostile_line line;

	buf_clear(ret);
	/* The long ones are few: each costs what ten thousand others cost. */
	if (id == 100 || pick % 10000 == 0)
		line = long_line(id, false, ret);
	else if (id == 200 || pick % 10000 == 1)
		line = long_line(id, true, ret);
	else if (pick % 100 == 2)
		line = deep(id, ret);
	else if (pick % 100 == 3)
		line = zeros(id, ret);
	else if (pick % 100 < 8)
		line = noise(h, id, ret);
	else if (pick % 100 == 8)
		line = long_id(id, ret);
	else
		line = fill(&templates[(pick >> 32) % COUNT_OF(templates)], id, ret);
	buf_char(ret, '\n');
	return line;
}
