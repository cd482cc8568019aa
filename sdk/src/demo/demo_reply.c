/* demo_reply - reading queries and writing bodies the way KIS does. */
#include "demo/demo_reply.h"

#include "data/json.h"
#include "demo/demo_action.h"
#include "demo/demo_tick.h"

#include <stdio.h>
#include <strings.h>

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void decode(struct span value, char *ret, size_t room)
{
	size_t n = 0;

	for (size_t i = 0; i < value.len; i++) {
		char c = value.at[i] == '+' ? ' ' : value.at[i];

		if (c == '%' && i + 2 < value.len && hex_digit(value.at[i + 1]) >= 0 &&
			hex_digit(value.at[i + 2]) >= 0) {
			c = (char)(hex_digit(value.at[i + 1]) * 16 + hex_digit(value.at[i + 2]));
			i += 2;
		}
		if (n + 1 < room)
			ret[n++] = c;
		else
			n = 0, i = value.len;
	}
	ret[n] = '\0';
}

bool demo_param(const struct demo_call *c, const char *name, char *ret, size_t room)
{
	struct span rest = c->r->query;
	struct span pair;

	ret[0] = '\0';
	while (rest.at && span_split(&rest, '&', &pair)) {
		struct span key;

		if (!span_split(&pair, '=', &key) || key.len != strlen(name) ||
			strncasecmp(key.at, name, key.len) != 0)
			continue;
		decode(pair.at ? pair : SPAN(""), ret, room);
		return true;
	}
	return false;
}

int64_t demo_param_int(const struct demo_call *c, const char *name, int64_t otherwise)
{
	char text[32];
	int64_t n;

	if (!demo_param(c, name, text, sizeof text) || !span_int(span_of(text), &n))
		return otherwise;
	return n;
}

int32_t demo_param_date(const struct demo_call *c, const char *name, int32_t otherwise)
{
	char text[32];
	int64_t n;

	if (!demo_param(c, name, text, sizeof text) || text[0] == '\0')
		return otherwise;
	if (!span_int(span_trim(span_of(text)), &n) || n < 20000101 || n > 29991231)
		return 0;
	/* A real date comes back from the calendar as it went in. */
	return kst_from_ms(kst_to_ms((int32_t)n, 12, 0, 0)).date == n ? (int32_t)n : 0;
}

const struct demo_issue *demo_call_issue(const struct demo_call *c, const char *code)
{
	const struct demo_issue *i = demo_market_find(c->d, code);

	return i && demo_issue_is_listed(i, c->list.day) ? i : NULL;
}

bool demo_param_issue(const struct demo_call *c, struct demo_asked *ret)
{
	char code[16];
	char division[8];

	(void)demo_param(c, "FID_COND_MRKT_DIV_CODE", division, sizeof division);
	(void)demo_param(c, "FID_INPUT_ISCD", code, sizeof code);
	ret->venue = DEMO_VENUE_KRX;
	ret->issue = demo_call_issue(c, code);
	return demo_venue_parse(division, &ret->venue) && ret->issue;
}

void demo_text(struct buf *b, const char *name, const char *text)
{
	json_name(b, name);
	json_cstr(b, text);
}

void demo_number(struct buf *b, const char *name, int64_t n)
{
	json_name(b, name);
	buf_char(b, '"');
	buf_int(b, n);
	buf_char(b, '"');
}

void demo_hundredths(struct buf *b, const char *name, int64_t n)
{
	const int64_t size = n < 0 ? -n : n;
	const int64_t rest = size % 100;

	json_name(b, name);
	buf_puts(b, n < 0 ? "\"-" : "\"");
	buf_int(b, size / 100);
	buf_char(b, '.');
	buf_char(b, (char)('0' + rest / 10));
	buf_char(b, (char)('0' + rest % 10));
	buf_char(b, '"');
}

void demo_millions(struct buf *b, const char *name, int64_t won)
{
	demo_number(b, name, (won < 0 ? won - 500000 : won + 500000) / 1000000);
}

void demo_date(struct buf *b, const char *name, int32_t date)
{
	char text[12];

	(void)snprintf(text, sizeof text, "%08d", (int)date);
	demo_text(b, name, text);
}

void demo_flag(struct buf *b, const char *name, bool yes)
{
	demo_text(b, name, yes ? "Y" : "N");
}

void demo_code2(struct buf *b, const char *name, int code)
{
	const char text[3] = { (char)('0' + code / 10 % 10), (char)('0' + code % 10), '\0' };

	demo_text(b, name, text);
}

int64_t demo_ratio(int64_t part, int64_t whole)
{
	const int64_t half = whole / 2;

	if (whole <= 0)
		return 0;
	return part < 0 ? -((-part * 10000 + half) / whole) : (part * 10000 + half) / whole;
}

int64_t demo_rate(int64_t price, int64_t from)
{
	return demo_ratio(price - from, from);
}

const char *demo_sign_of(int64_t change)
{
	return change > 0 ? "2" : change < 0 ? "5" : "3";
}

const char *demo_sign(const struct demo_issue *i, const struct demo_quote *q)
{
	if (q->volume > 0 && q->price != q->before) {
		if (q->price == demo_tick_upper(i, q->before))
			return "1";
		if (q->price == demo_tick_lower(i, q->before))
			return "4";
	}
	return demo_sign_of(q->price - q->before);
}

static void put_envelope(struct buf *b, const char *text)
{
	demo_text(b, "rt_cd", "0");
	demo_text(b, "msg_cd", "MCA00000");
	demo_text(b, "msg1", text);
}

void demo_open(struct buf *b, enum demo_envelope where)
{
	buf_char(b, '{');
	/* Some texts are padded with blanks, as on the real one. */
	if (where == DEMO_ENVELOPE_FIRST)
		put_envelope(b, "정상처리 되었습니다!                                       ");
}

void demo_end(struct buf *b, enum demo_envelope where)
{
	if (where == DEMO_ENVELOPE_LAST)
		put_envelope(b, "정상처리 되었습니다.");
	buf_char(b, '}');
}

long demo_failure(struct buf *b, long http, const char *code, const char *text)
{
	buf_char(b, '{');
	demo_text(b, "rt_cd", "1");
	demo_text(b, "msg_cd", code);
	demo_text(b, "msg1", text);
	buf_char(b, '}');
	return http;
}

long demo_no_rows(struct buf *b, const char *output)
{
	demo_open(b, DEMO_ENVELOPE_LAST);
	json_name(b, output);
	buf_puts(b, "[]");
	demo_end(b, DEMO_ENVELOPE_LAST);
	return 200;
}
