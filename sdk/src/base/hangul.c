/* hangul - folding of names, and initial consonants that stand for syllables. */
#include "base/hangul.h"

#include "base/cleanup.h"

#define SYLLABLE_FIRST 0xac00u
#define SYLLABLE_LAST 0xd7a3u
#define VOWELS 21u
#define FINALS 28u /* with none as the first */

/* Parts of a syllable that join: ᄉ ᅡ ᆷ. */
#define LEAD_FIRST 0x1100u
#define LEAD_LAST 0x1112u
#define VOWEL_FIRST 0x1161u
#define VOWEL_LAST 0x1175u
#define FINAL_BEFORE 0x11a7u
#define FINAL_LAST 0x11c2u

/* Letters that stand alone, in the order of the initial consonants. */
static const uint16_t initials[] = { 0x3131, 0x3132, 0x3134, 0x3137, 0x3138, 0x3139, 0x3141, 0x3142,
	0x3143, 0x3145, 0x3146, 0x3147, 0x3148, 0x3149, 0x314a, 0x314b, 0x314c, 0x314d, 0x314e };

struct cluster {
	uint16_t point;
	uint16_t parts[2];
};

static const struct cluster clusters[] = {
	{ 0x3133, { 0x3131, 0x3145 } }, /* ㄳ */
	{ 0x3135, { 0x3134, 0x3148 } }, /* ㄵ */
	{ 0x3136, { 0x3134, 0x314e } }, /* ㄶ */
	{ 0x313a, { 0x3139, 0x3131 } }, /* ㄺ */
	{ 0x313b, { 0x3139, 0x3141 } }, /* ㄻ */
	{ 0x313c, { 0x3139, 0x3142 } }, /* ㄼ */
	{ 0x313d, { 0x3139, 0x3145 } }, /* ㄽ */
	{ 0x313e, { 0x3139, 0x314c } }, /* ㄾ */
	{ 0x313f, { 0x3139, 0x314d } }, /* ㄿ */
	{ 0x3140, { 0x3139, 0x314e } }, /* ㅀ */
	{ 0x3144, { 0x3142, 0x3145 } }, /* ㅄ */
};

/* ---- Folding. ---- */

static bool is_between(uint32_t point, uint32_t first, uint32_t last)
{
	return point >= first && point <= last;
}

static bool is_set_aside(uint32_t point)
{
	static const uint16_t others[] = { 0xa0, 0xb7, 0x200b, 0x2019, 0x3000, 0x30fb, 0xfeff };

	if (point < 0x80)
		return point <= ' ' || strchr("-.,&'()_", (int)point) != NULL;
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (others[i] == point)
			return true;
	return false;
}

static uint32_t plain(uint32_t point)
{
	if (is_between(point, 0xff01, 0xff5e))
		point -= 0xff01 - 0x21;
	return is_between(point, 'a', 'z') ? point - 'a' + 'A' : point;
}

/* A vowel behind an initial consonant, a final consonant behind an open syllable. */
static bool joins(uint32_t last, uint32_t point, uint32_t *ret)
{
	if (is_between(last, LEAD_FIRST, LEAD_LAST) && is_between(point, VOWEL_FIRST, VOWEL_LAST)) {
		*ret = SYLLABLE_FIRST +
		       ((last - LEAD_FIRST) * VOWELS + point - VOWEL_FIRST) * FINALS;
		return true;
	}
	if (is_between(last, SYLLABLE_FIRST, SYLLABLE_LAST) &&
		(last - SYLLABLE_FIRST) % FINALS == 0 &&
		is_between(point, FINAL_BEFORE + 1, FINAL_LAST)) {
		*ret = last + point - FINAL_BEFORE;
		return true;
	}
	return false;
}

static bool put(struct hangul_key *key, uint32_t point)
{
	if (key->count == HANGUL_KEY_MAX)
		return false;
	key->at[key->count++] = point;
	return true;
}

static bool add(struct hangul_key *key, uint32_t point)
{
	uint32_t joined;

	if (key->count > 0 && joins(key->at[key->count - 1], point, &joined)) {
		key->at[key->count - 1] = joined;
		return true;
	}
	for (size_t i = 0; i < COUNT_OF(clusters); i++)
		if (clusters[i].point == point)
			return put(key, clusters[i].parts[0]) && put(key, clusters[i].parts[1]);
	return put(key, point);
}

/* Initial consonants that found no vowel are letters of their own. */
static void settle(struct hangul_key *key)
{
	for (uint32_t i = 0; i < key->count; i++)
		if (is_between(key->at[i], LEAD_FIRST, LEAD_LAST))
			key->at[i] = initials[key->at[i] - LEAD_FIRST];
}

bool hangul_fold(struct span text, struct hangul_key *ret)
{
	bool good = true;

	ret->count = 0;
	while (good && text.len > 0) {
		size_t length;
		const uint32_t point = plain(utf8_decode(text.at, text.len, &length));

		good = length > 0 && (is_set_aside(point) || add(ret, point));
		text.at += length;
		text.len -= length;
	}
	settle(ret);
	return good;
}

/* ---- Comparing. ---- */

uint32_t hangul_initial(uint32_t point)
{
	if (!is_between(point, SYLLABLE_FIRST, SYLLABLE_LAST))
		return 0;
	return initials[(point - SYLLABLE_FIRST) / (VOWELS * FINALS)];
}

static bool stands_at(const struct hangul_key *whole, uint32_t at, const struct hangul_key *part,
	bool by_initials)
{
	for (uint32_t i = 0; i < part->count; i++) {
		const uint32_t seen = whole->at[at + i];

		if (seen != part->at[i] && !(by_initials && hangul_initial(seen) == part->at[i]))
			return false;
	}
	return true;
}

static bool find(const struct hangul_key *whole, const struct hangul_key *part, bool by_initials,
	struct hangul_place *ret)
{
	for (uint32_t at = 0; at + part->count <= whole->count; at++)
		if (stands_at(whole, at, part, by_initials)) {
			*ret = (struct hangul_place){ .at = at, .by_initials = by_initials };
			return true;
		}
	return false;
}

bool hangul_find(
	const struct hangul_key *whole, const struct hangul_key *part, struct hangul_place *ret)
{
	return part->count > 0 && (find(whole, part, false, ret) || find(whole, part, true, ret));
}
