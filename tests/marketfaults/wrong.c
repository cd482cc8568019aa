/* wrong - what goes wrong upstream: faults on the line, and lies in the bodies. */
#include "wrong.h"

#include <stdio.h>

#include "base/cleanup.h"
#include "data/scan.h"
#include "rows.h"

static const char *const names[WRONG_KINDS] = {
	[WRONG_NOTHING] = "nothing",
	[WRONG_REFUSED] = "refused",
	[WRONG_SILENT] = "silent",
	[WRONG_RESET] = "reset mid-body",
	[WRONG_SLOW] = "slow",
	[WRONG_500] = "HTTP 500",
	[WRONG_429] = "HTTP 429",
	[WRONG_HTML] = "an HTML page",
	[WRONG_TRUNCATED] = "truncated",
	[WRONG_OBJECTS] = "objects for figures",
	[WRONG_NULLS] = "nulls for figures",
	[WRONG_WORDS] = "words for figures",
	[WRONG_NUMBERS] = "numbers for texts",
	[WRONG_RATE] = "EGW00201",
	[WRONG_TOKEN] = "EGW00123",
	[LIE_REVERSED] = "rows upside down",
	[LIE_DOUBLED] = "a row twice",
	[LIE_TORN] = "a row twice with other figures",
	[LIE_DROPPED] = "a missing row",
	[LIE_EMPTY] = "no rows",
	[LIE_ZEROS] = "zeros",
	[LIE_FLOOD] = "a row too many",
	[LIE_MARKET] = "the other market",
	[LIE_SHARE] = "another share",
	[LIE_SIGNS] = "the other sign",
	[LIE_LARGE] = "won for thousands of won",
	[LIE_SMALL] = "thousands of shares for shares",
};

const char *wrong_name(enum wrong_kind kind)
{
	return names[kind];
}

const char *pattern_name(enum wrong_pattern pattern)
{
	static const char *const words[PATTERNS] = { "all", "once", "rest", "third" };

	return words[pattern];
}

bool wrong_hits(struct wrong *w, const struct kis_endpoint *e)
{
	uint32_t n;

	if (!e || e != w->endpoint)
		return false;
	n = w->seen++;
	switch (w->pattern) {
	case PATTERN_ALL:
		return true;
	case PATTERN_ONCE:
		return n == 0;
	case PATTERN_REST:
		return n >= w->half;
	default:
		return n % 3 == 1;
	}
}

/* ---- Addresses. ---- */

/* One of the demo market's largest shares, but for itself. */
static void other_share(const char *url, char *ret, size_t room)
{
	const char *at = strstr(url, "ISCD");
	char *seen;

	(void)snprintf(ret, room, "%s", url);
	seen = at ? strchr(ret + (at - url), '=') : NULL;
	if (!seen || strlen(seen) < 7)
		return;
	memcpy(seen + 1, memcmp(seen + 1, "644090", 6) == 0 ? "753850" : "644090", 6);
}

static void other_market(const char *url, char *ret, size_t room)
{
	static const struct {
		const char *from;
		const char *to;
	} pairs[] = {
		{ "ISCD=0001", "ISCD=1001" },
		{ "ISCD=1001", "ISCD=0001" },
		{ "ISCD=KSP", "ISCD=KSQ" },
		{ "ISCD=KSQ", "ISCD=KSP" },
		{ "CLS_CODE=K", "CLS_CODE=Q" },
		{ "CLS_CODE=Q", "CLS_CODE=K" },
		{ "kospi_code", "kosdaq_code" },
		{ "kosdaq_code", "kospi_code" },
	};
	const char *at;

	(void)snprintf(ret, room, "%s", url);
	for (size_t i = 0; i < COUNT_OF(pairs); i++) {
		at = strstr(url, pairs[i].from);
		if (!at)
			continue;
		(void)snprintf(ret, room, "%.*s%s%s", (int)(at - url), url, pairs[i].to,
			at + strlen(pairs[i].from));
		return;
	}
}

void wrong_url(enum wrong_kind kind, const char *url, char *ret, size_t room)
{
	if (kind == LIE_MARKET)
		other_market(url, ret, room);
	else if (kind == LIE_SHARE)
		other_share(url, ret, room);
	else
		(void)snprintf(ret, room, "%s", url);
}

/* ---- Values. ---- */

static bool name_has(struct span name, const char *part)
{
	return name.len >= strlen(part) && memmem(name.at, name.len, part, strlen(part));
}

/* What tells whose row it is, and of when. */
static bool is_label(struct span name)
{
	return name_has(name, "iscd") || name_has(name, "code") || name_has(name, "date") ||
	       name_has(name, "_name") || name_has(name, "_isnm");
}

static bool is_won(struct span name)
{
	return name_has(name, "pbmn");
}

static bool is_shares(struct span name)
{
	return name_has(name, "_vol") || name_has(name, "_qty");
}

static bool is_signed(struct span name)
{
	return name_has(name, "vrss") || name_has(name, "ctrt") || name_has(name, "ntby");
}

static void write_other_sign(struct span name, struct span plain, struct buf *ret)
{
	const bool minus = plain.len > 0 && plain.at[0] == '-';
	static const char turned[] = "054321";

	buf_char(ret, '"');
	if (name_has(name, "sign") && plain.len == 1 && plain.at[0] >= '1' && plain.at[0] <= '5')
		buf_char(ret, turned[plain.at[0] - '0']);
	else if (minus)
		buf_put(ret, plain.at + 1, plain.len - 1);
	else
		buf_printf(ret, "-%.*s", (int)plain.len, plain.at);
	buf_char(ret, '"');
}

static void write_scaled(enum wrong_kind kind, struct span plain, struct buf *ret)
{
	int64_t n;

	if (!span_int(plain, &n))
		buf_printf(ret, "\"%.*s\"", (int)plain.len, plain.at);
	else if (kind == LIE_LARGE)
		buf_printf(ret, "\"%lld000\"", (long long)n);
	else
		buf_printf(ret, "\"%lld\"", (long long)(n / 1000));
}

static void write_number(struct span plain, struct buf *ret)
{
	int64_t n;
	double real;

	if (span_int(plain, &n))
		buf_int(ret, n);
	else if (span_real(plain, &real))
		buf_printf(ret, "%.2f", real);
}

static void write_value(void *self, struct span name, struct span value, struct buf *ret)
{
	const enum wrong_kind kind = *(const enum wrong_kind *)self;
	const struct span plain = value_plain(value);

	if (is_label(name) || !value_is_number(value)) {
		buf_span(ret, value);
		return;
	}
	if (kind == WRONG_OBJECTS)
		buf_puts(ret, "{\"value\":[1]}");
	else if (kind == WRONG_NULLS)
		buf_puts(ret, "null");
	else if (kind == WRONG_WORDS)
		buf_puts(ret, "\"N/A\"");
	else if (kind == WRONG_NUMBERS)
		write_number(plain, ret);
	else if (kind == LIE_ZEROS)
		buf_puts(ret, "\"0\"");
	else if (kind == LIE_SIGNS && is_signed(name))
		write_other_sign(name, plain, ret);
	else if ((kind == LIE_LARGE && is_won(name)) || (kind == LIE_SMALL && is_shares(name)))
		write_scaled(kind, plain, ret);
	else
		buf_span(ret, value);
}

/* ---- Bodies. ---- */

static void rewrite_rows(enum wrong_kind kind, const struct rows *r, struct buf *ret)
{
	buf_span(ret, r->before);
	for (uint32_t i = 0; i < r->count; i++) {
		if (i > 0)
			buf_char(ret, ',');
		row_rewrite(r->at[i], write_value, &kind, ret);
	}
	buf_span(ret, r->after);
}

static void reverse(struct rows *r)
{
	for (uint32_t i = 0; i < r->count / 2; i++) {
		const struct span row = r->at[i];

		r->at[i] = r->at[r->count - 1 - i];
		r->at[r->count - 1 - i] = row;
	}
}

static void insert(struct rows *r, uint32_t at, struct span row)
{
	if (r->count == ROWS_MAX)
		return;
	for (uint32_t i = r->count; i > at; i--)
		r->at[i] = r->at[i - 1];
	r->at[at] = row;
	r->count++;
}

static void drop(struct rows *r, uint32_t at)
{
	if (at >= r->count)
		return;
	r->count--;
	for (uint32_t i = at; i < r->count; i++)
		r->at[i] = r->at[i + 1];
}

static void write_code(void *self, struct span name, struct span value, struct buf *ret)
{
	(void)self;
	if (name_has(name, "shrn_iscd"))
		buf_puts(ret, "\"000120\"");
	else
		buf_span(ret, value);
}

/* Rows moved, doubled or left out. */
static void shuffle_rows(enum wrong_kind kind, struct rows *r, struct buf *ret)
{
	enum wrong_kind figures = LIE_LARGE;
	struct buf extra;

	buf_init(&extra, 65536);
	if (kind == LIE_REVERSED)
		reverse(r);
	else if (kind == LIE_DROPPED)
		drop(r, r->count > 2 ? 2 : 0);
	else if (kind == LIE_DOUBLED)
		insert(r, 1, r->at[0]);
	else if (kind == LIE_TORN)
		row_rewrite(r->at[0], write_value, &figures, &extra);
	else if (kind == LIE_FLOOD)
		row_rewrite(r->at[r->count - 1], write_code, NULL, &extra);
	if (extra.len > 0)
		insert(r, kind == LIE_TORN ? 1 : r->count, buf_as_span(&extra));
	rows_write(r, ret);
	buf_done(&extra);
}

static void refuse(const char *code, const char *message, struct buf *ret, long *http_status)
{
	*http_status = 500;
	buf_printf(ret, "{\"rt_cd\":\"1\",\"msg_cd\":\"%s\",\"msg1\":\"%s\"}", code, message);
}

static void lie(enum wrong_kind kind, struct span body, struct buf *ret)
{
	struct rows rows;

	if (!scan_check(body, NULL) || !rows_read(body, &rows)) {
		buf_span(ret, body);
	} else if (kind == LIE_EMPTY) {
		buf_span(ret, rows.before);
		buf_puts(ret, rows.single ? "{}" : "");
		buf_span(ret, rows.after);
	} else if (!rows.single &&
		   (kind == LIE_REVERSED || kind == LIE_DOUBLED || kind == LIE_TORN ||
			   kind == LIE_DROPPED || kind == LIE_FLOOD)) {
		shuffle_rows(kind, &rows, ret);
	} else {
		rewrite_rows(kind, &rows, ret);
	}
}

void wrong_body(const struct wrong *w, struct span body, struct buf *ret, long *http_status)
{
	switch (w->kind) {
	case WRONG_500:
		*http_status = 500;
		return;
	case WRONG_429:
		*http_status = 429;
		buf_puts(ret, "Too Many Requests");
		return;
	case WRONG_HTML:
		buf_puts(ret, "<!DOCTYPE html><html><body>점검 중입니다</body></html>");
		return;
	case WRONG_TRUNCATED:
		buf_put(ret, body.at, w->cut ? w->cut : body.len / 2);
		return;
	case WRONG_RATE:
		refuse("EGW00201", "초당 거래건수를 초과하였습니다.", ret, http_status);
		return;
	case WRONG_TOKEN:
		refuse("EGW00123", "기간이 만료된 token 입니다.", ret, http_status);
		return;
	case WRONG_REFUSED:
	case WRONG_SILENT:
	case WRONG_RESET:
		return;
	case WRONG_NOTHING:
	case WRONG_SLOW:
		buf_span(ret, body);
		return;
	default:
		lie(w->kind, body, ret);
	}
}
