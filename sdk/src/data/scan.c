/* scan - strict JSON (RFC 8259) without a tree: check once, then walk spans of the text. */
#include "data/scan.h"

#include "data/names.h"
#include "data/plain.h"
#include "data/scan_text.h"

/* What comes next while a text is checked. */
enum step { STEP_VALUE, STEP_AFTER, STEP_DONE };

struct checker {
	const char *at;
	const char *end;
	uint32_t depth;
	enum step next;
	const char *wrong;
	bool is_object[SCAN_DEPTH_MAX];
	struct names names[SCAN_DEPTH_MAX]; /* of the open objects; set up when one opens */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *past_blanks(const char *at, const char *end)
{
	while (at < end && is_blank(*at))
		at++;
	return at;
}

/* ---- The check. ---- */

/* Always false. */
static bool bad(struct checker *c, const char *what)
{
	c->wrong = c->at < c->end ? what : "the text ends early";
	return false;
}

static bool bad_at(struct checker *c, const char *at, const char *what)
{
	c->at = at;
	return bad(c, what);
}

/* Always true. */
static bool go_on(struct checker *c, enum step next)
{
	c->next = next;
	return true;
}

/* Reads past \uXXXX (and its second half), `at` being behind the u. */
static bool check_unit(struct checker *c)
{
	int32_t unit = scan_hex_unit(c->at, c->end);

	if (unit < 0)
		return bad(c, "bad escape");
	if (scan_is_low(unit))
		return bad(c, "lone surrogate");
	c->at += 4;
	if (!scan_is_high(unit))
		return true;
	if (c->end - c->at < 6 || c->at[0] != '\\' || c->at[1] != 'u' ||
		!scan_is_low(scan_hex_unit(c->at + 2, c->end)))
		return bad(c, "lone surrogate");
	c->at += 6;
	return true;
}

/* Hangul, kana and most of CJK: three bytes whose first leaves no doubt about the second. */
static bool is_plain_three(const unsigned char *at)
{
	return at[0] >= 0xe1 && at[0] <= 0xec && (at[1] & 0xc0) == 0x80 && (at[2] & 0xc0) == 0x80;
}

/* Reads past what is not ASCII. */
static bool check_high(struct checker *c)
{
	while (c->at < c->end && (unsigned char)*c->at >= 0x80) {
		size_t left = (size_t)(c->end - c->at);
		size_t length = left >= 3 && is_plain_three((const unsigned char *)c->at)
		                        ? 3
		                        : utf8_length(c->at, left);

		if (length == 0)
			return bad(c, "invalid UTF-8");
		c->at += length;
	}
	return true;
}

/* Reads past one byte or sequence of a string that is not plain. */
static bool check_special(struct checker *c)
{
	if ((unsigned char)*c->at >= 0x80)
		return check_high(c);
	if (*c->at != '\\')
		return bad(c, "raw control character");
	c->at++;
	if (c->at < c->end && *c->at == 'u') {
		c->at++;
		return check_unit(c);
	}
	if (c->at == c->end || *c->at == '\0' || !strchr("\"\\/bfnrt", *c->at))
		return bad(c, "bad escape");
	c->at++;
	return true;
}

/* Reads past a string, `at` being on its first quote. */
static bool check_text(struct checker *c)
{
	c->at++;
	for (;;) {
		c->at = plain_end(c->at, c->end);
		if (c->at == c->end)
			return bad(c, "");
		if (*c->at == '"')
			break;
		if (!check_special(c))
			return false;
	}
	c->at++;
	return true;
}

static bool check_digits(struct checker *c)
{
	if (c->at == c->end || !is_digit(*c->at))
		return bad(c, "bad number");
	while (c->at < c->end && is_digit(*c->at))
		c->at++;
	return true;
}

static bool check_number(struct checker *c)
{
	const char *first;

	if (*c->at == '-')
		c->at++;
	first = c->at;
	if (!check_digits(c))
		return false;
	if (*first == '0' && c->at - first > 1)
		return bad_at(c, first, "leading zero");
	if (c->at < c->end && *c->at == '.') {
		c->at++;
		if (!check_digits(c))
			return false;
	}
	if (c->at == c->end || (*c->at != 'e' && *c->at != 'E'))
		return true;
	c->at++;
	if (c->at < c->end && (*c->at == '+' || *c->at == '-'))
		c->at++;
	return check_digits(c);
}

static bool check_word(struct checker *c, const char *word, size_t length)
{
	if ((size_t)(c->end - c->at) < length || memcmp(c->at, word, length) != 0) {
		c->wrong = "unknown word";
		return false;
	}
	c->at += length;
	return true;
}

static bool check_scalar(struct checker *c)
{
	switch (*c->at) {
	case '"':
		return check_text(c);
	case 't':
		return check_word(c, "true", 4);
	case 'f':
		return check_word(c, "false", 5);
	case 'n':
		return check_word(c, "null", 4);
	default:
		break;
	}
	if (*c->at != '-' && !is_digit(*c->at))
		return bad(c, "no value here");
	return check_number(c);
}

/* Reads a member's name and its colon. */
static bool check_name(struct checker *c)
{
	struct span raw;
	const char *wrong;

	c->at = past_blanks(c->at, c->end);
	if (c->at == c->end || *c->at != '"')
		return bad(c, "a member's name must stand here");
	raw.at = c->at;
	if (!check_text(c))
		return false;
	raw.len = (size_t)(c->at - raw.at);

	wrong = names_add(&c->names[c->depth - 1], scan_name_hash(raw));
	if (wrong)
		return bad_at(c, raw.at, wrong);

	c->at = past_blanks(c->at, c->end);
	if (c->at == c->end || *c->at != ':')
		return bad(c, "a colon must stand here");
	c->at++;
	return go_on(c, STEP_VALUE);
}

static bool close_level(struct checker *c)
{
	c->depth--;
	if (c->is_object[c->depth])
		names_done(&c->names[c->depth]);
	c->at++;
	return go_on(c, STEP_AFTER);
}

static bool open_level(struct checker *c)
{
	bool is_object = *c->at == '{';

	if (c->depth == SCAN_DEPTH_MAX)
		return bad(c, "nested too deep");
	c->is_object[c->depth] = is_object;
	if (is_object)
		names_init(&c->names[c->depth]);
	c->depth++;
	c->at = past_blanks(c->at + 1, c->end);
	if (c->at < c->end && *c->at == (is_object ? '}' : ']'))
		return close_level(c);
	return is_object ? check_name(c) : go_on(c, STEP_VALUE);
}

static bool check_value(struct checker *c)
{
	c->at = past_blanks(c->at, c->end);
	if (c->at == c->end)
		return bad(c, "");
	if (*c->at == '{' || *c->at == '[')
		return open_level(c);
	return check_scalar(c) && go_on(c, STEP_AFTER);
}

/* What follows a value: the text's end, a comma, or the end of what holds it. */
static bool check_after(struct checker *c)
{
	bool is_object;

	c->at = past_blanks(c->at, c->end);
	if (c->depth == 0)
		return c->at == c->end ? go_on(c, STEP_DONE) : bad(c, "text behind the value");
	if (c->at == c->end)
		return bad(c, "");
	is_object = c->is_object[c->depth - 1];
	if (*c->at == (is_object ? '}' : ']'))
		return close_level(c);
	if (*c->at != ',')
		return bad(c, "a comma must stand here");
	c->at++;
	return is_object ? check_name(c) : go_on(c, STEP_VALUE);
}

bool scan_check(struct span text, struct scan_fault *ret)
{
	struct checker c;
	bool good = true;

	c.at = text.at;
	c.end = text.at ? text.at + text.len : text.at;
	c.depth = 0;
	c.next = STEP_VALUE;
	c.wrong = NULL;
	while (good && c.next != STEP_DONE)
		good = c.next == STEP_VALUE ? check_value(&c) : check_after(&c);

	while (c.depth > 0)
		if (c.is_object[--c.depth])
			names_done(&c.names[c.depth]);
	if (!good && ret)
		*ret = (struct scan_fault){ text.at ? (size_t)(c.at - text.at) : 0, c.wrong };
	return good;
}
