/* utf8 - characters of a text: how long, how wide, and which are never shown. */
#include "base/cleanup.h"
#include "base/str.h"

struct range {
	uint32_t first;
	uint32_t last;
};

static const struct range wide[] = {
	{ 0x1100, 0x115f },   /* Hangul leading consonants */
	{ 0x2e80, 0x303e },   /* CJK radicals and punctuation */
	{ 0x3041, 0x4dbf },   /* kana, Hangul compatibility letters, CJK extension A */
	{ 0x4e00, 0xa4cf },   /* CJK */
	{ 0xa960, 0xa97f },   /* Hangul extended A */
	{ 0xac00, 0xd7a3 },   /* Hangul syllables */
	{ 0xf900, 0xfaff },   /* CJK compatibility */
	{ 0xfe30, 0xfe6f },   /* CJK compatibility forms */
	{ 0xff00, 0xff60 },   /* full-width forms */
	{ 0xffe0, 0xffe6 },   /* full-width signs */
	{ 0x1f300, 0x1f64f }, /* pictographs */
	{ 0x1f680, 0x1f6ff }, /* transport signs */
	{ 0x1f900, 0x1f9ff }, /* more pictographs */
	{ 0x20000, 0x3fffd }, /* CJK extensions B and on */
};

static const struct range combining[] = {
	{ 0x0300, 0x036f },
	{ 0x1160, 0x11ff }, /* Hangul vowels and final consonants join the leading one */
	{ 0x1ab0, 0x1aff },
	{ 0x1dc0, 0x1dff },
	{ 0x200b, 0x200f },
	{ 0x202a, 0x202e },
	{ 0x2060, 0x2064 },
	{ 0x20d0, 0x20ff },
	{ 0x302a, 0x302f },
	{ 0x3099, 0x309a },
	{ 0xd7b0, 0xd7ff },
	{ 0xfe00, 0xfe0f },
	{ 0xfe20, 0xfe2f },
	{ 0xfeff, 0xfeff },
	{ 0xe0100, 0xe01ef },
};

static const struct range harmful[] = {
	{ 0x0000, 0x001f }, /* C0 */
	{ 0x007f, 0x009f }, /* DEL, C1 */
	{ 0x061c, 0x061c }, /* marks, overrides and isolates that turn the direction of writing */
	{ 0x200e, 0x200f },
	{ 0x2028, 0x2029 }, /* line and paragraph separators */
	{ 0x202a, 0x202e },
	{ 0x2066, 0x2069 },
};

static bool is_in(const struct range *ranges, size_t count, uint32_t point)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (point >= ranges[i].first && point <= ranges[i].last)
			return true;
	return false;
}

/* Bytes announced by the first one; 0 when no sequence starts so. */
static size_t announced(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/* The second byte shuts out overlong forms, surrogates and what lies beyond U+10FFFF. */
static bool second_fits(unsigned char first, unsigned char second)
{
	const unsigned char least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
	const unsigned char most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;

	return second >= least && second <= most;
}

size_t utf8_length(const char *at, size_t left)
{
	const unsigned char *byte = (const unsigned char *)at;
	size_t len = left ? announced(byte[0]) : 0;
	size_t i;

	if (len == 0 || len > left)
		return 0;
	if (len > 1 && !second_fits(byte[0], byte[1]))
		return 0;
	for (i = 2; i < len; i++)
		if ((byte[i] & 0xc0) != 0x80)
			return 0;
	return len;
}

/* Most text is ASCII: eight bytes a step there. */
static size_t ascii_prefix(struct span s)
{
	size_t i = 0;

	while (i + 8 <= s.len) {
		uint64_t eight;

		memcpy(&eight, s.at + i, sizeof eight);
		if (eight & UINT64_C(0x8080808080808080))
			break;
		i += 8;
	}
	return i;
}

bool utf8_valid(struct span s)
{
	size_t i = 0;

	while (i < s.len) {
		size_t len;

		i += ascii_prefix((struct span){ s.at + i, s.len - i });
		if (i == s.len)
			break;
		len = utf8_length(s.at + i, s.len - i);
		if (len == 0)
			return false;
		i += len;
	}
	return true;
}

uint32_t utf8_decode(const char *at, size_t left, size_t *ret_length)
{
	static const unsigned char first_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	const unsigned char *byte = (const unsigned char *)at;
	const size_t len = utf8_length(at, left);
	uint32_t point;
	size_t i;

	*ret_length = len;
	if (len == 0)
		return 0;
	point = byte[0] & first_bits[len];
	for (i = 1; i < len; i++)
		point = point << 6 | (byte[i] & 0x3f);
	return point;
}

bool utf8_harmful(uint32_t point)
{
	return is_in(harmful, COUNT_OF(harmful), point);
}

static uint32_t columns_of(uint32_t point)
{
	if (point >= 0x20 && point < 0x7f)
		return 1;
	if (utf8_harmful(point) || is_in(combining, COUNT_OF(combining), point))
		return 0;
	return is_in(wide, COUNT_OF(wide), point) ? 2 : 1;
}

uint32_t utf8_columns(struct span s)
{
	uint32_t columns = 0;
	size_t i = 0;

	while (i < s.len) {
		size_t len;
		uint32_t point = utf8_decode(s.at + i, s.len - i, &len);

		columns += len ? columns_of(point) : 1;
		i += len ? len : 1;
	}
	return columns;
}

size_t utf8_clean(struct span s, char *ret, size_t max)
{
	size_t used = 0;
	size_t i = 0;

	while (i < s.len) {
		size_t len;
		uint32_t point = utf8_decode(s.at + i, s.len - i, &len);
		struct span shown = len ? (struct span){ s.at + i, len } : SPAN("?");

		i += shown.len;
		if (len && utf8_harmful(point))
			continue;
		if (shown.len > max - used)
			break;
		memcpy(ret + used, shown.at, shown.len);
		used += shown.len;
	}
	ret[used] = '\0';
	return used;
}
