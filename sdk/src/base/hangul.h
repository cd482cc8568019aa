/* hangul - names as people type them: blanks, case and full-width forms set aside, initial
 * consonants (ㅅㅅㅈㅈ) standing for syllables (삼성전자). Pure. [any]
 */
#ifndef BASE_HANGUL_H
#define BASE_HANGUL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define HANGUL_KEY_MAX 64

/* A text as it is compared: code points, Latin letters as capitals, full-width forms as plain ones,
 * without blanks and the marks - . , · & ' ( ) _; syllables that came in parts are joined, and
 * clusters of consonants (ㄳ, as keyboards make of ㄱ and ㅅ) are taken apart. */
struct hangul_key {
	uint32_t count;
	uint32_t at[HANGUL_KEY_MAX];
};

/* False when the text is not UTF-8 or has more than HANGUL_KEY_MAX characters to compare: then *ret
 * holds those before. */
bool hangul_fold(struct span text, struct hangul_key *ret);

/* The initial consonant of a syllable as a letter of its own, ㅅ of 삼; 0: it is no syllable. */
uint32_t hangul_initial(uint32_t point);

/* Where one text stands in another. */
struct hangul_place {
	uint32_t at;      /* the first character */
	bool by_initials; /* a consonant stood for a syllable */
};

/* The first place of `part` in `whole` letter by letter; without one the first place where
 * consonants stand for the syllables that begin with them. False: none, or `part` is empty. */
bool hangul_find(
	const struct hangul_key *whole, const struct hangul_key *part, struct hangul_place *ret);

#endif
